/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/html_state_rules.h"

#include <string.h>
#include <strings.h>

#include "extract/html_scan.h"

enum {
    RULES_MAX = 512, /* pages have dozens */
    NAMES_MAX = 4,
    TAG_MAX = 2048,           /* bytes of a start tag in which its names are looked for */
    SEARCHES_MAX = 256 << 10, /* of tags, by all rules together */
};

/* What is hidden by one of these is shown by its opposite. */
static const uint32_t showing = LOOK_DISPLAY | LOOK_VISIBILITY | LOOK_OPACITY | LOOK_FILTER | LOOK_POSITION
                                | LOOK_OFFSET | LOOK_INDENT | LOOK_MARGIN | LOOK_TRANSFORM | LOOK_WIDTH | LOOK_HEIGHT
                                | LOOK_OVERFLOW | LOOK_CLIP | LOOK_CONTENT | LOOK_CLIP_PATH | LOOK_SCALE | LOOK_BEHIND;

/* A part of a selector: `li.open#x`. */
struct part {
    struct bytes element;
    struct bytes names[NAMES_MAX]; /* classes and identifiers */
    size_t name_count;
};

struct state_rule {
    struct part last;
    struct part above; /* names of all that must be around it, and the element of the nearest */
    struct html_look look;
    bool is_important; /* one of its declarations, at least */
};

struct html_state_rules {
    struct state_rule rules[RULES_MAX];
    size_t count;
    size_t searches;
};

/* ---- selectors ---- */

static bool is_name_byte(uint8_t byte)
{
    return html_scan_is_alpha(byte) || html_scan_is_digit(byte) || byte == '-' || byte == '_' || byte >= 0x80;
}

static struct bytes read_name(const uint8_t *next, const uint8_t *end)
{
    const uint8_t *start = next;

    while (next < end && is_name_byte(*next))
        next++;
    return (struct bytes){ start, (size_t)(next - start) };
}

static void add_name(struct part *part, struct bytes name)
{
    if (name.size > 0 && part->name_count < NAMES_MAX)
        part->names[part->name_count++] = name;
}

static bool is_state(struct bytes name)
{
    static const char *const states[] = { "hover",   "focus",  "focus-within", "focus-visible",
                                          "checked", "target", "active" };

    for (size_t index = 0; index < sizeof states / sizeof *states; index++) {
        if (name.size == strlen(states[index]) && strncasecmp((const char *)name.data, states[index], name.size) == 0)
            return true;
    }
    return false;
}

/* One part, from *next on. True if it asks for more than one name: a state, an attribute, several classes. */
static bool read_part(const uint8_t **next, const uint8_t *end, struct part *part)
{
    bool has_more = false;
    struct bytes name = read_name(*next, end);

    *part = (struct part){ .element = name };
    *next += name.size;
    while (*next < end && memchr(".#:[(", **next, 5) != NULL) {
        uint8_t mark = *(*next)++;

        if (mark == '[' || mark == '(') {
            *next = html_scan_find(*next, end, mark == '[' ? ']' : ')');
            *next += *next < end;
            has_more = has_more || mark == '[';
            continue;
        }
        name = read_name(*next, end);
        *next += name.size;
        if (mark != ':')
            add_name(part, name);
        else
            has_more = has_more || is_state(name);
    }
    return has_more || part->name_count > 1;
}

/* What stands between two parts: `>`, `+`, `~` or a blank; 0 at the end. */
static uint8_t read_combinator(const uint8_t **next, const uint8_t *end)
{
    uint8_t combinator = ' ';

    while (*next < end && (html_scan_is_space(**next) || **next == '>' || **next == '+' || **next == '~')) {
        combinator = html_scan_is_space(**next) ? combinator : **next;
        (*next)++;
    }
    return *next < end ? combinator : 0;
}

/* False for a selector that asks for one name alone, which html_rules.h follows, and for one that is not understood. */
static bool read_selector(struct bytes selector, struct state_rule *rule)
{
    const uint8_t *next = html_scan_skip_space(selector.data, selector.data + selector.size);
    const uint8_t *end = selector.data + selector.size;
    bool has_more = false;

    while (next < end) {
        const uint8_t *start = next;
        uint8_t combinator;

        has_more = read_part(&next, end, &rule->last) || has_more;
        combinator = read_combinator(&next, end);
        if (next == start)
            return false;
        if (combinator == 0)
            break;
        has_more = true;
        if (combinator != ' ' && combinator != '>') /* what stands beside it is not around it */
            continue;
        rule->above.element = rule->last.element;
        for (size_t index = 0; index < rule->last.name_count; index++)
            add_name(&rule->above, rule->last.names[index]);
    }
    return has_more;
}

/* ---- sheets ---- */

