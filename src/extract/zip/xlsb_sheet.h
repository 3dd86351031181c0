/* SPDX-License-Identifier: Apache-2.0
 *
 * Sheets of binary workbooks ([MS-XLSB] 2.1.7.62, and macro, dialog and chart sheets, which have no more): cells,
 * headers and footers, links, prompts, and the words in formulas.
 */
#ifndef GUANKA_EXTRACT_ZIP_XLSB_SHEET_H
#define GUANKA_EXTRACT_ZIP_XLSB_SHEET_H

#include "extract/zip/ooxml.h"

/* A sheet of no workbook, or with the strings and formats of the workbook that is being read. */
MUST_CHECK enum status xlsb_sheet_read(struct ooxml *ooxml, const struct ooxml_entry *entry);

#endif
