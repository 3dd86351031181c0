/* SPDX-License-Identifier: Apache-2.0 */
#include "foreign/pdf_cells.h"

#include <math.h>
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "text/utf8.h"

#define UPRIGHT 0.999F /* of a direction: along an axis of the page */

struct cutter {
    struct pdf_lines *lines;
    size_t word_count;
    struct grid_rule *rules; /* in the frame of the direction */
    size_t upright_count;    /* of them, on the page */
};

/* ---- words ---- */

static enum status add_word(struct cutter *cutter, const struct pdf_segment *segment, struct pdf_piece piece,
                            float start, float end)
{
    struct bytes text = bytes_of(cutter->lines->text.data + piece.text, piece.text_end - piece.text);
    struct pdf_lines *lines = cutter->lines;
    enum status status = ARRAY_GROW(&lines->words, &lines->word_capacity, cutter->word_count + 1);

    if (status == STATUS_OK)
        status = ARRAY_GROW(&lines->pieces, &lines->piece_capacity, cutter->word_count + 1);
    if (status != STATUS_OK || text.size == 0)
        return status;
    lines->pieces[cutter->word_count] = piece;
    lines->words[cutter->word_count++] = (struct grid_word){
        .start = start, .end = end, .baseline = segment->across, .size = segment->size, .row = segment->row
    };
    grid_word_read(&lines->words[cutter->word_count - 1], text);
    return status;
}

