/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/html_plays.h"

#include <string.h>
#include <strings.h>

#include "extract/html_effects.h"
#include "extract/html_scan.h"

enum {
    SEARCHED_MAX = 64 << 20, /* the pages of adversaries have many names */
    LITERAL_MAX = 64,
    BEFORE_MAX = 100,
    AFTER_MAX = 300,
    VALUE_MAX = 60,
};

#define HAS_ANY(text, words) html_scan_has_any(text, words, sizeof(words) / sizeof *(words))

/* ---- what is done with a name ---- */

/* What a property is set to. */
static bool is_showing_value(struct bytes value)
{
    static const char *const shows[] = { "block", "inline", "flex", "grid", "visible", "\"\"",
                                         "''",    "!",      "?",    "+",    "false" };
    static const char *const hides[] = { "none", "hidden", "true", "-", "=0", "\"0", "'0" };

    return HAS_ANY(value, shows) || !HAS_ANY(value, hides);
}

/* Up to the end of its statement. */
static struct bytes statement(struct bytes text)
{
    size_t size = 0;

    while (size < text.size && text.data[size] != ';' && text.data[size] != '\n')
        size++;
    return bytes_slice(text, 0, size);
}

static bool sets(struct bytes text, const char *property)
{
    const uint8_t *next = text.data;
    const uint8_t *end = next + text.size;

    while ((next = html_scan_find_word(next, end, property)) < end) {
        struct bytes value =
            statement((struct bytes){ next + strlen(property), (size_t)(end - next) - strlen(property) });

        if (is_showing_value(bytes_slice(value, 0, VALUE_MAX < value.size ? VALUE_MAX : value.size)))
            return true;
        next++;
    }
    return false;
}

static bool shows(struct bytes text)
{
    static const char *const calls[] = { ".show(",    "oggle(",     "toggleClass", "slideDown(",      "fadeIn(",
                                         "fadeTo(",   ".showModal", ".modal(",     ".dialog(",        ".tab(",
                                         ".tabs(",    ".slide(",    ".collapse(",  "addClass(",       "removeClass(",
                                         "classList", "className",  "removeAttr(", "removeAttribute(" };
    static const char *const properties[] = { ".style.display", ".style.visibility", ".style.opacity",
                                              ".style.left",    ".style.top",        ".style.right",
                                              ".style.bottom",  ".style.height",     ".style.maxHeight",
                                              ".style.width",   ".style.transform",  ".cssText",
                                              ".css(",          ".animate(",         ".hidden" };

    if (HAS_ANY(text, calls))
        return true;
    for (size_t index = 0; index < sizeof properties / sizeof *properties; index++) {
        if (sets(text, properties[index]))
            return true;
    }
    return false;
}

/* In the statement that names it; or, when that neither shows nor hides it (`var e = $("#x");`), soon after. */
static bool is_shown(struct bytes after)
{
    static const char *const hides[] = { ".hide(", "none", "hidden", "slideUp(", "fadeOut(" };
    struct bytes named = statement(after);

    return shows(named) || (!HAS_ANY(named, hides) && shows(after));
}

/* What stands before the name in its statement: it is handed to something that shows it. */
static bool is_handed_over(struct bytes before)
{
    static const char *const words[] = { ".open(", "dialog(", "popup(" };

    for (size_t index = before.size; index > 0; index--) {
        if (before.data[index - 1] == ';' || before.data[index - 1] == '<')
            return HAS_ANY(bytes_slice(before, index, before.size), words);
    }
    return HAS_ANY(before, words);
}

/* A script that goes from an element to what is in it. */
static bool goes_inside(struct bytes after)
{
    static const char *const whole[] = { ".slide(", ".tabs(", ".tab(" };
    static const char *const inside[] = { ".find(", ".children(", ".next(", ".siblings(" };
    static const char *const self[] = { "(this)", "this." };

    return HAS_ANY(after, whole) || (HAS_ANY(after, self) && HAS_ANY(after, inside));
}

/* ---- where a name stands ---- */

static bool is_name_byte(uint8_t byte)
{
    return html_scan_is_alpha(byte) || html_scan_is_digit(byte) || byte == '-' || byte == '_' || byte >= 0x80;
}

static bool is_quote(uint8_t byte)
{
    return byte == '"' || byte == '\'' || byte == '`';
}

/* The quote before a selector that has the name at `at` in it; NULL: it is in none. */
static const uint8_t *quote_before(struct bytes page, const uint8_t *at)
{
    for (size_t back = 0; back < LITERAL_MAX && at > page.data; back++) {
        uint8_t byte = *--at;

        if (is_quote(byte))
            return at;
        if (!is_name_byte(byte) && memchr(".# >+~:,*", byte, 9) == NULL)
            return NULL;
    }
    return NULL;
}

