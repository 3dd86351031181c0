/* SPDX-License-Identifier: Apache-2.0
 *
 * What the styles of an OpenDocument file say about whether something can be seen.
 */
#ifndef GUANKA_EXTRACT_ZIP_ODF_STYLE_H
#define GUANKA_EXTRACT_ZIP_ODF_STYLE_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "base/status.h"
#include "extract/xml.h"

enum odf_style_flags {
    ODF_STYLE_HIDDEN = 1,  /* text:display="none", or a hidden table or page */
    ODF_STYLE_SHOWN = 2,   /* text:display="true": what a parent hides is seen */
    ODF_STYLE_WHITE = 4,   /* text */
    ODF_STYLE_COLORED = 8, /* text of another colour */
    ODF_STYLE_BACKGROUND = 16,
    ODF_STYLE_TINY = 32,
};

struct odf_style {
    const char *family, *name, *parent; /* parent: NULL for none */
    unsigned flags;
};

struct odf_styles {
    struct odf_style *items;
    size_t count, capacity;
    bool sorted;
};

/* style:style begins; the properties that follow belong to it. */
MUST_CHECK enum status odf_style_add(struct odf_styles *styles, struct arena *arena, const struct xml_element *element);
/* An element of properties inside it. */
void odf_style_properties(struct odf_styles *styles, const struct xml_element *element);
/* What holds for the style and those it is made from. */
unsigned odf_style_flags(struct odf_styles *styles, const char *family, struct bytes name);
void odf_styles_free(struct odf_styles *styles);

#endif
