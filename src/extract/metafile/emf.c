/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/metafile/emf.h"

#include <math.h>

#include "extract/metafile/device.h"
#include "extract/metafile/emf_plus.h"

/* [MS-EMF] 2.1.1: records that matter to text. */
enum emf_type {
    EMR_HEADER = 1,
    EMR_POLYPOLYGON = 8,
    EMR_SETWINDOWEXTEX = 9,
    EMR_SETWINDOWORGEX = 10,
    EMR_SETVIEWPORTEXTEX = 11,
    EMR_SETVIEWPORTORGEX = 12,
    EMR_EOF = 14,
    EMR_SETMAPMODE = 17,
    EMR_SETTEXTALIGN = 22,
    EMR_MOVETOEX = 27,
    EMR_SCALEVIEWPORTEXTEX = 31,
    EMR_SCALEWINDOWEXTEX = 32,
    EMR_SAVEDC = 33,
    EMR_RESTOREDC = 34,
    EMR_SETWORLDTRANSFORM = 35,
    EMR_MODIFYWORLDTRANSFORM = 36,
    EMR_SELECTOBJECT = 37,
    EMR_DELETEOBJECT = 40,
    EMR_FILLPATH = 62,
    EMR_STROKEANDFILLPATH = 63,
    EMR_GDICOMMENT = 70,
    EMR_BITBLT = 76,
    EMR_STRETCHBLT = 77,
    EMR_MASKBLT = 78,
    EMR_PLGBLT = 79,
    EMR_SETDIBITSTODEVICE = 80,
    EMR_STRETCHDIBITS = 81,
    EMR_EXTCREATEFONTINDIRECTW = 82,
    EMR_EXTTEXTOUTA = 83,
    EMR_EXTTEXTOUTW = 84,
    EMR_POLYPOLYGON16 = 91,
    EMR_POLYTEXTOUTA = 96,
    EMR_POLYTEXTOUTW = 97,
    EMR_SMALLTEXTOUT = 108,
    EMR_ALPHABLEND = 114,
    EMR_TRANSPARENTBLT = 116,
};

/* 2.1.11 */
enum {
    TEXT_IS_GLYPHS = 0x10,
    TEXT_HAS_NO_BOUNDS = 0x100,
    TEXT_IS_SMALL = 0x200,
    TEXT_HAS_PAIRS = 0x2000,
};

/* 2.1.10, 2.3.3 */
#define COMMENT_WINDOWS_METAFILE UINT32_C(0x80000001)
enum {
    COMMENT_EMF_PLUS = 0x2B464D45,
    COMMENT_PUBLIC = 0x43494447,
    COMMENT_BEGIN_GROUP = 2,
    COMMENT_FORMATS = 0x40000004,
    COMMENT_FORMAT_IS_EMF = 0x464D4520,
    COMMENT_FORMAT_IS_EPS = 0x46535045,
    POSTSCRIPT_OFFSET = 32, /* 2.2.6: behind two sizes and three points */
};

enum {
    RECORD_HEADER_SIZE = 8,
    HEADER_SIZE_MIN = 88,
    BOUNDS_SIZE = 16,
    TEXT_OFFSET = 36, /* of the first text object in its record */
    TEXT_OBJECT_SIZE = 40,
    TRANSFORM_IDENTITY = 1,
    TRANSFORM_LEFT = 2,
    TRANSFORM_RIGHT = 3,
    TRANSFORM_SET = 4,
};

struct emf {
    struct drawing *drawing;
    struct rendering *rendering;
    struct device device;
    struct emf_plus plus;
};

static struct point point_next(struct reader *reader)
{
    double x = (int32_t)reader_u32le(reader);

    return (struct point){ x, (int32_t)reader_u32le(reader) };
}

static double float_next(struct reader *reader)
{
    uint32_t bits = reader_u32le(reader);
    float value;

    memcpy(&value, &bits, sizeof value);
    return isfinite(value) ? value : 0;
}

