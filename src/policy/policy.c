/* SPDX-License-Identifier: Apache-2.0 */
#include "policy/policy.h"

enum verdict policy_judge_part(const struct scan *scan, uint32_t part)
{
    const struct scan_part *judged = &scan->parts[part];
    enum verdict verdict = judged->coverage == COVERAGE_COMPLETE ? VERDICT_PASS : VERDICT_REVIEW;

    for (uint32_t index = 0; index < judged->finding_count; index++) {
        enum rule_action action = scan->findings[judged->first_finding + index].action;

        if (action == ACTION_BLOCK)
            return VERDICT_BLOCK;
        if (action == ACTION_REVIEW)
            verdict = VERDICT_REVIEW;
    }
    return verdict;
}

enum verdict policy_judge(const struct scan *scan)
{
    enum verdict worst = VERDICT_PASS;

    for (uint32_t part = 0; part < scan->part_count; part++) {
        enum verdict verdict = policy_judge_part(scan, part);

        if (verdict > worst)
            worst = verdict;
    }
    return worst;
}

const char *verdict_name(enum verdict verdict)
{
    static const char *const names[] = { "pass", "review", "block" };

    return names[verdict];
}
