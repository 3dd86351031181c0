/* SPDX-License-Identifier: Apache-2.0
 *
 * Expectations: DOMAIN 4.4 and 4.6, and phrases that are quoted there from published texts.
 */
#include "statistics/statement.h"

#include <criterion/criterion.h>
#include <string.h>

#include "vocabulary.h"

static struct vocabulary vocabulary;
static struct statement_context context;
static struct statement statements[STATEMENTS_MAX];

static void open_vocabulary(void)
{
    vocabulary_open(&vocabulary, NULL);
    statement_context_init(&context);
}

static void close_vocabulary(void)
{
    vocabulary_close(&vocabulary);
}

TestSuite(statement, .init = open_vocabulary, .fini = close_vocabulary);

static size_t read_block(const char *text)
{
    return statement_read(vocabulary.lexicon, &context, text, strlen(text), statements, STATEMENTS_MAX);
}

static const char *id_of(const struct statement *statement)
{
    return lexicon_indicator(vocabulary.lexicon, statement->indicator)->id;
}

static void expect(const struct statement *statement, const char *id, uint32_t region, int32_t year, unsigned first,
                   unsigned last)
{
    cr_expect_str_eq(id_of(statement), id);
    cr_expect_eq(statement->region, region, "%u", statement->region);
    cr_expect_eq(statement->period.year, year, "%d", statement->period.year);
    cr_expect_eq(statement->period.first, first, "%d", statement->period.first);
    cr_expect_eq(statement->period.last, last, "%d", statement->period.last);
}

static void expect_figure(const struct figure *figure, int64_t digits, int exponent)
{
    cr_expect_eq(figure->digits, digits, "%ld", (long)figure->digits);
    cr_expect_eq(figure->exponent, exponent, "%d", figure->exponent);
}

Test(statement, of_a_province)
{
    cr_assert_eq(read_block("前三季度,贵州省地区生产总值14755.92亿元,按不变价格计算,比上年同期增长2.8%"), 1);
    expect(&statements[0], "GDP", 520000, 0, 1, 9);
    cr_expect_eq(statements[0].period.year_kind, PERIOD_YEAR_OPEN);
    expect_figure(&statements[0].value, 1475592, 6);
    expect_figure(&statements[0].growth, 28, -1);
}

Test(statement, comparisons_with_other_periods_are_no_growth)
{
    cr_assert_eq(read_block("2024年1—9月,全州规模以上工业增加值同比增长8.2%,比上半年回落6.6个百分点。"), 1);
    expect(&statements[0], "IND", 522300, 2024, 1, 9);
    expect_figure(&statements[0].growth, 82, -1);
}

Test(statement, the_exact_figure_counts)
{
    cr_assert_eq(read_block("一季度,全省地区生产总值突破5500亿元,达到5598.45亿元,同比增长5.3%"), 1);
    expect_figure(&statements[0].value, 559845, 6);
    cr_expect_eq(statements[0].bound, BOUND_EXACT);
}

Test(statement, several_in_a_sentence)
{
    cr_assert_eq(read_block("2024年上半年,全市固定资产投资同比下降3.1%,社会消费品零售总额45.2亿元、增长5%,"
                            "城镇居民人均可支配收入21,035元。"), 3);
    expect(&statements[0], "FAI", 522301, 2024, 1, 6);
    expect_figure(&statements[0].growth, -31, -1);
    expect(&statements[1], "RETAIL", 522301, 2024, 1, 6);
    expect_figure(&statements[1].value, 452, 7);
    expect(&statements[2], "UINC", 522301, 2024, 1, 6);
    expect_figure(&statements[2].value, 21035, 0);
}

Test(statement, the_longest_name_wins)
{
    cr_assert_eq(read_block("2024年一季度全市规上工业增加值增长5%"), 1);
    cr_expect_str_eq(id_of(&statements[0]), "IND");
    cr_assert_eq(read_block("2024年全市人均GDP达45000元"), 0, "canonical text is lower case");
    cr_assert_eq(read_block("2024年全市人均gdp达45000元"), 1);
    cr_expect_str_eq(id_of(&statements[0]), "GDPPC");
}

