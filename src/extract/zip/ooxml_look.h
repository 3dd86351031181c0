/* SPDX-License-Identifier: Apache-2.0
 *
 * How text looks in a document (ECMA-376 part 1, 17.3): what makes it unreadable. What is not followed (what a shape or
 * a style of tables paints) leaves text visible.
 */
#ifndef GUANKA_EXTRACT_ZIP_OOXML_LOOK_H
#define GUANKA_EXTRACT_ZIP_OOXML_LOOK_H

#include "extract/zip/ooxml_text_reader.h"

/* What elements that say how something looks mean: see struct meaning. */
enum status ooxml_look_vanish(struct text_reader *reader, const struct xml_element *element, struct text_frame *frame);
enum status ooxml_look_size(struct text_reader *reader, const struct xml_element *element, struct text_frame *frame);
enum status ooxml_look_style(struct text_reader *reader, const struct xml_element *element, struct text_frame *frame);
enum status ooxml_look_color(struct text_reader *reader, const struct xml_element *element, struct text_frame *frame);
enum status ooxml_look_shading(struct text_reader *reader, const struct xml_element *element, struct text_frame *frame);
enum status ooxml_look_highlight(struct text_reader *reader, const struct xml_element *element,
                                 struct text_frame *frame);
enum status ooxml_look_table_style(struct text_reader *reader, const struct xml_element *element,
                                   struct text_frame *frame);
enum status ooxml_look_page(struct text_reader *reader, const struct xml_element *element, struct text_frame *frame);

bool ooxml_look_is_hidden(const struct text_frame *frame);

#endif
