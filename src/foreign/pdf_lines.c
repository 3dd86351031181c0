/* SPDX-License-Identifier: Apache-2.0 */
#include "foreign/pdf_lines.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "foreign/pdf_cells.h"
#include "text/numbering.h"

/* In ems, as typesetters measure. */
#define BASELINE_TOLERANCE 0.3F
#define LINE_GAP_MAX 1.0F   /* within a line; a gutter between columns is wider */
#define SPREAD_GAP_MAX 4.0F /* between the characters of a title that is spread out */
#define LEADING_MIN 0.5F
#define LEADING_MAX 2.7F     /* double spacing of a font with a line height of 1.3 */
#define RULE_BELOW_MIN 0.35F /* a rule nearer to the baseline underlines */
#define INDENT 1.2F
#define HANGING_MAX 4.5F
#define FULL_WIDTH 12.0F /* a line that long is no cell of a table */
#define CELL_ROOM 1.5F   /* beside the text of a cell, on both sides together */
#define LATIN_WIDTH 0.6F
#define STACK_LEADING_MAX 1.9F
#define TEXT_WIDTH_MIN 0.78F /* of the page: GB/T 9704-2012, 5.2.1 leaves 26 mm of 210 on the right */
#define MARGIN_SLACK 1.2F
#define MARGIN_EXACT 0.2F
enum {
    OPEN_LINES = 16,  /* of a row, where a segment may go on */
    OPEN_BLOCKS = 64, /* that a line may go on with */
    SPREAD_COUNT = 3, /* characters evenly spread are one title, from so many on */
    WORD_MAX = 16,
    NEARBY = 40, /* lines before and behind that are looked at for the column of one */
};

void pdf_lines_clear(struct pdf_lines *lines)
{
    buf_clear(&lines->text);
    lines->segment_count = 0;
    lines->line_count = 0;
    lines->block_count = 0;
    lines->rule_count = 0;
    lines->gap_count = 0;
    lines->wide_gap_count = 0;
    lines->direction_count = 0;
    grid_forget(&lines->grid);
    lines->status = STATUS_OK;
}

void pdf_lines_free(struct pdf_lines *lines)
{
    buf_free(&lines->text);
    alloc_free(lines->segments);
    alloc_free(lines->lines);
    alloc_free(lines->blocks);
    alloc_free(lines->rules);
    alloc_free(lines->gaps);
    alloc_free(lines->words);
    alloc_free(lines->pieces);
    grid_free(&lines->grid);
}

static int compare_floats(float left, float right)
{
    return (left > right) - (left < right);
}

static int compare_numbers(uint32_t left, uint32_t right)
{
    return (left > right) - (left < right);
}

static int by_row(const void *left, const void *right)
{
    const struct pdf_segment *a = left, *b = right;
    int order = compare_numbers(a->layer, b->layer);

    if (order == 0)
        order = compare_numbers(a->direction, b->direction);
    if (order == 0)
        order = compare_floats(a->across, b->across);
    return order != 0 ? order : compare_numbers(a->order, b->order);
}

static int by_place(const void *left, const void *right)
{
    const struct pdf_segment *a = left, *b = right;
    int order = compare_numbers(a->row, b->row);

    if (order == 0)
        order = compare_floats(a->start, b->start);
    return order != 0 ? order : compare_numbers(a->order, b->order);
}

/* Places are numbered table by table, and in each cell by cell. */
static int by_order(const void *left, const void *right)
{
    const struct pdf_block *a = left, *b = right;
    int order = compare_numbers(a->layer, b->layer);

    if (order == 0)
        order = compare_numbers(a->order, b->order);
    if (order == 0)
        order = compare_numbers(a->place, b->place);
    return order != 0 ? order : compare_numbers(a->first, b->first);
}

