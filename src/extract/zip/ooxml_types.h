/* SPDX-License-Identifier: Apache-2.0
 *
 * What the content types of OOXML packages mean (ECMA-376 part 1, 11.3 to 15, and Microsoft's additions).
 */
#ifndef GUANKA_EXTRACT_ZIP_OOXML_TYPES_H
#define GUANKA_EXTRACT_ZIP_OOXML_TYPES_H

#include "extract/zip/ooxml.h"

/* NULL for a content type that is not known: a file inside the package. ASCII case is ignored. */
const struct ooxml_type *ooxml_types_find(struct bytes content_type);
/* The last word of a relationship's type, where parts are known by it (ECMA-376 part 1, 12 to 15, transitional and strict,
 * and Microsoft's additions); else NULL. */
const char *ooxml_types_relation(struct bytes relationship_type);
/* Whether it leads from the package to its main part. */
bool ooxml_types_is_main(const char *kind);
/* Whether parts of this kind are records and not XML. */
bool ooxml_types_is_binary(enum ooxml_kind kind);
/* The type of relationships themselves. */
const struct ooxml_type *ooxml_types_relationships(void);
/* What a relation of this kind leads to in a package with this main part; NULL when it is not known, or no text. */
const struct ooxml_type *ooxml_types_related(const char *kind, enum ooxml_kind main);
/* The type of a main part, by its outermost element; NULL when it is none. */
const struct ooxml_type *ooxml_types_of_root(unsigned space, const char *name);
/* The format of a package whose main part has this content type; NULL when it makes no document. */
const struct format *ooxml_types_format(const struct ooxml_type *type);

#endif
