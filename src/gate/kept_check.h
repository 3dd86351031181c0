/* SPDX-License-Identifier: Apache-2.0
 *
 * Whether what the store has now is what the ledger says of it last: reviews with their permits, accounts, tokens,
 * delegations. The chain proves the ledger (store/ledger.h); this proves the rest by it.
 */
#ifndef GUANKA_GATE_KEPT_CHECK_H
#define GUANKA_GATE_KEPT_CHECK_H

#include "store/kept.h"

/* Tells of each thing that is not as it should be. STATUS_OK says only that everything could be read. */
MUST_CHECK enum status kept_check(const struct store *store, kept_found_fault *found, void *context,
                                  struct error *error);

#endif
