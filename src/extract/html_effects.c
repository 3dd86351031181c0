/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/html_effects.h"

#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "extract/html_scan.h"

enum {
    SCRIPTS_MAX = 64,
    SCRIPT_BYTES_MAX = 4 << 20,  /* of all scripts that are read */
    SEARCH_BYTES_MAX = 64 << 20, /* that may be looked through for names; the pages of adversaries have many */
    CLASSES_MAX = 64,
};

/* Classes that a script gives to an element. */
struct given {
    bool is_class; /* of the selector */
    struct bytes name, classes;
};

struct html_effects {
    struct html_rules *rules;
    struct given given[CLASSES_MAX];
    size_t given_count;
};

struct finder {
    struct arena *arena;
    struct bytes page;
    bool is_wide;
    struct bytes scripts[SCRIPTS_MAX];
    size_t script_count;
    size_t script_bytes, search_bytes;
};

/* ---- scripts ---- */

/* Whether a script can hide anything. */
static bool may_hide(struct bytes script)
{
    static const char *const words[] = { "style", "hide(", "lassName", "classList", "addClass", ".css(", ".hidden" };

    return html_scan_has_any(script, words, sizeof words / sizeof *words);
}

/* The next `<s` or `<!`, in any case. */
static const uint8_t *find_begin(const uint8_t *next, const uint8_t *end)
{
#ifdef __SSE2__
    while (end - next >= 17) {
        __m128i seconds = html_scan_load(next + 1);
        __m128i letters = _mm_or_si128(html_scan_equals(seconds, 's'), html_scan_equals(seconds, 'S'));
        unsigned hits = html_scan_mask(_mm_and_si128(html_scan_equals(html_scan_load(next), '<'),
                                                     _mm_or_si128(letters, html_scan_equals(seconds, '!'))));

        if (hits != 0)
            return next + __builtin_ctz(hits);
        next += 16;
    }
#endif
    while (end - next >= 2 && !(next[0] == '<' && (next[1] == 's' || next[1] == 'S' || next[1] == '!')))
        next++;
    return end - next >= 2 ? next : end;
}

static bool begins(const uint8_t *next, const uint8_t *end, const char *word)
{
    size_t size = strlen(word);

    return (size_t)(end - next) >= size && strncasecmp((const char *)next, word, size) == 0;
}

static const uint8_t *script_end(const uint8_t *next, const uint8_t *end)
{
    while ((next = html_scan_find(next, end, '<')) < end && !begins(next, end, "</script"))
        next++;
    return next;
}

static void add_script(struct finder *finder, struct bytes script)
{
    if (finder->script_count == SCRIPTS_MAX || script.size > SCRIPT_BYTES_MAX - finder->script_bytes
        || script.size == 0)
        return;
    finder->script_bytes += script.size;
    finder->scripts[finder->script_count++] = script;
}

/* A comment, or a script and what is in it; returns what is behind. */
static const uint8_t *read_begin(struct finder *finder, const uint8_t *next, const uint8_t *end)
{
    const uint8_t *close;

    if (begins(next, end, "<!--")) {
        close = html_scan_find_word(next + 4, end, "-->");
        return close < end ? close + 3 : end;
    }
    if (!begins(next, end, "<script") || end - next < 8 || html_scan_is_alpha(next[7]))
        return next + 1;
    next = html_scan_find(next, end, '>');
    close = script_end(next, end);
    if (close > next)
        add_script(finder, (struct bytes){ next + 1, (size_t)(close - next - 1) });
    return close;
}

/* `<body onload="…">` is a script as well. */
static void find_handler(struct finder *finder)
{
    const uint8_t *end = finder->page.data + finder->page.size;
    const uint8_t *next = html_scan_find_word(finder->page.data, end, "onload=");

    if (end - next < 9 || (next[7] != '"' && next[7] != '\''))
        return;
    add_script(finder, (struct bytes){ next + 8, (size_t)(html_scan_find(next + 8, end, next[7]) - next - 8) });
}