/* Whether a rule crosses the box that is given in the frame of a direction. */
static bool is_ruled(const struct pdf_lines *lines, uint16_t direction, float start, float end, float above,
                     float below)
{
    const struct pdf_direction *frame = &lines->directions[direction];
    float x0 = start * frame->along_x + above * frame->across_x, x1 = end * frame->along_x + below * frame->across_x;
    float y0 = start * frame->along_y + above * frame->across_y, y1 = end * frame->along_y + below * frame->across_y;
    struct pdf_box box = { fminf(x0, x1), fminf(y0, y1), fmaxf(x0, x1), fmaxf(y0, y1) };

    for (size_t index = 0; index < lines->rule_count; index++) {
        const struct pdf_box *rule = &lines->rules[index];

        if (rule->x0 <= box.x1 && rule->x1 >= box.x0 && rule->y0 <= box.y1 && rule->y1 >= box.y0)
            return true;
    }
    return false;
}

/* ---- segments to lines ---- */

static bool is_same_text(const struct pdf_lines *lines, const struct pdf_segment *left, const struct pdf_segment *right)
{
    return left->text_size == right->text_size && fabsf(left->start - right->start) < 0.3F * right->size
           && memcmp(lines->text.data + left->text_start, lines->text.data + right->text_start, left->text_size) == 0;
}

static void extend_line(struct pdf_lines *lines, struct pdf_line *line, uint32_t index)
{
    struct pdf_segment *segment = &lines->segments[index], *previous = &lines->segments[line->last];
    float gap = segment->start - line->end, pitch = segment->start - previous->last_start;
    bool is_even = pdf_is_even_pitch(line->pitch, pitch, segment->size);

    segment->blank_before = gap > pdf_blank_gap(previous->last, segment->first) * segment->size && !is_even;
    /* That the first two stand at the pitch of the line is known by the third. */
    if (is_even && previous->character_count == 1)
        previous->blank_before = false;
    line->pitch = segment->character_count > 1 ? segment->pitch : pitch;
    previous->next = index;
    line->last = index;
    line->last_character = segment->last;
    line->character_count += segment->character_count;
    line->size = fmaxf(line->size, segment->size);
    line->end = fmaxf(line->end, segment->end);
    if (segment->order < line->order)
        line->order = segment->order;
}

static enum status start_line(struct pdf_lines *lines, uint32_t index)
{
    const struct pdf_segment *segment = &lines->segments[index];
    enum status status = ARRAY_GROW(&lines->lines, &lines->line_capacity, lines->line_count + 1);

    if (status != STATUS_OK)
        return status;
    lines->lines[lines->line_count++] = (struct pdf_line){ .start = segment->start,
                                                           .end = segment->end,
                                                           .across = segment->across,
                                                           .size = segment->size,
                                                           .pitch = segment->pitch,
                                                           .first = index,
                                                           .last = index,
                                                           .first_character = segment->first,
                                                           .last_character = segment->last,
                                                           .character_count = segment->character_count,
                                                           .order = segment->order,
                                                           .row = segment->row,
                                                           .next = PDF_NONE,
                                                           .place = segment->place,
                                                           .direction = segment->direction,
                                                           .layer = segment->layer };
    return STATUS_OK;
}

/* The line of the row, which begins at `first`, that the segment goes on. */
static struct pdf_line *line_of(struct pdf_lines *lines, size_t first, const struct pdf_segment *segment)
{
    struct pdf_line *best = NULL;
    float best_gap = segment->place == GRID_NONE ? LINE_GAP_MAX * segment->size : INFINITY;

    for (size_t index = lines->line_count; index > first && lines->line_count - index < OPEN_LINES; index--) {
        struct pdf_line *line = &lines->lines[index - 1];
        float gap = segment->start - line->end;

        if (line->place != segment->place || gap < -0.5F * segment->size || fabsf(gap) >= best_gap)
            continue;
        best = line;
        best_gap = fabsf(gap);
    }
    if (best != NULL && segment->place == GRID_NONE && segment->start - best->end > PDF_BLANK_GAP * segment->size
        && is_ruled(lines, segment->direction, best->end, segment->start, segment->across - 0.4F * segment->size,
                    segment->across - 0.3F * segment->size))
        return NULL;
    return best;
}

