/* SPDX-License-Identifier: Apache-2.0
 *
 * Links as browsers read them: RFC 3986, section 5.4, and the examples of the WHATWG URL Standard and its tests
 * (web-platform-tests, url/resources/urltestdata.json), as far as they are of http and https.
 */
#include "sweep/url.h"

#include <criterion/criterion.h>
#include <curl/curl.h>
#include <string.h>

#include "base/alloc.h"

static struct arena *arena;

static void open_arena(void)
{
    cr_assert_eq(arena_create(&arena), STATUS_OK);
}

static void close_arena(void)
{
    arena_destroy(arena);
}

TestSuite(url, .init = open_arena, .fini = close_arena);

static const char *resolve_bytes(const char *base, struct bytes link, enum url_refusal wanted)
{
    enum url_refusal refusal;
    const char *normal;

    cr_assert_eq(url_resolve(arena, base, link, ENCODING_UTF8, &normal, &refusal), STATUS_OK);
    cr_expect_eq(refusal, wanted, "%.200s: %d", (const char *)link.data, (int)refusal);
    cr_expect_eq(normal != NULL, wanted == URL_FINE);
    return normal != NULL ? normal : "";
}

/* libcurl, which fetches it, understands by a normal form what we do. */
static void expect_understood(const char *normal, const struct url_parts *parts)
{
    CURLU *address = curl_url();
    char *text;

    cr_assert_eq(curl_url_set(address, CURLUPART_URL, normal, 0), CURLUE_OK, "%s", normal);
    cr_assert_eq(curl_url_get(address, CURLUPART_URL, &text, 0), CURLUE_OK);
    cr_expect_str_eq(text, normal, "%s: %s", normal, text);
    curl_free(text);
    cr_assert_eq(curl_url_get(address, CURLUPART_HOST, &text, 0), CURLUE_OK);
    cr_expect_str_eq(text, parts->host);
    curl_free(text);
    curl_url_cleanup(address);
}

/* The normal form of a normal form is itself. */
static void expect_url(const char *base, const char *link, const char *wanted)
{
    const char *normal = resolve_bytes(base, bytes_of_text(link), URL_FINE);
    struct url_parts parts;

    cr_expect_str_eq(normal, wanted, "%s: %s", link, normal);
    cr_expect_str_eq(resolve_bytes(NULL, bytes_of_text(normal), URL_FINE), normal, "%s", normal);
    cr_assert(url_split(normal, &parts), "%s", normal);
    expect_understood(normal, &parts);
}

static void expect_refused(const char *base, const char *link, enum url_refusal wanted)
{
    (void)resolve_bytes(base, bytes_of_text(link), wanted);
}

struct example {
    const char *link, *wanted;
};

static void expect_all(const char *base, const struct example *examples, size_t count)
{
    for (size_t index = 0; index < count; index++)
        expect_url(base, examples[index].link, examples[index].wanted);
}

#define EXPECT_ALL(base, examples) expect_all(base, examples, sizeof(examples) / sizeof *(examples))

Test(url, resolves_as_rfc_3986_says)
{
    /* Sections 5.4.1 and 5.4.2, but for the fragments; "g;x=1/../y" and others that a browser agrees on. */
    static const struct example examples[] = {
        { "g", "http://a/b/c/g" },
        { "./g", "http://a/b/c/g" },
        { "g/", "http://a/b/c/g/" },
        { "/g", "http://a/g" },
        { "//g", "http://g/" },
        { "?y", "http://a/b/c/d;p?y" },
        { "g?y", "http://a/b/c/g?y" },
        { "#s", "http://a/b/c/d;p?q" },
        { "g#s", "http://a/b/c/g" },
        { "g?y#s", "http://a/b/c/g?y" },
        { ";x", "http://a/b/c/;x" },
        { "g;x", "http://a/b/c/g;x" },
        { "g;x?y#s", "http://a/b/c/g;x?y" },
        { "", "http://a/b/c/d;p?q" },
        { ".", "http://a/b/c/" },
        { "./", "http://a/b/c/" },
        { "..", "http://a/b/" },
        { "../", "http://a/b/" },
        { "../g", "http://a/b/g" },
        { "../..", "http://a/" },
        { "../../", "http://a/" },
        { "../../g", "http://a/g" },
        { "../../../g", "http://a/g" },
        { "../../../../g", "http://a/g" },
        { "/./g", "http://a/g" },
        { "/../g", "http://a/g" },
        { "g.", "http://a/b/c/g." },
        { ".g", "http://a/b/c/.g" },
        { "g..", "http://a/b/c/g.." },
        { "..g", "http://a/b/c/..g" },
        { "./../g", "http://a/b/g" },
        { "./g/.", "http://a/b/c/g/" },
        { "g/./h", "http://a/b/c/g/h" },
        { "g/../h", "http://a/b/c/h" },
        { "g;x=1/./y", "http://a/b/c/g;x=1/y" },
        { "g;x=1/../y", "http://a/b/c/y" },
        { "g?y/./x", "http://a/b/c/g?y/./x" },
        { "g#s/../x", "http://a/b/c/g" },
        { "http:g", "http://a/b/c/g" },
    };

    EXPECT_ALL("http://a/b/c/d;p?q", examples);
    expect_refused("http://a/b/c/d;p?q", "g:h", URL_NOT_WEB);
}

