/* SPDX-License-Identifier: Apache-2.0
 *
 * What reviewers decide, and whether exactly these bytes may be published.
 */
#include <jansson.h>
#include <libintl.h>
#include <string.h>

#include "gate/decision_file.h"
#include "gate/review_file.h"

/* A misspelt opinion must not be no opinion. */
static enum status check_members(const json_t *root, struct error *error)
{
    static const char *const texts[] = { "action", "opinion", "document", "organ", "on", "on_behalf_of" };
    const char *name;
    json_t *value;

    json_object_foreach((json_t *)(uintptr_t)root, name, value)
    {
        bool is_known = strcmp(name, "agrees") == 0 && json_is_boolean(value);

        for (size_t index = 0; index < sizeof texts / sizeof *texts && !is_known; index++)
            is_known = strcmp(name, texts[index]) == 0 && json_is_string(value);
        if (!is_known)
            return error_set(
                error, STATUS_INVALID,
                gettext("\"%.60s\" is no member of a decision, or not of that type; see docs/openapi.yaml"), name);
    }
    return STATUS_OK;
}

/* Texts are in the tree. */
static enum status read_decision(const json_t *root, struct call *call, struct decision *decision, struct error *error)
{
    const char *action = json_string_value(json_object_get(root, "action")),
               *on = json_string_value(json_object_get(root, "on"));
    enum status status;

    *decision = (struct decision){ .actor = call->identity.account,
                                   .roles = call->identity.roles,
                                   .opinion = json_string_value(json_object_get(root, "opinion")),
                                   .document = json_string_value(json_object_get(root, "document")),
                                   .organ = json_string_value(json_object_get(root, "organ")),
                                   .on_behalf_of = json_string_value(json_object_get(root, "on_behalf_of")),
                                   .agrees = json_is_true(json_object_get(root, "agrees")) };
    if (!json_is_object(root))
        return error_set(error, STATUS_INVALID, gettext("a decision has to be a JSON object"));
    status = check_members(root, error);
    if (status != STATUS_OK)
        return status;
    if (action == NULL || !review_action_parse(action, &decision->action))
        return error_set(error, STATUS_INVALID,
                         gettext("action: this is none of the decisions that docs/openapi.yaml names"));
    if (on != NULL && !date_parse(on, strlen(on), &decision->on))
        return error_set(error, STATUS_INVALID, gettext("on: this has to be a day like 2026-11-24"));
    return STATUS_OK;
}

/* The register, not the request, says in which roles and until when. */
static bool act_for(const struct call *call, struct decision_task *task, struct decision *decision)
{
    const struct identity *identity = &call->identity;

    for (size_t index = 0; index < identity->delegated_count; index++) {
        const struct delegated *delegated = &identity->delegated[index];

        if (strcmp(delegated->delegator, decision->on_behalf_of) != 0)
            continue;
        decision->roles = delegated->roles;
        decision->delegated_from = delegated->from;
        decision->delegated_until = delegated->until;
        task->delegated = delegated;
        return true;
    }
    return false;
}

static void answer(struct call *call, const struct decision_task *task)
{
    struct buf *out;

    if (!task->is_found) {
        api_refuse(call, 404, "unknown-review", "%s", gettext("there is no review with this id"));
    } else if (task->is_refused) {
        atomic_fetch_add(&call->gate->counts.denied, 1);
        api_refuse(call, 409, "refused", "%s", task->reason.message);
    } else {
        atomic_fetch_add(&call->gate->counts.decisions, 1);
        out = api_answer(call, 200);
        review_file_write(out, &task->file, call);
        buf_byte(out, '\n');
    }
}

void api_decide(struct call *call)
{
    struct error error = { 0 };
    struct decision decision;
    struct decision_task task = { .call = call, .review = call->wildcard, .decision = &decision };
    json_t *root = api_read_json(call);
    enum status status;

    if (root == NULL)
        return;
    status = read_decision(root, call, &decision, &error);
    if (status == STATUS_OK && decision.on_behalf_of != NULL && !act_for(call, &task, &decision)) {
        json_decref(root);
        api_deny(call, call->wildcard, gettext("this account may not decide for that one today (delegations)"));
        return;
    }
    if (status == STATUS_OK)
        status = writer_run(call->gate->writer, decision_carry_out, &task, &error);
    if (status == STATUS_OK)
        answer(call, &task);
    else
        api_fail(call, status, &error);
    json_decref(root);
}
