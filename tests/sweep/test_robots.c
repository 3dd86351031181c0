/* SPDX-License-Identifier: Apache-2.0
 *
 * robots.txt by the examples of RFC 9309, and what the tests of others agree on (google/robotstxt, robots_test.cc;
 * where that one departs from the RFC, the RFC counts).
 */
#include "sweep/robots.h"

#include <criterion/criterion.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/clock.h"

static struct arena *arena;

static void open_arena(void)
{
    cr_assert_eq(arena_create(&arena), STATUS_OK);
}

static void close_arena(void)
{
    arena_destroy(arena);
}

TestSuite(robots, .init = open_arena, .fini = close_arena);

static struct robots parse(const char *text, const char *name)
{
    struct robots robots;

    cr_assert_eq(robots_parse(arena, bytes_of_text(text), name, &robots), STATUS_OK);
    return robots;
}

static bool allows(const char *text, const char *name, const char *path)
{
    struct robots robots = parse(text, name);

    return robots_allows(&robots, path);
}

Test(robots, section_5_1_simple_example)
{
    static const char text[] = "User-Agent: *\n"
                               "Disallow: *.gif$\n"
                               "Disallow: /example/\n"
                               "Allow: /publications/\n"
                               "\n"
                               "User-Agent: foobot\n"
                               "Disallow:/\n"
                               "Allow:/example/page.html\n"
                               "Allow:/example/allowed.gif\n"
                               "\n"
                               "User-Agent: barbot\n"
                               "User-Agent: bazbot\n"
                               "Disallow: /example/page.html\n"
                               "\n"
                               "User-Agent: quxbot\n";

    cr_expect_not(allows(text, "guanka", "/a.gif"));
    cr_expect(allows(text, "guanka", "/a.gif?x"));
    cr_expect_not(allows(text, "guanka", "/example/"));
    cr_expect(allows(text, "guanka", "/publications/x"));
    cr_expect(allows(text, "guanka", "/other"));
    cr_expect_not(allows(text, "foobot", "/other"));
    cr_expect(allows(text, "FooBot", "/example/page.html"));
    cr_expect(allows(text, "foobot", "/example/allowed.gif"));
    cr_expect_not(allows(text, "barbot", "/example/page.html"));
    cr_expect_not(allows(text, "bazbot", "/example/page.html"));
    cr_expect(allows(text, "bazbot", "/example/"));
    cr_expect(allows(text, "quxbot", "/a.gif"));
    cr_expect(allows(text, "quxbot", "/example/page.html"));
}

Test(robots, section_5_2_longest_match)
{
    static const char text[] = "User-Agent: foobot\n"
                               "Allow: /example/page/\n"
                               "Disallow: /example/page/disallowed.gif\n";

    cr_expect_not(allows(text, "foobot", "/example/page/disallowed.gif"));
    cr_expect(allows(text, "foobot", "/example/page/other.gif"));
}

/* Section 2.2.1: groups of the same crawler are one; of "*" as well. */
Test(robots, section_2_2_1_groups_are_merged)
{
    static const char text[] = "user-agent: ExampleBot\n"
                               "disallow: /foo\n"
                               "disallow: /bar\n"
                               "\n"
                               "user-agent: ExampleBot\n"
                               "disallow: /baz\n"
                               "user-agent: *\n"
                               "disallow: /x\n"
                               "user-agent: *\n"
                               "disallow: /y\n";

    cr_expect_not(allows(text, "examplebot", "/foo"));
    cr_expect_not(allows(text, "examplebot", "/bar"));
    cr_expect_not(allows(text, "examplebot", "/baz"));
    cr_expect(allows(text, "examplebot", "/x"));
    cr_expect_not(allows(text, "guanka", "/x"));
    cr_expect_not(allows(text, "guanka", "/y"));
    cr_expect(allows(text, "guanka", "/foo"));
}

static bool pattern_matches(const char *pattern, const char *path)
{
    struct buf text = BUF_INIT(1 << 20);
    bool is_allowed;

    buf_format(&text, "user-agent: *\ndisallow: %s\n", pattern);
    cr_assert_eq(buf_status(&text), STATUS_OK);
    is_allowed = allows(text.data, "guanka", path);
    buf_free(&text);
    return !is_allowed;
}

