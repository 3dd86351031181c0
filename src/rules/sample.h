/* SPDX-License-Identifier: Apache-2.0
 *
 * Texts that an expression may match, written from the expression itself: of alternatives one, of repeats few or all,
 * of classes a member. What the borders \b, \B, ^ and $ ask for, and what a negated class leaves out, is not looked at,
 * so not every sample matches; who wants to know has to search. Pure; the same seed gives the same text.
 */
#ifndef GUANKA_RULES_SAMPLE_H
#define GUANKA_RULES_SAMPLE_H

#include "base/buf.h"

/* Appends a sample of a folded expression (rules/pattern.h), at most SAMPLE_SIZE_MAX bytes; nothing of one that is not
 * understood. */
void sample_append(const char *folded, uint64_t seed, struct buf *output);

enum { SAMPLE_SIZE_MAX = 2048 };

#endif
