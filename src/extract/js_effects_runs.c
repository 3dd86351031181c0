/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "extract/html_scan.h"
#include "extract/js_effects_data.h"

/* ---- functions that write what they are given ---- */

static bool is_given_text(const struct walker *walker, struct bytes name)
{
    for (size_t index = 0; index < walker->effects->given_count; index++) {
        if (bytes_equal(walker->effects->given[index], name))
            return true;
    }
    return false;
}

void js_effects_note_given(struct walker *walker, size_t at)
{
    static const char *const decoders[] = { "unescape", "decodeURIComponent", "decodeURI", "atob", "String", NULL };
    struct js_effects *effects = walker->effects;
    bool is_text = token_at(walker, at + 2).kind == JS_STRING || is_any(text_at(walker, at + 2), decoders);
    bool is_named = js_names_read(&walker->reader, &walker->names, at + 2) != JS_NAMED_OTHER;

    if ((is_text || is_named) && walker->is_live && effects->given_count < JS_FUNCTIONS_MAX
        && !is_given_text(walker, text_at(walker, at)))
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

/* ---- blocks ---- */

/* Of the function that is being read. */
static struct bytes result_of(const struct walker *walker)
{
    for (size_t depth = walker->depth < FRAMES_MAX ? walker->depth : FRAMES_MAX; depth > 0; depth--) {
        if (walker->frames[depth - 1].role == FRAME_BODY)
            return walker->frames[depth - 1].result;
    }
    return (struct bytes){ 0 };
}

/* `A.prototype`: its members are those of what `new A()` makes. */
static bool is_prototype(const struct walker *walker, size_t at)
{
    return at > 1 && is_name(walker, at, "prototype") && is_mark(walker, at - 1, '.')
           && token_at(walker, at - 2).kind == JS_NAME;
}

/* What a brace that is no statement belongs to: `name = {`, `class Name {`. */
static void see_object(struct walker *walker, size_t at, struct frame *frame)
{
    static const char *const words[] = { "return", "default", NULL };
    size_t base = at > 1 && is_name(walker, at - 2, "extends") ? at - 2 : at;
    struct js_token before = at > 0 ? token_at(walker, at - 1) : (struct js_token){ .kind = JS_END };

    if (base > 1 && is_name(walker, base - 2, "class")) {
        frame->is_class = true;
        frame->object = text_at(walker, base - 1);
    } else if (base > 0 && is_name(walker, base - 1, "class")) {
        frame->is_class = true;
    } else if (before.kind == JS_NAME) {
        frame->is_object = is_any(text_at(walker, at - 1), words);
        if (is_name(walker, at - 1, "return"))
            frame->object = result_of(walker);
    } else if (before.kind == JS_MARK) {
        frame->is_object = strchr("=(,:[?", before.mark) != NULL || before.mark == JS_COMBINES;
        if (before.mark == '=' && at > 1 && token_at(walker, at - 2).kind == JS_NAME)
            frame->object = text_at(walker, is_prototype(walker, at - 2) ? at - 4 : at - 2);
    }
}

static void open_body(struct walker *walker, struct frame *frame)
{
    frame->role = FRAME_BODY;
    frame->name = walker->body_name;
    frame->parameters = walker->body_parameters;
    frame->object = walker->body_object;
    frame->maker = walker->body_maker;
    frame->result = walker->body_result;
    frame->is_called_by_name = walker->body_is_called_by_name;
    frame->may_have_left = walker->may_have_left;
    frame->leaving = walker->leaving;
    walker->is_live = walker->body_is_live;
    walker->is_silent = walker->is_silent || walker->body_is_silent;
    walker->is_conditional = walker->body_follows = false;
    walker->may_have_left = walker->leaving.is_under_way = false;
    js_effects_bind(walker);
}

/* `name(…) {` in an object or a class. */
static bool begins_method(struct walker *walker, size_t at)
{
    static const char *const others[] = { "catch", "with", NULL };
    struct js_token before = at > 0 ? token_at(walker, at - 1) : (struct js_token){ .kind = JS_END };
    const struct frame *braces =
        walker->depth > 0 && walker->depth <= FRAMES_MAX ? &walker->frames[walker->depth - 1] : NULL;
    size_t name = before.kind == JS_MARK && before.mark == ')' && before.partner != JS_ALONE && before.partner > 0
                      ? before.partner - 1
                      : NO_NAME;

    if (braces == NULL || !(braces->is_object || braces->is_class) || walker->closed == FRAME_CONDITION
        || name == NO_NAME || token_at(walker, name).kind != JS_NAME || is_any(text_at(walker, name), others))
        return false;
    walker->body = (struct function){ .start = name, .name = name, .parameters = name + 1, .body = at };
    walker->body_name = NO_NAME;
    walker->body_object = braces->object;
    walker->body_maker = (struct bytes){ 0 };
    walker->body_result = (struct bytes){ 0 };
    walker->body_is_called_by_name = true;
    walker->body_is_silent = walker->body_is_invoked = false;
    walker->body_is_live = js_effects_runs_method(walker, name);
    return true;
}

static void open_braces(struct walker *walker, size_t at, struct frame *frame)
{
    bool is_body =
        walker->body_follows && at > 0 && (is_mark(walker, at - 1, ')') || is_mark(walker, at - 1, JS_ARROW));

    if (is_body || begins_method(walker, at)) {
        open_body(walker, frame);
    } else if (at > 0 && is_name(walker, at - 1, "try")) {
        frame->is_tried = true;
    } else if (at > 0
               && (is_name(walker, at - 1, "else")
                   || (is_mark(walker, at - 1, ')') && walker->closed == FRAME_CONDITION))) {
        walker->is_conditional = true;
    } else {
        see_object(walker, at, frame);
    }
}

static void open_frame(struct walker *walker, size_t at)
{
    struct frame frame = { .role = FRAME_OTHER,
                           .is_live = walker->is_live,
                           .is_conditional = walker->is_conditional,
                           .is_silent = walker->is_silent,
                           .is_chosen = walker->is_statement_conditional,
                           .name_count = walker->names.count,
                           .name_scope = walker->names.scope,
                           .alias_count = walker->alias_count,
                           .name = NO_NAME };

    if (is_mark(walker, at, '(')) {
        frame.role = js_effects_bracket_role(walker, at);
        frame.is_round = true;
        frame.is_request = js_effects_is_request(walker, at);
        frame.is_component = js_effects_is_component(walker, at);
    } else if (is_mark(walker, at, '{')) {
        open_braces(walker, at, &frame);
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
            js_effects_forget_aliases(walker, frame.alias_count);
        }
        if (frame.role == FRAME_BODY || frame.is_round) {
            walker->names.count = frame.name_count;
            walker->names.scope = frame.name_scope;
        }
        if (walker->only_calls && frame.name != NO_NAME)
            keep_function(walker, &frame, at);
        walker->closed = frame.role;
    }
    walker->is_statement_conditional = false;
    if (is_mark(walker, at, ')') && walker->closed == FRAME_CONDITION && !is_mark(walker, at + 1, '{'))
        walker->is_statement_conditional = true;
}

