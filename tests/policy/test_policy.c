/* SPDX-License-Identifier: Apache-2.0 */
#include "policy/policy.h"

#include <criterion/criterion.h>

static const struct rule note = { .id = "t.note", .action = ACTION_NOTE };
static const struct rule review = { .id = "t.review", .action = ACTION_REVIEW };
static const struct rule block = { .id = "t.block", .action = ACTION_BLOCK };

static enum verdict judge(const struct rule *const *rules, size_t count, enum coverage coverage)
{
    struct finding findings[4];
    struct scan_part part = { .coverage = coverage, .finding_count = (uint32_t)count };
    struct scan scan = { .parts = &part, .part_count = 1, .findings = findings, .finding_count = count };

    for (size_t index = 0; index < count; index++)
        findings[index] = (struct finding){ .rule = rules[index], .action = rules[index]->action };
    return policy_judge(&scan);
}

Test(policy, only_what_was_read_completely_and_is_clean_passes)
{
    cr_assert_eq(judge(NULL, 0, COVERAGE_COMPLETE), VERDICT_PASS);
    cr_assert_eq(judge((const struct rule *[]){ &note }, 1, COVERAGE_COMPLETE), VERDICT_PASS);
    cr_assert_eq(judge(NULL, 0, COVERAGE_INCOMPLETE), VERDICT_REVIEW);
    cr_assert_eq(judge(NULL, 0, COVERAGE_SKIPPED), VERDICT_REVIEW);
}

Test(policy, the_worst_finding_decides)
{
    cr_assert_eq(judge((const struct rule *[]){ &note, &review }, 2, COVERAGE_COMPLETE), VERDICT_REVIEW);
    cr_assert_eq(judge((const struct rule *[]){ &review, &block, &note }, 3, COVERAGE_COMPLETE), VERDICT_BLOCK);
    cr_assert_eq(judge((const struct rule *[]){ &block }, 1, COVERAGE_INCOMPLETE), VERDICT_BLOCK);
}

Test(policy, a_member_counts_for_the_whole_and_only_for_itself)
{
    struct finding finding = { .rule = &block, .action = ACTION_BLOCK };
    struct scan_part parts[] = { { .coverage = COVERAGE_COMPLETE },
                                 { .coverage = COVERAGE_COMPLETE, .finding_count = 1, .first_finding = 0 },
                                 { .coverage = COVERAGE_SKIPPED } };
    struct scan scan = { .parts = parts, .part_count = 3, .findings = &finding, .finding_count = 1 };

    cr_assert_eq(policy_judge_part(&scan, 0), VERDICT_PASS);
    cr_assert_eq(policy_judge_part(&scan, 1), VERDICT_BLOCK);
    cr_assert_eq(policy_judge_part(&scan, 2), VERDICT_REVIEW);
    cr_assert_eq(policy_judge(&scan), VERDICT_BLOCK);
    cr_assert_str_eq(verdict_name(VERDICT_BLOCK), "block");
}
