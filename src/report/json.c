/* SPDX-License-Identifier: Apache-2.0 */
#include "report/json.h"

#include <string.h>

#include "base/harmful.h"
#include "text/utf8.h"

static bool is_plain_ascii(unsigned char byte)
{
    return byte >= 0x20 && byte < 0x7F && byte != '"' && byte != '\\';
}

static bool must_escape(uint32_t code_point)
{
    return is_harmful(code_point) || code_point == '"' || code_point == '\\' || code_point == 0xFEFF;
}

static void escape(struct buf *out, uint32_t code_point)
{
    static const char hexadecimal[] = "0123456789abcdef";
    char text[6] = { '\\', 'u' };

    switch (code_point) {
    case '"':
        buf_append(out, "\\\"", 2);
        return;
    case '\\':
        buf_append(out, "\\\\", 2);
        return;
    case '\n':
        buf_append(out, "\\n", 2);
        return;
    case '\r':
        buf_append(out, "\\r", 2);
        return;
    case '\t':
        buf_append(out, "\\t", 2);
        return;
    default:
        break;
    }
    for (unsigned index = 0; index < 4; index++)
        text[2 + index] = hexadecimal[(code_point >> (12 - 4 * index)) & 15];
    buf_append(out, text, sizeof text);
}

void json_quoted(struct buf *out, const char *text, size_t size)
{
    size_t offset = 0, copied = 0;

    buf_byte(out, '"');
    while (offset < size) {
        struct utf8_step step;

        if (is_plain_ascii((unsigned char)text[offset])) {
            offset++;
            continue;
        }
        step = utf8_next(text + offset, size - offset);
        if (step.broken || must_escape(step.code_point)) {
            buf_append(out, text + copied, offset - copied);
            if (step.broken)
                buf_text(out, "\xEF\xBF\xBD");
            else
                escape(out, step.code_point);
            copied = offset + step.size;
        }
        offset += step.size;
    }
    buf_append(out, text + copied, size - copied);
    buf_byte(out, '"');
}

void json_element(struct buf *out)
{
    char last = out->size > 0 ? out->data[out->size - 1] : '[';

    if (last != '{' && last != '[')
        buf_byte(out, ',');
}

void json_key(struct buf *out, const char *key)
{
    json_element(out);
    buf_byte(out, '"');
    buf_text(out, key);
    buf_append(out, "\":", 2);
}

void json_text_sized(struct buf *out, const char *key, const char *text, size_t size)
{
    json_key(out, key);
    json_quoted(out, text, size);
}

void json_text(struct buf *out, const char *key, const char *text)
{
    json_key(out, key);
    if (text == NULL)
        buf_text(out, "null");
    else
        json_quoted(out, text, strlen(text));
}

void json_texts(struct buf *out, const char *key, const char *const *texts, size_t count)
{
    json_key(out, key);
    buf_byte(out, '[');
    for (size_t index = 0; index < count; index++) {
        json_element(out);
        json_quoted(out, texts[index], strlen(texts[index]));
    }
    buf_byte(out, ']');
}

void json_number(struct buf *out, const char *key, uint64_t number)
{
    json_key(out, key);
    buf_unsigned(out, number);
}

void json_number_or_null(struct buf *out, const char *key, bool known, uint64_t number)
{
    if (known)
        json_number(out, key, number);
    else
        json_text(out, key, NULL);
}

void json_bool(struct buf *out, const char *key, bool value)
{
    json_key(out, key);
    buf_text(out, value ? "true" : "false");
}
