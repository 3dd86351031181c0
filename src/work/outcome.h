/* SPDX-License-Identifier: Apache-2.0
 *
 * What is reported of one file: its scan, less what the baseline knows, and with what went wrong outside
 * the scan.
 *
 * Gives scans that look as the engine's do, so reports and policy need not know. A result is valid until the
 * next call with the same outcome, and no longer than what it was made from. One thread.
 */
#ifndef GUANKA_WORK_OUTCOME_H
#define GUANKA_WORK_OUTCOME_H

#include "engine/scan.h"
#include "report/baseline.h"
#include "rules/suppression.h"

struct outcome {
    struct scan scan;
    struct scan_part part; /* of what was never scanned */
    struct gap gap;
    struct scan_part *parts;
    size_t part_capacity;
    struct finding *findings;
    size_t finding_capacity;
    struct gap *gaps;
    size_t gap_capacity;
    uint64_t known_count, suppressed_count; /* findings that the last outcome_new left out */
};

/* A file of which there is no scan. `detail` may be NULL. */
const struct scan *outcome_unread(struct outcome *outcome, enum coverage coverage, uint64_t bytes, enum status why,
                                  const char *detail);
/* `scan`, with one more problem of the document itself. */
MUST_CHECK enum status outcome_amend(struct outcome *outcome, const struct scan *scan, enum status why,
                                     const char *detail, const struct scan **amended);
/* What need not be reported again. */
struct outcome_known {
    const struct baseline *baseline;    /* or NULL */
    struct suppressions *suppressions;  /* or NULL */
    const char *only; /* leave out all but the finding with this fingerprint; NULL: no */
    const char *day;                    /* on which suppressions must not have expired */
};
/* `scan` without the findings that are known under `path`. */
MUST_CHECK enum status outcome_new(struct outcome *outcome, const struct scan *scan, const struct outcome_known *known,
                                   const char *path, const struct scan **remaining);
void outcome_free(struct outcome *outcome);

#endif
