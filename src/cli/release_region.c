/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/release_region.h"

#include "rules/check_region.h"

/* The table has counties alone: a province or a prefecture is known by them. */
bool release_region_exists(uint32_t code)
{
    enum { PREFECTURE = 100, PROVINCE = 10000 };
    uint32_t size = code % PROVINCE == 0 ? PROVINCE : code % PREFECTURE == 0 ? PREFECTURE : 1;

    if (code == 0)
        return true;
    for (size_t index = 0; index < region_count(); index++) {
        if (region_code(index) / size == code / size)
            return true;
    }
    return size == 1 && region_find(code) == REGION_PREFECTURE;
}
