/* SPDX-License-Identifier: Apache-2.0 */
#include "report/mask.h"

#include <criterion/criterion.h>
#include <string.h>

/* The text with everything masked that the tests ask for: a span (empty: none), and numbers. */
static void check(const char *text, struct span span, bool numbers, const char *expected)
{
    struct mask mask = MASK_INIT;
    struct buf out = BUF_INIT(1 << 16);

    cr_assert_eq(mask_cover(&mask, text, strlen(text)), STATUS_OK);
    mask_span(&mask, span);
    if (numbers)
        mask_numbers(&mask, (struct mask_borders){ 0, 0 });
    mask_write(&mask, 0, mask.size, &out);
    cr_expect_str_eq(out.data != NULL ? out.data : "", expected);
    mask_free(&mask);
    buf_free(&out);
}

Test(mask, keeps_three_and_two_of_a_span)
{
    check("11010519491231002X", (struct span){ 0, 18 }, false, "110*************2X");
    check("证号110105194912310021。", (struct span){ 6, 24 }, false, "证号110*************21。");
}

Test(mask, counts_characters_not_bytes)
{
    check("黔西南州兴义市桔山大道", (struct span){ 0, 33 }, false, "黔西南******大道");
}

Test(mask, keeps_only_the_first_of_a_short_span)
{
    check("张三", (struct span){ 0, 6 }, false, "张*");
    check("1234567", (struct span){ 0, 7 }, false, "1******");
    check("张", (struct span){ 0, 3 }, false, "*");
}

Test(mask, hides_long_numbers_whatever_they_are)
{
    check("电话13812345678，", (struct span){ 0, 0 }, true, "电话138******78，");
    check("座机3233456", (struct span){ 0, 0 }, true, "座机3233456");
    check("号码12345678", (struct span){ 0, 0 }, true, "号码123***78");
}

Test(mask, knows_full_width_digits_and_the_check_letter)
{
    check("１１０１０５１９４９１２３１００２Ｘ", (struct span){ 0, 0 }, true, "１１０*************２Ｘ");
    check("11010519491231002x", (struct span){ 0, 0 }, true, "110*************2x");
    check("x12345678", (struct span){ 0, 0 }, true, "x123***78");
}

Test(mask, invisible_characters_do_not_divide_a_number)
{
    /* U+200B in the middle: it counts as one of the hidden characters. */
    check("138123\xE2\x80\x8B"
          "45678",
          (struct span){ 0, 0 }, true, "138*******78");
}

Test(mask, blanks_and_hyphens_divide_telephone_numbers_and_dates)
{
    check("138 1234 5678", (struct span){ 0, 0 }, true, "138********78");
    check("6222-0212-3456-7890", (struct span){ 0, 0 }, true, "622**************90");
    check("2026-11-24", (struct span){ 0, 0 }, true, "2026-11-24");
    check("2026-11-24 10:30", (struct span){ 0, 0 }, true, "2026-11-24 10:30");
    /* Two numbers beside each other, or one in groups: nobody can tell, so the contract's limit holds for the whole. */
    check("3 13812345678 4", (struct span){ 0, 0 }, true, "3 1********** 4");
    check("11010519491231002X 13812345678", (struct span){ 0, 0 }, true, "110*************************78");
    check("110105 19491231 002X", (struct span){ 0, 0 }, true, "110***************2X");
}

Test(mask, any_divider_divides)
{
    check("110105　19491231　002X", (struct span){ 0, 0 }, true, "110***************2X");
    check("1381234  5678", (struct span){ 0, 0 }, true, "138********78");
    check("138—1234——5678", (struct span){ 0, 0 }, true, "138*********78");
    check("138·1234・5678", (struct span){ 0, 0 }, true, "138********78");
    check("138 - 1234 - 5678", (struct span){ 0, 0 }, true, "138************78");
    check("138\t1234\u3000"
          "5678",
          (struct span){ 0, 0 }, true, "138********78");
    check("1,234,567,890,123 元", (struct span){ 0, 0 }, true, "1,234,567,890,123 元");
}

/* The text as it is masked when it was cut out of more. */
static void check_cut(const char *text, struct mask_borders borders, const char *secret, const char *expected)
{
    struct mask mask = MASK_INIT;
    struct buf out = BUF_INIT(1 << 16);

    cr_assert_eq(mask_cover(&mask, text, strlen(text)), STATUS_OK);
    mask_occurrences(&mask, bytes_of_text(secret), borders);
    mask_numbers(&mask, borders);
    mask_write(&mask, 0, mask.size, &out);
    cr_expect_str_eq(out.data != NULL ? out.data : "", expected, "%s: %s", text, out.data);
    mask_free(&mask);
    buf_free(&out);
}

