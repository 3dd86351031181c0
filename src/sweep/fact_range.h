/* SPDX-License-Identifier: Apache-2.0
 *
 * The time from one day to another that pages give: "2026年3月1日至3月10日". Pure.
 */
#ifndef GUANKA_SWEEP_FACT_RANGE_H
#define GUANKA_SWEEP_FACT_RANGE_H

#include <stdbool.h>

#include "base/bytes.h"
#include "base/date.h"

/* The last day of the time that the sentence gives, at whose first words `text` begins; a day without a year is in that
 * of `about`, if that is set. */
bool fact_range_end(struct bytes text, struct date about, struct date *last);

#endif
