/* SPDX-License-Identifier: Apache-2.0
 *
 * Signing in and out, accounts, tokens of machines.
 */
#include <libintl.h>
#include <string.h>

#include "gate/account_tasks.h"
#include "gate/json_members.h"
#include "gate/secret.h"
#include "gate/units.h"

enum { SESSION_MS = 8 * 3600 * 1000, FAILURES_MAX = 5, LOCK_MS = 15 * 60 * 1000 };

/* The same words whatever was wrong: who tries names learns nothing. */
static void refuse_sign_in(struct call *call, struct sign_in_task *task)
{
    if (task->is_locked)
        api_refuse(call, 429, "locked", "%s",
                   gettext("too many wrong passwords: this account is locked for 15 minutes"));
    else
        api_refuse(call, 401, "wrong-password", "%s", gettext("the name or the password is wrong"));
}

static void sign_in(struct call *call, const char *name, const char *password)
{
    char token[TOKEN_SIZE];
    struct sign_in_task task = {
        .call = call, .name = name, .failures_max = FAILURES_MAX, .lock_ms = LOCK_MS, .session_ms = SESSION_MS
    };
    struct error error = { 0 };
    enum status status = sign_in_look(&task, &error);

    if (status == STATUS_OK)
        task.is_right = password_verify(task.hash, password) && task.may_sign_in;
    if (status == STATUS_OK)
        status = token_make(token, &task.session);
    if (status == STATUS_OK)
        status = writer_run(call->gate->writer, sign_in_finish, &task, &error);
    if (status != STATUS_OK) {
        api_fail(call, status, &error);
        return;
    }
    if (!task.is_right || task.is_locked) {
        refuse_sign_in(call, &task);
        return;
    }
    buf_text(api_answer(call, 200), "{\"signed_in\":true}\n");
    http_response_header(call->response, "Set-Cookie", "%s=%s; Path=/; HttpOnly; SameSite=Strict; Max-Age=%d%s",
                         identity_cookie, token, SESSION_MS / 1000,
                         call->request->is_secure && !call->request->has_user ? "; Secure" : "");
}

/* A password costs 20 ms and 19 MiB: a few at once, so that who tries many keeps nobody else waiting. */
void api_sign_in(struct call *call)
{
    enum { AT_ONCE = 2, NAME_MOST = 128 };
    static const struct json_member members[] = { { "name", JSON_KIND_TEXT }, { "password", JSON_KIND_TEXT } };
    json_t *root = api_read_json(call, members, sizeof members / sizeof *members);
    const char *name = json_member_text(root, "name", ""), *password = json_member_text(root, "password", "");

    if (root == NULL)
        return;
    if (atomic_fetch_add(&call->gate->signing_in, 1) >= AT_ONCE) {
        api_refuse(call, 503, "busy", "%s", gettext("others are signing in; try again"));
        http_response_header(call->response, "Retry-After", "1");
    } else if (strlen(name) > NAME_MOST || strlen(password) > PASSWORD_MOST) {
        api_refuse(call, 401, "wrong-password", "%s", gettext("the name or the password is wrong"));
    } else {
        sign_in(call, name, password);
    }
    atomic_fetch_sub(&call->gate->signing_in, 1);
    json_decref(root);
}

void api_sign_out(struct call *call)
{
    struct error error = { 0 };
    enum status status = writer_run(call->gate->writer, sign_out, call, &error);

    if (status != STATUS_OK) {
        api_fail(call, status, &error);
        return;
    }
    buf_text(api_answer(call, 200), "{\"signed_in\":false}\n");
    http_response_header(call->response, "Set-Cookie", "%s=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0",
                         identity_cookie);
}

static enum status read_account(struct call *call, const json_t *root, struct account_task *task, struct error *error)
{
    const json_t *disabled = json_object_get(root, "disabled");
    const char *roles = json_string_value(json_object_get(root, "roles")),
               *password = json_string_value(json_object_get(root, "password")),
               *units = json_string_value(json_object_get(root, "units"));
    enum status status = STATUS_OK;

