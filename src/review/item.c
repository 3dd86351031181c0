/* SPDX-License-Identifier: Apache-2.0 */
#include "review/item.h"

#include <libintl.h>
#include <string.h>

#include "review/item_data.h"

static bool is_over(const struct review_item *item)
{
    return item->state == ITEM_REFUSED || item->state == ITEM_REJECTED || item->state == ITEM_WITHDRAWN
           || item->state == ITEM_SUPERSEDED || item->state == ITEM_RETURNED;
}

bool item_is_open(const struct review_item *item)
{
    return item->state == ITEM_HELD || item->state == ITEM_REVIEW || item->state == ITEM_CLEARED
           || item->state == ITEM_READY;
}

static bool is_green(enum consent consent)
{
    return consent == CONSENT_AGREED || consent == CONSENT_DEEMED_AGREED || consent == CONSENT_DECIDED;
}

static bool consents_are_green(const struct review_item *item)
{
    for (size_t index = 0; index < item->consultation_count; index++) {
        if (!is_green(item->consultations[index].consent))
            return false;
    }
    return true;
}

/* Between cleared and ready, as the other tracks say. */
static void settle(struct review_item *item)
{
    bool may_go = (item->secrecy == SECRECY_NOT_ASKED || item->secrecy == SECRECY_GREEN) && consents_are_green(item);

    if (item->state == ITEM_CLEARED && may_go)
        item->state = ITEM_READY;
    else if (item->state == ITEM_READY && !may_go)
        item->state = ITEM_CLEARED;
}

static bool is_named(const struct review_item *item, const char *organ)
{
    for (size_t index = 0; index < item->consultation_count; index++) {
        if (strcmp(item->consultations[index].organ, organ) == 0)
            return true;
    }
    return false;
}

static enum status begin_consultations(struct review_item *item, const struct draft *draft, struct error *error)
{
    for (size_t index = 0; index < draft->organ_count; index++) {
        if (is_named(item, draft->organs[index]))
            continue;
        if (item->consultation_count == ITEM_ORGANS_MAX)
            return error_set(error, STATUS_INVALID, gettext("more than %d organs cannot be consulted on one draft"),
                             ITEM_ORGANS_MAX);
        if (!item_name_copy(item->consultations[item->consultation_count++].organ, draft->organs[index]))
            return error_set(error, STATUS_INVALID, gettext("the name of an organ is empty or longer than %d bytes"),
                             ITEM_NAME_SIZE - 1);
    }
    return STATUS_OK;
}

/* Both are for information: nothing is deemed when they pass. So that old information, and that of a December whose
 * next year has no notice yet, can be reviewed all the same, a year that is not known leaves them open. */
static void count_periods(struct review_item *item, const struct review_profile *profile,
                          const struct working_days *days, const struct draft *draft)
{
    struct date day;

    if (!date_is_set(draft->formed_on)
        || working_days_after(days, draft->formed_on, profile->disclosure_days, &day, NULL) != STATUS_OK)
        return;
    item->publish_by = day;
    if (working_days_before(days, item->publish_by, profile->consultation_before_days, &day, NULL) == STATUS_OK)
        item->consult_by = day;
}

static enum item_state first_state(const struct judgement *judgement)
{
    if (judgement->effect == STOP_REFUSED)
        return ITEM_REFUSED;
    if (judgement->missing != 0)
        return ITEM_RETURNED;
    return judgement->effect == STOP_HELD ? ITEM_HELD : ITEM_REVIEW;
}

enum status review_item_begin(const struct review_profile *profile, const struct working_days *days,
                              const struct draft *draft, const struct judgement *judgement, struct review_item *result,
                              struct error *error)
{
    struct review_item item = { .state = first_state(judgement),
                                .class = judgement->class,
                                .level = 1,
                                .level_needed = judgement->level,
                                .override_level = judgement->override_level,
                                .is_doubtful = judgement->is_doubtful,
                                .secrecy = profile->secrecy_review ? SECRECY_PROVIDER : SECRECY_NOT_ASKED };
    enum status status = begin_consultations(&item, draft, error);

    if (status != STATUS_OK)
        return status;
    count_periods(&item, profile, days, draft);
    *result = item;
    return STATUS_OK;
}

