/* SPDX-License-Identifier: Apache-2.0 */
#include "rules/paraphrase.h"

#include <criterion/criterion.h>
#include <dirent.h>
#include <stdio.h>
#include <string.h>

#include "base/file.h"

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
    { "[\\p{Han}0-9]局", "〈digits／Chinese characters〉局" },
    { "[a-z0-9_]{4}", "〈digits／letters／“_” (4)〉" },
    { "[^,。]{0,20}件", "〈characters other than punctuation (up to 20)〉件" },
    { "[^据料]件", "〈characters other than 据／料〉件" },
    { ".{2,6}件", "〈any characters (2 to 6)〉件" },
    { "[★☆*※·•・‧⭐]{1,3}年", "〈stars／middle dots (1 to 3)〉年" },
    { "(?:[★☆]){2}年", "〈stars (2)〉年" },
    { "(甲|乙.){1,2}年", "〔甲／乙〈any characters〉〕 (1 to 2)年" },
    { "★{1,3}年", "〈★ (1 to 3)〉年" },
    { "[1-9]\\d?年", "〈digits〉〈digits (up to 1)〉年" },
    { "[a-hj-np-z]{2}", "〈letters (2)〉" },
    { "[京津冀晋蒙辽吉黑沪苏]a", "〈京／津／冀／晋／蒙／辽／吉／黑／… 10 in all〉a" },
    { "[一二三四五六七八九十]{1,3}年", "〈Chinese numerals (1 to 3)〉年" },
    { "[(〔\\[【]?20\\d{2}[\\])】]", "〈opening brackets (up to 1)〉20〈digits (2)〉〈closing brackets〉" },
    /* signs that are no notation here stand in quotes */
    { "来源[:]", "来源:" },
    { "[\\p{Han}:()]{1,4}", "〈Chinese characters／brackets／“:” (1 to 4)〉" },
    { "[,|]名", "〔“,”／“|”〕名" },
    { "(^|[,|])名", "〔〈beginning of a paragraph〉／“,”／“|”〕名" },
    { "\\{\\{[a-z]{1,9}\\}\\}", "“{{”〈letters (1 to 9)〉“}}”" },
    { "\\?{4,40}", "〈“?” (4 to 40)〉" },
    { "来源:.(\\(甲\\))?", "来源:〈any characters〉（“(”甲“)”）" },
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

/* Where a reading still has a sign of expressions outside quotes; NULL: nowhere. */
static const char *notation_in(const char *reading)
{
    bool quoted = false;

    for (const char *at = reading; *at != '\0'; at++) {
        if (strncmp(at, "“", strlen("“")) == 0 || strncmp(at, "”", strlen("”")) == 0)
            quoted = strncmp(at, "“", strlen("“")) == 0;
        else if (!quoted && *at != '(' && *at != ')' && strchr("\\[]{}<>*+?|^$", *at) != NULL)
            return at;
    }
    return NULL;
}

static void expect_words(const struct rule_pack *pack, const char *id, const struct rule_texts *expressions)
{
    for (size_t index = 0; index < expressions->count; index++) {
        struct buf reading = BUF_INIT(1 << 16);
        const char *left;

        cr_assert_eq(paraphrase_expression(pack, &expressions->items[index], 1 << 15, &reading), STATUS_OK);
        buf_byte(&reading, '\0');
        left = notation_in(reading.data);
        cr_expect_null(left, "%s: %s at %.20s: %s", id, expressions->items[index].text, left, reading.data);
        buf_free(&reading);
    }
}

static size_t expect_pack_in_words(const char *path)
{
    struct buf yaml = BUF_INIT(RULE_FILE_SIZE_MAX);
    struct error error = { 0 };
    struct arena *arena;
    struct rule_pack *pack;
    size_t count;

    cr_assert_eq(arena_create(&arena), STATUS_OK);
    cr_assert_eq(file_read(path, &yaml, &error), STATUS_OK, "%s", error.message);
    cr_assert_eq(rule_file_parse(buf_bytes(&yaml), path, false, arena, &pack, &error), STATUS_OK, "%s", error.message);
    for (size_t index = 0; index < pack->draft_count; index++) {
        const struct rule_draft *draft = &pack->drafts[index];

        expect_words(pack, draft->rule.id, &draft->match.regexes);
        expect_words(pack, draft->rule.id, &draft->required.patterns.regexes);
        expect_words(pack, draft->rule.id, &draft->excused.patterns.regexes);
    }
    count = pack->draft_count;
    arena_destroy(arena);
    buf_free(&yaml);
    return count;
}

Test(paraphrase, every_shipped_rule_is_told_in_words)
{
    static const char folder_path[] = GUANKA_SOURCE_DIR "/patterns";
    DIR *folder = opendir(folder_path);
    const struct dirent *entry;
    size_t rules = 0;

    cr_assert_not_null(folder);
    while ((entry = readdir(folder)) != NULL) {
        char path[1024];

        snprintf(path, sizeof path, "%s/%s", folder_path, entry->d_name);
        if (strstr(entry->d_name, ".yaml") != NULL)
            rules += expect_pack_in_words(path);
    }
    closedir(folder);
    cr_expect_gt(rules, 200);
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
