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

    while (size > 0 && (*text == ' ' || *text == '\n')) {
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

static void write_cell(struct buf *out, struct buf *safe)
{
    if (buf_status(safe) != STATUS_OK && out->status == STATUS_OK)
        out->status = buf_status(safe);
    if (out->size > 0 && out->data[out->size - 1] != '\n')
        buf_byte(out, ',');
    buf_text(out, is_formula_start(safe->data, safe->size) ? "\"'" : "\""); /* an apostrophe makes it text */
    for (size_t offset = 0; offset < safe->size; offset++) {
        if (safe->data[offset] == '"')
            buf_byte(out, '"');
        buf_byte(out, safe->data[offset]);
    }
    buf_byte(out, '"');
    buf_free(safe);
}

void csv_cell(struct buf *out, const char *text, size_t size)
{
    struct buf safe = BUF_INIT(SIZE_MAX / 2);

    describe_safely(&safe, text, size);
    write_cell(out, &safe);
}

void csv_cell_of_lines(struct buf *out, const char *text, size_t size)
{
    struct buf safe = BUF_INIT(SIZE_MAX / 2);

    for (const char *end; (end = size > 0 ? memchr(text, '\n', size) : NULL) != NULL;) {
        describe_safely(&safe, text, (size_t)(end - text));
        buf_byte(&safe, '\n');
        size -= (size_t)(end + 1 - text);
        text = end + 1;
    }
    describe_safely(&safe, text, size);
    write_cell(out, &safe);
}
