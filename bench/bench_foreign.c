/* SPDX-License-Identifier: Apache-2.0
 *
 * bench_foreign REPEAT FILE…: how long each file takes to read, with the extractors of src/foreign but without
 * isolation: the best of REPEAT times. With REPEAT 0 its text goes to standard output, as pdftotext writes it.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/file.h"
#include "extract/extract.h"
#include "foreign/foreign_registry.h"

struct reading {
    struct extract_sink sink; /* first: a sink is a reading */
    FILE *out;                /* NULL: only counted */
    uint64_t bytes, gaps;
};

static enum status take_part(struct extract_sink *sink, const struct part *part)
{
    (void)sink, (void)part;
    return STATUS_OK;
}

static enum status take_text(struct extract_sink *sink, const struct part *part, const struct text_run *run)
{
    struct reading *reading = (struct reading *)sink;

    (void)part;
    reading->bytes += run->size;
    if (reading->out == NULL)
        return STATUS_OK;
    if (run->join != JOIN_GLUED)
        (void)fputc(run->join == JOIN_BROKEN ? '\n' : ' ', reading->out);
    return fwrite(run->utf8, 1, run->size, reading->out) == run->size ? STATUS_OK : STATUS_IO;
}

static enum status take_gap(struct extract_sink *sink, const struct part *part, enum status why, const char *detail)
{
    struct reading *reading = (struct reading *)sink;

    (void)part;
    reading->gaps++;
    if (reading->out != NULL)
        (void)fprintf(stderr, "%s: %s\n", status_code(why), detail != NULL ? detail : "");
    return STATUS_OK;
}

static void fail(const char *what)
{
    (void)fprintf(stderr, "bench_foreign: %s\n", what);
    exit(2);
}

static uint64_t read_once(struct file_content *content, const char *name, struct extract_context *context,
                          struct reading *reading)
{
    static const struct limits limits = LIMITS_DEFAULT;
    struct budget budget = budget_start(&limits, NULL);
    uint64_t start = clock_monotonic_ns();

    context->budget = &budget;
    if (extract_document(file_content_bytes(content), content, &(struct part_hint){ .name = name }, context,
                         &reading->sink)
        != STATUS_OK)
        fail(name);
    arena_reset(context->arena);
    return clock_monotonic_ns() - start;
}

int main(int argument_count, char **arguments)
{
    struct extract_context context = { .formats = foreign_formats() };
    long repeat = argument_count > 1 ? strtol(arguments[1], NULL, 10) : 0;

    if (argument_count < 3 || foreign_prepare(false) != STATUS_OK || charset_create(&context.charset) != STATUS_OK
        || arena_create(&context.arena) != STATUS_OK)
        fail("usage: bench_foreign REPEAT FILE...");
    for (int index = 2; index < argument_count; index++) {
        struct file_content *content;
        struct error error;
        uint64_t best = UINT64_MAX;
        struct reading reading = {
            .sink = { .part_open = take_part, .text = take_text, .gap = take_gap, .part_close = take_part }
        };

        if (file_content_open(arguments[index], NULL, &content, &error) != STATUS_OK)
            fail(error.message);
        reading.out = repeat == 0 ? stdout : NULL;
        for (long turn = 0; turn == 0 || turn < repeat; turn++) {
            uint64_t took = read_once(content, arguments[index], &context, &reading);

            best = took < best ? took : best;
        }
        if (repeat > 0)
            (void)printf("%10.2f ms %10llu bytes %4llu gaps  %s\n", (double)best / 1e6,
                         (unsigned long long)(reading.bytes / (uint64_t)repeat),
                         (unsigned long long)(reading.gaps / (uint64_t)repeat), arguments[index]);
        file_content_close(content);
    }
    arena_destroy(context.arena);
    charset_destroy(context.charset);
    return 0;
}
