/* SPDX-License-Identifier: Apache-2.0
 *
 * One sweep of one site: every address that belongs to it is fetched once and read by the rules, and what was found is
 * written down as it goes.
 *
 * One thread fetches, decides and writes; inspectors read beside it. What has not changed since it was last read with
 * these rules is neither sent by servers that know conditional requests nor scanned again. All that one page means is
 * one transaction, so a sweep that was cut off goes on where it stood.
 */
#ifndef GUANKA_SWEEP_CRAWL_H
#define GUANKA_SWEEP_CRAWL_H

#include <stdatomic.h>

#include "base/arena.h"
#include "store/incidents.h"
#include "store/sweeps.h"
#include "sweep/inspect.h"
#include "sweep/site.h"

struct crawl_progress {
    uint64_t met, reached, failed, scanned; /* addresses; contents */
    uint64_t opened;                        /* findings */
    uint64_t bytes;
};

struct crawl_options {
    const struct site *site;
    struct store *store;
    struct ruleset *ruleset;
    struct arena *words; /* the caller's: what the row says of the sweep lies in it */
    const struct limits *limits; /* of one content */
    const struct pool_options *isolation;
    enum report_language language;
    const char *evidence; /* the folder for what severe findings rest on (evidence.h) */
    unsigned threads;     /* inspectors */
    struct date today;
    const atomic_bool *stop;
    bool is_left_off;  /* when it is stopped it stays as it is, to go on later, and the row stays SWEEP_RUNNING */
    bool shares_store; /* other sweeps write at the same time: nothing is held back while this one waits */
    void (*progress)(void *context, const struct crawl_progress *progress); /* about once a second; NULL: nobody asks */
    void *progress_context;
    /* An incident was opened ("incident-opened"), or pages of it have no evidence, as there was no place left
     * ("incident-evidence-full"), and that is on disk; NULL: nobody asks. */
    void (*tell)(void *context, const char *event, const struct incident_row *row);
    void *tell_context;
};

/* row->id, site, slot, operator, start and is_starts_only (start pages and lists of columns, and nothing further) are
 * given; a sweep that is running already (its visits are in the store) goes
 * on. Fills in the rest, as it is in the store. STATUS_OK whatever became of the sweep, as long as that could be
 * written down. */
MUST_CHECK enum status crawl_run(const struct crawl_options *options, struct sweep_row *row, struct error *error);

#endif
