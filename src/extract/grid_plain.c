/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/grid_found.h"

#include <math.h>
#include <stdlib.h>

/* In sizes of the font. */
#define STEP_MAX 3.5     /* between the baselines of two rows of one table */
#define STEP_WITHIN 0.85 /* lines that are nearer are beside each other, not below */
#define STEP_WRAPPED 1.7 /* between the lines of one cell */
#define FIGURE_GAP 0.3   /* beside a long number, which is a cell by itself */
#define FIGURE_WIDTH 3.0
#define GAP_MIN 0.15       /* a blank */
#define SCRIPT_GAP_MAX 0.3 /* between Chinese and digits */
#define GUTTER_MIN 0.1
#define EDGE 0.2         /* what stands at a narrow gutter stands there exactly */
#define SINGLE_WIDTH 1.3 /* one character: a short name that is spread, 张　三 */
#define ALIGNED 0.6
#define PROSE_WIDTH 10.0 /* a column that wide, and full */
#define PAGE_NUMBER_WIDTH 2.5
#define ROOM 1.2 /* at the end of a line that is full */
/* Shares. */
#define ALIGNED_MIN 0.6
#define FILLED_MIN 0.55
#define FILLED_FEW_MIN 0.8 /* where there are hardly any rows */
#define FULL 0.85
#define CROWDED_MAX 0.25 /* rows with a wide gap in one column */
#define EDGES_MIN 0.8
#define PAIRS_MIN 0.5

enum {
    COLUMNS_MAX = 64,
    SINGLES_MAX = 2, /* rows in a row that have no gap */
    ROWS_MIN = 3,
    LEADERS_SHARE = 3,     /* of rows */
    LABELS_SHARE = 3,      /* of chunks: one in so many is a label, at most, in a table */
    CROSSING_ROWS_MIN = 5, /* from so many rows on, one may reach over a gutter: a heading over two columns */
    CROSSING_SHARE = 8,    /* and one in so many */
};

/* Words of one row without a gap between them; later, all that stands in one column of it. */
struct chunk {
    double start, end, size;
    size_t first, count; /* words */
    uint32_t column;     /* from 0 */
    bool is_figure;
    bool is_crowded;  /* there is a wide gap within */
    bool is_crossing; /* it stands in several columns */
};

/* Of words on one baseline. */
struct row {
    double baseline, size;
    size_t first, count; /* chunks */
    uint32_t band;       /* of rows that are too near to each other to be more than one row of a table */
    uint32_t number;     /* of the table's rows */
    bool is_multiple;    /* more than one column, surely */
};

struct column {
    double start, end;
    uint32_t chunks, figures, full;
};

struct finder {
    struct grid_page *page;
    struct chunk *chunks;
    size_t chunk_count;
    struct row *rows;
    size_t row_count;
    struct edge *edges; /* scratch */
    double *numbers;    /* scratch */
};

struct edge {
    double place;
    int step;
};

struct table {
    size_t first, end; /* rows */
    size_t chunk_first, chunk_end;
    size_t band_count;              /* with several columns */
    size_t chunk_count, cell_count; /* cells: of those bands */
    struct column columns[COLUMNS_MAX];
    uint32_t column_count;
};

/* ---- rows ---- */

enum gap {
    GAP_NONE,
    GAP_NARROW, /* a blank: what it is worth, other rows must say */
    GAP_FIGURE, /* beside a long number, which is mostly a cell by itself */
    GAP_WIDE,
};

static enum gap gap_between(const struct grid_word *left, const struct grid_word *right, double end)
{
    double size = fmin(left->size, right->size), gap = right->start - end;
    bool is_long = (left->is_figure && left->end - left->start >= FIGURE_WIDTH * size)
                   || (right->is_figure && right->end - right->start >= FIGURE_WIDTH * size);

    if (gap <= GAP_MIN * size)
        return GAP_NONE;
    if (gap > GRID_GAP * size)
        return GAP_WIDE;
    return is_long && gap > FIGURE_GAP * size ? GAP_FIGURE : GAP_NARROW;
}

