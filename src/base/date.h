/* SPDX-License-Identifier: Apache-2.0
 *
 * Days of the calendar (ISO 8601, Gregorian), as tables and `--as-of` write them.
 *
 * A date with year 0 is none. Pure.
 */
#ifndef GUANKA_BASE_DATE_H
#define GUANKA_BASE_DATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct date {
    int32_t year;
    int32_t month, day; /* from 1 */
};

bool date_is_set(struct date date);
bool date_exists(struct date date);
/* Days since 1970-01-01. */
int64_t date_days(struct date date);
struct date date_of_days(int64_t days);
enum { DATE_TEXT_SIZE = 40 };
/* "2024-04-10"; "" for none. */
void date_text(struct date date, char text[DATE_TEXT_SIZE]);
/* "2024-04-10" or "2024/4/10" and nothing else; false when it is not one or does not exist. */
bool date_parse(const char *text, size_t size, struct date *date);
/* When it begins in Asia/Shanghai: milliseconds since 1970 UTC. */
int64_t date_start_ms(struct date date);

enum { DATE_TIME_SIZE = 64 };
/* An instant (milliseconds since 1970 UTC) as it is in Asia/Shanghai, by RFC 3339: "2026-11-28T23:00:00.125+08:00". */
void date_time_text(int64_t at_ms, char text[DATE_TIME_SIZE]);
/* What the calendar says in Asia/Shanghai (no summer time) at `seconds` since 1970. */
struct date date_in_shanghai(int64_t seconds);

#endif
