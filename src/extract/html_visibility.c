/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/html_visibility.h"

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
    while (text.size > 0 && html_is_space(text.data[0])) {
        text.data++;
        text.size--;
    }
    while (text.size > 0 && html_is_space(text.data[text.size - 1]))
        text.size--;
    return text;
}

/* Whether `text` begins with `word` (lower case), as a whole word. */
static bool starts_with_word(struct bytes text, const char *word)
{
    size_t size = strlen(word);

    if (text.size < size)
        return false;
    for (size_t index = 0; index < size; index++) {
        if (html_lower(text.data[index]) != (uint8_t)word[index])
            return false;
    }
    return text.size == size || !(html_is_alpha(text.data[size]) || text.data[size] == '-');
}

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

    for (; index < text.size && html_is_digit(text.data[index]); index++) {
        length.pixels = length.pixels * 10 + (text.data[index] - '0');
        length.is_number = true;
    }
    if (index < text.size && text.data[index] == '.') {
        for (index++; index < text.size && html_is_digit(text.data[index]); index++) {
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
    struct length length = read_length(value);

    return length.is_number && length.pixels <= (length.is_percent ? -100 : limit);
}

static bool is_tiny(struct bytes value)
{
    struct length length = read_length(value);

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

        if (starts_with_word(rest, name))
            return bytes_slice(rest, size + 1, rest.size);
    }
    return (struct bytes){ value.data, 0 };
}

/* ---- colours ---- */

static unsigned hex_value(uint8_t byte)
{
    return html_is_digit(byte) ? (unsigned)(byte - '0') : (unsigned)((byte | 0x20) - 'a' + 10);
}

static bool is_hex(uint8_t byte)
{
    return html_is_digit(byte) || (uint8_t)((byte | 0x20) - 'a') < 6;
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

        while (index < arguments.size && (html_is_space(arguments.data[index]) || arguments.data[index] == ','))
            index++;
        for (; index < arguments.size && html_is_digit(arguments.data[index]) && digits < 4; index++, digits++)
            number = number * 10 + (uint32_t)(arguments.data[index] - '0');
        if (digits == 0 || (index < arguments.size && arguments.data[index] == '%'))
            return false;
        value = value << 8 | (number > 255 ? 255 : number);
    }
    *color = value;
    return true;
}

bool html_color_parse(struct bytes text, uint32_t *color)
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
        if (starts_with_word(text, names[index].name)) {
            *color = names[index].color;
            return true;
        }
    }
    return false;
}

bool html_color_is_same(uint32_t color, uint32_t background)
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

static void set_visibility(struct html_look *look, struct bytes value, uint32_t property)
{
    set(look, property,
        starts_with_word(value, "hidden") || starts_with_word(value, "collapse") || starts_with_word(value, "clip"));
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
    set(look, property, html_color_parse(value, &look->color));
}

static void set_background(struct html_look *look, struct bytes value, uint32_t property)
{
    bool has_image = memchr(value.data, '(', value.size) != NULL && !starts_with_word(value, "rgb");

    if (starts_with_word(value, "none") || starts_with_word(value, "transparent") || starts_with_word(value, "inherit"))
        return;
    set(look, property, !has_image && html_color_parse(value, &look->background));
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

    while (size < value.size && !html_is_space(value.data[size]))
        size++;
    return trim(bytes_slice(value, size, value.size));
}

/* One to four lengths, any of which may lie far outside. */
static void set_margin(struct html_look *look, struct bytes value, uint32_t property)
{
    bool far = false;

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
        while (size < rectangle.size && !html_is_space(rectangle.data[size]) && rectangle.data[size] != ',')
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

        if (length.is_number && !(length.pixels >= 100 && value.size > 3 && html_is_space(value.data[3]))) {
            set(look, property, is_tiny(value));
            return;
        }
        value = next_word(value);
    }
}

struct property {
    const char *name;
    size_t size;
    uint32_t bit;
    void (*read)(struct html_look *look, struct bytes value, uint32_t property);
};

#define PROPERTY(name, bit, read)                                                                                      \
    {                                                                                                                  \
        name, sizeof(name) - 1, bit, read                                                                              \
    }
