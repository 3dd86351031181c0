/* SPDX-License-Identifier: Apache-2.0 */
#include "text/charset.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <iconv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "text/utf8.h"
#include "text_test.h"

static struct charset *charset_new(void)
{
    struct charset *charset = NULL;

    cr_assert_eq(charset_create(&charset), STATUS_OK);
    return charset;
}

static uint32_t decode_one(struct charset *charset, enum encoding encoding, const uint8_t *bytes, size_t size)
{
    char output[16];
    struct charset_step step = charset_decode(charset, encoding, bytes_of(bytes, size), true, output, sizeof output);
    struct utf8_step first;

    if (step.replaced > 0)
        return 0;
    cr_assert_eq(step.consumed, size);
    first = utf8_next(output, step.produced);
    cr_assert(!first.broken);
    return first.size == step.produced ? first.code_point : UINT32_MAX;
}

/* ---- The standard's indexes: rows of "LEAD: code points". */

typedef void visit_function(struct charset *charset, unsigned lead, unsigned cell, const char *expected);

static void index_visit(const char *name, visit_function *visit)
{
    struct bytes file = test_source_file(name);
    struct charset *charset = charset_new();
    char *line, *lines = NULL;
    unsigned seen = 0;

    for (line = strtok_r((char *)(uintptr_t)file.data, "\n", &lines); line != NULL;
         line = strtok_r(NULL, "\n", &lines)) {
        char *words = NULL, *word;
        unsigned lead, cell = 0;

        if (line[0] == '#')
            continue;
        lead = (unsigned)strtoul(line, NULL, 16);
        strtok_r(line, " ", &words);
        while ((word = strtok_r(NULL, " ", &words)) != NULL) {
            visit(charset, lead, cell++, word);
            seen++;
        }
    }
    cr_assert_gt(seen, 8000);
    charset_destroy(charset);
    test_free(file);
}

static void check_pair(struct charset *charset, enum encoding encoding, unsigned lead, unsigned trail,
                       const char *expected)
{
    const uint8_t bytes[2] = { (uint8_t)lead, (uint8_t)trail };
    char output[16], wanted[16];
    struct charset_step step = charset_decode(charset, encoding, bytes_of(bytes, 2), true, output, sizeof output);
    size_t size;

    if (expected[0] == '-') {
        cr_assert_eq(step.replaced, 1, "%02X%02X", lead, trail);
        cr_assert_eq(step.produced, trail < 0x80 ? 4 : 3, "%02X%02X", lead, trail);
        return;
    }
    size = utf8_encode((uint32_t)strtoul(expected, NULL, 16), wanted);
    if (strchr(expected, '+') != NULL)
        size += utf8_encode((uint32_t)strtoul(strchr(expected, '+') + 1, NULL, 16), wanted + size);
    cr_assert(step.replaced == 0 && step.consumed == 2 && step.produced == size && memcmp(output, wanted, size) == 0,
              "%02X%02X is U+%s", lead, trail, expected);
}

static void visit_gb18030(struct charset *charset, unsigned lead, unsigned cell, const char *expected)
{
    check_pair(charset, ENCODING_GB18030, lead, cell + (cell < 0x3F ? 0x40 : 0x41), expected);
    check_pair(charset, ENCODING_GBK, lead, cell + (cell < 0x3F ? 0x40 : 0x41), expected);
}

static void visit_big5(struct charset *charset, unsigned lead, unsigned cell, const char *expected)
{
    check_pair(charset, ENCODING_BIG5, lead, cell + (cell < 0x3F ? 0x40 : 0x62), expected);
}

static void visit_euc_kr(struct charset *charset, unsigned lead, unsigned cell, const char *expected)
{
    check_pair(charset, ENCODING_EUC_KR, lead, cell + 0x41, expected);
}

/* Rows 89 and up of EUC-JP (IBM's extensions, which EUC-JP-MS puts elsewhere) are the known difference. */
static void visit_jis0208(struct charset *charset, unsigned row, unsigned cell, const char *expected)
{
    unsigned pointer = (row - 0x21) * 94 + cell, lead = pointer / 188, trail = pointer % 188;

    if (expected[0] == '-')
        return;
    if (row < 0x79)
        check_pair(charset, ENCODING_EUC_JP, row + 0x80, cell + 0xA1, expected);
    check_pair(charset, ENCODING_SHIFT_JIS, lead + (lead < 0x1F ? 0x81 : 0xC1), trail + (trail < 0x3F ? 0x40 : 0x41),
               expected);
}

