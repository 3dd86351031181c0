/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/metafile/wmf.h"

#include "extract/bitmap.h"
#include "extract/metafile/device.h"

/* [MS-WMF] 2.1.1.1: records that matter to text. */
enum wmf_type {
    META_EOF = 0x0000,
    META_SAVEDC = 0x001E,
    META_CREATEPALETTE = 0x00F7,
    META_SETMAPMODE = 0x0103,
    META_RESTOREDC = 0x0127,
    META_SELECTOBJECT = 0x012D,
    META_SETTEXTALIGN = 0x012E,
    META_DIBCREATEPATTERNBRUSH = 0x0142,
    META_DELETEOBJECT = 0x01F0,
    META_CREATEPATTERNBRUSH = 0x01F9,
    META_SETWINDOWORG = 0x020B,
    META_SETWINDOWEXT = 0x020C,
    META_SETVIEWPORTORG = 0x020D,
    META_SETVIEWPORTEXT = 0x020E,
    META_OFFSETWINDOWORG = 0x020F,
    META_OFFSETVIEWPORTORG = 0x0211,
    META_MOVETO = 0x0214,
    META_CREATEPENINDIRECT = 0x02FA,
    META_CREATEFONTINDIRECT = 0x02FB,
    META_CREATEBRUSHINDIRECT = 0x02FC,
    META_SCALEWINDOWEXT = 0x0410,
    META_SCALEVIEWPORTEXT = 0x0412,
    META_TEXTOUT = 0x0521,
    META_POLYPOLYGON = 0x0538,
    META_ESCAPE = 0x0626,
    META_CREATEREGION = 0x06FF,
    META_DIBBITBLT = 0x0940,
    META_EXTTEXTOUT = 0x0A32,
    META_DIBSTRETCHBLT = 0x0B41,
    META_SETDIBTODEV = 0x0D33,
    META_STRETCHDIB = 0x0F43,
};

enum {
    PLACEABLE_SIZE = 22,
    HEADER_SIZE = 18,
    RECORD_HEADER_SIZE = 6,
    TEXT_IS_OPAQUE = 2, /* 2.1.2.2 */
    TEXT_IS_CLIPPED = 4,
    TEXT_IS_GLYPHS = 0x10,
    TEXT_HAS_PAIRS = 0x2000,
    RECTANGLE_SIZE = 8,
    ESCAPE_COMMENT = 0x000F, /* 2.1.1.17 */
    COMMENT_WMFC = 0x43464D57,
    COMMENT_IS_METAFILE = 1,
    EMBEDDED_SIZE_MAX = 64 << 20,
    OFFICE_SIGNATURE = 0x4F4F, /* OpenOffice.org's own comments */
    OFFICE_NUMBER = 0x000A2C2A,
    OFFICE_UNICODE = 2,
};

struct wmf {
    struct drawing *drawing;
    struct rendering *rendering;
    struct device device;
    struct buf embedded; /* a metafile of 32 bits, which comes in pieces */
};

/* Most records have the vertical coordinate first. */
static struct point point_next(struct reader *reader)
{
    double y = (int16_t)reader_u16le(reader);

    return (struct point){ (int16_t)reader_u16le(reader), y };
}

/* ---- text ---- */

static struct bytes string_next(struct wmf *wmf, struct reader *reader, size_t size)
{
    struct bytes string = bytes_slice(reader_rest(reader), 0, size);

    if (string.size < size)
        wmf->drawing->is_damaged = true;
    (void)reader_take(reader, string.size);
    if (size % 2 != 0 && reader->next < reader->end)
        (void)reader_u8(reader);
    return string;
}

/* 2.3.3.20 */
static enum status text_read(struct wmf *wmf, struct reader *reader)
{
    struct device_text text = { .delta_size = 2 };

    text.string = string_next(wmf, reader, reader_u16le(reader));
    text.reference = point_next(reader);
    return device_text(&wmf->device, wmf->drawing, &text);
}

/* 2.3.3.5 */
static enum status extended_text_read(struct wmf *wmf, struct reader *reader)
{
    struct device_text text = { .reference = point_next(reader), .delta_size = 2 };
    uint16_t size = reader_u16le(reader), options = reader_u16le(reader);

    if ((options & (TEXT_IS_OPAQUE | TEXT_IS_CLIPPED)) != 0)
        (void)reader_take(reader, RECTANGLE_SIZE);
    text.string = string_next(wmf, reader, size);
    text.deltas = reader_rest(reader);
    text.has_pairs = (options & TEXT_HAS_PAIRS) != 0;
    if ((options & TEXT_IS_GLYPHS) != 0) {
        wmf->rendering->glyph_count += text.string.size / 2;
        return STATUS_OK;
    }
    return device_text(&wmf->device, wmf->drawing, &text);
}

/* ---- states ---- */

/* 2.2.1.2 */
static enum status font_read(struct wmf *wmf, struct reader *reader)
{
    struct device_font font = { .height = (int16_t)reader_u16le(reader) };