static const struct property properties[] = {
    PROPERTY("color", LOOK_COLOR, set_color),
    PROPERTY("display", LOOK_DISPLAY, set_display),
    PROPERTY("font-size", LOOK_FONT_SIZE, set_tiny),
    PROPERTY("width", LOOK_WIDTH, set_tiny),
    PROPERTY("height", LOOK_HEIGHT, set_tiny),
    PROPERTY("background", LOOK_BACKGROUND, set_background),
    PROPERTY("background-color", LOOK_BACKGROUND, set_background),
    PROPERTY("background-image", LOOK_BACKGROUND, set_background),
    PROPERTY("bottom", LOOK_OFFSET, set_offset),
    PROPERTY("clip", LOOK_CLIP, set_clip),
    PROPERTY("clip-path", LOOK_CLIP, set_clip),
    PROPERTY("filter", LOOK_FILTER, set_filter),
    PROPERTY("font", LOOK_FONT_SIZE, set_font),
    PROPERTY("left", LOOK_OFFSET, set_offset),
    PROPERTY("margin", LOOK_MARGIN, set_margin),
    PROPERTY("margin-left", LOOK_MARGIN, set_margin),
    PROPERTY("margin-top", LOOK_MARGIN, set_margin),
    PROPERTY("max-height", LOOK_HEIGHT, set_tiny),
    PROPERTY("max-width", LOOK_WIDTH, set_tiny),
    PROPERTY("opacity", LOOK_OPACITY, set_zero),
    PROPERTY("overflow", LOOK_OVERFLOW, set_visibility),
    PROPERTY("position", LOOK_POSITION, set_position),
    PROPERTY("right", LOOK_OFFSET, set_offset),
    PROPERTY("text-indent", LOOK_INDENT, set_far),
    PROPERTY("top", LOOK_OFFSET, set_offset),
    PROPERTY("transform", LOOK_TRANSFORM, set_transform),
    PROPERTY("visibility", LOOK_VISIBILITY, set_visibility),
};
#undef PROPERTY

/* Sizes of the properties that begin with a letter: most declarations are none of ours, and this says so. */
static uint32_t sizes_of(uint8_t letter)
{
    static const uint32_t sizes[32] = {
        ['b' & 31] = 1u << 6 | 1u << 10 | 1u << 16,
        ['c' & 31] = 1u << 4 | 1u << 5 | 1u << 9,
        ['d' & 31] = 1u << 7,
        ['f' & 31] = 1u << 4 | 1u << 6 | 1u << 9,
        ['h' & 31] = 1u << 6,
        ['l' & 31] = 1u << 4,
        ['m' & 31] = 1u << 6 | 1u << 9 | 1u << 10 | 1u << 11,
        ['o' & 31] = 1u << 7 | 1u << 8,
        ['p' & 31] = 1u << 8,
        ['r' & 31] = 1u << 5,
        ['t' & 31] = 1u << 3 | 1u << 9 | 1u << 11,
        ['v' & 31] = 1u << 10,
        ['w' & 31] = 1u << 5,
    };

    return sizes[letter & 31];
}

static void declare(struct html_look *look, struct bytes name, struct bytes value)
{
    if (name.size == 0 || name.size > 16 || (sizes_of(name.data[0]) >> name.size & 1) == 0)
        return;
    for (size_t index = 0; index < sizeof properties / sizeof *properties; index++) {
        if (properties[index].size == name.size && starts_with_word(name, properties[index].name)) {
            properties[index].read(look, trim(value), properties[index].bit);
            return;
        }
    }
}

