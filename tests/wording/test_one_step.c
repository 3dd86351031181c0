/* SPDX-License-Identifier: Apache-2.0 */
#include "wording/one_step.h"

#include <criterion/criterion.h>
#include <string.h>

Test(one_step, what_lies_between_two_texts)
{
    static const struct {
        const char *right, *written;
        enum one_step_kind kind;
        size_t at;
    } cases[] = {
        { "人民政府", "人民政府", ONE_STEP_SAME, 12 },
        { "人民政府", "人民攻府", ONE_STEP_REPLACED, 6 },
        { "人民政府", "仁民政府", ONE_STEP_REPLACED, 0 },
        { "人民政府", "人民政", ONE_STEP_LEFT_OUT, 9 },
        { "人民政府", "民政府", ONE_STEP_LEFT_OUT, 0 },
        { "行政许可法", "行政许可证法", ONE_STEP_ADDED, 12 },
        { "人民政府", "人民民政府", ONE_STEP_DOUBLED, 6 },
        { "人民政府", "人民政府府", ONE_STEP_DOUBLED, 12 },
        { "人民政府", "民人政府", ONE_STEP_SWAPPED, 0 },
        { "人民政府", "人民府政", ONE_STEP_SWAPPED, 6 },
        { "社会主义", "社会注意", ONE_STEP_WORD, 6 },
        { "人民政府", "人民法院", ONE_STEP_WORD, 6 },
        { "人民政府", "人事法院", ONE_STEP_MORE, 3 },
        { "人民", "人民政府", ONE_STEP_WORD_ADDED, 6 },
        { "监督管理局", "监督局", ONE_STEP_WORD_LEFT_OUT, 6 },
        { "人民", "人民政府办", ONE_STEP_MORE, 6 },
        { "", "", ONE_STEP_SAME, 0 },
        { "", "人", ONE_STEP_ADDED, 0 },
        { "人", "", ONE_STEP_LEFT_OUT, 0 },
        { "甲a", "甲é", ONE_STEP_REPLACED, 3 },
        { "中", "丮", ONE_STEP_REPLACED, 0 }, /* the same first two bytes */
    };

    for (size_t index = 0; index < sizeof cases / sizeof *cases; index++) {
        struct one_step step = one_step_between(cases[index].right, strlen(cases[index].right), cases[index].written,
                                                strlen(cases[index].written));

        cr_expect_eq(step.kind, cases[index].kind, "%s %s: %d", cases[index].right, cases[index].written, step.kind);
        if (step.kind != ONE_STEP_MORE)
            cr_expect_eq(step.at, cases[index].at, "%s %s", cases[index].right, cases[index].written);
    }
}

Test(one_step, the_characters_are_told)
{
    struct one_step step = one_step_between("人民政府", 12, "人民攻府", 12);

    cr_expect_eq(step.was, 0x653F);
    cr_expect_eq(step.is, 0x653B);
    step = one_step_between("人民政府", 12, "人民府", 9);
    cr_expect_eq(step.was, 0x653F);
    cr_expect_eq(step.is, 0);
}