    (void)reader_u16le(reader);
    font.turn = (int16_t)reader_u16le(reader) / 10.0;
    (void)reader_take(reader, 7); /* orientation, weight, how it is drawn */
    font.charset = reader_u8(reader);
    return device_object_add(&wmf->device, &font);
}

/* The denominator and the numerator of either direction, from the last one. */
static void extent_scale(struct point *extent, struct reader *reader)
{
    int32_t factors[4];

    for (int index = 4; index-- > 0;)
        factors[index] = (int16_t)reader_u16le(reader);
    device_scale(extent, (const int32_t[4]){ factors[2], factors[3], factors[0], factors[1] });
}

static void origin_move(struct point *origin, struct point by)
{
    origin->x += by.x;
    origin->y += by.y;
}

static void state_set(struct wmf *wmf, uint16_t function, struct reader *reader)
{
    struct device_state *state = &wmf->device.state;

    switch (function) {
    case META_SETMAPMODE:
        state->mapping = reader_u16le(reader);
        break;
    case META_SETTEXTALIGN:
        state->alignment = reader_u16le(reader);
        break;
    case META_SETWINDOWORG:
        state->window = point_next(reader);
        break;
    case META_SETWINDOWEXT:
        state->window_extent = point_next(reader);
        break;
    case META_SETVIEWPORTORG:
        state->viewport = point_next(reader);
        break;
    case META_SETVIEWPORTEXT:
        state->viewport_extent = point_next(reader);
        break;
    case META_OFFSETWINDOWORG:
        origin_move(&state->window, point_next(reader));
        break;
    case META_OFFSETVIEWPORTORG:
        origin_move(&state->viewport, point_next(reader));
        break;
    case META_SCALEWINDOWEXT:
        extent_scale(&state->window_extent, reader);
        break;
    case META_SCALEVIEWPORTEXT:
        extent_scale(&state->viewport_extent, reader);
        break;
    case META_MOVETO:
        state->position = point_next(reader);
        break;
    case META_RESTOREDC:
        device_restore(&wmf->device, (int16_t)reader_u16le(reader));
        break;
    case META_SELECTOBJECT:
        device_select(&wmf->device, reader_u16le(reader));
        break;
    case META_DELETEOBJECT:
        device_object_delete(&wmf->device, reader_u16le(reader));
        break;
    default:
        break;
    }
}

/* ---- pictures ---- */

/* Where the bitmap begins behind the numbers of its record; 0: there is none. */
static size_t bitmap_place(uint16_t function)
{
    switch (function) {
    case META_DIBBITBLT:
        return 16;
    case META_SETDIBTODEV:
        return 18;
    case META_DIBSTRETCHBLT:
        return 20;
    case META_STRETCHDIB:
        return 22;
    default:
        return 0;
    }
}

static enum status bitmap_read(struct wmf *wmf, struct bytes bitmap)
{
    uint64_t start = bitmap_pixels_offset(bitmap);

    if (start > bitmap.size)
        return drawing_bitmap(wmf->drawing, bytes_of(NULL, 0), bitmap);
    return drawing_bitmap(wmf->drawing, bytes_slice(bitmap, 0, (size_t)start),
                          bytes_slice(bitmap, (size_t)start, SIZE_MAX));
}

/* ---- comments ---- */

/* What has come of it must live as long as the drawing. */
static enum status embedded_finish(struct wmf *wmf)
{
    struct bytes whole = buf_bytes(&wmf->embedded);
    uint8_t *kept;
    enum status status;

    if (whole.size == 0)
        return STATUS_OK;
    status = extract_expand(wmf->drawing->job, whole.size, whole.size, &kept);
    if (status != STATUS_OK)
        return status;
    memcpy(kept, whole.data, whole.size);
    buf_clear(&wmf->embedded);
    return drawing_embed(wmf->drawing, bytes_of(kept, whole.size));
}

/* 2.3.6.25: a piece of the metafile from which this one was made. */
static enum status embedded_read(struct wmf *wmf, struct reader *reader)
{
    uint32_t size, missing;
    struct bytes piece;

    (void)reader_take(reader, 4 + 2 + 4 + 4); /* version, checksum, flags, how many pieces there are */
    size = reader_u32le(reader);
    missing = reader_u32le(reader);
    (void)reader_u32le(reader);
    piece = bytes_slice(reader_rest(reader), 0, size);
    if (piece.size < size)
        wmf->drawing->is_damaged = true;
    if (wmf->drawing->is_sampling)
        return STATUS_OK;
    buf_append(&wmf->embedded, piece.data, piece.size);
    if (buf_status(&wmf->embedded) == STATUS_NO_MEMORY)
        return STATUS_NO_MEMORY;
    wmf->drawing->is_damaged |= buf_status(&wmf->embedded) != STATUS_OK;
    return missing == 0 ? embedded_finish(wmf) : STATUS_OK;
}

/* What OpenOffice.org and LibreOffice write where the text has no code in the font's encoding: a checksum, the kind,
 * and for Unicode the place, the string, and how far each character ends from there. */
static enum status office_comment_read(struct wmf *wmf, struct reader *reader)
{
    struct device_text text = { .is_wide = true };
    uint32_t kind, count;

