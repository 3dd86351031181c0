/* SPDX-License-Identifier: Apache-2.0
 *
 * When an examination is, by the words of its paper: 2024年6月7日至8日, 2024.06.07, 2023年4月, 2022—2023学年度第一学期, 2024届, 2022年.
 * The less exact it is written, the longer the period in which it may lie. Text is canonical. Pure.
 */
#ifndef GUANKA_WORDING_EXAM_PERIOD_H
#define GUANKA_WORDING_EXAM_PERIOD_H

#include <stdbool.h>
#include <stddef.h>

#include "base/date.h"

enum exam_precision { EXAM_YEAR, EXAM_SCHOOL_YEAR, EXAM_TERM, EXAM_MONTH, EXAM_DAY };

struct exam_period {
    struct date first, last;
    enum exam_precision precision;
};

/* The most exact one in the text; of several the latest. False when there is none. */
bool exam_period_read(const char *text, size_t size, struct exam_period *period);

#endif
