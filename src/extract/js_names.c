/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/js_names.h"

#include <string.h>

enum { MEMBERS_MAX = 6, MEMBER_SIZE_MAX = 64, CHAIN_MAX = 8 };

static bool is_any(struct bytes name, const char *const *words)
{
    for (; *words != NULL; words++) { /* asked of each token: most differ in the first letter */
        if (name.size > 0 && (uint8_t)**words == *name.data && bytes_equal(name, bytes_of_text(*words)))
            return true;
    }
    return false;
}

/* ---- What browsers have. */

static enum js_named of_window(struct bytes name)
{
    static const char *const windows[] = { "window", "self", "top", "parent", "frames", "globalThis", NULL };

    if (is_any(name, windows))
        return JS_NAMED_WINDOW;
    if (bytes_equal(name, bytes_of_text("document")))
        return JS_NAMED_DOCUMENT;
    return bytes_equal(name, bytes_of_text("location")) ? JS_NAMED_LOCATION : JS_NAMED_OTHER;
}

static enum js_named of_document(struct bytes name)
{
    static const char *const windows[] = { "defaultView", "parentWindow", NULL };

    if (is_any(name, windows))
        return JS_NAMED_WINDOW;
    return bytes_equal(name, bytes_of_text("location")) ? JS_NAMED_LOCATION : JS_NAMED_OTHER;
}

/* No script gives these to anything else but inside of a function. */
static bool is_unforgeable(struct bytes name)
{
    static const char *const words[] = { "window", "document", "location", "top", NULL };

    return is_any(name, words);
}

/* ---- What the script has. */

enum js_named js_names_find(const struct js_names *names, struct bytes name)
{
    for (size_t index = names->count; index > 0; index--) {
        if (bytes_equal(names->names[index - 1].name, name))
            return names->names[index - 1].named;
    }
    return bytes_equal(name, bytes_of_text("this")) ? JS_NAMED_WINDOW : of_window(name);
}

void js_names_set(struct js_names *names, struct bytes name, enum js_named named)
{
    for (size_t index = names->count; index > names->scope; index--) {
        if (bytes_equal(names->names[index - 1].name, name)) {
            names->names[index - 1].named = named;
            return;
        }
    }
    if (js_names_find(names, name) != named && names->count < JS_NAMES_MAX)
        names->names[names->count++] = (struct js_name){ name, named };
}

void js_names_assign(struct js_names *names, struct bytes name, enum js_named named, bool is_declared)
{
    bool may_hide = is_declared && (names->scope > 0 || !is_unforgeable(name));

    if (named != JS_NAMED_OTHER || may_hide || of_window(name) == JS_NAMED_OTHER)
        js_names_set(names, name, named);
}

/* ---- What is said. */

/* A text in brackets; false when it is not known, or too long for a name. */
static bool read_key(struct js_reader *reader, size_t *at, struct bytes *name)
{
    struct js_value value;

    if (js_lexer_at(reader->tokens, *at).kind != JS_STRING
        && js_value_variable(reader, js_lexer_text(reader->tokens, *at)) == NULL)
        return false;
    value = js_value_read(reader, at);
    if (!value.is_known || value.count == 0 || !js_lexer_is_mark(reader->tokens, *at, ']'))
        return false;
    *name = js_value_text(reader, &value);
    (*at)++;
    return name->data != NULL && name->size <= MEMBER_SIZE_MAX;
}

bool js_names_take_member(struct js_reader *reader, size_t *at, struct bytes *name)
{
    size_t next = *at + 1;

    if (js_lexer_is_mark(reader->tokens, *at, '.') && js_lexer_at(reader->tokens, next).kind == JS_NAME) {
        *name = js_lexer_text(reader->tokens, next);
        *at += 2;
        return true;
    }
    if (!js_lexer_is_mark(reader->tokens, *at, '[') || !read_key(reader, &next, name))
        return false;
    *at = next;
    return true;
}

