/* SPDX-License-Identifier: Apache-2.0
 *
 * The lines of `guanka sweep`: one after the other on standard output, with times as they are in Shanghai.
 */
#ifndef GUANKA_CLI_SWEEP_LINE_H
#define GUANKA_CLI_SWEEP_LINE_H

#include <stdint.h>

#include "base/buf.h"

/* Ends the line, writes it and empties the buffer. */
void sweep_line_print(struct buf *line);
/* A time (milliseconds since 1970) as a member of a JSON object; null for 0. */
void sweep_line_time(struct buf *line, const char *key, int64_t at_ms);

#endif
