/* SPDX-License-Identifier: Apache-2.0
 *
 * The words by which states, decisions and roles are known in JSON and in the database.
 */
#include <string.h>

#include "review/item_data.h"

static const char *const states[ITEM_STATE_COUNT] = {
    [ITEM_WAITING] = "waiting",     [ITEM_RETURNED] = "returned",     [ITEM_REFUSED] = "refused",
    [ITEM_HELD] = "held",           [ITEM_REVIEW] = "review",         [ITEM_CLEARED] = "cleared",
    [ITEM_READY] = "ready",         [ITEM_REJECTED] = "rejected",     [ITEM_PUBLISHED] = "published",
    [ITEM_WITHDRAWN] = "withdrawn", [ITEM_SUPERSEDED] = "superseded",
};

static const char *const secrecy_states[SECRECY_STATE_COUNT] = {
    [SECRECY_NOT_ASKED] = "not-asked", [SECRECY_PROVIDER] = "provider", [SECRECY_OFFICER] = "officer",
    [SECRECY_LEADER] = "leader",       [SECRECY_REFERRED] = "referred", [SECRECY_GREEN] = "green",
};

static const char *const consents[CONSENT_COUNT] = {
    [CONSENT_ASKED] = "asked",
    [CONSENT_AGREED] = "agreed",
    [CONSENT_DISAGREED] = "disagreed",
    [CONSENT_DEEMED_AGREED] = "deemed-agreed",
    [CONSENT_DEEMED_REFUSED] = "deemed-refused",
    [CONSENT_UNANSWERED] = "unanswered",
    [CONSENT_DECIDED] = "decided",
};

static const char *const actions[REVIEW_ACTION_COUNT] = {
    [ACTION_APPROVE] = "approve",
    [ACTION_RETURN] = "return",
    [ACTION_REJECT] = "reject",
    [ACTION_ESCALATE] = "escalate",
    [ACTION_OVERRIDE] = "override",
    [ACTION_SECRECY_APPROVE] = "secrecy-approve",
    [ACTION_REFER] = "refer",
    [ACTION_REFERRAL_ANSWER] = "referral-answer",
    [ACTION_CONSULT] = "consult",
    [ACTION_CONSULT_RECEIVED] = "consult-received",
    [ACTION_CONSULT_ANSWER] = "consult-answer",
    [ACTION_CONSULT_DECIDE] = "consult-decide",
    [ACTION_PUBLISHED] = "published",
    [ACTION_WITHDRAW] = "withdraw",
};

static const char *const roles[ROLE_COUNT] = { "submitter", "level-1", "level-2", "level-3",
                                               "level-4",   "secrecy", "auditor", "administrator" };

static bool find(const char *const *names, size_t count, const char *name, size_t size, unsigned *which)
{
    for (unsigned index = 0; index < count; index++) {
        if (strlen(names[index]) == size && memcmp(names[index], name, size) == 0) {
            *which = index;
            return true;
        }
    }
    return false;
}

const char *item_state_name(enum item_state state)
{
    return states[state];
}

bool item_state_parse(const char *name, enum item_state *state)
{
    unsigned which;

    if (!find(states, ITEM_STATE_COUNT, name, strlen(name), &which))
        return false;
    *state = (enum item_state)which;
    return true;
}

const char *secrecy_state_name(enum secrecy_state state)
{
    return secrecy_states[state];
}

bool secrecy_state_parse(const char *name, enum secrecy_state *state)
{
    unsigned which;

    if (!find(secrecy_states, SECRECY_STATE_COUNT, name, strlen(name), &which))
        return false;
    *state = (enum secrecy_state)which;
    return true;
}

const char *consent_name(enum consent consent)
{
    return consents[consent];
}

bool consent_parse(const char *name, enum consent *consent)
{
    unsigned which;

    if (!find(consents, CONSENT_COUNT, name, strlen(name), &which))
        return false;
    *consent = (enum consent)which;
    return true;
}

const char *review_action_name(enum review_action action)
{
    return actions[action];
}

bool review_action_parse(const char *name, enum review_action *action)
{
    unsigned which;

    if (!find(actions, REVIEW_ACTION_COUNT, name, strlen(name), &which))
        return false;
    *action = (enum review_action)which;
    return true;
}

const char *review_role_name(unsigned bit)
{
    return roles[bit];
}

bool review_roles_parse(const char *text, unsigned *result)
{
    unsigned set = 0, which;

    while (*text != '\0') {
        size_t size = strcspn(text, ",");

        if (!find(roles, ROLE_COUNT, text, size, &which))
            return false;
        set |= 1U << which;
        text += size;
        if (text[0] == ',' && text[1] == '\0')
            return false;
        text += *text == ',';
    }
    *result = set;
    return true;
}

bool item_name_copy(char name[ITEM_NAME_SIZE], const char *text)
{
    size_t size = text == NULL ? 0 : strlen(text);

    if (size == 0 || size >= ITEM_NAME_SIZE)
        return false;
    memcpy(name, text, size + 1);
    return true;
}

static bool is_one_of(const struct item_actor *actor, const char *name)
{
    return name != NULL && name[0] != '\0'
           && (strcmp(actor->name, name) == 0 || strcmp(actor->on_behalf_of, name) == 0);
}

bool item_has_acted(const struct item_actor *actor, const struct decision *decision)
{
    return is_one_of(actor, decision->actor) || is_one_of(actor, decision->on_behalf_of);
}

struct item_actor item_actor_of(const struct decision *decision)
{
    struct item_actor actor = { 0 };

    item_name_copy(actor.name, decision->actor);
    if (item_name_copy(actor.on_behalf_of, decision->on_behalf_of)) {
        actor.delegated_from = decision->delegated_from;
        actor.delegated_until = decision->delegated_until;
    }
    return actor;
}

struct date item_earlier(struct date left, struct date right)
{
    if (!date_is_set(left))
        return right;
    if (!date_is_set(right))
        return left;
    return date_days(left) <= date_days(right) ? left : right;
}