Test(mask, nothing_stays_of_a_number_at_a_cut_end)
{
    check_cut("号1101", (struct mask_borders){ 0, '0' }, "", "号****");
    check_cut("号11010519491231", (struct mask_borders){ 0, '0' }, "", "号**************");
    check_cut("号11010519491231002", (struct mask_borders){ 0, 'x' }, "", "号*****************");
    check_cut("02X完", (struct mask_borders){ '0', 0 }, "", "***完");
    check_cut("X完", (struct mask_borders){ '2', 0 }, "", "*完");
    /* Between its groups. */
    check_cut("号110105 1949", (struct mask_borders){ 0, ' ' }, "", "号***********");
    check_cut(" 1231 002X完", (struct mask_borders){ '9', 0 }, "", " *********完");
    /* A number that ends at the cut, and one that is whole. */
    check_cut("号1234", (struct mask_borders){ 0, 0x5E74 }, "", "号1234");
    /* Days and times are nobody's, wherever the text was cut; a number that looks like one only in part is. */
    check_cut("10:30:25发布", (struct mask_borders){ ' ', 0 }, "", "10:30:25发布");
    check_cut("0:30:25发布", (struct mask_borders){ '1', 0 }, "", "0:30:25发布");
    check_cut("发布于2026-11-28 10:30:25", (struct mask_borders){ 0, ' ' }, "", "发布于2026-11-28 10:30:25");
    check_cut("发布于2026-11-28 10:3", (struct mask_borders){ 0, '0' }, "", "发布于2026-11-28 10:3");
    check_cut("2026-11-28 2026-11-29 20261130", (struct mask_borders){ ' ', ' ' }, "",
              "2026-11-28 2026-11-29 20261130");
    check_cut("2026-11-28", (struct mask_borders){ '-', 0 }, "", "**********");
    check_cut("2026-11-28", (struct mask_borders){ 0, '4' }, "", "**********");
    check_cut("2026-13-28 10", (struct mask_borders){ ' ', 0 }, "", "*************");
    check_cut("0012:30", (struct mask_borders){ ' ', 0 }, "", "****:30");
    check_cut("12:3456", (struct mask_borders){ 0, ' ' }, "", "12:****");
    check_cut("电话021-20261128，", (struct mask_borders){ 0, 0 }, "", "电话021*******28，");
    check_cut("号1990-01-01 138 1234 5678", (struct mask_borders){ 0, 0 }, "", "号199*******************78");
    check_cut("号13812345678，", (struct mask_borders){ '9', '9' }, "", "号138******78，");
}

Test(mask, nothing_stays_of_a_secret_at_a_cut_end)
{
    check_cut("联系王小", (struct mask_borders){ 0, 0x660E }, "王小明", "联系**");
    check_cut("明的电话", (struct mask_borders){ 0x5C0F, 0 }, "王小明", "*的电话");
    check_cut("明的王小", (struct mask_borders){ 0, 0 }, "王小明", "明的王小");
}

Test(mask, hides_every_occurrence)
{
    struct mask mask = MASK_INIT;
    struct buf out = BUF_INIT(1 << 16);
    const char *text = "王小明的号，王小明";

    cr_assert_eq(mask_cover(&mask, text, strlen(text)), STATUS_OK);
    mask_occurrences(&mask, bytes_of_text("王小明"), (struct mask_borders){ 0, 0 });
    mask_write(&mask, 0, mask.size, &out);
    cr_expect_str_eq(out.data, "王**的号，王**");
    mask_free(&mask);
    buf_free(&out);
}

Test(mask, writes_pieces)
{
    struct mask mask = MASK_INIT;
    struct buf out = BUF_INIT(1 << 16);
    const char *text = "号13812345678完";

    cr_assert_eq(mask_cover(&mask, text, strlen(text)), STATUS_OK);
    mask_numbers(&mask, (struct mask_borders){ 0, 0 });
    mask_write(&mask, 3, 14, &out);
    cr_expect_str_eq(out.data, "138******78");
    mask_write(&mask, 14, SIZE_MAX, &out);
    cr_expect_str_eq(out.data, "138******78完");
    mask_free(&mask);
    buf_free(&out);
}
