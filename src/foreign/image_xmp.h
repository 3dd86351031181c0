/* SPDX-License-Identifier: Apache-2.0
 *
 * XMP packets (ISO 16684-1): every value that a person may have written.
 */
#ifndef GUANKA_FOREIGN_IMAGE_XMP_H
#define GUANKA_FOREIGN_IMAGE_XMP_H

#include "foreign/image_text.h"

MUST_CHECK enum status image_xmp_read(struct image *image, struct bytes packet);

#endif
