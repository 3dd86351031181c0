/* SPDX-License-Identifier: Apache-2.0
 *
 * Which pictures are too small to hold text, in whatever they come.
 */
#ifndef GUANKA_EXTRACT_IMAGE_SIZES_H
#define GUANKA_EXTRACT_IMAGE_SIZES_H

#include <stdbool.h>

/* Pixels. Smaller ones are ornaments: no word fits in. */
enum { IMAGE_ORNAMENT_SIDE = 64, IMAGE_LINE_HEIGHT_LEAST = 8 };

static inline bool image_may_hold_text(int width, int height)
{
    int most = width > height ? width : height, least = width > height ? height : width;

    return most >= IMAGE_ORNAMENT_SIDE && least >= IMAGE_LINE_HEIGHT_LEAST;
}

#endif
