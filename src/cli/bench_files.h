/* SPDX-License-Identifier: Apache-2.0
 *
 * The files that `guanka bench` measures with: those that can be read completely, by format.
 *
 * What cannot be read is told on standard error, counted, and left out: its time would mean nothing. The contents stay
 * open, so that measuring does not wait for a disk. One thread.
 */
#ifndef GUANKA_CLI_BENCH_FILES_H
#define GUANKA_CLI_BENCH_FILES_H

#include "base/digest.h"
#include "base/error.h"
#include "base/file.h"
#include "engine/scanner.h"
#include "work/walk.h"

struct bench_file {
    const struct walk_file *file;
    const char *name; /* the last one in its path */
    struct file_content *content;
    struct bytes bytes;
    uint32_t format; /* of bench_files.formats */
    uint64_t text_bytes;
};

enum { BENCH_FORMATS_MAX = 64, BENCH_FORMAT_SIZE = 64, BENCH_BYTES_MAX = 1 << 30 };

struct bench_files {
    struct bench_file *files; /* as the walk has them */
    size_t count;
    /* "html", "docx", …: copies, since a reader in its sandbox takes its names with it. */
    char formats[BENCH_FORMATS_MAX][BENCH_FORMAT_SIZE];
    size_t format_count;
    size_t left_out; /* that could not be read completely */
    size_t too_many; /* that are past BENCH_BYTES_MAX, of bytes or of formats */
    uint64_t bytes;
    struct digest digest; /* of all contents, in order */
};

/* The walk must outlive it. STATUS_INVALID with words when nothing is left. Free it in any case. */
MUST_CHECK enum status bench_files_open(const struct walk *walk, struct scanner *scanner, struct ruleset *ruleset,
                                        struct bench_files *files, struct error *error);
void bench_files_free(struct bench_files *files);
/* As a scan wants it. */
struct part_hint bench_file_hint(const struct bench_file *file);

#endif
