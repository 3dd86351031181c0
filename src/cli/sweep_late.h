/* SPDX-License-Identifier: Apache-2.0
 *
 * Reports of progress and daily reports of major incidents that are missing: each is noted in the ledger and told of in
 * the log once, when it has fallen due, however often somebody looks.
 */
#ifndef GUANKA_CLI_SWEEP_LATE_H
#define GUANKA_CLI_SWEEP_LATE_H

#include "base/error.h"
#include "base/event_log.h"
#include "store/incidents.h"
#include "store/store.h"

struct sweep_late {
    bool progress, daily; /* noted now, and to be told of */
};

/* Within a transaction. */
MUST_CHECK enum status sweep_late_note(struct store *store, const struct incident_row *row, int64_t now_ms,
                                       struct sweep_late *late, struct error *error);
/* When that is on disk. */
void sweep_late_tell(struct event_log *log, const struct incident_row *row, const struct sweep_late *late);

#endif
