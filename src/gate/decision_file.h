/* SPDX-License-Identifier: Apache-2.0
 *
 * A decision carried out on the stored review, with everything that follows from it, or recorded as an attempt.
 */
#ifndef GUANKA_GATE_DECISION_FILE_H
#define GUANKA_GATE_DECISION_FILE_H

#include "gate/review_file.h"

struct decision_task {
    const struct call *call;
    const char *review;
    const struct decision *decision;
    const struct delegated *delegated; /* by which it is taken for another; NULL: for himself */
    /* Filled in: */
    struct review_file file; /* as it is afterwards */
    bool is_found, is_refused;
    struct error reason; /* why it is refused */
};

/* A writer's task; context is a struct decision_task. STATUS_OK also when the decision is refused: the attempt is in
 * the ledger. */
enum status decision_carry_out(void *context, struct store *store, int64_t now_ms, struct error *error);

#endif
