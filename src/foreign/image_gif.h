/* SPDX-License-Identifier: Apache-2.0
 *
 * Blocks of GIF 89a: comments, texts drawn by the viewer, XMP, and where its pictures stand.
 */
#ifndef GUANKA_FOREIGN_IMAGE_GIF_H
#define GUANKA_FOREIGN_IMAGE_GIF_H

#include "foreign/image_text.h"

/* Each frame's data is a picture block, which a decoder takes behind image->prefix and before a trailer. */
MUST_CHECK enum status image_gif_read(struct image *image);

#endif
