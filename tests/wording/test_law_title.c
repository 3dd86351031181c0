/* SPDX-License-Identifier: Apache-2.0 */
#include "wording/law_title.h"

#include <criterion/criterion.h>
#include <string.h>

static const char *const titles[] = {
    "政府信息公开条例",
    "行政许可法",
    "行政处罚法",
    "教师法",
    "教育法",
    "环境保护法",
    "环境保护税法",
    "增值税暂行条例",
    "未成年人保护法",
    "安全生产法",
    "城市绿化条例",
    "企业破产法(试行)",
    "国务院关于实施《公司法》注册资本登记管理制度的规定",
    "妇女权益保障法",
    "道路交通安全法",
    "村民委员会组织法",
    "国有土地上房屋征收与补偿条例",
    "社会团体登记管理条例",
    "生产安全事故报告和调查处理条例",
    "中国共产党廉洁自律准则",
    "种子法",
};
enum { TITLE_COUNT = sizeof titles / sizeof *titles };
static const char *const groups[] = { "例列" };

static struct law_title judge(const char *text)
{
    const struct law_titles *made;
    struct law_title judged;
    struct alike alike;
    struct arena *arena;

    cr_assert_eq(arena_create(&arena), STATUS_OK);
    cr_assert_eq(alike_index(groups, 1, arena, &alike), STATUS_OK);
    cr_assert_eq(law_titles_create(titles, TITLE_COUNT, alike, arena, &made), STATUS_OK);
    judged = law_title_judge(made, text, strlen(text));
    arena_destroy(arena);
    return judged;
}

Test(law_title, wrong_titles_are_told_with_the_right_one)
{
    static const struct {
        const char *text, *meant;
        enum law_title_kind kind;
    } cases[] = {
        { "中华人民共和国政府信息公开法", "政府信息公开条例", LAW_TITLE_NO_LAW },
        { "中华人民共和国城市绿化法", "城市绿化条例", LAW_TITLE_NO_LAW },
        { "中华人民共和国行政许可证法", "行政许可法", LAW_TITLE_NEAR },
        { "中华人民共和国未成年保护法", "未成年人保护法", LAW_TITLE_NEAR },
        { "中华人民共和国行政处理法", "行政处罚法", LAW_TITLE_NEAR },
        { "中华人民共和国按全生产法", "安全生产法", LAW_TITLE_NEAR },
        { "中华人民共和国全安生产法", "安全生产法", LAW_TITLE_NEAR },
        { "政府信息公开条列", "政府信息公开条例", LAW_TITLE_NEAR },
        { "城市绿花条例(2017修订)", "城市绿化条例", LAW_TITLE_NEAR },
        { "安全生产产法", "安全生产法", LAW_TITLE_NEAR },
        { "中华人民共和国安全法生产", "安全生产法", LAW_TITLE_NEAR }, /* in another order */
        { "中华人民共和国安全生产条例", "安全生产法", LAW_TITLE_NO_LAW },
        { "安全生产法法", "安全生产法", LAW_TITLE_NEAR },
        { "中华人民共和国妇女儿童权益保障法", "妇女权益保障法", LAW_TITLE_CLOSE }, /* words put in */
        { "中华人民共和国道路安全法", "道路交通安全法", LAW_TITLE_CLOSE },         /* and left out */
        { "中华人民共和国村民委员会自治法", "村民委员会组织法", LAW_TITLE_CLOSE }, /* and others */
        { "国有土地上房屋征收与赔偿条例", "国有土地上房屋征收与补偿条例", LAW_TITLE_NEAR },
        { "生产安全事故报告和调查条例", "生产安全事故报告和调查处理条例", LAW_TITLE_CLOSE },
        { "生产安全事故报告和调查处理工作条例", "生产安全事故报告和调查处理条例", LAW_TITLE_CLOSE },
        { "中国共产党廉洁自律准侧", "中国共产党廉洁自律准则", LAW_TITLE_NEAR }, /* bears the name of who enacts it */
        { "中华人民共和国种植法", "种子法", LAW_TITLE_CLOSE },
        { "中华人民共和国政府信息公开办法", "政府信息公开条例", LAW_TITLE_NO_LAW },
        { "社会团体登记管理条令", "社会团体登记管理条例", LAW_TITLE_NO_LAW },
    };

    for (size_t index = 0; index < sizeof cases / sizeof *cases; index++) {
        struct law_title judged = judge(cases[index].text);

        cr_expect_eq(judged.kind, cases[index].kind, "%s: %d", cases[index].text, judged.kind);
        cr_expect_str_eq(titles[judged.index], cases[index].meant, "%s", cases[index].text);
    }
}

Test(law_title, right_and_foreign_ones_are_not)
{
    static const char *const listed[] = {
        "中华人民共和国行政许可法",
        "行政许可法",
        "中华人民共和国环境保护法(2014年修订)",
        "环境保护税法",
        "教师法",
        "中华人民共和国企业破产法(试行)",
    };
    static const char *const unknown[] = {
        "教训法",
        "道路安全法", /* without the country it may be another's */
        "中华人民共和国内务条令",
        "中华人民共和国史",
        "中华人民共和国道路运输管理法(草案)",
        "中华人民共和国××法",
        "中华人民共和国交通部关于外轮使用电话暂行办法",
        "道路运输管理法",
        "种植法",
        "生产安全事故报告和调查处理暂行条例",
        "贵州省政府信息公开办法",
        "政府信息公开办法",
        "行政许可证法",
        "城市绿地条例",
        "关于开展行政许可法宣传的通知",
        "",
        "法",
        "中华人民共和国",
        "(",
        "中华人民共和国(试行)",
    };

    for (size_t index = 0; index < sizeof listed / sizeof *listed; index++)
        cr_expect_eq(judge(listed[index]).kind, LAW_TITLE_LISTED, "%s", listed[index]);
    for (size_t index = 0; index < sizeof unknown / sizeof *unknown; index++)
        cr_expect_eq(judge(unknown[index]).kind, LAW_TITLE_UNKNOWN, "%s", unknown[index]);
    cr_expect_eq(judge("中华人民共和国公证法").kind, LAW_TITLE_UNLISTED);
}
