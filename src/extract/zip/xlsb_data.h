/* SPDX-License-Identifier: Apache-2.0
 *
 * Data that a binary workbook keeps and does not show: what pivot tables are made from ([MS-XLSB] 2.1.7.38 and 39) and
 * what was last seen of other workbooks (2.1.7.25). All of it is hidden.
 */
#ifndef GUANKA_EXTRACT_ZIP_XLSB_DATA_H
#define GUANKA_EXTRACT_ZIP_XLSB_DATA_H

#include "extract/zip/ooxml.h"

/* The definition of a pivot cache, and its records. */
MUST_CHECK enum status xlsb_data_read_cache(struct ooxml *ooxml, const struct ooxml_entry *entry);
/* A link to another workbook. */
MUST_CHECK enum status xlsb_data_read_link(struct ooxml *ooxml, const struct ooxml_entry *entry);

#endif
