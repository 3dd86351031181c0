/* SPDX-License-Identifier: Apache-2.0
 *
 * No result depends on where a window was cut.
 */
#include <criterion/criterion.h>
#include <stdint.h>
#include <string.h>

#include "engine/detectors.h"
#include "engine/scanner.h"
#include "support.h"

#define RULE(id, body)                                                                           \
    "  - id: " id "\n    name: {zh: 测试, en: test}\n    category: classified\n    basis: [R2-2]\n" \
    "    action: block\n    advice: {zh: 无, en: none}\n    examples: {match: [甲], no_match: [乙]}\n" body

static const char rules_text[] =
    RULE("w.mark", "    match: {regex: ['(绝密|机密|秘密) ?[★☆*]{1,3} ?[0-9]{1,3} ?年']}\n")
    RULE("w.repeat", "    match: {regex: ['密{1,9}', '[a-z]{2,5}']}\n")
    RULE("w.literal", "    match: {literal: [内部, 资料, 内部资料]}\n    unless: {any: [审计], within: 6}\n")
    RULE("w.context", "    match: {literal: [资料]}\n    requires: {any: ['机密', 'ab.{0,3}c'], within: 20}\n")
    RULE("w.dense", "    match: {literal: [加微信]}\n    view: dense\n")
    RULE("w.head", "    match: {literal: [密]}\n    zone: head\n")
    RULE("w.count", "    match: {literal: [年]}\n    count: {at_least: 2, per: document}\n");

/* xorshift: the same text on every machine. */
static uint32_t next_random(uint32_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 17;
    *state ^= *state << 5;
    return *state;
}

static void random_text(uint32_t seed, struct buf *out)
{
    static const char *const words[] = { "机密", "★", "☆", "10", "年", "密", "内部", "资料", "审计", "\n", "　", " ",
                                         "a", "bc", "ab", "，", "加", ".", "微", "-", "信", "\xE2\x80\x8B", "機", "１",
                                         "\xFF", "。", "文字" };
    uint32_t state = seed * 2654435761u + 1;
    size_t words_count = next_random(&state) % 3000;

    buf_clear(out);
    for (size_t index = 0; index < words_count; index++)
        buf_text(out, words[next_random(&state) % (sizeof words / sizeof *words)]);
}

/* Everything about the findings of a scan, as one text. */
static void describe(const struct scan *scan, struct buf *out)
{
    buf_clear(out);
    for (size_t index = 0; index < scan->finding_count; index++) {
        const struct finding *finding = &scan->findings[index];
        char digest[DIGEST_TEXT_SIZE];

        digest_text(&finding->fingerprint, digest);
        buf_format(out, "%s %llu-%llu %u:%u x%u #%u %s [%s] {%x|%s|%x}\n", finding->rule->id,
                   (unsigned long long)finding->at.source.start, (unsigned long long)finding->at.source.end,
                   finding->at.line, finding->at.column, finding->occurrences, finding->ordinal, digest,
                   finding->match, finding->excerpt_before, finding->excerpt, finding->excerpt_after);
    }
}

Test(windows, findings_are_the_same_for_every_window)
{
    static const size_t windows[] = { 7, 64, 1000, 5000 };
    struct ruleset *rules = rules_of(rules_text);
    struct scanner *scanner = scanner_of(NULL);
    struct buf text = BUF_INIT(1 << 24), whole = BUF_INIT(1 << 24), cut = BUF_INIT(1 << 24);
    size_t findings = 0;

    for (uint32_t seed = 1; seed <= 25; seed++) {
        random_text(seed, &text);
        scanner_set_window(scanner, SIZE_MAX / 4);
        const struct scan *scan = scan_text(scanner, rules, "a.txt", buf_bytes(&text));

        findings += scan->finding_count;
        describe(scan, &whole);
        for (size_t index = 0; index < sizeof windows / sizeof *windows; index++) {
            scanner_set_window(scanner, windows[index]);
            describe(scan_text(scanner, rules, "a.txt", buf_bytes(&text)), &cut);
            cr_assert_eq(whole.size, cut.size, "seed %u, window %zu", seed, windows[index]);
            cr_assert(whole.size == 0 || memcmp(whole.data, cut.data, whole.size) == 0, "seed %u, window %zu", seed,
                      windows[index]);
        }
    }
    cr_assert_gt(findings, 2000, "the texts are worth it");
    buf_free(&text);
    buf_free(&whole);
    buf_free(&cut);
    scanner_destroy(scanner);
    ruleset_unref(rules);
}