static void add_row(struct finder *finder, size_t first, size_t end)
{
    const struct grid_word *words = finder->page->words;
    struct row row = { .baseline = words[first].baseline, .size = words[first].size, .first = finder->chunk_count };
    size_t gaps[GAP_WIDE + 1] = { 0 };

    for (size_t index = first; index < end; index++) {
        const struct grid_word *word = &words[index];
        struct chunk *last = index > first ? &finder->chunks[finder->chunk_count - 1] : NULL;
        enum gap gap = last != NULL ? gap_between(&words[index - 1], word, last->end) : GAP_NARROW;

        if (gap == GAP_NONE) {
            last->end = fmax(last->end, word->end);
            last->count++;
            last->is_figure = last->is_figure && word->is_figure;
        } else {
            finder->chunks[finder->chunk_count++] = (struct chunk){ .start = word->start,
                                                                    .end = word->end,
                                                                    .size = word->size,
                                                                    .first = index,
                                                                    .count = 1,
                                                                    .is_figure = word->is_figure };
        }
        gaps[gap]++;
        row.size = fmax(row.size, word->size);
    }
    row.count = finder->chunk_count - row.first;
    row.is_multiple = gaps[GAP_WIDE] > 0 || gaps[GAP_FIGURE] > 1;
    finder->rows[finder->row_count++] = row;
}

/* Words that stand in a table already are passed over. */
static void make_rows(struct finder *finder)
{
    const struct grid_page *page = finder->page;

    for (size_t first = 0, end; first < page->count; first = end) {
        for (end = first + 1;
             end < page->count && page->spots[end].table == 0 && page->words[end].row == page->words[first].row; end++)
            continue;
        if (page->spots[first].table == 0)
            add_row(finder, first, end);
    }
}

/* Cells of one line stand in the middle of those of two. */
static void make_bands(struct finder *finder)
{
    for (size_t index = 1; index < finder->row_count; index++) {
        struct row *row = &finder->rows[index], *before = row - 1;
        double step = row->baseline - before->baseline;
        bool is_near = step >= 0 && step < STEP_WITHIN * fmin(row->size, before->size);

        row->band = before->band + !is_near;
        if (is_near)
            row->is_multiple = before->is_multiple = true;
    }
}

static bool follows(const struct row *row, const struct row *next)
{
    double step = next->baseline - row->baseline;

    return step >= 0 && step <= STEP_MAX * fmax(row->size, next->size);
}

/* From a row with several columns to the last one of those that stand below each other. */
static size_t run_end(const struct finder *finder, size_t first)
{
    size_t end = first + 1;

    for (size_t index = first + 1; index < finder->row_count && follows(&finder->rows[index - 1], &finder->rows[index]);
         index++) {
        if (finder->rows[index].is_multiple)
            end = index + 1;
        else if (index + 1 - end > SINGLES_MAX)
            break;
    }
    return end;
}

/* ---- columns ---- */

static int by_place(const void *left, const void *right)
{
    const struct edge *a = left, *b = right;

    if (a->place != b->place)
        return a->place < b->place ? -1 : 1;
    return b->step - a->step;
}

/* Adds a column; those that touch are one. False: too many. */
static bool add_column(struct table *table, double start, double end, double unit)
{
    if (table->column_count > 0 && start - table->columns[table->column_count - 1].end < GUTTER_MIN * unit) {
        table->columns[table->column_count - 1].end = end;
        return true;
    }
    if (table->column_count == COLUMNS_MAX)
        return false;
    table->columns[table->column_count++] = (struct column){ .start = start, .end = end };
    return true;
}

/* Makes columns: what at most `crossing_max` chunks reach over is a gutter. False: there are too many. */
static bool make_columns(struct finder *finder, struct table *table, int crossing_max)
{
    size_t count = 0;
    double start = 0;
    int cover = 0;

    table->column_count = 0;
    for (size_t index = table->first; index < table->end; index++) {
        const struct row *row = &finder->rows[index];

        for (size_t number = row->first; row->is_multiple && number < row->first + row->count; number++) {
            const struct chunk *chunk = &finder->chunks[number];

            if (chunk->is_crossing)
                continue;
            finder->edges[count++] = (struct edge){ chunk->start, 1 };
            finder->edges[count++] = (struct edge){ chunk->end, -1 };
        }
    }
    qsort(finder->edges, count, sizeof *finder->edges, by_place);
    for (size_t index = 0; index < count; index++) {
        int before = cover;

        cover += finder->edges[index].step;
        if (before <= crossing_max && cover > crossing_max)
            start = finder->edges[index].place;
        else if (before > crossing_max && cover <= crossing_max
                 && !add_column(table, start, finder->edges[index].place, finder->page->unit))
            return false;
    }
    return true;
}

