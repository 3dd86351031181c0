/* SPDX-License-Identifier: Apache-2.0
 *
 * Points of a page and what moves and turns them. Pure.
 */
#ifndef GUANKA_EXTRACT_GEOMETRY_H
#define GUANKA_EXTRACT_GEOMETRY_H

struct point {
    double x, y;
};

/* x' = a x + c y + e, y' = b x + d y + f. */
struct matrix {
    double a, b, c, d, e, f;
};
#define MATRIX_IDENTITY                                                                                                \
    {                                                                                                                  \
        1, 0, 0, 1, 0, 0                                                                                               \
    }

/* What matrix_combine makes is never larger, either way. */
#define GEOMETRY_NUMBER_MAX 1e9

/* First `inner`, then `outer`. */
struct matrix matrix_combine(struct matrix outer, struct matrix inner);
struct point matrix_apply(struct matrix matrix, struct point point);
/* Without the translation. */
struct point matrix_turn(struct matrix matrix, struct point vector);

#endif
