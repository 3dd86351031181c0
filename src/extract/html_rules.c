/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/html_rules.h"

#include <string.h>

#include "extract/html_attribute_rules.h"
#include "extract/html_media.h"
#include "extract/html_plain.h"
#include "extract/html_scan.h"

enum {
    RULES_MAX = 4096, /* pages have dozens, frameworks a few thousand */
    SLOTS_FIRST = 128,
    FILTER_WORDS = 16,
};

/* Of what kind a selector is; a bit each. */
enum selector_kind {
    SELECTOR_NONE = 0,
    SELECTOR_ELEMENT = 1,
    SELECTOR_CLASS = 2,
    SELECTOR_IDENTIFIER = 4,
    SELECTOR_ELEMENT_CLASS = 8,
    SELECTOR_ELEMENT_IDENTIFIER = 16,
    SELECTOR_SPELLED = 32, /* with an escape or a comment in it */
    SELECTOR_ATTRIBUTE = 64,
};

struct selector {
    enum selector_kind kind;
    struct bytes element, name; /* name: of an attribute what stands between the brackets */
};

struct rule {
    uint64_t key; /* 0: free */
    struct html_look look;
};

struct html_rules {
    struct arena *arena;
    size_t count;
    unsigned kinds;                /* of selectors that are there */
    uint64_t filter[FILTER_WORDS]; /* bits of the keys that are there */
    struct rule *slots;            /* open addressing, at most half full */
    size_t slot_count;             /* a power of two */
    struct html_attribute_rules *attributes;
};

struct html_rules *html_rules_create(struct arena *arena)
{
    struct html_rules *rules = arena_zeroed(arena, sizeof *rules);

    if (rules == NULL)
        return NULL;
    rules->arena = arena;
    rules->slots = arena_zeroed(arena, SLOTS_FIRST * sizeof *rules->slots);
    rules->slot_count = SLOTS_FIRST;
    rules->attributes = html_attribute_rules_create(arena);
    return rules->slots != NULL && rules->attributes != NULL ? rules : NULL;
}

unsigned html_rules_reach(const struct html_rules *rules)
{
    unsigned reach = 0;

    if ((rules->kinds & SELECTOR_ELEMENT) != 0)
        reach |= HTML_RULES_OF_ELEMENTS;
    if ((rules->kinds & (SELECTOR_CLASS | SELECTOR_ELEMENT_CLASS)) != 0)
        reach |= HTML_RULES_OF_CLASSES;
    if ((rules->kinds & (SELECTOR_IDENTIFIER | SELECTOR_ELEMENT_IDENTIFIER)) != 0)
        reach |= HTML_RULES_OF_IDENTIFIERS;
    if ((rules->kinds & SELECTOR_ATTRIBUTE) != 0)
        reach |= HTML_RULES_OF_ATTRIBUTES;
    return reach;
}

/* ---- keys ---- */

static uint64_t mix(uint64_t value)
{
    value *= UINT64_C(0x9E3779B97F4A7C15);
    return value ^ value >> 29;
}

/* Not a defence against collisions: the table is bounded. */
static uint64_t name_hash(struct bytes name, const uint8_t *limit)
{
    uint64_t hash = name.size;

    for (size_t index = 0; index < name.size; index += 8)
        hash = mix(hash ^ html_scan_name_key(name.data + index, name.size - index, limit));
    return hash;
}

static uint64_t element_hash(uint64_t key, size_t size)
{
    return mix(key ^ size << 59);
}

static uint64_t rule_key(enum selector_kind kind, uint64_t element, uint64_t name)
{
    return mix(name + element + (uint64_t)kind) | 1;
}

/* ---- the table ---- */

static bool may_have(const struct html_rules *rules, uint64_t key)
{
    return (rules->filter[key >> 1 & (FILTER_WORDS - 1)] >> (key >> 5 & 63) & 1) != 0;
}

