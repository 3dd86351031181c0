/* SPDX-License-Identifier: Apache-2.0 */
#include "wording/written_date.h"

#include <string.h>

#include "base/date.h"
#include "text/cursor.h"
#include "text/utf8.h"
#include "wording/numeral.h"

enum { YEAR_MIN = 1900, YEAR_DIGITS = 4, WEEK = 7 };

static bool is_digit(char character)
{
    return character >= '0' && character <= '9';
}

/* One or two digits, or a numeral. */
static bool take_number(struct cursor *cursor, unsigned *number)
{
    size_t begin;

    cursor_take(cursor, " ");
    if (cursor->at < cursor->size && (cursor->text[cursor->at] & 0x80) != 0) {
        size_t size = numeral_read(cursor->text + cursor->at, cursor->size - cursor->at, number);

        cursor->at += size;
        return size > 0;
    }
    begin = cursor->at;
    *number = 0;
    while (cursor->at < cursor->size && cursor->at - begin < 2 && is_digit(cursor->text[cursor->at]))
        *number = *number * 10 + (unsigned)(cursor->text[cursor->at++] - '0');
    cursor_take(cursor, " ");
    return cursor->at > begin;
}

static int take_weekday(struct cursor *cursor)
{
    static const char *const names[] = { "日", "一", "二", "三", "四", "五", "六" };
    struct cursor ahead = *cursor;

    cursor_take(&ahead, " ");
    if (!cursor_take(&ahead, "("))
        cursor_take(&ahead, ",");
    if (!cursor_take(&ahead, "星期") && !cursor_take(&ahead, "礼拜") && !cursor_take(&ahead, "周"))
        return -1;
    for (int day = 0; day < WEEK; day++) {
        if (cursor_take(&ahead, names[day]) || (day == 0 && cursor_take(&ahead, "天"))) {
            cursor_take(&ahead, ")");
            *cursor = ahead;
            return day;
        }
    }
    return -1;
}

/* The year that ends at `end`, in digits. */
static bool read_year(const char *text, size_t end, struct written_date *date)
{
    size_t digits = 0;

    while (digits < end && is_digit(text[end - digits - 1]))
        digits++;
    if (digits != YEAR_DIGITS)
        return false;
    date->from = end - digits;
    for (size_t index = date->from; index < end; index++)
        date->year = date->year * 10 + (unsigned)(text[index] - '0');
    return true;
}

/* 二〇二三, also with 零 or a circle. */
static bool read_han_year(const char *text, size_t end, struct written_date *date)
{
    static const char *const noughts[] = { "〇", "零", "○" };
    enum { CHARACTER = 3 };

    if (end < YEAR_DIGITS * CHARACTER)
        return false;
    date->from = end - YEAR_DIGITS * CHARACTER;
    for (size_t at = date->from; at < end; at += CHARACTER) {
        unsigned digit = 0;
        bool is_nought = false;

        for (size_t index = 0; index < sizeof noughts / sizeof *noughts; index++)
            is_nought |= memcmp(text + at, noughts[index], CHARACTER) == 0;
        if (!is_nought && (numeral_read(text + at, CHARACTER, &digit) != CHARACTER || digit >= 10))
            return false;
        date->year = date->year * 10 + digit;
    }
    return true;
}

/* The date whose 年 stands at `year_end`. */
static bool read_date(const char *text, size_t size, size_t year_end, struct written_date *date)
{
    struct cursor cursor = { text, size, year_end };
    size_t digits_end = year_end > 0 && text[year_end - 1] == ' ' ? year_end - 1 : year_end;

    *date = (struct written_date){ .weekday = -1 };
    if (!read_year(text, digits_end, date) && !read_han_year(text, digits_end, date))
        return false;
    if (date->year < YEAR_MIN || !cursor_take(&cursor, "年") || !take_number(&cursor, &date->month) || !cursor_take(&cursor, "月")
        || !take_number(&cursor, &date->day) || !cursor_take(&cursor, "日"))
        return false;
    date->weekday = take_weekday(&cursor);
    date->to = cursor.at;
    return true;
}

bool written_date_next(const char *text, size_t size, size_t from, struct written_date *date)
{
    static const char year[] = "年";

    while (from < size) {
        const char *found = utf8_find_triple(text + from, size - from, year);

        if (found == NULL)
            return false;
        if (read_date(text, size, (size_t)(found - text), date))
            return true;
        from = (size_t)(found - text) + sizeof year - 1;
    }
    return false;
}

/* The first of January 1970 was a Thursday. */
unsigned written_date_weekday(unsigned year, unsigned month, unsigned day)
{
    enum { THURSDAY = 4 };
    int64_t days = date_days((struct date){ (int32_t)year, (int32_t)month, (int32_t)day });

    return (unsigned)(((days + THURSDAY) % WEEK + WEEK) % WEEK);
}

enum written_date_flaw written_date_judge(const struct written_date *date)
{
    if (!date_exists((struct date){ (int32_t)date->year, (int32_t)date->month, (int32_t)date->day }))
        return WRITTEN_DATE_IMPOSSIBLE;
    if (date->weekday >= 0 && written_date_weekday(date->year, date->month, date->day) != (unsigned)date->weekday)
        return WRITTEN_DATE_WEEKDAY;
    return WRITTEN_DATE_RIGHT;
}