static bool find_scripts(struct finder *finder)
{
    const uint8_t *next = finder->page.data;
    const uint8_t *end = next + finder->page.size;
    bool may = false;

    while ((next = find_begin(next, end)) < end)
        next = read_begin(finder, next, end);
    if (finder->script_count == 0)
        return false;
    find_handler(finder);
    for (size_t index = 0; index < finder->script_count; index++)
        may = may || may_hide(finder->scripts[index]);
    return may;
}

static enum status read_scripts(const struct finder *finder, struct js_effects *effects, bool only_calls)
{
    enum status status = STATUS_OK;

    for (size_t index = 0; index < finder->script_count && status == STATUS_OK; index++) {
        struct js_tokens tokens;

        status = js_lexer_read(finder->scripts[index], finder->is_wide, &tokens);
        if (status == STATUS_OK)
            status = only_calls ? js_effects_call(effects, &tokens) : js_effects_read(effects, &tokens);
        js_lexer_free(&tokens);
    }
    return status;
}

/* ---- what else names an element ---- */

static bool is_quote(uint8_t byte)
{
    return byte == '"' || byte == '\'' || byte == '\\' || byte == '`';
}

bool html_effects_is_own_name(const uint8_t *page, const uint8_t *value)
{
    const uint8_t *next = value - 1;
    const uint8_t *end;

    while (next > page && html_scan_is_space(next[-1]))
        next--;
    if (next == page || next[-1] != '=')
        return false;
    next--;
    while (next > page && html_scan_is_space(next[-1]))
        next--;
    for (end = next; next > page && html_scan_is_alpha(next[-1]);)
        next--;
    return (end - next == 2 && strncasecmp((const char *)next, "id", 2) == 0)
           || (end - next == 4 && strncasecmp((const char *)next, "name", 4) == 0)
           || (end - next == 5 && strncasecmp((const char *)next, "class", 5) == 0);
}

static bool is_mentioned_at(const struct finder *finder, const struct js_hiding *hiding, const uint8_t *at, size_t size)
{
    const uint8_t *page = finder->page.data;
    const uint8_t *quote = at - 1;

    if (at == page || at + size == page + finder->page.size || !is_quote(at[size]))
        return false;
    if ((*quote == '#' || *quote == '.') && quote > page)
        quote--;
    if (!is_quote(*quote) || html_effects_is_own_name(page, quote + 1))
        return false;
    for (size_t index = 0; index < hiding->mention_count; index++) {
        struct bytes mention = hiding->mentions[index];

        if (at >= mention.data && at < mention.data + mention.size)
            return false;
    }
    return true;
}

static bool is_mentioned(struct finder *finder, const struct js_hiding *hiding, struct bytes name)
{
    const uint8_t *next = finder->page.data;
    const uint8_t *end = next + finder->page.size;

    if (finder->search_bytes + finder->page.size > SEARCH_BYTES_MAX)
        return false;
    finder->search_bytes += finder->page.size;
    while ((next = memmem(next, (size_t)(end - next), name.data, name.size)) != NULL) {
        if (is_mentioned_at(finder, hiding, next, name.size))
            return true;
        next++;
    }
    return false;
}

static bool is_put_together(const struct js_effects *effects, struct bytes name)
{
    for (size_t index = 0; index < effects->prefix_count; index++) {
        struct bytes prefix = effects->prefixes[index];

        if (name.size > prefix.size && memcmp(name.data, prefix.data, prefix.size) == 0)
            return true;
    }
    return false;
}

/* "#x" or ".x"; the name in *name. */
static bool is_simple(struct bytes selector, struct bytes *name)
{
    *name = bytes_slice(selector, 1, selector.size);
    if (name->size == 0 || (*selector.data != '#' && *selector.data != '.'))
        return false;
    for (size_t index = 0; index < name->size; index++) {
        uint8_t byte = name->data[index];

        if (!html_scan_is_alpha(byte) && !html_scan_is_digit(byte) && byte != '-' && byte != '_' && byte < 0x80)
            return false;
    }
    return true;
}

