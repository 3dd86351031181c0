/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/js_effects_data.h"

/* The arguments of a call, from behind its bracket. */
static size_t read_given(struct walker *walker, size_t at, struct js_value given[JS_PARAMETERS_MAX])
{
    size_t count = 0;

    while (count < JS_PARAMETERS_MAX && token_at(walker, at).kind != JS_END && !is_mark(walker, at, ')')) {
        given[count++] = js_value_read(&walker->reader, &at);
        if (!is_mark(walker, at, ','))
            break;
        at++;
    }
    return count;
}

/* Parameters from behind their bracket take what a call gives. What they were before is kept; returns how many. */
static size_t give(struct walker *walker, size_t at, const struct js_value *given, size_t count,
                   struct js_variable before[JS_PARAMETERS_MAX])
{
    const struct js_value nothing = { 0 };
    size_t index = 0;

    while (index < JS_PARAMETERS_MAX && token_at(walker, at).kind == JS_NAME) {
        const struct js_value *known = js_value_variable(&walker->reader, text_at(walker, at));

        before[index] = (struct js_variable){ text_at(walker, at), known != NULL ? *known : nothing };
        js_value_assign(&walker->reader, before[index].name, index < count ? &given[index] : &nothing, false);
        index++;
        at++;
        if (is_mark(walker, at, '=')) { /* what it is when nothing is given */
            at++;
            (void)js_value_read(&walker->reader, &at);
        }
        at += is_mark(walker, at, ',');
    }
    return index;
}

/* What a call gives. */
struct given {
    struct js_value values[JS_PARAMETERS_MAX];
    enum js_named named[JS_PARAMETERS_MAX];
    size_t value_count, named_count;
};

static bool says_anything(const struct given *given)
{
    for (size_t index = 0; index < given->value_count; index++) {
        if (given->values[index].count > 0)
            return true;
    }
    return given->named_count > 0 && given->named[0] != JS_NAMED_OTHER;
}

/* The body of a function as it runs with what is given, in place of the call. Its parameters hide variables of their
 * names for as long. */
static enum status run_body(struct walker *walker, const struct js_function *function, const struct given *given)
{
    const struct js_tokens *outer = walker->tokens;
    const struct frame frame = { .role = FRAME_OTHER,
                                 .is_live = walker->is_live,
                                 .is_conditional = walker->is_conditional,
                                 .is_silent = walker->is_silent,
                                 .is_chosen = walker->is_statement_conditional,
                                 .may_have_left = walker->may_have_left,
                                 .leaving = walker->leaving,
                                 .name = NO_NAME };
    bool is_statement_conditional = walker->is_statement_conditional, body_follows = walker->body_follows;
    struct js_variable before[JS_PARAMETERS_MAX];
    size_t depth = walker->depth, body = 0, parameters;
    size_t name_count = walker->names.count, name_scope = walker->names.scope, alias_count = walker->alias_count;
    struct js_tokens tokens;
    enum status status = js_lexer_read(function->source, outer->is_wide, &tokens);

    walker->tokens = walker->reader.tokens = &tokens;
    walker->frames[walker->depth++] = frame;
    walker->is_conditional = walker->is_conditional || is_statement_conditional;
    walker->is_statement_conditional = walker->body_follows = walker->is_silent = false;
    walker->may_have_left = walker->leaving.is_under_way = false;
    walker->names.scope = name_count;
    js_effects_bind_parameters(walker, 0, given->named, given->named_count);
    parameters = give(walker, 1, given->values, given->value_count, before);
    while (body < tokens.count && !is_mark(walker, body, '{'))
        body++;
    if (status == STATUS_OK)
        js_effects_walk(walker, body + 1);
    walker->tokens = walker->reader.tokens = outer;
    for (size_t index = 0; index < parameters; index++)
        js_value_assign(&walker->reader, before[index].name, &before[index].value, false);
    walker->names.count = name_count;
    walker->names.scope = name_scope;
    js_effects_forget_aliases(walker, alias_count);
    walker->depth = depth;
    walker->is_live = frame.is_live;
    walker->is_conditional = frame.is_conditional;
    walker->is_silent = frame.is_silent;
    walker->may_have_left = frame.may_have_left;
    walker->leaving = frame.leaving;
    walker->is_statement_conditional = is_statement_conditional;
    walker->body_follows = body_follows;
    js_lexer_free(&tokens);
    return status;
}

