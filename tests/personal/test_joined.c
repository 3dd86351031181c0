/* SPDX-License-Identifier: Apache-2.0
 *
 * 522301199003070029 and 52230119881112000X are numbers of DOMAIN 3.1.
 */
#include "personal/joined.h"

#include <criterion/criterion.h>
#include <string.h>

/* How many numbers end in the blocks. */
static unsigned read_all(const char *const *blocks, size_t count, const char *last)
{
    struct joined joined = { 0 };
    unsigned found = 0;

    for (size_t i = 0; i < count; i++) {
        struct span span;

        if (!joined_read(&joined, blocks[i], strlen(blocks[i]), &span))
            continue;
        found++;
        cr_expect(span.end - span.start == strlen(last) && memcmp(blocks[i] + span.start, last, strlen(last)) == 0);
    }
    return found;
}
#define READ(last, ...) \
    read_all((const char *const[]){ __VA_ARGS__ }, sizeof((const char *const[]){ __VA_ARGS__ }) / sizeof(char *), last)

Test(joined, numbers_broken_over_two_lines)
{
    cr_expect_eq(READ("070029", "身份证号:522301199003", "070029,男"), 1);
    cr_expect_eq(READ("0029", "522301", "19900307", "0029"), 1);
    cr_expect_eq(READ("12000x", "522301198811", "12000x"), 1);
    cr_expect_eq(READ("12000x", "申请人,证号522301198811", "12000x,男"), 1);
    cr_expect_eq(READ("12000×", "证号52230119881 1", "12000×"), 1, "separators are no part");
    cr_expect_eq(READ("-0029", "证号522301-19900307", "-0029"), 0, "a separator at the break");
    cr_expect_eq(READ("07-0029", "证号522301-199003", "07-0029"), 1);
    cr_expect_eq(READ("002942", "残疾人证号52230119900307", "002942"), 1, "a card of 20");
    cr_expect_eq(READ("070029", "522301199003", "070029", "522301199003", "070029"), 2);
}

Test(joined, one_digit_in_each_cell)
{
    cr_expect_eq(READ("9", "身份证号", "5", "2", "2", "3", "0", "1", "1", "9", "9", "0", "0", "3", "0", "7", "0", "0", "2",
                      "9"),
                 1);
    cr_expect_eq(READ("x", "7", "5", "2", "2", "3", "0", "1", "1", "9", "8", "8", "1", "1", "1", "2", "0", "0", "0", "x",
                      "男"),
                 1, "behind a number of another kind");
}

Test(joined, other_numbers_are_none)
{
    cr_expect_eq(READ("070028", "522301199003", "070028"), 0, "check digit");
    cr_expect_eq(READ("", "522301199003070029"), 0, "in one piece it is for others to find");
    cr_expect_eq(READ("070029", "522301199003,", "070029"), 0, "something stands between");
    cr_expect_eq(READ("070029", "522301199003", "合计", "070029"), 0);
    cr_expect_eq(READ("29", "5223", "0119", "9003", "0700", "29"), 0, "too many pieces");
    cr_expect_eq(READ("", "", ""), 0);
}
