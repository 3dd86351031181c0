/* SPDX-License-Identifier: Apache-2.0
 *
 * Near misses of canonical phrases: forms that are one step of writing away from a phrase and are not right themselves.
 *
 * The steps: a character replaced by one that sounds alike (pinyin.h) or looks alike (a list of groups), or by another
 * one of the phrase; one left out within it; one written twice; two neighbours swapped. All such forms are made
 * beforehand, so finding them costs as much as finding literals (text/literal_set.h), that is next to nothing.
 *
 * A form is dropped when it is a phrase itself, an allowed form, contains the phrase or is contained in one: then it
 * says nothing. Short phrases are not varied freely, because two words that meet give such forms by chance.
 */
#ifndef GUANKA_WORDING_NEAR_MISS_H
#define GUANKA_WORDING_NEAR_MISS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

enum {
    /* Of a name whose last character is fixed: from here on the others are replaced by ones alike. */
    NEAR_MISS_CHARACTERS_MIN = 3,
    /* Any phrase: from here on characters are also swapped and written twice, and of longer ones left out. */
    NEAR_MISS_CHARACTERS_FREE = 4,
    /* What is longer is a sentence, and has no near misses either. */
    NEAR_MISS_CHARACTERS_MAX = 40,
};

/* All text is canonical text. */
struct near_miss_phrase {
    const char *text;
    const char *allowed; /* forms that are right as well, divided by '|'; "" for none */
    bool last_is_fixed;  /* the last character is no part of the name (族 of a nationality) */
};

struct near_miss_set;

/* `alike`: groups of characters of similar shape, each group a text such as 己已巳. The result lives in
 * the arena and keeps nothing of the arguments. Phrases that are not of Han alone have no near misses. */
MUST_CHECK enum status near_miss_create(const struct near_miss_phrase *phrases, size_t count, const char *const *alike,
                                        size_t alike_count, struct arena *arena, const struct near_miss_set **set);
/* How many forms there are, for reports and tests. */
size_t near_miss_count(const struct near_miss_set *set);

/* What is told of each place: the index of the phrase that was probably meant. False ends the search. */
typedef bool near_miss_found(void *context, size_t phrase, size_t from, size_t to);
bool near_miss_scan(const struct near_miss_set *set, const char *text, size_t size, near_miss_found *found,
                    void *context);

#endif
