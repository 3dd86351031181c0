/* SPDX-License-Identifier: Apache-2.0
 *
 * Line ends within a paragraph: what they cut in two is found, what stands in a line is found once, and lines that have
 * nothing to do with each other stay apart. What was escaped once too often is read as it was meant.
 */
#include "engine/scanner.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "support.h"

#define RULE(id, body)                                                                                                 \
    "  - id: " id "\n    name: {zh: 测试, en: test}\n    category: classified\n    basis: [R2-2]\n"                  \
    "    action: block\n    advice: {zh: 无, en: none}\n    examples: {match: [机密★10年], no_match: [乙]}\n" body
#define MARK "    match: {regex: ['机密 ?★ ?10 ?年']}\n"

#define DISEASE "    match: {regex: ['病例[0-9]头']}\n    requires: {any: ['结节病'], within: 40}\n"                              \
                "    unless: {any: ['演练'], within: 40}\n"
#define ALONE "    match: {regex: ['^机密$']}\n"

static const char mark_rule[] = RULE("t.mark", MARK);
static const char head_rule[] = RULE("t.head", MARK "    zone: head\n");

static const char disease_rule[] = RULE("t.disease", DISEASE);
static const char alone_rule[] = RULE("t.alone", ALONE);
static const char sign_rule[] = RULE("t.sign", "    match: {regex: [机密★, 绝密★长期]}\n");

static void expect_findings(const char *rule, const char *page, size_t window, size_t expected)
{
    struct ruleset *rules = rules_of(rule);
    struct scanner *scanner = scanner_of(NULL);
    const struct scan *scan;

    if (window > 0)
        scanner_set_window(scanner, window);
    scan = scan_text(scanner, rules, "a.html", bytes_of_text(page));
    cr_expect_eq(scan->finding_count, expected, "%s: %zu findings", page, scan->finding_count);
    scanner_destroy(scanner);
    ruleset_unref(rules);
}

Test(joined, what_a_line_end_cuts_is_found)
{
    static const char *const pages[] = {
        "<p>机<br>密★10年</p>",
        "<p>机密<br/>★10年</p>",
        "<p>文件 机密★1<br>\n0年 印发</p>",
        "<p>机<br>密★<br>10年</p>",
        "<p>机<br>密<br>★<br>10年</p>", /* upright writing has as many lines as characters */
        "<p>机<br>密<br>★<br>1<br>0<br>年</p>",
        "<p>机</p><p>密</p>\n<div>★</div><p>10</p><p>年</p>", /* and so have paragraphs of one character each */
        "<div>甲<br>乙：机<b>密</b><br><i>★</i>10年<br>丙</div>",
        "<p>一<br>二<p>机<br>密★10年",
    };

    for (size_t index = 0; index < sizeof pages / sizeof *pages; index++)
        expect_findings(mark_rule, pages[index], 0, 1);
}

Test(joined, the_place_reaches_over_the_line_end)
{
    static const char page[] = "<p>甲 机<br>密★10年。</p>";
    struct ruleset *rules = rules_of(mark_rule);
    struct scanner *scanner = scanner_of(NULL);
    const struct scan *scan = scan_text(scanner, rules, "a.html", bytes_of_text(page));
    const char *start = strstr(page, "机"), *end = strstr(page, "。");

    cr_assert_eq(scan->finding_count, 1);
    cr_assert(scan->findings[0].at.has_source);
    cr_expect_eq(scan->findings[0].at.source.start, (uint64_t)(start - page));
    cr_expect_eq(scan->findings[0].at.source.end, (uint64_t)(end - page));
    scanner_destroy(scanner);
    ruleset_unref(rules);
}

Test(joined, what_stands_in_a_line_is_found_once)
{
    expect_findings(mark_rule, "<p>机密★10年<br>附件<br>机密★10年</p>", 0, 2);
    expect_findings(mark_rule, "<p>附件<br>机密★10年</p>", 0, 1);
}

