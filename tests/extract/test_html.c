/* SPDX-License-Identifier: Apache-2.0
 *
 * What every page must keep, whatever is in it: places that give the text back, names that are found, time
 * that grows with the size. What is read from which page is in test_html_golden.
 */
#include <criterion/criterion.h>
#include <dirent.h>
#include <iconv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "extract/html_look.h"
#include "extract/html_names.h"
#include "extract/html_scan.h"
#include "html_record.h"

static struct html_name name_of(const char *text)
{
    size_t size = strlen(text);
    const uint8_t *name = (const uint8_t *)text;

    return (struct html_name){ name, size, html_scan_name_key(name, size, name + size) };
}

Test(html, every_name_is_in_its_slot)
{
    for (int tag = 1; tag < HTML_TAG_COUNT; tag++) {
        struct html_name name = name_of(html_names_elements[tag].name);

        cr_expect_eq((int)html_names_tag(&name), tag, "%s belongs into slot %u", html_names_elements[tag].name,
                     html_names_element_slot(name.key, name.size));
    }
    for (int id = 1; id < HTML_ATTRIBUTE_COUNT; id++) {
        struct html_name name = name_of(html_names_attributes[id].name);

        cr_expect_eq((int)html_names_attribute(&name), id, "%s belongs into slot %u", html_names_attributes[id].name,
                     html_names_attribute_slot(name.key, name.size));
    }
}

Test(html, other_names_are_others)
{
    static const char *const others[] = { "divs", "di", "x", "blockquota", "blockquotes", "custom-element", "d\x01v" };

    for (size_t index = 0; index < sizeof others / sizeof *others; index++) {
        struct html_name name = name_of(others[index]);

        cr_expect_eq(html_names_tag(&name), HTML_TAG_OTHER, "%s", others[index]);
    }
}

/* ---- the way back ---- */

static struct buf converted(struct bytes page, const char *from, const char *to)
{
    struct buf out = BUF_INIT(1 << 26);
    iconv_t descriptor = iconv_open(to, from);
    char *next = (char *)(uintptr_t)page.data;
    size_t left = page.size;

    cr_assert_neq(descriptor, (iconv_t)-1);
    while (left > 0) {
        char piece[4096];
        char *end = piece;
        size_t room = sizeof piece;

        if (iconv(descriptor, &next, &left, &end, &room) == (size_t)-1 && room == sizeof piece) {
            next++;
            left--;
        }
        buf_append(&out, piece, sizeof piece - room);
    }
    iconv_close(descriptor);
    return out;
}

static void expect_true(struct bytes page, const char *name, const char *charset)
{
    struct html_record record = html_record(page, "page.html", charset, NULL);

    cr_expect_eq(record.status, STATUS_OK);
    cr_expect_gt(record.runs, 1, "%s: nothing was read", name);
    cr_expect_eq(record.broken_runs, 0, "%s in %s: %zu of %zu runs are not what their source says", name, charset,
                 record.broken_runs, record.runs);
    if (charset != NULL)
        cr_expect_str_eq(record.encoding, charset);
}

static const struct {
    const char *iconv_name, *label;
} encodings[] = {
    { "GBK", "gbk" },           { "GB18030", "gb18030" },   { "BIG5-HKSCS", "big5" },
    { "UTF-16LE", "utf-16le" }, { "UTF-16BE", "utf-16be" }, { "ISO-2022-JP", "iso-2022-jp" },
};

static const char composed[] =
    "<!DOCTYPE html><html><head><title>\u516c\u793a &amp; \u540d\u5355</title>"
    "<meta name=description content='\u66f8 &#36172;\u535a'><style>.x{content:'\u8cfd'}/*\u6ce8*/</style></head><body>"
    "<p title=\"\u63d0\u793a &quot;\u5b57\u4e32&quot;\">\u6a5f<b>\u5bc6</b>\u2605&#49;0&nbsp;\u5e74</p>"
    "<!-- \u7559\u8a00 <b>\u677f</b> --><table><tr><td>522301<br>19900307</table>"
    "<a href='/q?a=\u5b57&amp;b=%E8%B5%8C%B6%C4'>\u9023</a><script>var a='\\u8d4c\\x41\u535a%u8d4c%E8%B5%8C';</script>"
    "<span hidden>\u96b1&amp;#36172;</span></body></html>\u5c3e";

