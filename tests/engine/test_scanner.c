/* SPDX-License-Identifier: Apache-2.0 */
#include "base/file.h"
#include "engine/scanner.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support.h"

#define RULE(id, body)                                                                                                 \
    "  - id: " id "\n    name: {zh: 测试, en: test}\n    category: classified\n    basis: [R2-2]\n"                  \
    "    action: block\n    advice: {zh: 无, en: none}\n    examples: {match: [甲], no_match: [乙]}\n" body

static const char mark_rule[] = RULE(
    "t.mark", "    match: {regex: ['(绝密|机密|秘密) ?[★☆*]{1,3} ?([0-9]{1,3}|[一二三四五六七八九十]{1,4}) ?年']}\n");

struct expectation {
    const char *match;
    uint64_t start, end;
    uint32_t line, column;
};

static void expect_one(const struct scan *scan, struct expectation expected)
{
    const struct finding *finding = &scan->findings[0];

    cr_assert_eq(scan->finding_count, 1, "%zu findings", scan->finding_count);
    cr_assert_str_eq(finding->match, expected.match);
    cr_assert(finding->at.has_source);
    cr_assert_eq(finding->at.source.start, expected.start);
    cr_assert_eq(finding->at.source.end, expected.end);
    cr_assert_eq(finding->at.line, expected.line);
    cr_assert_eq(finding->at.column, expected.column);
}

Test(scanner, a_finding_points_at_the_exact_bytes)
{
    struct ruleset *rules = rules_of(mark_rule);
    struct scanner *scanner = scanner_of(NULL);
    const struct scan *scan = scan_text(scanner, rules, "a.txt", bytes_of_text("公告\n第二行机密★10年\n"));

    expect_one(scan, (struct expectation){ "机密★10年", 7 + 9, 7 + 9 + 14, 2, 4 });
    cr_assert_str_eq(scan->findings[0].excerpt, "公告 第二行机密★10年");
    cr_assert_eq(scan->parts[0].coverage, COVERAGE_COMPLETE);
    scanner_destroy(scanner);
    ruleset_unref(rules);
}

Test(scanner, noise_does_not_matter_and_the_original_is_shown)
{
    struct ruleset *rules = rules_of(mark_rule);
    struct scanner *scanner = scanner_of(NULL);
    static const char *const texts[] = { "機　密 ★ 十年", "机\xE2\x80\x8B密★１０年", "机密☆☆５ 年",
                                         "\xE6\x9C\xBA\xC2\xAD密*一年" };

    for (size_t index = 0; index < sizeof texts / sizeof *texts; index++) {
        const struct scan *scan = scan_text(scanner, rules, "a.txt", bytes_of_text(texts[index]));

        expect_one(scan, (struct expectation){ texts[index], 0, strlen(texts[index]), 1, 1 });
    }
    scanner_destroy(scanner);
    ruleset_unref(rules);
}

/* What canonical text leaves out at the borders of a match is in the excerpt all the same. */
Test(scanner, an_excerpt_keeps_blanks_as_one)
{
    static const char *const cases[][3] = {
        { "a.txt", "这是 机密★10年 的文件", "这是 [机密★10年] 的文件" },
        { "a.txt", "这 是　 \t机密 ★ 10 年\u3000 的 文件", "这 是 [机密 ★ 10 年] 的 文件" },
        { "a.txt", " 机密★10年 ", "[机密★10年]" },
        { "a.txt", "是机密★10年的", "是[机密★10年]的" },
        { "a.txt", "第一行 \n 机密★10年 \n 第三行", "第一行 [机密★10年] 第三行" },
        { "a.html", "<p>这 是 <b>机密★10年</b> 的 <i>文 件</i>", "这 是 [机密★10年] 的 文 件" },
        { "a.html", "<p><i>这是</i> <b>机密★10年</b>\n<i>的</i>", "这是 [机密★10年] 的" },
        { "a.html", "<p>这<i>是</i><b> 机密★10年 </b>的", "这是 [机密★10年] 的" },
    };
    struct ruleset *rules = rules_of(mark_rule);
    struct scanner *scanner = scanner_of(NULL);

    for (size_t index = 0; index < sizeof cases / sizeof *cases; index++) {
        const struct scan *scan = scan_text(scanner, rules, cases[index][0], bytes_of_text(cases[index][1]));
        const struct finding *finding = &scan->findings[0];
        char shown[200];

        cr_assert_eq(scan->finding_count, 1, "%zu", index);
        snprintf(shown, sizeof shown, "%.*s[%.*s]%s", (int)finding->excerpt_match, finding->excerpt,
                 (int)finding->excerpt_match_size, finding->excerpt + finding->excerpt_match,
                 finding->excerpt + finding->excerpt_match + finding->excerpt_match_size);
        cr_expect_str_eq(shown, cases[index][2], "%zu: %s", index, shown);
    }
    scanner_destroy(scanner);
    ruleset_unref(rules);
}

