/* SPDX-License-Identifier: Apache-2.0
 *
 * The cells of one sheet on their way out: each a run with its sheet, row and column, hidden where a reader of the
 * sheet does not see it. What notation they come from is all the same here.
 *
 * Numbers read as a person sees them in a wide enough column: as the date that the cell's format shows, among the words
 * that it has, else without exponent, 15 significant digits where the file holds a binary number.
 */
#ifndef GUANKA_EXTRACT_ZIP_OOXML_CELLS_H
#define GUANKA_EXTRACT_ZIP_OOXML_CELLS_H

#include "extract/zip/ooxml.h"

enum { OOXML_COLUMNS_MAX = 16384 /* of Excel */ };

/* Row, column and format are those of the cell at hand, set by the reader of the sheet. */
struct ooxml_cells {
    struct ooxml *ooxml;
    const struct ooxml_entry *entry;
    const char *section;
    uint32_t table, row, column; /* from 1 */
    uint32_t format;
    bool started; /* a piece of this cell went out already */
    bool open;    /* its text began, and words of the format may come behind it */
    bool row_hidden;
    bool string_missing;
    uint8_t hidden_columns[OOXML_COLUMNS_MAX / 8 + 1];
};

/* For a sheet of no workbook, or with the strings and formats of the workbook that is being read. *cells is zeroed. */
void ooxml_cells_start(struct ooxml_cells *cells, struct ooxml *ooxml, const struct ooxml_entry *entry);
/* From 1, both included. */
void ooxml_cells_hide_columns(struct ooxml_cells *cells, uint32_t first, uint32_t last);

/* A run of this sheet that is in no cell. */
struct text_run ooxml_cells_run(const struct ooxml_cells *cells, enum text_role role);
/* What a cell shows, or a piece of it, whatever its format is. */
MUST_CHECK enum status ooxml_cells_emit(struct ooxml_cells *cells, struct bytes utf8);
/* A cell's text, or a piece of it, with what the format puts before it. */
MUST_CHECK enum status ooxml_cells_emit_words(struct ooxml_cells *cells, struct bytes utf8);
/* The end of a cell: what the format puts behind its text. */
MUST_CHECK enum status ooxml_cells_end(struct ooxml_cells *cells);
/* A number as it is written in decimal. */
MUST_CHECK enum status ooxml_cells_emit_number(struct ooxml_cells *cells, struct bytes number);
MUST_CHECK enum status ooxml_cells_emit_double(struct ooxml_cells *cells, double value);
MUST_CHECK enum status ooxml_cells_emit_boolean(struct ooxml_cells *cells, bool value);
/* A shared string, with the words of the format. That there is none of that index is a gap, said once for the sheet. */
MUST_CHECK enum status ooxml_cells_emit_shared(struct ooxml_cells *cells, uint64_t index);
/* A header (TEXT_HEADER) or footer (TEXT_FOOTER) without its codes (18.3.1.39). */
MUST_CHECK enum status ooxml_cells_emit_header(struct ooxml_cells *cells, enum text_role role, struct bytes utf8);

/* The length of a code in a header or footer, from its '&'; it is not shown as it stands. */
size_t ooxml_cells_header_code_size(struct bytes text);

#endif
