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

struct detect_part; /* the detectors' states in one open part */

struct detect {
    const struct detector_set *set; /* NULL, or no uses: nothing to do */
    struct resolver *resolver;
    struct arena *arena; /* states of open parts */
    struct date as_of;
    struct profile *profile; /* NULL: nothing is counted */
    uint32_t roles;      /* that some detector wants */
    struct detect_part *top;
};

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
