/* SPDX-License-Identifier: Apache-2.0
 *
 * Numbers as a cell shows them when it is wide enough: digits, no exponent.
 *
 * A spreadsheet keeps binary numbers and shows 15 significant digits, which is what is left of an
 * 18-digit identity number that was typed as one: 522301199003070029 reads 522301199003070000. What a
 * file holds as plain digits, or as more digits than a binary number has, stays as it is.
 */
#ifndef GUANKA_EXTRACT_ZIP_OOXML_NUMBER_H
#define GUANKA_EXTRACT_ZIP_OOXML_NUMBER_H

#include <stdbool.h>

#include "base/bytes.h"

enum { OOXML_NUMBER_SIZE_MAX = 128 };

/* Writes an xsd:double to output, which holds OOXML_NUMBER_SIZE_MAX bytes. Returns the size; 0 when `text` is
 * not a number, or one that is better left as it is written (more than 60 digits). */
size_t ooxml_number_format(struct bytes text, char *output);

/* The same of a binary number: 15 significant digits. 0 when it is none, or of more than 60 digits. */
size_t ooxml_number_write(double value, char *output);

/* What Excel's binary formats keep in 30 bits (RkNumber; [MS-XLS] 2.5.217): an integer or the upper half of a
 * number, and perhaps a hundred times too large. */
double ooxml_number_of_rk(uint32_t rk);

/* The number itself; false when `text` is none. */
bool ooxml_number_value(struct bytes text, double *value);

/* Up to six hexadecimal digits; 0 when there is anything else. */
uint32_t ooxml_number_hexadecimal(struct bytes text);

#endif