static bool is_star(uint32_t character)
{
    return character == 0x2605 || character == 0x2606 || character == '*';
}

static bool is_digit(uint32_t character)
{
    return character >= '0' && character <= '9';
}

/* What titles and marks of secrecy are made of. Digits are cells of a table, unless a star stands in front of them. */
static bool is_spreadable(const struct pdf_line *line, bool has_star)
{
    uint32_t character = line->first_character;

    return line->character_count == 1 && line->place == GRID_NONE
           && (pdf_is_wide(character) || is_star(character) || (has_star && is_digit(character)));
}

/* As far apart as the first two: in between, or, where they are not equally wide, from beginning to beginning. */
static bool is_spread(const struct pdf_lines *lines, const struct pdf_line *line, float gap, float pitch, bool has_star)
{
    const struct pdf_line *next = line + 1;
    float tolerance = 0.3F * line->size;

    return is_spreadable(line, has_star) && is_spreadable(next, has_star || is_star(line->first_character))
           && gap <= SPREAD_GAP_MAX * line->size
           && (fabsf(next->start - line->end - gap) <= tolerance
               || fabsf(next->start - line->start - pitch) <= tolerance)
           && !is_ruled(lines, line->direction, line->end, next->start, line->across - 0.4F * line->size,
                        line->across - 0.3F * line->size);
}

/* A title that is spread out, one character at a time with even gaps, is one line. `first` is where the row begins. */
static void join_spread(struct pdf_lines *lines, size_t first)
{
    size_t kept = first;

    for (size_t start = first, next; start < lines->line_count; start = next) {
        struct pdf_line *line = &lines->lines[start];
        size_t end = start;
        bool has_next = start + 1 < lines->line_count, has_star = false;
        float gap = has_next ? line[1].start - line->end : 0, pitch = has_next ? line[1].start - line->start : 0;

        while (end + 1 < lines->line_count && is_spread(lines, &lines->lines[end], gap, pitch, has_star)) {
            has_star = has_star || is_star(lines->lines[end].first_character);
            end++;
        }
        next = start + 1;
        if (end - start + 1 >= SPREAD_COUNT && pdf_is_wide(line->first_character)) {
            for (; next <= end; next++) {
                bool is_number = is_digit(line->last_character) && is_digit(lines->lines[next].first_character);
                uint32_t segment = lines->lines[next].first;

                extend_line(lines, line, segment);
                lines->segments[segment].blank_before = lines->segments[segment].blank_before && !is_number;
            }
        }
        lines->lines[kept++] = *line;
    }
    lines->line_count = kept;
}

/* One row: segments[from..to) share a baseline. */
static enum status make_row(struct pdf_lines *lines, size_t from, size_t to)
{
    size_t first = lines->line_count;
    enum status status = STATUS_OK;

    for (size_t index = from; index < to && status == STATUS_OK; index++) {
        struct pdf_line *line;

        if (index > from && is_same_text(lines, &lines->segments[index - 1], &lines->segments[index]))
            continue;
        line = line_of(lines, first, &lines->segments[index]);
        if (line != NULL)
            extend_line(lines, line, (uint32_t)index);
        else
            status = start_line(lines, (uint32_t)index);
    }
    join_spread(lines, first);
    for (size_t index = first; index < lines->line_count; index++)
        lines->lines[index].row_lines = (uint32_t)(lines->line_count - first);
    return status;
}

/* Puts the segments in their rows, each from its start. */
static void sort_rows(struct pdf_lines *lines)
{
    uint32_t row = 0;

    if (lines->segment_count > 0)
        qsort(lines->segments, lines->segment_count, sizeof *lines->segments, by_row);
    for (size_t from = 0, to = 0; from < lines->segment_count; from = to, row++) {
        const struct pdf_segment *head = &lines->segments[from];

        lines->segments[from].row = row;
        for (to = from + 1; to < lines->segment_count; to++) {
            struct pdf_segment *next = &lines->segments[to];

            if (next->layer != head->layer || next->direction != head->direction
                || next->across - head->across > BASELINE_TOLERANCE * fminf(head->size, next->size))
                break;
            next->row = row;
        }
        qsort(lines->segments + from, to - from, sizeof *lines->segments, by_place);
    }
}

