/* SPDX-License-Identifier: Apache-2.0
 *
 * The workbook of SpreadsheetML (ECMA-376 part 1, 18.2), with the strings and cell formats that its sheets share.
 */
#ifndef GUANKA_EXTRACT_ZIP_OOXML_WORKBOOK_H
#define GUANKA_EXTRACT_ZIP_OOXML_WORKBOOK_H

#include "extract/zip/ooxml.h"

/* The workbook with its sheets, in their order. */
MUST_CHECK enum status ooxml_workbook_read(struct ooxml *ooxml, const struct ooxml_entry *entry);

#endif
