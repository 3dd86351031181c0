/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/account_tasks.h"

#include <libintl.h>
#include <string.h>

#include "gate/review_file.h"
#include "report/json.h"

static bool take_hash(void *context, const struct account_row *row)
{
    struct sign_in_task *task = context;
    size_t size = strlen(row->password);

    task->may_sign_in = !row->is_disabled && row->locked_until_ms <= task->call->now_ms;
    task->is_locked = row->locked_until_ms > task->call->now_ms;
    if (size < sizeof task->hash)
        memcpy(task->hash, row->password, size + 1);
    return false;
}

enum status sign_in_look(struct sign_in_task *task, struct error *error)
{
    bool found;

    return account_read(task->call->worker->store, task->name, take_hash, task, &found, error);
}

struct failing {
    unsigned failures;
    int64_t locked_until_ms;
};

static bool take_failures(void *context, const struct account_row *row)
{
    *(struct failing *)context = (struct failing){ row->failures, row->locked_until_ms };
    return false;
}

/* Failures count in the writer, one after the other, so that a hundred guesses at once are a hundred. */
static enum status count(struct sign_in_task *task, struct store *store, int64_t now_ms, struct error *error)
{
    struct failing failing = { 0 };
    bool found = false;
    enum status status = account_read(store, task->name, take_failures, &failing, &found, error);

    task->is_known = found;
    if (status != STATUS_OK || !found)
        return status;
    task->is_locked = failing.locked_until_ms > now_ms;
    if (task->is_locked)
        return STATUS_OK;
    if (task->is_right)
        return failing.failures > 0 ? account_count_failure(store, task->name, 0, 0, error) : STATUS_OK;
    failing.failures++;
    if (failing.failures >= task->failures_max)
        failing = (struct failing){ 0, now_ms + task->lock_ms };
    return account_count_failure(store, task->name, failing.failures, failing.locked_until_ms, error);
}

static enum status record_sign_in(const struct sign_in_task *task, bool is_in, struct store *store, int64_t now_ms,
                                  struct error *error)
{
    struct buf body = BUF_INIT(1 << 16);
    enum status status;

    buf_byte(&body, '{');
    json_text(&body, "peer", task->call->request->peer);
    json_bool(&body, "locked", task->is_locked);
    buf_byte(&body, '}');
    status = buf_status(&body);
    if (status == STATUS_OK)
        status =
            api_record(task->call, store, now_ms, is_in ? "signed-in" : "sign-in-failed", task->name, body.data, error);
    buf_free(&body);
    return status;
}

/* Whoever wants can try names: of accounts that there are every try is in the ledger until they are locked, of all
 * others some in a minute; the rest is in the metrics alone, so that nobody can fill the disk from outside. */
static bool is_worth_an_entry(const struct sign_in_task *task, int64_t now_ms)
{
    enum { STRANGERS_A_MINUTE = 30 };
    struct gate *gate = task->call->gate;
    int64_t minute = now_ms / 60000;

    atomic_fetch_add(&gate->counts.denied, 1);
    if (task->is_known && !task->is_locked)
        return true;
    if (gate->strangers_minute != minute) {
        gate->strangers_minute = minute;
        gate->strangers = 0;
    }
    return gate->strangers++ < STRANGERS_A_MINUTE;
}

enum status sign_in_finish(void *context, struct store *store, int64_t now_ms, struct error *error)
{
    struct sign_in_task *task = context;
    const struct session_row session = {
        .digest = task->session, .account = task->name, .created_ms = now_ms, .expires_ms = now_ms + task->session_ms
    };
    enum status status = count(task, store, now_ms, error);
    bool is_in = task->is_right && !task->is_locked;

    if (status == STATUS_OK && is_in)
        status = session_insert(store, &session, error);
    if (status != STATUS_OK || !(is_in || is_worth_an_entry(task, now_ms)))
        return status;
    return record_sign_in(task, is_in, store, now_ms, error);
}

enum status sign_out(void *context, struct store *store, int64_t now_ms, struct error *error)
{
    const struct call *call = context;
    enum status status = STATUS_OK;

    if (call->identity.kind == IDENTITY_SESSION)
        status = session_delete(store, &call->identity.session, error);
    return status == STATUS_OK ? api_record(call, store, now_ms, "signed-out", call->identity.account, "{}", error)
                               : status;
}

/* ---- Accounts. */

struct merging {
    struct arena_copies copies;
    struct account_row row;
};

