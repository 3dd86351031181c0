/* SPDX-License-Identifier: Apache-2.0
 *
 * IPTC IIM 4.2 (captions, keywords, authors), and the image resources of Photoshop that it usually stands in.
 */
#ifndef GUANKA_FOREIGN_IMAGE_IPTC_H
#define GUANKA_FOREIGN_IMAGE_IPTC_H

#include "foreign/image_text.h"

MUST_CHECK enum status image_iptc_read(struct image *image, struct bytes records);
MUST_CHECK enum status image_resources_read(struct image *image, struct bytes resources);

#endif
