/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/metafile/drawing.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/array.h"
#include "extract/bitmap.h"
#include "extract/image_sizes.h"
#include "extract/layout_walk.h"
#include "extract/zip/package.h"
#include "text/utf8.h"

enum {
    PROPERTY_SIZE_MAX = 64 << 10,
    OUTLINES_MAX = 200, /* a picture without a letter and with so many filled shapes may have letters among these */
    OLD_BITMAP_SIZE_MIN = IMAGE_ORNAMENT_SIDE * IMAGE_LINE_HEIGHT_LEAST / 8, /* of one that may hold text */
};

/* In sizes of the font: where the baseline of most fonts is in the line. */
#define ASCENT 0.86
#define DESCENT 0.14
/* In what the character takes mostly: what is told of the last one of a line is believed within these. */
#define LAST_WIDTH_MIN 0.3
#define LAST_WIDTH_MAX 2

void drawing_start(struct drawing *drawing, struct extract_job *job)
{
    *drawing = (struct drawing){ .job = job,
                                 .text = BUF_INIT(LAYOUT_TEXT_SIZE_MAX),
                                 .sample = BUF_INIT(DRAWING_SAMPLE_MAX),
                                 .encoding = ENCODING_WINDOWS_1252 };
}

void drawing_free(struct drawing *drawing)
{
    for (unsigned index = 0; index < drawing->rendering_count; index++)
        layout_free(&drawing->renderings[index].layout);
    alloc_free(drawing->characters);
    buf_free(&drawing->text);
    buf_free(&drawing->sample);
}

struct rendering *drawing_begin(struct drawing *drawing)
{
    struct rendering *rendering = &drawing->renderings[drawing->rendering_count++];

    *rendering = (struct rendering){ .layout = LAYOUT_INIT };
    drawing->current = rendering;
    return rendering;
}

/* ---- text ---- */

double drawing_width(uint32_t code_point, double size)
{
    return layout_width(code_point) * size;
}

uint32_t drawing_utf16_next(struct reader *reader)
{
    uint32_t high = reader_u16le(reader);
    struct reader ahead = *reader;
    uint32_t low = high >= 0xD800 && high < 0xDC00 ? reader_u16le(&ahead) : 0;

    if (high < 0xD800 || high >= 0xE000)
        return high;
    if (low < 0xDC00 || low >= 0xE000)
        return UTF8_REPLACEMENT;
    *reader = ahead;
    return 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00);
}

enum status drawing_put(struct drawing *drawing, uint32_t code_point, struct point at)
{
    enum status status = ARRAY_GROW(&drawing->characters, &drawing->character_capacity, drawing->character_count + 1);

    if (status == STATUS_OK)
        drawing->characters[drawing->character_count++] =
            (struct character){ code_point < ' ' || code_point == 0x7F ? ' ' : code_point, at };
    return status;
}

static bool is_blank(uint32_t code_point)
{
    return code_point == ' ' || code_point == 0x3000 || code_point == 0xA0;
}

static double bounded(double value)
{
    return isnan(value) ? 0 : fmax(-GEOMETRY_NUMBER_MAX, fmin(value, GEOMETRY_NUMBER_MAX));
}

static struct point bounded_point(double x, double y)
{
    return (struct point){ bounded(x), bounded(y) };
}

/* How its characters stand in the drawing. */
struct way {
    struct point start, forward, down;
};

static struct way way_of(const struct text_line *line)
{
    double angle = line->turn * M_PI / 180;
    struct way way = { .forward = matrix_turn(line->matrix, (struct point){ cos(angle), sin(angle) }),
                       .down = matrix_turn(line->matrix, (struct point){ -sin(angle), cos(angle) }) };
    double aside = line->side == LINE_FROM_LEFT ? 0 : line->side == LINE_FROM_CENTRE ? line->length / 2 : line->length;
    double below = line->height == LINE_FROM_TOP      ? ASCENT * line->size
                   : line->height == LINE_FROM_BOTTOM ? -DESCENT * line->size
                                                      : 0;

    way.start = bounded_point(line->origin.x - way.forward.x * aside + way.down.x * below,
                              line->origin.y - way.forward.y * aside + way.down.y * below);
    return way;
}

static struct point place_of(const struct way *way, struct point at)
{
    return bounded_point(way->start.x + way->forward.x * at.x + way->down.x * at.y,
                         way->start.y + way->forward.y * at.x + way->down.y * at.y);
}

static enum status piece_add(struct drawing *drawing, struct layout_walk *walk, struct point end)
{
    static const struct text_run run = { .role = TEXT_BODY };
    struct rendering *rendering = drawing->current;
    struct bytes text = bytes_slice(buf_bytes(&drawing->text), walk->start, SIZE_MAX);
    struct point way = { end.x - walk->piece.origin.x, end.y - walk->piece.origin.y };
    enum status status = buf_status(&drawing->text);

