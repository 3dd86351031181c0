/* SPDX-License-Identifier: Apache-2.0
 *
 * Whether what the store has now is what the ledger says of it last: reviews with their permits, accounts, tokens,
 * delegations. The chain proves the ledger (store/ledger.h); this proves the rest by it.
 */
#ifndef GUANKA_GATE_KEPT_CHECK_H
#define GUANKA_GATE_KEPT_CHECK_H

#include "store/kept.h"

enum kept_fault {
    KEPT_CHANGED,   /* it is not as the last entry of it says */
    KEPT_UNENTERED, /* no entry tells of it: it was put in */
    KEPT_GONE,      /* entries tell of it, and it is not there */
    KEPT_UNKNOWN,   /* its entries are of a version that did not write the digest: nothing can be said */
};
/* `sequence`: of the last entry of it; 0 without one. */
typedef void kept_found_fault(void *context, enum kept_fault fault, enum kept_kind kind, const char *id,
                              int64_t sequence);
/* Tells of each thing that is not as it should be. STATUS_OK says only that everything could be read. */
MUST_CHECK enum status kept_check(const struct store *store, kept_found_fault *found, void *context,
                                  struct error *error);

#endif
