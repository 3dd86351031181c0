/* SPDX-License-Identifier: Apache-2.0
 *
 * Site maps by the examples of sitemaps.org, feeds by those of RFC 4287 and the RSS specifications.
 */
#include "sweep/sitemap.h"

#include <criterion/criterion.h>
#include <string.h>
#include <zlib.h>

#include "base/alloc.h"
#include "base/buf.h"

/* What is found, a line each, site maps with a '>' before them. */
struct list {
    struct buf text;
    size_t stop_after; /* 0: never */
};

static enum status add(void *context, enum sitemap_entry entry, struct bytes address)
{
    struct list *list = context;

    buf_text(&list->text, entry == SITEMAP_FILE ? ">" : "");
    buf_append(&list->text, address.data, address.size);
    buf_byte(&list->text, '\n');
    return list->stop_after > 0 && --list->stop_after == 0 ? STATUS_STOPPED : STATUS_OK;
}

static struct sitemap_report expect_bytes(struct bytes body, const char *wanted, enum status damage)
{
    struct list list = { .text = BUF_INIT(1 << 26) };
    struct sitemap_report report;

    buf_text(&list.text, "");
    cr_assert_eq(sitemap_read(body, add, &list, &report), STATUS_OK);
    if (wanted != NULL)
        cr_expect_str_eq(list.text.data != NULL ? list.text.data : "", wanted, "%s", list.text.data);
    cr_expect_eq(report.damage, damage);
    buf_free(&list.text);
    return report;
}

static void expect(const char *body, const char *wanted)
{
    (void)expect_bytes(bytes_of_text(body), wanted, STATUS_OK);
}