static bool stands_in_several(const struct table *table, const struct chunk *chunk)
{
    for (uint32_t column = 0; column + 1 < table->column_count; column++)
        if (chunk->start < table->columns[column].end && chunk->end > table->columns[column + 1].start)
            return true;
    return false;
}

/* What reaches over gutters that all other rows respect is set aside; then a column may have as little in it as its
 * head. */
static bool find_columns(struct finder *finder, struct table *table)
{
    size_t crossing_max = table->band_count / CROSSING_SHARE;

    if (table->band_count >= CROSSING_ROWS_MIN) {
        if (!make_columns(finder, table, crossing_max > 0 ? (int)crossing_max : 1))
            return false;
        for (size_t index = table->chunk_first; index < table->chunk_end; index++)
            finder->chunks[index].is_crossing = stands_in_several(table, &finder->chunks[index]);
    }
    return make_columns(finder, table, 0) && table->column_count >= 2;
}

/* The column that the chunk stands in; the first, where it reaches over several. */
static uint32_t column_of(const struct table *table, const struct chunk *chunk)
{
    for (uint32_t column = 0; column + 1 < table->column_count; column++)
        if (chunk->start < (table->columns[column].end + table->columns[column + 1].start) / 2)
            return column;
    return table->column_count - 1;
}

static void name_columns(struct finder *finder, const struct table *table)
{
    for (size_t index = table->chunk_first; index < table->chunk_end; index++)
        finder->chunks[index].column = column_of(table, &finder->chunks[index]);
}

/* What stands at both sides of a gutter in one band. */
struct sides {
    double left_start, left_end, right_start, right_end;
    bool left_is_figure, right_is_figure;
};

static struct sides sides_of(const struct finder *finder, const struct row *row, const struct row *end, uint32_t column)
{
    struct sides sides = { INFINITY, -INFINITY, INFINITY, -INFINITY, false, false };

    for (; row < end; row++) {
        for (size_t number = row->first; number < row->first + row->count; number++) {
            const struct chunk *chunk = &finder->chunks[number];

            if (chunk->column == column) {
                sides.left_start = fmin(sides.left_start, chunk->start);
                sides.left_end = fmax(sides.left_end, chunk->end);
                sides.left_is_figure = chunk->is_figure;
            } else if (chunk->column == column + 1) {
                sides.right_start = fmin(sides.right_start, chunk->start);
                sides.right_end = fmax(sides.right_end, chunk->end);
                sides.right_is_figure = chunk->is_figure;
            }
        }
    }
    return sides;
}

/* The end of the band that begins at `index`. */
static size_t band_end(const struct finder *finder, const struct table *table, size_t index)
{
    size_t end = index + 1;

    while (end < table->end && finder->rows[end].band == finder->rows[index].band)
        end++;
    return end;
}

/* Whether the page before had a gutter there, which its heads may have shown. */
static bool was_gutter(const struct grid_page *page, double left_edge, double right_edge)
{
    const struct grid_tail *tail = page->tail;
    double near = EDGE * page->unit;

    if (tail->table == 0 || tail->is_ruled)
        return false;
    for (uint32_t column = 0; column + 1 < tail->column_count; column++)
        if (tail->end[column] <= right_edge + near && tail->start[column + 1] >= left_edge - near)
            return true;
    return false;
}

/* Whether the gutter behind the column, narrower than a character, is one: in most bands something stands on both sides
 * of it, exactly at one of them, and it comes neither from short names that are spread, nor from what typesetters put
 * between Chinese and digits, which is the same everywhere. */
static bool is_gutter(struct finder *finder, const struct table *table, uint32_t column)
{
    size_t left = 0, right = 0, pairs = 0, singles = 0, mixed = 0;
    double unit = finder->page->unit, gap_max = 0;

    for (size_t index = table->first, end; index < table->end; index = end) {
        struct sides sides;

        end = band_end(finder, table, index);
        sides = sides_of(finder, &finder->rows[index], &finder->rows[end], column);
        if (sides.left_end < sides.left_start || sides.right_end < sides.right_start)
            continue;
        pairs++;
        left += fabs(sides.left_end - table->columns[column].end) <= EDGE * unit;
        right += fabs(sides.right_start - table->columns[column + 1].start) <= EDGE * unit;
        singles += sides.left_end - sides.left_start <= SINGLE_WIDTH * unit
                   && sides.right_end - sides.right_start <= SINGLE_WIDTH * unit && !sides.left_is_figure
                   && !sides.right_is_figure;
        mixed += sides.left_is_figure != sides.right_is_figure;
        gap_max = fmax(gap_max, sides.right_start - sides.left_end);
    }
    if (gap_max <= SCRIPT_GAP_MAX * unit && 2 * mixed > pairs
        && !was_gutter(finder->page, table->columns[column].end, table->columns[column + 1].start))
        return false;
    return pairs >= ROWS_MIN && (double)pairs >= PAIRS_MIN * (double)table->band_count && 2 * singles < pairs
           && (double)(left > right ? left : right) >= EDGES_MIN * (double)pairs;
}

