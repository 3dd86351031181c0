/* SPDX-License-Identifier: Apache-2.0
 *
 * Lines that a margin has put apart, which readers of plain text, of pages and of joined lines put together again: which
 * line goes on none, and what stands between two. Pure.
 */
#ifndef GUANKA_TEXT_WRAPPING_H
#define GUANKA_TEXT_WRAPPING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Does the line of UTF-8 begin with an indent or a number (text/numbering.h)? It begins a paragraph then, even behind a
 * line that happens to be full. */
bool wrapping_begins_paragraph(const char *line, size_t size);
/* Does it end a sentence, or announce what follows? */
bool wrapping_ends_sentence(const char *line, size_t size);
/* Of a script that is written without blanks: Korean is written with them. */
bool wrapping_is_unspaced(uint32_t code_point);

#endif
