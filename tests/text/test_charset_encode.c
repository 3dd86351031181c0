/* SPDX-License-Identifier: Apache-2.0
 *
 * Characters into bytes: codes that Python's codecs agree on, the standard's peculiarities, and the way back.
 */
#include "text/charset_encode.h"

#include <criterion/criterion.h>
#include <string.h>

#include "text/charset.h"
#include "text/utf8.h"

static void expect_code(enum encoding encoding, uint32_t code_point, const char *wanted, size_t size)
{
    char code[CHARSET_CODE_MAX];

    cr_expect_eq(charset_encode(encoding, code_point, code), size, "%s U+%04X", encoding_name(encoding), code_point);
    cr_expect_eq(memcmp(code, wanted, size), 0, "%s U+%04X", encoding_name(encoding), code_point);
}

#define EXPECT_CODE(encoding, code_point, wanted) expect_code(encoding, code_point, wanted, sizeof(wanted) - 1)

Test(charset_encode, codes)
{
    EXPECT_CODE(ENCODING_UTF8, 0x4E2D, "\xE4\xB8\xAD");
    EXPECT_CODE(ENCODING_GBK, 'a', "a");
    EXPECT_CODE(ENCODING_GBK, 0x4E2D, "\xD6\xD0");
    EXPECT_CODE(ENCODING_GBK, 0x4E57, "\x81\x5C");
    EXPECT_CODE(ENCODING_GBK, 0x2460, "\xA2\xD9");
    EXPECT_CODE(ENCODING_GBK, 0xE9, "\xA8\xA6");
    EXPECT_CODE(ENCODING_GBK, 0x20AC, "\x80");
    EXPECT_CODE(ENCODING_GBK, 0x3000, "\xA1\xA1");
    EXPECT_CODE(ENCODING_GBK, 0x20087, "");
    EXPECT_CODE(ENCODING_GBK, 0xE5E5, "");
    EXPECT_CODE(ENCODING_GBK, 0xFFFD, "");
    EXPECT_CODE(ENCODING_GB18030, 0x20AC, "\xA2\xE3");
    EXPECT_CODE(ENCODING_GB18030, 0x20087, "\x95\x32\x90\x31");
    EXPECT_CODE(ENCODING_GB18030, 0xFFFD, "\x84\x31\xA4\x37");
    EXPECT_CODE(ENCODING_GB18030, 0x80, "\x81\x30\x81\x30");
    EXPECT_CODE(ENCODING_GB18030, 0x10FFFF, "\xE3\x32\x9A\x35");
    EXPECT_CODE(ENCODING_GB18030, 0xE7C7, "\x81\x35\xF4\x37");
    /* Moved by GB18030-2022. */
    EXPECT_CODE(ENCODING_GB18030, 0x9FB4, "\xFE\x59");
    EXPECT_CODE(ENCODING_GB18030, 0xFE10, "\xA6\xD9");
    EXPECT_CODE(ENCODING_BIG5, 0x4E2D, "\xA4\xA4");
    EXPECT_CODE(ENCODING_BIG5, 0x3105, "\xA3\x74");
    /* "Index Big5 pointer": the last code of these, the first of others, and none of Hong Kong's. */
    EXPECT_CODE(ENCODING_BIG5, 0x2550, "\xF9\xF9");
    EXPECT_CODE(ENCODING_BIG5, 0x5341, "\xA4\x51");
    EXPECT_CODE(ENCODING_BIG5, 0x5345, "\xA4\xCA");
    EXPECT_CODE(ENCODING_BIG5, 0x5140, "\xA4\x61");
    EXPECT_CODE(ENCODING_BIG5, 0x43F0, "");
    EXPECT_CODE(ENCODING_EUC_KR, 0x4E2D, "\xF1\xE9");
    EXPECT_CODE(ENCODING_EUC_KR, 0xAC02, "\x81\x41");
    EXPECT_CODE(ENCODING_WINDOWS_1252, 0x20AC, "\x80");
    EXPECT_CODE(ENCODING_WINDOWS_1252, 0x4E2D, "");
    EXPECT_CODE(ENCODING_KOI8_R, 0x43F, "\xD0");
}

Test(charset_encode, encodings_to_write_in)
{
    cr_expect_eq(charset_output_encoding(ENCODING_GBK), ENCODING_GBK);
    cr_expect_eq(charset_output_encoding(ENCODING_WINDOWS_1252), ENCODING_WINDOWS_1252);
    cr_expect_eq(charset_output_encoding(ENCODING_UTF16LE), ENCODING_UTF8);
    cr_expect_eq(charset_output_encoding(ENCODING_SHIFT_JIS), ENCODING_UTF8);
    cr_expect_eq(charset_output_encoding(ENCODING_NONE), ENCODING_UTF8);
}

/* What is written is read as what it was, and what is read can be written unless another code comes first. */
Test(charset_encode, every_character_comes_back)
{
    struct charset *charset;
    size_t counts[ENCODING_COUNT] = { 0 };

    cr_assert_eq(charset_create(&charset), STATUS_OK);
    for (int encoding = 0; encoding < ENCODING_COUNT; encoding++) {
        if (charset_output_encoding((enum encoding)encoding) != (enum encoding)encoding)
            continue;
        for (uint32_t code_point = 0; code_point <= 0x10FFFF; code_point++) {
            char code[CHARSET_CODE_MAX], text[16];
            size_t size;
            struct charset_step step;

            if (code_point == 0xD800)
                code_point = 0xE000;
            size = charset_encode((enum encoding)encoding, code_point, code);
            counts[encoding] += size > 0;
            if (size == 0)
                continue;
            step = charset_decode(charset, (enum encoding)encoding, bytes_of(code, size), true, text, sizeof text);
            if (step.consumed != size || utf8_next(text, step.produced).code_point != code_point
                || utf8_next(text, step.produced).size != step.produced)
                cr_expect(false, "%s U+%04X", encoding_name((enum encoding)encoding), code_point);
        }
    }
    charset_destroy(charset);
    cr_expect_eq(counts[ENCODING_UTF8], (size_t)0x110000 - 0x800);
    /* The two-byte codes of GBK with its private use, ASCII, and U+3000 and the euro once each. */
    cr_expect_eq(counts[ENCODING_GBK], (size_t)128 + 126 * 190 - 1, "%zu", counts[ENCODING_GBK]);
    cr_expect_gt(counts[ENCODING_GB18030], (size_t)0x110000 - 0x800 - 32, "%zu", counts[ENCODING_GB18030]);
    cr_expect_gt(counts[ENCODING_BIG5], (size_t)13000, "%zu", counts[ENCODING_BIG5]);
    cr_expect_gt(counts[ENCODING_EUC_KR], (size_t)17000, "%zu", counts[ENCODING_EUC_KR]);
}
