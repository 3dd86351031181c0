/* SPDX-License-Identifier: Apache-2.0
 *
 * guanka sweep status and day-sheet: what the store has to say, for people and as JSON lines.
 */
#ifndef GUANKA_CLI_SWEEP_SHOW_H
#define GUANKA_CLI_SWEEP_SHOW_H

#include <stdbool.h>

#include "base/date.h"
#include "base/digest.h"
#include "cli/site_file.h"

struct sweep_show_options {
    const struct site_file *file;
    const char *only; /* the id of the one site that is meant; NULL: all */
    bool as_json;
    int64_t now_ms;
};

/* *is_in_order: of all that are shown no slot that is over is without a record, nothing is wrong now
 * (sweep_show_wrong.h), no record is later than now, and
 * no evidence is without records (sweep_records.h). */
MUST_CHECK enum status sweep_show_status(const struct sweep_show_options *options, bool *is_in_order,
                                         struct error *error);
/* The same, as JSON, while there is no store: no site was swept or probed. */
void sweep_show_no_status(const struct sweep_show_options *options);
/* Proof of a day: each slot of each site as it was in the site file then, with what took place (sites that are not in
 * the file any more as well), and whether the day is complete. *complete: every slot
 * that has come had a complete sweep, and there were four at least. STATUS_INVALID: the day has not come, or was before
 * any of the sites was inspected. */
MUST_CHECK enum status sweep_show_day(const struct sweep_show_options *options, struct date day, bool *complete,
                                      struct error *error);
/* Of what sweep_show_day writes as JSON, which does not change once the day is over. */
MUST_CHECK enum status sweep_show_day_digest(const struct sweep_show_options *options, struct date day,
                                             struct digest *digest, struct error *error);

#endif
