/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "extract/js_effects_data.h"

/* ---- what is done with it ---- */

/* `.style.property = value`, `.style.cssText = value`, `.style.setProperty(property, value)` from behind `style`. */
static void use_style(struct walker *walker, size_t *at, const struct target *target)
{
    struct js_value value = { 0 }, name = { 0 };
    struct bytes property;

    if (!js_effects_take_member(walker, at, &property))
        return;
    if (is_word(property, "setProperty") && is_mark(walker, *at, '(')) {
        (*at)++;
        name = js_value_read(&walker->reader, at);
        if (is_mark(walker, *at, ',')) {
            (*at)++;
            value = js_value_read(&walker->reader, at);
        }
        js_effects_declare_property(walker, target, js_value_text(&walker->reader, &name),
                                    js_value_text(&walker->reader, &value), name.is_known && value.is_known);
        return;
    }
    if (!is_assignment(walker, *at))
        return;
    (*at)++;
    value = js_value_read(&walker->reader, at);
    if (is_word(property, "cssText"))
        js_effects_declare(walker, target, js_value_text(&walker->reader, &value), value.is_known);
    else
        js_effects_declare_property(walker, target, property, js_value_text(&walker->reader, &value), value.is_known);
}

/* `.css({display: "none"})` from the brace. */
static void use_style_object(struct walker *walker, size_t *at, const struct target *target)
{
    (*at)++;
    while (token_at(walker, *at).kind != JS_END && !is_mark(walker, *at, '}')) {
        struct bytes property = text_at(walker, *at);
        struct js_value value;

        (*at)++;
        if (!is_mark(walker, *at, ':'))
            return;
        (*at)++;
        value = js_value_read(&walker->reader, at);
        js_effects_declare_property(walker, target, property, js_value_text(&walker->reader, &value), value.is_known);
        *at += is_mark(walker, *at, ',');
    }
}

static struct js_value next_argument(struct walker *walker, size_t *at)
{
    if (!is_mark(walker, *at, ','))
        return (struct js_value){ 0 };
    (*at)++;
    return js_value_read(&walker->reader, at);
}

static void use_attribute(struct walker *walker, size_t at, const struct target *target, const struct js_value *name,
                          const struct js_value *value)
{
    struct bytes text = js_value_text(&walker->reader, name);
    struct bytes said = js_value_text(&walker->reader, value);

    js_effects_set_address(walker, target, text, value);
    js_effects_set_refresh(walker, at, target, text, value);
    if (is_word(text, "style"))
        js_effects_declare(walker, target, said, value->is_known);
    else if (is_word(text, "class"))
        js_effects_add_class(walker, target, said, value->is_known);
    else if (is_word(text, "hidden"))
        js_effects_declare(walker, target, bytes_of_text("display:none"), true);
    else if (target->kind == PLACE_FRESH && (is_word(text, "href") || is_word(text, "src")))
        walker->fresh[target->fresh].link = *value;
}

/* `$("<p>…</p>").appendTo("body")`: the library makes elements of what looks like markup. */
static void write_markup(struct walker *walker, const struct target *target)
{
    struct js_value markup = { .is_known = true, .is_composed = true };

    if (target->kind != PLACE_SELECTED || target->selector.size == 0 || *target->selector.data != '<')
        return;
    js_value_add_text(&walker->reader, &markup, target->selector, target->mention);
    js_effects_write_into(walker, target, &markup, WRITING_ELSEWHERE);
}

static bool is_script(const struct walker *walker, const struct target *target)
{
    return target->kind == PLACE_FRESH && is_word(walker->fresh[target->fresh].tag, "script");
}

/* `.appendChild(document.createTextNode(…` on a script that is made: its code. */
static bool is_code_node(const struct walker *walker, size_t at, const struct target *target, struct bytes name)
{
    static const char *const methods[] = { "appendChild", "append", NULL };

    return is_script(walker, target) && is_any(name, methods) && is_mark(walker, at + 1, '.')
           && is_name(walker, at + 2, "createTextNode") && is_mark(walker, at + 3, '(');
}