static struct rule *rule_slot(const struct html_rules *rules, uint64_t key)
{
    size_t slot = (size_t)(key >> 11) & (rules->slot_count - 1);

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

/* What a look says that could hide something, alone or with what another rule or the element itself says. */
static bool is_worth_a_place(const struct html_look *look)
{
    static const uint32_t no_matter =
        LOOK_POSITION | LOOK_OVERFLOW | LOOK_COLOR | LOOK_INLINE | LOOK_BLOCK | LOOK_NOWRAP | LOOK_CLIP_TEXT;

    return (look->on & ~no_matter) != 0 || (look->known & (LOOK_BACKGROUND | LOOK_COLOR | LOOK_VISIBILITY)) != 0;
}

static void rules_add(struct html_rules *rules, enum selector_kind kind, uint64_t key, const struct html_look *look)
{
    if (!may_have(rules, key) || rule_slot(rules, key)->key == 0) {
        if (!is_worth_a_place(look) || !rules_grow(rules))
            return;
        rules->count++;
        rules->kinds |= kind;
        rules->filter[key >> 1 & (FILTER_WORDS - 1)] |= UINT64_C(1) << (key >> 5 & 63);
        rule_slot(rules, key)->key = key;
    }
    html_look_merge(&rule_slot(rules, key)->look, look);
}

/* ---- reading ---- */

static bool is_name_byte(uint8_t byte)
{
    static const uint8_t classes[128] = {
        ['-'] = 1, ['_'] = 1, ['0'] = 1, ['1'] = 1, ['2'] = 1, ['3'] = 1, ['4'] = 1, ['5'] = 1, ['6'] = 1, ['7'] = 1,
        ['8'] = 1, ['9'] = 1, ['a'] = 1, ['b'] = 1, ['c'] = 1, ['d'] = 1, ['e'] = 1, ['f'] = 1, ['g'] = 1, ['h'] = 1,
        ['i'] = 1, ['j'] = 1, ['k'] = 1, ['l'] = 1, ['m'] = 1, ['n'] = 1, ['o'] = 1, ['p'] = 1, ['q'] = 1, ['r'] = 1,
        ['s'] = 1, ['t'] = 1, ['u'] = 1, ['v'] = 1, ['w'] = 1, ['x'] = 1, ['y'] = 1, ['z'] = 1,
    };

    return byte >= 0x80 || classes[html_scan_lower(byte)] != 0;
}

static const uint8_t *name_end(const uint8_t *next, const uint8_t *end)
{
    while (next < end && is_name_byte(*next))
        next++;
    return next;
}

/* A comment, or an escape of what could be part of a name. */
static bool begins_spelling(const uint8_t *next, const uint8_t *end)
{
    return (*next == '/' || *next == '\\') && end - next > 1
           && (next[1] == '*' || html_scan_is_alpha(next[1]) || html_scan_is_digit(next[1]));
}

/* Into `:is(.a, .b)`, if nothing else belongs to the selector: what is in it is as good as selectors of their own,
 * whose end may be its bracket. */
static const uint8_t *enter_list(const uint8_t *next, const uint8_t *end)
{
    static const char *const lists[] = { ":is(", ":where(" };
    struct bytes rest = { next, (size_t)(end - next) };

    for (size_t index = 0; index < sizeof lists / sizeof *lists; index++) {
        size_t size = strlen(lists[index]);
        const uint8_t *close, *after;

        if (!bytes_start_with(rest, lists[index], size))
            continue;
        close = html_scan_find2(next + size, end, ')', '(');
        after = close < end && *close == ')' ? html_scan_skip_space(close + 1, end) : NULL;
        return after != NULL && (after == end || *after == ',') ? html_scan_skip_space(next + size, end) : next;
    }
    return next;
}

/* "p", ".a", "#a", "p.a", "p#a"; SELECTOR_NONE for anything else. Moves *next behind the comma after it. */
static struct selector read_selector(const uint8_t **next, const uint8_t *end)
{
    struct selector selector = { SELECTOR_NONE, { NULL, 0 }, { NULL, 0 } };
    const uint8_t *start = enter_list(html_scan_skip_space(*next, end), end);
    const uint8_t *after = name_end(start, end);
    uint8_t mark;

