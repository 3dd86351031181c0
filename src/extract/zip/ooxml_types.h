/* SPDX-License-Identifier: Apache-2.0
 *
 * What the content types of OOXML packages mean (ECMA-376 part 1, 11.3 to 15, and Microsoft's additions).
 */
#ifndef GUANKA_EXTRACT_ZIP_OOXML_TYPES_H
#define GUANKA_EXTRACT_ZIP_OOXML_TYPES_H

#include "extract/zip/ooxml.h"

/* NULL for a content type that is not known: a file inside the package. ASCII case is ignored. */
const struct ooxml_type *ooxml_types_find(struct bytes content_type);
/* The format of a package whose main part has this content type; NULL when it makes no document. */
const struct format *ooxml_types_format(const struct ooxml_type *type);

#endif
