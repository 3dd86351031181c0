/* SPDX-License-Identifier: Apache-2.0
 *
 * Lines of text that are set like a table, or like a form.
 *
 * Canonical text has no blanks between Han characters, so columns are not told by where they stand but by what stands in
 * them. `姓名:张三` is a field with its label.
 */
#ifndef GUANKA_PERSONAL_LINE_H
#define GUANKA_PERSONAL_LINE_H

#include "personal/table.h"

enum { LINE_SIZE_MAX = 300 }; /* bytes: longer ones are prose */

/* Can the line, of so many ASCII digits, tell anything at all? Most do not, and this is quick. */
bool line_may_tell(const char *text, size_t size, size_t digits);
/* The line in front of a table: 姓名身份证号码联系电话. */
void line_headers(struct table *table, const char *text, size_t size);
/* One line that may tell something. Is it part of a table: does it hold a number of a person or a field with a label? Then the subjects
 * that it is the first evidence for are in *evidence, each with its span. */
bool line_read(struct table *table, const char *text, size_t size, uint32_t *evidence,
               struct span spans[SUBJECT_COUNT]);
/* The day, month or year of birth that a sentence tells: 1990年3月7日出生, 出生于1990年3月, 1990年生. */
bool line_birth(const char *text, size_t size, struct span *span);
/* The age that a sentence tells: 34岁; the digits and the unit. Limits (60岁以上) are none. */
bool line_age(const char *text, size_t size, struct span *span);

#endif