Test(url, resolves_as_browsers_do)
{
    static const struct example examples[] = {
        { "http://example\t.\norg", "http://example.org/" },
        { "  \t  http://example.com/  \n", "http://example.com/" },
        { "http:foo.com", "http://example.org/foo/foo.com" },
        { "\t   :foo.com   \n", "http://example.org/foo/:foo.com" },
        { " foo.com  ", "http://example.org/foo/foo.com" },
        { "http://f:/c", "http://f/c" },
        { "http://f:00080/c", "http://f/c" },
        { "http://f:00000000000000000000080/c", "http://f/c" },
        { "https://f:443/c", "https://f/c" },
        { "https://f:80/c", "https://f:80/c" },
        { "http://f:80/c", "http://f/c" },
        { ":", "http://example.org/foo/:" },
        { ":a", "http://example.org/foo/:a" },
        { ":/", "http://example.org/foo/:/" },
        { "::", "http://example.org/foo/::" },
        { "::23", "http://example.org/foo/::23" },
        { "/", "http://example.org/" },
        { "\\x", "http://example.org/x" },
        { "\\\\x\\hello", "http://x/hello" },
        { "//", NULL },
        { "//foo/bar", "http://foo/bar" },
        { "http://foo//bar", "http://foo//bar" },
        { "http:/example.com/", "http://example.org/example.com/" },
        { "https:/example.com/", "https://example.com/" },
        { "https:example.com/", "https://example.com/" },
        { "http:////////example.com:80/bar?baz#qux", "http://example.com/bar?baz" },
        { "http://example.com////../..", "http://example.com//" },
        { "http://example.com/foo/bar//../..", "http://example.com/foo/" },
        { "http://example.com/foo/bar//..", "http://example.com/foo/bar/" },
        { "http://example.com/foo/%2e", "http://example.com/foo/" },
        { "http://example.com/foo/%2e%2", "http://example.com/foo/.%2" },
        { "http://example.com/foo/%2e./%2e%2e/.%2e/%2e.bar", "http://example.com/..bar" },
        { "http://example.com/foo/../../../ton", "http://example.com/ton" },
        { "http://example.com/foo\t%91", "http://example.com/foo%91" },
        { "http://example.com/foo%2Ehtml", "http://example.com/foo.html" },
        { "http://example.com/foo%00%51", "http://example.com/foo%00Q" },
        { "http://example.com/(%28:%3A%29)", "http://example.com/(%28:%3A%29)" },
        { "http://example.com/%7Ffp3%3Eju%3Dduvgw%3Dd", "http://example.com/%7Ffp3%3Eju%3Dduvgw%3Dd" },
        { "http://example.com/你好你好", "http://example.com/%E4%BD%A0%E5%A5%BD%E4%BD%A0%E5%A5%BD" },
        { "http://example.com/%a", "http://example.com/%a" },
        { "http://www.google.com/foo?bar=baz# \xC2\xBB", "http://www.google.com/foo?bar=baz" },
        { "http://host/?'", "http://host/?%27" },
        { "http://host/'", "http://host/'" },
        { "http://foo/path;a??e#f#g", "http://foo/path;a??e" },
        { "http://foo/abcd?efgh?ijkl", "http://foo/abcd?efgh?ijkl" },
        { "[61:24:74]:98", "http://example.org/foo/[61:24:74]:98" },
        { "http:[61:27]/:foo", "http://example.org/foo/[61:27]/:foo" },
        { "http://ExAmPlE.CoM/x", "http://example.com/x" },
        { "HTTP://EXAMPLE.ORG/../x", "http://example.org/x" },
        { "http://example.com./", "http://example.com./" },
        { "http://foo_bar.com/", "http://foo_bar.com/" },
        { "C|/foo", "http://example.org/foo/C|/foo" },
        { "//server/file", "http://server/file" },
    };

    for (size_t index = 0; index < sizeof examples / sizeof *examples; index++) {
        if (examples[index].wanted != NULL)
            expect_url("http://example.org/foo/bar", examples[index].link, examples[index].wanted);
        else
            expect_refused("http://example.org/foo/bar", examples[index].link, URL_BROKEN);
    }
}

