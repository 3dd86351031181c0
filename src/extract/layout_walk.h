/* SPDX-License-Identifier: Apache-2.0
 *
 * A string of a page on its way into pieces: which characters its author set one behind the other. Pure.
 */
#ifndef GUANKA_EXTRACT_LAYOUT_WALK_H
#define GUANKA_EXTRACT_LAYOUT_WALK_H

#include "extract/layout.h"

struct layout_walk {
    struct layout_piece piece;
    size_t start;              /* of the piece in the string */
    struct point end, forward; /* where the last character ends and where text goes by default */
    double scale;              /* page units for one of the object, along the text */
    bool is_turned;            /* the piece goes down, not forward */
};

/* `turn` is the reading direction in degrees. */
struct layout_walk layout_walk_begin(struct matrix matrix, double size, double turn);
/* The piece that begins at byte `start` of the string, at `origin`. */
void layout_walk_restart(struct layout_walk *walk, struct point origin, size_t start, bool continued);
/* Whether the character at `next` goes on in the piece, whose last character began at `before` and is `width` wide. */
bool layout_walk_goes_on(struct layout_walk *walk, struct point before, struct point next, bool is_second,
                         double width);

#endif