Test(charset, gb18030_is_the_index)
{
    index_visit("corpus/charset/index-gb18030.txt", visit_gb18030);
}

Test(charset, big5_is_the_index)
{
    index_visit("corpus/charset/index-big5.txt", visit_big5);
}

Test(charset, euc_kr_is_the_index)
{
    index_visit("corpus/charset/index-euc-kr.txt", visit_euc_kr);
}

Test(charset, japanese_is_the_index)
{
    index_visit("corpus/charset/index-jis0208.txt", visit_jis0208);
}

/* One code point by iconv, 0 for none. */
static uint32_t iconv_one(iconv_t converter, const uint8_t *bytes, size_t size)
{
    uint32_t output[4] = { 0 };
    char *from = (char *)(uintptr_t)bytes, *to = (char *)output;
    size_t left = size, room = sizeof output;

    iconv(converter, NULL, NULL, NULL, NULL);
    if (iconv(converter, &from, &left, &to, &room) == (size_t)-1 || left > 0)
        return 0;
    return output[0];
}

/* The codes that DOMAIN 8.1 and the standard name as moved between editions, and nothing else. */
static bool is_disputed(uint32_t code_point)
{
    return (code_point >= 0xE78D && code_point <= 0xE864) || (code_point >= 0xFE10 && code_point <= 0xFE19)
           || (code_point >= 0x9FB4 && code_point <= 0x9FBB) || code_point == 0x20087 || code_point == 0x20089
           || code_point == 0x200CC || code_point == 0x215D7 || code_point == 0x2298F || code_point == 0x241FE
           || code_point == 0xE5E5 || code_point == 0x1E3F;
}

Test(charset, four_byte_forms_are_iconvs)
{
    struct charset *charset = charset_new();
    iconv_t converter = iconv_open("UTF-32LE", "GB18030");
    unsigned equal = 0, disputed = 0;

    cr_assert(converter != (iconv_t)-1);
    for (uint32_t number = 0; number < 126 * 10 * 126 * 10; number++) {
        const uint8_t bytes[4] = { (uint8_t)(0x81 + number / 12600), (uint8_t)(0x30 + number / 1260 % 10),
                                   (uint8_t)(0x81 + number / 10 % 126), (uint8_t)(0x30 + number % 10) };
        uint32_t ours = decode_one(charset, ENCODING_GB18030, bytes, 4), theirs = iconv_one(converter, bytes, 4);

        if (ours == theirs)
            equal += ours != 0;
        else
            disputed++;
        cr_assert(ours == theirs || is_disputed(ours) || is_disputed(theirs), "%u: U+%04X, iconv U+%04X", number, ours,
                  theirs);
    }
    /* All of Unicode but the surrogates and what one and two bytes hold. */
    cr_assert_gt(equal, 0x110000 - 0x800 - 128 - 23940 - 100);
    cr_assert_lt(disputed, 60);
    iconv_close(converter);
    charset_destroy(charset);
}

Test(charset, single_byte_encodings_are_iconvs)
{
    static const struct {
        enum encoding encoding;
        const char *name;
    } pairs[] = {
        { ENCODING_WINDOWS_1250, "CP1250" },     { ENCODING_WINDOWS_1251, "CP1251" },
        { ENCODING_WINDOWS_1252, "CP1252" },     { ENCODING_WINDOWS_1253, "CP1253" },
        { ENCODING_WINDOWS_1254, "CP1254" },     { ENCODING_WINDOWS_1256, "CP1256" },
        { ENCODING_WINDOWS_1257, "CP1257" },     { ENCODING_IBM866, "IBM866" },
        { ENCODING_KOI8_R, "KOI8-R" },           { ENCODING_ISO_8859_2, "ISO-8859-2" },
        { ENCODING_ISO_8859_5, "ISO-8859-5" },   { ENCODING_ISO_8859_15, "ISO-8859-15" },
        { ENCODING_ISO_8859_8_I, "ISO-8859-8" },
    };
    struct charset *charset = charset_new();

    for (size_t index = 0; index < sizeof pairs / sizeof pairs[0]; index++) {
        iconv_t converter = iconv_open("UTF-32LE", pairs[index].name);
        unsigned equal = 0;

        cr_assert(converter != (iconv_t)-1);
        for (unsigned byte = 0; byte < 256; byte++) {
            uint8_t bytes[1] = { (uint8_t)byte };
            uint32_t ours = decode_one(charset, pairs[index].encoding, bytes, 1),
                     theirs = iconv_one(converter, bytes, 1);

            /* Where a code page has a hole, the standard has the control of the same number. */
            cr_assert(ours == theirs || (theirs == 0 && ours == byte), "%s %02X: U+%04X, iconv U+%04X",
                      pairs[index].name, byte, ours, theirs);
            equal += ours == theirs;
        }
        cr_assert_gt(equal, 200);
        iconv_close(converter);
    }
    charset_destroy(charset);
}

