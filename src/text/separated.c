/* SPDX-License-Identifier: Apache-2.0 */
#include "text/separated.h"

#include <string.h>

static bool is_at_end(const struct separated *values)
{
    return values->next == values->size || values->text[values->next] == '\n';
}

static void skip_line_feed(struct separated *values)
{
    values->next++;
    values->line++;
    values->line_start = values->next;
}

/* From the opening quote to behind the closing one; false when there is none. */
static bool read_quoted(struct separated *values, struct separated_field *field)
{
    field->start = ++values->next;
    while (values->next < values->size) {
        if (values->text[values->next] == '\n') {
            skip_line_feed(values);
        } else if (values->text[values->next] != '"') {
            values->next++;
        } else if (values->next + 1 < values->size && values->text[values->next + 1] == '"') {
            values->next += 2;
        } else {
            field->end = values->next++;
            return true;
        }
    }
    return false;
}

static bool is_blank(const struct separated *values)
{
    char byte = values->text[values->next];

    return byte != values->separator && (byte == ' ' || byte == '\t' || byte == '\r');
}

enum separated_result separated_next(struct separated *values, struct separated_field *field)
{
    *field = (struct separated_field){ .start = values->next, .line = values->line, .line_start = values->line_start };
    field->quoted = values->next < values->size && values->text[values->next] == '"';
    if (field->quoted) {
        if (!read_quoted(values, field))
            return SEPARATED_UNCLOSED;
        while (!is_at_end(values) && is_blank(values))
            values->next++;
        if (!is_at_end(values) && values->text[values->next] != values->separator)
            return SEPARATED_TRAILING;
    } else {
        while (!is_at_end(values) && values->text[values->next] != values->separator)
            values->next++;
        field->end = values->next;
    }
    field->last = is_at_end(values);
    if (!field->last)
        values->next++;
    else if (values->next < values->size)
        skip_line_feed(values);
    return SEPARATED_FIELD;
}

size_t separated_unquote(char *text, size_t size)
{
    size_t kept = 0;

    for (size_t index = 0; index < size; index++) {
        text[kept++] = text[index];
        if (text[index] == '"' && index + 1 < size && text[index + 1] == '"')
            index++;
    }
    return kept;
}

static bool needs_quotes(const char *text)
{
    size_t size = strlen(text);

    return strpbrk(text, ",\"\r\n") != NULL || text[0] == '#' || text[0] == ' ' || (size > 0 && text[size - 1] == ' ');
}

void separated_put(struct buf *out, const char *value)
{
    if (!needs_quotes(value)) {
        buf_text(out, value);
        return;
    }
    buf_byte(out, '"');
    for (; *value != '\0'; value++) {
        if (*value == '"')
            buf_byte(out, '"');
        buf_byte(out, *value);
    }
    buf_byte(out, '"');
}
