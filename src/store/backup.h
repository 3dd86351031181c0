/* SPDX-License-Identifier: Apache-2.0
 *
 * Copies of a store: made while others write, and put back. A store that an upgrade changes is copied first, to
 * FILE.version-N beside it, so that the earlier guanka can be gone back to.
 */
#ifndef GUANKA_STORE_BACKUP_H
#define GUANKA_STORE_BACKUP_H

#include "base/buf.h"
#include "store/examine.h"
#include "store/store.h"

/* Writes all that is committed at one moment to `target` (mode 0600), which is there complete and synced, or not at
 * all; what bore the name is replaced. Others may read and write meanwhile. */
MUST_CHECK enum status store_copy(const struct store *store, const char *target, struct error *error);
/* Backs up a store that is whole and not open here, of any version: it is not changed. The copy is read again before it
 * takes the name `target`, and takes it only from an earlier copy of the same store (replaceable.h); *found is of the
 * copy. STATUS_INVALID when the store, the copy or the name is not as it must be: what bore the name is as it was. */
MUST_CHECK enum status store_back_up(const char *path, const char *target, struct store_examined *found,
                                     struct error *error);

/* Puts a copy in the place of `path`; what was there is kept beside it, under the name that *kept tells (empty: there
 * was none). STATUS_INVALID when the copy is not whole (examine.h), STATUS_IO when another program has the store open. */
MUST_CHECK enum status store_restore(const char *copy, const char *path, struct buf *kept, struct error *error);

#endif