/* ---- Broken input, by the letter of the standard's decoders (clauses 8 to 14). */

static void check_text(struct charset *charset, enum encoding encoding, const char *bytes, size_t size,
                       const char *expected, size_t replaced, int line)
{
    char output[400];
    struct charset_step step =
        charset_decode(charset, encoding, bytes_of(bytes, size), true, output, sizeof output - 1);

    output[step.produced] = '\0';
    cr_assert_str_eq(output, expected, "line %d: %s", line, output);
    cr_assert_eq(step.consumed, size, "line %d", line);
    cr_assert_eq(step.replaced, replaced, "line %d: %zu", line, step.replaced);
}

#define DECODES(encoding, bytes, expected, replaced)                                                                   \
    check_text(charset, (encoding), (bytes), sizeof(bytes) - 1, (expected), (replaced), __LINE__)

Test(charset, broken_gb18030)
{
    struct charset *charset = charset_new();

    DECODES(ENCODING_GB18030, "\x80", "€", 0);
    DECODES(ENCODING_GB18030, "\xFF", "\uFFFD", 1);
    DECODES(ENCODING_GB18030, "\x81", "\uFFFD", 1);
    DECODES(ENCODING_GB18030, "a\x81<b>", "a\uFFFD<b>", 1);
    DECODES(ENCODING_GB18030, "\x81\"x", "\uFFFD\"x", 1);
    DECODES(ENCODING_GB18030, "\x81\xFFz", "\uFFFDz", 1);
    DECODES(ENCODING_GB18030, "\x81\x30", "\uFFFD", 1);
    DECODES(ENCODING_GB18030, "\x81\x30\x81", "\uFFFD", 1);
    DECODES(ENCODING_GB18030, "\x81\x30\x41", "\uFFFD0A", 1);
    DECODES(ENCODING_GB18030, "\x81\x30\x81\x40", "\uFFFD0丂", 1);
    DECODES(ENCODING_GB18030, "\x81\x30\x81\x30", "\xC2\x80", 0);
    DECODES(ENCODING_GB18030, "\x84\x31\xA4\x39", "\uFFFF", 0);
    DECODES(ENCODING_GB18030, "\x84\x31\xA5\x30", "\uFFFD", 1);
    DECODES(ENCODING_GB18030, "\x90\x30\x81\x30\xE3\x32\x9A\x35", "\U00010000\U0010FFFF", 0);
    DECODES(ENCODING_GB18030, "\xE3\x32\x9A\x36\xFE\x39\xFE\x39", "\uFFFD\uFFFD", 2);
    charset_destroy(charset);
}

Test(charset, broken_big5_korean_and_japanese)
{
    struct charset *charset = charset_new();

    DECODES(ENCODING_BIG5, "\xBE\xF7\xB1K", "機密", 0);
    DECODES(ENCODING_BIG5, "\x80\xFF\xA1", "\uFFFD\uFFFD\uFFFD", 3);
    DECODES(ENCODING_BIG5, "\xA1<\xA1\x80z", "\uFFFD<\uFFFDz", 2);
    DECODES(ENCODING_BIG5, "\x88\x62\x88\x64\x88\xA3\x88\xA5\x88\x66", "Ê\u0304Ê\u030Cê\u0304ê\u030CÊ", 0);
    DECODES(ENCODING_EUC_KR, "\xC7\xD1\xB1\xDB\xC7<\xFF", "한글\uFFFD<\uFFFD", 2);
    DECODES(ENCODING_SHIFT_JIS, "\x93\xFA\x96{\x93<\xB1", "日本\uFFFD<ｱ", 1);
    DECODES(ENCODING_EUC_JP, "\xC6\xFC\xCB\xDC\xC6<\x8E\xB1", "日本\uFFFD<ｱ", 1);
    DECODES(ENCODING_ISO_2022_JP, "a\x1B$BF|K\\\x1B(Bb", "a日本b", 0);
    charset_destroy(charset);
}

