/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/form_xlsx.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "cli/xlsx_file.h"
#include "gate/approval_form.h"
#include "report/words.h"

/* What Excel takes in a cell; more is cut, and said so. */
enum { CELL_CHARACTERS_MAX = 32000, COLUMN_WIDTH = 22, ROWS_MAX = 1048575 };

struct sheet {
    lxw_worksheet *worksheet;
    lxw_format *cell;
    lxw_row_t row;
    bool is_full, has_failed;
};

static void write_cell(struct sheet *sheet, lxw_col_t column, const char *text)
{
    char cut[CELL_CHARACTERS_MAX + 64];
    size_t size = strlen(text);

    if (size > CELL_CHARACTERS_MAX) {
        size = CELL_CHARACTERS_MAX;
        while (size > 0 && ((unsigned char)text[size] & 0xC0) == 0x80)
            size--;
        (void)snprintf(cut, sizeof cut, "%.*s…", (int)size, text);
        text = cut;
    }
    if (worksheet_write_string(sheet->worksheet, sheet->row, column, text, sheet->cell) != LXW_NO_ERROR)
        sheet->has_failed = true;
}

static bool write_row(void *context, const char *const *cells)
{
    struct sheet *sheet = context;

    sheet->is_full = sheet->row > ROWS_MAX;
    if (sheet->is_full)
        return false;
    for (size_t column = 0; column < approval_form_column_count; column++)
        write_cell(sheet, (lxw_col_t)column, cells[column]);
    sheet->row++;
    return !sheet->has_failed;
}

static enum status fill(lxw_workbook *workbook, void *context, struct error *error)
{
    struct sheet sheet = { .worksheet = workbook_add_worksheet(workbook, "审批台账"),
                           .cell = workbook_add_format(workbook) };
    enum status status;

    if (sheet.worksheet == NULL || sheet.cell == NULL)
        return STATUS_NO_MEMORY;
    format_set_text_wrap(sheet.cell);
    format_set_align(sheet.cell, LXW_ALIGN_VERTICAL_TOP);
    (void)worksheet_set_column(sheet.worksheet, 0, (lxw_col_t)(approval_form_column_count - 1), COLUMN_WIDTH, NULL);
    worksheet_freeze_panes(sheet.worksheet, 1, 2);
    worksheet_repeat_rows(sheet.worksheet, 0, 0);
    worksheet_set_landscape(sheet.worksheet);
    (void)write_row(&sheet, approval_form_columns);
    status = approval_form_read(context, write_row, &sheet, error);
    if (status == STATUS_OK && sheet.has_failed)
        return error_set(error, STATUS_NO_MEMORY, _("out of memory"));
    if (status == STATUS_OK && sheet.is_full)
        return error_set(error, STATUS_INVALID, _("there are more reviews than a sheet has rows: export csv"));
    return status;
}

enum status form_xlsx_write(const struct store *store, int descriptor, struct error *error)
{
    return xlsx_file_write(descriptor, fill, (void *)(uintptr_t)store, error);
}
