/* SPDX-License-Identifier: Apache-2.0 */
#include "base/budget.h"

#include <stddef.h>

#include "base/clock.h"

/* Small members of ordinary documents (a blank sheet, a style part) compress a thousandfold. */
static const uint64_t ratio_applies_from = UINT64_C(8) << 20;

/* Reading the clock costs more than most loop bodies. */
enum { TICKS_PER_CLOCK = 64 };

struct budget budget_start(const struct limits *limits, const atomic_bool *stop)
{
    struct budget budget = { .limits = limits, .stop = stop };

    if (limits->time_ms_max > 0)
        budget.deadline_ns = clock_monotonic_ns() + (uint64_t)limits->time_ms_max * 1000000u;
    return budget;
}

enum status budget_tick(struct budget *budget)
{
    return ++budget->ticks % TICKS_PER_CLOCK != 1 ? STATUS_OK : budget_check(budget);
}

enum status budget_check(const struct budget *budget)
{
    if (budget->stop != NULL && atomic_load_explicit(budget->stop, memory_order_relaxed))
        return STATUS_STOPPED;
    if (budget->deadline_ns > 0 && clock_monotonic_ns() > budget->deadline_ns)
        return STATUS_DEADLINE;
    return STATUS_OK;
}

struct limits budget_rest(const struct budget *budget)
{
    struct limits rest = *budget->limits;

    rest.expanded_bytes_max -= budget->expanded_bytes;
    rest.children_max -= budget->children;
    if (budget->deadline_ns > 0) {
        uint64_t now = clock_monotonic_ns();

        rest.time_ms_max = 1 + (budget->deadline_ns > now ? (uint32_t)((budget->deadline_ns - now) / 1000000u) : 0);
    }
    return rest;
}

enum status budget_expand(struct budget *budget, uint64_t more, uint64_t total, uint64_t source_size)
{
    if (more > budget->limits->expanded_bytes_max - budget->expanded_bytes)
        return STATUS_LIMIT_BYTES;
    if (total > ratio_applies_from && source_size > 0 && total / source_size >= budget->limits->ratio_max)
        return STATUS_LIMIT_RATIO;
    budget->expanded_bytes += more;
    return budget_tick(budget);
}

enum status budget_child(struct budget *budget, uint32_t depth)
{
    if (depth > budget->limits->depth_max)
        return STATUS_LIMIT_DEPTH;
    if (budget->children >= budget->limits->children_max)
        return STATUS_LIMIT_CHILDREN;
    budget->children++;
    return STATUS_OK;
}
