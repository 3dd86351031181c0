/* SPDX-License-Identifier: Apache-2.0
 *
 * What happens in the store when somebody delegates or takes it back; with the ledger's entry of it.
 */
#ifndef GUANKA_GATE_DELEGATION_TASKS_H
#define GUANKA_GATE_DELEGATION_TASKS_H

#include "gate/api.h"
#include "store/delegations.h"

struct delegation_task {
    const struct call *call;
    const char *delegator, *delegate, *document;
    unsigned roles; /* those of them that the delegator has are lent */
    struct date from, until;
    /* Filled in: */
    char id[REVIEW_ID_SIZE];
    bool is_found, is_anothers; /* of one that is to be taken back */
};
/* Writer's tasks. STATUS_INVALID where the delegator has none of the roles, or an account cannot be used. */
enum status delegation_write(void *context, struct store *store, int64_t now_ms, struct error *error);
/* Of the call's wildcard; nothing is written when it is not found or another's. */
enum status delegation_take_back(void *context, struct store *store, int64_t now_ms, struct error *error);

#endif
