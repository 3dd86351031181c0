/* SPDX-License-Identifier: Apache-2.0
 *
 * An image of a PDF as a file of its own, which the reader of pictures takes.
 */
#ifndef GUANKA_FOREIGN_PDF_IMAGE_H
#define GUANKA_FOREIGN_PDF_IMAGE_H

#include "foreign/pdf_reader.h"

struct pdf_image_file {
    fz_buffer *content; /* the caller drops it */
    uint64_t pixels;    /* that were drawn for it */
};

/* Throws. A plain JPEG as it is; others as PNG in shades of grey, with their masks, turned by quarters as `shown` (from
 * the unit square to the page, y downwards; zeros: not known) turns them, since letters are recognised upright. */
void pdf_image_write(fz_context *context, fz_image *image, fz_matrix shown, struct pdf_image_file *file);

#endif
