/* SPDX-License-Identifier: Apache-2.0 */
#include "rules/pattern.h"

#include <criterion/criterion.h>

/* Scalars as if they stood in a pack without defines. */
static struct rule_text text_of(const char *text)
{
    return (struct rule_text){ text, strlen(text), 1, 1, 0 };
}

static const struct rule_pack empty_pack = { .file = "p.yaml", .name = "t" };

static const struct folding_case {
    const char *source, *folded;
    bool is_literal;
} foldings[] = {
    /* literal characters are folded, wherever they stand */
    { "機密", "机密", true },
    { "ＡＢｃ１２", "abc12", true },
    { "Https", "https", true },
    { "（机密）", "(机密)", true },
    { "機.密", "机.密", false },
    { "[機ｂC]x", "[机bc]x", false },
    { "㈠.", "(?:\\(一\\)).", false },
    /* operators stay */
    { "a|b", "a|b", false },
    { "^(a|b){1,3}?c$", "^(a|b){1,3}?c$", false },
    { "a{2}b", "a{2}b", false },
    { "a{b", "a{b", true },
    { "a\\.b", "a.b", true },
    { "a\\★", "a★", true },
    { "]}", "]}", true },
    { "\\d\\w\\b\\S", "\\d\\w\\b\\S", false },
    { "\\x{6c49}", "\\x{6c49}", false },
    { "(?<Name>a)(?P<N>b)(?:c)(?i)d(?i:e)", "(?:a)(?:b)(?:c)d(?:e)", false },
    /* nothing matches across a block */
    { "[^a]", "[^a\\n]", false },
    { "\\s", " ", false },
    { "\\W", "[^0-9a-z_\\n]", false },
    { "\\D\\N", "[^0-9\\n][^\\n]", false },
    { "[^\\D]", "[^\\D\\n]", false },
    { "\\P{Han}", "[^\\x{3400}-\\x{9fff}\\x{20000}-\\x{3ffff}\\x{3005}\\x{3007}\\n]", false },
    { "[^\\P{L}]", "[^\\P{L}\\n]", false },
    /* classes */
    { "[]a]", "[\\]a]", false },
    { "[^]a]", "[^\\]a\\n]", false },
    { "[a\\]b]", "[a\\]b]", false },
    { "[A-Z0-9]", "[a-z0-9]", false },
    { "[Ａ-Ｚ]", "[a-z]", false },
    { "[一-龥]", "[一-龥]", false },
    { "[a-]", "[a\\-]", false },
    { "[\\-a]", "[\\-a]", false },
    { "[\\d\\s]", "[\\d ]", false },
    { "[[:alpha:]_]", "[[:alpha:]_]", false },
    { "[\\p{Han}a]", "[\\x{3400}-\\x{9fff}\\x{20000}-\\x{3ffff}\\x{3005}\\x{3007}a]", false },
    { "[\\x{4e00}-\\x{4e01}]", "[一-丁]", false },
    { "[（(]", "[\\(\\(]", false },
};

Test(pattern, expressions_are_folded_character_by_character)
{
    for (size_t i = 0; i < sizeof foldings / sizeof *foldings; i++) {
        struct rule_text text = text_of(foldings[i].source);
        struct buf folded = BUF_INIT(1 << 20);
        struct pattern_result result;

        cr_expect_eq(pattern_fold_regex(&empty_pack, &text, &folded, NULL, &result), STATUS_OK, "%s: %s",
                     foldings[i].source, result.error.message);
        cr_expect_str_eq(folded.data, foldings[i].folded, "%s gives %s", foldings[i].source, folded.data);
        cr_expect_eq(result.is_literal, foldings[i].is_literal, "%s", foldings[i].source);
        buf_free(&folded);
    }
}