/* So that a report can tell a number that ends there from one that is cut. */
Test(scanner, an_excerpt_tells_what_its_ends_leave_out)
{
    static const struct {
        const char *text;
        uint32_t before, after;
    } cases[] = {
        { "机密★10年", 0, 0 },
        { "１机密★10年", 0, 0 },
        { "五一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十机密★10年", 0x4E94, 0 },
        { "９一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十机密★10年", '9', 0 },
        { "机密★10年一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十", 0, '\n' },
        { "机密★10年一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十９", 0, '9' },
        { "机密★10年一二三四五六七八九十一二三四五六七八九十一二三四五六七八九1　9", 0, ' ' },
    };
    struct ruleset *rules = rules_of(mark_rule);
    struct scanner *scanner = scanner_of(NULL);

    for (size_t index = 0; index < sizeof cases / sizeof *cases; index++) {
        const struct scan *scan = scan_text(scanner, rules, "a.txt", bytes_of_text(cases[index].text));

        cr_assert_eq(scan->finding_count, 1, "%zu", index);
        cr_expect_eq(scan->findings[0].excerpt_before, cases[index].before, "%zu: %x", index,
                     scan->findings[0].excerpt_before);
        cr_expect_eq(scan->findings[0].excerpt_after, cases[index].after, "%zu: %x", index,
                     scan->findings[0].excerpt_after);
    }
    scanner_destroy(scanner);
    ruleset_unref(rules);
}

/* 第二行机密★10年 in GBK, after a line of ASCII; bytes from the GBK code table. */
Test(scanner, gbk_text_points_at_gbk_bytes)
{
    static const char text[] = "abc\n\xB5\xDA\xB6\xFE\xD0\xD0\xBB\xFA\xC3\xDC\xA1\xEF"
                               "10\xC4\xEA\n"
                               "\xB9\xAB\xB8\xE6\xC4\xDA\xC8\xDD\xB9\xAB\xB8\xE6\xC4\xDA\xC8\xDD";
    struct ruleset *rules = rules_of(mark_rule);
    struct scanner *scanner = scanner_of(NULL);
    const struct scan *scan = scan_text(scanner, rules, "a.txt", bytes_of(text, sizeof text - 1));

    expect_one(scan, (struct expectation){ "机密★10年", 4 + 6, 4 + 6 + 10, 2, 4 });
    cr_assert(strncmp(scan->parts[0].charset, "gb", 2) == 0, "%s", scan->parts[0].charset);
    scanner_destroy(scanner);
    ruleset_unref(rules);
}

Test(scanner, nothing_matches_across_blocks)
{
    struct ruleset *rules = rules_of(mark_rule);
    struct scanner *scanner = scanner_of(NULL);

    cr_assert_eq(scan_text(scanner, rules, "a.txt", bytes_of_text("机密\n★10年"))->finding_count, 0);
    scanner_destroy(scanner);
    ruleset_unref(rules);
}

