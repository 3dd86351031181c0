/* SPDX-License-Identifier: Apache-2.0
 *
 * Values divided by commas or tabs, a record a line, as RFC 4180 has them: for tables and word lists of the operator's.
 *
 * A value in quotes may hold the separator, line feeds, and quotes, which are doubled. Pure; UTF-8 or any other encoding
 * in which the bytes of separators occur as nothing else. (What others publish as CSV is read by extract/csv.h, which
 * takes anything.)
 */
#ifndef GUANKA_TEXT_SEPARATED_H
#define GUANKA_TEXT_SEPARATED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

/* Begin with the text, its size, line 1 and the separator. All has been read when next == size at the start of a record. */
struct separated {
    const char *text;
    size_t size, next;
    uint32_t line;
    size_t line_start; /* of the line where `next` is */
    char separator;
};

struct separated_field {
    size_t start, end; /* of the value in the text, without its quotes; doubled quotes are still double, blanks still there */
    bool quoted;
    bool last; /* of its record */
    uint32_t line;
    size_t line_start; /* of the line where it begins */
};

enum separated_result {
    SEPARATED_FIELD,
    SEPARATED_UNCLOSED, /* the quote that begins the field is never closed */
    SEPARATED_TRAILING, /* something stands between the closing quote and the separator, on the reader's line */
};

/* At the end of the text it is an empty field, the last of its record. */
enum separated_result separated_next(struct separated *values, struct separated_field *field);
/* Appends a value of a comma-separated record, in quotes where it needs them. */
void separated_put(struct buf *out, const char *value);
/* Makes one quote of two, in place; the size then. */
size_t separated_unquote(char *text, size_t size);

#endif
