/* SPDX-License-Identifier: Apache-2.0 */
#include "review/item.h"

#include <libintl.h>
#include <string.h>

#include "review/item_data.h"

static bool is_over(const struct review_item *item)
{
    return item->state == ITEM_REFUSED || item->state == ITEM_REJECTED || item->state == ITEM_WITHDRAWN ||
           item->state == ITEM_SUPERSEDED || item->state == ITEM_RETURNED;
}

static bool consents_are_green(const struct review_item *item)
{
    for (size_t index = 0; index < item->consultation_count; index++) {
        enum consent consent = item->consultations[index].consent;

        if (consent != CONSENT_AGREED && consent != CONSENT_DEEMED_AGREED && consent != CONSENT_DECIDED)
            return false;
    }
    return true;
}

/* Between cleared and ready, as the other tracks say. */
static void settle(struct review_item *item)
{
    bool is_green = (item->secrecy == SECRECY_NOT_ASKED || item->secrecy == SECRECY_GREEN) && consents_are_green(item);

    if (item->state == ITEM_CLEARED && is_green)
        item->state = ITEM_READY;
    else if (item->state == ITEM_READY && !is_green)
        item->state = ITEM_CLEARED;
}

static enum status begin_consultations(struct review_item *item, const struct draft *draft, struct error *error)
{
    if (draft->organ_count > ITEM_ORGANS_MAX)
        return error_set(error, STATUS_INVALID, gettext("more than %d organs cannot be consulted on one draft"), ITEM_ORGANS_MAX);
    for (size_t index = 0; index < draft->organ_count; index++) {
        struct consultation *consultation = &item->consultations[index];

        if (!item_name_copy(consultation->organ, draft->organs[index]))
            return error_set(error, STATUS_INVALID, gettext("the name of an organ is empty or longer than %d bytes"),
                             ITEM_NAME_SIZE - 1);
    }
    item->consultation_count = draft->organ_count;
    return STATUS_OK;
}

static enum item_state first_state(const struct judgement *judgement)
{
    if (judgement->effect == STOP_REFUSED)
        return ITEM_REFUSED;
    if (judgement->missing != 0)
        return ITEM_RETURNED;
    return judgement->effect == STOP_HELD ? ITEM_HELD : ITEM_REVIEW;
}

enum status review_item_begin(const struct review_profile *profile, const struct working_days *days, const struct draft *draft,
                              const struct judgement *judgement, struct review_item *result, struct error *error)
{
    struct review_item item = { .state = first_state(judgement),
                                .class = judgement->class,
                                .level = 1,
                                .level_needed = judgement->level,
                                .override_level = judgement->override_level,
                                .is_doubtful = judgement->is_doubtful,
                                .secrecy = profile->secrecy_review ? SECRECY_PROVIDER : SECRECY_NOT_ASKED };
    enum status status = begin_consultations(&item, draft, error);

    if (status == STATUS_OK && date_is_set(draft->formed_on))
        status = working_days_after(days, draft->formed_on, profile->disclosure_days, &item.publish_by, error);
    if (status == STATUS_OK)
        *result = item;
    return status;
}

static enum status refuse(struct error *error, const char *words)
{
    return error_set(error, STATUS_INVALID, "%s", words);
}

static bool has_said(const char *words)
{
    return words != NULL && words[0] != '\0';
}

static enum status must_have_opinion(const struct decision *decision, struct error *error)
{
    return has_said(decision->opinion) ? STATUS_OK : refuse(error, gettext("this decision needs an opinion: say why"));
}

static unsigned role_of_level(uint8_t level)
{
    return ROLE_LEVEL_1 << (level - 1);
}

