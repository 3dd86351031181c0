/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>
#include <strings.h>

#include "extract/html_scan.h"
#include "extract/js_effects_data.h"

/* Which functions run by themselves: called where they stand or by name, or handed to what runs them. */

enum { CHAIN_MAX = 16, ARGUMENT_MAX = 64 /* tokens */ };

enum frame_role js_effects_innermost(const struct walker *walker)
{
    return walker->depth > 0 && walker->depth <= FRAMES_MAX ? walker->frames[walker->depth - 1].role : FRAME_OTHER;
}

/* ---- called ---- */

static bool is_called(const struct walker *walker, struct bytes name)
{
    for (size_t index = 0; index < walker->effects->called_count; index++) {
        if (bytes_equal(walker->effects->called[index], name))
            return true;
    }
    return false;
}

/* `object.name`, in two parts. */
static bool is_member(struct bytes whole, struct bytes object, struct bytes name)
{
    return whole.size == object.size + 1 + name.size && whole.data[object.size] == '.'
           && bytes_equal(bytes_slice(whole, 0, object.size), object)
           && bytes_equal(bytes_slice(whole, object.size + 1, name.size), name);
}

static bool is_called_of(const struct walker *walker, struct bytes object, struct bytes name)
{
    for (size_t index = 0; object.size > 0 && index < walker->effects->called_count; index++) {
        if (is_member(walker->effects->called[index], object, name))
            return true;
    }
    return false;
}

static bool can_add_call(const struct walker *walker)
{
    return walker->only_calls && walker->is_live && walker->effects->called_count < JS_CALLED_MAX;
}

static void add_call(struct walker *walker, struct bytes name)
{
    if (can_add_call(walker) && !is_called(walker, name))
        walker->effects->called[walker->effects->called_count++] = name;
}

static void add_call_of(struct walker *walker, struct bytes object, struct bytes name)
{
    static const char point[] = ".";
    struct bytes whole;

    if (can_add_call(walker) && object.size > 0 && !is_called_of(walker, object, name)
        && js_effects_copy(walker, object, bytes_of_text(point), JS_STYLE_MAX, &whole) != NULL
        && js_effects_copy(walker, whole, name, JS_STYLE_MAX, &whole) != NULL)
        walker->effects->called[walker->effects->called_count++] = whole;
}

/* The function that `this` is made by, where that is its body. */
static struct bytes own_maker(const struct walker *walker)
{
    for (size_t depth = walker->depth < FRAMES_MAX ? walker->depth : FRAMES_MAX; depth > 0; depth--) {
        if (walker->frames[depth - 1].role == FRAME_BODY)
            return walker->frames[depth - 1].maker;
    }
    return (struct bytes){ 0 };
}

/* The object that `this` is, in one of its functions. */
static struct bytes own_object(const struct walker *walker)
{
    for (size_t depth = walker->depth < FRAMES_MAX ? walker->depth : FRAMES_MAX; depth > 0; depth--) {
        const struct frame *frame = &walker->frames[depth - 1];

        if (frame->role == FRAME_BODY && frame->object.size > 0)
            return frame->object;
    }
    return (struct bytes){ 0 };
}

/* The class that an object was made of, or itself. */
static struct bytes class_of(const struct walker *walker, struct bytes object)
{
    for (size_t index = walker->instance_count; index > 0; index--) {
        if (bytes_equal(walker->instances[index - 1].name, object))
            return walker->instances[index - 1].class;
    }
    return object;
}

/* `name = new Class(`, `name` at `at`. */
static void note_instance(struct walker *walker, size_t at)
{
    if (is_mark(walker, at + 1, '=') && is_name(walker, at + 2, "new") && token_at(walker, at + 3).kind == JS_NAME
        && walker->instance_count < INSTANCES_MAX)
        walker->instances[walker->instance_count++] = (struct instance){ text_at(walker, at), text_at(walker, at + 3) };
}