Test(charset, utf8_and_utf16)
{
    struct charset *charset = charset_new();

    DECODES(ENCODING_UTF8,
            "\xEF\xBB\xBF"
            "a\xC3\xA9\xE6\x9C\xBA\xFFz\xE6\x9C",
            "\uFEFFaé机\uFFFDz\uFFFD", 2);
    DECODES(ENCODING_UTF16LE, "a\0\x3A\x67\x3D\xD8\x00\xDE", "a机\U0001F600", 0);
    DECODES(ENCODING_UTF16BE, "\0a\x67\x3A\xD8\x3D\xDE\x00", "a机\U0001F600", 0);
    DECODES(ENCODING_UTF16LE, "\x00\xDE\x3D\xD8z\0\x3D\xD8", "\uFFFD\uFFFDz\uFFFD", 3);
    DECODES(ENCODING_UTF16LE, "a\0b", "a\uFFFD", 1);
    DECODES(ENCODING_UTF16LE, "\x3D\xD8\x00", "\uFFFD", 1);
    charset_destroy(charset);
}

/* In GBK the bytes of 彩票 lie inside 安势必: DOMAIN, fact 21. */
Test(charset, the_phantom_lottery)
{
    const char *gbk = "\xC7\xBF\xBB\xAF\xD6\xCE\xB0\xB2\xCA\xC6\xB1\xD8\xD2\xAA\xC7\xF3";
    struct charset *charset = charset_new();
    char output[100];
    struct charset_step step = charset_decode(charset, ENCODING_GBK, bytes_of(gbk, 16), true, output, sizeof output);

    cr_assert_not_null(memmem(gbk, 16, "\xB2\xCA\xC6\xB1", 4));
    output[step.produced] = '\0';
    cr_assert_str_eq(output, "强化治安势必要求");
    charset_destroy(charset);
}

/* ---- Any text, any encoding: pieces, room and the way back. */

static size_t decode_whole(struct charset *charset, enum encoding encoding, struct bytes input, char *output,
                           size_t capacity, size_t *replaced)
{
    size_t produced = 0;

    *replaced = 0;
    while (input.size > 0) {
        struct charset_step step =
            charset_decode(charset, encoding, input, true, output + produced, capacity - produced);

        cr_assert_gt(step.consumed, 0);
        produced += step.produced;
        *replaced += step.replaced;
        input = bytes_slice(input, step.consumed, SIZE_MAX);
    }
    return produced;
}

/* In random pieces of input and room, as drivers do it. */
static void check_pieces(struct charset *charset, enum encoding encoding, struct bytes input, uint64_t *seed)
{
    size_t capacity = input.size * 4 + 64, size, produced = 0, consumed = 0, replaced, pieces_replaced = 0;
    char *whole = malloc(capacity), *pieces = malloc(capacity);
    size_t held = 0;

    cr_assert(whole != NULL && pieces != NULL);
    size = decode_whole(charset, encoding, input, whole, capacity, &replaced);
    cr_assert_eq(utf8_valid_prefix(whole, size), size);
    while (consumed < input.size) {
        size_t piece = 1 + held + test_random(seed) % 100, left = input.size - consumed;
        bool last = piece >= left;
        struct charset_step step = charset_decode(charset, encoding, bytes_slice(input, consumed, piece), last,
                                                  pieces + produced, 16 + test_random(seed) % 200);

        cr_assert_eq(utf8_valid_prefix(pieces + produced, step.produced), step.produced);
        held = step.consumed == 0 ? held + 1 : 0;
        cr_assert_lt(held, 16, "no progress");
        consumed += step.consumed;
        produced += step.produced;
        pieces_replaced += step.replaced;
    }
    cr_assert(produced == size && memcmp(whole, pieces, size) == 0, "%s", encoding_name(encoding));
    cr_assert_eq(pieces_replaced, replaced, "%s", encoding_name(encoding));
    free(whole);
    free(pieces);
}

/* For every boundary of the output, the source offset is where decoding gives just the rest of it; and what
 * lies before gives just the beginning, if nothing is broken (else the cut itself breaks something). Only
 * the latter can be said of ISO-2022-JP, which has state. */