/* A detector is shown each block once and whole, whatever the window. */
Test(windows, detectors_find_the_same_whatever_the_window)
{
    static const char rules[] = "  - id: test.weekday\n"
                                "    name: weekday\n"
                                "    category: quality\n"
                                "    action: note\n"
                                "    match: {detector: wording, outcome: weekday}\n";
    static const struct limits limits = LIMITS_DEFAULT;
    struct ruleset *ruleset = rules_of(rules);
    struct scanner *scanner = scanner_of(&limits);
    struct buf text = BUF_INIT(1 << 20);
    size_t expected = 0;

    /* cal: 1 May 2023 was a Monday. */
    for (int line = 0; line < 2000; line++) {
        bool wrong = line % 7 == 0;

        buf_format(&text, "第%d号 会议定于2023年5月1日(星期%s)召开，请准时参加。%s", line, wrong ? "二" : "一",
                   line % 3 == 0 ? "\n" : "");
        expected += wrong;
    }
    for (size_t window = 64; window <= 1 << 20; window *= 5) {
        const struct scan *scan;

        scanner_set_window(scanner, window);
        scan = scan_text(scanner, ruleset, "通知.txt", buf_bytes(&text));
        cr_assert_eq(scan->finding_count, expected, "window %zu: %zu findings, not %zu", window, scan->finding_count,
                     expected);
    }
    buf_free(&text);
    scanner_destroy(scanner);
    ruleset_unref(ruleset);
}

/* However small the windows, the findings are those of `scan`, which ends here. */
static void expect_the_same_in_windows(struct scanner *scanner, struct ruleset *ruleset, struct bytes text,
                                       const struct scan *scan)
{
    struct buf whole = BUF_INIT(1 << 24), cut = BUF_INIT(1 << 24);

    describe(scan, &whole);
    for (size_t window = 64; window <= 1 << 20; window *= 5) {
        scanner_set_window(scanner, window);
        describe(scan_text(scanner, ruleset, "a.txt", text), &cut);
        cr_assert_eq(whole.size, cut.size, "window %zu", window);
        cr_assert_arr_eq(whole.data, cut.data, whole.size, "window %zu", window);
    }
    buf_free(&whole);
    buf_free(&cut);
}

/* Pieces of a number and the lines of a form come one after the other, whatever the window. The number is of DOMAIN 3.1. */
Test(windows, tables_are_the_same_whatever_the_window)
{
#define OUTCOME(name)                                                              \
    "  - id: test." name "\n    name: test\n    category: personal\n    action: note\n" \
    "    match: {detector: table, outcome: " name "}\n"
    static const char rules[] = OUTCOME("joined-identity") OUTCOME("weak-mask") OUTCOME("open-mask");
    static const struct limits limits = LIMITS_DEFAULT;
    struct ruleset *ruleset = rules_of(rules);
    struct scanner *scanner = scanner_of(&limits);
    struct buf text = BUF_INIT(1 << 20);
    const struct scan *scan;

    for (unsigned line = 0; line < 1500; line++) {
        if (line % 9 == 0)
            buf_format(&text, "第%u号 申请人证号522301199003\n070029，男，已经受理\n", line);
        else if (line % 31 == 1)
            buf_format(&text, "某某，1990年3月出生，证号 522301********0029，已经受理\n");
        else
            buf_format(&text, "关于第%u号申请的说明，内容从略，特此公示\n", line);
    }
    scanner_set_window(scanner, SIZE_MAX / 4);
    scan = scan_text(scanner, ruleset, "a.txt", buf_bytes(&text));
    cr_expect_geq(scan->finding_count, 167 + 1, "%zu", scan->finding_count);
    expect_the_same_in_windows(scanner, ruleset, buf_bytes(&text), scan);
    buf_free(&text);
    scanner_destroy(scanner);
    ruleset_unref(ruleset);
}