static struct reader body_of(struct bytes record)
{
    return reader_of(bytes_slice(record, RECORD_HEADER_SIZE, SIZE_MAX));
}

/* ---- text ---- */

/* 2.2.5: the object at `offset` of its record. What lies outside is missing. */
static enum status text_object_read(struct emf *emf, struct bytes record, size_t offset, bool is_wide)
{
    struct reader reader = reader_of(bytes_slice(record, offset, TEXT_OBJECT_SIZE));
    struct device_text text = { .reference = point_next(&reader), .is_wide = is_wide, .delta_size = 4 };
    uint32_t count = reader_u32le(&reader), start = reader_u32le(&reader), options = reader_u32le(&reader), deltas;

    (void)reader_take(&reader, BOUNDS_SIZE);
    deltas = reader_u32le(&reader);
    if (reader.overrun) {
        emf->drawing->is_damaged = true;
        return STATUS_OK;
    }
    if ((options & TEXT_IS_GLYPHS) != 0) {
        emf->rendering->glyph_count += bytes_slice(record, start, count).size;
        return STATUS_OK;
    }
    text.string = bytes_slice(record, start, (is_wide ? 2 : 1) * (size_t)count);
    text.has_pairs = (options & TEXT_HAS_PAIRS) != 0;
    if (deltas > 0)
        text.deltas = bytes_slice(record, deltas, SIZE_MAX);
    if (text.string.size < (is_wide ? 2 : 1) * (size_t)count)
        emf->drawing->is_damaged = true;
    return device_text(&emf->device, emf->drawing, &text);
}

/* Strings may overlap, so that they make more text than there is room for in the record: that is no record of any
 * program. */
static enum status poly_text_read(struct emf *emf, struct bytes record, bool is_wide)
{
    uint32_t count = bytes_u32le(record, TEXT_OFFSET);
    size_t offset = TEXT_OFFSET + 4;
    uint64_t sum = 0;
    enum status status = STATUS_OK;

    for (uint32_t index = 0; index < count && status == STATUS_OK; index++) {
        sum += (is_wide ? 2 : 1) * (uint64_t)bytes_u32le(record, offset + 8);
        if (offset + TEXT_OBJECT_SIZE > record.size || sum > record.size) {
            emf->drawing->is_damaged = true;
            break;
        }
        status = text_object_read(emf, record, offset, is_wide);
        offset += TEXT_OBJECT_SIZE;
    }
    return status;
}

/* 2.3.5.37 */
static enum status small_text_read(struct emf *emf, struct bytes record)
{
    struct reader reader = body_of(record);
    struct device_text text = { .reference = point_next(&reader), .delta_size = 4 };
    uint32_t count = reader_u32le(&reader), options = reader_u32le(&reader);
    size_t size;

    (void)reader_take(&reader, 12); /* how graphics are scaled */
    if ((options & TEXT_HAS_NO_BOUNDS) == 0)
        (void)reader_take(&reader, BOUNDS_SIZE);
    text.is_wide = true;
    size = (size_t)count * 2;
    if ((options & TEXT_IS_SMALL) != 0) {
        text.is_wide = false;
        size = count;
    }
    text.string = bytes_slice(bytes_of(reader.next, (size_t)(reader.end - reader.next)), 0, size);
    if (reader.overrun || text.string.size < size)
        emf->drawing->is_damaged = true;
    if ((options & TEXT_IS_GLYPHS) != 0) {
        emf->rendering->glyph_count += text.is_wide ? text.string.size / 2 : text.string.size;
        return STATUS_OK;
    }
    return device_text(&emf->device, emf->drawing, &text);
}

