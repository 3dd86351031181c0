/* SPDX-License-Identifier: Apache-2.0 */
#include "foreign/pdf_layout.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "base/buf.h"
#include "foreign/pdf_lines.h"
#include "text/utf8.h"

enum {
    TEXT_MAX = 64 << 20,     /* of one page; it is emitted earlier */
    FULL_SEGMENTS = 1 << 16, /* more are laid out before the page goes on */
    FULL_TEXT = 4 << 20,
    SOFT_HYPHEN = 0xAD,
};

struct pdf_layout {
    struct pdf_lines lines;
    struct pdf_segment *open; /* that glyphs are added to; NULL: none */
    float last_place;         /* of the last glyph, along its line */
    size_t doubtful;          /* the place of a blank that the pitch may take back; 0: none */
    bool blank_pending;
    bool is_part; /* the next glyph is drawn apart from those before */
    struct pdf_layout_count count;
    struct pdf_tail tail; /* of what was emitted last */
};

enum status pdf_layout_create(uint32_t table_count, struct pdf_layout **layout)
{
    struct pdf_layout *created = alloc_zeroed(1, sizeof *created);

    if (created == NULL)
        return STATUS_NO_MEMORY;
    created->lines.text = (struct buf)BUF_INIT(TEXT_MAX);
    created->lines.grid.table_count = table_count;
    *layout = created;
    return STATUS_OK;
}

uint32_t pdf_layout_table_count(const struct pdf_layout *layout)
{
    return layout->lines.grid.table_count;
}

void pdf_layout_destroy(struct pdf_layout *layout)
{
    if (layout == NULL)
        return;
    pdf_lines_free(&layout->lines);
    alloc_free(layout);
}

static void forget(struct pdf_layout *layout)
{
    pdf_lines_clear(&layout->lines);
    layout->open = NULL;
    layout->blank_pending = false;
}

void pdf_layout_begin(struct pdf_layout *layout, struct pdf_box page)
{
    forget(layout);
    layout->lines.page = page;
    layout->count = (struct pdf_layout_count){ 0 };
}

/* The line direction of a style, as an index; directions that differ by less than half a degree are one. */
static uint16_t direction_of(struct pdf_layout *layout, const struct pdf_style *style)
{
    struct pdf_lines *lines = &layout->lines;
    uint16_t index;

    for (index = 0; index < lines->direction_count; index++) {
        const struct pdf_direction *known = &lines->directions[index];

        if (fabsf(known->along_x - style->along_x) + fabsf(known->along_y - style->along_y) < 0.01F
            && known->across_x * style->across_x + known->across_y * style->across_y > 0)
            return index;
    }
    if (index == PDF_DIRECTIONS_MAX)
        return index - 1;
    lines->directions[index] = (struct pdf_direction){
        .along_x = style->along_x, .along_y = style->along_y, .across_x = style->across_x, .across_y = style->across_y
    };
    lines->direction_count++;
    return index;
}

static bool is_blank(uint32_t character)
{
    return character <= ' ' || character == 0xA0 || character == 0x3000 || (character >= 0x2000 && character <= 0x200B);
}

/* Whether it is worth counting as text: a page number is not. */
static bool is_letter(uint32_t character)
{
    if (character < 0x80)
        return (character | 0x20) >= 'a' && (character | 0x20) <= 'z';
    return character >= 0xC0 && !(character >= 0x2000 && character <= 0x303F)
           && !(character >= 0xFF00 && character < 0xFF21);
}

/* Only the font could explain it. Bullets of symbol fonts, at U+F000, explain themselves. */
static bool is_unknown(uint32_t character)
{
    return character == UTF8_REPLACEMENT || (character >= 0xE000 && character <= 0xF8FF && character >> 8 != 0xF0);
}

static void add_gap(struct pdf_layout *layout, float along, bool is_blank)
{
    struct pdf_lines *lines = &layout->lines;
    const struct pdf_segment *segment = layout->open;
    enum status status = ARRAY_GROW(&lines->gaps, &lines->gap_capacity, lines->gap_count + 1);

    if (status != STATUS_OK) {
        lines->status = status;
        return;
    }
    lines->gaps[lines->gap_count++] = (struct pdf_gap){
        .text = (uint32_t)lines->text.size, .start = segment->ink, .end = along, .is_blank = is_blank
    };
    lines->wide_gap_count += along - segment->ink > (float)GRID_GAP * segment->size;
}

