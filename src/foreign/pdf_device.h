/* SPDX-License-Identifier: Apache-2.0
 *
 * A MuPDF device that draws nothing: it notes text, the ground it stands on, rules and images.
 */
#ifndef GUANKA_FOREIGN_PDF_DEVICE_H
#define GUANKA_FOREIGN_PDF_DEVICE_H

#include "foreign/pdf_reader.h"

enum {
    PDF_GROUNDS_MAX = 512, /* filled areas that text may stand on; the last ones count */
    PDF_IMAGES_MAX = 256,
    PDF_STRIPES = 16,
};

struct pdf_ground {
    struct pdf_box box;
    float colour[3];
};

/* What a page has been found to be made of. Belongs to the caller and outlives the device. */
struct pdf_sheet {
    struct pdf_box box; /* of the page */
    struct pdf_ground grounds[PDF_GROUNDS_MAX];
    size_t ground_count; /* of all, also of those that are gone */
    struct pdf_box images[PDF_IMAGES_MAX];
    size_t image_count;
    float image_area; /* summed: a scan may come in strips */
    /* Of the text that a reader sees: its area, summed, and the stripes of the page that it stands in, one bit each.
     * What is written aslant is a watermark, and does not count. */
    float text_area;
    uint32_t text_stripes;
    uint32_t path_count;
    /* Optional content: a first reading notes the places of all glyphs, a second one takes those that are new. */
    struct pdf_seen *seen;
    bool only_new;
};

MUST_CHECK enum status pdf_seen_create(struct pdf_seen **seen);
void pdf_seen_destroy(struct pdf_seen *seen);

/* Throws. The device may be used while the reader and the sheet live. */
fz_device *pdf_device_create(struct pdf_reader *reader, struct pdf_sheet *sheet);

#endif