static enum status make_lines(struct pdf_lines *lines, bool with_tables)
{
    size_t segment_count = lines->segment_count;
    enum status status;

    sort_rows(lines);
    status = with_tables ? pdf_cells_find(lines) : STATUS_OK;
    /* What cells have divided. */
    if (lines->segment_count > segment_count)
        qsort(lines->segments, lines->segment_count, sizeof *lines->segments, by_place);
    for (size_t from = 0, to = 0; from < lines->segment_count && status == STATUS_OK; from = to) {
        for (to = from + 1; to < lines->segment_count && lines->segments[to].row == lines->segments[from].row; to++)
            continue;
        status = make_row(lines, from, to);
    }
    return status;
}

/* ---- lines to blocks ---- */

struct pdf_extent {
    float start, end;
};

/* How wide its first word is: had it fitted in the line before, it would stand there. */
static float first_word_width(const struct pdf_lines *lines, const struct pdf_line *line)
{
    const struct pdf_segment *segment = &lines->segments[line->first];
    const char *text = lines->text.data + segment->text_start;
    uint32_t size = 0;

    if (pdf_is_wide(line->first_character))
        return line->size;
    while (size < segment->text_size && size < WORD_MAX && text[size] != ' ')
        size++;
    return LATIN_WIDTH * (float)size * line->size;
}

/* The lines near one; which of them are of its column, is_of_column says. */
struct vicinity {
    size_t from, to;
};

static struct vicinity near_line(const struct pdf_lines *lines, size_t at)
{
    return (struct vicinity){ at > NEARBY ? at - NEARBY : 0,
                              at + NEARBY < lines->line_count ? at + NEARBY : lines->line_count };
}

static bool is_of_column(const struct pdf_line *line, const struct pdf_line *other)
{
    return other->direction == line->direction && other->layer == line->layer
           && fabsf(other->start - line->start) < HANGING_MAX * line->size;
}

/* The ends of the column that a line seems to stand in: of lines with about the same left end nearby. */
static struct pdf_extent column_at(const struct pdf_lines *lines, size_t at)
{
    const struct pdf_line *line = &lines->lines[at];
    struct pdf_extent column = { line->start, line->end };
    struct vicinity near = near_line(lines, at);

    for (size_t index = near.from; index < near.to; index++) {
        const struct pdf_line *other = &lines->lines[index];

        if (is_of_column(line, other)) {
            column.start = fminf(column.start, other->start);
            column.end = fmaxf(column.end, other->end);
        }
    }
    return column;
}

static bool ends_sentence(uint32_t character)
{
    static const uint32_t ends[] = { 0x3002, 0xFF01, 0xFF1F, 0xFF1B, 0xFF1A, '.', '!', '?', ':' };

    for (size_t index = 0; index < sizeof ends / sizeof *ends; index++)
        if (character == ends[index])
            return true;
    return false;
}

/* Whether the line reaches so far that what comes after it had to go to the next line. */
static bool is_full(const struct pdf_lines *lines, const struct pdf_block *block, const struct pdf_line *line,
                    const struct pdf_line *next)
{
    float reach = line->end + first_word_width(lines, next) + line->size;

    if (reach < fmaxf(next->end, block->end))
        return false;
    /* Two paragraphs of one long line each look like one, but that the first ends its sentence before the column does.
     */
    if (block->line_count > 1
        || (line->end - line->start >= FULL_WIDTH * line->size && !ends_sentence(line->last_character)))
        return true;
    return reach >= column_at(lines, (size_t)(line - lines->lines)).end;
}

/* A number, or an indent after the end of a sentence, begins a paragraph, even if the line before happens to be full.
 */
