/* SPDX-License-Identifier: Apache-2.0
 *
 * Presentations of PowerPoint 97 to 2003 and of WPS ([MS-PPT]).
 *
 * A stream of records that hold records. Edits are appended: directories say which of the slides in the stream
 * belong to the present state; what belongs to an earlier one is read as hidden.
 */
#ifndef GUANKA_FOREIGN_OLE_POWERPOINT_H
#define GUANKA_FOREIGN_OLE_POWERPOINT_H

#include "foreign/ole/ole_storage.h"

/* *encrypted: nothing could be read for want of a password; that is told by a gap. */
MUST_CHECK enum status powerpoint_read(struct extract_job *job, struct ole_storage *storage, bool *encrypted);

#endif
