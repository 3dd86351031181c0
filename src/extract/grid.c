/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/grid.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "extract/grid_found.h"

/* In sizes of the font: by how much the columns of one table may differ from page to page. */
#define MOVED_MAX 1.5
#define DIGIT_ROOM 1.7 /* for a digit, and on both sides of a cell */
#define PLACE_MAX 1e9
enum {
    FURNITURE_MAX = 3, /* lines at the top and at the foot of a page that are not its text */
    SMALL_SIZE = 5,    /* digits of a small number */
};

/* A word on its way to its place. */
struct entry {
    uint32_t table, row, column;
    size_t word;
};

static double bounded(double number)
{
    return isnan(number) ? 0 : fmax(-PLACE_MAX, fmin(PLACE_MAX, number));
}

static void bring_into_bounds(struct grid_word *word)
{
    word->start = bounded(word->start);
    word->end = fmax(word->start, bounded(word->end));
    word->baseline = bounded(word->baseline);
    word->size = fmax(1 / PLACE_MAX, bounded(word->size));
    word->place = GRID_NONE;
}

static int by_cell(const void *left, const void *right)
{
    const struct entry *a = left, *b = right;

    if (a->table != b->table)
        return a->table < b->table ? -1 : 1;
    if (a->row != b->row)
        return a->row < b->row ? -1 : 1;
    if (a->column != b->column)
        return a->column < b->column ? -1 : 1;
    return a->word < b->word ? -1 : a->word > b->word;
}

void *grid_scratch(struct grid_page *page, enum grid_use use, size_t count, size_t size)
{
    struct grid_scratch *scratch = &page->scratch[use];

    return array_grow(&scratch->items, &scratch->capacity, count, size) == STATUS_OK ? scratch->items : NULL;
}

struct grid_found *grid_found_add(struct grid_page *page)
{
    struct grid_found *found;

    if (ARRAY_GROW(&page->tables, &page->table_capacity, page->table_count + 1) != STATUS_OK)
        return NULL;
    found = &page->tables[page->table_count++];
    found->is_ruled = false;
    found->column_count = 0;
    return found;
}

/* ---- text ---- */

static bool is_of_figure(char character)
{
    return (character >= '0' && character <= '9') || (character != '\0' && strchr("*-.%X", character) != NULL);
}

/* A colon with something other than a digit in front of it. */
static bool has_label(const char *text, size_t size)
{
    const char *colon = memchr(text, ':', size);

    return memmem(text, size, "\xEF\xBC\x9A", 3) != NULL
           || (colon != NULL && colon > text && !(colon[-1] >= '0' && colon[-1] <= '9'));
}

/* Dots one behind the other, or each by itself. */
static bool is_leader(struct bytes text)
{
    static const char ellipsis[] = { '\xE2', '\x80', '\xA6' }, middle_dot[] = { '\xC2', '\xB7' };

    if (text.size >= sizeof ellipsis && memcmp(text.data + text.size - sizeof ellipsis, ellipsis, sizeof ellipsis) == 0)
        return true;
    if (text.size >= sizeof middle_dot
        && memcmp(text.data + text.size - sizeof middle_dot, middle_dot, sizeof middle_dot) == 0)
        return true;
    return text.data[text.size - 1] == '.' && (text.size == 1 || text.data[text.size - 2] == '.');
}

static uint32_t small_number(struct bytes text)
{
    uint32_t number = 0;

    for (size_t index = 0; index < text.size; index++) {
        if (index == SMALL_SIZE || text.data[index] < '0' || text.data[index] > '9')
            return 0;
        number = 10 * number + (uint32_t)(text.data[index] - '0');
    }
    return number;
}

void grid_word_read(struct grid_word *word, struct bytes text)
{
    word->is_leader = is_leader(text);
    word->number = small_number(text);
    word->is_figure = is_of_figure((char)text.data[0]) && is_of_figure((char)text.data[text.size - 1]);
    word->is_label = has_label((const char *)text.data, text.size);
}

