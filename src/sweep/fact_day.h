/* SPDX-License-Identifier: Apache-2.0
 *
 * How pages write a day. Pure. What is taken is taken from the beginning of *text, which afterwards begins behind it;
 * where it does not stand there *text stays as it is.
 */
#ifndef GUANKA_SWEEP_FACT_DAY_H
#define GUANKA_SWEEP_FACT_DAY_H

#include <stdbool.h>

#include "base/bytes.h"
#include "base/date.h"

static inline bool fact_is_digit(uint8_t byte)
{
    return byte >= '0' && byte <= '9';
}

bool fact_take_text(struct bytes *text, const char *wanted);
void fact_skip_blanks(struct bytes *text);
/* The same at the end of *text. */
bool fact_ends_with(struct bytes text, const char *end);
bool fact_drop_end(struct bytes *text, const char *end);
void fact_drop_blanks(struct bytes *text);
/* At most `digits` digits that no other follows. */
bool fact_take_number(struct bytes *text, size_t digits, int32_t *number);
/* One of the ways in which the parts are parted: "2026-11-24" or "2026年11月24日". */
bool fact_take_parts(struct bytes *text, bool with_year, const char *after_year, const char *after_month,
                     const char *after_day, struct date *date);
/* Any of them. */
bool fact_take_date(struct bytes *text, bool with_year, struct date *date);

/* "2026-11-24", "2026/11/24", "2026.11.24" or "2026年11月24日" at the beginning of `text`; *size bytes of it. */
bool fact_date_at(struct bytes text, struct date *date, size_t *size);
/* The first one in `text`; *place is where it stands. Without a year ("11-24", "[11/24]", "11月24日") where `yearless`
 * allows it: then the year is 0, and nothing but brackets and blanks may stand beside it. */
bool fact_date_in(struct bytes text, bool yearless, struct date *date, struct bytes *place);

#endif
