/* SPDX-License-Identifier: Apache-2.0 */
#include "statistics/quantity.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Longer names first. */
static const struct {
    const char *name;
    double factor;
    const char *base;
} units[] = {
    { "亿千瓦时", 1e8, "千瓦时" }, { "万千瓦时", 1e4, "千瓦时" }, { "亿美元", 1e8, "美元" }, { "万美元", 1e4, "美元" },
    { "亿元", 1e8, "元" },         { "万元", 1e4, "元" },         { "元", 1, "元" },         { "万平方米", 1e4, "平方米" },
    { "亿人次", 1e8, "人次" },     { "万人次", 1e4, "人次" },     { "人次", 1, "人次" },     { "万吨", 1e4, "吨" },
    { "吨", 1, "吨" },             { "万人", 1e4, "人" },         { "人", 1, "人" },         { "个百分点", 1, "点" },
    { "%", 1, "%" },
};

bool quantity_unit(const char *name, size_t size, double *factor, const char **base, size_t *length)
{
    for (size_t index = 0; index < sizeof units / sizeof *units; index++) {
        size_t unit_size = strlen(units[index].name);

        if (size >= unit_size && memcmp(name, units[index].name, unit_size) == 0) {
            *factor = units[index].factor;
            *base = units[index].base;
            *length = unit_size;
            return true;
        }
    }
    return false;
}

static bool ends_with(const char *text, size_t end, const char *word)
{
    size_t size = strlen(word);

    return end >= size && memcmp(text + end - size, word, size) == 0;
}

/* -1 for a fall, 1 for a rise, 0 for neither. */
static int change_before(const char *text, size_t end)
{
    static const char *const rises[] = { "增长", "上涨", "上升", "提高", "增速", "增速为", "增长了" };
    static const char *const falls[] = { "下降", "减少", "回落", "下滑", "下跌", "负增长" };

    for (size_t index = 0; index < sizeof falls / sizeof *falls; index++) {
        if (ends_with(text, end, falls[index]))
            return -1;
    }
    for (size_t index = 0; index < sizeof rises / sizeof *rises; index++) {
        if (ends_with(text, end, rises[index]))
            return 1;
    }
    return 0;
}

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

/* The digits at text[*at), thousands separators and all. */
static bool read_digits(const char *text, size_t size, size_t *at, double *number, double *step)
{
    char digits[32];
    size_t count = 0, decimals = 0;
    bool has_point = false;

    for (; *at < size && count + 1 < sizeof digits; ++*at) {
        char byte = text[*at];

        if (byte == ',' && !has_point && *at + 3 < size && is_digit(text[*at + 1]) && is_digit(text[*at + 2])
            && is_digit(text[*at + 3]))
            continue;
        if (byte == '.' && !has_point && *at + 1 < size && is_digit(text[*at + 1]))
            has_point = true;
        else if (!is_digit(byte))
            break;
        else
            decimals += has_point;
        digits[count++] = byte;
    }
    digits[count] = '\0';
    *number = strtod(digits, NULL);
    *step = pow(10, -(double)decimals);
    return count > 0;
}

bool quantity_next(const char *text, size_t size, size_t from, bool bare, struct quantity *quantity)
{
    for (size_t at = from; at < size; at++) {
        double number, step, factor = 1;
        const char *base = "";
        size_t end = at, length = 0, start = at;
        int change;

        if (!is_digit(text[at]) || (at > 0 && (is_digit(text[at - 1]) || text[at - 1] == '.')))
            continue;
        if (!read_digits(text, size, &end, &number, &step))
            continue;
        if (!quantity_unit(text + end, size - end, &factor, &base, &length) && !bare) {
            at = end - 1;
            continue;
        }
        if (at > 0 && text[at - 1] == '-')
            start = at - 1;
        change = change_before(text, start);
        *quantity = (struct quantity){ .number = number * factor * (start < at || change < 0 ? -1 : 1),
                                       .step = step * factor,
                                       .is_change = change != 0,
                                       .from = start,
                                       .to = end + length };
        memcpy(quantity->base, base, strlen(base) + 1);
        return true;
    }
    return false;
}

bool quantity_agrees(const struct quantity *shown, double number)
{
    return fabs(shown->number - number) <= shown->step * 0.5 * (1 + 1e-6) + 1e-9;
}
