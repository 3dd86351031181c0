/* SPDX-License-Identifier: Apache-2.0
 *
 * Documents of Word 6 to 2003 and of WPS ([MS-DOC]; the layout of Word 6 and 95 as its predecessor had it).
 *
 * The text lies in pieces anywhere in the stream "WordDocument". All of its kinds follow each other in one
 * numbering: main text, footnotes, headers and footers, macros, comments, endnotes, text boxes, those in headers.
 */
#ifndef GUANKA_FOREIGN_OLE_WORD_H
#define GUANKA_FOREIGN_OLE_WORD_H

#include "foreign/ole/ole_storage.h"

/* *encrypted: nothing could be read for want of a password; that is told by a gap. */
MUST_CHECK enum status word_read(struct extract_job *job, struct ole_storage *storage, bool *encrypted);

#endif