/* The blank in front of that place of the text is gone: what follows has moved. */
static void remove_blank(struct pdf_lines *lines, size_t text)
{
    size_t index = lines->gap_count;

    for (; index > 0 && lines->gaps[index - 1].text > text; index--)
        lines->gaps[index - 1].text--;
    if (index == 0 || lines->gaps[index - 1].text != text)
        return;
    memmove(&lines->gaps[index - 1], &lines->gaps[index], (lines->gap_count - index) * sizeof *lines->gaps);
    lines->gap_count--;
}

static void append(struct pdf_layout *layout, uint32_t character)
{
    struct pdf_segment *segment = layout->open;
    char utf8[4];
    size_t size;

    if (segment == NULL)
        return;
    if (layout->blank_pending && segment->text_size > 0) {
        buf_byte(&layout->lines.text, ' ');
        segment->text_size++;
        add_gap(layout, layout->last_place, true);
    }
    layout->blank_pending = false;
    size = utf8_encode(character, utf8);
    buf_append(&layout->lines.text, utf8, size);
    segment->text_size += (uint32_t)size;
    segment->character_count++;
    if (segment->first == 0)
        segment->first = character;
    segment->last = character;
    segment->last_start = layout->last_place;
    if (is_letter(character))
        layout->count.letters[segment->layer]++;
}

static void open_segment(struct pdf_layout *layout, const struct pdf_style *style, uint16_t direction, float along,
                         float across)
{
    struct pdf_lines *lines = &layout->lines;
    enum status status = ARRAY_GROW(&lines->segments, &lines->segment_capacity, lines->segment_count + 1);

    layout->open = NULL;
    layout->blank_pending = false;
    layout->doubtful = 0;
    if (status != STATUS_OK) {
        lines->status = status;
        return;
    }
    layout->open = &lines->segments[lines->segment_count];
    *layout->open = (struct pdf_segment){ .direction = direction,
                                          .layer = (uint8_t)style->layer,
                                          .start = along,
                                          .end = along,
                                          .across = across,
                                          .size = style->size,
                                          .text_start = (uint32_t)lines->text.size,
                                          .order = (uint32_t)lines->segment_count,
                                          .next = PDF_NONE,
                                          .place = GRID_NONE,
                                          .ink = along };
    lines->segment_count++;
}

/* A raised or lowered character, which belongs to the word that it touches: m², H₂O. */
static bool is_script(const struct pdf_segment *open, const struct pdf_style *style, float along, float across)
{
    return style->size < 0.8F * open->size && style->size > 0.4F * open->size
           && fabsf(open->across - across) < 0.6F * open->size && along < open->end + 0.2F * open->size;
}

/* Whether a glyph there goes on with the open segment; a gap wide enough to be one is left for later to judge. */
static bool continues(const struct pdf_layout *layout, const struct pdf_style *style, uint16_t direction, float along,
                      float across)
{
    const struct pdf_segment *open = layout->open;

    if (open == NULL || open->direction != direction || open->layer != style->layer
        || along < open->end - 0.5F * style->size)
        return false;
    /* A narrow digit in a grid of wide characters has more than a blank beside it. */
    if (along > open->end + PDF_WORD_GAP_MAX * style->size && along - layout->last_place > 1.05F * style->size
        && !pdf_is_even_pitch(open->pitch, along - layout->last_place, style->size))
        return false;
    if (is_script(open, style, along, across))
        return true;
    return fabsf(open->across - across) < 0.1F * open->size && style->size < 1.5F * open->size
           && style->size > 0.66F * open->size;
}

/* Where characters stand at one pitch, as in a grid, the gap beside a narrow one is no blank. The first of them is told
 * by the second alone. */
