/* SPDX-License-Identifier: Apache-2.0
 *
 * Attribute values and style sheets as a browser takes them: character references of the one decoded, comments
 * and escapes of the other.
 *
 * Few pages write `display&colon;none` or `d\69splay:none`, and whoever does has a reason; the readers work on
 * the bytes as they are, and come here only where there is an ampersand or a backslash. What memory runs out for
 * is left out. Thread-safe.
 */
#ifndef GUANKA_EXTRACT_HTML_PLAIN_H
#define GUANKA_EXTRACT_HTML_PLAIN_H

#include "base/buf.h"
#include "extract/html_look.h"
#include "extract/html_rules.h"

enum {
    HTML_PLAIN_SIZE = 64,
    HTML_PLAIN_MAX = 64 << 20, /* larger values and sheets are not copied but taken as they are */
};

/* Appends the value with its character references decoded, in UTF-8. */
void html_plain_references(struct buf *out, struct bytes value);
/* The same into `room`, for values of which only the beginning counts; the value itself if there is nothing to
 * decode. */
struct bytes html_plain_beginning(struct bytes value, uint8_t room[HTML_PLAIN_SIZE]);
/* Appends style without comments and with escapes decoded. An escape of what is no letter or digit becomes
 * bytes that nothing contains: it never has the meaning in CSS that the character itself would have. */
void html_plain_style(struct buf *out, struct bytes style);
/* Whether html_plain_style changes anything. Bytes up to `limit` may be read. */
bool html_plain_style_is_needed(struct bytes style, const uint8_t *limit);
/* html_look_declare for the value of a style attribute in any spelling. Bytes up to `limit` may be read. */
void html_plain_declare(struct html_look *look, struct bytes style, const uint8_t *limit);
/* html_rules_look for values that may have references in them. */
void html_plain_look(const struct html_rules *rules, const struct html_name *element, struct bytes classes,
                     struct bytes identifier, const uint8_t *limit, struct html_look *look);

#endif
