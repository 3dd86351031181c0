/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/corpus_page.h"

#include <stdlib.h>
#include <string.h>

enum { FULL_STOP_SIZE = 3, SENTENCES_PER_WORD = 24 };

static uint32_t between(struct page_maker *maker, uint32_t from, uint32_t to)
{
    return chance_between(&maker->chance, from, to);
}

static void put_unit(struct page_maker *maker, enum prose_list list)
{
    struct bytes unit = prose_pick(maker->prose, list, &maker->chance);
    buf_append(&maker->out, unit.data, unit.size);
}

static void put_sentence(struct page_maker *maker)
{
    put_unit(maker, PROSE_SENTENCES);
    if (between(maker, 1, SENTENCES_PER_WORD) > 1 || maker->put_word == NULL)
        return;
    maker->out.size -= FULL_STOP_SIZE;
    maker->put_word(maker->context, &maker->chance, &maker->out);
    buf_text(&maker->out, "。");
}

static void put_number(struct page_maker *maker, const char *range)
{
    char *dash;
    unsigned long from = strtoul(range, &dash, 10), to = strtoul(dash + 1, NULL, 10);

    buf_unsigned(&maker->out, between(maker, (uint32_t)from, (uint32_t)to));
}

/* Writes a template in which @H@ is a heading, @P@ a phrase, @M@ a word in the source, @S@ a sentence,
 * @D@ a date, @n@ the number given, and @5-30@ a number from 5 to 30. */
static void put(struct page_maker *maker, const char *template, uint32_t number)
{
    for (;;) {
        const char *mark = strchr(template, '@');
        if (mark == NULL)
            break;
        buf_append(&maker->out, template, (size_t)(mark - template));
        switch (mark[1]) {
        case 'H':
            put_unit(maker, PROSE_HEADINGS);
            break;
        case 'P':
            put_unit(maker, PROSE_PHRASES);
            break;
        case 'M':
            put_unit(maker, PROSE_MARKUP);
            break;
        case 'S':
            put_sentence(maker);
            break;
        case 'D':
            put(maker, "@2015-2026@-0@1-9@-@10-28@", 0);
            break;
        case 'n':
            buf_unsigned(&maker->out, number);
            break;
        default:
            put_number(maker, mark + 1);
            break;
        }
        template = strchr(mark + 1, '@') + 1;
    }
    buf_text(&maker->out, template);
}

/* The template as often as chance says, numbered. */
static void put_some(struct page_maker *maker, uint32_t from, uint32_t to, const char *template)
{
    uint32_t count = between(maker, from, to);

    for (uint32_t number = 1; number <= count; number++)
        put(maker, template, number);
}

static void put_script(struct page_maker *maker)
{
    put(maker, "<script type=\"text/javascript\">\n", 0);
    put_some(
        maker, 6, 30,
        "// @M@\n"
        "$(function () {\n"
        "    var list@n@ = $(\"#list_@n@\"), index = @0-20@, total = list@n@.find(\"li\").length;\n"
        "    list@n@.on(\"click\", \".page-@1-99@\", function (event) {\n"
        "        event.preventDefault();\n"
        "        if (index < total && !list@n@.is(\":animated\")) {\n"
        "            list@n@.stop(true, true).animate({ left: -@100-999@ * (++index % total) + \"px\" }, @200-900@);\n"
        "        } else { alert(\"@M@\"); }\n"
        "    });\n"
        "});\n");
    put(maker, "</script>\n", 0);
}

static void put_head(struct page_maker *maker)
{
    put(maker,
        "<!DOCTYPE html>\n<html lang=\"zh-CN\">\n<head>\n"
        "<meta http-equiv=\"Content-Type\" content=\"text/html; charset=",
        0);
    maker->charset_offset = maker->out.size;
    put(maker,
        "utf-8\">\n<meta http-equiv=\"X-UA-Compatible\" content=\"IE=edge\">\n"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1.0\">\n<title>@H@</title>\n"
        "<meta name=\"SiteDomain\" content=\"www.example.gov.cn\">\n<meta name=\"ColumnName\" content=\"@P@\">\n"
        "<meta name=\"ArticleTitle\" content=\"@H@\">\n<meta name=\"PubDate\" content=\"@D@\">\n"
        "<link rel=\"stylesheet\" href=\"/script/page.css\">\n<script src=\"/script/jquery.min.js\"></script>\n"
        "<style type=\"text/css\">\n",
        0);
    put_some(maker, 15, 50,
             ".list-item-@n@ { float: left; width: @20-1200@px; height: @20-600@px; line-height: @12-40@px; "
             "margin: @0-30@px auto; padding: 0 @0-30@px; color: #@100000-333333@; "
             "background: url(/images/@10000-99999@/bg_@n@.png) no-repeat; }\n");
    put(maker, ".article p { text-indent: 2em; }\n</style>\n", 0);
    put_script(maker);
    put(maker, "</head>\n<body>\n", 0);
}

