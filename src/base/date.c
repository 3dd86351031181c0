/* SPDX-License-Identifier: Apache-2.0 */
#include "base/date.h"

#include <stdio.h>

enum { DAYS_PER_ERA = 146097, YEARS_PER_ERA = 400, SHANGHAI_SECONDS = 8 * 3600, DAY_SECONDS = 86400 };

bool date_is_set(struct date date)
{
    return date.year != 0;
}

static bool is_leap(int32_t year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

bool date_exists(struct date date)
{
    static const int32_t lengths[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

    if (date.year < 1 || date.year > 9999 || date.month < 1 || date.month > 12 || date.day < 1)
        return false;
    return date.day <= lengths[date.month - 1] + (date.month == 2 && is_leap(date.year));
}

/* Years are counted from March, so that the leap day is the last of its year (H. Hinnant, chrono-compatible low-level
 * date algorithms). */
int64_t date_days(struct date date)
{
    int64_t year = date.month <= 2 ? date.year - 1 : date.year;
    int64_t era = (year >= 0 ? year : year - (YEARS_PER_ERA - 1)) / YEARS_PER_ERA;
    int64_t year_of_era = year - era * YEARS_PER_ERA;
    int64_t month = (date.month + 9) % 12;
    int64_t day_of_year = (153 * month + 2) / 5 + date.day - 1;
    int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;

    return era * DAYS_PER_ERA + day_of_era - 719468;
}

struct date date_of_days(int64_t days)
{
    int64_t shifted = days + 719468;
    int64_t era = (shifted >= 0 ? shifted : shifted - (DAYS_PER_ERA - 1)) / DAYS_PER_ERA;
    int64_t day_of_era = shifted - era * DAYS_PER_ERA;
    int64_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t month = (5 * day_of_year + 2) / 153;
    struct date date = { .month = (int32_t)(month < 10 ? month + 3 : month - 9),
                         .day = (int32_t)(day_of_year - (153 * month + 2) / 5 + 1) };

    date.year = (int32_t)(year_of_era + era * YEARS_PER_ERA + (date.month <= 2));
    return date;
}

void date_text(struct date date, char text[DATE_TEXT_SIZE])
{
    text[0] = '\0';
    if (date_is_set(date))
        (void)snprintf(text, DATE_TEXT_SIZE, "%04d-%02d-%02d", date.year, date.month, date.day);
}

static bool read_number(const char *text, size_t size, size_t *next, size_t digits_max, int32_t *number)
{
    size_t start = *next;

    *number = 0;
    while (*next < size && *next - start < digits_max && text[*next] >= '0' && text[*next] <= '9') {
        *number = *number * 10 + (text[*next] - '0');
        ++*next;
    }
    return *next > start;
}

bool date_parse(const char *text, size_t size, struct date *date)
{
    struct date parsed;
    size_t next = 0;
    char separator;

    if (!read_number(text, size, &next, 4, &parsed.year) || next != 4 || next >= size)
        return false;
    separator = text[next++];
    if ((separator != '-' && separator != '/') || !read_number(text, size, &next, 2, &parsed.month) || next >= size
        || text[next++] != separator || !read_number(text, size, &next, 2, &parsed.day) || next != size
        || !date_exists(parsed))
        return false;
    *date = parsed;
    return true;
}

struct date date_in_shanghai(int64_t seconds)
{
    int64_t shifted = seconds + SHANGHAI_SECONDS;

    return date_of_days((shifted >= 0 ? shifted : shifted - (DAY_SECONDS - 1)) / DAY_SECONDS);
}

int64_t date_start_ms(struct date date)
{
    return (date_days(date) * DAY_SECONDS - SHANGHAI_SECONDS) * 1000;
}

void date_time_text(int64_t at_ms, char text[DATE_TIME_SIZE])
{
    struct date day = date_in_shanghai((at_ms >= 0 ? at_ms : at_ms - 999) / 1000);
    int of_day = (int)(at_ms - date_start_ms(day));
    char day_text[DATE_TEXT_SIZE];

    date_text(day, day_text);
    (void)snprintf(text, DATE_TIME_SIZE, "%sT%02d:%02d:%02d.%03d+08:00", day_text, of_day / 3600000,
                   of_day / 60000 % 60, of_day / 1000 % 60, of_day % 1000);
}
