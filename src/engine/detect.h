/* SPDX-License-Identifier: Apache-2.0
 *
 * Shows the blocks of a part to the detectors and takes their findings.
 *
 * Part of a scanner; one thread. Parts nest as documents do: what a detector knows of a part waits while a child is read.
 */
#ifndef GUANKA_ENGINE_DETECT_H
#define GUANKA_ENGINE_DETECT_H

#include "engine/detectors.h"
#include "engine/resolve.h"
#include "engine/words.h"

struct detect_part; /* the detectors' states in one open part */

enum { STRETCH_MAX = 2 * DETECTOR_TEXT_MAX }; /* bytes of the blocks that are read together */

struct detect {
    const struct detector_set *set; /* NULL, or no uses: nothing to do */
    struct resolver *resolver;
    struct arena *arena; /* states of open parts */
    struct word_finder *words;
    struct date as_of;
    struct profile *profile; /* NULL: nothing is counted */
    uint32_t roles;      /* that some detector wants */
    uint32_t date_roles; /* in which some detector needs dates */
    uint8_t marks[STRETCH_MAX];
    struct detect_part *top;
};

/* What it has of its own; the rest is the scanner's. */
MUST_CHECK enum status detect_create(struct detect *detect);
void detect_free(struct detect *detect);
/* `set` may be NULL. */
void detect_adopt(struct detect *detect, const struct detector_set *set);
/* Forgets what a scan that was cut off has left. */
void detect_reset(struct detect *detect);
MUST_CHECK enum status detect_open(struct detect *detect, const struct part *part, uint32_t part_index,
                                   const char *path);
/* Shows the blocks that end before `limit`; all that is left when no more text will come. */
MUST_CHECK enum status detect_lane(struct detect *detect, struct lane *lane, uint64_t limit, bool final);
MUST_CHECK enum status detect_close(struct detect *detect);

#endif
