/* SPDX-License-Identifier: Apache-2.0
 *
 * The workbook of SpreadsheetML (ECMA-376 part 1, 18.2), and what its sheets share: strings and cell formats.
 */
#ifndef GUANKA_EXTRACT_ZIP_OOXML_WORKBOOK_H
#define GUANKA_EXTRACT_ZIP_OOXML_WORKBOOK_H

#include "extract/zip/ooxml.h"

/* The workbook with its sheets, in their order. */
MUST_CHECK enum status ooxml_workbook_read(struct ooxml *ooxml, struct ooxml_entry *entry);

/* A shared string, which counts as used from now on; false when there is none of that index, or no workbook (NULL). */
bool ooxml_workbook_string(struct ooxml_workbook *workbook, uint64_t index, struct bytes *text);
/* Whether cells of this format show nothing. `workbook` may be NULL. */
bool ooxml_workbook_hides(const struct ooxml_workbook *workbook, uint32_t format);
/* Writes the date that cells of this format show for `number` to output, which holds OOXML_DATE_SIZE_MAX bytes.
 * Returns the size; 0 when they show none. `workbook` may be NULL. */
size_t ooxml_workbook_date(const struct ooxml_workbook *workbook, uint32_t format, struct bytes number, char *output);

#endif
