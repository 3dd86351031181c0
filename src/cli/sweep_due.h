/* SPDX-License-Identifier: Apache-2.0
 *
 * guanka sweep due: whatever is due at the sites of a file, once, or (the daemon) day after day.
 *
 * Each sweep is a process of its own, so many at once as the site file allows, and one that dies takes nobody with it:
 * its sweep goes on the next time. A site of which none can be begun is told of, and others are not kept by it. Rules
 * are loaded before and shared. What incidents need (sweep_incident.h) and probes that are due (sweep_probe.h) run
 * beside them.
 */
#ifndef GUANKA_CLI_SWEEP_DUE_H
#define GUANKA_CLI_SWEEP_DUE_H

#include "cli/sweep_run.h"

struct sweep_due_options {
    const char *path; /* of the site file; the daemon reads it again when it has changed */
    bool is_daemon;
    bool keeps_log;               /* run.log stays what it is, whatever the site file says when it is read again */
    struct sweep_run_options run; /* run.file is looked at first */
};

struct sweep_due_result {
    unsigned swept;
    unsigned incomplete; /* sweeps that did not come out complete, missed slots, and what could not be begun */
    bool has_trouble;    /* a sweep could not be begun */
    bool is_late;        /* a report of an incident is overdue */
};

/* Returns when nothing is due any more; the daemon when it is stopped: what it is at goes on the next time. No thread
 * may be running but the log's. */
MUST_CHECK enum status sweep_due(const struct sweep_due_options *options, struct sweep_due_result *result,
                                 struct error *error);

#endif
