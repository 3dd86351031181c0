/* SPDX-License-Identifier: Apache-2.0 */
#include "work/ordered.h"

#include <criterion/criterion.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

static void nothing(struct buf *out, const struct report_options *options)
{
    (void)out;
    (void)options;
}

static void no_end(struct buf *out, const struct report_options *options, const struct report_summary *summary)
{
    (void)out;
    (void)options;
    (void)summary;
}

static void brackets(struct buf *out, const struct report_options *options)
{
    (void)options;
    buf_text(out, "|");
}

static const struct report_format format = {
    .name = "test", .separator = ",", .begin = nothing, .between = brackets, .end = no_end
};

/* An unlinked file to write to. */
static int scratch_file(void)
{
    char path[] = "/tmp/guanka-test-XXXXXX";
    int descriptor = mkstemp(path);

    cr_assert_geq(descriptor, 0);
    unlink(path);
    return descriptor;
}

static void expect_content(int descriptor, const char *expected)
{
    char text[4096];
    ssize_t size = pread(descriptor, text, sizeof text - 1, 0);

    cr_assert_geq(size, 0);
    text[size] = '\0';
    cr_expect_str_eq(text, expected);
}

/* Puts the results 0..5 in `order`, each ",N" and a note ",nN", holding at most `held_max` bytes in memory. */
static void run(const size_t order[6], uint64_t held_max)
{
    struct report_options options = { 0 };
    struct report_summary summary = { 0 };
    struct report_writer writer;
    struct ordered ordered;
    int descriptor = scratch_file();

    cr_assert_eq(report_writer_open(&writer, &format, &options, descriptor), STATUS_OK);
    cr_assert_eq(ordered_create(&ordered, 6, &writer), STATUS_OK);
    ordered.held_max = held_max;
    for (unsigned turn = 0; turn < 6; turn++) {
        char items[8], notes[8];

        snprintf(items, sizeof items, ",%zu", order[turn]);
        snprintf(notes, sizeof notes, ",n%zu", order[turn]);
        cr_assert_eq(ordered_put(&ordered, order[turn], bytes_of_text(items), bytes_of_text(notes)), STATUS_OK);
        cr_expect_leq(ordered.held, held_max);
    }
    cr_expect_eq(ordered.held, 0);
    cr_assert_eq(report_writer_finish(&writer, &summary), STATUS_OK);
    expect_content(descriptor, "0,1,2,3,4,5|n0,n1,n2,n3,n4,n5");
    ordered_free(&ordered);
    report_writer_free(&writer);
    close(descriptor);
}

Test(ordered, any_order_comes_out_in_order)
{
    run((const size_t[]){ 0, 1, 2, 3, 4, 5 }, 1000);
    run((const size_t[]){ 5, 4, 3, 2, 1, 0 }, 1000);
    run((const size_t[]){ 3, 0, 5, 1, 4, 2 }, 1000);
}

Test(ordered, what_does_not_fit_in_memory_waits_in_a_file)
{
    run((const size_t[]){ 5, 4, 3, 2, 1, 0 }, 0);
    run((const size_t[]){ 5, 4, 3, 2, 1, 0 }, 12);
    run((const size_t[]){ 3, 0, 5, 1, 4, 2 }, 5);
}

Test(ordered, a_result_may_be_empty)
{
    struct report_options options = { 0 };
    struct report_summary summary = { 0 };
    struct report_writer writer;
    struct ordered ordered;
    int descriptor = scratch_file();

    cr_assert_eq(report_writer_open(&writer, &format, &options, descriptor), STATUS_OK);
    cr_assert_eq(ordered_create(&ordered, 3, &writer), STATUS_OK);
    cr_assert_eq(ordered_put(&ordered, 2, bytes_of_text(",c"), bytes_of_text("")), STATUS_OK);
    cr_assert_eq(ordered_put(&ordered, 1, bytes_of(NULL, 0), bytes_of(NULL, 0)), STATUS_OK);
    cr_assert_eq(ordered_put(&ordered, 0, bytes_of(NULL, 0), bytes_of(NULL, 0)), STATUS_OK);
    cr_assert_eq(report_writer_finish(&writer, &summary), STATUS_OK);
    expect_content(descriptor, "c|");
    ordered_free(&ordered);
    report_writer_free(&writer);
    close(descriptor);
}

Test(ordered, a_failed_write_stays_failed)
{
    struct report_options options = { 0 };
    struct report_writer writer;
    struct ordered ordered;
    struct report_summary summary = { 0 };
    int full = open("/dev/full", O_WRONLY);

    if (full < 0)
        cr_skip_test("there is no /dev/full");
    cr_assert_eq(report_writer_open(&writer, &format, &options, full), STATUS_OK);
    cr_assert_eq(ordered_create(&ordered, 2, &writer), STATUS_OK);
    writer.prompt = true;
    cr_expect_eq(ordered_put(&ordered, 0, bytes_of_text(",a"), bytes_of_text("")), STATUS_IO);
    cr_expect_eq(ordered_put(&ordered, 1, bytes_of_text(",b"), bytes_of_text("")), STATUS_IO);
    cr_expect_eq(report_writer_finish(&writer, &summary), STATUS_IO);
    cr_expect_neq(writer.error.message[0], '\0');
    ordered_free(&ordered);
    report_writer_free(&writer);
    close(full);
}
