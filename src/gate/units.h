/* SPDX-License-Identifier: Apache-2.0
 *
 * For which units an account submits: its own, and those that its administrator has named besides.
 *
 * Kept as names with commas between; "*" stands for every unit there is.
 */
#ifndef GUANKA_GATE_UNITS_H
#define GUANKA_GATE_UNITS_H

#include "gate/identity.h"

extern const char units_all[]; /* "*" */

/* What a person has written, with commas of either width or 、 between, as it is kept: without blanks around names,
 * empty ones and repetitions. STATUS_INVALID where it is too long. */
MUST_CHECK enum status units_read(const char *text, struct arena *arena, const char **units, struct error *error);
/* "" is no unit's. */
bool units_include(const struct identity *identity, const char *unit);
/* Every unit: nothing need be asked about any. */
bool units_are_all(const struct identity *identity);
/* A JSON array of the names; with `own` unless that is "". */
void units_write(struct buf *out, const char *own, const char *units);

#endif
