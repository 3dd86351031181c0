/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/sweep_line.h"

#include <stdio.h>
#include <string.h>

#include "report/describe.h"
#include "report/json.h"
#include "report/person_mask.h"
#include "sweep/slots.h"

/* Our own line feeds and tabs stay; pieces between them are text. */
static void make_safe(struct buf *out, const struct buf *line)
{
    for (size_t at = 0; at < line->size;) {
        size_t size = 0;

        while (at + size < line->size && line->data[at + size] != '\n' && line->data[at + size] != '\t')
            size++;
        describe_safely(out, line->data + at, size);
        at += size;
        if (at < line->size)
            buf_byte(out, line->data[at++]);
    }
}

void sweep_line_print(struct buf *line)
{
    struct buf safe = BUF_INIT(SIZE_MAX / 2);

    make_safe(&safe, line);
    buf_byte(&safe, '\n');
    (void)fwrite(safe.data, 1, safe.size, stdout);
    buf_free(&safe);
    buf_clear(line);
}

void sweep_line_text(struct buf *line, const char *text, bool show_secrets)
{
    if (show_secrets)
        describe_safely(line, text, strlen(text));
    else
        person_mask_line(line, text, strlen(text));
}

const char *sweep_line_shown(struct buf *words, const char *text, bool show_secrets)
{
    buf_clear(words);
    sweep_line_text(words, text, show_secrets);
    return words->data != NULL && buf_status(words) == STATUS_OK ? words->data : "";
}

void sweep_line_member(struct buf *line, const char *key, const char *text, bool show_secrets)
{
    if (show_secrets)
        json_text(line, key, text);
    else
        person_mask_member(line, key, text);
}

void sweep_line_time(struct buf *line, const char *key, int64_t at_ms)
{
    char text[SLOTS_TIME_SIZE];

    slots_time_write(at_ms, text);
    json_text(line, key, at_ms != 0 ? text : NULL);
}
