/* SPDX-License-Identifier: Apache-2.0
 *
 * Figures as they are written, with unit and sign: 1,234.5亿元, 5.6%, 32万人次. Exact: a figure is a whole number and a power
 * of ten, so that "the same after rounding" needs no floating point. Text is canonical. Pure.
 */
#ifndef GUANKA_STATISTICS_FIGURE_H
#define GUANKA_STATISTICS_FIGURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum figure_measure {
    MEASURE_NONE,
    MEASURE_YUAN,
    MEASURE_DOLLAR,
    MEASURE_TON,
    MEASURE_PEOPLE,
    MEASURE_VISITS,
    MEASURE_POWER,
    MEASURE_AREA,
    MEASURE_PERCENT,
    MEASURE_POINTS, /* of percent */
    MEASURE_TIMES,  /* 增长1.1倍 */
    MEASURE_OTHER,
};

extern const char *const figure_measure_names[]; /* of the unit without a multiple; "" where there is no one name */

struct figure {
    int64_t digits; /* the number without its decimal point */
    int8_t exponent; /* of ten, for the last digit, the unit's multiple included */
    enum figure_measure measure;
};

/* The number at text[*at], digits with groups and decimals, perhaps with a sign; *at moves behind it. No unit yet. */
bool figure_number(const char *text, size_t size, size_t *at, struct figure *figure);
/* A share in words: 百分之五点八, 两成, 三成半; a percentage, and *at moves behind it. */
bool figure_in_words(const char *text, size_t size, size_t *at, struct figure *figure);
/* The unit at text[*at], which changes the figure; *at moves behind it. False, and nothing changes, when there is none. */
bool figure_unit(const char *text, size_t size, size_t *at, struct figure *figure);
/* A number and its unit, all of the text; a cell of a table may have none (unit ""). */
bool figure_parse(const char *number, const char *unit, struct figure *figure);

/* Is `shown` what `exact` becomes when it is written with the digits of `shown`? Whichever shows fewer decides. */
bool figure_agrees(const struct figure *shown, const struct figure *exact);
/* The same number as written, whatever the unit and whether of 万 or 亿 of it: 130.52万元, 130.52亿美元. */
bool figure_has_number_of(const struct figure *left, const struct figure *right);
/* exact >= shown, or not less by more than the last digit shown. */
bool figure_reaches(const struct figure *exact, const struct figure *shown);

#endif
