/* SPDX-License-Identifier: Apache-2.0
 *
 * A string of an OFD page on its way into pieces: which characters its author set one behind the other. Pure.
 */
#ifndef GUANKA_EXTRACT_ZIP_OFD_WALK_H
#define GUANKA_EXTRACT_ZIP_OFD_WALK_H

#include "extract/zip/ofd_layout.h"

struct ofd_walk {
    struct ofd_piece piece;
    size_t start;                  /* of the piece in the string */
    struct ofd_point end, forward; /* where the last character ends and where text goes by default */
    double scale;                  /* page units for one of the object, along the text */
    bool is_turned;                /* the piece goes down, not forward */
};

/* `turn` is the reading direction in degrees. */
struct ofd_walk ofd_walk_begin(struct ofd_matrix matrix, double size, double turn);
/* The piece that begins at byte `start` of the string, at `origin`. */
void ofd_walk_restart(struct ofd_walk *walk, struct ofd_point origin, size_t start, bool continued);
/* Whether the character at `next` goes on in the piece, whose last character began at `before` and is `width` wide. */
bool ofd_walk_goes_on(struct ofd_walk *walk, struct ofd_point before, struct ofd_point next, bool is_second,
                      double width);

#endif
