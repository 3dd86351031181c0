/* SPDX-License-Identifier: Apache-2.0
 *
 * Days as pages write them: when something was published, made out, or closes, and those of lists. Pure.
 */
#ifndef GUANKA_SWEEP_FACT_DATES_H
#define GUANKA_SWEEP_FACT_DATES_H

#include <stdbool.h>

#include "sweep/fact_day.h"

enum { FACT_NAMED_MAX = 12 };

/* A day as facts keep it: 20261124; 1124 of one without a year. */
static inline uint64_t fact_day_number(struct date date)
{
    return (uint64_t)date.year * 10000 + (uint64_t)date.month * 100 + (uint64_t)date.day;
}

struct fact_dates {
    struct date published; /* as readers are told */
    struct date written;   /* 成文日期, or the day below the signature */
    struct date closes;    /* the last of what is said to close: 报名截止时间, the end of 报名时间：3月1日至3月10日 */
    struct date named[FACT_NAMED_MAX]; /* every day that it says it was published, updated or made out on, each once */
    unsigned named_count;
    bool is_of_one; /* it says of one thing alone when that was published, in words that mean nothing else */
};
/* What the text of a page says, a line for each block, and its property PubDate; dates that it does not say are none. Where
 * nothing says when it was published, the property does, and then the line of particulars under the title. */
struct fact_dates fact_dates_of(struct bytes text, const char *title, struct date property);

#endif
