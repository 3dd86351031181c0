/* SPDX-License-Identifier: Apache-2.0
 *
 * Styles of WordprocessingML (ECMA-376 part 1, 17.7) as far as they decide what is hidden, and the properties that
 * they share with runs.
 */
#ifndef GUANKA_EXTRACT_ZIP_OOXML_STYLES_H
#define GUANKA_EXTRACT_ZIP_OOXML_STYLES_H

#include "extract/zip/ooxml.h"

enum {
    OOXML_COLOR_WHITE = 0xFFFFFF,
    OOXML_COLOR_UNKNOWN = 1 << 24, /* automatic, or what no property says */
};

/* What a style says of text, with what the styles say that it is based on. */
struct ooxml_style {
    const char *name;
    bool hidden;
    uint32_t color, background; /* 0xRRGGBB, or OOXML_COLOR_UNKNOWN */
};
struct ooxml_style_set;

/* Sets ooxml->styles. */
MUST_CHECK enum status ooxml_styles_read(struct ooxml *ooxml, const struct ooxml_entry *entry);
/* NULL when there is none. `styles` may be NULL. */
const struct ooxml_style *ooxml_style_find(const struct ooxml_style_set *styles, struct bytes name);
uint32_t ooxml_style_color(const struct xml_element *element, const char *attribute);
/* 17.3.1.31: the colour that w:shd paints behind text. False when it paints nothing. */
bool ooxml_style_shading(const struct xml_element *element, uint32_t *color);
/* Whether a property that may be on or off (22.9.2.7 ST_OnOff) is on. */
bool ooxml_is_on(const struct xml_element *element);

#endif
