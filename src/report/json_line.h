/* SPDX-License-Identifier: Apache-2.0
 *
 * Reads back what report/json.h has written: members of a line of JSONL, without a tree.
 *
 * For reports of our own. Anything else gives no member, never a wrong one that could be mistaken for it. Pure.
 */
#ifndef GUANKA_REPORT_JSON_LINE_H
#define GUANKA_REPORT_JSON_LINE_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/bytes.h"

/* The next line of `input` from *offset on, without its line feed; false at the end. */
bool json_line_next(struct bytes input, size_t *offset, struct bytes *line);
/* The value of a member that is a string, still escaped; data is NULL when there is none. `quoted_key` has its quotes.
 */
struct bytes json_line_text(struct bytes line, const char *quoted_key);
/* The rest of a member that is an array of strings, for json_line_next_text; data is NULL when there is none. */
struct bytes json_line_array(struct bytes line, const char *quoted_key);
/* The next string of it, still escaped; false at the end. */
bool json_line_next_text(struct bytes *array, struct bytes *text);
/* Who wants most members of an object takes one after another. `object` is what is left of it, at first all.
 * `quoted_key` has its quotes, and the value is as it stands: a string with its quotes, an array with its brackets.
 * False at the end, and where what follows is no member: then json_line_has_ended tells whether all of the object was
 * read. */
bool json_line_next_member(struct bytes *object, struct bytes *quoted_key, struct bytes *value);
bool json_line_has_ended(struct bytes object);
/* Appends the string without escapes. */
void json_line_unescape(struct bytes text, struct buf *output);

#endif
