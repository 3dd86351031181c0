/* SPDX-License-Identifier: Apache-2.0
 *
 * Office documents to measure with, composed of prose as pages are (corpus_page.h): a notice in Word's form, a table in
 * Excel's, and a paper in PDF. As simple as they may be, packed as others pack them, the same bytes for the same chance
 * and zlib.
 */
#ifndef GUANKA_CLI_CORPUS_DOCUMENT_H
#define GUANKA_CLI_CORPUS_DOCUMENT_H

#include "base/buf.h"
#include "cli/corpus_prose.h"

struct document_maker {
    const struct prose *prose;
    struct chance chance;
    struct buf out;
};

/* Into maker->out, which is emptied first; that they do not fit there shows in its status. STATUS_NO_MEMORY. */
MUST_CHECK enum status document_make_docx(struct document_maker *maker);
MUST_CHECK enum status document_make_xlsx(struct document_maker *maker);
MUST_CHECK enum status document_make_pdf(struct document_maker *maker);

#endif
