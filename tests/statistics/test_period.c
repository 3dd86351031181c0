/* SPDX-License-Identifier: Apache-2.0 */
#include "statistics/period.h"

#include <criterion/criterion.h>
#include <string.h>

/* DOMAIN 4.4, the table of period expressions. */
static const struct {
    const char *text;
    int year, year_back, first, last;
    bool is_ambiguous;
} expressions[] = {
    { "2023年", 2023, 0, 1, 12, false },       { "去年", 0, 1, 1, 12, false },
    { "2022年度", 2022, 0, 1, 12, false },     { "一季度", 0, 0, 1, 3, false },
    { "第一季度", 0, 0, 1, 3, false },         { "1季度", 0, 0, 1, 3, false },
    { "首季", 0, 0, 1, 3, false },             { "二季度", 0, 0, 4, 6, false },
    { "上半年", 0, 0, 1, 6, false },           { "1—6月", 0, 0, 1, 6, false },
    { "1-6月份", 0, 0, 1, 6, false },          { "前二季度", 0, 0, 1, 6, false },
    { "前6个月", 0, 0, 1, 6, false },          { "前三季度", 0, 0, 1, 9, false },
    { "1-9月", 0, 0, 1, 9, false },            { "前9个月", 0, 0, 1, 9, false },
    { "三季度", 0, 0, 7, 9, true },            { "1~2月", 0, 0, 1, 2, false },
    { "1至2月", 0, 0, 1, 2, false },           { "1月至2月", 0, 0, 1, 2, false },
    { "一至二月", 0, 0, 1, 2, false },         { "9月", 0, 0, 9, 9, false },
    { "9月份", 0, 0, 9, 9, false },            { "9月末", 0, 0, 9, 9, false },
    { "2023年1—9月", 2023, 0, 1, 9, false },   { "2024年一季度", 2024, 0, 1, 3, false },
    { "去年上半年", 0, 1, 1, 6, false },
};

Test(period, expressions_of_the_field)
{
    for (size_t index = 0; index < sizeof expressions / sizeof *expressions; index++) {
        const char *text = expressions[index].text;
        struct period period;
        size_t from, next = 0;

        cr_assert(period_next(text, strlen(text), &from, &next, &period), "%s", text);
        cr_assert(from == 0 && next == strlen(text), "%s: %zu to %zu", text, from, next);
        cr_assert(period.year == expressions[index].year && period.year_back == expressions[index].year_back
                      && period.first == expressions[index].first && period.last == expressions[index].last
                      && period.is_ambiguous == expressions[index].is_ambiguous,
                  "%s: %d %d %d %d", text, period.year, period.year_back, period.first, period.last);
    }
}

Test(period, what_is_compared_with_is_none)
{
    static const char *const texts[] = { "比上年同期增长", "比1—2月加快", "3月15日", "较上年增长", "上年同期", "每年", "第三方" };

    for (size_t index = 0; index < sizeof texts / sizeof *texts; index++) {
        struct period period;
        size_t from, next = 0;

        cr_assert_not(period_next(texts[index], strlen(texts[index]), &from, &next, &period), "%s", texts[index]);
    }
}

Test(period, forms_of_the_register)
{
    struct period period;

    cr_assert(period_of_register("2024Q1", &period));
    cr_assert(period.year == 2024 && period.first == 1 && period.last == 3);
    cr_assert(period_of_register("2024H1", &period));
    cr_assert(period.first == 1 && period.last == 6);
    cr_assert(period_of_register("2022-1..9", &period));
    cr_assert(period.year == 2022 && period.first == 1 && period.last == 9);
    cr_assert(period_of_register("2024-03", &period));
    cr_assert(period.first == 3 && period.last == 3);
    cr_assert(period_of_register("2023", &period));
    cr_assert(period.first == 1 && period.last == 12);
    for (size_t index = 0; index < 5; index++) {
        static const char *const wrong[] = { "2024Q5", "2024-13", "24Q1", "2024Q1x", "" };
        cr_assert_not(period_of_register(wrong[index], &period), "%s", wrong[index]);
    }
}

Test(period, a_period_that_has_not_begun_is_last_years)
{
    struct period period = { .first = 7, .last = 9 };

    cr_assert_eq(period_resolve(period, (struct date){ 2024, 4, 10 }).year, 2023);
    cr_assert_eq(period_resolve(period, (struct date){ 2024, 10, 1 }).year, 2024);
    period.year = 2020;
    cr_assert_eq(period_resolve(period, (struct date){ 2024, 10, 1 }).year, 2020);
}
