/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/js_decode.h"

#include <string.h>

#include "extract/base64.h"
#include "extract/html_scan.h"
#include "extract/js_value_data.h"
#include "text/utf8.h"

/* ---- literals ---- */

static bool read_hex(const uint8_t *next, const uint8_t *end, size_t count, uint32_t *number)
{
    *number = 0;
    if ((size_t)(end - next) < count)
        return false;
    for (size_t index = 0; index < count; index++) {
        if (html_scan_hex(next[index]) > 15)
            return false;
        *number = *number << 4 | html_scan_hex(next[index]);
    }
    return true;
}

/* `u8d4c` or `u{8d4c}` behind a backslash or a percent sign, a pair of surrogates as one. 0: none. */
static size_t decode_unit(const uint8_t *next, const uint8_t *end, uint8_t lead, uint32_t *code_point)
{
    uint32_t low;
    size_t size = 2;

    if (end - next > 2 && next[1] == '{') {
        for (*code_point = 0; size < 9 && next + size < end && html_scan_hex(next[size]) < 16; size++)
            *code_point = *code_point << 4 | html_scan_hex(next[size]);
        return next + size < end && next[size] == '}' ? size + 1 : 0;
    }
    if (!read_hex(next + 1, end, 4, code_point))
        return 0;
    if (*code_point >> 10 == 0x36 && end - next >= 11 && next[5] == lead && next[6] == 'u'
        && read_hex(next + 7, end, 4, &low) && low >> 10 == 0x37) {
        *code_point = 0x10000 + ((*code_point & 0x3FF) << 10 | (low & 0x3FF));
        return 11;
    }
    return 5;
}

/* What stands behind a backslash: how many bytes, and which character; ones that are left out are 0. */
static size_t decode_escape(const uint8_t *next, const uint8_t *end, uint32_t *code_point)
{
    size_t size = 1;

    *code_point = *next;
    switch (*next) {
    case 'n':
        *code_point = '\n';
        return 1;
    case 'r':
        *code_point = '\r';
        return 1;
    case 't': /* left out of an address by browsers, as an end of line is */
        *code_point = '\t';
        return 1;
    case 'b':
    case 'v':
    case 'f':
        *code_point = ' ';
        return 1;
    case '\r':
    case '\n':
        *code_point = 0;
        return 1;
    case 'x':
        return read_hex(next + 1, end, 2, code_point) ? 3 : 1;
    case 'u':
        size = decode_unit(next, end, '\\', code_point);
        if (size == 0)
            *code_point = 'u';
        return size == 0 ? 1 : size;
    default:
        break;
    }
    if (*next < '0' || *next > '7')
        return 1;
    *code_point = 0;
    for (size = 0; size < 3 && next + size < end && next[size] >= '0' && next[size] <= '7'; size++)
        *code_point = *code_point << 3 | (uint32_t)(next[size] - '0');
    return size;
}

static void add_code_point(struct js_reader *reader, struct js_value *value, uint32_t code_point, struct bytes source)
{
    char utf8[4];
    uint8_t *text;
    size_t size;

    if (code_point == 0)
        return;
    size = utf8_encode(code_point, utf8);
    text = js_value_memory(reader, size);
    if (text == NULL)
        return;
    memcpy(text, utf8, size);
    js_value_add_text(reader, value, (struct bytes){ text, size }, source);
}

struct js_value js_decode_literal(struct js_reader *reader, struct bytes literal)
{
    struct js_value value = { .is_known = true };
    const uint8_t *next = literal.data;
    const uint8_t *end = next + literal.size;
    const uint8_t *plain = next;

