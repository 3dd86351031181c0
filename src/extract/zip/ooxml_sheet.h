/* SPDX-License-Identifier: Apache-2.0
 *
 * SpreadsheetML (ECMA-376 part 1, 18): sheets, tables and pivot caches.
 */
#ifndef GUANKA_EXTRACT_ZIP_OOXML_SHEET_H
#define GUANKA_EXTRACT_ZIP_OOXML_SHEET_H

#include "extract/zip/ooxml.h"

/* A sheet of no workbook, or with the strings and styles of the workbook that is being read. */
MUST_CHECK enum status ooxml_sheet_read(struct ooxml *ooxml, const struct ooxml_entry *entry);
/* What a table is called and said to be. The heads of its columns stand in cells. */
MUST_CHECK enum status ooxml_table_read(struct ooxml *ooxml, const struct ooxml_entry *entry);
/* Cached data of a pivot table, or of another workbook: all of it hidden. */
MUST_CHECK enum status ooxml_pivot_read(struct ooxml *ooxml, const struct ooxml_entry *entry);

#endif