    walk->piece.length = bounded(fabs(way.x * walk->piece.along.x + way.y * walk->piece.along.y));
    if (status == STATUS_OK && layout_is_full(&rendering->layout, text.size)) {
        rendering->is_partly_out = true;
        status = layout_emit(&rendering->layout, drawing->job, &run);
    }
    return status == STATUS_OK ? layout_add(&rendering->layout, &walk->piece, text) : status;
}

static void character_write(struct drawing *drawing, uint32_t code_point)
{
    char utf8[4];

    buf_append(&drawing->text, utf8, utf8_encode(code_point, utf8));
    if (code_point == UTF8_REPLACEMENT)
        drawing->current->glyph_count++;
    else if (!is_blank(code_point))
        drawing->current->character_count++;
}

static enum status line_divide(struct drawing *drawing, const struct text_line *line)
{
    struct way way = way_of(line);
    struct layout_walk walk = layout_walk_begin(line->matrix, bounded(line->size), line->turn);
    struct point before = way.start, end = way.start;
    size_t piece_first = 0;
    double width = 0;
    enum status status = STATUS_OK;

    buf_clear(&drawing->text);
    for (size_t index = 0; index < drawing->character_count && status == STATUS_OK; index++) {
        const struct character *character = &drawing->characters[index];
        struct point place = place_of(&way, character->at);

        if (index == 0) {
            layout_walk_restart(&walk, place, 0, false);
        } else if (!layout_walk_goes_on(&walk, before, place, index == piece_first + 1, width)) {
            status = piece_add(drawing, &walk, end);
            layout_walk_restart(&walk, place, drawing->text.size, true);
            piece_first = index;
        }
        character_write(drawing, character->code_point);
        width = drawing_width(character->code_point, fabs(line->size));
        if (index == drawing->character_count - 1 && line->length > 0)
            width = fmax(LAST_WIDTH_MIN * width, fmin(line->length - character->at.x, LAST_WIDTH_MAX * width));
        width = bounded(width * walk.scale);
        before = place;
        end = (struct point){ place.x + walk.piece.along.x * width, place.y + walk.piece.along.y * width };
    }
    return status == STATUS_OK ? piece_add(drawing, &walk, end) : status;
}

enum status drawing_line(struct drawing *drawing, const struct text_line *line)
{
    enum status status = STATUS_OK;

    if (drawing->character_count > 0 && !drawing->is_sampling)
        status = line_divide(drawing, line);
    drawing->character_count = 0;
    return status;
}

enum status drawing_property(struct drawing *drawing, struct bytes utf16, const char *section)
{
    const struct text_run run = { .role = TEXT_METADATA, .join = JOIN_BROKEN, .section = section };
    struct bytes rest = bytes_slice(utf16, 0, PROPERTY_SIZE_MAX);

    while (rest.size > 1 && rest.data[rest.size - 1] == 0 && rest.data[rest.size - 2] == 0)
        rest.size -= 2;
    if (drawing->is_sampling)
        return STATUS_OK;
    buf_clear(&drawing->text);
    while (rest.size > 1 && buf_status(&drawing->text) == STATUS_OK) {
        char utf8[1024];
        struct charset_step step =
            charset_decode(drawing->job->charset, ENCODING_UTF16LE, rest, true, utf8, sizeof utf8);

        buf_append(&drawing->text, utf8, step.produced);
        rest = bytes_slice(rest, step.consumed, SIZE_MAX);
    }
    return buf_status(&drawing->text) == STATUS_OK ? package_emit(drawing->job, &run, buf_bytes(&drawing->text))
                                                   : buf_status(&drawing->text);
}

/* ---- files inside ---- */

enum status drawing_file(struct drawing *drawing, const char *suffix, struct bytes file)
{
    char name[32];

    if (drawing->is_sampling)
        return STATUS_OK;
    if (drawing->picture_count == DRAWING_PICTURES_MAX) {
        drawing->has_strange = true;
        return STATUS_OK;
    }
    snprintf(name, sizeof name, "picture %u.%s", ++drawing->picture_count, suffix);
    return extract_child(drawing->job, &(struct part_hint){ .name = name }, file, NULL);
}

enum status drawing_bitmap(struct drawing *drawing, struct bytes information, struct bytes pixels)
{
    struct bitmap_kind kind;
    struct bytes file;
    enum status status;

    if (drawing->is_sampling || pixels.size == 0)
        return STATUS_OK;
    if (!bitmap_look(information, &kind)) {
        drawing->has_strange |= pixels.size >= OLD_BITMAP_SIZE_MIN;
        return STATUS_OK;
    }
    if (kind.compression == BITMAP_IS_JPEG)
        return drawing_file(drawing, "jpg", pixels);
    if (kind.compression == BITMAP_IS_PNG)
        return drawing_file(drawing, "png", pixels);
    if (kind.width <= INT32_MAX && kind.height <= INT32_MAX && !image_may_hold_text((int)kind.width, (int)kind.height))
        return STATUS_OK;
    status = bitmap_file(drawing->job, information, pixels, &file);
    if (status == STATUS_MALFORMED || status == STATUS_UNSUPPORTED) {
        drawing->is_damaged = true;
        return STATUS_OK;
    }
    return status == STATUS_OK ? drawing_file(drawing, "bmp", file) : status;
}

