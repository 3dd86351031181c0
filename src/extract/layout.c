/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/layout.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "extract/zip/package.h"
#include "text/utf8.h"

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

/* A piece as it lies in its direction. */
struct placed {
    const struct layout_piece *piece;
    double start, across;
    int turn; /* degrees */
    int next; /* in its segment */
    bool spaced;
    int segment;
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

bool layout_is_ideographic(uint32_t code_point)
{
    return code_point >= 0x2E80 && !(code_point >= 0xAC00 && code_point < 0xD7B0);
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
    buf_free(&layout->text);
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
                               .next = NONE };
}

static bool is_blank(uint32_t code_point)
{
    return code_point == ' ' || code_point == 0x3000 || code_point == 0xA0;
}

static bool needs_blank(uint32_t left, uint32_t right, double gap, double size)
{
    bool ideographic = layout_is_ideographic(left) || layout_is_ideographic(right);

    if (is_blank(left) || is_blank(right))
        return false;
    return gap > size * (ideographic ? GLUE_IDEOGRAPHIC : GLUE_OTHER);
}

/* One ideograph and nothing else. */
static bool is_single(const struct layout_piece *piece)
{
    return layout_is_ideographic(piece->first) && piece->first == piece->last && piece->text_size <= 4;
}

/* How far the piece is from the end of the segment, or a negative number when it does not belong to it. */
static double distance(const struct composing *composing, const struct segment *segment, const struct placed *placed)
{
    const struct layout_piece *last = composing->placed[segment->last].piece, *piece = placed->piece;
    double size = piece->size < last->size ? piece->size : last->size;
    double gap = placed->start - segment->end;
    bool singles = is_single(piece) && is_single(last);
    double gap_max = piece->continued && piece - last == 1 ? GAP_CONTINUED_MAX : singles ? GAP_SINGLES_MAX : GAP_MAX;

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

    qsort(composing->placed + first, (size_t)(end - first), sizeof *composing->placed, by_start);
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

static void lines_divide(struct composing *composing)
{
    int first = 0;

    for (int index = 1; index <= composing->count; index++) {
        const struct placed *reference = &composing->placed[first], *placed = &composing->placed[index];

        if (index < composing->count && is_of_group(reference, placed)
            && placed->across - reference->across <= BASELINE_TOLERANCE * reference->piece->size)
            continue;
        line_divide(composing, first, index);
        first = index;
    }
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

        if (piece->continued && composing->placed[composing->segments[from].last].piece == piece - 1
            && composing->placed[composing->segments[to].first].piece == piece)
            link_segments(composing, from, to);
    }
}

