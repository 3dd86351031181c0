/* SPDX-License-Identifier: Apache-2.0 */
#include "base/date.h"

#include <criterion/criterion.h>
#include <string.h>
#include <time.h>

/* libc's calendar is the other tool. */
Test(date, days_agree_with_libc_for_four_centuries)
{
    for (int64_t day = -80000; day < 80000; day++) {
        time_t seconds = (time_t)(day * 86400);
        struct tm calendar;
        struct date date = date_of_days(day);

        cr_assert_not_null(gmtime_r(&seconds, &calendar));
        cr_assert(date.year == calendar.tm_year + 1900 && date.month == calendar.tm_mon + 1
                      && date.day == calendar.tm_mday,
                  "day %lld", (long long)day);
        cr_assert_eq(date_days(date), day);
        cr_assert(date_exists(date));
    }
}

Test(date, takes_days_that_exist_and_nothing_else)
{
    struct date date = { 0 };

    cr_assert(date_parse("2024-02-29", 10, &date));
    cr_assert(date.year == 2024 && date.month == 2 && date.day == 29);
    cr_assert(date_parse("2024/4/1", 8, &date));
    for (size_t index = 0; index < 7; index++) {
        static const char *const wrong[] = { "2023-02-29", "2024-13-01", "2024-4", "24-04-10", "2024-04-10x", "2024-04/10",
                                             "" };
        cr_assert_not(date_parse(wrong[index], strlen(wrong[index]), &date), "%s", wrong[index]);
    }
}

Test(date, the_day_in_shanghai_begins_eight_hours_early)
{
    struct date before = date_in_shanghai(1712678399), after = date_in_shanghai(1712678400);

    /* date -u -d @1712678400: 2024-04-09T16:00:00Z */
    cr_assert(before.month == 4 && before.day == 9);
    cr_assert(after.month == 4 && after.day == 10);
}

Test(date, is_written_as_it_is_read)
{
    char text[DATE_TEXT_SIZE];

    date_text((struct date){ 2024, 4, 9 }, text);
    cr_assert_str_eq(text, "2024-04-09");
    date_text((struct date){ 0 }, text);
    cr_assert_str_eq(text, "");
}

/* By date(1): TZ=Asia/Shanghai date --iso-8601=ns -d @… */
Test(date, an_instant_is_told_as_it_is_in_shanghai)
{
    static const struct {
        int64_t at_ms;
        const char *text;
    } instants[] = { { 1795878000125, "2026-11-28T23:00:00.125+08:00" },
                     { 0, "1970-01-01T08:00:00.000+08:00" },
                     { -28800001, "1969-12-31T23:59:59.999+08:00" },
                     { 1709222399999, "2024-02-29T23:59:59.999+08:00" } };
    char text[DATE_TIME_SIZE];

    for (size_t index = 0; index < sizeof instants / sizeof *instants; index++) {
        date_time_text(instants[index].at_ms, text);
        cr_assert_str_eq(text, instants[index].text);
    }
}
