/* SPDX-License-Identifier: Apache-2.0
 *
 * Expectations: the algorithm of DOMAIN 4.5 and its test vectors, 4.6.
 */
#include "statistics/decision.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "vocabulary.h"

#define HEADER "region,indicator,period,vintage,released_at,value,unit,growth,embargo_until,supersedes\n"

/* The outcome for the first statement of `text`, with a register of `rows`. */
static const char *outcome(const char *rows, const char *text, const char *day)
{
    static struct decision decision;
    struct vocabulary vocabulary;
    struct statement_context context;
    struct statement statements[STATEMENTS_MAX];
    struct decision_document document = { 0 };
    char table[2048];

    snprintf(table, sizeof table, "%s%s", HEADER, rows);
    vocabulary_open(&vocabulary, rows[0] != '\0' ? table : NULL);
    statement_context_init(&context);
    cr_assert(date_parse(day, strlen(day), &document.published));
    cr_assert_gt(statement_read(vocabulary.lexicon, &context, text, strlen(text), statements, STATEMENTS_MAX), 0, "%s",
                 text);
    decision_make(vocabulary.lexicon, &vocabulary.records, &document, &statements[0], &decision);
    vocabulary_close(&vocabulary);
    if (decision.outcome == DECISION_RELEASED)
        return "released";
    return decision.outcome == DECISION_NONE ? "none" : decision_outcome_names[decision.outcome];
}

Test(decision, vectors)
{
    static const char quarter[] = "一季度,全市地区生产总值完成130.5亿元,同比增长5.6%";
    static const char row[] = "522301,GDP,2024Q1,,2024-05-06,130.52,亿元,5.6,,\n";

    cr_expect_str_eq(outcome("", quarter, "2024-04-10"), "unreleased");
    cr_expect_str_eq(outcome(row, quarter, "2024-05-20"), "released");
    cr_expect_str_eq(outcome(row, "一季度,全市地区生产总值完成130.5亿元,同比增长6.5%", "2024-05-20"), "differs");
    cr_expect_str_eq(outcome("", "2024年预期目标:地区生产总值增长6%左右", "2024-01-20"), "none");
    cr_expect_str_eq(outcome("", "1—2月,全州规模以上工业增加值同比增长8.2%", "2024-03-12"), "unreleased");
    cr_expect_str_eq(outcome("", "2012年,全县生产总值突破20亿元", "2024-06-01"), "none");
    cr_expect_str_eq(outcome("", "三季度,全市固投增长3%", "2024-10-15"), "ambiguous");
    cr_expect_str_eq(outcome("", "三季度,全市固投增长3%", "2024-10-25"), "ambiguous");
    cr_expect_str_eq(outcome("", "9月末,全市金融机构各项存款余额612.3亿元", "2024-10-09"), "unreleased");
    cr_expect_str_eq(outcome("520000,GDP,2022-1..9,,2022-11-01,14755.92,亿元,2.8,,\n",
                             "前三季度,贵州省地区生产总值14755.92亿元", "2022-10-28"), "embargoed");
}

Test(decision, the_register_decides_before_lags)
{
    static const char text[] = "2024年一季度,全市地区生产总值130.5亿元,增长5.6%";

    cr_expect_str_eq(outcome("522301,GDP,2024Q1,,2024-04-20,130.52,亿元,5.6,,\n", text, "2024-04-22"), "released");
    cr_expect_str_eq(outcome("522301,GDP,2024Q1,,2024-04-20,130.52,亿元,5.6,2024-04-25,\n", text, "2024-04-22"),
                     "embargoed");
    cr_expect_str_eq(outcome("522301,GDP,2024Q1,,2024-04-22 10:00,130.52,亿元,5.6,,\n", text, "2024-04-22"), "probably-released");
    cr_expect_str_eq(outcome("522301,*,2024Q1,,2024-04-20,,,,,\n", text, "2024-04-22"), "released");
    cr_expect_str_eq(outcome("522301,GDP|IND,2024Q1,,2024-04-20,,,,,\n", text, "2024-04-22"), "released");
    cr_expect_str_eq(outcome("522301,FAI,2024Q1,,2024-04-20,,,,,\n", text, "2024-04-22"), "unreleased");
    cr_expect_str_eq(outcome("522301,GDP,2024H1,,2024-08-01,,,,,\n", text, "2024-08-02"), "probably-released");
}

Test(decision, vintages_and_corrections)
{
    static const char text[] = "2023年,全市地区生产总值511.3亿元";
    static const char old[] = "522301,GDP,2023,preliminary,2024-01-30,510.2,亿元,5.1,,\n";
    static const char final[] = "522301,GDP,2023,preliminary,2024-01-30,510.2,亿元,5.1,,\n"
                                "522301,GDP,2023,final,2024-12-30,511.34,亿元,5.3,,\n";
    static const char corrected[] = "522301,GDP,2023,preliminary,2024-01-30,510.2,亿元,5.1,,\n"
                                    "522301,GDP,2023,preliminary,2024-01-30,511.3,亿元,5.1,,2\n";
    static const char withdrawn[] = "522301,GDP,2023,preliminary,2024-01-30,511.3,亿元,5.1,,\n"
                                    "522301,GDP,2023,withdrawn,2024-01-30,,,,,2\n";

    cr_expect_str_eq(outcome(old, text, "2024-06-01"), "differs");
    cr_expect_str_eq(outcome(final, text, "2025-01-10"), "released");
    cr_expect_str_eq(outcome(final, text, "2024-06-01"), "differs", "the final figure is not out yet");
    cr_expect_str_eq(outcome(final, "2023年,全市地区生产总值最终核实为511.3亿元", "2024-06-01"), "embargoed",
                     "it says that it is the final figure");
    cr_expect_str_eq(outcome(final, "2023年,全市地区生产总值最终核实为511.3亿元", "2025-01-10"), "released");
    cr_expect_str_eq(outcome(final, "2023年,全市地区生产总值最终核实为510.2亿元", "2025-01-10"), "differs");
    cr_expect_str_eq(outcome(old, "2023年,全市地区生产总值最终核实为511.3亿元", "2024-06-01"), "differs", "no final row");
    cr_expect_str_eq(outcome(corrected, text, "2024-06-01"), "released");
    cr_expect_str_eq(outcome(withdrawn, text, "2024-06-01"), "unknown");
}