/* Takes away gutters that only look like one. */
static void join_columns(struct finder *finder, struct table *table)
{
    uint32_t kept = 0;
    bool is_kept[COLUMNS_MAX];

    name_columns(finder, table);
    for (uint32_t column = 0; column + 1 < table->column_count; column++)
        is_kept[column] = table->columns[column + 1].start - table->columns[column].end > GRID_GAP * finder->page->unit
                          || is_gutter(finder, table, column);
    for (uint32_t column = 1; column < table->column_count; column++) {
        if (is_kept[column - 1])
            table->columns[++kept] = table->columns[column];
        else
            table->columns[kept].end = table->columns[column].end;
    }
    table->column_count = kept + 1;
    name_columns(finder, table);
}

/* What stands in one column of a row becomes one chunk. */
static void join_chunks(struct finder *finder, const struct table *table)
{
    for (size_t index = table->first; index < table->end; index++) {
        struct row *row = &finder->rows[index];
        size_t kept = row->first;

        for (size_t number = row->first + 1; number < row->first + row->count; number++) {
            struct chunk *last = &finder->chunks[kept];
            const struct chunk *chunk = &finder->chunks[number];

            if (chunk->column != last->column) {
                finder->chunks[++kept] = *chunk;
                continue;
            }
            last->is_crowded |= chunk->start - last->end > GRID_GAP * finder->page->unit;
            last->end = fmax(last->end, chunk->end);
            last->count = chunk->first + chunk->count - last->first;
            last->is_figure = last->is_figure && chunk->is_figure;
        }
        row->count = kept + 1 - row->first;
    }
}

static void measure_columns(const struct finder *finder, struct table *table)
{
    uint64_t filled = 0; /* columns of the band, one bit each */

    for (size_t index = table->first; index < table->end; index++) {
        const struct row *row = &finder->rows[index];

        for (size_t number = row->first; number < row->first + row->count; number++) {
            const struct chunk *chunk = &finder->chunks[number];
            struct column *column = &table->columns[chunk->column];

            column->chunks++;
            column->figures += chunk->is_figure;
            column->full += chunk->end - chunk->start >= FULL * (column->end - column->start);
            filled |= UINT64_C(1) << chunk->column;
        }
        table->chunk_count += row->count;
        if (index + 1 == table->end || row[1].band != row->band) {
            table->cell_count += row->is_multiple ? (size_t)__builtin_popcountll(filled) : 0;
            filled = 0;
        }
    }
}

/* ---- what is a table ---- */

static int by_number(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;

    return (a > b) - (a < b);
}

/* Whether most chunks of the column have their left end (0), middle (1) or right end (2) at one place. */
static bool is_aligned_by(struct finder *finder, const struct table *table, uint32_t column, int side)
{
    double tolerance = ALIGNED * finder->page->unit;
    size_t count = 0, near = 0;

    for (size_t index = table->first; index < table->end; index++) {
        const struct row *row = &finder->rows[index];

        for (size_t number = row->first; number < row->first + row->count; number++) {
            const struct chunk *chunk = &finder->chunks[number];

            if (chunk->column == column)
                finder->numbers[count++] = (chunk->start * (2 - side) + chunk->end * side) / 2;
        }
    }
    qsort(finder->numbers, count, sizeof *finder->numbers, by_number);
    for (size_t index = 0; index < count; index++)
        near += fabs(finder->numbers[index] - finder->numbers[count / 2]) <= tolerance;
    return count > 0 && (double)near >= ALIGNED_MIN * (double)count;
}

static bool is_aligned(struct finder *finder, const struct table *table, uint32_t column)
{
    return is_aligned_by(finder, table, column, 0) || is_aligned_by(finder, table, column, 2)
           || is_aligned_by(finder, table, column, 1);
}

static bool is_prose(const struct finder *finder, const struct column *column)
{
    return column->end - column->start >= PROSE_WIDTH * finder->page->unit && 2 * column->full >= column->chunks
           && 2 * column->figures <= column->chunks;
}

