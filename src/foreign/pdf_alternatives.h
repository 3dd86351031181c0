/* SPDX-License-Identifier: Apache-2.0
 *
 * What a PDF says in place of what it draws: ActualText, Alt and E of marked content and of the structure tree, which
 * programs read aloud, search and copy. What is drawn is read, too; words that say the same are not told twice.
 */
#ifndef GUANKA_FOREIGN_PDF_ALTERNATIVES_H
#define GUANKA_FOREIGN_PDF_ALTERNATIVES_H

#include "foreign/pdf_reader.h"

struct pdf_alternatives;

MUST_CHECK enum status pdf_alternatives_create(struct pdf_alternatives **alternatives);
void pdf_alternatives_destroy(struct pdf_alternatives *alternatives);

/* For work. Collects what the contents say that this processor runs, beside the text that goes into the layout. */
void pdf_alternatives_follow(struct pdf_reader *reader, pdf_processor *processor);
/* The contents of a page end: what they left open is closed. */
void pdf_alternatives_end(struct pdf_reader *reader);
/* For work: emits what was collected, each with its page, when no paragraph can go on any more. */
void pdf_alternatives_read(struct pdf_reader *reader, void *argument);
/* For work: the structure tree, and the files that are attached to it. */
void pdf_structure_read(struct pdf_reader *reader, void *argument);

#endif
