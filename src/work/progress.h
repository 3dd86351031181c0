/* SPDX-License-Identifier: Apache-2.0
 *
 * How far a run has come, on standard error, ten times a second.
 *
 * Workers only add to two counters; a thread of its own does the showing, so a single large file does
 * not stop the clock. On something that is no terminal it writes a line a second.
 */
#ifndef GUANKA_WORK_PROGRESS_H
#define GUANKA_WORK_PROGRESS_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/status.h"

struct progress {
    atomic_uint_fast64_t files, bytes; /* done */
    uint64_t files_total, bytes_total;
    int descriptor;
    bool is_terminal, is_over;
    uint64_t start_ns;
    pthread_t thread;
    pthread_mutex_t mutex;
    pthread_cond_t over;
};

/* `progress` must stay where it is until progress_stop. */
MUST_CHECK enum status progress_start(struct progress *progress, uint64_t files_total, uint64_t bytes_total,
                                      int descriptor);
/* Clears the line. */
void progress_stop(struct progress *progress);

static inline void progress_add(struct progress *progress, uint64_t bytes)
{
    atomic_fetch_add_explicit(&progress->files, 1, memory_order_relaxed);
    atomic_fetch_add_explicit(&progress->bytes, bytes, memory_order_relaxed);
}

#endif
