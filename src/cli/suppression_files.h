/* SPDX-License-Identifier: Apache-2.0
 *
 * The files of suppressions that a command works with: those of its layers, where they have some, and those named.
 */
#ifndef GUANKA_CLI_SUPPRESSION_FILES_H
#define GUANKA_CLI_SUPPRESSION_FILES_H

#include "base/seal.h"
#include "cli/packs.h"

/* Reads one; `key` as in suppressions_add. */
typedef enum status suppression_files_read(void *context, const char *path, const struct seal_key *key,
                                           struct error *error);

/* Each in turn, until one is not STATUS_OK. With the key of the packs. */
MUST_CHECK enum status suppression_files_each(const struct packs *packs, const struct text_list *named,
                                              suppression_files_read *read, void *context, struct error *error);

#endif
