/* SPDX-License-Identifier: Apache-2.0
 *
 * Text of a page from the places of its characters: whatever stands on one baseline and close together is a line,
 * whatever the order and the cutting in the file; a line that fills its column goes on in the one below. What stands in
 * a table comes cell by cell.
 */
#ifndef GUANKA_EXTRACT_LAYOUT_H
#define GUANKA_EXTRACT_LAYOUT_H

#include "base/buf.h"
#include "extract/extractor.h"
#include "extract/geometry.h"
#include "extract/grid.h"

/* Characters that stand one behind the other. */
struct layout_piece {
    struct point origin; /* of the first one, on the baseline */
    struct point along;  /* where they go: a vector of length 1 */
    double length;       /* to the end of the last one */
    double size;         /* of the font */
    bool hidden;
    bool continued;       /* the text goes on from the piece before, as its author said */
    uint32_t first, last; /* characters; set by layout_add, like all that follows */
    size_t text, text_size;
};

struct layout {
    struct layout_piece *pieces;
    size_t count, capacity;
    struct buf text;
    struct grid *grid; /* the caller's, who sets it: of the tables of the part. NULL: none are looked for */
    bool is_page;      /* tables go on with those of the page before; the caller's */
    struct grid_rule *rules;
    size_t rule_count, rule_capacity;
};

enum { LAYOUT_TEXT_SIZE_MAX = 64 << 20, LAYOUT_PIECES_MAX = 1 << 20 };
#define LAYOUT_INIT                                                                                                    \
    {                                                                                                                  \
        .text = BUF_INIT(LAYOUT_TEXT_SIZE_MAX)                                                                         \
    }

/* Past the maxima above there is no more room; who adds must emit before. */
bool layout_is_full(const struct layout *layout, size_t more);
MUST_CHECK enum status layout_add(struct layout *layout, const struct layout_piece *piece, struct bytes text);
/* A drawn line, which may divide cells; past GRID_RULES_MAX they are left out. */
MUST_CHECK enum status layout_rule(struct layout *layout, struct grid_rule rule);
/* Emits everything as *run says (hidden pieces as hidden text) and empties the layout. */
MUST_CHECK enum status layout_emit(struct layout *layout, struct extract_job *job, const struct text_run *run);
void layout_free(struct layout *layout);

/* How wide the character is likely to be, as a share of the font's size. */
double layout_width(uint32_t code_point);

#endif