/* At the level that is asked now, and nowhere else before. */
static enum status may_act_at_level(const struct review_item *item, const struct decision *decision, struct error *error)
{
    if (item->state != ITEM_REVIEW)
        return refuse(error, gettext("the draft is not under review, so no level can decide on it"));
    if ((decision->roles & role_of_level(item->level)) == 0)
        return error_set(error, STATUS_INVALID, gettext("level %d has to decide now, and %s does not have that role"), item->level,
                         decision->actor);
    for (unsigned level = 1; level <= REVIEW_LEVEL_MAX; level++) {
        if (level != item->level && strcmp(item->acted[level], decision->actor) == 0)
            return error_set(error, STATUS_INVALID, gettext("%s has already decided at level %u; one person may not act at two levels"),
                             decision->actor, level);
    }
    return STATUS_OK;
}

static enum status pass_level(struct review_item *item, const struct decision *decision, struct error *error)
{
    if (!item_name_copy(item->acted[item->level], decision->actor))
        return refuse(error, gettext("the name of the account is empty or too long"));
    if (item->level < item->level_needed)
        item->level++;
    else
        item->state = ITEM_CLEARED;
    return STATUS_OK;
}

static enum status approve(struct review_item *item, const struct decision *decision, struct error *error)
{
    enum status status = may_act_at_level(item, decision, error);

    if (status == STATUS_OK && (item->is_doubtful || item->level >= 3))
        status = must_have_opinion(decision, error);
    if (status == STATUS_OK && item->level == REVIEW_LEVEL_MAX && !has_said(decision->document))
        return refuse(error, gettext("level 4 needs the number of the written request and of the leaders' instruction"));
    return status == STATUS_OK ? pass_level(item, decision, error) : status;
}

static enum status escalate(struct review_item *item, const struct decision *decision, struct error *error)
{
    enum status status = may_act_at_level(item, decision, error);

    if (status == STATUS_OK)
        status = must_have_opinion(decision, error);
    if (status == STATUS_OK && item->level == REVIEW_LEVEL_MAX)
        return refuse(error, gettext("there is no level above 4"));
    if (status != STATUS_OK)
        return status;
    if (item->level_needed <= item->level)
        item->level_needed = (uint8_t)(item->level + 1);
    return pass_level(item, decision, error);
}

static enum status end_review(struct review_item *item, const struct decision *decision, enum item_state state,
                              struct error *error)
{
    enum status status = may_act_at_level(item, decision, error);

    if (status == STATUS_OK)
        status = must_have_opinion(decision, error);
    if (status == STATUS_OK)
        item->state = state;
    return status;
}

/* By someone of the level that the stop asks for, or above; it then goes through all levels like any other. */
static enum status override(struct review_item *item, const struct decision *decision, struct error *error)
{
    unsigned roles = 0;

    if (item->state != ITEM_HELD)
        return refuse(error, gettext("nothing holds the draft, so there is nothing to override"));
    if (item->override_level == 0)
        return refuse(error, gettext("what holds this draft may be overridden by nobody; it has to be changed"));
    for (uint8_t level = item->override_level; level <= REVIEW_LEVEL_MAX; level++)
        roles |= role_of_level(level);
    if ((decision->roles & roles) == 0)
        return error_set(error, STATUS_INVALID, gettext("only level %d or above may override what holds this draft"),
                         item->override_level);
    if (must_have_opinion(decision, error) != STATUS_OK)
        return STATUS_INVALID;
    item->state = ITEM_REVIEW;
    item->is_overridden = item->is_doubtful = true;
    if (item->level_needed < item->override_level)
        item->level_needed = item->override_level;
    return STATUS_OK;
}

static enum status approve_secrecy(struct review_item *item, const struct decision *decision, struct error *error)
{
    static const unsigned roles[] = { ROLE_LEVEL_1 | ROLE_SUBMITTER, ROLE_SECRECY, ROLE_LEVEL_2 | ROLE_LEVEL_3 | ROLE_LEVEL_4 };
    unsigned step = (unsigned)(item->secrecy - SECRECY_PROVIDER);

