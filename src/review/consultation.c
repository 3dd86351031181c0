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
            return error_set(error, STATUS_INVALID, gettext("more than %d organs cannot be consulted on one draft"), ITEM_ORGANS_MAX);
        consultation = &item->consultations[item->consultation_count++];
        *consultation = (struct consultation){ 0 };
        if (!item_name_copy(consultation->organ, decision->organ))
            return error_set(error, STATUS_INVALID, gettext("the name of an organ is empty or longer than %d bytes"), ITEM_NAME_SIZE - 1);
    }
    consultation->asked = on;
    return STATUS_OK;
}

/* The period counts from the day on which the letter is received. */
static enum status receive(struct consultation *consultation, const struct review_profile *profile,
                           const struct working_days *days, struct date on, struct error *error)
{
    if (date_days(on) < date_days(consultation->asked))
        return error_set(error, STATUS_INVALID, gettext("the letter cannot have been received before it was sent"));
    consultation->received = on;
    return working_days_after(days, on, profile->consultation_days, &consultation->due, error);
}

static enum status answer(struct consultation *consultation, const struct decision *decision, struct date on,
                          struct error *error)
{
    if (decision->document == NULL || decision->document[0] == '\0')
        return error_set(error, STATUS_INVALID, gettext("the answer of an organ needs the number of its letter"));
    if (consultation->consent == CONSENT_DECIDED)
        return error_set(error, STATUS_INVALID, gettext("the dispute with %s has been decided"), consultation->organ);
    consultation->answered = on;
    consultation->consent = decision->agrees ? CONSENT_AGREED : CONSENT_DISAGREED;
    return STATUS_OK;
}

/* Where organs disagree, the government or its disclosure office decides (article 14). */
static enum status decide(struct consultation *consultation, const struct decision *decision, struct error *error)
{
    if (consultation->consent != CONSENT_DISAGREED && consultation->consent != CONSENT_DEEMED_REFUSED)
        return error_set(error, STATUS_INVALID, gettext("%s does not disagree, so there is nothing to decide"), consultation->organ);
    if ((decision->roles & (ROLE_LEVEL_3 | ROLE_LEVEL_4)) == 0)
        return error_set(error, STATUS_INVALID, gettext("a decision on the dispute is entered by level 3 or 4"));
    if (decision->document == NULL || decision->document[0] == '\0')
        return error_set(error, STATUS_INVALID, gettext("the decision on the dispute needs its number"));
    if (decision->agrees)
        consultation->consent = CONSENT_DECIDED;
    return STATUS_OK;
}

enum status consultation_decide(struct review_item *item, const struct review_profile *profile, const struct working_days *days,
                                const struct decision *decision, struct date today, struct error *error)
{
    static const unsigned roles = ROLE_LEVEL_1 | ROLE_LEVEL_2 | ROLE_LEVEL_3 | ROLE_LEVEL_4;
    struct consultation *consultation = find(item, decision->organ);
    struct date on = date_is_set(decision->on) ? decision->on : today;

    if ((decision->roles & roles) == 0)
        return error_set(error, STATUS_INVALID, gettext("only reviewers keep the correspondence with other organs"));
    if (date_days(on) > date_days(today))
        return error_set(error, STATUS_INVALID, gettext("the day lies in the future"));
    if (decision->action == ACTION_CONSULT)
        return ask(item, decision, on, error);
    if (consultation == NULL || !date_is_set(consultation->asked))
        return error_set(error, STATUS_INVALID, gettext("this organ has not been asked: send the letter first (\"consult\")"));
    switch (decision->action) {
    case ACTION_CONSULT_RECEIVED:
        return receive(consultation, profile, days, on, error);
    case ACTION_CONSULT_ANSWER:
        return answer(consultation, decision, on, error);
    case ACTION_CONSULT_DECIDE:
        return decide(consultation, decision, error);
    default:
        return STATUS_BUG;
    }
}
