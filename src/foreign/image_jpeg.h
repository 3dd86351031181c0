/* SPDX-License-Identifier: Apache-2.0
 *
 * Segments of JPEG (ITU-T T.81, annex B) that hold text: comments, Exif, XMP, IPTC.
 */
#ifndef GUANKA_FOREIGN_IMAGE_JPEG_H
#define GUANKA_FOREIGN_IMAGE_JPEG_H

#include "foreign/image_text.h"

MUST_CHECK enum status image_jpeg_read(struct image *image);

#endif
