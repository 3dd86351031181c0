/* SPDX-License-Identifier: Apache-2.0
 *
 * Workbooks of Excel 5 to 2003 and of WPS ([MS-XLS]; BIFF5 and BIFF8).
 */
#ifndef GUANKA_FOREIGN_OLE_EXCEL_H
#define GUANKA_FOREIGN_OLE_EXCEL_H

#include "foreign/ole/ole_storage.h"

/* *encrypted: nothing could be read for want of a password; that is told by a gap. */
MUST_CHECK enum status excel_read(struct extract_job *job, struct ole_storage *storage, bool *encrypted);

#endif
