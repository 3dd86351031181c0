/* SPDX-License-Identifier: Apache-2.0 */
#include "wording/self_reference.h"

#include <criterion/criterion.h>
#include <string.h>

#include "shipped.h"

TestSuite(self_reference, .init = shipped_open, .fini = shipped_close);

/* How many regulations of the lines contradict themselves. */
static unsigned count_wrong(const char *text)
{
    struct self_reference self = { .kind = "" };
    struct self_reference_step step;
    unsigned count = 0;

    while (*text != '\0') {
        size_t size = strcspn(text, "\n");

        self_reference_block(&self, shipped_vocabulary(), text, size, &step);
        count += step.is_wrong;
        text += size + (text[size] == '\n');
    }
    self_reference_end(&self, &step);
    return count + step.is_wrong;
}

Test(self_reference, contradictions_are_told)
{
    cr_expect_eq(count_wrong("官方网站管理制度\n根据有关规定,特制定本条例。\n本制度适用于全市。"), 1); /* DOMAIN 1.0 */
    cr_expect_eq(count_wrong("值班工作规定(试行)\n制定本办法。\n本暂行规定自发布之日起施行。"), 1);
    cr_expect_eq(count_wrong("甲管理办法\n制定本规定。\n本办法自发布之日起施行。\n乙管理办法\n制定本办法。"), 1);
}

Test(self_reference, what_agrees_is_not)
{
    static const char *const texts[] = {
        "管理制度\n制定本制度。\n本制度适用于全市。",
        "管理暂行规定\n制定本暂行规定。\n本规定自发布之日起施行。",
        "管理制度\n制定本条例。",                        /* nothing says that the title is right */
        "根据有关规定,制定本条例。\n本制度适用于全市。", /* no title */
        "管理制度\n违反本条例的,依照本制度处理。",       /* another one may be meant */
        "关于印发《管理制度》的通知\n制定本办法。\n本办法自发布之日起施行。",
        "第一章保密制度\n制定本办法。\n本制度",
        "",
    };

    for (size_t index = 0; index < sizeof texts / sizeof *texts; index++)
        cr_expect_eq(count_wrong(texts[index]), 0, "%s", texts[index]);
}

Test(self_reference, the_place_is_kept)
{
    static const char made[] = "根据有关规定,特制定本暂行条例。";
    struct self_reference self = { .kind = "制度" };
    struct self_reference_step step;

    self_reference_block(&self, shipped_vocabulary(), made, strlen(made), &step);
    cr_assert(step.keeps);
    cr_expect_eq(step.from, strlen("根据有关规定,特制定"));
    cr_expect_eq(step.to, strlen("根据有关规定,特制定本暂行条例"));
    cr_expect_str_eq(self.other, "条例");
}
