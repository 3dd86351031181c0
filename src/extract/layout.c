/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/layout.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "extract/zip/package.h"
#include "text/numbering.h"
#include "text/utf8.h"
#include "text/wrapping.h"

enum {
    NONE = -1,
    OPEN_MAX = 8,    /* segments of a line that may go on: text drawn twice, text over text */
    NEIGHBOURS = 64, /* segments above and below that are looked at */
    COLUMN_EMS = 12, /* what is narrower is no column of running text */
    TURNS = 360,
};

/* In sizes of the font. */
#define BASELINE_TOLERANCE 0.3
#define OVERLAP_MAX 0.5
#define GLUE_IDEOGRAPHIC 0.5
#define GLUE_OTHER 0.2
#define PITCH_MIN 0.95
#define PITCH_MAX 1.3
#define PITCH_TOLERANCE 0.05
#define GAP_MAX 1.5
#define GAP_SINGLES_MAX 3.0 /* 密　　级 */
#define GAP_CONTINUED_MAX 4.0
#define LINE_STEP_MAX 2.2
#define STACK_STEP_MAX 2.2
#define INDENT_MAX 2.6
#define CELL_ROOM 1.5 /* beside the text of a cell, on both sides together */

/* A piece as it lies in its direction. */
struct placed {
    const struct layout_piece *piece;
    double start, across;
    int turn; /* degrees */
    int next; /* in its segment */
    bool spaced;
    int segment;
    uint32_t row;   /* of what stands on one baseline */
    uint32_t place; /* in a table */
};

/* Pieces that are read in one go. */
struct segment {
    int first, last;
    double start, end, across, size;
    double pitch; /* how far its last character is from the one before; 0: that is not known */
    int next;     /* segment that continues this one */
    bool has_previous, is_written;
};

struct composing {
    struct placed *placed;
    int count;
    struct segment *segments;
    int segment_count;
    struct grid *grid; /* NULL: no tables are looked for */
};

double layout_width(uint32_t code_point)
{
    if (code_point >= 0x1100)
        return code_point >= 0x2000 && code_point < 0x2070 ? 0.5 : 1;
    if (code_point < 0x80 && code_point > ' ' && strchr("ijl.,:;'|!()[]ftIr", (int)code_point) != NULL)
        return 0.3;
    if (code_point < 0x80 && code_point > ' ' && strchr("mwMW@%", (int)code_point) != NULL)
        return 0.85;
    if (code_point >= 'A' && code_point <= 'Z')
        return 0.68;
    return code_point == ' ' ? 0.3 : 0.52;
}

bool layout_is_full(const struct layout *layout, size_t more)
{
    return layout->count >= LAYOUT_PIECES_MAX || more > LAYOUT_TEXT_SIZE_MAX - layout->text.size;
}

enum status layout_add(struct layout *layout, const struct layout_piece *piece, struct bytes text)
{
    enum status status = ARRAY_GROW(&layout->pieces, &layout->capacity, layout->count + 1);
    struct layout_piece added = *piece;
    const char *utf8 = (const char *)text.data;
    size_t last;

    if (status != STATUS_OK || text.size == 0)
        return status;
    added.text = layout->text.size;
    added.text_size = text.size;
    last = utf8_floor(utf8, text.size, text.size - 1);
    added.first = utf8_next(utf8, text.size).code_point;
    added.last = utf8_next(utf8 + last, text.size - last).code_point;
    buf_append(&layout->text, text.data, text.size);
    if (buf_status(&layout->text) == STATUS_OK)
        layout->pieces[layout->count++] = added;
    return buf_status(&layout->text);
}

void layout_free(struct layout *layout)
{
    alloc_free(layout->pieces);
    alloc_free(layout->rules);
    buf_free(&layout->text);
}

enum status layout_rule(struct layout *layout, struct grid_rule rule)
{
    enum status status;

    if (layout->rule_count == GRID_RULES_MAX)
        return STATUS_OK;
    status = ARRAY_GROW(&layout->rules, &layout->rule_capacity, layout->rule_count + 1);
    if (status == STATUS_OK)
        layout->rules[layout->rule_count++] = rule;
    return status;
}

/* ---- lines ---- */

static int compare_numbers(double left, double right)
{
    return left < right ? -1 : left > right;
}

