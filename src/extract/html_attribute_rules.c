/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/html_attribute_rules.h"

#include <string.h>
#include <strings.h>

#include "extract/html_plain.h"
#include "extract/html_scan.h"

enum { ATTRIBUTE_RULES_MAX = 64 };

struct attribute_rule {
    struct bytes element, name, value;
    uint8_t relation; /* 0: whatever it says; else '=', or what stands in front of the sign: ~ | ^ $ * */
    bool is_folded;   /* case does not count */
    struct html_look look;
};

struct html_attribute_rules {
    struct arena *arena;
    struct attribute_rule rules[ATTRIBUTE_RULES_MAX];
    size_t count;
};

struct html_attribute_rules *html_attribute_rules_create(struct arena *arena)
{
    struct html_attribute_rules *rules = arena_zeroed(arena, sizeof *rules);

    if (rules != NULL)
        rules->arena = arena;
    return rules;
}

/* ---- reading ---- */

/* `"x" i`, `x`. */
static bool read_value(struct bytes text, struct attribute_rule *rule)
{
    size_t size = 0;
    bool is_quoted = text.size > 0 && (*text.data == '"' || *text.data == '\'');

    if (is_quoted)
        size = 1 + (size_t)(html_scan_find(text.data + 1, text.data + text.size, *text.data) - text.data - 1);
    else
        while (size < text.size && !html_scan_is_space(text.data[size]))
            size++;
    if (size == 0 || (is_quoted && size == text.size))
        return false;
    rule->value = bytes_slice(text, is_quoted, size - is_quoted);
    text = html_scan_trim(bytes_slice(text, size + is_quoted, text.size));
    rule->is_folded = text.size == 1 && (*text.data | 0x20) == 'i';
    return text.size == 0 || rule->is_folded || (text.size == 1 && (*text.data | 0x20) == 's');
}

static bool is_of_name(uint8_t byte)
{
    return html_scan_is_alpha(byte) || html_scan_is_digit(byte) || byte == '-' || byte == '_' || byte >= 0x80;
}

/* `name`, `name*="value"`. */
static bool read_condition(struct bytes condition, struct attribute_rule *rule)
{
    size_t size = 0;

    condition = html_scan_trim(condition);
    while (size < condition.size && is_of_name(condition.data[size]))
        size++;
    rule->name = bytes_slice(condition, 0, size);
    condition = html_scan_trim(bytes_slice(condition, size, condition.size));
    if (size == 0 || condition.size == 0)
        return size > 0;
    rule->relation = *condition.data;
    size = rule->relation == '=' ? 0 : 1;
    if ((size > 0 && memchr("~|^$*", rule->relation, 5) == NULL) || condition.size <= size
        || condition.data[size] != '=')
        return false;
    return read_value(html_scan_trim(bytes_slice(condition, size + 1, condition.size)), rule);
}

/* The sheet may be gone when the rule is asked for. */
static bool keep(struct arena *arena, struct bytes *text)
{
    uint8_t *copy = arena_alloc(arena, text->size + 1);

    if (copy == NULL)
        return false;
    if (text->size > 0)
        memcpy(copy, text->data, text->size);
    text->data = copy;
    return true;
}

static bool is_taken_off(struct bytes name)
{
    static const char *const words[] = { "cloak" };

    return html_scan_has_any(name, words, 1);
}

void html_attribute_rules_add(struct html_attribute_rules *rules, struct bytes element, struct bytes condition,
                              const struct html_look *look)
{
    struct attribute_rule rule = { .element = element, .look = *look };

    if (rules->count < ATTRIBUTE_RULES_MAX && read_condition(condition, &rule) && !is_taken_off(rule.name)
        && keep(rules->arena, &rule.element) && keep(rules->arena, &rule.name) && keep(rules->arena, &rule.value))
        rules->rules[rules->count++] = rule;
}

/* ---- asking ---- */

static bool is_same(struct bytes left, struct bytes right, bool is_folded)
{
    if (!is_folded)
        return bytes_equal(left, right);
    return left.size == right.size
           && (left.size == 0 || strncasecmp((const char *)left.data, (const char *)right.data, left.size) == 0);
}

static bool has_anywhere(struct bytes value, struct bytes wanted, bool is_folded)
{
    if (!is_folded)
        return memmem(value.data, value.size, wanted.data, wanted.size) != NULL;
    for (size_t at = 0; at + wanted.size <= value.size; at++) {
        if (is_same(bytes_slice(value, at, wanted.size), wanted, true))
            return true;
    }
    return false;
}

static bool has_word(struct bytes value, struct bytes wanted, bool is_folded)
{
    for (size_t at = 0; at < value.size;) {
        size_t end = at;

        while (end < value.size && !html_scan_is_space(value.data[end]))
            end++;
        if (is_same(bytes_slice(value, at, end - at), wanted, is_folded))
            return true;
        at = end + 1;
    }
    return false;
}

static bool says(const struct attribute_rule *rule, struct bytes value)
{
    struct bytes wanted = rule->value;

    if (rule->relation == 0)
        return true;
    if (rule->relation == '=')
        return is_same(value, wanted, rule->is_folded);
    if (wanted.size == 0 || wanted.size > value.size)
        return false;
    switch (rule->relation) {
    case '~':
        return has_word(value, wanted, rule->is_folded);
    case '^':
        return is_same(bytes_slice(value, 0, wanted.size), wanted, rule->is_folded);
    case '$':
        return is_same(bytes_slice(value, value.size - wanted.size, wanted.size), wanted, rule->is_folded);
    case '*':
        return has_anywhere(value, wanted, rule->is_folded);
    default: /* | */
        return is_same(bytes_slice(value, 0, wanted.size), wanted, rule->is_folded)
               && (value.size == wanted.size || value.data[wanted.size] == '-');
    }
}

static bool is_name(const struct html_name *name, struct bytes wanted)
{
    return is_same((struct bytes){ name->data, name->size }, wanted, true);
}

static void look_at(const struct html_attribute_rules *rules, const struct html_name *element,
                    const struct html_attribute *attribute, struct buf *plain, struct html_look *look)
{
    struct bytes value = attribute->value;

    for (size_t index = 0; index < rules->count; index++) {
        const struct attribute_rule *rule = &rules->rules[index];

        if (!is_name(&attribute->name, rule->name) || (rule->element.size > 0 && !is_name(element, rule->element)))
            continue;
        if (value.size > 0 && value.data == attribute->value.data && memchr(value.data, '&', value.size) != NULL) {
            buf_clear(plain);
            html_plain_references(plain, value);
            value = buf_status(plain) == STATUS_OK ? buf_bytes(plain) : value;
        }
        if (says(rule, value))
            html_look_merge(look, &rule->look);
    }
}

void html_attribute_rules_look(const struct html_attribute_rules *rules, const struct html_name *element,
                               struct bytes attributes, struct html_look *look)
{
    struct html_tokenizer tokenizer = { .next = attributes.data,
                                        .end = attributes.data + attributes.size,
                                        .in_tag = true };
    struct buf plain = BUF_INIT(HTML_PLAIN_MAX);
    struct html_attribute attribute;

    while (rules->count > 0 && html_tokenizer_attribute(&tokenizer, &attribute))
        look_at(rules, element, &attribute, &plain, look);
    buf_free(&plain);
}