static const struct refusal {
    const char *source;
    size_t offset;
    const char *message;
} refusals[] = {
    { "ab*", 2, "this repeat has no upper bound" },
    { "a+", 1, "this repeat has no upper bound" },
    { "甲{2,}", 3, "this repeat has no upper bound" },
    { "a{,3}", 1, "write {0,n}" },
    { "a\\1", 1, "back references" },
    { "a\\k<b>", 1, "back references" },
    { "a(?=b)", 1, "look-around" },
    { "a(?<!b)", 1, "look-around" },
    { "(?s)a", 0, "this kind of group" },
    { "(?>a)", 0, "this kind of group" },
    { "(*UTF8)a", 0, "verbs" },
    { "a\\n", 1, "a line break" },
    { "a\\x0ab", 1, "a line break" },
    { "a\nb", 1, "a line break" },
    { "[a\\n]", 2, "a line break" },
    { "a\\t", 1, "canonical text has no control" },
    { "\\Aa", 0, "anchors to the ends" },
    { "a\\z", 1, "anchors to the ends" },
    { "a\\Q.\\E", 1, "this escape is not supported" },
    { "[\\b]", 1, "this escape is not supported" },
    { "a\\", 1, "a backslash must be followed" },
    { "[ab", 0, "this class is not closed" },
    { "[a\\", 2, "this class is not closed" },
    { "[\\W]", 1, "this would match a line break" },
    { "[\\P{L}]", 1, "this would match a line break" },
    { "[z-a]", 1, "this range runs backwards" },
    { "[a-\\d]", 1, "a range must end with a character" },
    { "[㈠]", 1, "in canonical text this character is several" },
    { "a\xE2\x80\x8B", 1, "this character never stands" },
    { "\\pq", 0, "a property is written" },
    { "\\p{^L}", 0, "a property is written" },
    { "\\xg", 0, "a character by number" },
    { "[\\x{110000}]", 1, "a character by number" },
    { "[\\x{1}-\\x{20}]", 1, "this range would match a line break" },
    { "[:a[:^digit:]]", 3, "a named set is written" },
    { "(?<na", 0, "this group's name is not closed" },
    { "a%{NONE}", 1, "there is no such name under define:" },
};

Test(pattern, what_makes_no_sense_is_refused_with_its_place)
{
    for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++) {
        struct rule_text text = text_of(refusals[i].source);
        struct buf folded = BUF_INIT(1 << 20);
        struct pattern_result result;

        cr_expect_eq(pattern_fold_regex(&empty_pack, &text, &folded, NULL, &result), STATUS_INVALID, "%s",
                     refusals[i].source);
        cr_expect_eq(result.error.text, &text, "%s", refusals[i].source);
        cr_expect_eq(result.error.offset, refusals[i].offset, "%s: %zu", refusals[i].source, result.error.offset);
        cr_expect(result.error.message != NULL
                      && strncmp(result.error.message, refusals[i].message, strlen(refusals[i].message)) == 0,
                  "%s: %s", refusals[i].source, result.error.message);
        buf_free(&folded);
    }
}

Test(pattern, defines_are_groups_except_in_classes)
{
    struct rule_define defines[] = {
        { text_of("STAR"), text_of("★☆") },
        { text_of("LEVEL"), text_of("机密|秘密") },
        { text_of("MARK"), text_of("%{LEVEL}[%{STAR}]") },
        { text_of("LOOP"), text_of("a%{LOOP}") },
        { text_of("BAD"), text_of("ok*") },
    };
    struct rule_pack pack = { .file = "p.yaml", .defines = defines, .define_count = 5 };
    struct rule_text mark = text_of("x%{MARK}y%{3}"), loop = text_of("%{LOOP}"), bad = text_of("xy%{BAD}");
    struct buf folded = BUF_INIT(1 << 20);
    struct pattern_result result;

    cr_assert_eq(pattern_fold_regex(&pack, &mark, &folded, NULL, &result), STATUS_OK, "%s", result.error.message);
    cr_assert_str_eq(folded.data, "x(?:(?:机密|秘密)[★☆])y\\%{3}");
    cr_assert_eq(pattern_fold_regex(&pack, &loop, &folded, NULL, &result), STATUS_INVALID);
    cr_assert_eq(strncmp(result.error.message, "defines nest too deeply", 23), 0);
    cr_assert_eq(pattern_fold_regex(&pack, &bad, &folded, NULL, &result), STATUS_INVALID);
    cr_assert_eq(result.error.text, &defines[4].fragment, "the place is in the define");
    cr_assert_eq(result.error.offset, 2);
    buf_free(&folded);
}