/* Visible text first, text as it is mostly read first, from the top. */
static int by_line(const void *left, const void *right)
{
    const struct placed *a = left, *b = right;
    int difference;

    if (a->piece->hidden != b->piece->hidden)
        return a->piece->hidden ? 1 : -1;
    if (a->turn != b->turn)
        return a->turn - b->turn;
    difference = compare_numbers(a->across, b->across);
    return difference != 0 ? difference : compare_numbers((double)a->piece->text, (double)b->piece->text);
}

static int by_start(const void *left, const void *right)
{
    const struct placed *a = left, *b = right;
    int difference = compare_numbers(a->start, b->start);

    return difference != 0 ? difference : compare_numbers((double)a->piece->text, (double)b->piece->text);
}

static void place(struct placed *placed, const struct layout_piece *piece)
{
    double turn = round(atan2(piece->along.y, piece->along.x) * (TURNS / 2) / M_PI);
    double angle = turn * M_PI / (TURNS / 2), x = cos(angle), y = sin(angle);

    *placed = (struct placed){ .piece = piece,
                               .start = piece->origin.x * x + piece->origin.y * y,
                               .across = piece->origin.y * x - piece->origin.x * y,
                               .turn = ((int)turn + TURNS) % TURNS,
                               .next = NONE,
                               .place = GRID_NONE };
}

static bool is_blank(uint32_t code_point)
{
    return code_point == ' ' || code_point == 0x3000 || code_point == 0xA0;
}

static bool is_blank_text(struct bytes text)
{
    for (size_t offset = 0; offset < text.size;) {
        struct utf8_step step = utf8_next((const char *)text.data + offset, text.size - offset);

        if (!is_blank(step.code_point))
            return false;
        offset += step.size;
    }
    return true;
}

static struct bytes piece_text(const struct layout *layout, const struct layout_piece *piece)
{
    return bytes_of(layout->text.data + piece->text, piece->text_size);
}

static bool needs_blank(uint32_t left, uint32_t right, double gap, double size)
{
    bool ideographic = wrapping_is_unspaced(left) || wrapping_is_unspaced(right);

    if (is_blank(left) || is_blank(right))
        return false;
    return gap > size * (ideographic ? GLUE_IDEOGRAPHIC : GLUE_OTHER);
}

/* One ideograph and nothing else. */
static bool is_single(const struct layout_piece *piece)
{
    return wrapping_is_unspaced(piece->first) && piece->first == piece->last && piece->text_size <= 4;
}

/* How far the piece is from the end of the segment, or a negative number when it does not belong to it. */
static double distance(const struct composing *composing, const struct segment *segment, const struct placed *placed)
{
    const struct layout_piece *last = composing->placed[segment->last].piece, *piece = placed->piece;
    double size = piece->size < last->size ? piece->size : last->size;
    double gap = placed->start - segment->end;
    bool singles = is_single(piece) && is_single(last);
    double gap_max = piece->continued && piece - last == 1 ? GAP_CONTINUED_MAX : singles ? GAP_SINGLES_MAX : GAP_MAX;

    if (placed->place != composing->placed[segment->last].place)
        return NONE;
    if (placed->place != GRID_NONE)
        gap_max = INFINITY;
    if (piece->size > 2 * last->size || last->size > 2 * piece->size || gap < -OVERLAP_MAX * size)
        return NONE;
    return gap > size * gap_max ? NONE : fabs(gap);
}

static void segment_begin(struct composing *composing, int index)
{
    struct placed *placed = &composing->placed[index];

    placed->segment = composing->segment_count;
    composing->segments[composing->segment_count++] = (struct segment){ .first = index,
                                                                        .last = index,
                                                                        .start = placed->start,
                                                                        .end = placed->start + placed->piece->length,
                                                                        .across = placed->across,
                                                                        .size = placed->piece->size,
                                                                        .next = NONE };
}

/* Where the last character of the piece begins, roughly. */
static double last_start(const struct placed *placed)
{
    const struct layout_piece *piece = placed->piece;

    if (piece->text_size <= 4 && piece->first == piece->last)
        return placed->start;
    return placed->start + piece->length - piece->size * layout_width(piece->last);
}

/* Whether a character stands as far from the one before as that from its own, about the size of the font: then a gap
 * beside a narrow one comes from the pitch, and divides nothing. */
static bool is_even(double before, double pitch, double size)
{
    return pitch >= PITCH_MIN * size && pitch <= PITCH_MAX * size && fabs(pitch - before) <= PITCH_TOLERANCE * size;
}