    if (is_over(item) || item->state == ITEM_PUBLISHED)
        return refuse(error, gettext("the draft is not under review any more"));
    if (item->secrecy < SECRECY_PROVIDER || item->secrecy > SECRECY_LEADER)
        return refuse(error, gettext("the secrecy review has no step open"));
    if ((decision->roles & roles[step]) == 0)
        return error_set(error, STATUS_INVALID, gettext("the secrecy review is at the step \"%s\", and %s does not have the role for it"),
                         secrecy_state_name(item->secrecy), decision->actor);
    for (unsigned before = 0; before < step; before++) {
        if (strcmp(item->secrecy_acted[before], decision->actor) == 0)
            return error_set(error, STATUS_INVALID, gettext("%s has already acted in this secrecy review; each step needs another person"),
                             decision->actor);
    }
    if (must_have_opinion(decision, error) != STATUS_OK)
        return STATUS_INVALID;
    if (!item_name_copy(item->secrecy_acted[step], decision->actor))
        return refuse(error, gettext("the name of the account is empty or too long"));
    item->secrecy = item->secrecy == SECRECY_LEADER ? SECRECY_GREEN : item->secrecy + 1;
    return STATUS_OK;
}

static enum status refer(struct review_item *item, const struct review_profile *profile, const struct working_days *days,
                         const struct decision *decision, struct date today, struct error *error)
{
    static const unsigned roles = ROLE_LEVEL_1 | ROLE_LEVEL_2 | ROLE_LEVEL_3 | ROLE_LEVEL_4 | ROLE_SECRECY;
    enum status status;

    if (is_over(item) || item->state == ITEM_PUBLISHED)
        return refuse(error, gettext("the draft is not under review any more"));
    if (item->secrecy == SECRECY_REFERRED)
        return refuse(error, gettext("the secrecy body has been asked and has not answered yet"));
    if ((decision->roles & roles) == 0)
        return refuse(error, gettext("only reviewers and the secrecy officer may refer a draft to the secrecy body"));
    status = must_have_opinion(decision, error);
    if (status == STATUS_OK)
        status = working_days_after(days, today, profile->referral_days, &item->referral_due, error);
    if (status != STATUS_OK)
        return status;
    item->secrecy_before = item->secrecy;
    item->secrecy = SECRECY_REFERRED;
    settle(item);
    return STATUS_OK;
}

static enum status answer_referral(struct review_item *item, const struct decision *decision, struct error *error)
{
    if (item->secrecy != SECRECY_REFERRED)
        return refuse(error, gettext("the secrecy body was not asked about this draft"));
    if ((decision->roles & ROLE_SECRECY) == 0)
        return refuse(error, gettext("only the secrecy officer enters the secrecy body's answer"));
    if (!has_said(decision->document) || !has_said(decision->opinion))
        return refuse(error, gettext("the answer needs its number and its words"));
    item->referral_due = (struct date){ 0 };
    item->secrecy = item->secrecy_before;
    if (!decision->agrees)
        item->state = ITEM_REJECTED;
    return STATUS_OK;
}

static enum status withdraw(struct review_item *item, const struct decision *decision, struct error *error)
{
    static const unsigned roles = ROLE_SUBMITTER | ROLE_LEVEL_1 | ROLE_LEVEL_2 | ROLE_LEVEL_3 | ROLE_LEVEL_4 | ROLE_SECRECY;

    if (is_over(item))
        return refuse(error, gettext("the draft is not under review any more"));
    if ((decision->roles & roles) == 0)
        return refuse(error, gettext("only authors and reviewers may withdraw"));
    if (must_have_opinion(decision, error) != STATUS_OK)
        return STATUS_INVALID;
    item->state = ITEM_WITHDRAWN;
    return STATUS_OK;
}

static enum status publish(struct review_item *item, const struct decision *decision, struct error *error)
{
    if (item->state != ITEM_READY)
        return refuse(error, gettext("the draft is not ready, so it cannot have been published with permission"));
    if ((decision->roles & (ROLE_SUBMITTER | ROLE_LEVEL_1 | ROLE_LEVEL_2)) == 0)
        return refuse(error, gettext("only authors and levels 1 and 2 record a publication"));
    item->state = ITEM_PUBLISHED;
    return STATUS_OK;
}

