/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/html_scan.h"
#include "extract/js_effects_data.h"

/* ---- functions that write what they are given ---- */

static bool is_given(const struct walker *walker, struct bytes name)
{
    for (size_t index = 0; index < walker->effects->given_count; index++) {
        if (bytes_equal(walker->effects->given[index], name))
            return true;
    }
    return false;
}

/* A call by name: is its first argument a text? */
static void note_given(struct walker *walker, size_t at)
{
    static const char *const decoders[] = { "unescape", "decodeURIComponent", "decodeURI", "atob", "String", NULL };
    struct js_effects *effects = walker->effects;
    bool is_text = token_at(walker, at + 2).kind == JS_STRING || is_any(text_at(walker, at + 2), decoders);

    if (is_text && walker->is_live && effects->given_count < JS_FUNCTIONS_MAX && !is_given(walker, text_at(walker, at)))
        effects->given[effects->given_count++] = text_at(walker, at);
}

struct js_function *js_effects_function(struct js_effects *effects, struct bytes name)
{
    for (size_t index = effects->function_count; index > effects->function_first; index--) {
        if (bytes_equal(effects->functions[index - 1].name, name))
            return &effects->functions[index - 1];
    }
    return NULL;
}

/* A short one may add to a text, or call one that writes. */
static bool may_write(struct bytes source)
{
    static const char *const words[] = { "write", "HTML", ".html(", "append", "prepend", ".after(", ".before(" };
    enum { SHORT_MAX = 128 };

    return source.size <= SHORT_MAX || html_scan_has_any(source, words, sizeof words / sizeof *words);
}

/* The body of a function with a name and parameters ends at the token `at`. */
static void keep_function(struct walker *walker, const struct frame *frame, size_t at)
{
    struct js_effects *effects = walker->effects;
    struct bytes name = text_at(walker, frame->name), first = text_at(walker, frame->parameters);
    struct bytes last = text_at(walker, at);
    struct bytes source = { first.data, (size_t)(last.data + last.size - first.data) };
    struct js_function *function;

    if (source.size > JS_FUNCTION_SIZE_MAX
        || !(may_write(source) || (effects->follows_sends && (js_sends_may(source) || js_effects_may_ask(source)))))
        return;
    function = js_effects_function(effects, name);
    if (function == NULL && effects->function_count < JS_FUNCTIONS_MAX)
        function = &effects->functions[effects->function_count++];
    if (function != NULL)
        *function = (struct js_function){ name, source };
}

/* ---- what runs by itself ---- */

static void add_call(struct walker *walker, struct bytes name)
{
    struct js_effects *effects = walker->effects;

    if (walker->only_calls && walker->is_live && effects->called_count < JS_CALLED_MAX)
        effects->called[effects->called_count++] = name;
}

static bool is_called(const struct walker *walker, struct bytes name)
{
    for (size_t index = 0; index < walker->effects->called_count; index++) {
        if (bytes_equal(walker->effects->called[index], name))
            return true;
    }
    return false;
}

static bool hands_over_to_load(const struct walker *walker, size_t at)
{
    static const char *const events[] = { "load", "onload", "DOMContentLoaded", "ready", "pageshow", NULL };

    return token_at(walker, at).kind == JS_STRING && is_any(text_at(walker, at), events);
}

/* Whether a bracket at `at` takes functions that are then run: `$(`, `setTimeout(`, or one around a function,
 * `(function`. */
static enum frame_role bracket_role(const struct walker *walker, size_t at)
{
    static const char *const runners[] = { "$",           "jQuery", "ready",   "setTimeout",
                                           "setInterval", "each",   "forEach", "requestAnimationFrame",
                                           NULL };
    static const char *const conditions[] = { "if", "while", "for", "switch", NULL };
    static const char *const listeners[] = { "addEventListener", "attachEvent", "on", "one", "bind", NULL };
    struct js_token before = at > 0 ? token_at(walker, at - 1) : (struct js_token){ .kind = JS_END };

    if (before.kind == JS_NAME) {
        struct bytes name = text_at(walker, at - 1);

        if (is_any(name, conditions))
            return FRAME_CONDITION;
        if (is_any(name, runners) || (is_any(name, listeners) && hands_over_to_load(walker, at + 1)))
            return FRAME_RUNS;
        return is_word(name, "return") ? FRAME_RUNS : FRAME_OTHER;
    }
    return before.kind == JS_MARK && (before.mark == ')' || before.mark == ']') ? FRAME_OTHER : FRAME_RUNS;
}

static enum frame_role innermost(const struct walker *walker)
{
    return walker->depth > 0 && walker->depth <= FRAMES_MAX ? walker->frames[walker->depth - 1].role : FRAME_OTHER;
}

/* Whether the function whose keyword or arrow is at `at` is run where it stands, or by name. */
static bool function_is_live(const struct walker *walker, size_t at)
{
    struct js_token before = at > 0 ? token_at(walker, at - 1) : (struct js_token){ .kind = JS_END };

    if (is_name(walker, at, "function") && token_at(walker, at + 1).kind == JS_NAME
        && is_called(walker, text_at(walker, at + 1)))
        return true;
    if (before.kind == JS_MARK && before.mark == '=' && at > 1)
        return is_name(walker, at - 2, "onload") || is_called(walker, text_at(walker, at - 2));
    if (before.kind == JS_MARK && (before.mark == '!' || before.mark == '~' || before.mark == '+'))
        return walker->is_live;
    return innermost(walker) == FRAME_RUNS && walker->is_live;
}

