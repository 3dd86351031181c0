/* SPDX-License-Identifier: Apache-2.0 */
#include "personal/distinct.h"

#include <criterion/criterion.h>
#include <stdio.h>

static void add_number(struct distinct *distinct, unsigned number)
{
    char text[16];
    int size = snprintf(text, sizeof text, "%u", number);

    distinct_add(distinct, text, (size_t)size);
}

Test(distinct, few_values_are_counted_exactly)
{
    struct distinct distinct = { 0 };

    for (unsigned round = 0; round < 3; round++) {
        for (unsigned i = 0; i < DISTINCT_SLOTS / 2; i++)
            add_number(&distinct, i);
    }
    cr_expect_eq(distinct_count(&distinct), DISTINCT_SLOTS / 2);
    cr_expect(distinct_is_exact(&distinct));
}

/* The standard error of such a sample is about 1.2 / sqrt(slots in use), here 1.2 / sqrt(128) = 11 %. */
Test(distinct, many_are_estimated_whatever_their_order)
{
    static struct distinct up, down;
    enum { COUNT = 1000000 };

    for (unsigned i = 0; i < COUNT; i++) {
        add_number(&up, i);
        add_number(&down, COUNT - 1 - i);
    }
    cr_expect_not(distinct_is_exact(&up));
    cr_expect_eq(distinct_count(&up), distinct_count(&down));
    cr_expect_gt(distinct_count(&up), COUNT * 0.65);
    cr_expect_lt(distinct_count(&up), COUNT * 1.35);
}
