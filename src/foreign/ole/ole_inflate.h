/* SPDX-License-Identifier: Apache-2.0
 *
 * What office documents compress inside themselves: objects of presentations ([MS-PPT] 2.10.34), drawings ([MS-ODRAW]
 * 2.2.31). Both are zlib streams (RFC 1950) of which the document says how long they become.
 */
#ifndef GUANKA_FOREIGN_OLE_OLE_INFLATE_H
#define GUANKA_FOREIGN_OLE_OLE_INFLATE_H

#include "extract/extractor.h"

/* *output has what comes of `compressed`, at most `size` bytes, until the part closes. STATUS_MALFORMED when it is less:
 * then there is what came before the damage. */
MUST_CHECK enum status ole_inflate(struct extract_job *job, struct bytes compressed, size_t size, struct bytes *output);

#endif
