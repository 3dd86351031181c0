/* SPDX-License-Identifier: Apache-2.0
 *
 * The folders of evidence as they are on the disk, whatever a store knows: one for each incident (evidence.h). A store
 * that was lost leaves them behind.
 */
#ifndef GUANKA_SWEEP_EVIDENCE_FOLDERS_H
#define GUANKA_SWEEP_EVIDENCE_FOLDERS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "store/store.h"

typedef bool evidence_folders_read(void *context, const char *incident); /* false ends it */
/* The incidents that have a folder in that of all evidence, in no order; none when that is not there. */
MUST_CHECK enum status evidence_folders_list(const char *folder, evidence_folders_read *read, void *context,
                                             struct error *error);
/* The highest number of a day (as "20261128") that has a folder; 0: none has. */
MUST_CHECK enum status evidence_folders_last(const char *folder, const char *day, int64_t *number, struct error *error);

/* Incidents that have a folder and that the store does not know. */
enum { EVIDENCE_ID_SIZE = 32 };
struct evidence_unknown {
    unsigned count;
    char first[EVIDENCE_ID_SIZE], last[EVIDENCE_ID_SIZE]; /* by their names; "" */
};
MUST_CHECK enum status evidence_folders_unknown(const char *folder, const struct store *store,
                                                struct evidence_unknown *unknown, struct error *error);

#endif