Test(statement, plans_are_told)
{
    cr_assert_eq(read_block("2024年预期目标:地区生产总值增长6%左右,固定资产投资增长8%"), 2);
    cr_expect(statements[0].flags & STATEMENT_PLAN);
    cr_expect(statements[1].flags & STATEMENT_PLAN);
    cr_assert_eq(read_block("上半年,全市完成年度目标任务的52%,固定资产投资增长8%"), 1);
    cr_expect_not(statements[0].flags & STATEMENT_PLAN, "a plan that was carried out");
}

Test(statement, a_heading_may_say_that_all_is_plan)
{
    static const char plans[] = "二、2024年主要目标", review[] = "一、2023年工作回顾";

    statement_note(vocabulary.lexicon, &context, plans, strlen(plans), false);
    cr_assert_eq(read_block("地区生产总值增长6%。"), 1);
    cr_expect(statements[0].flags & STATEMENT_PLAN);
    statement_note(vocabulary.lexicon, &context, review, strlen(review), false);
    cr_assert_eq(read_block("地区生产总值增长6%。"), 1);
    cr_expect_not(statements[0].flags & STATEMENT_PLAN);
    expect(&statements[0], "GDP", 522301, 2023, 1, 12);
}

Test(statement, firms_and_projects_are_told)
{
    cr_assert_eq(read_block("金州电力集团上半年完成产值120.3万元,全社会用电量下降7.8%。"), 1);
    cr_expect(statements[0].flags & STATEMENT_ENTITY);
    cr_expect_eq(read_block("该项目总投资5.6亿元"), 0);
    cr_expect_eq(read_block("会议指出,发放贷款贴息486.6万元,惠及15户。"), 0);
}

Test(statement, other_places_are_told)
{
    static const char title[] = "2018年六盘水市国民经济和社会发展统计公报";

    cr_assert_eq(read_block("2024年一季度,贵阳市地区生产总值1200亿元,增长5%。"), 1);
    cr_expect(statements[0].flags & STATEMENT_ELSEWHERE);
    cr_assert_eq(read_block("2024年一季度,安宁市地区生产总值120亿元,增长5%。"), 1);
    cr_expect(statements[0].flags & STATEMENT_ELSEWHERE, "a place that no table knows");
    cr_assert_eq(read_block("遵义市统计局发布,2024年一季度,全市地区生产总值1200亿元。"), 1);
    statement_context_init(&context);
    statement_note(vocabulary.lexicon, &context, title, strlen(title), true);
    cr_assert_eq(read_block("全市地区生产总值1525亿元,比上年增长12%。"), 1);
    cr_expect(statements[0].flags & STATEMENT_ELSEWHERE, "the title's place");
    expect(&statements[0], "GDP", 520200, 2018, 1, 12);
}

Test(statement, of_the_nation)
{
    cr_assert_eq(read_block("2024年,国内生产总值1349084亿元,比上年增长5.0%。"), 1);
    expect(&statements[0], "GDP", 0, 2024, 1, 12);
}

Test(statement, of_a_county_of_ours)
{
    cr_assert_eq(read_block("2024年上半年,普安县地区生产总值50亿元;全县固定资产投资增长5%。"), 2);
    expect(&statements[0], "GDP", 522323, 2024, 1, 6);
    expect(&statements[1], "FAI", 522323, 2024, 1, 6);
    cr_assert_eq(read_block("2012年,全县生产总值突破20亿元"), 1);
    cr_expect(statements[0].flags & STATEMENT_WHICH_COUNTY);
}

