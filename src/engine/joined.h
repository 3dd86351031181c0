/* SPDX-License-Identifier: Apache-2.0
 *
 * Another reading of the body: lines of a paragraph as one, and references as what they mean.
 *
 * A line end within a paragraph (<br>) parts blocks, since most such lines are entries of their own, and what a rule says
 * of a line must hold. But pages also end lines in the middle of a word, of a number or of a mark. So lines that may go on
 * in the next one are put together in a lane of their own, and what is found there counts if it lies in more than one
 * line. A line that ends with the end of a sentence goes on in none; one that is indented or numbered goes on none.
 *
 * What a content system escaped once too often (text_run.is_escape) is in the body as the reader sees it, here as it was
 * meant, and counts where that matters. So is text that was read in a wrong encoding (wording/garbled.h): its runs are taken
 * apart, and what was written stands where the reader sees what nobody can read.
 *
 * What is shown in another order than it is stored (engine/shown.h) is a block of its own here, as it is read.
 *
 * The lane has some of the body before and behind as well, for what rules require around a match, and for detectors. None
 * of that is told of here.
 */
#ifndef GUANKA_ENGINE_JOINED_H
#define GUANKA_ENGINE_JOINED_H

#include "engine/lane.h"
#include "text/charset.h"
#include "wording/garbled.h"

/* How garbled text is found and where its pieces lie in the part. */
struct joined_repair {
    const struct garbled *garbled; /* NULL: it stays as it is */
    struct charset *charset;
    const struct part *part;
};

/* To be told of each run that `lane` is about to get; `joined` takes it where it belongs to joined lines. */
MUST_CHECK enum status joined_take(struct lane *joined, struct lane *lane, const struct joined_repair *repair,
                                   const struct text_run *run, uint64_t sequence);
/* Adds a block as it is read; `lane` has it as it is stored. */
MUST_CHECK enum status joined_show(struct lane *joined, struct lane *lane, const struct text_run *run, uint64_t sequence);
/* The text of the lane's own, repaired or shown, that what stands in [from, to) touches, or NULL. */
const struct seam *joined_own_text(const struct lane *lane, uint64_t from, uint64_t to);
/* Is what stands in [from, to) for this lane to tell? Where lines are joined, only what a reader finds in two or three of
 * them, or around a reference, or where `beside` is set, beside one (which may be found in the body, too); elsewhere,
 * anything. Text of its own always is. */
bool joined_tells(const struct lane *lane, uint64_t from, uint64_t to, bool beside);
/* The text of [from, to), cut by line ends where the body is another; nothing where it is the same. */
void joined_apart(const struct lane *lane, uint64_t from, uint64_t to, struct buf *lines);
/* The next paragraphs of joined lines from absolute offset `from` on, one or several near each other, whole blocks. False
 * when there are no more. The text between them is only there for what stands around them. */
bool joined_next(const struct lane *lane, uint64_t from, struct span *paragraphs);

#endif
