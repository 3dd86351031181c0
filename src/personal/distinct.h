/* SPDX-License-Identifier: Apache-2.0
 *
 * How many different values there are among many, in a fixed amount of memory.
 *
 * Exact up to DISTINCT_SLOTS / 2 values, an estimate beyond (adaptive sampling: of the hashes only those are kept that
 * end in so many zero bits that they fit). What is told depends on the values alone, not on their order. A zeroed struct
 * is an empty one.
 */
#ifndef GUANKA_PERSONAL_DISTINCT_H
#define GUANKA_PERSONAL_DISTINCT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { DISTINCT_SLOTS = 512 };

struct distinct {
    uint64_t hashes[DISTINCT_SLOTS]; /* open addressing; 0 = free */
    uint32_t count;
    uint32_t depth; /* zero bits that a hash must end in to be kept */
};

void distinct_add(struct distinct *distinct, const char *text, size_t size);
uint64_t distinct_count(const struct distinct *distinct);
static inline bool distinct_is_exact(const struct distinct *distinct)
{
    return distinct->depth == 0;
}

#endif