static bool begins_paragraph(const struct pdf_lines *lines, const struct pdf_line *line, const struct pdf_line *next)
{
    const struct pdf_segment *segment = &lines->segments[next->first];

    if (numbering_begins(lines->text.data + segment->text_start, segment->text_size))
        return true;
    return ends_sentence(line->last_character)
           && next->start - column_at(lines, (size_t)(next - lines->lines)).start >= INDENT * next->size;
}

static bool is_indented_like_one(const struct pdf_block *block, const struct pdf_line *line,
                                 const struct pdf_line *next)
{
    float indent = (next->start - line->start) / line->size;
    float middle = (next->start + next->end - line->start - line->end) / (2 * line->size);

    if (fabsf(indent) < INDENT)
        return true;
    if (fabsf(middle) < 0.5F && line->end - line->start > 6 * line->size)
        return true; /* both centred */
    return block->line_count == 1 && fabsf(indent) < HANGING_MAX;
}

static bool is_glyph(const struct pdf_line *line)
{
    return line->character_count == 1 && (pdf_is_wide(line->first_character) || is_star(line->first_character));
}

/* A number that stands upright in a column of characters. */
static bool is_upright_number(const struct pdf_line *line)
{
    return line->character_count <= 2 && is_digit(line->first_character) && is_digit(line->last_character);
}

/* Characters below each other: a seal, or a column of vertical text drawn as single glyphs, such as a mark with its
 * star and term. */
static bool is_stacked(const struct pdf_lines *lines, const struct pdf_block *block, const struct pdf_line *line,
                       const struct pdf_line *next, float leading)
{
    const struct pdf_line *first = &lines->lines[block->first];
    float middle = (line->start + line->end - next->start - next->end) / 2;

    if (leading >= STACK_LEADING_MAX * line->size || fabsf(middle) >= 0.3F * line->size || !is_glyph(first))
        return false;
    return (is_glyph(line) && is_glyph(next)) || (is_star(line->last_character) && is_upright_number(next))
           || (is_upright_number(line) && is_glyph(next));
}

static bool is_cell(const struct pdf_line *line)
{
    return line->row_lines > 1 && line->end - line->start < FULL_WIDTH * line->size;
}

/* What the cell had no room for, or, in a narrow one, whatever comes next: its author ends lines by hand. */
static bool is_wrapped(const struct pdf_lines *lines, const struct pdf_line *line, const struct pdf_line *next)
{
    const struct grid_place *place = &lines->grid.places[line->place];
    float room = (float)(place->end - place->start) - CELL_ROOM * line->size;

    return room <= FULL_WIDTH * line->size || line->end - line->start + first_word_width(lines, next) >= room;
}

static bool goes_on(const struct pdf_lines *lines, const struct pdf_block *block, const struct pdf_line *next,
                    float leading)
{
    const struct pdf_line *line = &lines->lines[block->last];
    float start = fmaxf(line->start, next->start), end = fminf(line->end, next->end);
    float ratio = next->size / line->size;

    if (line->place != next->place || leading < LEADING_MIN * line->size || leading > LEADING_MAX * line->size
        || start >= end || ratio < 0.85F || ratio > 1.18F)
        return false;
    if (is_stacked(lines, block, line, next, leading))
        return true;
    if (block->line_count > 1 && fabsf(leading - block->leading) > 0.3F * block->leading)
        return false;
    if (line->place != GRID_NONE)
        return is_wrapped(lines, line, next);
    if (is_cell(line) && is_cell(next))
        return false;
    return is_indented_like_one(block, line, next) && is_full(lines, block, line, next)
           && !begins_paragraph(lines, line, next);
}

static enum status start_block(struct pdf_lines *lines, uint32_t index)
{
    const struct pdf_line *line = &lines->lines[index];
    enum status status = ARRAY_GROW(&lines->blocks, &lines->block_capacity, lines->block_count + 1);

    if (status != STATUS_OK)
        return status;
    lines->blocks[lines->block_count++] =
        (struct pdf_block){ .first = index,
                            .last = index,
                            .line_count = 1,
                            .order = line->order,
                            .start = line->start,
                            .end = line->end,
                            .place = line->place,
                            .layer = line->layer,
                            .chinese = pdf_is_wide(line->first_character) || pdf_is_wide(line->last_character) };
    return STATUS_OK;
}