static bool has_rule(const struct scan *scan, const char *id)
{
    for (size_t index = 0; index < scan->finding_count; index++) {
        if (strcmp(scan->findings[index].rule->id, id) == 0)
            return true;
    }
    return false;
}

/* The detectors that ship, with their tables: they share the search for words, skip blocks that are none of their business, and
 * remember lines and distances over those. One line is longer than a detector is shown at once. */
Test(windows, detectors_that_share_their_words_find_the_same_whatever_the_window, .timeout = 120)
{
    static const char *const packs[] = { GUANKA_SOURCE_DIR "/patterns" };
    static const char *const enabled[] = { "formulation.*", "case.*", "classified.exam*", "quality.*", "prohibited.offer.*" };
    static const char *const lines[] = {
        "根据县人民攻府办公室的通知，现将有关事项公告如下。\n",
        "会议要求树牢五个意识、四个自信、两个维护。\n",
        "会议定于2023年5月1日(星期二)召开，请准时参加。\n",
        "机密★启用前\n2031年普通高等学校招生全国统一考试\n",
        "（2023）黔2301刑初123号案件正在审理，尚未作出判决。\n",
        "依照《中华人民共和国行政许可条列》的规定办理。\n",
        "一是加强领导；二是落实责任；四是强化督查。\n",
        "这一行有一个没有关上的《书名号，说完了。\n",
        "没有什么可说的一行，只是为了占一些地方。\n",
        "人民政府依法行政，公开政府信息。",
    };
    static const char *const found[] = { "formulation.near-miss",  "formulation.formula-number", "classified.exam-ahead",
                                         "case.pending",           "formulation.law-title",      "quality.numbering-gap",
                                         "quality.bracket" };
    enum { LINE_COUNT = sizeof lines / sizeof *lines, LONG_LINE = 600 };
    struct ruleset_options options = {
        .paths = packs, .path_count = 1, .enable = enabled, .enable_count = sizeof enabled / sizeof *enabled
    };
    struct scanner *scanner = scanner_of(NULL);
    struct buf text = BUF_INIT(1 << 20);
    struct ruleset *ruleset = NULL;
    struct error error = { .message = "" };
    const struct scan *scan;
    uint32_t state = 2463534242u;

    cr_assert_eq(ruleset_load(&options, &ruleset, &error), STATUS_OK, "%s", error.message);
    cr_assert_eq(detectors_prepare(ruleset, &error), STATUS_OK, "%s", error.message);
    scanner_set_as_of(scanner, (struct date){ 2030, 6, 1 });
    for (int round = 0; round < 400; round++)
        buf_text(&text, lines[next_random(&state) % LINE_COUNT]);
    for (int round = 0; round < LONG_LINE; round++)
        buf_text(&text, round % 50 == 7 ? "县人民攻府发布公告，" : lines[LINE_COUNT - 1]);
    cr_assert_gt(text.size, (size_t)DETECTOR_TEXT_MAX + 4096);
    scanner_set_window(scanner, SIZE_MAX / 4);
    scan = scan_text(scanner, ruleset, "a.txt", buf_bytes(&text));
    for (size_t index = 0; index < sizeof found / sizeof *found; index++)
        cr_expect(has_rule(scan, found[index]), "%s", found[index]);
    expect_the_same_in_windows(scanner, ruleset, buf_bytes(&text), scan);
    buf_free(&text);
    scanner_destroy(scanner);
    ruleset_unref(ruleset);
}

