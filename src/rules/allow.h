/* SPDX-License-Identifier: Apache-2.0
 *
 * Allowed phrases: ordinary words that contain sensitive ones (大麻烦 contains 大麻). A match that lies inside
 * such a phrase, and is shorter than it, is no finding.
 *
 * Asked only about matches, which are rare, so the text itself is never searched for phrases. Immutable once
 * made; any thread. Memory belongs to the arena it was made in.
 */
#ifndef GUANKA_RULES_ALLOW_H
#define GUANKA_RULES_ALLOW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/bytes.h"

struct allow_phrase {
    const char *text; /* canonical */
    uint32_t size;
};

struct allow_set;

/* A longer phrase would make every window of text carry a long margin. */
enum { ALLOW_PHRASE_MAX = 64 }; /* characters */

/* Copies the texts; equal phrases count once. */
MUST_CHECK enum status allow_set_create(const struct allow_phrase *phrases, size_t count, struct arena *arena,
                                        const struct allow_set **set);
/* Bytes of the longest phrase: what must be readable on either side of a match. */
size_t allow_set_reach(const struct allow_set *set);
/* The phrase that stands around text[match.start..match.end), as a span of `text` longer than the match. `text` is
 * canonical and begins and ends between characters. */
bool allow_set_covers(const struct allow_set *set, const char *text, size_t size, struct span match,
                      struct span *phrase);
size_t allow_set_count(const struct allow_set *set);
/* The phrases in order of their bytes, for digests. */
const struct allow_phrase *allow_set_phrase(const struct allow_set *set, size_t index);

#endif
