/* SPDX-License-Identifier: Apache-2.0
 *
 * The committed text that the benchmark corpus is composed of, and the chance that composes it.
 *
 * Everything is a function of the seed, so that every machine makes the same bytes.
 */
#ifndef GUANKA_BENCH_CORPUS_PROSE_H
#define GUANKA_BENCH_CORPUS_PROSE_H

#include "base/buf.h"
#include "base/bytes.h"

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
    struct buf file;
    struct prose_units lists[PROSE_LIST_COUNT];
};

/* Ends the program with a message when the file cannot be used. */
void prose_load(struct prose *prose, const char *path);
void prose_free(struct prose *prose);
struct bytes prose_pick(const struct prose *prose, enum prose_list list, struct chance *chance);

/* Ends the program: a tool without its input has nothing to fall back on. */
_Noreturn void corpus_fail(const char *what, const char *detail);

#endif
