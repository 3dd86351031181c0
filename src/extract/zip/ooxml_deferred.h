/* SPDX-License-Identifier: Apache-2.0
 *
 * Text that stands in the middle of other text and is not part of it: a text box anchored in a run, an alternative
 * for older programs. It waits until the paragraph around it has ended, so that it cuts no word in two, and what an
 * alternative only repeats is dropped.
 */
#ifndef GUANKA_EXTRACT_ZIP_OOXML_DEFERRED_H
#define GUANKA_EXTRACT_ZIP_OOXML_DEFERRED_H

#include "base/buf.h"
#include "extract/zip/ooxml.h"

/* Text is joined and compared apart for what a reader sees, what he does not, and what stands beside the text. */
enum deferred_lane { DEFERRED_VISIBLE, DEFERRED_HIDDEN, DEFERRED_ASIDE, DEFERRED_LANES };

struct deferred_run {
    struct text_run model; /* without its text */
    size_t start, size;    /* of the text */
    unsigned level;        /* how deep it stands: text boxes in text boxes come after what surrounds them */
    size_t order;
};

/* Which blocks of text there are, by their hashes. */
struct deferred_known {
    uint64_t *slots; /* hash table; 0: free */
    size_t slot_count, count;
    uint64_t current; /* the block that may go on; 0: none */
};

struct deferred {
    struct deferred_run *items;
    size_t count, capacity;
    struct buf text;
    struct deferred_known known[DEFERRED_LANES];
};

enum { DEFERRED_SIZE_MAX = 8 << 20, DEFERRED_KNOWN_MAX = 1 << 18 };

#define DEFERRED_INIT                                                                                                  \
    {                                                                                                                  \
        .text = BUF_INIT(DEFERRED_SIZE_MAX)                                                                            \
    }

/* STATUS_LIMIT_BYTES: there is no more room, and nothing was added. */
MUST_CHECK enum status deferred_add(struct deferred *deferred, const struct text_run *model, unsigned level,
                                    struct bytes text);
/* Emits all that waits, outer text first, and forgets it. */
MUST_CHECK enum status deferred_flush(struct deferred *deferred, struct ooxml *ooxml);

/* Notes what a reader of the first alternative gets. Past the bound nothing more is known, and so nothing dropped. */
MUST_CHECK enum status deferred_know(struct deferred *deferred, enum deferred_lane lane, enum text_join join,
                                     struct bytes text);
bool deferred_is_known(struct deferred *deferred, enum deferred_lane lane, struct bytes block);
/* Drops, from item `first` on, every block that is known. */
void deferred_drop_known(struct deferred *deferred, size_t first);
void deferred_forget_known(struct deferred *deferred);
void deferred_free(struct deferred *deferred);

#endif
