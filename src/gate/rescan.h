/* SPDX-License-Identifier: Apache-2.0
 *
 * Reviews that have not been judged by the rules of now: those that were queued, and those that wait for a decision
 * when the rules change.
 */
#ifndef GUANKA_GATE_RESCAN_H
#define GUANKA_GATE_RESCAN_H

#include "gate/gate_data.h"

/* Judges up to `limit` of them again; *has_more when there may be more. What is found later than at the first time
 * sends an item back: it is held, or asks for the levels that it needs now (review_item_judge_again). */
MUST_CHECK enum status rescan_some(struct gate *gate, struct gate_worker *worker, unsigned limit, bool *has_more,
                                   struct error *error);

#endif
