/* SPDX-License-Identifier: Apache-2.0
 *
 * Regions of GB/T 2260 as resident numbers and credit codes name them, past ones included.
 *
 * The table is patterns/data/regions.txt, compiled in.
 */
#ifndef GUANKA_RULES_CHECK_REGION_H
#define GUANKA_RULES_CHECK_REGION_H

#include <stddef.h>
#include <stdint.h>

enum region_match {
    REGION_UNKNOWN,
    REGION_PROVINCE,   /* only the first two digits are known */
    REGION_PREFECTURE, /* the first four, and the last two could be a new district's */
    REGION_COUNTY,     /* the whole code stood in some year's list */
};

/* `code` is the number that the six digits make. */
enum region_match region_find(uint32_t code);
size_t region_count(void);
uint32_t region_code(size_t index); /* ascending */

#endif
