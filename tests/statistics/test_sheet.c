/* SPDX-License-Identifier: Apache-2.0 */
#include "statistics/sheet.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "vocabulary.h"

static struct vocabulary vocabulary;
static struct statement_context context;
static struct sheet sheet;
static struct statement found[32];
static size_t found_count;

static void open_vocabulary(void)
{
    vocabulary_open(&vocabulary, NULL);
    statement_context_init(&context);
}

static void close_vocabulary(void)
{
    vocabulary_close(&vocabulary);
}

TestSuite(sheet, .init = open_vocabulary, .fini = close_vocabulary);

/* Rows divided by newlines, cells by blanks. */
static void read_table(const char *text)
{
    uint32_t row = 1, column = 1;

    found_count = 0;
    sheet.table = 0;
    while (*text != '\0') {
        size_t size = strcspn(text, " \n");

        if (size > 0
            && sheet_cell(vocabulary.lexicon, &sheet, &context, 1, row, column, text, size, &found[found_count]))
            found_count++;
        column = text[size] == '\n' ? 1 : column + 1;
        row += text[size] == '\n';
        text += size + (text[size] != '\0');
    }
}

static void expect(size_t index, const char *id, uint32_t region, bool growth, int64_t digits, int exponent)
{
    const struct figure *figure = growth ? &found[index].growth : &found[index].value;

    cr_assert_lt(index, found_count);
    cr_expect_str_eq(lexicon_indicator(vocabulary.lexicon, found[index].indicator)->id, id);
    cr_expect_eq(found[index].region, region, "%u", found[index].region);
    cr_expect_eq(found[index].has_growth, growth);
    cr_expect_eq(figure->digits, digits, "%ld", (long)figure->digits);
    cr_expect_eq(figure->exponent, exponent, "%d", figure->exponent);
}

Test(sheet, indicators_in_rows)
{
    read_table("2023年上半年全州主要经济指标\n"
               "指标 绝对额(亿元) 比上年同期增长(%)\n"
               "地区生产总值 878.96 2.3\n"
               "#第一产业增加值 98.1 (5.4)\n"
               "固定资产投资 - -3.2\n");
    cr_assert_eq(found_count, 5);
    expect(0, "GDP", 522300, false, 87896, 6);
    expect(1, "GDP", 522300, true, 23, -1);
    expect(2, "GDP1", 522300, false, 981, 7);
    expect(3, "GDP1", 522300, true, -54, -1);
    expect(4, "FAI", 522300, true, -32, -1);
    cr_expect_eq(found[0].period.year, 2023);
    cr_expect_eq(found[0].period.last, 6);
}

Test(sheet, regions_in_rows)
{
    read_table("2024年一季度各县市主要指标\n"
               "地区 地区生产总值 地区生产总值\n"
               "_ 总量(万元) 增速(%)\n"
               "兴义市 1305200 5.6\n"
               "普安县 300100 4.1\n");
    cr_assert_eq(found_count, 4);
    expect(0, "GDP", 522301, false, 1305200, 4);
    expect(3, "GDP", 522323, true, 41, -1);
}

Test(sheet, units_in_a_column_of_their_own)
{
    read_table("指标名称 计量单位 1-3月 同比±%\n"
               "社会消费品零售总额 万元 452000 5.0\n");
    cr_assert_eq(found_count, 2);
    expect(0, "RETAIL", 522301, false, 452000, 4);
    cr_expect_eq(found[0].period.last, 3);
}

Test(sheet, growth_beside_values_that_are_withheld)
{
    read_table("指标名称 单位 1-3月累计 同比增长(%)\n"
               "固定资产投资 亿元  -5.4\n"
               "规模以上工业增加值 %  8.2\n");
    cr_assert_eq(found_count, 2);
    expect(0, "FAI", 522301, true, -54, -1);
    expect(1, "IND", 522301, true, 82, -1);
    cr_expect_eq(found[0].period.kind, PERIOD_PLAIN, "that of the empty column");
    cr_expect_eq(found[1].period.last, 3);
    read_table("指标 2023年1-2月 2024年1-3月 增长(%)\n"
               "固定资产投资   -5.4\n");
    cr_assert_eq(found_count, 1);
    cr_expect_eq(found[0].period.year, 2024, "of the nearest column");
    cr_expect_eq(found[0].period.last, 3);
}

Test(sheet, parts_below_the_indicator_that_they_are_of)
{
    static const char *const names[] = { "#第一产业", "第一产业", "其中:第一产业", "一产(亿元)" };
    char text[512];

    for (size_t index = 0; index < sizeof names / sizeof *names; index++) {
        snprintf(text, sizeof text,
                 "2024年1-3月兴义市主要经济指标\n指标 绝对额(亿元) 增长(%%)\n地区生产总值 130.5 5.6\n%s 10.5 3.6\n"
                 "#工业增加值 40.1 5\n第二产业 50.2 -4\n",
                 names[index]);
        read_table(text);
        cr_assert_geq(found_count, 6, "%s", names[index]);
        expect(2, "GDP1", 522301, false, 105, 7);
        expect(3, "GDP1", 522301, true, 36, -1);
        expect(found_count - 2, "GDP2", 522301, false, 502, 7);
        expect(found_count - 1, "GDP2", 522301, true, -4, 0);
    }
    read_table("指标 绝对额(亿元) 增长(%)\n固定资产投资 130.5 5.6\n#第一产业 10.5 3.6\n");
    cr_expect_eq(found_count, 2, "of the investment");
}

Test(sheet, plans_and_rates_of_completion_are_none)
{
    read_table("指标 2024年预期目标 完成率(%)\n"
               "地区生产总值 600亿元 52\n");
    cr_assert_eq(found_count, 1);
    cr_expect(found[0].flags & STATEMENT_PLAN);
}

Test(sheet, lines_may_be_rows)
{
    static const char *const lines[] = { "指标,绝对额(亿元),比上年同期增长(%)", "全州地区生产总值,878.96,2.3" };
    static const char title[] = "2023年上半年主要经济指标";

    statement_note(vocabulary.lexicon, &context, title, strlen(title), false);
    for (size_t index = 0; index < 2; index++)
        found_count = sheet_line(vocabulary.lexicon, &sheet, &context, lines[index], strlen(lines[index]), found, 32);
    cr_assert_eq(found_count, 2);
    expect(0, "GDP", 522300, false, 87896, 6);
    expect(1, "GDP", 522300, true, 23, -1);
    cr_expect_eq(found[0].period.year, 2023);
    cr_expect_eq(found[0].from, 0, "a row's statement begins with its name");
    cr_expect_eq(found[0].to, strlen("全州地区生产总值,878.96"));
}
