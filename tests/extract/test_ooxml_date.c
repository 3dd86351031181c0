/* SPDX-License-Identifier: Apache-2.0
 *
 * Expected values: ECMA-376 part 1, 18.8.30 for the codes (built-in ones as its table for zh-cn has them) and 18.17.4
 * for what a number means; dates were reckoned with Python's datetime.
 */
#include "extract/zip/ooxml_date.h"

#include <criterion/criterion.h>
#include <string.h>

/* 2024-03-05, a Tuesday, 14:05:09 */
#define MOMENT "45356.586909722222"

static void check_in(const char *code, const char *number, bool since_1904, const char *shown)
{
    char output[OOXML_DATE_SIZE_MAX];
    size_t size = ooxml_date_format(bytes_of_text(code), bytes_of_text(number), since_1904, output);

    cr_expect(size == strlen(shown) && memcmp(output, shown, size) == 0, "%s of %s: %.*s instead of %s", code, number,
              (int)size, output, shown);
}

static void check(const char *code, const char *number, const char *shown)
{
    cr_expect(ooxml_date_is_code(bytes_of_text(code)), "%s", code);
    check_in(code, number, false, shown);
}

static void check_built_in(uint32_t number, const char *shown)
{
    const char *code = ooxml_date_code(number);

    cr_assert_not_null(code, "%u", number);
    check(code, MOMENT, shown);
}

Test(ooxml_date, built_in_formats)
{
    check_built_in(14, "2024/3/5");
    check_built_in(15, "5-Mar-24");
    check_built_in(16, "5-Mar");
    check_built_in(17, "Mar-24");
    check_built_in(18, "2:05 PM");
    check_built_in(19, "2:05:09 PM");
    check_built_in(20, "14:05");
    check_built_in(21, "14:05:09");
    check_built_in(22, "2024/3/5 14:05");
    check_built_in(27, "2024年3月");
    check_built_in(28, "3月5日");
    check_built_in(30, "3-5-24");
    check_built_in(31, "2024年3月5日");
    check_built_in(32, "14时05分");
    check_built_in(33, "14时05分09秒");
    check_built_in(34, "下午2时05分");
    check_built_in(45, "05:09");
    check_built_in(46, "1088558:05:09");
    check_built_in(47, "05:09.0");
    check_built_in(57, "2024年3月");
    check_built_in(58, "3月5日");
    for (uint32_t number = 0; number < 14; number++)
        cr_expect_null(ooxml_date_code(number), "%u", number);
    cr_expect_null(ooxml_date_code(49));
    cr_expect_null(ooxml_date_code(164));
}

Test(ooxml_date, own_formats)
{
    check("yyyy\\-mm\\-dd", MOMENT, "2024-03-05");
    check("yyyy-mm-dd hh:mm:ss", MOMENT, "2024-03-05 14:05:09");
    check("[$-804]yyyy\"年\"m\"月\"d\"日\";@", MOMENT, "2024年3月5日");
    check("YYYY.M.D", MOMENT, "2024.3.5");
    check("yyyy年m月d日", MOMENT, "2024年3月5日");
    check("[DBNum1][$-804]yyyy\"年\"m\"月\"d\"日\"", MOMENT, "二〇二四年三月五日");
    check("[DBNum1]m\"月\"d\"日\"", "45290", "十二月三十日");
    check("[DBNum1]m\"月\"d\"日\"", "45280", "十二月二十日");
    check("[$-804]aaaa", MOMENT, "星期二");
    check("[$-804]aaa", MOMENT, "二");
    check("dddd, mmmm dd, yyyy", MOMENT, "Tuesday, March 05, 2024");
    check("ddd mmmmm", MOMENT, "Tue M");
    check("[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", MOMENT, "2024年3月5日");
    check("h:mm A/P", "0.25", "6:00 A");
    check("h AM/PM", "0", "12 AM");
    check("h AM/PM", "0.5", "12 PM");
    check("[mm]:ss", "0.5", "720:00");
    check("[Red]yyyy/m/d_)", MOMENT, "2024/3/5 ");
    check("ss.000", "0.000005787037", "00.500");
    check("h:mm:ss", "0.99999999", "0:00:00"); /* the next day */
    check("m/d/yy h:mm", "36526.0", "1/1/00 0:00");
}

Test(ooxml_date, numbers_of_days)
{
    check("yyyy/m/d", "1", "1900/1/1");
    check("yyyy/m/d", "59", "1900/2/28");
    check("yyyy/m/d", "60", "1900/2/29"); /* as the standard wants it */
    check("yyyy/m/d", "61", "1900/3/1");
    check("yyyy/m/d", "2958465", "9999/12/31");
    check("yyyy/m/d", "4.5356E4", "2024/3/5");
    check_in("yyyy/m/d", "0", true, "1904/1/1");
    check_in("yyyy/m/d aaaa", "43894", true, "2024/3/5 星期二");
    check("yyyy/m/d", "-1", "");
    check("yyyy/m/d", "2958466", "");
    check("yyyy/m/d", "110105194912310029", "");
    check("yyyy/m/d", "x", "");
}

Test(ooxml_date, other_codes_show_no_date)
{
    static const char *const codes[] = {
        "General",     "0",          "0.00",       "#,##0",
        "0.00E+00",    "@",          "",           "# ?/?",
        "[Red]0",      "\"d\"0",     "\\d",        "[DBNum1]General",
        "_(* #,##0_)", "0\"年\"",    "\"年月日\"", "¥#,##0;[Red]¥-#,##0",
        ";;;",         "G/通用格式",
    };

    for (size_t index = 0; index < sizeof codes / sizeof *codes; index++)
        cr_expect_not(ooxml_date_is_code(bytes_of_text(codes[index])), "%s", codes[index]);
}

Test(ooxml_date, any_code_fits)
{
    char code[OOXML_DATE_CODE_MAX + 1], output[OOXML_DATE_SIZE_MAX];

    memset(code, 'd', sizeof code);
    for (size_t index = 4; index < sizeof code; index += 5)
        code[index] = '-';
    cr_expect_leq(ooxml_date_format(bytes_of(code, OOXML_DATE_CODE_MAX), bytes_of_text("45356"), false, output),
                  OOXML_DATE_SIZE_MAX);
    cr_expect_eq(ooxml_date_format(bytes_of_text("\""), bytes_of_text("1"), false, output), 0);
    cr_expect_eq(ooxml_date_format(bytes_of_text("["), bytes_of_text("1"), false, output), 0);
    cr_expect_eq(ooxml_date_format(bytes_of_text("\\"), bytes_of_text("1"), false, output), 0);
}
