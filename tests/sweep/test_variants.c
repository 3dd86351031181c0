/* SPDX-License-Identifier: Apache-2.0
 *
 * Addresses that differ in their query alone: what the manual promises (docs/zh/站点巡检.md): those whose text is the
 * same are one after two proofs, and forty pages in a row that lead to nothing new are the last of their path.
 */
#include "sweep/variants.h"

#include <criterion/criterion.h>
#include <stdio.h>

#include "base/status.h"

static struct variants *variants;

static void open_variants(void)
{
    cr_assert_eq(variants_create(&variants), STATUS_OK);
}

static void close_variants(void)
{
    variants_destroy(variants);
}

TestSuite(variants, .init = open_variants, .fini = close_variants);

static bool wants(const char *url)
{
    bool wanted;

    cr_assert_eq(variants_wants(variants, url, &wanted), STATUS_OK);
    return wanted;
}

static void learn(const char *url, int text, bool led_on)
{
    struct digest digest = { .bytes = { (uint8_t)(text >> 8), (uint8_t)text } };

    cr_assert_eq(variants_learn(variants, url, &digest, led_on), STATUS_OK);
}

Test(variants, without_a_query_all_are_wanted)
{
    cr_expect(wants("http://a.test/"));
    learn("http://a.test/", 1, false);
    cr_expect(wants("http://a.test/"));
    cr_expect(wants("http://a.test/b"));
}

Test(variants, a_parameter_under_which_the_text_stays_the_same_means_nothing)
{
    for (int number = 1; number <= 3; number++) {
        char url[64];

        (void)snprintf(url, sizeof url, "http://a.test/list?visit=%d&page=1", number);
        cr_expect(wants(url));
        learn(url, 7, true);
    }
    cr_expect_not(wants("http://a.test/list?visit=4&page=1"), "a fourth visit is another page");
    cr_expect(wants("http://a.test/list?visit=4&page=2"), "another page is the same");
    cr_expect_not(wants("http://a.test/list?visit=5&page=2"));
    cr_expect(wants("http://a.test/other?visit=4&page=1"), "another path is taken for this one");
}

Test(variants, pages_that_differ_stay_apart)
{
    for (int number = 1; number <= 30; number++) {
        char url[64];

        (void)snprintf(url, sizeof url, "http://a.test/show?id=%d", number);
        cr_expect(wants(url));
        learn(url, number, true);
    }
    cr_expect(wants("http://a.test/show?id=31"));
}

/* Two addresses may well say the same by chance: no such file, say. */
Test(variants, one_proof_is_none)
{
    cr_expect(wants("http://a.test/show?id=1"));
    learn("http://a.test/show?id=1", 1, true);
    cr_expect(wants("http://a.test/show?id=2"));
    learn("http://a.test/show?id=2", 1, true);
    cr_expect(wants("http://a.test/show?id=3"));
}

Test(variants, an_endless_row_ends)
{
    int asked = 0;

    for (int month = 1; month <= 500; month++) {
        char url[64];

        (void)snprintf(url, sizeof url, "http://a.test/calendar?month=%d", month);
        if (!wants(url))
            continue;
        asked++;
        learn(url, month, false);
    }
    cr_expect_eq(asked, 40, "%d pages of an endless row are fetched", asked);
}

Test(variants, a_row_that_leads_on_does_not_end)
{
    int asked = 0;

    for (int number = 1; number <= 500; number++) {
        char url[64];

        (void)snprintf(url, sizeof url, "http://a.test/list?page=%d", number);
        if (!wants(url))
            continue;
        asked++;
        learn(url, number, number % 10 == 0);
    }
    cr_expect_eq(asked, 500);
}

Test(variants, a_path_has_a_bound)
{
    int asked = 0;

    for (int number = 1; number <= 6000; number++) {
        char url[64];

        (void)snprintf(url, sizeof url, "http://a.test/list?page=%d", number);
        asked += wants(url) ? 1 : 0;
    }
    cr_expect_eq(asked, 5000);
}