static void judge_gap(struct pdf_layout *layout, const struct pdf_style *style, float along, uint32_t character)
{
    struct buf *text = &layout->lines.text;
    float pitch = along - layout->last_place;
    bool is_even = !layout->blank_pending && pdf_is_even_pitch(layout->open->pitch, pitch, style->size);
    float gap = along - layout->open->end;

    if (is_even && layout->doubtful > 0 && layout->doubtful < text->size && text->data[layout->doubtful] == ' ') {
        memmove(text->data + layout->doubtful, text->data + layout->doubtful + 1, text->size - layout->doubtful - 1);
        text->size--;
        layout->open->text_size--;
        remove_blank(&layout->lines, layout->doubtful + 1);
    }
    layout->doubtful = 0;
    layout->open->pitch = layout->blank_pending ? 0 : pitch;
    if (gap <= PDF_BLANK_GAP * style->size || is_even) {
        if (layout->is_part && !layout->blank_pending)
            add_gap(layout, along, false);
        return;
    }
    if (!layout->blank_pending && gap <= pdf_blank_gap(layout->open->last, character) * style->size) {
        add_gap(layout, along, false);
    } else {
        layout->doubtful = layout->blank_pending ? 0 : text->size;
        layout->blank_pending = true;
    }
}

void pdf_layout_glyph(struct pdf_layout *layout, const struct pdf_style *style, float x, float y, float advance,
                      uint32_t character)
{
    uint16_t direction = direction_of(layout, style);
    const struct pdf_direction *frame = &layout->lines.directions[direction];
    float along = x * frame->along_x + y * frame->along_y;
    float across = x * frame->across_x + y * frame->across_y;
    bool blank = is_blank(character);

    if (!isfinite(along) || !isfinite(across)) {
        along = 0;
        across = 0;
    }
    if (!continues(layout, style, direction, along, across)) {
        /* Drawn twice, a hair apart, it looks bold. */
        if (layout->open != NULL && character == layout->open->last && direction == layout->open->direction
            && layout->open->layer == style->layer && fabsf(along - layout->last_place) < 0.15F * style->size
            && fabsf(across - layout->open->across) < 0.15F * style->size)
            return;
        if (blank) {
            /* It may still stand between two words of the segment, on a baseline of its own. */
            layout->blank_pending = true;
            return;
        }
        open_segment(layout, style, direction, along, across);
        if (layout->open == NULL)
            return;
    } else if (!blank) {
        judge_gap(layout, style, along, character);
    }
    layout->is_part = false;
    layout->last_place = along;
    if (along + advance > layout->open->end)
        layout->open->end = along + advance;
    if (blank) {
        layout->blank_pending = true;
    } else {
        append(layout, character);
        layout->open->ink = fmaxf(layout->open->ink, along + advance);
    }
    layout->count.glyphs += !blank;
    if (is_unknown(character))
        layout->count.unknown++;
}

void pdf_layout_more(struct pdf_layout *layout, uint32_t character)
{
    if (is_blank(character))
        layout->blank_pending = true;
    else
        append(layout, character);
}

void pdf_layout_part(struct pdf_layout *layout)
{
    layout->is_part = true;
}

void pdf_layout_rule(struct pdf_layout *layout, struct pdf_box box)
{
    struct pdf_lines *lines = &layout->lines;

    if (lines->rule_count == PDF_RULES_MAX)
        return;
    if (ARRAY_GROW(&lines->rules, &lines->rule_capacity, lines->rule_count + 1) == STATUS_OK)
        lines->rules[lines->rule_count++] = box;
    else
        lines->status = STATUS_NO_MEMORY;
}

struct pdf_layout_count pdf_layout_count(const struct pdf_layout *layout)
{
    return layout->count;
}

size_t pdf_layout_size(const struct pdf_layout *layout)
{
    return layout->lines.text.size;
}

struct bytes pdf_layout_since(const struct pdf_layout *layout, size_t start)
{
    return bytes_slice(buf_bytes(&layout->lines.text), start, SIZE_MAX);
}

bool pdf_layout_is_full(const struct pdf_layout *layout)
{
    return layout->lines.segment_count >= FULL_SEGMENTS || layout->lines.text.size >= FULL_TEXT;
}

