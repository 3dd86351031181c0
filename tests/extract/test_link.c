/* SPDX-License-Identifier: Apache-2.0
 *
 * The escapes are those that Python's urllib.parse.quote makes of the names.
 */
#include "extract/link.h"

#include <criterion/criterion.h>
#include <string.h>

static void check(const char *url, const char *expected)
{
    struct charset *charset;
    char utf8[TEXT_RUN_MAX];
    size_t taken, size;

    cr_assert_eq(charset_create(&charset), STATUS_OK);
    size = link_decode(charset, bytes_of_text(url), utf8, &taken);
    cr_expect_eq(size, strlen(expected), "%s: %.*s", url, (int)size, utf8);
    cr_expect_eq(memcmp(utf8, expected, strlen(expected)), 0, "%s: %.*s", url, (int)size, utf8);
    cr_expect_eq(taken, strlen(url));
    charset_destroy(charset);
}

Test(link, escapes_are_read_in_the_encoding_that_they_are_in)
{
    check("/upload/%E6%9C%BA%E5%AF%86%E2%98%8510%E5%B9%B4.doc", "/upload/机密★10年.doc");
    check("/upload/%BB%FA%C3%DC%A1%EF10%C4%EA.doc", "/upload/机密★10年.doc");
    check("/%e6%9c%ba%e5%af%86?a=%20b", "/机密?a= b");
    check("/%E6%9C%BA%E5%AF%86.doc%", "/机密.doc%");
    check("/100%%E6%9C%BA", "/100%机");
    check("", "");
}

Test(link, only_what_is_past_ascii_is_text)
{
    cr_expect(link_has_text(bytes_of_text("/a%E6%9C%BA")));
    cr_expect_not(link_has_text(bytes_of_text("/a%20b%2Fc")));
    cr_expect_not(link_has_text(bytes_of_text("/a%E")));
    cr_expect_not(link_has_text(bytes_of_text("%")));
    cr_expect_not(link_has_text(bytes_of_text("")));
}

/* A long URL is read as far as a run goes, and cut between characters. */
Test(link, a_long_one_is_cut)
{
    static char url[3 * TEXT_RUN_MAX];
    struct charset *charset;
    char utf8[TEXT_RUN_MAX];
    size_t taken, size;

    url[0] = '/';
    for (size_t at = 1; at + 9 <= sizeof url; at += 9)
        memcpy(url + at, "%E6%9C%BA", 9);
    cr_assert_eq(charset_create(&charset), STATUS_OK);
    size = link_decode(charset, bytes_of(url, sizeof url), utf8, &taken);
    cr_expect_gt(size, 500);
    cr_expect_eq(size % 3, 1);
    cr_expect_leq(taken, sizeof url);
    charset_destroy(charset);
}
