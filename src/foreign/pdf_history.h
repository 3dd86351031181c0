/* SPDX-License-Identifier: Apache-2.0
 *
 * What a PDF was before something was appended to it, and what of that it does not say any more.
 *
 * A program that changes a PDF may leave it as it is, and append the objects that are new: a reader who cuts the file
 * where it once ended has what it was then. So the document is read as it is now, and then its earlier versions, the
 * latest first; of each, the pages that hold an object which the next one has replaced, and of these the lines that no
 * later version has.
 */
#ifndef GUANKA_FOREIGN_PDF_HISTORY_H
#define GUANKA_FOREIGN_PDF_HISTORY_H

#include "foreign/pdf_reader.h"

struct pdf_history;

/* *history is NULL where the document was never anything else: the functions below take that, and say that everything
 * is new. */
MUST_CHECK enum status pdf_history_create(struct bytes document, struct pdf_history **history);
void pdf_history_destroy(struct pdf_history *history);

/* The version before the one that was read last, and its number; the oldest has 1. False: there is none. */
bool pdf_history_step(struct pdf_history *history, struct bytes *version, uint32_t *number);
/* How many versions are left out, between the oldest and the others. */
size_t pdf_history_left_out(const struct pdf_history *history);
/* So much text that no more of it is known again: what earlier versions say can be told from it no longer. */
bool pdf_history_is_full(const struct pdf_history *history);

/* Whether no later version has these bytes (blanks aside), nor has this one had them before; now they are known. What
 * the document says now is news always. */
bool pdf_history_is_news(struct pdf_reader *reader, struct bytes text);
/* The same of a file inside, byte by byte. */
bool pdf_history_is_new_file(struct pdf_reader *reader, struct bytes content);

struct pdf_pages {
    pdf_obj **items;
    size_t count, capacity;
};
/* For work. Notes which objects the version consists of, and what its pages draw; what cannot be noted is new. */
void pdf_history_note(struct pdf_reader *reader, void *pages);
/* Whether the next version has all that this one has. Both have been noted. */
bool pdf_history_has_all(const struct pdf_reader *reader);
/* Whether the next version has a page that draws the same. */
bool pdf_history_has_page(struct pdf_reader *reader, pdf_obj *page);
/* The version has been read: the one before is compared with it. */
void pdf_history_settle(struct pdf_reader *reader);

#endif
