/* SPDX-License-Identifier: Apache-2.0 */
#include "rules/paraphrase.h"

#include <criterion/criterion.h>
#include <string.h>

static const struct reading {
    const char *expression, *words;
} readings[] = {
    /* words stay words */
    { "内部资料", "内部资料" },
    { "内部.料", "内部〈any characters〉料" },
    { "a\\.b.", "a.b〈any characters〉" },
    /* what may be missing, and blanks that may be */
    { "应当?标", "应（当）标" },
    { "机密 ?★ ?年?", "机密★（年）" },
    { "(?:第一)?批", "（第一）批" },
    /* choices, also of single characters, and within each other */
    { "(绝密|机密)级", "〔绝密／机密〕级" },
    { "绝密.|机密.", "绝密〈any characters〉／机密〈any characters〉" },
    { "[省市]级", "〔省／市〕级" },
    { "[省市]?级", "（省／市）级" },
    { "1[3-9]\\d{9}", "1〔3–9〕〈digits (9)〉" },
    { "((甲|乙)|丙)级", "〔甲／乙／丙〕级" },
    { "(a|b|c|d|e|f|g|h|i|j)x", "〔a／b／c／d／e／f／g／h／… 10 in all〕x" },
    /* kinds and numbers */
    { "[0-9]{1,3}年", "〈digits (1 to 3)〉年" },
    { "\\p{Han}{0,5}局", "〈Chinese characters (up to 5)〉局" },
    { "[\\p{Han}0-9]局", "〈digits or Chinese characters〉局" },
    { "[a-z0-9_]{4}", "〈digits or letters or _ (4)〉" },
    { "[^,。]{0,20}件", "〈characters other than ,。 (up to 20)〉件" },
    { ".{2,6}件", "〈any characters (2 to 6)〉件" },
    { "[★☆*※·•・‧⭐]{1,3}年", "〈★☆*※·•・‧… (1 to 3)〉年" },
    { "(?:[★☆]){2}年", "〈★☆ (2)〉年" },
    { "(甲|乙.){1,2}年", "〔甲／乙〈any characters〉〕 (1 to 2)年" },
    { "★{1,3}年", "〈★ (1 to 3)〉年" },
    /* borders */
    { "^密级.$", "〈beginning of a paragraph〉密级〈any characters〉〈its end〉" },
    { "\\bvpn\\d", "vpn〈digits〉" },
    /* defines are put in */
    { "%{LEVEL}级", "〔绝密／机密〕级" },
};

static struct rule_text text_of(const char *text)
{
    return (struct rule_text){ text, strlen(text), 1, 1, 0 };
}

Test(paraphrase, expressions_in_words)
{
    struct rule_define define = { text_of("LEVEL"), text_of("绝密|机密") };
    const struct rule_pack pack = { .file = "p.yaml", .name = "t", .defines = &define, .define_count = 1 };

    for (size_t index = 0; index < sizeof readings / sizeof *readings; index++) {
        struct rule_text expression = text_of(readings[index].expression);
        struct buf words = BUF_INIT(1000);

        cr_assert_eq(paraphrase_expression(&pack, &expression, 500, &words), STATUS_OK, "%s", expression.text);
        cr_expect_str_eq(words.data, readings[index].words, "%s: %s", expression.text, words.data);
        buf_free(&words);
    }
}

Test(paraphrase, what_is_long_is_cut_between_pieces)
{
    const struct rule_pack pack = { .file = "p.yaml", .name = "t" };
    struct rule_text expression = text_of("甲.乙.丙.丁.戊.己.庚.辛.");
    struct buf words = BUF_INIT(1000);

    cr_assert_eq(paraphrase_expression(&pack, &expression, 30, &words), STATUS_OK);
    cr_expect_str_eq(words.data, "甲〈any characters〉乙〈any characters〉…");
    buf_free(&words);
}
