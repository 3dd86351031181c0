/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/columns.h"

#include <string.h>

#include "text/utf8.h"

static size_t width_of(const char *text)
{
    size_t size = strlen(text), width = 0;

    for (size_t offset = 0; offset < size;) {
        struct utf8_step step = utf8_next(text + offset, size - offset);

        width += step.code_point >= 0x2E80 ? 2 : 1;
        offset += step.size;
    }
    return width;
}

static void pad(struct buf *out, size_t width, size_t wanted)
{
    for (; width < wanted; width++)
        buf_byte(out, ' ');
}

void columns_left(struct buf *out, const char *text, size_t width)
{
    buf_text(out, text);
    pad(out, width_of(text), width);
}

void columns_right(struct buf *out, const char *text, size_t width)
{
    pad(out, width_of(text), width);
    buf_text(out, text);
}
