/* SPDX-License-Identifier: Apache-2.0
 *
 * Small parts of binary workbooks that hold text and no cells: comments, tables ([MS-XLSB] 2.1.7.51) and
 * connections (2.1.7.24).
 */
#ifndef GUANKA_EXTRACT_ZIP_XLSB_NOTES_H
#define GUANKA_EXTRACT_ZIP_XLSB_NOTES_H

#include "extract/zip/ooxml.h"

MUST_CHECK enum status xlsb_notes_read_comments(struct ooxml *ooxml, const struct ooxml_entry *entry);
/* What a table is called and said to be. The heads of its columns stand in cells. */
MUST_CHECK enum status xlsb_notes_read_table(struct ooxml *ooxml, const struct ooxml_entry *entry);
/* Where the data of a workbook come from. How they are asked for is not read: STATUS_UNSUPPORTED, once the rest is. */
MUST_CHECK enum status xlsb_notes_read_connections(struct ooxml *ooxml, const struct ooxml_entry *entry);

#endif
