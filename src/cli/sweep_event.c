/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/sweep_event.h"

#include "base/clock.h"
#include "sweep/incident.h"

static void begin(struct event *event, struct event_log *log, const char *name, const struct sweep_row *row)
{
    event_begin(event, log, name);
    json_text(&event->object, "site", row->site);
    json_number_or_null(&event->object, "sweep", row->id != 0, (uint64_t)row->id);
    event_time(event, "slot", row->has_slot ? row->slot_ms : 0);
}

static void write_duration(struct event *event, int64_t from_ms, int64_t to_ms)
{
    json_number(&event->object, "duration_us", to_ms > from_ms ? (uint64_t)(to_ms - from_ms) * 1000 : 0);
}

void sweep_event_started(struct event_log *log, const struct sweep_row *row, bool goes_on)
{
    struct event event;

    if (log == NULL)
        return;
    begin(&event, log, "sweep-started", row);
    json_bool(&event.object, "goes_on", goes_on);
    event_end(&event);
}

static void write_readers(struct buf *out, struct pool_counts *readers)
{
    json_key(out, "readers");
    buf_byte(out, '{');
    json_number(out, "started", atomic_load(&readers->started));
    json_number(out, "start_failures", atomic_load(&readers->starts_failed));
    for (unsigned end = 0; end < POOL_END_COUNT; end++)
        json_number(out, pool_end_name((enum pool_end)end), atomic_load(&readers->ended[end]));
    buf_byte(out, '}');
}

void sweep_event_ended(struct event_log *log, const struct sweep_row *row, enum status failure,
                       struct pool_counts *readers)
{
    struct event event;

    if (log == NULL)
        return;
    begin(&event, log, "sweep-ended", row);
    json_text(&event.object, "outcome", failure == STATUS_OK ? sweeps_outcome_name(row->outcome) : "failed");
    json_text(&event.object, "reason", row->reason[0] != '\0' ? row->reason : NULL);
    write_duration(&event, row->started_ms,
                   failure == STATUS_OK && row->outcome != SWEEP_RUNNING ? row->ended_ms : clock_wall_ms());
    json_key(&event.object, "counts");
    buf_byte(&event.object, '{');
    for (size_t index = 0; index < SWEEP_COUNT_COUNT; index++)
        json_number(&event.object, sweeps_count_name(index), sweeps_count(&row->counts, index));
    buf_byte(&event.object, '}');
    if (readers != NULL)
        write_readers(&event.object, readers);
    event_digest(&event, "rules", &row->rules);
    event_end(&event);
}

/* `due_ms`: of a later report; 0: the event is about none. `reason`: NULL, there is none to give. */
static void write_incident(struct event_log *log, const char *name, const struct incident_row *row, int64_t due_ms,
                           const char *reason)
{
    struct event event;

    if (log == NULL)
        return;
    event_begin(&event, log, name);
    json_text(&event.object, "incident", row->id);
    json_text(&event.object, "site", row->site);
    json_text(&event.object, "family", row->family);
    json_text(&event.object, "kind", incidents_kind_name(row->kind));
    json_text(&event.object, "state", incidents_state_name(row->state));
    json_text(&event.object, "grade", row->grade != INCIDENT_NOT_GRADED ? incidents_grade_name(row->grade) : NULL);
    json_number_or_null(&event.object, "sweep", row->sweep != 0 && !incidents_is_of_probes(row), (uint64_t)row->sweep);
    event_time(&event, "discovered", row->discovered_ms);
    event_time(&event, "report_due", incident_report_due_ms(row));
    if (due_ms != 0)
        event_time(&event, "due", due_ms);
    if (reason != NULL)
        json_text(&event.object, "reason", reason);
    json_bool(&event.object, "is_late", row->overdue_ms != 0);
    write_duration(&event, row->discovered_ms, clock_wall_ms());
    event_end(&event);
}

void sweep_event_incident(struct event_log *log, const char *name, const struct incident_row *row)
{
    write_incident(log, name, row, 0, NULL);
}

void sweep_event_late(struct event_log *log, const char *name, const struct incident_row *row, int64_t due_ms)
{
    write_incident(log, name, row, due_ms, NULL);
}

void sweep_event_untold(struct event_log *log, const struct incident_row *row)
{
    write_incident(log, "incident-untold", row, 0, "site-removed");
}
