/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/html_look.h"

#include <string.h>

#include "extract/html_scan.h"

enum {
    FAR_OFFSET = -100,  /* pixels; so far outside that nothing is left to see */
    FAR_MARGIN = -1000, /* negative margins are usual in layouts */
    FONT_PIXELS = 16,
};

/* ---- values ---- */

static struct bytes trim(struct bytes text)
{
    while (text.size > 0 && html_scan_is_space(text.data[0])) {
        text.data++;
        text.size--;
    }
    while (text.size > 0 && html_scan_is_space(text.data[text.size - 1]))
        text.size--;
    return text;
}

/* Whether `text` begins with `word` (lower case), as a whole word. */
static bool starts_with(struct bytes text, const char *word, size_t size)
{
    if (text.size < size)
        return false;
    for (size_t index = 0; index < size; index++) {
        if (html_scan_lower(text.data[index]) != (uint8_t)word[index])
            return false;
    }
    return text.size == size || !(html_scan_is_alpha(text.data[size]) || text.data[size] == '-');
}

#define starts_with_word(text, word) starts_with(text, word, sizeof(word) - 1)

struct length {
    double pixels;
    bool is_number;
    bool is_percent;
};

/* "-9999px", ".5em", "0", "-100%". */
static struct length read_length(struct bytes text)
{
    struct length length = { 0, false, false };
    bool negative = text.size > 0 && text.data[0] == '-';
    double scale = 1;
    size_t index = text.size > 0 && (text.data[0] == '-' || text.data[0] == '+');

    for (; index < text.size && html_scan_is_digit(text.data[index]); index++) {
        length.pixels = length.pixels * 10 + (text.data[index] - '0');
        length.is_number = true;
    }
    if (index < text.size && text.data[index] == '.') {
        for (index++; index < text.size && html_scan_is_digit(text.data[index]); index++) {
            scale /= 10;
            length.pixels += scale * (text.data[index] - '0');
            length.is_number = true;
        }
    }
    text = bytes_slice(text, index, text.size);
    length.is_percent = text.size > 0 && text.data[0] == '%';
    if (starts_with_word(text, "em") || starts_with_word(text, "rem"))
        length.pixels *= FONT_PIXELS;
    if (negative)
        length.pixels = -length.pixels;
    return length;
}

static bool is_far(struct bytes value, double limit)
{
    struct length length;

    if (value.size == 0 || value.data[0] != '-') /* limits are below zero */
        return false;
    length = read_length(value);
    return length.is_number && length.pixels <= (length.is_percent ? -100 : limit);
}

static bool is_tiny(struct bytes value)
{
    struct length length;

    if (value.size >= 2 && html_scan_is_digit(value.data[0]) && value.data[0] != '0'
        && (value.data[0] != '1' || html_scan_is_digit(value.data[1])))
        return false; /* two or more of any unit */
    length = read_length(value);
    return length.is_number && length.pixels >= 0 && length.pixels <= (length.is_percent ? 0 : 1);
}

static bool is_zero(struct bytes value)
{
    struct length length = read_length(value);

    return length.is_number && length.pixels < 0.011 && length.pixels > -0.011;
}

/* The argument of the last function that begins with `name` and has `name` before its bracket. */
static struct bytes argument_of(struct bytes value, const char *name)
{
    size_t size = strlen(name);

    for (size_t index = 0; index + size < value.size; index++) {
        struct bytes rest = bytes_slice(value, index, value.size);

        if (starts_with(rest, name, size))
            return bytes_slice(rest, size + 1, rest.size);
    }
    return (struct bytes){ value.data, 0 };
}

/* ---- colours ---- */

static unsigned hex_value(uint8_t byte)
{
    return html_scan_is_digit(byte) ? (unsigned)(byte - '0') : (unsigned)((byte | 0x20) - 'a' + 10);
}

static bool is_hex(uint8_t byte)
{
    return html_scan_is_digit(byte) || (uint8_t)((byte | 0x20) - 'a') < 6;
}

