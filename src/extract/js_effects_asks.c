/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "extract/html_scan.h"
#include "extract/js_address.h"
#include "extract/js_effects_data.h"

/* Which hosts a script asks for something, or tells something: `fetch("https://host/")`, `new Image().src = …`. When it
 * does so counts for nothing: what listens to keys waits for them. An address that is only named, as data are, is none.
 */

bool js_effects_may_ask(struct bytes script)
{
    static const char *const words[] = { "src",      "fetch",    "import",    "Beacon",      "open(",  "ajax",
                                         "axios",    ".get",     ".post",     "Socket",      "Worker", "request(",
                                         ".load(",   "action",   "ttribute(", "EventSource", ".attr(", ".prop(",
                                         "Request(", "\"open\"", "url(" };

    return html_scan_has_any(script, words, sizeof words / sizeof *words);
}

/* Without its blanks, what a value of one piece holds up to the end of its host. */
static struct bytes host_of(const struct js_value *address)
{
    struct bytes text = address->pieces[0].text;
    size_t size = 2;

    while (size < text.size && text.data[size] != '/' && text.data[size] != '?' && text.data[size] != '#'
           && text.data[size] != '\\')
        size++;
    return bytes_slice(text, 0, size);
}

static bool is_noted(const struct js_effects *effects, const struct js_value *address)
{
    for (size_t index = 0; index < effects->asking_count; index++) {
        if (bytes_equal(host_of(&effects->askings[index]), host_of(address)))
            return true;
    }
    return false;
}

static void keep(struct walker *walker, const struct js_value *value)
{
    struct js_effects *effects = walker->effects;
    struct js_value address;

    if (!js_address_of_host(&walker->reader, value, &address) || is_noted(effects, &address))
        return;
    if (effects->asking_count < JS_ASKINGS_MAX)
        effects->askings[effects->asking_count++] = address;
    else
        effects->has_more_askings = true;
}

/* The expression at *at is an address, or may be one of several. */
static void note(struct walker *walker, size_t *at)
{
    const struct js_value value = js_value_read(&walker->reader, at);

    if (value.choices == NULL)
        keep(walker, &value);
    for (const struct js_choice *choice = value.choices; choice != NULL; choice = choice->next)
        keep(walker, &choice->value);
}

/* `{type: "GET", url: "…"}` from its brace, or what else names an address in it. */
static void note_members(struct walker *walker, size_t at)
{
    static const char *const keys[] = { "url", "baseURL", "src", "action", NULL };

    for (size_t depth = 0; js_effects_next_member(walker, &at, &depth); at++) {
        if (is_any(text_at(walker, at), keys)) {
            size_t value = at + 2;

            note(walker, &value);
        }
    }
}

/* The arguments of a method that takes an address as the first of them, or among the members of an object. */
static void note_first(struct walker *walker, size_t at)
{
    if (is_mark(walker, at, '{'))
        note_members(walker, at);
    else
        note(walker, &at);
}

static void note_address(struct walker *walker, size_t at)
{
    note(walker, &at);
}

/* Whether there is a style sheet's `url(` in front of an address: *text moves behind it. */
static bool take_url(struct bytes *text)
{
    const uint8_t *found = text->size > 0 ? memmem(text->data, text->size, "url(", 4) : NULL;

    if (found == NULL)
        return false;
    *text = bytes_slice(*text, (size_t)(found - text->data) + 4, text->size);
    while (text->size > 0 && (html_scan_is_space(*text->data) || *text->data == '"' || *text->data == '\''))
        *text = bytes_slice(*text, 1, text->size);
    return true;
}

