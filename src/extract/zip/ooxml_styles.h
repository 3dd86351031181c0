/* SPDX-License-Identifier: Apache-2.0
 *
 * Styles of WordprocessingML (ECMA-376 part 1, 17.7) as far as they decide what is hidden.
 */
#ifndef GUANKA_EXTRACT_ZIP_OOXML_STYLES_H
#define GUANKA_EXTRACT_ZIP_OOXML_STYLES_H

#include "extract/zip/ooxml.h"

/* Names of styles whose text is hidden. */
struct ooxml_style_set;

/* Sets ooxml->hidden_styles. */
MUST_CHECK enum status ooxml_styles_read(struct ooxml *ooxml, const struct ooxml_entry *entry);
/* `styles` may be NULL. */
bool ooxml_style_is_hidden(const struct ooxml_style_set *styles, struct bytes name);
/* Whether a property that may be on or off (22.9.2.7 ST_OnOff) is on. */
bool ooxml_is_on(const struct xml_element *element);

#endif
