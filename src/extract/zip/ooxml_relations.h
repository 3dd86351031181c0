/* SPDX-License-Identifier: Apache-2.0
 *
 * What the parts of a package are, by the relationships that lead to them (ECMA-376 part 2, 6.5).
 *
 * Programs that open a package go by these, and care little about [Content_Types].xml; so a part that has no content
 * type there, or one that says nothing, is what the relationship to it says.
 */
#ifndef GUANKA_EXTRACT_ZIP_OOXML_RELATIONS_H
#define GUANKA_EXTRACT_ZIP_OOXML_RELATIONS_H

#include "extract/zip/ooxml.h"

/* Follows all relationships from the package's own on, and sets ooxml->main and the types that are missing. Damage is
 * not recorded here: it will be when the relationships are read as a part. */
MUST_CHECK enum status ooxml_relations_follow(struct ooxml *ooxml);

#endif