/* A class in a selector, or by itself where elements are looked for by it; not one that others are given. */
static bool is_selected(struct bytes page, const uint8_t *at, const uint8_t *quote)
{
    static const char by_name[] = "ClassName(";
    size_t size = sizeof by_name - 1;

    return at[-1] == '.'
           || (quote == at - 1 && (size_t)(quote - page.data) > size && memcmp(quote - size, by_name, size) == 0);
}

/* An attribute whose value begins behind `quote`. */
static bool is_targeting(struct bytes page, const uint8_t *quote)
{
    static const char *const attributes[] = { "aria-controls", "popovertarget", "commandfor", "data-target",
                                              "data-bs-target" };

    if (quote == page.data || quote[-1] != '=')
        return false;
    if (quote[1] == '#')
        return true;
    for (size_t index = 0; index < sizeof attributes / sizeof *attributes; index++) {
        size_t size = strlen(attributes[index]);

        if ((size_t)(quote - page.data) > size + 1
            && strncasecmp((const char *)quote - 1 - size, attributes[index], size) == 0)
            return true;
    }
    return false;
}

/* Of the script or the handler in which `at` stands. */
static struct bytes text_after(struct bytes page, const uint8_t *at)
{
    const uint8_t *end = page.data + page.size;

    if (end - at > AFTER_MAX)
        end = at + AFTER_MAX;
    return (struct bytes){ at, (size_t)(html_scan_find_word(at, end, "</") - at) };
}

static struct bytes text_before(struct bytes page, const uint8_t *at)
{
    size_t size = (size_t)(at - page.data);

    size = size > BEFORE_MAX ? BEFORE_MAX : size;
    return (struct bytes){ at - size, size };
}

/* `"one", 2` hands over what an identifier is made of; `"con_one_" + i` makes it. */
static bool is_numbered(struct bytes page, const uint8_t *quote, const uint8_t *behind)
{
    const uint8_t *end = page.data + page.size;
    const uint8_t *next = html_scan_skip_space(behind + 1, end);
    bool has_comma = next < end && *next == ',';

    if (!is_quote(*quote) || *behind != *quote || html_effects_is_own_name(page.data, quote + 1))
        return false;
    if (has_comma)
        next = html_scan_skip_space(next + 1, end);
    return next < end && (has_comma ? html_scan_is_digit(*next) : *next == '+');
}

static bool plays_at(struct bytes page, const uint8_t *at, size_t size, enum html_plays_name kind)
{
    const uint8_t *behind = at + size;
    const uint8_t *quote;

    if (at == page.data || is_name_byte(at[-1]) || behind == page.data + page.size || is_name_byte(*behind))
        return false;
    if (kind == PLAYS_NUMBERED)
        return is_numbered(page, at - 1, behind);
    quote = quote_before(page, at);
    if (kind == PLAYS_CLASS && quote != NULL && !is_selected(page, at, quote))
        return false;
    if (quote == NULL) /* browsers have a variable for each identifier */
        return kind == PLAYS_IDENTIFIER && *behind == '.' && shows(statement(text_after(page, behind)));
    if (html_effects_is_own_name(page.data, quote + 1))
        return false;
    if (kind == PLAYS_AROUND)
        return goes_inside(text_after(page, behind)) && shows(text_after(page, behind));
    return (kind == PLAYS_IDENTIFIER && is_targeting(page, quote)) || is_shown(text_after(page, behind))
           || is_handed_over(text_before(page, at));
}

static bool find(struct html_plays *plays, struct bytes name, enum html_plays_name kind)
{
    const uint8_t *next = plays->page.data;
    const uint8_t *end = next + plays->page.size;

    if (plays->page.size > SEARCHED_MAX - plays->searched)
        return false;
    plays->searched += plays->page.size;
    while (next < end && (next = memmem(next, (size_t)(end - next), name.data, name.size)) != NULL) {
        if (plays_at(plays->page, next, name.size, kind))
            return true;
        next += name.size;
    }
    return false;
}

bool html_plays_with(struct html_plays *plays, struct bytes name, enum html_plays_name kind)
{
    struct html_plays_asked *asked;

    if (name.size == 0)
        return false;
    for (size_t index = 0; index < plays->asked_count && index < HTML_PLAYS_ASKED_MAX; index++) {
        asked = &plays->asked[index];
        if (asked->kind == kind && bytes_equal(asked->name, name))
            return asked->plays;
    }
    asked = &plays->asked[plays->asked_count++ % HTML_PLAYS_ASKED_MAX];
    *asked = (struct html_plays_asked){ name, kind, find(plays, name, kind) };
    return asked->plays;
}

bool html_plays_has(struct html_plays *plays, const char *word)
{
    if (plays->page.size > SEARCHED_MAX - plays->searched)
        return false;
    plays->searched += plays->page.size;
    return memmem(plays->page.data, plays->page.size, word, strlen(word)) != NULL;
}
