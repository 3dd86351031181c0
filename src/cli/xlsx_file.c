/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/xlsx_file.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/file.h"
#include "report/describe.h"
#include "report/words.h"
#include "text/utf8.h"

enum { CELL_CHARACTERS_MAX = 32767 };

/* A file that only this process has. */
static enum status write_workbook(int memory, xlsx_fill *fill, void *context, struct error *error)
{
    char name[64];
    lxw_workbook *workbook;
    enum status status;

    (void)snprintf(name, sizeof name, "/proc/self/fd/%d", memory);
    workbook = workbook_new(name);
    if (workbook == NULL)
        return STATUS_NO_MEMORY;
    status = fill(workbook, context, error);
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
                               : error_set(error, status, _("the workbook could not be written: %s"), strerror(errno));
}

enum status xlsx_file_write(int descriptor, xlsx_fill *fill, void *context, struct error *error)
{
    int memory = memfd_create("guanka-workbook", MFD_CLOEXEC);
    enum status status;

    if (memory < 0)
        return error_set(error, STATUS_IO, _("the workbook could not be written"));
    status = write_workbook(memory, fill, context, error);
    if (status == STATUS_OK)
        status = copy_out(memory, descriptor, error);
    (void)close(memory);
    return status;
}

bool xlsx_file_text(lxw_worksheet *sheet, lxw_row_t line, lxw_col_t column, const char *text, lxw_format *format)
{
    struct buf safe = BUF_INIT(SIZE_MAX / 2);
    bool done;

    describe_safely(&safe, text, strlen(text));
    done = buf_status(&safe) == STATUS_OK;
    if (done && safe.size > 0) {
        safe.data[utf8_forward(safe.data, safe.size, 0, CELL_CHARACTERS_MAX)] = '\0';
        done = worksheet_write_string(sheet, line, column, safe.data, format) == LXW_NO_ERROR;
    }
    buf_free(&safe);
    return done;
}
