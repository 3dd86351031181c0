/* SPDX-License-Identifier: Apache-2.0
 *
 * Whether a store, or a copy of one, is whole: its pages, its kind, and the chain of its ledger. What could not be
 * looked at is told apart from what is damaged, since a backup helps against the latter alone.
 */
#ifndef GUANKA_STORE_EXAMINE_H
#define GUANKA_STORE_EXAMINE_H

#include <stdint.h>

#include "base/error.h"

enum store_fault {
    STORE_WHOLE,
    STORE_UNREAD,  /* it could not be read to its end (a full disk, rights, the way it is mounted): it may be whole */
    STORE_DAMAGED, /* no database, not one of guanka, or pages that do not fit together */
    STORE_NEWER,   /* a newer guanka has written it */
    STORE_ALTERED  /* entries of its ledger do not fit their digests, or are missing */
};

struct store_examined {
    enum store_fault fault;
    int64_t version; /* -1: not known */
    int64_t entries; /* of its ledger */
    /* When the latest of what it has on record was, in milliseconds since 1970 UTC: of the ledger alone in one of an
     * earlier version; 0: nothing is. */
    int64_t latest_ms;
};

/* Reads everything of a store of any version up to this guanka's, as it is at one moment; others may have it open, and
 * it is not changed. STATUS_OK only when it is whole; else words in *error, STATUS_INVALID for what is wrong with the
 * store, another status where it is STORE_UNREAD. */
MUST_CHECK enum status store_examine(const char *path, struct store_examined *found, struct error *error);

#endif