/* `(window)`, `(window || this)`: moves behind the bracket, whose first name is at `at`. */
static void leave_bracket(const struct js_tokens *tokens, size_t at, size_t *behind)
{
    struct js_token bracket = at > 0 ? js_lexer_at(tokens, at - 1) : (struct js_token){ .kind = JS_END };
    struct js_token before = at > 1 ? js_lexer_at(tokens, at - 2) : (struct js_token){ .kind = JS_END };
    bool is_call = before.kind == JS_NAME || (before.kind == JS_MARK && strchr(")]", before.mark) != NULL);

    if (!is_call && bracket.kind == JS_MARK && bracket.mark == '(' && bracket.partner != JS_ALONE
        && (bracket.partner == *behind || js_lexer_is_mark(tokens, *behind, JS_COMBINES)))
        *behind = bracket.partner + 1;
}

enum js_named js_names_member(enum js_named holder, struct bytes name)
{
    if (holder == JS_NAMED_WINDOW)
        return of_window(name);
    return holder == JS_NAMED_DOCUMENT ? of_document(name) : JS_NAMED_OTHER;
}

enum js_named js_names_follow(struct js_reader *reader, const struct js_names *names, size_t *at, struct bytes *name)
{
    enum js_named named;
    size_t first = *at;

    *name = js_lexer_text(reader->tokens, (*at)++);
    named = js_names_find(names, *name);
    if (named != JS_NAMED_OTHER)
        leave_bracket(reader->tokens, first, at);
    for (unsigned member = 0; member < MEMBERS_MAX; member++) {
        if (named != JS_NAMED_WINDOW && named != JS_NAMED_DOCUMENT)
            break;
        if (!js_names_take_member(reader, at, name))
            break;
        named = js_names_member(named, *name);
    }
    return named;
}

/* `new MouseEvent("click"`. */
static bool makes_following(const struct js_tokens *tokens, size_t at)
{
    static const char *const events[] = { "click", "submit", NULL };
    static const char end[] = "Event";
    struct bytes maker = js_lexer_text(tokens, at + 1);

    return js_lexer_is_name(tokens, at, "new") && maker.size >= sizeof end - 1
           && bytes_equal(bytes_slice(maker, maker.size - (sizeof end - 1), maker.size), bytes_of_text(end))
           && js_lexer_is_mark(tokens, at + 2, '(') && is_any(js_lexer_text(tokens, at + 3), events);
}

/* Nothing more belongs to the expression, or what is the other case. */
static bool ends(const struct js_tokens *tokens, size_t at)
{
    static const char *const operators[] = { "in", "instanceof", NULL };
    struct js_token token = js_lexer_at(tokens, at);

    if (token.kind != JS_MARK)
        return !is_any(js_lexer_text(tokens, at), operators);
    return token.mark == JS_COMBINES || strchr(",;)]}:", token.mark) != NULL;
}

/* `typeof window !== "undefined" ? window : this`: where the first case begins. */
static size_t first_case(const struct js_tokens *tokens, size_t at)
{
    enum { TEST_MAX = 6 };

    for (size_t next = at; js_lexer_is_name(tokens, at, "typeof") && next <= at + TEST_MAX; next++) {
        if (js_lexer_is_mark(tokens, next, '?'))
            return next + 1;
    }
    return at;
}

enum js_named js_names_read(struct js_reader *reader, const struct js_names *names, size_t at)
{
    struct bytes name;
    enum js_named named;

    for (unsigned link = 0; link < CHAIN_MAX && js_lexer_is_mark(reader->tokens, at + 1, '='); link++)
        at += 2; /* `a = b = …` */
    at = first_case(reader->tokens, at);
    if (makes_following(reader->tokens, at))
        return JS_NAMED_FOLLOWING;
    if (js_lexer_at(reader->tokens, at).kind != JS_NAME)
        return JS_NAMED_OTHER;
    named = js_names_follow(reader, names, &at, &name);
    return ends(reader->tokens, at) ? named : JS_NAMED_OTHER;
}
