/* SPDX-License-Identifier: Apache-2.0
 *
 * bench_isolation GUANKA-EXTRACT FOLDER: what it costs to read isolated formats in another process. Each file of the
 * folder is read again and again until 1,000 documents have been read, by the extractors themselves and through
 * guanka-extract in turns, five times each; both must give the same number of bytes of text. One JSON line.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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
    uint64_t a = *(const uint64_t *)left, b = *(const uint64_t *)right;

    return a < b ? -1 : a > b;
}

static double median_ms(uint64_t *times)
{
    qsort(times, ROUNDS, sizeof *times, by_size);
    return (double)times[ROUNDS / 2] / 1e6;
}

static void measure(const struct buf *documents, size_t count, struct extract_context *direct,
                    struct extract_context *isolated)
{
    uint64_t direct_times[ROUNDS], isolated_times[ROUNDS], bytes = 0, same = 0;
    double direct_ms, isolated_ms;

    (void)read_all(documents, count, direct, &bytes);
    (void)read_all(documents, count, isolated, &same);
    for (size_t round = 0; round < ROUNDS; round++) {
        direct_times[round] = read_all(documents, count, direct, &bytes);
        isolated_times[round] = read_all(documents, count, isolated, &same);
        if (bytes != same)
            fail("the two ways give different text");
    }
    direct_ms = median_ms(direct_times);
    isolated_ms = median_ms(isolated_times);
    printf("{\"documents\":%d,\"text_bytes\":%llu,\"direct_ms\":%.1f,\"isolated_ms\":%.1f,\"ratio\":%.3f}\n", DOCUMENTS,
           (unsigned long long)bytes, direct_ms, isolated_ms, isolated_ms / direct_ms);
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
    measure(documents, files.count, &direct, &isolated);
    pool_destroy(pool);
    arena_destroy(direct.arena);
    charset_destroy(direct.charset);
    for (size_t index = 0; index < files.count; index++)
        buf_free(&documents[index]);
    free(documents);
    tree_files_free(&files);
    return 0;
}
