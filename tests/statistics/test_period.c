/* SPDX-License-Identifier: Apache-2.0
 *
 * Expectations: the table of period expressions of DOMAIN 4.4.
 */
#include "statistics/period.h"

#include <criterion/criterion.h>
#include <string.h>

struct expected {
    const char *text;
    enum period_kind kind;
    enum period_year year_kind;
    int32_t year;
    unsigned first, last;
};

static const struct expected table[] = {
    { "2023年", PERIOD_YEAR_ALONE, PERIOD_YEAR_WRITTEN, 2023, 1, 12 },
    { "2023年全年", PERIOD_PLAIN, PERIOD_YEAR_WRITTEN, 2023, 1, 12 },
    { "全年", PERIOD_PLAIN, PERIOD_YEAR_OPEN, 0, 1, 12 },
    { "去年", PERIOD_YEAR_ALONE, PERIOD_YEAR_LAST, 0, 1, 12 },
    { "上年", PERIOD_YEAR_ALONE, PERIOD_YEAR_LAST, 0, 1, 12 },
    { "2022年度", PERIOD_YEAR_ALONE, PERIOD_YEAR_WRITTEN, 2022, 1, 12 },
    { "一季度", PERIOD_PLAIN, PERIOD_YEAR_OPEN, 0, 1, 3 },
    { "第一季度", PERIOD_PLAIN, PERIOD_YEAR_OPEN, 0, 1, 3 },
    { "1季度", PERIOD_PLAIN, PERIOD_YEAR_OPEN, 0, 1, 3 },
    { "2024q1", PERIOD_PLAIN, PERIOD_YEAR_WRITTEN, 2024, 1, 3 },
    { "首季", PERIOD_PLAIN, PERIOD_YEAR_OPEN, 0, 1, 3 },
    { "二季度", PERIOD_PLAIN, PERIOD_YEAR_OPEN, 0, 4, 6 },
    { "上半年", PERIOD_PLAIN, PERIOD_YEAR_OPEN, 0, 1, 6 },
    { "1—6月", PERIOD_PLAIN, PERIOD_YEAR_OPEN, 0, 1, 6 },
    { "1-6月份", PERIOD_PLAIN, PERIOD_YEAR_OPEN, 0, 1, 6 },
    { "前二季度", PERIOD_PLAIN, PERIOD_YEAR_OPEN, 0, 1, 6 },
    { "前6个月", PERIOD_PLAIN, PERIOD_YEAR_OPEN, 0, 1, 6 },
    { "前三季度", PERIOD_PLAIN, PERIOD_YEAR_OPEN, 0, 1, 9 },
    { "1-9月", PERIOD_PLAIN, PERIOD_YEAR_OPEN, 0, 1, 9 },
    { "前9个月", PERIOD_PLAIN, PERIOD_YEAR_OPEN, 0, 1, 9 },
    { "三季度末", PERIOD_POINT, PERIOD_YEAR_OPEN, 0, 9, 9 },
    { "三季度", PERIOD_AMBIGUOUS, PERIOD_YEAR_OPEN, 0, 7, 9 },
    { "1-2月", PERIOD_PLAIN, PERIOD_YEAR_OPEN, 0, 1, 2 },
    { "1~2月", PERIOD_PLAIN, PERIOD_YEAR_OPEN, 0, 1, 2 },
    { "1至2月", PERIOD_PLAIN, PERIOD_YEAR_OPEN, 0, 1, 2 },
    { "1月至2月", PERIOD_PLAIN, PERIOD_YEAR_OPEN, 0, 1, 2 },
    { "一至二月", PERIOD_PLAIN, PERIOD_YEAR_OPEN, 0, 1, 2 },
    { "1─2月", PERIOD_PLAIN, PERIOD_YEAR_OPEN, 0, 1, 2 },
    { "9月", PERIOD_PLAIN, PERIOD_YEAR_OPEN, 0, 9, 9 },
    { "9月份", PERIOD_PLAIN, PERIOD_YEAR_OPEN, 0, 9, 9 },
    { "9月末", PERIOD_POINT, PERIOD_YEAR_OPEN, 0, 9, 9 },
    { "9月底", PERIOD_POINT, PERIOD_YEAR_OPEN, 0, 9, 9 },
    { "今年以来", PERIOD_SO_FAR, PERIOD_YEAR_THIS, 0, 1, 12 },
    { "截至目前", PERIOD_SO_FAR, PERIOD_YEAR_THIS, 0, 1, 12 },
    { "年初至今", PERIOD_SO_FAR, PERIOD_YEAR_THIS, 0, 1, 12 },
    { "十四五", PERIOD_SPAN, PERIOD_YEAR_OPEN, 0, 0, 0 },
    { "2021—2023年", PERIOD_SPAN, PERIOD_YEAR_WRITTEN, 2021, 0, 0 },
    { "2012年以来", PERIOD_SPAN, PERIOD_YEAR_WRITTEN, 2012, 0, 0 },
    { "国庆", PERIOD_HOLIDAY, PERIOD_YEAR_OPEN, 0, 10, 10 },
    { "小长假", PERIOD_HOLIDAY, PERIOD_YEAR_OPEN, 0, 0, 0 },
    { "前三季", PERIOD_PLAIN, PERIOD_YEAR_OPEN, 0, 1, 9 },
    { "头三季度", PERIOD_PLAIN, PERIOD_YEAR_OPEN, 0, 1, 9 },
    { "头两个月", PERIOD_PLAIN, PERIOD_YEAR_OPEN, 0, 1, 2 },
    { "2024前三季度", PERIOD_PLAIN, PERIOD_YEAR_WRITTEN, 2024, 1, 9 },
    { "2024上半年", PERIOD_PLAIN, PERIOD_YEAR_WRITTEN, 2024, 1, 6 },
    { "2023年1—9月", PERIOD_PLAIN, PERIOD_YEAR_WRITTEN, 2023, 1, 9 },
    { "二○二三年", PERIOD_YEAR_ALONE, PERIOD_YEAR_WRITTEN, 2023, 1, 12 },
    { "二〇二三年上半年", PERIOD_PLAIN, PERIOD_YEAR_WRITTEN, 2023, 1, 6 },
    { "23年前三季度", PERIOD_PLAIN, PERIOD_YEAR_WRITTEN, 2023, 1, 9 },
    { "今年一季度", PERIOD_PLAIN, PERIOD_YEAR_THIS, 0, 1, 3 },
    { "2023年末", PERIOD_POINT, PERIOD_YEAR_WRITTEN, 2023, 12, 12 },
    { "2024年4月10日", PERIOD_DAY, PERIOD_YEAR_WRITTEN, 2024, 4, 4 },
    { "2024年9月30日", PERIOD_POINT, PERIOD_YEAR_WRITTEN, 2024, 9, 9 },
};

