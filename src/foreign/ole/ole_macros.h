/* SPDX-License-Identifier: Apache-2.0
 *
 * Macros ([MS-OVBA]): the source of each module, compressed in a stream of its own.
 */
#ifndef GUANKA_FOREIGN_OLE_OLE_MACROS_H
#define GUANKA_FOREIGN_OLE_OLE_MACROS_H

#include "foreign/ole/ole_storage.h"

/* `folder` is the project, or its folder "VBA". */
MUST_CHECK enum status ole_macros_read(struct extract_job *job, struct ole_storage *folder);
/* 2.4.1.3.1; what comes before damage is given. *text is as long as what is decompressed, at most `capacity`. False
 * when there is damage. */
bool ole_macros_decompress(struct bytes compressed, uint8_t *text, size_t capacity, size_t *size);

#endif
