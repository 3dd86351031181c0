/* SPDX-License-Identifier: Apache-2.0 */
#include "base/bytes.h"

#include <criterion/criterion.h>

Test(bytes, reader_reads_little_endian)
{
    static const uint8_t data[] = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15 };
    struct reader reader = reader_of(bytes_of(data, sizeof data));

    cr_assert_eq(reader_u8(&reader), 1);
    cr_assert_eq(reader_u16le(&reader), 0x0302);
    cr_assert_eq(reader_u32le(&reader), 0x07060504);
    cr_assert_eq(reader_u64le(&reader), 0x0F0E0D0C0B0A0908u);
    cr_assert_not(reader.overrun);
    cr_assert_eq(reader_u8(&reader), 0);
    cr_assert(reader.overrun);
}

Test(bytes, reader_is_short_for_good)
{
    struct reader reader = reader_of(bytes_of_text("abc"));

    cr_assert_eq(reader_take(&reader, 4).size, 0);
    cr_assert(reader.overrun);
    cr_assert_eq(reader_take(&reader, 3).size, 3);
    cr_assert(reader.overrun, "overrun is sticky");
}

Test(bytes, slices_stay_inside)
{
    struct bytes bytes = bytes_of_text("abcdef");

    cr_assert(bytes_equal(bytes_slice(bytes, 2, 3), bytes_of_text("cde")));
    cr_assert_eq(bytes_slice(bytes, 2, SIZE_MAX).size, 4);
    cr_assert_eq(bytes_slice(bytes, 100, 1).size, 0);
}