    selector.element = (struct bytes){ start, (size_t)(after - start) };
    mark = after < end ? *after : ',';
    if (mark == '.' || mark == '#') {
        start = after + 1;
        after = name_end(start, end);
        selector.name = (struct bytes){ start, (size_t)(after - start) };
    } else if (mark == '[') {
        start = after + 1;
        after = html_scan_find(start, end, ']');
        selector.name = (struct bytes){ start, (size_t)(after - start) };
        after += after < end;
    }
    after = html_scan_skip_space(after, end);
    if (after < end && *after != ',' && *after != ')') { /* something that we do not follow */
        if (begins_spelling(after, end))
            selector.kind = SELECTOR_SPELLED;
        after = html_scan_find(after, end, ',');
        *next = after + (after < end);
        return selector;
    }
    *next = after + (after < end);
    if (selector.name.size == 0)
        selector.kind = selector.element.size > 0 && memchr(".#[", mark, 3) == NULL ? SELECTOR_ELEMENT : SELECTOR_NONE;
    else if (mark == '[')
        selector.kind = SELECTOR_ATTRIBUTE;
    else if (selector.element.size == 0)
        selector.kind = mark == '.' ? SELECTOR_CLASS : SELECTOR_IDENTIFIER;
    else
        selector.kind = mark == '.' ? SELECTOR_ELEMENT_CLASS : SELECTOR_ELEMENT_IDENTIFIER;
    return selector;
}

static void add_attribute(struct html_rules *rules, const struct selector *selector, const struct html_look *look)
{
    if (!is_worth_a_place(look))
        return;
    rules->kinds |= SELECTOR_ATTRIBUTE;
    html_attribute_rules_add(rules->attributes, selector->element, selector->name, look);
}

/* One rule: selectors apart by commas, and declarations, which are read once if any selector is simple. False, with
 * nothing done, if they have to be put into plain spelling first. */
static bool read_rule(struct html_rules *rules, struct bytes selectors, struct bytes declarations, bool is_plain,
                      const uint8_t *limit)
{
    struct html_look look = { 0, 0, 0, 0 };
    const uint8_t *next = selectors.data;
    const uint8_t *end = next + selectors.size;
    bool is_read = false;

    while (next < end) {
        struct selector selector = read_selector(&next, end);
        uint64_t element = 0;

        if (selector.kind == SELECTOR_SPELLED)
            return is_plain;
        if (selector.kind == SELECTOR_NONE)
            continue;
        if (!is_read && !is_plain && html_plain_style_is_needed(declarations, limit))
            return false;
        if (!is_read)
            html_look_declare(&look, declarations, limit);
        is_read = true;
        if (look.known == 0 || (rules->count == 0 && !is_worth_a_place(&look)))
            return true;
        if (selector.kind == SELECTOR_ATTRIBUTE) {
            add_attribute(rules, &selector, &look);
            continue;
        }
        if (selector.element.size > 0)
            element = element_hash(html_scan_name_key(selector.element.data, selector.element.size, limit),
                                   selector.element.size);
        rules_add(rules, selector.kind, rule_key(selector.kind, element, name_hash(selector.name, limit)), &look);
    }
    return true;
}

/* The first `wanted` outside comments, or the end. */
static const uint8_t *find_outside_comments(const uint8_t *next, const uint8_t *end, uint8_t wanted)
{
    while ((next = html_scan_find2(next, end, wanted, '/')) < end && *next == '/') {
        if (end - next > 1 && next[1] == '*')
            next = html_scan_skip_css_comment(next + 2, end);
        else
            next++;
    }
    return next;
}

/* A rule with comments or escapes in it, from its first selector; `plain` is for use here. Returns where it ends. */
static const uint8_t *read_spelled_rule(struct html_rules *rules, const uint8_t *next, const uint8_t *end,
                                        struct buf *plain)
{
    const uint8_t *open = find_outside_comments(next, end, '{');
    const uint8_t *close = find_outside_comments(open, end, '}');
    struct bytes rule;
    size_t size;