static enum status text_read(struct emf *emf, uint32_t type, struct bytes record)
{
    switch (type) {
    case EMR_EXTTEXTOUTA:
    case EMR_EXTTEXTOUTW:
        return text_object_read(emf, record, TEXT_OFFSET, type == EMR_EXTTEXTOUTW);
    case EMR_POLYTEXTOUTA:
    case EMR_POLYTEXTOUTW:
        return poly_text_read(emf, record, type == EMR_POLYTEXTOUTW);
    default:
        return small_text_read(emf, record);
    }
}

/* ---- states ---- */

/* 2.3.7.8, 2.2.13: the number of the object, and the font. */
static enum status font_read(struct emf *emf, struct bytes record)
{
    struct reader reader = body_of(record);
    uint32_t index = reader_u32le(&reader);
    struct device_font font = { .height = (int32_t)reader_u32le(&reader) };

    (void)reader_u32le(&reader);
    font.turn = (int32_t)reader_u32le(&reader) / 10.0;
    (void)reader_take(&reader, 11); /* orientation, weight, how it is drawn */
    font.charset = reader_u8(&reader);
    if (reader.overrun)
        emf->drawing->is_damaged = true;
    return device_object_set(&emf->device, index, &font);
}

/* 2.2.28 */
static struct matrix matrix_next(struct reader *reader)
{
    double values[6];

    for (int index = 0; index < 6; index++)
        values[index] = float_next(reader);
    return matrix_combine((struct matrix){ values[0], values[1], values[2], values[3], values[4], values[5] },
                          (struct matrix)MATRIX_IDENTITY);
}

static void world_modify(struct device_state *state, struct reader *reader)
{
    struct matrix matrix = matrix_next(reader);

    switch (reader_u32le(reader)) {
    case TRANSFORM_IDENTITY:
        state->world = (struct matrix)MATRIX_IDENTITY;
        break;
    case TRANSFORM_LEFT:
        state->world = matrix_combine(state->world, matrix);
        break;
    case TRANSFORM_RIGHT:
        state->world = matrix_combine(matrix, state->world);
        break;
    case TRANSFORM_SET:
        state->world = matrix;
        break;
    default:
        break;
    }
}

static void extent_scale(struct point *extent, struct reader *reader)
{
    int32_t factors[4];

    for (int index = 0; index < 4; index++)
        factors[index] = (int32_t)reader_u32le(reader);
    device_scale(extent, factors);
}

static void state_set(struct emf *emf, uint32_t type, struct bytes record)
{
    struct device_state *state = &emf->device.state;
    struct reader reader = body_of(record);

    switch (type) {
    case EMR_SETWINDOWEXTEX:
        state->window_extent = point_next(&reader);
        break;
    case EMR_SETWINDOWORGEX:
        state->window = point_next(&reader);
        break;
    case EMR_SETVIEWPORTEXTEX:
        state->viewport_extent = point_next(&reader);
        break;
    case EMR_SETVIEWPORTORGEX:
        state->viewport = point_next(&reader);
        break;
    case EMR_SCALEVIEWPORTEXTEX:
        extent_scale(&state->viewport_extent, &reader);
        break;
    case EMR_SCALEWINDOWEXTEX:
        extent_scale(&state->window_extent, &reader);
        break;
    case EMR_SETMAPMODE:
        state->mapping = reader_u32le(&reader);
        break;
    case EMR_SETTEXTALIGN:
        state->alignment = reader_u32le(&reader);
        break;
    case EMR_MOVETOEX:
        state->position = point_next(&reader);
        break;
    case EMR_SETWORLDTRANSFORM:
        state->world = matrix_next(&reader);
        break;
    case EMR_MODIFYWORLDTRANSFORM:
        world_modify(state, &reader);
        break;
    case EMR_RESTOREDC:
        device_restore(&emf->device, (int32_t)reader_u32le(&reader));
        break;
    case EMR_SELECTOBJECT:
        device_select(&emf->device, reader_u32le(&reader));
        break;
    case EMR_DELETEOBJECT:
        device_object_delete(&emf->device, reader_u32le(&reader));
        break;
    default:
        break;
    }
}

