/* SPDX-License-Identifier: Apache-2.0 */
#include "text/numbering.h"

#include <criterion/criterion.h>
#include <string.h>

static void each(const char *const *lines, size_t count, bool expected)
{
    for (size_t index = 0; index < count; index++)
        cr_assert_eq(numbering_begins(lines[index], strlen(lines[index])), expected, "%s", lines[index]);
}

/* The marks of GB/T 9704-2012, 7.3.3, and of laws. */
Test(numbering, lines_that_begin_a_paragraph)
{
    static const char *const lines[] = {
        "一、总体要求",       "（二）工作目标", "3．加强领导",     "（4）其他", "第十九条 权利要求书",
        "第一百零二条　本法", "第三章 附则",    "　　第四条 附则", "  1. 概述", "十二、保障",
        "(一)财产保险业务",   "第二节",         "１．全角",        "25、附件"
    };

    each(lines, sizeof lines / sizeof *lines, true);
}

/* How a line may go on that was ended by its length. */
Test(numbering, lines_that_go_on)
{
    static const char *const lines[] = { "",
                                         "第三条的规定处罚",
                                         "第三条规定",
                                         "（一）项规定的",
                                         "(一)、(二)项",
                                         "1.5%",
                                         "2023年",
                                         "一是加强领导",
                                         "三个方面",
                                         "第一，加强",
                                         "十九大",
                                         "（二〇二三年）",
                                         "12.5亿元",
                                         "三、四级公路",
                                         "第",
                                         "（",
                                         "一" };

    each(lines, sizeof lines / sizeof *lines, false);
}
