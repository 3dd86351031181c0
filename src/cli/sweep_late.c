/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/sweep_late.h"

#include <string.h>

#include "base/buf.h"
#include "cli/sweep_event.h"
#include "report/json.h"
#include "report/json_line.h"
#include "store/ledger.h"
#include "sweep/incident.h"
#include "sweep/notify.h"
#include "sweep/slots.h"

enum { BODY_MAX = 4096, SECOND_MS = 1000 };

static const struct {
    const char *entry; /* of the ledger, and the event */
    enum notify_event message;
    int64_t (*missed_ms)(const struct incident_row *row, int64_t after_ms, int64_t now_ms);
} kinds[SWEEP_LATE_KINDS] = {
    [SWEEP_LATE_PROGRESS] = { "incident-progress-overdue", NOTIFY_PROGRESS_OVERDUE, incident_missed_progress_ms },
    [SWEEP_LATE_DAILY] = { "incident-daily-overdue", NOTIFY_DAILY_OVERDUE, incident_missed_daily_ms },
};

/* ---- What was noted before. */

/* The end of the second that was written. */
static int64_t due_of(const struct ledger_entry *entry)
{
    struct bytes due = json_line_text(bytes_of_text(entry->body), "\"due\"");
    char text[SLOTS_TIME_SIZE] = "";
    int64_t due_ms = INT64_MIN;

    if (due.size >= sizeof text)
        return INT64_MIN;
    memcpy(text, due.data != NULL ? (const char *)due.data : "", due.size);
    return slots_time_parse(text, &due_ms) ? due_ms + SECOND_MS - 1 : INT64_MIN;
}

static bool take_entry(void *context, const struct ledger_entry *entry)
{
    struct sweep_late *late = context;

    for (size_t kind = 0; kind < SWEEP_LATE_KINDS; kind++) {
        int64_t due_ms = strcmp(entry->kind, kinds[kind].entry) == 0 ? due_of(entry) : INT64_MIN;

        late->after_ms[kind] = due_ms > late->after_ms[kind] ? due_ms : late->after_ms[kind];
    }
    return true;
}

/* ---- What is missing now. */

static enum status note(struct store *store, const struct incident_row *row, const char *kind, int64_t due_ms,
                        int64_t now_ms, struct error *error)
{
    struct ledger_entry entry = {
        .at_ms = now_ms, .actor = "automatic", .role = "incident", .kind = kind, .subject = row->id
    };
    struct buf body = BUF_INIT(BODY_MAX);
    char due[SLOTS_TIME_SIZE];

    slots_time_write(due_ms, due);
    buf_byte(&body, '{');
    json_text(&body, "due", due);
    return ledger_add_object(store, &entry, &body, error);
}

static enum status note_kind(struct store *store, const struct site *site, const struct incident_row *row, size_t kind,
                             struct sweep_late *late, struct error *error)
{
    int64_t last_ms = 0;
    enum status status = STATUS_OK;

    for (int64_t due_ms = kinds[kind].missed_ms(row, late->after_ms[kind], late->now_ms);
         due_ms != 0 && status == STATUS_OK; due_ms = kinds[kind].missed_ms(row, due_ms, late->now_ms)) {
        status = note(store, row, kinds[kind].entry, due_ms, late->now_ms, error);
        last_ms = due_ms;
    }
    late->is_untold = late->is_untold || (last_ms != 0 && site == NULL);
    if (status == STATUS_OK && last_ms != 0 && site != NULL)
        status = notify_queue_late(store, site, row, kinds[kind].message, last_ms, late->now_ms, error);
    return status;
}

enum status sweep_late_note(struct store *store, const struct site *site, const struct incident_row *row,
                            int64_t now_ms, struct sweep_late *late, struct error *error)
{
    enum status status;

    *late = (struct sweep_late){ .after_ms = { INT64_MIN, INT64_MIN }, .now_ms = now_ms };
    if (!incident_needs_progress(row, now_ms) && !incident_needs_daily(row, now_ms))
        return STATUS_OK;
    status = ledger_read_subject(store, row->id, take_entry, late, error);
    for (size_t kind = 0; kind < SWEEP_LATE_KINDS && status == STATUS_OK; kind++)
        status = note_kind(store, site, row, kind, late, error);
    return status;
}

void sweep_late_tell(struct event_log *log, const struct incident_row *row, const struct sweep_late *late)
{
    for (size_t kind = 0; kind < SWEEP_LATE_KINDS; kind++) {
        for (int64_t due_ms = kinds[kind].missed_ms(row, late->after_ms[kind], late->now_ms); due_ms != 0;
             due_ms = kinds[kind].missed_ms(row, due_ms, late->now_ms))
            sweep_event_late(log, kinds[kind].entry, row, due_ms);
    }
}
