/* SPDX-License-Identifier: Apache-2.0
 *
 * QR codes and bar codes in a picture, by ZBar.
 */
#ifndef GUANKA_FOREIGN_IMAGE_CODES_H
#define GUANKA_FOREIGN_IMAGE_CODES_H

#include "foreign/image_pixels.h"

/* Emits what each code says, as a block. */
MUST_CHECK enum status image_codes_read(struct image *image, const struct pixels *pixels);

#endif