/* The table of section 2.2.2: a path of robots.txt, and one of an address. */
Test(robots, section_2_2_2_escapes)
{
    cr_expect(pattern_matches("/foo/bar?baz=quz", "/foo/bar?baz=quz"));
    cr_expect(pattern_matches("/foo/bar?baz=https://foo.bar", "/foo/bar?baz=https://foo.bar"));
    cr_expect(pattern_matches("/foo/bar/\xE3\x83\x84", "/foo/bar/%E3%83%84"));
    cr_expect(pattern_matches("/foo/bar/%E3%83%84", "/foo/bar/%E3%83%84"));
    cr_expect(pattern_matches("/foo/bar/%e3%83%84", "/foo/bar/%E3%83%84"));
    cr_expect(pattern_matches("/foo/bar/\xE3\x83\x84", "/foo/bar/\xE3\x83\x84"));
    cr_expect(pattern_matches("/foo/bar/%62%61%7A", "/foo/bar/baz"));
    /* What is reserved is not what its escape is. */
    cr_expect_not(pattern_matches("/a%2Fb", "/a/b"));
    cr_expect(pattern_matches("/a%2fb", "/a%2Fb"));
    cr_expect(pattern_matches("/a b", "/a%20b"));
    /* GBK as it is written, on a server that takes GBK. */
    cr_expect(pattern_matches("/\xD5\xFE\xB8\xAE/", "/%D5%FE%B8%AE/x"));
}

/* Section 2.2.3. */
Test(robots, section_2_2_3_special_characters)
{
    cr_expect(pattern_matches("/path/file-with-a-%2A.html", "/path/file-with-a-*.html"));
    cr_expect(pattern_matches("/path/file-with-a-%2A.html", "/path/file-with-a-%2A.html"));
    cr_expect_not(pattern_matches("/path/file-with-a-%2A.html", "/path/file-with-a-x.html"));
    cr_expect(pattern_matches("/path/foo-%24", "/path/foo-$"));
    cr_expect(pattern_matches("/path/foo-$x", "/path/foo-$xy"));
    cr_expect(pattern_matches("/this/path/exactly$", "/this/path/exactly"));
    cr_expect_not(pattern_matches("/this/path/exactly$", "/this/path/exactly/"));
    cr_expect(pattern_matches("/this/*/exactly", "/this/a/b/exactly/x"));
    cr_expect(pattern_matches("/foo/quz#qux", "/foo/quz"));
    cr_expect_not(pattern_matches("# /", "/x"));
}

Test(robots, patterns)
{
    static const struct {
        const char *pattern, *path;
        bool matches;
    } examples[] = {
        { "/fish", "/fish", true },
        { "/fish", "/fish.html", true },
        { "/fish", "/fish/salmon.html", true },
        { "/fish", "/fishheads/yummy.html", true },
        { "/fish", "/fish.html?id=anything", true },
        { "/fish", "/Fish.asp", false },
        { "/fish", "/catfish", false },
        { "/fish", "/?id=fish", false },
        { "/fish*", "/fish", true },
        { "/fish*", "/fish.html", true },
        { "/fish*", "/catfish", false },
        { "/fish/", "/fish/", true },
        { "/fish/", "/fish/?salmon", true },
        { "/fish/", "/fish", false },
        { "/fish/", "/fish.html", false },
        { "/*.php", "/filename.php", true },
        { "/*.php", "/folder/filename.php?parameters", true },
        { "/*.php", "/folder/any.php.file.html", true },
        { "/*.php", "/index?f=filename.php/", true },
        { "/*.php", "/php/", false },
        { "/*.php", "/windows.PHP", false },
        { "/*.php$", "/filename.php", true },
        { "/*.php$", "/folder/x.php.php", true },
        { "/*.php$", "/filename.php?parameters", false },
        { "/*.php$", "/filename.php5", false },
        { "/fish*.php", "/fishheads/catfish.php?parameters", true },
        { "/fish*.php", "/fish.php", true },
        { "/fish*.php", "/Fish.PHP", false },
        { "*", "/x", true },
        { "*$", "/x", true },
        { "$", "/x", false },
        { "/$", "/", true },
        { "/$", "/x", false },
        { "/a*b*c$", "/abcbc", true },
        { "/a*b*c$", "/abcb", false },
        { "/a*bc*bc$", "/abc", false },
        { "/a**b", "/ab", true },
        { "/a*$", "/a", true },
        { "/aa*aa$", "/aaa", false },
        { "/aa*aa$", "/aaaa", true },
        { "fish", "/fish", false },
        { "/%", "/%", true },
    };

    for (size_t index = 0; index < sizeof examples / sizeof *examples; index++)
        cr_expect_eq(pattern_matches(examples[index].pattern, examples[index].path), examples[index].matches, "%s %s",
                     examples[index].pattern, examples[index].path);
}

