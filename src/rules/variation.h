/* SPDX-License-Identifier: Apache-2.0
 *
 * A text and what is nearly it: cut, doubled, swapped and broken in many places, with other characters before and
 * behind. What a pattern matches in the one and not in the other is where engines go wrong. Pure; the same text always
 * gives the same lines.
 */
#ifndef GUANKA_RULES_VARIATION_H
#define GUANKA_RULES_VARIATION_H

#include "base/buf.h"

/* Appends the text, valid UTF-8, and its variations as lines, each ended by a line feed. */
void variation_append(struct bytes text, struct buf *output);
/* The same, with fewer of them: for words of long lists. */
void variation_append_few(struct bytes text, struct buf *output);

#endif
