/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/layout_walk.h"

#include <math.h>

/* In sizes of the font: inside one string, an author's distances are trusted more than those between strings. */
#define GAP_INSIDE_MAX 0.75
#define STEP_MAX 2.5

struct layout_walk layout_walk_begin(struct matrix matrix, double size, double turn)
{
    double angle = turn * M_PI / 180;
    struct point forward = matrix_turn(matrix, (struct point){ cos(angle), sin(angle) });
    double scale = hypot(forward.x, forward.y);
    struct layout_walk walk = { .scale = scale > 1e-6 ? scale : 1e-6 };

    walk.forward = scale > 1e-6 ? (struct point){ forward.x / scale, forward.y / scale } : (struct point){ 1, 0 };
    walk.piece.size = fabs(size) * walk.scale;
    return walk;
}

void layout_walk_restart(struct layout_walk *walk, struct point origin, size_t start, bool continued)
{
    walk->piece.origin = origin;
    walk->piece.along = walk->forward;
    walk->piece.continued = continued;
    walk->start = start;
    walk->is_turned = false;
}

bool layout_walk_goes_on(struct layout_walk *walk, struct point before, struct point next, bool is_second, double width)
{
    struct point step = { next.x - before.x, next.y - before.y };
    double size = walk->piece.size;
    double along = step.x * walk->piece.along.x + step.y * walk->piece.along.y;
    double beside = fabs(step.x * walk->piece.along.y - step.y * walk->piece.along.x);

    if (beside <= 0.2 * size && along >= 0)
        return along - width <= (walk->is_turned ? STEP_MAX : GAP_INSIDE_MAX) * size;
    /* The second character tells that text is set downwards. */
    if (!is_second || fabs(along) > 0.2 * size || beside > STEP_MAX * size || beside < 0.3 * size)
        return false;
    walk->piece.along = (struct point){ step.x / hypot(step.x, step.y), step.y / hypot(step.x, step.y) };
    walk->is_turned = true;
    return true;
}