Test(url, knows_hosts_in_all_their_forms)
{
    static const struct example examples[] = {
        { "http://www.%e4%b8%ad%e5%9b%bd.cn/", "http://www.xn--fiqs8s.cn/" },
        { "http://你好你好", "http://xn--6qqa088eba/" },
        { "http://政务.中国/", "http://xn--zfr164b.xn--fiqs8s/" },
        { "http://中国。公益/", "http://xn--fiqs8s.xn--55qw42g/" },
        { "http://faß.ExAmPlE/", "http://xn--fa-hia.example/" },
        { "http://ＧＯ.com", "http://go.com/" },
        { "http://%41.com", "http://a.com/" },
        { "http://０Ｘｃ０．０２５０．０１", "http://192.168.0.1/" },
        { "http://192.0x00A80001", "http://192.168.0.1/" },
        { "http://192.0x00.0xA8.1", "http://192.0.168.1/" },
        { "http://%30%78%63%30%2e%30%32%35%30%2e%30%31", "http://192.168.0.1/" },
        { "http://192.168.257", "http://192.168.1.1/" },
        { "http://192.168.257.", "http://192.168.1.1/" },
        { "http://2130706433/", "http://127.0.0.1/" },
        { "http://0x7f000001/", "http://127.0.0.1/" },
        { "http://017700000001/", "http://127.0.0.1/" },
        { "http://4294967295/", "http://255.255.255.255/" },
        { "http://192.168.257.com", "http://192.168.257.com/" },
        { "http://256", "http://0.0.1.0/" },
        { "http://99999999.com", "http://99999999.com/" },
        { "http://[1::2]:3", "http://[1::2]:3/" },
        { "http://[2001::1]:80", "http://[2001::1]/" },
        { "http://[::127.0.0.1]", "http://[::7f00:1]/" },
        { "http://[0:0:0:0:0:0:13.1.68.3]", "http://[::d01:4403]/" },
        { "http://[::1.2.3.4]/", "http://[::102:304]/" },
        { "http://[1:0::]", "http://[1::]/" },
        { "http://[0:1:2:3:4:5:6:7]/", "http://[0:1:2:3:4:5:6:7]/" },
        { "http://[1:0:0:2:0:0:0:3]/", "http://[1:0:0:2::3]/" },
        { "http://[1:0:2:3:4:5:6:7]/", "http://[1:0:2:3:4:5:6:7]/" },
        { "http://[::]/", "http://[::]/" },
        { "http://[2001:DB8:0:0:1::1]/", "http://[2001:db8::1:0:0:1]/" },
    };
    static const char *const broken[] = {
        "http://",
        "http://?a",
        "http:///",
        "http://%00.com",
        "http://a b/",
        "http://%20/",
        "http://a<b",
        "http://a%zz",
        "http://ho%7Cst/",
        "http://ho%2fst/",
        "http://％４１.com",
        "http://%ef%bc%85%ef%bc%90%ef%bc%90.com",
        "http://192.168.0.1.2",
        "http://192.168.0.256/",
        "http://4294967296",
        "http://0xffffffff1",
        "http://256.256.256.256",
        "http://1.2.3.08",
        "http://foo.09",
        "http://foo.0x4",
        "http://[www.google.com]/",
        "http://[::1%25eth0]/",
        "http://[:::]/",
        "http://[::1",
        "http://::1/",
        "http://[1:2:3:4:5:6:7:8:9]",
        "http://[::1.2.3]/",
        "http://[::1]x/",
        "http://[]",
        "http://f:b/c",
        "http://f: /c",
        "http://f:65536/c",
        "http://f:999999/c",
        "http://f:0/",
        "http://f:-1/",
        "http://\xFF\xFE/",
    };

    EXPECT_ALL("http://other.com/", examples);
    for (size_t index = 0; index < sizeof broken / sizeof *broken; index++)
        expect_refused("https://other.com/", broken[index], URL_BROKEN);
}