static bool copy_account(void *context, const struct account_row *row)
{
    struct merging *merging = context;

    merging->row = *row;
    merging->row.name = arena_copy(&merging->copies, row->name);
    merging->row.display = arena_copy(&merging->copies, row->display);
    merging->row.unit = arena_copy(&merging->copies, row->unit);
    merging->row.units = arena_copy(&merging->copies, row->units);
    merging->row.password = arena_copy(&merging->copies, row->password);
    return false;
}

static void merge(struct account_row *row, const struct account_task *task)
{
    row->display = task->display != NULL ? task->display : row->display;
    row->unit = task->unit != NULL ? task->unit : row->unit;
    row->units = task->units != NULL ? task->units : row->units;
    row->roles = task->sets_roles ? task->roles : row->roles;
    row->is_disabled = task->sets_disabled ? task->is_disabled : row->is_disabled;
    if (task->sets_password) {
        row->password = task->hash;
        row->failures = 0;
        row->locked_until_ms = 0;
    }
}

static enum status record_account(const struct account_task *task, const struct account_row *row, struct store *store,
                                  int64_t now_ms, struct error *error)
{
    struct buf body = BUF_INIT(1 << 16);

    buf_byte(&body, '{');
    json_text(&body, "display", row->display);
    json_text(&body, "unit", row->unit);
    json_text(&body, "units", row->units);
    json_number(&body, "roles", row->roles);
    json_bool(&body, "disabled", row->is_disabled);
    json_bool(&body, "password_changed", task->sets_password);
    return api_record_change(task->call, store, now_ms, "account-written", KEPT_ACCOUNT, task->name, &body, error);
}

enum status account_write(void *context, struct store *store, int64_t now_ms, struct error *error)
{
    const struct account_task *task = context;
    struct merging merging = { .copies = { .arena = task->call->worker->arena },
                               .row = { .name = task->name,
                                        .display = task->name,
                                        .unit = "",
                                        .units = "",
                                        .password = "",
                                        .created_ms = now_ms } };
    bool found;
    enum status status = account_read(store, task->name, copy_account, &merging, &found, error);

    if (status == STATUS_OK && merging.copies.has_failed)
        status = STATUS_NO_MEMORY;
    merge(&merging.row, task);
    if (status == STATUS_OK)
        status = account_put(store, &merging.row, error);
    /* Who changed his password, or may no longer, is signed out everywhere. */
    if (status == STATUS_OK && (task->sets_password || merging.row.is_disabled))
        status = session_delete_account(store, task->name, error);
    return status == STATUS_OK ? record_account(task, &merging.row, store, now_ms, error) : status;
}

/* ---- Tokens. */

static enum status record_token(const struct token_task *task, const char *kind, const char *id, struct store *store,
                                int64_t now_ms, struct error *error)
{
    struct buf body = BUF_INIT(1 << 16);

    buf_byte(&body, '{');
    json_text(&body, "account", task->account);
    json_text(&body, "label", task->label);
    json_number(&body, "roles", task->roles);
    return api_record_change(task->call, store, now_ms, kind, KEPT_TOKEN, id, &body, error);
}

enum status token_write(void *context, struct store *store, int64_t now_ms, struct error *error)
{
    struct token_task *task = context;
    struct merging merging = { .copies = { .arena = task->call->worker->arena } };
    bool found;
    enum status status = account_read(store, task->account, copy_account, &merging, &found, error);
    struct token_row row = { .account = task->account,
                             .label = task->label,
                             .roles = task->roles,
                             .digest = task->digest,
                             .created_ms = now_ms,
                             .expires_ms = now_ms + (int64_t)task->days * 86400000 };

    if (status == STATUS_OK && !found)
        return error_set(error, STATUS_INVALID, gettext("account: there is no such account"));
    if (status == STATUS_OK && (task->roles & ~merging.row.roles) != 0)
        return error_set(error, STATUS_INVALID,
                         gettext("roles: a token cannot have rights that its account does not have"));
    if (status == STATUS_OK)
        status = review_id_make(now_ms, task->id);
    row.id = task->id;
    if (status == STATUS_OK)
        status = token_insert(store, &row, error);
    return status == STATUS_OK ? record_token(task, "token-created", task->id, store, now_ms, error) : status;
}

enum status token_take_back(void *context, struct store *store, int64_t now_ms, struct error *error)
{
    struct token_task *task = context;
    enum status status = token_revoke(store, task->call->wildcard, &task->is_found, error);

    if (status != STATUS_OK || !task->is_found)
        return status;
    return record_token(task, "token-revoked", task->call->wildcard, store, now_ms, error);
}
