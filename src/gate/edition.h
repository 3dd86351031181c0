/* SPDX-License-Identifier: Apache-2.0
 *
 * All that judges drafts at one time: rules, review profile, calendar. Replaced as a whole while requests run.
 *
 * An edition is immutable and shared by reference count; whoever has one finishes with it, whatever the slot holds by
 * then.
 */
#ifndef GUANKA_GATE_EDITION_H
#define GUANKA_GATE_EDITION_H

#include "review/profile.h"
#include "review/working_days.h"
#include "rules/ruleset.h"

struct edition {
    struct ruleset *ruleset;
    const struct review_profile *profile;
    const struct working_days *days;
    int64_t loaded_ms;
};

/* Takes over a reference of the ruleset, also on failure. STATUS_INVALID: broken tables, or no profile of this id. */
MUST_CHECK enum status edition_create(struct ruleset *ruleset, const char *profile, int64_t loaded_ms,
                                      const struct edition **edition, struct error *error);
void edition_unref(const struct edition *edition); /* any thread; NULL is allowed */

struct edition_slot;
MUST_CHECK enum status edition_slot_create(const struct edition *first,
                                           struct edition_slot **slot); /* takes the reference over */
const struct edition *edition_slot_get(struct edition_slot *slot);      /* with a reference of its own; any thread */
void edition_slot_set(struct edition_slot *slot,
                      const struct edition *edition); /* takes the reference over; any thread */
void edition_slot_destroy(struct edition_slot *slot); /* NULL is allowed */

#endif
