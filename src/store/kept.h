/* SPDX-License-Identifier: Apache-2.0
 *
 * What the store keeps of one thing, as a digest: the ledger's entry of each change has it, so that what was changed
 * behind the ledger's back is found (gate/kept_check.h).
 *
 * Of a review: what was submitted, its state, its verdicts, its permits, the digests of its contents (not the bytes,
 * which are forgotten in time). Of an account: all but failed sign-ins. Of a token and a delegation: all.
 */
#ifndef GUANKA_STORE_KEPT_H
#define GUANKA_STORE_KEPT_H

#include <stdbool.h>

#include "base/digest.h"
#include "store/store.h"

enum kept_kind { KEPT_REVIEW, KEPT_ACCOUNT, KEPT_TOKEN, KEPT_DELEGATION, KEPT_KIND_COUNT };

/* Inside a transaction: with what it has changed. *found is false where there is no such thing. */
MUST_CHECK enum status kept_digest(const struct store *store, enum kept_kind kind, const char *id,
                                   struct digest *digest, bool *found, struct error *error);

typedef bool kept_read_id(void *context, const char *id); /* false ends the reading */
/* All there are. */
MUST_CHECK enum status kept_list(const struct store *store, enum kept_kind kind, kept_read_id *read, void *context,
                                 struct error *error);

#endif