/* Whether other lines nearby end where this one does: there the column ends, and not just the longest of a few lines.
 */
static bool ends_with_others(const struct pdf_lines *lines, size_t at)
{
    enum { SURE = 2 };
    const struct pdf_line *line = &lines->lines[at];
    struct vicinity near = near_line(lines, at);
    uint32_t votes = 0;

    for (size_t index = near.from; index < near.to && votes < SURE; index++) {
        const struct pdf_line *other = &lines->lines[index];
        float away = fabsf(other->end - line->end) / line->size;

        if (index != at && away <= MARGIN_SLACK && is_of_column(line, other))
            votes += away <= MARGIN_EXACT ? SURE : 1;
    }
    return votes >= SURE;
}

/* Whether the line ends near the far side of the page, where there is no room for more than a margin. */
static bool reaches_margin(const struct pdf_lines *lines, const struct pdf_line *line)
{
    const struct pdf_direction *frame = &lines->directions[line->direction];
    float low = fminf(lines->page.x0 * frame->along_x, lines->page.x1 * frame->along_x)
                + fminf(lines->page.y0 * frame->along_y, lines->page.y1 * frame->along_y);
    float high = fmaxf(lines->page.x0 * frame->along_x, lines->page.x1 * frame->along_x)
                 + fmaxf(lines->page.y0 * frame->along_y, lines->page.y1 * frame->along_y);

    return line->end >= low + TEXT_WIDTH_MIN * (high - low);
}

static void extend_block(struct pdf_lines *lines, struct pdf_block *block, uint32_t index)
{
    struct pdf_line *line = &lines->lines[index];

    line->is_doubtful = line->place == GRID_NONE && !is_glyph(&lines->lines[block->first])
                        && !reaches_margin(lines, &lines->lines[block->last]) && !ends_with_others(lines, block->last);
    if (block->line_count == 1)
        block->leading = line->across - lines->lines[block->last].across;
    lines->lines[block->last].next = index;
    block->last = index;
    block->line_count++;
    block->start = fminf(block->start, line->start);
    block->end = fmaxf(block->end, line->end);
    block->chinese = block->chinese || pdf_is_wide(line->first_character) || pdf_is_wide(line->last_character);
    if (line->order < block->order)
        block->order = line->order;
}

/* Whether a rule, which is no underline, divides two lines below each other. */
static bool is_divided(const struct pdf_lines *lines, const struct pdf_line *line, const struct pdf_line *next)
{
    float middle = (fmaxf(line->start, next->start) + fminf(line->end, next->end)) / 2;

    return is_ruled(lines, line->direction, middle, middle, line->across + RULE_BELOW_MIN * line->size,
                    next->across - 0.2F * next->size);
}

/* The nearest block above the line that it goes on, or NULL. */
static struct pdf_block *block_of(struct pdf_lines *lines, const struct pdf_line *line)
{
    struct pdf_block *best = NULL;
    float best_leading = 0;

    for (size_t index = lines->block_count; index > 0 && lines->block_count - index < OPEN_BLOCKS; index--) {
        struct pdf_block *block = &lines->blocks[index - 1];
        const struct pdf_line *last = &lines->lines[block->last];
        float leading = line->across - last->across;

        if (last->direction != line->direction || last->layer != line->layer)
            break;
        if (best != NULL && leading >= best_leading)
            continue;
        if (goes_on(lines, block, line, leading)) {
            best = block;
            best_leading = leading;
        }
    }
    if (best != NULL && is_divided(lines, &lines->lines[best->last], line))
        return NULL;
    return best;
}

struct cell pdf_lines_cell(const struct pdf_lines *lines, const struct pdf_block *block)
{
    return block->place != GRID_NONE ? lines->grid.places[block->place].cell : (struct cell){ 0, 0, 0 };
}

