/* SPDX-License-Identifier: Apache-2.0
 *
 * Who one is, accounts, tokens, the ledger's entries, numbers for reports.
 */
#include <stdlib.h>
#include <string.h>

#include "gate/api.h"
#include "gate/item_json.h"
#include "gate/units.h"
#include "report/json.h"
#include "store/ledger.h"

enum { ENTRIES_DEFAULT = 100, ENTRIES_MOST = 1000 };

static void write_delegated(struct buf *out, const struct delegated *delegated)
{
    json_element(out);
    buf_byte(out, '{');
    json_text(out, "id", delegated->delegation);
    json_text(out, "delegator", delegated->delegator);
    json_text(out, "delegator_display", delegated->display);
    item_json_roles(out, "roles", delegated->roles);
    item_json_date(out, "from", delegated->from);
    item_json_date(out, "until", delegated->until);
    buf_byte(out, '}');
}

void api_me(struct call *call)
{
    struct buf *out = api_answer(call, 200);

    buf_text(out, "{\"v\":1,\"type\":\"account\"");
    json_text(out, "name", call->identity.account);
    json_text(out, "display", call->identity.display);
    json_text(out, "unit", call->identity.unit);
    json_key(out, "units");
    units_write(out, "", call->identity.units);
    item_json_roles(out, "roles", call->identity.roles);
    json_bool(out, "shows_sites", call->gate->options.inspection.store != NULL);
    json_key(out, "delegated");
    buf_byte(out, '[');
    for (size_t index = 0; index < call->identity.delegated_count; index++)
        write_delegated(out, &call->identity.delegated[index]);
    buf_text(out, "]}\n");
}

static bool write_account(void *context, const struct account_row *row)
{
    struct buf *out = context;

    json_element(out);
    buf_byte(out, '{');
    json_text(out, "name", row->name);
    json_text(out, "display", row->display);
    json_text(out, "unit", row->unit);
    json_key(out, "units");
    units_write(out, "", row->units);
    item_json_roles(out, "roles", row->roles);
    json_bool(out, "disabled", row->is_disabled);
    json_bool(out, "has_password", row->password[0] != '\0');
    json_number(out, "locked_until_ms", (uint64_t)row->locked_until_ms);
    buf_byte(out, '}');
    return buf_status(out) == STATUS_OK;
}

void api_accounts(struct call *call)
{
    struct error error = { 0 };
    struct buf *out = api_open_list(call, "accounts");

    api_close_list(call, account_list(call->worker->store, write_account, out, &error), &error);
}

static bool write_token(void *context, const struct token_row *row)
{
    struct buf *out = context;

    json_element(out);
    buf_byte(out, '{');
    json_text(out, "id", row->id);
    json_text(out, "account", row->account);
    json_text(out, "label", row->label);
    item_json_roles(out, "roles", row->roles);
    json_number(out, "expires_ms", (uint64_t)row->expires_ms);
    json_bool(out, "revoked", row->is_revoked);
    buf_byte(out, '}');
    return buf_status(out) == STATUS_OK;
}

void api_tokens(struct call *call)
{
    struct error error = { 0 };
    struct buf *out = api_open_list(call, "tokens");

    api_close_list(call, token_list(call->worker->store, write_token, out, &error), &error);
}

static bool write_delegation(void *context, const struct delegation_row *row)
{
    struct buf *out = context;

    json_element(out);
    buf_byte(out, '{');
    json_text(out, "id", row->id);
    json_text(out, "delegator", row->delegator);
    json_text(out, "delegator_display", row->delegator_display);
    json_text(out, "delegate", row->delegate);
    item_json_roles(out, "roles", row->roles);
    item_json_date(out, "from", row->from);
    item_json_date(out, "until", row->until);
    json_text(out, "document", row->document);
    json_text(out, "created_by", row->created_by);
    json_number(out, "created_ms", (uint64_t)row->created_ms);
    json_bool(out, "revoked", row->revoked_ms != 0);
    buf_byte(out, '}');
    return buf_status(out) == STATUS_OK;
}

void api_delegations(struct call *call)
{
    bool sees_all = (call->identity.roles & (ROLE_ADMINISTRATOR | ROLE_AUDITOR)) != 0;
    struct error error = { 0 };
    struct buf *out = api_open_list(call, "delegations");

    api_close_list(
        call,
        delegation_list(call->worker->store, sees_all ? NULL : call->identity.account, write_delegation, out, &error),
        &error);
}

