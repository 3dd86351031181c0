/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/metafile/emf_plus.h"

#include <math.h>

/* [MS-EMFPLUS] 2.1.1.1: records that matter to text. */
enum plus_type {
    PLUS_OBJECT = 0x4008,
    PLUS_FILL_PATH = 0x4014,
    PLUS_DRAW_STRING = 0x401C,
    PLUS_SAVE = 0x4025,
    PLUS_RESTORE = 0x4026,
    PLUS_BEGIN_CONTAINER = 0x4027,
    PLUS_BEGIN_CONTAINER_PLAIN = 0x4028,
    PLUS_END_CONTAINER = 0x4029,
    PLUS_SET_WORLD = 0x402A,
    PLUS_RESET_WORLD = 0x402B,
    PLUS_MULTIPLY_WORLD = 0x402C,
    PLUS_TRANSLATE_WORLD = 0x402D,
    PLUS_SCALE_WORLD = 0x402E,
    PLUS_ROTATE_WORLD = 0x402F,
    PLUS_DRAW_DRIVER_STRING = 0x4036,
};

enum {
    RECORD_HEADER_SIZE = 12,
    OBJECT_GOES_ON = 0x8000,
    OBJECT_IMAGE = 5, /* 2.1.1.22 */
    OBJECT_FONT = 6,
    OBJECT_FORMAT = 7,
    OBJECT_SIZE_MAX = 64 << 20,
    IMAGE_BITMAP = 1, /* 2.1.1.15 */
    IMAGE_METAFILE = 2,
    BITMAP_IS_FILE = 1, /* 2.1.1.2 */
    MATRIX_IS_LAST = 0x2000,
    STRINGS_ARE_CHARACTERS = 1, /* 2.1.2.4 */
    STRINGS_ADVANCE = 4,
    ALIGNED_CENTRE = 1, /* 2.1.1.28 */
    ALIGNED_FAR = 2,
    UNIT_POINT = 3, /* 2.1.1.32 */
};

#define LINE_STEP 1.2
#define DEFAULT_SIZE 12.0

void emf_plus_start(struct emf_plus *plus, struct drawing *drawing)
{
    *plus = (struct emf_plus){ .drawing = drawing, .world = MATRIX_IDENTITY, .object = BUF_INIT(OBJECT_SIZE_MAX) };
}

void emf_plus_free(struct emf_plus *plus)
{
    buf_free(&plus->object);
}

static double float_next(struct reader *reader)
{
    uint32_t bits = reader_u32le(reader);
    float value;

    memcpy(&value, &bits, sizeof value);
    return isfinite(value) ? fmax(-GEOMETRY_NUMBER_MAX, fmin(value, GEOMETRY_NUMBER_MAX)) : 0;
}

/* ---- objects ---- */

static void font_read(struct emf_plus *plus, size_t index, struct reader *reader)
{
    /* Pixels at 96 to the inch: points, inches, three hundredths of an inch, millimetres; others are as they are. */
    static const double units[] = { 96.0 / 72, 96, 96.0 / 300, 96 / 25.4 };
    double size;
    uint32_t unit;

    (void)reader_u32le(reader);
    size = fabs(float_next(reader));
    unit = reader_u32le(reader) - UNIT_POINT;
    plus->font_sizes[index] = unit < sizeof units / sizeof *units ? size * units[unit] : size;
}

static void format_read(struct emf_plus *plus, size_t index, struct reader *reader)
{
    (void)reader_take(reader, 12); /* version, flags, language */
    plus->formats[index] = (struct plus_format){ .horizontal = reader_u32le(reader) };
    plus->formats[index].vertical = reader_u32le(reader);
}

/* 2.2.1.4: a file of another format, another metafile, or pixels. */
static enum status image_read(struct emf_plus *plus, struct reader *reader)
{
    struct drawing *drawing = plus->drawing;
    uint32_t kind, size;

