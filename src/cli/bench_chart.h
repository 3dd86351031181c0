/* SPDX-License-Identifier: Apache-2.0
 *
 * A page of `guanka bench` with charts, that needs nothing from elsewhere: what is said, bars, the table.
 */
#ifndef GUANKA_CLI_BENCH_CHART_H
#define GUANKA_CLI_BENCH_CHART_H

#include "base/buf.h"
#include "report/report.h"

/* A label, a bar as long as the figure, the quartiles as a line over its end, the figure. */
struct bench_bar {
    const char *label, *unit; /* the unit is shown as it is: no character of HTML's own */
    double value, low, high; /* value 0: not known */
};

void bench_page_begin(struct buf *out, const char *title, enum report_language language, const struct buf *said);
void bench_page_end(struct buf *out, const struct buf *table);
/* In a chart the rows are counted from 0; `most` is the largest figure of all, that of quartiles included. */
void bench_chart_begin(struct buf *out, const char *title, size_t bars);
void bench_chart_bar(struct buf *out, size_t row, const struct bench_bar *bar, double most);
void bench_chart_end(struct buf *out);

#endif
