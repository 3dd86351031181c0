/* SPDX-License-Identifier: Apache-2.0
 *
 * One page of a PDF: its text in reading order, and what is missing for reading it.
 */
#ifndef GUANKA_FOREIGN_PDF_PAGE_H
#define GUANKA_FOREIGN_PDF_PAGE_H

#include "foreign/pdf_reader.h"

/* Reads the contents of the page at reader->place. A page that is broken is a gap; what comes back is OK or a reason
 * not to go on with the document. */
MUST_CHECK enum status pdf_page_read(struct pdf_reader *reader, pdf_obj *page);

/* For work: the text of a form XObject (what an annotation looks like) in *out. False: it is broken. */
bool pdf_page_form_text(struct pdf_reader *reader, pdf_obj *form, struct buf *out);

/* A page as it is seen, in shades of grey from 0 (black) to 255, row by row: what OCR needs. */
struct pdf_pixels {
    const uint8_t *data;
    uint32_t width, height;
    size_t stride;
    fz_pixmap *pixmap;
};
/* At `resolution` dots per inch, less where the page would have more than `pixels_max` of them. */
MUST_CHECK enum status pdf_page_draw(struct pdf_reader *reader, pdf_obj *page, float resolution, uint32_t pixels_max,
                                     struct pdf_pixels *pixels);
void pdf_pixels_free(struct pdf_reader *reader, struct pdf_pixels *pixels);

#endif