void js_effects_expand(struct walker *walker, size_t at)
{
    const struct js_function *function = js_effects_function(walker->effects, text_at(walker, at));
    struct given given;
    enum status status;

    if (function == NULL || !walker->is_live || walker->is_silent || walker->expansions == JS_EXPANSIONS_MAX
        || walker->expansion_depth == JS_EXPANSION_DEPTH_MAX || walker->depth >= FRAMES_MAX
        || (at > 0 && is_name(walker, at - 1, "function")))
        return;
    given.value_count = read_given(walker, at + 2, given.values);
    given.named_count = js_effects_read_named(walker, at + 2, given.named);
    if (!says_anything(&given))
        return;
    walker->expansions++;
    walker->expansion_depth++;
    status = run_body(walker, function, &given);
    walker->expansion_depth--;
    if (status != STATUS_OK && walker->reader.status == STATUS_OK)
        walker->reader.status = status;
}

/* Behind the delay of `setTimeout(function (s) {…}, 10, "…")`; NO_NAME: there is nothing. */
static size_t timer_arguments(struct walker *walker, const struct function *function)
{
    static const char *const timers[] = { "setTimeout", "setInterval", NULL };
    size_t at;

    if (function->start < 2 || !is_mark(walker, function->start - 1, '(')
        || !is_any(text_at(walker, function->start - 2), timers) || !is_mark(walker, function->body, '{'))
        return NO_NAME;
    at = js_value_skip(&walker->reader, function->body);
    if (!is_mark(walker, at, ','))
        return NO_NAME;
    at++;
    (void)js_value_read(&walker->reader, &at);
    return is_mark(walker, at, ',') ? at + 1 : NO_NAME;
}

/* `["…", "…"].forEach(function (s) {…})`: its first parameter is any of them. How many are given: 0 or 1. */
static size_t read_items(struct walker *walker, const struct function *function,
                         struct js_value given[JS_PARAMETERS_MAX])
{
    static const char *const methods[] = { "forEach", "map", "some", "every", NULL };
    size_t start = function->start, list;

    if (start < 4 || !is_mark(walker, start - 1, '(') || !is_any(text_at(walker, start - 2), methods)
        || !is_mark(walker, start - 3, '.') || !is_mark(walker, start - 4, ']'))
        return 0;
    list = token_at(walker, start - 4).partner;
    if (list == JS_ALONE)
        return 0;
    given[0] = js_value_read_any(&walker->reader, list);
    return given[0].count > 0;
}

void js_effects_give_at_once(struct walker *walker, size_t at)
{
    struct js_value given[JS_PARAMETERS_MAX];
    struct js_variable before[JS_PARAMETERS_MAX];
    struct invocation invocation;
    struct function function;
    size_t parameters, arguments, count;

    if (!walker->is_live || !js_effects_find_function(walker, at, &function))
        return;
    parameters = function.parameters + is_mark(walker, function.parameters, '(');
    if (token_at(walker, parameters).kind != JS_NAME)
        return;
    if (js_effects_find_invocation(walker, &function, &invocation) && invocation.arguments != NO_NAME)
        count = read_given(walker, invocation.arguments, given);
    else if ((arguments = timer_arguments(walker, &function)) != NO_NAME)
        count = read_given(walker, arguments, given);
    else
        count = read_items(walker, &function, given);
    if (count > 0)
        (void)give(walker, parameters, given, count, before);
}
