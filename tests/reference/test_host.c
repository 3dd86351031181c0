/* SPDX-License-Identifier: Apache-2.0
 *
 * Hosts as they stand in links, and which of them look like a spammer's (DOMAIN 5.4: H9, X1; brands of letters and
 * digits). Names are invented or from blocked lists that DOMAIN quotes.
 */
#include "reference/host.h"

#include <criterion/criterion.h>
#include <string.h>

static const struct host_entry entries[] = {
    { "gov.cn", HOST_TRUSTED }, { "163.com", HOST_TRUSTED }, { "51.la", HOST_TRUSTED },
    { "top", HOST_ODD },        { "cc", HOST_ODD },          { "mirror.top", HOST_TRUSTED },
};

static const struct host_list *make_list(struct arena **arena)
{
    const struct host_list *list;

    cr_assert_eq(arena_create(arena), STATUS_OK);
    cr_assert_eq(host_list_create(entries, sizeof entries / sizeof *entries, *arena, &list), STATUS_OK);
    return list;
}

Test(host, the_longest_domain_of_the_list_decides)
{
    struct arena *arena;
    const struct host_list *list = make_list(&arena);
    static const struct {
        const char *host;
        enum host_kind kind;
    } hosts[] = {
        { "www.xingyi.gov.cn", HOST_TRUSTED }, { "gov.cn", HOST_TRUSTED },       { "agov.cn", HOST_UNKNOWN },
        { "gov.cn.abc.com", HOST_UNKNOWN },    { "www.abc.top", HOST_ODD },      { "a.mirror.top", HOST_TRUSTED },
        { "news.163.com", HOST_TRUSTED },      { "8163.com", HOST_UNKNOWN },
    };

    for (size_t i = 0; i < sizeof hosts / sizeof *hosts; i++)
        cr_expect_eq(host_list_find(list, hosts[i].host, strlen(hosts[i].host)), hosts[i].kind, "%s", hosts[i].host);
    arena_destroy(arena);
}

Test(host, is_found_behind_two_slashes)
{
    static const struct {
        const char *text, *host;
    } texts[] = {
        { "http://www.abc.com/x//y", "www.abc.com" }, { "//abc.com:8080/", "abc.com" },
        { "https://user@abc.com/", "abc.com" },       { "href=\"http://abc.com\">", "abc.com" },
        { "http://abc.com./", "abc.com" },            { "/news//1.html", NULL },
        { "// a comment", NULL },                     { "http://localhost/", NULL },
        { "//", NULL },                               { "file:///etc/a.b", NULL },
    };

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct span host;
        bool found = host_next(texts[i].text, strlen(texts[i].text), 0, &host);

        cr_assert_eq(found, texts[i].host != NULL, "%s", texts[i].text);
        cr_expect(!found || (host.end - host.start == strlen(texts[i].host)
                             && memcmp(texts[i].text + host.start, texts[i].host, strlen(texts[i].host)) == 0),
                  "%s", texts[i].text);
    }
}

Test(host, names_of_numbers_and_bare_addresses_are_odd)
{
    struct arena *arena;
    const struct host_list *list = make_list(&arena);
    static const char *const odd[] = { "www.5365.com",  "m.yabo77.cc",    "fl888.info",     "www.ag9911.net",
                                       "www.hg0088a.com", "23.224.11.8",  "zq77.cn.com",    "bet518.xyz",
                                       "www.xingyi.gov.cn.abc.com", "kk365.com.cn" };
    static const char *const plain[] = { "www.xingyi.gov.cn", "news.163.com", "js.users.51.la", "192.168.1.2", "10.0.0.8",
                                         "172.16.3.4",        "www.example.com", "h5.example.com", "cdn1.example.cn",
                                         "www.gz2022expo.org" };

    for (size_t i = 0; i < sizeof odd / sizeof *odd; i++)
        cr_expect(host_is_odd(list, odd[i], strlen(odd[i])), "%s", odd[i]);
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
        cr_expect_not(host_is_odd(list, plain[i], strlen(plain[i])), "%s", plain[i]);
    arena_destroy(arena);
}

Test(host, one_site_is_what_was_registered_together)
{
    static const struct {
        const char *left, *right;
        bool same;
    } pairs[] = {
        { "www.abc.com", "static.abc.com", true },  { "abc.com", "www.abc.com", true },
        { "a.gov.cn", "b.gov.cn", false },          { "www.a.gov.cn", "m.a.gov.cn", true },
        { "abc.com.cn", "www.abc.com.cn", true },   { "abc.com.cn", "abd.com.cn", false },
        { "1.2.3.4", "5.2.3.4", false },            { "1.2.3.4", "1.2.3.4", true },
    };

    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        cr_expect_eq(host_is_same_site(pairs[i].left, strlen(pairs[i].left), pairs[i].right, strlen(pairs[i].right)),
                     pairs[i].same, "%s %s", pairs[i].left, pairs[i].right);
}