/* ---- The ledger. */

struct entries {
    struct buf *out;
    int64_t first;
    uint64_t left;
};

static bool write_entry(void *context, const struct ledger_entry *entry)
{
    struct entries *entries = context;
    struct buf *out = entries->out;
    char digest[DIGEST_TEXT_SIZE];

    if (entry->sequence < entries->first)
        return true;
    if (entries->left-- == 0)
        return false;
    digest_text(&entry->digest, digest);
    json_element(out);
    buf_byte(out, '{');
    json_number(out, "sequence", (uint64_t)entry->sequence);
    json_number(out, "at_ms", (uint64_t)entry->at_ms);
    json_text(out, "actor", entry->actor);
    json_text(out, "role", entry->role);
    json_text(out, "kind", entry->kind);
    json_text(out, "subject", entry->subject);
    json_key(out, "body");
    buf_text(out, entry->body);
    json_text(out, "digest", digest);
    buf_byte(out, '}');
    return buf_status(out) == STATUS_OK;
}

/* Who pages from the end, or keeps a witness, begins here. */
static void write_head(struct buf *out, const struct ledger_head *head)
{
    char digest[DIGEST_TEXT_SIZE];

    digest_text(&head->digest, digest);
    buf_byte(out, ']');
    json_key(out, "head");
    buf_byte(out, '{');
    json_number(out, "sequence", (uint64_t)head->sequence);
    json_text(out, "digest", digest);
    buf_text(out, "}}\n");
}

static uint64_t number_argument(struct call *call, const char *name, uint64_t otherwise, uint64_t most)
{
    const char *text = http_argument(call->request, name);
    uint64_t number = text != NULL ? strtoull(text, NULL, 10) : otherwise;

    return number > most ? most : number;
}

void api_ledger(struct call *call)
{
    const char *subject = http_argument(call->request, "subject");
    struct entries entries = { .first = (int64_t)number_argument(call, "from", 1, INT64_MAX),
                               .left = number_argument(call, "limit", ENTRIES_DEFAULT, ENTRIES_MOST) };
    struct ledger_head head;
    struct error error = { 0 };
    enum status status = ledger_head(call->worker->store, &head, &error);

    entries.out = api_open_list(call, "entries");
    if (status == STATUS_OK)
        status = subject != NULL ? ledger_read_subject(call->worker->store, subject, write_entry, &entries, &error)
                                 : ledger_read(call->worker->store, entries.first, write_entry, &entries, &error);
    if (status == STATUS_OK)
        write_head(entries.out, &head);
    else
        api_fail(call, status, &error);
}

/* ---- Numbers for reports. */

static bool write_count(void *context, const char *unit, const char *month, const char *class, const char *state,
                        uint64_t count)
{
    struct buf *out = context;

    json_element(out);
    buf_byte(out, '{');
    json_text(out, "unit", unit);
    json_text(out, "month", month);
    json_text(out, "class", class);
    json_text(out, "state", state);
    json_number(out, "count", count);
    buf_byte(out, '}');
    return buf_status(out) == STATUS_OK;
}

void api_statistics(struct call *call)
{
    struct error error = { 0 };
    int64_t since = (int64_t)number_argument(call, "since_ms", 0, INT64_MAX);
    int64_t until = (int64_t)number_argument(call, "until_ms", INT64_MAX, INT64_MAX);
    struct buf *out = api_open_list(call, "counts");

    api_close_list(call, review_count(call->worker->store, since, until, write_count, out, &error), &error);
}

static bool write_finding_count(void *context, const char *unit, const char *month, const char *category,
                                const char *action, uint64_t count)
{
    struct buf *out = context;

    json_element(out);
    buf_byte(out, '{');
    json_text(out, "unit", unit);
    json_text(out, "month", month);
    json_text(out, "category", category);
    json_text(out, "action", action);
    json_number(out, "count", count);
    buf_byte(out, '}');
    return buf_status(out) == STATUS_OK;
}

void api_finding_statistics(struct call *call)
{
    struct error error = { 0 };
    int64_t since = (int64_t)number_argument(call, "since_ms", 0, INT64_MAX);
    int64_t until = (int64_t)number_argument(call, "until_ms", INT64_MAX, INT64_MAX);
    struct buf *out = api_open_list(call, "counts");

    api_close_list(call, review_count_findings(call->worker->store, since, until, write_finding_count, out, &error),
               &error);
}