/* Or of one that is masked. */
static bool is_of_number(uint8_t character)
{
    return (character >= '0' && character <= '9') || character == '*' || character == 'X';
}

bool grid_is_cut(const struct grid_place *place, struct bytes line, double width, struct bytes next, double font_size)
{
    enum { NUMBER_MAX = 19 }; /* of a bank card: two telephone numbers are longer */
    size_t before = 0, after = 0;

    while (before < line.size && is_of_number(line.data[line.size - 1 - before]))
        before++;
    while (after < next.size && is_of_number(next.data[after]))
        after++;
    return before > 0 && after > 0 && before + after <= NUMBER_MAX
           && width + DIGIT_ROOM * font_size > place->end - place->start;
}

/* ---- from page to page ---- */

/* The rows of words on the page before `word`, or from there on. */
static uint32_t rows_between(const struct grid_word *words, size_t first, size_t end, uint32_t limit)
{
    uint32_t rows = 0;

    for (size_t index = first; index < end && rows <= limit; index++)
        rows += index == first || words[index].row != words[index - 1].row;
    return rows;
}

static bool has_same_columns(const struct grid_tail *tail, const struct grid_found *found, double unit)
{
    double moved = MOVED_MAX * unit;

    if (tail->table == 0 || tail->is_ruled != found->is_ruled || tail->column_count != found->column_count)
        return false;
    for (uint32_t column = 0; column < found->column_count; column++) {
        if (found->is_ruled ? fabs(tail->start[column] - found->start[column]) > moved
                            : tail->start[column] > found->end[column] || found->start[column] > tail->end[column])
            return false;
    }
    return true;
}

/* The end of a row that the page before has cut in two: the first of entries[0..count) have little to say, and nothing
 * in the first column. */
static bool is_rest(const struct entry *entries, size_t count, uint32_t column_count)
{
    uint32_t columns = 1;
    size_t index;

    for (index = 1; index < count && entries[index].row == entries[0].row; index++)
        columns += entries[index].column != entries[index - 1].column;
    return index < count && entries[0].column > 1 && columns + 2 <= column_count;
}

void grid_end(struct grid *grid)
{
    grid->tail.table = 0;
}

static void keep_tail(struct grid *grid, const struct grid_found *found, uint32_t table, uint32_t row)
{
    struct grid_tail *tail = &grid->tail;

    tail->table = 0;
    if (found->column_count > GRID_COLUMNS_MAX)
        return;
    *tail = (struct grid_tail){
        .table = table, .row = row, .is_ruled = found->is_ruled, .column_count = found->column_count
    };
    memcpy(tail->start, found->start, found->column_count * sizeof *tail->start);
    memcpy(tail->end, found->end, found->column_count * sizeof *tail->end);
}

/* ---- places ---- */

static enum status add_place(struct grid *grid, const struct grid_spot *spot, struct cell cell)
{
    enum status status = ARRAY_GROW(&grid->places, &grid->place_capacity, grid->place_count + 1);

    if (status == STATUS_OK)
        grid->places[grid->place_count++] = (struct grid_place){ cell, spot->start, spot->end };
    return status;
}

/* The words of one table, entries[0..count). Its rows go on from *row. */
static enum status place_table(struct grid *grid, struct grid_page *page, const struct entry *entries, size_t count,
                               uint32_t table, uint32_t *row)
{
    enum status status = STATUS_OK;

    for (size_t index = 0; index < count && status == STATUS_OK; index++) {
        const struct entry *entry = &entries[index], *before = index > 0 ? entry - 1 : NULL;
        bool is_new_row = before == NULL || before->row != entry->row;

        *row += is_new_row;
        if (is_new_row || before->column != entry->column)
            status = add_place(grid, &page->spots[entry->word], (struct cell){ table, *row, entry->column });
        if (status == STATUS_OK)
            page->words[entry->word].place = (uint32_t)(grid->place_count - 1);
    }
    return status;
}