/* `.name(` on an element, *at behind the bracket. False when what follows is done with another element. */
static bool use_method(struct walker *walker, struct bytes name, size_t *at, struct target *target)
{
    static const char *const writers[] = { "html", "append", "prepend", "after", "before", "replaceWith", NULL };
    static const char *const inert[] = { "insertAdjacentHTML", "setHTMLUnsafe", NULL };
    static const char *const movers[] = { "appendTo", "prependTo", "insertAfter", "insertBefore", "replaceAll", NULL };
    static const char *const dispatchers[] = { "trigger", "dispatchEvent", NULL };
    static const char *const shows[] = { "show",        "toggle",     "fadeIn",          "fadeToggle", "slideDown",
                                         "slideToggle", "slideUp",    "fadeOut",         "animate",    "removeClass",
                                         "toggleClass", "removeAttr", "removeAttribute", "hover",      NULL };
    static const char *const same[] = {
        "eq",           "get",  "first",  "last",    "hide",  "css",    "addClass",           "attr", "prop",
        "setAttribute", "html", "append", "prepend", "after", "before", "insertAdjacentHTML", NULL
    };
    struct js_value first = { 0 }, second = { 0 };
    size_t open = *at - 1;

    if (is_word(name, "find") || is_word(name, "children") || is_word(name, "siblings") || is_word(name, "closest")) {
        *target = js_effects_select_argument(walker, "", at);
        return true;
    }
    if (is_word(name, "css") && is_mark(walker, *at, '{')) {
        use_style_object(walker, at, target);
        *at = js_value_skip(&walker->reader, open);
        return true;
    }
    if (is_code_node(walker, *at, target, name)) {
        *at += 4;
        first = js_value_read(&walker->reader, at);
        name = bytes_of_text("append");
    } else if (is_mark(walker, *at, ')')) {
        js_effects_follow_element(walker, *at, target, name);
    } else if (is_any(name, dispatchers)) {
        js_effects_follow_event(walker, *at, target, name);
    } else if (!is_name(walker, *at, "function")) {
        first = js_value_read(&walker->reader, at);
        second = next_argument(walker, at);
    }
    *at = js_value_skip(&walker->reader, open);
    if (is_word(name, "hide"))
        js_effects_declare(walker, target, bytes_of_text("display:none"), true);
    else if (is_word(name, "css") && second.count > 0)
        js_effects_declare_property(walker, target, js_value_text(&walker->reader, &first),
                                    js_value_text(&walker->reader, &second), second.is_known);
    else if (is_word(name, "addClass"))
        js_effects_add_class(walker, target, js_value_text(&walker->reader, &first), first.is_known);
    else if (is_word(name, "setAttribute") || is_word(name, "attr") || is_word(name, "prop"))
        use_attribute(walker, open, target, &first, &second);
    else if (is_any(name, shows))
        js_effects_excuse(walker, target);
    else if (is_any(name, writers))
        js_effects_write_into(walker, target, second.count > 0 ? &second : &first, WRITING_ELSEWHERE);
    else if (is_any(name, inert))
        js_effects_write_into(walker, target, second.count > 0 ? &second : &first, WRITING_INERT);
    else if (is_any(name, movers))
        write_markup(walker, target);
    return is_any(name, same);
}

/* `.name = value` on an element, *at behind the sign. */
static void use_property(struct walker *walker, struct bytes name, size_t *at, const struct target *target)
{
    size_t sign = *at - 1;
    struct js_value value = js_value_read(&walker->reader, at);
    struct bytes text;

    js_effects_set_address(walker, target, name, &value);
    js_effects_set_refresh(walker, sign, target, name, &value);
    if (is_word(name, "className")) {
        js_effects_add_class(walker, target, js_value_text(&walker->reader, &value), value.is_known);
    } else if (is_word(name, "innerHTML") || is_word(name, "outerHTML")
               || (is_script(walker, target) && (is_word(name, "text") || is_word(name, "textContent")))) {
        js_effects_write_into(walker, target, &value, WRITING_INERT);
    } else if (is_word(name, "srcdoc") && walker->is_live) {
        js_effects_add_writing(walker, &value, WRITING_ELSEWHERE); /* a page in a frame, whose scripts are run */
    } else if (is_word(name, "hidden")) {
        js_effects_declare(walker, target, bytes_of_text("display:none"), true);
    } else if (target->kind == PLACE_FRESH && (is_word(name, "href") || is_word(name, "src"))) {
        walker->fresh[target->fresh].link = value;
    } else if (target->kind == PLACE_FRESH && (is_word(name, "innerText") || is_word(name, "textContent"))) {
        text = js_value_text(&walker->reader, &value);
        if (text.data != NULL && memchr(text.data, '<', text.size) == NULL)
            js_effects_write_into(walker, target, &value, WRITING_INERT);
    }
}

void js_effects_use_members(struct walker *walker, size_t *at, const struct target *target)
{
    (*at)++;
    while (token_at(walker, *at).kind != JS_END && !is_mark(walker, *at, '}')) {
        struct bytes name = text_at(walker, *at);

        (*at)++;
        if (!is_mark(walker, *at, ':'))
            return;
        (*at)++;
        use_property(walker, name, at, target);
        *at += is_mark(walker, *at, ',');
    }
}

void js_effects_use_target(struct walker *walker, size_t *at, struct target *target)
{
    struct bytes name;

    for (;;) {
        if (is_mark(walker, *at, '[') && token_at(walker, *at + 1).kind == JS_NUMBER && is_mark(walker, *at + 2, ']')) {
            *at += 3;
            continue;
        }
        if (!js_effects_take_member(walker, at, &name))
            return;
        if (is_word(name, "style")) {
            use_style(walker, at, target);
            return;
        }
        if (is_word(name, "classList") && js_effects_take_member(walker, at, &name) && is_mark(walker, *at, '(')) {
            struct js_value value;

            (*at)++;
            value = js_value_read(&walker->reader, at);
            if (is_word(name, "add"))
                js_effects_add_class(walker, target, js_value_text(&walker->reader, &value), value.is_known);
            else
                js_effects_excuse(walker, target);
            return;
        }
        if (is_assignment(walker, *at)) {
            (*at)++;
            use_property(walker, name, at, target);
            return;
        }
        if (!is_mark(walker, *at, '('))
            return;
        (*at)++;
        if (!use_method(walker, name, at, target))
            *target = (struct target){ .kind = PLACE_UNKNOWN };
    }
}
