/* SPDX-License-Identifier: Apache-2.0 */
#include "text/lines.h"

#include <criterion/criterion.h>
#include <string.h>

#include "text_test.h"

static struct charset *charset_new(void)
{
    struct charset *charset = NULL;

    cr_assert_eq(charset_create(&charset), STATUS_OK);
    return charset;
}

static void check_at(struct charset *charset, enum encoding encoding, struct bytes input, uint64_t offset,
                     uint32_t line, uint32_t column)
{
    struct line_counter counter = LINE_COUNTER_INIT;

    line_counter_advance(&counter, charset, encoding, input, offset);
    cr_assert(counter.line == line && counter.column == column, "%s at %lu: %u:%u, not %u:%u", encoding_name(encoding),
              (unsigned long)offset, counter.line, counter.column, line, column);
}

Test(lines, columns_are_characters)
{
    struct charset *charset = charset_new();
    struct bytes utf8 = bytes_of_text("机密\nab机\r\nc\rd"),
                 gbk = bytes_of_text("\xBB\xFA\xC3\xDC\nab\xBB\xFA\r\nc\rd");

    check_at(charset, ENCODING_UTF8, utf8, 0, 1, 1);
    check_at(charset, ENCODING_UTF8, utf8, 3, 1, 2);
    check_at(charset, ENCODING_UTF8, utf8, 7, 2, 1);
    check_at(charset, ENCODING_UTF8, utf8, 9, 2, 3);
    check_at(charset, ENCODING_UTF8, utf8, 12, 2, 4);
    check_at(charset, ENCODING_UTF8, utf8, 14, 3, 1);
    check_at(charset, ENCODING_UTF8, utf8, 16, 4, 1);
    check_at(charset, ENCODING_UTF8, utf8, 999, 4, 2);
    check_at(charset, ENCODING_GBK, gbk, 2, 1, 2);
    check_at(charset, ENCODING_GBK, gbk, 5, 2, 1);
    check_at(charset, ENCODING_GBK, gbk, 11, 3, 1);
    charset_destroy(charset);
}

/* In UTF-16 the bytes 0A and 0D are parts of ordinary characters: 上 is 4E0A, 不 is 4E0D. */
Test(lines, utf16_is_decoded_first)
{
    struct charset *charset = charset_new();
    struct bytes input = bytes_of("\x0A\x4E\x0D\x4E\x0A\x00\x0A\x4E", 8);

    check_at(charset, ENCODING_UTF16LE, input, 4, 1, 3);
    check_at(charset, ENCODING_UTF16LE, input, 6, 2, 1);
    check_at(charset, ENCODING_UTF16LE, input, 8, 2, 2);
    charset_destroy(charset);
}

/* An editor shows no column for the mark. */
Test(lines, a_byte_order_mark_is_no_column)
{
    struct charset *charset = charset_new();

    check_at(charset, ENCODING_UTF8, bytes_of_text("\xEF\xBB\xBF机密"), 6, 1, 2);
    check_at(charset, ENCODING_UTF16LE, bytes_of("\xFF\xFE\x3A\x67", 4), 4, 1, 2);
    charset_destroy(charset);
}

/* The slow truth: one character after the other. */
Test(lines, any_steps_give_the_same)
{
    static const char *const pieces[] = { "\n", "\r", "\r\n", "机", "a", "很长的一行没有换行", "é" };
    struct charset *charset = charset_new();
    uint64_t seed = 11;

    for (int round = 0; round < 2000; round++) {
        char text[20000];
        size_t size = 0, wanted;
        struct line_counter counter = LINE_COUNTER_INIT;
        uint32_t line = 1, column = 1;

        for (uint32_t left = test_random(&seed) % (round % 50 == 0 ? 700 : 30); left > 0; left--) {
            const char *piece = pieces[test_random(&seed) % 7];

            memcpy(text + size, piece, strlen(piece));
            size += strlen(piece);
        }
        wanted = size == 0 ? 0 : test_random(&seed) % size;
        while (wanted > 0 && ((uint8_t)text[wanted] & 0xC0) == 0x80)
            wanted--;
        for (size_t offset = 0; offset < wanted; offset++) {
            bool second = text[offset] == '\n' && offset > 0 && text[offset - 1] == '\r';

            if (second)
                continue;
            column += ((uint8_t)text[offset] & 0xC0) != 0x80;
            if (text[offset] == '\n' || text[offset] == '\r') {
                line++;
                column = 1;
            }
        }
        while (counter.offset < wanted) {
            uint64_t next = counter.offset + 1 + test_random(&seed) % 40;

            while (next < wanted && ((uint8_t)text[next] & 0xC0) == 0x80)
                next++;
            line_counter_advance(&counter, charset, ENCODING_UTF8, bytes_of(text, size), next < wanted ? next : wanted);
        }
        cr_assert(counter.line == line && counter.column == column, "%u:%u, not %u:%u", counter.line, counter.column,
                  line, column);
    }
    charset_destroy(charset);
}
