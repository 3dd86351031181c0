/* SPDX-License-Identifier: Apache-2.0
 *
 * The sweeps of a site over some days as the store has them, and beside them each slot that is over and of which it has
 * neither a sweep nor a record: nobody records what was missed while the program that does so is not running, and who
 * reads the records must not take that for a day on which nothing was missed.
 *
 * Times are milliseconds since 1970; no clock is read here.
 */
#ifndef GUANKA_SWEEP_SITE_SWEEPS_H
#define GUANKA_SWEEP_SITE_SWEEPS_H

#include "base/buf.h"
#include "store/sweeps.h"
#include "sweep/site_past.h"

/* When a site was swept first, or was to be, and when it was last. Of one that never was, since when the store knows of
 * it (INT64_MIN when it does not), and INT64_MIN. Sweeps whose time is not believed at `now_ms` do not count. */
MUST_CHECK enum status site_sweeps_extent(const struct store *store, const char *site, const struct site_past *past,
                                          int64_t now_ms, int64_t *begun_ms, int64_t *last_ms,
                                          struct error *error);

/* As sweeps_list of [from_ms, to_ms), with a row of SWEEP_MISSED and the id 0 for each slot from `begun_ms` on that is
 * over, or of days that are, and not on record, and a reason in words. The time of each row is judged; of one that is not
 * believed the slot is as if it were not on record. */
MUST_CHECK enum status site_sweeps_list(const struct store *store, const char *site, const struct site_past *past,
                                        int64_t begun_ms, int64_t from_ms, int64_t to_ms, int64_t now_ms,
                                        sweeps_read_row *read, void *context, struct error *error);

/* A sentence: that the time of a sweep is not believed, and what proves it. Nothing of one that is. */
void site_sweeps_describe_time(struct buf *out, const struct sweep_time *time);

#endif
