/* SPDX-License-Identifier: Apache-2.0
 *
 * What the elements of Word 2003's XML mean that later versions put into parts of their own, or named otherwise
 * (Microsoft, Office 2003 XML Reference Schemas): headers, notes, comments, properties, links, files inside.
 *
 * Lines of the table in ooxml_text.c. In a package, elements of the same names are the roots of parts or stand in them,
 * and mean nothing that the part does not say.
 */
#ifndef GUANKA_EXTRACT_ZIP_OOXML_WORD_2003_H
#define GUANKA_EXTRACT_ZIP_OOXML_WORD_2003_H

#include "extract/zip/ooxml_text_reader.h"

MUST_CHECK enum status ooxml_word_2003_begin_annotation(struct text_reader *reader, const struct xml_element *element,
                                                        struct text_frame *frame);
MUST_CHECK enum status ooxml_word_2003_begin_binary(struct text_reader *reader, const struct xml_element *element,
                                                    struct text_frame *frame);
MUST_CHECK enum status ooxml_word_2003_begin_link(struct text_reader *reader, const struct xml_element *element,
                                                  struct text_frame *frame);
/* A header or a footer. */
MUST_CHECK enum status ooxml_word_2003_begin_margin(struct text_reader *reader, const struct xml_element *element,
                                                    struct text_frame *frame);
MUST_CHECK enum status ooxml_word_2003_begin_note(struct text_reader *reader, const struct xml_element *element,
                                                  struct text_frame *frame);
MUST_CHECK enum status ooxml_word_2003_begin_properties(struct text_reader *reader, const struct xml_element *element,
                                                        struct text_frame *frame);
MUST_CHECK enum status ooxml_word_2003_finish_aside(struct text_reader *reader, struct text_frame *frame);
MUST_CHECK enum status ooxml_word_2003_finish_binary(struct text_reader *reader, struct text_frame *frame);

/* Digits of the file inside that is open. */
MUST_CHECK enum status ooxml_word_2003_binary(struct text_reader *reader, struct bytes digits);
/* The part has ended within a file inside, if it has: what there is of it. */
MUST_CHECK enum status ooxml_word_2003_cut_binary(struct text_reader *reader);

#endif