struct html_effects *html_effects_create(struct arena *arena)
{
    struct html_effects *effects = arena_zeroed(arena, sizeof *effects);

    if (effects == NULL || (effects->rules = html_rules_create(arena)) == NULL)
        return NULL;
    return effects;
}

void html_effects_read(struct html_effects *effects, struct bytes sheet)
{
    html_rules_read(effects->rules, sheet);
}

static void add_rule(struct html_effects *effects, const struct js_hiding *hiding, struct buf *sheet)
{
    if (hiding->classes.size > 0 && effects->given_count < CLASSES_MAX)
        effects->given[effects->given_count++] =
            (struct given){ *hiding->selector.data == '.', bytes_slice(hiding->selector, 1, hiding->selector.size),
                            hiding->classes };
    if (hiding->style.size == 0)
        return;
    buf_clear(sheet);
    buf_append(sheet, hiding->selector.data, hiding->selector.size);
    buf_byte(sheet, '{');
    buf_append(sheet, hiding->style.data, hiding->style.size);
    buf_byte(sheet, '}');
    if (buf_status(sheet) == STATUS_OK)
        html_rules_read(effects->rules, buf_bytes(sheet));
}

static enum status make(struct finder *finder, const struct js_effects *found, struct html_effects **result)
{
    struct html_effects *effects = html_effects_create(finder->arena);
    struct buf sheet = BUF_INIT(2 * JS_STYLE_MAX);
    bool has_any = false;

    if (effects == NULL)
        return STATUS_NO_MEMORY;
    for (size_t index = 0; index < found->hiding_count; index++) {
        const struct js_hiding *hiding = &found->hidings[index];
        struct bytes name;

        if (hiding->is_excused || hiding->mention_count == 0 || !is_simple(hiding->selector, &name)
            || is_put_together(found, name) || is_mentioned(finder, hiding, name))
            continue;
        add_rule(effects, hiding, &sheet);
        has_any = true;
    }
    buf_free(&sheet);
    *result = has_any ? effects : NULL;
    return STATUS_OK;
}

enum status html_effects_find(struct arena *arena, struct bytes page, bool is_wide, struct html_effects **effects)
{
    struct finder *finder = arena_zeroed(arena, sizeof *finder);
    struct js_effects *found;
    enum status status;

    *effects = NULL;
    if (finder == NULL)
        return STATUS_NO_MEMORY;
    finder->arena = arena;
    finder->page = page;
    finder->is_wide = is_wide;
    if (page.size == 0 || !find_scripts(finder))
        return STATUS_OK;
    found = js_effects_create(arena);
    if (found == NULL)
        return STATUS_NO_MEMORY;
    status = read_scripts(finder, found, true);
    if (status == STATUS_OK)
        status = read_scripts(finder, found, false);
    return status == STATUS_OK ? make(finder, found, effects) : status;
}

/* ---- asking ---- */

static bool has_class(struct bytes classes, struct bytes name)
{
    const uint8_t *next = classes.data;
    const uint8_t *end = next + classes.size;

    while (classes.size > 0 && (next = html_scan_skip_space(next, end)) < end) {
        const uint8_t *after = next;

        while (after < end && !html_scan_is_space(*after))
            after++;
        if (bytes_equal((struct bytes){ next, (size_t)(after - next) }, name))
            return true;
        next = after;
    }
    return false;
}

void html_effects_look(const struct html_effects *effects, const struct html_rules *rules,
                       const struct html_name *element, struct bytes classes, struct bytes identifier,
                       const uint8_t *limit, struct html_look *look)
{
    struct html_look said = { 0, 0, 0, 0 };
    struct bytes none = { element->data, 0 };

    for (size_t index = 0; rules != NULL && index < effects->given_count; index++) {
        const struct given *given = &effects->given[index];

        if (given->is_class ? has_class(classes, given->name) : bytes_equal(identifier, given->name))
            html_rules_look(rules, element, given->classes, none, given->classes.data + given->classes.size, &said);
    }
    html_rules_look(effects->rules, element, classes, identifier, limit, &said);
    html_look_merge(look, &said);
}