static void segment_append(struct composing *composing, int segment_index, int index)
{
    struct segment *segment = &composing->segments[segment_index];
    struct placed *placed = &composing->placed[index], *last = &composing->placed[segment->last];
    double size = placed->piece->size < last->piece->size ? placed->piece->size : last->piece->size;

    double pitch = placed->start - last_start(last);
    bool even = is_even(segment->pitch, pitch, size);

    placed->spaced = !even && needs_blank(last->piece->last, placed->piece->first, placed->start - segment->end, size);
    /* That the first two stand at the pitch of the line is known by the third. */
    if (even && last_start(last) <= last->start)
        last->spaced = false;
    segment->pitch = last_start(placed) <= placed->start ? pitch : 0;
    placed->segment = segment_index;
    last->next = index;
    segment->last = index;
    segment->end = placed->start + placed->piece->length;
    if (segment->size < placed->piece->size)
        segment->size = placed->piece->size;
}

static void line_divide(struct composing *composing, int first, int end)
{
    int line_first = composing->segment_count;

    for (int index = first; index < end; index++) {
        int lowest = composing->segment_count - OPEN_MAX, best = NONE;
        double best_distance = 0;

        for (int open = lowest > line_first ? lowest : line_first; open < composing->segment_count; open++) {
            double found = distance(composing, &composing->segments[open], &composing->placed[index]);

            if (found >= 0 && (best == NONE || found < best_distance)) {
                best = open;
                best_distance = found;
            }
        }
        if (best == NONE)
            segment_begin(composing, index);
        else
            segment_append(composing, best, index);
    }
}

static bool is_of_group(const struct placed *left, const struct placed *right)
{
    return left->piece->hidden == right->piece->hidden && left->turn == right->turn;
}

/* What stands on one baseline is a row, in the order in which it is read. */
static void rows_sort(struct composing *composing)
{
    uint32_t row = 0;
    int first = 0;

    for (int index = 1; index <= composing->count; index++) {
        const struct placed *reference = &composing->placed[first], *placed = &composing->placed[index];

        if (index < composing->count && is_of_group(reference, placed)
            && placed->across - reference->across <= BASELINE_TOLERANCE * reference->piece->size)
            continue;
        for (int piece = first; piece < index; piece++)
            composing->placed[piece].row = row;
        qsort(composing->placed + first, (size_t)(index - first), sizeof *composing->placed, by_start);
        first = index;
        row++;
    }
}

static void lines_divide(struct composing *composing)
{
    int first = 0;

    for (int index = 1; index <= composing->count; index++) {
        if (index < composing->count && composing->placed[index].row == composing->placed[first].row)
            continue;
        line_divide(composing, first, index);
        first = index;
    }
}

/* ---- tables ---- */

static struct grid_rule rule_turn(struct grid_rule rule, int turn)
{
    double x = turn == 0 ? 1 : turn == 180 ? -1 : 0, y = turn == 90 ? 1 : turn == 270 ? -1 : 0;

    return (struct grid_rule){ rule.x0 * x + rule.y0 * y, rule.y0 * x - rule.x0 * y, rule.x1 * x + rule.y1 * y,
                               rule.y1 * x - rule.x1 * y };
}

/* Whether pieces [first, end) may be a table. */
static bool is_likely(const struct composing *composing, const struct layout *layout, int first, int end)
{
    size_t rows = 0, upright = 0;

    for (int index = first + 1; index < end; index++) {
        const struct placed *placed = &composing->placed[index], *before = placed - 1;

        rows += placed->row == before->row
                && placed->start - before->start - before->piece->length > GRID_GAP * placed->piece->size;
    }
    for (size_t index = 0; index < layout->rule_count; index++) {
        const struct grid_rule *rule = &layout->rules[index];

        upright += rule->y1 - rule->y0 > rule->x1 - rule->x0;
    }
    return grid_is_likely(rows, upright, layout->rule_count - upright);
}

/* Blanks are no words. Returns how many there are; words[i] is piece numbers[i]. */
static size_t words_make(const struct composing *composing, const struct layout *layout, int first, int end,
                         struct grid_word *words, int *numbers)
{
    size_t count = 0;

