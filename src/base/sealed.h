/* SPDX-License-Identifier: Apache-2.0
 *
 * Files of the operator's that lie on the disk sealed (base/seal.h), and the file with their key.
 *
 * A file is known to be sealed by its first bytes, whatever it is called, so packs, word lists, tables and folders keep
 * their names. What is opened lives in memory alone. One thread.
 */
#ifndef GUANKA_BASE_SEALED_H
#define GUANKA_BASE_SEALED_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/seal.h"

/* All errors name the file and what to do: STATUS_INVALID, STATUS_IO, STATUS_NO_MEMORY. */

/* Reads a key, which nobody but its owner (this user, or root) may read. From here on the process wipes what it frees.
 */
MUST_CHECK enum status sealed_key_read(const char *path, struct seal_key *key, struct error *error);
/* Makes a key in a new file. */
MUST_CHECK enum status sealed_key_create(const char *path, struct error *error);

/* Appends the file's content, opened if it is sealed. `key` may be NULL. Memory that `content` had before is not wiped,
 * so give an empty one. */
MUST_CHECK enum status sealed_read(const char *path, const struct seal_key *key, struct buf *content, bool *was_sealed,
                                   struct error *error);
/* Appends the file's content, sealed under the file's name. STATUS_INVALID when it is sealed already. */
MUST_CHECK enum status sealed_make(const char *path, const struct seal_key *key, struct buf *sealed,
                                   struct error *error);

#endif