Test(statement, stocks_and_ranks)
{
    cr_assert_eq(read_block("9月末,全市金融机构各项存款余额612.3亿元"), 1);
    cr_expect_str_eq(id_of(&statements[0]), "DEP");
    cr_expect_eq(statements[0].period.kind, PERIOD_POINT);
    cr_assert_eq(read_block("一季度全市地区生产总值增速列全州第1位"), 1);
    cr_expect(statements[0].flags & STATEMENT_RANK);
    cr_expect_not(statements[0].has_growth);
    cr_assert_eq(read_block("一季度,全市地区生产总值总量位居全州第二位。"), 1);
    cr_expect(statements[0].flags & STATEMENT_RANK);
    cr_assert_eq(read_block("一季度,全市地区生产总值增速列全省第十二名。"), 1);
    cr_expect(statements[0].flags & STATEMENT_RANK);
    cr_expect_eq(read_block("一季度,全市地区生产总值核算是第二批试点。"), 0);
}

Test(statement, named_together_each_has_its_own_figure)
{
    cr_assert_eq(read_block("一季度,全市第一、第二、第三产业增加值分别为10.1亿元、50.2亿元、70.2亿元,同比分别增长3.6%、下降5.1%、增长6.2%。"), 3);
    expect(&statements[0], "GDP1", 522301, 0, 1, 3);
    expect(&statements[1], "GDP2", 522301, 0, 1, 3);
    expect(&statements[2], "GDP3", 522301, 0, 1, 3);
    expect_figure(&statements[0].value, 101, 7);
    expect_figure(&statements[1].value, 502, 7);
    expect_figure(&statements[2].value, 702, 7);
    expect_figure(&statements[0].growth, 36, -1);
    expect_figure(&statements[1].growth, -51, -1);
    expect_figure(&statements[2].growth, 62, -1);
    cr_expect_not(statements[1].flags & STATEMENT_LOOSE);
    cr_assert_eq(read_block("2024年上半年,全市城镇、农村居民人均可支配收入分别达到20150元和7320.5元,分别增长4.5%和7.1%。"), 2);
    expect(&statements[0], "UINC", 522301, 2024, 1, 6);
    expect(&statements[1], "RINC", 522301, 2024, 1, 6);
    expect_figure(&statements[0].value, 20150, 0);
    expect_figure(&statements[1].value, 73205, -1);
    expect_figure(&statements[1].growth, 71, -1);
    cr_assert_eq(read_block("9月末,全市金融机构人民币存贷款余额分别为612.3、805亿元。"), 2);
    cr_expect_str_eq(id_of(&statements[0]), "DEP");
    cr_expect_str_eq(id_of(&statements[1]), "LOAN");
    expect_figure(&statements[0].value, 6123, 7);
    expect_figure(&statements[1].value, 805, 8);
    cr_assert_eq(read_block("一季度,全市地区生产总值、固定资产投资和社会消费品零售总额分别增长5.6%、-3.1%、4%。"), 3);
    cr_expect_str_eq(id_of(&statements[1]), "FAI");
    expect_figure(&statements[1].growth, -31, -1);
    expect_figure(&statements[2].growth, 4, 0);
}

Test(statement, figures_that_cannot_be_told_apart_stay_loose)
{
    cr_assert_eq(read_block("一季度,全市第一、第二产业增加值分别为10.1亿元(增长3%)、50.2亿元(增长5%)。"), 1);
    cr_expect(statements[0].flags & STATEMENT_LOOSE);
    cr_assert_eq(read_block("1月和2月,全市进出口总额分别为5亿元、6亿元。"), 1);
    cr_expect_str_eq(id_of(&statements[0]), "EXIM", "and not imports and exports");
    cr_expect(statements[0].flags & STATEMENT_LOOSE);
}

Test(statement, what_only_a_region_has_needs_no_region_beside_it)
{
    cr_assert_eq(read_block("2024年一季度,全社会用电量5.2亿千瓦时。"), 1);
    expect(&statements[0], "ELEC", 522301, 2024, 1, 3);
    cr_assert_eq(read_block("2024年一季度,外贸进出口3.2亿元,实际利用外资500万美元。"), 2);
    expect(&statements[0], "EXIM", 522301, 2024, 1, 3);
    expect(&statements[1], "FDI", 522301, 2024, 1, 3);
    cr_expect_eq(read_block("2024年一季度,用电量5.2万千瓦时,出口额300万元。"), 0, "a firm has those too");
    cr_assert_eq(read_block("2024年一季度,全市用电量5.2亿千瓦时。"), 1);
}

