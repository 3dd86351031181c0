/* SPDX-License-Identifier: Apache-2.0
 *
 * What a page says for those who go on from it: addresses with what they stand in, what is hidden or written by a
 * script, title, properties, text. What is expected is what a reader of the page would say.
 */
#include "sweep/site_page.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

static struct site_page_reader *reader;

static void open_reader(void)
{
    cr_assert_eq(site_page_reader_create(&reader), STATUS_OK);
}

static void close_reader(void)
{
    site_page_reader_destroy(reader);
}

TestSuite(site_page, .init = open_reader, .fini = close_reader);

static struct site_page read_bytes(struct bytes html)
{
    struct site_page page;

    cr_assert_eq(site_page_read(reader, html, &(struct part_hint){ .media_type = "text/html" }, &page), STATUS_OK);
    return page;
}

static struct site_page read_page(const char *html)
{
    return read_bytes(bytes_of_text(html));
}

/* The one link of that address. */
static const struct page_link *link_of(const struct site_page *page, const char *address)
{
    const struct page_link *found = NULL;

    for (size_t index = 0; index < page->link_count; index++) {
        if (strcmp(page->links[index].address, address) != 0)
            continue;
        cr_assert_null(found, "%s is told twice", address);
        found = &page->links[index];
    }
    cr_assert_not_null(found, "%s is not told", address);
    return found;
}

static void expect_label(const struct site_page *page, const char *address, const char *label)
{
    const struct page_link *link = link_of(page, address);
    size_t size = (size_t)(link->label.end - link->label.start);

    cr_expect(size == strlen(label) && memcmp(page->text.data + link->label.start, label, size) == 0,
              "%s is called “%.*s”, not “%s”", address, (int)size, (const char *)page->text.data + link->label.start,
              label);
}

Test(site_page, element_of_each_address)
{
    struct site_page page =
        read_page("<html><head><link rel=stylesheet href=/style.css><script src='/code.js'></script>"
                  "<meta http-equiv=refresh content='5;url=/later.html'></head><body>"
                  "<a href=\"/anchor.html\">甲</a><map><area href=/area.html></map>"
                  "<img src=/image.png><iframe src=/frame.html></iframe><embed src=/embed.swf>"
                  "<form action=/send><input type=image src=/button.png></form></body></html>");

    cr_expect_str_eq(page.format, "html");
    cr_expect_eq(link_of(&page, "/style.css")->element, PAGE_LINK);
    cr_expect_eq(link_of(&page, "/code.js")->element, PAGE_PROGRAM);
    cr_expect_eq(link_of(&page, "/later.html")->element, PAGE_REFRESH);
    cr_expect_eq(link_of(&page, "/anchor.html")->element, PAGE_ANCHOR);
    cr_expect_eq(link_of(&page, "/area.html")->element, PAGE_ANCHOR);
    cr_expect_eq(link_of(&page, "/image.png")->element, PAGE_IMAGE);
    cr_expect_eq(link_of(&page, "/frame.html")->element, PAGE_FRAME);
    cr_expect_eq(link_of(&page, "/embed.swf")->element, PAGE_FRAME);
    cr_expect_eq(link_of(&page, "/send")->element, PAGE_FORM);
    cr_expect_eq(link_of(&page, "/button.png")->element, PAGE_IMAGE);
    cr_expect_not(link_of(&page, "/anchor.html")->is_hidden);
}

Test(site_page, hidden_addresses_are_told_as_such)
{
    struct site_page page = read_page("<body><a href=/seen.html>看得见</a><div style='display:none'>"
                                      "<a href=/unseen.html>看不见</a></div><p>完</p></body>");

    cr_expect_not(link_of(&page, "/seen.html")->is_hidden);
    cr_expect(link_of(&page, "/unseen.html")->is_hidden);
    cr_expect_eq(page.hidden_blocks, 1);
    cr_expect_null(memmem(page.text.data, page.text.size, "看不见", strlen("看不见")));
    cr_expect_not_null(memmem(page.text.data, page.text.size, "看得见", strlen("看得见")));
}

Test(site_page, what_scripts_write_is_told_as_such)
{
    struct site_page page = read_page("<body><a href=/own.html>自己的</a>"
                                      "<script>document.write('<a href=\"/written.html\">写的</a>');</script></body>");

    cr_expect(link_of(&page, "/written.html")->is_written);
    cr_expect_not(link_of(&page, "/own.html")->is_written);
}

Test(site_page, base_is_no_link)
{
    struct site_page page = read_page("<head><base href='http://www.xingyi.test/zt/'></head><body><a href=a.html>甲</a>"
                                      "<base href='/second/'></body>");

    cr_expect_str_eq(page.base, "http://www.xingyi.test/zt/");
    cr_expect_eq(page.link_count, 1);
    cr_expect_eq(link_of(&page, "a.html")->element, PAGE_ANCHOR);
}

Test(site_page, percent_signs_do_not_make_two_addresses_of_one)
{
    struct site_page page =
        read_page("<a href='/%E5%85%B4%E4%B9%89/a%20b.html?q=%E5%85%B4'>甲</a><a href=/b.html>乙</a>");

    cr_expect_eq(page.link_count, 2);
    cr_expect_str_eq(page.links[0].address, "/%E5%85%B4%E4%B9%89/a%20b.html?q=%E5%85%B4");
    cr_expect_str_eq(page.links[1].address, "/b.html");
}

