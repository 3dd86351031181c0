/* SPDX-License-Identifier: Apache-2.0
 *
 * Dates and times as a cell shows them (ECMA-376 part 1, 18.8.30 and 18.17.4): a workbook keeps them as numbers of
 * days, and the cell's number format says how they read.
 *
 * Names of months and days come out in English, or in Chinese where the code asks for that. What a format leaves to
 * the reader's system comes out as it does in Chinese.
 */
#ifndef GUANKA_EXTRACT_ZIP_OOXML_DATE_H
#define GUANKA_EXTRACT_ZIP_OOXML_DATE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"

enum { OOXML_DATE_SIZE_MAX = 256, OOXML_DATE_CODE_MAX = 255 };

/* The code of a format that every workbook has without saying it, as in Chinese; NULL when it shows no date. */
const char *ooxml_date_code(uint32_t format_number);
/* Whether a format code shows a date or a time. */
bool ooxml_date_is_code(struct bytes code);
/* Writes the date to output, which holds OOXML_DATE_SIZE_MAX bytes. Returns the size; 0 when `number` is none that
 * stands for a date. `code` is one that shows a date. */
size_t ooxml_date_format(struct bytes code, struct bytes number, bool since_1904, char *output);

#endif
