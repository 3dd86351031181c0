/* SPDX-License-Identifier: Apache-2.0 */
#include "report/json_line.h"

#include <string.h>

#include "text/utf8.h"

bool json_line_next(struct bytes input, size_t *offset, struct bytes *line)
{
    const uint8_t *end;

    if (*offset >= input.size)
        return false;
    *line = bytes_slice(input, *offset, SIZE_MAX);
    end = memchr(line->data, '\n', line->size);
    if (end != NULL)
        line->size = (size_t)(end - line->data);
    *offset += line->size + 1;
    return true;
}

/* What stands behind the key. A quotation mark inside a string is always escaped, so `"key"` followed by a colon can
 * only be a key. Blanks around the colon are allowed: other tools write them. */
static struct bytes value_of(struct bytes line, const char *quoted_key)
{
    size_t key_size = strlen(quoted_key);
    const uint8_t *end = line.data + line.size;
    const uint8_t *at = memmem(line.data, line.size, quoted_key, key_size);

    if (at == NULL)
        return bytes_of(NULL, 0);
    at += key_size;
    while (at < end && (*at == ' ' || *at == ':'))
        at++;
    return bytes_of(at, (size_t)(end - at));
}

/* `text` begins with its quotation mark. */
static struct bytes string_of(struct bytes text)
{
    size_t at = 1;

    while (at < text.size && text.data[at] != '"')
        at += text.data[at] == '\\' && at + 1 < text.size ? 2 : 1;
    return bytes_slice(text, 1, at - 1);
}

struct bytes json_line_text(struct bytes line, const char *quoted_key)
{
    struct bytes value = value_of(line, quoted_key);

    return value.size > 0 && value.data[0] == '"' ? string_of(value) : bytes_of(NULL, 0);
}

struct bytes json_line_array(struct bytes line, const char *quoted_key)
{
    struct bytes value = value_of(line, quoted_key);

    return value.size > 0 && value.data[0] == '[' ? bytes_slice(value, 1, SIZE_MAX) : bytes_of(NULL, 0);
}

bool json_line_next_text(struct bytes *array, struct bytes *text)
{
    size_t at = 0;

    while (at < array->size && (array->data[at] == ' ' || array->data[at] == ','))
        at++;
    if (at == array->size || array->data[at] != '"')
        return false;
    *text = string_of(bytes_slice(*array, at, SIZE_MAX));
    *array = bytes_slice(*array, at + text->size + 2, SIZE_MAX);
    return true;
}

/* A string with its quotes at the beginning of `text`; size 0 when it has no end. */
static struct bytes quoted(struct bytes text)
{
    struct bytes inside = string_of(text);

    return inside.size + 2 <= text.size ? bytes_slice(text, 0, inside.size + 2) : bytes_of(NULL, 0);
}

/* A value at the beginning of `text`, as json.h writes them; size 0 when there is none. */
static struct bytes value_at(struct bytes text)
{
    size_t at = 0;

    if (text.size > 0 && text.data[0] == '"')
        return quoted(text);
    if (text.size > 0 && text.data[0] == '[') {
        while (at < text.size && text.data[at] != ']') {
            size_t size = text.data[at] == '"' ? quoted(bytes_slice(text, at, SIZE_MAX)).size : 1;

            at += size > 0 ? size : text.size;
        }
        return at < text.size ? bytes_slice(text, 0, at + 1) : bytes_of(NULL, 0);
    }
    while (at < text.size && text.data[at] != ',' && text.data[at] != '}')
        at++;
    return bytes_slice(text, 0, at);
}

bool json_line_next_member(struct bytes *object, struct bytes *quoted_key, struct bytes *value)
{
    struct bytes rest;

    if (object->size < 2 || (object->data[0] != '{' && object->data[0] != ',') || object->data[1] != '"')
        return false;
    rest = bytes_slice(*object, 1, SIZE_MAX);
    *quoted_key = quoted(rest);
    rest = bytes_slice(rest, quoted_key->size, SIZE_MAX);
    if (quoted_key->size == 0 || rest.size == 0 || rest.data[0] != ':')
        return false;
    rest = bytes_slice(rest, 1, SIZE_MAX);
    *value = value_at(rest);
    *object = bytes_slice(rest, value->size, SIZE_MAX);
    return value->size > 0;
}

bool json_line_has_ended(struct bytes object)
{
    return bytes_equal(object, bytes_of_text("}")) || bytes_equal(object, bytes_of_text("{}"));
}

static unsigned hexadecimal(struct bytes digits)
{
    unsigned value = 0;

    for (size_t index = 0; index < digits.size; index++) {
        unsigned digit = digits.data[index];

        /* The letters have 1 to 6 in their lower bits, in both cases. */
        value = value * 16 + (digit <= '9' ? digit & 15 : (digit & 7) + 9);
    }
    return value;
}

/* The code point of \uXXXX, which may be two of them; *size grows by what is behind the first four digits. */
static uint32_t unicode_escape(struct bytes text, size_t at, size_t *size)
{
    uint32_t high = hexadecimal(bytes_slice(text, at + 2, 4)), low;

    if (high < 0xD800 || high > 0xDBFF || !bytes_start_with(bytes_slice(text, at + 6, 2), "\\u", 2))
        return high;
    low = hexadecimal(bytes_slice(text, at + 8, 4));
    if (low < 0xDC00 || low > 0xDFFF)
        return high;
    *size += 6;
    return 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00);
}

void json_line_unescape(struct bytes text, struct buf *output)
{
    static const char letters[] = "nrtbf", controls[] = "\n\r\t\b\f";

    for (size_t at = 0, size; at < text.size; at += size) {
        char letter = at + 1 < text.size ? (char)text.data[at + 1] : '\0', encoded[4];
        const char *found = letter != '\0' ? strchr(letters, letter) : NULL;

        size = text.data[at] == '\\' && letter != '\0' ? 2 : 1;
        if (size == 1) {
            buf_byte(output, (char)text.data[at]);
        } else if (letter == 'u') {
            size = 6;
            buf_append(output, encoded, utf8_encode(unicode_escape(text, at, &size), encoded));
        } else {
            buf_byte(output, found != NULL ? controls[found - letters] : letter);
        }
    }
}
