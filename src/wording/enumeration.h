/* SPDX-License-Identifier: Apache-2.0
 *
 * Enumerations that everybody writes with the same items in the same order: 学史明理、学史增信、学史崇德、学史力行. One in
 * which all items but one stand as they should, and something else where that one should be, is written wrong; without the
 * name of a formula beside it nothing else can tell (formula.h judges those that have one).
 *
 * An enumeration that ends early, begins late or goes another way is one of somebody's own. What stands for an item in the
 * middle ends at the next sign; what stands for the first or the last must be like it, since nothing else says where it begins
 * or ends. Pure; immutable once made.
 */
#ifndef GUANKA_WORDING_ENUMERATION_H
#define GUANKA_WORDING_ENUMERATION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "text/literal_set.h"

enum {
    ENUMERATION_ITEMS_MIN = 3,
    ENUMERATION_ITEMS_MAX = 16,
};

/* All text is canonical. */
struct enumeration {
    const char *items; /* divided by '|'; ways to write one by '/' */
    bool is_whole;     /* one item left out between the others is wrong, too */
};

struct enumeration_place {
    size_t enumeration, item;
    size_t from, to; /* of what stands for the item; of the item beside it where it is left out */
    bool is_left_out;
};

struct enumeration_set;

/* STATUS_INVALID for another number of items, or one that no search can find (one character, or none of Han first);
 * *wrong says in which enumeration. The texts must live as long as the arena. */
MUST_CHECK enum status enumeration_create(const struct enumeration *enumerations, size_t count, struct arena *arena,
                                          const struct enumeration_set **set, size_t *wrong);
/* Two items with the sign between them, to be looked for; they live as long as the set. */
struct literal_list enumeration_words(const struct enumeration_set *set);
/* Tells each place of a text in which those words stand at `words`, ascending; false ends it, and is returned. */
typedef bool enumeration_found(void *context, const struct enumeration_place *place);
bool enumeration_read(const struct enumeration_set *set, const char *text, size_t size, struct literal_places words,
                      enumeration_found *found, void *context);

#endif
