/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "cli/site_report_write.h"
#include "cli/xlsx_file.h"
#include "report/words.h"

enum { COLUMN_WIDTH = 18, NAME_CHARACTERS_MAX = 31 };

/* What Excel takes as the name of a sheet. */
static void sheet_name(const char *title, char name[4 * NAME_CHARACTERS_MAX + 1])
{
    size_t size = 0, characters = 0;

    for (; *title != '\0'; title++) {
        if (((unsigned char)*title & 0xC0) != 0x80 && characters++ == NAME_CHARACTERS_MAX)
            break;
        name[size++] = strchr("[]:*?/\\", *title) != NULL ? ' ' : *title;
    }
    name[size] = '\0';
}

static bool write_cell(lxw_worksheet *sheet, lxw_row_t line, lxw_col_t column, const struct report_row *row)
{
    const char *text = row->cells[column];

    if (site_report_cell(row, column) == REPORT_NUMBER)
        return worksheet_write_number(sheet, line, column, strtod(text, NULL), NULL) == LXW_NO_ERROR;
    return xlsx_file_text(sheet, line, column, text, NULL);
}

static bool fill_sheet(lxw_workbook *workbook, const struct report_section *section, lxw_format *bold)
{
    char name[4 * NAME_CHARACTERS_MAX + 1];
    lxw_worksheet *sheet;
    lxw_row_t line = 0;
    bool done;

    sheet_name(section->title, name);
    sheet = workbook_add_worksheet(workbook, name);
    done = sheet != NULL;
    for (size_t index = 0; done && index < section->sentence_count; index++)
        done = xlsx_file_text(sheet, line++, 0, section->sentences[index], NULL);
    for (size_t column = 0; done && column < section->column_count; column++)
        done = xlsx_file_text(sheet, line, (lxw_col_t)column, section->columns[column], bold);
    for (size_t row = 0; done && row < section->row_count; row++) {
        line++;
        for (size_t column = 0; done && column < section->column_count; column++)
            done = write_cell(sheet, line, (lxw_col_t)column, &section->rows[row]);
    }
    if (done && section->column_count > 0)
        (void)worksheet_set_column(sheet, 0, (lxw_col_t)(section->column_count - 1), COLUMN_WIDTH, NULL);
    return done;
}

static enum status fill(lxw_workbook *workbook, void *context, struct error *error)
{
    const struct site_report *report = context;
    lxw_format *bold = workbook_add_format(workbook);
    bool done = bold != NULL;

    if (done)
        format_set_bold(bold);
    for (size_t index = 0; done && index < report->section_count; index++)
        done = fill_sheet(workbook, &report->sections[index], bold);
    return done ? STATUS_OK : error_set(error, STATUS_NO_MEMORY, _("out of memory"));
}

enum status site_report_xlsx(int descriptor, const struct site_report *report, struct error *error)
{
    return xlsx_file_write(descriptor, fill, (void *)(uintptr_t)report, error);
}
