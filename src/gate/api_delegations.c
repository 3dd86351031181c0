/* SPDX-License-Identifier: Apache-2.0
 *
 * Who lets whom decide for him while he is away (DOMAIN 10.4: a delegation names the delegator and its period).
 *
 * A person delegates for himself, signed in; the administrator enters the written order of one who does not come to the
 * gate, never one that makes himself the delegate. Machines neither give nor use any.
 */
#include <libintl.h>
#include <string.h>

#include "gate/delegation_tasks.h"
#include "gate/json_members.h"

enum { DAYS_MOST = 366 };

static enum status read_period(const json_t *root, const struct call *call, struct delegation_task *task,
                               struct error *error)
{
    const char *from = json_member_text(root, "from", ""), *until = json_member_text(root, "until", "");

    if (!date_parse(from, strlen(from), &task->from) || !date_parse(until, strlen(until), &task->until))
        return error_set(error, STATUS_INVALID,
                         gettext("from, until: a delegation needs its first and its last day, like 2026-11-24"));
    if (date_days(task->from) < date_days(call->today))
        return error_set(error, STATUS_INVALID, gettext("from: a delegation cannot begin before today"));
    if (date_days(task->until) < date_days(task->from) || date_days(task->until) - date_days(task->from) >= DAYS_MOST)
        return error_set(error, STATUS_INVALID, gettext("until: not before the first day, and at most %d days in all"),
                         DAYS_MOST);
    return STATUS_OK;
}

static enum status read_delegation(const json_t *root, const struct call *call, struct delegation_task *task,
                                   struct error *error)
{
    const char *roles = json_member_text(root, "roles", NULL);

    task->delegator = json_member_text(root, "delegator", call->identity.account);
    task->delegate = json_member_text(root, "delegate", "");
    task->document = json_member_text(root, "document", "");
    if (strcmp(task->delegator, task->delegate) == 0)
        return error_set(error, STATUS_INVALID, gettext("nobody delegates to himself"));
    task->roles = REVIEWER_ROLES;
    if (roles != NULL && (!review_roles_parse(roles, &task->roles) || (task->roles & ~(unsigned)REVIEWER_ROLES) != 0))
        return error_set(error, STATUS_INVALID,
                         gettext("roles: words of level-1 to level-4 and secrecy, with commas; no other role can be "
                                 "delegated"));
    return read_period(root, call, task, error);
}

/* NULL: he may. */
static const char *why_not(const struct call *call, const struct delegation_task *task)
{
    bool is_for_himself = strcmp(task->delegator, call->identity.account) == 0;

    if (call->identity.kind == IDENTITY_TOKEN)
        return gettext("a token cannot delegate: sign in");
    if (is_for_himself)
        return NULL;
    if ((call->identity.roles & ROLE_ADMINISTRATOR) == 0)
        return gettext("only the administrator enters a delegation for another");
    if (strcmp(task->delegate, call->identity.account) == 0)
        return gettext("the administrator cannot enter a delegation to himself");
    return NULL;
}

static void give(struct call *call, struct delegation_task *task)
{
    struct error error = { 0 };
    const char *reason = why_not(call, task);
    enum status status;

    if (reason != NULL) {
        api_deny(call, "/v1/delegations", reason);
        return;
    }
    if (strcmp(task->delegator, call->identity.account) != 0 && !review_has_said(task->document)) {
        api_refuse(call, 400, "invalid", "%s",
                   gettext("document: for another, the number of his written order is needed"));
        return;
    }
    status = writer_run(call->gate->writer, delegation_write, task, &error);
    if (status == STATUS_OK)
        buf_format(api_answer(call, 201), "{\"id\":\"%s\"}\n", task->id);
    else
        api_fail(call, status, &error);
}

void api_delegate(struct call *call)
{
    static const struct json_member members[] = { { "delegate", JSON_KIND_TEXT }, { "delegator", JSON_KIND_TEXT },
                                                  { "roles", JSON_KIND_TEXT },    { "from", JSON_KIND_TEXT },
                                                  { "until", JSON_KIND_TEXT },    { "document", JSON_KIND_TEXT } };
    struct delegation_task task = { .call = call };
    struct error error = { 0 };
    json_t *root = api_read_json(call, members, sizeof members / sizeof *members);
    enum status status;

    if (root == NULL)
        return;
    status = read_delegation(root, call, &task, &error);
    if (status == STATUS_OK)
        give(call, &task);
    else
        api_fail(call, status, &error);
    json_decref(root);
}

void api_delegation_revoke(struct call *call)
{
    struct delegation_task task = { .call = call };
    struct error error = { 0 };
    enum status status;

    if (call->identity.kind == IDENTITY_TOKEN) {
        api_deny(call, "/v1/delegations/*", gettext("a token cannot delegate: sign in"));
        return;
    }
    status = writer_run(call->gate->writer, delegation_take_back, &task, &error);
    if (status != STATUS_OK)
        api_fail(call, status, &error);
    else if (!task.is_found)
        api_refuse(call, 404, "unknown-delegation", "%s", gettext("there is no delegation with this id"));
    else if (task.is_anothers)
        api_deny(call, "/v1/delegations/*",
                 gettext("a delegation is revoked by who gave it, who got it, or the administrator"));
    else
        buf_text(api_answer(call, 200), "{\"revoked\":true}\n");
}