/* The first gap behind that place of the text. */
static size_t gap_behind(const struct pdf_lines *lines, uint32_t text)
{
    size_t low = 0, high = lines->gap_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (lines->gaps[middle].text <= text)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static enum status add_segment(struct cutter *cutter, uint32_t index)
{
    const struct pdf_lines *lines = cutter->lines;
    const struct pdf_segment *segment = &lines->segments[index];
    uint32_t end = segment->text_start + segment->text_size;
    struct pdf_piece piece = { index, segment->text_start, end };
    float start = segment->start;
    enum status status = STATUS_OK;

    for (size_t gap = gap_behind(lines, piece.text);
         gap < lines->gap_count && lines->gaps[gap].text < end && status == STATUS_OK; gap++) {
        piece.text_end = lines->gaps[gap].text - lines->gaps[gap].is_blank;
        status = add_word(cutter, segment, piece, start, lines->gaps[gap].start);
        piece.text = lines->gaps[gap].text;
        start = lines->gaps[gap].end;
    }
    piece.text_end = end;
    return status == STATUS_OK ? add_word(cutter, segment, piece, start, segment->ink) : status;
}

/* ---- what has been found ---- */

/* What the segment at `index` has from `piece` on becomes one of its own, in another place. */
static enum status divide(struct cutter *cutter, struct pdf_piece piece, const struct grid_word *word)
{
    struct pdf_lines *lines = cutter->lines;
    enum status status = ARRAY_GROW(&lines->segments, &lines->segment_capacity, lines->segment_count + 1);
    struct pdf_segment *segment;

    if (status != STATUS_OK)
        return status;
    segment = &lines->segments[lines->segment_count++];
    *segment = lines->segments[piece.segment];
    segment->start = (float)word->start;
    segment->text_start = piece.text;
    segment->text_size = 0;
    segment->pitch = 0;
    segment->place = word->place;
    return STATUS_OK;
}

static uint32_t count_characters(const char *text, size_t size)
{
    uint32_t count = 0;

    for (size_t index = 0; index < size; index++)
        count += ((uint8_t)text[index] & 0xC0) != 0x80;
    return count;
}

/* The segment ends with this piece. */
static void extend(struct pdf_lines *lines, struct pdf_segment *segment, struct pdf_piece piece,
                   const struct grid_word *word)
{
    const char *text = lines->text.data + segment->text_start;
    size_t last;

    segment->text_size = piece.text_end - segment->text_start;
    segment->character_count = count_characters(text, segment->text_size);
    last = utf8_floor(text, segment->text_size, segment->text_size - 1);
    segment->first = utf8_next(text, segment->text_size).code_point;
    segment->last = utf8_next(text + last, segment->text_size - last).code_point;
    segment->last_start = (float)word->end - segment->size * (pdf_is_wide(segment->last) ? 1 : 0.5F);
    segment->end = segment->ink = (float)word->end;
}

/* Words [from, to) are those of one segment. */
static enum status place_segment(struct cutter *cutter, size_t from, size_t to)
{
    struct pdf_lines *lines = cutter->lines;
    uint32_t number = lines->pieces[from].segment;
    bool is_divided = false;
    enum status status = STATUS_OK;

    lines->segments[number].place = lines->words[from].place;
    for (size_t index = from + 1; index < to; index++)
        is_divided |= lines->words[index].place != lines->words[from].place;
    for (size_t index = from; is_divided && index < to && status == STATUS_OK; index++) {
        if (index > from && lines->words[index].place != lines->words[index - 1].place) {
            number = (uint32_t)lines->segment_count;
            status = divide(cutter, lines->pieces[index], &lines->words[index]);
        }
        if (status == STATUS_OK)
            extend(lines, &lines->segments[number], lines->pieces[index], &lines->words[index]);
    }
    return status;
}

static enum status place_segments(struct cutter *cutter)
{
    const struct pdf_piece *pieces = cutter->lines->pieces;
    enum status status = STATUS_OK;

    for (size_t from = 0, to; from < cutter->word_count && status == STATUS_OK; from = to) {
        for (to = from + 1; to < cutter->word_count && pieces[to].segment == pieces[from].segment; to++)
            continue;
        status = place_segment(cutter, from, to);
    }
    return status;
}

/* ---- layers and directions ---- */

static void turn_rules(struct cutter *cutter, const struct pdf_direction *frame)
{
    const struct pdf_lines *lines = cutter->lines;

    for (size_t index = 0; index < lines->rule_count; index++) {
        const struct pdf_box *box = &lines->rules[index];

        cutter->rules[index] = (struct grid_rule){ box->x0 * frame->along_x + box->y0 * frame->along_y,
                                                   box->x0 * frame->across_x + box->y0 * frame->across_y,
                                                   box->x1 * frame->along_x + box->y1 * frame->along_y,
                                                   box->x1 * frame->across_x + box->y1 * frame->across_y };
    }
}

static size_t count_upright(const struct pdf_lines *lines)
{
    size_t count = 0;

    for (size_t index = 0; index < lines->rule_count; index++) {
        const struct pdf_box *rule = &lines->rules[index];

        count += rule->y1 - rule->y0 > rule->x1 - rule->x0;
    }
    return count;
}

/* Rows of segments with a wide gap, up to two. */
static size_t count_rows(const struct pdf_lines *lines, size_t from, size_t to)
{
    size_t rows = 0;

    for (size_t index = from + 1; index < to && rows < 2; index++) {
        const struct pdf_segment *segment = &lines->segments[index], *before = segment - 1;

        rows += segment->row == before->row && segment->start - before->ink > (float)GRID_GAP * segment->size;
    }
    return rows;
}

/* Segments [from, to) have one layer and one direction. */
static enum status find_group(struct cutter *cutter, size_t from, size_t to)
{
    struct pdf_lines *lines = cutter->lines;
    const struct pdf_segment *first = &lines->segments[from];
    const struct pdf_direction *frame = &lines->directions[first->direction];
    bool is_main = first->layer == PDF_LAYER_SHOWN && frame->along_x > UPRIGHT;
    enum status status = STATUS_OK;

    if ((fabsf(frame->along_x) < UPRIGHT && fabsf(frame->along_y) < UPRIGHT)
        || !grid_is_likely(count_rows(lines, from, to) + lines->wide_gap_count, cutter->upright_count,
                           lines->rule_count - cutter->upright_count)) {
        if (is_main)
            grid_end(&lines->grid);
        return STATUS_OK;
    }
    cutter->word_count = 0;
    for (size_t index = from; index < to && status == STATUS_OK; index++)
        status = add_segment(cutter, (uint32_t)index);
    turn_rules(cutter, frame);
    if (status == STATUS_OK)
        status = grid_find(&lines->grid, lines->words, cutter->word_count, cutter->rules, lines->rule_count, is_main);
    return status == STATUS_OK ? place_segments(cutter) : status;
}

enum status pdf_cells_find(struct pdf_lines *lines)
{
    struct cutter cutter = { .lines = lines, .upright_count = count_upright(lines) };
    size_t count = lines->segment_count;
    enum status status = STATUS_OK;

    cutter.rules = alloc_zeroed(lines->rule_count + 1, sizeof *cutter.rules);
    if (cutter.rules == NULL)
        return STATUS_NO_MEMORY;
    for (size_t from = 0, to; from < count && status == STATUS_OK; from = to) {
        const struct pdf_segment *first = &lines->segments[from];
        uint16_t direction = first->direction;
        uint8_t layer = first->layer;

        for (to = from + 1;
             to < count && lines->segments[to].direction == direction && lines->segments[to].layer == layer; to++)
            continue;
        status = find_group(&cutter, from, to);
    }
    alloc_free(cutter.rules);
    return status;
}
