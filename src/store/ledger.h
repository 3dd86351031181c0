/* SPDX-License-Identifier: Apache-2.0
 *
 * The ledger (审批台账, DOMAIN 10.5): entries that are only ever added, each chained to the one before it by SHA-256,
 * so that who changes, removes or moves one is found out, and which one it was.
 *
 * The digest of entry n is over a fixed label, the digest of entry n - 1 (zeros for the first), and the fields of n,
 * each with its size. Who can write to the file could compute the whole chain anew: against that the head (ledger_head)
 * is to be witnessed outside, on paper or with another body, and given to ledger_verify.
 */
#ifndef GUANKA_STORE_LEDGER_H
#define GUANKA_STORE_LEDGER_H

#include <stdint.h>

#include "base/buf.h"
#include "base/digest.h"
#include "store/store.h"

/* Texts are UTF-8 and never NULL. Those of an entry that is read live as long as the call they are given in. */
struct ledger_entry {
    int64_t sequence; /* from 1, without gaps */
    int64_t at_ms;    /* since 1970-01-01 UTC, by the clock of who adds it: it may go back */
    const char *actor, *role;
    const char *kind;    /* what happened: "submitted", "approved", … */
    const char *subject; /* to what: the id of a review, a pack, an account */
    const char *body;    /* a JSON object with all else */
    struct digest digest;
};

/* The last entry; sequence 0 and zeros when there is none. */
struct ledger_head {
    int64_t sequence;
    struct digest digest;
};

/* Adds an entry inside the store's transaction, which the caller has begun and commits; fills in sequence and digest.
 * Errors as of the store; STATUS_INVALID when the head's number is none that an entry can follow. */
MUST_CHECK enum status ledger_add(struct store *store, struct ledger_entry *entry, struct error *error);
/* The same with the JSON object that `body` holds but for its closing brace; frees it in any case. */
MUST_CHECK enum status ledger_add_object(struct store *store, struct ledger_entry *entry, struct buf *body,
                                         struct error *error);
MUST_CHECK enum status ledger_head(const struct store *store, struct ledger_head *head, struct error *error);

/* False ends the reading. */
typedef bool ledger_read_entry(void *context, const struct ledger_entry *entry);
/* All entries from `first` on, in order. */
MUST_CHECK enum status ledger_read(const struct store *store, int64_t first, ledger_read_entry *read, void *context,
                                   struct error *error);

/* Those about one subject, in order. */
MUST_CHECK enum status ledger_read_subject(const struct store *store, const char *subject, ledger_read_entry *read,
                                           void *context, struct error *error);

enum ledger_fault {
    LEDGER_MISSING,  /* no entries have these numbers, though later ones are there */
    LEDGER_BROKEN,   /* the entry does not fit its digest and the one before: it, or that one, was changed or put in its
                        place; or it has a number that no entry is given */
    LEDGER_CUT,      /* the head names an entry after the last one: the end was taken away */
    LEDGER_REWRITTEN /* the entry is not the one that was witnessed */
};
/* `first` and `last` are the same number, but for numbers that are missing in a row: they are told of at once, since a
 * number near 2^63 can be put in. */
typedef void ledger_found_fault(void *context, enum ledger_fault fault, int64_t first, int64_t last);
/* Recomputes the chain and tells all that is wrong, ascending; what stands behind a gap, or behind an entry that does not
 * fit, is looked at as well. `witnessed` may be NULL. STATUS_OK says only that everything could be read. Between
 * store_begin_reading and store_end_reading where others may write: the head and the entries are read one after the
 * other. */
MUST_CHECK enum status ledger_verify(const struct store *store, const struct ledger_head *witnessed,
                                     ledger_found_fault *found, void *context, struct error *error);

#endif
