/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/js_effects_data.h"

/* The window, the document and the location under other names. */

static size_t next_argument(struct walker *walker, size_t at)
{
    while (token_at(walker, at).kind != JS_END && !is_mark(walker, at, ',') && !is_mark(walker, at, ')')
           && !is_mark(walker, at, ']'))
        at = js_value_skip(&walker->reader, at);
    return is_mark(walker, at, ',') ? at + 1 : NO_NAME;
}

size_t js_effects_read_named(struct walker *walker, size_t at, enum js_named named[JS_PARAMETERS_MAX])
{
    size_t count = 0;

    for (; at != NO_NAME && count < JS_PARAMETERS_MAX && !is_mark(walker, at, ')'); at = next_argument(walker, at))
        named[count++] = js_names_read(&walker->reader, &walker->names, at);
    return count;
}

void js_effects_bind_parameters(struct walker *walker, size_t at, const enum js_named *named, size_t count)
{
    bool is_list = is_mark(walker, at, '(');

    at += is_list;
    for (size_t index = 0; at != NO_NAME && token_at(walker, at).kind == JS_NAME; index++) {
        js_names_set(&walker->names, text_at(walker, at), index < count ? named[index] : JS_NAMED_OTHER);
        js_effects_hide_alias(walker, text_at(walker, at));
        at = is_list ? next_argument(walker, at) : NO_NAME;
    }
}

void js_effects_bind(struct walker *walker)
{
    const struct function *function = &walker->body;
    const struct invocation *invocation = &walker->body_invocation;
    enum js_named named[JS_PARAMETERS_MAX], of_this = JS_NAMED_OTHER;
    size_t count = 0;

    if (walker->body_is_invoked) {
        count = js_effects_read_named(walker, invocation->arguments, named);
        of_this = invocation->of_this == NO_NAME ? JS_NAMED_WINDOW
                                                 : js_names_read(&walker->reader, &walker->names, invocation->of_this);
    }
    walker->names.scope = walker->names.count;
    if (!function->is_arrow)
        js_names_set(&walker->names, bytes_of_text("this"), of_this);
    js_effects_bind_parameters(walker, function->parameters, named, count);
}

static bool is_known_as(const struct walker *walker, size_t at, enum js_named named)
{
    return walker->effects->follows_sends && token_at(walker, at).kind == JS_NAME && !is_name(walker, at, "this")
           && !(at > 0 && is_mark(walker, at - 1, '.')) && js_names_find(&walker->names, text_at(walker, at)) == named;
}

bool js_effects_is_window(const struct walker *walker, size_t at)
{
    return is_known_as(walker, at, JS_NAMED_WINDOW);
}

bool js_effects_is_document(const struct walker *walker, size_t at)
{
    return is_known_as(walker, at, JS_NAMED_DOCUMENT);
}

bool js_effects_is_declared(const struct walker *walker, size_t at)
{
    static const char *const makers[] = { "var", "let", "const", NULL };

    return at > 0 && is_any(text_at(walker, at - 1), makers);
}

/* `const {location: l} = window`, from the brace. */
static void note_unpacked(struct walker *walker, size_t at)
{
    struct js_token brace = token_at(walker, at);
    size_t next = at + 1;
    enum js_named holder;

    if (brace.partner == JS_ALONE || !is_mark(walker, brace.partner + 1, '='))
        return;
    holder = js_names_read(&walker->reader, &walker->names, brace.partner + 2);
    if (holder != JS_NAMED_WINDOW && holder != JS_NAMED_DOCUMENT)
        return;
    while (token_at(walker, next).kind == JS_NAME) {
        struct bytes member = text_at(walker, next);

        next += is_mark(walker, next + 1, ':') ? 2 : 0;
        js_names_assign(&walker->names, text_at(walker, next), js_names_member(holder, member), true);
        next += 1 + is_mark(walker, next + 1, ',');
    }
}

void js_effects_note_name(struct walker *walker, size_t at)
{
    static const char *const starters[] = { "initEvent", "initMouseEvent", NULL };

    if (is_mark(walker, at, '{') && js_effects_is_declared(walker, at))
        note_unpacked(walker, at);

    if (token_at(walker, at).kind != JS_NAME || (at > 0 && is_mark(walker, at - 1, '.')))
        return;
    if (is_mark(walker, at + 1, '='))
        js_names_assign(&walker->names, text_at(walker, at), js_names_read(&walker->reader, &walker->names, at + 2),
                        js_effects_is_declared(walker, at));
    else if (is_mark(walker, at + 1, '.') && is_any(text_at(walker, at + 2), starters) && is_mark(walker, at + 3, '(')
             && js_effects_is_following(walker, at + 4))
        js_names_assign(&walker->names, text_at(walker, at), JS_NAMED_FOLLOWING, false);
}

bool js_effects_is_following(const struct walker *walker, size_t at)
{
    static const char *const events[] = { "click", "submit", NULL };

    return token_at(walker, at).kind == JS_STRING && is_any(text_at(walker, at), events);
}

/* ---- from script to script ---- */

void js_effects_take_names(struct walker *walker)
{
    walker->names = walker->effects->names;
}

/* Their own texts may not last. */
void js_effects_keep_names(struct walker *walker)
{
    struct js_names *kept = &walker->effects->names;
    size_t known = kept->count;

    if (walker->names.scope > 0 || walker->depth > 0)
        return;
    for (size_t index = 0; index < walker->names.count; index++) {
        struct js_name name = walker->names.names[index];

        if (index < known)
            name.name = kept->names[index].name;
        else if (js_effects_copy(walker, name.name, (struct bytes){ name.name.data, 0 }, JS_STYLE_MAX, &name.name)
                 == NULL)
            return;
        kept->names[index] = name;
        kept->count = index < known ? known : index + 1;
    }
}
