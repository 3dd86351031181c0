/* SPDX-License-Identifier: Apache-2.0 */
#include "report/csv_cell.h"

#include <stdbool.h>
#include <string.h>

#include "report/describe.h"

/* Spreadsheets run cells which begin so, some of them behind blanks, in the full-width forms too where Chinese or
 * Japanese is set. */
static bool is_formula_start(const char *text, size_t size)
{
    static const char *const starts[] = { "=", "+", "-", "@", "＝", "＋", "－", "＠" };

    while (size > 0 && *text == ' ') {
        text++;
        size--;
    }
    for (size_t index = 0; index < sizeof starts / sizeof starts[0]; index++) {
        size_t length = strlen(starts[index]);

        if (size >= length && memcmp(text, starts[index], length) == 0)
            return true;
    }
    return false;
}

void csv_cell(struct buf *out, const char *text, size_t size)
{
    struct buf safe = BUF_INIT(SIZE_MAX / 2);

    describe_safely(&safe, text, size);
    if (buf_status(&safe) != STATUS_OK && out->status == STATUS_OK)
        out->status = buf_status(&safe);
    if (out->size > 0 && out->data[out->size - 1] != '\n')
        buf_byte(out, ',');
    buf_text(out, is_formula_start(safe.data, safe.size) ? "\"'" : "\""); /* an apostrophe makes it text */
    for (size_t offset = 0; offset < safe.size; offset++) {
        if (safe.data[offset] == '"')
            buf_byte(out, '"');
        buf_byte(out, safe.data[offset]);
    }
    buf_byte(out, '"');
    buf_free(&safe);
}
