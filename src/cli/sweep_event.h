/* SPDX-License-Identifier: Apache-2.0
 *
 * What inspections of sites tell their log (report/event.h): sweeps that begin and end, incidents that are opened,
 * reported, overdue and closed. After what they tell of is on disk. Nothing where no log is kept.
 */
#ifndef GUANKA_CLI_SWEEP_EVENT_H
#define GUANKA_CLI_SWEEP_EVENT_H

#include "isolate/pool.h"
#include "report/event.h"
#include "store/incidents.h"
#include "store/sweeps.h"

/* `goes_on`: it was cut off, and goes on now. */
void sweep_event_started(struct event_log *log, const struct sweep_row *row, bool goes_on);
/* `failure`: why nothing could be said of how it came out; STATUS_OK: row->outcome is. `readers` may be NULL. */
void sweep_event_ended(struct event_log *log, const struct sweep_row *row, enum status failure,
                       struct pool_counts *readers);
/* `name`: "incident-opened" and so on. */
void sweep_event_incident(struct event_log *log, const char *name, const struct incident_row *row);
/* One that is about a report of progress or a daily one, and when it was due. */
void sweep_event_late(struct event_log *log, const char *name, const struct incident_row *row, int64_t due_ms);
/* A message about it was due, and could go to nobody: its site was taken out of the site file. */
void sweep_event_untold(struct event_log *log, const struct incident_row *row);

#endif
