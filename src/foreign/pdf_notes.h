/* SPDX-License-Identifier: Apache-2.0
 *
 * What lies over the pages of a PDF: annotations, links and form fields.
 */
#ifndef GUANKA_FOREIGN_PDF_NOTES_H
#define GUANKA_FOREIGN_PDF_NOTES_H

#include "foreign/pdf_reader.h"

/* For work. Those of a page, a pdf_obj, and the files that are attached to it. */
void pdf_notes_read(struct pdf_reader *reader, void *page);
/* For work: form fields that stand on no page. What pages have shown has been visited. */
void pdf_fields_read(struct pdf_reader *reader, void *argument);
/* For work: where an action leads, or its script. */
void pdf_action_read(struct pdf_reader *reader, pdf_obj *action);

#endif
