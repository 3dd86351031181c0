/* SPDX-License-Identifier: Apache-2.0
 *
 * What a reader sees where that is not what is stored (text/display.h), block by block.
 *
 * Canonical text has lost what forces a direction, what is unseen and what tells a terminal something. So the blocks of
 * a lane in which something was removed are looked at as they are stored: where a row of unseen characters or an escape
 * stands is noted in the lane; the letters in the order in which they are read are a block of their own in the lane of
 * joined lines, where rules search them and detectors read them.
 *
 * Part of a scanner, one for each lane that is shown; one thread.
 */
#ifndef GUANKA_ENGINE_SHOWN_H
#define GUANKA_ENGINE_SHOWN_H

#include "engine/lane.h"
#include "text/display.h"

struct shown {
    bool is_gathering;
    char text[DISPLAY_SIZE_MAX]; /* the block from its first suspect line on, and what stands before that */
    size_t size;
    uint64_t from, to;   /* in the lane, without what stands before */
    struct text_run run; /* the first one; its source grows */
    uint64_t sequence;
};

/* Forgets a block. */
void shown_reset(struct shown *shown);
/* The block at hand has ended: says what it is. */
MUST_CHECK enum status shown_end(struct shown *shown, struct lane *lane, struct lane *joined);
/* Before the lane gets the run. */
MUST_CHECK enum status shown_before(struct shown *shown, struct lane *lane, struct lane *joined,
                                    const struct text_run *run);
/* When the lane has got it. `has_removed`: not all of its characters are in the canonical text. */
MUST_CHECK enum status shown_after(struct shown *shown, struct lane *lane, struct lane *joined,
                                   const struct text_run *run, bool has_removed, uint64_t sequence);

#endif
