/* SPDX-License-Identifier: Apache-2.0 */
#include "rules/allow.h"

#include <stdlib.h>
#include <string.h>

#include "base/assert.h"

struct allow_set {
    const struct allow_phrase *phrases; /* in order of their bytes, a beginning before what it begins */
    size_t count;
    size_t size_max;
};

static int compare_texts(const char *left, size_t left_size, const char *right, size_t right_size)
{
    return bytes_compare(bytes_of(left, left_size), bytes_of(right, right_size));
}

static int by_text(const void *left, const void *right)
{
    const struct allow_phrase *first = left, *second = right;

    return compare_texts(first->text, first->size, second->text, second->size);
}

enum status allow_set_create(const struct allow_phrase *phrases, size_t count, struct arena *arena,
                             const struct allow_set **result)
{
    struct allow_set *set = arena_zeroed(arena, sizeof *set);
    struct allow_phrase *sorted = arena_alloc(arena, (count + 1) * sizeof *sorted);
    size_t kept = 0;

    if (set == NULL || sorted == NULL)
        return STATUS_NO_MEMORY;
    for (size_t index = 0; index < count; index++)
        sorted[index] = phrases[index];
    if (count > 1)
        qsort(sorted, count, sizeof *sorted, by_text);
    for (size_t index = 0; index < count; index++) {
        if (kept > 0 && by_text(&sorted[kept - 1], &sorted[index]) == 0)
            continue;
        sorted[kept] = sorted[index];
        sorted[kept].text = arena_text(arena, sorted[kept].text, sorted[kept].size);
        if (sorted[kept].text == NULL)
            return STATUS_NO_MEMORY;
        if (sorted[kept].size > set->size_max)
            set->size_max = sorted[kept].size;
        kept++;
    }
    set->phrases = sorted;
    set->count = kept;
    *result = set;
    return STATUS_OK;
}

size_t allow_set_reach(const struct allow_set *set)
{
    return set->size_max;
}

/* Where text[0..size) stands among the phrases, or would stand. */
static size_t lower_bound(const struct allow_set *set, const char *text, size_t size)
{
    size_t low = 0, high = set->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (compare_texts(set->phrases[middle].text, set->phrases[middle].size, text, size) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The longest phrase at text[start..), if it reaches as far as `least`. Phrases that begin with what must be in it
 * stand beside each other. */
static size_t phrase_at(const struct allow_set *set, const char *text, size_t size, size_t start, size_t least)
{
    size_t longest = 0;

    for (size_t index = lower_bound(set, text + start, least - start); index < set->count; index++) {
        const struct allow_phrase *phrase = &set->phrases[index];

        if (phrase->size < least - start || memcmp(phrase->text, text + start, least - start) != 0)
            break;
        if (phrase->size > longest && phrase->size <= size - start
            && memcmp(phrase->text, text + start, phrase->size) == 0)
            longest = phrase->size;
    }
    return longest;
}

bool allow_set_covers(const struct allow_set *set, const char *text, size_t size, struct span match,
                      struct span *phrase)
{
    size_t match_size = (size_t)(match.end - match.start), from = (size_t)match.start, start;

    ASSERT(match.start < match.end && match.end <= size);
    if (match_size >= set->size_max)
        return false;
    start = from > set->size_max - match_size ? from - (set->size_max - match_size) : 0;
    for (; start <= from; start++) {
        size_t found;

        /* A phrase begins with a character, never inside one. */
        if (((unsigned char)text[start] & 0xC0) == 0x80)
            continue;
        found = phrase_at(set, text, size, start, (size_t)match.end);
        if (found > match_size) {
            *phrase = (struct span){ start, start + found };
            return true;
        }
    }
    return false;
}

size_t allow_set_count(const struct allow_set *set)
{
    return set->count;
}

const struct allow_phrase *allow_set_phrase(const struct allow_set *set, size_t index)
{
    ASSERT(index < set->count);
    return &set->phrases[index];
}