Test(site_page, references_are_resolved)
{
    struct site_page page = read_page("<a href='/a?x=1&amp;y=2'>甲</a>");

    cr_expect_eq(page.link_count, 1);
    cr_expect_str_eq(page.links[0].address, "/a?x=1&y=2");
}

Test(site_page, title_properties_and_labels)
{
    struct site_page page =
        read_page("<html><head><title>公告 &amp; 通知</title><meta name=SiteName content='兴义市人民政府'>"
                  "<meta content=2026-11-24 name=PubDate></head><body>"
                  "<ul><li><a href=/1.html>第一条</a> 2026-11-24</li><li><a href=/2.html><b>第</b>二条</a></li></ul>"
                  "<a href=/3.html>三</a> <a href=/4.html>四</a></body></html>");

    cr_expect_str_eq(page.title, "公告 & 通知");
    cr_assert_eq(page.property_count, 2);
    cr_expect_str_eq(page.properties[0].name, "SiteName");
    cr_expect_str_eq(page.properties[0].content, "兴义市人民政府");
    cr_expect_str_eq(page.properties[1].name, "PubDate");
    cr_expect_str_eq(page.properties[1].content, "2026-11-24");
    expect_label(&page, "/2.html", "第二条");
    expect_label(&page, "/4.html", "四");
    cr_expect_not(page.is_cut);
}

/* 公告 and 兴义 in GBK, which the page alone tells. */
Test(site_page, gbk)
{
    struct site_page page = read_page("<html><head><meta charset=gbk><title>\xB9\xAB\xB8\xE6</title>"
                                      "<meta name=SiteName content=\"\xD0\xCB\xD2\xE5\"></head>"
                                      "<body><a href=\"/\xD0\xCB\xD2\xE5.html\">\xD0\xCB\xD2\xE5</a></body></html>");

    cr_expect_eq(page.encoding, ENCODING_GBK);
    cr_expect_str_eq(page.title, "公告");
    cr_assert_eq(page.property_count, 1);
    cr_expect_str_eq(page.properties[0].content, "兴义");
    expect_label(&page, "/兴义.html", "兴义");
}

Test(site_page, what_is_no_page_gives_its_format_alone)
{
    struct site_page page = read_bytes(bytes_of_text("%PDF-1.4\n%nothing\n"));

    cr_expect_str_eq(page.format, "pdf");
    cr_expect_eq(page.link_count, 0);
    cr_expect_str_eq(page.title, "");
    cr_expect_eq(page.encoding, ENCODING_NONE);
}

Test(site_page, one_page_leaves_nothing_to_the_next)
{
    struct site_page page =
        read_page("<head><title>甲</title><base href=/x/><meta name=a content=b></head><a href=/1.html>一</a><p>字");

    cr_assert_eq(page.link_count, 1);
    page = read_page("<p>空");
    cr_expect_eq(page.link_count, 0);
    cr_expect_eq(page.property_count, 0);
    cr_expect_null(page.base);
    cr_expect_str_eq(page.title, "");
    cr_expect(bytes_equal(page.text, bytes_of_text("空")));
}

Test(site_page, first_address_of_every_page_is_told)
{
    /* At the same place as the last one of the page before. */
    for (int round = 0; round < 2; round++) {
        struct site_page page = read_page("<a href=/1.html>一</a>");

        cr_assert_eq(page.link_count, 1);
    }
}

Test(site_page, more_links_than_anyone_wants_are_cut)
{
    enum { MORE = PAGE_LINKS_MAX + 10 };
    static char html[MORE * 24];
    size_t size = 0;
    struct site_page page;

    for (int number = 0; number < MORE; number++)
        size += (size_t)snprintf(html + size, sizeof html - size, "<a href=/%d>x</a>", number);
    page = read_bytes(bytes_of(html, size));
    cr_expect_eq(page.link_count, PAGE_LINKS_MAX);
    cr_expect(page.is_cut);
}

/* zipfile of Python wrote it: "a.html" with a title. Also when the server says that it is a page. */
Test(site_page, reads_no_archive_in_this_process)
{
    static const uint8_t archive[] = { 80,  75,  3,   4,   20,  0,   0,   0,   0,   0,   0,  0,   33,  0,  1,   237,
                                       180, 42,  16,  0,   0,   0,   16,  0,   0,   0,   6,  0,   0,   0,  97,  46,
                                       104, 116, 109, 108, 60,  116, 105, 116, 108, 101, 62, 116, 60,  47, 116, 105,
                                       116, 108, 101, 62,  80,  75,  1,   2,   20,  3,   20, 0,   0,   0,  0,   0,
                                       0,   0,   33,  0,   1,   237, 180, 42,  16,  0,   0,  0,   16,  0,  0,   0,
                                       6,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0,  0,   128, 1,  0,   0,
                                       0,   0,   97,  46,  104, 116, 109, 108, 80,  75,  5,  6,   0,   0,  0,   0,
                                       1,   0,   1,   0,   52,  0,   0,   0,   52,  0,   0,  0,   0,   0 };
    struct site_page page = read_bytes(bytes_of(archive, sizeof archive));

    cr_expect(page.is_left_out);
    cr_expect_eq(page.text.size, 0);
    cr_expect_str_eq(page.title, "");
    cr_expect_not(read_page("<title>t</title>").is_left_out);
}
