/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/html_scan.h"
#include "extract/js_effects_data.h"

/* ---- expressions that name an element ---- */

static struct target select_element(struct walker *walker, const char *before, const struct js_value *value,
                                    struct bytes source)
{
    struct bytes text = js_value_text(&walker->reader, value);
    struct target target = { .kind = PLACE_UNKNOWN, .mention = source };

    if (text.data == NULL || text.size == 0 || text.size > JS_STYLE_MAX / 8)
        return target;
    if (!value->is_known) {
        target.kind = PLACE_PREFIXED;
        /* A prefix is one of an identifier: what stands in it may come from `$("#tab" + n)`. */
        target.selector = *text.data == '#' ? bytes_slice(text, 1, text.size) : text;
        return target;
    }
    if (js_effects_copy(walker, bytes_of_text(before), text, JS_STYLE_MAX, &target.selector) != NULL)
        target.kind = PLACE_SELECTED;
    return target;
}

struct target js_effects_select_argument(struct walker *walker, const char *before, size_t *at)
{
    struct bytes source = text_at(walker, *at);
    size_t open = *at - 1;
    struct js_value value;

    if (token_at(walker, *at).kind == JS_NAME && js_value_variable(&walker->reader, source) == NULL) {
        *at = js_value_skip(&walker->reader, open);
        return (struct target){ .kind = PLACE_UNKNOWN };
    }
    value = js_value_read(&walker->reader, at);
    if (value.is_list)
        value = (struct js_value){ 0 };
    *at = js_value_skip(&walker->reader, open);
    return select_element(walker, before, &value, source);
}

static struct target make_fresh(struct walker *walker, size_t *at)
{
    struct target target = { .kind = PLACE_UNKNOWN };
    struct bytes source = text_at(walker, *at);
    size_t open = *at - 1;
    struct js_value value = js_value_read(&walker->reader, at);
    struct bytes tag = js_value_text(&walker->reader, &value);

    *at = js_value_skip(&walker->reader, open);
    if (tag.data == NULL || tag.size == 0 || tag.size > 16 || source.size == 0 || walker->fresh_count == FRESH_MAX)
        return target;
    for (size_t index = 0; index < tag.size; index++) {
        if (!html_scan_is_alpha(tag.data[index]))
            return target;
    }
    walker->fresh[walker->fresh_count] =
        (struct fresh){ .tag = tag, .source = source, .link = { .is_known = true }, .content = { .is_known = true } };
    target.kind = PLACE_FRESH;
    target.fresh = walker->fresh_count++;
    return target;
}

static const struct alias *find_alias(const struct walker *walker, struct bytes name)
{
    for (size_t index = walker->alias_count; index > 0; index--) {
        if (bytes_equal(walker->aliases[index - 1].name, name))
            return &walker->aliases[index - 1];
    }
    return NULL;
}

bool js_effects_take_member(struct walker *walker, size_t *at, struct bytes *name)
{
    if (is_mark(walker, *at, '.') && token_at(walker, *at + 1).kind == JS_NAME) {
        *name = text_at(walker, *at + 1);
        *at += 2;
        return true;
    }
    if (is_mark(walker, *at, '[') && token_at(walker, *at + 1).kind == JS_STRING && is_mark(walker, *at + 2, ']')) {
        *name = text_at(walker, *at + 1);
        *at += 3;
        return true;
    }
    return false;
}

/* What a collection of the document has under a name, or at a place. */
static bool select_in(struct walker *walker, const char *collection, struct bytes name, struct target *target)
{
    *target = (struct target){ .mention = name };
    if (js_effects_copy(walker, bytes_of_text(collection), name, JS_STYLE_MAX, &target->selector) != NULL)
        target->kind = PLACE_SELECTED;
    return true;
}

