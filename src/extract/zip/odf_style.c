/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/zip/odf_style.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"

enum {
    PARENTS_MAX = 16,
    STYLES_MAX = 1 << 18, /* later ones say nothing */
    NAME_SIZE_MAX = 256,
};

static bool attribute(const struct xml_element *element, const char *name, struct bytes *value)
{
    return xml_attribute(element, XML_SPACE_ANY, name, value);
}

static const char *keep(struct arena *arena, struct bytes text)
{
    return arena_text(arena, text.data != NULL ? (const char *)text.data : "", text.size);
}

enum status odf_style_add(struct odf_styles *styles, struct arena *arena, const struct xml_element *element)
{
    struct bytes family, name, parent;
    struct odf_style style = { .flags = 0 };
    enum status status;

    attribute(element, "family", &family);
    attribute(element, "name", &name);
    if (styles->count == STYLES_MAX || name.size >= NAME_SIZE_MAX)
        return STATUS_OK;
    status = ARRAY_GROW(&styles->items, &styles->capacity, styles->count + 1);
    if (status != STATUS_OK)
        return status;
    style.family = keep(arena, family);
    style.name = keep(arena, name);
    if (style.family == NULL || style.name == NULL)
        return STATUS_NO_MEMORY;
    if (attribute(element, "parent-style-name", &parent)) {
        style.parent = keep(arena, parent);
        if (style.parent == NULL)
            return STATUS_NO_MEMORY;
    }
    styles->items[styles->count++] = style;
    styles->sorted = false;
    return STATUS_OK;
}

/* "0.5pt" and the like: what cannot be read for its size. */
static bool is_tiny(struct bytes size)
{
    bool is_points = size.size > 2 && memcmp(size.data + size.size - 2, "pt", 2) == 0;

    return is_points && (size.data[0] == '0' || (size.data[0] == '1' && (size.size == 3 || size.data[1] == '.')))
           && size.data[0] != '\0' && !(size.size > 3 && size.data[1] >= '0' && size.data[1] <= '9');
}

static unsigned color_flags(const struct xml_element *element)
{
    struct bytes color;

    if (!attribute(element, "color", &color))
        return 0;
    return bytes_equal(color, bytes_of_text("#ffffff")) || bytes_equal(color, bytes_of_text("#FFFFFF"))
               ? ODF_STYLE_WHITE
               : ODF_STYLE_COLORED;
}

void odf_style_properties(struct odf_styles *styles, const struct xml_element *element)
{
    struct odf_style *style;
    struct bytes value;
    bool is_table, is_any = strcmp(element->name, "properties") == 0; /* OpenOffice.org 1 */

    if (styles->count == 0 || styles->sorted)
        return;
    style = &styles->items[styles->count - 1];
    is_table =
        strcmp(element->name, "table-properties") == 0 || (is_any && strcmp(style->family, "table") == 0);
    if (xml_attribute_is(element, "display", "none") || (is_table && xml_attribute_is(element, "display", "false"))
        || xml_attribute_is(element, "visibility", "hidden"))
        style->flags |= ODF_STYLE_HIDDEN;
    else if (xml_attribute_is(element, "display", "true"))
        style->flags |= ODF_STYLE_SHOWN;
    if (is_any || strcmp(element->name, "text-properties") == 0)
        style->flags |= color_flags(element);
    if (attribute(element, "background-color", &value) && !bytes_equal(value, bytes_of_text("transparent"))
        && !bytes_equal(value, bytes_of_text("#ffffff")))
        style->flags |= ODF_STYLE_BACKGROUND;
    if (attribute(element, "font-size", &value) && is_tiny(value))
        style->flags |= ODF_STYLE_TINY;
}

static int compare(const void *left, const void *right)
{
    const struct odf_style *a = left, *b = right;
    int difference = strcmp(a->name, b->name);

    return difference != 0 ? difference : strcmp(a->family, b->family);
}

static const struct odf_style *find(struct odf_styles *styles, const char *family, const char *name)
{
    struct odf_style wanted = { .family = family, .name = name };

    if (styles->count == 0)
        return NULL;
    if (!styles->sorted)
        qsort(styles->items, styles->count, sizeof wanted, compare);
    styles->sorted = true;
    return bsearch(&wanted, styles->items, styles->count, sizeof wanted, compare);
}

unsigned odf_style_flags(struct odf_styles *styles, const char *family, struct bytes name)
{
    char terminated[NAME_SIZE_MAX];
    const struct odf_style *style;
    unsigned flags = 0;

    if (name.size == 0 || name.size >= sizeof terminated)
        return 0;
    memcpy(terminated, name.data, name.size);
    terminated[name.size] = '\0';
    style = find(styles, family, terminated);
    for (unsigned depth = 0; style != NULL && depth < PARENTS_MAX; depth++) {
        unsigned more = style->flags;

        /* What is made from another style has the last word. */
        if ((flags & (ODF_STYLE_HIDDEN | ODF_STYLE_SHOWN)) != 0)
            more &= ~(unsigned)(ODF_STYLE_HIDDEN | ODF_STYLE_SHOWN);
        if ((flags & (ODF_STYLE_WHITE | ODF_STYLE_COLORED)) != 0)
            more &= ~(unsigned)(ODF_STYLE_WHITE | ODF_STYLE_COLORED);
        flags |= more;
        style = style->parent != NULL ? find(styles, family, style->parent) : NULL;
    }
    return flags;
}

void odf_styles_free(struct odf_styles *styles)
{
    alloc_free(styles->items);
}
