/* SPDX-License-Identifier: Apache-2.0
 *
 * Compressed RTF, as messages hold it ([MS-OXRTFCP]).
 */
#ifndef GUANKA_FOREIGN_OLE_MSG_RTF_H
#define GUANKA_FOREIGN_OLE_MSG_RTF_H

#include "extract/extractor.h"

/* STATUS_MALFORMED when it breaks off; *rtf is what came before. */
MUST_CHECK enum status msg_rtf_decompress(struct extract_job *job, struct bytes compressed, struct bytes *rtf);

#endif