enum status item_refuse(struct error *error, const char *words)
{
    return error_set(error, STATUS_INVALID, "%s", words);
}

enum status item_must_be_open(const struct review_item *item, struct error *error)
{
    return item_is_open(item) ? STATUS_OK : item_refuse(error, gettext("the draft is not under review"));
}

enum status item_must_say_why(const struct decision *decision, struct error *error)
{
    return review_has_said(decision->opinion) ? STATUS_OK
                                              : item_refuse(error, gettext("this decision needs an opinion: say why"));
}

static unsigned role_of_level(uint8_t level)
{
    return ROLE_LEVEL_1 << (level - 1);
}

/* What one did at another level: also a release of what was held, and what one did for another or had done by another.
 */
static unsigned acted_at(const struct review_item *item, const struct decision *decision)
{
    for (unsigned level = 1; level <= REVIEW_LEVEL_MAX; level++) {
        if (level != item->level
            && (item_has_acted(&item->acted[level], decision)
                || (level == item->overridden_at && item_has_acted(&item->overrider, decision))))
            return level;
    }
    return 0;
}

/* At the level that is asked now, and nowhere else before. */
static enum status may_act_at_level(const struct review_item *item, const struct decision *decision,
                                    struct error *error)
{
    unsigned before;

    if (item->state != ITEM_REVIEW)
        return item_refuse(error, gettext("no level of review has to decide on the draft now"));
    if ((decision->roles & role_of_level(item->level)) == 0)
        return error_set(error, STATUS_INVALID, gettext("level %d has to decide now, and %s does not have that role"),
                         item->level, decision->actor);
    before = acted_at(item, decision);
    if (before > 0)
        return error_set(error, STATUS_INVALID,
                         gettext("%s has already decided at level %u; one person may not act at two levels"),
                         decision->actor, before);
    return STATUS_OK;
}

static void pass_level(struct review_item *item, const struct decision *decision)
{
    item->acted[item->level] = item_actor_of(decision);
    if (item->level < item->level_needed)
        item->level++;
    else
        item->state = ITEM_CLEARED;
}

static enum status approve(struct review_item *item, const struct decision *decision, struct error *error)
{
    enum status status = may_act_at_level(item, decision, error);

    if (status == STATUS_OK && (item->is_doubtful || item->level >= 3))
        status = item_must_say_why(decision, error);
    if (status == STATUS_OK && item->level == REVIEW_LEVEL_MAX && !review_has_said(decision->document))
        status = item_refuse(
            error, gettext("level 4 needs the number of the written request and of the leaders' instruction"));
    if (status == STATUS_OK)
        pass_level(item, decision);
    return status;
}

/* One who cannot decide says what he doubts, and those above say what they think of it (regulation 2, article 7(3)). */
static enum status escalate(struct review_item *item, const struct decision *decision, struct error *error)
{
    enum status status = may_act_at_level(item, decision, error);

    if (status == STATUS_OK)
        status = item_must_say_why(decision, error);
    if (status == STATUS_OK && item->level == REVIEW_LEVEL_MAX)
        status = item_refuse(error, gettext("there is no level above 4"));
    if (status != STATUS_OK)
        return status;
    item->is_doubtful = true;
    if (item->level_needed <= item->level)
        item->level_needed = (uint8_t)(item->level + 1);
    pass_level(item, decision);
    return STATUS_OK;
}

static unsigned roles_of_levels_from(uint8_t lowest)
{
    unsigned roles = 0;

    for (uint8_t level = lowest; level <= REVIEW_LEVEL_MAX; level++)
        roles |= role_of_level(level);
    return roles;
}

/* The level whose turn it is, any level of what is held, and the secrecy review at its step: it too may find that
 * something cannot be published, and says why (regulation 7, article 7). */
static enum status may_end(const struct review_item *item, const struct decision *decision, struct error *error)
{
    if (item->state == ITEM_HELD && (decision->roles & roles_of_levels_from(1)) != 0)
        return STATUS_OK;
    if (secrecy_may_act(item, decision, NULL) == STATUS_OK)
        return STATUS_OK;
    return may_act_at_level(item, decision, error);
}