Test(html, runs_are_what_their_source_says)
{
    struct bytes page = bytes_of_text(composed);

    expect_true(page, "composed", "utf-8");
    for (size_t index = 0; index < sizeof encodings / sizeof *encodings; index++) {
        struct buf other = converted(page, "UTF-8", encodings[index].iconv_name);

        expect_true(buf_bytes(&other), "composed", encodings[index].label);
        buf_free(&other);
    }
}

Test(html, runs_of_real_pages_are_what_their_source_says)
{
    static const char folder_path[] = GUANKA_SOURCE_DIR "/../shared/data/newspages";
    DIR *folder = opendir(folder_path);
    struct dirent *entry;

    if (folder == NULL)
        cr_skip_test("no pages at %s", folder_path);
    while ((entry = readdir(folder)) != NULL) {
        char path[1024];
        struct buf page = BUF_INIT(1 << 24);

        if (strstr(entry->d_name, ".html") == NULL)
            continue;
        snprintf(path, sizeof path, "%s/%s", folder_path, entry->d_name);
        cr_assert(html_record_read(path, &page));
        expect_true(buf_bytes(&page), entry->d_name, NULL);
        for (size_t index = 0; index < 4; index += 3) {
            struct buf other = converted(buf_bytes(&page), "UTF-8", encodings[index].iconv_name);

            expect_true(buf_bytes(&other), entry->d_name, encodings[index].label);
            buf_free(&other);
        }
        buf_free(&page);
    }
    closedir(folder);
}

/* Windows of decoded text must not show: a page larger than several of them, in UTF-16 and in UTF-8. */
Test(html, windows_do_not_show)
{
    struct buf page = BUF_INIT(1 << 24);
    struct buf lines = BUF_INIT(1 << 26);
    struct buf lines_of_utf16 = BUF_INIT(1 << 26);
    struct buf other;
    const char *line;

    buf_text(&page, "<html><body>");
    for (int row = 0; row < 20000; row++)
        buf_format(&page,
                   "<p class='row%d' title='\u63d0\u793a%d'>\u7b2c%d\u884c<b>\u52a0</b>\u7c97&#36172;</p><!--%d-->\n",
                   row, row, row, row);
    html_record(buf_bytes(&page), "a.html", "utf-8", &lines);
    other = converted(buf_bytes(&page), "UTF-8", "UTF-16LE");
    html_record(buf_bytes(&other), "a.html", "utf-16le", &lines_of_utf16);
    line = strstr(lines_of_utf16.data, "end html");
    cr_assert_not_null(line);
    cr_expect_eq(memcmp(lines.data, lines_of_utf16.data, (size_t)(line - lines_of_utf16.data)), 0);
    buf_free(&page);
    buf_free(&lines);
    buf_free(&lines_of_utf16);
    buf_free(&other);
}

/* ---- hostile pages ---- */

static void repeat(struct buf *page, const char *text, size_t size)
{
    while (page->size < size)
        buf_text(page, text);
}

/* A page of one piece over and over, so large that a reader which goes back over it would not be done before the
 * test's own limit of time. */
static void expect_end(const char *before, const char *piece)
{
    enum { SIZE = 8 << 20 };
    struct buf page = BUF_INIT(1 << 26);
    struct html_record record;

    buf_text(&page, "<html>");
    buf_text(&page, before);
    repeat(&page, piece, SIZE);
    record = html_record(buf_bytes(&page), "page.html", "utf-8", NULL);
    cr_expect_eq(record.status, STATUS_OK);
    cr_expect_eq(record.broken_runs, 0, "%s", piece);
    buf_free(&page);
}