Test(period, expressions_have_a_normal_form)
{
    for (size_t index = 0; index < sizeof table / sizeof *table; index++) {
        const struct expected *expected = &table[index];
        struct period_mention mention;

        cr_assert(period_next(expected->text, strlen(expected->text), 0, &mention), "%s", expected->text);
        cr_expect_eq(mention.from, 0, "%s", expected->text);
        cr_expect_eq(mention.to, strlen(expected->text), "%s ends at %zu", expected->text, mention.to);
        cr_expect_eq(mention.kind, expected->kind, "%s is %d", expected->text, (int)mention.kind);
        cr_expect_eq(mention.year_kind, expected->year_kind, "%s", expected->text);
        cr_expect_eq(mention.year, expected->year, "%s", expected->text);
        cr_expect_eq(mention.first, expected->first, "%s begins with %d", expected->text, mention.first);
        cr_expect_eq(mention.last, expected->last, "%s ends with %d", expected->text, mention.last);
    }
}

Test(period, what_is_no_period)
{
    static const char *const texts[] = { "10年", "第三产业", "3.5月亮", "2024号", "500万元", "12345年", "上学", "一带一路" };
    struct period_mention mention;

    for (size_t index = 0; index < sizeof texts / sizeof *texts; index++)
        cr_expect_not(period_next(texts[index], strlen(texts[index]), 0, &mention), "%s", texts[index]);
}

Test(period, comparisons_are_told)
{
    static const char *const texts[] = { "比上半年回落6.6个百分点", "比1—2月加快0.4个百分点", "较上年增长5%", "去年同期" };
    struct period_mention mention;

    for (size_t index = 0; index < sizeof texts / sizeof *texts; index++) {
        cr_assert(period_next(texts[index], strlen(texts[index]), 0, &mention), "%s", texts[index]);
        cr_expect(mention.compares, "%s", texts[index]);
    }
}

Test(period, tables_write_it_in_several_ways)
{
    static const char *const same[][2] = { { "2024", "2024" },          { "2024年", "2024" },      { "2024Q1", "2024Q1" },
                                           { "2024年一季度", "2024Q1" }, { "2024-1..3", "2024Q1" }, { "2024H1", "2024H1" },
                                           { "2024年1-9月", "2024-01..09" }, { "2024-09", "2024-09" },
                                           { "2022-1..9", "2022-01..09" }, { "2024年9月", "2024-09" } };
    static const char *const wrong[] = { "", "一季度", "2024-13", "2024Q5", "2024-9..3", "24", "2024 x" };
    struct period period;
    char text[PERIOD_TEXT_MAX];

    for (size_t index = 0; index < sizeof same / sizeof *same; index++) {
        cr_assert(period_parse(same[index][0], strlen(same[index][0]), &period), "%s", same[index][0]);
        period_text(period, text);
        cr_expect_str_eq(text, same[index][1], "%s is %s", same[index][0], text);
    }
    for (size_t index = 0; index < sizeof wrong / sizeof *wrong; index++)
        cr_expect_not(period_parse(wrong[index], strlen(wrong[index]), &period), "%s", wrong[index]);
}

Test(period, ends_on_the_last_day)
{
    cr_expect_eq(period_end((struct period){ 2024, 1, 2 }), date_days((struct date){ 2024, 2, 29 }));
    cr_expect_eq(period_end((struct period){ 2023, 1, 12 }), date_days((struct date){ 2023, 12, 31 }));
}
