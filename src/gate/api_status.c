/* SPDX-License-Identifier: Apache-2.0
 *
 * Permits, rules, and how the gate is.
 */
#include <libintl.h>
#include <string.h>

#include "base/clock.h"
#include "gate/gate_event.h"
#include "gate/gate_failure.h"
#include "report/describe.h"
#include "report/explain.h"
#include "report/json.h"
#include "rules/ruleset.h"

/* 200: these bytes may be published; 403: they may not, which is what nginx's auth_request understands. */
void api_permit(struct call *call)
{
    struct digest digest;
    struct permit_row permit;
    struct error error = { 0 };
    bool found = false;
    enum status status;
    struct buf *out;

    if (!digest_parse(call->wildcard, &digest)) {
        api_refuse(call, 400, "invalid", "%s",
                   gettext("the digest is the SHA-256 of the bytes in 64 lower-case hexadecimal digits"));
        return;
    }
    status = permit_find(call->worker->store, &digest, &permit, &found, &error);
    if (status != STATUS_OK) {
        api_fail(call, status, &error);
        return;
    }
    gate_event_permit(call->gate, &digest, found ? permit.review : NULL, call->begun_ns);
    out = api_answer(call, found ? 200 : 403);
    buf_text(out, "{\"v\":1,\"type\":\"permit\"");
    json_text(out, "digest", call->wildcard);
    json_bool(out, "permitted", found);
    json_text(out, "review", found ? permit.review : NULL);
    json_number_or_null(out, "granted_ms", found, found ? (uint64_t)permit.granted_ms : 0);
    buf_text(out, "}\n");
}

static void write_rule(struct buf *out, const struct rule *rule)
{
    json_text(out, "id", rule->id);
    json_text(out, "name", rule->name_zh);
    json_text(out, "category", rule->category);
    json_texts(out, "basis", rule->basis, rule->basis_count);
}

void api_rules(struct call *call)
{
    const struct ruleset *ruleset = call->edition->ruleset;
    struct buf *out = api_answer(call, 200);
    char digest[DIGEST_TEXT_SIZE];

    digest_text(ruleset_digest(ruleset), digest);
    buf_text(out, "{\"v\":1,\"type\":\"rules\"");
    json_text(out, "digest", digest);
    json_number(out, "loaded_ms", (uint64_t)call->edition->loaded_ms);
    json_text(out, "profile", call->edition->profile->id);
    json_text(out, "profile_name", call->edition->profile->name_zh);
    json_number(out, "count", ruleset_rule_count(ruleset));
    json_key(out, "rules");
    buf_byte(out, '[');
    for (size_t index = 0; index < ruleset_rule_count(ruleset); index++) {
        const struct rule *rule = ruleset_rule(ruleset, index);

        json_element(out);
        buf_byte(out, '{');
        write_rule(out, rule);
        buf_byte(out, '}');
    }
    buf_text(out, "]}\n");
}

static const struct rule *find_rule(const struct ruleset *ruleset, const char *id)
{
    for (size_t index = 0; index < ruleset_rule_count(ruleset); index++) {
        if (strcmp(ruleset_rule(ruleset, index)->id, id) == 0)
            return ruleset_rule(ruleset, index);
    }
    return NULL;
}

/* What a reviewer asks of one: also what would have excused what it found. */
void api_rule(struct call *call)
{
    const struct rule *rule = find_rule(call->edition->ruleset, call->wildcard);
    struct buf excuse = BUF_INIT(1 << 20);
    struct buf *out;
    enum status status;

    if (rule == NULL) {
        api_refuse(call, 404, "unknown-rule", "%s", gettext("there is no rule with this id"));
        return;
    }
    explain_excuse(&excuse, rule);
    status = buf_status(&excuse);
    out = api_answer(call, 200);
    buf_text(out, "{\"v\":1,\"type\":\"rule\"");
    write_rule(out, rule);
    json_text(out, "action", action_name(rule->action));
    json_text(out, "advice", rule->advice_zh);
    if (excuse.size > 0)
        json_text_sized(out, "excuse", excuse.data, excuse.size);
    else
        json_text(out, "excuse", NULL);
    buf_text(out, "}\n");
    buf_free(&excuse);
    if (status != STATUS_OK)
        api_fail(call, status, &(struct error){ 0 });
}

void api_rules_reload(struct call *call)
{
    struct error error = { 0 };
    enum status status = gate_reload(call->gate, call->identity.account, &error);
    const struct edition *edition;

    if (status == STATUS_INVALID) {
        api_refuse(call, 422, "bad-rules", "%s", error.message);
    } else if (status != STATUS_OK) {
        api_fail(call, status, &error);
    } else {
        edition = edition_slot_get(call->gate->editions);
        edition_unref(call->edition);
        call->edition = edition;
        api_rules(call);
    }
}

void api_healthz(struct call *call)
{
    buf_text(api_answer(call, 200), "{\"status\":\"alive\"}\n");
}

void api_readyz(struct call *call)
{
    if (atomic_load(&call->gate->is_damaged))
        api_refuse(call, 503, "storage", "%s", api_storage_damaged());
    else if (gate_storage_is_failing(call->gate))
        api_refuse(call, 503, "storage", "%s", gettext("the database cannot be written; nothing is accepted"));
    else if (atomic_load(&call->gate->is_ready))
        buf_text(api_answer(call, 200), "{\"status\":\"ready\"}\n");
    else
        api_refuse(call, 503, "not-ready", "%s", gettext("the gate is starting or ending"));
}

void api_metric(struct buf *out, const char *name, const char *type, const char *help)
{
    buf_format(out, "# HELP guanka_%s %s\n# TYPE guanka_%s %s\n", name, help, name, type);
}

