/* SPDX-License-Identifier: Apache-2.0
 *
 * Where words stand in a text, as the engine finds them for those who read the places.
 */
#ifndef GUANKA_TESTS_WORDING_FOUND_H
#define GUANKA_TESTS_WORDING_FOUND_H

#include "base/assert.h"
#include "text/literal_set.h"

enum { FOUND_MAX = 4096 };

struct found_words {
    struct literal_place items[FOUND_MAX];
    size_t count;
};

static inline bool found_add(void *context, uint32_t id, size_t from, size_t to)
{
    struct found_words *found = context;

    if (found->count < FOUND_MAX)
        found->items[found->count++] = (struct literal_place){ id, (uint32_t)from, (uint32_t)to };
    return true;
}

/* The result is in *found. */
static inline struct literal_places found_in(struct found_words *found, struct literal_list words, const char *text,
                                             size_t size)
{
    const struct literal_set *set;
    struct arena *arena;

    found->count = 0;
    ASSERT(arena_create(&arena) == STATUS_OK);
    if (words.count > 0) {
        ASSERT(literal_set_create(words.items, words.count, arena, &set) == STATUS_OK);
        ASSERT(literal_set_scan(set, text, size, found_add, found));
    }
    arena_destroy(arena);
    return (struct literal_places){ found->items, found->count };
}

#endif
