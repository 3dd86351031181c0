/* SPDX-License-Identifier: Apache-2.0
 *
 * A few words that are all looked for in one pass over a text, which takes no longer for being made up of parts of
 * them. Pure; needs no memory. (text/literal_set.h is for lists of thousands.)
 */
#ifndef GUANKA_SWEEP_FACT_WORDS_H
#define GUANKA_SWEEP_FACT_WORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"

struct fact_words {
    const char *const *items;
    size_t count;
    uint64_t begins[64]; /* a bit for what may be the first character of one */
};

/* Of words of at least one Han character, the first; the more particular ones of those that begin alike stand before
 * the others. Borrows them. */
struct fact_words fact_words_of(const char *const *items, size_t count);
/* The first of them from *offset on; *offset is where it begins. */
bool fact_words_next(const struct fact_words *words, struct bytes text, size_t *offset, size_t *word);

#endif
