/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "rules/check_list.h"
#include "rules/check_run.h"

enum { MOBILE_SIZE = 11 };

/* "86" before the number is the country, when a plus, zeros or a bracket say so. */
static size_t country_size(const char *text, const struct run *run)
{
    size_t start = run->symbols[0].start;
    const struct run_symbol *symbols = run->symbols;

    if (run->count == MOBILE_SIZE + 4 && symbols[0].value == 0 && symbols[1].value == 0 && symbols[2].value == 8
        && symbols[3].value == 6)
        return 4;
    if (run->count == MOBILE_SIZE + 2 && symbols[0].value == 8 && symbols[1].value == 6)
        return start > 0 && (text[start - 1] == '+' || text[start - 1] == '(') ? 2
               : symbols[2].start > symbols[1].end                             ? 2
                                                                               : 0;
    return 0;
}

/* An amount has a decimal part or a unit; a number to call has neither. */
static bool is_amount(const char *text, size_t size, size_t end)
{
    static const char *const units[] = { "元", "万", "亿", "%", "平方" };

    if (end + 1 < size && text[end] == '.' && text[end + 1] >= '0' && text[end + 1] <= '9')
        return true;
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        size_t unit_size = strlen(units[i]);

        if (size - end >= unit_size && memcmp(text + end, units[i], unit_size) == 0)
            return true;
    }
    return false;
}

static bool follows_decimal_point(const char *text, size_t start)
{
    return start > 1 && text[start - 1] == '.' && text[start - 2] >= '0' && text[start - 2] <= '9';
}

static bool accept_mobile(const char *text, size_t size, struct span match, struct span *found)
{
    struct run run;
    size_t first;

    run_collect(text, size, match, &run);
    if (run.count < MOBILE_SIZE || run.digits_after > 0)
        return false;
    first = country_size(text, &run);
    if (run.count - first != MOBILE_SIZE || (run.digits_before > 0 && first == 0))
        return false;
    if (run.symbols[first].value != 1 || run.symbols[first + 1].value < 3)
        return false;
    for (size_t i = first; i < run.count; i++) {
        if (run.symbols[i].value > 9)
            return false;
    }
    *found = (struct span){ run.symbols[first].start, run.symbols[run.count - 1].end };
    return !is_amount(text, size, (size_t)found->end) && !follows_decimal_point(text, (size_t)found->start);
}

const struct check check_mobile = {
    .name = "mobile",
    .accept = accept_mobile,
    .purpose = CHECK_PURPOSE(
        "mobile number of 11 digits (13 to 19), with or without +86, that is no part of a longer number or an "
        "amount"),
};
