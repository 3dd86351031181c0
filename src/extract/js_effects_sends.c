/* SPDX-License-Identifier: Apache-2.0 */
#include <strings.h>

#include "extract/html_refresh.h"
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

void js_effects_follow_event(struct walker *walker, size_t at, const struct target *target, struct bytes name)
{
    bool follows = is_word(name, "trigger") ? js_effects_is_following(walker, at)
                                            : js_names_read(&walker->reader, &walker->names, at) == JS_NAMED_FOLLOWING;

    if (follows)
        js_effects_follow_element(walker, at, target, bytes_of_text("click"));
}

/* ---- refreshes ---- */

static bool is_like(struct bytes text, const char *word)
{
    struct bytes wanted = bytes_of_text(word);

    return text.size == wanted.size && strncasecmp((const char *)text.data, word, wanted.size) == 0;
}

/* Of a value that is none of several choices. */
static struct js_value address_of_refresh(struct walker *walker, const struct js_value *content)
{
    struct js_value address = { .is_known = content->is_known, .is_composed = true };
    struct bytes text = js_value_text(&walker->reader, content);

    if (text.size > 0)
        js_value_add_text(&walker->reader, &address, html_refresh_address(text), content->pieces[0].source);
    return address;
}

static struct js_value addresses_of_refresh(struct walker *walker, const struct js_value *content)
{
    struct js_value addresses = { 0 };

    if (content->choices == NULL)
        return address_of_refresh(walker, content);
    for (const struct js_choice *choice = content->choices; choice != NULL; choice = choice->next) {
        struct js_value address = address_of_refresh(walker, &choice->value);

        addresses = js_value_either(&walker->reader, &addresses, &address);
    }
    return addresses;
}

void js_effects_set_refresh(struct walker *walker, size_t at, const struct target *target, struct bytes name,
                            const struct js_value *value)
{
    struct js_sending sendings[JS_CHOICES_MAX];
    struct js_value address;
    struct fresh *fresh = target->kind == PLACE_FRESH ? &walker->fresh[target->fresh] : NULL;

    if (fresh == NULL || !walker->effects->follows_sends || !walker->is_live || walker->is_silent
        || !is_like(fresh->tag, "meta"))
        return;
    if (is_like(name, "http-equiv") || is_like(name, "httpEquiv"))
        fresh->is_refresh = is_like(js_value_text(&walker->reader, value), "refresh");
    else if (is_like(name, "content"))
        fresh->refresh = *value;
    else
        return;
    if (!fresh->is_refresh || fresh->refresh.count == 0)
        return;
    address = addresses_of_refresh(walker, &fresh->refresh);
    if (address.count > 0)
        keep(walker, sendings, js_sends_to(&walker->reader, at, &address, sendings));
}
