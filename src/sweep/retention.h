/* SPDX-License-Identifier: Apache-2.0
 *
 * What the store need not keep any more, removed at the end of each sweep, so that it does not grow for ever.
 *
 * Sweeps, findings, incidents, probes and the ledger are proof and stay. Which address a sweep came to stands in no
 * report: after RETENTION_VISIT_DAYS the last time that an address was read and the last that it was asked for stay,
 * which is what later sweeps ask about, and all other visits go. A kept content goes when no address gives it any more,
 * unless evidence of an open incident is still to be made of it.
 */
#ifndef GUANKA_SWEEP_RETENTION_H
#define GUANKA_SWEEP_RETENTION_H

#include <stdatomic.h>
#include <stdint.h>

#include "store/store.h"

enum { RETENTION_VISIT_DAYS = 30 };

/* In small transactions, while others read and write; the caller has none open. `stop` (NULL: never) ends it between
 * two of them, and the next call goes on. `now_ms`: milliseconds since 1970. */
MUST_CHECK enum status retention_apply(struct store *store, const char *site, int64_t now_ms, const atomic_bool *stop,
                                       struct error *error);

#endif
