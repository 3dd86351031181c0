/* SPDX-License-Identifier: Apache-2.0
 *
 * Which pages are looked at in other guises, and what of what these are shown counts (DOMAIN 5.4, C1 to C3).
 */
#include "sweep/guises.h"

#include <criterion/criterion.h>
#include <string.h>

/* ---- Which pages. */

enum { MANY = 200 };

static size_t pick(struct guise_candidate *candidates, size_t changed, size_t others, size_t wanted, uint64_t seed)
{
    size_t count = 0;

    candidates[count++] = (struct guise_candidate){ .id = 1000, .kind = CANDIDATE_START };
    for (size_t index = 0; index < changed; index++)
        candidates[count++] = (struct guise_candidate){ .id = (int64_t)index, .kind = CANDIDATE_CHANGED };
    for (size_t index = 0; index < others; index++)
        candidates[count++] = (struct guise_candidate){ .id = (int64_t)(2000 + index), .kind = CANDIDATE_OTHER };
    return guises_pick(candidates, count, wanted, seed);
}

static size_t of_kind(const struct guise_candidate *candidates, size_t count, int kind)
{
    size_t found = 0;

    for (size_t index = 0; index < count; index++)
        found += (int)candidates[index].kind == kind ? 1 : 0;
    return found;
}

Test(guises, a_quarter_is_for_pages_that_have_not_changed)
{
    static const struct {
        size_t changed, others, wanted, picked_changed, picked_others;
    } cases[] = {
        { 100, 50, 40, 29, 10 }, /* and the start page */
        { 10, 50, 40, 10, 10 },  { 100, 3, 40, 36, 3 }, { 100, 0, 40, 39, 0 }, { 35, 50, 40, 29, 10 },
        { 0, 50, 40, 0, 10 },    { 5, 5, 40, 5, 5 },    { 100, 50, 0, 0, 0 },
    };

    for (size_t index = 0; index < sizeof cases / sizeof *cases; index++) {
        struct guise_candidate candidates[MANY];
        size_t count = pick(candidates, cases[index].changed, cases[index].others, cases[index].wanted, 7);

        cr_expect_eq(of_kind(candidates, count, CANDIDATE_CHANGED), cases[index].picked_changed, "case %zu", index);
        cr_expect_eq(of_kind(candidates, count, CANDIDATE_OTHER), cases[index].picked_others, "case %zu", index);
        for (size_t one = 0; one < count; one++) {
            for (size_t other = one + 1; other < count; other++)
                cr_expect_neq(candidates[one].id, candidates[other].id, "case %zu", index);
        }
    }
}

Test(guises, the_seed_decides_and_open_findings_are_looked_at_whatever_the_number)
{
    struct guise_candidate first[MANY], second[MANY], third[MANY];
    struct guise_candidate open[] = { { .id = 1, .kind = CANDIDATE_OTHER },
                                      { .id = 2, .kind = CANDIDATE_OPEN },
                                      { .id = 3, .kind = CANDIDATE_OPEN } };
    bool is_other = false;

    cr_assert_eq(pick(first, 90, 90, 40, 7), 40);
    cr_assert_eq(pick(second, 90, 90, 40, 7), 40);
    cr_assert_eq(pick(third, 90, 90, 40, 8), 40);
    for (size_t index = 0; index < 40; index++) {
        cr_expect_eq(first[index].id, second[index].id);
        is_other = is_other || first[index].id != third[index].id;
    }
    cr_expect(is_other);
    cr_expect_eq(guises_pick(open, 3, 0, 7), 2);
    cr_expect_eq(open[0].kind, CANDIDATE_OPEN);
    cr_expect_eq(open[1].kind, CANDIDATE_OPEN);
}

/* ---- What counts. */

static const char *const hosts[] = { "www.xyi.gov.cn", "m.xyi.gov.cn" };
static const struct site site = { .hosts = { hosts, 2 } };

static const char *const tiles[] = { "tiles.map.test" }, *const map[] = { "map.baidu.com" },
                         *const casino[] = { "www.5566bet.test" }, *const official[] = { "www.gov.cn", "m.xyi.gov.cn" },
                         *const ads[] = { "a1.ads.test" }, *const more_ads[] = { "a2.ads.test" };
static const char *const hidden[] = { "http://www.5566bet.test/a" };
#define TEXTS(list)                                                                                                    \
    {                                                                                                                  \
        list, sizeof(list) / sizeof *(list)                                                                            \
    }

static const struct facts page = { .format = "html", .title = "义务教育招生_兴义市人民政府", .loads = TEXTS(tiles) };

static bool knows_map(void *context, const char *host)
{
    (void)context;
    return strcmp(host, "map.baidu.com") == 0;
}

static enum guise_difference compare_with(const struct facts *facts, const struct inspected_finding *findings,
                                          size_t count, const char **rules, size_t rule_count, bool is_moved)
{
    struct inspection inspection = { .findings = findings, .finding_count = count };
    const struct guise_look look = {
        .outcome = LOOK_OTHER, .is_moved = is_moved, .facts = facts, .inspection = &inspection
    };
    const struct guise_page plain = { &page, rules, rule_count };
    const struct guise_knowledge knowledge = { &site, knows_map, NULL };
    struct guise_what what;

    return guise_compare(&knowledge, &plain, &look, &what);
}

