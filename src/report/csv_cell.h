/* SPDX-License-Identifier: Apache-2.0
 *
 * A cell of CSV (RFC 4180) for spreadsheets: quoted, one line, and nothing in it that a spreadsheet would take for a formula or
 * that could do something to a terminal (describe_safely).
 */
#ifndef GUANKA_REPORT_CSV_CELL_H
#define GUANKA_REPORT_CSV_CELL_H

#include "base/buf.h"

/* With the comma before it, unless it is the first of its line. */
void csv_cell(struct buf *out, const char *text, size_t size);
/* The same where line feeds are ours, and stay. */
void csv_cell_of_lines(struct buf *out, const char *text, size_t size);

#endif