static void put_navigation(struct page_maker *maker)
{
    put(maker,
        "<!-- @M@ -->\n<div class=\"header wrap\"><a href=\"/\"><img src=\"/images/logo.png\" alt=\"\"></a>\n"
        "<ul class=\"nav\">\n",
        0);
    for (uint32_t item = between(maker, 6, 12); item > 0; item--) {
        put(maker,
            "<li class=\"nav-item nav-item-@n@\"><a class=\"nav-link\" target=\"_blank\" "
            "href=\"/col/col@1229000-1229999@/index.html\">@P@</a>\n  <dl class=\"nav-sub\">",
            item);
        put_some(maker, 2, 7, "<dd><a target=\"_blank\" href=\"/col/col@1229000-1229999@/index.html\">@P@</a></dd>");
        put(maker, "</dl>\n</li>\n", 0);
    }
    put(maker, "</ul></div>\n", 0);
}

/* As pasted from a word processor, which most of these sites' pages are. */
static void put_paragraph(struct page_maker *maker)
{
    put(maker, "<p style=\"text-align: justify; text-indent: 2em; line-height: @24-40@px; margin-bottom: @0-20@px;\">",
        0);
    put_some(maker, 1, 5, "<span style=\"font-family: @M@; font-size: @14-22@px; color: rgb(51, 51, 51);\">@S@</span>");
    put(maker, between(maker, 0, 5) == 0 ? "&nbsp;&nbsp;</p>\n" : "</p>\n", 0);
}

static void put_table(struct page_maker *maker)
{
    put(maker, "<table border=\"0\" cellspacing=\"0\" cellpadding=\"0\" width=\"100%\"><tbody>\n", 0);
    for (uint32_t row = between(maker, 4, 30); row > 0; row--) {
        put(maker, "<tr style=\"height: @20-40@px\">", 0);
        put_some(maker, 5, 5,
                 "<td width=\"@60-300@\" valign=\"middle\" style=\"border: 1px solid #000; padding: 0 7px;\">@P@</td>"
                 "<td width=\"@60-300@\" align=\"right\">@0-99999@.@10-99@</td>");
        put(maker, "</tr>\n", 0);
    }
    put(maker, "</tbody></table>\n", 0);
}

static void put_article(struct page_maker *maker)
{
    put(maker,
        "<div class=\"article\">\n<h1 class=\"title\">@H@</h1>\n"
        "<div class=\"info\"><span>@D@</span>&nbsp;|&nbsp;<span>@P@</span></div>\n",
        0);
    for (uint32_t paragraph = between(maker, 6, 70); paragraph > 0; paragraph--)
        put_paragraph(maker);
    for (uint32_t table = between(maker, 0, 2); table > 0; table--)
        put_table(maker);
    put(maker, "</div>\n", 0);
}

static void put_links(struct page_maker *maker)
{
    put(maker, "<div class=\"side\"><ul class=\"list\">\n", 0);
    put_some(maker, 20, 80,
             "<li class=\"list-item\"><a target=\"_blank\" class=\"text-ellipsis\" "
             "href=\"/art/@2015-2026@/@1-12@/@1-28@/art_@1229000-1229999@_@100000-9999999@.html\">@H@</a>"
             "<span class=\"date\">@D@</span></li>\n");
    put(maker, "</ul></div>\n", 0);
}

void page_make(struct page_maker *maker)
{
    buf_clear(&maker->out);
    put_head(maker);
    put_navigation(maker);
    put_article(maker);
    put_links(maker);
    put(maker, "<div class=\"footer\"><p>@P@：@P@</p></div>\n", 0);
    put_script(maker);
    put(maker, "</body>\n</html>\n", 0);
}

void page_make_text(struct page_maker *maker, size_t size)
{
    buf_clear(&maker->out);
    while (maker->out.size < size) {
        put(maker, "@H@\n", 0);
        for (uint32_t paragraph = between(maker, 4, 20); paragraph > 0; paragraph--) {
            put_some(maker, 1, 6, "@S@");
            put(maker, "\n", 0);
        }
    }
}