/* A text of style takes pictures and fonts from hosts: `url(https://host/a.png)`, as far as it is known. */
static void note_style(struct walker *walker, size_t at)
{
    struct js_value value = js_value_read(&walker->reader, &at);
    struct bytes source, text;
    bool is_whole = value.is_known;

    if (value.count == 0 || value.choices != NULL)
        return;
    source = value.pieces[0].source;
    if (!is_whole)
        value.count = value.lead_count;
    text = js_value_text(&walker->reader, &value);
    while (text.data != NULL && take_url(&text)) {
        struct js_value address = { .is_known = is_whole, .lead_count = 1 };
        size_t size = 0;

        while (size < text.size && memchr("\"'()", text.data[size], 4) == NULL)
            size++;
        address.is_known = is_whole || size < text.size;
        js_value_add_text(&walker->reader, &address, bytes_slice(text, 0, size), source);
        keep(walker, &address);
        text = bytes_slice(text, size, text.size);
    }
}

typedef void note_at(struct walker *walker, size_t at);

/* `open("GET", "…")`, `setAttribute("src", "…")`. */
static void note_second(struct walker *walker, size_t at, note_at *note_it)
{
    (void)js_value_read(&walker->reader, &at);
    if (is_mark(walker, at, ','))
        note_it(walker, at + 1);
}

/* What is called takes an address, whatever it hangs on; `at` is behind its bracket. */
static bool note_call(struct walker *walker, struct bytes name, size_t at)
{
    static const char *const takers[] = { "fetch",     "importScripts", "import", "sendBeacon",   "getScript",
                                          "getJSON",   "ajax",          "axios",  "request",      "Request",
                                          "WebSocket", "EventSource",   "Worker", "SharedWorker", NULL };

    if (!is_any(name, takers))
        return false;
    note_first(walker, at);
    return true;
}

static bool is_library(struct walker *walker, size_t at)
{
    static const char *const libraries[] = { "$", "jQuery", "axios", NULL };

    return at > 0 && is_any(text_at(walker, at - 1), libraries);
}

/* `.name(`, `at` being its point, from behind the bracket. */
static void note_method(struct walker *walker, size_t at, struct bytes name, size_t arguments)
{
    static const char *const setters[] = { "setAttribute", "attr", "prop", NULL };
    static const char *const attributes[] = { "src", "action", "formaction", NULL };
    static const char *const styles[] = { "css", "setProperty", NULL };

    if (note_call(walker, name, arguments))
        return;
    if (is_any(name, styles) && !is_mark(walker, arguments, '{'))
        note_second(walker, arguments, note_style);
    else if (is_word(name, "open"))
        note_second(walker, arguments, note_address);
    else if (is_word(name, "load") || ((is_word(name, "get") || is_word(name, "post")) && is_library(walker, at)))
        note_first(walker, arguments);
    else if (is_any(name, setters) && is_mark(walker, arguments, '{'))
        note_members(walker, arguments);
    else if (is_any(name, setters) && is_any(text_at(walker, arguments), attributes))
        note_second(walker, arguments, note_address);
}

/* `.src = …`, `.open(…)` at its point, `["src"] = …` at its bracket. */
static void note_member(struct walker *walker, size_t at)
{
    static const char *const properties[] = { "src", "action", "formAction", NULL };
    static const char *const styles[] = { "background",     "backgroundImage", "listStyle",
                                          "listStyleImage", "cursor",          "content",
                                          "cssText",        "borderImage",     NULL };
    struct bytes name;
    size_t next = at;

    if (!js_effects_take_member(walker, &next, &name))
        return;
    if (is_mark(walker, next, '('))
        note_method(walker, at, name, next + 1);
    else if (is_mark(walker, next, '=') && is_any(name, properties)) {
        next++;
        note(walker, &next);
    } else if (is_mark(walker, next, '=') && is_any(name, styles)) {
        note_style(walker, next + 1);
    }
}

void js_effects_note_asking(struct walker *walker, size_t at)
{
    if (is_mark(walker, at, '.') || is_mark(walker, at, '['))
        note_member(walker, at);
    else if (token_at(walker, at).kind == JS_NAME && is_mark(walker, at + 1, '(')
             && !(at > 0 && is_mark(walker, at - 1, '.')))
        (void)note_call(walker, text_at(walker, at), at + 2);
}
