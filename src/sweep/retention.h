/* SPDX-License-Identifier: Apache-2.0
 *
 * What the store need not keep any more, removed at the end of each sweep, so that it does not grow for ever.
 *
 * Sweeps, findings, incidents, probes and the ledger are proof and stay. Which address a sweep came to stands in no
 * report: after RETENTION_VISIT_DAYS the last time that an address was read and the last that it was asked for stay,
 * which is what later sweeps ask about, and all other visits go. A kept content goes when no address gives it any more,
 * unless evidence of an open incident is still to be made of it.
 *
 * An address stays, and what was last read there (its title, facts and digest, not its content), when nothing leads to it
 * any more: whether an article stood elsewhere before, under which day, and when an address was last as it should be is
 * asked for years later. That is 0.16 KiB for an address and 1.2 KiB for one that was ever read (a site of 2,000 pages,
 * after two sweeps); how many a site can plant in one sweep is bounded by its `limits`. The reasons why slots could not
 * begin (slot_troubles) are proof of those slots.
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