static bool is_inside(const struct pdf_lines *lines, const struct pdf_segment *segment, const struct pdf_box *box)
{
    const struct pdf_direction *frame = &lines->directions[segment->direction];
    float middle = (segment->start + segment->end) / 2;
    float x = middle * frame->along_x + segment->across * frame->across_x;
    float y = middle * frame->along_y + segment->across * frame->across_y;

    return x >= box->x0 && x <= box->x1 && y >= box->y0 && y <= box->y1;
}

void pdf_layout_show(struct pdf_layout *layout, enum pdf_layer layer, const struct pdf_box *boxes, size_t count)
{
    struct pdf_lines *lines = &layout->lines;

    for (size_t index = 0; index < lines->segment_count; index++) {
        struct pdf_segment *segment = &lines->segments[index];
        bool inside = false;

        for (size_t box = 0; segment->layer == layer && box < count && !inside; box++)
            inside = is_inside(lines, segment, &boxes[box]);
        if (inside)
            segment->layer = PDF_LAYER_SHOWN;
    }
}

/* ---- text of blocks ---- */

static bool is_digit(uint32_t character)
{
    return character >= '0' && character <= '9';
}

static bool is_small(uint32_t character)
{
    return character >= 'a' && character <= 'z';
}

static bool ends_in_hyphen(const struct buf *out, uint32_t last, uint32_t next)
{
    return last == SOFT_HYPHEN
           || (last == '-' && is_small(next) && out->size >= 2 && is_small((uint8_t)out->data[out->size - 2]));
}

/* What stands between two lines of a block. A number that goes on in the next line is one number where Chinese is
 * set, for there numbers are divided; Latin words are divided by hyphens alone. */
static void join_lines(struct buf *out, bool goes_on, uint32_t last, uint32_t next)
{
    if (ends_in_hyphen(out, last, next)) {
        out->size -= last == SOFT_HYPHEN ? 2 : 1;
        return;
    }
    if (!goes_on)
        buf_byte(out, ' ');
}

static void write_line(const struct pdf_lines *lines, const struct pdf_line *line, struct buf *out)
{
    for (uint32_t index = line->first; index != PDF_NONE; index = lines->segments[index].next) {
        const struct pdf_segment *segment = &lines->segments[index];

        if (segment->blank_before)
            buf_byte(out, ' ');
        buf_append(out, lines->text.data + segment->text_start, segment->text_size);
    }
}

/* Whether nothing stands between the two lines: Chinese goes on, or a number, which Chinese typesetting divides. */
static bool is_one_word(const struct pdf_lines *lines, const struct pdf_block *block, const struct pdf_line *line,
                        const struct pdf_line *before, const struct buf *out)
{
    const struct pdf_segment *segment = &lines->segments[line->first];

    if (pdf_is_wide(before->last_character) || pdf_is_wide(line->first_character))
        return true;
    if (block->place == GRID_NONE)
        return block->chinese && is_digit(before->last_character) && is_digit(line->first_character);
    return grid_is_cut(&lines->grid.places[block->place], buf_bytes(out), before->end - before->start,
                       bytes_of(lines->text.data + segment->text_start, segment->text_size), line->size);
}

/* The lines from `first` on that are told, up to one that is left out or that perhaps goes on none; returns that, or
 * PDF_NONE. */
static uint32_t write_piece(const struct pdf_lines *lines, const struct pdf_block *block, uint32_t first,
                            struct buf *out)
{
    const struct pdf_line *before = NULL;
    uint32_t index;

    for (index = first; index != PDF_NONE && !lines->lines[index].is_left_out; index = lines->lines[index].next) {
        const struct pdf_line *line = &lines->lines[index];

        if (before != NULL && line->is_doubtful)
            break;
        if (before != NULL)
            join_lines(out, is_one_word(lines, block, line, before, out), before->last_character,
                       line->first_character);
        write_line(lines, line, out);
        before = line;
    }
    return index;
}

