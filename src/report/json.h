/* SPDX-License-Identifier: Apache-2.0
 *
 * JSON (RFC 8259) on its way out: members of objects and strings, without a blank.
 *
 * Whatever the bytes, the result is valid UTF-8: broken sequences become U+FFFD. Everything that could do
 * something to a terminal or an editor is escaped: C0 and C1 controls, DEL, line and paragraph separators,
 * bidirectional controls. Commas come by themselves: a member or element that follows another one gets it.
 */
#ifndef GUANKA_REPORT_JSON_H
#define GUANKA_REPORT_JSON_H

#include <stdbool.h>

#include "base/buf.h"

void json_quoted(struct buf *out, const char *text, size_t size);
void json_key(struct buf *out, const char *key);                    /* `key` needs no escape */
void json_element(struct buf *out);                                 /* the comma before the next element of an array */
void json_text(struct buf *out, const char *key, const char *text); /* NULL writes null */
void json_text_sized(struct buf *out, const char *key, const char *text, size_t size);
void json_texts(struct buf *out, const char *key, const char *const *texts, size_t count); /* an array */
void json_number(struct buf *out, const char *key, uint64_t number);
void json_number_or_null(struct buf *out, const char *key, bool known, uint64_t number);
void json_bool(struct buf *out, const char *key, bool value);

#endif
