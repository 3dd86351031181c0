/* SPDX-License-Identifier: Apache-2.0
 *
 * Facts of pages as sites of government write them; the forms of days are those of GB/T 7408.1 and of GB/T 9704.
 */
#include "sweep/facts.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "sweep/fact_charset.h"
#include "sweep/fact_dates.h"
#include "sweep/fact_entries.h"

static struct arena *arena;
static struct site_page_reader *reader;

static void set_up(void)
{
    cr_assert_eq(arena_create(&arena), STATUS_OK);
    cr_assert_eq(site_page_reader_create(&reader), STATUS_OK);
}

static void tear_down(void)
{
    site_page_reader_destroy(reader);
    arena_destroy(arena);
}

TestSuite(facts, .init = set_up, .fini = tear_down);

/* `said`: the charset that the server named; "". */
static struct facts facts_said(const char *html, const char *said)
{
    const struct part_hint hint = { .name = "index.html",
                                    .media_type = "text/html",
                                    .charset = said[0] != '\0' ? said : NULL };
    char charset[FACTS_CHARSET_SIZE];
    struct buf json = BUF_INIT(1 << 20);
    struct digest digest = { { 1 } };
    struct site_page page;
    struct facts facts;

    cr_assert_eq(site_page_read(reader, bytes_of_text(html), &hint, &page), STATUS_OK);
    cr_assert_eq(facts_write(&json, &(struct facts_source){ .page = &page,
                                                            .url = "http://www.xyi.gov.cn/a/",
                                                            .text = &digest,
                                                            .content = &digest,
                                                            .input = bytes_of_text(html),
                                                            .charset = said,
                                                            .problems = FACT_ENCRYPTED,
                                                            .arena = arena }),
                 STATUS_OK);
    cr_assert_eq(facts_read(arena, json.data, &facts), STATUS_OK);
    facts_charset_said(json.data, charset);
    cr_expect_str_eq(charset, said);
    buf_free(&json);
    return facts;
}

static struct facts facts_of(const char *html)
{
    return facts_said(html, "utf-8");
}

static void expect_day(struct date date, const char *wanted)
{
    char text[DATE_TEXT_SIZE];

    date_text(date, text);
    cr_expect_str_eq(text, wanted);
}

Test(facts, days_of_an_article)
{
    struct facts facts =
        facts_of("<html><head><title>公告</title></head><body><div>发布时间：2026-11-03 09:00　来源：市水务局</div>"
                 "<p>报名时间为11月5日起，报名截止时间：2026年11月15日。</p>"
                 "<p>材料报送截止日期为2026/11/20。</p>"
                 "<p>兴义市水务局<br>2026年11月10日</p><p>附件</p></body></html>");

    expect_day(facts.published, "2026-11-03");
    expect_day(facts.closes, "2026-11-20");
    expect_day(facts.written, "2026-11-10");
    cr_expect_str_eq(facts.title, "公告");
    cr_expect_eq(facts.problems, FACT_ENCRYPTED);
}

Test(facts, days_of_properties_and_labels)
{
    struct facts facts = facts_of("<html><head><meta name=PubDate content='2026-11-03 09:00'></head><body>"
                                  "<table><tr><td>成文日期</td><td>2026年10月30日</td></tr></table>"
                                  "<p>活动于2026年11月8日举行，截至2026年10月底已有百人参加。</p></body></html>");

    expect_day(facts.published, "2026-11-03");
    expect_day(facts.written, "2026-10-30");
    expect_day(facts.closes, "");
    cr_expect_eq(facts.properties, 1U << PROPERTY_DATE);
}

