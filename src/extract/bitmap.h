/* SPDX-License-Identifier: Apache-2.0
 *
 * Bitmaps of Windows as documents and metafiles keep them, without the header that a file has
 * ([MS-WMF] 2.2.2.3, 2.2.2.9).
 */
#ifndef GUANKA_EXTRACT_BITMAP_H
#define GUANKA_EXTRACT_BITMAP_H

#include "extract/extractor.h"

struct bitmap_kind {
    uint32_t width, height;
    uint32_t compression; /* [MS-WMF] 2.1.1.7 */
};

enum { BITMAP_IS_JPEG = 4, BITMAP_IS_PNG = 5 };

/* Where the pixels begin that follow header and colours; beyond the bitmap when it is damaged. */
uint64_t bitmap_pixels_offset(struct bytes bitmap);
/* False when there is no whole header. */
bool bitmap_look(struct bytes information, struct bitmap_kind *kind);
/* Makes a file of header and colours, `information`, and of pixels. STATUS_MALFORMED when they are not whole,
 * STATUS_UNSUPPORTED when it is too large for a file. The file lives in the job's arena and is charged to its budget.
 */
MUST_CHECK enum status bitmap_file(struct extract_job *job, struct bytes information, struct bytes pixels,
                                   struct bytes *file);

#endif