Test(robots, the_longest_rule_wins)
{
    static const char *const x = "/x/page.html";

    cr_expect_not(allows("user-agent: a\ndisallow: /x/page.html\nallow: /x/\n", "a", x));
    cr_expect(allows("user-agent: a\nallow: /x/page.html\ndisallow: /x/\n", "a", x));
    cr_expect_not(allows("user-agent: a\nallow: /x/page.html\ndisallow: /x/\n", "a", "/x/"));
    cr_expect(allows("user-agent: a\ndisallow: \nallow: \n", "a", x));
    cr_expect(allows("user-agent: a\ndisallow: /\nallow: /\n", "a", x));
    cr_expect(allows("user-agent: a\nallow: /\ndisallow: /\n", "a", x));
    cr_expect_not(allows("user-agent: a\ndisallow: /x\nallow: /x/\n", "a", "/x"));
    cr_expect(allows("user-agent: a\ndisallow: /x\nallow: /x/\n", "a", "/x/"));
    cr_expect_not(allows("user-agent: a\nallow: /page\ndisallow: /*.html\n", "a", "/page.html"));
    cr_expect(allows("user-agent: a\nallow: /page\ndisallow: /*.html\n", "a", "/page"));
    cr_expect(allows("user-agent: a\nallow: /x/page.\ndisallow: /*.html\n", "a", x));
    cr_expect_not(allows("user-agent: a\nallow: /x/page.\ndisallow: /*.html\n", "a", "/x/y.html"));
    cr_expect(allows("user-agent: a\nallow: /$\ndisallow: /\n", "a", "/"));
    cr_expect_not(allows("user-agent: a\nallow: /$\ndisallow: /\n", "a", "/page.html"));
    cr_expect(allows("user-agent: *\ndisallow: /x/\nuser-agent: a\ndisallow: /y/\n", "a", "/x/page"));
    cr_expect_not(allows("user-agent: *\ndisallow: /x/\nuser-agent: a\ndisallow: /y/\n", "a", "/y/page"));
    cr_expect(allows("user-agent: *\ndisallow: /\n", "a", "/robots.txt"));
}

Test(robots, groups)
{
    static const char text[] = "allow: /foo/bar/\n"
                               "\n"
                               "user-agent: FooBot\n"
                               "disallow: /\n"
                               "allow: /x/\n"
                               "user-agent: BarBot\n"
                               "disallow: /\n"
                               "allow: /y/\n"
                               "\n"
                               "\n"
                               "allow: /w/\n"
                               "user-agent: BazBot\n"
                               "\n"
                               "user-agent: FooBot\n"
                               "allow: /z/\n"
                               "disallow: /\n";

    cr_expect(allows(text, "FooBot", "/x/b"));
    cr_expect(allows(text, "FooBot", "/z/d"));
    cr_expect_not(allows(text, "FooBot", "/y/c"));
    cr_expect(allows(text, "BarBot", "/y/c"));
    cr_expect(allows(text, "BarBot", "/w/a"));
    cr_expect_not(allows(text, "BarBot", "/z/d"));
    cr_expect(allows(text, "BazBot", "/z/d"));
    cr_expect_not(allows(text, "FooBot", "/foo/bar/"));
    cr_expect_not(allows(text, "BarBot", "/foo/bar/"));
    cr_expect_not(allows(text, "BazBot", "/foo/bar/"));
}

