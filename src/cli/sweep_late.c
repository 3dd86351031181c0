/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/sweep_late.h"

#include <string.h>

#include "base/buf.h"
#include "cli/sweep_event.h"
#include "report/json.h"
#include "store/ledger.h"
#include "sweep/incident.h"
#include "sweep/slots.h"

enum { BODY_MAX = 4096 };

static const char progress_kind[] = "incident-progress-overdue", daily_kind[] = "incident-daily-overdue";

struct asking {
    const char *kind;
    int64_t since_ms;
    bool was_noted;
};

static bool look_at_entry(void *context, const struct ledger_entry *entry)
{
    struct asking *asking = context;

    asking->was_noted =
        asking->was_noted || (strcmp(entry->kind, asking->kind) == 0 && entry->at_ms >= asking->since_ms);
    return !asking->was_noted;
}

static enum status note_once(struct store *store, const struct incident_row *row, const char *kind, int64_t due_ms,
                             int64_t now_ms, bool *is_new, struct error *error)
{
    struct asking asking = { .kind = kind, .since_ms = due_ms };
    struct ledger_entry entry = {
        .at_ms = now_ms, .actor = "automatic", .role = "incident", .kind = kind, .subject = row->id
    };
    struct buf body = BUF_INIT(BODY_MAX);
    char due[SLOTS_TIME_SIZE];
    enum status status = ledger_read_subject(store, row->id, look_at_entry, &asking, error);

    *is_new = status == STATUS_OK && !asking.was_noted;
    if (!*is_new)
        return status;
    slots_time_write(due_ms, due);
    buf_byte(&body, '{');
    json_text(&body, "due", due);
    return ledger_add_object(store, &entry, &body, error);
}

enum status sweep_late_note(struct store *store, const struct incident_row *row, int64_t now_ms,
                            struct sweep_late *late, struct error *error)
{
    enum status status = STATUS_OK;

    *late = (struct sweep_late){ 0 };
    if (incident_needs_progress(row, now_ms))
        status = note_once(store, row, progress_kind, incident_progress_due_ms(row), now_ms, &late->progress, error);
    if (status == STATUS_OK && incident_needs_daily(row, now_ms))
        status = note_once(store, row, daily_kind, incident_daily_due_ms(now_ms), now_ms, &late->daily, error);
    return status;
}

void sweep_late_tell(struct event_log *log, const struct incident_row *row, const struct sweep_late *late)
{
    if (late->progress)
        sweep_event_incident(log, progress_kind, row);
    if (late->daily)
        sweep_event_incident(log, daily_kind, row);
}
