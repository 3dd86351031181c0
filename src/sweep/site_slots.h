/* SPDX-License-Identifier: Apache-2.0
 *
 * What became of the slots of a site in some days: what day sheets and reports count (site_figures.h), and what the
 * gate shows, is one.
 *
 * A slot is one that the site file had at its time (site_past.h), or of which there is a record. Records whose time is
 * not believed (store/sweep_times.h) count for nothing. Times are milliseconds
 * since 1970; no clock is read here.
 */
#ifndef GUANKA_SWEEP_SITE_SLOTS_H
#define GUANKA_SWEEP_SITE_SLOTS_H

#include "store/store.h"
#include "sweep/site_past.h"

/* Of several sweeps of a slot the best counts: in this order. */
enum site_slot_state {
    SITE_SLOT_COMING,
    SITE_SLOT_DUE, /* it has come, and may still be made up for */
    SITE_SLOT_MISSED,
    SITE_SLOT_INCOMPLETE,
    SITE_SLOT_COMPLETE
};
struct site_slot {
    int64_t at_ms;
    enum site_slot_state state; /* by the sweeps of it that have ended */
    int64_t sweep;              /* which counts, or has not ended; 0: there is none */
    bool is_running;            /* it has not ended, by the record: it is under way, or was cut off */
};
typedef bool site_slots_read(void *context, const struct site_slot *slot); /* false ends it */

/* Those of [from_ms, to_ms), the earliest first; ones without a record from `begun_ms` on (site_sweeps_extent). */
MUST_CHECK enum status site_slots_list(const struct store *store, const char *site, const struct site_past *past,
                                       int64_t begun_ms, int64_t from_ms, int64_t to_ms, int64_t now_ms,
                                       site_slots_read *read, void *context, struct error *error);

#endif