    for (int index = first; index < end; index++) {
        const struct placed *placed = &composing->placed[index];
        struct bytes text = piece_text(layout, placed->piece);

        if (is_blank_text(text))
            continue;
        words[count] = (struct grid_word){ .start = placed->start,
                                           .end = placed->start + placed->piece->length,
                                           .baseline = placed->across,
                                           .size = placed->piece->size,
                                           .row = placed->row };
        numbers[count] = index;
        grid_word_read(&words[count++], text);
    }
    return count;
}

/* Memory for a page. */
struct tables {
    struct grid_word *words;
    int *numbers;
    struct grid_rule *rules;
};

/* Pieces [first, end) lie in one direction. */
static enum status group_place(struct composing *composing, const struct layout *layout, int first, int end,
                               const struct tables *tables)
{
    const struct placed *head = &composing->placed[first];
    bool is_main = layout->is_page && !head->piece->hidden && head->turn == 0;
    enum status status;
    size_t count;

    if (head->turn % 90 != 0 || !is_likely(composing, layout, first, end)) {
        if (is_main)
            grid_end(composing->grid);
        return STATUS_OK;
    }
    count = words_make(composing, layout, first, end, tables->words, tables->numbers);
    for (size_t index = 0; index < layout->rule_count; index++)
        tables->rules[index] = rule_turn(layout->rules[index], head->turn);
    status = grid_find(composing->grid, tables->words, count, tables->rules, layout->rule_count, is_main);
    for (size_t index = 0; index < count && status == STATUS_OK; index++)
        composing->placed[tables->numbers[index]].place = tables->words[index].place;
    return status;
}

static enum status cells_find(struct composing *composing, const struct layout *layout)
{
    struct tables tables;
    enum status status = STATUS_OK;

    if (composing->grid == NULL)
        return STATUS_OK;
    tables.words = alloc_zeroed((size_t)composing->count, sizeof *tables.words);
    tables.numbers = alloc_zeroed((size_t)composing->count, sizeof *tables.numbers);
    tables.rules = alloc_zeroed(layout->rule_count + 1, sizeof *tables.rules);
    if (tables.words == NULL || tables.numbers == NULL || tables.rules == NULL)
        status = STATUS_NO_MEMORY;
    for (int first = 0, end; first < composing->count && status == STATUS_OK; first = end) {
        for (end = first + 1; end < composing->count && is_of_group(&composing->placed[first], &composing->placed[end]);
             end++)
            continue;
        status = group_place(composing, layout, first, end, &tables);
    }
    alloc_free(tables.words);
    alloc_free(tables.numbers);
    alloc_free(tables.rules);
    return status;
}

static uint32_t place_of(const struct composing *composing, const struct segment *segment)
{
    return composing->placed[segment->first].place;
}

/* ---- lines that go on ---- */

static void link_segments(struct composing *composing, int from, int to)
{
    struct segment *left = &composing->segments[from], *right = &composing->segments[to];

    if (left->next != NONE || right->has_previous || from == to)
        return;
    left->next = to;
    right->has_previous = true;
}

/* The author put several lines into one string. */
static void link_continued(struct composing *composing, const struct layout *layout, int *segment_of)
{
    for (int index = 0; index < composing->count; index++)
        segment_of[composing->placed[index].piece - layout->pieces] = composing->placed[index].segment;
    for (size_t index = 1; index < layout->count; index++) {
        const struct layout_piece *piece = &layout->pieces[index];
        int from = segment_of[index - 1], to = segment_of[index];

        if (piece->continued
            && place_of(composing, &composing->segments[from]) == place_of(composing, &composing->segments[to])
            && composing->placed[composing->segments[from].last].piece == piece - 1
            && composing->placed[composing->segments[to].first].piece == piece)
            link_segments(composing, from, to);
    }
}

static bool is_like(const struct composing *composing, const struct segment *left, const struct segment *right)
{
    return place_of(composing, left) == place_of(composing, right)
           && is_of_group(&composing->placed[left->first], &composing->placed[right->first])
           && fabs(left->size - right->size) <= 0.1 * left->size;
}

static bool stands_alone(const struct composing *composing, const struct segment *segment)
{
    return segment->first == segment->last && is_single(composing->placed[segment->first].piece);
}