Test(scanner, names_are_scanned)
{
    struct ruleset *rules = rules_of(mark_rule);
    struct scanner *scanner = scanner_of(NULL);
    const struct scan *scan = scan_text(scanner, rules, "dir/机密★3年.txt", bytes_of_text("内容"));

    cr_assert_eq(scan->finding_count, 1);
    cr_assert_eq(scan->findings[0].role, TEXT_FILENAME);
    cr_assert_str_eq(scan->findings[0].match, "机密★3年");
    cr_assert_not(scan->findings[0].at.has_source, "a name has no place in the file");
    scanner_destroy(scanner);
    ruleset_unref(rules);
}

Test(scanner, roles_zone_context_and_excuse)
{
    static const char rules_text[] = RULE("t.head", "    match: {literal: [特急]}\n    zone: head\n")
        RULE("t.needs", "    match: {literal: [六二二二]}\n    requires: {any: [账号], within: 10}\n")
            RULE("t.unless", "    match: {literal: [内部]}\n    unless: {any: [审计], within: 4}\n")
                RULE("t.title", "    match: {literal: [标题词]}\n    in: [title]\n");
    struct ruleset *rules = rules_of(rules_text);
    struct scanner *scanner = scanner_of(NULL);
    struct buf text = BUF_INIT(1 << 20);
    const struct scan *scan;

    for (int line = 1; line <= 11; line++)
        buf_format(&text, "第%d行\n", line);
    buf_text(&text, "十二行特急\n特急十三行\n");
    scan = scan_text(scanner, rules, "a.txt", buf_bytes(&text));
    cr_assert_eq(scan->finding_count, 1, "%zu", scan->finding_count);
    cr_assert_eq(scan->findings[0].at.line, 12);

    scan = scan_text(scanner, rules, "a.txt", bytes_of_text("账号是六二二二。这里没有别的词只有一串数字六二二二"));
    cr_assert_eq(scan->finding_count, 1);
    cr_assert_eq(scan->findings[0].at.column, 4);

    scan = scan_text(scanner, rules, "a.txt", bytes_of_text("内部审计。某某单位的内部"));
    cr_assert_eq(scan->finding_count, 1);
    cr_assert_eq(scan->findings[0].at.column, 11);

    cr_assert_eq(scan_text(scanner, rules, "a.txt", bytes_of_text("标题词"))->finding_count, 0);
    cr_assert_eq(scanner_scan_text(scanner, rules, bytes_of_text("标题词"), TEXT_TITLE, &scan), STATUS_OK);
    cr_assert_eq(scan->finding_count, 1);
    buf_free(&text);
    scanner_destroy(scanner);
    ruleset_unref(rules);
}

Test(scanner, counting_rules_put_matches_together)
{
    struct ruleset *rules =
        rules_of(RULE("t.count", "    match: {regex: ['1[3-9][0-9]{9}']}\n    count: {at_least: 3, per: document}\n"));
    struct scanner *scanner = scanner_of(NULL);
    const struct scan *scan;

    scan = scan_text(scanner, rules, "a.txt", bytes_of_text("13800000001\n13800000002\n"));
    cr_assert_eq(scan->finding_count, 0);
    scan = scan_text(scanner, rules, "a.txt", bytes_of_text("x\n13800000001\n13800000002\n13900000003 13900000004\n"));
    cr_assert_eq(scan->finding_count, 1);
    cr_assert_eq(scan->findings[0].occurrences, 4);
    cr_assert_eq(scan->findings[0].at.line, 2);
    scanner_destroy(scanner);
    ruleset_unref(rules);
}

Test(scanner, leftmost_then_longest_and_no_overlap)
{
    struct ruleset *rules = rules_of(RULE("t.a", "    match: {regex: ['密{1,3}']}\n"));
    struct scanner *scanner = scanner_of(NULL);
    const struct scan *scan = scan_text(scanner, rules, "a.txt", bytes_of_text("密密密。密密"));

    cr_assert_eq(scan->finding_count, 2);
    cr_assert_str_eq(scan->findings[0].match, "密密密");
    cr_assert_str_eq(scan->findings[1].match, "密密");
    scanner_destroy(scanner);
    ruleset_unref(rules);
}

