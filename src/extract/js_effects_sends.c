/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/js_effects_data.h"

/* Whether something outside of the function that is being read decides whether it runs, or may. */
static bool depends_on_others(const struct walker *walker)
{
    for (size_t depth = 0; depth < walker->depth && depth < FRAMES_MAX; depth++) {
        const struct frame *frame = &walker->frames[depth];

        if (frame->is_conditional || frame->is_chosen || frame->is_called_by_name || frame->may_have_left)
            return true;
    }
    return walker->is_conditional || walker->is_statement_conditional || walker->may_have_left;
}

static void keep(struct walker *walker, const struct js_sending *sendings, size_t count)
{
    struct js_effects *effects = walker->effects;

    for (size_t index = 0; index < count && effects->sending_count < JS_SENDINGS_MAX; index++) {
        struct js_sending *sending = &effects->sendings[effects->sending_count++];

        *sending = sendings[index];
        if (sending->certainty == JS_CERTAIN && depends_on_others(walker))
            sending->certainty = JS_SOMETIMES;
    }
}

void js_effects_note_sending(struct walker *walker, size_t at)
{
    struct js_sending sendings[JS_CHOICES_MAX];

    if (walker->is_live && !walker->is_silent)
        keep(walker, sendings, js_sends_read(&walker->reader, &walker->names, at, sendings));
}

/* ---- forms and links ---- */

/* Of an element of the page, which its selector names, or of one that the script makes. NULL: no more are kept. */
static struct address *address_of(struct walker *walker, const struct target *target)
{
    if (target->kind == PLACE_FRESH)
        return &walker->fresh[target->fresh].address;
    if (target->kind != PLACE_SELECTED)
        return NULL;
    for (size_t index = 0; index < walker->address_count; index++) {
        if (bytes_equal(walker->addresses[index].selector, target->selector))
            return &walker->addresses[index];
    }
    if (walker->address_count == ADDRESSES_MAX)
        return NULL;
    walker->addresses[walker->address_count] = (struct address){ .selector = target->selector };
    return &walker->addresses[walker->address_count++];
}

void js_effects_set_address(struct walker *walker, const struct target *target, struct bytes name,
                            const struct js_value *value)
{
    static const char *const names[] = { "href", "action", NULL };
    struct address *address =
        is_any(name, names) && walker->is_live && !walker->is_silent ? address_of(walker, target) : NULL;
    bool may_not_be = walker->is_conditional || walker->is_statement_conditional;

    if (address == NULL)
        return;
    address->value =
        may_not_be && address->value.count > 0 ? js_value_either(&walker->reader, &address->value, value) : *value;
}

/* It leads where the page says. */
static void note_following(struct walker *walker, size_t at, const struct target *target)
{
    struct js_effects *effects = walker->effects;
    bool is_certain = !js_sends_is_chosen(walker->tokens, at) && !depends_on_others(walker);

    if (effects->following_count < JS_SENDINGS_MAX)
        effects->followings[effects->following_count++] =
            (struct js_following){ target->selector, is_certain ? JS_CERTAIN : JS_SOMETIMES };
}

void js_effects_follow_element(struct walker *walker, size_t at, const struct target *target, struct bytes name)
{
    static const char *const followers[] = { "submit", "requestSubmit", "click", NULL };
    struct js_sending sendings[JS_CHOICES_MAX];
    const struct address *address;

    if (!walker->effects->follows_sends || !walker->is_live || walker->is_silent || !is_any(name, followers))
        return;
    address = address_of(walker, target);
    if (address != NULL && address->value.count > 0)
        keep(walker, sendings, js_sends_to(&walker->reader, at, &address->value, sendings));
    else if (target->kind == PLACE_SELECTED)
        note_following(walker, at, target);
}