/* Characters one below the other, each an object of its own. */
static void link_stacked(struct composing *composing)
{
    for (int index = 0; index < composing->segment_count; index++) {
        struct segment *upper = &composing->segments[index];
        int end = index + NEIGHBOURS < composing->segment_count ? index + NEIGHBOURS : composing->segment_count;

        if (!stands_alone(composing, upper) || upper->next != NONE)
            continue;
        for (int other = index + 1; other < end; other++) {
            const struct segment *lower = &composing->segments[other];
            double step = lower->across - upper->across;

            if (step > STACK_STEP_MAX * upper->size)
                break;
            if (step < 0.7 * upper->size || !is_like(composing, upper, lower)
                || fabs(lower->start - upper->start) > 0.2 * upper->size)
                continue;
            if (stands_alone(composing, lower))
                link_segments(composing, index, other);
            break;
        }
    }
}

struct neighbours {
    int first, end;
};

static struct neighbours neighbours_of(const struct composing *composing, int index)
{
    return (struct neighbours){ index > NEIGHBOURS ? index - NEIGHBOURS : 0,
                                index + NEIGHBOURS < composing->segment_count ? index + NEIGHBOURS
                                                                              : composing->segment_count };
}

/* Where the lines end that begin near the left border of this one. */
static double right_border(const struct composing *composing, int index)
{
    const struct segment *segment = &composing->segments[index];
    struct neighbours near = neighbours_of(composing, index);
    double border = segment->end;

    for (int other = near.first; other < near.end; other++) {
        const struct segment *neighbour = &composing->segments[other];

        if (is_like(composing, segment, neighbour) && neighbour->end > border
            && fabs(neighbour->start - segment->start) <= INDENT_MAX * segment->size)
            border = neighbour->end;
    }
    return border;
}

static bool overlaps(const struct segment *left, const struct segment *right)
{
    return left->start < right->end && right->start < left->end;
}

/* Lines below each other that begin and end alike: whatever stands in other columns, both are full. */
static bool are_full(const struct composing *composing, const struct segment *left, const struct segment *right)
{
    double step = fabs(left->across - right->across);

    return is_like(composing, left, right) && step >= 0.7 * left->size && step <= LINE_STEP_MAX * left->size
           && fabs(left->end - right->end) <= 0.6 * left->size
           && fabs(left->start - right->start) <= INDENT_MAX * left->size;
}

static bool has_full_neighbour(const struct composing *composing, int index)
{
    struct neighbours near = neighbours_of(composing, index);

    for (int other = near.first; other < near.end; other++)
        if (are_full(composing, &composing->segments[index], &composing->segments[other]))
            return true;
    return false;
}

static bool is_full(const struct composing *composing, int index)
{
    const struct segment *segment = &composing->segments[index];

    return segment->end - segment->start >= COLUMN_EMS * segment->size
           && (segment->end >= right_border(composing, index) - 1.6 * segment->size
               || has_full_neighbour(composing, index));
}

static bool ends_sentence(uint32_t code_point)
{
    return code_point == 0x3002 || code_point == 0xFF01 || code_point == 0xFF1F || code_point == 0xFF1B;
}

/* The line after the end of a sentence that begins as far right as that of the sentence, while others begin further
 * left. */
static bool is_indented(const struct composing *composing, int index)
{
    const struct segment *segment = &composing->segments[index];
    struct neighbours near = neighbours_of(composing, index);

    for (int other = near.first; other < near.end; other++) {
        const struct segment *neighbour = &composing->segments[other];
        double indent = segment->start - neighbour->start;

        if (is_like(composing, segment, neighbour) && indent >= segment->size && indent <= INDENT_MAX * segment->size)
            return true;
    }
    return false;
}

static bool begins_paragraph(const struct composing *composing, const struct layout *layout,
                             const struct segment *upper, int index)
{
    struct bytes text = piece_text(layout, composing->placed[composing->segments[index].first].piece);

    return numbering_begins((const char *)text.data, text.size)
           || (ends_sentence(composing->placed[upper->last].piece->last) && is_indented(composing, index));
}

/* A full line goes on in the next one below it, when that begins at the same border or, after an indent, further
 * left. */
