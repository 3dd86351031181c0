/* SPDX-License-Identifier: Apache-2.0
 *
 * Codes in a picture: two-dimensional ones by ZXing-C++ (foreign/two_dimensional_code.h), bar codes by ZBar. docs/formats.md has
 * the comparison that divided the work so.
 */
#ifndef GUANKA_FOREIGN_IMAGE_CODES_H
#define GUANKA_FOREIGN_IMAGE_CODES_H

#include "foreign/image_pixels.h"

/* Emits what each code says, as a block. */
MUST_CHECK enum status image_codes_read(struct image *image, const struct pixels *pixels);

#endif