static bool is_like(const struct composing *composing, const struct segment *left, const struct segment *right)
{
    return is_of_group(&composing->placed[left->first], &composing->placed[right->first])
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

/* Where the lines end that begin near the left border of this one. */
static double right_border(const struct composing *composing, int index)
{
    const struct segment *segment = &composing->segments[index];
    int first = index > NEIGHBOURS ? index - NEIGHBOURS : 0;
    double border = segment->end;

    for (int other = first; other < composing->segment_count && other < index + NEIGHBOURS; other++) {
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

/* A full line goes on in the next one below it, when that begins at the same border or, after an indent, further
 * left. */
static void link_wrapped(struct composing *composing)
{
    for (int index = 0; index < composing->segment_count; index++) {
        const struct segment *upper = &composing->segments[index];
        double size = upper->size;

        if (upper->next != NONE || upper->end - upper->start < COLUMN_EMS * size
            || upper->end < right_border(composing, index) - 1.6 * size)
            continue;
        for (int other = index + 1; other < composing->segment_count && other < index + NEIGHBOURS; other++) {
            const struct segment *lower = &composing->segments[other];

            if (!is_of_group(&composing->placed[upper->first], &composing->placed[lower->first])
                || lower->across - upper->across > LINE_STEP_MAX * size)
                break;
            if (lower->across - upper->across < 0.7 * size || !overlaps(upper, lower))
                continue;
            if (is_like(composing, upper, lower) && lower->start <= upper->start + 0.6 * size
                && lower->start >= upper->start - INDENT_MAX * size)
                link_segments(composing, index, other);
            break;
        }
    }
}

/* ---- output ---- */

static bool is_all_blank(const struct buf *text)
{
    for (size_t offset = 0; offset < text->size;) {
        struct utf8_step step = utf8_next(text->data + offset, text->size - offset);

        if (!is_blank(step.code_point))
            return false;
        offset += step.size;
    }
    return true;
}

/* Blanks by themselves are no block. */
static enum status run_write(struct extract_job *job, struct text_run *run, struct buf *text)
{
    enum status status = buf_status(text);

    if (status == STATUS_OK && !(run->join == JOIN_BROKEN && is_all_blank(text)))
        status = package_emit(job, run, buf_bytes(text));
    run->join = JOIN_GLUED;
    buf_clear(text);
    return status;
}

static enum status segment_write(struct composing *composing, const struct layout *layout, struct extract_job *job,
                                 int first, struct text_run run, struct buf *text)
{
    const struct layout_piece *before = NULL;
    enum status status = STATUS_OK;

    run.join = JOIN_BROKEN;
    if (composing->placed[composing->segments[first].first].piece->hidden)
        run.role = TEXT_HIDDEN;
    for (int index = first; index != NONE && !composing->segments[index].is_written && status == STATUS_OK;
         index = composing->segments[index].next) {
        struct segment *segment = &composing->segments[index];

        segment->is_written = true;
        for (int next = segment->first; next != NONE && status == STATUS_OK; next = composing->placed[next].next) {
            const struct placed *placed = &composing->placed[next];
            const struct layout_piece *piece = placed->piece;
            bool wrapped = before != NULL && next == segment->first && !piece->continued;

            if (placed->spaced || (wrapped && needs_blank(before->last, piece->first, piece->size / 2, piece->size)))
                buf_byte(text, ' ');
            buf_append(text, layout->text.data + piece->text, piece->text_size);
            before = piece;
            if (text->size > TEXT_RUN_MAX)
                status = run_write(job, &run, text);
        }
    }
    return status == STATUS_OK ? run_write(job, &run, text) : status;
}

static enum status segments_write(struct composing *composing, const struct layout *layout, struct extract_job *job,
                                  const struct text_run *run)
{
    struct buf text = BUF_INIT(LAYOUT_TEXT_SIZE_MAX + TEXT_RUN_MAX);
    enum status status = STATUS_OK;

    /* Links that bite their own tail have no first segment: the second round writes those. */
    for (int round = 0; round < 2; round++)
        for (int index = 0; index < composing->segment_count && status == STATUS_OK; index++)
            if (!composing->segments[index].is_written && (round == 1 || !composing->segments[index].has_previous))
                status = segment_write(composing, layout, job, index, *run, &text);
    buf_free(&text);
    return status;
}

enum status layout_emit(struct layout *layout, struct extract_job *job, const struct text_run *run)
{
    struct composing composing = { .count = (int)layout->count };
    int *segment_of = NULL;
    enum status status = STATUS_NO_MEMORY;

    if (layout->count == 0)
        return STATUS_OK;
    composing.placed = alloc_zeroed(layout->count, sizeof *composing.placed);
    composing.segments = alloc_zeroed(layout->count, sizeof *composing.segments);
    segment_of = alloc_zeroed(layout->count, sizeof *segment_of);
    if (composing.placed != NULL && composing.segments != NULL && segment_of != NULL) {
        for (int index = 0; index < composing.count; index++)
            place(&composing.placed[index], &layout->pieces[index]);
        qsort(composing.placed, layout->count, sizeof *composing.placed, by_line);
        lines_divide(&composing);
        link_continued(&composing, layout, segment_of);
        link_stacked(&composing);
        link_wrapped(&composing);
        status = segments_write(&composing, layout, job, run);
    }
    alloc_free(composing.placed);
    alloc_free(composing.segments);
    alloc_free(segment_of);
    layout->count = 0;
    buf_clear(&layout->text);
    return status;
}
