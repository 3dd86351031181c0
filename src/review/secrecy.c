/* SPDX-License-Identifier: Apache-2.0
 *
 * The secrecy review in its three steps, and the referral to the secrecy body (regulation 7, articles 7 and 12).
 */
#include <libintl.h>

#include "review/item_data.h"

static const unsigned step_roles[] = { ROLE_LEVEL_1 | ROLE_SUBMITTER, ROLE_SECRECY,
                                       ROLE_LEVEL_2 | ROLE_LEVEL_3 | ROLE_LEVEL_4 };

static unsigned step_of(const struct review_item *item)
{
    return (unsigned)(item->secrecy - SECRECY_PROVIDER);
}

enum status secrecy_may_act(const struct review_item *item, const struct decision *decision, struct error *error)
{
    enum status status = item_must_be_open(item, error);

    if (status != STATUS_OK)
        return status;
    if (item->secrecy < SECRECY_PROVIDER || item->secrecy > SECRECY_LEADER)
        return item_refuse(error, gettext("the secrecy review has no step open"));
    if ((decision->roles & step_roles[step_of(item)]) == 0)
        return error_set(error, STATUS_INVALID,
                         gettext("the secrecy review is at the step \"%s\", and %s does not have the role for it"),
                         secrecy_state_name(item->secrecy), decision->actor);
    for (unsigned before = 0; before < step_of(item); before++) {
        if (item_has_acted(&item->secrecy_acted[before], decision))
            return error_set(error, STATUS_INVALID,
                             gettext("%s has already acted in this secrecy review; each step needs another person"),
                             decision->actor);
    }
    return STATUS_OK;
}

enum status secrecy_approve(struct review_item *item, const struct decision *decision, struct error *error)
{
    enum status status = secrecy_may_act(item, decision, error);

    if (status == STATUS_OK)
        status = item_must_say_why(decision, error);
    if (status != STATUS_OK)
        return status;
    item->secrecy_acted[step_of(item)] = item_actor_of(decision);
    item->secrecy = item->secrecy == SECRECY_LEADER ? SECRECY_GREEN : item->secrecy + 1;
    return STATUS_OK;
}

/* Asking is the careful thing to do, so it does not fail for want of a calendar: the day of the answer is then open. */
enum status secrecy_refer(struct review_item *item, const struct review_profile *profile,
                          const struct working_days *days, const struct decision *decision, struct date today,
                          struct error *error)
{
    static const unsigned roles = ROLE_LEVEL_1 | ROLE_LEVEL_2 | ROLE_LEVEL_3 | ROLE_LEVEL_4 | ROLE_SECRECY;
    enum status status = item_must_be_open(item, error);
    struct date due;

    if (status != STATUS_OK)
        return status;
    if (item->secrecy == SECRECY_REFERRED)
        return item_refuse(error, gettext("the secrecy body has been asked and has not answered yet"));
    if ((decision->roles & roles) == 0)
        return item_refuse(error,
                           gettext("only reviewers and the secrecy officer may refer a draft to the secrecy body"));
    status = item_must_say_why(decision, error);
    if (status != STATUS_OK)
        return status;
    if (working_days_after(days, today, profile->referral_days, &due, NULL) == STATUS_OK)
        item->referral_due = due;
    item->secrecy_before = item->secrecy;
    item->secrecy = SECRECY_REFERRED;
    return STATUS_OK;
}

/* An answer that it may be published does not replace the steps that are still open. */
enum status secrecy_answer(struct review_item *item, const struct decision *decision, struct error *error)
{
    enum status status = item_must_be_open(item, error);

    if (status != STATUS_OK)
        return status;
    if (item->secrecy != SECRECY_REFERRED)
        return item_refuse(error, gettext("the secrecy body was not asked about this draft"));
    if ((decision->roles & ROLE_SECRECY) == 0)
        return item_refuse(error, gettext("only the secrecy officer enters the secrecy body's answer"));
    if (!review_has_said(decision->document) || !review_has_said(decision->opinion))
        return item_refuse(error, gettext("the answer needs its number and its words"));
    item->referral_due = (struct date){ 0 };
    item->secrecy = item->secrecy_before;
    item->secrecy_before = SECRECY_NOT_ASKED;
    if (!decision->agrees)
        item->state = ITEM_REJECTED;
    return STATUS_OK;
}
