/* SPDX-License-Identifier: Apache-2.0
 *
 * Periods of statistics: how text names them, and their normal form.
 *
 * The normal form is a year with its first and last month: 2024Q1 is January to March, 一季度 and 1-3月 alike. What a text leaves
 * out (the year of 一季度, of 去年) is for whoever knows the document. Text is canonical (text/canonical.h). Pure.
 */
#ifndef GUANKA_STATISTICS_PERIOD_H
#define GUANKA_STATISTICS_PERIOD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/date.h"

struct period {
    int32_t year;        /* 0: none */
    uint8_t first, last; /* months, from 1 */
};

enum period_year {
    PERIOD_YEAR_OPEN,    /* not said: 一季度 */
    PERIOD_YEAR_WRITTEN, /* 2024年 */
    PERIOD_YEAR_THIS,    /* 今年 */
    PERIOD_YEAR_LAST,    /* 去年, 上年 */
    PERIOD_YEAR_BEFORE,  /* 前年 */
};

enum period_kind {
    PERIOD_NONE,
    PERIOD_PLAIN,
    PERIOD_YEAR_ALONE, /* a year without more: it may belong to what follows */
    PERIOD_POINT,      /* the end of a month, a quarter, a year: 9月末 */
    PERIOD_AMBIGUOUS,  /* 三季度: the quarter, or loosely three quarters */
    PERIOD_SO_FAR,     /* 今年以来: up to the last month that is over */
    PERIOD_SPAN,       /* several years: no period of the register */
    PERIOD_HOLIDAY,    /* the first month in which it may be; of tourism alone, else a span */
    PERIOD_DAY,        /* a date: no period either, but its year counts */
};

struct period_mention {
    size_t from, to;
    enum period_kind kind;
    enum period_year year_kind;
    int32_t year; /* when written */
    uint8_t first, last;
    bool compares; /* 比…, 较…, …同期: what the statement is compared with */
};

/* The first mention at or behind `from`. */
bool period_next(const char *text, size_t size, size_t from, struct period_mention *mention);

/* All of text[0..size) as a period with its year, for tables: 2024, 2024Q1, 2024H1, 2024-09, 2024-1..9, 2024年1-9月. */
bool period_parse(const char *text, size_t size, struct period *period);
enum { PERIOD_TEXT_MAX = 24 };
/* Terminated: 2024, 2024Q1, 2024H1, 2024-09, 2024-01..09. */
void period_text(struct period period, char text[PERIOD_TEXT_MAX]);

static inline bool period_is_set(struct period period)
{
    return period.year != 0;
}

static inline bool period_equal(struct period left, struct period right)
{
    return left.year == right.year && left.first == right.first && left.last == right.last;
}

/* The last day, as days since 1970-01-01. */
int64_t period_end(struct period period);

#endif
