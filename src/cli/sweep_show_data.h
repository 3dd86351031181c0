/* SPDX-License-Identifier: Apache-2.0
 *
 * What the status of sites (sweep_show_status.c) and day sheets (sweep_show_day.c) share: of which sites, and how a
 * sweep and probes are told.
 */
#ifndef GUANKA_CLI_SWEEP_SHOW_DATA_H
#define GUANKA_CLI_SWEEP_SHOW_DATA_H

#include "base/buf.h"
#include "cli/sweep_show.h"
#include "store/store.h"
#include "store/sweeps.h"
#include "sweep/availability.h"
#include "sweep/site_figures.h"
#include "sweep/site_roster.h"

typedef enum status sweep_show_site(const struct sweep_show_options *options, const struct store *store,
                                    const struct site_then *then, void *context, struct error *error);
/* Runs `show` for each site that is meant: of those of some days, or (`span` NULL) as they are now. */
MUST_CHECK enum status sweep_show_each_site(const struct sweep_show_options *options, const struct site_span *span,
                                            sweep_show_site *show, void *context, struct error *error);
/* Whether a sweep that is on record as running has no program at it. */
bool sweep_show_is_cut_off(const struct sweep_show_options *options, const struct sweep_row *row);
/* A sweep, as members of an object, and in words. */
void sweep_show_write_sweep(struct buf *out, const struct sweep_row *row, bool was_cut_off);
void sweep_show_describe_sweep(struct buf *out, const struct sweep_row *row, bool was_cut_off);
/* Probes, as members; and in words those that were made without a network, if there are any. */
void sweep_show_write_probes(struct buf *out, const struct availability_span *span);
void sweep_show_describe_offline(struct buf *out, const struct availability_span *span);

#endif
