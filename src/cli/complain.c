/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/complain.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/buf.h"
#include "report/describe.h"
#include "report/words.h"

void complain(const char *format, ...)
{
    struct buf line = BUF_INIT(1 << 20), safe = BUF_INIT(1 << 22);
    va_list values;

    va_start(values, format);
    buf_format_list(&line, format, values);
    va_end(values);
    while (line.size > 0 && line.data[line.size - 1] == '\n')
        line.size--;
    describe_safely(&safe, line.data, line.size);
    buf_byte(&safe, '\n');
    (void)fwrite(safe.data, 1, safe.size, stderr);
    buf_free(&line);
    buf_free(&safe);
}

void complain_of(const struct error *error)
{
    fprintf(stderr, "guanka: %s\n", error->message[0] != '\0' ? error->message : _("out of memory"));
}
