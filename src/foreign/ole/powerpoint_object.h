/* SPDX-License-Identifier: Apache-2.0
 *
 * Files inside a presentation: objects of other programs ([MS-PPT] 2.10.34).
 */
#ifndef GUANKA_FOREIGN_OLE_POWERPOINT_OBJECT_H
#define GUANKA_FOREIGN_OLE_POWERPOINT_OBJECT_H

#include "extract/extractor.h"
#include "foreign/ole/powerpoint_record.h"

MUST_CHECK enum status powerpoint_object_read(struct extract_job *job, const struct powerpoint_record *record,
                                              bool is_present);

#endif