Test(facts, days_of_lines_of_particulars)
{
    static const struct {
        const char *line, *published;
    } cases[] = {
        { "2026-11-03 10:30　来源：市水务局", "2026-11-03" },
        { "时间：2026-11-03 来源：", "2026-11-03" },
        { "[2026年11月3日] 浏览次数：", "2026-11-03" },
        { "来源：新华社 作者：张三 2026/11/3 09:00", "2026-11-03" },
        { "发布于2026-11-03 阅读（12）", "2026-11-03" },
        { "日期: 2026-11-03 点击：12次", "2026-11-03" },
        { "2026-11-03</p><p>来源：市水务局", "2026-11-03" },
        { "2026年11月03日 20:52 某某财经", "2026-11-03" },
        { "2026-11-03 09:10", "2026-11-03" },
        { "发布于 2026-11-03 09:30", "2026-11-03" },
        { "发布于：2026年11月3日", "2026-11-03" },
        { "【发布日期】2026-11-03", "2026-11-03" },
        { "[发布时间] 2026-11-03 09:00", "2026-11-03" },
        { "2026-11-03", "" },
        { "2026-11-03 某某财经", "" },
        { "2026-11-03 09:30 集合出发，请带好证件", "" },
        { "2026-11-03 09:30 甲</p><p>2026-11-04 09:30 乙", "" },
        { "该标准发布于2026-11-03", "" },
        { "发布于2026-11-03的标准已经废止", "" },
        { "【成文日期】2026-11-03", "" },
        { "发文日期：2026-11-03", "" },
        { "2026-11-03 点击报名", "" },
        { "2026-11-03 资金来源：财政拨款", "" },
        { "日期：2026-11-03 地点：市体育馆", "" },
        { "开标时间：2026-11-03 来源：市水务局", "" },
        { "2026-11-03至2026-11-08 来源：市体育局", "" },
        { "2026-11-03 来源：市水务局</p><p>2026-11-04 来源：市水务局", "" },
    };

    for (size_t index = 0; index < sizeof cases / sizeof *cases; index++) {
        char html[1024];

        (void)snprintf(html, sizeof html,
                       "<html><head><title>关于做好供水工作的通知_兴义市</title></head><body><h1>关于做好供水工作的通知</h1>"
                       "<p>%s</p><p>请各单位遵照执行。</p></body></html>",
                       cases[index].line);
        expect_day(facts_of(html).published, cases[index].published);
    }
}

Test(facts, entries_of_lists)
{
    struct facts facts = facts_of("<html><body><ul class=nav><li><a href='/'>首页</a> <a href='/xw/'>新闻</a></ul><ul>"
                                  "<li><a href='/1.html'>关于开展节约用水工作的通告</a><span>2026-11-24</span></li>"
                                  "<li><a href='/2.html'>关于2025年12月1日停水的公告</a><span>[2026/11/20]</span></li>"
                                  "<li><span>2026-11-18</span><a href='/3.html'>市教育局召开工作会议</a></li>"
                                  "<li><a href='/4.html'>关于开展校园安全工作的通知 2026-11-17 08:30</a></li>"
                                  "<li><a href='/5.html'>医疗保障资金安排的公示</a>[11-16]</li>"
                                  "<li><a href='/6.html'><p>乡村振兴工作进展</p><p>2026年11月12日</p></a></li>"
                                  "<li><a href='/7.html'>没有日期的一条消息</a></li></ul></body></html>");

    cr_expect_eq(facts.entries.count, 6, "%u", facts.entries.count);
    cr_assert_eq(facts.entries.date_count, 6);
    cr_expect_eq(facts.entries.dates[0].year, 0);
    cr_expect_eq(facts.entries.dates[0].month, 11);
    cr_expect_eq(facts.entries.dates[0].day, 16);
    expect_day(facts.entries.dates[1], "2026-11-24");
    expect_day(facts.entries.dates[2], "2026-11-20");
    expect_day(facts.entries.dates[3], "2026-11-18");
    expect_day(facts.entries.dates[4], "2026-11-17");
    expect_day(facts.entries.dates[5], "2026-11-12");
}

/* The days of entries as "address-of-link=day", in the order of the page. */
static void expect_entries(const char *html, const char *expected)
{
    const struct part_hint hint = { .name = "index.html", .media_type = "text/html" };
    struct buf found = BUF_INIT(1 << 16);
    struct fact_list list;
    struct site_page page;
    struct fact_entries entries;

    cr_assert_eq(site_page_read(reader, bytes_of_text(html), &hint, &page), STATUS_OK);
    entries = fact_entries_of(&page, &list);
    cr_expect_eq(entries.count, list.count);
    buf_text(&found, "");
    for (unsigned index = 0; index < list.count; index++) {
        char day[DATE_TEXT_SIZE];

        date_text(list.items[index].date, day);
        buf_format(&found, "%s=%s ", page.links[list.items[index].link].address, day);
    }
    cr_expect_str_eq(found.data, expected);
    buf_free(&found);
}

