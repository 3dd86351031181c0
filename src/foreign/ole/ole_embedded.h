/* SPDX-License-Identifier: Apache-2.0
 *
 * Files inside a document: objects of other programs, each in a folder of its own or wrapped by the Packager
 * ([MS-OLEDS]).
 */
#ifndef GUANKA_FOREIGN_OLE_OLE_EMBEDDED_H
#define GUANKA_FOREIGN_OLE_OLE_EMBEDDED_H

#include "foreign/ole/ole_storage.h"

/* All of them, wherever the document keeps them; `storage` is its root. */
MUST_CHECK enum status ole_embedded_read(struct extract_job *job, struct ole_storage *storage);
/* What one folder wraps. *found: it held a file that was given on. */
MUST_CHECK enum status ole_embedded_unwrap(struct extract_job *job, struct ole_storage *folder, bool *found);

#endif
