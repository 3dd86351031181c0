/* SPDX-License-Identifier: Apache-2.0
 *
 * The register of delegations: who decides for whom, from which day to which, and by which written order (DOMAIN 10.4).
 *
 * A decision for another is only as good as the row that proves it, so rows are never changed or removed, only revoked.
 * Two that hold for the same two people never share a day: which one a decision rests on is never in question.
 * Threads, transactions and rows as in store/accounts.h.
 */
#ifndef GUANKA_STORE_DELEGATIONS_H
#define GUANKA_STORE_DELEGATIONS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/date.h"
#include "store/store.h"

struct delegation_row {
    const char *id;
    const char *delegator, *delegate; /* accounts */
    const char *delegator_display;    /* only read; "" while writing */
    unsigned roles;                   /* those of the delegator that are lent; only read: as far as he has them now */
    struct date from, until;          /* first and last day */
    const char *document;             /* number of the written order; "": the delegator entered it himself */
    const char *created_by;
    int64_t created_ms, revoked_ms; /* revoked_ms 0: it was not */
};
typedef bool delegation_read_row(void *context, const struct delegation_row *row);

/* STATUS_INVALID where one of the accounts is unknown, or another row of the two that is not revoked has a day of it.
 */
MUST_CHECK enum status delegation_insert(struct store *store, const struct delegation_row *row, struct error *error);
MUST_CHECK enum status delegation_revoke(struct store *store, const char *id, int64_t now_ms, struct error *error);
MUST_CHECK enum status delegation_read(const struct store *store, const char *id, delegation_read_row *read,
                                       void *context, bool *found, struct error *error);
/* All that this account gave or got, or all that there are where it is NULL; the latest first. */
MUST_CHECK enum status delegation_list(const struct store *store, const char *account, delegation_read_row *read,
                                       void *context, struct error *error);
/* Those by which this account may decide for others on that day: neither revoked nor of a disabled account. */
MUST_CHECK enum status delegation_list_valid(const struct store *store, const char *delegate, struct date day,
                                             delegation_read_row *read, void *context, struct error *error);

#endif
