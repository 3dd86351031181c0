/* SPDX-License-Identifier: Apache-2.0
 *
 * The entries of lists on a page: links that a day stands beside. Pure.
 */
#ifndef GUANKA_SWEEP_FACT_ENTRIES_H
#define GUANKA_SWEEP_FACT_ENTRIES_H

#include "base/date.h"
#include "sweep/site_page.h"

enum { FACT_DATES_MAX = 12 };

struct fact_entries {
    unsigned count;
    /* The newest of those with a year, each once, and the first of those without one (year 0). */
    struct date dates[FACT_DATES_MAX];
    unsigned date_count;
};

struct fact_entries fact_entries_of(const struct site_page *page);

#endif
