/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/api.h"

#include <libintl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "gate/console.h"
#include "gate/gate_event.h"
#include "gate/gate_failure.h"
#include "gate/review_file.h"
#include "gate/units.h"
#include "report/json.h"

enum {
    READERS = REVIEWER_ROLES | ROLE_SUBMITTER | ROLE_AUDITOR | ROLE_ADMINISTRATOR,
    AUTHORS = ROLE_SUBMITTER | ROLE_LEVEL_1 | ROLE_LEVEL_2,
    WATCHERS = REVIEWER_ROLES | ROLE_AUDITOR | ROLE_ADMINISTRATOR
};

enum { LIST_DEFAULT = 50, LIST_MOST = 200 };

static const struct route {
    enum http_method method;
    const char *path; /* "*" stands for one step of it */
    unsigned roles;   /* any of these; 0: also who is not known */
    void (*handle)(struct call *call);
} routes[] = {
    { HTTP_POST, "/v1/check", READERS, api_check },
    { HTTP_POST, "/v1/reviews", AUTHORS, api_review_submit },
    { HTTP_GET, "/v1/reviews", READERS, api_review_list },
    { HTTP_GET, "/v1/reviews/*", READERS, api_review_show },
    { HTTP_GET, "/v1/reviews/*/contents", READERS, api_review_content },
    { HTTP_POST, "/v1/reviews/*/decisions", READERS, api_decide },
    { HTTP_GET, "/v1/permits/*", READERS, api_permit },
    { HTTP_GET, "/v1/rules", READERS, api_rules },
    { HTTP_POST, "/v1/rules/reload", ROLE_ADMINISTRATOR, api_rules_reload },
    { HTTP_GET, "/v1/rules/*", READERS, api_rule },
    { HTTP_GET, "/v1/ledger", WATCHERS, api_ledger },
    { HTTP_GET, "/v1/statistics", WATCHERS, api_statistics },
    { HTTP_GET, "/v1/statistics/findings", WATCHERS, api_finding_statistics },
    { HTTP_POST, "/v1/session", 0, api_sign_in },
    { HTTP_DELETE, "/v1/session", READERS, api_sign_out },
    { HTTP_GET, "/v1/me", READERS, api_me },
    { HTTP_GET, "/v1/accounts", ROLE_ADMINISTRATOR | ROLE_AUDITOR, api_accounts },
    { HTTP_PUT, "/v1/accounts/*", ROLE_ADMINISTRATOR, api_account_put },
    { HTTP_GET, "/v1/tokens", ROLE_ADMINISTRATOR | ROLE_AUDITOR, api_tokens },
    { HTTP_POST, "/v1/tokens", ROLE_ADMINISTRATOR, api_token_create },
    { HTTP_DELETE, "/v1/tokens/*", ROLE_ADMINISTRATOR, api_token_revoke },
    { HTTP_GET, "/v1/delegations", READERS, api_delegations },
    { HTTP_POST, "/v1/delegations", REVIEWER_ROLES | ROLE_ADMINISTRATOR, api_delegate },
    { HTTP_DELETE, "/v1/delegations/*", READERS, api_delegation_revoke },
    { HTTP_GET, "/v1/sites", READERS, api_sites },
    { HTTP_GET, "/v1/sweeps", READERS, api_sweeps },
    { HTTP_GET, "/v1/sweeps/*", READERS, api_sweep },
    { HTTP_GET, "/v1/findings", READERS, api_findings },
    { HTTP_GET, "/v1/findings/*", READERS, api_finding },
    { HTTP_GET, "/v1/incidents", READERS, api_incidents },
    { HTTP_GET, "/v1/incidents/*", READERS, api_incident },
    { HTTP_GET, "/healthz", 0, api_healthz },
    { HTTP_GET, "/readyz", 0, api_readyz },
    { HTTP_GET, "/metrics", 0, api_metrics },
    { HTTP_GET, "/", 0, console_page },
    { HTTP_GET, "/console/*", 0, console_file },
};

struct buf *api_answer(struct call *call, unsigned status)
{
    buf_clear(&call->response->body);
    call->response->status = status;
    call->response->media_type = "application/json; charset=utf-8";
    return &call->response->body;
}

void api_refuse(struct call *call, unsigned status, const char *code, const char *format, ...)
{
    struct buf *out = api_answer(call, status);
    char message[1024];
    va_list arguments;

    va_start(arguments, format);
    (void)vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    buf_text(out, "{\"error\":{");
    json_text(out, "code", code);
    json_text(out, "message", message);
    buf_text(out, "}}\n");
}

/* What is looked into by the gate's operator: the answer, the log and standard error name it alike. `told` is for the
 * client, `words` for the operator. */