Test(scanner, the_fingerprint_stays_when_other_text_moves)
{
    struct ruleset *rules = rules_of(mark_rule);
    struct scanner *scanner = scanner_of(NULL);
    struct digest before;
    const struct scan *scan =
        scan_text(scanner, rules, "a.txt", bytes_of_text("前文前文前文前文前文前文机密★10年后文"));

    before = scan->findings[0].fingerprint;
    scan = scan_text(scanner, rules, "b.txt",
                     bytes_of_text("新加的一段\n\n又一段，很长。前文前文前文前文前文前文机密★10年后文"));
    cr_assert_eq(scan->finding_count, 1);
    cr_assert(memcmp(&before, &scan->findings[0].fingerprint, sizeof before) == 0);
    scan = scan_text(scanner, rules, "b.txt", bytes_of_text("改了机密★10年也改了"));
    cr_assert(memcmp(&before, &scan->findings[0].fingerprint, sizeof before) == 0);
    scan = scan_text(scanner, rules, "b.txt", bytes_of_text("前文前文前文前文前文前文机密★20年后文"));
    cr_assert(memcmp(&before, &scan->findings[0].fingerprint, sizeof before) != 0);
    scanner_destroy(scanner);
    ruleset_unref(rules);
}

Test(scanner, one_more_match_of_a_counting_rule_is_another_fingerprint)
{
    struct ruleset *rules =
        rules_of(RULE("t.a", "    match: {regex: ['密[甲乙丙]']}\n    count: {at_least: 2, per: document}\n"));
    struct scanner *scanner = scanner_of(NULL);
    const struct scan *scan = scan_text(scanner, rules, "a.txt", bytes_of_text("密甲，密乙。"));
    struct digest before = scan->findings[0].fingerprint;

    cr_assert_eq(scan->finding_count, 1);
    scan = scan_text(scanner, rules, "a.txt", bytes_of_text("又：密乙；密甲"));
    cr_assert(memcmp(&before, &scan->findings[0].fingerprint, sizeof before) == 0);
    scan = scan_text(scanner, rules, "a.txt", bytes_of_text("密甲，密丙，密乙。"));
    cr_assert_eq(scan->finding_count, 1);
    cr_assert(memcmp(&before, &scan->findings[0].fingerprint, sizeof before) != 0);
    scan = scan_text(scanner, rules, "a.txt", bytes_of_text("密甲，密甲，密乙，密乙。"));
    cr_assert(memcmp(&before, &scan->findings[0].fingerprint, sizeof before) != 0);
    scanner_destroy(scanner);
    ruleset_unref(rules);
}

Test(scanner, equal_findings_are_numbered)
{
    struct ruleset *rules = rules_of(RULE("t.a", "    match: {literal: [密]}\n"));
    struct scanner *scanner = scanner_of(NULL);
    char text[400] = "";
    const struct scan *scan;

    for (int index = 0; index < 3; index++)
        snprintf(text + strlen(text), sizeof text - strlen(text),
                 "同同同同同同同同同同同同同同同同同同密同同同同同同同同同同同同同同同同同同");
    scan = scan_text(scanner, rules, "a.txt", bytes_of_text(text));
    cr_assert_eq(scan->finding_count, 3);
    for (uint32_t index = 0; index < 3; index++)
        cr_assert_eq(scan->findings[index].ordinal, index);
    scanner_destroy(scanner);
    ruleset_unref(rules);
}