/* Leaves out the lines of a block that are no news, unless they stand beside one that is. */
static enum status filter_block(struct pdf_lines *lines, const struct pdf_block *block,
                                const struct pdf_layout_filter *filter, struct buf *scratch)
{
    struct pdf_line *before = NULL;
    bool follows_news = false;

    for (uint32_t index = block->first; index != PDF_NONE; index = lines->lines[index].next) {
        struct pdf_line *line = &lines->lines[index];
        bool is_news;

        buf_clear(scratch);
        write_line(lines, line, scratch);
        is_news = filter->is_news(filter->context, buf_bytes(scratch));
        line->is_left_out = !is_news && !follows_news;
        if (is_news && before != NULL)
            before->is_left_out = false;
        before = line;
        follows_news = is_news;
    }
    return buf_status(scratch);
}

static enum status emit_text(struct extract_job *job, struct text_run run, const char *text, size_t size)
{
    enum status status = STATUS_OK;

    while (size > 0 && status == STATUS_OK) {
        run.utf8 = text;
        run.size = size <= TEXT_RUN_MAX ? size : utf8_floor(text, size, TEXT_RUN_MAX);
        status = extract_emit(job, &run);
        text += run.size;
        size -= run.size;
        run.join = JOIN_GLUED;
    }
    return status;
}

static bool continues_block(const struct pdf_layout *layout, size_t index)
{
    return index > 0 ? pdf_lines_continue(&layout->lines, index)
                     : pdf_lines_continue_page(&layout->lines, &layout->tail);
}

/* Emits what of the block is told; *goes_on: whether what was told last is the end of the block before, and then that
 * of this one. */
static enum status emit_block(struct pdf_layout *layout, size_t number, struct extract_job *job, struct text_run run,
                              struct buf *text, bool *goes_on)
{
    const struct pdf_lines *lines = &layout->lines;
    const struct pdf_block *block = &lines->blocks[number];
    bool continues = *goes_on && continues_block(layout, number);
    enum status status = STATUS_OK;
    uint32_t index = block->first;

    while (index != PDF_NONE && status == STATUS_OK) {
        run.join = index == block->first && continues            ? JOIN_SPACED
                   : *goes_on && lines->lines[index].is_doubtful ? JOIN_LINE
                                                                 : JOIN_BROKEN;
        *goes_on = !lines->lines[index].is_left_out;
        if (!*goes_on) {
            index = lines->lines[index].next;
            continue;
        }
        buf_clear(text);
        index = write_piece(lines, block, index, text);
        status = buf_status(text);
        if (status == STATUS_OK)
            status = emit_text(job, run, text->data, text->size);
    }
    return status;
}

void pdf_layout_end(struct pdf_layout *layout)
{
    layout->tail.size = 0;
}

enum status pdf_layout_finish(struct pdf_layout *layout, struct extract_job *job, const struct text_run *model,
                              const enum text_role roles[PDF_LAYER_COUNT], const struct pdf_layout_filter *filter)
{
    struct pdf_lines *lines = &layout->lines;
    struct buf text = BUF_INIT(TEXT_MAX);
    enum status status = pdf_lines_make(lines, true);
    bool goes_on = true;

    for (size_t index = 0; index < lines->block_count && status == STATUS_OK; index++) {
        struct text_run run = *model;

        run.role = roles[lines->blocks[index].layer];
        run.cell = pdf_lines_cell(lines, &lines->blocks[index]);
        if (filter != NULL)
            status = filter_block(lines, &lines->blocks[index], filter, &text);
        if (status == STATUS_OK)
            status = emit_block(layout, index, job, run, &text, &goes_on);
    }
    buf_free(&text);
    if (lines->block_count > 0)
        layout->tail = pdf_lines_tail(lines);
    if (!goes_on)
        pdf_layout_end(layout);
    forget(layout);
    return status;
}

enum status pdf_layout_text(struct pdf_layout *layout, struct buf *out)
{
    struct pdf_lines *lines = &layout->lines;
    enum status status = pdf_lines_make(lines, false);

    for (size_t index = 0; index < lines->block_count && status == STATUS_OK; index++) {
        if (index > 0)
            buf_byte(out, '\n');
        for (uint32_t line = lines->blocks[index].first; line != PDF_NONE;) {
            line = write_piece(lines, &lines->blocks[index], line, out);
            if (line != PDF_NONE)
                buf_byte(out, ' ');
        }
        status = buf_status(out);
    }
    forget(layout);
    return status;
}
