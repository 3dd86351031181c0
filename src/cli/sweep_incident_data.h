/* SPDX-License-Identifier: Apache-2.0
 *
 * What the files of guanka sweep incident share: incidents and their sites as they are read, and what is added to the
 * ledger of one. The draft of the first report is sweep_incident_draft.c, the clock sweep_incident_due.c,
 * what stands in the way of an end sweep_incident_end.c.
 */
#ifndef GUANKA_CLI_SWEEP_INCIDENT_DATA_H
#define GUANKA_CLI_SWEEP_INCIDENT_DATA_H

#include "base/arena.h"
#include "base/buf.h"
#include "cli/sweep_incident.h"
#include "store/incidents.h"
#include "sweep/incident.h"
#include "sweep/slots.h"

struct sweep_incidents {
    struct incident_row *rows;
    size_t count, capacity;
    struct arena_copies copies;
    enum status status;
};

/* Give it back in any case, whatever becomes of the reading. */
MUST_CHECK enum status sweep_incidents_find(const struct store *store, const struct incidents_filter *filter,
                                            struct sweep_incidents *found, struct error *error);
/* STATUS_INVALID, with words: there is none of this number. */
MUST_CHECK enum status sweep_incidents_find_one(const struct store *store, const char *id,
                                                struct sweep_incidents *found, struct error *error);
void sweep_incidents_free(struct sweep_incidents *found);

/* The site of an incident. */
struct sweep_incident_site {
    struct site site; /* as the site file has it; one that it has no more as it was when the incident was discovered */
    bool is_listed;   /* by the site file: it says who is told */
};

/* Its texts lie in the arena, or belong to the site file or the incident. */
MUST_CHECK enum status sweep_incident_find_site(const struct sweep_incident_options *options, const struct store *store,
                                                const struct incident_row *row, struct arena *arena,
                                                struct sweep_incident_site *found, struct error *error);
/* Whose contacts are told; NULL: those to be told are named in the site file alone, and it has the site no more. */
const struct site *sweep_incident_told_site(const struct sweep_incident_site *found);
/* That nobody was, on standard error and in the log: when what a message was due for is on disk. */
void sweep_incident_tell_untold(const struct sweep_incident_options *options, const struct incident_row *row,
                                const struct site *site);

/* What is done with one incident, as the store has it at one time; `arena` is there as long. */
typedef enum status sweep_incident_use(void *context, const struct store *store, const struct incident_row *row,
                                       struct arena *arena, struct error *error);
MUST_CHECK enum status sweep_incident_read(const struct sweep_incident_options *options, const char *id,
                                           sweep_incident_use *use, void *context, struct error *error);

/* The object `body`, which it ends and frees, in the ledger, and the incident as it is now. In a transaction. */
MUST_CHECK enum status sweep_incident_add_entry(struct store *store, const struct incident_row *row, const char *actor,
                                                const char *kind, struct buf *body, int64_t now_ms,
                                                struct error *error);
/* STATUS_INVALID, with words that name them: severe findings of the incident are open, and the step says that it is over. */
MUST_CHECK enum status sweep_incident_may_end(const struct store *store, const struct incident_row *row,
                                              enum incident_step step, struct error *error);
/* For people; "none" for 0. */
const char *sweep_incident_time(int64_t at_ms, char text[SLOTS_TIME_SIZE]);

#endif