/* ---- functions ---- */

/* How the function is called by others, and with which parameters. */
static void name_body(struct walker *walker)
{
    const struct function *function = &walker->body;
    struct known_as known = js_effects_known_as(walker, function);
    bool is_given =
        is_mark(walker, function->parameters, '(') && token_at(walker, function->parameters + 1).kind == JS_NAME;
    bool is_plain = known.name != NO_NAME && !is_mark(walker, known.name + 1, ':');

    walker->body_object = known.object;
    walker->body_maker = known.name != NO_NAME ? text_at(walker, known.name) : (struct bytes){ 0 };
    walker->body_result = walker->body_is_invoked ? js_effects_result(walker, function) : (struct bytes){ 0 };
    walker->body_name = is_given && is_plain && !walker->body_is_invoked ? known.name : NO_NAME;
    walker->body_parameters = function->parameters;
    walker->body_is_called_by_name = known.name != NO_NAME && !walker->body_is_invoked;
    walker->body_is_silent = walker->body_name != NO_NAME && is_given_text(walker, text_at(walker, walker->body_name));
}

/* `w => …` without braces. */
static void begin_expression(struct walker *walker)
{
    const struct frame *around =
        walker->depth > 0 && walker->depth <= FRAMES_MAX ? &walker->frames[walker->depth - 1] : NULL;

    if (!walker->body_is_live && !walker->expression.is_under_way) {
        walker->expression = (struct expression){ true, walker->is_live, walker->depth };
        walker->is_live = false;
    }
    if (around != NULL && around->is_round)
        js_effects_bind(walker);
}

static void end_expression(struct walker *walker)
{
    if (walker->expression.is_under_way)
        walker->is_live = walker->expression.was_live;
    walker->expression.is_under_way = false;
}

/* At a comma, a semicolon, or the bracket around it. */
static void see_end_of_expression(struct walker *walker, size_t at)
{
    struct js_token token = token_at(walker, at);

    if (walker->depth == walker->expression.depth && token.kind == JS_MARK && strchr(",;)]}", token.mark) != NULL)
        end_expression(walker);
}

void js_effects_see_line_of_expression(struct walker *walker, size_t at)
{
    if (walker->expression.is_under_way && walker->depth == walker->expression.depth
        && js_effects_is_ended_by_line(walker, at))
        end_expression(walker);
}

static void begin_function(struct walker *walker, size_t at)
{
    if (!js_effects_find_function(walker, at, &walker->body))
        return;
    walker->body_is_invoked = js_effects_find_invocation(walker, &walker->body, &walker->body_invocation);
    walker->body_is_live = js_effects_runs_function(walker, &walker->body);
    walker->body_follows = is_mark(walker, walker->body.body, '{');
    name_body(walker);
    if (!walker->body_follows)
        begin_expression(walker);
}

void js_effects_follow(struct walker *walker, size_t at)
{
    see_end_of_expression(walker, at);
    js_effects_see_leaving(walker, at);
    if (is_mark(walker, at, '(') || is_mark(walker, at, '[') || is_mark(walker, at, '{')) {
        open_frame(walker, at);
    } else if (is_mark(walker, at, ')') || is_mark(walker, at, ']') || is_mark(walker, at, '}')) {
        close_frame(walker, at);
    } else if (is_mark(walker, at, ';')) {
        walker->is_statement_conditional = false;
    } else if (is_name(walker, at, "function") || is_mark(walker, at, JS_ARROW)) {
        begin_function(walker, at);
    } else if (is_name(walker, at, "else") && !is_mark(walker, at + 1, '{') && !is_name(walker, at + 1, "if")) {
        walker->is_statement_conditional = true;
    }
}