static bool parse_hex_color(struct bytes digits, uint32_t *color)
{
    uint32_t value = 0;
    size_t count = 0;

    while (count < digits.size && count < 8 && is_hex(digits.data[count])) {
        value = value << 4 | hex_value(digits.data[count]);
        count++;
    }
    if (count == 3)
        *color = ((value & 0xF00) << 8 | (value & 0xF0) << 4 | (value & 0xF)) * 0x11;
    else if (count == 6)
        *color = value;
    return count == 3 || count == 6;
}

static bool parse_rgb_color(struct bytes arguments, uint32_t *color)
{
    uint32_t value = 0;
    size_t index = 0;

    for (int channel = 0; channel < 3; channel++) {
        uint32_t number = 0;
        size_t digits = 0;

        while (index < arguments.size && (html_scan_is_space(arguments.data[index]) || arguments.data[index] == ','))
            index++;
        for (; index < arguments.size && html_scan_is_digit(arguments.data[index]) && digits < 4; index++, digits++)
            number = number * 10 + (uint32_t)(arguments.data[index] - '0');
        if (digits == 0 || (index < arguments.size && arguments.data[index] == '%'))
            return false;
        value = value << 8 | (number > 255 ? 255 : number);
    }
    *color = value;
    return true;
}

bool html_look_color(struct bytes text, uint32_t *color)
{
    static const struct {
        const char *name;
        uint32_t color;
    } names[] = {
        { "white", 0xFFFFFF }, { "black", 0x000000 },  { "red", 0xFF0000 },         { "blue", 0x0000FF },
        { "green", 0x008000 }, { "gray", 0x808080 },   { "silver", 0xC0C0C0 },      { "yellow", 0xFFFF00 },
        { "snow", 0xFFFAFA },  { "ivory", 0xFFFFF0 },  { "whitesmoke", 0xF5F5F5 },  { "ghostwhite", 0xF8F8FF },
        { "navy", 0x000080 },  { "maroon", 0x800000 }, { "floralwhite", 0xFFFAF0 },
    };

    text = trim(text);
    if (text.size > 0 && text.data[0] == '#')
        return parse_hex_color(bytes_slice(text, 1, text.size), color);
    if (starts_with_word(text, "rgb"))
        return parse_rgb_color(bytes_slice(text, 4, text.size), color);
    for (size_t index = 0; index < sizeof names / sizeof *names; index++) {
        if (starts_with(text, names[index].name, strlen(names[index].name))) {
            *color = names[index].color;
            return true;
        }
    }
    return false;
}

bool html_look_is_same_color(uint32_t color, uint32_t background)
{
    for (unsigned shift = 0; shift < 24; shift += 8) {
        int difference = (int)(color >> shift & 0xFF) - (int)(background >> shift & 0xFF);

        if (difference > 8 || difference < -8)
            return false;
    }
    return true;
}

/* ---- declarations ---- */

static void set(struct html_look *look, uint32_t property, bool on)
{
    look->known |= property;
    look->on = on ? look->on | property : look->on & ~property;
}

static void set_display(struct html_look *look, struct bytes value, uint32_t property)
{
    set(look, property, starts_with_word(value, "none"));
    set(look, LOOK_INLINE, starts_with_word(value, "inline") || starts_with_word(value, "contents"));
    set(look, LOOK_BLOCK,
        starts_with_word(value, "block") || starts_with_word(value, "flex") || starts_with_word(value, "grid")
            || starts_with_word(value, "table") || starts_with_word(value, "list-item")
            || starts_with_word(value, "table-cell"));
}

/* Inherited, and switched back by what is inside; `inherit` says nothing. */
static void set_visibility(struct html_look *look, struct bytes value, uint32_t property)
{
    bool is_visible = starts_with_word(value, "visible") || starts_with_word(value, "initial");

    if (is_visible || starts_with_word(value, "hidden") || starts_with_word(value, "collapse"))
        set(look, property, !is_visible);
}

static void set_overflow(struct html_look *look, struct bytes value, uint32_t property)
{
    set(look, property,
        starts_with_word(value, "hidden") || starts_with_word(value, "clip"));
}

