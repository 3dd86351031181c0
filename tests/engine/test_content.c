/* SPDX-License-Identifier: Apache-2.0
 *
 * A document within a page of a site: it has a head and a foot of its own, and what surrounds it says nothing of it.
 * The pages are as the content systems of government websites make them.
 */
#include "engine/scanner.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "support.h"

#define RULE(id, body)                                                                                                 \
    "  - id: " id "\n    name: {zh: 测试, en: test}\n    category: classified\n    basis: [R2-2]\n"                  \
    "    action: review\n    advice: {zh: 无, en: none}\n    examples: {match: [机密], no_match: [乙]}\n" body

#define HEAD_BODY "    match: {literal: [机密]}\n    zone: head\n"
#define APART_BODY "    match: {literal: [机密]}\n    apart: block\n"
#define CONTEXT_BODY "    match: {literal: [机密]}\n    requires: {any: [本页], within: 40}\n"
#define EXCUSE_BODY "    match: {literal: [机密]}\n    unless: {any: [解读], within: 60}\n"

static const char head_rule[] = RULE("t.head", HEAD_BODY);
static const char apart_rule[] = RULE("t.apart", APART_BODY);
static const char context_rule[] = RULE("t.context", CONTEXT_BODY);
static const char excuse_rule[] = RULE("t.excuse", EXCUSE_BODY);

#define NAVIGATION                                                                                                                   \
    "<ul><li>首页</li><li>政务要闻</li><li>信息公开</li><li>办事服务</li><li>互动交流</li><li>走进云岭</li>"   \
    "<li>数据开放</li><li>公示公告</li><li>政府公报</li><li>领导之窗</li><li>人事任免</li><li>统计数据</li>" \
    "<li>专题专栏</li><li>政策解读</li></ul>"
#define PARTICULARS                                                                                                                            \
    "<div>当前位置：首页</div><h1>工作动态</h1><div>发布时间：2026-11-20　来源：县政府办公室　字体：【大 中 " \
    "小】</div>"
#define CLOSING                                                                                                          \
    "<div>分享到：</div><div>【打印本页】【关闭窗口】</div><p>主办：云岭县人民政府办公室</" \
    "p><p>网站标识码：5223230001</p>"                                                                              \
    "<p>地址：云岭县</p><p>电话</p><p>关于我们</p><p>联系我们</p><p>版权声明</p><p>无障碍</p>"
#define LINES                                                                                                          \
    "<p>一</p><p>二</p><p>三</p><p>四</p><p>五</p><p>六</p><p>七</p><p>八</p><p>九</p><p>十</p><p>十一</p><p>十二</p>"

static const struct scan *scan_page(struct scanner *scanner, struct ruleset *rules, const char *page)
{
    return scan_text(scanner, rules, "a.html", bytes_of_text(page));
}

static size_t count(const char *rule, const char *page)
{
    struct ruleset *rules = rules_of(rule);
    struct scanner *scanner = scanner_of(NULL);
    size_t found = scan_page(scanner, rules, page)->finding_count;

    scanner_destroy(scanner);
    ruleset_unref(rules);
    return found;
}

static enum rule_action action_of(const char *page)
{
    struct ruleset *rules = rules_of(apart_rule);
    struct scanner *scanner = scanner_of(NULL);
    const struct scan *scan = scan_page(scanner, rules, page);
    enum rule_action action;

    cr_assert_eq(scan->finding_count, 1, "%s", page);
    action = scan->findings[0].action;
    scanner_destroy(scanner);
    ruleset_unref(rules);
    return action;
}

Test(content, its_first_lines_are_a_head)
{
    cr_expect_eq(count(head_rule, NAVIGATION PARTICULARS "<p>机密</p>" LINES CLOSING), 1);
    cr_expect_eq(count(head_rule, NAVIGATION PARTICULARS "<p>索引号：7</p><p>发布机构：县政府</p><p>机密</p>" LINES),
                 1);
    cr_expect_eq(count(head_rule, NAVIGATION PARTICULARS "<div>【打印】</div><p>机密</p>" LINES CLOSING), 1);
    /* Found where lines are joined. */
    cr_expect_eq(count(head_rule, NAVIGATION PARTICULARS "<p>机<br>密</p>" LINES CLOSING), 1);
}

Test(content, what_stands_further_down_is_in_no_head)
{
    cr_expect_eq(count(head_rule, NAVIGATION PARTICULARS LINES "<p>机密</p>" CLOSING), 0);
    cr_expect_eq(count(head_rule, NAVIGATION PARTICULARS LINES "<p>机<br>密</p>" CLOSING), 0);
    cr_expect_eq(count(head_rule, NAVIGATION "<p>机密</p>" LINES), 0);
    /* Particulars are given once: a list of articles has them in each line. */
    cr_expect_eq(count(head_rule, NAVIGATION PARTICULARS LINES PARTICULARS "<p>机密</p>" LINES), 0);
}

Test(content, its_last_lines_are_a_foot)
{
    cr_expect_eq(action_of(NAVIGATION PARTICULARS LINES "<p>机密</p>" CLOSING), ACTION_BLOCK);
    cr_expect_eq(action_of(NAVIGATION PARTICULARS LINES "<p>机密</p>" LINES CLOSING), ACTION_REVIEW);
    cr_expect_eq(action_of(NAVIGATION PARTICULARS LINES LINES CLOSING "<p>机密</p>" LINES), ACTION_REVIEW);
}

Test(content, what_surrounds_it_says_nothing_of_it)
{
    cr_expect_eq(count(context_rule, NAVIGATION PARTICULARS "<p>机密</p>" CLOSING), 0);
    cr_expect_eq(count(context_rule, NAVIGATION PARTICULARS "<p>本页机密</p>" CLOSING), 1);
    cr_expect_eq(count(excuse_rule, NAVIGATION PARTICULARS "<p>机密</p>" CLOSING), 1);
    /* Its title does. */
    cr_expect_eq(count(excuse_rule, NAVIGATION "<h1>解读</h1><div>发布时间：2026-11-20</div><p>机密</p>" CLOSING), 0);
}