Test(url, refuses_what_is_no_page)
{
    static const char *const others[] = { "mailto:a@b.cn",       "javascript:void(0)", "JavaScript:;",
                                          "data:text/html,<b>x", "tel:12345678",       "about:blank",
                                          "ftp://a/b",           "file:///etc/passwd", "localhost:8080/x",
                                          "java\nscript:x",      "ws://a/b",           "weixin://dl/chat" };

    for (size_t index = 0; index < sizeof others / sizeof *others; index++) {
        expect_refused("http://a/b", others[index], URL_NOT_WEB);
        expect_refused(NULL, others[index], URL_NOT_WEB);
    }
    expect_refused(NULL, "", URL_BROKEN);
    expect_refused(NULL, "index.html", URL_BROKEN);
    expect_refused(NULL, "//a/b", URL_BROKEN);
    expect_url(NULL, "http:a/b", "http://a/b");
    expect_refused("http://a/b", "http://user:pass@a/", URL_HAS_USER);
    expect_refused("http://a/b", "//user@a/", URL_HAS_USER);
    expect_refused("http://a/b", "http://@a/", URL_HAS_USER);
    expect_refused("http://a/b", "http://www.gov.cn:80@evil.example/", URL_HAS_USER);
    expect_refused("http://a/b", "http:\\\\user@evil.example\\", URL_HAS_USER);
    expect_url("http://a/b", "/x@y?z@w", "http://a/x@y?z@w");
    expect_refused("http://a/b", "http://a%40b/", URL_BROKEN);
}

Test(url, takes_2083_bytes_and_no_more)
{
    char *text = arena_alloc(arena, 1 << 20);
    const char *normal;

    memset(text, 'x', 1 << 20);
    memcpy(text, "http://a/", 9);
    normal = resolve_bytes(NULL, bytes_of(text, URL_SIZE_MAX), URL_FINE);
    cr_expect_eq(strlen(normal), (size_t)URL_SIZE_MAX);
    (void)resolve_bytes(NULL, bytes_of(text, URL_SIZE_MAX + 1), URL_TOO_LONG);
    (void)resolve_bytes(NULL, bytes_of(text, 1 << 20), URL_TOO_LONG);
    (void)resolve_bytes("http://a/", bytes_of(text + 9, 1 << 19), URL_TOO_LONG);
    /* Long ones that are none are told as that. */
    memcpy(text, "data:image/png;base64,", 22);
    (void)resolve_bytes("http://a/", bytes_of(text, 1 << 20), URL_NOT_WEB);
    /* What goes away does not count. */
    memset(text, 'x', 1 << 20);
    memcpy(text, "/a?utm_source=", 14);
    text[3000] = '#';
    cr_expect_str_eq(resolve_bytes("http://a/", bytes_of(text, 1 << 20), URL_FINE), "http://a/a");
    /* A host longer than any in DNS. */
    memset(text, 'x', 300);
    (void)resolve_bytes("http://a/", bytes_of(memcpy(text, "//", 2), 300), URL_BROKEN);
}

