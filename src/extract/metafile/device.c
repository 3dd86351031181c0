/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/metafile/device.h"

#include <math.h>

#include "base/alloc.h"
#include "base/array.h"
#include "text/utf8.h"

enum {
    CHARSET_DEFAULT = 1,
    CHARACTER_BYTES_MAX = 4, /* of any encoding that fonts have */
    ALIGN_CURRENT = 1,
    ALIGN_RIGHT = 2,
    ALIGN_CENTRE = 6,
    ALIGN_SIDES = 6,
    ALIGN_BOTTOM = 8,
    ALIGN_BASELINE = 24,
    ALIGN_HEIGHTS = 24,
};

#define DEFAULT_SIZE 12.0
#define EM_OF_LINE 0.86 /* the size of an em in that of a line */

void device_start(struct device *device)
{
    *device = (struct device){
        .state = { .font = { .charset = CHARSET_DEFAULT }, .mapping = MAPPING_TEXT, .world = MATRIX_IDENTITY }
    };
}

void device_free(struct device *device)
{
    alloc_free(device->saved);
    alloc_free(device->objects);
}

/* ---- objects ---- */

enum status device_object_set(struct device *device, size_t index, const struct device_font *font)
{
    enum status status;

    if (index >= DEVICE_OBJECTS_MAX)
        return STATUS_OK;
    status = ARRAY_GROW(&device->objects, &device->object_capacity, index + 1);
    if (status != STATUS_OK)
        return status;
    while (device->object_count <= index)
        device->objects[device->object_count++] = (struct device_object){ .is_used = false };
    device->used[index / DEVICE_BLOCK] += !device->objects[index].is_used;
    device->objects[index] = (struct device_object){ .is_used = true, .is_font = font != NULL };
    if (font != NULL)
        device->objects[index].font = *font;
    return STATUS_OK;
}

enum status device_object_add(struct device *device, const struct device_font *font)
{
    size_t index = 0;

    while (index < device->object_count && device->used[index / DEVICE_BLOCK] == DEVICE_BLOCK)
        index += DEVICE_BLOCK;
    while (index < device->object_count && device->objects[index].is_used)
        index++;
    return device_object_set(device, index, font);
}

void device_object_delete(struct device *device, size_t index)
{
    if (index >= device->object_count || !device->objects[index].is_used)
        return;
    device->used[index / DEVICE_BLOCK]--;
    device->objects[index].is_used = device->objects[index].is_font = false;
}

void device_select(struct device *device, size_t index)
{
    if (index < device->object_count && device->objects[index].is_font)
        device->state.font = device->objects[index].font;
}

/* ---- states ---- */

enum status device_save(struct device *device)
{
    enum status status;

    if (device->saved_count == DEVICE_SAVED_MAX) {
        device->saved_too_many++;
        return STATUS_OK;
    }
    status = ARRAY_GROW(&device->saved, &device->saved_capacity, device->saved_count + 1);
    if (status == STATUS_OK)
        device->saved[device->saved_count++] = device->state;
    return status;
}

void device_restore(struct device *device, int32_t number)
{
    uint64_t depth = device->saved_count + device->saved_too_many;
    uint64_t back = number < 0 ? (uint64_t)0 - (uint64_t)(int64_t)number : depth + 1 - (uint64_t)number;

    if (number == 0 || back > depth)
        return;
    depth -= back;
    if (depth >= device->saved_count) {
        device->saved_too_many = depth - device->saved_count;
        return;
    }
    device->saved_too_many = 0;
    device->saved_count = (size_t)depth;
    device->state = device->saved[depth];
}

void device_scale(struct point *extent, const int32_t factors[4])
{
    if (factors[1] != 0)
        extent->x = extent->x * factors[0] / factors[1];
    if (factors[3] != 0)
        extent->y = extent->y * factors[2] / factors[3];
}

/* ---- places ---- */

static double ratio(double viewport, double window)
{
    if (window == 0)
        return 1;
    return viewport == 0 ? (window < 0 ? -1 : 1) : viewport / window;
}