/* Labels with what belongs to them in one line, two or more in a row: a form, which says more line by line. */
static bool is_form(const struct finder *finder, const struct table *table)
{
    size_t labels = 0;

    for (size_t index = table->first; index < table->end; index++) {
        const struct row *row = &finder->rows[index];

        for (size_t number = row->first; number < row->first + row->count; number++) {
            const struct chunk *chunk = &finder->chunks[number];
            bool is_label = false;

            for (size_t word = chunk->first; word < chunk->first + chunk->count; word++)
                is_label |= finder->page->words[word].is_label;
            labels += is_label;
        }
    }
    return LABELS_SHARE * labels >= table->chunk_count;
}

/* Titles and the numbers of pages, which dots lead to, or which only rise. */
static bool is_contents(const struct finder *finder, const struct table *table)
{
    const struct column *last = &table->columns[table->column_count - 1];
    const struct grid_word *words = finder->page->words;
    size_t leaders = 0;
    uint32_t first = 0, number = 0;
    bool is_rising = last->figures == last->chunks && last->end - last->start <= PAGE_NUMBER_WIDTH * finder->page->unit;

    for (size_t index = table->first; index < table->end; index++) {
        const struct row *row = &finder->rows[index];
        const struct chunk *chunk = &finder->chunks[row->first + row->count - 1];
        bool has_leader = false;

        for (size_t word = finder->chunks[row->first].first; word < chunk->first + chunk->count; word++)
            has_leader |= words[word].is_leader;
        leaders += has_leader;
        if (chunk->column + 1 != table->column_count)
            continue;
        is_rising = is_rising && words[chunk->first].number > 0 && words[chunk->first].number >= number;
        number = words[chunk->first].number;
        first = first == 0 ? number : first;
    }
    return LEADERS_SHARE * leaders >= table->end - table->first
           || (is_rising && (number > first || table->column_count == 2));
}

/* Rows with a wide gap that is no gutter: the gaps come from something else. */
static size_t crowded_count(const struct finder *finder, const struct table *table)
{
    size_t crowded = 0;

    for (size_t index = table->first; index < table->end; index++) {
        const struct row *row = &finder->rows[index];
        bool is_crowded = false;

        for (size_t chunk = row->first; chunk < row->first + row->count; chunk++)
            is_crowded |= finder->chunks[chunk].is_crowded;
        crowded += is_crowded;
    }
    return crowded;
}

static bool is_table(struct finder *finder, const struct table *table)
{
    uint32_t aligned = 0, prose = 0;
    double fields = (double)table->band_count * table->column_count;
    double filled_min = table->band_count < ROWS_MIN ? FILLED_FEW_MIN : FILLED_MIN;
    size_t rows = table->end - table->first;

    if (table->band_count < ROWS_MIN - (table->column_count > 2) || (double)table->cell_count < filled_min * fields
        || (double)crowded_count(finder, table) > CROWDED_MAX * (double)rows)
        return false;
    for (uint32_t column = 0; column < table->column_count; column++) {
        prose += is_prose(finder, &table->columns[column]);
        aligned += is_aligned(finder, table, column);
    }
    return aligned >= 2 && 3 * aligned >= 2 * table->column_count && 2 * prose < table->column_count
           && !is_form(finder, table) && !is_contents(finder, table);
}

/* ---- rows of the table ---- */

static bool has_column(const struct finder *finder, const struct row *row, uint32_t column)
{
    for (size_t chunk = row->first; chunk < row->first + row->count; chunk++)
        if (finder->chunks[chunk].column == column)
            return true;
    return false;
}

/* The last chunk of the column in rows[first..end), or NULL. */
static const struct chunk *chunk_above(const struct finder *finder, size_t first, size_t end, uint32_t column)
{
    for (size_t index = end; index > first; index--) {
        const struct row *row = &finder->rows[index - 1];

        for (size_t chunk = row->first; chunk < row->first + row->count; chunk++)
            if (finder->chunks[chunk].column == column)
                return &finder->chunks[chunk];
    }
    return NULL;
}

/* Whether the row at `index` goes on with cells of the one whose lines are rows[first..index): it is of its band, or
 * every one of its chunks goes on with one that was full, or, in the heads of columns, with any, and the first column
 * has nothing more to say. */
