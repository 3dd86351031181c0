/* SPDX-License-Identifier: Apache-2.0
 *
 * Lines that begin a paragraph by their number: 第十九条, 一、, (一), 1. (GB/T 9704-2012, 7.3.3, and how laws count).
 * Where lines are put together to paragraphs again, such a line goes on none. Pure.
 */
#ifndef GUANKA_TEXT_NUMBERING_H
#define GUANKA_TEXT_NUMBERING_H

#include <stdbool.h>
#include <stddef.h>

/* Does the line of UTF-8 begin with a number of that kind, behind blanks? What a reference can begin with at a line end
 * does not: 第三条规定, (一)项. */
bool numbering_begins(const char *line, size_t size);

#endif