Test(facts, days_belong_to_their_row)
{
    expect_entries("<table><tr><th>标题</th><th>部门</th><th>日期</th></tr>"
                   "<tr><td><a href=1>关于甲方案的公示</a></td><td>市教育局</td><td>2026-11-24</td></tr>"
                   "<tr><td><a href=2>关于乙方案的公示</a></td><td>市财政局</td><td>2026-11-20</td></tr></table>"
                   "<p><a href=more>更多公示公告</a></p>",
                   "1=2026-11-24 2=2026-11-20 ");
    /* Without the end tags that HTML lets be left out, with the kind and the department as links, the day in front. */
    expect_entries("<table><tr><td>2026-11-24<td><a href=kind>公示</a><td><a href=1>关于甲方案的公示</a><td><a href=office>市教育局</a>"
                   "<tr><td>2026-11-20<td><a href=kind>公示</a><td><a href=2>关于乙方案的公示</a><td><a href=office>市财政局</a></table>"
                   "<div><a href=more>更多公示公告</a></div>",
                   "1=2026-11-24 2=2026-11-20 ");
    expect_entries("<ul><li><p><a href=1>关于甲方案的公示</a></p><p>市教育局</p><p>2026-11-24</p></li>"
                   "<li><p><a href=2>关于乙方案的公示</a></p><p>市财政局</p><p>2026-11-20</p></li></ul><p><a href=more>更多公示公告</a></p>",
                   "1=2026-11-24 2=2026-11-20 ");
    expect_entries("<ul><li><p>2026-11-24</p><p><a href=1>关于甲方案的公示</a></p></li>"
                   "<li><p>2026-11-20</p><p><a href=2>2026年11月停水公告</a></p></li></ul>",
                   "1=2026-11-24 2=2026-11-20 ");
    /* A day in a row of its own, and a list in a table that lays the page out. */
    expect_entries("<table><tr><td><a href=1>关于甲方案的公示</a></td></tr><tr><td>2026-11-24</td></tr>"
                   "<tr><td><a href=2>关于乙方案的公示</a></td></tr><tr><td>2026-11-20</td></tr></table>",
                   "1=2026-11-24 2=2026-11-20 ");
    expect_entries("<table><tr><td><div><a href=1>关于一方案的公示</a></div><div>2026-11-24</div><div><a href=2>关于二方案的公示</a></div><div>2026-11-23</div>"
                   "<div><a href=3>关于三方案的公示</a></div><div>2026-11-22</div><div><a href=4>关于四方案的公示</a></div><div>2026-11-21</div>"
                   "<div><a href=5>关于五方案的公示</a></div><div>2026-11-20</div></td></tr></table>",
                   "1=2026-11-24 2=2026-11-23 3=2026-11-22 4=2026-11-21 5=2026-11-20 ");
}

/* Day and title in lines of their own, one after the other: which of the two comes first is the last one's to say. */
Test(facts, days_above_their_titles)
{
    expect_entries("<p class=day>2026-11-20</p><div><a href=1>关于甲方案的公示</a></div><p class=day>2026-11-18</p><div><a href=2>关于乙方案的公示</a></div>"
                   "<p class=day>2026-11-15</p><div><a href=3>关于丙方案的公示</a></div>",
                   "1=2026-11-20 2=2026-11-18 3=2026-11-15 ");
    expect_entries("<h2>通知公告</h2><p>2026-11-20</p><div><a href=1>关于甲方案的公示</a></div><p>2026-11-18</p><div><a href=2>关于乙方案的公示</a></div>"
                   "<p>主办：市政府办公室</p>",
                   "1=2026-11-20 2=2026-11-18 ");
    /* The day of today above a list whose days stand below. */
    expect_entries("<p>2026-11-29</p><div><a href=1>关于甲方案的公示</a></div><p>2026-11-20</p><div><a href=2>关于乙方案的公示</a></div><p>2026-11-18</p>"
                   "<p>主办：市政府办公室</p>",
                   "1=2026-11-20 2=2026-11-18 ");
}

