/* SPDX-License-Identifier: Apache-2.0
 *
 * A sheet of an Excel workbook ([MS-XLS] 2.1.7.20.5): cells, comments, text boxes, headers, links, charts.
 */
#ifndef GUANKA_FOREIGN_OLE_EXCEL_SHEET_H
#define GUANKA_FOREIGN_OLE_EXCEL_SHEET_H

#include "foreign/ole/excel_book.h"

struct excel_sheet_reading;

/* For the next sheet; *reading is made when it is NULL. `number` from 1. */
MUST_CHECK enum status excel_sheet_begin(struct excel_book *book, const struct excel_sheet *sheet, uint32_t number,
                                         struct excel_sheet_reading **reading);
/* A chart begins or ends inside the sheet. */
void excel_sheet_chart(struct excel_sheet_reading *reading, bool in_chart);
MUST_CHECK enum status excel_sheet_record(struct excel_sheet_reading *reading, const struct excel_record *record);

#endif
