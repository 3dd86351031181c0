/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/sweep_line.h"

#include <stdio.h>

#include "report/json.h"
#include "sweep/slots.h"

void sweep_line_print(struct buf *line)
{
    buf_byte(line, '\n');
    (void)fwrite(line->data, 1, line->size, stdout);
    buf_clear(line);
}

void sweep_line_time(struct buf *line, const char *key, int64_t at_ms)
{
    char text[SLOTS_TIME_SIZE];

    slots_time_write(at_ms, text);
    json_text(line, key, at_ms != 0 ? text : NULL);
}
