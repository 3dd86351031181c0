/* SPDX-License-Identifier: Apache-2.0
 *
 * Expected values: what a spreadsheet program shows in a cell of format "0" or "General" that is wide enough.
 */
#include "extract/zip/ooxml_number.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

static void check(const char *stored, const char *shown)
{
    char output[OOXML_NUMBER_SIZE_MAX];
    size_t size = ooxml_number_format(bytes_of_text(stored), output);

    cr_expect(size == strlen(shown) && memcmp(output, shown, size) == 0, "%s: %.*s instead of %s", stored, (int)size,
              output, shown);
}

Test(ooxml_number, identity_numbers)
{
    check("5.2230119900307E+17", "522301199003070000");
    check("5.2230119900307002E+17", "522301199003070000");
    check("522301199003070029", "522301199003070029"); /* written as text would be */
    check("1.1010519491231e17", "110105194912310000");
    check("6222021234567890", "6222021234567890");
    check("5.22301199003070029E+17", "522301199003070029"); /* no binary number has 18 digits */
    check("6.2220212345678902E+15", "6222021234567890");
}

Test(ooxml_number, others)
{
    check("0", "0");
    check("-0", "-0");
    check("007", "007");
    check("42", "42");
    check("-42.50", "-42.5");
    check("0.30000000000000004", "0.3");
    check("1E-3", "0.001");
    check("-1.5E+3", "-1500");
    check("9.999999999999999E+2", "1000");
    check("0.0", "0");
    check(".5", "0.5");
    check("1E+20", "100000000000000000000");
    check("13800000000", "13800000000");
}

Test(ooxml_number, not_numbers)
{
    check("", "");
    check("-", "");
    check("abc", "");
    check("1e", "");
    check("1e+", "");
    check("1.2.3", "");
    check("12x", "");
    check("1E+300", "");
    check("1E-300", "");
    check("1E+99999999999", "");
}

static void check_binary(double value, const char *shown)
{
    char output[OOXML_NUMBER_SIZE_MAX];
    size_t size = ooxml_number_write(value, output);

    cr_expect(size == strlen(shown) && memcmp(output, shown, size) == 0, "%.17g: %.*s instead of %s", value, (int)size,
              output, shown);
}

Test(ooxml_number, binary_numbers)
{
    check_binary(0, "0");
    check_binary(-42, "-42");
    check_binary(999999999, "999999999");
    check_binary(1000000001, "1000000001");
    check_binary(13812345678, "13812345678");
    check_binary(5.22301199003070029e17, "522301199003070000");
    check_binary(0.1 + 0.2, "0.3");
    check_binary(-1234.5, "-1234.5");
    check_binary(1e-3, "0.001");
    check_binary(999.9999999999999, "1000");
    check_binary(1e20, "100000000000000000000");
    check_binary(1e300, "");
    check_binary(1e-300, "");
    check_binary(INFINITY, "");
    check_binary(NAN, "");
}

/* RkNumber of [MS-XLSB]: an integer or a number, as it is or divided by a hundred. */
Test(ooxml_number, numbers_in_thirty_bits)
{
    cr_expect_eq(ooxml_number_of_rk(42u << 2 | 2), 42);
    cr_expect_eq(ooxml_number_of_rk((uint32_t)-43 << 2 | 2), -43);
    cr_expect_eq(ooxml_number_of_rk(1234567u << 2 | 3), 12345.67);
    cr_expect_eq(ooxml_number_of_rk(0x3FF80000), 1.5);
    cr_expect_eq(ooxml_number_of_rk(0x4072F001), 3.03);
}