/* ---- pictures ---- */

/* Where the record tells the places of header and pixels; 0: it has none. */
static size_t bitmap_place(uint32_t type)
{
    switch (type) {
    case EMR_SETDIBITSTODEVICE:
    case EMR_STRETCHDIBITS:
        return 48;
    case EMR_BITBLT:
    case EMR_STRETCHBLT:
    case EMR_MASKBLT:
    case EMR_ALPHABLEND:
    case EMR_TRANSPARENTBLT:
        return 84;
    case EMR_PLGBLT:
        return 96;
    default:
        return 0;
    }
}

static enum status bitmap_read(struct emf *emf, struct bytes record, size_t place)
{
    struct bytes information = bytes_slice(record, bytes_u32le(record, place), bytes_u32le(record, place + 4));
    struct bytes pixels = bytes_slice(record, bytes_u32le(record, place + 8), bytes_u32le(record, place + 12));

    return drawing_bitmap(emf->drawing, information, pixels);
}

/* ---- comments ---- */

/* 2.3.3.4.3, 2.2.8: forms of the same picture for other programs, by their places in the comment. */
static enum status formats_read(struct emf *emf, struct bytes comment, struct reader *reader)
{
    uint64_t sum = 0;
    uint32_t count;
    enum status status = STATUS_OK;

    (void)reader_take(reader, BOUNDS_SIZE);
    count = reader_u32le(reader);
    for (uint32_t index = 0; index < count && status == STATUS_OK; index++) {
        uint32_t signature = reader_u32le(reader), version = reader_u32le(reader);
        uint32_t size = reader_u32le(reader), offset = reader_u32le(reader);
        struct bytes file = bytes_slice(comment, offset, size);

        (void)version;
        sum += size;
        if (reader->overrun || file.size < size || sum > comment.size) { /* they do not overlap */
            emf->drawing->is_damaged = true;
            break;
        }
        if (signature == COMMENT_FORMAT_IS_EMF)
            status = drawing_embed(emf->drawing, file);
        else if (signature == COMMENT_FORMAT_IS_EPS)
            status = drawing_file(emf->drawing, "eps", bytes_slice(file, POSTSCRIPT_OFFSET, SIZE_MAX));
        else
            status = drawing_file(emf->drawing, "format", file); /* Mac OS has PDF here */
    }
    return status;
}

static enum status public_comment_read(struct emf *emf, struct bytes comment, struct reader *reader)
{
    uint32_t size;

    switch (reader_u32le(reader)) {
    case COMMENT_WINDOWS_METAFILE:
        (void)reader_take(reader, 12); /* version, checksum, flags */
        size = reader_u32le(reader);
        return drawing_embed(emf->drawing,
                             bytes_slice(reader_rest(reader), 0, size));
    case COMMENT_BEGIN_GROUP:
        (void)reader_take(reader, BOUNDS_SIZE);
        size = reader_u32le(reader);
        return drawing_property(
            emf->drawing,
            bytes_slice(reader_rest(reader), 0, 2 * (size_t)size), "group");
    case COMMENT_FORMATS:
        return formats_read(emf, comment, reader);
    default:
        return STATUS_OK;
    }
}

static enum status comment_read(struct emf *emf, struct bytes record)
{
    struct reader reader = body_of(record);
    uint32_t size = reader_u32le(&reader);
    struct bytes data = bytes_slice(bytes_of(reader.next, (size_t)(reader.end - reader.next)), 0, size);
    struct reader inside = reader_of(data);
    enum status status = STATUS_OK;

    switch (reader_u32le(&inside)) {
    case COMMENT_EMF_PLUS:
        if (data.size < size)
            emf->drawing->is_damaged = true;
        status = emf_plus_play(&emf->plus, bytes_slice(data, 4, SIZE_MAX));
        emf->drawing->current = emf->rendering;
        return status;
    case COMMENT_PUBLIC:
        return public_comment_read(emf, data, &inside);
    default:
        return STATUS_OK;
    }
}

