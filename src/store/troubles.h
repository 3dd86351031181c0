/* SPDX-License-Identifier: Apache-2.0
 *
 * Why the sweep of a slot could not even be begun: kept until it is known whether the slot was made up for or missed,
 * and then the reason of the record of what was missed (sweeps.h).
 *
 * Times are milliseconds since 1970 UTC. Writing is refused (STATUS_IO) outside of a transaction.
 */
#ifndef GUANKA_STORE_TROUBLES_H
#define GUANKA_STORE_TROUBLES_H

#include <stdint.h>

#include "base/buf.h"
#include "store/store.h"

/* The last one of a slot stays. */
MUST_CHECK enum status troubles_note(struct store *store, const char *site, int64_t slot_ms, int64_t at_ms,
                                     const char *reason, struct error *error);
/* Appends the reason; nothing when none was noted. */
MUST_CHECK enum status troubles_get(const struct store *store, const char *site, int64_t slot_ms, struct buf *reason,
                                    struct error *error);
/* The earliest slot of a site that has one; 0: none. */
MUST_CHECK enum status troubles_first(const struct store *store, const char *site, int64_t *slot_ms,
                                      struct error *error);

#endif
