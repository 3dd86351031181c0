/* SPDX-License-Identifier: Apache-2.0
 *
 * How many pages a second are swept: `guanka bench --sweep`.
 *
 * The site is one that a process of this program serves on the loopback (bench_site.h); whatever its pages lead to, no
 * other host is asked. A round is two sweeps with a database of their own: the first one of a site that was never seen,
 * and a second one, when nothing has changed. Each is a process, as `guanka sweep run` is. Processor time and memory
 * are those of this process, not of the server, which takes its share of the machine.
 */
#ifndef GUANKA_CLI_BENCH_SWEEP_H
#define GUANKA_CLI_BENCH_SWEEP_H

#include <stdatomic.h>

#include "cli/bench_figure.h"
#include "cli/bench_site.h"
#include "cli/config.h"
#include "cli/packs.h"
#include "store/sweeps.h"

enum bench_sweep_which { BENCH_SWEEP_FIRST, BENCH_SWEEP_SECOND, BENCH_SWEEP_WHICH_COUNT };
/* "first", "second": static; and what it is called for people. */
const char *bench_sweep_name(enum bench_sweep_which which);
const char *bench_sweep_words(enum bench_sweep_which which);

enum bench_sweep_figure {
    BENCH_SWEEP_PAGE,      /* seconds for each page */
    BENCH_SWEEP_PROCESSOR, /* processor time for each page */
    BENCH_SWEEP_FIGURE_COUNT
};
/* "page", "processor": static. */
const char *bench_sweep_figure_name(enum bench_sweep_figure figure);

struct bench_sweeps {
    struct bench_time figures[BENCH_SWEEP_FIGURE_COUNT];
    struct bench_time seconds;  /* of the whole sweep */
    struct sweep_counts counts; /* of the last round */
    uint64_t memory_peak;       /* bytes; of all rounds */
};

struct bench_sweep {
    struct bench_machine machine;
    char rules_digest[DIGEST_TEXT_SIZE], files_digest[DIGEST_TEXT_SIZE];
    bool is_sample;
    uint32_t rounds, jobs;
    uint64_t count; /* files, or pages of the sample */
    struct bench_sweeps sweeps[BENCH_SWEEP_WHICH_COUNT];
    char incomplete[256]; /* why a sweep did not come out complete; "" */
    struct buf inputs;    /* bench_inputs.h */
};

struct bench_sweep_options {
    const struct config *config;
    const struct packs *packs;
    const struct bench_site *site;
    bool is_sample;
    uint32_t rounds;
    uint32_t jobs; /* threads that read; 0: all cores */
    const atomic_bool *stop;
};

/* STATUS_STOPPED; STATUS_INVALID with words when a sweep cannot be made. buf_free bench->inputs in any case. */
MUST_CHECK enum status bench_sweep_measure(const struct bench_sweep_options *options, struct bench_sweep *bench,
                                           struct error *error);
double bench_sweep_pages_per_second(const struct bench_sweep *bench, enum bench_sweep_which which);

void bench_sweep_table(const struct bench_sweep *bench, struct buf *out);
void bench_sweep_json(const struct bench_sweep *bench, struct buf *out);
void bench_sweep_html(const struct bench_sweep *bench, enum report_language language, struct buf *out);
enum { BENCH_SWEEP_FIGURES_MAX = BENCH_SWEEP_WHICH_COUNT * BENCH_SWEEP_FIGURE_COUNT };
/* For --against: returns how many. */
size_t bench_sweep_figures(const struct bench_sweep *bench, struct bench_figure figures[BENCH_SWEEP_FIGURES_MAX]);

#endif