static void link_wrapped(struct composing *composing, const struct layout *layout)
{
    for (int index = 0; index < composing->segment_count; index++) {
        const struct segment *upper = &composing->segments[index];
        double size = upper->size;

        if (upper->next != NONE || place_of(composing, upper) != GRID_NONE || !is_full(composing, index))
            continue;
        for (int other = index + 1; other < composing->segment_count && other < index + NEIGHBOURS; other++) {
            const struct segment *lower = &composing->segments[other];

            if (!is_of_group(&composing->placed[upper->first], &composing->placed[lower->first])
                || lower->across - upper->across > LINE_STEP_MAX * size)
                break;
            if (lower->across - upper->across < 0.7 * size || !overlaps(upper, lower))
                continue;
            if (is_like(composing, upper, lower) && lower->start <= upper->start + 0.6 * size
                && lower->start >= upper->start - INDENT_MAX * size
                && !begins_paragraph(composing, layout, upper, other))
                link_segments(composing, index, other);
            break;
        }
    }
}

/* A line of a cell goes on in the next one when that had no room for more, or is narrow: its author ends lines by hand.
 */
static enum status link_cells(struct composing *composing)
{
    const struct grid *grid = composing->grid;
    int *last; /* the segment of each cell so far, and 1 */

    if (grid == NULL || grid->place_count == 0)
        return STATUS_OK;
    last = alloc_zeroed(grid->place_count, sizeof *last);
    if (last == NULL)
        return STATUS_NO_MEMORY;
    for (int index = 0; index < composing->segment_count; index++) {
        const struct segment *lower = &composing->segments[index], *upper;
        uint32_t place = place_of(composing, lower);
        double room, step;

        if (place == GRID_NONE)
            continue;
        upper = last[place] > 0 ? &composing->segments[last[place] - 1] : NULL;
        room = grid->places[place].end - grid->places[place].start - CELL_ROOM * lower->size;
        step = upper != NULL ? lower->across - upper->across : 0;
        if (upper != NULL && is_like(composing, upper, lower) && step >= 0.5 * upper->size
            && step <= LINE_STEP_MAX * upper->size
            && (room <= COLUMN_EMS * lower->size || upper->end - upper->start + lower->size >= room))
            link_segments(composing, last[place] - 1, index);
        last[place] = index + 1;
    }
    alloc_free(last);
    return STATUS_OK;
}

/* ---- output ---- */

/* Blanks by themselves are no block. */
static enum status run_write(struct extract_job *job, struct text_run *run, struct buf *text)
{
    enum status status = buf_status(text);

    if (status == STATUS_OK && !(run->join == JOIN_BROKEN && is_blank_text(buf_bytes(text))))
        status = package_emit(job, run, buf_bytes(text));
    run->join = JOIN_GLUED;
    buf_clear(text);
    return status;
}

static enum status segment_write(struct composing *composing, const struct layout *layout, struct extract_job *job,
                                 int first, struct text_run run, struct buf *text)
{
    const struct layout_piece *before = NULL;
    const struct segment *upper = NULL;
    uint32_t number = place_of(composing, &composing->segments[first]);
    const struct grid_place *place = number != GRID_NONE ? &composing->grid->places[number] : NULL;
    enum status status = STATUS_OK;

    run.join = JOIN_BROKEN;
    if (composing->placed[composing->segments[first].first].piece->hidden)
        run.role = TEXT_HIDDEN;
    if (place != NULL)
        run.cell = place->cell;
    for (int index = first; index != NONE && !composing->segments[index].is_written && status == STATUS_OK;
         index = composing->segments[index].next) {
        struct segment *segment = &composing->segments[index];

        segment->is_written = true;
        for (int next = segment->first; next != NONE && status == STATUS_OK; next = composing->placed[next].next) {
            const struct placed *placed = &composing->placed[next];
            const struct layout_piece *piece = placed->piece;
            bool wrapped = before != NULL && next == segment->first && !piece->continued;

            if (wrapped && place != NULL
                && grid_is_cut(place, buf_bytes(text), upper->end - upper->start, piece_text(layout, piece),
                               piece->size))
                wrapped = false;
            if (placed->spaced || (wrapped && needs_blank(before->last, piece->first, piece->size / 2, piece->size)))
                buf_byte(text, ' ');
            buf_append(text, layout->text.data + piece->text, piece->text_size);
            before = piece;
            if (text->size > TEXT_RUN_MAX)
                status = run_write(job, &run, text);
        }
        upper = segment;
    }
    return status == STATUS_OK ? run_write(job, &run, text) : status;
}

/* A segment on its way out: those of a table stand where its first one stands, cell by cell. */
struct turn {
    uint32_t anchor, place; /* the first segment of what belongs together; in a table */
    int segment;
};

