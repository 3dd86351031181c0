/* SPDX-License-Identifier: Apache-2.0
 *
 * The figures behind the name of an indicator: its value, its growth, its rank. Pure.
 */
#ifndef GUANKA_STATISTICS_STATEMENT_FIGURES_H
#define GUANKA_STATISTICS_STATEMENT_FIGURES_H

#include "statistics/statement.h"

/* Reads text[statement->to, end) into value, growth, rank and flags; *first_figure is where the first one stands, and
 * statement->to moves behind the last. False when there is none. */
bool statement_figures(const struct indicator *indicator, const char *text, size_t size, size_t end,
                       const struct period_mention *mentions, size_t mention_count, struct statement *statement,
                       size_t *first_figure);

/* The place of an indicator in a list of several. */
struct statement_place {
    size_t index, count;
};

/* As statement_figures, of an indicator that is named together with others: behind 分别, the figure at its place. False also
 * when it is not certain which one that is. */
bool statement_figures_listed(const struct indicator *indicator, const char *text, size_t size, size_t end,
                              const struct period_mention *mentions, size_t mention_count, struct statement_place place,
                              struct statement *statement, size_t *first_figure);

/* 以5.8%的增速领跑全州的地区生产总值: the growth that text[from, statement->from) calls one. statement->from moves to it. */
bool statement_figure_before(const char *text, size_t size, size_t from, struct statement *statement);

/* May a value of this measure be the indicator's? */
bool statement_measure_fits(const struct indicator *indicator, enum figure_measure measure);

#endif
