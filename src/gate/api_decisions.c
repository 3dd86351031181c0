/* SPDX-License-Identifier: Apache-2.0
 *
 * What reviewers decide.
 */
#include <libintl.h>
#include <string.h>

#include "gate/decision_file.h"
#include "gate/decision_json.h"
#include "gate/gate_event.h"
#include "gate/review_file.h"

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
    enum status status = decision_json_read(call->request->body, call->worker->arena, &decision, &error);

    if (status == STATUS_OK) {
        decision.actor = call->identity.account;
        decision.roles = call->identity.roles;
    }
    if (status == STATUS_OK && decision.on_behalf_of != NULL && !act_for(call, &task, &decision)) {
        api_deny(call, call->wildcard, gettext("this account may not decide for that one today (delegations)"));
        return;
    }
    if (status == STATUS_OK)
        status = writer_run(call->gate->writer, decision_carry_out, &task, &error);
    if (status == STATUS_OK && task.is_found)
        gate_event_decision(call->gate, &task, call->begun_ns);
    if (status == STATUS_OK)
        answer(call, &task);
    else
        api_fail(call, status, &error);
}