Test(html, no_piece_makes_a_page_endless, .timeout = 280)
{
    static const char *const pieces[][2] = {
        { "", "<table><tr><td>" },
        { "", "<div hidden>" },
        { "<a", " b=c" },
        { "", "<" },
        { "", "&" },
        { "", "&#" },
        { "", "<!--" },
        { "", "</" },
        { "", "<a title='" },
        { "", "</p>" },
        { "<p>", "<button>" },
        { "<p><button>", "<div>" },
        { "<script>", "<!--" },
        { "<script>", "</script" },
        { "<script>", "\\u8d4c" },
        { "<script>", "%41" },
        { "<style>", ".a{" },
        { "<style>", "/*" },
        { "<style>", "@media{" },
        { "<style>", ".a,.b{color:#fff}" },
        { "<li>", "<li><span>" },
        { "", "<x-a>" },
        { "", "</x-a>" },
        { "", "<svg><![CDATA[" },
        { "", "<p style='margin:-1px" },
        { "", "&amp;amp;amp;" },
        { "<title>", "</titl" },
        { "", "<a href=%E8" },
        { "<script>", "fromCharCode(" },
        { "", "<i class='a b c d e f'>" },
        { "<svg>", "<div></svg>" },
        { "<a style='", "(" },
        { "<style>", "content:'" },
        { "<a href='", "%E8" },
        { "<style>", "@media screen{" },
        { "<style>.a{", "\\64 " },
        { "", "<p style='color&colon;red'>" },
        { "<p style='", "&colon;" },
        { "", "<ruby><rb><rt>" },
        { "<iframe srcdoc='", "&lt;b&gt;" },
        { "<script>document.write(", "a=(" },
        { "<script>document.write(", "[" },
        { "<script>a='b';", "a=a+a;" },
        { "<script>a='b';", "a=a+'c';document.write(a);" },
        { "<script>a='b';", "a=a.split('').join('bb');" },
        { "<script>", "document.write('<script>');" },
        { "<script>", "function(){$(style " },
        { "", "<script>write(style.a='b')</script>" },
        { "<script>", "a.style.b='c';" },
        { "<script>", "$('#a').css('b','c');" },
        { "<script>document.write(", "b?c:" },
    };

    for (size_t index = 0; index < sizeof pieces / sizeof *pieces; index++)
        expect_end(pieces[index][0], pieces[index][1]);
}

Test(html, every_prefix_is_read)
{
    for (size_t size = 0; size <= sizeof composed; size++) {
        char *exact = malloc(size > 0 ? size : 1);
        struct html_record record;

        memcpy(exact, composed, size);
        record = html_record(bytes_of(exact, size), "page.html", "utf-8", NULL);
        cr_expect_eq(record.status, STATUS_OK);
        cr_expect_eq(record.broken_runs, 0, "prefix of %zu", size);
        free(exact);
    }
}

/* ---- style ---- */

