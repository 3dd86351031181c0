/* SPDX-License-Identifier: Apache-2.0
 *
 * Characters that SpreadsheetML writes as "_xHHHH_" (ST_Xstring, ISO/IEC 29500-1, 22.9.2.19): meant for those that XML
 * cannot hold, and shown by Excel whatever they are.
 */
#ifndef GUANKA_EXTRACT_ZIP_OOXML_ESCAPE_H
#define GUANKA_EXTRACT_ZIP_OOXML_ESCAPE_H

#include <stddef.h>

/* Resolves them in place, in UTF-8; the new size, which is never more. Two that are a surrogate pair are one character;
 * half a pair and what no text holds becomes a blank. */
size_t ooxml_escape_resolve(char *utf8, size_t size);

#endif
