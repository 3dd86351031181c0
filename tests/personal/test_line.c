/* SPDX-License-Identifier: Apache-2.0
 *
 * Lines as canonical text has them: no blanks between Han characters.
 */
#include "personal/line.h"

#include <criterion/criterion.h>
#include <string.h>

#include "words.h"

static const struct table_limits limits = TABLE_LIMITS_DEFAULT;
static struct table table;
static struct table_report reports[SUBJECT_COUNT];

static size_t judge(const char *headers, const char *const *lines, size_t count)
{
    table_begin(&table, test_table_lexicon(), &limits, (struct date){ 2024, 6, 1 }, true);
    line_headers(&table, headers, strlen(headers));
    for (size_t i = 0; i < count; i++) {
        struct span spans[SUBJECT_COUNT];
        uint32_t evidence;

        (void)line_read(&table, lines[i], strlen(lines[i]), &evidence, spans);
    }
    return table_finish(&table, reports);
}
#define JUDGE(headers, ...)                          \
    judge(headers, (const char *const[]){ __VA_ARGS__ }, \
          sizeof((const char *const[]){ __VA_ARGS__ }) / sizeof(char *))

Test(line, columns_that_are_set_with_blanks)
{
    cr_assert_eq(JUDGE("姓名身份证号码金额", "张三 522301199003070029 300", "李四 52230119881112000x 300",
                       "王五 522301199003070029 300"),
                 1);
    cr_expect_eq(reports[0].subject, SUBJECT_IDENTITY);
    cr_expect_eq(reports[0].tally->rows, 3);
    cr_expect_str_eq(reports[0].title, "身份证号码");
    cr_assert_eq(JUDGE("", "1 张三 13812345678", "2 李四 13912345678", "3 王五 15012345678"), 1);
    cr_expect_eq(reports[0].subject, SUBJECT_PHONE);
}

Test(line, one_line_is_prose)
{
    cr_expect_eq(JUDGE("", "联系人 张三 13812345678"), 0);
    cr_expect_eq(JUDGE("", "张三,身份证号码522301199003070029,申请廉租房"), 0, "that is for another rule");
}

Test(line, masks_in_prose)
{
    cr_assert_eq(JUDGE("", "张三,女,1990年3月7日出生,身份证号522301********0029"), 1);
    cr_expect_eq(reports[0].subject, SUBJECT_MASK_OPEN);
    cr_assert_eq(JUDGE("", "张三,1990年3月出生,身份证号522301****0029"), 1);
    cr_expect_eq(reports[0].subject, SUBJECT_MASK_WEAK);
    cr_expect_eq(table.fewest_candidates, 4);
    cr_expect_eq(JUDGE("", "张三,身份证号522301********0029"), 0);
    cr_assert_eq(JUDGE("", "证号52230119900307****"), 1);
}

Test(line, births_and_ages_in_prose_beside_a_mask)
{
    cr_assert_eq(JUDGE("", "张三,1990年生,身份证号522301********0029"), 1);
    cr_expect_eq(reports[0].subject, SUBJECT_MASK_WEAK);
    cr_expect_eq(table.fewest_candidates, 33);
    cr_assert_eq(JUDGE("", "张三(1990年3月生),身份证号522301********0029"), 1);
    cr_expect_eq(table.fewest_candidates, 4);
    cr_assert_eq(JUDGE("", "张三,女,34岁,身份证号522301********0029"), 1);
    cr_expect_eq(reports[0].subject, SUBJECT_MASK_WEAK);
    cr_expect_eq(JUDGE("", "张三,1990年3月生效,身份证号522301********0029"), 0);
    cr_expect_eq(JUDGE("", "张三,60岁以上,身份证号522301********0029"), 0);
}

Test(line, characters_that_cover)
{
    cr_assert_eq(JUDGE("", "张三,1990年3月生,身份证号522301某某某某某某某某0029"), 1);
    cr_expect_eq(table.fewest_candidates, 4);
}

Test(line, fields_on_lines_of_their_own)
{
    cr_assert_eq(JUDGE("", "姓名:张三", "出生年月:1990年3月", "身份证号:522301********0029"), 1);
    cr_expect_eq(reports[0].subject, SUBJECT_MASK_WEAK);
    cr_expect_eq(table.fewest_candidates, 4);
    cr_expect_eq(JUDGE("", "姓名:张三", "出生年月:1990年3月", "姓名:李四", "身份证号:522301********0029"), 0,
                 "the birth is another's");
}

Test(line, lines_that_cannot_tell_anything_are_passed_over)
{
    cr_expect(line_may_tell("张三 13812345678", strlen("张三 13812345678"), 11));
    cr_expect(line_may_tell("姓名:张三", strlen("姓名:张三"), 0));
    cr_expect_not(line_may_tell("全市经济增长5.2%", strlen("全市经济增长5.2%"), 2));
}