/* ---- records ---- */

/* 2.2.9: which program made it, and what it is called, each ended by a zero. */
static enum status header_read(struct emf *emf, struct bytes record)
{
    size_t count = bytes_u32le(record, 60), offset = bytes_u32le(record, 64);
    struct bytes description = bytes_slice(record, offset, 2 * count);
    enum status status = STATUS_OK;

    if (record.size < HEADER_SIZE_MIN || count == 0 || offset == 0)
        return STATUS_OK;
    while (description.size > 1 && status == STATUS_OK) {
        size_t size = 0;

        while (size + 1 < description.size && (description.data[size] | description.data[size + 1]) != 0)
            size += 2;
        if (size > 0)
            status = drawing_property(emf->drawing, bytes_slice(description, 0, size), "description");
        description = bytes_slice(description, size + 2, SIZE_MAX);
    }
    return status;
}

static enum status record_play(struct emf *emf, uint32_t type, struct bytes record)
{
    size_t place = bitmap_place(type);

    if (place > 0)
        return bitmap_read(emf, record, place);
    switch (type) {
    case EMR_HEADER:
        return header_read(emf, record);
    case EMR_EXTCREATEFONTINDIRECTW:
        return font_read(emf, record);
    case EMR_SAVEDC:
        return device_save(&emf->device);
    case EMR_EXTTEXTOUTA:
    case EMR_EXTTEXTOUTW:
    case EMR_POLYTEXTOUTA:
    case EMR_POLYTEXTOUTW:
    case EMR_SMALLTEXTOUT:
        return text_read(emf, type, record);
    case EMR_GDICOMMENT:
        return comment_read(emf, record);
    case EMR_POLYPOLYGON:
    case EMR_POLYPOLYGON16:
    case EMR_FILLPATH:
    case EMR_STROKEANDFILLPATH:
        emf->rendering->outline_count++;
        return STATUS_OK;
    default:
        state_set(emf, type, record);
        return STATUS_OK;
    }
}

/* 2.3.4.2: " EMF" at its place, in a header of a plausible size. */
bool emf_recognise(struct bytes input)
{
    return input.size >= HEADER_SIZE_MIN && bytes_u32le(input, 0) == EMR_HEADER && bytes_u32le(input, 4) >= HEADER_SIZE_MIN
           && memcmp(input.data + 40, " EMF", 4) == 0;
}

static enum status records_play(struct emf *emf, struct bytes input, size_t *end)
{
    enum status status = STATUS_OK;
    bool has_ended = false;

    for (*end = 0; input.size - *end >= RECORD_HEADER_SIZE && !has_ended && status == STATUS_OK;) {
        struct bytes rest = bytes_slice(input, *end, SIZE_MAX);
        uint32_t type = bytes_u32le(rest, 0), size = bytes_u32le(rest, 4);

        if (size < RECORD_HEADER_SIZE || size % 4 != 0)
            break;
        status = extract_progress(emf->drawing->job, 0);
        if (status == STATUS_OK)
            status = record_play(emf, type, bytes_slice(rest, 0, size));
        has_ended = type == EMR_EOF && size <= rest.size;
        if (size > rest.size)
            break;
        *end += size;
    }
    if (!has_ended) {
        emf->drawing->is_damaged = true;
        *end = input.size;
    }
    return status;
}

enum status emf_play(struct drawing *drawing, struct bytes input, size_t *end)
{
    struct emf emf = { .drawing = drawing, .rendering = drawing_begin(drawing) };
    enum status status;

    device_start(&emf.device);
    emf_plus_start(&emf.plus, drawing);
    status = records_play(&emf, input, end);
    emf_plus_free(&emf.plus);
    device_free(&emf.device);
    return status;
}
