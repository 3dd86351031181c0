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