Test(pattern, the_map_leads_from_folded_bytes_to_the_source)
{
    struct rule_text text = text_of("機[密Ｘ](a)");
    struct buf folded = BUF_INIT(1 << 20);
    struct pattern_map map = { NULL, 0, 0 };
    struct pattern_result result;

    cr_assert_eq(pattern_fold_regex(&empty_pack, &text, &folded, &map, &result), STATUS_OK);
    cr_assert_str_eq(folded.data, "机[密x](a)");
    cr_assert_eq(pattern_map_find(&map, 0).offset, 0);
    cr_assert_eq(pattern_map_find(&map, 3).offset, 3);
    cr_assert_eq(pattern_map_find(&map, 7).offset, 7);  /* Ｘ, three bytes in the source */
    cr_assert_eq(pattern_map_find(&map, 10).offset, 12); /* a */
    pattern_map_free(&map);
    buf_free(&folded);
}

Test(pattern, capitals_are_mended_with_a_remark)
{
    struct rule_text text = text_of("ab[C-D]");
    struct buf folded = BUF_INIT(1 << 20);
    struct pattern_result result;

    cr_assert_eq(pattern_fold_regex(&empty_pack, &text, &folded, NULL, &result), STATUS_OK);
    cr_assert_str_eq(folded.data, "ab[c-d]");
    cr_assert_eq(result.remark.text, &text);
    cr_assert_eq(result.remark.offset, 3);
    buf_free(&folded);
}

Test(pattern, literals_are_folded_for_their_view)
{
    struct buf folded = BUF_INIT(1000);

    cr_assert_eq(pattern_fold_literal("機　密", strlen("機　密"), VIEW_CANONICAL, &folded), STATUS_OK);
    cr_assert_str_eq(folded.data, "机密");
    buf_clear(&folded);
    cr_assert_eq(pattern_fold_literal("机·密 Ａ-1", strlen("机·密 Ａ-1"), VIEW_DENSE, &folded), STATUS_OK);
    cr_assert_str_eq(folded.data, "机密a1");
    buf_clear(&folded);
    cr_assert_eq(pattern_fold_literal("\xE2\x80\x8B", 3, VIEW_CANONICAL, &folded), STATUS_OK);
    cr_assert_eq(folded.size, 0);
    buf_free(&folded);
}

static size_t alternatives(const char *folded, char *joined)
{
    size_t next = 0, count = 0;
    struct span piece, body = pattern_body(folded, strlen(folded));

    joined[0] = '\0';
    while (pattern_next_alternative(folded, body, &next, &piece)) {
        strncat(joined, folded + piece.start, piece.end - piece.start);
        strncat(joined, " ", 2);
        count++;
    }
    return count;
}

Test(pattern, alternatives_are_cut_at_the_top_level_only)
{
    static const struct {
        const char *folded, *pieces;
        size_t count;
    } cases[] = {
        { "a|bc|d", "a bc d ", 3 },
        { "(?:a|b)", "a b ", 2 },
        { "(?:(?:a|b))", "a b ", 2 },
        { "(?:a|b)c", "(?:a|b)c ", 1 },
        { "(?:a)|(?:b)", "(?:a) (?:b) ", 2 },
        { "a\\|b|[|\\]]x", "a\\|b [|\\]]x ", 2 },
        { "[[:alpha:]|]|y", "[[:alpha:]|] y ", 2 },
        { "a|", "a  ", 2 },
        { "x", "x ", 1 },
    };
    char joined[100];

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cr_expect_eq(alternatives(cases[i].folded, joined), cases[i].count, "%s", cases[i].folded);
        cr_expect_str_eq(joined, cases[i].pieces, "%s gives %s", cases[i].folded, joined);
    }
}

Test(pattern, plain_pieces_are_recognised)
{
    struct buf plain = BUF_INIT(100);

    cr_assert(pattern_is_plain("a\\.b|c", (struct span){ 0, 4 }, &plain));
    cr_assert_str_eq(plain.data, "a.b");
    cr_assert_not(pattern_is_plain("a.b", (struct span){ 0, 3 }, &plain));
    cr_assert_not(pattern_is_plain("a\\d", (struct span){ 0, 3 }, &plain));
    cr_assert_not(pattern_is_plain("", (struct span){ 0, 0 }, &plain));
    buf_free(&plain);
}
