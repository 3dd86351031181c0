/* SPDX-License-Identifier: Apache-2.0
 *
 * What a run of `guanka bench` was made with, by name: a line of JSON that is saved with it, so that a later run can
 * say which files and rules are others. Of more files than BENCH_INPUTS_MAX the line has none: their digest alone says
 * that they differ.
 */
#ifndef GUANKA_CLI_BENCH_INPUTS_H
#define GUANKA_CLI_BENCH_INPUTS_H

#include <jansson.h>

#include "cli/bench_files.h"

enum { BENCH_INPUTS_MAX = 1000, BENCH_INPUTS_SIZE_MAX = 4 << 20 };

/* A file of the object that a line has. A name that is no UTF-8 is not listed. */
void bench_inputs_add_file(json_t *list, const char *name, const struct digest *digest);
/* By their names below the folder that was named, so that a folder is the same wherever it is named from. NULL: there
 * are too many. The caller's. */
json_t *bench_inputs_files(const struct bench_files *files);
/* The line, with its end; `what` is that of the run. Takes `files` (NULL: they are not told); `ruleset` may be NULL:
 * the rules are not known. */
MUST_CHECK enum status bench_inputs_write(const char *what, json_t *files, const struct ruleset *ruleset,
                                          struct buf *out);
/* Adds in words which members of the object `name` ("files", "rules") are others in `is` than in `was`, ten at most by
 * name, and which files have moved; nothing when one of the lines does not tell. */
void bench_inputs_differ(const json_t *was, const json_t *is, const char *name, struct buf *out);

#endif
