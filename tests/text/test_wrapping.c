/* SPDX-License-Identifier: Apache-2.0 */
#include "text/wrapping.h"

#include <criterion/criterion.h>
#include <string.h>

Test(wrapping, what_begins_a_paragraph)
{
    static const char *const begin[] = { "　　各乡镇", "\u00A0一", "\u2003一", "第三条 总则", "一、总则", "  1. x" };
    static const char *const go_on[] = { "", "各乡镇", "的通知", "第三条规定", "1.5元", "  x" };

    for (size_t index = 0; index < sizeof begin / sizeof *begin; index++)
        cr_expect(wrapping_begins_paragraph(begin[index], strlen(begin[index])), "%s", begin[index]);
    for (size_t index = 0; index < sizeof go_on / sizeof *go_on; index++)
        cr_expect_not(wrapping_begins_paragraph(go_on[index], strlen(go_on[index])), "%s", go_on[index]);
}

Test(wrapping, what_ends_a_sentence)
{
    static const char *const end[] = { "。", "执行。", "如下：", "done. ", "x;" };
    static const char *const go_on[] = { "", " ", "补", "资金，", "（一）", "3" };

    for (size_t index = 0; index < sizeof end / sizeof *end; index++)
        cr_expect(wrapping_ends_sentence(end[index], strlen(end[index])), "%s", end[index]);
    for (size_t index = 0; index < sizeof go_on / sizeof *go_on; index++)
        cr_expect_not(wrapping_ends_sentence(go_on[index], strlen(go_on[index])), "%s", go_on[index]);
}

Test(wrapping, what_is_written_without_blanks)
{
    cr_expect(wrapping_is_unspaced(0x8D34));  /* 贴 */
    cr_expect(wrapping_is_unspaced(0x3002));  /* 。 */
    cr_expect(wrapping_is_unspaced(0x30AB));  /* カ */
    cr_expect(wrapping_is_unspaced(0x20000));
    cr_expect_not(wrapping_is_unspaced('a'));
    cr_expect_not(wrapping_is_unspaced(0xD55C)); /* 한 */
    cr_expect_not(wrapping_is_unspaced(0x0627)); /* ا */
}
