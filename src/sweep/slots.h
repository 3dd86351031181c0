/* SPDX-License-Identifier: Apache-2.0
 *
 * When a site is looked through: the slots of a day, and days and weeks as records name them.
 *
 * All times are milliseconds since 1970; all days are those of Asia/Shanghai, eight hours ahead, which has had no
 * summer time since 1991. No clock is read here. Pure.
 */
#ifndef GUANKA_SWEEP_SLOTS_H
#define GUANKA_SWEEP_SLOTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/date.h"
#include "base/error.h"

/* At least four times a day: R1-6(4) of the regulation. */
enum { SLOTS_MIN = 4, SLOTS_MAX = 48, SLOTS_TIME_SIZE = 40 };

/* Minutes since the beginning of the day, each once, the earliest first. */
struct slots {
    uint16_t minutes[SLOTS_MAX];
    size_t count;
};

/* From texts like "02:00", in any order; STATUS_INVALID with words when there are too few, too many, two alike, or one
 * is none. */
MUST_CHECK enum status slots_parse(const char *const *texts, size_t count, struct slots *slots, struct error *error);

/* The first slot after an instant, and the last one not after it. */
int64_t slots_next(const struct slots *slots, int64_t after_ms);
int64_t slots_last(const struct slots *slots, int64_t at_ms);

/* Days, and weeks, which begin on Monday (GB/T 7408.1, ISO 8601). */
struct date slots_day(int64_t at_ms); /* it begins at date_start_ms, and ends where the next one begins */
struct date slots_day_after(struct date day, int days);
struct date slots_week_start(struct date day);

/* "2026-11-28 02:00:00 +08:00": whole seconds; "" for an instant outside of the years 1 to 9999. */
void slots_time_write(int64_t at_ms, char text[SLOTS_TIME_SIZE]);
/* That form and nothing else. */
bool slots_time_parse(const char *text, int64_t *at_ms);

#endif
