/* SPDX-License-Identifier: Apache-2.0 */
#include "text/utf8.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <iconv.h>
#include <string.h>

#include "text_test.h"

static size_t read_all(const char *text, size_t size, uint32_t *code_points)
{
    size_t count = 0;

    for (size_t offset = 0; offset < size;) {
        struct utf8_step step = utf8_next(text + offset, size - offset);

        cr_assert_gt(step.size, 0);
        code_points[count++] = step.code_point;
        offset += step.size;
    }
    return count;
}

/* The Unicode Standard, tables 3-8 to 3-11: one U+FFFD for each maximal subpart. */
Test(utf8, broken_sequences_are_replaced_by_maximal_subparts)
{
    static const struct {
        const char *text;
        size_t size;
        uint32_t code_points[12];
        size_t count;
    } cases[] = {
        { "\xC0\xAF\xE0\x80\xBF\xF0\x81\x82\x41",
          9,
          { 0xFFFD, 0xFFFD, 0xFFFD, 0xFFFD, 0xFFFD, 0xFFFD, 0xFFFD, 0xFFFD, 0x41 },
          9 },
        { "\xED\xA0\x80\xED\xBF\xBF\xED\xAF\x41",
          9,
          { 0xFFFD, 0xFFFD, 0xFFFD, 0xFFFD, 0xFFFD, 0xFFFD, 0xFFFD, 0xFFFD, 0x41 },
          9 },
        { "\xF4\x91\x92\x93\xFF\x41\x80\xBF\x42",
          9,
          { 0xFFFD, 0xFFFD, 0xFFFD, 0xFFFD, 0xFFFD, 0x41, 0xFFFD, 0xFFFD, 0x42 },
          9 },
        { "\xE1\x80\xE2\xF0\x91\x92\xF1\xBF\x41", 9, { 0xFFFD, 0xFFFD, 0xFFFD, 0xFFFD, 0x41 }, 5 },
        { "\x61\xF1\x80\x80\xE1\x80\xC2\x62\x80\x63\x80\xBF\x64",
          13,
          { 0x61, 0xFFFD, 0xFFFD, 0xFFFD, 0x62, 0xFFFD, 0x63, 0xFFFD, 0xFFFD, 0x64 },
          10 },
    };

    for (size_t index = 0; index < sizeof cases / sizeof cases[0]; index++) {
        uint32_t code_points[16];
        size_t count = read_all(cases[index].text, cases[index].size, code_points);

        cr_assert_eq(count, cases[index].count, "case %zu", index);
        cr_assert_eq(memcmp(code_points, cases[index].code_points, count * sizeof code_points[0]), 0, "case %zu",
                     index);
    }
}

Test(utf8, every_code_point_comes_back)
{
    for (uint32_t code_point = 0; code_point < 0x110000; code_point++) {
        char text[4];
        size_t size = utf8_encode(code_point, text);
        struct utf8_step step = utf8_next(text, size);
        bool surrogate = code_point >= 0xD800 && code_point <= 0xDFFF;

        cr_assert_eq(step.code_point, surrogate ? UTF8_REPLACEMENT : code_point);
        cr_assert_eq(step.size, size);
        cr_assert(!step.broken);
        cr_assert_eq(utf8_valid_prefix(text, size), size);
        for (size_t cut = 1; cut < size; cut++) {
            cr_assert(utf8_next(text, cut).broken);
            cr_assert_eq(utf8_valid_prefix(text, cut), 0);
        }
    }
    cr_assert_eq(utf8_encode(0x110000, (char[4]){ 0 }), 3);
}

/* The other opinion is iconv's. */
static size_t valid_by_iconv(iconv_t converter, const char *text, size_t size)
{
    char output[4096], *from = (char *)(uintptr_t)text, *to = output;
    size_t left = size, room = sizeof output;

    iconv(converter, NULL, NULL, NULL, NULL);
    iconv(converter, &from, &left, &to, &room);
    return size - left;
}

Test(utf8, the_valid_prefix_is_what_iconv_accepts)
{
    static const char *const pieces[] = { "a",
                                          "\n",
                                          "治",
                                          "安",
                                          "。",
                                          "é",
                                          "\U0001F600",
                                          "\xE6",
                                          "\xB2",
                                          "\x80",
                                          "\xED\xA0\x80",
                                          "\xF4\x90\x80\x80",
                                          "\xE0\x80\x80",
                                          "0123456789abcdef0123456789abcdef",
                                          "\xC1\x81",
                                          "\xF8",
                                          "\U00020000",
                                          "\xF0\x9F" };
    iconv_t converter = iconv_open("UTF-32LE", "UTF-8");
    uint64_t seed = 20260101;

    cr_assert(converter != (iconv_t)-1);
    for (int round = 0; round < 200000; round++) {
        char text[700];
        size_t size = 0;
        unsigned kinds = round % 3 == 0 ? 7 : sizeof pieces / sizeof pieces[0];

        for (uint32_t left = 1 + test_random(&seed) % 20; left > 0; left--) {
            const char *piece = pieces[test_random(&seed) % kinds];

            memcpy(text + size, piece, strlen(piece));
            size += strlen(piece);
        }
        if (round % 3 == 0)
            text[test_random(&seed) % size] = (char)test_random(&seed);
        cr_assert_eq(utf8_valid_prefix(text, size), valid_by_iconv(converter, text, size));
    }
    iconv_close(converter);
}

Test(utf8, boundaries_and_steps)
{
    const char *text = "a治é\U0001F600b"; /* 1 + 3 + 2 + 4 + 1 */
    static const size_t floors[] = { 0, 1, 1, 1, 4, 4, 6, 6, 6, 6, 10, 11, 11 };
    static const size_t ceils[] = { 0, 1, 4, 4, 4, 6, 6, 10, 10, 10, 10, 11, 11 };

    for (size_t offset = 0; offset < 13; offset++) {
        cr_assert_eq(utf8_floor(text, 11, offset), floors[offset], "%zu", offset);
        cr_assert_eq(utf8_ceil(text, 11, offset), ceils[offset], "%zu", offset);
    }
    cr_assert_eq(utf8_count(text, 11), 5);
    cr_assert_eq(utf8_count(text, 0), 0);
    cr_assert_eq(utf8_forward(text, 11, 0, 3), 6);
    cr_assert_eq(utf8_forward(text, 11, 6, 100), 11);
    cr_assert_eq(utf8_backward(text, 11, 11, 2), 6);
    cr_assert_eq(utf8_backward(text, 11, 6, 100), 0);
    cr_assert_eq(utf8_forward(text, 11, 4, 0), 4);
}

Test(utf8, a_character_of_three_bytes_is_found_where_memmem_finds_it)
{
    static const char *const texts[] = { "", "年", "2023年", "aa年年", "乴年", "\xE5\xB9", "\xB4\xE5\xB9\xB4", "帴帴年a" };

    for (size_t index = 0; index < sizeof texts / sizeof *texts; index++) {
        size_t size = strlen(texts[index]);

        cr_expect_eq(utf8_find_triple(texts[index], size, "年"), memmem(texts[index], size, "年", 3), "%zu", index);
    }
}