/* What CSS 2.2 and its modules call by these names, and whether this value hides something. */
static const struct {
    const char *name, *value;
    uint32_t bit;
    bool on;
} declarations[] = {
    { "color", "#fff", LOOK_COLOR, true },
    { "color", "rgb(1, 2, 3)", LOOK_COLOR, true },
    { "color", "inherit", LOOK_COLOR, false },
    { "display", "none", LOOK_DISPLAY, true },
    { "display", "block", LOOK_DISPLAY, false },
    { "font-size", "0", LOOK_FONT_SIZE, true },
    { "font-size", "1px", LOOK_FONT_SIZE, true },
    { "font-size", "1em", LOOK_FONT_SIZE, false },
    { "font-size", "12px", LOOK_FONT_SIZE, false },
    { "font-size", ".5px", LOOK_FONT_SIZE, true },
    { "font-size", "2px", LOOK_FONT_SIZE, false },
    { "font", "0/0 a", LOOK_FONT_SIZE, true },
    { "width", "0", LOOK_WIDTH, true },
    { "width", "10px", LOOK_WIDTH, false },
    { "height", "1px", LOOK_HEIGHT, true },
    { "max-height", "0px", LOOK_HEIGHT, true },
    { "max-width", "0px", LOOK_WIDTH, true },
    { "background", "white", LOOK_BACKGROUND, true },
    { "background", "url(a;b.png) no-repeat", LOOK_BACKGROUND, false },
    { "background-color", "#000", LOOK_BACKGROUND, true },
    { "background-image", "url(a.png)", LOOK_BACKGROUND, false },
    { "left", "-9999px", LOOK_OFFSET, true },
    { "top", "-200em", LOOK_OFFSET, true },
    { "right", "-999px", LOOK_OFFSET, true },
    { "bottom", "-999px", LOOK_OFFSET, true },
    { "z-index", "-99", LOOK_BEHIND, true },
    { "z-index", "-1", LOOK_BEHIND, false },
    { "text-indent", "-9999px", LOOK_INDENT, true },
    { "text-indent", "2em", LOOK_INDENT, false },
    { "margin", "0 0 0 -5000px", LOOK_MARGIN, true },
    { "margin", "0 auto", LOOK_MARGIN, false },
    { "margin-left", "-5000px", LOOK_MARGIN, true },
    { "margin-top", "-5px", LOOK_MARGIN, false },
    { "opacity", "0", LOOK_OPACITY, true },
    { "filter", "alpha(opacity=0)", LOOK_FILTER, true },
    { "clip", "rect(0,0,0,0)", LOOK_CLIP, true },
    { "clip-path", "inset(100%)", LOOK_CLIP_PATH, true },
    { "clip-path", "inset(50%)", LOOK_CLIP_PATH, true },
    { "clip-path", "inset(0 0 100% 0)", LOOK_CLIP_PATH, true },
    { "clip-path", "inset(10% 20%)", LOOK_CLIP_PATH, false },
    { "clip-path", "inset(40px)", LOOK_CLIP_PATH, false },
    { "clip-path", "circle(0)", LOOK_CLIP_PATH, true },
    { "clip-path", "circle(50%)", LOOK_CLIP_PATH, false },
    { "clip-path", "polygon(0 0, 0 0, 0 0)", LOOK_CLIP_PATH, true },
    { "clip-path", "polygon(0 0, 100% 0, 0 100%)", LOOK_CLIP_PATH, false },
    { "clip", "rect(0 0 0 0)", LOOK_CLIP, true },
    { "clip", "rect(1px, 1px, 1px, 1px)", LOOK_CLIP, true },
    { "color", "transparent", LOOK_COLOR, true },
    { "color", "hsla(120, 100%, 50%, 0)", LOOK_COLOR, true },
    { "color", "hsla(120, 100%, 50%, 1)", LOOK_COLOR, false },
    { "inset", "-9999px auto auto -9999px", LOOK_OFFSET, true },
    { "content-visibility", "hidden", LOOK_CONTENT, true },
    { "content-visibility", "auto", LOOK_CONTENT, false },
    { "white-space", "nowrap", LOOK_NOWRAP, true },
    { "white-space", "normal", LOOK_NOWRAP, false },
    { "background-clip", "text", LOOK_CLIP_TEXT, true },
    { "-webkit-background-clip", "text", LOOK_CLIP_TEXT, true },
    { "transform", "scaleX(0)", LOOK_TRANSFORM, true },
    { "transform", "scale(1, 0)", LOOK_TRANSFORM, true },
    { "transform", "scale(0.5)", LOOK_TRANSFORM, false },
    { "-webkit-transform", "scale(0)", LOOK_TRANSFORM, true },
    { "scale", "0", LOOK_SCALE, true },
    { "scale", "1.1", LOOK_SCALE, false },
    { "filter", "opacity(0)", LOOK_FILTER, true },
    { "filter", "opacity(0.5)", LOOK_FILTER, false },
    { "visibility", "visible", LOOK_VISIBILITY, false },
    { "overflow", "hidden", LOOK_OVERFLOW, true },
    { "position", "absolute", LOOK_POSITION, true },
    { "position", "static", LOOK_POSITION, false },
    { "transform", "scale(0)", LOOK_TRANSFORM, true },
    { "visibility", "hidden", LOOK_VISIBILITY, true },
    /* of no meaning here, and not to be taken for one that has */
    { "line-height", "0", 0, false },
    { "text-align", "left", 0, false },
    { "font-family", "none", 0, false },
    { "padding", "-9999px", 0, false },
    { "border", "0", 0, false },
    { "float", "left", 0, false },
    { "colour", "#fff", 0, false },
    { "widths", "0", 0, false },
    { "font-sizes", "0", 0, false },
    { "x", "0", 0, false },
};

