/* SPDX-License-Identifier: Apache-2.0
 *
 * What is kept of a robots.txt as facts (facts.h), so that what it comes to forbid is seen.
 */
#ifndef GUANKA_SWEEP_FACT_ROBOTS_H
#define GUANKA_SWEEP_FACT_ROBOTS_H

#include "base/buf.h"
#include "base/digest.h"
#include "sweep/robots.h"

/* The facts of the file that stands at `origin` (without a slash at its end) with this digest. `arena` is for what is
 * gone afterwards. */
MUST_CHECK enum status fact_robots_write(struct buf *out, struct arena *arena, const char *origin,
                                         const struct digest *content, const struct robots *robots);

#endif
