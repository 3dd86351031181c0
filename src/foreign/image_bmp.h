/* SPDX-License-Identifier: Apache-2.0
 *
 * BMP, which holds no properties: where it ends ([MS-WMF] 2.2.2, and Windows' documentation of the file header).
 */
#ifndef GUANKA_FOREIGN_IMAGE_BMP_H
#define GUANKA_FOREIGN_IMAGE_BMP_H

#include "foreign/image_text.h"

MUST_CHECK enum status image_bmp_read(struct image *image);

#endif
