/* SPDX-License-Identifier: Apache-2.0
 *
 * The identity numbers are those of GB 11643-1999, annex (11010519491231002X), and one that is completed by its check
 * digit; the card is of a shape with UnionPay's prefix and Luhn's digit; the credit code is of GB 32100-2015's own
 * form.
 */
#include "report/person_mask.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

static void check(const char *text, const char *expected)
{
    struct buf out = BUF_INIT(1 << 16);

    person_mask(&out, text, strlen(text));
    cr_assert_eq(buf_status(&out), STATUS_OK);
    cr_expect_str_eq(out.data != NULL ? out.data : "", expected, "%s: %s", text, out.data);
    buf_free(&out);
}

static void stays(const char *text)
{
    check(text, text);
}

Test(person_mask, hides_numbers_of_persons)
{
    check("张三11010519491231002X的公示", "张三110*************2X的公示");
    check("联系人张三13812345678。", "联系人张三138******78。");
    check("卡号6222021234567890128", "卡号622**************28");
    check("520103491231001", "520**********01");
    check("+8613812345678", "+861********78");
    check("008613812345678", "008**********78");
    check("522301199001010029 13812345678 6222021234567890128", "522*************29 138******78 622**************28");
}

Test(person_mask, hides_them_however_they_are_written)
{
    check("522301 19900101 0022", "522***************22");
    check("138-1234-5678", "138********78");
    check("138—1234—5678", "138********78");
    check("６２２２０２１２３４５６７８９０１２８", "６２２**************２８");
    check("138\xE2\x80\x8B"
          "12345678",
          "138*******78");
    check("11010519491231002Х", "110*************2Х"); /* a Cyrillic letter */
}

/* Who mistypes a number has not made it nobody's. */
Test(person_mask, hides_an_identity_number_with_a_wrong_digit)
{
    check("522301199001010029", "522*************29");
}

Test(person_mask, hides_them_in_addresses)
{
    check("http://one.test/q?id=11010519491231002X&page=2", "http://one.test/q?id=110*************2X&page=2");
    check("http://one.test/13812345678.html", "http://one.test/138******78.html");
    check("http://one.test/?m=138%201234%205678", "http://one.test/?m=138************78");
    check("http://one.test/?m=138+1234+5678", "http://one.test/?m=138********78");
    check("/?m=%31%33%38%31%32%33%34%35%36%37%38", "/?m=%31****************************38");
    check("/?m=%2531%2533%2538%2531%2532%2533%2534%2535%2536%2537%2538",
          "/?m=%25**************************************************38");
    check(
        "/%E5%BC%A0%E4%B8%89%EF%BC%91%EF%BC%93%EF%BC%98%EF%BC%91%EF%BC%92%EF%BC%93%EF%BC%94%EF%BC%95%EF%BC%96%EF%BC%97"
        "%EF%BC%98.pdf",
        "/%E5%BC%A0%E4%B8%89%EF****************************************************************************************"
        "******98.pdf");
    check("50%13812345678", "50%138******78");
}

Test(person_mask, spares_what_is_nobodys)
{
    stays("2026-11-28 10:30:00");
    stays("20261128103000123");
    stays("2026-11-28T10:30:00.125+08:00");
    stays("统一社会信用代码91520000MA6DKXXXX0、91350100M000100Y43");
    stays("11520000009390020F");
    stays("/art/2026/11/28/art_1234_5678901.html");
    stays("/202611/t20261128_86543210.html");
    stays("http://192.168.100.12/");
    stays("贵公网安备52010302000158号 黔ICP备05001922号 网站标识码5200000013");
    stays("电话0851-86891234，400-123-4567");
    stays("支出13812345678元");
    stays("1764301530123");
    stays(
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855 a13812345678bc44298fc1c149afbf4c8996fb92427");
    stays("");
    stays("\xFF\xFE%");
    stays("%%%2%25%2");
}

/* GB 32100-2015's code of an organisation may be digits alone, with what could be a day of birth in it. */
Test(person_mask, spares_a_credit_code_of_digits)
{
    stays("125203199001150498");
    check("125203199001150497", "125*************97");
}

Test(person_mask, writes_members)
{
    struct buf out = BUF_INIT(1 << 10);

    buf_byte(&out, '{');
    person_mask_member(&out, "url", "/13812345678\x1b");
    person_mask_member(&out, "title", NULL);
    person_mask_member(&out, "empty", "");
    buf_byte(&out, '}');
    cr_assert_eq(buf_status(&out), STATUS_OK);
    cr_expect_str_eq(out.data, "{\"url\":\"/138******78\\u001b\",\"title\":null,\"empty\":\"\"}");
    buf_free(&out);
}

/* Pieces of numbers and of characters in any order (a linear congruential generator): nothing is read or written
 * outside of the text, and what is not hidden stays. */
Test(person_mask, takes_whatever_comes)
{
    static const char *const pieces[] = { "1",    "3",   "8",      "0",   "5",
                                          "2",    "19",  "x",      "%",   "%3",
                                          "%31",  "%25", "%EF%BC", "%91", "\xEF\xBC\x91",
                                          "\xEF", "-",   " ",      "+",   "\xE2\x80\x8B",
                                          "身",   "*",   "." };
    uint32_t state = 20261129;
    char text[256];

    for (unsigned round = 0; round < 20000; round++) {
        struct buf out = BUF_INIT(1 << 16);
        char *exact;
        size_t size = 0;

        while (size < sizeof text - 16) {
            const char *piece;

            state = state * 1664525 + 1013904223;
            piece = pieces[state / 65536 % (sizeof pieces / sizeof *pieces)];
            memcpy(text + size, piece, strlen(piece));
            size += strlen(piece);
            if ((state >> 8 & 31) == 0)
                break;
        }
        exact = malloc(size); /* a sanitizer sees what is read behind it */
        memcpy(exact, text, size);
        person_mask(&out, exact, size);
        cr_assert_eq(buf_status(&out), STATUS_OK);
        cr_assert_leq(out.size, size);
        for (size_t from = 0, to = 0; to < out.size; to++) {
            while (out.data[to] != '*' && from < size && exact[from] != out.data[to])
                from++;
            cr_assert(out.data[to] == '*' || from < size);
        }
        buf_free(&out);
        free(exact);
    }
}

Test(person_mask, tells_when_there_is_no_room)
{
    struct buf out = BUF_INIT(4);

    person_mask(&out, "/13812345678", 12);
    cr_expect_neq(buf_status(&out), STATUS_OK);
    buf_free(&out);
}
