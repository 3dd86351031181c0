/* SPDX-License-Identifier: Apache-2.0
 *
 * What stands in for pages, as firewalls and failing servers give it, and pages of sites that look a little like it.
 */
#include "sweep/stand_in.h"

#include <criterion/criterion.h>

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

TestSuite(stand_in, .init = set_up, .fini = tear_down);

static struct stand_in of(const char *html)
{
    const struct part_hint hint = { .name = "index.html", .media_type = "text/html" };
    struct site_page page;
    struct stand_in result;

    cr_assert_eq(site_page_read(reader, bytes_of_text(html), &hint, &page), STATUS_OK);
    cr_assert_eq(stand_in_judge(arena, &page, "http://www.xyi.gov.cn/xw/", bytes_of_text(html), &result), STATUS_OK);
    return result;
}

Test(stand_in, blank_pages_have_no_words_and_lead_nowhere)
{
    cr_expect(of("").is_blank);
    cr_expect(of("<html><head><title>首页</title><link rel=stylesheet href=/a.css></head><body>&nbsp;\n</body></html>")
                  .is_blank);
    cr_expect(of("<div id=app></div><script src=/app.js></script>").is_blank);
    cr_expect_not(of("<p>维护中</p>").is_blank);
    cr_expect_not(of("<frameset><frame src=/left.html></frameset>").is_blank);
    cr_expect_not(of("<meta http-equiv=refresh content='0;url=/index2.html'>").is_blank);
    cr_expect_not(of("<a href=/xw/><img src=/welcome.jpg></a>").is_blank, "a picture that leads in");
}

Test(stand_in, leads_on_to_other_pages_of_its_host_alone)
{
    cr_expect(of("<a href=a.html>甲</a>").leads_on);
    cr_expect_not(of("<base href='http://www.firewall.example/'><a href=a.html>甲</a>").leads_on);
    cr_expect(of("<iframe src=/list.html></iframe>").leads_on);
    cr_expect_not(of("<a href='/xw/#top'>顶部</a>").leads_on, "itself");
    cr_expect_not(of("<a href=/>返回首页</a><a href=/index.html>首页</a>").leads_on, "the home page");
    cr_expect(of("<a href='/?id=7'>文章</a>").leads_on);
    cr_expect_not(of("<a href='http://www.firewall.example/'>防火墙</a>").leads_on);
    cr_expect_not(of("<script src=/a.js></script><img src=/a.png>").leads_on);
    cr_expect_not(of("<meta http-equiv=refresh content='5;url=/xw/'>").leads_on);
}

Test(stand_in, challenges_set_a_cookie_and_load_a_page)
{
    cr_expect(of("<script>document.cookie='a=1;path=/';location.reload();</script>").is_challenge);
    cr_expect(of("<p>正在检查您的浏览器，请稍候</p><script>document.cookie = x;window.location.href=u;</script>")
                  .is_challenge);
    cr_expect(of("<p>正在跳转</p><meta http-equiv=refresh content='1;url=/xw/'>").is_challenge,
              "with a cookie of the head");
    cr_expect_not(of("<p>正在跳转</p><meta http-equiv=refresh content='1;url=/zw/'>").is_challenge, "to another page");
    cr_expect_not(of("<p>现在</p><a href=/zw/>政务</a><meta http-equiv=refresh content='60;url=/xw/'>").is_challenge,
                  "a page of news that is always new");
    cr_expect_not(of("<script>if(document.cookie==''){location.reload();}</script>").is_challenge, "it only reads one");
    cr_expect_not(of("<p>文</p><script>document.cookie='seen=1';count(location.href);</script>").is_challenge,
                  "a counter");
    cr_expect_not(of("<a href=/zw/>政务</a><script>document.cookie='a=1';location.href='/m/';</script>").is_challenge,
                  "a page that sends phones elsewhere");
}
