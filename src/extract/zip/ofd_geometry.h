/* SPDX-License-Identifier: Apache-2.0
 *
 * Numbers and coordinates of OFD (GB/T 33190-2016, 7.3 and 8.5), in millimetres from the top left of the page. Pure.
 */
#ifndef GUANKA_EXTRACT_ZIP_OFD_GEOMETRY_H
#define GUANKA_EXTRACT_ZIP_OFD_GEOMETRY_H

#include <stdbool.h>

#include "base/bytes.h"
#include "extract/geometry.h"

struct ofd_box {
    double x, y, width, height;
};

/* Takes the next number off *text; false when there is none. Always finite and below 1e9. */
bool ofd_number_next(struct bytes *text, double *number);
double ofd_number(struct bytes text, double otherwise);
/* False (and *box untouched) when there are no four numbers. */
bool ofd_box_read(struct bytes text, struct ofd_box *box);
bool ofd_matrix_read(struct bytes text, struct matrix *matrix);

/* The distances between characters: a list in which "g n v" stands for n times v (11.3). A list that is too short goes
 * on with its last value. */
struct ofd_deltas {
    struct bytes rest;
    double value;
    double repeat; /* how often `value` still comes */
    bool given;    /* there is a list */
};
struct ofd_deltas ofd_deltas_of(struct bytes text);
double ofd_deltas_next(struct ofd_deltas *deltas);

#endif