Test(joined, lines_that_are_no_paragraph_stay_apart)
{
    static const char *const pages[] = {
        "<p>机<br><br>密★10年</p>",             /* an empty line */
        "<p>机<br>　　密★10年</p>",             /* indented */
        "<p>机<br>&nbsp;&nbsp;密★10年</p>",
        "<p>机</p><p>密★10年</p>",
        "<table><tr><td>机<td>密<td>★<td>1<td>年</table>",
        "<p>机<br>密<br>附件<br>★10年</p>",     /* other words between */
        "<p>机<br><span hidden>丙</span></p>密★10年",
    };

    for (size_t index = 0; index < sizeof pages / sizeof *pages; index++)
        expect_findings(mark_rule, pages[index], 0, 0);
}

static const char *long_page(char *page, size_t capacity, unsigned lines, const char *end)
{
    size_t used = (size_t)snprintf(page, capacity, "<div>");

    for (unsigned line = 0; line < lines; line++)
        used += (size_t)snprintf(page + used, capacity - used, "第%u行文字<br>", line);
    (void)snprintf(page + used, capacity - used, "%s</div>", end);
    return page;
}

Test(joined, the_head_ends_where_it_ends_without)
{
    char page[64 * 1024];

    expect_findings(head_rule, long_page(page, sizeof page, 5, "机<br>密★10年"), 0, 1);
    expect_findings(head_rule, long_page(page, sizeof page, 40, "机<br>密★10年"), 0, 0);
    expect_findings(head_rule, long_page(page, sizeof page, 40, "<p>机<br>密★10年"), 0, 0);
}

Test(joined, no_window_cuts_them)
{
    char page[64 * 1024];

    for (unsigned lines = 100; lines < 140; lines++)
        expect_findings(mark_rule, long_page(page, sizeof page, lines, "机<br>密★10年<br>丁"), 512, 1);
}

Test(joined, what_is_required_stands_around_the_lines)
{
    static const char *const pages[] = {
        "<p>结节病</p><p>病<br>例5头</p>",
        "<p>病<br>例5头</p><p>结节病</p>",
        "<p>甲。<p>结节病。<br>乙。<br>病<br>例5头",
        "<p>病<br>例5头。<br>乙。<br>结节病",
        "<title>结节病</title><p>病<br>例5头",
    };

    for (size_t index = 0; index < sizeof pages / sizeof *pages; index++)
        expect_findings(disease_rule, pages[index], 0, 1);
    expect_findings(disease_rule, "<p>病<br>例5头</p><p>结节</p><p>病</p>", 0, 0);
    expect_findings(disease_rule, "<p>结节病</p><p>病<br>例5头</p><p>演练</p>", 0, 0);
}

Test(joined, what_is_required_is_cut_by_a_line_end)
{
    expect_findings(disease_rule, "<p>结<br>节病病例5头</p>", 0, 1);
    expect_findings(disease_rule, "<p>病例5头，结节<br>病</p>", 0, 1);
    expect_findings(disease_rule, "<p>演练：结<br>节病病例5头</p>", 0, 0);
    /* Found in the line, and not once more. */
    expect_findings(disease_rule, "<p>结节病，结<br>节病病例5头</p>", 0, 1);
    expect_findings(disease_rule, "<p>结节病，病<br>例5头，病例6头</p>", 0, 2);
}

Test(joined, nothing_around_the_lines_counts_twice)
{
    expect_findings(mark_rule, "<p>机密★10年</p><p>甲<br>乙</p><p>机密★10年</p>", 0, 2);
    expect_findings(mark_rule, "<p>机<br>密★10年</p><p>机密★10年</p><p>机<br>密★10年</p>", 0, 3);
}