static void set_position(struct html_look *look, struct bytes value, uint32_t property)
{
    set(look, property, !starts_with_word(value, "static"));
}

static void set_zero(struct html_look *look, struct bytes value, uint32_t property)
{
    set(look, property, is_zero(value));
}

static void set_tiny(struct html_look *look, struct bytes value, uint32_t property)
{
    set(look, property, is_tiny(value));
}

static void set_far(struct html_look *look, struct bytes value, uint32_t property)
{
    set(look, property, is_far(value, FAR_OFFSET));
}

/* Four properties share the bit: one of them far outside is enough. */
static void set_offset(struct html_look *look, struct bytes value, uint32_t property)
{
    if (is_far(value, FAR_OFFSET))
        set(look, property, true);
}

static void set_color(struct html_look *look, struct bytes value, uint32_t property)
{
    set(look, property, html_look_color(value, &look->color));
}

static void set_background(struct html_look *look, struct bytes value, uint32_t property)
{
    bool has_image = memchr(value.data, '(', value.size) != NULL && !starts_with_word(value, "rgb");

    if (starts_with_word(value, "none") || starts_with_word(value, "transparent") || starts_with_word(value, "inherit"))
        return;
    set(look, property, !has_image && html_look_color(value, &look->background));
}

static void set_filter(struct html_look *look, struct bytes value, uint32_t property)
{
    set(look, property, is_zero(trim(argument_of(value, "opacity"))));
}

static void set_transform(struct html_look *look, struct bytes value, uint32_t property)
{
    static const char *const moves[] = { "translate", "translatex", "translatey", "translate3d" };
    bool far = is_zero(trim(argument_of(value, "scale")));

    for (size_t index = 0; index < sizeof moves / sizeof *moves; index++) {
        struct bytes argument = argument_of(value, moves[index]);
        const uint8_t *comma = argument.size > 0 ? memchr(argument.data, ',', argument.size) : NULL;

        far = far || is_far(trim(argument), FAR_MARGIN);
        if (comma != NULL)
            far =
                far
                || is_far(trim(bytes_slice(argument, (size_t)(comma + 1 - argument.data), argument.size)), FAR_MARGIN);
    }
    set(look, property, far);
}

static struct bytes next_word(struct bytes value)
{
    size_t size = 0;

    while (size < value.size && !html_scan_is_space(value.data[size]))
        size++;
    return trim(bytes_slice(value, size, value.size));
}

/* One to four lengths, any of which may lie far outside. */
static void set_margin(struct html_look *look, struct bytes value, uint32_t property)
{
    bool far = false;

    if (value.size > 0 && memchr(value.data, '-', value.size) == NULL)
        value.size = 0; /* none is negative */
    for (int side = 0; side < 4 && value.size > 0; side++) {
        far = far || is_far(value, FAR_MARGIN);
        value = next_word(value);
    }
    set(look, property, far);
}

/* rect(top right bottom left) with nothing between its edges, or an inset that leaves nothing. */
static void set_clip(struct html_look *look, struct bytes value, uint32_t property)
{
    struct bytes rectangle = trim(argument_of(value, "rect"));
    bool on = read_length(trim(argument_of(value, "inset"))).pixels >= 50;

    for (int edge = 0; edge < 3 && rectangle.size > 0; edge++) {
        size_t size = 0;

        on = on || (edge > 0 && is_tiny(rectangle));
        while (size < rectangle.size && !html_scan_is_space(rectangle.data[size]) && rectangle.data[size] != ',')
            size++;
        rectangle = trim(bytes_slice(rectangle, size + 1, rectangle.size));
    }
    set(look, property, on);
}

/* `font: 0/0 a`; the size is the first number that is no weight. */
static void set_font(struct html_look *look, struct bytes value, uint32_t property)
{
    for (int word = 0; word < 6 && value.size > 0; word++) {
        struct length length = read_length(value);

        if (length.is_number && !(length.pixels >= 100 && value.size > 3 && html_scan_is_space(value.data[3]))) {
            set(look, property, is_tiny(value));
            return;
        }
        value = next_word(value);
    }
}