static enum status carry_out(struct review_item *item, const struct review_profile *profile, const struct working_days *days,
                             const struct decision *decision, struct date today, struct error *error)
{
    switch (decision->action) {
    case ACTION_APPROVE:
        return approve(item, decision, error);
    case ACTION_RETURN:
        return end_review(item, decision, ITEM_RETURNED, error);
    case ACTION_REJECT:
        return end_review(item, decision, ITEM_REJECTED, error);
    case ACTION_ESCALATE:
        return escalate(item, decision, error);
    case ACTION_OVERRIDE:
        return override(item, decision, error);
    case ACTION_SECRECY_APPROVE:
        return approve_secrecy(item, decision, error);
    case ACTION_REFER:
        return refer(item, profile, days, decision, today, error);
    case ACTION_REFERRAL_ANSWER:
        return answer_referral(item, decision, error);
    case ACTION_CONSULT:
    case ACTION_CONSULT_RECEIVED:
    case ACTION_CONSULT_ANSWER:
    case ACTION_CONSULT_DECIDE:
        if (is_over(item) || item->state == ITEM_PUBLISHED)
            return refuse(error, gettext("the draft is not under review any more"));
        return consultation_decide(item, profile, days, decision, today, error);
    case ACTION_PUBLISHED:
        return publish(item, decision, error);
    case ACTION_WITHDRAW:
        return withdraw(item, decision, error);
    case REVIEW_ACTION_COUNT:
        break;
    }
    return STATUS_BUG;
}

enum status review_item_decide(struct review_item *item, const struct review_profile *profile, const struct working_days *days,
                               const struct decision *decision, struct date today, struct error *error)
{
    struct review_item changed = *item;
    enum status status = carry_out(&changed, profile, days, decision, today, error);

    if (status != STATUS_OK)
        return status;
    settle(&changed);
    *item = changed;
    return STATUS_OK;
}

bool review_item_age(struct review_item *item, const struct review_profile *profile, struct date today)
{
    bool changed = false;

    if (is_over(item) || item->state == ITEM_PUBLISHED || profile->consultation_silence == SILENCE_DECIDES_NOTHING)
        return false;
    for (size_t index = 0; index < item->consultation_count; index++) {
        struct consultation *consultation = &item->consultations[index];

        if (consultation->consent != CONSENT_ASKED || !date_is_set(consultation->due) ||
            date_days(today) <= date_days(consultation->due))
            continue;
        consultation->consent = profile->consultation_silence == SILENCE_AGREES ? CONSENT_DEEMED_AGREED : CONSENT_DEEMED_REFUSED;
        changed = true;
    }
    settle(item);
    return changed;
}

static unsigned waits_for_secrecy(const struct review_item *item)
{
    switch (item->secrecy) {
    case SECRECY_PROVIDER:
        return ROLE_LEVEL_1;
    case SECRECY_OFFICER:
    case SECRECY_REFERRED:
        return ROLE_SECRECY;
    case SECRECY_LEADER:
        return ROLE_LEVEL_2;
    default:
        return 0;
    }
}

unsigned review_item_waits_for(const struct review_item *item)
{
    unsigned roles = 0;

    switch (item->state) {
    case ITEM_RETURNED:
    case ITEM_READY:
        return ROLE_SUBMITTER;
    case ITEM_HELD:
        return item->override_level > 0 ? role_of_level(item->override_level) : ROLE_SUBMITTER;
    case ITEM_REVIEW:
        roles = role_of_level(item->level);
        break;
    case ITEM_CLEARED:
        break;
    default:
        return 0;
    }
    roles |= waits_for_secrecy(item);
    return consents_are_green(item) ? roles : roles | ROLE_LEVEL_1;
}

struct date review_item_due(const struct review_item *item)
{
    struct date due = item->publish_by;

    if (is_over(item) || item->state == ITEM_PUBLISHED)
        return (struct date){ 0 };
    due = item_earlier(due, item->referral_due);
    for (size_t index = 0; index < item->consultation_count; index++) {
        if (item->consultations[index].consent == CONSENT_ASKED)
            due = item_earlier(due, item->consultations[index].due);
    }
    return due;
}
