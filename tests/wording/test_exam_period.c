/* SPDX-License-Identifier: Apache-2.0
 *
 * Headings as papers have them; the periods are those of the calendar and of the Chinese school year.
 */
#include "wording/exam_period.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

static void expect_period(const char *text, const char *first, const char *last, enum exam_precision precision)
{
    struct exam_period period;
    char found[64], expected[64];

    cr_assert(exam_period_read(text, strlen(text), &period), "%s", text);
    (void)snprintf(found, sizeof found, "%04d-%02d-%02d %04d-%02d-%02d", period.first.year, period.first.month,
                   period.first.day, period.last.year, period.last.month, period.last.day);
    (void)snprintf(expected, sizeof expected, "%s %s", first, last);
    cr_expect_str_eq(found, expected, "%s", text);
    cr_expect_eq(period.precision, precision, "%s", text);
}

Test(exam_period, days)
{
    expect_period("考试时间:2024年6月7日9:00-11:30", "2024-06-07", "2024-06-07", EXAM_DAY);
    expect_period("2024年6月7日至8日", "2024-06-07", "2024-06-08", EXAM_DAY);
    expect_period("2024年6月29日-7月2日", "2024-06-29", "2024-07-02", EXAM_DAY);
    expect_period("2024年6月7日、8日举行", "2024-06-07", "2024-06-08", EXAM_DAY);
    expect_period("笔试 2023.11.05", "2023-11-05", "2023-11-05", EXAM_DAY);
    expect_period("2023-11-5", "2023-11-05", "2023-11-05", EXAM_DAY);
    expect_period("二〇二三年6月7日", "2023-06-07", "2023-06-07", EXAM_DAY);
    expect_period("2023年高考(2023年6月7日)", "2023-06-07", "2023-06-07", EXAM_DAY);
}

Test(exam_period, less_exact_ones)
{
    expect_period("2023年4月高等教育自学考试", "2023-04-01", "2023-04-30", EXAM_MONTH);
    expect_period("2024年2月30日", "2024-02-01", "2024-02-29", EXAM_MONTH);
    expect_period("2022—2023学年度第一学期期末考试", "2022-09-01", "2023-02-28", EXAM_TERM);
    expect_period("2022-2023学年第二学期", "2023-02-01", "2023-08-31", EXAM_TERM);
    expect_period("2022~2023学年期中检测", "2022-09-01", "2023-08-31", EXAM_SCHOOL_YEAR);
    expect_period("2024届高三第一次模拟考试", "2023-09-01", "2024-08-31", EXAM_SCHOOL_YEAR);
    expect_period("2022年普通高等学校招生全国统一考试", "2022-01-01", "2022-12-31", EXAM_YEAR);
    expect_period("二○二二年全国统一考试", "2022-01-01", "2022-12-31", EXAM_YEAR);
}

Test(exam_period, the_most_exact_wins_and_of_equals_the_latest)
{
    expect_period("2023年考试于2022年12月举行", "2022-12-01", "2022-12-31", EXAM_MONTH);
    expect_period("2023年6月7日和2023年6月9日", "2023-06-09", "2023-06-09", EXAM_DAY);
}

Test(exam_period, what_is_none)
{
    static const char *const texts[] = { "考试时间:120分钟", "满分2023分", "12023年", "全国统一考试", "20231年" };
    struct exam_period period;

    for (size_t index = 0; index < sizeof texts / sizeof *texts; index++)
        cr_expect(!exam_period_read(texts[index], strlen(texts[index]), &period), "%s", texts[index]);
}
