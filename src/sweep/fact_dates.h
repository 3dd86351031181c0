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

struct fact_dates {
    struct date published; /* as readers are told */
    struct date written;   /* 成文日期, or the day below the signature */
    struct date closes;    /* the last of what is said to close: 报名截止时间, the end of 报名时间：3月1日至3月10日 */
};
/* What the text of a page says, a line for each block; dates that it does not say are none. */
struct fact_dates fact_dates_of(struct bytes text);

#endif
