/* SPDX-License-Identifier: Apache-2.0
 *
 * Paragraphs of OOXML: WordprocessingML (ECMA-376 part 1, 17), DrawingML (20, 21), PresentationML (19), comments
 * and the VML of older documents (part 4, 19), by one table that says what each element means.
 */
#ifndef GUANKA_EXTRACT_ZIP_OOXML_TEXT_H
#define GUANKA_EXTRACT_ZIP_OOXML_TEXT_H

#include "extract/zip/ooxml.h"

/* Reads one part whose kind is OOXML_TEXT, OOXML_SLIDE or OOXML_DOCUMENT. */
MUST_CHECK enum status ooxml_text_read(struct ooxml *ooxml, const struct ooxml_entry *entry);

#endif
