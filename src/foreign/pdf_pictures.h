/* SPDX-License-Identifier: Apache-2.0
 *
 * Pictures of a PDF that are read by themselves, each as a file inside, once for the document: those that a page paints
 * beside its text, and those that are named where nobody paints them (a layer that is off, the look of an annotation).
 * What stands on a page that is taken as one picture is not among them. They are found with the pages and read at the
 * end, when no work of MuPDF is under way.
 */
#ifndef GUANKA_FOREIGN_PDF_PICTURES_H
#define GUANKA_FOREIGN_PDF_PICTURES_H

#include "foreign/pdf_reader.h"

enum { PDF_PICTURES_MAX = 20000 };

struct pdf_pictures;

MUST_CHECK enum status pdf_pictures_create(struct pdf_pictures **pictures);
void pdf_pictures_destroy(struct pdf_pictures *pictures);

/* What was found among the resources of a page. */
struct pdf_pictures_found {
    bool has_images;
    bool has_opaque; /* of JPEG 2000, which is decoded as soon as it is painted */
    bool has_new;    /* of which nobody knows yet where they are painted */
};

/* For work. A page begins, or what stands for one. */
void pdf_pictures_begin(struct pdf_reader *reader);
/* For work. Looks among resources, and those of the forms, patterns, masks and fonts in them; adds to *found. Files that
 * are attached to them are added to those of the document. */
void pdf_pictures_find(struct pdf_reader *reader, pdf_obj *resources, struct pdf_pictures_found *found);
/* For a device: an image is painted; `matrix` takes the unit square to the page, in points, y downwards. One that
 * stands in the contents themselves is known by its bytes. */
void pdf_pictures_paint(struct pdf_reader *reader, fz_image *image, fz_matrix matrix, bool is_inline);
/* For work. Forgets what was painted, to be painted again. */
void pdf_pictures_forget(struct pdf_reader *reader);
/* What that makes of them. */
enum pdf_painted {
    PDF_PAINTED_PAGE,     /* the page is taken as one picture, and they are part of it */
    PDF_PAINTED_PICTURES, /* they are pictures, unless nobody could read what is that small */
    PDF_PAINTED_UNSCALED, /* they are pictures, and how large they are shown is not known */
};
/* For work. Says so of all that was painted, and forgets it. */
void pdf_pictures_settle(struct pdf_reader *reader, enum pdf_painted how);

/* Reads them all, each as a part of its own. Not for work. */
MUST_CHECK enum status pdf_pictures_read(struct pdf_reader *reader);

#endif