    (void)reader_u32le(reader);
    kind = reader_u32le(reader);
    if (kind == IMAGE_METAFILE) {
        (void)reader_u32le(reader);
        size = reader_u32le(reader);
        return drawing_file(drawing, "emf", bytes_slice(reader_rest(reader), 0, size));
    }
    if (kind != IMAGE_BITMAP)
        return STATUS_OK;
    (void)reader_take(reader, 16); /* width, height, size of a line, kind of pixels */
    if (reader_u32le(reader) == BITMAP_IS_FILE)
        return drawing_file(drawing, "image", reader_rest(reader));
    drawing->has_strange = true;
    return STATUS_OK;
}

static enum status object_read(struct emf_plus *plus, uint16_t flags, struct bytes data)
{
    size_t index = flags & 0xFF;
    struct reader reader = reader_of(data);

    if (index >= PLUS_OBJECTS)
        return STATUS_OK;
    switch (flags >> 8 & 0x7F) {
    case OBJECT_FONT:
        font_read(plus, index, &reader);
        return STATUS_OK;
    case OBJECT_FORMAT:
        format_read(plus, index, &reader);
        return STATUS_OK;
    case OBJECT_IMAGE:
        return image_read(plus, &reader);
    default:
        return STATUS_OK;
    }
}

/* 2.3.5.1: what is large comes in pieces, of which all but the last tell the size of the whole. */
static enum status object_piece_read(struct emf_plus *plus, uint16_t flags, struct bytes data)
{
    bool goes_on = (flags & OBJECT_GOES_ON) != 0;
    uint8_t *kept;
    enum status status;

    if (!goes_on && plus->object.size == 0)
        return object_read(plus, flags, data);
    if (plus->drawing->is_sampling)
        return STATUS_OK;
    buf_append(&plus->object, goes_on ? bytes_slice(data, 4, SIZE_MAX).data : data.data,
               goes_on ? bytes_slice(data, 4, SIZE_MAX).size : data.size);
    if (buf_status(&plus->object) == STATUS_NO_MEMORY)
        return STATUS_NO_MEMORY;
    plus->drawing->is_damaged |= buf_status(&plus->object) != STATUS_OK;
    if (goes_on || plus->object.size == 0)
        return STATUS_OK;
    status = extract_expand(plus->drawing->job, plus->object.size, plus->object.size, &kept);
    if (status != STATUS_OK)
        return status;
    memcpy(kept, plus->object.data, plus->object.size);
    data = bytes_of(kept, plus->object.size);
    buf_clear(&plus->object);
    return object_read(plus, flags, data);
}

/* ---- states ---- */

static struct matrix matrix_next(struct reader *reader)
{
    double values[6];

    for (int index = 0; index < 6; index++)
        values[index] = float_next(reader);
    return (struct matrix){ values[0], values[1], values[2], values[3], values[4], values[5] };
}

static void world_multiply(struct emf_plus *plus, uint16_t flags, struct matrix matrix)
{
    plus->world =
        (flags & MATRIX_IS_LAST) != 0 ? matrix_combine(matrix, plus->world) : matrix_combine(plus->world, matrix);
}

static void world_save(struct emf_plus *plus, uint32_t index)
{
    if (plus->saved_count == PLUS_SAVED_MAX)
        return;
    plus->saved[plus->saved_count].index = index;
    plus->saved[plus->saved_count++].world = plus->world;
}

static void world_restore(struct emf_plus *plus, uint32_t index)
{
    for (size_t place = plus->saved_count; place-- > 0;) {
        if (plus->saved[place].index != index)
            continue;
        plus->world = plus->saved[place].world;
        plus->saved_count = place;
        return;
    }
}

/* 2.3.7.1: what is drawn in one rectangle appears in another. */
static void container_begin(struct emf_plus *plus, struct reader *reader)
{
    double to[4], from[4], x, y;

    for (int index = 0; index < 4; index++)
        to[index] = float_next(reader);
    for (int index = 0; index < 4; index++)
        from[index] = float_next(reader);
    world_save(plus, reader_u32le(reader));
    x = from[2] != 0 ? to[2] / from[2] : 1;
    y = from[3] != 0 ? to[3] / from[3] : 1;
    plus->world = matrix_combine(plus->world, (struct matrix){ x, 0, 0, y, to[0] - x * from[0], to[1] - y * from[1] });
}

