/* SPDX-License-Identifier: Apache-2.0
 *
 * `guanka rules key|seal|unseal`: keys, and files that only who has the key can read (rules/sealed.h).
 */
#ifndef GUANKA_CLI_RULES_SEAL_H
#define GUANKA_CLI_RULES_SEAL_H

#include <stddef.h>

#include "base/error.h"

/* Makes a key in a new file and says its name on standard output. */
MUST_CHECK enum status rules_key(char **files, size_t file_count, const char *key, struct error *error);
/* Each file, in its place. */
MUST_CHECK enum status rules_seal(char **files, size_t file_count, const char *key, struct error *error);
/* One file, to standard output: the plain text goes to no disk unless somebody sends it there. */
MUST_CHECK enum status rules_unseal(char **files, size_t file_count, const char *key, struct error *error);

#endif
