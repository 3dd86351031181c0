/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/js_effects.h"

#include "base/alloc.h"
#include "extract/js_effects_data.h"

struct js_effects *js_effects_create(struct arena *arena)
{
    struct js_effects *effects = arena_zeroed(arena, sizeof *effects);

    if (effects != NULL) {
        effects->arena = arena;
        effects->memory_left = JS_MEMORY_MAX;
    }
    return effects;
}

enum { ROUNDS_MAX = 4 };

/* ---- statements ---- */

/* `name = …`: another name for an element, or a text. */
static void assign(struct walker *walker, size_t at)
{
    struct bytes name = text_at(walker, at);
    bool adds = is_mark(walker, at + 1, JS_ADDS);
    struct target target = { .kind = PLACE_UNKNOWN };
    struct js_value value;
    size_t next = at + 2;

    if (is_name(walker, next, "function"))
        return;
    if (!adds && js_effects_find_target(walker, &next, &target) && !is_mark(walker, next, '.')) {
        js_effects_name_target(walker, name, &target, js_effects_is_declared(walker, at));
        return;
    }
    if (walker->is_silent)
        return;
    next = at + 2;
    if (is_mark(walker, next, '{') && walker->effects->follows_sends)
        js_effects_keep_members(walker, name, next);
    value = js_value_read(&walker->reader, &next);
    js_value_assign(&walker->reader, name, &value, adds);
}

/* `document.write(…)`, from behind the bracket. */
static void write_in_place(struct walker *walker, size_t at)
{
    for (;;) {
        struct js_value value = js_value_read(&walker->reader, &at);

        if (!walker->is_silent)
            js_value_add(&walker->reader, &walker->written, &value);
        if (!is_mark(walker, at, ','))
            return;
        at++;
    }
}

static bool is_document_write(const struct walker *walker, size_t at, size_t *arguments)
{
    size_t name = at + 2;

    if (!(is_name(walker, at, "document") || js_effects_is_document(walker, at))
        || (!is_mark(walker, at + 1, '.') && !is_mark(walker, at + 1, '[')))
        return false;
    if (!is_word(text_at(walker, name), "write") && !is_word(text_at(walker, name), "writeln"))
        return false;
    *arguments = name + (is_mark(walker, at + 1, '[') ? 3 : 2);
    return is_mark(walker, *arguments - 1, '(');
}

/* Code in a text, from behind the bracket; what is plain is read where it stands. */
static void run_text(struct walker *walker, size_t at)
{
    struct js_value value = js_value_read(&walker->reader, &at);

    if (value.is_composed)
        js_effects_add_writing(walker, &value, WRITING_CODE);
    else if (walker->effects->follows_sends && value.count > 0
             && ((walker->is_live && js_sends_may(value.pieces[0].text)) || js_effects_may_ask(value.pieces[0].text)))
        js_effects_add_writing(walker, &value, WRITING_PLAIN_CODE);
}

static size_t last_argument(struct walker *walker, size_t at)
{
    size_t last = at;

    while (token_at(walker, at).kind != JS_END && !is_mark(walker, at, ')')) {
        at = js_value_skip(&walker->reader, at);
        if (is_mark(walker, at, ','))
            last = at + 1;
    }
    return last;
}

/* `eval(…)`, `(0, eval)(…)`, `window["eval"](…)`, `setTimeout(…)`, `new Function(…)`: where what they run begins. */
static bool takes_text(struct walker *walker, size_t at, size_t *arguments)
{
    static const char *const runners[] = { "eval", "Function", "setTimeout", "setInterval", "execScript", NULL };
    size_t next = at;
    struct bytes name;

    (void)js_names_follow(&walker->reader, &walker->names, &next, &name);
    if (!is_any(name, runners))
        return false;
    next += is_mark(walker, next, ')') && is_mark(walker, at - 1, ',');
    if (!is_mark(walker, next, '('))
        return false;
    *arguments = next + 1;
    if (is_word(name, "Function")) /* its parameters are in front of it */
        *arguments = last_argument(walker, *arguments);
    return true;
}

static void read_statement(struct walker *walker, size_t at)
{
    struct target target = { .kind = PLACE_UNKNOWN };
    size_t arguments, next = at;

    if (token_at(walker, at).kind != JS_NAME
        || (at > 0 && is_mark(walker, at - 1, '.') && !is_name(walker, at, "document")))
        return;
    if (walker->effects->follows_sends)
        js_effects_note_sending(walker, at);
    if (walker->effects->follows_sends && !walker->is_silent)
        js_effects_keep_member(walker, at);
    if (is_document_write(walker, at, &arguments)) {
        if (walker->is_live)
            write_in_place(walker, arguments);
    } else if (takes_text(walker, at, &arguments)) {
        run_text(walker, arguments);
    } else if (is_assignment(walker, at + 1)) {
        assign(walker, at);
    } else if (js_effects_find_target(walker, &next, &target)) {
        js_effects_use_target(walker, &next, &target);
        js_effects_hand_over(walker, at);
    } else if (is_mark(walker, at + 1, '(')) {
        js_effects_expand(walker, at);
    }
}

void js_effects_walk(struct walker *walker, size_t at)
{
    for (; at < walker->tokens->count && walker->reader.status == STATUS_OK && walker->reader.steps_left > 0; at++) {
        js_effects_see_line_of_expression(walker, at);
        js_effects_see_line(walker, at);
        js_effects_note_name(walker, at);
        if (walker->only_calls) {
            js_effects_follow_calls(walker, at);
        } else {
            read_statement(walker, at);
            if (is_name(walker, at, "function") || is_mark(walker, at, JS_ARROW))
                js_effects_give_at_once(walker, at);
            if (walker->effects->follows_sends)
                js_effects_note_asking(walker, at);
        }
        js_effects_follow(walker, at);
    }
}

static enum status walk_script(struct walker *walker)
{
    js_effects_take_names(walker);
    js_effects_walk(walker, 0);
    js_effects_keep_names(walker);
    if (walker->only_calls || walker->reader.status != STATUS_OK)
        return walker->reader.status;
    js_effects_add_writing(walker, &walker->written, WRITING_IN_PLACE);
    for (size_t index = 0; index < walker->fresh_count; index++)
        js_effects_write_fresh(walker, &walker->fresh[index]);
    return walker->reader.status;
}

static enum status walk(struct js_effects *effects, const struct js_tokens *tokens, bool only_calls)
{
    struct walker *walker = alloc_zeroed(1, sizeof *walker);
    enum status status;

    if (walker == NULL)
        return STATUS_NO_MEMORY;
    walker->effects = effects;
    walker->tokens = tokens;
    walker->only_calls = only_calls;
    walker->is_live = true;
    walker->written.is_known = true;
    js_value_start(&walker->reader, tokens, effects->arena, &effects->memory_left);
    status = walk_script(walker);
    alloc_free(walker);
    return status;
}

enum status js_effects_call(struct js_effects *effects, const struct js_tokens *tokens)
{
    enum status status = STATUS_OK;
    unsigned rounds = 0;
    size_t known;

    effects->given_count = 0;
    do { /* what is called may stand in front of its call, and call others */
        known = effects->called_count;
        status = walk(effects, tokens, true);
    } while (status == STATUS_OK && effects->called_count > known && ++rounds < ROUNDS_MAX);
    return status;
}

enum status js_effects_read(struct js_effects *effects, const struct js_tokens *tokens)
{
    effects->writing_count = effects->sending_count = effects->following_count = effects->asking_count = 0;
    effects->has_more_askings = false;
    return walk(effects, tokens, false);
}