static void check_way_back(struct charset *charset, enum encoding encoding, struct bytes input, size_t stride)
{
    size_t capacity = input.size * 4 + 64, size, broken, before = 0;
    char *whole = malloc(capacity), *part = malloc(capacity);

    cr_assert(whole != NULL && part != NULL);
    size = decode_whole(charset, encoding, input, whole, capacity, &broken);
    for (size_t offset = 0; offset <= size; offset++) {
        size_t source, produced, replaced;

        if (offset < size && (((uint8_t)whole[offset] & 0xC0) == 0x80 || offset % stride != 0))
            continue;
        source = charset_source_size(charset, encoding, input, offset);
        cr_assert(source >= before && source <= input.size);
        before = source;
        /* A lone escape is a character, but near a cut it is half a sequence. */
        if (broken == 0 && memchr(input.data + (source < 4 ? 0 : source - 4), 0x1B, source < 4 ? source : 4) == NULL) {
            produced = decode_whole(charset, encoding, bytes_slice(input, 0, source), part, capacity, &replaced);
            /* The second half of Big5's two sequences has no byte of its own. */
            if (encoding == ENCODING_BIG5 && produced + 2 == offset)
                continue;
            cr_assert(produced == offset && memcmp(whole, part, produced) == 0, "%s: %zu bytes make %zu, not %zu",
                      encoding_name(encoding), source, produced, offset);
        }
        if (encoding == ENCODING_ISO_2022_JP)
            continue;
        produced = decode_whole(charset, encoding, bytes_slice(input, source, SIZE_MAX), part, capacity, &replaced);
        if (encoding == ENCODING_BIG5 && produced == size - offset + 2)
            continue;
        cr_assert(produced == size - offset && memcmp(whole + offset, part, produced) == 0,
                  "%s: from %zu on %zu, not %zu", encoding_name(encoding), source, produced, size - offset);
    }
    free(whole);
    free(part);
}

Test(charset, random_bytes_in_every_encoding)
{
    struct charset *charset = charset_new();
    uint64_t seed = 12345;

    for (int encoding = 0; encoding < ENCODING_COUNT; encoding++) {
        for (int round = 0; round < 120; round++) {
            size_t size = 1 + test_random(&seed) % 400;
            unsigned kind = test_random(&seed) % 5;
            uint8_t *bytes = malloc(size); /* of the exact size, for AddressSanitizer to see its end */

            cr_assert_not_null(bytes);
            for (size_t index = 0; index < size; index++) {
                uint32_t random = test_random(&seed);

                bytes[index] =
                    (uint8_t)(kind == 0   ? random
                              : kind == 4 ? (random % 60 == 0 ? 0xB0 : 'a')
                              : kind == 1 ? 0x80 | random
                              : kind == 2 ? (random % 3 == 0 ? 0x30 + random / 3 % 10 : 0x81 + random / 3 % 126)
                                          : (random % 4 == 0 ? "\x1B$(BJI0A"[random / 4 % 8] : 0x20 + random / 4 % 95));
            }
            check_pieces(charset, (enum encoding)encoding, bytes_of(bytes, size), &seed);
            check_way_back(charset, (enum encoding)encoding, bytes_of(bytes, size), 1);
            free(bytes);
        }
    }
    charset_destroy(charset);
}

Test(charset, real_text_in_every_chinese_encoding)
{
    static const struct {
        enum encoding encoding;
        const char *name;
    } forms[] = {
        { ENCODING_UTF8, "UTF-8" },      { ENCODING_GBK, "GBK" },          { ENCODING_GB18030, "GB18030" },
        { ENCODING_BIG5, "BIG5-HKSCS" }, { ENCODING_UTF16LE, "UTF-16LE" }, { ENCODING_UTF16BE, "UTF-16BE" },
        { ENCODING_SHIFT_JIS, "CP932" }, { ENCODING_EUC_JP, "EUC-JP-MS" }, { ENCODING_ISO_2022_JP, "ISO-2022-JP" },
        { ENCODING_EUC_KR, "UHC" }
    };
    struct bytes file = test_shared_file("newspages/tests__thepaper__1.html");
    struct charset *charset;
    uint64_t seed = 5;

    if (file.data == NULL)
        return;
    charset = charset_new();
    for (size_t index = 0; index < sizeof forms / sizeof forms[0]; index++) {
        struct bytes converted = test_convert(bytes_slice(file, 0, 60000), forms[index].name, "UTF-8");
        struct bytes back = test_convert(converted, "UTF-8", forms[index].name);
        char *output = malloc(converted.size * 4 + 64);
        size_t replaced, size;

        cr_assert_not_null(output);
        size = decode_whole(charset, forms[index].encoding, converted, output, converted.size * 4 + 64, &replaced);
        cr_assert_eq(replaced, 0, "%s", forms[index].name);
        cr_assert(size == back.size && memcmp(output, back.data, size) == 0, "%s", forms[index].name);
        check_pieces(charset, forms[index].encoding, converted, &seed);
        check_way_back(charset, forms[index].encoding, converted, 997);
        free(output);
        test_free(back);
        test_free(converted);
    }
    charset_destroy(charset);
    test_free(file);
}

