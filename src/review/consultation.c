/* SPDX-License-Identifier: Apache-2.0
 *
 * Other organs concerned: asked, their letters received, answers, silence (regulation 5, articles 8 to 14).
 */
#include <libintl.h>
#include <string.h>

#include "review/item_data.h"

static struct consultation *find(struct review_item *item, const char *organ)
{
    for (size_t index = 0; index < item->consultation_count; index++) {
        if (organ != NULL && strcmp(item->consultations[index].organ, organ) == 0)
            return &item->consultations[index];
    }
    return NULL;
}

static enum status ask(struct review_item *item, const struct decision *decision, struct date on, struct error *error)
{
    struct consultation *consultation = find(item, decision->organ);

    if (consultation != NULL && date_is_set(consultation->asked))
        return error_set(error, STATUS_INVALID, gettext("%s has been asked already"), decision->organ);
    if (consultation == NULL) {
        if (item->consultation_count == ITEM_ORGANS_MAX)
            return error_set(error, STATUS_INVALID, gettext("more than %d organs cannot be consulted on one draft"),
                             ITEM_ORGANS_MAX);
        consultation = &item->consultations[item->consultation_count++];
        *consultation = (struct consultation){ 0 };
        if (!item_name_copy(consultation->organ, decision->organ))
            return error_set(error, STATUS_INVALID, gettext("the name of an organ is empty or longer than %d bytes"),
                             ITEM_NAME_SIZE - 1);
    }
    consultation->asked = on;
    return STATUS_OK;
}

/* The period counts from the day on which the letter is received; that day may be corrected until it has decided
 * something. */
static enum status receive(struct consultation *consultation, const struct review_profile *profile,
                           const struct working_days *days, struct date on, struct error *error)
{
    if (consultation->consent != CONSENT_ASKED)
        return error_set(error, STATUS_INVALID, gettext("%s has answered, or its silence has been counted"),
                         consultation->organ);
    if (date_days(on) < date_days(consultation->asked))
        return item_refuse(error, gettext("the letter cannot have been received before it was sent"));
    consultation->received = on;
    return working_days_after(days, on, profile->consultation_days, &consultation->due, error);
}

/* An answer given in time counts whenever it is entered; one that came later does not undo the consent of silence
 * (article 13). */
static enum status answer(struct consultation *consultation, const struct decision *decision, struct date on,
                          struct error *error)
{
    if (!review_has_said(decision->document))
        return item_refuse(error, gettext("the answer of an organ needs the number of its letter"));
    if (consultation->consent == CONSENT_DECIDED)
        return error_set(error, STATUS_INVALID, gettext("the dispute with %s has been decided"), consultation->organ);
    if (date_days(on) < date_days(consultation->asked))
        return item_refuse(error, gettext("an answer cannot be older than the question"));
    if (consultation->consent == CONSENT_DEEMED_AGREED && !decision->agrees
        && date_days(on) > date_days(consultation->due))
        return error_set(error, STATUS_INVALID,
                         gettext("%s counts as agreed, since it did not answer in time; withdraw or return the "
                                 "draft if its objection is to be heard"),
                         consultation->organ);
    consultation->answered = on;
    consultation->consent = decision->agrees ? CONSENT_AGREED : CONSENT_DISAGREED;
    return STATUS_OK;
}

static bool is_disputed(const struct consultation *consultation)
{
    return consultation->consent == CONSENT_DISAGREED || consultation->consent == CONSENT_DEEMED_REFUSED
           || consultation->consent == CONSENT_UNANSWERED;
}

/* Where organs disagree, the government or its disclosure office decides (article 14), and that is the end of it either
 * way. */
static enum status decide(struct review_item *item, struct consultation *consultation, const struct decision *decision,
                          struct error *error)
{
    if (!is_disputed(consultation))
        return error_set(error, STATUS_INVALID, gettext("%s does not disagree, so there is nothing to decide"),
                         consultation->organ);
    if ((decision->roles & (ROLE_LEVEL_3 | ROLE_LEVEL_4)) == 0)
        return item_refuse(error, gettext("a decision on the dispute is entered by level 3 or 4"));
    if (!review_has_said(decision->document))
        return item_refuse(error, gettext("the decision on the dispute needs its number"));
    if (decision->agrees)
        consultation->consent = CONSENT_DECIDED;
    else
        item->state = ITEM_REJECTED;
    return STATUS_OK;
}

enum status consultation_decide(struct review_item *item, const struct review_profile *profile,
                                const struct working_days *days, const struct decision *decision, struct date today,
                                struct error *error)
{
    static const unsigned roles = ROLE_LEVEL_1 | ROLE_LEVEL_2 | ROLE_LEVEL_3 | ROLE_LEVEL_4;
    struct consultation *consultation = find(item, decision->organ);
    struct date on = date_is_set(decision->on) ? decision->on : today;
    enum status status = item_must_be_open(item, error);

    if (status != STATUS_OK)
        return status;
    if ((decision->roles & roles) == 0)
        return item_refuse(error, gettext("only reviewers keep the correspondence with other organs"));
    if (date_days(on) > date_days(today))
        return item_refuse(error, gettext("the day lies in the future"));
    if (decision->action == ACTION_CONSULT)
        return ask(item, decision, on, error);
    if (consultation == NULL || !date_is_set(consultation->asked))
        return item_refuse(error, gettext("this organ has not been asked: send the letter first (\"consult\")"));
    switch (decision->action) {
    case ACTION_CONSULT_RECEIVED:
        return receive(consultation, profile, days, on, error);
    case ACTION_CONSULT_ANSWER:
        return answer(consultation, decision, on, error);
    case ACTION_CONSULT_DECIDE:
        return decide(item, consultation, decision, error);
    default:
        return STATUS_BUG;
    }
}
