/* SPDX-License-Identifier: Apache-2.0
 *
 * The matches of one rule that lie in a slice of the text, as they stand in the whole text.
 *
 * A slice by itself has borders (^ $ \b) where the text has none, and lacks some that it has. What stands in front
 * cannot simply be scanned too: Hyperscan tells one beginning for each end, the leftmost, so a match that begins in
 * front would hide one that begins in the slice. So characters are put in front that border on the slice as the real
 * one does, and with which few matches begin.
 */
#ifndef GUANKA_ENGINE_SLICE_H
#define GUANKA_ENGINE_SLICE_H

#include "base/buf.h"
#include "engine/lane.h"
#include "engine/match.h"

struct slice {
    struct buf text;
    struct buf marks; /* for each end in the slice: the attempt that has to settle it */
};

#define SLICE_INIT { .text = BUF_INIT(SIZE_MAX / 2), .marks = BUF_INIT(SIZE_MAX / 2) }

/* Appends the matches of `rule` in the canonical view that lie in `range`, an absolute one that the lane holds and that
 * is not empty: for each end the leftmost beginning, in no order. */
MUST_CHECK enum status slice_scan(struct slice *slice, const struct ruleset *ruleset, struct search_scratch *scratch,
                                  const struct lane *lane, struct span range, uint32_t rule, struct match_list *list);
void slice_free(struct slice *slice);

#endif
