/* SPDX-License-Identifier: Apache-2.0
 *
 * Encodings as Windows numbers them, by code page or by language.
 */
#ifndef GUANKA_FOREIGN_OLE_OLE_ENCODING_H
#define GUANKA_FOREIGN_OLE_OLE_ENCODING_H

#include <stdint.h>

#include "text/encoding.h"

/* ENCODING_NONE when it is none that we know. */
enum encoding ole_encoding_of_code_page(uint32_t code_page);
/* What programs for that language write in 8 bits ([MS-LCID]); windows-1252 for all others. */
enum encoding ole_encoding_of_language(uint32_t language);

#endif