void html_look_declare(struct html_look *look, struct bytes declarations)
{
    const uint8_t *next = declarations.data;
    const uint8_t *end = next + declarations.size;

    while (next < end) {
        const uint8_t *name = next = html_skip_space(next, end);
        const uint8_t *name_end;
        const uint8_t *value;

        next = html_find2(next, end, ':', ';');
        if (next == end)
            break;
        if (*next == ';') {
            next++;
            continue;
        }
        for (name_end = next; name_end > name && html_is_space(name_end[-1]); name_end--)
            continue;
        value = ++next;
        next = html_find2(next, end, ';', '(');
        if (next < end && *next == '(') /* url(data:image/png;base64,…) */
            next = html_find(html_find(next, end, ')'), end, ';');
        declare(look, (struct bytes){ name, (size_t)(name_end - name) },
                (struct bytes){ value, (size_t)(next - value) });
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
        LOOK_DISPLAY | LOOK_VISIBILITY | LOOK_OPACITY | LOOK_FILTER | LOOK_INDENT | LOOK_MARGIN | LOOK_TRANSFORM;
    uint32_t on = look->on;

    return (on & alone) != 0 || ((on & LOOK_POSITION) != 0 && (on & (LOOK_OFFSET | LOOK_CLIP)) != 0)
           || ((on & LOOK_OVERFLOW) != 0 && (on & (LOOK_WIDTH | LOOK_HEIGHT)) != 0);
}

/* ---- rules ---- */

enum {
    RULES_MAX = 4096, /* pages have dozens, frameworks a few thousand */
    SLOTS_FIRST = 128,
    SELECTOR_SIZE_MAX = 256,
};

/* What a rule's key is made of beside the name. */
enum selector_kind { SELECTOR_ELEMENT = 1, SELECTOR_CLASS = 2, SELECTOR_IDENTIFIER = 3 };

struct rule {
    uint64_t key; /* 0: free */
    struct html_look look;
};

struct html_rules {
    struct arena *arena;
    size_t count;
    uint64_t filter[4]; /* bits of the keys that are there */
    struct rule *slots; /* open addressing, at most half full */
    size_t slot_count;  /* a power of two */
};

struct html_rules *html_rules_create(struct arena *arena)
{
    struct html_rules *rules = arena_zeroed(arena, sizeof *rules);

    if (rules == NULL)
        return NULL;
    rules->arena = arena;
    rules->slots = arena_zeroed(arena, SLOTS_FIRST * sizeof *rules->slots);
    rules->slot_count = SLOTS_FIRST;
    return rules->slots != NULL ? rules : NULL;
}

bool html_rules_is_empty(const struct html_rules *rules)
{
    return rules->count == 0;
}

/* FNV-1a over at most this much of a name; not a defence, the table is bounded. */
static uint64_t name_key(enum selector_kind kind, uint64_t element, struct bytes name)
{
    uint64_t key = (UINT64_C(0xcbf29ce484222325) ^ element) * UINT64_C(0x100000001b3) + kind;

    for (size_t index = 0; index < name.size && index < SELECTOR_SIZE_MAX; index++)
        key = (key ^ name.data[index]) * UINT64_C(0x100000001b3);
    key ^= key >> 32;
    return key | 1;
}

static uint64_t element_key(struct bytes name)
{
    return html_name_key(name.data, name.size, name.data + name.size) ^ (uint64_t)name.size << 59;
}

static struct rule *rule_slot(const struct html_rules *rules, uint64_t key)
{
    size_t slot = (size_t)(key >> 9) & (rules->slot_count - 1);

    while (rules->slots[slot].key != 0 && rules->slots[slot].key != key)
        slot = (slot + 1) & (rules->slot_count - 1);
    return &rules->slots[slot];
}

/* Room for one more. What the arena or the bound refuses is a rule less. */
static bool rules_grow(struct html_rules *rules)
{
    struct html_rules larger = *rules;

    if (rules->count == RULES_MAX)
        return false;
    if (rules->count < rules->slot_count / 2)
        return true;
    larger.slot_count = rules->slot_count * 4;
    larger.slots = arena_zeroed(rules->arena, larger.slot_count * sizeof *larger.slots);
    if (larger.slots == NULL)
        return false;
    for (size_t index = 0; index < rules->slot_count; index++) {
        if (rules->slots[index].key != 0)
            *rule_slot(&larger, rules->slots[index].key) = rules->slots[index];
    }
    *rules = larger;
    return true;
}

static void rules_add(struct html_rules *rules, uint64_t key, const struct html_look *look)
{
    struct rule *rule = rule_slot(rules, key);

    if (rule->key == 0) {
        static const uint32_t no_matter = LOOK_POSITION | LOOK_OVERFLOW;

        /* What says nothing that hides is worth a place only where it takes something back. */
        if ((look->on & ~no_matter) == 0 && (look->known & LOOK_BACKGROUND) == 0)
            return;
        if (!rules_grow(rules))
            return;
        rule = rule_slot(rules, key);
        rules->count++;
        rule->key = key;
        rules->filter[key >> 1 & 3] |= UINT64_C(1) << (key >> 3 & 63);
    }
    html_look_merge(&rule->look, look);
}

static const uint8_t *name_end(const uint8_t *next, const uint8_t *end)
{
    while (next < end
           && (html_is_alpha(*next) || html_is_digit(*next) || *next == '-' || *next == '_' || *next >= 0x80))
        next++;
    return next;
}

/* The key of "p", ".a", "#a", "p.a", "p#a"; 0 for any other selector. */
static uint64_t selector_key(struct bytes selector)
{
    const uint8_t *next = selector.data;
    const uint8_t *end = next + selector.size;
    const uint8_t *after = name_end(next, end);
    uint64_t element = after > next ? element_key((struct bytes){ next, (size_t)(after - next) }) : 0;
    enum selector_kind kind;

    if (selector.size == 0)
        return 0;
    if (after == end)
        return name_key(SELECTOR_ELEMENT, element, (struct bytes){ end, 0 });
    if (*after != '.' && *after != '#')
        return 0;
    kind = *after == '.' ? SELECTOR_CLASS : SELECTOR_IDENTIFIER;
    next = after + 1;
    if (next == end || name_end(next, end) != end)
        return 0;
    return name_key(kind, element, (struct bytes){ next, (size_t)(end - next) });
}

/* One rule: selectors apart by commas, and declarations, which are read once if any selector is simple. */
static void read_rule(struct html_rules *rules, struct bytes selectors, struct bytes declarations)
{
    struct html_look look = { 0, 0, 0, 0 };
    bool is_read = false;

    while (selectors.size > 0) {
        const uint8_t *end = selectors.data + selectors.size;
        const uint8_t *comma = html_find(selectors.data, end, ',');
        uint64_t key = selector_key(trim((struct bytes){ selectors.data, (size_t)(comma - selectors.data) }));

        if (key != 0 && !is_read) {
            html_look_declare(&look, declarations);
            is_read = true;
        }
        if (is_read && look.known == 0)
            return;
        if (key != 0)
            rules_add(rules, key, &look);
        comma += comma < end;
        selectors = (struct bytes){ comma, (size_t)(end - comma) };
    }
}

/* Behind the `}` that closes what is open at `next`, or the end. */
static const uint8_t *skip_block(const uint8_t *next, const uint8_t *end)
{
    size_t depth = 1;

    while (next < end && depth > 0) {
        next = html_find2(next, end, '{', '}');
        if (next < end)
            depth += *next++ == '{' ? 1 : (size_t)-1;
    }
    return next;
}

/* White space, comments, `<!--`, `-->` and stray braces between rules. */
static const uint8_t *skip_between(const uint8_t *next, const uint8_t *end)
{
    for (;;) {
        next = html_skip_blank_text(next, end);
        if (end - next >= 2 && next[0] == '/' && next[1] == '*') {
            const uint8_t *close = memmem(next + 2, (size_t)(end - next - 2), "*/", 2);

            next = close != NULL ? close + 2 : end;
        } else if (end - next >= 4 && memcmp(next, "<!--", 4) == 0) {
            next += 4;
        } else if (end - next >= 3 && memcmp(next, "-->", 3) == 0) {
            next += 3;
        } else if (next < end && (*next == '}' || *next == ';')) {
            next++;
        } else {
            return next;
        }
    }
}

void html_rules_read(struct html_rules *rules, struct bytes sheet)
{
    const uint8_t *next = sheet.data;
    const uint8_t *end = next + sheet.size;

    while ((next = skip_between(next, end)) < end) {
        const uint8_t *selectors = next;
        const uint8_t *open;
        const uint8_t *close;

        if (*next == '@') {
            next = html_find2(next, end, '{', ';');
            if (next < end)
                next = *next == '{' ? skip_block(next + 1, end) : next + 1;
            continue;
        }
        open = html_find(next, end, '{');
        if (open == end)
            return;
        close = html_find(open + 1, end, '}');
        read_rule(rules, (struct bytes){ selectors, (size_t)(open - selectors) },
                  (struct bytes){ open + 1, (size_t)(close - open - 1) });
        next = close;
    }
}

static void look_up(const struct html_rules *rules, uint64_t key, struct html_look *look)
{
    if ((rules->filter[key >> 1 & 3] >> (key >> 3 & 63) & 1) != 0)
        html_look_merge(look, &rule_slot(rules, key)->look);
}

void html_rules_look(const struct html_rules *rules, const struct html_name *element, struct bytes classes,
                     struct bytes identifier, struct html_look *look)
{
    struct bytes none = { NULL, 0 };
    uint64_t name = element->key ^ (uint64_t)element->size << 59;
    const uint8_t *next = classes.data;
    const uint8_t *end = next + classes.size;

    look_up(rules, name_key(SELECTOR_ELEMENT, name, none), look);
    while (classes.size > 0 && (next = html_skip_space(next, end)) < end) {
        const uint8_t *after = html_find_name_end(next, end, ' ', ' ', ' ');
        struct bytes class_name = { next, (size_t)(after - next) };

        look_up(rules, name_key(SELECTOR_CLASS, 0, class_name), look);
        look_up(rules, name_key(SELECTOR_CLASS, name, class_name), look);
        next = after;
    }
    if (identifier.size > 0) {
        look_up(rules, name_key(SELECTOR_IDENTIFIER, 0, identifier), look);
        look_up(rules, name_key(SELECTOR_IDENTIFIER, name, identifier), look);
    }
}
