/* SPDX-License-Identifier: Apache-2.0
 *
 * What sweeps (sweep_run.c) and what finds out which are due (sweep_run_due.c) share.
 */
#ifndef GUANKA_CLI_SWEEP_RUN_DATA_H
#define GUANKA_CLI_SWEEP_RUN_DATA_H

#include "cli/sweep_run.h"
#include "store/store.h"

/* The site's lock, a descriptor that its closing gives back; -1 where it is not had. STATUS_INVALID: another program is
 * at the site. */
MUST_CHECK enum status sweep_run_lock(const char *store, const char *site, int *lock, struct error *error);
/* To write; *store is NULL where it cannot be opened. */
MUST_CHECK enum status sweep_run_open_store(const struct sweep_run_options *options, struct store **store,
                                            struct error *error);
/* Why something failed: an error without words is one for which there was no memory. */
const char *sweep_run_words(const char *message);

#endif
