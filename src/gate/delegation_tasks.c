/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/delegation_tasks.h"

#include <libintl.h>
#include <string.h>

#include "gate/item_json.h"
#include "gate/review_file.h"
#include "report/json.h"

struct account_look {
    unsigned roles;
    bool is_usable;
};

static bool look(void *context, const struct account_row *row)
{
    *(struct account_look *)context = (struct account_look){ row->roles, !row->is_disabled };
    return false;
}

static enum status check_account(const struct store *store, const char *name, struct account_look *account,
                                 struct error *error)
{
    bool found = false;
    enum status status;

    *account = (struct account_look){ 0 };
    status = account_read(store, name, look, account, &found, error);
    if (status == STATUS_OK && !account->is_usable)
        status = error_set(error, STATUS_INVALID, gettext("there is no account %.100s, or it is disabled"), name);
    return status;
}

static enum status record(const struct call *call, const char *kind, const struct delegation_row *row,
                          struct store *store, int64_t now_ms, struct error *error)
{
    struct buf body = BUF_INIT(1 << 16);

    buf_byte(&body, '{');
    json_text(&body, "delegator", row->delegator);
    json_text(&body, "delegate", row->delegate);
    item_json_roles(&body, "roles", row->roles);
    item_json_date(&body, "from", row->from);
    item_json_date(&body, "until", row->until);
    json_text(&body, "document", row->document);
    return api_record_change(call, store, now_ms, kind, KEPT_DELEGATION, row->id, &body, error);
}

enum status delegation_write(void *context, struct store *store, int64_t now_ms, struct error *error)
{
    struct delegation_task *task = context;
    struct account_look delegator, delegate;
    struct delegation_row row = { .id = task->id,
                                  .delegator = task->delegator,
                                  .delegate = task->delegate,
                                  .from = task->from,
                                  .until = task->until,
                                  .document = task->document,
                                  .created_by = task->call->identity.account,
                                  .created_ms = now_ms };
    enum status status = check_account(store, task->delegator, &delegator, error);

    if (status == STATUS_OK)
        status = check_account(store, task->delegate, &delegate, error);
    if (status != STATUS_OK)
        return status;
    row.roles = task->roles & delegator.roles;
    if (row.roles == 0)
        return error_set(error, STATUS_INVALID, gettext("%.100s has none of the roles that are to be delegated"),
                         task->delegator);
    status = review_id_make(now_ms, task->id);
    if (status == STATUS_OK)
        status = delegation_insert(store, &row, error);
    return status == STATUS_OK ? record(task->call, "delegated", &row, store, now_ms, error) : status;
}

struct taking {
    struct arena_copies copies;
    struct delegation_row row;
};

static bool take(void *context, const struct delegation_row *row)
{
    struct taking *taking = context;

    taking->row = *row;
    taking->row.id = arena_copy(&taking->copies, row->id);
    taking->row.delegator = arena_copy(&taking->copies, row->delegator);
    taking->row.delegate = arena_copy(&taking->copies, row->delegate);
    taking->row.document = arena_copy(&taking->copies, row->document);
    return false;
}

enum status delegation_take_back(void *context, struct store *store, int64_t now_ms, struct error *error)
{
    struct delegation_task *task = context;
    const struct identity *identity = &task->call->identity;
    struct taking taking = { .copies = { .arena = task->call->worker->arena } };
    enum status status = delegation_read(store, task->call->wildcard, take, &taking, &task->is_found, error);

    if (status == STATUS_OK && taking.copies.has_failed)
        status = STATUS_NO_MEMORY;
    if (status != STATUS_OK || !task->is_found)
        return status;
    task->is_anothers = (identity->roles & ROLE_ADMINISTRATOR) == 0
                        && strcmp(taking.row.delegator, identity->account) != 0
                        && strcmp(taking.row.delegate, identity->account) != 0;
    if (task->is_anothers)
        return STATUS_OK;
    status = delegation_revoke(store, taking.row.id, now_ms, error);
    return status == STATUS_OK ? record(task->call, "delegation-revoked", &taking.row, store, now_ms, error) : status;
}
