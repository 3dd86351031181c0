/* SPDX-License-Identifier: Apache-2.0
 *
 * PresentationML (ECMA-376 part 1, 19): the order of the slides, and which are hidden.
 */
#ifndef GUANKA_EXTRACT_ZIP_OOXML_SLIDE_H
#define GUANKA_EXTRACT_ZIP_OOXML_SLIDE_H

#include "extract/zip/ooxml.h"

/* The presentation with its slides, in their order. */
MUST_CHECK enum status ooxml_presentation_read(struct ooxml *ooxml, struct ooxml_entry *entry);

#endif
