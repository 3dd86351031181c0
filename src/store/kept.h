/* SPDX-License-Identifier: Apache-2.0
 *
 * What the store keeps of one thing, as a digest: the ledger's entry of each change has it, so that what was changed
 * behind the ledger's back is found (gate/kept_check.h). An incident has no digest: what its entries say is taken again
 * (sweep/incidents_check.h).
 *
 * Of a review: what was submitted, its state, its verdicts, its permits, the digests of its contents (not the bytes,
 * which are forgotten in time). Of an account: all but failed sign-ins. Of a token and a delegation: all.
 */
#ifndef GUANKA_STORE_KEPT_H
#define GUANKA_STORE_KEPT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/digest.h"
#include "store/store.h"

enum kept_kind {
    KEPT_REVIEW,
    KEPT_ACCOUNT,
    KEPT_TOKEN,
    KEPT_DELEGATION,
    KEPT_DIGEST_COUNT, /* of those before, entries have the digest */
    KEPT_INCIDENT = KEPT_DIGEST_COUNT,
    KEPT_KIND_COUNT
};

enum kept_fault {
    KEPT_CHANGED,   /* it is not as its entries say */
    KEPT_UNENTERED, /* no entry tells of it: it was put in */
    KEPT_GONE,      /* entries tell of it, and it is not there */
    KEPT_UNKNOWN,   /* its entries are of a version that did not write what would say: nothing can be said */
};
/* `sequence`: of the last entry of it; 0 without one. */
typedef void kept_found_fault(void *context, enum kept_fault fault, enum kept_kind kind, const char *id,
                              int64_t sequence);

/* Of a kind that has digests; inside a transaction: with what it has changed. *found is false where there is no such thing. */
MUST_CHECK enum status kept_digest(const struct store *store, enum kept_kind kind, const char *id,
                                   struct digest *digest, bool *found, struct error *error);

typedef bool kept_read_id(void *context, const char *id); /* false ends the reading */
/* All there are of a kind that has digests. */
MUST_CHECK enum status kept_list(const struct store *store, enum kept_kind kind, kept_read_id *read, void *context,
                                 struct error *error);

typedef void kept_found_content(void *context, const char *review, int64_t ordinal);
/* Reads the bytes of all contents that are not forgotten, and tells of those that do not have their digest. */
MUST_CHECK enum status kept_check_contents(const struct store *store, kept_found_content *found, void *context,
                                           struct error *error);

#endif
