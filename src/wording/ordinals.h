/* SPDX-License-Identifier: Apache-2.0
 *
 * Points that stand within one paragraph, 一是…二是…三是…, 第一,…第二,… and (一)…;(二)…: one that is left out, and another
 * number of points than the paragraph announced. Pure.
 */
#ifndef GUANKA_WORDING_ORDINALS_H
#define GUANKA_WORDING_ORDINALS_H

#include "text/literal_set.h"
#include "wording/outline.h"

struct ordinals {
    enum outline_fault fault;
    char missing[OUTLINE_LABEL_SIZE]; /* OUTLINE_GAP: the point, 三是 */
    unsigned announced, listed;       /* OUTLINE_COUNT */
    size_t from, to;                  /* the point behind the gap, or what is announced */
};

/* What the first points look like, to be looked for: a text without any of these has none. */
struct literal_list ordinals_first(void);
/* The first fault of a block of canonical text; false without one. */
bool ordinals_judge(const struct vocabulary *vocabulary, const char *text, size_t size, struct ordinals *found);
/* The same of points with the labels of paragraphs, (一)…;(二)…。, that an announcement and a colon stand in front of; of
 * them only the number is judged. */
bool ordinals_judge_labels(const struct vocabulary *vocabulary, const char *text, size_t size, struct ordinals *found);

#endif
