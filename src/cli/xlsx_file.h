/* SPDX-License-Identifier: Apache-2.0
 *
 * Excel workbooks (libxlsxwriter) on their way to a descriptor: the library writes to names alone.
 */
#ifndef GUANKA_CLI_XLSX_FILE_H
#define GUANKA_CLI_XLSX_FILE_H

#include <stdbool.h>
#include <xlsxwriter.h>

#include "base/error.h"

typedef enum status xlsx_fill(lxw_workbook *workbook, void *context, struct error *error);
/* Makes a workbook, has `fill` fill it, and writes it. STATUS_IO with words when it cannot be written. */
MUST_CHECK enum status xlsx_file_write(int descriptor, xlsx_fill *fill, void *context, struct error *error);
/* Writes a cell of text, never a formula: one line of what can be shown (describe_safely), cut where Excel ends a cell.
 * `format` may be NULL. False without memory. */
bool xlsx_file_text(lxw_worksheet *sheet, lxw_row_t line, lxw_col_t column, const char *text, lxw_format *format);

#endif