/* Where a call stopped for want of room, what it consumed decodes to the same by itself: whatever the bytes. */
Test(charset, a_cut_changes_nothing)
{
    static const uint8_t bytes[] = { 0xF5, 0x32, 0x81, 0x30, 0xFE, 0xFF, 0x3A, 'x',  0xBB, 0xFA, 0x80,
                                     0x8F, 0x8E, 0xA1, 0xE4, 0xB8, 0xF0, 0x9F, 0xD8, 0xDC, 0x88, 0x62 };
    struct charset *charset = charset_new();
    uint32_t random = 7;
    uint8_t input[300];
    char whole[64], again[64];

    for (int round = 0; round < 20000; round++) {
        enum encoding encoding = (enum encoding)(round % ENCODING_COUNT);
        size_t capacity = 16 + (size_t)(round % 40), start = 0;

        for (size_t index = 0; index < sizeof input; index++) {
            random = random * 1664525u + 1013904223u;
            input[index] = bytes[(random >> 8) % sizeof bytes];
        }
        while (start < sizeof input && encoding != ENCODING_ISO_2022_JP) {
            struct bytes rest = bytes_of(input + start, sizeof input - start);
            struct charset_step step = charset_decode(charset, encoding, rest, true, whole, capacity);
            struct charset_step same = charset_decode(charset, encoding, bytes_slice(rest, 0, step.consumed), true,
                                                      again, sizeof again);

            cr_assert_gt(step.consumed, 0);
            cr_assert(same.consumed == step.consumed && same.produced == step.produced
                          && memcmp(whole, again, step.produced) == 0,
                      "encoding %d, round %d: %zu of %zu", (int)encoding, round, start, step.consumed);
            cr_assert_eq(charset_source_size(charset, encoding, bytes_slice(rest, 0, step.consumed), step.produced),
                         step.consumed, "encoding %d, round %d", (int)encoding, round);
            start += step.consumed;
        }
    }
    charset_destroy(charset);
}

Test(charset, an_incomplete_end_waits_for_more)
{
    static const struct {
        enum encoding encoding;
        const char *bytes;
        size_t size, consumed;
    } cases[] = {
        { ENCODING_UTF8, "a\xE6\x9C", 3, 1 },       { ENCODING_UTF8, "a\xF0", 2, 1 },
        { ENCODING_UTF8, "a\xF0\x80", 3, 3 },       { ENCODING_GBK, "a\xB0", 2, 1 },
        { ENCODING_GB18030, "\x81\x30\x81", 3, 0 }, { ENCODING_BIG5, "a\xA4", 2, 1 },
        { ENCODING_UTF16LE, "a\0b", 3, 2 },         { ENCODING_UTF16LE, "\x3D\xD8\x00", 3, 0 },
        { ENCODING_SHIFT_JIS, "a\x93", 2, 1 },
    };
    struct charset *charset = charset_new();

    for (size_t index = 0; index < sizeof cases / sizeof cases[0]; index++) {
        char output[32];
        struct charset_step step =
            charset_decode(charset, cases[index].encoding, bytes_of(cases[index].bytes, cases[index].size), false,
                           output, sizeof output);

        cr_assert_eq(step.consumed, cases[index].consumed, "case %zu: %zu", index, step.consumed);
    }
    charset_destroy(charset);
}

/* ---- Creation. */

Test(charset, every_allocation_may_fail)
{
    enum status status = STATUS_NO_MEMORY;

    for (unsigned long nth = 1; status != STATUS_OK; nth++) {
        struct charset *charset = NULL;

        cr_assert_lt(nth, 20);
        alloc_fail_after(nth);
        status = charset_create(&charset);
        alloc_fail_after(0);
        cr_assert(status == STATUS_OK ? charset != NULL : status == STATUS_NO_MEMORY && charset == NULL);
        charset_destroy(charset);
        cr_assert(nth > 1 || status != STATUS_OK, "the first allocation is the charset");
    }
    charset_destroy(NULL);
}
