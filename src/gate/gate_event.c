/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/gate_event.h"

#include "base/clock.h"
#include "report/describe.h"

static void write_duration(struct event *event, uint64_t begun_ns)
{
    json_number(&event->object, "duration_us", (clock_monotonic_ns() - begun_ns) / 1000);
}

static void write_findings(struct buf *out, const struct assessment_counts *counts)
{
    json_key(out, "findings");
    buf_byte(out, '{');
    for (unsigned action = 0; action <= ACTION_BLOCK; action++)
        json_number(out, action_name((enum rule_action)action), counts->findings[action]);
    buf_byte(out, '}');
}

/* Only who keeps a log pays for the digest of what has none yet. */
static void write_content(struct event *event, const struct gate_verdict *verdict)
{
    struct digest digest;

    if (verdict->digest != NULL)
        event_digest(event, "content", verdict->digest);
    else if (digest_of(verdict->contents[0].bytes, &digest) == STATUS_OK)
        event_digest(event, "content", &digest);
    else
        json_text(&event->object, "content", NULL);
}

void gate_event_verdict(const struct gate *gate, const struct gate_verdict *verdict)
{
    struct event event;
    uint64_t bytes = 0;

    if (gate->options.log == NULL)
        return;
    for (size_t index = 0; index < verdict->content_count; index++)
        bytes += verdict->contents[index].bytes.size;
    event_begin(&event, gate->options.log, "verdict");
    json_text(&event.object, "request", verdict->request);
    json_text(&event.object, "review", verdict->review);
    json_text(&event.object, "outcome", verdict_name(verdict->verdict));
    json_bool(&event.object, "complete", verdict->counts->is_complete);
    write_findings(&event.object, verdict->counts);
    json_number(&event.object, "contents", verdict->content_count);
    json_number(&event.object, "bytes", bytes);
    write_duration(&event, verdict->begun_ns);
    write_content(&event, verdict);
    event_digest(&event, "rules", verdict->rules);
    event_end(&event);
}

void gate_event_decision(const struct gate *gate, const struct decision_task *task, uint64_t begun_ns)
{
    const struct review_file *file = &task->file;
    struct event event;

    if (gate->options.log == NULL)
        return;
    event_begin(&event, gate->options.log, "decision");
    json_text(&event.object, "review", task->review);
    json_text(&event.object, "action", review_action_name(task->decision->action));
    json_text(&event.object, "outcome", task->is_refused ? "refused" : "done");
    json_text(&event.object, "state", item_state_name(file->item.state));
    json_number(&event.object, "level", file->item.level);
    write_duration(&event, begun_ns);
    event_digest(&event, "content", &file->row.digest);
    event_end(&event);
}

void gate_event_permit(const struct gate *gate, const struct digest *content, const char *review, uint64_t begun_ns)
{
    struct event event;

    if (gate->options.log == NULL)
        return;
    event_begin(&event, gate->options.log, "permit");
    json_text(&event.object, "review", review);
    json_text(&event.object, "outcome", review != NULL ? "permitted" : "not-permitted");
    write_duration(&event, begun_ns);
    event_digest(&event, "content", content);
    event_end(&event);
}

void gate_event_failures(const struct gate *gate, enum status status, uint64_t count)
{
    struct event event;

    if (gate->options.log == NULL)
        return;
    event_begin(&event, gate->options.log, "failures");
    json_text(&event.object, "status", status_code(status));
    json_number(&event.object, "count", count);
    event_end(&event);
}

void gate_event_internal(const struct gate *gate, const char *request_id, const char *route, enum status status,
                         const char *reason)
{
    struct event event;

    if (gate->options.log == NULL)
        return;
    event_begin(&event, gate->options.log, "internal-error");
    json_text(&event.object, "request_id", request_id);
    json_text(&event.object, "route", route);
    json_text(&event.object, "status", status_code(status));
    json_text(&event.object, "reason", reason);
    event_end(&event);
}

void gate_event_storage(const struct gate *gate, bool is_failing, uint64_t unwritten)
{
    struct event event;

    if (gate->options.log == NULL)
        return;
    event_begin(&event, gate->options.log, is_failing ? "storage-failing" : "storage-recovered");
    if (!is_failing)
        json_number(&event.object, "unwritten", unwritten);
    event_end(&event);
}

void gate_event_life(const struct gate *gate, const char *name, const struct edition *edition)
{
    struct event event;

    if (gate->options.log == NULL)
        return;
    event_begin(&event, gate->options.log, name);
    json_text(&event.object, "program", GUANKA_VERSION);
    if (edition != NULL)
        event_digest(&event, "rules", ruleset_digest(edition->ruleset));
    event_end(&event);
}
