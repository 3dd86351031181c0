/* SPDX-License-Identifier: Apache-2.0
 *
 * Pictures of an Excel workbook: those of its drawings ([MS-XLS] 2.4.171) and of its headers (2.4.138), the background of
 * a sheet (2.4.14), and what stands for an object (2.4.141). Their data go on in further records.
 */
#ifndef GUANKA_FOREIGN_OLE_EXCEL_PICTURE_H
#define GUANKA_FOREIGN_OLE_EXCEL_PICTURE_H

#include "foreign/ole/excel_record.h"
#include "foreign/ole/ole_picture.h"

/* Reads the pictures in that record and in those that continue it, if it is of such a kind. *reached is the offset behind
 * them, at first 0: records before it have been read. */
MUST_CHECK enum status excel_picture_record(struct ole_pictures *pictures, const struct excel_record *record,
                                            size_t *reached);

#endif