static void read_rule(struct html_state_rules *rules, struct bytes selectors, struct bytes declarations,
                      const uint8_t *limit)
{
    const uint8_t *next = selectors.data;
    const uint8_t *end = next + selectors.size;
    struct html_look look = { 0, 0, 0, 0 };
    bool is_important = memmem(declarations.data, declarations.size, "important", 9) != NULL;

    html_look_declare(&look, declarations, limit);
    look.known &= ~look.on & showing;
    look.on = 0;
    while (look.known != 0 && next < end && rules->count < RULES_MAX) {
        const uint8_t *comma = html_scan_find(next, end, ',');
        struct state_rule rule = { .look = look, .is_important = is_important };

        if (read_selector((struct bytes){ next, (size_t)(comma - next) }, &rule))
            rules->rules[rules->count++] = rule;
        next = comma + (comma < end);
    }
}

/* The selectors of a rule, of all that stands before its brace. */
static struct bytes behind_others(struct bytes prelude)
{
    for (size_t index = prelude.size; index > 0; index--) {
        if (prelude.data[index - 1] == ';'
            || (index > 1 && prelude.data[index - 1] == '/' && prelude.data[index - 2] == '*'))
            return bytes_slice(prelude, index, prelude.size);
    }
    return prelude;
}

/* Rules in blocks that hold on some screens only count as well. */
static void read_sheet(struct html_state_rules *rules, struct bytes sheet, const uint8_t *limit)
{
    const uint8_t *next = sheet.data;
    const uint8_t *end = next + sheet.size;
    const uint8_t *brace;

    while ((brace = html_scan_find2(next, end, '{', '}')) < end) {
        struct bytes selectors = behind_others((struct bytes){ next, (size_t)(brace - next) });
        const uint8_t *start = html_scan_skip_space(selectors.data, brace);

        next = brace + 1;
        if (*brace == '}' || start == brace || *start == '@')
            continue;
        brace = html_scan_find(next, end, '}');
        read_rule(rules, selectors, (struct bytes){ next, (size_t)(brace - next) }, limit);
        next = brace + (brace < end);
    }
}

struct html_state_rules *html_state_rules_read(struct arena *arena, struct bytes page)
{
    struct html_state_rules *rules = arena_zeroed(arena, sizeof *rules);
    const uint8_t *next = page.data;
    const uint8_t *end = next + page.size;

    while (rules != NULL && (next = html_scan_find(next, end, '<')) < end) {
        struct bytes tag = { next + 1, (size_t)(end - next - 1) };
        const uint8_t *sheet;

        next++;
        if (!html_scan_names(tag, "style"))
            continue;
        sheet = html_scan_find(next, end, '>');
        next = html_scan_find_word(sheet, end, "</");
        read_sheet(rules, (struct bytes){ sheet, (size_t)(next - sheet) }, end);
    }
    return rules;
}

/* ---- asking ---- */

bool html_state_rules_has_word(struct bytes tag, struct bytes word)
{
    const uint8_t *next = tag.data;
    const uint8_t *end = next + (tag.size < TAG_MAX ? tag.size : TAG_MAX);

    while (word.size > 0 && next < end && (next = memmem(next, (size_t)(end - next), word.data, word.size)) != NULL) {
        const uint8_t *after = next + word.size;

        if (next > tag.data && !is_name_byte(next[-1]) && (after == end || !is_name_byte(*after)))
            return true;
        next++;
    }
    return false;
}

static bool has_any(struct html_state_rules *rules, struct bytes tag, const struct part *part)
{
    for (size_t index = 0; index < part->name_count && rules->searches < SEARCHES_MAX; index++) {
        rules->searches++;
        if (html_state_rules_has_word(tag, part->names[index]))
            return true;
    }
    return false;
}

static bool is_element(struct bytes tag, struct bytes element)
{
    return tag.size > element.size && strncasecmp((const char *)tag.data, (const char *)element.data, element.size) == 0
           && !is_name_byte(tag.data[element.size]);
}

static bool is_around(struct html_state_rules *rules, const struct html_lineage *lineage, const struct part *above)
{
    for (size_t index = 0; index + 1 < lineage->count; index++) {
        if (above->name_count > 0 ? has_any(rules, lineage->tags[index], above)
                                  : is_element(lineage->tags[index], above->element))
            return true;
    }
    return false;
}

static bool is_of(struct html_state_rules *rules, const struct state_rule *rule, const struct html_lineage *lineage)
{
    struct bytes tag = lineage->tags[lineage->count - 1];

    if ((rule->last.element.size > 0 && !is_element(tag, rule->last.element))
        || (rule->last.name_count > 0 && !has_any(rules, tag, &rule->last)))
        return false;
    if (rule->above.name_count > 0)
        return is_around(rules, lineage, &rule->above);
    /* `li:hover ul` says little, but it does; `a:hover` says of every link what only a hidden one has need of. */
    return rule->last.name_count > 0 || (rule->above.element.size > 0 && is_around(rules, lineage, &rule->above));
}

void html_state_rules_show(struct html_state_rules *rules, const struct html_lineage *lineage,
                           enum html_state_rank rank, struct html_look *look)
{
    for (size_t index = 0; index < rules->count; index++) {
        const struct state_rule *rule = &rules->rules[index];

        if ((rule->look.known & look->on) != 0 && (rank == STATE_RULES_ALL || rule->is_important)
            && is_of(rules, rule, lineage))
            html_look_merge(look, &rule->look);
    }
}
