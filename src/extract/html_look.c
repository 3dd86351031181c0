/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/html_look.h"

#include <string.h>

#include "extract/html_scan.h"

enum {
    FAR_OFFSET = -100,  /* pixels; so far outside that nothing is left to see */
    FAR_MARGIN = -1000, /* negative margins are usual in layouts */
    FONT_PIXELS = 16,
    FAR_BEHIND = -10, /* layers below the page */
    CALLS_MAX = 16,   /* of transformations one after the other */
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

/* Three or six digits, or four or eight, of which the last or the last two say how opaque it is. */
static bool parse_hex_color(struct bytes digits, uint32_t *color)
{
    uint32_t value = 0;
    size_t count = 0;
    bool is_clear;

    while (count < digits.size && count < 8 && html_scan_hex(digits.data[count]) < 16) {
        value = value << 4 | html_scan_hex(digits.data[count]);
        count++;
    }
    is_clear = (count == 4 && (value & 0xF) == 0) || (count == 8 && (value & 0xFF) == 0);
    if (count == 4 || count == 8)
        value >>= count;
    if (is_clear)
        *color = HTML_LOOK_CLEAR;
    else if (count == 3 || count == 4)
        *color = ((value & 0xF00) << 8 | (value & 0xF0) << 4 | (value & 0xF)) * 0x11;
    else
        *color = value;
    return count == 3 || count == 4 || count == 6 || count == 8;
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

/* Whether the arguments of rgb(), hsl(), lab(), … end in an opacity of nothing: the fourth, or what follows `/`. */
static bool has_zero_alpha(struct bytes arguments)
{
    const uint8_t *next = arguments.data;
    const uint8_t *end = next + arguments.size;
    int commas = 0;

    while (next < end && *next != '/' && commas < 3)
        commas += *next++ == ',';
    if (next < end && *next == '/')
        next++;
    return is_zero(trim((struct bytes){ next, (size_t)(end - next) }));
}

static bool is_color_function(struct bytes text)
{
    static const char *const names[] = { "rgb", "rgba", "hsl", "hsla", "hwb", "lab", "lch", "oklab", "oklch", "color" };

    uint8_t first = text.size > 0 ? html_scan_lower(*text.data) : 0;

    if (first != 'r' && first != 'h' && first != 'l' && first != 'o' && first != 'c')
        return false;
    for (size_t index = 0; index < sizeof names / sizeof *names; index++) {
        size_t size = strlen(names[index]);

        if ((uint8_t)names[index][0] == first && starts_with(text, names[index], size) && text.size > size
            && text.data[size] == '(')
            return true;
    }
    return false;
}

/* A colour in the form of a function; only rgb() is computed. */
static bool parse_function_color(struct bytes text, uint32_t *color)
{
    const uint8_t *open;
    struct bytes arguments;

    if (!is_color_function(text))
        return false;
    open = memchr(text.data, '(', text.size);
    arguments = bytes_slice(text, (size_t)(open + 1 - text.data), text.size);
    if (has_zero_alpha(arguments)) {
        *color = HTML_LOOK_CLEAR;
        return true;
    }
    return (starts_with_word(text, "rgb") || starts_with_word(text, "rgba")) && parse_rgb_color(arguments, color);
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
        { "navy", 0x000080 },  { "maroon", 0x800000 }, { "floralwhite", 0xFFFAF0 }, { "transparent", HTML_LOOK_CLEAR },
    };

    char first;

    text = trim(text);
    if (text.size == 0)
        return false;
    first = (char)html_scan_lower(*text.data);
    if (first == '#')
        return parse_hex_color(bytes_slice(text, 1, text.size), color);
    for (size_t index = 0; index < sizeof names / sizeof *names; index++) {
        if (names[index].name[0] == first && starts_with(text, names[index].name, strlen(names[index].name))) {
            *color = names[index].color;
            return true;
        }
    }
    return parse_function_color(text, color);
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
    set(look, property, starts_with_word(value, "hidden") || starts_with_word(value, "clip"));
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

/* Off one edge, or past the other, which hides what neither wraps nor flows over. */
static void set_indent(struct html_look *look, struct bytes value, uint32_t property)
{
    struct length length = read_length(value);

    set(look, property, is_far(value, FAR_OFFSET));
    set(look, LOOK_PUSHED, length.is_number && length.pixels >= (length.is_percent ? 100 : -FAR_MARGIN));
}

static void set_behind(struct html_look *look, struct bytes value, uint32_t property)
{
    struct length length = read_length(value);

    set(look, property, length.is_number && length.pixels <= FAR_BEHIND);
}

static void set_white_space(struct html_look *look, struct bytes value, uint32_t property)
{
    set(look, property, starts_with_word(value, "nowrap") || starts_with_word(value, "pre"));
}

static void set_content(struct html_look *look, struct bytes value, uint32_t property)
{
    set(look, property, starts_with_word(value, "hidden"));
}

static void set_direction(struct html_look *look, struct bytes value, uint32_t property)
{
    if (starts_with_word(value, "rtl") || starts_with_word(value, "ltr"))
        set(look, property, starts_with_word(value, "rtl"));
}

static void set_bidi(struct html_look *look, struct bytes value, uint32_t property)
{
    set(look, property, starts_with_word(value, "bidi-override") || starts_with_word(value, "isolate-override"));
    set(look, LOOK_ISOLATE, starts_with_word(value, "isolate-override"));
}

static void set_background_clip(struct html_look *look, struct bytes value, uint32_t property)
{
    set(look, property, starts_with_word(value, "text"));
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
    bool has_image = memchr(value.data, '(', value.size) != NULL && !is_color_function(value);

    uint32_t color = 0;
    bool is_color;

    if (starts_with_word(value, "none") || starts_with_word(value, "inherit"))
        return;
    is_color = !has_image && html_look_color(value, &color);
    if (is_color && color == HTML_LOOK_CLEAR)
        return;
    set(look, property, is_color);
    if (is_color)
        look->background = color;
}

static void set_filter(struct html_look *look, struct bytes value, uint32_t property)
{
    set(look, property, is_zero(trim(argument_of(value, "opacity"))));
}

/* Whether what precedes the bracket at `open` is this name (lower case), and nothing longer. */
static bool is_call(struct bytes value, const uint8_t *open, const char *name, size_t size)
{
    size_t before = (size_t)(open - value.data);

    if (before < size || (before > size && html_scan_is_alpha(open[-(ptrdiff_t)size - 1])))
        return false;
    for (size_t index = 0; index < size; index++) {
        if (html_scan_lower(value.data[before - size + index]) != (uint8_t)name[index])
            return false;
    }
    return true;
}

#define is_call_of(value, open, name) is_call(value, open, name, sizeof(name) - 1)

/* Whether one of the first two arguments lies far outside, for a translation, or is 0, for a scale. */
static bool call_hides(struct bytes value, const uint8_t *open)
{
    bool scales = is_call_of(value, open, "scale") || is_call_of(value, open, "scalex")
                  || is_call_of(value, open, "scaley") || is_call_of(value, open, "scale3d");
    struct bytes first = bytes_slice(value, (size_t)(open + 1 - value.data), value.size);
    struct bytes second = { value.data, 0 };
    const uint8_t *comma;

    if (!scales && !is_call_of(value, open, "translate") && !is_call_of(value, open, "translatex")
        && !is_call_of(value, open, "translatey") && !is_call_of(value, open, "translate3d"))
        return false;
    comma = first.size > 0 ? memchr(first.data, ',', first.size) : NULL;
    first = trim(first);
    if (comma != NULL)
        second = trim((struct bytes){ comma + 1, (size_t)(value.data + value.size - comma - 1) });
    return scales ? is_zero(first) || is_zero(second) : is_far(first, FAR_MARGIN) || is_far(second, FAR_MARGIN);
}

static void set_transform(struct html_look *look, struct bytes value, uint32_t property)
{
    const uint8_t *next = value.data;
    const uint8_t *end = next + value.size;
    bool hides = false;

    for (int calls = 0; calls < CALLS_MAX && !hides && (next = html_scan_find(next, end, '(')) < end; calls++)
        hides = call_hides(value, next++);
    set(look, property, hides);
}

static struct bytes next_word(struct bytes value)
{
    size_t size = 0;

    while (size < value.size && !html_scan_is_space(value.data[size]))
        size++;
    return trim(bytes_slice(value, size, value.size));
}

/* The property of that name: one to three numbers. */
static void set_scale(struct html_look *look, struct bytes value, uint32_t property)
{
    set(look, property, is_zero(value) || is_zero(next_word(value)));
}

/* All four offsets at once. */
static void set_inset(struct html_look *look, struct bytes value, uint32_t property)
{
    for (int side = 0; side < 4 && value.size > 0; side++) {
        set_offset(look, value, property);
        value = next_word(value);
    }
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

/* One to four insets from the edges that meet in the middle. */
static bool insets_meet(struct bytes insets)
{
    double edges[4] = { 0, 0, 0, 0 };
    int count = 0;

    for (insets = trim(insets); count < 4 && insets.size > 0; insets = next_word(insets)) {
        struct length length = read_length(insets);

        if (!length.is_number)
            break;
        edges[count++] = length.is_percent ? length.pixels : length.pixels >= -FAR_MARGIN ? 100 : 0;
    }
    if (count == 0)
        return false;
    if (count < 2)
        edges[1] = edges[0];
    if (count < 3)
        edges[2] = edges[0];
    if (count < 4)
        edges[3] = edges[1];
    return edges[0] + edges[2] >= 100 || edges[1] + edges[3] >= 100;
}

/* Whether a shape is there and has no size: all its numbers are 0. */
static bool is_point(struct bytes shape)
{
    bool has_number = false;

    for (size_t index = 0; index < shape.size && shape.data[index] != ')'; index++) {
        if (html_scan_is_digit(shape.data[index]) && shape.data[index] != '0')
            return false;
        has_number = has_number || shape.data[index] == '0';
    }
    return has_number;
}

static void set_clip_path(struct html_look *look, struct bytes value, uint32_t property)
{
    if (memchr(value.data, '(', value.size) == NULL) {
        set(look, property, false);
        return;
    }
    set(look, property,
        insets_meet(argument_of(value, "inset")) || is_zero(trim(argument_of(value, "circle")))
            || is_zero(trim(argument_of(value, "ellipse"))) || is_point(argument_of(value, "polygon"))
            || is_point(argument_of(value, "rect")) || is_point(argument_of(value, "xywh")));
}

/* `-webkit-transform` or `-webkit-clip-path`, whose names are alike up to where they are compared. */
static void set_webkit(struct html_look *look, struct bytes value, uint32_t property)
{
    struct html_look other = { 0, 0, 0, 0 };

    set_transform(&other, value, property);
    set_clip_path(&other, value, LOOK_CLIP_PATH);
    look->known |= other.on;
    look->on |= other.on;
}

/* rect(top right bottom left) with nothing between its edges. */
static void set_clip(struct html_look *look, struct bytes value, uint32_t property)
{
    struct bytes rectangle = trim(argument_of(value, "rect"));
    bool on = false;

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
    [4] = PROPERTY("width", LOOK_WIDTH, set_tiny),
    [6] = PROPERTY("direction", LOOK_RIGHT, set_direction),
    [7] = PROPERTY("background", LOOK_BACKGROUND, set_background),
    [8] = PROPERTY("clip-path", LOOK_CLIP_PATH, set_clip_path),
    [11] = PROPERTY("unicode-bidi", LOOK_OVERRIDE, set_bidi),
    [13] = PROPERTY("margin-left", LOOK_MARGIN, set_margin),
    [14] = PROPERTY("margin", LOOK_MARGIN, set_margin),
    [16] = PROPERTY("transform", LOOK_TRANSFORM, set_transform),
    [17] = PROPERTY("white-space", LOOK_NOWRAP, set_white_space),
    [20] = PROPERTY("bottom", LOOK_OFFSET, set_offset),
    [21] = PROPERTY("font-size", LOOK_FONT_SIZE, set_tiny),
    [23] = PROPERTY("color", LOOK_COLOR, set_color),
    [27] = PROPERTY("overflow", LOOK_OVERFLOW, set_overflow),
    [29] = PROPERTY("clip", LOOK_CLIP, set_clip),
    [30] = PROPERTY("filter", LOOK_FILTER, set_filter),
    [31] = PROPERTY("max-height", LOOK_HEIGHT, set_tiny),
    [33] = PROPERTY("background-image", LOOK_BACKGROUND, set_background), /* and background-color */
    [34] = PROPERTY("text-indent", LOOK_INDENT, set_indent),
    [36] = PROPERTY("height", LOOK_HEIGHT, set_tiny),
    [37] = PROPERTY("visibility", LOOK_VISIBILITY, set_visibility),
    [39] = PROPERTY("inset", LOOK_OFFSET, set_inset),
    [41] = PROPERTY("right", LOOK_OFFSET, set_offset),
    [43] = PROPERTY("margin-top", LOOK_MARGIN, set_margin),
    [45] = PROPERTY("-webkit-background-clip", LOOK_CLIP_TEXT, set_background_clip),
    [46] = PROPERTY("-webkit-transform", LOOK_TRANSFORM, set_webkit), /* and -webkit-clip-path */
    [48] = PROPERTY("top", LOOK_OFFSET, set_offset),
    [50] = PROPERTY("background-clip", LOOK_CLIP_TEXT, set_background_clip),
    [54] = PROPERTY("left", LOOK_OFFSET, set_offset),
    [55] = PROPERTY("content-visibility", LOOK_CONTENT, set_content),
    [56] = PROPERTY("scale", LOOK_SCALE, set_scale),
    [57] = PROPERTY("max-width", LOOK_WIDTH, set_tiny),
    [59] = PROPERTY("position", LOOK_POSITION, set_position),
    [60] = PROPERTY("font", LOOK_FONT_SIZE, set_font),
    [61] = PROPERTY("display", LOOK_DISPLAY, set_display),
    [62] = PROPERTY("opacity", LOOK_OPACITY, set_zero),
    [63] = PROPERTY("z-index", LOOK_BEHIND, set_behind),
};
#undef PROPERTY

/* A perfect hash of the names; its factor was found by trying. */
static unsigned property_slot(uint64_t key, size_t size)
{
    return (unsigned)(((key ^ size * 0x9E37u) * UINT64_C(0x0a9a89d687e123c3)) >> 58);
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
    PROPERTY("text", "-indent:", LOOK_INDENT, set_indent)
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
    static const uint32_t alone = LOOK_DISPLAY | LOOK_OPACITY | LOOK_FILTER | LOOK_INDENT | LOOK_MARGIN | LOOK_TRANSFORM
                                  | LOOK_CONTENT | LOOK_CLIP_PATH | LOOK_SCALE;
    uint32_t on = look->on;

    return (on & alone) != 0 || ((on & LOOK_POSITION) != 0 && (on & (LOOK_OFFSET | LOOK_CLIP | LOOK_BEHIND)) != 0)
           || ((on & LOOK_OVERFLOW) != 0
               && ((on & (LOOK_WIDTH | LOOK_HEIGHT)) != 0
                   || (on & (LOOK_PUSHED | LOOK_NOWRAP)) == (LOOK_PUSHED | LOOK_NOWRAP)));
}