static void open_frame(struct walker *walker, size_t at)
{
    struct frame frame = { .role = FRAME_OTHER,
                           .is_live = walker->is_live,
                           .is_conditional = walker->is_conditional,
                           .is_silent = walker->is_silent,
                           .is_chosen = walker->is_statement_conditional,
                           .name = NO_NAME };

    if (is_mark(walker, at, '(')) {
        frame.role = bracket_role(walker, at);
    } else if (is_mark(walker, at, '{') && walker->body_follows && at > 0
               && (is_mark(walker, at - 1, ')') || is_mark(walker, at - 1, JS_ARROW))) {
        frame.role = FRAME_BODY;
        frame.name = walker->body_name;
        frame.parameters = walker->body_parameters;
        frame.is_called_by_name = walker->body_is_called_by_name;
        walker->is_live = walker->body_is_live;
        walker->is_silent = walker->is_silent || walker->body_is_silent;
        walker->is_conditional = false;
        walker->body_follows = false;
        frame.may_have_left = walker->may_have_left;
        frame.leaving = walker->leaving;
        walker->may_have_left = walker->leaving.is_under_way = false;
    } else if (is_mark(walker, at, '{') && at > 0 && is_name(walker, at - 1, "try")) {
        frame.is_tried = true;
    } else if (is_mark(walker, at, '{') && at > 0
               && (is_name(walker, at - 1, "else")
                   || (is_mark(walker, at - 1, ')') && walker->closed == FRAME_CONDITION))) {
        walker->is_conditional = true;
    }
    if (walker->depth < FRAMES_MAX)
        walker->frames[walker->depth] = frame;
    walker->depth++;
}

static void close_frame(struct walker *walker, size_t at)
{
    if (walker->depth == 0)
        return;
    walker->depth--;
    if (walker->depth < FRAMES_MAX) {
        struct frame frame = walker->frames[walker->depth];

        walker->is_live = frame.is_live;
        walker->is_conditional = frame.is_conditional;
        walker->is_silent = frame.is_silent;
        if (frame.role == FRAME_BODY) {
            walker->may_have_left = frame.may_have_left;
            walker->leaving = frame.leaving;
        }
        if (walker->only_calls && frame.name != NO_NAME)
            keep_function(walker, &frame, at);
        walker->closed = frame.role;
    }
    walker->is_statement_conditional = false;
    if (is_mark(walker, at, ')') && walker->closed == FRAME_CONDITION && !is_mark(walker, at + 1, '{'))
        walker->is_statement_conditional = true;
}

/* The token of the name by which the function at `at` is called, if it has one that a call can say, and parameters. */
static void name_body(struct walker *walker, size_t at)
{
    bool is_named = token_at(walker, at + 1).kind == JS_NAME;
    size_t name = is_named ? at + 1 : NO_NAME, parameters = at + 1 + is_named;

    if (!is_named && at >= 2 && is_mark(walker, at - 1, '=') && token_at(walker, at - 2).kind == JS_NAME)
        name = at - 2;
    if (!is_mark(walker, parameters, '(') || token_at(walker, parameters + 1).kind != JS_NAME)
        name = NO_NAME;
    walker->body_is_called_by_name = is_named || name != NO_NAME;
    walker->body_name = name;
    walker->body_parameters = parameters;
    walker->body_is_silent = name != NO_NAME && is_given(walker, text_at(walker, name));
}

void js_effects_follow(struct walker *walker, size_t at)
{
    js_effects_see_leaving(walker, at);
    if (is_mark(walker, at, '(') || is_mark(walker, at, '[') || is_mark(walker, at, '{')) {
        open_frame(walker, at);
    } else if (is_mark(walker, at, ')') || is_mark(walker, at, ']') || is_mark(walker, at, '}')) {
        close_frame(walker, at);
    } else if (is_mark(walker, at, ';')) {
        walker->is_statement_conditional = false;
    } else if (is_name(walker, at, "function")) {
        walker->body_follows = true;
        walker->body_is_live = function_is_live(walker, at);
        name_body(walker, at);
    } else if (is_mark(walker, at, JS_ARROW)) {
        walker->body_name = NO_NAME;
        walker->body_is_called_by_name = false;
        walker->body_is_silent = false;
        walker->body_follows = is_mark(walker, at + 1, '{');
        walker->body_is_live = function_is_live(walker, at);
        walker->is_statement_conditional = !walker->body_follows && !walker->body_is_live;
    } else if (is_name(walker, at, "else") && !is_mark(walker, at + 1, '{') && !is_name(walker, at + 1, "if")) {
        walker->is_statement_conditional = true;
    }
}

void js_effects_follow_calls(struct walker *walker, size_t at)
{
    struct js_token token = token_at(walker, at);
    struct bytes text = text_at(walker, at);
    bool is_member = at > 0 && (is_mark(walker, at - 1, '.') || is_name(walker, at - 1, "function"));

    if (token.kind == JS_STRING && innermost(walker) == FRAME_RUNS) {
        size_t size = text.size > 0 ? (size_t)(html_scan_find(text.data, text.data + text.size, '(') - text.data) : 0;

        if (size < text.size)
            add_call(walker, bytes_slice(text, 0, size));
    } else if (token.kind == JS_NAME && !is_member
               && (is_mark(walker, at + 1, '(') || innermost(walker) == FRAME_RUNS
                   || (at > 1 && is_mark(walker, at - 1, '=') && is_name(walker, at - 2, "onload")))) {
        add_call(walker, text);
        if (is_mark(walker, at + 1, '('))
            note_given(walker, at);
    }
}
