/* SPDX-License-Identifier: Apache-2.0
 *
 * SpreadsheetML (ECMA-376 part 1, 18): sheets and pivot caches.
 *
 * Each cell is a run with its sheet, row and column. Numbers read as a person sees them in a wide enough
 * column: no exponent, 15 significant digits where the file holds a binary number.
 */
#ifndef GUANKA_EXTRACT_ZIP_OOXML_SHEET_H
#define GUANKA_EXTRACT_ZIP_OOXML_SHEET_H

#include "extract/zip/ooxml.h"

/* A sheet of no workbook, or with the strings and styles of the workbook that is being read. */
MUST_CHECK enum status ooxml_sheet_read(struct ooxml *ooxml, const struct ooxml_entry *entry);
/* Cached data of a pivot table, or of another workbook: all of it hidden. */
MUST_CHECK enum status ooxml_pivot_read(struct ooxml *ooxml, const struct ooxml_entry *entry);
/* The length of a code in a header or footer (18.3.1.39), from its '&'; it is not shown as it stands. */
size_t ooxml_sheet_header_code_size(struct bytes text);

#endif
