/* SPDX-License-Identifier: Apache-2.0
 *
 * What is not in order with a site now: slots of today, and the last one that has come, that had no complete sweep,
 * with why; start pages that the last probe could not open.
 */
#ifndef GUANKA_CLI_SWEEP_SHOW_WRONG_H
#define GUANKA_CLI_SWEEP_SHOW_WRONG_H

#include "base/buf.h"
#include "store/store.h"
#include "sweep/site_roster.h"

struct sweep_show_wrong {
    bool as_json;
    struct buf slots, starts; /* lines, or elements of arrays */
    unsigned count;           /* of both */
};

/* Of one site, in place of what was there. `begun_ms`: since when it is inspected (site_sweeps_extent). Slots that are
 * over and not on record are left out: who shows them counts them all (site_sweeps_list). */
MUST_CHECK enum status sweep_show_wrong_find(const struct store *store, const struct site_then *then, int64_t begun_ms,
                                             int64_t now_ms, struct sweep_show_wrong *wrong, struct error *error);
/* As members of an object: "slots_wrong" and "starts_failed". */
void sweep_show_wrong_write(struct buf *out, const struct sweep_show_wrong *wrong);
/* As lines on standard output; nothing where nothing is wrong. */
void sweep_show_wrong_print(struct sweep_show_wrong *wrong);
void sweep_show_wrong_free(struct sweep_show_wrong *wrong);

#endif
