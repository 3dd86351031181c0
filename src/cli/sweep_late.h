/* SPDX-License-Identifier: Apache-2.0
 *
 * Reports of progress and daily reports of major incidents that are missing: each is noted in the ledger when it has
 * fallen due, and told of in the log, however often somebody looks, once; those to whom incidents are told get a
 * message, of several that are noted at once (nobody looked for a while) about the last.
 */
#ifndef GUANKA_CLI_SWEEP_LATE_H
#define GUANKA_CLI_SWEEP_LATE_H

#include "base/error.h"
#include "base/event_log.h"
#include "store/incidents.h"
#include "store/store.h"
#include "sweep/site.h"

enum { SWEEP_LATE_PROGRESS, SWEEP_LATE_DAILY, SWEEP_LATE_KINDS };

/* Of each kind those that fell due behind `after_ms` are noted now, and to be told of. */
struct sweep_late {
    int64_t after_ms[SWEEP_LATE_KINDS];
    int64_t now_ms;
    bool is_untold; /* there was something to be told, and no site whose contacts could be */
};

/* Within a transaction, and before a step is taken that makes up for what is missing. `site`: whose contacts get the
 * messages; NULL: there are none. */
MUST_CHECK enum status sweep_late_note(struct store *store, const struct site *site, const struct incident_row *row,
                                       int64_t now_ms, struct sweep_late *late, struct error *error);
/* When that is on disk; `row` as it was given to sweep_late_note. */
void sweep_late_tell(struct event_log *log, const struct incident_row *row, const struct sweep_late *late);

#endif