static void fail_named(struct call *call, unsigned code, const char *name, const char *told, enum status status,
                       const char *words)
{
    struct buf *out = api_answer(call, code);
    struct error error = { 0 };
    char id[REVIEW_ID_SIZE];

    if (review_id_make(call->now_ms, id) != STATUS_OK)
        id[0] = '\0';
    buf_text(out, "{\"error\":{");
    json_text(out, "code", name);
    json_text(out, "message", told);
    json_text(out, "request_id", id);
    buf_text(out, "}}\n");
    gate_event_internal(call->gate, id, call->route, status, words);
    (void)error_set(&error, status, gettext("request %s: %s"), id, words);
    gate_failure(call->gate, status, &error);
}

const char *api_storage_damaged(void)
{
    return gettext("the database is damaged; whoever runs the gate has to restore it from the backup");
}

static void fail_damaged(struct call *call, const char *words)
{
    /* The database of inspections is another one: without it the gate reviews as before. */
    fail_named(call, 507, "storage", api_storage_damaged(), call->reads_inspections ? STATUS_INVALID : STATUS_MALFORMED,
               words);
    http_response_header(call->response, "Retry-After", "5");
}

void api_fail(struct call *call, enum status status, const struct error *error)
{
    const char *words = error->message[0] != '\0' ? error->message : status_code(status);

    switch (status) {
    case STATUS_INVALID:
        api_refuse(call, 400, "invalid", "%s", words);
        return;
    case STATUS_STOPPED:
    case STATUS_NO_MEMORY:
        api_refuse(call, 503, "busy", "%s", words);
        http_response_header(call->response, "Retry-After", "5");
        break;
    case STATUS_IO:
        api_refuse(call, 507, "storage", "%s", words);
        http_response_header(call->response, "Retry-After", "5");
        break;
    case STATUS_MALFORMED:
        fail_damaged(call, words);
        return;
    default: /* what nobody foresaw */
        fail_named(call, 500, "internal", words, status, words);
        return;
    }
    gate_failure(call->gate, status, error);
}

static struct ledger_entry entry_of(const struct call *call, int64_t now_ms, const char *kind, const char *subject)
{
    const struct identity *identity = &call->identity;

    return (struct ledger_entry){ .at_ms = now_ms,
                                  .actor = identity->account[0] != '\0' ? identity->account : call->request->peer,
                                  .role = identity->display,
                                  .kind = kind,
                                  .subject = subject };
}

enum status api_record(const struct call *call, struct store *store, int64_t now_ms, const char *kind,
                       const char *subject, const char *body, struct error *error)
{
    struct ledger_entry entry = entry_of(call, now_ms, kind, subject);

    entry.body = body;
    return ledger_add(store, &entry, error);
}

enum status api_record_change(const struct call *call, struct store *store, int64_t now_ms, const char *kind,
                              enum kept_kind kept, const char *id, struct buf *body, struct error *error)
{
    struct ledger_entry entry = entry_of(call, now_ms, kind, id);
    char text[DIGEST_TEXT_SIZE];
    struct digest digest;
    bool found;
    enum status status = kept_digest(store, kept, id, &digest, &found, error);

    if (status != STATUS_OK) {
        buf_free(body);
        return status;
    }
    digest_text(&digest, text);
    json_text(body, "kept", text);
    return ledger_add_object(store, &entry, body, error);
}

struct denial {
    const struct call *call;
    const char *what;
    struct buf body;
};

static enum status record_denial(void *context, struct store *store, int64_t now_ms, struct error *error)
{
    struct denial *denial = context;

    return api_record(denial->call, store, now_ms, "denied", denial->what, denial->body.data, error);
}

void api_deny(struct call *call, const char *what, const char *words)
{
    struct denial denial = { .call = call, .what = what, .body = BUF_INIT(1 << 16) };
    struct error error = { 0 };
    enum status status;

    atomic_fetch_add(&call->gate->counts.denied, 1);
    buf_byte(&denial.body, '{');
    json_text(&denial.body, "path", call->request->path);
    json_text(&denial.body, "peer", call->request->peer);
    json_text(&denial.body, "reason", words);
    buf_byte(&denial.body, '}');
    status = buf_status(&denial.body);
    if (status == STATUS_OK)
        status = writer_run(call->gate->writer, record_denial, &denial, &error);
    buf_free(&denial.body);
    if (status == STATUS_OK)
        api_refuse(call, 403, "denied", "%s", words);
    else
        api_fail(call, status, &error);
}

bool api_may_see(const struct call *call, const struct review_row *row)
{
    const struct identity *identity = &call->identity;

    return api_may_see_unit(call, row->unit) || strcmp(identity->account, row->account) == 0;
}

bool api_may_see_unit(const struct call *call, const char *unit)
{
    const struct identity *identity = &call->identity;

    return (identity->roles_in_all & WATCHERS) != 0 || units_include(identity, unit) || units_are_all(identity);
}

struct buf *api_open_list(struct call *call, const char *type)
{
    struct buf *out = api_answer(call, 200);

    buf_text(out, "{\"v\":1");
    json_text(out, "type", type);
    json_key(out, type);
    buf_byte(out, '[');
    return out;
}

