/* SPDX-License-Identifier: Apache-2.0
 *
 * The entries of lists on a page: links that a day stands beside. Pure.
 */
#ifndef GUANKA_SWEEP_FACT_ENTRIES_H
#define GUANKA_SWEEP_FACT_ENTRIES_H

#include "base/date.h"
#include "sweep/site_page.h"

enum { FACT_DATES_MAX = 12, FACT_LISTED_MAX = 300 };

struct fact_entries {
    unsigned count;
    /* The newest of those with a year, each once, and the first of those without one (year 0). */
    struct date dates[FACT_DATES_MAX];
    unsigned date_count;
};

/* One of them: which of the page's links, and the day beside it. */
struct fact_entry {
    uint32_t link;
    struct date date;
};

/* The first ones, in the order of the page. */
struct fact_list {
    struct fact_entry items[FACT_LISTED_MAX];
    unsigned count;
};

/* `list` is filled in. */
struct fact_entries fact_entries_of(const struct site_page *page, struct fact_list *list);

#endif
