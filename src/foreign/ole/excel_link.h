/* SPDX-License-Identifier: Apache-2.0
 *
 * Links of a cell ([MS-XLS] 2.4.140, [MS-OSHARED] 2.3.7.1).
 */
#ifndef GUANKA_FOREIGN_OLE_EXCEL_LINK_H
#define GUANKA_FOREIGN_OLE_EXCEL_LINK_H

#include "foreign/ole/excel_book.h"

MUST_CHECK enum status excel_link_emit(struct excel_book *book, const struct excel_record *record);

#endif