/* From page space to the device. */
static struct matrix mapping_of(const struct device_state *state)
{
    /* Pixels at 96 to the inch: a tenth and a hundredth of a millimetre, a hundredth and a thousandth of an inch, a
     * twentieth of a point. */
    static const double units[] = { 9.6 / 25.4, 0.96 / 25.4, 0.96, 0.096, 96.0 / 1440 };
    unsigned metric = state->mapping - MAPPING_TEXT - 1;
    double x = 1, y = 1;

    if (state->mapping == MAPPING_ISOTROPIC || state->mapping == MAPPING_ANISOTROPIC) {
        x = ratio(state->viewport_extent.x, state->window_extent.x);
        y = ratio(state->viewport_extent.y, state->window_extent.y);
    } else if (metric < sizeof units / sizeof *units) {
        x = units[metric];
        y = -units[metric];
    }
    return (
        struct matrix){ x, 0, 0, y, state->viewport.x - x * state->window.x, state->viewport.y - y * state->window.y };
}

/* A mapping does not mirror letters. */
static struct matrix unmirrored(struct matrix mapping)
{
    return (struct matrix){ fabs(mapping.a), 0, 0, fabs(mapping.d), 0, 0 };
}

static double em_of(const struct device_font *font)
{
    if (font->height == 0)
        return DEFAULT_SIZE;
    return font->height < 0 ? -font->height : font->height * EM_OF_LINE;
}

/* ---- text ---- */

/* Distances between characters, one unit of the string after the other. */
struct deltas {
    struct reader reader;
    const struct device_text *text;
    bool are_given;
};

static double delta_next(struct deltas *deltas)
{
    return deltas->text->delta_size == 2 ? (int16_t)reader_u16le(&deltas->reader)
                                         : (int32_t)reader_u32le(&deltas->reader);
}

/* Moves *at over a character of so many units. */
static void advance(struct deltas *deltas, size_t units, double width, struct point *at)
{
    if (!deltas->are_given) {
        at->x += width;
        return;
    }
    for (size_t unit = 0; unit < units; unit++) {
        at->x += delta_next(deltas);
        if (deltas->text->has_pairs)
            at->y += delta_next(deltas);
    }
}

static struct deltas deltas_of(const struct device_text *text)
{
    size_t units = text->string.size / (text->is_wide ? 2 : 1);
    size_t size = units * text->delta_size * (text->has_pairs ? 2 : 1);
    struct deltas deltas = { .reader = reader_of(bytes_slice(text->deltas, 0, size)), .text = text };

    /* Some programs write fewer than there are characters, or nothing but zeros. */
    if (text->deltas.size >= size)
        for (size_t index = 0; index < size && !deltas.are_given; index++)
            deltas.are_given = text->deltas.data[index] != 0;
    return deltas;
}

static enum status wide_put(struct device *device, struct drawing *drawing, const struct device_text *text,
                            struct point *at)
{
    struct deltas deltas = deltas_of(text);
    struct reader reader = reader_of(text->string);
    enum status status = STATUS_OK;

    while (reader.end - reader.next >= 2 && status == STATUS_OK) {
        const uint8_t *start = reader.next;
        uint32_t code_point = drawing_utf16_next(&reader);
        size_t units = (size_t)(reader.next - start) / 2;

        if (code_point != 0)
            status = drawing_put(drawing, code_point, *at);
        advance(&deltas, units, drawing_width(code_point, em_of(&device->state.font)), at);
    }
    return status;
}

/* [MS-WMF] 2.1.1.5; ENCODING_NONE where it depends on the machine, and for fonts of symbols, whose codes stand for
 * themselves. */
