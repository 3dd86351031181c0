/* SPDX-License-Identifier: Apache-2.0
 *
 * The attributes of one tag: collected first, since whether the element is hidden may be said last, and
 * emitted then: texts, links, scripts.
 */
#ifndef GUANKA_EXTRACT_HTML_ATTRIBUTES_H
#define GUANKA_EXTRACT_HTML_ATTRIBUTES_H

#include "extract/html_page.h"

/* Reads the attributes of a tag from `next`, behind its name; returns where it ends, without moving the tokenizer
 * there. Of two of a name the first counts. */
const uint8_t *html_attributes_collect(struct html_attributes *attributes, struct html_tokenizer *tokenizer,
                                       const uint8_t *next);

static inline bool html_attributes_has(const struct html_attributes *attributes, enum html_attribute_id id)
{
    return (attributes->seen >> id & 1) != 0;
}

/* Whether there is the attribute and it says `word` (lower case) in whatever spelling. */
bool html_attributes_is(const struct html_attributes *attributes, enum html_attribute_id id, const char *word,
                        size_t size);
/* Whether a value is short enough to mean nothing without its name, and no number or code: `level="机密"`. */
bool html_attributes_is_field(struct bytes value, const uint8_t *limit);
/* The colour that an attribute says; false when there is none that we know. */
bool html_attributes_color(const struct html_attributes *attributes, enum html_attribute_id id, uint32_t *color);
/* The number an attribute begins with; `otherwise` without the attribute or a number in it. */
uint32_t html_attributes_number(const struct html_attributes *attributes, enum html_attribute_id id,
                                uint32_t otherwise);

/* `tag` is theirs, `end` the tokenizer's. */
MUST_CHECK enum status html_attributes_output(const struct html_attributes *attributes, struct html_output *output,
                                              enum html_tag tag, bool hidden, const uint8_t *end);

/* The next script in an attribute of a tag (`tag` is in it); *waits: it is not run without the reader's doing. */
bool html_attributes_next_handler(struct html_tokenizer *tag, struct bytes *script, bool *waits);

#endif
