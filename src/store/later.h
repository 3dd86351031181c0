/* SPDX-License-Identifier: Apache-2.0
 *
 * Records that were made later than it is now: this machine's clock was ahead when they were made, or it is behind now.
 * They prove nothing of their times, and what was not done must not be taken for done on their account.
 *
 * Times are milliseconds since 1970 UTC. No clock is read here.
 */
#ifndef GUANKA_STORE_LATER_H
#define GUANKA_STORE_LATER_H

#include <stdbool.h>
#include <stdint.h>

#include "store/store.h"

/* What a clock that is kept right may be set back. */
enum { LATER_MARGIN_MS = 600000 };

/* Whether a record of `at_ms` is later than now by more than that. */
bool later_is(int64_t at_ms, int64_t now_ms);

/* Of sweeps, probes and entries of the ledger. */
struct later {
    uint64_t count;
    int64_t last_ms; /* of the latest; 0: there is none */
};
MUST_CHECK enum status later_find(const struct store *store, int64_t now_ms, struct later *later, struct error *error);

#endif