static enum encoding encoding_of_charset(uint8_t charset)
{
    static const struct {
        uint8_t charset;
        enum encoding encoding;
    } table[] = {
        { 134, ENCODING_GBK },          { 136, ENCODING_BIG5 },         { 128, ENCODING_SHIFT_JIS },
        { 129, ENCODING_EUC_KR },       { 130, ENCODING_EUC_KR },       { 77, ENCODING_MACINTOSH },
        { 161, ENCODING_WINDOWS_1253 }, { 162, ENCODING_WINDOWS_1254 }, { 163, ENCODING_WINDOWS_1258 },
        { 177, ENCODING_WINDOWS_1255 }, { 178, ENCODING_WINDOWS_1256 }, { 186, ENCODING_WINDOWS_1257 },
        { 204, ENCODING_WINDOWS_1251 }, { 222, ENCODING_WINDOWS_874 },  { 238, ENCODING_WINDOWS_1250 },
    };

    for (size_t index = 0; index < sizeof table / sizeof *table; index++)
        if (table[index].charset == charset)
            return table[index].encoding;
    return ENCODING_NONE;
}

/* The first character of `rest`, and how many bytes it has. */
static uint32_t character_next(struct drawing *drawing, enum encoding encoding, struct bytes rest, size_t *size)
{
    char utf8[16];

    for (*size = 1;; ++*size) {
        bool is_last = *size >= rest.size || *size == CHARACTER_BYTES_MAX;
        struct charset_step step =
            charset_decode(drawing->job->charset, encoding, bytes_slice(rest, 0, *size), is_last, utf8, sizeof utf8);

        if (step.produced > 0) {
            *size = step.consumed;
            return utf8_next(utf8, step.produced).code_point;
        }
        if (is_last)
            return 0;
    }
}

static enum status narrow_put(struct device *device, struct drawing *drawing, const struct device_text *text,
                              struct point *at)
{
    const struct device_font *font = &device->state.font;
    enum encoding encoding = encoding_of_charset(font->charset);
    struct deltas deltas = deltas_of(text);
    enum status status = STATUS_OK;

    if (encoding == ENCODING_NONE && drawing->is_sampling)
        buf_append(&drawing->sample, text->string.data,
                   bytes_slice(text->string, 0, DRAWING_SAMPLE_MAX - drawing->sample.size).size);
    if (encoding == ENCODING_NONE)
        encoding = drawing->encoding;
    for (size_t offset = 0; offset < text->string.size && status == STATUS_OK;) {
        struct bytes rest = bytes_slice(text->string, offset, SIZE_MAX);
        size_t size;
        uint32_t code_point = character_next(drawing, encoding, rest, &size);

        if (code_point != 0)
            status = drawing_put(drawing, code_point, *at);
        advance(&deltas, size, drawing_width(code_point, em_of(font)), at);
        offset += size;
    }
    return status;
}

enum status device_text(struct device *device, struct drawing *drawing, const struct device_text *text)
{
    struct device_state *state = &device->state;
    bool goes_on = (state->alignment & ALIGN_CURRENT) != 0;
    struct point reference = goes_on ? state->position : text->reference, at = { 0, 0 };
    struct matrix mapping = mapping_of(state);
    unsigned side = state->alignment & ALIGN_SIDES, height = state->alignment & ALIGN_HEIGHTS;
    struct text_line line = { .matrix = matrix_combine(unmirrored(mapping), state->world),
                              .turn = -state->font.turn,
                              .size = em_of(&state->font),
                              .origin = matrix_apply(matrix_combine(mapping, state->world), reference),
                              .side = side == ALIGN_CENTRE  ? LINE_FROM_CENTRE
                                      : side == ALIGN_RIGHT ? LINE_FROM_RIGHT
                                                            : LINE_FROM_LEFT,
                              .height = height == ALIGN_BASELINE ? LINE_FROM_BASELINE
                                        : height == ALIGN_BOTTOM ? LINE_FROM_BOTTOM
                                                                 : LINE_FROM_TOP };
    enum status status = text->is_wide ? wide_put(device, drawing, text, &at) : narrow_put(device, drawing, text, &at);

    line.length = at.x;
    if (goes_on)
        state->position.x += side == ALIGN_RIGHT ? -at.x : side == ALIGN_CENTRE ? 0 : at.x;
    return status == STATUS_OK ? drawing_line(drawing, &line) : status;
}
