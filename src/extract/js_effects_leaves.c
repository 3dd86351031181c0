/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "extract/html_scan.h"
#include "extract/js_effects_data.h"

/* What stands behind an unconditional `return` or `throw` in the same block does not run; what stands behind a
 * conditional one may not. */

static struct frame *block_of(struct walker *walker)
{
    return walker->depth > 0 && walker->depth <= FRAMES_MAX ? &walker->frames[walker->depth - 1] : NULL;
}

/* Whether what is thrown there is caught in the same function. */
static bool is_caught(const struct walker *walker)
{
    for (size_t depth = walker->depth < FRAMES_MAX ? walker->depth : FRAMES_MAX; depth > 0; depth--) {
        const struct frame *frame = &walker->frames[depth - 1];

        if (frame->role == FRAME_BODY)
            return false;
        if (frame->is_tried)
            return true;
    }
    return false;
}

/* `x.return`, `{return: x}` and `return() {…}` are names. */
static bool is_statement(struct walker *walker, size_t at)
{
    if ((at > 0 && is_mark(walker, at - 1, '.')) || is_mark(walker, at + 1, ':'))
        return false;
    return !is_mark(walker, at + 1, '(') || !is_mark(walker, js_value_skip(&walker->reader, at + 1), '{');
}

static void begin(struct walker *walker, size_t at)
{
    if (walker->depth > FRAMES_MAX || !is_statement(walker, at))
        return;
    walker->leaving = (struct leaving){ .is_under_way = true,
                                        .is_sure = !walker->is_statement_conditional,
                                        .is_caught = is_name(walker, at, "throw") && is_caught(walker),
                                        .depth = walker->depth };
}

static void end(struct walker *walker)
{
    struct frame *block = block_of(walker);

    walker->leaving.is_under_way = false;
    walker->may_have_left = walker->may_have_left || !walker->leaving.is_caught;
    if (!walker->leaving.is_sure || !walker->is_live)
        return;
    walker->is_live = false;
    if (block != NULL)
        block->is_left = true;
}

/* Another `case` is come to from elsewhere. */
static void return_to_case(struct walker *walker)
{
    struct frame *block = block_of(walker);

    if (block == NULL || !block->is_left)
        return;
    block->is_left = false;
    walker->is_live = true;
}

static bool has_newline_before(const struct walker *walker, size_t at)
{
    struct js_token before = token_at(walker, at - 1), token = token_at(walker, at);
    const uint8_t *from = walker->tokens->source.data + before.start + before.size;
    const uint8_t *to = walker->tokens->source.data + token.start;

    return from < to && html_scan_find2(from, to, '\n', '\r') < to;
}

bool js_effects_is_ended_by_line(const struct walker *walker, size_t at)
{
    static const char *const operators[] = { "typeof", "void", "new", "delete",     "await",
                                             "yield",  "in",   "of",  "instanceof", NULL };
    struct js_token before = at > 0 ? token_at(walker, at - 1) : (struct js_token){ .kind = JS_END };
    bool begins = token_at(walker, at).kind == JS_NAME && !is_any(text_at(walker, at), operators);

    if (before.kind == JS_END || !has_newline_before(walker, at))
        return false;
    if (is_name(walker, at - 1, "return"))
        return true;
    if (!begins || is_name(walker, at - 1, "throw"))
        return false;
    return before.kind == JS_MARK ? strchr(")]}", before.mark) != NULL : !is_any(text_at(walker, at - 1), operators);
}

void js_effects_see_line(struct walker *walker, size_t at)
{
    if (walker->leaving.is_under_way && walker->depth == walker->leaving.depth
        && js_effects_is_ended_by_line(walker, at))
        end(walker);
}

void js_effects_see_leaving(struct walker *walker, size_t at)
{
    if (walker->leaving.is_under_way) {
        bool is_over = is_mark(walker, at, ';') ? walker->depth == walker->leaving.depth
                                                : is_mark(walker, at, '}') && walker->depth <= walker->leaving.depth;

        if (is_over)
            end(walker);
    } else if (is_name(walker, at, "return") || is_name(walker, at, "throw")) {
        begin(walker, at);
    } else if (is_name(walker, at, "case") || is_name(walker, at, "default")) {
        return_to_case(walker);
    }
}
