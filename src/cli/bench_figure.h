/* SPDX-License-Identifier: Apache-2.0
 *
 * What every part of `guanka bench` says: times over several rounds, on which machine, with which rules and files.
 *
 * Times are seconds; less is better. Texts are borrowed.
 */
#ifndef GUANKA_CLI_BENCH_FIGURE_H
#define GUANKA_CLI_BENCH_FIGURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

enum { BENCH_ROUNDS_MAX = 99, BENCH_TEXT_SIZE = 160, BENCH_SETTINGS_MAX = 4 };

/* Of all rounds; low and high are the quartiles. In seconds. */
struct bench_time {
    double median, low, high;
};

void bench_sort(double *values, size_t count);
/* Sorts `values`, which are in seconds. */
struct bench_time bench_time_of(double *values, size_t count);
/* Of sorted values, between neighbours in proportion (Hyndman and Fan's seventh definition); `count` is not 0. */
double bench_quantile(const double *sorted, size_t count, double share);

/* A column of what lies between the quartiles, in percent of the median; "–" of one round, which says nothing of it. */
void bench_spread_column(struct buf *out, const struct bench_time *time, uint32_t rounds, size_t width);

/* What is reckoned for sentences: more digits would say that it is known. */
double bench_two_digits(double number);

struct bench_machine {
    char processor[BENCH_TEXT_SIZE], kernel[BENCH_TEXT_SIZE];
    uint32_t cores;
    uint64_t memory; /* bytes */
};

void bench_machine_describe(struct bench_machine *machine);
/* A line for people, and members of an object for programs: with what version and engine, too. */
void bench_machine_line(const struct bench_machine *machine, struct buf *out);
void bench_machine_json(const struct bench_machine *machine, struct buf *out);
/* False of a time that is reckoned as what others leave, where nothing is left: the machine was disturbed. */
bool bench_time_is_known(const struct bench_time *time);
/* A number of JSON that is no whole one. */
void bench_json_real(struct buf *out, const char *key, double value);
void bench_json_real_or_null(struct buf *out, const char *key, bool is_known, double value);
/* The members "seconds", "seconds_low" and "seconds_high"; null when the time is not known. */
void bench_json_time(struct buf *out, const struct bench_time *time);

/* One time of a run, as it is found again in a saved one: the line of JSON whose type this is, and which of that type.
 */
struct bench_figure {
    const char *type, *what, *detail;      /* "bench-stage", "html", "scan" */
    const char *shown_what, *shown_detail; /* the same for people */
    struct bench_time time;
};

/* What a run was made with, which a run that it is compared with should have been, too. */
struct bench_setting {
    const char *name;  /* a member of the last line, that of the type "bench" */
    const char *words; /* for people */
    uint64_t value;
};

struct bench_run {
    const char *what; /* of that last line: "speed", "gate", "sweep" */
    const struct bench_machine *machine;
    const char *rules_digest, *files_digest;
    bool is_sample;        /* the built-in one */
    uint64_t sample_pages; /* that it was asked to have; 0: it is always the same one */
    struct bench_setting settings[BENCH_SETTINGS_MAX];
    size_t setting_count;
    const struct buf *inputs; /* bench_inputs.h; NULL: they are not told by name */
    const struct bench_figure *figures;
    size_t figure_count;
};

#endif
