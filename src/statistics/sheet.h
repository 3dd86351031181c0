/* SPDX-License-Identifier: Apache-2.0
 *
 * Statements about indicators in tables: indicators in rows or in the header, 绝对额 and 同比增长 beside each other.
 *
 * Cells come row by row. A figure is read with the words of its row before it and of the headers above it; a header
 * stands over its column and those to the right up to the next header, so that merged cells and captions count too.
 * Memory is bounded: words beyond the limits below are left out. Text is canonical. Pure.
 */
#ifndef GUANKA_STATISTICS_SHEET_H
#define GUANKA_STATISTICS_SHEET_H

#include "statistics/statement.h"

enum { SHEET_COLUMNS_MAX = 48, SHEET_HEADERS_MAX = 4, SHEET_WORDS_MAX = 160, SHEET_CELL_MAX = 96 };

struct sheet_header {
    char texts[SHEET_COLUMNS_MAX][SHEET_CELL_MAX];
    uint8_t sizes[SHEET_COLUMNS_MAX];
};

/* Zero at first. */
struct sheet {
    uint32_t table, row;
    bool has_figures; /* the headers are over */
    bool header_names, row_names; /* an indicator: without one no figure is looked at */
    uint32_t above; /* the indicator whose parts a row may tell: the last one that a row or a header named */
    uint32_t item;  /* the part that the row is; INDICATOR_NONE, as `above` */
    uint32_t header_count;
    struct sheet_header headers[SHEET_HEADERS_MAX];
    char label[SHEET_WORDS_MAX]; /* the words of the row so far */
    size_t label_size;
    char unit[SHEET_CELL_MAX]; /* a cell of the row that is a unit */
    size_t unit_size;
};

/* One cell, numbered from 1. True when it holds a figure of an indicator, which *statement then tells; from and to are
 * those of the cell's text. The statement begins with the row's first words, which are for the caller to find. */
bool sheet_cell(const struct lexicon *lexicon, struct sheet *sheet, struct statement_context *context, uint32_t table,
                uint32_t row, uint32_t column, const char *text, size_t size, struct statement *statement);

/* A line outside tables that may be a row of one: cells divided by commas, bars or blanks (a CSV file whose first line is a
 * caption, a table of a PDF). Its statements, with from and to in the line, at most `most`; those whose columns are not
 * certain are STATEMENT_LOOSE. A line without a divider ends the table, and may be its caption. */
size_t sheet_line(const struct lexicon *lexicon, struct sheet *sheet, struct statement_context *context, const char *text,
                  size_t size, struct statement *statements, size_t most);

#endif
