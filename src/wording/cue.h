/* SPDX-License-Identifier: Apache-2.0
 *
 * Words of a table that say something of what stands beside them: 正在审理 that a case is under way, 启用前 that a mark
 * is an examination's. A table has the columns word and kind (others are notes for people); what a kind means is the
 * caller's.
 *
 * Words do not overlap: the first wins, and of those that begin together the longest. In 尚未作出处罚决定, 尚未作出
 * leaves no 作出处罚决定. Text is canonical. Immutable once made; memory belongs to the arena.
 */
#ifndef GUANKA_WORDING_CUE_H
#define GUANKA_WORDING_CUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/error.h"
#include "reference/reference.h"
#include "text/literal_set.h"

struct cue {
    size_t from, to; /* in the text */
    uint32_t kind;   /* index into the kinds */
};

struct cue_set;

/* `kinds` ends with NULL. A word that no search can find (one character, or none of Han first) and a kind that is not
 * listed are STATUS_INVALID with file and line. */
MUST_CHECK enum status cue_set_create(const struct reference *reference, const char *table, const char *const *kinds,
                                      struct arena *arena, const struct cue_set **set, struct error *error);

/* The words, to be looked for; they live as long as the set. */
struct literal_list cue_set_words(const struct cue_set *set);
/* Tells each cue of a text in which the words stand at these places, ascending; false ends it. */
typedef bool cue_found(void *context, const struct cue *cue);
void cue_set_read(const struct cue_set *set, struct literal_places places, cue_found *found, void *context);

/* The longest word that ends right at `at`; false when there is none. */
bool cue_set_before(const struct cue_set *set, const char *text, size_t at, struct cue *cue);

#endif
