/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/zip/ooxml_look.h"

#include "extract/html_look.h"
#include "extract/zip/ooxml_styles.h"

enum {
    TINY_HALF_POINTS = 2, /* text of one point cannot be read */
};

/* w:vanish in the properties of a run hides the run; in those of a paragraph, only its mark. */
enum status ooxml_look_vanish(struct text_reader *reader, const struct xml_element *element, struct text_frame *frame)
{
    struct text_frame *run = ooxml_text_ancestor(reader, 2, "r");

    (void)frame;
    if (run != NULL && ooxml_is_on(element))
        run->hidden = true;
    return STATUS_OK;
}

enum status ooxml_look_size(struct text_reader *reader, const struct xml_element *element, struct text_frame *frame)
{
    struct text_frame *run = ooxml_text_ancestor(reader, 2, "r");

    (void)frame;
    if (run != NULL && xml_attribute_number(element, "val", UINT32_MAX) <= TINY_HALF_POINTS)
        run->hidden = true;
    return STATUS_OK;
}

enum status ooxml_look_style(struct text_reader *reader, const struct xml_element *element, struct text_frame *frame)
{
    struct text_frame *styled = ooxml_text_ancestor(reader, 2, element->name[0] == 'p' ? "p" : "r");
    const struct ooxml_style *style = NULL;
    struct bytes name;

    (void)frame;
    if (styled != NULL && xml_attribute(element, XML_SPACE_ANY, "val", &name))
        style = ooxml_style_find(reader->ooxml->styles, name);
    if (style == NULL)
        return STATUS_OK;
    styled->hidden |= style->hidden;
    if (style->color != OOXML_COLOR_UNKNOWN)
        styled->color = style->color;
    if (style->background != OOXML_COLOR_UNKNOWN)
        styled->background = style->background;
    return STATUS_OK;
}

enum status ooxml_look_color(struct text_reader *reader, const struct xml_element *element, struct text_frame *frame)
{
    struct text_frame *run = ooxml_text_ancestor(reader, 2, "r");

    (void)frame;
    if (run != NULL)
        run->color = ooxml_style_color(element, "val");
    return STATUS_OK;
}

/* Shading of a run, a paragraph, a cell or a table. */
enum status ooxml_look_shading(struct text_reader *reader, const struct xml_element *element, struct text_frame *frame)
{
    static const char *const shaded[] = { "r", "p", "tc", "tbl" };
    uint32_t color;

    (void)frame;
    if (!ooxml_style_shading(element, &color))
        return STATUS_OK;
    for (size_t index = 0; index < sizeof shaded / sizeof *shaded; index++) {
        struct text_frame *target = ooxml_text_ancestor(reader, 2, shaded[index]);

        if (target != NULL)
            target->background = color;
    }
    return STATUS_OK;
}

/* 17.18.40 */
enum status ooxml_look_highlight(struct text_reader *reader, const struct xml_element *element,
                                 struct text_frame *frame)
{
    static const struct {
        const char *name;
        uint32_t color;
    } names[] = {
        { "black", 0x000000 },    { "blue", 0x0000FF },     { "cyan", 0x00FFFF },       { "green", 0x00FF00 },
        { "magenta", 0xFF00FF },  { "red", 0xFF0000 },      { "yellow", 0xFFFF00 },     { "white", 0xFFFFFF },
        { "darkBlue", 0x00008B }, { "darkCyan", 0x008B8B }, { "darkGreen", 0x006400 },  { "darkMagenta", 0x800080 },
        { "darkRed", 0x8B0000 },  { "darkGray", 0xA9A9A9 }, { "darkYellow", 0x808000 }, { "lightGray", 0xD3D3D3 },
    };
    struct text_frame *run = ooxml_text_ancestor(reader, 2, "r");

    (void)frame;
    for (size_t index = 0; run != NULL && index < sizeof names / sizeof *names; index++)
        if (xml_attribute_is(element, "val", names[index].name))
            run->background = names[index].color;
    return STATUS_OK;
}

/* A style of tables may paint rows and columns; what it paints is not followed. */
enum status ooxml_look_table_style(struct text_reader *reader, const struct xml_element *element,
                                   struct text_frame *frame)
{
    struct text_frame *table = ooxml_text_ancestor(reader, 2, "tbl");

    (void)element;
    (void)frame;
    if (table != NULL)
        table->background = OOXML_COLOR_UNKNOWN;
    return STATUS_OK;
}

/* 17.2.1: the colour of the pages, a sibling of the text. */
enum status ooxml_look_page(struct text_reader *reader, const struct xml_element *element, struct text_frame *frame)
{
    (void)frame;
    if (reader->depth > 1)
        reader->frames[reader->depth - 1].background = ooxml_style_color(element, "color");
    return STATUS_OK;
}

/* How bright a colour is, from 0 to 1, near enough (WCAG's relative luminance with a gamma of 2). */
static double brightness(uint32_t color)
{
    double red = (color >> 16 & 0xFF) / 255.0, green = (color >> 8 & 0xFF) / 255.0, blue = (color & 0xFF) / 255.0;

    return 0.2126 * red * red + 0.7152 * green * green + 0.0722 * blue * blue;
}

/* White on anything that is not at least grey cannot be read, whatever its hue: on yellow, say. */
static bool is_white_on_light(uint32_t color, uint32_t background)
{
    return html_look_is_same_color(color, OOXML_COLOR_WHITE) && brightness(background) > 0.79;
}

bool ooxml_look_is_hidden(const struct text_frame *frame)
{
    if (frame->hidden)
        return true;
    if (frame->color == OOXML_COLOR_UNKNOWN || frame->background == OOXML_COLOR_UNKNOWN)
        return false;
    return html_look_is_same_color(frame->color, frame->background)
           || is_white_on_light(frame->color, frame->background);
}