static bool goes_on(const struct finder *finder, const struct table *table, size_t first, size_t index)
{
    const struct row *row = &finder->rows[index], *before = row - 1;
    double step = row->baseline - before->baseline;

    if (row->band == before->band)
        return true;
    if (step > STEP_WRAPPED * row->size || has_column(finder, row, 0)
        || (first == table->first ? 2 * row->count > table->column_count : row->count + 2 > table->column_count))
        return false;
    for (size_t chunk = row->first; chunk < row->first + row->count; chunk++) {
        const struct chunk *below = &finder->chunks[chunk];
        const struct chunk *above = chunk_above(finder, first, index, below->column);
        const struct column *column = &table->columns[below->column];

        if (above == NULL)
            return false;
        if (first == table->first ? below->is_figure
                                  : above->end - above->start < column->end - column->start - ROOM * above->size)
            return false;
    }
    return true;
}

static void number_rows(struct finder *finder, const struct table *table)
{
    uint32_t number = 1;
    size_t first = table->first;

    finder->rows[first].number = number;
    for (size_t index = first + 1; index < table->end; index++) {
        if (!goes_on(finder, table, first, index)) {
            first = index;
            number++;
        }
        finder->rows[index].number = number;
    }
}

static enum status add_table(struct finder *finder, const struct table *table)
{
    struct grid_page *page = finder->page;
    struct grid_found *found = grid_found_add(page);

    if (found == NULL)
        return STATUS_NO_MEMORY;
    found->column_count = table->column_count;
    for (uint32_t column = 0; column < table->column_count; column++) {
        found->start[column] = table->columns[column].start;
        found->end[column] = table->columns[column].end;
    }
    for (size_t index = table->first; index < table->end; index++) {
        const struct row *row = &finder->rows[index];

        for (size_t number = row->first; number < row->first + row->count; number++) {
            const struct chunk *chunk = &finder->chunks[number];

            for (size_t word = chunk->first; word < chunk->first + chunk->count; word++)
                page->spots[word] =
                    (struct grid_spot){ .table = page->table_count,
                                        .row = row->number,
                                        .column = chunk->column + 1,
                                        .start = fmin(chunk->start, table->columns[chunk->column].start),
                                        .end = fmax(chunk->end, table->columns[chunk->column].end) };
        }
    }
    return STATUS_OK;
}

/* Rows [first, end) that stand below each other, of which the first and the last have several columns. */
static enum status try_run(struct finder *finder, size_t first, size_t end)
{
    struct table table = { .first = first, .end = end, .chunk_first = finder->rows[first].first };

    table.chunk_end = finder->rows[end - 1].first + finder->rows[end - 1].count;
    for (size_t index = first; index < end; index++)
        table.band_count += finder->rows[index].is_multiple
                            && (index == first || finder->rows[index].band != finder->rows[index - 1].band);
    if (table.band_count < 2 || !find_columns(finder, &table))
        return STATUS_OK;
    join_columns(finder, &table);
    if (table.column_count < 2)
        return STATUS_OK;
    join_chunks(finder, &table);
    measure_columns(finder, &table);
    if (!is_table(finder, &table))
        return STATUS_OK;
    number_rows(finder, &table);
    return add_table(finder, &table);
}

/* Where several columns stand side by side, there may be a table. */
static enum status try_runs(struct finder *finder)
{
    enum status status = STATUS_OK;

    for (size_t index = 0, end;
         index < finder->row_count && finder->page->table_count < GRID_TABLES_MAX && status == STATUS_OK; index = end) {
        end = index + 1;
        if (!finder->rows[index].is_multiple)
            continue;
        end = run_end(finder, index);
        status = try_run(finder, index, end);
    }
    return status;
}

enum status grid_plain_find(struct grid_page *page)
{
    struct finder finder = { .page = page };
    enum status status = STATUS_NO_MEMORY;

    finder.chunks = grid_scratch(page, GRID_CHUNKS, page->count, sizeof *finder.chunks);
    finder.rows = grid_scratch(page, GRID_ROWS, page->count, sizeof *finder.rows);
    finder.edges = grid_scratch(page, GRID_EDGES, 2 * page->count, sizeof *finder.edges);
    finder.numbers = grid_scratch(page, GRID_NUMBERS, page->count, sizeof *finder.numbers);
    if (finder.chunks != NULL && finder.rows != NULL && finder.edges != NULL && finder.numbers != NULL) {
        make_rows(&finder);
        make_bands(&finder);
        status = try_runs(&finder);
    }
    return status;
}
