/* SPDX-License-Identifier: Apache-2.0 */
#include "foreign/ole/word_picture.h"

#include <stdlib.h>

#include "foreign/ole/ole_picture.h"
#include "foreign/ole/powerpoint_text.h"

/* 2.9.194: how the picture is kept. */
enum {
    HEADER_SIZE_MIN = 8,
    KIND_SHAPE_OF_FILE = 0x66, /* the name of the file stands before the shape */
    ART_SHAPE = 0xF004,
    OF_HEADERS = 1,
};

/* The drawing behind the header; empty when there is something else. */
static struct bytes shape_of(struct bytes body, uint16_t kind)
{
    struct powerpoint_record record;
    size_t offset = 0;
    bool cut = false;

    if (kind == KIND_SHAPE_OF_FILE && body.size > 0)
        body = bytes_slice(body, 1 + (size_t)body.data[0], body.size);
    /* Some programs leave the kind out. */
    return powerpoint_record_next(body, &offset, &record, &cut) && record.is_container && record.type == ART_SHAPE
               ? body
               : bytes_of(NULL, 0);
}

/* The pictures of a drawing, and what it says. */
static enum status drawing_read(struct ole_pictures *pictures, struct word_text *text, enum text_role role,
                                struct bytes drawing)
{
    struct powerpoint_place place = { .section = "drawing", .role = role };
    enum status status = powerpoint_text_drawing(text->output, &place, drawing);

    return status != STATUS_OK ? status : ole_pictures_walk(pictures, drawing);
}

/* A size, that of the header, the kind; behind the header the shape, and the pictures that it shows. *whole is false
 * when it does not lie in `data`. */
static enum status inline_read(struct ole_pictures *pictures, struct word_text *text, uint32_t place, bool *whole)
{
    struct bytes rest = bytes_slice(text->data, place, text->data.size), body, shape;
    struct reader reader = reader_of(rest);
    uint32_t size = reader_u32le(&reader);
    uint16_t header_size = reader_u16le(&reader), kind = reader_u16le(&reader);

    if (reader.overrun || header_size < HEADER_SIZE_MIN || size < header_size || size > rest.size)
        *whole = false;
    if (reader.overrun || header_size < HEADER_SIZE_MIN)
        return STATUS_OK;
    body = bytes_slice(bytes_slice(rest, 0, size), header_size, size);
    shape = shape_of(body, kind);
    if (shape.size > 0)
        return drawing_read(pictures, text, TEXT_BODY, shape);
    if (body.size == 0)
        return STATUS_OK;
    return ole_pictures_plain(pictures, body, size <= rest.size, "pictures of Word 6 or 95");
}

static int compare_places(const void *left, const void *right)
{
    uint32_t one = *(const uint32_t *)left, other = *(const uint32_t *)right;

    return (one > other) - (one < other);
}

/* Each once, however often the text shows it. */
static enum status inline_pictures(struct ole_pictures *pictures, struct word_text *text)
{
    struct word_places *places = &text->pictures;
    enum status status = STATUS_OK;
    bool whole = true;

    if (places->count > 0)
        qsort(places->items, places->count, sizeof *places->items, compare_places);
    for (size_t index = 0; index < places->count && status == STATUS_OK; index++)
        if (index == 0 || places->items[index] != places->items[index - 1])
            status = inline_read(pictures, text, places->items[index], &whole);
    return status == STATUS_OK && !whole ? extract_gap(pictures->job, STATUS_MALFORMED, "pictures") : status;
}

/* What all drawings share, then each of them behind a byte that says whether it is of the text or of the headers. */
static enum status floating_pictures(struct ole_pictures *pictures, struct word_text *text, struct bytes drawings)
{
    struct powerpoint_record record;
    enum status status = STATUS_OK;
    size_t offset = 0, start;
    bool cut = false;

    for (start = 0; status == STATUS_OK && powerpoint_record_next(drawings, &offset, &record, &cut); start = ++offset) {
        bool of_headers = start > 0 && drawings.data[start - 1] == OF_HEADERS;

        status = drawing_read(pictures, text, of_headers ? TEXT_HEADER : TEXT_BODY,
                              bytes_slice(drawings, start, offset - start));
    }
    return status == STATUS_OK && cut ? extract_gap(pictures->job, STATUS_MALFORMED, "drawings") : status;
}

enum status word_pictures_read(struct word_text *text, struct bytes drawings)
{
    struct ole_pictures pictures;
    enum status status;

    ole_pictures_start(&pictures, text->output->job, text->stream);
    status = inline_pictures(&pictures, text);
    if (status == STATUS_OK)
        status = floating_pictures(&pictures, text, drawings);
    ole_pictures_free(&pictures);
    return status;
}
