/* SPDX-License-Identifier: Apache-2.0
 *
 * The lines of `guanka sweep`: one after the other on standard output, with times as they are in Shanghai.
 *
 * What others have written (titles and addresses of pages, what people said, answers of servers) comes into a line by
 * sweep_line_text, sweep_line_shown or sweep_line_member alone: personal data is masked there unless the operator asks
 * otherwise, and it stays one piece of one line. One thread.
 */
#ifndef GUANKA_CLI_SWEEP_LINE_H
#define GUANKA_CLI_SWEEP_LINE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"

/* Ends the line, writes it and empties the buffer. Whatever came into it, a terminal gets no more than text: line feeds
 * and tabs alone do something. */
void sweep_line_print(struct buf *line);
/* Appends text of others. `show_secrets`: not masked. */
void sweep_line_text(struct buf *line, const char *text, bool show_secrets);
/* The same in `words`, for a format: lives until that is written again or freed. "" without memory. */
const char *sweep_line_shown(struct buf *words, const char *text, bool show_secrets);
/* The same as a member of a JSON object; NULL writes null. */
void sweep_line_member(struct buf *line, const char *key, const char *text, bool show_secrets);
/* A time (milliseconds since 1970) as a member of a JSON object; null for 0. */
void sweep_line_time(struct buf *line, const char *key, int64_t at_ms);

#endif
