/* SPDX-License-Identifier: Apache-2.0
 *
 * Chunks of PNG (third edition) that hold text.
 */
#ifndef GUANKA_FOREIGN_IMAGE_PNG_H
#define GUANKA_FOREIGN_IMAGE_PNG_H

#include "foreign/image_text.h"

MUST_CHECK enum status image_png_read(struct image *image);

#endif
