/* SPDX-License-Identifier: Apache-2.0
 *
 * What `guanka bench` measured, for people and for programs: a table, lines of JSON (docs/contract.md, "Bench"), a page
 * with charts that needs nothing else.
 */
#ifndef GUANKA_CLI_BENCH_PAGE_H
#define GUANKA_CLI_BENCH_PAGE_H

#include "base/buf.h"
#include "cli/bench_speed.h"

void bench_speed_table(const struct bench_speed *speed, struct buf *out);
void bench_speed_json(const struct bench_speed *speed, struct buf *out);
void bench_speed_html(const struct bench_speed *speed, enum report_language language, struct buf *out);

/* The two sentences that sizing begins with, and how they are reckoned. */
void bench_speed_sentences(const struct bench_speed *speed, struct buf *out);
/* For --against: all of its times; returns how many. `names` holds texts of theirs. */
struct bench_speed_names {
    char threads[BENCH_THREADS_MAX][12], drafts[12];
};
size_t bench_speed_figures(const struct bench_speed *speed, struct bench_speed_names *names,
                           struct bench_figure figures[BENCH_SPEED_FIGURES_MAX]);
/* What a stage is called for people. */
const char *bench_stage_words(enum bench_stage stage);

#endif
