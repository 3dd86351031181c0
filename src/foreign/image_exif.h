/* SPDX-License-Identifier: Apache-2.0
 *
 * Tags of TIFF 6.0, BigTIFF and Exif 2.32, which is a TIFF file without pixels: every text in them, where the picture
 * was taken, XMP and IPTC.
 */
#ifndef GUANKA_FOREIGN_IMAGE_EXIF_H
#define GUANKA_FOREIGN_IMAGE_EXIF_H

#include "foreign/image_text.h"

/* `tiff` begins with its byte order. Sets image->orientation. */
MUST_CHECK enum status image_exif_read(struct image *image, struct bytes tiff);
/* The same for a TIFF file, whose pages are counted as frames. */
MUST_CHECK enum status image_tiff_read(struct image *image);

#endif