Test(robots, names_of_crawlers)
{
    cr_expect_not(allows("User-agent: guanka/2.1\nDisallow: /\n", "guanka", "/x"));
    cr_expect_not(allows("User-agent: GuanKa bot\nDisallow: /\n", "guanka", "/x"));
    cr_expect(allows("User-agent: guanka-news\nDisallow: /\n", "guanka", "/x"));
    cr_expect(allows("User-agent: guan\nDisallow: /\n", "guanka", "/x"));
    cr_expect(allows("User-agent:\nDisallow: /\n", "guanka", "/x"));
    cr_expect_not(allows("User-agent: * # all\nDisallow: /\n", "guanka", "/x"));
    cr_expect_not(allows("User-agent: * and others\nDisallow: /\n", "guanka", "/x"));
    cr_expect(allows("User-agent: *bot\nDisallow: /\n", "guanka", "/x"));
    cr_expect(allows("User-agent: *\nDisallow: /\nUser-agent: guanka\nDisallow:\n", "guanka", "/x"));
    cr_expect(allows("User-agent: *\nDisallow: /\nUser-agent: guanka\n", "guanka", "/x"));
}

Test(robots, lines_of_all_kinds)
{
    cr_expect_not(allows("USER-AGENT: *\r\nDISALLOW: /x\r\n", "guanka", "/x"));
    cr_expect_not(allows("User-agent: *\rDisallow: /x\r", "guanka", "/x"));
    cr_expect_not(allows("User-agent: *\n\r\n\rDisallow: /x", "guanka", "/x"));
    cr_expect_not(allows("\xEF\xBB\xBFUser-agent: *\nDisallow: /x\n", "guanka", "/x"));
    cr_expect_not(allows(" \tUser-agent \t: \t* \t\n Disallow\t: /x \t# comment\n", "guanka", "/x"));
    cr_expect_not(allows("user-agent *\ndisallow /x\n", "guanka", "/x"));
    cr_expect(allows("user-agent *\ndisallow /x /y\n", "guanka", "/x"));
    cr_expect_not(allows("useragent: *\ndissallow: /x\n", "guanka", "/x"));
    cr_expect_not(allows("user agent: *\nDisalow: /x\n", "guanka", "/x"));
    /* Comments in GBK. */
    cr_expect_not(allows("# \xB1\xBE\xD5\xBE\xB9\xE6\xD4\xF2\nUser-agent: *\nDisallow: /x\n", "guanka", "/x"));
    /* A page in its place says nothing. */
    cr_expect(allows("<!DOCTYPE html>\n<html><body>User-agent: *<br>Disallow: /</body></html>\n", "guanka", "/x"));
    cr_expect(allows("", "guanka", "/x"));
    cr_expect(allows("\n", "guanka", "/x"));
    cr_expect(allows(":\n", "guanka", "/x"));
    cr_expect(allows("foo: *\nbar: /\n", "guanka", "/x"));
}

Test(robots, lines_that_are_no_rules_do_not_end_a_group)
{
    static const char text[] = "User-agent: a\n"
                               "Sitemap: https://a.cn/1.xml\n"
                               "Crawl-delay: 2\n"
                               "User-agent: guanka\n"
                               "Host: a.cn\n"
                               "Disallow: /x\n"
                               "sitemap: /2.xml # more\n"
                               "SITEMAP:\n"
                               "Disallow: /y\n";
    struct robots robots = parse(text, "guanka");

    cr_expect_not(robots_allows(&robots, "/x"));
    cr_expect_not(robots_allows(&robots, "/y"));
    cr_expect_not(allows(text, "a", "/x"));
    cr_expect_eq(robots.delay_ms, 0u);
    cr_assert_eq(robots.sitemap_count, (size_t)2);
    cr_expect(bytes_equal(robots.sitemaps[0], bytes_of_text("https://a.cn/1.xml")));
    cr_expect(bytes_equal(robots.sitemaps[1], bytes_of_text("/2.xml")));
    cr_expect_eq(parse(text, "a").delay_ms, 2000u);
}

