/* SPDX-License-Identifier: Apache-2.0
 *
 * Small numbers as texts count with them: 三, 十二, 二十一, 12, and 两 before what is counted. Pure.
 */
#ifndef GUANKA_WORDING_NUMERAL_H
#define GUANKA_WORDING_NUMERAL_H

#include <stddef.h>

/* Reads a number from 1 to 999 at the beginning of canonical text[0..size). Returns its bytes, 0 when there is none. */
size_t numeral_read(const char *text, size_t size, unsigned *number);
/* Writes it in Han numerals, terminated; `room` is at least NUMERAL_SIZE. Returns the bytes. */
enum { NUMERAL_SIZE = 24 };
size_t numeral_write(unsigned number, char *output);

#endif
