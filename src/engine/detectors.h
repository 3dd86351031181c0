/* SPDX-License-Identifier: Apache-2.0
 *
 * All detectors, and what they and the rules with `place:` have made of a ruleset's tables.
 */
#ifndef GUANKA_ENGINE_DETECTORS_H
#define GUANKA_ENGINE_DETECTORS_H

#include "engine/detector.h"
#include "engine/words.h"
#include "rules/ruleset.h"
#include "wording/garbled.h"

/* A detector that some rule of the ruleset names. */
struct detector_use {
    const struct detector *detector;
    const void *knowledge;
    uint32_t rules[DETECTOR_OUTCOMES_MAX]; /* index of the rule of each outcome; DETECTOR_NO_RULE */
};
enum { DETECTOR_NO_RULE = UINT32_MAX >> 1 };

struct detector_set {
    const struct detector_use *uses;
    size_t use_count;
    const struct word_index *words; /* of the uses, in their order; may be NULL */
    const struct own_place *places; /* NULL: no rule asks for them */
    const struct garbled *garbled;
};

/* Looks up the detectors that rules name and has them read the tables. To be called once after ruleset_load, before the
 * ruleset is shared; a scanner refuses a ruleset with detectors that was not prepared. STATUS_INVALID with file, line and
 * remedy. */
MUST_CHECK enum status detectors_prepare(struct ruleset *ruleset, struct error *error);
/* Tells of all rows of the tables that mean nothing any more on this day. */
void detectors_remind(const struct ruleset *ruleset, struct date day, detector_reminder *tell, void *context);
/* NULL when the ruleset has not been prepared. */
const struct detector_set *detectors_of(const struct ruleset *ruleset);

#endif