Test(scanner, too_many_findings_are_a_gap_not_silence)
{
    struct limits limits = LIMITS_DEFAULT;
    struct ruleset *rules = rules_of(RULE("t.a", "    match: {literal: [密]}\n"));
    struct scanner *scanner;
    const struct scan *scan;

    limits.findings_max = 2;
    scanner = scanner_of(&limits);
    scan = scan_text(scanner, rules, "a.txt", bytes_of_text("密密密密"));
    cr_assert_eq(scan->finding_count, 2);
    cr_assert_eq(scan->gap_count, 1);
    cr_assert_eq(scan->gaps[0].why, STATUS_LIMIT_FINDINGS);
    cr_assert_eq(scan->parts[0].coverage, COVERAGE_INCOMPLETE);
    scanner_destroy(scanner);
    ruleset_unref(rules);
}

Test(scanner, a_document_over_the_size_limit_is_skipped_and_says_so)
{
    struct limits limits = LIMITS_DEFAULT;
    struct ruleset *rules = rules_of(mark_rule);
    struct scanner *scanner;
    const struct scan *scan;

    limits.input_bytes_max = 5;
    scanner = scanner_of(&limits);
    scan = scan_text(scanner, rules, "a.txt", bytes_of_text("机密★10年"));
    cr_assert_eq(scan->gap_count, 1);
    cr_assert_eq(scan->gaps[0].why, STATUS_LIMIT_BYTES);
    cr_assert_eq(scan->parts[0].coverage, COVERAGE_SKIPPED);
    scanner_destroy(scanner);
    ruleset_unref(rules);
}

static void expect_coverage(const char *name, uint32_t children_max, enum coverage outer,
                            enum coverage first, enum status why)
{
    struct limits limits = LIMITS_DEFAULT;
    struct buf content = BUF_INIT(SIZE_MAX / 4);
    struct error error = { STATUS_OK, "" };
    struct ruleset *rules = rules_of(mark_rule);
    struct scanner *scanner;
    const struct scan *scan;

    limits.children_max = children_max;
    cr_assert_eq(file_read(name, &content, &error), STATUS_OK, "%s", error.message);
    scanner = scanner_of(&limits);
    scan = scan_text(scanner, rules, "a.zip", buf_bytes(&content));
    cr_assert_gt(scan->part_count, 1);
    cr_expect_eq(scan->parts[0].coverage, outer, "%s", name);
    cr_expect_eq(scan->parts[1].coverage, first, "%s", name);
    cr_assert_eq(scan->gap_count, first == COVERAGE_COMPLETE ? 1 : 2);
    cr_expect_eq(scan->gaps[0].why, why);
    cr_expect_eq(scan->gaps[0].part, 0);
    scanner_destroy(scanner);
    ruleset_unref(rules);
    buf_free(&content);
}

/* A damaged member is not complete, and neither is its archive; but of what members were read, that was not skipped. */
Test(scanner, damage_belongs_to_what_is_damaged)
{
    static const char damaged[] = GUANKA_SOURCE_DIR "/corpus/archive/damaged-member.zip";
    static const char whole[] = GUANKA_SOURCE_DIR "/corpus/archive/methods.zip";

    expect_coverage(damaged, 100, COVERAGE_INCOMPLETE, COVERAGE_INCOMPLETE, STATUS_MALFORMED);
    expect_coverage(whole, 1, COVERAGE_INCOMPLETE, COVERAGE_COMPLETE, STATUS_LIMIT_CHILDREN);
    /* The first member is whole, the directory is gone. */
    expect_coverage(GUANKA_SOURCE_DIR "/corpus/archive/no-directory.zip", 100, COVERAGE_INCOMPLETE,
                    COVERAGE_COMPLETE, STATUS_MALFORMED);
}

