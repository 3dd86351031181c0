/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

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

static bool has_text(const struct js_value *given, size_t count)
{
    for (size_t index = 0; index < count; index++) {
        if (given[index].count > 0)
            return true;
    }
    return false;
}

/* The body of a function as it runs with what is given, in place of the call. Its parameters hide variables of their
 * names for as long. */
static enum status run_body(struct walker *walker, const struct js_function *function, const struct js_value *given,
                            size_t count)
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
    struct js_tokens tokens;
    enum status status = js_lexer_read(function->source, outer->is_wide, &tokens);

    walker->tokens = walker->reader.tokens = &tokens;
    walker->frames[walker->depth++] = frame;
    walker->is_conditional = walker->is_conditional || is_statement_conditional;
    walker->is_statement_conditional = walker->body_follows = walker->is_silent = false;
    walker->may_have_left = walker->leaving.is_under_way = false;
    parameters = give(walker, 1, given, count, before);
    while (body < tokens.count && !is_mark(walker, body, '{'))
        body++;
    if (status == STATUS_OK)
        js_effects_walk(walker, body + 1);
    walker->tokens = walker->reader.tokens = outer;
    for (size_t index = 0; index < parameters; index++)
        js_value_assign(&walker->reader, before[index].name, &before[index].value, false);
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
    struct js_value given[JS_PARAMETERS_MAX];
    enum status status;
    size_t count;

    if (function == NULL || !walker->is_live || walker->is_silent || walker->expansions == JS_EXPANSIONS_MAX
        || walker->expansion_depth == JS_EXPANSION_DEPTH_MAX || walker->depth >= FRAMES_MAX
        || (at > 0 && is_name(walker, at - 1, "function")))
        return;
    count = read_given(walker, at + 2, given);
    if (!has_text(given, count))
        return;
    walker->expansions++;
    walker->expansion_depth++;
    status = run_body(walker, function, given, count);
    walker->expansion_depth--;
    if (status != STATUS_OK && walker->reader.status == STATUS_OK)
        walker->reader.status = status;
}

void js_effects_give_at_once(struct walker *walker, size_t at)
{
    size_t parameters = at + 1 + (token_at(walker, at + 1).kind == JS_NAME), end;
    struct js_value given[JS_PARAMETERS_MAX];
    struct js_variable before[JS_PARAMETERS_MAX];
    struct js_token sign = at > 0 ? token_at(walker, at - 1) : (struct js_token){ .kind = JS_END };

    if (!walker->is_live || sign.kind != JS_MARK || strchr("(!~+-", sign.mark) == NULL
        || !is_mark(walker, parameters, '(') || token_at(walker, parameters + 1).kind != JS_NAME)
        return;
    end = js_value_skip(&walker->reader, js_value_skip(&walker->reader, parameters));
    end += is_mark(walker, end, ')');
    if (is_mark(walker, end, '('))
        (void)give(walker, parameters + 1, given, read_given(walker, end + 1, given), before);
}
