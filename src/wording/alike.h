/* SPDX-License-Identifier: Apache-2.0
 *
 * Which characters a writer takes for one another: they sound alike (pinyin.h), or look alike after a list of groups.
 * Pure.
 */
#ifndef GUANKA_WORDING_ALIKE_H
#define GUANKA_WORDING_ALIKE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/status.h"
#include "reference/reference.h"

/* Groups of characters of similar shape, each a text such as 己已巳. */
struct alike_place;
struct alike {
    const char *const *groups;
    size_t count;
    const struct alike_place *places; /* of every character, sorted: in which group it is */
    size_t place_count;
};

/* The groups and their texts are borrowed; the index lives in the arena. */
MUST_CHECK enum status alike_index(const char *const *groups, size_t count, struct arena *arena, struct alike *alike);

/* The operator's table shapes.csv. */
MUST_CHECK enum status alike_read(const struct reference *reference, struct arena *arena, struct alike *alike,
                                  struct error *error);
/* The groups that the character is in, one at each call; *next is 0 at first. NULL: no more. */
const char *alike_next_group(struct alike alike, uint32_t character, size_t *next);
/* Is `written` a slip for `right`? By sound only when it is a common character: nobody writes a rare one by mistake. */
bool alike_characters(struct alike alike, uint32_t right, uint32_t written);

#endif