    (void)reader_u32le(reader);
    kind = reader_u32le(reader);
    if (kind != OFFICE_UNICODE)
        return STATUS_OK;
    text.reference.x = (int32_t)reader_u32le(reader);
    text.reference.y = (int32_t)reader_u32le(reader);
    count = reader_u32le(reader);
    text.string = bytes_slice(reader_rest(reader), 0, 2 * (size_t)count);
    return device_text(&wmf->device, wmf->drawing, &text);
}

static enum status escape_read(struct wmf *wmf, struct reader *reader)
{
    uint16_t function = reader_u16le(reader), size = reader_u16le(reader);
    struct bytes data = bytes_slice(reader_rest(reader), 0, size);
    struct reader inside = reader_of(data);

    if (function != ESCAPE_COMMENT)
        return STATUS_OK;
    if (bytes_u32le(data, 0) == COMMENT_WMFC && bytes_u32le(data, 4) == COMMENT_IS_METAFILE) {
        (void)reader_take(&inside, 8);
        return embedded_read(wmf, &inside);
    }
    if (bytes_u16le(data, 0) == OFFICE_SIGNATURE && bytes_u32le(data, 2) == OFFICE_NUMBER) {
        (void)reader_take(&inside, 6);
        return office_comment_read(wmf, &inside);
    }
    return STATUS_OK;
}

/* ---- records ---- */

static enum status record_play(struct wmf *wmf, uint16_t function, struct bytes body)
{
    struct reader reader = reader_of(body);
    size_t place = bitmap_place(function);

    if (place > 0)
        return body.size > place ? bitmap_read(wmf, bytes_slice(body, place, SIZE_MAX)) : STATUS_OK;
    switch (function) {
    case META_TEXTOUT:
        return text_read(wmf, &reader);
    case META_EXTTEXTOUT:
        return extended_text_read(wmf, &reader);
    case META_ESCAPE:
        return escape_read(wmf, &reader);
    case META_SAVEDC:
        return device_save(&wmf->device);
    case META_CREATEFONTINDIRECT:
        return font_read(wmf, &reader);
    case META_CREATEPALETTE:
    case META_DIBCREATEPATTERNBRUSH:
    case META_CREATEPATTERNBRUSH:
    case META_CREATEPENINDIRECT:
    case META_CREATEBRUSHINDIRECT:
    case META_CREATEREGION:
        return device_object_add(&wmf->device, NULL);
    case META_POLYPOLYGON:
        wmf->rendering->outline_count++;
        return STATUS_OK;
    default:
        state_set(wmf, function, &reader);
        return STATUS_OK;
    }
}

static size_t header_offset(struct bytes input)
{
    return bytes_start_with(input, "\xD7\xCD\xC6\x9A", 4) ? PLACEABLE_SIZE : 0;
}

/* 2.3.2.2: in memory or on disk, a header of nine words, a version that was ever written. */
bool wmf_recognise(struct bytes input)
{
    struct bytes header = bytes_slice(input, header_offset(input), HEADER_SIZE);
    uint16_t type = bytes_u16le(header, 0), version = bytes_u16le(header, 4);

    return header.size == HEADER_SIZE && (type == 1 || type == 2) && bytes_u16le(header, 2) == HEADER_SIZE / 2
           && (version == 0x0100 || version == 0x0300);
}

static enum status records_play(struct wmf *wmf, struct bytes input, size_t *end)
{
    enum status status = STATUS_OK;
    bool has_ended = false;

    *end = header_offset(input) + HEADER_SIZE;
    while (input.size - *end >= RECORD_HEADER_SIZE && !has_ended && status == STATUS_OK) {
        struct bytes rest = bytes_slice(input, *end, SIZE_MAX);
        uint64_t size = 2 * (uint64_t)bytes_u32le(rest, 0);
        uint16_t function = bytes_u16le(rest, 4);

        if (size < RECORD_HEADER_SIZE)
            break;
        status = extract_progress(wmf->drawing->job, 0);
        if (status == STATUS_OK)
            status = record_play(wmf, function,
                                 bytes_slice(bytes_slice(rest, 0, (size_t)size), RECORD_HEADER_SIZE, SIZE_MAX));
        has_ended = function == META_EOF && size <= rest.size;
        if (size > rest.size)
            break;
        *end += (size_t)size;
    }
    if (!has_ended) {
        wmf->drawing->is_damaged = true;
        *end = input.size;
    }
    return status;
}

enum status wmf_play(struct drawing *drawing, struct bytes input, size_t *end)
{
    struct wmf wmf = { .drawing = drawing,
                       .rendering = drawing_begin(drawing),
                       .embedded = BUF_INIT(EMBEDDED_SIZE_MAX) };
    enum status status;

    device_start(&wmf.device);
    status = records_play(&wmf, input, end);
    drawing->is_damaged |= wmf.embedded.size > 0; /* a piece is missing */
    if (status == STATUS_OK)
        status = embedded_finish(&wmf);
    buf_free(&wmf.embedded);
    device_free(&wmf.device);
    return status;
}
