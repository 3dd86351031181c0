/* SPDX-License-Identifier: Apache-2.0
 *
 * The older office formats, which are all compound files ([MS-CFB]): documents, workbooks, presentations and messages
 * of Microsoft's programs and of WPS.
 */
#ifndef GUANKA_FOREIGN_OLE_OLE_H
#define GUANKA_FOREIGN_OLE_OLE_H

#include "extract/extractor.h"

extern const struct extractor ole_extractor;

#endif