/* Names are told apart by their first eight letters and their size, which is enough for all of CSS. */
struct property {
    uint64_t key;
    size_t size;
    uint32_t bit;
    void (*read)(struct html_look *look, struct bytes value, uint32_t property);
};

#define PROPERTY(name, bit, read)                                                                                      \
    {                                                                                                                  \
        HTML_SCAN_NAME_KEY(name), sizeof(name) - 1, bit, read                                                          \
    }
static const struct property properties[64] = {
    [2] = PROPERTY("clip", LOOK_CLIP, set_clip),
    [3] = PROPERTY("right", LOOK_OFFSET, set_offset),
    [5] = PROPERTY("bottom", LOOK_OFFSET, set_offset),
    [10] = PROPERTY("text-indent", LOOK_INDENT, set_far),
    [12] = PROPERTY("clip-path", LOOK_CLIP, set_clip),
    [13] = PROPERTY("max-height", LOOK_HEIGHT, set_tiny),
    [14] = PROPERTY("background", LOOK_BACKGROUND, set_background),
    [16] = PROPERTY("max-width", LOOK_WIDTH, set_tiny),
    [19] = PROPERTY("transform", LOOK_TRANSFORM, set_transform),
    [23] = PROPERTY("font-size", LOOK_FONT_SIZE, set_tiny),
    [25] = PROPERTY("visibility", LOOK_VISIBILITY, set_visibility),
    [26] = PROPERTY("left", LOOK_OFFSET, set_offset),
    [29] = PROPERTY("display", LOOK_DISPLAY, set_display),
    [38] = PROPERTY("background-image", LOOK_BACKGROUND, set_background), /* and background-color */
    [41] = PROPERTY("position", LOOK_POSITION, set_position),
    [42] = PROPERTY("margin-top", LOOK_MARGIN, set_margin),
    [43] = PROPERTY("font", LOOK_FONT_SIZE, set_font),
    [46] = PROPERTY("opacity", LOOK_OPACITY, set_zero),
    [48] = PROPERTY("color", LOOK_COLOR, set_color),
    [50] = PROPERTY("margin-left", LOOK_MARGIN, set_margin),
    [52] = PROPERTY("filter", LOOK_FILTER, set_filter),
    [55] = PROPERTY("margin", LOOK_MARGIN, set_margin),
    [57] = PROPERTY("height", LOOK_HEIGHT, set_tiny),
    [60] = PROPERTY("width", LOOK_WIDTH, set_tiny),
    [61] = PROPERTY("top", LOOK_OFFSET, set_offset),
    [62] = PROPERTY("overflow", LOOK_OVERFLOW, set_overflow),
};
#undef PROPERTY

/* A perfect hash of the names; its factor was found by trying. */
static unsigned property_slot(uint64_t key, size_t size)
{
    return (unsigned)(((key ^ size * 0x9E37u) * UINT64_C(0x6e1fb6adcee9a4fd)) >> 58);
}

static void declare(struct html_look *look, struct bytes name, struct bytes value, const uint8_t *limit)
{
    uint64_t key = html_scan_name_key(name.data, name.size, limit);
    const struct property *property = &properties[property_slot(key, name.size)];

    if (name.size > 0 && property->key == key && property->size == name.size)
        property->read(look, trim(value), property->bit);
}

/* The end of a value; a `;` within brackets is none: url(data:image/png;base64,…). */
static inline const uint8_t *find_value_end(const uint8_t *next, const uint8_t *end, const uint8_t *limit)
{
    next = html_scan_find2_within(next, end, limit, ';', '(');
    if (next < end && *next == '(')
        next = html_scan_find_within(html_scan_find_within(next, end, limit, ')'), end, limit, ';');
    return next;
}

enum { AHEAD = 16 };

/* The property that most often begins so, with its colon, and the size of that; 0 if it is another. Told apart by
 * branches, not by looking for the colon, the processor guesses where the value begins and need not wait. */