/* All of a table stands where the first of it was drawn, cell by cell. */
static enum status order_tables(struct pdf_lines *lines)
{
    uint32_t first = UINT32_MAX, last = 0, *orders;

    for (size_t index = 0; index < lines->grid.place_count; index++) {
        uint32_t table = lines->grid.places[index].cell.table;

        first = table < first ? table : first;
        last = table > last ? table : last;
    }
    if (first > last)
        return STATUS_OK;
    orders = alloc_zeroed(last - first + 1, sizeof *orders);
    if (orders == NULL)
        return STATUS_NO_MEMORY;
    for (size_t index = 0; index < lines->block_count; index++) {
        uint32_t table = pdf_lines_cell(lines, &lines->blocks[index]).table;
        uint32_t *order = table != 0 ? &orders[table - first] : NULL;

        if (order != NULL && (*order == 0 || lines->blocks[index].order + 1 < *order))
            *order = lines->blocks[index].order + 1;
    }
    for (size_t index = 0; index < lines->block_count; index++) {
        uint32_t table = pdf_lines_cell(lines, &lines->blocks[index]).table;

        if (table != 0)
            lines->blocks[index].order = orders[table - first] - 1;
    }
    alloc_free(orders);
    return STATUS_OK;
}

enum status pdf_lines_make(struct pdf_lines *lines, bool with_tables)
{
    enum status status = lines->status != STATUS_OK ? lines->status : buf_status(&lines->text);

    if (status == STATUS_OK)
        status = make_lines(lines, with_tables);
    for (uint32_t index = 0; index < lines->line_count && status == STATUS_OK; index++) {
        struct pdf_block *block = block_of(lines, &lines->lines[index]);

        if (block != NULL)
            extend_block(lines, block, index);
        else
            status = start_block(lines, index);
    }
    if (status == STATUS_OK)
        status = order_tables(lines);
    if (status == STATUS_OK && lines->block_count > 0)
        qsort(lines->blocks, lines->block_count, sizeof *lines->blocks, by_order);
    return status;
}

bool pdf_lines_continue(const struct pdf_lines *lines, size_t index)
{
    const struct pdf_block *block = &lines->blocks[index], *before = block - 1;
    const struct pdf_line *last = &lines->lines[before->last], *first = &lines->lines[block->first];

    return before->place == GRID_NONE && block->place == GRID_NONE && before->line_count > 1
           && before->layer == block->layer && last->direction == first->direction
           && fabsf(last->size - first->size) < 0.05F * last->size && last->end > before->end - 1.5F * last->size
           && !ends_sentence(last->last_character) && first->start < block->start + INDENT * first->size
           && first->across < last->across && block->start > before->end;
}

struct pdf_tail pdf_lines_tail(const struct pdf_lines *lines)
{
    const struct pdf_block *block;
    const struct pdf_line *last;

    if (lines->block_count == 0)
        return (struct pdf_tail){ .size = 0 };
    block = &lines->blocks[lines->block_count - 1];
    last = &lines->lines[block->last];
    if (block->place != GRID_NONE || block->line_count < 2 || last->end < block->end - 1.5F * last->size
        || ends_sentence(last->last_character))
        return (struct pdf_tail){ .size = 0 };
    return (
        struct pdf_tail){ .direction = lines->directions[last->direction], .size = last->size, .layer = block->layer };
}

bool pdf_lines_continue_page(const struct pdf_lines *lines, const struct pdf_tail *tail)
{
    const struct pdf_block *block = &lines->blocks[0];
    const struct pdf_line *first = &lines->lines[block->first];
    const struct pdf_direction *direction = &lines->directions[first->direction];

    return tail->size > 0 && block->place == GRID_NONE && tail->layer == block->layer
           && fabsf(first->size - tail->size) < 0.05F * tail->size && first->start < block->start + INDENT * first->size
           && fabsf(direction->along_x - tail->direction.along_x) < 0.01F
           && fabsf(direction->along_y - tail->direction.along_y) < 0.01F;
}