static const char map[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n"
    "  <url>\n"
    "    <loc>http://www.example.com/</loc>\n"
    "    <lastmod>2005-01-01</lastmod>\n"
    "    <changefreq>monthly</changefreq>\n"
    "    <priority>0.8</priority>\n"
    "  </url>\n"
    "  <url>\n"
    "    <loc>\n http://www.example.com/catalog?item=12&amp;desc=vacation_hawaii </loc>\n"
    "  </url>\n"
    "  <url><lastmod>2004-12-23</lastmod><loc><![CDATA[http://www.example.com/中文]]></loc></url>\n"
    "  <url><loc></loc></url>\n"
    "</urlset>\n";
static const char map_wanted[] = "http://www.example.com/\n"
                                 "http://www.example.com/catalog?item=12&desc=vacation_hawaii\n"
                                 "http://www.example.com/中文\n";

Test(sitemap, xml)
{
    cr_expect_eq(expect_bytes(bytes_of_text(map), map_wanted, STATUS_OK).count, (size_t)3);
    /* Without a namespace, behind a byte order mark and empty lines. */
    expect("\xEF\xBB\xBF<urlset><url><loc>http://a/1</loc></url></urlset>", "http://a/1\n");
    expect("\r\n\n<?xml version=\"1.0\"?><urlset><url><loc>http://a/1</loc></url></urlset>", "http://a/1\n");
    expect("<x:urlset xmlns:x=\"http://www.sitemaps.org/schemas/sitemap/0.9\"><x:url><x:loc>http://a/1</x:loc></x:url>"
           "</x:urlset>",
           "http://a/1\n");
}

Test(sitemap, xml_in_other_encodings)
{
    static const char gbk[] = "<?xml version=\"1.0\" encoding=\"gb2312\"?><urlset><url><loc>http://a/\xD6\xD0\xCE\xC4"
                              "</loc></url></urlset>";
    static const char utf16[] =
        "\xFF\xFE<\0u\0r\0l\0>\0<\0l\0o\0c\0>\0h\0t\0t\0p\0:\0/\0/\0a\0/\0<\0/\0l\0o\0c\0>\0<\0/"
        "\0u\0r\0l\0>\0";

    expect(gbk, "http://a/中文\n");
    (void)expect_bytes(bytes_of(utf16, sizeof utf16 - 1), "http://a/\n", STATUS_OK);
}

Test(sitemap, extensions_are_other_things)
{
    expect(
        "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" "
        "xmlns:image=\"http://www.google.com/schemas/sitemap-image/1.1\" xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">"
        "<url><image:image><image:loc>http://a/p.jpg</image:loc></image:image><loc>http://a/1</loc>"
        "<xhtml:link rel=\"alternate\" media=\"only screen\" href=\"http://m.a/1\"/>"
        "<xhtml:link rel=\"canonical\" href=\"http://a/0\"/></url></urlset>",
        "http://a/1\nhttp://m.a/1\n");
    expect("<urlset><loc>http://a/1</loc><url><x><loc>http://a/2</loc></x></url></urlset>", "");
    expect("<urlset><url><loc>http://a/<b>1</b></loc></url></urlset>", "");
}

Test(sitemap, index_of_site_maps)
{
    expect("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
           "<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n"
           "<sitemap><loc>http://www.example.com/sitemap1.xml.gz</loc><lastmod>2004-10-01T18:23:17+00:00</lastmod></"
           "sitemap>\n"
           "<sitemap><loc>http://www.example.com/sitemap2.xml.gz</loc></sitemap>\n"
           "</sitemapindex>\n",
           ">http://www.example.com/sitemap1.xml.gz\n>http://www.example.com/sitemap2.xml.gz\n");
}

Test(sitemap, lines)
{
    expect(
        "http://www.example.com/catalog?item=1\r\nhttp://www.example.com/catalog?item=11\n\n HTTPS://a/中 \nhttp://b/x",
        "http://www.example.com/catalog?item=1\nhttp://www.example.com/catalog?item=11\nHTTPS://a/中\nhttp://b/x\n");
    expect("\xEF\xBB\xBFhttp://a/1\n", "http://a/1\n");
    expect("", "");
    (void)expect_bytes(bytes_of_text("http://a/1\nnot found\nhttp://a/2\n"), "http://a/1\nhttp://a/2\n",
                       STATUS_MALFORMED);
    (void)expect_bytes(bytes_of_text("http://a/\xFF\n"), "", STATUS_MALFORMED);
    (void)expect_bytes(bytes_of("\x00\x01\x02", 3), "", STATUS_MALFORMED);
}

Test(sitemap, rss)
{
    expect("<?xml version=\"1.0\"?><rss version=\"2.0\" xmlns:atom=\"http://www.w3.org/2005/Atom\"><channel>"
           "<title>Liftoff News</title><link>http://liftoff.msfc.nasa.gov/</link>"
           "<atom:link href=\"http://liftoff.msfc.nasa.gov/rss.xml\" rel=\"self\" type=\"application/rss+xml\"/>"
           "<item><title>Star City</title>"
           "<link>http://liftoff.msfc.nasa.gov/news/2003/news-starcity.asp</link>"
           "<description>&lt;a href=\"http://howe.iki.rssi.ru/GCTC/gctc_e.htm\"&gt;Star City&lt;/a&gt;.</description>"
           "<guid>http://liftoff.msfc.nasa.gov/2003/06/03.html#item573</guid>"
           "<enclosure url=\"http://www.scripting.com/mp3s/weatherReportSuite.mp3\" length=\"12216320\"/>"
           "<atom:link href=\"http://x/\"/></item>"
           "</channel></rss>",
           "http://liftoff.msfc.nasa.gov/news/2003/news-starcity.asp\n"
           "http://www.scripting.com/mp3s/weatherReportSuite.mp3\n");
    expect("<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" xmlns=\"http://purl.org/rss/1.0/\">"
           "<channel><link>http://xml.com/pub</link></channel>"
           "<item><title>Processing</title><link>http://xml.com/pub/2000/08/09/xslt/xslt.html</link></item></rdf:RDF>",
           "http://xml.com/pub/2000/08/09/xslt/xslt.html\n");
}

/* RFC 4287, section 1.1. */
Test(sitemap, atom)
{
    expect("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
           "<feed xmlns=\"http://www.w3.org/2005/Atom\">\n"
           "<title type=\"text\">dive into mark</title><id>tag:example.org,2003:3</id>\n"
           "<link rel=\"alternate\" type=\"text/html\" hreflang=\"en\" href=\"http://example.org/\"/>\n"
           "<link rel=\"self\" type=\"application/atom+xml\" href=\"http://example.org/feed.atom\"/>\n"
           "<entry><title>Atom draft-07 snapshot</title>\n"
           "<link rel=\"alternate\" type=\"text/html\" href=\"http://example.org/2005/04/02/atom\"/>\n"
           "<link rel=\"enclosure\" type=\"audio/mpeg\" href=\"http://example.org/audio/ph34r_my_podcast.mp3\"/>\n"
           "<link rel=\"edit\" href=\"http://example.org/edit\"/>"
           "<link href=\"http://example.org/plain?a&amp;b\"/></entry></feed>\n",
           "http://example.org/2005/04/02/atom\nhttp://example.org/audio/ph34r_my_podcast.mp3\n"
           "http://example.org/plain?a&b\n");
}

Test(sitemap, what_is_none)
{
    (void)expect_bytes(bytes_of_text("<!DOCTYPE html><html><body><a href=\"/\">404</a></body></html>"), "",
                       STATUS_MALFORMED);
    expect("<html><body>404</body></html>", "");
    /* Entities are how XML explodes. */
    (void)expect_bytes(
        bytes_of_text("<!DOCTYPE x [<!ENTITY a \"http://a/\">]><urlset><url><loc>&a;</loc></url></urlset>"), "",
        STATUS_MALFORMED);
    (void)expect_bytes(
        bytes_of_text("<!DOCTYPE x SYSTEM \"file:///etc/passwd\"><urlset><url><loc>http://a/</loc></url></urlset>"), "",
        STATUS_MALFORMED);
    /* What comes before the damage counts. */
    (void)expect_bytes(bytes_of_text("<urlset><url><loc>http://a/1</loc></url><url><loc>http://a/"), "http://a/1\n",
                       STATUS_MALFORMED);
}

static struct buf compressed(struct bytes body)
{
    struct buf out = BUF_INIT(1 << 26);
    z_stream stream = { .next_in = (Bytef *)(uintptr_t)body.data, .avail_in = (uInt)body.size };
    uLong bound;
    char *room;

    cr_assert_eq(deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
    bound = deflateBound(&stream, (uLong)body.size);
    room = buf_reserve(&out, bound);
    cr_assert_not_null(room);
    stream.next_out = (Bytef *)room;
    stream.avail_out = (uInt)bound;
    cr_assert_eq(deflate(&stream, Z_FINISH), Z_STREAM_END);
    out.size = bound - stream.avail_out;
    (void)deflateEnd(&stream);
    return out;
}

Test(sitemap, gzip)
{
    struct buf packed = compressed(bytes_of_text(map));
    struct buf lines = compressed(bytes_of_text("http://a/1\nhttp://a/"));
    struct buf more = compressed(bytes_of_text("2\n"));

    (void)expect_bytes(buf_bytes(&packed), map_wanted, STATUS_OK);
    (void)expect_bytes(bytes_of(packed.data, packed.size - 20), NULL, STATUS_MALFORMED);
    buf_append(&lines, more.data, more.size);
    buf_text(&lines, "behind it");
    (void)expect_bytes(buf_bytes(&lines), "http://a/1\nhttp://a/2\n", STATUS_OK);
    (void)expect_bytes(bytes_of("\x1F\x8B\x08", 3), "", STATUS_OK);
    buf_free(&packed);
    buf_free(&lines);
    buf_free(&more);
}

static struct buf many(const char *beginning, const char *each, const char *end, size_t count)
{
    struct buf text = BUF_INIT(1 << 27);

    buf_text(&text, beginning);
    for (size_t index = 0; index < count; index++)
        buf_text(&text, each);
    buf_text(&text, end);
    cr_assert_eq(buf_status(&text), STATUS_OK);
    return text;
}

Test(sitemap, at_most_50000_addresses)
{
    static const char each[] = "<url><loc>http://a/</loc></url>";
    struct buf text = many("<urlset>", each, "</urlset>", SITEMAP_ADDRESSES_MAX);
    struct sitemap_report report = expect_bytes(buf_bytes(&text), NULL, STATUS_OK);

    cr_expect_eq(report.count, (size_t)SITEMAP_ADDRESSES_MAX);
    cr_expect_not(report.is_cut);
    buf_free(&text);
    text = many("<urlset>", each, "</urlset>", SITEMAP_ADDRESSES_MAX + 1);
    report = expect_bytes(buf_bytes(&text), NULL, STATUS_OK);
    cr_expect_eq(report.count, (size_t)SITEMAP_ADDRESSES_MAX);
    cr_expect(report.is_cut);
    buf_free(&text);
    text = many("", "http://a/\n", "", SITEMAP_ADDRESSES_MAX + 1);
    report = expect_bytes(buf_bytes(&text), NULL, STATUS_OK);
    cr_expect_eq(report.count, (size_t)SITEMAP_ADDRESSES_MAX);
    cr_expect(report.is_cut);
    buf_free(&text);
}

/* 60 MiB from some 60 KiB. */
Test(sitemap, bombs_are_cut)
{
    struct buf text =
        many("<urlset><url><loc>http://a/1</loc></url>", "<!-- 0123456789012345678901234567890123456789 -->",
             "<url><loc>http://a/2</loc></url></urlset>", 60 * (1 << 20) / 49);
    struct buf packed = compressed(buf_bytes(&text));
    struct sitemap_report report;

    report = expect_bytes(buf_bytes(&packed), "http://a/1\n", STATUS_OK);
    cr_expect(report.is_cut);
    report = expect_bytes(buf_bytes(&text), "http://a/1\n", STATUS_OK);
    cr_expect(report.is_cut);
    buf_free(&packed);
    buf_free(&text);
}

Test(sitemap, addresses_without_end_are_left_out)
{
    struct buf text = many("<urlset><url><loc>http://a/", "xxxxxxxxxxxxxxxx",
                           "</loc></url><url><loc>http://a/2</loc></url></urlset>", 1 << 14);

    (void)expect_bytes(buf_bytes(&text), "http://a/2\n", STATUS_OK);
    buf_free(&text);
    text = many("http://a/", "xxxxxxxxxxxxxxxx", "\nhttp://a/2\n", 1 << 14);
    (void)expect_bytes(buf_bytes(&text), "http://a/2\n", STATUS_OK);
    buf_free(&text);
    text = many("<urlset>", "<url>", "", 1 << 14);
    (void)expect_bytes(buf_bytes(&text), "", STATUS_MALFORMED);
    buf_free(&text);
}

Test(sitemap, stops_when_told)
{
    struct list list = { .text = BUF_INIT(1 << 20), .stop_after = 2 };
    struct sitemap_report report;

    cr_expect_eq(sitemap_read(bytes_of_text(map), add, &list, &report), STATUS_STOPPED);
    cr_expect_eq(report.count, (size_t)2);
    list.stop_after = 1;
    cr_expect_eq(sitemap_read(bytes_of_text("http://a/1\nhttp://a/2\n"), add, &list, &report), STATUS_STOPPED);
    cr_expect_eq(report.count, (size_t)1);
    buf_free(&list.text);
}

Test(sitemap, survives_a_full_heap)
{
    struct buf packed = compressed(bytes_of_text(map));
    struct list list = { .text = BUF_INIT(1 << 20) };
    enum status status = STATUS_NO_MEMORY;

    (void)buf_reserve(&list.text, 4096);
    for (unsigned long nth = 1; status != STATUS_OK; nth++) {
        struct sitemap_report report;

        cr_assert_lt(nth, 1000ul);
        alloc_fail_after(nth);
        status = sitemap_read(buf_bytes(&packed), add, &list, &report);
        alloc_fail_after(0);
        cr_expect(status == STATUS_OK || status == STATUS_NO_MEMORY);
    }
    buf_free(&packed);
    buf_free(&list.text);
}
