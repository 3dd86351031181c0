/* SPDX-License-Identifier: Apache-2.0
 *
 * The period a figure is of: as a text writes it (一季度, 1—9月, 上半年, 2023年), and as the register does (2024Q1, 2024H1,
 * 2022-1..9, 2024-03, 2023).
 *
 * Text is canonical. Pure.
 */
#ifndef GUANKA_STATISTICS_PERIOD_H
#define GUANKA_STATISTICS_PERIOD_H

#include <stdbool.h>
#include <stddef.h>

#include "reference/date.h"

struct period {
    int32_t year;           /* 0: the text does not say */
    int32_t year_back;      /* 去年, 上年: 1 */
    int32_t first, last;    /* months, from 1 */
    bool is_ambiguous;      /* 三季度 alone: the third, or the first three? */
};

/* The next period at or behind *next; false when there is none. *from and *next become its borders. What a figure is
 * compared with (比上年同期) is no period. */
bool period_next(const char *text, size_t size, size_t *from, size_t *next, struct period *period);
/* Gives it a year: the latest one in which the period could have begun by `day`. */
struct period period_resolve(struct period period, struct date day);
bool period_of_register(const char *text, struct period *period);
bool period_equal(const struct period *left, const struct period *right);
struct date period_end(const struct period *period); /* its last day */
/* As a reader writes it: 2024年1—3月. */
void period_text(const struct period *period, char *text, size_t size);

#endif
