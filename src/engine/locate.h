/* SPDX-License-Identifier: Apache-2.0
 *
 * The way back: from canonical text to the original text and to the bytes of the part.
 *
 * Paid only by findings. The text of a run is read again from the part (decoded once more if need be)
 * and folded once more up to the wanted place. A question goes on from the nearest place before it where
 * one of the last questions about the run stopped.
 */
#ifndef GUANKA_ENGINE_LOCATE_H
#define GUANKA_ENGINE_LOCATE_H

#include "base/buf.h"
#include "engine/lane.h"
#include "text/charset.h"

enum { LOCATOR_MARK_COUNT = 8 };

struct locator {
    struct charset *charset;
    const struct part *part;
    const struct lane *lane;
    /* The run at hand. */
    uint64_t start; /* of its segment; UINT64_MAX: none */
    const char *text;
    size_t size;
    struct canonical_replay marks[LOCATOR_MARK_COUNT]; /* where questions stopped; [0] is the run's beginning */
    unsigned mark_count, mark_next;
    char decoded[TEXT_RUN_MAX];
};

/* Points the locator at a lane of a part; forgets the run at hand. */
void locator_set(struct locator *locator, const struct part *part, const struct lane *lane);

struct located {
    const struct segment *segment;
    size_t start, end; /* the original character, in bytes of the run's UTF-8 */
};

/* The character that gave canonical byte `offset` (absolute, inside the window). */
struct located locator_find(struct locator *locator, uint64_t offset);
/* The byte in the part where position `utf8_offset` of a run lies. */
uint64_t locator_source(struct locator *locator, const struct segment *segment, size_t utf8_offset, bool is_end);

enum locator_layout {
    LAYOUT_EXACT,     /* every character as it stands, but line ends and control characters become a space */
    LAYOUT_COLLAPSED, /* runs of blanks become one space: layout is not content */
};

/* Appends the original text of canonical [from, to) as valid UTF-8 on one line. A break between blocks
 * becomes a space. */
void locator_original(struct locator *locator, uint64_t from, uint64_t to, enum locator_layout layout,
                      struct buf *out);

/* Appends, collapsed, what canonical text left out right in front of `offset`: a blank between two Han characters. */
void locator_left_out(struct locator *locator, uint64_t offset, struct buf *out);

#endif
