/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/js_sends.h"

#include <string.h>

#include "extract/html_scan.h"
#include "extract/js_address.h"

enum { STATEMENT_MAX = 64 };

bool js_sends_may(struct bytes script)
{
    static const char *const words[] = { "location", "open(",         "navigate(",      "ubmit()",   ".click()",
                                         "trigger(", "dispatchEvent", "createElement(", "eval",      "Function(",
                                         "window",   "document[",     "self[",          "top[",      "parent[",
                                         "this[",    "globalThis[",   "frames[",        "Interval(", "Timeout(",
                                         "http-equiv", "httpEquiv" };

    return html_scan_has_any(script, words, sizeof words / sizeof *words);
}

static bool is_any(struct bytes name, const char *const *words)
{
    for (; *words != NULL; words++) {
        if (bytes_equal(name, bytes_of_text(*words)))
            return true;
    }
    return false;
}

static bool is_word(struct bytes name, const char *word)
{
    return bytes_equal(name, bytes_of_text(word));
}

/* ---- The statement. */

/* What is given to a location. */
enum given { GIVEN_NOTHING, GIVEN_ADDRESS, GIVEN_HOST };

/* A location, or what is a member of it, is given something: *at is where that begins. */
static enum given is_moved(struct js_reader *reader, size_t *at)
{
    static const char *const methods[] = { "replace", "assign", NULL };
    static const char *const hosts[] = { "host", "hostname", NULL };
    struct bytes name;
    bool is_member = js_names_take_member(reader, at, &name);
    char sign = is_member && is_any(name, methods) ? '(' : '=';

    if (!js_lexer_is_mark(reader->tokens, *at, sign))
        return GIVEN_NOTHING;
    (*at)++;
    if (is_member && is_any(name, hosts))
        return GIVEN_HOST;
    return !is_member || sign == '(' || is_word(name, "href") ? GIVEN_ADDRESS : GIVEN_NOTHING;
}

/* `$(location).attr("href", …)`. */
static bool is_moved_by_library(struct js_reader *reader, const struct js_names *names, size_t *at)
{
    static const char *const libraries[] = { "$", "jQuery", NULL };
    static const char *const setters[] = { "attr", "prop", NULL };
    const struct js_tokens *tokens = reader->tokens;
    size_t next = *at + 2;
    struct bytes name;

    if (!is_any(js_lexer_text(tokens, *at), libraries) || !js_lexer_is_mark(tokens, *at + 1, '(')
        || js_names_follow(reader, names, &next, &name) != JS_NAMED_LOCATION || !js_lexer_is_mark(tokens, next, ')'))
        return false;
    next++;
    if (!js_names_take_member(reader, &next, &name) || !is_any(name, setters) || !js_lexer_is_mark(tokens, next, '(')
        || !is_word(js_lexer_text(tokens, next + 1), "href") || !js_lexer_is_mark(tokens, next + 2, ','))
        return false;
    *at = next + 3;
    return true;
}

/* `Object.assign(location, {href: …})`, `Reflect.set(location, "href", …)`: the same. */
static bool is_moved_as_object(struct js_reader *reader, const struct js_names *names, size_t *at)
{
    const struct js_tokens *tokens = reader->tokens;
    bool assigns = js_lexer_is_name(tokens, *at, "Object") && js_lexer_is_name(tokens, *at + 2, "assign");
    bool sets = js_lexer_is_name(tokens, *at, "Reflect") && js_lexer_is_name(tokens, *at + 2, "set");
    size_t next = *at + 4;
    struct bytes name;

    if (!(assigns || sets) || !js_lexer_is_mark(tokens, *at + 1, '.') || !js_lexer_is_mark(tokens, *at + 3, '(')
        || js_names_follow(reader, names, &next, &name) != JS_NAMED_LOCATION || !js_lexer_is_mark(tokens, next, ','))
        return false;
    next += 1 + assigns;
    if ((assigns && !js_lexer_is_mark(tokens, next - 1, '{')) || !is_word(js_lexer_text(tokens, next), "href")
        || !js_lexer_is_mark(tokens, next + 1, assigns ? ':' : ','))
        return false;
    *at = next + 2;
    return true;
}

/* A name of the script's own: `var location`, `function open(`, `x.open(`. */
static bool is_of_its_own(const struct js_tokens *tokens, size_t at)
{
    static const char *const makers[] = { "var", "let", "const", "function", "new", NULL };

    return at > 0 && (js_lexer_is_mark(tokens, at - 1, '.') || is_any(js_lexer_text(tokens, at - 1), makers));
}

bool js_sends_is_chosen(const struct js_tokens *tokens, size_t at)
{
    for (size_t back = 1; back <= at && back <= STATEMENT_MAX; back++) {
        struct js_token token = js_lexer_at(tokens, at - back);

        if (token.kind != JS_MARK)
            continue;
        if (token.mark == JS_COMBINES || token.mark == '?')
            return true;
        if (strchr(";{}", token.mark) != NULL)
            return false;
    }
    return false;
}