/* The same declaration in all spellings; `before` and `after` are what stands around it. */
static void check_declaration(size_t index, const char *before, const char *name, const char *colon, const char *after)
{
    struct html_look look = { 0, 0, 0, 0 };
    char text[160];
    int size = snprintf(text, sizeof text, "%s%s%s%s%s", before, name, colon, declarations[index].value, after);
    char *copy = memcpy(malloc((size_t)size), text, (size_t)size); /* exactly so long: nothing behind it may be read */
    const uint8_t *bytes = (const uint8_t *)copy;

    html_look_declare(&look, (struct bytes){ bytes, (size_t)size }, bytes + size);
    cr_expect_eq(look.known & ~(uint32_t)(LOOK_INLINE | LOOK_BLOCK | LOOK_PUSHED), declarations[index].bit,
                 "%s: known %x", text, look.known);
    cr_expect_eq((look.on & declarations[index].bit) != 0, declarations[index].on, "%s: on %x", text, look.on);
    free(copy);
}

Test(html, declarations_mean_the_same_in_all_spellings)
{
    for (size_t index = 0; index < sizeof declarations / sizeof *declarations; index++) {
        const char *name = declarations[index].name;
        char upper[32] = "";

        for (size_t at = 0; name[at] != '\0'; at++)
            upper[at] = (char)(name[at] >= 'a' && name[at] <= 'z' ? name[at] - 32 : name[at]);
        check_declaration(index, "", name, ":", "");
        check_declaration(index, "", name, ": ", ";");
        check_declaration(index, " ", name, " :\n", " ; float: none; letter-spacing: 0;");
        check_declaration(index, "zoom:1;", upper, ":", ";border-collapse: collapse");
        check_declaration(index, "float:left;;", name, ":", " !important;");
    }
}

/* CSS Color 4: names, hexadecimal notations and functions, with opacity. */
Test(html, colours_may_be_clear)
{
    static const struct {
        const char *text;
        bool known;
        uint32_t color;
    } colors[] = {
        { "#1a2b3c", true, 0x1A2B3C },
        { "#abc", true, 0xAABBCC },
        { "#1a2b3cff", true, 0x1A2B3C },
        { "#abcf", true, 0xAABBCC },
        { "#1a2b3c00", true, HTML_LOOK_CLEAR },
        { "#abc0", true, HTML_LOOK_CLEAR },
        { "#12345", false, 0 },
        { "transparent", true, HTML_LOOK_CLEAR },
        { "rgba(1, 2, 3, 1)", true, 0x010203 },
        { "rgba(1,2,3,0)", true, HTML_LOOK_CLEAR },
        { "rgb(1 2 3 / 0%)", true, HTML_LOOK_CLEAR },
        { "rgb(1 2 3)", true, 0x010203 },
        { "hsl(0 0% 0% / 0)", true, HTML_LOOK_CLEAR },
        { "hsl(0, 0%, 0%)", false, 0 },
        { "url(a,b,c,0)", false, 0 },
        { "rgb", false, 0 },
    };

    for (size_t index = 0; index < sizeof colors / sizeof *colors; index++) {
        uint32_t color = 0;

        cr_expect_eq(html_look_color(bytes_of_text(colors[index].text), &color), colors[index].known, "%s",
                     colors[index].text);
        cr_expect(!colors[index].known || color == colors[index].color, "%s: %x", colors[index].text, color);
    }
}

/* ---- what is a page ---- */

