/* SPDX-License-Identifier: Apache-2.0
 *
 * A scanner's side of isolation, with a worker that does whatever a broken or hostile parser might do
 * (fake_extract.c).
 */
#include "isolate/pool.h"

#include <criterion/criterion.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "isolate/sandbox.h"
#include "isolate/wire.h"

/* What came back, a line for each event. */
struct bench {
    struct extract_sink sink;
    struct buf told;
    struct charset *charset;
    struct arena *arena;
    struct pool *pool;
    struct pool_options options;
    struct limits limits;
    int kill_after; /* runs, then the worker is killed from outside; 0: it is not */
};

static unsigned fake_bid(struct bytes input, const struct part_hint *hint)
{
    (void)hint;
    return bytes_start_with(input, "FAKE ", 5) ? 1000 : 0;
}

static enum status fake_extract(struct extract_job *job)
{
    (void)job;
    cr_assert_fail("an isolated format is read in this process");
    return STATUS_BUG;
}

static enum status on_part(struct extract_sink *sink, const struct part *part)
{
    (void)sink;
    (void)part;
    return STATUS_OK;
}

static enum status on_text(struct extract_sink *sink, const struct part *part, const struct text_run *run)
{
    struct bench *bench = (struct bench *)sink;

    (void)part;
    if (run->role != TEXT_FILENAME)
        buf_format(&bench->told, "text %d \"%s\" %u %u.%u.%u: %.*s\n", (int)run->role,
                   run->section != NULL ? run->section : "", run->place.number, run->cell.table, run->cell.row,
                   run->cell.column, (int)(run->size < 40 ? run->size : 40), run->utf8);
    if (bench->kill_after > 0 && --bench->kill_after == 0)
        kill(pool_process(bench->pool), SIGKILL);
    return STATUS_OK;
}

static enum status on_gap(struct extract_sink *sink, const struct part *part, enum status why, const char *detail)
{
    struct bench *bench = (struct bench *)sink;

    buf_format(&bench->told, "gap %s %s%s%s\n", part->name, status_code(why), detail != NULL ? ": " : "",
               detail != NULL ? detail : "");
    return STATUS_OK;
}

static enum status on_close(struct extract_sink *sink, const struct part *part)
{
    struct bench *bench = (struct bench *)sink;

    buf_format(&bench->told, "end %s %s %zu\n", part->name, part->format->name, part->bytes.size);
    return STATUS_OK;
}

static struct bench *bench_create(void)
{
    static const struct limits limits = LIMITS_DEFAULT;
    static struct bench bench;

    bench = (struct bench){ .sink = { on_part, on_text, on_gap, on_close, NULL },
                            .told = BUF_INIT(1 << 24),
                            .options = { .program = FAKE_EXTRACT },
                            .limits = limits };
    cr_assert_eq(charset_create(&bench.charset), STATUS_OK);
    cr_assert_eq(arena_create(&bench.arena), STATUS_OK);
    cr_assert_eq(pool_create(&bench.options, &bench.pool), STATUS_OK);
    return &bench;
}

static void bench_destroy(struct bench *bench)
{
    pool_destroy(bench->pool);
    arena_destroy(bench->arena);
    charset_destroy(bench->charset);
    buf_free(&bench->told);
}

static const char *read_bytes(struct bench *bench, struct bytes document)
{
    static const struct extractor fake = { { "fake", "application/x-fake" }, fake_bid, fake_extract, true };
    static const struct extractor *const formats[] = { &fake, NULL };
    struct budget budget = budget_start(&bench->limits, NULL);
    struct extract_context context = { .charset = bench->charset,
                                       .budget = &budget,
                                       .arena = bench->arena,
                                       .formats = formats,
                                       .delegate = pool_delegate(bench->pool) };

    buf_clear(&bench->told);
    cr_assert_eq(extract_document(document, NULL, &(struct part_hint){ .name = "d" }, &context, &bench->sink),
                 STATUS_OK);
    arena_reset(bench->arena);
    return bench->told.data;
}

static const char *read_order(struct bench *bench, const char *order)
{
    char document[128];

    (void)snprintf(document, sizeof document, "FAKE %s", order);
    return read_bytes(bench, bytes_of_text(document));
}

#define SAID "text 4 \"fake\" 7 1.2.3: said\n"

/* Descriptor 0 is somebody's: standard input, or whatever was opened after it had been closed. */
Test(pool, one_that_never_ran_closes_nothing)
{
    const struct pool_options options = { .program = "/nonexistent" };
    struct pool *pool;

    cr_assert_neq(fcntl(STDIN_FILENO, F_GETFD), -1);
    cr_assert_eq(pool_create(&options, &pool), STATUS_OK);
    pool_destroy(pool);
    cr_expect_neq(fcntl(STDIN_FILENO, F_GETFD), -1);
}

Test(pool, what_a_worker_says_arrives)
{
    struct bench *bench = bench_create();

    cr_expect_str_eq(read_order(bench, "say"), SAID "end d fake 8\n");
    cr_expect_str_eq(read_order(bench, "gap"), "gap d corrupt: half of it is missing\nend d fake 8\n");
    cr_expect_str_eq(read_order(bench, "encrypted"), "gap d encrypted\nend d fake 14\n");
    bench_destroy(bench);
}

