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