Test(joined, what_was_escaped_twice_is_read_as_it_is_meant)
{
    static const char *const pages[] = {
        "机&amp;nbsp;密★10年",
        "<p>机密★10&amp;amp;ensp;年</p>",
        "<p>甲<p>乙机密&amp;nbsp;★&amp;nbsp;1<br>0年",
        "<p>机密★&amp;#49;0年",
    };

    for (size_t index = 0; index < sizeof pages / sizeof *pages; index++)
        expect_findings("  - id: t.spaced\n    name: {zh: 测试, en: test}\n    category: classified\n    basis: [R2-2]\n"
                        "    action: block\n    advice: {zh: 无, en: none}\n"
                        "    examples: {match: [机密★10年], no_match: [乙]}\n"
                        "    match: {regex: ['机 ?密 ?★ ?10 ?年']}\n",
                        pages[index], 0, 1);
    expect_findings(alone_rule, "<p>甲</p><p>&amp;nbsp;机密&amp;nbsp;</p>", 0, 1);
    expect_findings(alone_rule, "&amp;nbsp;机密", 0, 1);
    expect_findings(alone_rule, "<p>甲</p><p>机密&amp;nbsp;乙</p>", 0, 0);
}

Test(joined, a_place_beside_what_was_escaped_twice_counts_once)
{
    static const char counting_rule[] = RULE("t.count", MARK "    count: {at_least: 2, per: document}\n");

    expect_findings(counting_rule, "<p>甲<p>&amp;nbsp;机密★10年&amp;nbsp;", 0, 0);
    expect_findings(counting_rule, "<p>甲<p>&amp;nbsp;机密★10年<p>机密★10年", 0, 1);
}

Test(joined, no_window_cuts_what_stands_around)
{
    char page[64 * 1024];

    for (unsigned lines = 100; lines < 140; lines++) {
        expect_findings(disease_rule, long_page(page, sizeof page, lines, "<p>结节病<p>病<br>例5头<br>丁"), 512, 1);
        expect_findings(disease_rule, long_page(page, sizeof page, lines, "<p>病<br>例5头。<p>丁<p>结节病"), 512, 1);
    }
}

Test(joined, what_was_read_in_a_wrong_encoding_is_read_as_written)
{
    static const char *const pages[] = {
        "<p>缁濆瘑鈽呴暱鏈�</p>",           "<p>文件 鏈哄瘑鈽�10年</p>",           "<p>甲<br>乙：鏈哄瘑鈽�10年</p>",
        "<p>甲</p><p>æœºå¯†â˜…10年</p>", "<p>»úÃÜ¡ï10Äê</p>",
    };

    for (size_t index = 0; index < sizeof pages / sizeof *pages; index++)
        expect_findings(sign_rule, pages[index], 0, 1);
    expect_findings(mark_rule, "<p>绗竴椤?</p>", 0, 0);
}

Test(joined, the_place_is_where_the_garbled_text_stands)
{
    static const char page[] = "<p>文件 鏈哄瘑鈽�</p>";
    struct ruleset *rules = rules_of(sign_rule);
    struct scanner *scanner = scanner_of(NULL);
    const struct scan *scan = scan_text(scanner, rules, "a.html", bytes_of_text(page));

    cr_assert_eq(scan->finding_count, 1);
    cr_expect_eq(scan->findings[0].at.source.start, (uint64_t)(strstr(page, "鏈") - page));
    cr_expect_eq(scan->findings[0].at.source.end, (uint64_t)(strstr(page, "�") - page));
    cr_expect_not_null(scan->findings[0].reason);
    scanner_destroy(scanner);
    ruleset_unref(rules);
}

Test(joined, what_is_shown_in_another_order_is_found_as_it_is_read)
{
    static const char *const pages[] = {
        "<p>甲</p><p>\u202E年01★密机\u202C</p><p>乙</p>",
        "<p>机<b>&#8238;年01★密&#8236;</b></p>",
        "<p>甲<br>机\u202E年01★密<br>乙</p>",
        "<img alt='\u202E年01★密机'>",
    };

    for (size_t index = 0; index < sizeof pages / sizeof *pages; index++) {
        for (size_t window = 0; window < 40; window += 8)
            expect_findings(mark_rule, pages[index], window, 1);
    }
    expect_findings(mark_rule, "<p>\u202B机密★10年\u202C", 0, 1);
}