/* `object.name(`, `new Object().name(`, `name` at `at`. */
static void add_member_call(struct walker *walker, size_t at)
{
    static const char *const libraries[] = { "$", "jQuery", NULL };
    struct js_token before = token_at(walker, at - 2);
    size_t object = at - 2;

    if (before.kind == JS_MARK && before.mark == ')' && before.partner != JS_ALONE && before.partner > 0)
        object = before.partner - 1;
    if (token_at(walker, object).kind != JS_NAME || (object > 0 && is_mark(walker, object - 1, '.'))
        || is_any(text_at(walker, object), libraries))
        return;
    if (is_name(walker, object, "this"))
        add_call_of(walker, own_maker(walker), text_at(walker, at));
    if (is_name(walker, object, "this") && own_object(walker).size > 0)
        add_call_of(walker, own_object(walker), text_at(walker, at));
    else if (js_names_find(&walker->names, text_at(walker, object)) == JS_NAMED_WINDOW)
        add_call(walker, text_at(walker, at));
    else if (js_names_find(&walker->names, text_at(walker, object)) == JS_NAMED_OTHER)
        add_call_of(walker, class_of(walker, text_at(walker, object)), text_at(walker, at));
}

/* ---- what happens by itself ---- */

/* `onload = …`, of the window, a picture, a request. */
static bool is_own_handler(struct bytes name)
{
    static const char *const handlers[] = { "onload",    "onpageshow", "onreadystatechange", "onerror",
                                            "onloadend", "onopen",     "onmessage",          NULL };

    return is_any(name, handlers);
}

/* What settings of a request name what is done with its answer. */
static bool is_answer(struct bytes name)
{
    static const char *const answers[] = { "success", "complete", "error", "done", NULL };

    return is_any(name, answers);
}

/* Of a component that is made. */
static bool is_of_making(struct bytes name)
{
    static const char *const steps[] = { "beforeCreate", "created", "beforeMount", "mounted", "setup", NULL };

    return is_any(name, steps);
}

static bool hands_over_to_load(const struct walker *walker, size_t at)
{
    static const char *const events[] = {
        "load",    "onload", "DOMContentLoaded", "ready", "pageshow", "readystatechange", "onreadystatechange", "error",
        "loadend", NULL
    };

    return token_at(walker, at).kind == JS_STRING && is_any(text_at(walker, at), events);
}

/* ---- arguments ---- */

/* The mark in front of an expression that `start` is part of: of the bracket around it, of an assignment, an arrow.
 * NO_NAME: it is too far away, or there is none. */
static size_t find_taker(const struct walker *walker, size_t start)
{
    for (unsigned count = 0; start > 0 && count < ARGUMENT_MAX; count++) {
        struct js_token before = token_at(walker, --start);

        if (before.kind != JS_MARK)
            continue;
        if (strchr("=([{,;", before.mark) != NULL || before.mark == JS_ADDS || before.mark == JS_ARROW)
            return start;
        if (strchr(")]}", before.mark) != NULL && before.partner != JS_ALONE)
            start = before.partner;
    }
    return NO_NAME;
}

/* Whether what begins at `start` goes to the bracket around it, rather than to a name, or to who calls an arrow. */
static bool is_argument(const struct walker *walker, size_t start)
{
    size_t taker = find_taker(walker, start);

    return !is_assignment(walker, taker) && !is_mark(walker, taker, JS_ARROW);
}

/* `onload = before || function`, with a bracket around the function or without; it begins at `start`. */
static bool is_choice_of_handler(const struct walker *walker, size_t start)
{
    size_t taker;

    if (start > 1 && is_mark(walker, start - 1, '(') && is_mark(walker, start - 2, JS_COMBINES))
        start--;
    taker = find_taker(walker, start);
    return taker != NO_NAME && taker > 0 && is_assignment(walker, taker) && is_own_handler(text_at(walker, taker - 1));
}

/* Whether nothing is done with what ends in front of `end` but to hand it over. */
static bool ends_argument(const struct walker *walker, size_t end)
{
    return is_mark(walker, end, ',') || is_mark(walker, end, ')') || is_mark(walker, end, JS_COMBINES)
           || is_mark(walker, end, '?') || is_mark(walker, end, ':')
           || (is_mark(walker, end, '.') && is_name(walker, end + 1, "bind"));
}

/* Of a name at `at`, or the last of several that hang on each other. */
static bool is_name_argument(const struct walker *walker, size_t at)
{
    size_t start = at;

    if (js_effects_innermost(walker) != FRAME_RUNS || !ends_argument(walker, at + 1))
        return false;
    while (start >= 2 && is_mark(walker, start - 1, '.'))
        start -= 2;
    return is_argument(walker, start);
}

/* ---- brackets ---- */

