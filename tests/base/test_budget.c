/* SPDX-License-Identifier: Apache-2.0 */
#include "base/budget.h"

#include <criterion/criterion.h>
#include <time.h>

Test(budget, depth_and_children_are_counted)
{
    struct limits limits = LIMITS_DEFAULT;
    struct budget budget;

    limits.depth_max = 2;
    limits.children_max = 3;
    budget = budget_start(&limits, NULL);
    cr_assert_eq(budget_child(&budget, 3), STATUS_LIMIT_DEPTH);
    for (int child = 0; child < 3; child++)
        cr_assert_eq(budget_child(&budget, 1), STATUS_OK);
    cr_assert_eq(budget_child(&budget, 1), STATUS_LIMIT_CHILDREN);
}

Test(budget, expansion_is_bounded_in_all_and_by_ratio)
{
    struct limits limits = LIMITS_DEFAULT;
    struct budget budget;

    limits.expanded_bytes_max = 100 << 20;
    limits.ratio_max = 100;
    budget = budget_start(&limits, NULL);
    cr_assert_eq(budget_expand(&budget, 1 << 20, 1 << 20, 100), STATUS_OK, "small members may compress well");
    cr_assert_eq(budget_expand(&budget, 9 << 20, 9 << 20, 1000), STATUS_LIMIT_RATIO);
    cr_assert_eq(budget_expand(&budget, 9 << 20, 9 << 20, 1 << 20), STATUS_OK);
    cr_assert_eq(budget_expand(&budget, 100 << 20, 100 << 20, 50 << 20), STATUS_LIMIT_BYTES);
}

Test(budget, stops_when_told_and_when_late)
{
    struct limits limits = LIMITS_DEFAULT;
    atomic_bool stop = false;
    struct budget budget;
    enum status status = STATUS_OK;

    limits.time_ms_max = 1;
    budget = budget_start(&limits, &stop);
    nanosleep(&(struct timespec){ .tv_nsec = 5000000 }, NULL);
    for (int tick = 0; tick < 100 && status == STATUS_OK; tick++)
        status = budget_tick(&budget);
    cr_assert_eq(status, STATUS_DEADLINE);

    limits.time_ms_max = 0;
    budget = budget_start(&limits, &stop);
    cr_assert_eq(budget_tick(&budget), STATUS_OK);
    atomic_store(&stop, true);
    for (int tick = 0; tick < 100 && status != STATUS_STOPPED; tick++)
        status = budget_tick(&budget);
    cr_assert_eq(status, STATUS_STOPPED);
}