Test(facts, many_entries_keep_the_newest)
{
    struct buf html = BUF_INIT(1 << 20);
    struct facts facts;

    buf_text(&html, "<html><body><ul>");
    for (unsigned day = 1; day <= 30; day++)
        buf_format(&html, "<li><a href='/%u.html'>通知公告第某号</a><span>2026-06-%02u</span></li>", day, day);
    buf_text(&html, "</ul></body></html>");
    facts = facts_of(html.data);
    buf_free(&html);
    cr_expect_eq(facts.entries.count, 30);
    cr_assert_eq(facts.entries.date_count, FACT_DATES_MAX);
    expect_day(facts.entries.dates[0], "2026-06-30");
    expect_day(facts.entries.dates[FACT_DATES_MAX - 1], "2026-06-19");
}

Test(facts, foot)
{
    struct facts facts =
        facts_of("<html><body><div>网站标识码：5223010001　<a href='http://beian.miit.gov.cn/'>黔ICP备05001234号-1</a>"
                 "　贵公网安备 52230102000012号</div>"
                 "<script src='//dcs.conac.cn/js/1.js?t=5'></script>"
                 "<a href='http://pucha.kaipuyun.cn/x?site_code=5223010001'><img src='/jiucuo.png'></a></body></html>");

    cr_expect_str_eq(facts.code, "5223010001");
    cr_expect_str_eq(facts.icp, "05001234");
    cr_expect_str_eq(facts.police, "52230102000012");
    cr_expect(facts.has_conac);
    cr_expect(facts.has_report_entry);
    cr_assert_eq(facts.scripts.count, 1);
    cr_expect_str_eq(facts.scripts.items[0], "http://dcs.conac.cn/js/1.js", "%s", facts.scripts.items[0]);
    facts = facts_of("<html><body><div>联系电话：0859-3221234</div></body></html>");
    cr_expect_str_eq(facts.code, "");
    cr_expect_str_eq(facts.icp, "");
    cr_expect_str_eq(facts.police, "");
    cr_expect(!facts.has_conac && !facts.has_report_entry);
}

Test(facts, what_comes_from_other_hosts)
{
    struct facts facts =
        facts_of("<html><body><iframe src='http://video.kan.test/p.html'></iframe>"
                 "<img src='http://img.kan.test/1.png'><a href='/b/'>本站</a>"
                 "<a href='http://www.gov.cn/'>中国政府网</a><a href='http://www.xyi.gov.cn/c/'>本站</a>"
                 "<div style='display:none'><a href='http://www.5566bet.test/'>五五</a></div></body></html>");

    cr_assert_eq(facts.frames.count, 1);
    cr_expect_str_eq(facts.frames.items[0], "http://video.kan.test/p.html");
    cr_assert_eq(facts.hidden.count, 1);
    cr_expect_str_eq(facts.hidden.items[0], "http://www.5566bet.test/");
    cr_expect_eq(facts.loads.count, 3, "%zu", facts.loads.count);
    cr_assert_eq(facts.leads.count, 1);
    cr_expect_str_eq(facts.leads.items[0], "www.gov.cn");
}

Test(facts, lists_are_bounded)
{
    struct buf html = BUF_INIT(1 << 20);
    struct facts facts;

    buf_text(&html, "<html><body>");
    for (unsigned host = 0; host < 500; host++)
        buf_format(&html, "<iframe src='http://h%u.kan.test/'></iframe>", host);
    buf_text(&html, "</body></html>");
    facts = facts_of(html.data);
    buf_free(&html);
    cr_expect_eq(facts.frames.count, 256);
    cr_expect_eq(facts.loads.count, 256);
    cr_expect(facts.has_more);
}

Test(facts, pages_that_are_not_there)
{
    cr_expect(
        facts_of("<html><head><title>提示</title></head><body>您访问的页面不存在或已删除</body></html>").says_missing);
    cr_expect(facts_of("<html><head><title>404 Not Found</title></head><body></body></html>").says_missing);
    cr_expect(
        !facts_of("<html><head><title>通知</title></head><body>情况不存在的，予以说明。</body></html>").says_missing);
    cr_expect(facts_of("<html><body><p>暂无内容</p></body></html>").says_empty);
    cr_expect(!facts_of("<html><body><p>内容</p></body></html>").says_empty);
}