/* `document.forms[0]`, `document.forms.x`, from behind `forms`: by its place, or by its name; links as well. */
static bool find_in_collection(struct walker *walker, const char *collection, size_t *at, size_t next,
                               struct target *target)
{
    bool is_dotted = is_mark(walker, next, '.') && token_at(walker, next + 1).kind == JS_NAME;
    bool is_bracketed = is_mark(walker, next, '[') && is_mark(walker, next + 2, ']');

    if (!is_dotted && !is_bracketed)
        return false;
    *at = next + (is_dotted ? 2 : 3);
    return select_in(walker, collection, text_at(walker, next + 1), target);
}

/* `.submit(`, `.click(`, `.dispatchEvent(` at `at`. */
static bool is_followed(const struct walker *walker, size_t at)
{
    static const char *const followers[] = { "submit", "requestSubmit", "click", "dispatchEvent", NULL };

    return is_mark(walker, at, '.') && is_any(text_at(walker, at + 1), followers) && is_mark(walker, at + 2, '(');
}

/* `document.getElementById("x")` and its like, from behind `document`. */
static bool find_in_document(struct walker *walker, size_t *at, struct target *target)
{
    static const char *const roots[] = { "body", "head", "documentElement", NULL };
    struct js_value root = { .is_known = true };
    struct bytes name;
    size_t next = *at;

    if (!js_effects_take_member(walker, &next, &name))
        return false;
    if (is_word(name, "all") && (is_mark(walker, next, '[') || is_mark(walker, next, '('))) {
        next++;
        *target = js_effects_select_argument(walker, "#", &next);
    } else if (is_word(name, "all") && is_mark(walker, next, '.')) {
        struct js_value none = { .is_known = true };

        js_value_add_text(&walker->reader, &none, text_at(walker, next + 1), text_at(walker, next + 1));
        *target = select_element(walker, "#", &none, text_at(walker, next + 1));
        next += 2;
    } else if (is_any(name, roots)) {
        js_value_add_text(&walker->reader, &root, name, name);
        *target = select_element(walker, "", &root, name);
    } else if (is_word(name, "forms")) {
        return find_in_collection(walker, "form ", at, next, target);
    } else if (is_word(name, "links")) {
        return find_in_collection(walker, "link ", at, next, target);
    } else if (is_followed(walker, next)) { /* `document.x`, a form */
        *at = next;
        return select_in(walker, "form ", name, target);
    } else if (!is_mark(walker, next, '(')) {
        return false;
    } else {
        next++;
        if (is_word(name, "getElementById"))
            *target = js_effects_select_argument(walker, "#", &next);
        else if (is_word(name, "getElementsByClassName"))
            *target = js_effects_select_argument(walker, ".", &next);
        else if (is_word(name, "querySelector") || is_word(name, "querySelectorAll")
                 || is_word(name, "getElementsByTagName"))
            *target = js_effects_select_argument(walker, "", &next);
        else if (is_word(name, "createElement"))
            *target = make_fresh(walker, &next);
        else
            return false;
    }
    *at = next;
    return true;
}

/* Of what a document under another name makes, what can send readers away. */
static bool is_followable(struct walker *walker, const struct target *target)
{
    static const char *const tags[] = { "a", "area", "form", "meta", NULL };

    return target->kind != PLACE_FRESH || is_any(walker->fresh[target->fresh].tag, tags);
}

/* `Object.assign(document.createElement("script"), {src: "…"})`: the element that it gives. */
static bool find_assigned(struct walker *walker, size_t *at, struct target *target)
{
    size_t open = *at + 3, next = open + 2;

    if (!is_name(walker, *at, "Object") || !is_mark(walker, *at + 1, '.') || !is_name(walker, *at + 2, "assign")
        || !is_mark(walker, open, '(') || !is_name(walker, open + 1, "document")
        || !find_in_document(walker, &next, target))
        return false;
    if (is_mark(walker, next, ',') && is_mark(walker, next + 1, '{')) {
        next++;
        js_effects_use_members(walker, &next, target);
    }
    *at = js_value_skip(&walker->reader, open);
    return true;
}

