/* SPDX-License-Identifier: Apache-2.0
 *
 * bench_isolation GUANKA-EXTRACT FOLDER: what it costs to read isolated formats in another process. Each file of the
 * folder is read again and again until 1,000 documents have been read, by the extractors themselves and through
 * guanka-extract in turns, five times each; both must give the same number of bytes of text. One JSON line: medians, and
 * the median of the ratios of neighbours, by the clock and by the time of the processor (of both processes), since what
 * else a machine does disturbs neighbours alike.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "base/clock.h"
#include "base/file.h"
#include "extract/extract.h"
#include "foreign/foreign_registry.h"
#include "isolate/pool.h"
#include "tree_files.h"

enum { DOCUMENTS = 1000, ROUNDS = 5 };

struct counter {
    struct extract_sink sink;
    uint64_t text_bytes;
};

static void fail(const char *what)
{
    (void)fprintf(stderr, "bench_isolation: %s\n", what);
    exit(2);
}

static enum status take_part(struct extract_sink *sink, const struct part *part)
{
    (void)sink, (void)part;
    return STATUS_OK;
}

static enum status take_text(struct extract_sink *sink, const struct part *part, const struct text_run *run)
{
    (void)part;
    ((struct counter *)sink)->text_bytes += run->size;
    return STATUS_OK;
}

static enum status take_gap(struct extract_sink *sink, const struct part *part, enum status why, const char *detail)
{
    (void)sink, (void)part, (void)why, (void)detail;
    return STATUS_OK;
}

/* Reads DOCUMENTS documents; returns nanoseconds. */
static uint64_t read_all(const struct buf *documents, size_t count, struct extract_context *context, uint64_t *text_bytes)
{
    static const struct limits limits = LIMITS_DEFAULT;
    struct counter counter = { { take_part, take_text, take_gap, take_part, NULL }, 0 };
    uint64_t start = clock_monotonic_ns();

    for (size_t index = 0; index < DOCUMENTS; index++) {
        struct budget budget = budget_start(&limits, NULL);

        context->budget = &budget;
        if (extract_document(buf_bytes(&documents[index % count]), NULL, &(struct part_hint){ .name = "d" }, context,
                             &counter.sink)
            != STATUS_OK)
            fail("a document cannot be read");
        arena_reset(context->arena);
    }
    *text_bytes = counter.text_bytes;
    return clock_monotonic_ns() - start;
}

static int by_size(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;

    return a < b ? -1 : a > b;
}

static double median(double *values)
{
    qsort(values, ROUNDS, sizeof *values, by_size);
    return values[ROUNDS / 2];
}

static double milliseconds(struct timeval time)
{
    return (double)time.tv_sec * 1e3 + (double)time.tv_usec / 1e3;
}

/* Milliseconds that a processor has worked for this process, workers that have ended, and the one that reads. */
static double processor_ms(const struct pool *pool)
{
    struct timespec worker = { 0, 0 };
    struct rusage own, ended;
    clockid_t clock;

    if (getrusage(RUSAGE_SELF, &own) != 0 || getrusage(RUSAGE_CHILDREN, &ended) != 0)
        fail("no times of processes");
    if (pool_process(pool) > 0
        && (clock_getcpuclockid(pool_process(pool), &clock) != 0 || clock_gettime(clock, &worker) != 0))
        fail("no time of the worker");
    return milliseconds(own.ru_utime) + milliseconds(own.ru_stime) + milliseconds(ended.ru_utime)
           + milliseconds(ended.ru_stime) + (double)worker.tv_sec * 1e3 + (double)worker.tv_nsec / 1e6;
}

static void measure(const struct buf *documents, size_t count, struct extract_context *direct,
                    struct extract_context *isolated, const struct pool *pool)
{
    double direct_ms[ROUNDS], isolated_ms[ROUNDS], ratios[ROUNDS], processor_ratios[ROUNDS];
    uint64_t bytes = 0, same = 0;

    (void)read_all(documents, count, direct, &bytes);
    (void)read_all(documents, count, isolated, &same);
    for (size_t round = 0; round < ROUNDS; round++) {
        double before = processor_ms(pool), between;

        direct_ms[round] = (double)read_all(documents, count, direct, &bytes) / 1e6;
        between = processor_ms(pool);
        isolated_ms[round] = (double)read_all(documents, count, isolated, &same) / 1e6;
        ratios[round] = isolated_ms[round] / direct_ms[round];
        processor_ratios[round] = (processor_ms(pool) - between) / (between - before);
        if (bytes != same)
            fail("the two ways give different text");
    }
    printf("{\"documents\":%d,\"text_bytes\":%llu,\"direct_ms\":%.1f,\"isolated_ms\":%.1f,\"ratio\":%.3f,"
           "\"processor_ratio\":%.3f}\n",
           DOCUMENTS, (unsigned long long)bytes, median(direct_ms), median(isolated_ms), median(ratios),
           median(processor_ratios));
}

int main(int argument_count, char **arguments)
{
    struct pool_options options = { .program = argument_count == 3 ? arguments[1] : NULL };
    struct tree_files files;
    struct pool *pool;
    struct extract_context direct = { .formats = foreign_formats() }, isolated = { .formats = NULL };
    struct buf *documents;

    if (argument_count != 3)
        fail("usage: bench_isolation GUANKA-EXTRACT FOLDER");
    tree_files_list(&files, arguments[2]);
    documents = calloc(files.count + 1, sizeof *documents);
    if (documents == NULL || files.count == 0)
        fail("nothing to read");
    for (size_t index = 0; index < files.count; index++) {
        struct error error;

        documents[index] = (struct buf)BUF_INIT(SIZE_MAX / 2);
        if (file_read(files.paths[index], &documents[index], &error) != STATUS_OK)
            fail(error.message);
    }
    if (pool_create(&options, &pool) != STATUS_OK
        || foreign_prepare(false) != STATUS_OK || charset_create(&direct.charset) != STATUS_OK
        || arena_create(&direct.arena) != STATUS_OK)
        fail("cannot be prepared");
    isolated.charset = direct.charset;
    isolated.arena = direct.arena;
    isolated.delegate = pool_delegate(pool);
    measure(documents, files.count, &direct, &isolated, pool);
    pool_destroy(pool);
    arena_destroy(direct.arena);
    charset_destroy(direct.charset);
    for (size_t index = 0; index < files.count; index++)
        buf_free(&documents[index]);
    free(documents);
    tree_files_free(&files);
    return 0;
}
