/* SPDX-License-Identifier: Apache-2.0 */
#include "text/charset_encode.h"

#include "text/charset_pairs.h"
#include "text/utf8.h"

static const uint16_t single_byte_code_points[ENCODING_COUNT - ENCODING_SINGLE_BYTE_FIRST][128] = {
#include "text/charset_single_byte.inc"
};

enum {
    ASCII_END = 0x80,
    GBK_EURO = 0x80,
    EURO = 0x20AC,
    GBK_LACKS = 0xE5E5, /* decoded to U+3000 once, so that it cannot come back */
};

enum encoding charset_output_encoding(enum encoding encoding)
{
    switch (encoding) {
    case ENCODING_UTF16LE:
    case ENCODING_UTF16BE:
    case ENCODING_EUC_JP:
    case ENCODING_SHIFT_JIS:
    case ENCODING_ISO_2022_JP:
    case ENCODING_COUNT:
    case ENCODING_NONE:
    case ENCODING_REPLACEMENT:
        return ENCODING_UTF8;
    default:
        return encoding;
    }
}

static size_t encode_gb(enum encoding encoding, uint32_t code_point, char output[CHARSET_CODE_MAX])
{
    size_t size;

    if (code_point == GBK_LACKS)
        return 0;
    if (encoding == ENCODING_GBK && code_point == EURO) {
        output[0] = (char)GBK_EURO;
        return 1;
    }
    size = pairs_encode(PAIRS_GB18030, code_point, output);
    return size > 0 || encoding == ENCODING_GBK ? size : pairs_encode_four(code_point, output);
}

static size_t encode_single_byte(enum encoding encoding, uint32_t code_point, char output[CHARSET_CODE_MAX])
{
    const uint16_t *code_points = single_byte_code_points[encoding - ENCODING_SINGLE_BYTE_FIRST];

    for (unsigned index = 0; index < ASCII_END; index++) {
        if (code_points[index] == code_point) {
            output[0] = (char)(ASCII_END + index);
            return 1;
        }
    }
    return 0;
}

size_t charset_encode(enum encoding encoding, uint32_t code_point, char output[CHARSET_CODE_MAX])
{
    if (code_point < ASCII_END) {
        output[0] = (char)code_point;
        return 1;
    }
    switch (encoding) {
    case ENCODING_UTF8:
        return utf8_encode(code_point, output);
    case ENCODING_GBK:
    case ENCODING_GB18030:
        return encode_gb(encoding, code_point, output);
    case ENCODING_BIG5:
        return pairs_encode(PAIRS_BIG5, code_point, output);
    case ENCODING_EUC_KR:
        return pairs_encode(PAIRS_EUC_KR, code_point, output);
    default:
        return encode_single_byte(encoding, code_point, output);
    }
}