static enum status end_review(struct review_item *item, const struct decision *decision, enum item_state state,
                              struct error *error)
{
    enum status status = may_end(item, decision, error);

    if (status == STATUS_OK)
        status = item_must_say_why(decision, error);
    if (status == STATUS_OK)
        item->state = state;
    return status;
}

static enum status may_override(const struct review_item *item, const struct decision *decision, struct error *error)
{
    if (item->state != ITEM_HELD)
        return item_refuse(error, gettext("nothing holds the draft, so there is nothing to override"));
    if (item->override_level == 0)
        return item_refuse(error, gettext("what holds this draft may be overridden by nobody; it has to be changed"));
    if ((decision->roles & roles_of_levels_from(item->override_level)) == 0)
        return error_set(error, STATUS_INVALID, gettext("only level %d or above may override what holds this draft"),
                         item->override_level);
    return item_must_say_why(decision, error);
}

static uint8_t higher(uint8_t left, uint8_t right)
{
    return left > right ? left : right;
}

/* By someone of the level that the stop asks for, or above; it then goes through all levels like any other that is in
 * doubt. */
static enum status override(struct review_item *item, const struct review_profile *profile,
                            const struct decision *decision, struct error *error)
{
    enum status status = may_override(item, decision, error);

    if (status != STATUS_OK)
        return status;
    item->overridden_at = item->override_level;
    while ((decision->roles & role_of_level(item->overridden_at)) == 0)
        item->overridden_at++;
    item->overrider = item_actor_of(decision);
    item->state = ITEM_REVIEW;
    item->is_doubtful = true;
    item->level_needed = higher(item->level_needed, higher(item->override_level, profile->level_of_doubt[item->class]));
    return STATUS_OK;
}

static enum status withdraw(struct review_item *item, const struct decision *decision, struct error *error)
{
    if (is_over(item))
        return item_refuse(error, gettext("the draft is not under review"));
    if ((decision->roles & (ROLE_SUBMITTER | ROLE_SECRECY | roles_of_levels_from(1))) == 0)
        return item_refuse(error, gettext("only authors and reviewers may withdraw"));
    if (item_must_say_why(decision, error) != STATUS_OK)
        return STATUS_INVALID;
    item->state = ITEM_WITHDRAWN;
    return STATUS_OK;
}

/* The levels 2 and 3 publish (regulation 2, article 7), or have it done. */
static enum status publish(struct review_item *item, const struct decision *decision, struct error *error)
{
    if (item->state != ITEM_READY)
        return item_refuse(error, gettext("the draft is not ready, so it cannot have been published with permission"));
    if ((decision->roles & (ROLE_SUBMITTER | ROLE_LEVEL_1 | ROLE_LEVEL_2 | ROLE_LEVEL_3)) == 0)
        return item_refuse(error, gettext("only authors and levels 1 to 3 record a publication"));
    item->state = ITEM_PUBLISHED;
    return STATUS_OK;
}

static enum status carry_out(struct review_item *item, const struct review_profile *profile,
                             const struct working_days *days, const struct decision *decision, struct date today,
                             struct error *error)
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
        return override(item, profile, decision, error);
    case ACTION_SECRECY_APPROVE:
        return secrecy_approve(item, decision, error);
    case ACTION_REFER:
        return secrecy_refer(item, profile, days, decision, today, error);
    case ACTION_REFERRAL_ANSWER:
        return secrecy_answer(item, decision, error);
    case ACTION_CONSULT:
    case ACTION_CONSULT_RECEIVED:
    case ACTION_CONSULT_ANSWER:
    case ACTION_CONSULT_DECIDE:
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

/* A delegation names who delegated and its period, of which today is a day (DOMAIN 10.4). */
static enum status must_be_delegated(const struct decision *decision, struct date today, struct error *error)
{
    struct item_actor actor = { 0 };
    bool has_period = date_is_set(decision->delegated_from) && date_is_set(decision->delegated_until);

