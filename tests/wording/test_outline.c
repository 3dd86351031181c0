/* SPDX-License-Identifier: Apache-2.0 */
#include "wording/outline.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "shipped.h"

TestSuite(outline, .init = shipped_open, .fini = shipped_close);

static void tell(const struct outline_step *step, char *told)
{
    for (size_t index = 0; index < step->event_count; index++) {
        const struct outline_event *event = &step->events[index];
        char label[OUTLINE_LABEL_SIZE];

        if (event->fault == OUTLINE_GAP) {
            (void)outline_write(event->style, event->missing, label);
            (void)sprintf(told + strlen(told), "[%s]", label);
        } else {
            (void)sprintf(told + strlen(told), "[%u/%u]", event->announced, event->listed);
        }
    }
}

/* Lines are blocks; what is told is written one after the other. */
static const char *read_lines(const char *text)
{
    static char told[512];
    struct outline outline = { 0 };
    struct outline_step step;

    told[0] = '\0';
    while (*text != '\0') {
        size_t size = strcspn(text, "\n");

        outline_block(&outline, shipped_vocabulary(), text, size, &step);
        tell(&step, told);
        text += size + (text[size] == '\n');
    }
    outline_end(&outline, &step);
    tell(&step, told);
    return told;
}

Test(outline, labels)
{
    static const struct {
        const char *text;
        enum outline_style style;
        unsigned number;
    } cases[] = {
        { "第十二条本办法", OUTLINE_ARTICLE, 12 },
        { "第一章总则", OUTLINE_CHAPTER, 1 },
        { "一、总则", OUTLINE_HAN, 1 },
        { "(二十一)其他", OUTLINE_HAN_BRACKET, 21 },
        { "3.其他", OUTLINE_ARABIC, 3 },
        { "3、其他", OUTLINE_ARABIC_COMMA, 3 },
        { "(3)其他", OUTLINE_ARABIC_BRACKET, 3 },
        { "3.5万人", OUTLINE_NONE, 0 },
        { "2023年", OUTLINE_NONE, 0 },
        { "十年", OUTLINE_NONE, 0 },
        { "(注)", OUTLINE_NONE, 0 },
        { "", OUTLINE_NONE, 0 },
        { "第一", OUTLINE_NONE, 0 },
        { "(3", OUTLINE_NONE, 0 },
    };

    for (size_t index = 0; index < sizeof cases / sizeof *cases; index++) {
        struct outline_label label = outline_label(cases[index].text, strlen(cases[index].text));

        cr_expect_eq(label.style, cases[index].style, "%s", cases[index].text);
        if (label.style != OUTLINE_NONE)
            cr_expect_eq(label.number, cases[index].number, "%s", cases[index].text);
    }
}

Test(outline, gaps_are_told_once_the_list_goes_on_or_is_over)
{
    cr_expect_str_eq(read_lines("一、甲\n二、乙\n四、丁"), "[三、]");
    cr_expect_str_eq(read_lines("一、甲\n(一)子\n(二)丑\n(四)卯\n二、乙\n三、丙"), "[(三)]");
    cr_expect_str_eq(read_lines("第一条甲\n第二条乙\n第一章\n第四条丁\n第五条戊"), "[第三条]");
    cr_expect_str_eq(read_lines("1.甲\n2.乙\n3.丙\n5.戊\n6.己"), "[4.]");
    cr_expect_str_eq(read_lines("一、甲\n二、乙\n四、丁\n一、甲\n二、乙\n三、丙"), "[三、]");
}

Test(outline, what_is_no_gap)
{
    cr_expect_str_eq(read_lines("一、甲\n二、乙\n三、丙"), "");
    cr_expect_str_eq(read_lines("三、甲\n五、乙\n六、丙"), "", "an excerpt");
    cr_expect_str_eq(read_lines("一、甲\n三、乙"), "", "too short");
    cr_expect_str_eq(read_lines("一、甲\n二、乙\n五、戊"), "", "too far");
    cr_expect_str_eq(read_lines("一、甲\n二、乙\n四、丁\n三、丙"), "", "out of order");
    cr_expect_str_eq(read_lines("(一)甲\n(二)乙;(三)丙\n(四)丁"), "", "two points in a paragraph");
    cr_expect_str_eq(read_lines("第一条甲\n第一章\n第二条乙\n第三条丙"), "");
    cr_expect_str_eq(read_lines("一、甲\n1.子\n2.丑\n二、乙\n1.子\n2.丑"), "");
    cr_expect_str_eq(read_lines("第一条甲\n第二条乙\n第二条之一丙\n第三条丁"), "");
    cr_expect_str_eq(read_lines(""), "");
}

Test(outline, lists_have_as_many_points_as_was_announced)
{
    cr_expect_str_eq(read_lines("做好以下五项工作:\n1.甲\n2.乙\n3.丙\n4.丁"), "[5/4]");
    cr_expect_str_eq(read_lines("第五条下列三种情形:\n(一)甲\n(二)乙\n第六条丙"), "[3/2]");
    cr_expect_str_eq(read_lines("如下2点:\n一、甲\n二、乙\n三、丙"), "[2/3]");
    cr_expect_str_eq(read_lines("做好以下四项工作:\n1.甲\n细节\n2.乙\n3.丙;4.丁"), "");
    cr_expect_str_eq(read_lines("做好以下五项工作:\n请看附件\n1.甲\n2.乙"), "", "the list is not next");
    cr_expect_str_eq(read_lines("做好以下五项工作。\n1.甲\n2.乙"), "");
    cr_expect_str_eq(read_lines("有下列三项以上:\n1.甲\n2.乙\n3.丙\n4.丁"), "");
    cr_expect_str_eq(read_lines("以下四项:\n1.甲\n2.乙\n4.丁"), "[3.]", "a gap says it");
    cr_expect_str_eq(read_lines("一、以下两项:\n1.甲\n2.乙\n二、以下三项:\n1.甲\n2.乙"), "[3/2]");
}