Test(statement, shares_and_averages_are_none)
{
    cr_expect_eq(read_block("2024年一季度,全市第三产业占地区生产总值的比重为45%。"), 0);
    cr_expect_eq(read_block("十四五以来,全市地区生产总值年均增长6%。"), 0);
    cr_expect_eq(read_block("2024年全市研发投入占gdp的2.1%"), 0);
    cr_expect_eq(read_block("地区生产总值是指一定时期内所有常住单位生产活动的最终成果。"), 0);
}

Test(statement, growth_in_other_words)
{
    cr_assert_eq(read_block("2024年1—9月,全市固定资产投资同比增幅比上半年回落0.9个百分点。"), 1);
    cr_expect(statements[0].flags & STATEMENT_LOOSE, "by how much it changed, not the growth itself");
    cr_assert_eq(read_block("前三季度,全市一般公共预算收入与上年同期持平。"), 1);
    cr_expect(statements[0].flags & STATEMENT_LOOSE);
    cr_assert_eq(read_block("前三季度,全市gdp增长百分之五点八。"), 1);
    expect_figure(&statements[0].growth, 58, -1);
    cr_assert_eq(read_block("1-9月,全市规上工业增加值 +7.3%,固投 -3.1%。"), 2);
    expect_figure(&statements[0].growth, 73, -1);
    expect_figure(&statements[1].growth, -31, -1);
    cr_assert_eq(read_block("以5.8%的增速领跑全州,这是前三季度全市地区生产总值的成绩单。"), 1);
    expect_figure(&statements[0].growth, 58, -1);
    cr_assert_eq(read_block("前三季度,全市规模以上工业企业实现利润总额27.4亿元,同比增长1.1倍。"), 1);
    expect_figure(&statements[0].value, 274, 7);
    cr_assert_eq(read_block("前三季度,全市出口总额9.73亿元,其中薏仁米出口量翻番。"), 1);
    cr_expect_eq(read_block("全市固定资产投资审批时间至少缩短5天。"), 0);
}

Test(statement, of_a_holiday)
{
    cr_assert_eq(read_block("国庆假期全市接待游客312.5万人次。"), 1);
    cr_expect_eq(statements[0].period.kind, PERIOD_HOLIDAY);
}

Test(statement, words_that_end_like_a_place_are_none)
{
    static const char *const titles[] = { "记者探市场", "在市商会年会上的致辞", "推进城镇化", "美丽乡村建设", "加快县域经济发展" };

    for (size_t index = 0; index < sizeof titles / sizeof *titles; index++) {
        statement_context_init(&context);
        statement_note(vocabulary.lexicon, &context, titles[index], strlen(titles[index]), true);
        cr_assert_eq(read_block("2024年一季度,全市地区生产总值130.5亿元。"), 1);
        cr_expect_not(statements[0].flags & STATEMENT_ELSEWHERE, "%s", titles[index]);
    }
}

Test(statement, the_first_line_of_a_place_that_no_table_knows)
{
    static const char title[] = "浏阳市上半年经济运行情况", heading[] = "一、2020年及“十三五”工作回顾";

    statement_note(vocabulary.lexicon, &context, title, strlen(title), true);
    cr_assert_eq(read_block("2026年上半年,全市实现地区生产总值900亿元。"), 1);
    cr_expect(statements[0].flags & STATEMENT_ELSEWHERE);
    statement_context_init(&context);
    statement_note(vocabulary.lexicon, &context, heading, strlen(heading), false);
    cr_assert_eq(read_block("地区生产总值增长4.7%,增速排全省第2位。固定资产投资增长3%。"), 2);
    cr_expect_eq(statements[1].region, 522301, "a region that is compared with");
    expect(&statements[0], "GDP", 522301, 2020, 1, 12);
}
