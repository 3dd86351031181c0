/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/choices.h"

#include <string.h>

#include "report/json.h"

static const char some_words[] = "x";

/* Of an organ that no draft names: no name of one begins with a blank. */
static const char new_organ[] = " x";

static bool would_do(const struct call *call, const struct review_item *item, const struct decision *decision)
{
    struct review_item copy = *item;
    struct error reason = { 0 };

    return review_item_decide(&copy, call->edition->profile, call->edition->days, decision, call->today, &reason)
           == STATUS_OK;
}

/* `delegated` NULL: for himself. */
static void write_choice(struct buf *out, const struct call *call, const struct review_item *item,
                         const struct delegated *delegated, enum review_action action, const char *organ)
{
    const struct decision full = { .action = action,
                                   .actor = call->identity.account,
                                   .roles = delegated != NULL ? delegated->roles : call->identity.roles,
                                   .on_behalf_of = delegated != NULL ? delegated->delegator : NULL,
                                   .delegated_from = delegated != NULL ? delegated->from : (struct date){ 0 },
                                   .delegated_until = delegated != NULL ? delegated->until : (struct date){ 0 },
                                   .opinion = some_words,
                                   .document = some_words,
                                   .organ = organ,
                                   .agrees = true };
    struct decision silent = full, undocumented = full;
    const char *needs[2];
    size_t count = 0;

    if (!would_do(call, item, &full))
        return;
    silent.opinion = NULL;
    undocumented.document = NULL;
    if (!would_do(call, item, &silent))
        needs[count++] = "opinion";
    if (!would_do(call, item, &undocumented))
        needs[count++] = "document";
    json_element(out);
    buf_byte(out, '{');
    json_text(out, "action", review_action_name(action));
    json_text(out, "organ", organ != new_organ ? organ : NULL);
    json_texts(out, "needs", needs, count);
    json_text(out, "on_behalf_of", full.on_behalf_of);
    buf_byte(out, '}');
}

static bool is_about_organ(enum review_action action)
{
    return action == ACTION_CONSULT || action == ACTION_CONSULT_RECEIVED || action == ACTION_CONSULT_ANSWER
           || action == ACTION_CONSULT_DECIDE;
}

static void write_choices(struct buf *out, const struct call *call, const struct review_item *item,
                          const struct delegated *delegated)
{
    for (enum review_action action = 0; action < REVIEW_ACTION_COUNT; action++) {
        if (!is_about_organ(action)) {
            write_choice(out, call, item, delegated, action, NULL);
            continue;
        }
        for (size_t index = 0; index < item->consultation_count; index++)
            write_choice(out, call, item, delegated, action, item->consultations[index].organ);
        if (action == ACTION_CONSULT)
            write_choice(out, call, item, delegated, action, new_organ);
    }
}

void choices_write(struct buf *out, const struct call *call, const struct review_item *item)
{
    json_key(out, "may");
    buf_byte(out, '[');
    write_choices(out, call, item, NULL);
    for (size_t index = 0; index < call->identity.delegated_count; index++)
        write_choices(out, call, item, &call->identity.delegated[index]);
    buf_byte(out, ']');
}
