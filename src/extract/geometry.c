/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/geometry.h"

struct point matrix_turn(struct matrix matrix, struct point vector)
{
    return (struct point){ matrix.a * vector.x + matrix.c * vector.y, matrix.b * vector.x + matrix.d * vector.y };
}

struct point matrix_apply(struct matrix matrix, struct point point)
{
    struct point turned = matrix_turn(matrix, point);

    return (struct point){ turned.x + matrix.e, turned.y + matrix.f };
}

/* Units in units multiply without end, so what grows too large is cut. */
static double bounded(double value)
{
    return value > GEOMETRY_NUMBER_MAX    ? GEOMETRY_NUMBER_MAX
           : value < -GEOMETRY_NUMBER_MAX ? -GEOMETRY_NUMBER_MAX
                                          : value;
}

struct matrix matrix_combine(struct matrix outer, struct matrix inner)
{
    struct point first = matrix_turn(outer, (struct point){ inner.a, inner.b });
    struct point second = matrix_turn(outer, (struct point){ inner.c, inner.d });
    struct point moved = matrix_apply(outer, (struct point){ inner.e, inner.f });

    return (struct matrix){ bounded(first.x),  bounded(first.y), bounded(second.x),
                            bounded(second.y), bounded(moved.x), bounded(moved.y) };
}
