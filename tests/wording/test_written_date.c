/* SPDX-License-Identifier: Apache-2.0
 *
 * The C library's calendar is the other opinion.
 */
#include "wording/written_date.h"

#include <criterion/criterion.h>
#include <string.h>
#include <time.h>

static enum written_date_flaw judge(const char *text)
{
    struct written_date date;

    cr_assert(written_date_next(text, strlen(text), 0, &date), "%s", text);
    return written_date_judge(&date);
}

Test(written_date, days_of_the_week_are_those_of_the_c_library)
{
    for (time_t day = -25567; day < 73000; day++) { /* 1900 to 2169 */
        time_t seconds = day * 86400;
        struct tm tm;

        gmtime_r(&seconds, &tm);
        cr_assert_eq(written_date_weekday((unsigned)tm.tm_year + 1900, (unsigned)tm.tm_mon + 1, (unsigned)tm.tm_mday),
                     (unsigned)tm.tm_wday);
    }
}

Test(written_date, what_the_calendar_denies_is_told)
{
    cr_expect_eq(judge("于2023年2月30日前"), WRITTEN_DATE_IMPOSSIBLE);
    cr_expect_eq(judge("2023年13月1日"), WRITTEN_DATE_IMPOSSIBLE);
    cr_expect_eq(judge("2023年2月29日"), WRITTEN_DATE_IMPOSSIBLE);
    cr_expect_eq(judge("1900年2月29日"), WRITTEN_DATE_IMPOSSIBLE);
    cr_expect_eq(judge("2023年6月0日"), WRITTEN_DATE_IMPOSSIBLE);
    cr_expect_eq(judge("2023年5月1日(星期二)"), WRITTEN_DATE_WEEKDAY); /* DOMAIN 7.3 */
    cr_expect_eq(judge("二〇二三年五月一日(星期二)"), WRITTEN_DATE_WEEKDAY);
    cr_expect_eq(judge("二○二三年二月三十日"), WRITTEN_DATE_IMPOSSIBLE);
    cr_expect_eq(judge("2023 年 5 月 1 日 (周日)"), WRITTEN_DATE_WEEKDAY);
}

Test(written_date, what_it_says_is_right)
{
    cr_expect_eq(judge("2023年5月1日(星期一)上午"), WRITTEN_DATE_RIGHT);
    cr_expect_eq(judge("2024年2月29日"), WRITTEN_DATE_RIGHT);
    cr_expect_eq(judge("二零二四年十二月二十五日"), WRITTEN_DATE_RIGHT);
    cr_expect_eq(judge("2000年02月29日,星期二"), WRITTEN_DATE_RIGHT);
    cr_expect_eq(judge("2023年5月7日(星期天)"), WRITTEN_DATE_RIGHT);
    cr_expect_eq(judge("2023年5月1日周边"), WRITTEN_DATE_RIGHT);
}

Test(written_date, places_and_what_is_none)
{
    static const char text[] = "共12023年5月1日,2023年5月,2023年5月1日起至2024年6月1日";
    struct written_date date;

    cr_assert(written_date_next(text, strlen(text), 0, &date));
    cr_assert_eq(date.from, strlen("共12023年5月1日,2023年5月,"));
    cr_assert_eq(date.to, date.from + strlen("2023年5月1日"));
    cr_assert(written_date_next(text, strlen(text), date.to, &date));
    cr_assert_eq(date.year, 2024);
    cr_assert_not(written_date_next(text, strlen(text), date.to, &date));
    cr_assert_not(written_date_next("年", strlen("年"), 0, &date));
}
