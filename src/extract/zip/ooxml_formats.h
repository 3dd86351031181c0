/* SPDX-License-Identifier: Apache-2.0
 *
 * The cell formats of a workbook (ECMA-376 part 1, 18.8), as far as they change what a reader gets to see: those that
 * show a number as a date, those that have words of their own, and those that show nothing. One owner, one thread.
 */
#ifndef GUANKA_EXTRACT_ZIP_OOXML_FORMATS_H
#define GUANKA_EXTRACT_ZIP_OOXML_FORMATS_H

#include "extract/zip/ooxml.h"

struct ooxml_formats;

MUST_CHECK enum status ooxml_formats_create(struct ooxml *ooxml, struct ooxml_formats **formats);
/* NULL is allowed. */
void ooxml_formats_destroy(struct ooxml_formats *formats);

/* A number format that the workbook brings with it. All of them come before the cell formats. */
MUST_CHECK enum status ooxml_formats_add_code(struct ooxml_formats *formats, uint32_t number, struct bytes code);
/* The next cell format, which has the number format of that number. */
MUST_CHECK enum status ooxml_formats_add_cell(struct ooxml_formats *formats, uint32_t number);

/* Whether cells of this format show nothing. */
bool ooxml_formats_hide(const struct ooxml_formats *formats, uint32_t format);
/* The code of this format where it matters (ooxml_display.h); empty where it does not. */
struct bytes ooxml_formats_display(const struct ooxml_formats *formats, uint32_t format);
/* Writes the date that cells of this format show for `number` to output, which holds OOXML_DATE_SIZE_MAX bytes.
 * Returns the size; 0 when they show none. */
size_t ooxml_formats_date(const struct ooxml_formats *formats, uint32_t format, struct bytes number, bool since_1904,
                          char *output);

#endif
