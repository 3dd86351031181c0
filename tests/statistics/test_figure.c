/* SPDX-License-Identifier: Apache-2.0 */
#include "statistics/figure.h"

#include <criterion/criterion.h>
#include <string.h>

static struct figure parse(const char *number, const char *unit)
{
    struct figure figure = { 0 };

    cr_assert(figure_parse(number, unit, &figure), "%s%s", number, unit);
    return figure;
}

static bool agree(const char *shown, const char *shown_unit, const char *exact, const char *exact_unit)
{
    struct figure left = parse(shown, shown_unit), right = parse(exact, exact_unit);

    return figure_agrees(&left, &right);
}

Test(figure, agreement_is_rounding_to_what_is_shown)
{
    cr_expect(agree("130.5", "亿元", "130.52", "亿元"));
    cr_expect(agree("130.52", "亿元", "130.5", "亿元"), "the register may show less");
    cr_expect_not(agree("130.6", "亿元", "130.52", "亿元"));
    cr_expect(agree("1305200", "万元", "130.52", "亿元"), "units are converted");
    cr_expect(agree("130.5", "亿元", "1305234", "万元"));
    cr_expect(agree("1,305,234", "万元", "130.52", "亿元"), "groups");
    cr_expect_not(agree("13.05", "亿元", "130.5", "亿元"));
    cr_expect_not(agree("6.5", "%", "5.6", "%"));
    cr_expect(agree("-5.4", "%", "-5.4", "%"));
    cr_expect_not(agree("-5.4", "%", "5.4", "%"));
    cr_expect(agree("1.2", "万亿元", "12000.4", "亿元"));
}

Test(figure, bounds_are_reached)
{
    struct figure exact = parse("5598.45", "亿元"), least = parse("5500", "亿元"), more = parse("5700", "亿元");

    cr_expect(figure_reaches(&exact, &least));
    cr_expect_not(figure_reaches(&exact, &more));
}

Test(figure, units_have_measures)
{
    cr_expect_eq(parse("12", "万人次").measure, MEASURE_VISITS);
    cr_expect_eq(parse("12", "亿千瓦时").measure, MEASURE_POWER);
    cr_expect_eq(parse("12", "万美元").measure, MEASURE_DOLLAR);
    cr_expect_eq(parse("12", "个百分点").measure, MEASURE_POINTS);
    cr_expect_eq(parse("3.1", "个点").measure, MEASURE_POINTS);
    cr_expect_eq(parse("1.1", "倍").measure, MEASURE_TIMES);
    cr_expect_eq(parse("12亿元", "").measure, MEASURE_YUAN);
    cr_expect_not(figure_parse("12x", "", &(struct figure){ 0 }));
    cr_expect_not(figure_parse("12", "公里", &(struct figure){ 0 }));
}

static void expect_words(const char *text, int64_t digits, int exponent)
{
    struct figure figure = { 0 };
    size_t at = 0;

    cr_assert(figure_in_words(text, strlen(text), &at, &figure), "%s", text);
    cr_expect_eq(at, strlen(text), "%s", text);
    cr_expect_eq(figure.digits, digits, "%s", text);
    cr_expect_eq(figure.exponent, exponent, "%s", text);
    cr_expect_eq(figure.measure, MEASURE_PERCENT, "%s", text);
}

Test(figure, percentages_in_words)
{
    struct figure figure;

    expect_words("百分之五点八", 58, -1);
    expect_words("百分之十二", 12, 0);
    expect_words("百分之二十", 20, 0);
    expect_words("两成", 2, 1);
    expect_words("三成半", 35, 0);
    cr_expect_not(figure_in_words("一定", strlen("一定"), &(size_t){ 0 }, &figure));
    cr_expect_not(figure_in_words("百分之百点", strlen("百分之百点"), &(size_t){ 0 }, &figure));
}
