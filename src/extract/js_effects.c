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
        js_effects_name_target(walker, name, &target);
        return;
    }
    if (walker->is_silent)
        return;
    next = at + 2;
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

    if (!is_name(walker, at, "document") || (!is_mark(walker, at + 1, '.') && !is_mark(walker, at + 1, '[')))
        return false;
    if (!is_word(text_at(walker, name), "write") && !is_word(text_at(walker, name), "writeln"))
        return false;
    *arguments = name + (is_mark(walker, at + 1, '[') ? 3 : 2);
    return is_mark(walker, *arguments - 1, '(');
}

/* Code in a text: `eval(…)`; what is plain is read where it stands. */
static void run_text(struct walker *walker, size_t at)
{
    struct js_value value;

    at += 2;
    value = js_value_read(&walker->reader, &at);
    if (value.is_composed)
        js_effects_add_writing(walker, &value, WRITING_CODE);
    else if (walker->effects->follows_sends && value.count > 0
             && (js_sends_may(value.pieces[0].text) || js_effects_may_ask(value.pieces[0].text)))
        js_effects_add_writing(walker, &value, WRITING_PLAIN_CODE);
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
    if (is_document_write(walker, at, &arguments)) {
        if (walker->is_live)
            write_in_place(walker, arguments);
    } else if ((is_name(walker, at, "eval") || is_name(walker, at, "Function") || is_name(walker, at, "setTimeout"))
               && is_mark(walker, at + 1, '(')) {
        run_text(walker, at);
    } else if (is_assignment(walker, at + 1)) {
        assign(walker, at);
    } else if (is_name(walker, at, "function")) {
        js_effects_give_at_once(walker, at);
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
        js_effects_see_line(walker, at);
        if (walker->only_calls) {
            js_effects_follow_calls(walker, at);
        } else {
            read_statement(walker, at);
            if (walker->effects->follows_sends)
                js_effects_note_asking(walker, at);
        }
        js_effects_follow(walker, at);
    }
}

static enum status walk_script(struct walker *walker)
{
    js_effects_walk(walker, 0);
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
    effects->given_count = 0;
    return walk(effects, tokens, true);
}

enum status js_effects_read(struct js_effects *effects, const struct js_tokens *tokens)
{
    effects->writing_count = effects->sending_count = effects->following_count = effects->asking_count = 0;
    effects->has_more_askings = false;
    return walk(effects, tokens, false);
}