Test(url, gives_a_page_one_address)
{
    static const struct example examples[] = {
        { "/%7euser/%61%2d%5F", "http://a.cn/~user/a-_" },
        { "/a%2fb%3f%c3%a9", "http://a.cn/a%2Fb%3F%C3%A9" },
        /* A second decoding would change what is asked for. */
        { "/%2541/%%41B/%4%31", "http://a.cn/%2541/%%41B/%4%31" },
        { "/s?w=%u8d4c", "http://a.cn/s?w=%u8d4c" },
        { "/a b\"<>`{}^|.html?a b\"<>'{}", "http://a.cn/a%20b%22%3C%3E%60%7B%7D%5E|.html?a%20b%22%3C%3E%27{}" },
        { "/p;jsessionid=0123ABC", "http://a.cn/p" },
        { "/p.jsp;JSESSIONID=0123ABC!1?x=1", "http://a.cn/p.jsp?x=1" },
        { "/p;a=1;jsessionid=0123ABC;b=2/q", "http://a.cn/p;a=1;b=2/q" },
        { "/x/..;jsessionid=1/y", "http://a.cn/y" },
        { "/p;jsessionid=1;a;JSESSIONID=2;jsessionid=3", "http://a.cn/p;a" },
        { "?", "http://a.cn/d/p" },
        { "?a=1&", "http://a.cn/d/p?a=1" },
        { "?a=1&&b=2", "http://a.cn/d/p?a=1&b=2" },
        { "?PHPSESSID=1", "http://a.cn/d/p" },
        { "?a=1&jsessionid=2&b=3", "http://a.cn/d/p?a=1&b=3" },
        { "?utm_source=x&utm_medium=y&id=7", "http://a.cn/d/p?id=7" },
        { "?id=7&spm=a.b.c&_=1700000000000", "http://a.cn/d/p?id=7" },
        { "?t=1700000000&t=3&rnd=0.123456", "http://a.cn/d/p?t=3" },
        { "?sid=12&aspsessionidabc=1", "http://a.cn/d/p?sid=12" },
        { "?sid=0123456789abcdef0123456789ABCDEF", "http://a.cn/d/p" },
        { "?_t=20240101", "http://a.cn/d/p?_t=20240101" },
        { "?utm", "http://a.cn/d/p?utm" },
    };

    EXPECT_ALL("http://a.cn/d/p?q", examples);
    /* On pages that have such an address themselves: nothing of it is left in normal forms. */
    expect_url("http://a.cn/d/p?q", "", "http://a.cn/d/p?q");
}

static void expect_in(enum encoding encoding, const char *link, const char *wanted)
{
    const char *normal;

    cr_assert_eq(url_resolve(arena, "http://a.cn/", bytes_of_text(link), encoding, &normal, NULL), STATUS_OK);
    cr_assert_not_null(normal);
    cr_expect_str_eq(normal, wanted, "%s: %s", link, normal);
}

/* WHATWG Encoding Standard, as web-platform-tests have it (encoding/legacy-mb-*: encode-href). */
Test(url, queries_are_written_in_the_encoding_of_the_page)
{
    expect_in(ENCODING_UTF8, "/中?中文", "http://a.cn/%E4%B8%AD?%E4%B8%AD%E6%96%87");
    expect_in(ENCODING_GBK, "/中?中文", "http://a.cn/%E4%B8%AD?%D6%D0%CE%C4");
    expect_in(ENCODING_BIG5, "/中?中文", "http://a.cn/%E4%B8%AD?%A4%A4%A4%E5");
    expect_in(ENCODING_EUC_KR, "?中文", "http://a.cn/?%F1%E9%D9%FE");
    expect_in(ENCODING_UTF16LE, "?中文", "http://a.cn/?%E4%B8%AD%E6%96%87");
    expect_in(ENCODING_WINDOWS_1252, "?é", "http://a.cn/?%E9");
    expect_in(ENCODING_WINDOWS_1252, "?中", "http://a.cn/?%26%2320013%3B");
    expect_in(ENCODING_GBK, "?€", "http://a.cn/?%80");
    expect_in(ENCODING_GB18030, "?€", "http://a.cn/?%A2%E3");
    expect_in(ENCODING_GBK, "?𠂇", "http://a.cn/?%26%23131207%3B");
    expect_in(ENCODING_GB18030, "?𠂇", "http://a.cn/?%952%901");
    /* The second byte may be ASCII. */
    expect_in(ENCODING_GBK, "?w=乗&x=1", "http://a.cn/?w=%81\\&x=1");
    expect_in(ENCODING_GBK, "?w=%D6%D0%41文", "http://a.cn/?w=%D6%D0A%CE%C4");
    /* Bytes that are no UTF-8, in the header of a redirection. */
    expect_in(ENCODING_UTF8, "/\xD6\xD0?\xD6\xD0", "http://a.cn/%D6%D0?%D6%D0");
}

Test(url, is_divided)
{
    struct url_parts parts;

    cr_assert(url_split("https://www.gov.cn/a/b.html?c=d", &parts));
    cr_expect_str_eq(parts.scheme, "https");
    cr_expect_str_eq(parts.host, "www.gov.cn");
    cr_expect_eq(parts.port, 443u);
    cr_expect_not(parts.has_port);
    cr_expect_str_eq(parts.path, "/a/b.html?c=d");
    cr_expect_eq(parts.path_size, strlen("/a/b.html"));
    cr_expect_str_eq(parts.query, "c=d");
    cr_assert(url_split("http://[2001:db8::1]:8080/", &parts));
    cr_expect_str_eq(parts.host, "[2001:db8::1]");
    cr_expect_eq(parts.port, 8080u);
    cr_expect(parts.has_port);
    cr_expect_null(parts.query);
    cr_expect_not(url_split("http://a", &parts));
    cr_expect_not(url_split("ftp://a/", &parts));
    cr_expect_not(url_split("http:///", &parts));
    cr_expect_not(url_split("http://a:0/", &parts));
    cr_expect_not(url_split("http://a:x/", &parts));
    cr_expect_not(url_split("http://[::1/", &parts));
    cr_expect_not(url_split("", &parts));
}