void api_close_list(struct call *call, enum status status, const struct error *error)
{
    if (status == STATUS_OK)
        buf_text(&call->response->body, "]}\n");
    else
        api_fail(call, status, error);
}

void api_close_page(struct call *call, enum status status, const struct error *error, const char *after)
{
    struct buf *out = &call->response->body;

    if (status != STATUS_OK) {
        api_fail(call, status, error);
        return;
    }
    buf_byte(out, ']');
    json_text(out, "after", after);
    buf_text(out, "}\n");
}

unsigned api_list_limit(const struct call *call)
{
    const char *text = http_argument(call->request, "limit");
    unsigned long limit = text != NULL ? strtoul(text, NULL, 10) : LIST_DEFAULT;

    return limit < 1 ? 1 : limit > LIST_MOST ? LIST_MOST : (unsigned)limit;
}

/* *wildcard is what stands for "*", not terminated. */
static bool matches(const char *pattern, const char *path, struct bytes *wildcard)
{
    while (*pattern != '\0' && *path != '\0') {
        if (*pattern == '*') {
            size_t size = strcspn(path, "/");

            if (size == 0)
                return false;
            *wildcard = bytes_of(path, size);
            path += size;
            pattern++;
        } else if (*pattern++ != *path++) {
            return false;
        }
    }
    return *pattern == '\0' && *path == '\0';
}

/* NULL: none; *is_known tells whether the path is, with another method. */
static const struct route *find_route(const struct http_request *request, struct bytes *wildcard, bool *is_known)
{
    enum http_method method = request->method == HTTP_HEAD ? HTTP_GET : request->method;

    for (size_t index = 0; index < sizeof routes / sizeof *routes; index++) {
        if (!matches(routes[index].path, request->path, wildcard))
            continue;
        *is_known = true;
        if (routes[index].method == method)
            return &routes[index];
    }
    return NULL;
}

static void add_common_headers(struct http_response *response)
{
    bool has_its_own = false;

    for (size_t index = 0; index < response->header_count; index++)
        has_its_own = has_its_own || strcmp(response->headers[index].name, "Cache-Control") == 0;
    if (!has_its_own)
        http_response_header(response, "Cache-Control", "no-store");
    http_response_header(response, "X-Content-Type-Options", "nosniff");
}

/* What was delegated lets one look; what a route changes besides decisions is for one's own roles. */
static unsigned roles_for(const struct call *call, const struct route *route)
{
    return route->method == HTTP_GET || route->handle == api_decide ? call->identity.roles_in_all
                                                                    : call->identity.roles;
}

static void route_known(struct call *call, const struct route *route)
{
    static const char challenge[] = "WWW-Authenticate";
    struct error error = { 0 };
    enum status status = identity_find(&call->gate->options.identity, call->request, call->worker->store, call->now_ms,
                                       call->worker->arena, &call->identity, &error);

    if (status != STATUS_OK) {
        api_fail(call, status, &error);
    } else if (route->roles != 0 && call->identity.kind == IDENTITY_NOBODY) {
        atomic_fetch_add(&call->gate->counts.unknown, 1);
        api_refuse(call, 401, "unknown", "%s",
                   call->identity.complaint != NULL ? call->identity.complaint : gettext("sign in, or send a token"));
        http_response_header(call->response, challenge, "Bearer realm=\"guanka\"");
    } else if (route->roles != 0 && (roles_for(call, route) & route->roles) == 0) {
        api_deny(call, route->path, gettext("this account does not have a role that may do this"));
    } else {
        route->handle(call);
    }
}

void api_handle(void *context, unsigned number, const struct http_request *request, struct http_response *response)
{
    struct gate *gate = context;
    struct gate_worker *worker = &gate->workers[number];
    struct call call = { .gate = gate,
                         .worker = worker,
                         .request = request,
                         .response = response,
                         .begun_ns = clock_monotonic_ns(),
                         .identity = { .account = "", .display = "", .unit = "", .units = "" } };
    struct bytes wildcard = { 0 };
    bool is_known = false;
    const struct route *route = find_route(request, &wildcard, &is_known);

    call.route = route != NULL ? route->path : "";
    call.now_ms = gate_clock_ms(writer_clock(gate->writer));
    call.today = date_in_shanghai(call.now_ms / 1000);
    arena_reset(worker->arena);
    call.wildcard = arena_text(worker->arena, wildcard.size > 0 ? (const char *)wildcard.data : "", wildcard.size);
    call.edition = edition_slot_get(gate->editions);
    if (route != NULL && call.wildcard != NULL)
        route_known(&call, route);
    else if (route != NULL)
        api_refuse(&call, 503, "busy", "%s", gettext("out of memory"));
    else if (is_known)
        api_refuse(&call, 405, "method", "%s", gettext("this path does not have that method"));
    else
        api_refuse(&call, 404, "unknown-path", "%s", gettext("there is nothing at this path; see docs/openapi.yaml"));
    add_common_headers(response);
    edition_unref(call.edition);
}
