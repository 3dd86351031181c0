/* SPDX-License-Identifier: Apache-2.0
 *
 * Dates as they are written in text, 2023年5月1日(星期一), and what the calendar says of them: there is no such day, or
 * it is another day of the week. Digits are ASCII, as in canonical text, with at most one blank beside each; or all of it is
 * in Han numerals, 二〇二三年五月一日.
 */
#ifndef GUANKA_WORDING_WRITTEN_DATE_H
#define GUANKA_WORDING_WRITTEN_DATE_H

#include <stdbool.h>
#include <stddef.h>

enum written_date_flaw { WRITTEN_DATE_RIGHT, WRITTEN_DATE_IMPOSSIBLE, WRITTEN_DATE_WEEKDAY };

struct written_date {
    unsigned year, month, day;
    int weekday; /* as written, 0 for Sunday; -1: not written */
    size_t from, to;
};

/* The first date at or behind `from` with year, month and day; years of four digits from 1900 on. */
bool written_date_next(const char *text, size_t size, size_t from, struct written_date *date);
enum written_date_flaw written_date_judge(const struct written_date *date);
/* Of a day that exists: 0 for Sunday. */
unsigned written_date_weekday(unsigned year, unsigned month, unsigned day);

#endif