static void state_set(struct emf_plus *plus, uint16_t type, uint16_t flags, struct reader *reader)
{
    struct matrix matrix = MATRIX_IDENTITY;
    double angle;

    switch (type) {
    case PLUS_SAVE:
    case PLUS_BEGIN_CONTAINER_PLAIN:
        world_save(plus, reader_u32le(reader));
        break;
    case PLUS_RESTORE:
    case PLUS_END_CONTAINER:
        world_restore(plus, reader_u32le(reader));
        break;
    case PLUS_BEGIN_CONTAINER:
        container_begin(plus, reader);
        break;
    case PLUS_SET_WORLD:
        plus->world = matrix_combine(matrix_next(reader), matrix);
        break;
    case PLUS_RESET_WORLD:
        plus->world = matrix;
        break;
    case PLUS_MULTIPLY_WORLD:
        world_multiply(plus, flags, matrix_next(reader));
        break;
    case PLUS_TRANSLATE_WORLD:
        matrix.e = float_next(reader);
        matrix.f = float_next(reader);
        world_multiply(plus, flags, matrix);
        break;
    case PLUS_SCALE_WORLD:
        matrix.a = float_next(reader);
        matrix.d = float_next(reader);
        world_multiply(plus, flags, matrix);
        break;
    case PLUS_ROTATE_WORLD:
        angle = float_next(reader) * M_PI / 180;
        world_multiply(plus, flags, (struct matrix){ cos(angle), sin(angle), -sin(angle), cos(angle), 0, 0 });
        break;
    default:
        break;
    }
}

/* ---- text ---- */

static double size_of(const struct emf_plus *plus, uint16_t flags)
{
    size_t index = flags & 0xFF;

    return index < PLUS_OBJECTS && plus->font_sizes[index] > 0 ? plus->font_sizes[index] : DEFAULT_SIZE;
}

/* Puts the characters up to the end of the line or of the string, and returns the length of what they take. */
static enum status line_put(struct drawing *drawing, struct reader *reader, double size, double *length)
{
    enum status status = STATUS_OK;
    bool has_ended = false;

    *length = 0;
    while (reader->end - reader->next >= 2 && !has_ended && status == STATUS_OK) {
        uint32_t code_point = drawing_utf16_next(reader);

        has_ended = code_point == '\n';
        if (code_point == 0 || code_point == '\r' || has_ended)
            continue;
        status = drawing_put(drawing, code_point, (struct point){ *length, 0 });
        *length += drawing_width(code_point, size);
    }
    return status;
}

static size_t count_lines(struct bytes utf16)
{
    struct reader reader = reader_of(utf16);
    size_t count = 1;

    while (reader.end - reader.next >= 2)
        count += reader_u16le(&reader) == '\n';
    return count;
}

/* 2.3.4.14: text in a box. Where its lines end is left to who draws it. */
static enum status string_draw(struct emf_plus *plus, uint16_t flags, struct reader *reader)
{
    struct plus_format format = { 0, 0 };
    uint32_t format_index, count;
    double size = size_of(plus, flags), box[4], step = size * LINE_STEP, x, y;
    struct bytes string;
    struct reader rest;
    enum status status = STATUS_OK;

    (void)reader_u32le(reader);
    format_index = reader_u32le(reader);
    count = reader_u32le(reader);
    for (int index = 0; index < 4; index++)
        box[index] = float_next(reader);
    string = bytes_slice(reader_rest(reader), 0, 2 * (size_t)count);
    plus->drawing->is_damaged |= string.size < 2 * (size_t)count;
    if (format_index < PLUS_OBJECTS)
        format = plus->formats[format_index];
    x = box[0] + (format.horizontal == ALIGNED_CENTRE ? box[2] / 2 : format.horizontal == ALIGNED_FAR ? box[2] : 0);
    y = box[3] - step * (double)count_lines(string);
    y = box[1] + (format.vertical == ALIGNED_CENTRE ? y / 2 : format.vertical == ALIGNED_FAR ? y : 0);
    rest = reader_of(string);
    for (; rest.end - rest.next >= 2 && status == STATUS_OK; y += step) {
        struct text_line line = { .matrix = plus->world,
                                  .size = size,
                                  .origin = matrix_apply(plus->world, (struct point){ x, y }),
                                  .side = format.horizontal == ALIGNED_CENTRE ? LINE_FROM_CENTRE
                                          : format.horizontal == ALIGNED_FAR  ? LINE_FROM_RIGHT
                                                                              : LINE_FROM_LEFT };

        status = line_put(plus->drawing, &rest, size, &line.length);
        if (status == STATUS_OK)
            status = drawing_line(plus->drawing, &line);
    }
    return status;
}

