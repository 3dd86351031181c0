/* SPDX-License-Identifier: Apache-2.0 */
#include "report/csv_cell.h"

#include <stdbool.h>
#include <string.h>

/* Spreadsheets run cells which begin so, in the full-width forms too where Chinese or Japanese is set. */
static bool is_formula_start(const char *text, size_t size)
{
    static const char *const starts[] = { "=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠" };

    for (size_t index = 0; index < sizeof starts / sizeof starts[0]; index++) {
        size_t length = strlen(starts[index]);

        if (size >= length && memcmp(text, starts[index], length) == 0)
            return true;
    }
    return false;
}

void csv_cell(struct buf *out, const char *text, size_t size)
{
    if (out->size > 0 && out->data[out->size - 1] != '\n')
        buf_byte(out, ',');
    buf_text(out, is_formula_start(text, size) ? "\"'" : "\""); /* an apostrophe makes it text */
    for (size_t offset = 0; offset < size; offset++) {
        char byte = text[offset];

        if (byte == '"')
            buf_byte(out, '"');
        buf_byte(out, byte == '\0' ? ' ' : byte);
    }
    buf_byte(out, '"');
}
