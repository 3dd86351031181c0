/* SPDX-License-Identifier: Apache-2.0
 *
 * How fast this machine is with the operator's rules and files: `guanka bench [PATH…]`.
 *
 * Stages and formats in one thread (bench_stages.h), whole scans in one to all cores (work/batch.h, as `guanka scan`
 * does it, the report included), drafts as the gate judges them (gate/assessment.h) in all cores. Everything is done
 * once to warm up and then in rounds; of each figure there is the median of the rounds and the quartiles. Times are of
 * the monotonic clock: what other programs take from the machine counts, and shows in the quartiles.
 */
#ifndef GUANKA_CLI_BENCH_SPEED_H
#define GUANKA_CLI_BENCH_SPEED_H

#include <stdatomic.h>

#include "cli/bench_figure.h"
#include "cli/bench_stages.h"
#include "cli/config.h"
#include "cli/packs.h"

struct bench_format {
    char name[BENCH_FORMAT_SIZE];
    size_t documents;
    uint64_t bytes, text_bytes;
    uint64_t charset_bytes;
    struct bench_time stages[BENCH_STAGE_COUNT]; /* for all its documents once */
};

struct bench_threads {
    uint32_t threads;
    uint64_t documents, bytes;
    struct bench_time time; /* for all documents once */
};

enum {
    BENCH_THREADS_MAX = 64,
    BENCH_SPEED_FIGURES_MAX = BENCH_FORMATS_MAX * BENCH_STAGE_COUNT + BENCH_THREADS_MAX + 1
};

struct bench_speed {
    struct bench_machine machine;
    char rules_digest[DIGEST_TEXT_SIZE], files_digest[DIGEST_TEXT_SIZE];
    struct buf inputs; /* bench_inputs.h */
    uint32_t rounds;
    bool is_sample; /* the built-in one */
    size_t documents, left_out, too_many;
    uint64_t bytes;
    struct bench_format formats[BENCH_FORMATS_MAX];
    size_t format_count;
    struct bench_threads threads[BENCH_THREADS_MAX];
    size_t threads_count;
    struct bench_threads
        drafts; /* judged as drafts in all cores; 0 threads: the rules have no tables to judge drafts by */
};

struct bench_speed_options {
    const struct config *config;
    const struct packs *packs;
    const struct walk *walk;
    bool is_sample;
    uint32_t rounds;  /* from 1 */
    uint32_t threads; /* at most; 0: as many as there are cores */
    const atomic_bool *stop;
};

/* STATUS_STOPPED. buf_free speed->inputs in any case. */
MUST_CHECK enum status bench_speed_measure(const struct bench_speed_options *options, struct bench_speed *speed,
                                           struct error *error);

/* Pages that this machine can read in an hour with all cores, as those of the files are; 0: there are none among them.
 * Reckoned: pages a second in one thread, times what all cores are faster than one with all files. */
double bench_speed_pages_per_hour(const struct bench_speed *speed);
double bench_speed_drafts_per_second(const struct bench_speed *speed);

#endif
