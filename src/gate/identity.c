/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/identity.h"

#include <libintl.h>
#include <string.h>
#include <strings.h>

#include "gate/secret.h"
#include "review/item.h"

const char identity_cookie[] = "guanka_session";

/* What is kept of rows that live for a call. */
struct finding_out {
    struct arena *arena;
    struct identity *identity;
    char *account;
    unsigned roles;
    int64_t now_ms;
    bool is_valid;
};

static bool take_account(void *context, const struct account_row *row)
{
    struct finding_out *out = context;
    struct identity *identity = out->identity;

    if (row->is_disabled)
        return false;
    identity->account = arena_text(out->arena, row->name, strlen(row->name));
    identity->display = arena_text(out->arena, row->display, strlen(row->display));
    identity->unit = arena_text(out->arena, row->unit, strlen(row->unit));
    identity->units = arena_text(out->arena, row->units, strlen(row->units));
    identity->roles = row->roles & out->roles;
    out->is_valid =
        identity->account != NULL && identity->display != NULL && identity->unit != NULL && identity->units != NULL;
    return false;
}

static bool take_token(void *context, const struct token_row *row)
{
    struct finding_out *out = context;

    if (!row->is_revoked && (row->expires_ms == 0 || row->expires_ms > out->now_ms)) {
        out->account = arena_text(out->arena, row->account, strlen(row->account));
        out->roles = row->roles;
    }
    return false;
}

static bool take_session(void *context, const struct session_row *row)
{
    struct finding_out *out = context;

    if (row->expires_ms > out->now_ms)
        out->account = arena_text(out->arena, row->account, strlen(row->account));
    return false;
}

static enum status by_token(const char *token, const struct store *store, struct finding_out *out, struct error *error)
{
    struct digest digest;
    bool found;
    enum status status = token_digest(token, &digest);

    return status == STATUS_OK ? token_read(store, &digest, take_token, out, &found, error) : status;
}

static enum status by_session(const char *cookie, const struct store *store, struct finding_out *out,
                              struct error *error)
{
    bool found;
    enum status status = token_digest(cookie, &out->identity->session);

    return status == STATUS_OK ? session_read(store, &out->identity->session, take_session, out, &found, error)
                               : status;
}

static void by_user(const struct identity_options *options, const struct http_request *request, struct finding_out *out)
{
    for (size_t index = 0; index < options->local_user_count; index++) {
        const struct local_user *local = &options->local_users[index];

        if (local->user == request->user)
            out->account = arena_text(out->arena, local->account, strlen(local->account));
    }
}

/* A page of another site can make a browser send the cookie, but not a header of its own. */
static bool may_be_forged(const struct http_request *request)
{
    return request->method != HTTP_GET && request->method != HTTP_HEAD
           && http_header(request, "X-Guanka-Request") == NULL;
}

static enum status look(const struct identity_options *options, const struct http_request *request,
                        const struct store *store, struct finding_out *out, struct error *error)
{
    const char *authorization = http_header(request, "Authorization"), *cookie = http_cookie(request, identity_cookie);

    if (authorization != NULL) {
        out->identity->kind = IDENTITY_TOKEN;
        out->identity->complaint = gettext("the token is not valid, or no longer");
        return strncasecmp(authorization, "Bearer ", 7) == 0 ? by_token(authorization + 7, store, out, error)
                                                             : STATUS_OK;
    }
    if (cookie != NULL && cookie[0] != '\0') {
        out->identity->kind = IDENTITY_SESSION;
        out->identity->complaint = gettext("you are signed out; sign in again");
        if (may_be_forged(request)) {
            out->identity->complaint = gettext("the header X-Guanka-Request is missing");
            return STATUS_OK;
        }
        return by_session(cookie, store, out, error);
    }
    if (request->has_user) {
        out->identity->kind = IDENTITY_LOCAL;
        out->identity->complaint = gettext("the user of this process has no account at the gate (local_users)");
        by_user(options, request, out);
    }
    return STATUS_OK;
}

/* ---- What others have delegated. */

struct lending {
    struct arena_copies copies;
    struct delegated *items;
    size_t count;
};

/* Whose delegator has lost the roles since is worth nothing. */
static bool take_delegation(void *context, const struct delegation_row *row)
{
    struct lending *lending = context;

    if ((row->roles & REVIEWER_ROLES) == 0)
        return true;
    lending->items[lending->count++] =
        (struct delegated){ .delegation = arena_copy(&lending->copies, row->id),
                            .delegator = arena_copy(&lending->copies, row->delegator),
                            .display = arena_copy(&lending->copies, row->delegator_display),
                            .roles = row->roles & REVIEWER_ROLES,
                            .from = row->from,
                            .until = row->until };
    return lending->count < DELEGATED_MAX;
}

static enum status find_delegated(const struct store *store, struct date today, struct arena *arena,
                                  struct identity *identity, struct error *error)
{
    struct lending lending = { .copies = { .arena = arena },
                               .items = arena_alloc(arena, DELEGATED_MAX * sizeof *lending.items) };
    enum status status = lending.items == NULL
                             ? STATUS_NO_MEMORY
                             : delegation_list_valid(store, identity->account, today, take_delegation, &lending, error);

    if (status == STATUS_OK && lending.copies.has_failed)
        status = STATUS_NO_MEMORY;
    identity->delegated = lending.items;
    identity->delegated_count = lending.count;
    for (size_t index = 0; index < lending.count; index++)
        identity->roles_in_all |= lending.items[index].roles;
    return status;
}

enum status identity_find(const struct identity_options *options, const struct http_request *request,
                          const struct store *store, int64_t now_ms, struct arena *arena, struct identity *identity,
                          struct error *error)
{
    struct finding_out out = { .arena = arena, .identity = identity, .roles = ~0U, .now_ms = now_ms };
    bool found = false;
    enum status status;

    *identity = (struct identity){ .account = "", .display = "", .unit = "", .units = "" };
    status = look(options, request, store, &out, error);
    if (status == STATUS_OK && out.account != NULL)
        status = account_read(store, out.account, take_account, &out, &found, error);
    if (status != STATUS_OK)
        return status;
    if (!out.is_valid) {
        *identity = (struct identity){
            .account = "", .display = "", .unit = "", .units = "", .complaint = identity->complaint
        };
        return STATUS_OK;
    }
    identity->complaint = NULL;
    identity->roles_in_all = identity->roles;
    return identity->kind == IDENTITY_TOKEN
               ? STATUS_OK
               : find_delegated(store, date_in_shanghai(now_ms / 1000), arena, identity, error);
}
