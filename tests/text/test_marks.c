/* SPDX-License-Identifier: Apache-2.0 */
#include "text/marks.h"

#include <criterion/criterion.h>
#include <string.h>

static uint32_t marks_in(const char *text)
{
    uint8_t marks[256];

    cr_assert_leq(strlen(text), sizeof marks);
    marks_find(text, strlen(text), marks);
    return marks_join(marks, strlen(text));
}

Test(marks, each_sign_is_seen_wherever_it_stands)
{
    static const struct {
        const char *sign;
        uint32_t mark;
    } signs[] = {
        { "(", MARK_ROUND },      { ")", MARK_ROUND },      { "《", MARK_TITLE }, { "》", MARK_TITLE }, { "〔", MARK_YEAR },
        { "〕", MARK_YEAR },      { "【", MARK_LENTICULAR }, { "】", MARK_LENTICULAR }, { "a", MARK_LATIN }, { "z", MARK_LATIN },
        { "、", 0 },              { "。", 0 },              { "〈", 0 },          { "「", 0 },          { "A", 0 },
        { "`", 0 },               { "{", 0 },               { "1", 0 },           { "一", 0 },          { "々", 0 },
    };

    for (size_t index = 0; index < sizeof signs / sizeof *signs; index++) {
        for (size_t before = 0; before < 40; before++) {
            char text[256] = "";

            for (size_t count = 0; count < before; count++)
                strcat(text, count % 3 == 0 ? "1" : "政");
            strcat(text, signs[index].sign);
            cr_expect_eq(marks_in(text), signs[index].mark, "%s", text);
            strcat(text, "府。");
            cr_expect_eq(marks_in(text), signs[index].mark, "%s", text);
        }
    }
}

Test(marks, they_stand_where_signs_begin)
{
    static const char text[] = "《办法》(a)";
    uint8_t marks[sizeof text - 1], expected[sizeof text - 1] = { [0] = MARK_TITLE, [9] = MARK_TITLE, [12] = MARK_ROUND,
                                                                  [13] = MARK_LATIN, [14] = MARK_ROUND };

    marks_find(text, sizeof text - 1, marks);
    cr_expect_arr_eq(marks, expected, sizeof marks);
    cr_expect_eq(marks_in(text), MARK_TITLE | MARK_ROUND | MARK_LATIN);
    cr_expect_eq(marks_join(marks + 1, 8), 0);
}

Test(marks, nothing_has_none)
{
    cr_expect_eq(marks_in(""), 0);
    cr_expect_eq(marks_in("\xE3"), 0);
}

Test(marks, two_side_by_side_are_seen_wherever_they_stand)
{
    static const struct {
        const char *text;
        bool doubled;
    } cases[] = {
        { ",,", true },  { ";:", true },  { "。。", true }, { "、,", true },  { ",。", true },     { ";、", true },
        { ",", false },  { "。", false }, { ". ,", false }, { ",《", false }, { "》。", false },   { "!,", false },
        { "退,", false }, { "送,", false }, { "适。", false }, { ",〃", false }, { "。《办法》", false }, { "", false },
    };

    for (size_t index = 0; index < sizeof cases / sizeof *cases; index++) {
        for (size_t before = 0; before < 200; before++) {
            char text[1024] = "";

            for (size_t count = 0; count < before; count++)
                strcat(text, count % 5 == 0 ? "1" : "政");
            strcat(text, cases[index].text);
            cr_expect_eq(marks_are_doubled(text, strlen(text)), cases[index].doubled, "%s", text);
            strcat(text, "府");
            cr_expect_eq(marks_are_doubled(text, strlen(text)), cases[index].doubled, "%s", text);
        }
    }
}
