/* SPDX-License-Identifier: Apache-2.0
 *
 * Shapes after the Supreme Court's rules on case numbers and the examples of DOMAIN 5.2.
 */
#include "wording/case_number.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

/* The number that `text` begins with after `before`, and its kind. */
static void expect_number(const char *before, const char *number, enum case_number_kind kind, unsigned year,
                          unsigned serial)
{
    char text[256];
    struct case_number found;

    (void)snprintf(text, sizeof text, "%s%s一案", before, number);
    cr_assert(case_number_next(text, strlen(text), 0, &found), "%s", text);
    cr_expect_eq(found.kind, kind, "%s", text);
    cr_expect_eq(found.to, strlen(before) + strlen(number), "%s", text);
    cr_expect_eq(found.year, year, "%s", text);
    cr_expect_eq(found.serial, serial, "%s", text);
    if (kind != CASE_NUMBER_ORGAN)
        cr_expect_eq(found.from, strlen(before), "%s", text);
}

Test(case_number, courts)
{
    expect_number("关于", "(2023)黔2301刑初123号", CASE_NUMBER_COURT, 2023, 123);
    expect_number("", "(2022)黔23民终8号", CASE_NUMBER_COURT, 2022, 8);
    expect_number("见", "〔2021〕黔执监15号", CASE_NUMBER_COURT, 2021, 15);
    expect_number("", "(2020)最高法知民终1号", CASE_NUMBER_COURT, 2020, 1);
    expect_number("", "( 2019 )兵0101行初4号", CASE_NUMBER_COURT, 2019, 4);
}

Test(case_number, organs)
{
    expect_number("经查,", "黔示检刑诉〔2023〕45号", CASE_NUMBER_ORGAN, 2023, 45);
    expect_number("", "示公(刑)立字〔2023〕12号", CASE_NUMBER_ORGAN, 2023, 12);
    expect_number("", "示综执罚告〔2022〕第41号", CASE_NUMBER_ORGAN, 2022, 41);
    expect_number("", "示检公诉[2018]z77号", CASE_NUMBER_ORGAN, 2018, 77);
    expect_number("", "示府行复【2024】9 号", CASE_NUMBER_ORGAN, 2024, 9);
}

Test(case_number, long_numbers)
{
    expect_number("编号:", "xf20230518", CASE_NUMBER_LONG, 0, 20230518);
    expect_number("编号: ", "20230518", CASE_NUMBER_LONG, 0, 20230518);
}

Test(case_number, what_is_none)
{
    static const char *const texts[] = { "第123号",          "〔2023〕号", "(203)黔2301刑初123号",  "法院2023年123号",
                                         "(2023)人民路12号", "1234567",    "123456789012345678901", "number20230518",
                                         "共2023号" };
    struct case_number found;

    for (size_t index = 0; index < sizeof texts / sizeof *texts; index++)
        cr_expect(!case_number_next(texts[index], strlen(texts[index]), 0, &found), "%s", texts[index]);
}

Test(case_number, one_after_the_other)
{
    static const char text[] = "示劳人仲案〔2024〕3号和示劳人仲案〔2024〕14号";
    struct case_number found;

    cr_assert(case_number_next(text, strlen(text), 0, &found));
    cr_assert_eq(found.serial, 3);
    cr_assert(case_number_next(text, strlen(text), found.to, &found));
    cr_expect_eq(found.serial, 14);
    cr_expect_eq(found.to, strlen(text));
    cr_expect(!case_number_next(text, strlen(text), found.to, &found));
}

Test(case_number, keys_leave_out_what_is_written_differently)
{
    static const char *const same[] = { "(2023)黔2301刑初123号", "〔2023〕黔2301刑初123号",
                                        "( 2023 )黔2301刑初 第123 号" };
    char first[64], other[64];
    size_t size = case_number_key(same[0], strlen(same[0]), first, sizeof first);

    cr_assert_eq(size, strlen("2023黔2301刑初123号"));
    cr_expect_eq(memcmp(first, "2023黔2301刑初123号", size), 0);
    for (size_t index = 1; index < sizeof same / sizeof *same; index++) {
        cr_assert_eq(case_number_key(same[index], strlen(same[index]), other, sizeof other), size);
        cr_expect_eq(memcmp(first, other, size), 0);
    }
    cr_expect_eq(case_number_key(same[0], strlen(same[0]), first, 5), 4, "whole characters only");
}
