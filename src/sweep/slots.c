/* SPDX-License-Identifier: Apache-2.0 */
#include "sweep/slots.h"

#include <libintl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SECOND_MS = 1000, MINUTE_MS = 60 * SECOND_MS, HOUR_MS = 60 * MINUTE_MS, DAY_MS = 24 * HOUR_MS };
enum { SHANGHAI_MS = 8 * HOUR_MS, DAYS_PER_WEEK = 7, HOUR_LAST = 23, SIXTY_LAST = 59 };

/* ---- Days ---- */

/* Since 1970 in Shanghai; the day before for what is left, also before 1970. */
static int64_t day_number(int64_t at_ms)
{
    int64_t local = at_ms + SHANGHAI_MS;

    return local / DAY_MS - (local % DAY_MS < 0);
}

static int64_t start_of_number(int64_t number)
{
    return date_start_ms(date_of_days(number));
}

struct date slots_day(int64_t at_ms)
{
    return date_of_days(day_number(at_ms));
}

struct date slots_day_after(struct date day, int days)
{
    return date_of_days(date_days(day) + days);
}

struct date slots_week_start(struct date day)
{
    /* 1970-01-01 was a Thursday. */
    int64_t since_monday = (date_days(day) + 3) % DAYS_PER_WEEK;

    return date_of_days(date_days(day) - since_monday - (since_monday < 0 ? DAYS_PER_WEEK : 0));
}

/* ---- Slots ---- */

static bool read_two(const char *text, int last, int *number)
{
    if (text[0] < '0' || text[0] > '9' || text[1] < '0' || text[1] > '9')
        return false;
    *number = (text[0] - '0') * 10 + (text[1] - '0');
    return *number <= last;
}

static int compare_minutes(const void *left, const void *right)
{
    const uint16_t *one = left, *other = right;

    return (*one > *other) - (*one < *other);
}

enum status slots_parse(const char *const *texts, size_t count, struct slots *slots, struct error *error)
{
    int hour, minute;

    *slots = (struct slots){ .count = 0 };
    if (count < SLOTS_MIN || count > SLOTS_MAX)
        return error_set(error, STATUS_INVALID,
                         gettext("a site has to be looked through %d to %d times a day; there are %zu slots"),
                         SLOTS_MIN, SLOTS_MAX, count);
    for (size_t index = 0; index < count; index++) {
        const char *text = texts[index];

        if (strlen(text) != 5 || text[2] != ':' || !read_two(text, HOUR_LAST, &hour)
            || !read_two(text + 3, SIXTY_LAST, &minute))
            return error_set(error, STATUS_INVALID, gettext("\"%.20s\" is no time of day; write it as 02:00"), text);
        slots->minutes[slots->count++] = (uint16_t)(hour * 60 + minute);
    }
    qsort(slots->minutes, slots->count, sizeof *slots->minutes, compare_minutes);
    for (size_t index = 1; index < slots->count; index++) {
        if (slots->minutes[index] == slots->minutes[index - 1])
            return error_set(error, STATUS_INVALID, gettext("the slot %02d:%02d is named twice"),
                             slots->minutes[index] / 60, slots->minutes[index] % 60);
    }
    return STATUS_OK;
}

int64_t slots_next(const struct slots *slots, int64_t after_ms)
{
    int64_t start = start_of_number(day_number(after_ms));

    for (size_t index = 0; index < slots->count; index++) {
        int64_t slot = start + (int64_t)slots->minutes[index] * MINUTE_MS;

        if (slot > after_ms)
            return slot;
    }
    return start + DAY_MS + (int64_t)slots->minutes[0] * MINUTE_MS;
}

int64_t slots_last(const struct slots *slots, int64_t at_ms)
{
    int64_t start = start_of_number(day_number(at_ms));

    for (size_t index = slots->count; index > 0; index--) {
        int64_t slot = start + (int64_t)slots->minutes[index - 1] * MINUTE_MS;

        if (slot <= at_ms)
            return slot;
    }
    return start - DAY_MS + (int64_t)slots->minutes[slots->count - 1] * MINUTE_MS;
}

/* ---- Times ---- */

void slots_time_write(int64_t at_ms, char text[SLOTS_TIME_SIZE])
{
    static const int64_t years_ms = INT64_C(10000) * 366 * DAY_MS;
    struct date day;
    int64_t second;
    char day_text[DATE_TEXT_SIZE];

    text[0] = '\0';
    if (at_ms < -years_ms || at_ms > years_ms)
        return;
    day = slots_day(at_ms);
    if (!date_exists(day))
        return;
    second = (at_ms - date_start_ms(day)) / SECOND_MS;
    date_text(day, day_text);
    (void)snprintf(text, SLOTS_TIME_SIZE, "%.10s %02d:%02d:%02d +08:00", day_text, (int)(second / 3600),
                   (int)(second / 60 % 60), (int)(second % 60));
}

bool slots_time_parse(const char *text, int64_t *at_ms)
{
    static const char form[] = "0000-00-00 00:00:00 +08:00";
    struct date day;
    int hour, minute, second;

    if (strlen(text) != sizeof form - 1 || strcmp(text + 19, form + 19) != 0 || text[4] != '-' || text[10] != ' '
        || text[13] != ':' || text[16] != ':' || !date_parse(text, 10, &day) || !read_two(text + 11, HOUR_LAST, &hour)
        || !read_two(text + 14, SIXTY_LAST, &minute) || !read_two(text + 17, SIXTY_LAST, &second))
        return false;
    *at_ms = date_start_ms(day) + (int64_t)(hour * 3600 + minute * 60 + second) * SECOND_MS;
    return true;
}