    while (next < end) {
        uint32_t code_point;
        size_t size;

        if (*next != '\\' || end - next < 2) {
            next += reader->tokens->is_wide && *next >= 0x81 && end - next > 1 ? 2 : 1;
            continue;
        }
        js_value_add_piece(reader, &value,
                           (struct js_piece){ .text = { plain, (size_t)(next - plain) },
                                              .source = { plain, (size_t)(next - plain) },
                                              .is_exact = true });
        size = 1 + decode_escape(next + 1, end, &code_point);
        add_code_point(reader, &value, code_point, (struct bytes){ next, size });
        /* Quotes and slashes are escaped by everybody. */
        value.is_composed = value.is_composed || size > 2;
        plain = next += size;
    }
    js_value_add_piece(reader, &value,
                       (struct js_piece){ .text = { plain, (size_t)(end - plain) },
                                          .source = { plain, (size_t)(end - plain) },
                                          .is_exact = true });
    return value;
}

/* ---- decoders ---- */

/* What is no text is as if it were unknown. */
static struct js_value decoded(struct js_reader *reader, const struct js_value *from, struct bytes text)
{
    struct js_value nothing = { 0 };

    if (text.data == NULL || utf8_valid_prefix((const char *)text.data, text.size) < text.size)
        return nothing;
    return js_value_made(reader, from, text);
}

struct js_value js_decode_percent(struct js_reader *reader, const struct js_value *from)
{
    struct bytes text = js_value_text(reader, from);
    uint8_t *out = text.data != NULL ? js_value_memory(reader, text.size + JS_VALUE_SLACK) : NULL;
    const uint8_t *next = text.data;
    const uint8_t *end = next + text.size;
    size_t used = 0;

    if (out == NULL)
        return (struct js_value){ 0 };
    while (next < end) {
        uint32_t number = *next;
        size_t size = 1;

        if (*next == '%' && end - next > 2 && next[1] == 'u' && (size = decode_unit(next + 1, end, '%', &number)) > 0) {
            used += utf8_encode(number, (char *)out + used);
            next += 1 + size;
            continue;
        }
        size = *next == '%' && read_hex(next + 1, end, 2, &number) ? 3 : 1;
        out[used++] = size == 3 ? (uint8_t)number : *next;
        next += size;
    }
    return decoded(reader, from, (struct bytes){ out, used });
}

struct js_value js_decode_base64(struct js_reader *reader, const struct js_value *from)
{
    struct bytes text = js_value_text(reader, from);
    struct base64 base64 = { 0 };
    uint8_t *out = text.data != NULL ? js_value_memory(reader, text.size + JS_VALUE_SLACK) : NULL;
    size_t used = 0;

    if (out == NULL)
        return (struct js_value){ 0 };
    for (size_t at = 0; at < text.size; at += BASE64_STEP)
        used += base64_decode(&base64, bytes_slice(text, at, BASE64_STEP), out + used);
    return decoded(reader, from, (struct bytes){ out, used });
}

bool js_decode_number(struct bytes text, uint32_t *number)
{
    bool is_hex = text.size > 2 && text.data[0] == '0' && (text.data[1] | 0x20) == 'x';
    size_t index = is_hex ? 2 : 0;

    for (*number = 0; index < text.size && index < 9; index++) {
        unsigned digit = html_scan_hex(text.data[index]);

        if (digit > (is_hex ? 15U : 9U))
            return false;
        *number = *number * (is_hex ? 16 : 10) + digit;
    }
    return index == text.size && text.size > 0;
}

struct js_value js_decode_char_codes(struct js_reader *reader, size_t *at)
{
    struct js_value value = { .is_known = true, .is_composed = true };

    while (js_lexer_at(reader->tokens, *at).kind != JS_END && !js_lexer_is_mark(reader->tokens, *at, ')')) {
        struct bytes digits = js_lexer_text(reader->tokens, *at);
        uint32_t number;

        if (js_lexer_at(reader->tokens, *at).kind == JS_NUMBER && js_decode_number(digits, &number))
            add_code_point(reader, &value, number, digits);
        else if (!js_lexer_is_mark(reader->tokens, *at, ','))
            value.is_known = false;
        (*at)++;
    }
    return value;
}
