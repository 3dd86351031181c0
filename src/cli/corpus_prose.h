/* SPDX-License-Identifier: Apache-2.0
 *
 * The text that pages and documents to measure with are composed of, and the chance that composes them: for `guanka
 * bench` (which has corpus/bench/prose.txt in it) and for the corpus of bench/.
 *
 * Everything is a function of the seed, so that every machine makes the same bytes.
 */
#ifndef GUANKA_CLI_CORPUS_PROSE_H
#define GUANKA_CLI_CORPUS_PROSE_H

#include "base/buf.h"
#include "base/bytes.h"
#include "base/status.h"

/* SplitMix64 (Steele, Lea, Flood 2014). */
struct chance {
    uint64_t state;
};
uint64_t chance_next(struct chance *chance);
/* From 0 to below - 1; the tiny bias of the remainder does not matter here. */
uint32_t chance_below(struct chance *chance, uint32_t below);
uint32_t chance_between(struct chance *chance, uint32_t from, uint32_t to);

enum prose_list { PROSE_SENTENCES, PROSE_HEADINGS, PROSE_PHRASES, PROSE_MARKUP, PROSE_LIST_COUNT };

struct prose_units {
    struct bytes *units; /* UTF-8; ASCII and characters of three bytes only */
    size_t count;
};

struct prose {
    struct prose_units lists[PROSE_LIST_COUNT];
};

/* What guanka has in it. */
extern const struct bytes prose_built_in;

/* `text` must outlive the prose. STATUS_INVALID when a list is empty or too long. Free it in any case. */
MUST_CHECK enum status prose_read(struct prose *prose, struct bytes text);
void prose_free(struct prose *prose);
struct bytes prose_pick(const struct prose *prose, enum prose_list list, struct chance *chance);

#endif
