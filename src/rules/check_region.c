/* SPDX-License-Identifier: Apache-2.0 */
#include "rules/check_region.h"

#include <stdbool.h>

static const uint32_t regions[] = {
#include "rules/regions.inc"
};
enum { REGION_COUNT = sizeof regions / sizeof *regions };

/* The first two digits of all provinces, municipalities and regions, and of the residence permits of
 * people from Hong Kong, Macau and Taiwan. */
static bool is_province(uint32_t code)
{
    static const struct {
        uint8_t first, last;
    } provinces[] = { { 11, 15 }, { 21, 23 }, { 31, 37 }, { 41, 46 }, { 50, 54 }, { 61, 65 }, { 71, 71 }, { 81, 83 } };

    for (size_t i = 0; i < sizeof provinces / sizeof *provinces; i++) {
        if (code >= provinces[i].first && code <= provinces[i].last)
            return true;
    }
    return false;
}

/* GB/T 2260 numbers districts from 01, counties from 21, county cities from 81. What is newer than the table
 * are districts and cities: no county has been founded for decades. */
static bool is_new_number(uint32_t number)
{
    return (number >= 1 && number <= 19) || (number >= 81 && number <= 89);
}

/* The index of the first region that is not below `code`. */
static size_t lower_bound(uint32_t code)
{
    size_t low = 0, high = REGION_COUNT;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (regions[middle] < code)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

enum region_match region_find(uint32_t code)
{
    size_t index = lower_bound(code);

    if (!is_province(code / 10000))
        return REGION_UNKNOWN;
    if (index < REGION_COUNT && regions[index] == code)
        return REGION_COUNTY;
    index = lower_bound(code / 100 * 100);
    if (is_new_number(code % 100) && index < REGION_COUNT && regions[index] / 100 == code / 100)
        return REGION_PREFECTURE;
    return REGION_PROVINCE;
}

size_t region_count(void)
{
    return REGION_COUNT;
}

uint32_t region_code(size_t index)
{
    return regions[index];
}
