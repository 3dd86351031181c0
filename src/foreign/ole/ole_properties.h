/* SPDX-License-Identifier: Apache-2.0
 *
 * Property sets ([MS-OLEPS]): title, author, company, and what users define themselves.
 */
#ifndef GUANKA_FOREIGN_OLE_OLE_PROPERTIES_H
#define GUANKA_FOREIGN_OLE_OLE_PROPERTIES_H

#include "foreign/ole/ole_storage.h"

/* Those of a document that lie in `storage`. */
MUST_CHECK enum status ole_properties_read(struct extract_job *job, struct ole_storage *storage);

#endif