static void metric(struct buf *out, const char *name, const char *type, const char *help, uint64_t value)
{
    api_metric(out, name, type, help);
    buf_format(out, "guanka_%s ", name);
    buf_unsigned(out, value);
    buf_byte(out, '\n');
}

static void write_verdicts(struct buf *out, struct gate_counts *counts)
{
    api_metric(out, "verdicts_total", "counter", "Drafts judged, by verdict.");
    for (enum verdict verdict = VERDICT_PASS; verdict <= VERDICT_BLOCK; verdict++) {
        buf_format(out, "guanka_verdicts_total{verdict=\"%s\"} ", verdict_name(verdict));
        buf_unsigned(out, atomic_load(&counts->verdicts[verdict]));
        buf_byte(out, '\n');
    }
}

/* What reads PDF, office documents, mail and pictures apart (isolate/pool.h). */
static void write_readers(struct buf *out, struct pool_counts *counts)
{
    if (counts == NULL)
        return;
    metric(out, "readers_running", "gauge", "Running guanka-extract processes.", atomic_load(&counts->running));
    metric(out, "readers_busy", "gauge", "Of these, those that read a document.", atomic_load(&counts->busy));
    metric(out, "readers_started_total", "counter", "Reader processes started.", atomic_load(&counts->started));
    metric(out, "reader_start_failures_total", "counter", "Reader processes that could not be started.",
           atomic_load(&counts->starts_failed));
    api_metric(out, "readers_ended_total", "counter", "Reader processes ended, by why.");
    for (unsigned end = 0; end < POOL_END_COUNT; end++) {
        buf_format(out, "guanka_readers_ended_total{reason=\"%s\"} ", pool_end_name((enum pool_end)end));
        buf_unsigned(out, atomic_load(&counts->ended[end]));
        buf_byte(out, '\n');
    }
}

static void write_log(struct buf *out, struct event_log *log)
{
    struct event_log_counts counts;

    if (log == NULL)
        return;
    counts = event_log_counts(log);
    metric(out, "log_events_total", "counter", "Events written to the log.", counts.written);
    metric(out, "log_events_lost_total", "counter", "Events that could not be written and were dropped.", counts.lost);
    metric(out, "log_failing", "gauge", "1 while the log cannot be written.", counts.is_failing ? 1 : 0);
}

/* The text format of Prometheus, version 0.0.4. */
void api_metrics(struct call *call)
{
    struct gate_counts *counts = &call->gate->counts;
    const struct http_server_counts *http;
    struct buf *out;

    /* Until then the server is not known here. */
    if (!atomic_load(&call->gate->is_ready)) {
        api_refuse(call, 503, "not-ready", "%s", gettext("the gate is starting or ending"));
        return;
    }
    http = http_server_counts(call->gate->server);
    out = api_answer(call, 200);
    call->response->media_type = "text/plain; version=0.0.4; charset=utf-8";
    metric(out, "http_requests_total", "counter", "Requests begun.", atomic_load(&http->requests));
    metric(out, "http_overloaded_total", "counter", "Requests answered with 503 because the queue was full.",
           atomic_load(&http->overloaded));
    metric(out, "http_malformed_total", "counter", "Requests refused for their form.", atomic_load(&http->malformed));
    metric(out, "http_connections", "gauge", "Open connections.", atomic_load(&http->connections));
    metric(out, "http_queue", "gauge", "Requests that wait for a worker.", atomic_load(&http->waiting));
    metric(out, "workers", "gauge", "Threads that answer requests.", call->gate->options.workers);
    metric(out, "workers_busy", "gauge", "Of these, those that are at one.", atomic_load(&http->busy));
    metric(out, "checks_total", "counter", "Checks that store nothing.", atomic_load(&counts->checks));
    metric(out, "submissions_total", "counter", "Drafts accepted for review.", atomic_load(&counts->submissions));
    metric(out, "decisions_total", "counter", "Decisions carried out.", atomic_load(&counts->decisions));
    metric(out, "denied_total", "counter", "Attempts at what one may not.", atomic_load(&counts->denied));
    metric(out, "unknown_total", "counter", "Requests without a token or session that is valid.",
           atomic_load(&counts->unknown));
    metric(out, "failures_total", "counter", "Requests that failed for a reason of the gate's own.",
           atomic_load(&counts->failed));
    metric(out, "scanned_bytes_total", "counter", "Bytes of contents scanned.", atomic_load(&counts->bytes));
    api_metric(out, "scan_seconds_total", "counter", "Time spent scanning.");
    buf_format(out, "guanka_scan_seconds_total %.6f\n", (double)atomic_load(&counts->nanoseconds) / 1e9);
    metric(out, "rule_reloads_total", "counter", "Rule sets taken over.", atomic_load(&counts->reloads));
    metric(out, "rule_reload_failures_total", "counter", "Rule sets refused.", atomic_load(&counts->reload_failures));
    metric(out, "storage_failing", "gauge", "1 while the database cannot be written, or is damaged.",
           gate_storage_is_failing(call->gate) ? 1 : 0);
    metric(out, "clock_ahead_seconds", "gauge", "By how much the gate's time is before a machine's clock set back.",
           (uint64_t)gate_clock_ahead_ms(writer_clock(call->gate->writer)) / 1000);
    metric(out, "uptime_seconds", "gauge", "Since the gate started.",
           (clock_monotonic_ns() - call->gate->started_ns) / 1000000000);
    write_verdicts(out, counts);
    if (call->gate->options.assessor.isolation != NULL)
        write_readers(out, call->gate->options.assessor.isolation->counts);
    write_log(out, call->gate->options.log);
    api_sites_metrics(call, out);
}
