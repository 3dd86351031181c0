/* SPDX-License-Identifier: Apache-2.0
 *
 * The words of all detectors, found in one pass.
 *
 * A search for words costs the same for ten as for ten thousand (text/literal_set.h), and runs best over long text. So the
 * words that detectors declare (detector.h) go into one set, which reads a stretch of blocks at once; what is found is kept by
 * whose it is and by block.
 *
 * A word_index is immutable, and its memory is the arena's. A word_finder has one owner and one thread.
 */
#ifndef GUANKA_ENGINE_WORDS_H
#define GUANKA_ENGINE_WORDS_H

#include "engine/detector.h"

struct word_index;

/* Whose words to put in. */
struct word_source {
    const struct detector *detector;
    const void *knowledge;
};
/* NULL in *index: there are no words. */
MUST_CHECK enum status word_index_create(const struct word_source *sources, size_t count, struct arena *arena,
                                         const struct word_index **index);

/* A block of a stretch. */
struct word_block {
    uint32_t from, to; /* in the text of the stretch */
    uint32_t role;     /* 1 << enum text_role */
};
enum { WORD_BLOCKS_MAX = 64 };

struct word_finder;

MUST_CHECK enum status word_finder_create(struct word_finder **finder);
void word_finder_free(struct word_finder *finder); /* NULL is allowed */
/* Forgets what was found, and finds the words that lie within a block of a role that their detector wants. The blocks are
 * ascending, do not overlap, and are WORD_BLOCKS_MAX at most. `index` may be NULL. */
MUST_CHECK enum status word_finder_read(struct word_finder *finder, const struct word_index *index, const char *text,
                                        size_t size, const struct word_block *blocks, size_t block_count);
/* The blocks, as bits, that have words of this source. */
uint64_t word_finder_blocks(const struct word_finder *finder, size_t source);
/* Where they stand in one of the blocks, by offsets from its beginning; valid until the next word_finder_read. */
void word_finder_places(const struct word_finder *finder, size_t source, size_t block,
                        struct literal_places words[DETECTOR_WORDS_MAX]);

#endif