static void expect_read_as(struct bytes input, const char *name, const char *media_type, const char *wanted)
{
    struct buf lines = BUF_INIT(1 << 26);
    struct html_record record =
        html_record_of(input, &(struct part_hint){ .name = name, .media_type = media_type }, &lines);

    cr_expect_eq(record.status, STATUS_OK);
    cr_expect(strstr(lines.data, wanted) != NULL, "%s is not read as \"%s\"", name, wanted);
    buf_free(&lines);
}

/* Browsers show all of these as pages. */
Test(html, a_page_may_begin_late)
{
    static const struct {
        const char *before, *filling;
        size_t size;
        const char *behind, *name, *wanted;
    } cases[] = {
        { "", "a ", 8192, "<p>\u673a<b>\u5bc6</b></p>", "q.html", "end html" },
        { "", "a ", 8192, "<p>\u673a<b>\u5bc6</b></p>", "q.txt", "end plain" },
        { "", "a\n", 1 << 20, "<p>\u673a<b>\u5bc6</b></p>", "q.html", "end html" },
        { "<!--", "x", 100000, "-->\n<html><p>\u673a<b>\u5bc6</b></p>", "q", "end html" },
        { "<?xml version='1.0'?><!--", "x", 100000, "-->\n<html><p>\u673a<b>\u5bc6</b></p>", "q", "end html" },
        { "", "\n", 100000, "<html><p>\u673a<b>\u5bc6</b></p>", "q", "end html" },
        { "{\"a\":1}", "\n", 100000, "<html><p>\u673a<b>\u5bc6</b></p>", "q.html", "end html" },
        { "{\"a\":1}", "\n", 100, "", "q.html", "end json" },
        { "", "a < b\n", 100, "", "q.html", "end html" },
    };

    for (size_t index = 0; index < sizeof cases / sizeof *cases; index++) {
        struct buf page = BUF_INIT(1 << 26);

        buf_text(&page, cases[index].before);
        repeat(&page, cases[index].filling, cases[index].size);
        buf_text(&page, cases[index].behind);
        expect_read_as(buf_bytes(&page), cases[index].name, NULL, cases[index].wanted);
        buf_free(&page);
    }
    expect_read_as(bytes_of_text("a & b\n"), "q", "text/html", "end html");
    expect_read_as(bytes_of_text("a & b\n"), "q", NULL, "end plain");
    expect_read_as(bytes_of("\1\2<p>\0\3\4\5\6<b>\x80\x90\x91", 16), "q.html", NULL, "end binary");
    expect_read_as(bytes_of_text("\x89PNG\r\n\x1A\n<p>"), "q.html", NULL, "end png");
}

/* A billion laughs, an entity within itself, and many that stand for nothing: a gap, and little text. */
Test(html, entities_do_not_expand_without_end)
{
    static const char *const seeds[] = { "<!ENTITY l0 '\u54c8\u54c8'>", "<!ENTITY l0 ''>", "<!ENTITY l0 '&l9;'>" };

    for (size_t index = 0; index < sizeof seeds / sizeof *seeds; index++) {
        struct buf page = BUF_INIT(1 << 20), lines = BUF_INIT(1 << 26);

        buf_text(&page, "<!DOCTYPE a [");
        buf_text(&page, seeds[index]);
        for (int level = 1; level < 10; level++) {
            buf_format(&page, "<!ENTITY l%d '", level);
            for (int count = 0; count < 20; count++)
                buf_format(&page, "&l%d;", level - 1);
            buf_text(&page, "'>");
        }
        buf_text(&page, "]><a>&l9;&l9;&l9;\u5c3e</a>");
        cr_expect_eq(html_record(buf_bytes(&page), "a.xml", NULL, &lines).status, STATUS_OK);
        cr_expect(strstr(lines.data, "gap limit-ratio") != NULL);
        cr_expect(strstr(lines.data, "\u5c3e") != NULL);
        cr_expect_lt(lines.size, 8 << 20);
        buf_free(&page);
        buf_free(&lines);
    }
}