static int by_turn(const void *left, const void *right)
{
    const struct turn *a = left, *b = right;

    if (a->anchor != b->anchor)
        return a->anchor < b->anchor ? -1 : 1;
    if (a->place != b->place)
        return a->place < b->place ? -1 : 1;
    return a->segment - b->segment;
}

static void turns_sort(const struct composing *composing, struct turn *turns, uint32_t *anchors, uint32_t first_table)
{
    for (int index = 0; index < composing->segment_count; index++) {
        uint32_t place = place_of(composing, &composing->segments[index]);
        uint32_t *anchor =
            place != GRID_NONE ? &anchors[composing->grid->places[place].cell.table - first_table] : NULL;

        if (anchor != NULL && *anchor == 0)
            *anchor = (uint32_t)index + 1;
        turns[index] = (struct turn){ anchor != NULL ? *anchor : (uint32_t)index + 1, place, index };
    }
    qsort(turns, (size_t)composing->segment_count, sizeof *turns, by_turn);
}

static enum status turns_make(const struct composing *composing, struct turn *turns)
{
    const struct grid *grid = composing->grid;
    uint32_t *anchors, first_table;

    for (int index = 0; index < composing->segment_count; index++)
        turns[index].segment = index;
    if (grid == NULL || grid->place_count == 0)
        return STATUS_OK;
    first_table = grid->table_count;
    for (size_t place = 0; place < grid->place_count; place++)
        if (grid->places[place].cell.table < first_table)
            first_table = grid->places[place].cell.table;
    anchors = alloc_zeroed(grid->table_count - first_table + 1, sizeof *anchors);
    if (anchors == NULL)
        return STATUS_NO_MEMORY;
    turns_sort(composing, turns, anchors, first_table);
    alloc_free(anchors);
    return STATUS_OK;
}

static enum status segments_write(struct composing *composing, const struct layout *layout, struct extract_job *job,
                                  const struct text_run *run)
{
    struct buf text = BUF_INIT(LAYOUT_TEXT_SIZE_MAX + TEXT_RUN_MAX);
    struct turn *turns = alloc_zeroed((size_t)composing->segment_count, sizeof *turns);
    enum status status = turns != NULL ? turns_make(composing, turns) : STATUS_NO_MEMORY;

    /* Links that bite their own tail have no first segment: the second round writes those. */
    for (int round = 0; round < 2; round++)
        for (int index = 0; index < composing->segment_count && status == STATUS_OK; index++) {
            const struct segment *segment = &composing->segments[turns[index].segment];

            if (!segment->is_written && (round == 1 || !segment->has_previous))
                status = segment_write(composing, layout, job, turns[index].segment, *run, &text);
        }
    alloc_free(turns);
    buf_free(&text);
    return status;
}

enum status layout_emit(struct layout *layout, struct extract_job *job, const struct text_run *run)
{
    struct composing composing = { .count = (int)layout->count, .grid = layout->grid };
    int *segment_of = NULL;
    enum status status = STATUS_NO_MEMORY;

    if (layout->count == 0) {
        layout->rule_count = 0;
        return STATUS_OK;
    }
    composing.placed = alloc_zeroed(layout->count, sizeof *composing.placed);
    composing.segments = alloc_zeroed(layout->count, sizeof *composing.segments);
    segment_of = alloc_zeroed(layout->count, sizeof *segment_of);
    if (composing.placed != NULL && composing.segments != NULL && segment_of != NULL) {
        for (int index = 0; index < composing.count; index++)
            place(&composing.placed[index], &layout->pieces[index]);
        qsort(composing.placed, layout->count, sizeof *composing.placed, by_line);
        rows_sort(&composing);
        status = cells_find(&composing, layout);
    }
    if (status == STATUS_OK) {
        lines_divide(&composing);
        link_continued(&composing, layout, segment_of);
        link_stacked(&composing);
        link_wrapped(&composing, layout);
        status = link_cells(&composing);
    }
    if (status == STATUS_OK)
        status = segments_write(&composing, layout, job, run);
    if (layout->grid != NULL)
        grid_forget(layout->grid);
    alloc_free(composing.placed);
    alloc_free(composing.segments);
    alloc_free(segment_of);
    layout->count = 0;
    layout->rule_count = 0;
    buf_clear(&layout->text);
    return status;
}
