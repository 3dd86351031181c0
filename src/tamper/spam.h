/* SPDX-License-Identifier: Apache-2.0
 *
 * Words of advertising that intruders put into pages, and words that excuse them.
 *
 * A strong word (百家乐, 办证刻章) is enough where nothing of the kind belongs; of weak ones it takes two, near each other. Where a word
 * excuses (打击, 谨防), a text that reports or warns is taken for what it is. What is part of a longer ordinary word does not count. Text is canonical. Immutable; any thread.
 */
#ifndef GUANKA_TAMPER_SPAM_H
#define GUANKA_TAMPER_SPAM_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "base/status.h"
#include "text/literal_set.h"

enum spam_kind {
    SPAM_STRONG,
    SPAM_WEAK,
    SPAM_EXCUSE,
    SPAM_FOOT, /* what the foot of a site's page says */
    SPAM_ORDINARY, /* a longer word that holds one of these, which is then none */
};

struct spam_word {
    const char *text; /* canonical */
    enum spam_kind kind;
};

struct spam_words;

/* The texts are copied. */
MUST_CHECK enum status spam_words_create(const struct spam_word *words, size_t count, struct arena *arena,
                                         const struct spam_words **result);

struct spam_count {
    uint32_t strong, weak; /* different words */
    uint32_t excuses, feet;
    struct span first; /* of the first strong word, or else of the first weak one */
};

/* Those that begin with a Han character, to be looked for; they live as long as the words. */
struct literal_list spam_words_han(const struct spam_words *words);
/* Of a text in which those stand at `han`. Words that begin with a letter or digit take a search each: they are asked for where
 * text is short. */
enum spam_scope { SPAM_HAN, SPAM_ALL };
struct spam_count spam_count(const struct spam_words *words, enum spam_scope scope, const char *text, size_t size,
                             struct literal_places han);

/* Is it advertising, and nothing that excuses it beside it? */
static inline bool spam_is_advertising(const struct spam_count *count)
{
    return count->excuses == 0 && (count->strong > 0 || count->weak > 1);
}

#endif