    task->name = call->wildcard;
    task->display = json_string_value(json_object_get(root, "display"));
    task->unit = json_string_value(json_object_get(root, "unit"));
    task->sets_disabled = disabled != NULL;
    task->is_disabled = json_is_true(disabled);
    if (roles != NULL && !review_roles_parse(roles, &task->roles))
        return error_set(
            error, STATUS_INVALID,
            gettext("roles: words of submitter, level-1 to level-4, secrecy, auditor, administrator, with commas"));
    task->sets_roles = roles != NULL;
    task->sets_password = password != NULL;
    if (units != NULL)
        status = units_read(units, task->call->worker->arena, &task->units, error);
    return status == STATUS_OK && password != NULL ? password_hash(password, task->hash, error) : status;
}

void api_account_put(struct call *call)
{
    static const struct json_member members[] = { { "display", JSON_KIND_TEXT },  { "unit", JSON_KIND_TEXT },
                                                  { "units", JSON_KIND_TEXT },    { "roles", JSON_KIND_TEXT },
                                                  { "password", JSON_KIND_TEXT }, { "disabled", JSON_KIND_BOOL } };
    struct account_task task = { .call = call };
    struct error error = { 0 };
    json_t *root = api_read_json(call, members, sizeof members / sizeof *members);
    enum status status;

    if (root == NULL)
        return;
    status = read_account(call, root, &task, &error);
    if (status == STATUS_OK)
        status = writer_run(call->gate->writer, account_write, &task, &error);
    if (status == STATUS_OK)
        buf_text(api_answer(call, 200), "{\"written\":true}\n");
    else
        api_fail(call, status, &error);
    json_decref(root);
}

static enum status read_token(const json_t *root, struct token_task *task, struct error *error)
{
    const json_t *days = json_object_get(root, "days");

    task->account = json_member_text(root, "account", "");
    task->label = json_member_text(root, "label", "");
    if (days != NULL && (json_integer_value(days) < 1 || json_integer_value(days) > 3660))
        return error_set(error, STATUS_INVALID, gettext("days: 1 to 3660"));
    task->days = days != NULL ? (unsigned)json_integer_value(days) : 365;
    if (!review_roles_parse(json_member_text(root, "roles", "submitter"), &task->roles) || task->roles == 0)
        return error_set(
            error, STATUS_INVALID,
            gettext("roles: words of submitter, level-1 to level-4, secrecy, auditor, administrator, with commas"));
    return STATUS_OK;
}

void api_token_create(struct call *call)
{
    static const struct json_member members[] = { { "account", JSON_KIND_TEXT },
                                                  { "label", JSON_KIND_TEXT },
                                                  { "roles", JSON_KIND_TEXT },
                                                  { "days", JSON_KIND_INTEGER } };
    char token[TOKEN_SIZE];
    struct token_task task = { .call = call };
    struct error error = { 0 };
    json_t *root = api_read_json(call, members, sizeof members / sizeof *members);
    enum status status;

    if (root == NULL)
        return;
    status = read_token(root, &task, &error);
    if (status == STATUS_OK)
        status = token_make(token, &task.digest);
    if (status == STATUS_OK)
        status = writer_run(call->gate->writer, token_write, &task, &error);
    if (status == STATUS_OK)
        buf_format(api_answer(call, 201), "{\"id\":\"%s\",\"token\":\"%s\"}\n", task.id, token);
    else
        api_fail(call, status, &error);
    json_decref(root);
}

void api_token_revoke(struct call *call)
{
    struct token_task task = { .call = call };
    struct error error = { 0 };
    enum status status = writer_run(call->gate->writer, token_take_back, &task, &error);

    if (status != STATUS_OK)
        api_fail(call, status, &error);
    else if (!task.is_found)
        api_refuse(call, 404, "unknown-token", "%s", gettext("there is no token with this id"));
    else
        buf_text(api_answer(call, 200), "{\"revoked\":true}\n");
}
