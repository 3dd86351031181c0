/* SPDX-License-Identifier: Apache-2.0
 *
 * Word lists of any length, found in one pass: each place where a word of the set stands.
 *
 * Hyperscan slows down with the number of Chinese literals (0.9 GB/s with 1,000, 0.4 with 50,000: their bytes
 * are too alike for its filter). A word here is known by its first six bytes, that is two Han characters. A
 * flag per hash of six bytes tells where it is worth looking, and Han text can only begin a word every third
 * byte; so the speed hardly depends on the number of words, and nothing has to be compiled or cached.
 *
 * Text must be valid UTF-8. Immutable once made; any thread. Memory belongs to the arena it was made in.
 */
#ifndef GUANKA_TEXT_LITERAL_SET_H
#define GUANKA_TEXT_LITERAL_SET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

struct literal {
    const char *text;
    uint32_t size, id; /* the id is told when it is found */
};

/* Words that somebody wants to have looked for, and the places where they were found: ascending by beginning, of those that
 * begin together the longest first. */
struct literal_list {
    const struct literal *items;
    size_t count;
};

struct literal_place {
    uint32_t id, from, to;
};

struct literal_places {
    const struct literal_place *items;
    size_t count;
};

struct literal_set;

/* With fewer words than this, Hyperscan is as fast and needs no second pass. */
enum { LITERAL_SET_WORTHWHILE = 256 };

/* Is this a word that a set can hold: a Han character first (three bytes), and six bytes or more? */
bool literal_set_takes(const char *text, size_t size);
/* Copies the texts. Every literal must be one that a set takes. */
MUST_CHECK enum status literal_set_create(const struct literal *literals, size_t count, struct arena *arena,
                                          const struct literal_set **set);

/* What is told of each place; false ends the search. */
typedef bool literal_found(void *context, uint32_t id, size_t from, size_t to);

/* Tells every literal at every place in text[0..size), overlapping ones too, in the order of struct literal_places.
 * False when `found` ended it. */
bool literal_set_scan(const struct literal_set *set, const char *text, size_t size, literal_found *found,
                      void *context);

#endif
