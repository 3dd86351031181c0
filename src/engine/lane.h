/* SPDX-License-Identifier: Apache-2.0
 *
 * Canonical text being collected, with the way back to where it came from.
 *
 * Runs of a part go into one of a few lanes, so that what a reader does not see (a hidden element, an
 * attribute, a comment) never splits a word that he does see, and so that a lane that no rule asks for
 * costs nothing. A lane holds a window of canonical text
 * and one segment per run; offsets are absolute (bytes of canonical text since the part began), so
 * they mean the same whatever the window. Nothing is stored per character: a place in a segment is
 * found again by replay (locate.h).
 *
 * One owner, one thread. Segments refer to the part's bytes; text without a place there is copied.
 */
#ifndef GUANKA_ENGINE_LANE_H
#define GUANKA_ENGINE_LANE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/status.h"
#include "engine/content_zone.h"
#include "extract/part.h"
#include "rules/rule.h"
#include "text/canonical.h"

enum lane_kind {
    LANE_BODY,   /* body, title, headers, footers */
    LANE_HIDDEN, /* hidden text and hidden links */
    LANE_LINK,   /* targets of visible links */
    LANE_SIDE,   /* notes, attributes that are shown, properties, names */
    LANE_SOURCE, /* comments and scripts */
    LANE_JOINED, /* paragraphs of the body that have more than one line, and what is around them, once more (joined.h) */
    LANE_COUNT,
};

struct segment {
    uint64_t start;    /* absolute offset of its first canonical byte */
    uint64_t sequence; /* number of its run in the part: the order of the document */
    struct span source;
    struct canonical_state state; /* before the run */
    enum text_role role;
    enum text_origin origin;
    enum canonical_newlines newlines;
    uint32_t size; /* of the run's UTF-8 */
    size_t kept;   /* where its copy begins in lane.kept, for what cannot be read again from the part */
    const char *section;
    struct place place;
    struct cell cell;
    enum text_link link;
};

/* Where the joined lane differs from the body. */
enum seam_kind {
    SEAM_LINE,   /* a line begins behind another */
    SEAM_ESCAPE, /* a reference was escaped once too often */
    SEAM_REPAIR, /* what was read in a wrong encoding is as it was written */
    SEAM_SHOWN,  /* what is shown in another order than it is stored is as it is read */
};
struct seam {
    uint64_t start, end; /* absolute offsets; the same but for text that is the lane's own */
    enum seam_kind kind;
};

/* What canonical text does not show (text/display.h). */
struct lane_trick {
    uint64_t start, end; /* absolute offsets; ascending */
    uint32_t tricks;     /* bits of enum display_trick */
};

/* The last lines of a part, which are its foot when no more will come. */
struct lane_foot {
    uint64_t starts[RULE_FOOT_LINES]; /* absolute offsets: line number n at n modulo RULE_FOOT_LINES */
    uint64_t lines;                   /* complete ones */
    uint64_t line;                    /* where the one that is not complete begins */
};

struct lane {
    char *text; /* the window: canonical text from `base` on */
    size_t size, capacity;
    uint64_t base;
    uint64_t begun;    /* where its text begins: in the part, or behind a child */
    uint64_t resolved; /* matches that begin before this offset are dealt with */
    uint64_t detected; /* blocks that begin before this offset have been shown to the detectors */
    uint64_t head_end; /* where the head zone of the part ends; UINT64_MAX while it is still open */
    uint64_t head_scanned;
    uint32_t head_lines;
    struct lane_foot foot; /* of the part so far */
    struct content_zone content; /* of the body; joined lines know it by the numbers of its runs */
    struct canonical_losses losses; /* so far, in all parts */
    struct canonical_state state;
    enum text_role last_role;
    struct segment *segments; /* ascending; [0] covers `base` if the lane is not empty */
    size_t segment_count, segment_capacity;
    struct buf kept;
    struct seam *seams; /* of joined lines: ascending */
    size_t seam_count, seam_capacity;
    struct lane_trick *tricks; /* ascending */
    size_t trick_count, trick_capacity;
    bool is_joined;    /* of joined lines: what stands in one line is another lane's to tell */
    bool follows;      /* of joined lines: it ends with what the body ends with */
    bool in_paragraph; /* of joined lines: … and that belongs to joined lines */
    uint64_t followed; /* of joined lines: as far as it has the body, when it does not follow */
    size_t left;       /* of joined lines: the bytes behind the last ones that it has still to take */
    size_t kept_back;  /* of joined lines: the bytes that every window of the body still has */
};

enum lane_kind lane_of_role(enum text_role role);

void lane_init(struct lane *lane);
void lane_free(struct lane *lane);
/* Empty, for a new part. */
void lane_reset(struct lane *lane);

MUST_CHECK enum status lane_append(struct lane *lane, const struct text_run *run, uint64_t sequence);
/* Closes the last block, so that what follows cannot be glued to it. */
MUST_CHECK enum status lane_finish(struct lane *lane);
/* Adds a block of its own: what `other` holds from absolute offset `from` on, where a run begins. */
MUST_CHECK enum status lane_copy(struct lane *lane, const struct lane *other, uint64_t from);
/* Notes a trick in text that the lane has. */
MUST_CHECK enum status lane_note(struct lane *lane, const struct lane_trick *trick);
/* The first trick that overlaps [from, to), or NULL. */
const struct lane_trick *lane_trick(const struct lane *lane, uint64_t from, uint64_t to);
/* Forgets the text before absolute offset `keep_from`, which must be a character boundary. */
void lane_drop(struct lane *lane, uint64_t keep_from);
/* Counts lines until the end of the head zone is known. */
void lane_find_head(struct lane *lane, uint32_t head_lines);

/* Takes note of the lines that have become complete since; of a body, whether one begins or ends what is published. */
void lane_find_foot(struct lane *lane, bool is_body);
/* Does `offset`, which lies in that segment of the body or of joined lines, belong to a head? */
bool lane_is_head(const struct lane *lane, uint64_t offset, const struct segment *segment);
/* The absolute offset where the foot begins: the last RULE_FOOT_LINES lines. */
uint64_t lane_foot_start(const struct lane_foot *foot);

static inline uint64_t lane_end(const struct lane *lane)
{
    return lane->base + lane->size;
}

/* The segment that byte `offset` (base <= offset < end) belongs to. */
const struct segment *lane_segment(const struct lane *lane, uint64_t offset);
/* The same, fast when `known` or one of the next segments is it. */
const struct segment *lane_segment_near(const struct lane *lane, const struct segment *known, uint64_t offset);
/* The absolute offset where a segment ends. */
uint64_t lane_segment_end(const struct lane *lane, const struct segment *segment);

#endif
