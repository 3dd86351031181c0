/* SPDX-License-Identifier: Apache-2.0 */
#include "base/file.h"

#include <criterion/criterion.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void make_file(char *path, size_t size)
{
    int descriptor;
    char block[4096];

    memcpy(path, "/tmp/guanka-test-XXXXXX", sizeof "/tmp/guanka-test-XXXXXX");
    descriptor = mkstemp(path);
    memset(block, 'x', sizeof block);
    while (size > 0) {
        size_t count = size < sizeof block ? size : sizeof block;

        cr_assert_eq(write(descriptor, block, count), (ssize_t)count);
        size -= count;
    }
    close(descriptor);
}

Test(file, small_and_large_files_are_read_whole)
{
    static const size_t sizes[] = { 0, 1, 4095, 100000, 5 << 20, 20 << 20 };

    for (size_t index = 0; index < sizeof sizes / sizeof *sizes; index++) {
        char path[64];
        struct file_content *content;
        struct buf reuse = BUF_INIT(SIZE_MAX / 2);
        struct bytes bytes;

        make_file(path, sizes[index]);
        cr_assert_eq(file_content_open(path, &reuse, &content, NULL), STATUS_OK);
        bytes = file_content_bytes(content);
        cr_assert_eq(bytes.size, sizes[index]);
        for (size_t offset = 0; offset < bytes.size; offset += 1001)
            cr_assert_eq(bytes.data[offset], 'x');
        file_content_release(content, bytes.size);
        if (bytes.size > 0)
            cr_assert_eq(bytes.data[0], 'x', "released pages can still be read");
        cr_assert(file_content_intact(content));
        file_content_close(content);
        buf_free(&reuse);
        unlink(path);
    }
}

/* How often this process has asked the kernel for bytes; 0 when it does not tell. */
static unsigned long reads_so_far(void)
{
    FILE *file = fopen("/proc/self/io", "r");
    char line[80];
    unsigned long count = 0;

    while (file != NULL && fgets(line, sizeof line, file) != NULL)
        if (sscanf(line, "syscr: %lu", &count) == 1)
            break;
    if (file != NULL)
        fclose(file);
    return count;
}

Test(file, a_pipe_is_read_in_large_steps)
{
    enum { SIZE = 8 << 20 };
    struct buf content = BUF_INIT(SIZE_MAX / 2);
    struct error error = { 0 };
    char path[32];
    unsigned long before, after;
    int ends[2];

    cr_assert_eq(pipe(ends), 0);
    if (fork() == 0) {
        static char block[1 << 16];

        memset(block, 'x', sizeof block);
        close(ends[0]);
        for (size_t written = 0; written < SIZE;) {
            size_t wanted = SIZE - written < sizeof block ? SIZE - written : sizeof block;
            ssize_t count = write(ends[1], block, wanted);

            if (count <= 0)
                _exit(1);
            written += (size_t)count;
        }
        _exit(0);
    }
    close(ends[1]);
    snprintf(path, sizeof path, "/dev/fd/%d", ends[0]);
    before = reads_so_far();
    cr_assert_eq(file_read(path, &content, &error), STATUS_OK, "%s", error.message);
    after = reads_so_far();
    cr_assert_eq(content.size, SIZE);
    cr_expect_eq(memchr(content.data, 'y', content.size), NULL);
    /* A pipe holds 64 KiB, or a page where the kernel is short of memory for them. */
    cr_expect_leq(after - before, SIZE / 1024);
    close(ends[0]);
    buf_free(&content);
}

Test(file, a_file_without_a_size_is_read)
{
    struct buf content = BUF_INIT(SIZE_MAX / 2);
    struct error error = { 0 };

    cr_assert_eq(file_read("/proc/self/status", &content, &error), STATUS_OK, "%s", error.message);
    cr_expect_neq(strstr(content.data, "Name:"), NULL);
    buf_free(&content);
}

Test(file, a_maximum_holds_for_pipes_too)
{
    struct buf content = BUF_INIT(10);
    struct error error = { 0 };
    char path[32];
    int ends[2];

    cr_assert_eq(pipe(ends), 0);
    cr_assert_eq(write(ends[1], "0123456789ab", 12), 12);
    close(ends[1]);
    snprintf(path, sizeof path, "/dev/fd/%d", ends[0]);
    cr_expect_eq(file_read(path, &content, &error), STATUS_LIMIT_BYTES);
    close(ends[0]);
    buf_free(&content);
}

Test(file, a_file_that_shrinks_reads_as_zeros_and_says_so)
{
    char path[64];
    struct file_content *content;
    struct bytes bytes;

    make_file(path, 16 << 20);
    cr_assert_eq(file_protect_mappings(), STATUS_OK);
    cr_assert_eq(file_content_open(path, NULL, &content, NULL), STATUS_OK);
    bytes = file_content_bytes(content);
    cr_assert_eq(truncate(path, 1 << 20), 0);
    cr_assert_eq(bytes.data[100], 'x');
    cr_assert_eq(bytes.data[(16 << 20) - 1], 0);
    cr_assert_not(file_content_intact(content));
    file_content_close(content);
    unlink(path);
}

Test(file, what_is_no_file_is_refused_without_waiting)
{
    char folder[] = "/tmp/guanka-pipe-XXXXXX";
    char path[64];
    struct file_content *content;
    struct error error;

    cr_assert_not_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/pipe", folder);
    cr_assert_eq(mkfifo(path, 0600), 0);
    cr_assert_eq(file_content_open(path, NULL, &content, &error), STATUS_UNSUPPORTED);
    unlink(path);
    cr_assert_eq(file_content_open(path, NULL, &content, &error), STATUS_IO);
    cr_assert_not_null(strstr(error.message, "No such file"));
    rmdir(folder);
    cr_assert_eq(file_content_open("/tmp", NULL, &content, &error), STATUS_UNSUPPORTED);
}