    buf_clear(plain);
    html_plain_style(plain, (struct bytes){ next, (size_t)(close - next) });
    rule = buf_bytes(plain);
    size = rule.size > 0 ? (size_t)(html_scan_find(rule.data, rule.data + rule.size, '{') - rule.data) : 0;
    if (size < rule.size)
        (void)read_rule(rules, bytes_slice(rule, 0, size), bytes_slice(rule, size + 1, rule.size), true,
                        rule.data + rule.size);
    return close;
}

/* Behind the `}` that closes what is open at `next`, or the end. */
static const uint8_t *skip_block(const uint8_t *next, const uint8_t *end)
{
    size_t depth = 1;

    while (next < end && depth > 0) {
        next = html_scan_find2(next, end, '{', '}');
        if (next < end)
            depth += *next++ == '{' ? 1 : (size_t)-1;
    }
    return next;
}

/* White space, comments, `<!--`, `-->` and stray braces between rules. */
static const uint8_t *skip_between(const uint8_t *next, const uint8_t *end)
{
    while (next < end) {
        if (html_scan_is_space(*next) || *next == '}' || *next == ';') {
            next++;
        } else if (*next == '/' && end - next >= 2 && next[1] == '*') {
            next = html_scan_skip_css_comment(next + 2, end);
        } else if (*next == '<' && end - next >= 4 && memcmp(next, "<!--", 4) == 0) {
            next += 4;
        } else if (*next == '-' && end - next >= 3 && memcmp(next, "-->", 3) == 0) {
            next += 3;
        } else {
            break;
        }
    }
    return next;
}

/* Whether what stands before a block holds on every screen; `plain` is for use here. */
static bool always_holds(struct bytes prelude, const uint8_t *limit, struct buf *plain)
{
    if (!html_plain_style_is_needed(prelude, limit))
        return html_media_always_holds(prelude);
    buf_clear(plain);
    html_plain_style(plain, prelude);
    return buf_status(plain) == STATUS_OK && html_media_always_holds(buf_bytes(plain));
}

/* The brace or semicolon behind what an at-rule begins with, outside comments; or the end. */
static const uint8_t *find_prelude_end(const uint8_t *next, const uint8_t *end)
{
    const uint8_t *found = html_scan_find2(next, end, '{', ';');
    const uint8_t *comment;

    while ((comment = html_scan_find_word(next, found, "/*")) < found) {
        next = html_scan_skip_css_comment(comment + 2, end);
        if (found < next)
            found = html_scan_find2(next, end, '{', ';');
    }
    return found;
}

/* Behind an at-rule, or into the block that it makes no condition for, whose end is a stray brace. */
static const uint8_t *skip_at_rule(const uint8_t *next, const uint8_t *end, struct buf *plain)
{
    const uint8_t *open = find_prelude_end(next, end);

    if (open == end || *open == ';')
        return open + (open < end);
    return always_holds((struct bytes){ next, (size_t)(open - next) }, end, plain) ? open + 1
                                                                                   : skip_block(open + 1, end);
}

void html_rules_read(struct html_rules *rules, struct bytes sheet)
{
    struct buf plain = BUF_INIT(HTML_PLAIN_MAX);
    const uint8_t *next = sheet.data;
    const uint8_t *end = next + sheet.size;

    while ((next = skip_between(next, end)) < end) {
        struct bytes selectors;
        const uint8_t *open;
        const uint8_t *close;

        if (*next == '@') {
            next = skip_at_rule(next, end, &plain);
            continue;
        }
        open = html_scan_find(next, end, '{');
        if (open == end)
            break;
        close = html_scan_find(open + 1, end, '}');
        selectors = (struct bytes){ next, (size_t)(open - next) };
        if (!read_rule(rules, selectors, (struct bytes){ open + 1, (size_t)(close - open - 1) }, false, end))
            close = read_spelled_rule(rules, next, end, &plain);
        next = close;
    }
    buf_free(&plain);
}

/* ---- asking ---- */

static void look_up(const struct html_rules *rules, uint64_t key, struct html_look *look)
{
    if (may_have(rules, key))
        html_look_merge(look, &rule_slot(rules, key)->look);
}

static void look_up_name(const struct html_rules *rules, enum selector_kind alone, enum selector_kind together,
                         uint64_t element, struct bytes name, const uint8_t *limit, struct html_look *look)
{
    uint64_t hash = name_hash(name, limit);

    if ((rules->kinds & alone) != 0)
        look_up(rules, rule_key(alone, 0, hash), look);
    if ((rules->kinds & together) != 0)
        look_up(rules, rule_key(together, element, hash), look);
}

void html_rules_look(const struct html_rules *rules, const struct html_name *element, struct bytes classes,
                     struct bytes identifier, const uint8_t *limit, struct html_look *look)
{
    uint64_t hash = element_hash(element->key, element->size);
    const uint8_t *next = classes.data;
    const uint8_t *end = next + classes.size;

    if ((rules->kinds & SELECTOR_ELEMENT) != 0)
        look_up(rules, rule_key(SELECTOR_ELEMENT, hash, name_hash((struct bytes){ NULL, 0 }, limit)), look);
    if ((rules->kinds & (SELECTOR_CLASS | SELECTOR_ELEMENT_CLASS)) != 0) {
        while (classes.size > 0 && (next = html_scan_skip_space(next, end)) < end) {
            const uint8_t *after = html_scan_earlier(html_scan_find_name_end(next, limit, ' ', '"', '\''), end);

            after += after == next;
            look_up_name(rules, SELECTOR_CLASS, SELECTOR_ELEMENT_CLASS, hash,
                         (struct bytes){ next, (size_t)(after - next) }, limit, look);
            next = after;
        }
    }
    if ((rules->kinds & (SELECTOR_IDENTIFIER | SELECTOR_ELEMENT_IDENTIFIER)) != 0 && identifier.size > 0)
        look_up_name(rules, SELECTOR_IDENTIFIER, SELECTOR_ELEMENT_IDENTIFIER, hash, identifier, limit, look);
}

void html_rules_look_attributes(const struct html_rules *rules, const struct html_name *element,
                                struct bytes attributes, struct html_look *look)
{
    html_attribute_rules_look(rules->attributes, element, attributes, look);
}