/* Of the reader, who is asked something: what is behind that is his doing. */
static bool asks_reader(struct bytes name)
{
    static const char *const words[] = {
        "confirm", "prompt", "swal", "alert", "msgbox", "messagebox", "dialog", "modal"
    };

    for (size_t word = 0; word < sizeof words / sizeof *words; word++) {
        size_t size = strlen(words[word]);

        for (size_t from = 0; from + size <= name.size; from++) {
            if (strncasecmp((const char *)name.data + from, words[word], size) == 0)
                return true;
        }
    }
    return false;
}

/* Whether one of the calls that `.then(` hangs on does so; `at` is its name. */
static bool hangs_on_reader(const struct walker *walker, size_t at)
{
    for (unsigned link = 0; link < CHAIN_MAX && at >= 2 && is_mark(walker, at - 1, '.'); link++) {
        struct js_token before = token_at(walker, at - 2);

        at -= 2;
        if (before.kind == JS_MARK && before.mark == ')' && before.partner != JS_ALONE && before.partner > 0)
            at = before.partner - 1;
        if (token_at(walker, at).kind == JS_NAME && asks_reader(text_at(walker, at)))
            return true;
    }
    return false;
}

/* `$.get(`, `at` being the bracket. */
static bool is_of_library(const struct walker *walker, size_t at, const char *const *methods)
{
    static const char *const libraries[] = { "$", "jQuery", "axios", NULL };

    return at >= 3 && is_mark(walker, at - 2, '.') && is_any(text_at(walker, at - 3), libraries)
           && is_any(text_at(walker, at - 1), methods);
}

bool js_effects_is_request(const struct walker *walker, size_t at)
{
    static const char *const methods[] = { "ajax", "get", "post", NULL };

    return is_of_library(walker, at, methods);
}

bool js_effects_is_component(const struct walker *walker, size_t at)
{
    static const char *const makers[] = { "Vue", "createApp", NULL };

    return at > 0 && is_any(text_at(walker, at - 1), makers);
}

/* Of a bracket that only holds together what is in it. */
static enum frame_role role_around(const struct walker *walker, size_t at)
{
    struct js_token bracket = token_at(walker, at);
    size_t end = bracket.partner != JS_ALONE ? bracket.partner + 1 : NO_NAME;

    if (end == NO_NAME)
        return FRAME_OTHER;
    if (is_mark(walker, end, '(')
        || (is_mark(walker, end, '.') && (is_name(walker, end + 1, "call") || is_name(walker, end + 1, "apply"))))
        return FRAME_RUNS;
    return js_effects_innermost(walker) == FRAME_RUNS && ends_argument(walker, end) && is_argument(walker, at)
               ? FRAME_RUNS
               : FRAME_OTHER;
}

enum frame_role js_effects_bracket_role(struct walker *walker, size_t at)
{
    static const char *const runners[] = { "$",       "jQuery",  "ready",          "setTimeout",
                                           "each",    "forEach", "setInterval",    "requestAnimationFrame",
                                           "Promise", "load",    "queueMicrotask", "requestIdleCallback",
                                           "map",     "filter",  "some",           "every",
                                           "reduce",  NULL };
    static const char *const conditions[] = { "if", "while", "for", "switch", NULL };
    static const char *const listeners[] = { "addEventListener", "attachEvent", "on", "one", "bind", NULL };
    static const char *const followers[] = { "then", "catch", "finally", "done", "always", "fail", NULL };
    static const char *const requests[] = { "get", "post", "getJSON", "getScript", "ajax", NULL };
    struct js_token before = at > 0 ? token_at(walker, at - 1) : (struct js_token){ .kind = JS_END };
    struct bytes name;

    if (before.kind != JS_NAME)
        return before.kind == JS_MARK && (before.mark == ')' || before.mark == ']') ? FRAME_OTHER
                                                                                    : role_around(walker, at);
    name = text_at(walker, at - 1);
    if (is_word(name, "return"))
        return role_around(walker, at);
    if (is_any(name, conditions))
        return FRAME_CONDITION;
    if (is_any(name, runners) || (is_any(name, listeners) && hands_over_to_load(walker, at + 1))
        || is_of_library(walker, at, requests))
        return FRAME_RUNS;
    return at >= 2 && is_mark(walker, at - 2, '.') && is_any(name, followers) && !hangs_on_reader(walker, at - 1)
               ? FRAME_RUNS
               : FRAME_OTHER;
}

/* ---- functions ---- */

/* Whether the braces are the settings of a request. */
static bool is_in_request(const struct walker *walker)
{
    return walker->depth > 1 && walker->depth <= FRAMES_MAX && walker->frames[walker->depth - 2].is_request;
}

