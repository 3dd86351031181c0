/* SPDX-License-Identifier: Apache-2.0
 *
 * A sketch of what an article says, short enough to be kept with each page: whether two of them say the same, or nearly
 * so, is seen without their texts. Pure.
 */
#ifndef GUANKA_SWEEP_FACT_SKETCH_H
#define GUANKA_SWEEP_FACT_SKETCH_H

#include "base/arena.h"
#include "sweep/site_page.h"

enum {
    FACT_SKETCH_SIZE = 145,      /* with the end */
    FACT_SKETCH_WHOLE_SIZE = 16, /* so many characters at its beginning are the same of texts that are the same throughout */
};

/* The text without what changes while the article stays as it is: lists of links, the day and time of publication or
 * update, how often it was read. "" where too little is left to tell articles apart. The arena is for what is gone
 * afterwards. */
MUST_CHECK enum status fact_sketch_of(struct arena *arena, const struct site_page *page, char sketch[FACT_SKETCH_SIZE]);
/* How much of two texts is the same, in percent; 100 only of what is the same throughout, 0 where one has no sketch. */
unsigned fact_sketch_likeness(const char *left, const char *right);

#endif