static inline size_t usual_property(const uint8_t *name, uint32_t *bit,
                                    void (**read)(struct html_look *look, struct bytes value, uint32_t property))
{
    uint64_t word = html_scan_word(name);
    uint64_t more = html_scan_word(name + 4);

#define IS(text, of) (((of) & (~UINT64_C(0) >> (64 - 8 * (sizeof(text) - 1)))) == HTML_SCAN_NAME_KEY(text))
#define PROPERTY(first, second, property, reader)                                                                      \
    if (IS(first, word) && IS(second, more)) {                                                                         \
        *bit = property;                                                                                               \
        *read = reader;                                                                                                \
        return 4 + sizeof(second) - 1;                                                                                 \
    }
    PROPERTY("colo", "r:", LOOK_COLOR, set_color)
    PROPERTY("font", "-size:", LOOK_FONT_SIZE, set_tiny)
    PROPERTY("font", "-family:", 0, NULL)
    PROPERTY("text", "-align:", 0, NULL)
    PROPERTY("text", "-indent:", LOOK_INDENT, set_far)
    PROPERTY("widt", "h:", LOOK_WIDTH, set_tiny)
    PROPERTY("heig", "ht:", LOOK_HEIGHT, set_tiny)
    PROPERTY("line", "-height:", 0, NULL)
    PROPERTY("back", "ground:", LOOK_BACKGROUND, set_background)
    PROPERTY("disp", "lay:", LOOK_DISPLAY, set_display)
    PROPERTY("marg", "in:", LOOK_MARGIN, set_margin)
    PROPERTY("padd", "ing:", 0, NULL)
    PROPERTY("bord", "er:", 0, NULL)
    PROPERTY("floa", "t:", 0, NULL)
#undef PROPERTY
#undef IS
    return 0;
}

/* Any declaration, from the first byte of its name. Returns where it ends. */
static const uint8_t *declare_any(struct html_look *look, const uint8_t *name, const uint8_t *end, const uint8_t *limit)
{
    const uint8_t *next = html_scan_find2_within(name, end, limit, ':', ';');
    const uint8_t *name_end = next;
    const uint8_t *value = next + 1;

    if (next == end || *next == ';')
        return next;
    while (name_end > name && html_scan_is_space(name_end[-1]))
        name_end--;
    next = find_value_end(value, end, limit);
    declare(look, (struct bytes){ name, (size_t)(name_end - name) }, (struct bytes){ value, (size_t)(next - value) },
            limit);
    return next;
}

void html_look_declare(struct html_look *look, struct bytes declarations, const uint8_t *limit)
{
    const uint8_t *next = declarations.data;
    const uint8_t *end = next + declarations.size;

    while ((next = html_scan_skip_space(next, end)) < end) {
        void (*read)(struct html_look * look, struct bytes value, uint32_t property) = NULL;
        uint32_t bit = 0;
        size_t size = end - next >= AHEAD ? usual_property(next, &bit, &read) : 0;

        if (size == 0) {
            next = declare_any(look, next, end, limit);
        } else {
            const uint8_t *value = next + size;

            next = find_value_end(value, end, limit);
            if (read != NULL)
                read(look, trim((struct bytes){ value, (size_t)(next - value) }), bit);
        }
        next += next < end;
    }
}

void html_look_merge(struct html_look *look, const struct html_look *over)
{
    look->known |= over->known;
    look->on = (look->on & ~over->known) | over->on;
    if (over->on & LOOK_COLOR)
        look->color = over->color;
    if (over->on & LOOK_BACKGROUND)
        look->background = over->background;
}

bool html_look_hides(const struct html_look *look)
{
    static const uint32_t alone =
        LOOK_DISPLAY | LOOK_OPACITY | LOOK_FILTER | LOOK_INDENT | LOOK_MARGIN | LOOK_TRANSFORM;
    uint32_t on = look->on;

    return (on & alone) != 0 || ((on & LOOK_POSITION) != 0 && (on & (LOOK_OFFSET | LOOK_CLIP)) != 0)
           || ((on & LOOK_OVERFLOW) != 0 && (on & (LOOK_WIDTH | LOOK_HEIGHT)) != 0);
}