#define COMPARE(...) compare_with(&(const struct facts){ __VA_ARGS__ }, NULL, 0, NULL, 0, false)
#define TITLE .format = "html", .title

Test(guises, what_differs_in_substance)
{
    cr_expect_eq(COMPARE(TITLE = page.title, .written = { 2026, 1, 1 }), GUISE_SAME);
    cr_expect_eq(COMPARE(TITLE = "手机版-兴义市人民政府"), GUISE_SAME, "another title of the same site");
    cr_expect_eq(COMPARE(TITLE = "澳门新葡京娱乐城"), GUISE_TITLE);
    cr_expect_eq(COMPARE(TITLE = ""), GUISE_SAME, "no title is no other one");
    cr_expect_eq(COMPARE(TITLE = "访问已被拦截"), GUISE_SAME, "a firewall");
    cr_expect_eq(COMPARE(TITLE = "找不到页面", .says_missing = true), GUISE_SAME);
    cr_expect_eq(COMPARE(TITLE = page.title, .loads = TEXTS(official)), GUISE_SAME, "of government and of the site");
    cr_expect_eq(COMPARE(TITLE = page.title, .loads = TEXTS(tiles)), GUISE_SAME, "a host that the page has");
    cr_expect_eq(COMPARE(TITLE = page.title, .leads = TEXTS(map)), GUISE_SAME, "a host that the site has");
    cr_expect_eq(COMPARE(TITLE = page.title, .loads = TEXTS(casino)), GUISE_HOST);
    cr_expect_eq(COMPARE(TITLE = page.title, .leads = TEXTS(casino)), GUISE_HOST);
    cr_expect_eq(COMPARE(TITLE = page.title, .hidden = TEXTS(hidden)), GUISE_HIDDEN);
    cr_expect_eq(COMPARE(.format = "pdf", .title = "", .loads = TEXTS(casino)), GUISE_SAME, "no page");
}

Test(guises, what_rules_find)
{
    static const struct inspected_finding advertisement = { .rule = "prohibited.6.advertisement",
                                                            .category = "prohibited.6",
                                                            .severity = FINDING_SEVERE,
                                                            .record = "{}" },
                                          slip = { .rule = "quality.punctuation",
                                                   .category = "quality",
                                                   .severity = FINDING_ORDINARY,
                                                   .record = "{}" };
    const char *rules[] = { "prohibited.6.advertisement" };

    cr_expect_eq(compare_with(&page, &advertisement, 1, NULL, 0, false), GUISE_RULE);
    cr_expect_eq(compare_with(&page, &advertisement, 1, rules, 1, false), GUISE_SAME, "the page has it, too");
    cr_expect_eq(compare_with(&page, &advertisement, 1, NULL, 0, true), GUISE_RULE, "the page for phones has it");
    cr_expect_eq(compare_with(&page, &slip, 1, NULL, 0, false), GUISE_SAME, "another template's slip");
}

/* ---- What is shown to everybody. */

static enum guise_difference judge(const struct facts *engine, enum look_outcome plain, const struct facts *control)
{
    struct inspection nothing = { .finding_count = 0 };
    struct guise_sample sample = { .page = { &page, NULL, 0 }, .control = { control, NULL, 0 } };
    const struct guise_knowledge knowledge = { &site, NULL, NULL };
    struct guise_what what;

    sample.looks[GUISE_ENGINE] = (struct guise_look){ .outcome = LOOK_OTHER, .facts = engine, .inspection = &nothing };
    sample.looks[GUISE_PLAIN] = (struct guise_look){ .outcome = plain, .facts = control, .inspection = &nothing };
    return guise_judge(&knowledge, &sample, GUISE_ENGINE, &what);
}

Test(guises, what_everybody_is_shown_is_not_cloaked)
{
    const struct facts spam = { .format = "html", .title = page.title, .loads = TEXTS(casino) };
    const struct facts first = { .format = "html", .title = page.title, .loads = TEXTS(ads) },
                       second = { .format = "html", .title = page.title, .loads = TEXTS(more_ads) };
    const struct facts number = { .format = "html", .title = page.title };

    cr_expect_eq(judge(&spam, LOOK_SAME, NULL), GUISE_HOST);
    cr_expect_eq(judge(&spam, LOOK_OTHER, &number), GUISE_HOST, "the page changes, and not in this");
    cr_expect_eq(judge(&spam, LOOK_OTHER, &spam), GUISE_SAME);
    cr_expect_eq(judge(&first, LOOK_OTHER, &second), GUISE_SAME, "another advertisement for each");
    cr_expect_eq(judge(&spam, LOOK_UNSEEN, NULL), GUISE_SAME, "nobody knows what everybody is shown");
    cr_expect_eq(judge(&spam, LOOK_AWAY, NULL), GUISE_SAME, "everybody is led away");
}