bool js_effects_find_target(struct walker *walker, size_t *at, struct target *target)
{
    static const char *const windows[] = { "window", "self", "top", "parent", NULL };
    static const char *const elements[] = { "click", "dispatchEvent", NULL };
    const struct alias *alias;
    struct bytes name = text_at(walker, *at);
    size_t next = *at;

    if (token_at(walker, next).kind != JS_NAME)
        return false;
    while ((is_any(text_at(walker, next), windows) || js_effects_is_window(walker, next))
           && is_mark(walker, next + 1, '.'))
        next += 2;
    name = text_at(walker, next);
    if (find_assigned(walker, &next, target)) {
        *at = next;
        return true;
    }
    if (is_word(name, "document")) {
        next++;
        if (!find_in_document(walker, &next, target))
            return false;
    } else if (js_effects_is_document(walker, next)) {
        next++;
        if (!find_in_document(walker, &next, target) || !is_followable(walker, target))
            return false;
    } else if ((is_word(name, "$") || is_word(name, "jQuery")) && is_mark(walker, next + 1, '(')) {
        next += 2;
        if (token_at(walker, next).kind == JS_NAME && (alias = find_alias(walker, text_at(walker, next))) != NULL) {
            *target = alias->target;
            next = js_value_skip(&walker->reader, next - 1);
        } else {
            *target = js_effects_select_argument(walker, "", &next);
        }
    } else if ((alias = find_alias(walker, name)) != NULL) {
        *target = alias->target;
        next++;
    } else if (is_mark(walker, next + 1, '.') && is_name(walker, next + 2, "style") && !is_word(name, "this")
               && js_value_variable(&walker->reader, name) == NULL) {
        struct js_value bare = { .is_known = true };

        /* Browsers know an element by its identifier alone. */
        js_value_add_text(&walker->reader, &bare, name, name);
        *target = select_element(walker, "#", &bare, name);
        next++;
    } else if (walker->effects->follows_sends && is_followed(walker, next + 1) && !is_word(name, "this")
               && js_value_variable(&walker->reader, name) == NULL) {
        (void)select_in(walker, is_any(text_at(walker, next + 2), elements) ? "#" : "form ", name, target);
        next++;
    } else {
        return false;
    }
    *at = next;
    return true;
}

void js_effects_name_target(struct walker *walker, struct bytes name, const struct target *target, bool is_declared)
{
    if (walker->alias_count == ALIASES_MAX) {
        js_effects_excuse(walker, target);
        return;
    }
    walker->aliases[walker->alias_count++] = (struct alias){ name, *target, is_declared };
    js_effects_mention(walker, target);
}

void js_effects_hide_alias(struct walker *walker, struct bytes name)
{
    const struct alias *alias = find_alias(walker, name);

    if (alias != NULL && alias->target.kind != PLACE_UNKNOWN && walker->alias_count < ALIASES_MAX)
        walker->aliases[walker->alias_count++] = (struct alias){ .name = name, .is_declared = true };
}

void js_effects_forget_aliases(struct walker *walker, size_t first)
{
    size_t kept = first;

    for (size_t index = first; index < walker->alias_count; index++) {
        if (!walker->aliases[index].is_declared)
            walker->aliases[kept++] = walker->aliases[index];
    }
    if (kept < walker->alias_count)
        walker->alias_count = kept;
}

void js_effects_hand_over(struct walker *walker, size_t at)
{
    const struct alias *alias = find_alias(walker, text_at(walker, at));
    bool is_wrapped =
        at > 1 && is_mark(walker, at - 1, '(') && (is_name(walker, at - 2, "$") || is_name(walker, at - 2, "jQuery"));

    if (alias != NULL && !is_wrapped && !is_mark(walker, at + 1, '.') && !is_mark(walker, at + 1, '['))
        js_effects_excuse(walker, &alias->target);
}
