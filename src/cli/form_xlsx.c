/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/form_xlsx.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include "base/file.h"
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

static enum status fill(lxw_workbook *workbook, const struct store *store, struct error *error)
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
    status = approval_form_read(store, write_row, &sheet, error);
    if (status == STATUS_OK && sheet.has_failed)
        return error_set(error, STATUS_NO_MEMORY, _("out of memory"));
    if (status == STATUS_OK && sheet.is_full)
        return error_set(error, STATUS_INVALID, _("there are more reviews than a sheet has rows: export csv"));
    return status;
}

/* The library writes files by name: one that only this process has. */
static enum status write_workbook(const struct store *store, int memory, struct error *error)
{
    char name[64];
    lxw_workbook *workbook;
    enum status status;

    (void)snprintf(name, sizeof name, "/proc/self/fd/%d", memory);
    workbook = workbook_new(name);
    if (workbook == NULL)
        return STATUS_NO_MEMORY;
    status = fill(workbook, store, error);
    if (workbook_close(workbook) != LXW_NO_ERROR && status == STATUS_OK)
        return error_set(error, STATUS_IO, _("the workbook could not be written"));
    return status;
}

static enum status copy_out(int memory, int descriptor, struct error *error)
{
    struct file_content *content;
    enum status status = file_content_of(memory, NULL, &content, error);

    if (status != STATUS_OK)
        return status;
    status = file_write(descriptor, file_content_bytes(content));
    file_content_close(content);
    return status == STATUS_OK ? STATUS_OK
                               : error_set(error, status, _("the ledger could not be written: %s"), strerror(errno));
}

enum status form_xlsx_write(const struct store *store, int descriptor, struct error *error)
{
    int memory = memfd_create("guanka-form", MFD_CLOEXEC);
    enum status status;

    if (memory < 0)
        return error_set(error, STATUS_IO, _("the workbook could not be written"));
    status = write_workbook(store, memory, error);
    if (status == STATUS_OK)
        status = copy_out(memory, descriptor, error);
    (void)close(memory);
    return status;
}
