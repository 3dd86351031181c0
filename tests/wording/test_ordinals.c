/* SPDX-License-Identifier: Apache-2.0 */
#include "wording/ordinals.h"

#include <criterion/criterion.h>
#include <string.h>

#include "shipped.h"

TestSuite(ordinals, .init = shipped_open, .fini = shipped_close);

static bool judge(const char *text, struct ordinals *found)
{
    return ordinals_judge(shipped_vocabulary(), text, strlen(text), found);
}

Test(ordinals, points_left_out)
{
    struct ordinals found;
    static const char text[] = "要求:一是加强领导;二是落实责任;四是严格督查。";

    cr_assert(judge(text, &found));
    cr_expect_eq(found.fault, OUTLINE_GAP);
    cr_expect_str_eq(found.missing, "三是");
    cr_expect_eq(found.from, strlen("要求:一是加强领导;二是落实责任;"));
    cr_expect_eq(found.to - found.from, strlen("四是"));
    cr_assert(judge("第一,甲。第二,乙。第四,丁。第五,戊。", &found));
    cr_expect_str_eq(found.missing, "第三,");
}

Test(ordinals, another_number_than_announced)
{
    struct ordinals found;

    cr_assert(judge("会议强调以下四点:一是甲;二是乙;三是丙。", &found));
    cr_expect_eq(found.fault, OUTLINE_COUNT);
    cr_expect_eq(found.announced, 4);
    cr_expect_eq(found.listed, 3);
}

Test(ordinals, labels_of_another_number_than_announced)
{
    static const char *const right[] = {
        "分为以下三类:(一)甲;(二)乙;(三)丙。",
        "分为以下四类:(一)甲;(二)乙;", /* goes on in the next paragraph */
        "按照以下规定:第三条第(一)、(三)项。",
        "以下四项:1.5米、2.5米。",
        "",
    };
    struct ordinals found;
    static const char text[] = "需提交下列五项材料:1.甲;2.乙;3.丙。";

    cr_assert(ordinals_judge_labels(shipped_vocabulary(), text, strlen(text), &found));
    cr_expect_eq(found.fault, OUTLINE_COUNT);
    cr_expect_eq(found.announced, 5);
    cr_expect_eq(found.listed, 3);
    for (size_t index = 0; index < sizeof right / sizeof *right; index++)
        cr_expect(!ordinals_judge_labels(shipped_vocabulary(), right[index], strlen(right[index]), &found), "%s",
                  right[index]);
}

Test(ordinals, what_is_right)
{
    static const char *const texts[] = {
        "",
        "一是加强领导;二是落实责任;三是严格督查。",
        "一是甲。",
        "这一是非曲直,那二是非。四是非。",
        "一是甲,三是丙。",
        "以下三点:一是甲;二是乙;三是丙。",
        "以下四项工作已经完成。一是甲;二是乙。",
        "会议强调以下四点。要求:一是甲;二是乙。",
        "第一,甲。第二,乙。",
    };
    struct ordinals found;

    for (size_t index = 0; index < sizeof texts / sizeof *texts; index++)
        cr_expect(!judge(texts[index], &found), "%s", texts[index]);
}
