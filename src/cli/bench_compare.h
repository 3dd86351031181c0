/* SPDX-License-Identifier: Apache-2.0
 *
 * `guanka bench --against FILE`: this run beside one that was saved (its lines of JSON).
 *
 * Slower is what is slower by more than the threshold at the median, and of which the quartiles of both runs do not
 * overlap, so that a busy moment is no regression. Runs on another machine, with other rules or other files are not
 * compared unless that is wanted: then what differs is told, and the comparison is made all the same. A saved run of one
 * round is never compared with: it has no quartiles.
 */
#ifndef GUANKA_CLI_BENCH_COMPARE_H
#define GUANKA_CLI_BENCH_COMPARE_H

#include "base/error.h"
#include "cli/bench_figure.h"

enum { BENCH_THRESHOLD_DEFAULT = 10 };

struct bench_comparison {
    uint64_t threshold; /* percent */
    bool is_anyway;     /* compares what differs */
    size_t compared, slower;
};

/* Tells in `out` line by line what is slower or faster, as text or, with `as_json`, as lines of JSON. STATUS_INVALID
 * with words in *error when the file is no saved run or is not comparable; numbers are in *comparison. */
MUST_CHECK enum status bench_compare(const char *path, const struct bench_run *run, bool as_json,
                                     struct bench_comparison *comparison, struct buf *out, struct error *error);

#endif
