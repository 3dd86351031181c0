/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "extract/js_effects_data.h"

/* Functions as they stand in the source: where they begin and end, what they are called, and whether they are called
 * there. */

static bool find_arrow(struct walker *walker, size_t at, struct function *function)
{
    struct js_token before = at > 0 ? token_at(walker, at - 1) : (struct js_token){ .kind = JS_END };
    bool is_list = at > 0 && is_mark(walker, at - 1, ')') && before.partner != JS_ALONE;

    if (!is_list && before.kind != JS_NAME)
        return false;
    function->is_arrow = true;
    function->parameters = is_list ? before.partner : at - 1;
    function->start = function->parameters;
    if (function->start > 0 && is_name(walker, function->start - 1, "async"))
        function->start--;
    function->body = at + 1;
    return true;
}

bool js_effects_find_function(struct walker *walker, size_t at, struct function *function)
{
    bool is_async = at > 0 && is_name(walker, at - 1, "async"), is_named;

    *function = (struct function){ .start = at - is_async, .name = NO_NAME };
    if (is_mark(walker, at, JS_ARROW))
        return find_arrow(walker, at, function);
    function->parameters = at + 1 + is_mark(walker, at + 1, '*');
    is_named = token_at(walker, function->parameters).kind == JS_NAME;
    if (is_named)
        function->name = function->parameters++;
    function->body = js_value_skip(&walker->reader, function->parameters);
    return is_mark(walker, function->parameters, '(') && is_mark(walker, function->body, '{');
}

/* ---- what is called where it stands ---- */

/* Nothing in front of `function f() {}` makes it a statement of its own, which no bracket behind it calls. */
static bool is_expression(const struct walker *walker, const struct function *function)
{
    static const char *const words[] = { "void", "new", "return", "typeof", "delete", "await", NULL };
    struct js_token before =
        function->start > 0 ? token_at(walker, function->start - 1) : (struct js_token){ .kind = JS_END };

    if (function->name == NO_NAME)
        return true;
    if (before.kind == JS_MARK)
        return before.mark == JS_COMBINES || strchr("(!~+-=,:?", before.mark) != NULL;
    return before.kind == JS_NAME && is_any(text_at(walker, function->start - 1), words);
}

/* Behind the function and a bracket around it. */
static size_t end_of(struct walker *walker, const struct function *function)
{
    bool is_around = function->start > 0 && is_mark(walker, function->start - 1, '(');
    size_t around = is_around ? token_at(walker, function->start - 1).partner : NO_NAME, end;

    if (!is_mark(walker, function->body, '{')) /* `w => …` has nothing else in its bracket */
        return around != NO_NAME && around != JS_ALONE ? around + 1 : NO_NAME;
    end = js_value_skip(&walker->reader, function->body);
    return is_around && around == end ? end + 1 : end;
}

bool js_effects_find_invocation(struct walker *walker, const struct function *function, struct invocation *invocation)
{
    static const char *const callers[] = { "call", "apply", NULL };
    size_t end = is_expression(walker, function) ? end_of(walker, function) : NO_NAME;

    *invocation = (struct invocation){ .of_this = NO_NAME, .arguments = NO_NAME };
    if (end == NO_NAME)
        return false;
    if (is_mark(walker, end, '(')) {
        invocation->arguments = end + 1;
        return !function->is_arrow || is_mark(walker, end - 1, ')');
    }
    if (!is_mark(walker, end, '.') || !is_any(text_at(walker, end + 1), callers) || !is_mark(walker, end + 2, '('))
        return false;
    invocation->of_this = end + 3;
    while (token_at(walker, end + 3).kind != JS_END && !is_mark(walker, end + 3, ',') && !is_mark(walker, end + 3, ')'))
        end = js_value_skip(&walker->reader, end + 3) - 3;
    if (is_mark(walker, end + 3, ','))
        invocation->arguments = end + 4 + is_mark(walker, end + 4, '[');
    return true;
}

/* ---- what they are called ---- */

/* What the name at `name` hangs on: `o.name`, `A.prototype.name`. */
static struct bytes holder_of(const struct walker *walker, size_t name)
{
    size_t object = name - 2;

    if (name < 2 || !is_mark(walker, name - 1, '.') || token_at(walker, object).kind != JS_NAME)
        return (struct bytes){ 0 };
    if (object >= 2 && is_name(walker, object, "prototype") && is_mark(walker, object - 1, '.'))
        object -= 2;
    return text_at(walker, object);
}

size_t js_effects_start_of_value(const struct walker *walker, const struct function *function)
{
    size_t start = function->start;

    return start > 1 && is_mark(walker, start - 1, '(') && is_mark(walker, start - 2, '=') ? start - 1 : start;
}

/* `o.name = function`, `name = function`, `o["name"] = function`, `name: function` in an object that has a name. */
struct known_as js_effects_known_as(struct walker *walker, const struct function *function)
{
    struct known_as known = { .object = { 0 }, .name = NO_NAME };
    size_t start = js_effects_start_of_value(walker, function);

    if (function->name != NO_NAME)
        known.name = function->name;
    else if (start >= 2 && is_mark(walker, start - 1, ':'))
        known = (struct known_as){ .object = js_effects_object(walker), .name = start - 2 };
    else if (start >= 4 && is_mark(walker, start - 1, '=') && is_mark(walker, start - 2, ']')
             && token_at(walker, start - 3).kind == JS_STRING && is_mark(walker, start - 4, '['))
        known.name = start - 3;
    else if (start >= 2 && is_mark(walker, start - 1, '=') && token_at(walker, start - 2).kind == JS_NAME)
        known.name = start - 2;
    if (start >= 2 && known.name == start - 2 && is_mark(walker, start - 1, '='))
        known.object = holder_of(walker, known.name);
    return known;
}

struct bytes js_effects_result(const struct walker *walker, const struct function *function)
{
    size_t start = function->start;

    start -= start > 0 && is_mark(walker, start - 1, '(');
    return start > 1 && is_mark(walker, start - 1, '=') && token_at(walker, start - 2).kind == JS_NAME
               ? text_at(walker, start - 2)
               : (struct bytes){ 0 };
}

/* The object whose members are read. */
struct bytes js_effects_object(const struct walker *walker)
{
    return walker->depth > 0 && walker->depth <= FRAMES_MAX ? walker->frames[walker->depth - 1].object
                                                            : (struct bytes){ 0 };
}
