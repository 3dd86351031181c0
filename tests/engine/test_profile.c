/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/profile.h"

#include <criterion/criterion.h>
#include <string.h>

#include "support.h"

static const char rules[] =
    "  - {id: t.context, name: 甲, category: quality, action: note, match: {literal: [机密]},\n"
    "     requires: {literal: [等级], within: 5}, unless: {literal: [示例], within: 5}}\n"
    "  - {id: t.dense, name: 乙, category: quality, action: note, view: dense, match: {literal: [百家乐]}}\n";

/* Three matches, too far from each other to see the others: one without the context, one excused, one that remains. */
static const char text[] = "机密\n今天大家都去散步\n机密等级示例\n今天大家都去散步\n机密等级\n百·家·乐\n";

Test(profile, matches_contexts_and_what_remains_are_counted)
{
    const struct limits limits = LIMITS_DEFAULT;
    struct ruleset *ruleset = rules_of(rules);
    struct scanner *scanner = scanner_of(&limits);
    struct profile *profile;
    const struct scan *scan;

    cr_assert_eq(profile_create(ruleset, &profile), STATUS_OK);
    scanner_set_profile(scanner, profile);
    scan = scan_text(scanner, ruleset, "a.txt", bytes_of_text(text));
    cr_expect_eq(profile->rules[0].matches, 3);
    cr_expect_eq(profile->rules[0].accepted + profile->rules[1].accepted, scan->finding_count);
    /* What is required is asked for first, and what excuses only where that stands. */
    cr_expect_eq(profile->rules[0].contexts, 1 + 2 + 2);
    cr_expect_eq(profile->rules[0].accepted, 1);
    cr_expect_eq(profile->rules[1].matches, 1);
    cr_expect_eq(profile->rules[1].contexts, 0);
    cr_expect_gt(profile->rules[0].judging_ns, 0);
    profile_free(profile);
    scanner_set_profile(scanner, NULL);
    scanner_destroy(scanner);
    ruleset_unref(ruleset);
}

Test(profile, the_text_is_kept_as_it_was_matched_and_can_be_matched_again)
{
    const struct limits limits = LIMITS_DEFAULT;
    struct ruleset *ruleset = rules_of(rules),
                   *other = rules_of("  - {id: t.other, name: 丙, category: quality, action: note, "
                                     "match: {regex: ['等.{1,3}例']}}\n");
    struct scanner *scanner = scanner_of(&limits);
    struct profile *profile;
    uint64_t ns = 0;
    bool has_dense = false;

    cr_assert_eq(profile_create(ruleset, &profile), STATUS_OK);
    scanner_set_profile(scanner, profile);
    (void)scan_text(scanner, ruleset, "a.txt", bytes_of_text(text));
    for (size_t index = 0; index < profile->window_count; index++) {
        const struct profile_window *window = &profile->windows[index];
        const char *wanted = window->view == VIEW_DENSE ? "百家乐" : "百·家·乐";

        cr_assert_leq(window->offset + window->size, profile->text.size);
        if (memmem(profile->text.data + window->offset, window->size, wanted, strlen(wanted)) != NULL)
            has_dense = has_dense || window->view == VIEW_DENSE;
    }
    cr_expect(has_dense);
    cr_assert_eq(profile_replay(profile, ruleset, &ns), STATUS_OK);
    cr_expect(ns > 0 && ns < UINT64_MAX);
    cr_assert_eq(profile_replay(profile, other, &ns), STATUS_OK);
    cr_expect(ns > 0 && ns < UINT64_MAX);
    profile_free(profile);
    scanner_set_profile(scanner, NULL);
    scanner_destroy(scanner);
    ruleset_unref(ruleset);
    ruleset_unref(other);
}

Test(profile, text_beyond_the_maximum_is_counted_and_not_kept)
{
    struct ruleset *ruleset = rules_of(rules);
    struct profile *profile;

    cr_assert_eq(profile_create(ruleset, &profile), STATUS_OK);
    profile->text.size_max = 10;
    cr_assert_eq(profile_add_window(profile, VIEW_CANONICAL, READER_PERSON, "12345678", 8), STATUS_OK);
    cr_expect_not(profile->is_cut);
    cr_assert_eq(profile_add_window(profile, VIEW_CANONICAL, READER_PERSON, "123", 3), STATUS_OK);
    cr_expect(profile->is_cut);
    cr_expect_eq(profile->window_count, 1);
    profile_free(profile);
    ruleset_unref(ruleset);
}
