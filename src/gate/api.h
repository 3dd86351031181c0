/* SPDX-License-Identifier: Apache-2.0
 *
 * The interface for programs, /v1 (docs/openapi.yaml): which path is answered by whom, and what every answer has in
 * common.
 *
 * A route gets a call whose sender is known and has one of the roles that the table of routes asks for. Whatever else
 * he may not do, the route refuses and records.
 */
#ifndef GUANKA_GATE_API_H
#define GUANKA_GATE_API_H

#include "gate/gate_data.h"
#include "gate/json_members.h"
#include "review/item.h"
#include "store/kept.h"
#include "store/reviews.h"

struct call {
    struct gate *gate;
    struct gate_worker *worker;
    const struct http_request *request;
    struct http_response *response;
    struct identity identity;
    const struct edition *edition;
    int64_t now_ms;
    uint64_t begun_ns;      /* clock_monotonic_ns */
    struct date today;      /* in Asia/Shanghai */
    const char *route;      /* the path with "*" for what differs; static */
    const char *wildcard;   /* what stands in the path for "*"; in the worker's arena */
    bool reads_inspections; /* what fails may be their database */
};

/* For http_server: `context` is the gate. */
void api_handle(void *context, unsigned worker, const struct http_request *request, struct http_response *response);

/* ---- For routes. */

/* {"error":{"code","message"}}; the code is a word for programs, the message a sentence for people. */
void api_refuse(struct call *call, unsigned status, const char *code, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
/* What a failure of ours amounts to: 400 for STATUS_INVALID, 507 for a full disk, a damaged database (STATUS_MALFORMED)
 * and the like, 500. The latter, and that of a damaged database, have the member "request_id", by which the log tells
 * why (gate/gate_event.h). */
void api_fail(struct call *call, enum status status, const struct error *error);
/* Words for clients, without where it is. */
const char *api_storage_damaged(void);
/* A body of JSON will follow in call->response->body. */
struct buf *api_answer(struct call *call, unsigned status);
/* Who only submits sees what the units that he submits for have, and what he himself has submitted. */
bool api_may_see(const struct call *call, const struct review_row *row);
/* The same of what is a unit's alone; "" is no unit's. */
bool api_may_see_unit(const struct call *call, const char *unit);
/* A list: {"v":1,"type":TYPE,TYPE:[ and what closes it, or the failure. One of pages also says after what the next one
 * begins (NULL: there is none), and has as many rows as the request's "limit" says, at most 200. */
struct buf *api_open_list(struct call *call, const char *type);
void api_close_list(struct call *call, enum status status, const struct error *error);
void api_close_page(struct call *call, enum status status, const struct error *error, const char *after);
unsigned api_list_limit(const struct call *call);
/* The body, to be given back with json_decref. NULL when the call is answered: it is no object with such members. */
json_t *api_read_json(struct call *call, const struct json_member *members, size_t count);
/* An attempt at what one may not: recorded in the ledger. */
void api_deny(struct call *call, const char *what, const char *words);
/* Adds an entry in the name of the call's sender; inside a writer's task. `body` is a JSON object. */
MUST_CHECK enum status api_record(const struct call *call, struct store *store, int64_t now_ms, const char *kind,
                                  const char *subject, const char *body, struct error *error);
/* Of a thing that was changed, after that was written: adds its digest (gate/kept_check.h) as the member "kept" to what
 * `body` holds, an object but for its closing brace, and frees it in any case. */
MUST_CHECK enum status api_record_change(const struct call *call, struct store *store, int64_t now_ms, const char *kind,
                                         enum kept_kind kept, const char *id, struct buf *body, struct error *error);

/* The routes. */
void api_check(struct call *call);
void api_review_submit(struct call *call);
void api_review_list(struct call *call);
void api_review_show(struct call *call);
void api_review_content(struct call *call);
void api_decide(struct call *call);
void api_permit(struct call *call);
void api_rules(struct call *call);
void api_rule(struct call *call);
void api_rules_reload(struct call *call);
void api_healthz(struct call *call);
void api_readyz(struct call *call);
void api_metrics(struct call *call);
void api_sign_in(struct call *call);
void api_sign_out(struct call *call);
void api_me(struct call *call);
void api_accounts(struct call *call);
void api_account_put(struct call *call);
void api_tokens(struct call *call);
void api_token_create(struct call *call);
void api_token_revoke(struct call *call);
void api_delegations(struct call *call);
void api_delegate(struct call *call);
void api_delegation_revoke(struct call *call);
void api_ledger(struct call *call);
void api_statistics(struct call *call);
void api_finding_statistics(struct call *call);
void api_sites(struct call *call);
/* What stands before the samples of a metric (counter, gauge), whose name begins with "guanka_" besides. */
void api_metric(struct buf *out, const char *name, const char *type, const char *help);
/* Of the same, for api_metrics: nothing where no site file is named. */
void api_sites_metrics(struct call *call, struct buf *out);
void api_sweeps(struct call *call);
void api_sweep(struct call *call);
void api_findings(struct call *call);
void api_finding(struct call *call);
void api_incidents(struct call *call);
void api_incident(struct call *call);

#endif
