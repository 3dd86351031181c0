/* SPDX-License-Identifier: Apache-2.0 */
#include "wording/balance.h"

#include <criterion/criterion.h>
#include <string.h>

#include "shipped.h"

TestSuite(balance, .init = shipped_open, .fini = shipped_close);

static struct balance judge(enum balance_pair pair, const char *text)
{
    return balance_judge(shipped_vocabulary(), pair, text, strlen(text));
}

Test(balance, partners_are_found)
{
    static const char *const texts[] = { "", "根据《办法》和《规定》执行。", "《关于印发《办法》的通知》", "没有",
                                         "《》" };

    for (size_t index = 0; index < sizeof texts / sizeof *texts; index++) {
        cr_expect(!judge(BALANCE_TITLE, texts[index]).is_unclosed, "%s", texts[index]);
        cr_expect(!judge(BALANCE_TITLE, texts[index]).is_unopened, "%s", texts[index]);
    }
    cr_expect(!judge(BALANCE_ROUND, "1)甲(注)。").is_unclosed);
}

Test(balance, missing_ones_are_told)
{
    struct balance balance = judge(BALANCE_TITLE, "根据《《关于加强管理的通知》要求,制定方案。");

    cr_expect(balance.is_unclosed && balance.is_certain && !balance.is_unopened);
    cr_expect_eq(balance.unclosed, strlen("根据"));
    balance = judge(BALANCE_TITLE, "关于印发《管理办法的通知");
    cr_expect(balance.is_unclosed && balance.is_certain);
    balance = judge(BALANCE_TITLE, "根据《关于加强");
    cr_expect(balance.is_unclosed && !balance.is_certain);
    balance = judge(BALANCE_TITLE, "依照行政许可法》的规定");
    cr_expect(balance.is_unopened && !balance.is_unclosed);
    cr_expect_eq(balance.unopened, strlen("依照行政许可法"));
    balance = judge(BALANCE_ROUND, "本办法(以下简称办法。");
    cr_expect(balance.is_unclosed && balance.is_certain);
    cr_expect(!judge(BALANCE_ROUND, "(一)甲(见附件").is_certain);
    cr_expect(!judge(BALANCE_ROUND, "(注:本表按年计算。").is_certain);
    cr_expect(!judge(BALANCE_ROUND, "提示\\(lq最佳\\(rq。").is_certain, "markup");
    cr_expect(judge(BALANCE_YEAR, "国发〔2023号。").is_unclosed);
}

Test(balance, many_are_counted)
{
    cr_expect(judge(BALANCE_TITLE, "《《《《《《《《《《》》").is_unclosed);
    cr_expect(!judge(BALANCE_TITLE, "《《《《《《《《《《》》》》》》》》》》").is_unclosed);
}
