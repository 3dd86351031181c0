/* SPDX-License-Identifier: Apache-2.0
 *
 * The deadlines of a review with the days they were counted over, so that anybody can count them again.
 */
#ifndef GUANKA_GATE_DEADLINES_H
#define GUANKA_GATE_DEADLINES_H

#include "gate/review_file.h"

/* The member "deadlines": an array of {kind, organ, from, due, days, counted}; kinds are "publication" (regulation 5,
 * article 9: by when the period of disclosure ends) and "consultation" (article 12). Those whose year the calendar does
 * not know are left out, as they are in the item. */
void deadlines_write(struct buf *out, const struct call *call, const struct review_file *file);

#endif
