/* SPDX-License-Identifier: Apache-2.0
 *
 * Days as pages write them: when something was published, made out, or closes, and those of lists. Pure.
 */
#ifndef GUANKA_SWEEP_FACT_DATES_H
#define GUANKA_SWEEP_FACT_DATES_H

#include <stdbool.h>

#include "base/bytes.h"
#include "base/date.h"

/* "2026-11-24", "2026/11/24", "2026.11.24" or "2026年11月24日" at the beginning of `text`; *size bytes of it. */
bool fact_date_at(struct bytes text, struct date *date, size_t *size);
/* The first one in `text`; *place is where it stands. Without a year ("11-24", "[11/24]", "11月24日") where `yearless`
 * allows it: then the year is 0, and nothing but brackets and blanks may stand beside it. */
bool fact_date_in(struct bytes text, bool yearless, struct date *date, struct bytes *place);

enum { FACT_NAMED_MAX = 8 };

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
/* What the text of a page says, a line for each block; dates that it does not say are none. */
struct fact_dates fact_dates_of(struct bytes text);
/* One more day that it names as its own. */
void fact_dates_name(struct fact_dates *dates, struct date date);

#endif
