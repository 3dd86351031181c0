/* SPDX-License-Identifier: Apache-2.0
 *
 * How many drafts a gate answers, and how soon: `guanka bench --gate`.
 *
 * The gate is one of its own (this program, `guanka gate`, with a database in a folder of its own and a Unix socket
 * that its user alone can open), or one that runs, which is asked to check and stores nothing. What is sent are the
 * files, each as a draft, in turn. Each round has each load once: checks, and submissions, which are stored, at a fixed
 * rate (bench_load.h) and as fast as answers come. Of each figure there are the median of the rounds and the quartiles.
 * The load runs on the same machine, and takes its share of it.
 */
#ifndef GUANKA_CLI_BENCH_GATE_H
#define GUANKA_CLI_BENCH_GATE_H

#include "cli/bench_figure.h"
#include "cli/bench_load.h"
#include "cli/config.h"
#include "cli/packs.h"
#include "work/walk.h"

enum bench_gate_load {
    BENCH_CHECK_STEADY,
    BENCH_CHECK_SATURATED,
    BENCH_SUBMISSION_STEADY,
    BENCH_SUBMISSION_SATURATED,
    BENCH_GATE_LOAD_COUNT
};
/* "check-steady", …: static; and what it is called for people. */
const char *bench_gate_load_name(enum bench_gate_load load);
const char *bench_gate_load_words(enum bench_gate_load load);

enum bench_gate_figure {
    BENCH_GATE_MEDIAN, /* what half of the answers took at most, and so on */
    BENCH_GATE_P95,
    BENCH_GATE_P99,
    BENCH_GATE_ANSWER, /* seconds for each answer: one by answers a second */
    BENCH_GATE_FIGURE_COUNT
};
/* "median", "p95", "p99", "answer": static. */
const char *bench_gate_figure_name(enum bench_gate_figure figure);

/* Counts are of all rounds. */
struct bench_gate_loads {
    bool is_measured;
    struct bench_time figures[BENCH_GATE_FIGURE_COUNT];
    double most;                                   /* seconds: the slowest answer of all */
    uint64_t due, answered, refused, failed, late; /* as in struct bench_load */
};

struct bench_gate {
    struct bench_machine machine;
    const char *address; /* of a gate that runs already; NULL: of its own */
    char rules_digest[DIGEST_TEXT_SIZE], files_digest[DIGEST_TEXT_SIZE]; /* "": the rules of another gate */
    uint32_t rounds, rate, seconds, connections;
    bool is_sample;
    size_t documents, left_out, too_many;
    uint64_t bytes;
    struct bench_gate_loads loads[BENCH_GATE_LOAD_COUNT];
    bool has_memory;                                 /* of a gate of its own */
    uint64_t memory_first, memory_last, memory_peak; /* bytes: after the first round, after the last one, at most */
    char complaint[256];                             /* of answers that were none; "" */
    struct buf inputs;                               /* bench_inputs.h */
};

struct bench_gate_options {
    const struct config *config;
    const struct packs *packs;
    const struct walk *walk;
    bool is_sample;
    const char *address;    /* "http://127.0.0.1:8423", "unix:/run/guanka-gate.sock"; NULL: a gate of its own */
    const char *token_file; /* of an account that may submit, for such a gate; NULL: the socket says who asks */
    uint32_t rounds, rate, seconds;
    uint32_t connections; /* that ask as fast as they can; 0: four a core */
    const atomic_bool *stop;
};

/* STATUS_STOPPED; STATUS_INVALID with words when the gate does not start or answers nothing. buf_free gate->inputs in
 * any case. */
MUST_CHECK enum status bench_gate_measure(const struct bench_gate_options *options, struct bench_gate *gate,
                                          struct error *error);

double bench_gate_per_second(const struct bench_gate *gate, enum bench_gate_load load);
/* Whether the gate answered as many as came at the fixed rate. */
bool bench_gate_keeps_up(const struct bench_gate *gate, enum bench_gate_load load);
/* Whether its memory has grown by more than a tenth between the first round and the last. */
bool bench_gate_has_grown(const struct bench_gate *gate);

void bench_gate_table(const struct bench_gate *gate, struct buf *out);
void bench_gate_json(const struct bench_gate *gate, struct buf *out);
void bench_gate_html(const struct bench_gate *gate, enum report_language language, struct buf *out);
enum { BENCH_GATE_FIGURES_MAX = BENCH_GATE_LOAD_COUNT * BENCH_GATE_FIGURE_COUNT };
/* For --against: returns how many. */
size_t bench_gate_figures(const struct bench_gate *gate, struct bench_figure figures[BENCH_GATE_FIGURES_MAX]);

#endif
