/* SPDX-License-Identifier: Apache-2.0
 *
 * What is counted eight bytes at a time is what is counted one by one.
 */
#include "text/ascii.h"

#include <criterion/criterion.h>

static size_t count_digits(const uint8_t *bytes, size_t size)
{
    size_t digits = 0;

    for (size_t at = 0; at < size; at++)
        digits += bytes[at] >= '0' && bytes[at] <= '9';
    return digits;
}

Test(ascii, every_byte_at_every_place_is_a_digit_or_not)
{
    for (size_t place = 0; place < 11; place++) {
        for (unsigned value = 0; value < 256; value++) {
            uint8_t bytes[11];

            /* Neighbours at the ends of the ranges: a carry from one byte into the next would show. */
            for (size_t at = 0; at < sizeof bytes; at++)
                bytes[at] = at % 3 == 0 ? 0xFF : at % 3 == 1 ? '9' : ':';
            bytes[place] = (uint8_t)value;
            cr_assert_eq(ascii_digits(bytes, sizeof bytes), count_digits(bytes, sizeof bytes), "%u at %zu", value, place);
        }
    }
}

Test(ascii, digits_of_texts_of_every_length)
{
    static const char text[] = "2024年第一季度，全市地区生产总值130.52亿元，同比增长5.6%";

    for (size_t size = 0; size < sizeof text; size++)
        cr_assert_eq(ascii_digits((const uint8_t *)text, size), count_digits((const uint8_t *)text, size));
}
