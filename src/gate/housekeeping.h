/* SPDX-License-Identifier: Apache-2.0
 *
 * What need not be kept any more, and is forgotten: contents of drafts that are over, sessions that have ended, keys of
 * repeated submissions, messages that have left. The ledger, verdicts and digests stay.
 */
#ifndef GUANKA_GATE_HOUSEKEEPING_H
#define GUANKA_GATE_HOUSEKEEPING_H

#include <stdint.h>

#include "store/store.h"

/* How long each is kept. */
struct keeping {
    unsigned content_days, idempotency_days, outbox_days;
};

/* A writer's task; context is a const struct keeping. */
enum status housekeeping_run(void *context, struct store *store, int64_t now_ms, struct error *error);

#endif
