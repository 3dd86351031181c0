/* SPDX-License-Identifier: Apache-2.0 */
#include "wording/numeral.h"

#include <criterion/criterion.h>
#include <string.h>

Test(numeral, numbers_are_read)
{
    static const struct {
        const char *text;
        size_t size;
        unsigned number;
    } cases[] = {
        { "三条", 3, 3 },          { "两个", 3, 2 },    { "十", 3, 10 },    { "十二、", 6, 12 },
        { "二十条", 6, 20 },       { "二十一", 9, 21 }, { "一百", 6, 100 }, { "一百零五条", 12, 105 },
        { "二百一十三", 15, 213 }, { "12.", 2, 12 },    { "", 0, 0 },       { "条", 0, 0 },
        { "1234", 0, 0 },          { "0", 0, 0 },       { "零", 0, 0 },
    };

    for (size_t index = 0; index < sizeof cases / sizeof *cases; index++) {
        unsigned number;

        cr_expect_eq(numeral_read(cases[index].text, strlen(cases[index].text), &number), cases[index].size, "%s",
                     cases[index].text);
        if (cases[index].size > 0)
            cr_expect_eq(number, cases[index].number, "%s: %u", cases[index].text, number);
    }
}

Test(numeral, what_is_written_is_read_again)
{
    for (unsigned number = 1; number < 1000; number++) {
        char text[NUMERAL_SIZE];
        size_t size = numeral_write(number, text);
        unsigned again;

        cr_assert_eq(size, strlen(text));
        cr_assert_eq(numeral_read(text, size, &again), size, "%u: %s", number, text);
        cr_assert_eq(again, number, "%s", text);
    }
}