enum status drawing_embed(struct drawing *drawing, struct bytes metafile)
{
    if (drawing->is_sampling || metafile.size == 0)
        return STATUS_OK;
    if (drawing->embedded_count == DRAWING_EMBEDDED_MAX)
        return drawing_file(drawing, "emf", metafile);
    drawing->embedded[drawing->embedded_count++] = metafile;
    return STATUS_OK;
}

/* ---- the end ---- */

static int compare_code_points(const void *left, const void *right)
{
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;

    return (a > b) - (a < b);
}

/* Its characters in their order, from the heap; NULL when there is no memory. */
static uint32_t *characters_sorted(const struct rendering *rendering)
{
    const struct buf *text = &rendering->layout.text;
    uint32_t *sorted = alloc((size_t)rendering->character_count * sizeof *sorted);
    size_t count = 0;

    if (sorted == NULL)
        return NULL;
    for (size_t offset = 0; offset < text->size && count < rendering->character_count;) {
        struct utf8_step step = utf8_next(text->data + offset, text->size - offset);

        if (!is_blank(step.code_point) && step.code_point != UTF8_REPLACEMENT)
            sorted[count++] = step.code_point;
        offset += step.size;
    }
    qsort(sorted, count, sizeof *sorted, compare_code_points);
    return sorted;
}

/* Whether both have the same characters, however they are cut and placed. */
static enum status renderings_compare(const struct rendering *left, const struct rendering *right, bool *same)
{
    uint32_t *one, *other;
    bool is_possible = left->character_count == right->character_count && left->character_count > 0
                       && !left->is_partly_out && !right->is_partly_out;

    *same = false;
    if (!is_possible)
        return STATUS_OK;
    one = characters_sorted(left);
    other = characters_sorted(right);
    if (one != NULL && other != NULL)
        *same = memcmp(one, other, (size_t)left->character_count * sizeof *one) == 0;
    alloc_free(one);
    alloc_free(other);
    return one != NULL && other != NULL ? STATUS_OK : STATUS_NO_MEMORY;
}

static enum status renderings_emit(struct drawing *drawing)
{
    static const struct text_run run = { .role = TEXT_BODY };
    bool is_known[DRAWING_RENDERINGS_MAX] = { false };
    enum status status = STATUS_OK;

    for (unsigned later = 1; later < drawing->rendering_count; later++)
        for (unsigned earlier = 0; earlier < later && !is_known[later] && status == STATUS_OK; earlier++)
            status = renderings_compare(&drawing->renderings[earlier], &drawing->renderings[later], &is_known[later]);
    for (unsigned index = 0; index < drawing->rendering_count && status == STATUS_OK; index++)
        if (!is_known[index])
            status = layout_emit(&drawing->renderings[index].layout, drawing->job, &run);
    return status;
}

/* Whether what cannot be read of one rendering can be of another, which has at least as many characters. */
static bool is_told_elsewhere(const struct drawing *drawing, const struct rendering *rendering)
{
    for (unsigned index = 0; index < drawing->rendering_count; index++) {
        const struct rendering *other = &drawing->renderings[index];

        if (other != rendering && other->glyph_count == 0
            && other->character_count >= rendering->character_count + rendering->glyph_count)
            return true;
    }
    return false;
}

enum status drawing_finish(struct drawing *drawing)
{
    bool has_letters = drawing->picture_count > 0, has_glyphs = false;
    uint64_t outline_count = 0;
    enum status status = renderings_emit(drawing);

    for (unsigned index = 0; index < drawing->rendering_count; index++) {
        const struct rendering *rendering = &drawing->renderings[index];

        has_glyphs |= rendering->glyph_count > 0 && !is_told_elsewhere(drawing, rendering);
        has_letters |= rendering->character_count > 0 || rendering->glyph_count > 0;
        outline_count += rendering->outline_count;
    }
    if (status == STATUS_OK && has_glyphs)
        status = extract_gap(drawing->job, STATUS_CHARSET, "characters by the numbers of their shapes");
    if (status == STATUS_OK && !has_letters && outline_count >= OUTLINES_MAX)
        status = extract_gap(drawing->job, STATUS_UNSUPPORTED, "shapes that may be letters");
    if (status == STATUS_OK && drawing->has_strange)
        status = extract_gap(drawing->job, STATUS_UNSUPPORTED, "pictures");
    return status == STATUS_OK && drawing->is_damaged ? extract_gap(drawing->job, STATUS_MALFORMED, NULL) : status;
}
