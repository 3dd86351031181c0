/* SPDX-License-Identifier: Apache-2.0 */
#include "statistics/quantity.h"

#include <criterion/criterion.h>
#include <string.h>

Test(quantity, numbers_with_their_units)
{
    static const struct {
        const char *text;
        double number;
        const char *base;
        bool is_change;
    } cases[] = {
        { "完成130.5亿元", 130.5e8, "元", false },       { "初步测算244394万元", 244394e4, "元", false },
        { "同比增长5.6%", 5.6, "%", true },              { "下降3.5%", -3.5, "%", true },
        { "-5.4%", -5.4, "%", false },                   { "达1,260,582亿元", 1260582e8, "元", false },
        { "接待游客12.3万人次", 12.3e4, "人次", false }, { "回落6.6个百分点", -6.6, "点", true },
    };

    for (size_t index = 0; index < sizeof cases / sizeof *cases; index++) {
        struct quantity quantity;

        cr_assert(quantity_next(cases[index].text, strlen(cases[index].text), 0, false, &quantity), "%s",
                  cases[index].text);
        cr_assert_float_eq(quantity.number, cases[index].number, 1e-6 * 1e8, "%s: %f", cases[index].text, quantity.number);
        cr_assert_str_eq(quantity.base, cases[index].base);
        cr_assert_eq(quantity.is_change, cases[index].is_change, "%s", cases[index].text);
    }
}

/* DOMAIN 4.6: 130.5 matches 130.52 after rounding, 6.5 does not match 5.6. */
Test(quantity, agrees_as_far_as_digits_are_shown)
{
    struct quantity quantity;

    cr_assert(quantity_next("130.5亿元", strlen("130.5亿元"), 0, false, &quantity));
    cr_assert(quantity_agrees(&quantity, 130.52e8));
    cr_assert_not(quantity_agrees(&quantity, 130.56e8));
    cr_assert(quantity_next("增长6.5%", strlen("增长6.5%"), 0, false, &quantity));
    cr_assert_not(quantity_agrees(&quantity, 5.6));
}

Test(quantity, a_bare_number_counts_in_a_cell_only)
{
    struct quantity quantity;

    cr_assert_not(quantity_next("878.96", 6, 0, false, &quantity));
    cr_assert(quantity_next("878.96", 6, 0, true, &quantity));
    cr_assert_str_eq(quantity.base, "");
}
