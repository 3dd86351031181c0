/* SPDX-License-Identifier: Apache-2.0
 *
 * Where a report goes: standard output, or a file that is there complete or not at all.
 *
 * A regular file is written under another name in the same folder and takes its name when it is complete;
 * when the run fails, an earlier report stays as it was. Pipes and devices are written directly. A database is never
 * replaced: what it has on record would be lost by one wrong name.
 */
#ifndef GUANKA_CLI_OUTPUT_H
#define GUANKA_CLI_OUTPUT_H

#include "base/error.h"

struct output {
    const char *path; /* as given; NULL: standard output */
    int descriptor;
    char *target;    /* the file's real name and … */
    char *temporary; /* … the name it has until it is complete; NULL when written directly */
};

/* STATUS_INVALID: the name is a database's; STATUS_IO. */
MUST_CHECK enum status output_open(const char *path, struct output *output, struct error *error);
/* The report is complete. */
MUST_CHECK enum status output_commit(struct output *output, struct error *error);
/* It never will be. Harmless after output_commit. */
void output_discard(struct output *output);

#endif
