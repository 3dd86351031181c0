/* SPDX-License-Identifier: Apache-2.0
 *
 * What a cell shows where its number format has words of its own (ECMA-376 part 1, 18.8.30): `"机密★"0"年"` makes of 10
 * what no value of the sheet says. [MS-XLS] and [MS-XLSB] have the same codes.
 *
 * A code has up to four sections, for positive and negative numbers, zero and text, or such as say by a condition what
 * they are for. Numbers among words are rounded as they are shown, without marks between thousands. Dates are those of
 * ooxml_date.h. Not followed: digits in Chinese ([DBNum1]), exponents and fractions, which come out as decimal numbers.
 */
#ifndef GUANKA_EXTRACT_ZIP_OOXML_DISPLAY_H
#define GUANKA_EXTRACT_ZIP_OOXML_DISPLAY_H

#include <stdbool.h>

#include "base/bytes.h"

enum {
    OOXML_DISPLAY_CODE_MAX = 1024, /* bytes; programs allow 255 characters, and what is longer is cut */
    OOXML_DISPLAY_SIZE_MAX = 2048,
};

struct ooxml_display {
    char text[OOXML_DISPLAY_SIZE_MAX]; /* UTF-8, as far as the code was */
    size_t size;
    size_t value;     /* of ooxml_display_words: where in `text` the cell's own words stand */
    bool shows_value; /* false: there is more, or other, than is shown */
};

/* Whether a code has words, other than in a date, so that what follows makes a difference. */
bool ooxml_display_matters(struct bytes code);
/* What a cell shows for a number, which stands in plain digits as ooxml_number_format writes it. */
void ooxml_display_number(struct bytes code, struct bytes number, bool since_1904, struct ooxml_display *display);
/* What a cell shows around text. */
void ooxml_display_words(struct bytes code, struct ooxml_display *display);

#endif
