/* SPDX-License-Identifier: Apache-2.0
 *
 * Messages of Outlook ([MS-OXMSG]): a stream for each property, a folder for each recipient and attachment.
 */
#ifndef GUANKA_FOREIGN_OLE_MSG_H
#define GUANKA_FOREIGN_OLE_MSG_H

#include "foreign/ole/ole_storage.h"

MUST_CHECK enum status msg_read(struct extract_job *job, struct ole_storage *storage);

#endif
