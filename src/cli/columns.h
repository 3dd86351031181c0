/* SPDX-License-Identifier: Apache-2.0
 *
 * Columns of a table in a terminal, where Chinese characters are two places wide.
 */
#ifndef GUANKA_CLI_COLUMNS_H
#define GUANKA_CLI_COLUMNS_H

#include "base/buf.h"

/* `text` (UTF-8) in so many places, at the left or the right of them; more where it is wider. */
void columns_left(struct buf *out, const char *text, size_t width);
void columns_right(struct buf *out, const char *text, size_t width);

#endif
