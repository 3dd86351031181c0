/* SPDX-License-Identifier: Apache-2.0
 *
 * Near misses of canonical phrases: places that are one step of writing away from a phrase and are not right
 * themselves.
 *
 * The steps: a character replaced by one that sounds alike or looks alike (alike.h), by a rare one, or by another one of the phrase, in long
 * phrases one within it by any other; one left out within it; one written twice; two neighbours swapped; in phrases of six characters or more a
 * word replaced by another one of the same syllables (社会注意); of one that nobody else's looks like, a word left out, put in or
 * replaced by any other (国家金融监督总局). Whatever the step, two neighbouring characters
 * near the beginning of the phrase stay as they are: these anchors are looked for, as literals (text/literal_set.h),
 * by the caller, and what stands around one is compared with the phrase. Making the set so costs no more than sorting the anchors.
 * Two characters of a phrase of three, or of a number and two more, tell nothing or stand in every line: there the wrong forms
 * themselves are what is looked for.
 *
 * A place is no near miss when it is a phrase itself, an allowed form, contains the phrase or is contained in one:
 * then it says nothing. Short phrases are not varied freely, because two words that meet look so by chance.
 */
#ifndef GUANKA_WORDING_NEAR_MISS_H
#define GUANKA_WORDING_NEAR_MISS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "text/literal_set.h"
#include "wording/alike.h"

enum {
    /* From here on characters are replaced by ones alike. */
    NEAR_MISS_CHARACTERS_MIN = 3,
    /* Any phrase: from here on characters are also swapped and written twice, and of longer ones left out. */
    NEAR_MISS_CHARACTERS_FREE = 4,
    /* From here on two neighbours are replaced by ones that sound the same. */
    NEAR_MISS_CHARACTERS_WORD = 6,
    /* From here on chance does not bring all other characters together: whatever stands for one of them, or is left out, is
     * wrong. */
    NEAR_MISS_CHARACTERS_LONG = 7,
    /* From here on one that nobody else's looks like has any character within it replaced, and any word. */
    NEAR_MISS_CHARACTERS_KNOWN = 6,
    NEAR_MISS_CHARACTERS_KNOWN_WORD = 8,
    /* What is longer is a sentence, and has no near misses either. */
    NEAR_MISS_CHARACTERS_MAX = 40,
};

enum near_miss_kind {
    NEAR_MISS_FIXED,    /* not varied, but right where it stands */
    NEAR_MISS_PLACE,    /* a name that is no common words */
    NEAR_MISS_SHORT,    /* a name of which the last character stays (族 of a nationality, 市, 局) */
    NEAR_MISS_ORGAN,    /* for its last character only one that is alike, which may begin a word of its own (生态环境不断改善): the
                           caller sees by what stands behind; 和 put between the words, and 与 or 及 for 和, are steps as well */
    NEAR_MISS_TERM,     /* common words, of which one less, or one twice, makes other ones (基层党组织): only of long ones */
    NEAR_MISS_NUMBERED, /* a term, of which another numeral is a step as well (三会两课) */
};

/* All text is canonical text. */
struct near_miss_phrase {
    const char *text;
    const char *allowed; /* forms that are right as well, divided by '|', `*` in front of one for any character; "" for none */
    enum near_miss_kind kind;
    bool is_known; /* nobody else has one that looks like it: an organ of the country, a slogan */
};

struct near_miss_set;

/* The result lives in the arena, and so must the phrases with their texts and `alike`. Phrases that are not of Han
 * alone have no near misses. */
MUST_CHECK enum status near_miss_create(const struct near_miss_phrase *phrases, size_t count, struct alike alike,
                                        struct arena *arena, const struct near_miss_set **set);

/* The anchors, to be looked for; they live as long as the set. */
struct literal_list near_miss_anchors(const struct near_miss_set *set);
/* May the anchor that stands at text[at] belong to a near miss? Said by the characters beside it, which need not be of the
 * same block: nearly every anchor is dropped so. */
bool near_miss_may_stand(const struct near_miss_set *set, uint32_t id, const char *text, size_t size, size_t at);
/* What is told of each place of a text in which the anchors stand at these places: the index of the phrase that was probably
 * meant. False ends it, and is returned. */
typedef bool near_miss_found(void *context, size_t phrase, size_t from, size_t to);
bool near_miss_read(const struct near_miss_set *set, const char *text, size_t size, struct literal_places anchors,
                    near_miss_found *found, void *context);

#endif
