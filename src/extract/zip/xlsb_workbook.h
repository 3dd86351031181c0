/* SPDX-License-Identifier: Apache-2.0
 *
 * Binary workbooks ([MS-XLSB] 2.1.7.61), with the strings and cell formats that their sheets share, and what hangs on
 * the workbook and not on a sheet: pivot caches.
 */
#ifndef GUANKA_EXTRACT_ZIP_XLSB_WORKBOOK_H
#define GUANKA_EXTRACT_ZIP_XLSB_WORKBOOK_H

#include "extract/zip/ooxml.h"

/* The type of a main part that is a workbook in records, whatever it is said to be; else *type stays as it is. */
MUST_CHECK enum status xlsb_workbook_recognise(struct ooxml *ooxml, const struct zip_member *member,
                                               const struct ooxml_type **type);
/* The workbook with its sheets, in their order. */
MUST_CHECK enum status xlsb_workbook_read(struct ooxml *ooxml, const struct ooxml_entry *entry);

#endif
