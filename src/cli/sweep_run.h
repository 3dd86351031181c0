/* SPDX-License-Identifier: Apache-2.0
 *
 * guanka sweep run and due: sweeps, one now or those whose time has come.
 *
 * One program at a time sweeps a site: a lock beside the store says so. A sweep that was cut off goes on.
 */
#ifndef GUANKA_CLI_SWEEP_RUN_H
#define GUANKA_CLI_SWEEP_RUN_H

#include <stdatomic.h>

#include "cli/config.h"
#include "cli/site_file.h"
#include "store/sweeps.h"

struct sweep_run_options {
    const struct config *config;
    const struct site_file *file;
    const char *operator; /* who asked for it; "automatic" */
    uint32_t jobs;        /* threads that read; 0: as many as there are cores */
    bool shows_progress;
    const atomic_bool *stop;
};

/* Out of turn, one after the other. *outcome tells how they came out: complete only when all did. A site that fails
 * does not keep the others; *error then says why the last one did. */
MUST_CHECK enum status sweep_run_sites(const struct sweep_run_options *options, const struct site *const *sites,
                                       size_t count, enum sweep_outcome *outcome, struct error *error);
/* Of every site: slots that have passed without a sweep are recorded as missed, and the one that is due takes place.
 * *incomplete counts sweeps that did not come out complete, and missed slots; a site that fails does not keep others.
 */
MUST_CHECK enum status sweep_run_due(const struct sweep_run_options *options, unsigned *swept, unsigned *incomplete,
                                     struct error *error);

#endif
