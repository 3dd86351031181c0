/* SPDX-License-Identifier: Apache-2.0
 *
 * bare_hyperscan LIST FOLDER ROUNDS: what Hyperscan alone does on text that somebody else extracted.
 *
 * Reads every file below FOLDER into memory, then scans each with the words of LIST ROUNDS times and prints
 * "MEDIAN_SECONDS BYTES MATCHES". Nothing else is timed: not reading, not locating, not reporting.
 */
#include <hs/hs.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/alloc.h"
#include "base/file.h"
#include "tree_files.h"

enum { FILE_BYTES_MAX = 1 << 30, ROUNDS_MAX = 101 };

static void fail(const char *what)
{
    (void)fprintf(stderr, "bare_hyperscan: %s\n", what);
    exit(2);
}

static struct buf read_file(const char *path)
{
    struct buf content = BUF_INIT(FILE_BYTES_MAX);
    struct error error;

    if (file_read(path, &content, &error) != STATUS_OK)
        fail(error.message);
    return content;
}

/* Cuts the list into lines, which are words of Han characters: nothing to escape. */
static hs_database_t *compile(struct buf *list)
{
    size_t count = 0;
    for (size_t index = 0; index < list->size; index++)
        count += list->data[index] == '\n';
    const char **words = alloc_zeroed(count, sizeof *words);
    unsigned *flags = alloc_zeroed(count, sizeof *flags), *ids = alloc_zeroed(count, sizeof *ids);
    hs_database_t *database = NULL;
    hs_compile_error_t *error = NULL;

    if (words == NULL || flags == NULL || ids == NULL)
        fail("no memory");
    char *next = list->data;
    for (size_t index = 0; index < count; index++) {
        words[index] = next;
        ids[index] = (unsigned)index;
        next = strchr(next, '\n');
        *next++ = '\0';
    }
    if (hs_compile_multi(words, flags, ids, (unsigned)count, HS_MODE_BLOCK, NULL, &database, &error) != HS_SUCCESS)
        fail(error->message);
    alloc_free(words);
    alloc_free(flags);
    alloc_free(ids);
    return database;
}

static int count_match(unsigned id, unsigned long long from, unsigned long long to, unsigned flags, void *context)
{
    (void)id, (void)from, (void)to, (void)flags;
    ++*(size_t *)context;
    return 0;
}

static int seconds_compare(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;
    return a < b ? -1 : a > b;
}

/* Of this thread: in memory that is the time of the clock, but for what else the machine has to do. */
static uint64_t processor_ns(void)
{
    struct timespec now;

    (void)clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

static double scan_once(const hs_database_t *database, hs_scratch_t *scratch, const struct buf *texts, size_t count,
                        size_t *matches)
{
    uint64_t start = processor_ns();

    *matches = 0;
    for (size_t index = 0; index < count; index++)
        if (hs_scan(database, texts[index].data, (unsigned)texts[index].size, 0, scratch, count_match, matches)
            != HS_SUCCESS)
            fail("hs_scan failed");
    return (double)(processor_ns() - start) / 1e9;
}

int main(int argument_count, char **arguments)
{
    struct tree_files files;
    double seconds[ROUNDS_MAX];
    size_t bytes = 0, matches = 0;
    hs_scratch_t *scratch = NULL;

    if (argument_count != 4)
        fail("usage: bare_hyperscan LIST FOLDER ROUNDS");
    size_t rounds = strtoul(arguments[3], NULL, 10);
    if (rounds == 0 || rounds > ROUNDS_MAX)
        fail("too many rounds, or none");
    struct buf list = read_file(arguments[1]);
    hs_database_t *database = compile(&list);
    if (hs_alloc_scratch(database, &scratch) != HS_SUCCESS)
        fail("no memory");
    tree_files_list(&files, arguments[2]);
    struct buf *texts = alloc_zeroed(files.count, sizeof *texts);
    for (size_t index = 0; texts != NULL && index < files.count; index++) {
        texts[index] = read_file(files.paths[index]);
        bytes += texts[index].size;
    }
    (void)scan_once(database, scratch, texts, files.count, &matches);
    for (size_t round = 0; round < rounds; round++)
        seconds[round] = scan_once(database, scratch, texts, files.count, &matches);
    qsort(seconds, rounds, sizeof *seconds, seconds_compare);
    (void)printf("%.6f %zu %zu\n", seconds[rounds / 2], bytes, matches);
    for (size_t index = 0; index < files.count; index++)
        buf_free(&texts[index]);
    alloc_free(texts);
    tree_files_free(&files);
    (void)hs_free_scratch(scratch);
    (void)hs_free_database(database);
    buf_free(&list);
    return 0;
}
