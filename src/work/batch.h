/* SPDX-License-Identifier: Apache-2.0
 *
 * Many files at once: OpenMP threads with a scanner each, one report in order.
 *
 * Files past BATCH_BIG_BYTES begin first, the biggest of them before all, so that the last core is not left
 * alone with one. The report is in the order of the list whatever the number of threads, and byte for byte
 * the same. One content is scanned once and reported under every path that has it. A file that cannot be
 * read, or that breaks the scanner, is reported so and stops nothing.
 */
#ifndef GUANKA_WORK_BATCH_H
#define GUANKA_WORK_BATCH_H

#include <stdatomic.h>

#include "base/budget.h"
#include "base/date.h"
#include "isolate/pool.h"
#include "report/report_writer.h"
#include "work/outcome.h"
#include "work/progress.h"
#include "work/walk.h"

enum { BATCH_BIG_BYTES = 1 << 20 };

struct batch_options {
    uint32_t jobs; /* threads; 0: as many as there are cores */
    const struct limits *limits;
    struct ruleset *ruleset;
    struct outcome_known known; /* findings to leave out */
    struct date as_of; /* the intended day of publication */
    bool explain; /* findings come with explanations */
    const struct pool_options *isolation; /* how isolated formats are read; NULL: they are not */
    /* Set by a signal handler: what is under way ends, what has not begun is reported as not read. */
    const atomic_bool *stop;
    struct progress *progress; /* or NULL */
    int standard_input;        /* what "-" in the list reads */
};

/* Renders with the writer's format and options. STATUS_OK when every file of the list is in the report. */
MUST_CHECK enum status batch_run(const struct batch_options *options, const struct walk *walk,
                                 struct report_writer *writer, struct report_tally *tally);

#endif