Test(facts, what_is_no_object_has_no_facts)
{
    struct facts facts;

    cr_assert_eq(facts_read(arena, "{\"dates\":[1,\"x\",-5],\"scripts\":\"no\",\"title\":5", &facts), STATUS_OK);
    cr_expect_str_eq(facts.title, "");
    cr_assert_eq(facts_read(arena, "{\"dates\":[1,\"x\",-5],\"scripts\":\"no\",\"title\":5}", &facts), STATUS_OK);
    cr_expect_str_eq(facts.title, "");
    cr_expect_eq(facts.scripts.count, 0);
    cr_expect_eq(facts.entries.date_count, 3);
    cr_expect_eq(facts.entries.dates[1].year, 0);
    cr_assert_eq(facts_read(arena, "{\"title\":\"a \\\"b\\\"\\n\\u516c\",\"published\":\"2026-02-30\",\"entries\":99999999999,\"conac\":true}", &facts),
                 STATUS_OK);
    cr_expect_str_eq(facts.title, "a \"b\"\n公");
    cr_expect_eq(facts.published.year, 0);
    cr_expect_eq(facts.entries.count, 0);
    cr_expect(facts.has_conac);
}

Test(fact_dates, forms)
{
    static const struct {
        const char *text, *wanted;
        size_t size;
    } cases[] = {
        { "2026-11-24 10:00", "2026-11-24", 10 },
        { "2026/1/5", "2026-01-05", 8 },
        { "2026年11月24日", "2026-11-24", 17 },
        { "2026年 1月 5日起", "2026-01-05", 17 },
        { "2026.11.24", "2026-11-24", 10 },
        { "2026-02-30", "", 0 },
        { "2026-111-1", "", 0 },
        { "1026-11-24", "", 0 },
        { "2026年11月", "", 0 },
    };

    for (size_t index = 0; index < sizeof cases / sizeof *cases; index++) {
        struct date date;
        size_t size;
        bool found = fact_date_at(bytes_of_text(cases[index].text), &date, &size);

        cr_expect_eq(found, cases[index].size > 0, "%s", cases[index].text);
        if (!found)
            continue;
        expect_day(date, cases[index].wanted);
        cr_expect_eq(size, cases[index].size, "%s: %zu", cases[index].text, size);
    }
}

/* ---- Charsets: labels and what they mean are those of the WHATWG Encoding Standard. */

#define IN_GBK "\xd0\xcb\xd2\xe5\xca\xd0\xc8\xcb\xc3\xf1\xd5\xfe\xb8\xae" /* 兴义市人民政府 */

Test(facts, charsets_that_are_said_and_declared)
{
    struct facts facts = facts_said("<meta charset=gb2312><title>x</title><p>" IN_GBK IN_GBK, "UTF-8");

    cr_expect_str_eq(facts.charset_said, "UTF-8");
    cr_expect_str_eq(facts.charset_declared, "gbk");
    cr_expect(fact_charset_agrees(facts.charset, facts.charset_declared), "it is in %s", facts.charset);
    cr_expect(!fact_charset_agrees(facts.charset, facts.charset_said));
    facts = facts_said("<title>x</title><p>兴义市人民政府", "");
    cr_expect_str_eq(facts.charset_said, "");
    cr_expect_str_eq(facts.charset_declared, "");
    cr_expect_str_eq(facts.charset, "utf-8");
    facts = facts_said("<meta http-equiv=Content-Type content='text/html; charset=gbk'><p>兴义市人民政府", "utf-8");
    cr_expect_str_eq(facts.charset, "utf-8");
    cr_expect(!fact_charset_agrees(facts.charset, facts.charset_declared));
}

Test(facts, charsets_that_agree)
{
    cr_expect(fact_charset_agrees("gb2312", "GB18030"));
    cr_expect(fact_charset_agrees("GBK", "gb2312"));
    cr_expect(fact_charset_agrees("UTF-8", "utf8"));
    cr_expect(!fact_charset_agrees("gb2312", "utf-8"));
    cr_expect(!fact_charset_agrees("big5", "gbk"));
    cr_expect(fact_charset_agrees("", "utf-8"));
    cr_expect(fact_charset_agrees("no-such-charset", "utf-8"));
}