Test(decision, units_are_converted_or_said_not_to_be_comparable)
{
    static const char yuan[] = "522301,EXIM,2024Q1,,2024-05-06,72.5,亿元,5.6,,\n";
    static const char visits[] = "522301,TOUR,2024Q1,,2024-05-06,1205.6,万人次,5.6,,\n";

    cr_expect_str_eq(outcome(yuan, "2024年一季度,全市进出口总额725000万元", "2024-05-20"), "released");
    cr_expect_str_eq(outcome(yuan, "2024年一季度,全市进出口总额7.25亿元", "2024-05-20"), "differs");
    cr_expect_str_eq(outcome(yuan, "2024年一季度,全市进出口总额72.5万元", "2024-05-20"), "differs", "a slip of the unit");
    cr_expect_str_eq(outcome(yuan, "2024年一季度,全市进出口总额72.5亿美元", "2024-05-20"), "differs", "the same number");
    cr_expect_str_eq(outcome(yuan, "2024年一季度,全市进出口总额10.2亿美元", "2024-05-20"), "probably-released");
    cr_expect_str_eq(outcome(yuan, "2024年一季度,全市进出口总额10.2亿美元,同比增长3.1%", "2024-05-20"), "probably-released",
                     "in dollars it grows otherwise");
    cr_expect_str_eq(outcome(yuan, "2024年一季度,全市进出口总额10.2亿美元", "2024-05-01"), "embargoed");
    cr_expect_str_eq(outcome(visits, "2024年一季度,全市接待游客1205.6万人", "2024-05-20"), "released");
    cr_expect_str_eq(outcome(visits, "2024年一季度,全市接待游客1305.6万人", "2024-05-20"), "differs");
}

Test(decision, special_cases)
{
    cr_expect_str_eq(outcome("", "2024年4月份,全市地区生产总值57.7亿元,增长7.0%", "2024-12-20"), "monthly");
    cr_expect_str_eq(outcome("", "2024年9月,全市居民消费价格同比上涨0.4%", "2024-10-12"), "not-compiled");
    cr_expect_str_eq(outcome("", "2024年上半年,全市gdp增长5.1%(内部快报)", "2024-09-20"), "internal");
    cr_expect_str_eq(outcome("", "一季度全市地区生产总值增速列全州第1位", "2024-04-10"), "ranking");
    cr_expect_str_eq(outcome("", "1月,全州规模以上工业增加值增长8%", "2024-03-05"), "unreleased");
    cr_expect_str_eq(outcome("", "2024年一季度,全市引进省外到位资金20亿元", "2024-04-05"), "unknown");
}

Test(decision, what_is_past_gives_no_alarm)
{
    cr_expect_str_eq(outcome("", "2022年,全市地区生产总值510亿元", "2024-07-01"), "none", "18 months");
    cr_expect_str_eq(outcome("", "2023年,全市地区生产总值510亿元", "2024-07-01"), "unknown");
    cr_expect_str_eq(outcome("", "2023年,全国固定资产投资增长3.0%", "2024-07-01"), "probably-released");
    cr_expect_str_eq(outcome("", "2024年,全市地区生产总值600亿元", "2024-03-01"), "none", "what is not over is a plan");
    cr_expect_str_eq(outcome("", "2024年一季度,贵阳市地区生产总值1200亿元", "2024-04-10"), "none");
}

Test(decision, the_register_is_checked)
{
    cr_expect_str_eq(vocabulary_refusal(HEADER "522301,GDP,2024Q1,,2024-05-06,130.52,亿元,5.6,,\n"), "");
    cr_expect_eq(strncmp(vocabulary_refusal(HEADER "522301,GDX,2024Q1,,2024-05-06,,,,,\n"), "2:", 2), 0);
    cr_expect_eq(strncmp(vocabulary_refusal(HEADER "# comment\n522301,GDP,2024Q7,,2024-05-06,,,,,\n"), "3:", 2), 0);
    cr_expect_eq(strncmp(vocabulary_refusal(HEADER "522301,GDP,2024Q1,,2024-02-30,,,,,\n"), "2:", 2), 0);
    cr_expect_eq(strncmp(vocabulary_refusal(HEADER "522301,GDP,2024Q1,,2024-03-06,,,,,\n"), "2:", 2), 0, "before its end");
    cr_expect_eq(strncmp(vocabulary_refusal(HEADER "522301,GDP,2024Q1,,2024-05-06,130,里,,,\n"), "2:", 2), 0);
    cr_expect_not_null(strstr(vocabulary_refusal(HEADER "522301,GDP,2024Q1,,2024-05-06,,,,,\n"
                                                        "522301,GDP,2024Q1,,2024-05-07,,,,,\n"), "supersedes"));
    cr_expect_eq(strncmp(vocabulary_refusal(HEADER "522301,GDP,2024Q1,,2024-05-06,,,,,9\n"), "2:", 2), 0);
}