Test(robots, delays)
{
    static const struct {
        const char *value;
        uint32_t wanted;
    } examples[] = { { "1", 1000 },
                     { "0.5", 500 },
                     { "10.25", 10250 },
                     { "1.23456789", 1234 },
                     { "99999999999", ROBOTS_DELAY_MAX_MS },
                     { "x", 0 },
                     { "-1", 0 },
                     { "1,5", 0 },
                     { "1.2.3", 0 },
                     { "", 0 },
                     { ".", 0 } };

    for (size_t index = 0; index < sizeof examples / sizeof *examples; index++) {
        struct buf text = BUF_INIT(1 << 10);

        buf_format(&text, "User-agent: *\nCrawl-delay: %s\n", examples[index].value);
        cr_assert_eq(buf_status(&text), STATUS_OK);
        cr_expect_eq(parse(text.data, "guanka").delay_ms, examples[index].wanted, "%s", examples[index].value);
        buf_free(&text);
    }
    cr_expect_eq(parse("User-agent: *\nCrawl-delay: 5\nUser-agent: guanka\nCrawl-delay: 1\n", "guanka").delay_ms,
                 1000u);
}

static struct buf filled(const char *beginning, const char *line, size_t size)
{
    struct buf text = BUF_INIT(1 << 24);

    buf_text(&text, beginning);
    while (text.size < size)
        buf_text(&text, line);
    cr_assert_eq(buf_status(&text), STATUS_OK);
    return text;
}

Test(robots, more_than_500_kib_is_not_read)
{
    struct buf text = filled("User-agent: *\n", "# comment\n", ROBOTS_SIZE_MAX - 30);
    struct robots robots;

    buf_text(&text, "Disallow: /a\nDisallow: /b/c/d/e/f/g/h\nDisallow: /z\n");
    robots = parse(text.data, "guanka");
    cr_expect(robots.is_cut);
    cr_expect_not(robots_allows(&robots, "/a"));
    /* Half of a line would be another rule. */
    cr_expect(robots_allows(&robots, "/b/c/d/e/f/g/h"));
    cr_expect(robots_allows(&robots, "/b/c"));
    cr_expect(robots_allows(&robots, "/z"));
    buf_free(&text);
    text = filled("", "x", ROBOTS_SIZE_MAX + 1);
    robots = parse(text.data, "guanka");
    cr_expect(robots.is_cut);
    cr_expect_eq(robots.rule_count, (size_t)0);
    buf_free(&text);
}

/* A backtracking matcher would not come to an end here. */
Test(robots, many_wildcards_take_linear_time)
{
    struct buf rule = filled("User-agent: *\nDisallow: /", "*a", 400 * 1024);
    struct buf path = filled("/", "a", 2000);
    struct buf rules = filled("User-agent: *\n", "Disallow: /*a*a*a*b$\n", 400 * 1024);
    uint64_t before = clock_thread_ns();
    struct robots robots;

    buf_text(&rule, "b$\n");
    robots = parse(rule.data, "guanka");
    cr_expect(robots_allows(&robots, path.data));
    robots = parse(rules.data, "guanka");
    for (unsigned round = 0; round < 10; round++)
        cr_expect(robots_allows(&robots, path.data));
    /* Some milliseconds; ten seconds leave room for sanitizers on a busy machine. */
    cr_expect_lt(clock_thread_ns() - before, UINT64_C(10000000000));
    buf_free(&rule);
    buf_free(&path);
    buf_free(&rules);
}

Test(robots, paths_of_any_length)
{
    struct buf path = filled("/", "\xE3\x83\x84", 100000);

    cr_expect_not(allows("User-agent: *\nDisallow: /\xE3\x83\x84\n", "guanka", path.data));
    buf_free(&path);
}

Test(robots, survives_a_full_heap)
{
    struct buf text = filled("User-agent: *\n",
                             "Disallow: /aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\nSitemap: /bbbbbbbbbbbbbbbbb\n", 300 * 1024);
    enum status status = STATUS_NO_MEMORY;

    for (unsigned long nth = 1; status != STATUS_OK; nth++) {
        struct robots robots;

        cr_assert_lt(nth, 1000ul);
        arena_destroy(arena);
        open_arena();
        alloc_fail_after(nth);
        status = robots_parse(arena, buf_bytes(&text), "guanka", &robots);
        alloc_fail_after(0);
        if (status != STATUS_OK) {
            cr_expect_eq(status, STATUS_NO_MEMORY);
            cr_expect_eq(robots.rule_count, (size_t)0);
            cr_expect_eq(robots.sitemap_count, (size_t)0);
        }
    }
    buf_free(&text);
}
