/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/zip/ooxml_styles.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "extract/zip/ooxml_number.h"

enum { STYLE_CHAIN_MAX = 32 }; /* styles based on styles */

bool ooxml_is_on(const struct xml_element *element)
{
    return !xml_attribute_is(element, "val", "0") && !xml_attribute_is(element, "val", "false")
           && !xml_attribute_is(element, "val", "off");
}

uint32_t ooxml_style_color(const struct xml_element *element, const char *attribute)
{
    struct bytes value;

    if (!xml_attribute(element, XML_SPACE_ANY, attribute, &value) || value.size != 6)
        return OOXML_COLOR_UNKNOWN; /* "auto" */
    return ooxml_number_hexadecimal(value);
}

/* "clear" shows the fill alone, "solid" the other colour, and the patterns both. */
bool ooxml_style_shading(const struct xml_element *element, uint32_t *color)
{
    bool is_solid = xml_attribute_is(element, "val", "solid");
    bool is_plain = is_solid || xml_attribute_is(element, "val", "clear") || xml_attribute_is(element, "val", "nil");

    *color = is_plain ? ooxml_style_color(element, is_solid ? "color" : "fill") : OOXML_COLOR_UNKNOWN;
    return !is_plain || is_solid || *color != OOXML_COLOR_UNKNOWN;
}

struct style {
    struct ooxml_style look; /* as the style itself says */
    const char *base;        /* may be NULL */
};

struct ooxml_style_set {
    struct ooxml_style *items; /* sorted by name */
    size_t count;
};

struct style_reading {
    struct ooxml *ooxml;
    struct style *items;
    size_t count, capacity;
    unsigned depth, style_depth;
};

static enum status style_begin(struct style_reading *reading, const struct xml_element *element)
{
    struct bytes name;
    enum status status =
        array_grow((void **)&reading->items, &reading->capacity, reading->count + 1, sizeof *reading->items);

    if (status != STATUS_OK || !xml_attribute(element, XML_SPACE_ANY, "styleId", &name))
        return status;
    reading->items[reading->count] = (struct style){ .look = { .name = ooxml_keep(reading->ooxml, name),
                                                               .color = OOXML_COLOR_UNKNOWN,
                                                               .background = OOXML_COLOR_UNKNOWN } };
    if (reading->items[reading->count].look.name == NULL)
        return STATUS_NO_MEMORY;
    reading->count++;
    reading->style_depth = reading->depth;
    return STATUS_OK;
}

static void style_property(struct style *style, const struct xml_element *element)
{
    uint32_t color;

    if (strcmp(element->name, "vanish") == 0)
        style->look.hidden = ooxml_is_on(element);
    else if (strcmp(element->name, "color") == 0)
        style->look.color = ooxml_style_color(element, "val");
    else if (strcmp(element->name, "shd") == 0 && ooxml_style_shading(element, &color))
        style->look.background = color;
}

static enum status style_start(void *context, const struct xml_element *element)
{
    struct style_reading *reading = context;
    struct style *style = reading->count > 0 ? &reading->items[reading->count - 1] : NULL;
    struct bytes base;

    reading->depth++;
    if (element->space != OOXML_WORD)
        return STATUS_OK;
    if (strcmp(element->name, "style") == 0)
        return style_begin(reading, element);
    if (style == NULL || reading->style_depth == 0)
        return STATUS_OK;
    if (reading->depth == reading->style_depth + 2)
        style_property(style, element);
    if (strcmp(element->name, "basedOn") == 0 && xml_attribute(element, XML_SPACE_ANY, "val", &base)) {
        style->base = ooxml_keep(reading->ooxml, base);
        return style->base != NULL ? STATUS_OK : STATUS_NO_MEMORY;
    }
    return STATUS_OK;
}

static enum status style_end(void *context, const struct xml_element *element)
{
    struct style_reading *reading = context;

    (void)element;
    if (reading->depth == reading->style_depth)
        reading->style_depth = 0;
    reading->depth--;
    return STATUS_OK;
}

static enum status style_text(void *context, const char *utf8, size_t size)
{
    (void)context;
    (void)utf8;
    (void)size;
    return STATUS_OK;
}

static int compare_styles(const void *left, const void *right)
{
    return strcmp(((const struct style *)left)->look.name, ((const struct style *)right)->look.name);
}

static const struct style *style_find(const struct style_reading *reading, const char *name)
{
    struct style key = { .look = { .name = name } };

    return bsearch(&key, reading->items, reading->count, sizeof *reading->items, compare_styles);
}

/* 17.7.4.3: a style has what the style it is based on has. */
static struct ooxml_style with_inherited(const struct style_reading *reading, const struct style *style)
{
    struct ooxml_style look = style->look;

    for (int level = 0; style != NULL && level < STYLE_CHAIN_MAX; level++) {
        look.hidden |= style->look.hidden;
        if (look.color == OOXML_COLOR_UNKNOWN)
            look.color = style->look.color;
        if (look.background == OOXML_COLOR_UNKNOWN)
            look.background = style->look.background;
        style = style->base != NULL ? style_find(reading, style->base) : NULL;
    }
    return look;
}

static enum status styles_keep(struct ooxml *ooxml, struct style_reading *reading)
{
    struct ooxml_style_set *set = arena_zeroed(ooxml->package.job->arena, sizeof *set);

    if (set == NULL)
        return STATUS_NO_MEMORY;
    set->items = arena_alloc(ooxml->package.job->arena, (reading->count + 1) * sizeof *set->items);
    if (set->items == NULL)
        return STATUS_NO_MEMORY;
    if (reading->count > 0)
        qsort(reading->items, reading->count, sizeof *reading->items, compare_styles);
    for (size_t index = 0; index < reading->count; index++)
        set->items[set->count++] = with_inherited(reading, &reading->items[index]);
    ooxml->styles = set;
    return STATUS_OK;
}

enum status ooxml_styles_read(struct ooxml *ooxml, const struct ooxml_entry *entry)
{
    static const struct xml_handler handler = { style_start, style_end, style_text };
    struct style_reading reading = { .ooxml = ooxml };
    enum status kept, status = ooxml_parse(ooxml, entry->member, &handler, &reading);

    if (status_scope(status) <= SCOPE_PART) {
        kept = styles_keep(ooxml, &reading);
        if (kept != STATUS_OK)
            status = kept;
    }
    alloc_free(reading.items);
    return status;
}

const struct ooxml_style *ooxml_style_find(const struct ooxml_style_set *styles, struct bytes name)
{
    size_t low = 0, high = styles != NULL ? styles->count : 0;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct ooxml_style *style = &styles->items[middle];
        int difference = strncmp(style->name, (const char *)name.data, name.size);

        if (bytes_equal(bytes_of_text(style->name), name))
            return style;
        if (difference < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}