/* What is given to whatever sends readers away, and where that begins. */
static enum given find_given(struct js_reader *reader, const struct js_names *names, size_t at, size_t *value,
                             enum js_certainty *certainty)
{
    const struct js_tokens *tokens = reader->tokens;
    struct bytes name;
    enum js_named named;

    if (js_lexer_at(tokens, at).kind != JS_NAME || is_of_its_own(tokens, at))
        return GIVEN_NOTHING;
    *certainty = js_sends_is_chosen(tokens, at) ? JS_SOMETIMES : JS_CERTAIN;
    *value = at;
    if (is_moved_by_library(reader, names, value) || is_moved_as_object(reader, names, value))
        return GIVEN_ADDRESS;
    named = js_names_follow(reader, names, value, &name);
    if (named == JS_NAMED_LOCATION) {
        /* A name of the script's own for it is only given another meaning. */
        bool is_renamed = *value == at + 1 && !is_word(name, "location") && js_lexer_is_mark(tokens, *value, '=');

        return is_renamed ? GIVEN_NOTHING : is_moved(reader, value);
    }
    if (!js_lexer_is_mark(tokens, *value, '(') || !(is_word(name, "open") || is_word(name, "navigate")))
        return GIVEN_NOTHING;
    (*value)++;
    if (is_word(name, "open"))
        *certainty = JS_SOMETIMES;
    return GIVEN_ADDRESS;
}

/* ---- The address. */

/* Of an address that is not known as a whole: the host that it begins with; else a piece that begins with one, which may stand in
 * other words. */
static bool settle(struct js_reader *reader, size_t at, struct js_sending *sending)
{
    const struct js_tokens *tokens = reader->tokens;
    const struct js_value *address = &sending->address;
    const struct js_piece *first = address->count > 0 ? &address->pieces[0] : NULL;
    bool ends = false;

    if (first == NULL || !js_address_has_hole(address))
        return first != NULL;
    if (js_lexer_at(tokens, at).kind == JS_STRING && first->source.data == js_lexer_text(tokens, at).data
        && js_address_begins_with_host(js_address_before_hole(first->text), &ends) && ends)
        return js_address_keep_piece(reader, &sending->address, *first);
    sending->certainty = JS_PERHAPS;
    for (size_t index = 0; index < address->count; index++) {
        if (js_address_begins_with_host(js_address_before_hole(address->pieces[index].text), &ends))
            return js_address_keep_piece(reader, &sending->address, address->pieces[index]);
    }
    return false;
}

/* One of several places is for some readers alone. */
static size_t settle_choices(struct js_reader *reader, size_t at, const struct js_sending *sending,
                             struct js_sending sendings[JS_CHOICES_MAX])
{
    size_t count = 0;

    for (const struct js_choice *choice = sending->address.choices; choice != NULL && count < JS_CHOICES_MAX;
         choice = choice->next) {
        sendings[count] = (struct js_sending){ .address = choice->value, .certainty = JS_SOMETIMES };
        count += settle(reader, at, &sendings[count]);
    }
    return count;
}

static size_t settle_all(struct js_reader *reader, size_t at, const struct js_sending *sending,
                         struct js_sending sendings[JS_CHOICES_MAX])
{
    if (sending->address.choices != NULL)
        return settle_choices(reader, at, sending, sendings);
    sendings[0] = *sending;
    return settle(reader, at, &sendings[0]);
}

/* The address with that host. */
static struct js_value with_slashes(struct js_reader *reader, const struct js_value *host)
{
    struct js_value address = { .is_known = true };

    if (host->count > 0)
        js_value_add_text(reader, &address, bytes_of_text("//"), host->pieces[0].source);
    js_value_add(reader, &address, host);
    return address;
}

size_t js_sends_read(struct js_reader *reader, const struct js_names *names, size_t at,
                     struct js_sending sendings[JS_CHOICES_MAX])
{
    struct js_sending sending;
    size_t value, next;
    enum given given = find_given(reader, names, at, &value, &sending.certainty);

    if (given == GIVEN_NOTHING)
        return 0;
    next = value;
    sending.address = js_value_read(reader, &next);
    if (given == GIVEN_HOST)
        sending.address = with_slashes(reader, &sending.address);
    return settle_all(reader, value, &sending, sendings);
}

size_t js_sends_to(struct js_reader *reader, size_t at, const struct js_value *address,
                   struct js_sending sendings[JS_CHOICES_MAX])
{
    const struct js_sending sending = { *address, js_sends_is_chosen(reader->tokens, at) ? JS_SOMETIMES : JS_CERTAIN };

    return settle_all(reader, at, &sending, sendings);
}