/* A rule may say what excuses others anywhere in a part, in whatever window and lane it stands; it reports nothing. */
Test(windows, excused_findings_are_left_out)
{
    static const char rules[] = "  - id: test.one\n    name: one\n    category: quality\n    action: note\n"
                                "    match: {literal: [甲乙]}\n"
                                "  - id: test.two\n    name: two\n    category: quality\n    action: note\n"
                                "    match: {literal: [庚辛]}\n"
                                "  - id: test.excuse\n    name: excuse\n    match: {literal: [丙丁]}\n"
                                "    in: [body, alt]\n    excuses: [test.one]\n";
    struct ruleset *ruleset = rules_of(rules);
    struct scanner *scanner = scanner_of(NULL);
    static const struct {
        const char *start, *end;
        size_t count;
    } texts[] = {
        { "<p>甲乙</p>", "<p>丙丁</p>", 0 },
        { "<p>丙丁，丙丁</p><p>丙丁</p>", "<p>甲乙</p><p>甲乙</p>", 0 },
        { "<img alt=\"甲乙\"><p>庚辛</p>", "<p>丙丁</p>", 1 }, /* of what it does not name */
        { "<p>甲乙</p>", "<img alt=\"丙丁\">", 0 },
        { "<p>甲乙</p>", "<p hidden>丙丁</p>", 1 }, /* where it does not look */
        { "<p>甲乙</p>", "<p>某丙</p><p>丁某</p>", 1 },
    };

    for (size_t index = 0; index < sizeof texts / sizeof *texts; index++) {
        struct buf text = BUF_INIT(SIZE_MAX / 4);
        const struct scan *scan;

        buf_text(&text, texts[index].start);
        for (size_t filler = 0; filler < 4000; filler++)
            buf_text(&text, "<p>某某某某</p>");
        buf_text(&text, texts[index].end);
        for (size_t window = 1000; window <= SIZE_MAX / 4; window = window == 1000 ? SIZE_MAX / 4 : SIZE_MAX) {
            scanner_set_window(scanner, window);
            scan = scan_text(scanner, ruleset, "a.html", buf_bytes(&text));
            cr_expect_eq(scan->finding_count, texts[index].count, "%s: %zu", texts[index].start, scan->finding_count);
            cr_expect_null(scan->parts[0].suggested);
        }
        buf_free(&text);
    }
    scanner_destroy(scanner);
    ruleset_unref(ruleset);
}

/* What another rule stands for is left out, in the same table alone. */
Test(windows, covered_findings_are_left_out)
{
    static const char rules[] = "  - id: test.one\n    name: one\n    category: quality\n    action: note\n"
                                "    match: {literal: [甲乙]}\n    count: {at_least: 1, per: table}\n"
                                "  - id: test.other\n    name: other\n    category: quality\n    action: note\n"
                                "    match: {literal: [丙丁]}\n    count: {at_least: 1, per: table}\n"
                                "    covers: [test.one]\n";
    struct ruleset *ruleset = rules_of(rules);
    struct scanner *scanner = scanner_of(NULL);
    static const struct {
        const char *text;
        size_t count;
    } texts[] = {
        { "<table><tr><td>甲乙</td><td>丙丁</td></tr></table>", 1 },
        { "<table><tr><td>甲乙</td></tr></table><table><tr><td>丙丁</td></tr></table>", 2 },
        { "<table><tr><td>甲乙</td><td>甲乙</td><td>丙丁</td></tr></table>", 2 }, /* of one more nothing is known */
        { "<table><tr><td>甲乙</td></tr></table>", 1 },
    };

    for (size_t index = 0; index < sizeof texts / sizeof *texts; index++) {
        const struct scan *scan = scan_text(scanner, ruleset, "a.html", bytes_of_text(texts[index].text));

        cr_expect_eq(scan->finding_count, texts[index].count, "%s: %zu", texts[index].text, scan->finding_count);
    }
    scanner_destroy(scanner);
    ruleset_unref(ruleset);
}