/* Text in pictures is recognised only where it is asked for, and then by the workers that replace dead ones, too. */
Test(pool, workers_recognise_text_where_it_is_asked_for)
{
    struct bench *bench = bench_create();

    cr_expect_str_eq(read_order(bench, "option"), "text 4 \"fake\" 7 1.2.3: no option\nend d fake 11\n");
    bench_destroy(bench);
    bench = bench_create();
    bench->options.ocr = true;
    for (int time = 0; time < 2; time++) {
        cr_expect_str_eq(read_order(bench, "option"), "text 4 \"fake\" 7 1.2.3: --ocr\nend d fake 11\n");
        cr_expect(strncmp(read_order(bench, "crash"), "gap d crashed", 13) == 0);
    }
    bench_destroy(bench);
}

Test(pool, a_worker_can_do_nothing_but_read)
{
    struct bench *bench = bench_create();
    uint32_t features;

    cr_expect_str_eq(read_order(bench, "try"), "text 4 \"fake\" 7 1.2.3: shut in\nend d fake 8\n");
    cr_assert_eq(pool_features(bench->pool, &features), STATUS_OK);
    cr_assert((features & SANDBOX_SECCOMP) != 0);
    bench_destroy(bench);
}

Test(pool, files_inside_are_read_here_and_isolated_ones_by_another_worker)
{
    struct bench *bench = bench_create();

    const char *told = read_order(bench, "children");

    cr_expect_not_null(strstr(told, "text 0 \"\" 0 0.0.0: inner text\nend inner/a.txt plain 10\n"));
    cr_expect_not_null(strstr(told, "end large.txt plain 3145728\n" SAID "end again fake 8\n"
                                    "gap locked.zip encrypted: locked\nend locked.zip unknown 0\nend d fake 13\n"));
    bench_destroy(bench);
}

/* Each kills its worker; the next document is read all the same. */
Test(pool, a_worker_that_dies_costs_one_document)
{
    static const char *const deaths[] = { "crash", "leave", "lie size", "lie kind", "lie done", "lie text",
                                          "lie void", "lie child", "lie cost" };
    struct bench *bench = bench_create();

    for (size_t index = 0; index < sizeof deaths / sizeof *deaths; index++) {
        const char *told = read_order(bench, deaths[index]);

        cr_expect(strncmp(told, "gap d crashed", 13) == 0, "%s: %s", deaths[index], told);
        cr_expect_str_eq(read_order(bench, "say"), SAID "end d fake 8\n");
    }
    bench_destroy(bench);
}

Test(pool, what_was_said_before_the_end_stands)
{
    struct bench *bench = bench_create();
    const char *told = read_order(bench, "say and crash");

    cr_expect_not_null(strstr(told, "said before the end"));
    cr_expect_not_null(strstr(told, "gap d crashed"));
    bench_destroy(bench);
}

Test(pool, a_worker_killed_in_the_middle_is_replaced)
{
    struct bench *bench = bench_create();

    cr_expect_str_eq(read_order(bench, "say"), SAID "end d fake 8\n");
    kill(pool_process(bench->pool), SIGKILL);
    usleep(20000);
    cr_expect_not_null(strstr(read_order(bench, "say"), "gap d crashed"));
    cr_expect_str_eq(read_order(bench, "say"), SAID "end d fake 8\n");
    bench_destroy(bench);
}

Test(pool, a_worker_that_hangs_is_ended_in_time)
{
    struct bench *bench = bench_create();

    bench->limits.time_ms_max = 300;
    cr_expect_str_eq(read_order(bench, "hang"), "gap d timeout\nend d fake 9\n");
    bench->limits.time_ms_max = 60000;
    cr_expect_str_eq(read_order(bench, "say"), SAID "end d fake 8\n");
    bench_destroy(bench);
}

Test(pool, a_worker_that_grows_is_stopped)
{
    struct bench *bench = bench_create();
    uint32_t features;
    const char *told;

    cr_assert_eq(pool_features(bench->pool, &features), STATUS_OK);
    if ((features & SANDBOX_MEMORY) == 0) {
        bench_destroy(bench);
        cr_skip_test("no ceiling on memory under a sanitizer");
    }
    told = read_order(bench, "memory");
    cr_expect(strstr(told, "limit-memory") != NULL || strstr(told, "crashed") != NULL, "%s", told);
    bench_destroy(bench);
}

Test(pool, documents_larger_than_the_shared_memory_are_read)
{
    struct bench *bench = bench_create();
    size_t size = WIRE_SHARED_SIZE + 12345;
    char *document = malloc(size);

    memset(document, ' ', size);
    memcpy(document, "FAKE say\n", 9);
    cr_expect_str_eq(read_bytes(bench, bytes_of(document, size)), SAID "end d fake 8400953\n");
    free(document);
    bench_destroy(bench);
}

Test(pool, without_the_program_the_format_is_not_supported)
{
    struct bench *bench = bench_create();
    uint32_t features;

    bench->options.program = "/nonexistent/guanka-extract";
    for (int round = 0; round < 5; round++)
        cr_expect_not_null(strstr(read_order(bench, "say"), "gap d unsupported: guanka-extract"));
    cr_assert_eq(pool_features(bench->pool, &features), STATUS_UNSUPPORTED);
    bench_destroy(bench);
}

Test(pool, what_killed_a_worker_is_kept_when_it_is_wanted)
{
    struct bench *bench = bench_create();
    char folder[] = "/tmp/guanka-pool-XXXXXX", command[128];

    cr_assert_not_null(mkdtemp(folder));
    bench->options.quarantine = folder;
    (void)read_order(bench, "crash");
    (void)read_order(bench, "say");
    (void)snprintf(command, sizeof command, "test \"$(cat %s/*)\" = 'FAKE crash' && rm -r %s", folder, folder);
    cr_assert_eq(system(command), 0);
    bench_destroy(bench);
}