/* The tables in the order in which they begin: found[i] is renamed. */
static void order_tables(struct grid_page *page, uint32_t *order, uint32_t *begins)
{
    uint32_t renamed[GRID_TABLES_MAX + 1] = { 0 }, count = 0;

    for (size_t index = 0; index < page->count; index++) {
        uint32_t table = page->spots[index].table;

        if (table != 0 && renamed[table] == 0) {
            order[count] = table - 1;
            begins[count] = (uint32_t)index;
            renamed[table] = ++count;
        }
        page->spots[index].table = renamed[table];
    }
    page->table_count = count;
}

static enum status place_tables(struct grid *grid, struct grid_page *page, bool is_main)
{
    uint32_t order[GRID_TABLES_MAX], begins[GRID_TABLES_MAX];
    struct entry *entries = grid_scratch(page, GRID_ENTRIES, page->count, sizeof *entries);
    size_t count = 0, end;
    enum status status = STATUS_OK;
    struct grid_tail tail = grid->tail;

    if (entries == NULL)
        return STATUS_NO_MEMORY;
    order_tables(page, order, begins);
    for (size_t index = 0; index < page->count; index++) {
        const struct grid_spot *spot = &page->spots[index];

        if (spot->table != 0)
            entries[count++] = (struct entry){ spot->table, spot->row, spot->column, index };
    }
    qsort(entries, count, sizeof *entries, by_cell);
    if (is_main)
        grid_end(grid);
    for (size_t first = 0; first < count && status == STATUS_OK; first = end) {
        uint32_t local = entries[first].table, row = 0, number, last_word = 0;
        const struct grid_found *found = &page->tables[order[local - 1]];
        bool goes_on = is_main && local == 1 && rows_between(page->words, 0, begins[0], FURNITURE_MAX) <= FURNITURE_MAX
                       && has_same_columns(&tail, found, page->unit);

        for (end = first; end < count && entries[end].table == local; end++)
            last_word = entries[end].word > last_word ? (uint32_t)entries[end].word : last_word;
        number = goes_on ? tail.table : ++grid->table_count;
        if (goes_on)
            row = tail.row - is_rest(entries + first, end - first, found->column_count);
        status = place_table(grid, page, entries + first, end - first, number, &row);
        if (is_main && local == page->table_count
            && rows_between(page->words, last_word + 1, page->count, FURNITURE_MAX) <= FURNITURE_MAX)
            keep_tail(grid, found, number, row);
    }
    return status;
}

/* ---- a page ---- */

static double unit_of(const struct grid_word *words, size_t count)
{
    double sum = 0;

    for (size_t index = 0; index < count; index++)
        sum += words[index].size;
    return sum / (double)count;
}

enum status grid_find(struct grid *grid, struct grid_word *words, size_t count, const struct grid_rule *rules,
                      size_t rule_count, bool is_main)
{
    struct grid_page page = { .words = words, .count = count, .scratch = grid->scratch, .tail = &grid->tail };
    enum status status;

    if (count == 0)
        return STATUS_OK;
    for (size_t index = 0; index < count; index++)
        bring_into_bounds(&words[index]);
    page.unit = unit_of(words, count);
    page.spots = grid_scratch(&page, GRID_SPOTS, count, sizeof *page.spots);
    if (page.spots == NULL)
        return STATUS_NO_MEMORY;
    memset(page.spots, 0, count * sizeof *page.spots);
    status = grid_ruled_find(&page, rules, rule_count);
    if (status == STATUS_OK)
        status = grid_plain_find(&page);
    if (status == STATUS_OK && page.table_count > 0)
        status = place_tables(grid, &page, is_main);
    else if (is_main)
        grid_end(grid);
    alloc_free(page.tables);
    return status;
}

void grid_forget(struct grid *grid)
{
    grid->place_count = 0;
}

void grid_free(struct grid *grid)
{
    alloc_free(grid->places);
    for (size_t use = 0; use < GRID_SCRATCH_COUNT; use++)
        alloc_free(grid->scratch[use].items);
}
