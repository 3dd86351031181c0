/* SPDX-License-Identifier: Apache-2.0
 *
 * Writing to the gate's store from the command line, beside a gate that may be running.
 */
#ifndef GUANKA_CLI_STORE_SHELL_H
#define GUANKA_CLI_STORE_SHELL_H

#include <stdint.h>

#include "base/error.h"
#include "store/store.h"

enum { STORE_SHELL_ACTOR_SIZE = 64 };

/* Who does it, for the ledger: "cli:" and the user of this machine. */
void store_shell_actor(char actor[STORE_SHELL_ACTOR_SIZE]);

typedef enum status store_shell_task(void *context, struct store *store, int64_t now_ms, struct error *error);
/* The task in a transaction of its own; now_ms is never before the last entry of the ledger, whatever the clock says.
 */
MUST_CHECK enum status store_shell_run(struct store *store, store_shell_task *task, void *context, struct error *error);

#endif
