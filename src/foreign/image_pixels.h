/* SPDX-License-Identifier: Apache-2.0
 *
 * Pixels of a picture as shades of grey, by Leptonica.
 */
#ifndef GUANKA_FOREIGN_IMAGE_PIXELS_H
#define GUANKA_FOREIGN_IMAGE_PIXELS_H

#include "foreign/image_text.h"

enum {
    PIXELS_MAX = 100 * 1000 * 1000, /* of one picture; four bytes each while it is decoded */
    PIXELS_SIDE_MAX = 65535,
};

struct pixels {
    uint8_t *grey; /* width * height, rows from the top */
    int width, height;
    int resolution; /* dots per inch; 0: unknown */
};

/* Once, before the first picture. */
void image_pixels_prepare(void);

/* Frame (or page) `index` < image->frame_count, upright as far as the file says how. STATUS_MALFORMED when it cannot
 * be decoded, STATUS_LIMIT_RATIO when it has too many pixels. */
MUST_CHECK enum status image_pixels_decode(struct image *image, uint32_t index, struct pixels *pixels);
void image_pixels_free(struct pixels *pixels);
/* One shade all over. */
bool image_pixels_are_blank(const struct pixels *pixels);

#endif