Test(scanner, hard_wrapped_text_is_read_over_the_margin)
{
    struct ruleset *rules = rules_of(RULE("t.a", "    match: {literal: [内部资料注意保存]}\n"));
    struct scanner *scanner = scanner_of(NULL);
    struct buf text = BUF_INIT(1 << 20);
    const struct scan *scan;

    for (int line = 0; line < 20; line++)
        buf_text(&text, line == 9 ? "一二三四五六七八九十一二三四五六七八九十一二三四五六内部资料\n"
                        : line == 10 ? "注意保存一二三四五六七八九十一二三四五六七八九十一二三四五六\n"
                                     : "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十\n");
    scan = scan_text(scanner, rules, "a.txt", buf_bytes(&text));
    cr_assert_eq(scan->finding_count, 1);
    cr_assert_eq(scan->findings[0].at.line, 10);
    cr_assert_eq(scan->findings[0].at.source.end - scan->findings[0].at.source.start, 25);
    buf_free(&text);
    scanner_destroy(scanner);
    ruleset_unref(rules);
}

static enum coverage coverage_of(const char *name, const char *before, const char *piece, int count)
{
    struct limits limits = LIMITS_DEFAULT;
    struct ruleset *rules = rules_of(mark_rule);
    struct scanner *scanner = scanner_of(&limits);
    struct buf text = BUF_INIT(1 << 20);
    const struct scan *scan;
    enum coverage coverage;

    buf_text(&text, before);
    for (int index = 0; index < count; index++)
        buf_text(&text, piece);
    scan = scan_text(scanner, rules, name, buf_bytes(&text));
    coverage = scan->parts[0].coverage;
    cr_expect_eq(scan->gap_count, coverage == COVERAGE_COMPLETE ? 0 : 1);
    if (scan->gap_count > 0)
        cr_expect_eq(scan->gaps[0].why, STATUS_CHARSET);
    scanner_destroy(scanner);
    ruleset_unref(rules);
    buf_free(&text);
    return coverage;
}

/* Text with broken characters is not clean; a slip or two is not broken text. */
Test(scanner, broken_text_is_a_gap)
{
    static const char utf8[] = "\xEF\xBB\xBF", gbk[] = "<meta charset=gbk>";

    cr_expect_eq(coverage_of("a.txt", utf8, "\xE5\xAF ab\n", 15), COVERAGE_COMPLETE);
    cr_expect_eq(coverage_of("a.txt", utf8, "\xE5\xAF ab\n", 16), COVERAGE_INCOMPLETE);
    /* One broken character to a hundred and twenty whole ones, and to sixty. */
    cr_expect_eq(coverage_of("a.txt", utf8,
                             "\xE5 甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲"
                             "甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲"
                             "甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲\n",
                             30),
                 COVERAGE_COMPLETE);
    cr_expect_eq(coverage_of("a.txt", utf8,
                             "\xE5 甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲"
                             "甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲\n",
                             30),
                 COVERAGE_INCOMPLETE);
    cr_expect_eq(coverage_of("a.html", gbk, "\xBB\xFA\xC3\xDC", 30), COVERAGE_COMPLETE);
    cr_expect_eq(coverage_of("a.html", gbk, "\xFF<p>\xBB\xFA\xC3\xDC", 30), COVERAGE_INCOMPLETE);
    /* What browsers refuse to read is not read. */
    cr_expect_eq(coverage_of("a.html", "<meta charset=hz-gb-2312><p>", "~{;zCX~}", 1), COVERAGE_INCOMPLETE);
    /* HZ (RFC 1843) that nobody declares, as Python's codec writes it; what only begins like it is text. */
    cr_expect_eq(coverage_of("a.txt", "From a newsgroup:\n", "~{9XSZ<SG?9\\@m5DM(V*#,8w<6HKCqU~8.~}\n", 1),
                 COVERAGE_INCOMPLETE);
    cr_expect_eq(coverage_of("a.txt", "", "x = ~{a|b}; y = ~{ab~}; z = \"~{not_codes_but_words~}\"\n", 20),
                 COVERAGE_COMPLETE);
    cr_expect_eq(coverage_of("a.xml", "<?xml version='1.0' encoding='ISO-2022-CN'?>", "<a/>", 1),
                 COVERAGE_SKIPPED);
}