static bool is_in_component(const struct walker *walker)
{
    return walker->depth > 1 && walker->depth <= FRAMES_MAX && walker->frames[walker->depth - 2].is_component;
}

/* What is done by itself under that name, in the braces of settings. */
static bool is_step(const struct walker *walker, struct bytes name)
{
    return (is_in_request(walker) && is_answer(name)) || (is_in_component(walker) && is_of_making(name));
}

/* A function that something is given, under a name. */
static bool runs_given(struct walker *walker, const struct function *function)
{
    struct known_as known = js_effects_known_as(walker, function);
    struct bytes name = known.name != NO_NAME ? text_at(walker, known.name) : (struct bytes){ 0 };

    if (is_mark(walker, js_effects_start_of_value(walker, function) - 1, ':'))
        return walker->is_live && (is_called_of(walker, known.object, name) || is_step(walker, name));
    return (walker->is_live && is_own_handler(name)) || is_called(walker, name)
           || is_called_of(walker, known.object, name);
}

bool js_effects_runs_function(struct walker *walker, const struct function *function)
{
    size_t start = js_effects_start_of_value(walker, function);
    struct js_token before = start > 0 ? token_at(walker, start - 1) : (struct js_token){ .kind = JS_END };

    if (walker->body_is_invoked)
        return walker->is_live;
    if (function->name != NO_NAME && is_called(walker, text_at(walker, function->name)))
        return true;
    if (before.kind == JS_MARK && (before.mark == '=' || before.mark == ':') && start > 1)
        return runs_given(walker, function);
    if (before.kind == JS_MARK && (before.mark == '!' || before.mark == '~' || before.mark == '+'))
        return walker->is_live;
    if (is_choice_of_handler(walker, start))
        return walker->is_live;
    return js_effects_innermost(walker) == FRAME_RUNS && walker->is_live && is_argument(walker, start);
}

bool js_effects_runs_method(struct walker *walker, size_t at)
{
    const struct frame *braces = &walker->frames[walker->depth - 1];
    struct bytes name = text_at(walker, at);

    if (!walker->is_live)
        return false;
    if (braces->is_class && is_word(name, "constructor"))
        return is_called(walker, braces->object);
    return is_called_of(walker, braces->object, name) || is_step(walker, name);
}

/* ---- the calls of a script ---- */

/* A name, or several that hang on each other from `at` on, is what something is given that runs it. */
static bool is_given_to_name(struct walker *walker, size_t at)
{
    if (at > 1 && is_mark(walker, at - 1, '='))
        return is_own_handler(text_at(walker, at - 2));
    return at > 1 && is_mark(walker, at - 1, ':')
           && (is_step(walker, text_at(walker, at - 2))
               || is_called_of(walker, js_effects_object(walker), text_at(walker, at - 2)));
}

/* `name(…) {` in an object or a class calls nobody. */
static bool is_call(struct walker *walker, size_t at)
{
    const struct frame *braces =
        walker->depth > 0 && walker->depth <= FRAMES_MAX ? &walker->frames[walker->depth - 1] : NULL;

    return is_mark(walker, at + 1, '(')
           && !(braces != NULL && (braces->is_object || braces->is_class)
                && is_mark(walker, js_value_skip(&walker->reader, at + 1), '{'));
}

void js_effects_follow_calls(struct walker *walker, size_t at)
{
    struct js_token token = token_at(walker, at);
    struct bytes text = text_at(walker, at);
    bool calls = token.kind == JS_NAME && is_call(walker, at);

    note_instance(walker, at);
    if (token.kind == JS_STRING && js_effects_innermost(walker) == FRAME_RUNS) {
        size_t size = text.size > 0 ? (size_t)(html_scan_find(text.data, text.data + text.size, '(') - text.data) : 0;

        if (size < text.size)
            add_call(walker, bytes_slice(text, 0, size));
    } else if (token.kind == JS_NAME && at > 1 && is_mark(walker, at - 1, '.')) {
        if (calls || is_name_argument(walker, at) || is_given_to_name(walker, at - 2))
            add_member_call(walker, at);
    } else if (token.kind == JS_NAME && !(at > 0 && is_name(walker, at - 1, "function"))
               && (calls || is_name_argument(walker, at) || is_given_to_name(walker, at))) {
        add_call(walker, text);
        if (calls)
            js_effects_note_given(walker, at);
    }
}
