/* SPDX-License-Identifier: Apache-2.0
 *
 * Chunks of WebP (RFC 9649): Exif, XMP, and where its pictures stand.
 */
#ifndef GUANKA_FOREIGN_IMAGE_WEBP_H
#define GUANKA_FOREIGN_IMAGE_WEBP_H

#include "foreign/image_text.h"

/* A still picture is one frame, the file. A frame of an animation is a chunk with its header, which a decoder takes
 * behind the header of a file. */
MUST_CHECK enum status image_webp_read(struct image *image);

#endif
