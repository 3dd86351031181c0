/* SPDX-License-Identifier: Apache-2.0
 *
 * When rules change under a draft that is being reviewed: nothing that they stop keeps its permit, and no approval
 * counts that was given without knowing what they find (regulation 2, articles 2, 3 and 8).
 */
#include <criterion/criterion.h>
#include <string.h>

#include "support.h"

static const struct judgement held = { .class = CLASS_ORDINARY, .effect = STOP_HELD, .override_level = 3, .level = 2 };
static const struct judgement doubtful = { .class = CLASS_ORDINARY, .is_doubtful = true, .level = 2 };
static const struct judgement clean = { .class = CLASS_ORDINARY, .level = 2 };

static struct bench bench_ready(void)
{
    struct bench bench = bench_of_class("xingyi", CLASS_ORDINARY);

    approve_levels(&bench, 1, 2);
    approve_secrecy(&bench);
    cr_assert_eq(bench.item.state, ITEM_READY);
    return bench;
}

Test(item_again, the_same_judgement_changes_nothing)
{
    struct bench bench = bench_ready();
    struct review_item before;

    memcpy(&before, &bench.item, sizeof before);
    review_item_judge_again(&bench.item, &clean);
    cr_expect_eq(memcmp(&before, &bench.item, sizeof before), 0);
    bench_end(&bench);
}

Test(item_again, what_is_now_not_to_be_reviewed_is_refused)
{
    struct bench bench = bench_ready();
    struct judgement refused = { .effect = STOP_REFUSED, .level = 2 }, incomplete = { .missing = 1, .level = 2 };

    review_item_judge_again(&bench.item, &refused);
    cr_expect_eq(bench.item.state, ITEM_REFUSED);
    bench_end(&bench);
    bench = bench_ready();
    review_item_judge_again(&bench.item, &incomplete);
    cr_expect_eq(bench.item.state, ITEM_RETURNED);
    bench_end(&bench);
}

Test(item_again, what_is_now_held_goes_through_everything_again)
{
    struct bench bench = bench_ready();
    struct decision decision = decision_of(ACTION_OVERRIDE, "主要负责人", ROLE_LEVEL_3);

    review_item_judge_again(&bench.item, &held);
    cr_expect_eq(bench.item.state, ITEM_HELD);
    expect_accepted(&bench, &decision);
    approve_levels(&bench, 1, 3);
    cr_expect_eq(bench.item.state, ITEM_CLEARED, "the secrecy review has not seen what was found");
    cr_expect_eq(bench.item.secrecy, SECRECY_PROVIDER);
    approve_secrecy(&bench);
    cr_expect_eq(bench.item.state, ITEM_READY);
    bench_end(&bench);
}

Test(item_again, a_question_to_the_secrecy_body_stays_open)
{
    struct bench bench = bench_ready();
    struct decision decision = decision_of(ACTION_REFER, "人2", ROLE_LEVEL_2);

    expect_accepted(&bench, &decision);
    review_item_judge_again(&bench.item, &held);
    cr_expect_eq(bench.item.secrecy, SECRECY_REFERRED);
    cr_expect_eq(review_item_waits_for(&bench.item), ROLE_LEVEL_3 | ROLE_SECRECY);
    decision = decision_of(ACTION_REFERRAL_ANSWER, "保密员", ROLE_SECRECY);
    expect_accepted(&bench, &decision);
    cr_expect_eq(bench.item.secrecy, SECRECY_PROVIDER);
    bench_end(&bench);
}

/* Released at level 3 is released for what level 3 may release, and for nothing more. */
Test(item_again, a_release_lasts_as_far_as_it_reached)
{
    struct draft draft = whole_draft();
    struct bench bench = bench_begin("xingyi", &draft, &held, "2026-11-23");
    struct decision decision = decision_of(ACTION_OVERRIDE, "主要负责人", ROLE_LEVEL_3);
    struct judgement above = held;

    expect_accepted(&bench, &decision);
    review_item_judge_again(&bench.item, &held);
    cr_expect_eq(bench.item.state, ITEM_REVIEW);
    above.override_level = 4;
    review_item_judge_again(&bench.item, &above);
    cr_expect_eq(bench.item.state, ITEM_HELD);
    cr_expect_eq(bench.item.override_level, 4);
    expect_refused(&bench, &decision, "level 4");
    above.override_level = 0;
    review_item_judge_again(&bench.item, &above);
    cr_expect_eq(bench.item.state, ITEM_HELD);
    expect_refused(&bench, &decision, "nobody");
    bench_end(&bench);
}

/* R2-3: what nothing holds any more is not kept back; it begins at level 1. */
Test(item_again, what_is_held_no_more_is_reviewed)
{
    struct draft draft = whole_draft();
    struct bench bench = bench_begin("xingyi", &draft, &held, "2026-11-23");

    review_item_judge_again(&bench.item, &clean);
    cr_expect_eq(bench.item.state, ITEM_REVIEW);
    cr_expect_eq(bench.item.level, 1);
    bench_end(&bench);
}

Test(item_again, approvals_without_knowing_of_a_doubt_do_not_count)
{
    struct bench bench = bench_ready();
    struct decision decision = decision_of(ACTION_APPROVE, "人1", ROLE_LEVEL_1);

    review_item_judge_again(&bench.item, &doubtful);
    cr_expect_eq(bench.item.state, ITEM_REVIEW);
    decision.opinion = "";
    expect_refused(&bench, &decision, "opinion");
    approve_levels(&bench, 1, 2);
    approve_secrecy(&bench);
    review_item_judge_again(&bench.item, &doubtful);
    cr_expect_eq(bench.item.state, ITEM_READY, "they have said what they think of it");
    review_item_judge_again(&bench.item, &clean);
    cr_expect(bench.item.is_doubtful, "nothing that was asked is taken back");
    bench_end(&bench);
}

Test(item_again, a_level_that_is_now_needed_follows)
{
    struct draft draft = whole_draft();
    struct judgement above = doubtful;
    struct bench bench = bench_begin("xingyi", &draft, &doubtful, "2026-11-23");

    approve_levels(&bench, 1, 2);
    approve_secrecy(&bench);
    above.level = 3;
    review_item_judge_again(&bench.item, &above);
    cr_expect_eq(bench.item.state, ITEM_REVIEW);
    cr_expect_eq(bench.item.level, 3);
    approve_levels(&bench, 3, 3);
    cr_expect_eq(bench.item.state, ITEM_READY);
    review_item_judge_again(&bench.item, &clean);
    cr_expect_eq(bench.item.level_needed, 3);
    bench_end(&bench);
}

Test(item_again, what_is_over_or_published_stays)
{
    static const enum item_state states[] = { ITEM_WAITING,   ITEM_RETURNED,  ITEM_REFUSED,   ITEM_REJECTED,
                                              ITEM_PUBLISHED, ITEM_WITHDRAWN, ITEM_SUPERSEDED };

    for (size_t index = 0; index < sizeof states / sizeof *states; index++) {
        struct bench bench = bench_ready();

        bench.item.state = states[index];
        review_item_judge_again(&bench.item, &held);
        cr_expect_eq(bench.item.state, states[index]);
        bench_end(&bench);
    }
}
