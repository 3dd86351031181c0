/* SPDX-License-Identifier: Apache-2.0 */
#include "work/progress.h"

#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/clock.h"
#include "report/words.h"

enum { TERMINAL_INTERVAL_MS = 100, LINE_INTERVAL_MS = 1000 };

static void append_time_left(struct buf *line, double seconds)
{
    unsigned long left = (unsigned long)(seconds + 0.999);

    if (left >= 3600)
        buf_format(line, _(", %lu h %lu min left"), left / 3600, left / 60 % 60);
    else if (left >= 60)
        buf_format(line, _(", %lu min %lu s left"), left / 60, left % 60);
    else
        buf_format(line, _(", %lu s left"), left);
}

static void show(struct progress *progress)
{
    uint64_t files = atomic_load_explicit(&progress->files, memory_order_relaxed);
    uint64_t bytes = atomic_load_explicit(&progress->bytes, memory_order_relaxed);
    double seconds = (double)(clock_monotonic_ns() - progress->start_ns) / 1e9;
    double rate = seconds > 0 ? (double)bytes / seconds : 0;
    struct buf line = BUF_INIT(4096);

    buf_text(&line, progress->is_terminal ? "\r\033[K" : "");
    buf_format(&line, _("%llu of %llu files"), (unsigned long long)files, (unsigned long long)progress->files_total);
    if (progress->bytes_total > 0)
        buf_format(&line, ", %u%%", (unsigned)((double)bytes * 100 / (double)progress->bytes_total));
    if (seconds > 0)
        buf_format(&line, _(", %.0f files/s, %.1f MB/s"), (double)files / seconds, rate / 1e6);
    if (rate > 0 && bytes < progress->bytes_total)
        append_time_left(&line, (double)(progress->bytes_total - bytes) / rate);
    buf_text(&line, progress->is_terminal ? "" : "\n");
    /* Nobody is helped by a run that fails because its progress could not be shown. */
    if (buf_status(&line) == STATUS_OK && write(progress->descriptor, line.data, line.size) < 0)
        progress->is_over = true;
    buf_free(&line);
}

static void *run(void *argument)
{
    struct progress *progress = argument;
    long interval_ms = progress->is_terminal ? TERMINAL_INTERVAL_MS : LINE_INTERVAL_MS;
    struct timespec next;

    clock_gettime(CLOCK_MONOTONIC, &next);
    pthread_mutex_lock(&progress->mutex);
    while (!progress->is_over) {
        next.tv_nsec += interval_ms * 1000000L;
        next.tv_sec += next.tv_nsec / 1000000000L;
        next.tv_nsec %= 1000000000L;
        if (pthread_cond_timedwait(&progress->over, &progress->mutex, &next) != 0 && !progress->is_over)
            show(progress);
    }
    pthread_mutex_unlock(&progress->mutex);
    return NULL;
}

enum status progress_start(struct progress *progress, uint64_t files_total, uint64_t bytes_total, int descriptor)
{
    pthread_condattr_t attributes;

    *progress = (struct progress){ .files_total = files_total,
                                   .bytes_total = bytes_total,
                                   .descriptor = descriptor,
                                   .is_terminal = isatty(descriptor),
                                   .start_ns = clock_monotonic_ns() };
    pthread_mutex_init(&progress->mutex, NULL);
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&progress->over, &attributes);
    pthread_condattr_destroy(&attributes);
    return pthread_create(&progress->thread, NULL, run, progress) == 0 ? STATUS_OK : STATUS_NO_MEMORY;
}

void progress_stop(struct progress *progress)
{
    pthread_mutex_lock(&progress->mutex);
    progress->is_over = true;
    pthread_cond_signal(&progress->over);
    pthread_mutex_unlock(&progress->mutex);
    pthread_join(progress->thread, NULL);
    if (progress->is_terminal && write(progress->descriptor, "\r\033[K", 4) < 0)
        progress->is_terminal = false;
    pthread_cond_destroy(&progress->over);
    pthread_mutex_destroy(&progress->mutex);
}