/* 2.3.4.15: characters, each at its place, or the numbers of their shapes. */
static enum status driver_string_draw(struct emf_plus *plus, uint16_t flags, struct reader *reader)
{
    uint32_t options, has_matrix, count;
    struct reader characters, places, matrix;
    struct text_line line = { .size = size_of(plus, flags), .height = LINE_FROM_BASELINE };
    struct point at = { 0, 0 };
    enum status status = STATUS_OK;

    (void)reader_u32le(reader);
    options = reader_u32le(reader);
    has_matrix = reader_u32le(reader);
    count = reader_u32le(reader);
    characters = reader_of(reader_take(reader, 2 * (size_t)count));
    if ((2 * (size_t)count) % 4 != 0)
        (void)reader_take(reader, 2);
    places = reader_of(reader_take(reader, 8 * ((options & STRINGS_ADVANCE) != 0 ? 1 : (size_t)count)));
    matrix = *reader;
    if (reader->overrun) {
        plus->drawing->is_damaged = true;
        return STATUS_OK;
    }
    if ((options & STRINGS_ARE_CHARACTERS) == 0) {
        plus->rendering->glyph_count += count;
        return STATUS_OK;
    }
    line.matrix = has_matrix != 0 ? matrix_combine(plus->world, matrix_next(&matrix)) : plus->world;
    line.origin = matrix_apply(line.matrix, (struct point){ 0, 0 });
    while (characters.end - characters.next >= 2 && status == STATUS_OK) {
        const uint8_t *start = characters.next;
        uint32_t code_point = drawing_utf16_next(&characters);

        for (; start < characters.next && places.next < places.end; start += 2) {
            at.x = float_next(&places);
            at.y = float_next(&places);
        }
        if (code_point != 0)
            status = drawing_put(plus->drawing, code_point, at);
        at.x += drawing_width(code_point, line.size);
    }
    return status == STATUS_OK ? drawing_line(plus->drawing, &line) : status;
}

/* ---- records ---- */

static enum status record_play(struct emf_plus *plus, uint16_t type, uint16_t flags, struct bytes data)
{
    struct reader reader = reader_of(data);

    switch (type) {
    case PLUS_OBJECT:
        return object_piece_read(plus, flags, data);
    case PLUS_DRAW_STRING:
        return string_draw(plus, flags, &reader);
    case PLUS_DRAW_DRIVER_STRING:
        return driver_string_draw(plus, flags, &reader);
    case PLUS_FILL_PATH:
        plus->rendering->outline_count++;
        return STATUS_OK;
    default:
        state_set(plus, type, flags, &reader);
        return STATUS_OK;
    }
}

enum status emf_plus_play(struct emf_plus *plus, struct bytes records)
{
    enum status status = STATUS_OK;

    if (plus->rendering == NULL)
        plus->rendering = drawing_begin(plus->drawing);
    plus->drawing->current = plus->rendering;
    while (records.size >= RECORD_HEADER_SIZE && status == STATUS_OK) {
        struct reader reader = reader_of(records);
        uint16_t type = reader_u16le(&reader), flags = reader_u16le(&reader);
        uint32_t size = reader_u32le(&reader), data_size = reader_u32le(&reader);
        struct bytes data = bytes_slice(bytes_slice(records, 0, size), RECORD_HEADER_SIZE, data_size);

        if (size < RECORD_HEADER_SIZE || size > records.size || data.size < data_size)
            plus->drawing->is_damaged = true;
        if (size < RECORD_HEADER_SIZE)
            break;
        status = record_play(plus, type, flags, data);
        records = bytes_slice(records, size, SIZE_MAX);
    }
    return status;
}
