/* SPDX-License-Identifier: Apache-2.0
 *
 * guanka sweep run, and the sweeps of slots that sweep due (sweep_due.h) has take place.
 *
 * One program at a time sweeps a site: a lock beside the store says so. A sweep that was cut off goes on.
 */
#ifndef GUANKA_CLI_SWEEP_RUN_H
#define GUANKA_CLI_SWEEP_RUN_H

#include <stdatomic.h>

#include "base/event_log.h"
#include "cli/config.h"
#include "cli/site_file.h"
#include "store/sweeps.h"

struct sweep_run_options {
    const struct config *config;
    const struct site_file *file;
    const char *operator; /* who asked for it; "automatic" */
    uint32_t jobs;        /* threads that read; 0: as many as there are cores */
    bool shows_progress;
    bool tells_aside;  /* how sweeps came out, on standard error: standard output is for objects */
    bool is_left_off;  /* when it is stopped it goes on the next time (crawl.h) */
    bool shares_store; /* other sweeps write at the same time (crawl.h) */
    const atomic_bool *stop;
    struct event_log *log; /* NULL: none is kept */
};

/* Out of turn, one after the other. *outcome tells how they came out: complete only when all did. A site that fails
 * does not keep the others; *error then says why the last one did. */
MUST_CHECK enum status sweep_run_sites(const struct sweep_run_options *options, const struct site *const *sites,
                                       size_t count, enum sweep_outcome *outcome, struct error *error);

/* Slots of a site that have passed without a sweep are recorded as missed (*missed grows by their number); *is_due: the
 * one of *slot_ms is to take place now. A site that another program sweeps is not due. When its lock cannot be made,
 * that is an error, noted as the reason why the slot is missed, should it be. */
MUST_CHECK enum status sweep_run_find_due(const struct sweep_run_options *options, const struct site *site,
                                          int64_t now_ms, bool *is_due, int64_t *slot_ms, unsigned *missed,
                                          struct error *error);
/* Has the store know what the site file says of all sites now, and which ones it names no more (site_roster.h). */
MUST_CHECK enum status sweep_run_note_sites(const struct sweep_run_options *options, int64_t now_ms,
                                            struct error *error);
/* Why the sweep of a slot could not be begun: the reason of its record, should it be missed. */
MUST_CHECK enum status sweep_run_note_trouble(const struct sweep_run_options *options, const struct site *site,
                                              int64_t slot_ms, const char *reason, struct error *error);
/* The sweep of a slot. *outcome: SWEEP_RUNNING when it was stopped and goes on the next time. */
MUST_CHECK enum status sweep_run_slot(const struct sweep_run_options *options, const struct site *site,
                                      struct ruleset *ruleset, int64_t slot_ms, enum sweep_outcome *outcome,
                                      struct error *error);
/* Out of turn, the start pages and the lists of columns alone, which is no complete sweep: for what a probe has found
 * there. */
MUST_CHECK enum status sweep_run_starts(const struct sweep_run_options *options, const struct site *site,
                                        struct ruleset *ruleset, struct error *error);
/* On standard error, what is wrong with this site, or that memory is. */
void sweep_run_complain(const struct site *site, const struct error *error);
/* Whether a program is at it: one that the store has as running, while none is, was cut off. Who may not look at the
 * lock, as another user, believes the store. */
bool sweep_run_is_under_way(const char *store, const char *site);
/* How much one content may take. */
const struct limits *sweep_run_limits(void);

#endif