Test(url, tells_traps)
{
    static const char *const traps[] = {
        "http://a/x/x/x/",
        "http://a/b/x/x/x/c.html",
        "http://a/x/y/x/y/x/y",
        "http://a/1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16/17/18/19/20/21/22/23/24/25",
        "http://a/calendar/2029-01",
        "http://a/calendar?month=2028-12-01",
        "http://a/calendar/2029/01/05/",
        "http://a/calendar/1989/12/31",
        "http://a/list?d=1970-01-01",
        "http://a/cal?year=2031&month=4",
        "http://a/cal?x=1&Month=12&Year=1985",
        "http://a/cal?y=2028&m=12",
    };
    static const char *const pages[] = {
        "http://a/",
        "http://a/x/x/",
        "http://a/x/y/x/y/",
        "http://a/1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16/17/18/19/20/21/22/23/24",
        "http://a/art/2026/11/28/art_1_2.html",
        "http://a/calendar/2028-11-28",
        "http://a/calendar/1990-01",
        "http://a/1034/12/07/x.html",
        "http://a/2099/12/x.html",
        "http://a/x2099-12-01000.html",
        "http://a/12099-12",
        "http://a/2099-13",
        "http://a/2099-1x1",
        "http://a/2099/02/30/",
        "http://a/cal?year=2031",
        "http://a/cal?year=2031&month=13",
        "http://a/cal?year=20310&month=1",
        "http://a/cal?year=&month=",
        "http://a/202901/t20290101_1.html",
    };
    const struct date today = { 2026, 11, 28 };

    for (size_t index = 0; index < sizeof traps / sizeof *traps; index++)
        cr_expect(url_is_trap(traps[index], today), "%s", traps[index]);
    for (size_t index = 0; index < sizeof pages / sizeof *pages; index++)
        cr_expect_not(url_is_trap(pages[index], today), "%s", pages[index]);
    /* The 29th of February has no anniversary every year. */
    cr_expect_not(url_is_trap("http://a/2026-02", (struct date){ 2024, 2, 29 }));
}

Test(url, guesses_what_a_file_is)
{
    static const struct {
        const char *address;
        enum url_file wanted;
    } examples[] = {
        { "http://a.cn/", URL_PAGE },
        { "http://a.cn/col", URL_PAGE },
        { "http://a.cn/v1.2/col", URL_PAGE },
        { "http://a.cn/i.html", URL_PAGE },
        { "http://a.cn/i.SHTML", URL_PAGE },
        { "http://a.cn/i.do?f=x.pdf", URL_PAGE },
        { "http://a.cn/i.jsp;v=1.pdf", URL_PAGE },
        { "http://a.cn/i.pdf", URL_ATTACHMENT },
        { "http://a.cn/i.PDF?x=1", URL_ATTACHMENT },
        { "http://a.cn/i.tar.gz", URL_ATTACHMENT },
        { "http://a.cn/i.wps", URL_ATTACHMENT },
        { "http://a.cn/i.jpg", URL_IMAGE },
        { "http://a.cn/i.css", URL_STYLE },
        { "http://a.cn/i.min.js", URL_SCRIPT },
        { "http://a.cn/i.mp4", URL_MEDIA },
        { "http://a.cn/i.qqq", URL_UNKNOWN },
        { "http://a.cn/i.", URL_UNKNOWN },
    };

    for (size_t index = 0; index < sizeof examples / sizeof *examples; index++)
        cr_expect_eq(url_file_type(examples[index].address), examples[index].wanted, "%s", examples[index].address);
}

Test(url, survives_a_full_heap)
{
    const char *normal;

    /* The heap of a new arena is asked for at the first allocation. */
    alloc_fail_after(1);
    cr_expect_eq(url_resolve(arena, NULL, bytes_of_text("http://a/"), ENCODING_UTF8, &normal, NULL), STATUS_NO_MEMORY);
    alloc_fail_after(0);
    cr_expect_null(normal);
}
