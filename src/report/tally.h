/* SPDX-License-Identifier: Apache-2.0
 *
 * Totals of a run. Every document (a file, or a file inside one) counts once, as complete, incomplete or
 * skipped, so the three always add up.
 */
#ifndef GUANKA_REPORT_TALLY_H
#define GUANKA_REPORT_TALLY_H

#include "engine/scan.h"
#include "policy/policy.h"

struct report_tally {
    uint64_t files;     /* as found on the command line and in folders */
    uint64_t documents; /* with the files inside them */
    uint64_t complete, incomplete, skipped;
    uint64_t bytes; /* of the files, as stored */
    struct ocr_cost ocr;
    uint64_t findings[ACTION_BLOCK + 1];
    uint64_t suppressed; /* findings left out because a suppression answers for them */
    uint64_t known; /* findings left out because the baseline has them */
    /* How many documents each problem kept from being read completely; one document may have several. */
    uint64_t problems[STATUS_BUG + 1];
    enum verdict verdict;
};

/* Adds one file of a run with all its parts. */
void tally_scan(struct report_tally *tally, const struct scan *scan);
void tally_add(struct report_tally *tally, const struct report_tally *other);
/* Documents that were not read completely. */
uint64_t tally_unread(const struct report_tally *tally);

#endif
