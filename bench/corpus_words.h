/* SPDX-License-Identifier: Apache-2.0
 *
 * The word lists of the benchmark: random Chinese words of two to six characters whose number of
 * occurrences in the corpus is known exactly, for every tool and in both encodings.
 *
 * Half of the characters come from the prose (so that a matcher meets beginnings of words all the time),
 * half from the 3,755 most frequent ones (GB 2312, level 1). A word is refused when
 *   - two neighbours in it also stand side by side anywhere in the prose, so it cannot occur by accident;
 *   - it contains an earlier word or is contained in one, so that every tool counts alike;
 *   - its GBK bytes occur in the prose across character borders, since tools that compare bytes would
 *     count that.
 */
#ifndef GUANKA_BENCH_CORPUS_WORDS_H
#define GUANKA_BENCH_CORPUS_WORDS_H

#include <iconv.h>

#include "cli/corpus_prose.h"

enum { WORD_COUNT = 50000, WORD_TIER_COUNT = 3, WORD_BYTES_MAX = 6 * 3 };
/* The first so many words make the shorter lists. */
extern const uint32_t word_tiers[WORD_TIER_COUNT];

struct word {
    char utf8[WORD_BYTES_MAX + 1];
    char gbk[6 * 2 + 1];
    uint8_t utf8_size, gbk_size;
    bool plantable; /* in quotation marks, its GBK bytes contain no other word across character borders */
};

struct words {
    struct word *words; /* WORD_COUNT */
};

void words_make(struct words *words, const struct prose *prose, struct chance *chance);
void words_free(struct words *words);
/* A plantable word of a tier: of the first list; in the second but not the first; and so on. */
const struct word *words_pick(const struct words *words, uint32_t tier, struct chance *chance);
/* Converts by an open converter; the number of bytes written. Ends the program when a character has no code or room
 * lacks. */
size_t words_gbk(iconv_t to_gbk, struct bytes utf8, char *output, size_t capacity);

/* Ends the program: a tool without its input has nothing to fall back on. */
_Noreturn void corpus_fail(const char *what, const char *detail);

#endif
