/* SPDX-License-Identifier: Apache-2.0
 *
 * Expected values: ECMA-376 part 1, 18.8.30. LibreOffice 7.4 shows the same (its CSV export), but for marks between
 * thousands and rounding where there are no words, which are left out here, names in Chinese in a code, which it does not
 * know, and numbers in a section of text, which it shows without the words.
 */
#include "extract/zip/ooxml_display.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "text/utf8.h"

static void check_shown(const char *code, const char *value, const struct ooxml_display *display, const char *shown,
                        bool whole)
{
    cr_expect(ooxml_display_matters(bytes_of_text(code)), "%s", code);
    cr_expect(display->size == strlen(shown) && memcmp(display->text, shown, display->size) == 0,
              "%s of %s: %.*s instead of %s", code, value, (int)display->size, display->text, shown);
    cr_expect_eq(display->shows_value, whole, "%s of %s", code, value);
}

static void check(const char *code, const char *number, const char *shown, bool whole)
{
    struct ooxml_display display;

    ooxml_display_number(bytes_of_text(code), bytes_of_text(number), false, &display);
    check_shown(code, number, &display, shown, whole);
}

/* `before` and `after` the cell's own words. */
static void check_words(const char *code, const char *before, const char *after, bool whole)
{
    struct ooxml_display display;
    char shown[256];

    snprintf(shown, sizeof shown, "%s%s", before, after);
    ooxml_display_words(bytes_of_text(code), &display);
    check_shown(code, "text", &display, shown, whole);
    cr_expect_eq(display.value, strlen(before), "%s", code);
}

Test(ooxml_display, words_around_numbers)
{
    check("\"机密★\"0\"年\"", "10", "机密★10年", true);
    check("机密★0年", "10", "机密★10年", true);
    check("\\机\\密\\★0\\年", "10", "机密★10年", true);
    check("\"机密★\"General\"年\"", "10", "机密★10年", true);
    check("\"机密★\"G/通用格式\"年\"", "10", "机密★10年", true);
    check("[红色]\"机密★\"#\"年\"", "10", "机密★10年", true);
    check("[$机密-804]0", "10", "机密10", true);
    check("\"第\"000\"号\"", "7", "第007号", true);
    check("0\"年\"00\"月\"", "202403", "2024年03月", true);
    check("0\"年\"00\"月\"", "5", "0年05月", true);
    check("#\"年\"00\"月\"", "5", "年05月", true);
    check("\"余\"-0", "-3", "-余-3", true);
    check("_ * #,##0\"元\"_ ", "1234567", " 1234567元 ", true);
    check("\"机密\"", "10", "机密", false);
}

/* What is not shown of a number is hidden, not gone. */
Test(ooxml_display, rounding)
{
    check("0\"元\"", "2.5", "3元", false);
    check("0\"元\"", "99.5", "100元", false);
    check("0\"元\"", "0.4", "0元", false);
    check("0.00\"元\"", "1234.5", "1234.50元", true);
    check("0.0#\"元\"", "1234.567", "1234.57元", false);
    check("0.##\"元\"", "12", "12元", true);
    check(".00\"元\"", "12.5", "12.50元", true);
    check("0.0%\"完成\"", "0.356", "35.6%完成", true);
    check("0,\"千元\"", "12345678", "12346千元", false);
    check("0.0,,\"百万\"", "12300000", "12.3百万", true);
    check("0.000,\"千\"", "5", "0.005千", true);
}

Test(ooxml_display, sections)
{
    check("\"盈\"0;\"亏\"0", "5", "盈5", true);
    check("\"盈\"0;\"亏\"0", "-5", "亏5", true);
    check("\"盈\"0;\"亏\"0", "0", "盈0", true);
    check("\"盈\"0;\"亏\"0;\"平\"", "0", "平", false);
    check("0;-0;\"无\";\"机密★\"@", "12.5", "12.5", true); /* all digits, as of any format without words */
    check("0;-0;\"无\";\"机密★\"@", "-12.5", "-12.5", true);
    check("[>=90]\"优\"0;[>=60]\"及格\"0;\"差\"0", "95", "优95", true);
    check("[>=90]\"优\"0;[>=60]\"及格\"0;\"差\"0", "60", "及格60", true);
    check("[>=90]\"优\"0;[>=60]\"及格\"0;\"差\"0", "59", "差59", true);
    check("[=1]\"机密\";[=2]\"秘密\";0", "2", "秘密", false);
    check("[<>1]\"非\"0;\"是\"0", "1", "是1", true);
    check("\"盈\"0;;", "-3", "", false);
    check("\"截至\"0;[<50000]yyyy\"年\"m\"月\"", "-5", "-5", true); /* no date is negative */
    check("[>50000]\"截至\"0;yyyy\"年\"m\"月\"", "45356", "2024年3月", true);
}

Test(ooxml_display, words_around_words)
{
    check_words("\"机密★\"@", "机密★", "", true);
    check_words("@\"★10年\"", "", "★10年", true);
    check_words("0;-0;0;\"密级：\"@\"（存）\"", "密级：", "（存）", true);
    check_words("0\"年\";\"机密/\"@", "机密/", "", true);
    check_words("0;-0;0;\"机密\"", "", "机密", false);
    check_words("0\"年\"", "", "", true);
    check("\"机密★\"@", "10", "机密★10", true);
}

Test(ooxml_display, nothing_to_say)
{
    static const char *const codes[] = { "",          "General", "0",          "0.00",     "#,##0",          "@",
                                         "0%",        "¥#,##0.00", "\"￥\"0.00", "yyyy/m/d", "yyyy\"年\"m\"月\"", "0.00E+00",
                                         "# ?/?", "0;[红色]-0", "yyyy/m/d;@", "0;;",
                                         "_ * #,##0_ ;_ * -#,##0_ ;_ * \"-\"_ ;_ @_ " };

    for (size_t index = 0; index < sizeof codes / sizeof *codes; index++)
        cr_expect_not(ooxml_display_matters(bytes_of_text(codes[index])), "%s", codes[index]);
}

/* Whatever the code, what comes out is UTF-8 and fits. */
Test(ooxml_display, hostile_codes)
{
    struct ooxml_display display;
    char code[4000];
    uint32_t random = 7;

    for (unsigned round = 0; round < 20000; round++) {
        static const char signs[] = "0#?.,%@;\"\\_*[]$-><=/eE+Gyd机";
        size_t size = random % (round % 50 == 0 ? sizeof code : 24);

        for (size_t index = 0; index < size; index++) {
            random = random * 1664525u + 1013904223u;
            code[index] = signs[(random >> 16) % (sizeof signs - 4)];
        }
        if (size >= 3)
            memcpy(code + size - 3, "机", 3);
        (void)ooxml_display_matters(bytes_of(code, size));
        ooxml_display_number(bytes_of(code, size), bytes_of_text("-123456789012345.678"), false, &display);
        cr_assert_eq(utf8_valid_prefix(display.text, display.size), display.size);
        ooxml_display_words(bytes_of(code, size), &display);
        cr_assert_eq(utf8_valid_prefix(display.text, display.size), display.size);
        cr_assert_leq(display.value, display.size);
    }
}