    if (!review_has_said(decision->on_behalf_of)) {
        if (!date_is_set(decision->delegated_from) && !date_is_set(decision->delegated_until))
            return STATUS_OK;
        return item_refuse(error, gettext("a delegation must name who delegated"));
    }
    if (!item_name_copy(actor.on_behalf_of, decision->on_behalf_of))
        return item_refuse(error, gettext("the name of the account is empty or too long"));
    if (strcmp(decision->on_behalf_of, decision->actor) == 0)
        return item_refuse(error, gettext("nobody delegates to himself"));
    if (!has_period || date_days(decision->delegated_from) > date_days(decision->delegated_until))
        return item_refuse(error, gettext("a delegation must name its first and its last day"));
    if (date_days(today) < date_days(decision->delegated_from)
        || date_days(today) > date_days(decision->delegated_until))
        return error_set(error, STATUS_INVALID, gettext("%s has not delegated for today"), decision->on_behalf_of);
    return STATUS_OK;
}

static enum status must_be_somebody(const struct decision *decision, struct date today, struct error *error)
{
    struct item_actor actor = { 0 };

    if (!review_has_said(decision->actor) || !item_name_copy(actor.name, decision->actor))
        return item_refuse(error, gettext("the name of the account is empty or too long"));
    return must_be_delegated(decision, today, error);
}

enum status review_item_decide(struct review_item *item, const struct review_profile *profile,
                               const struct working_days *days, const struct decision *decision, struct date today,
                               struct error *error)
{
    struct review_item changed = *item;
    enum status status = must_be_somebody(decision, today, error);

    if (status != STATUS_OK)
        return status;
    review_item_age(&changed, profile, today);
    status = carry_out(&changed, profile, days, decision, today, error);
    if (status != STATUS_OK)
        return status;
    settle(&changed);
    *item = changed;
    return STATUS_OK;
}

bool review_item_age(struct review_item *item, const struct review_profile *profile, struct date today)
{
    static const enum consent consent_of[] = { [SILENCE_AGREES] = CONSENT_DEEMED_AGREED,
                                               [SILENCE_REFUSES] = CONSENT_DEEMED_REFUSED,
                                               [SILENCE_DECIDES_NOTHING] = CONSENT_UNANSWERED };
    bool changed = false;

    for (size_t index = 0; item_is_open(item) && index < item->consultation_count; index++) {
        struct consultation *consultation = &item->consultations[index];

        if (consultation->consent != CONSENT_ASKED || !date_is_set(consultation->due)
            || date_days(today) <= date_days(consultation->due))
            continue;
        consultation->consent = consent_of[profile->consultation_silence];
        changed = true;
    }
    if (changed)
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

/* Letters are level 1's; a dispute, and what silence leaves open, are for level 3 (regulation 5, article 14). */
static unsigned waits_for_consent(const struct review_item *item)
{
    unsigned roles = 0;

    for (size_t index = 0; index < item->consultation_count; index++) {
        enum consent consent = item->consultations[index].consent;

        if (!is_green(consent))
            roles |= consent == CONSENT_ASKED ? ROLE_LEVEL_1 : ROLE_LEVEL_3;
    }
    return roles;
}

unsigned review_item_waits_for(const struct review_item *item)
{
    unsigned tracks = waits_for_secrecy(item) | waits_for_consent(item);

    switch (item->state) {
    case ITEM_RETURNED:
    case ITEM_READY:
        return ROLE_SUBMITTER;
    case ITEM_HELD:
        return (item->override_level > 0 ? role_of_level(item->override_level) : ROLE_SUBMITTER)
               | (item->secrecy == SECRECY_REFERRED ? ROLE_SECRECY : 0);
    case ITEM_REVIEW:
        return role_of_level(item->level) | tracks;
    case ITEM_CLEARED:
        return tracks;
    default:
        return 0;
    }
}

struct date review_item_due(const struct review_item *item)
{
    struct date due = item->publish_by;

    if (!item_is_open(item))
        return (struct date){ 0 };
    due = item_earlier(due, item->referral_due);
    for (size_t index = 0; index < item->consultation_count; index++) {
        const struct consultation *consultation = &item->consultations[index];

        if (!date_is_set(consultation->asked))
            due = item_earlier(due, item->consult_by);
        if (consultation->consent == CONSENT_ASKED)
            due = item_earlier(due, consultation->due);
    }
    return due;
}
