/* SPDX-License-Identifier: Apache-2.0
 *
 * Other processes of this program, which `guanka bench` starts to be measured: they end with the one that started them,
 * even when that is killed.
 *
 * Started by a process that has one thread.
 */
#ifndef GUANKA_CLI_BENCH_PROCESS_H
#define GUANKA_CLI_BENCH_PROCESS_H

#include <stdint.h>
#include <sys/types.h>

#include "base/buf.h"
#include "base/error.h"

/* Where its standard output and standard error go; NULL: nowhere. Both files are made. Standard input is empty. */
struct bench_process_files {
    const char *output, *errors;
};

/* This program with these arguments, the first of which is the command; NULL-terminated. STATUS_IO with words. */
MUST_CHECK enum status bench_process_start(const char *const *arguments, const struct bench_process_files *files,
                                           pid_t *id, struct error *error);
/* A copy of this process, in which `run` is called; what it returns is the exit status. */
MUST_CHECK enum status bench_process_copy(int (*run)(void *context), void *context,
                                          const struct bench_process_files *files, pid_t *id, struct error *error);

struct bench_process_end {
    int exit_status;    /* -1: a signal has ended it */
    double processor_s; /* that it and its ended children had */
    uint64_t peak;      /* bytes of memory at most, of it or of one of those */
};
/* Waits until it has ended. */
struct bench_process_end bench_process_wait(pid_t id);
/* Asks it to end (SIGTERM) and waits; does nothing for 0. */
void bench_process_stop(pid_t id);
/* Whether it has not ended yet. */
bool bench_process_runs(pid_t id);
/* Its memory now, and at most so far: bytes; false when that cannot be known. */
bool bench_process_memory(pid_t id, uint64_t *resident, uint64_t *peak);
/* What it said last on standard error becomes the words of *error; STATUS_INVALID. */
MUST_CHECK enum status bench_process_fail(const struct bench_process_files *files, const char *what,
                                          struct error *error);

#endif
