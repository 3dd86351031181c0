/* SPDX-License-Identifier: Apache-2.0 */
#include "wording/exam_period.h"

#include <stdint.h>
#include <string.h>

#include "text/cursor.h"

enum {
    YEAR_MIN = 1950,
    YEAR_MAX = 2100,
    YEAR_DIGITS = 4,
    FEBRUARY = 2,
    AUGUST = 8,
    SEPTEMBER = 9,
    DECEMBER = 12,
};

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

/* A number of one or two digits, blanks beside it. */
static bool take_number(struct cursor *cursor, int32_t *number)
{
    size_t digits = 0;

    (void)cursor_take(cursor, " ");
    *number = 0;
    while (digits < 2 && cursor->at < cursor->size && is_digit(cursor->text[cursor->at])) {
        *number = *number * 10 + (cursor->text[cursor->at++] - '0');
        digits++;
    }
    (void)cursor_take(cursor, " ");
    return digits > 0;
}

/* One digit of a year, 2 or 二. */
static bool take_year_digit(struct cursor *cursor, int32_t *year)
{
    static const char *const digits[] = { "〇", "一", "二", "三", "四", "五", "六", "七", "八", "九" };

    if (cursor->at < cursor->size && is_digit(cursor->text[cursor->at])) {
        *year = *year * 10 + (cursor->text[cursor->at++] - '0');
        return true;
    }
    for (int32_t digit = 0; digit < 10; digit++) {
        if (cursor_take(cursor, digits[digit]) || (digit == 0 && (cursor_take(cursor, "零") || cursor_take(cursor, "○")))) {
            *year = *year * 10 + digit;
            return true;
        }
    }
    return false;
}

static bool take_year(struct cursor *cursor, int32_t *year)
{
    struct cursor ahead = *cursor;

    *year = 0;
    if (ahead.at > 0 && is_digit(ahead.text[ahead.at - 1]))
        return false;
    for (int digit = 0; digit < YEAR_DIGITS; digit++) {
        if (!take_year_digit(&ahead, year))
            return false;
    }
    if (*year < YEAR_MIN || *year > YEAR_MAX || (ahead.at < ahead.size && is_digit(ahead.text[ahead.at])))
        return false;
    (void)cursor_take(&ahead, " ");
    *cursor = ahead;
    return true;
}

static struct date last_of(int32_t year, int32_t month)
{
    struct date next = month == DECEMBER ? (struct date){ year + 1, 1, 1 } : (struct date){ year, month + 1, 1 };

    return date_of_days(date_days(next) - 1);
}

/* What follows a day of several: 至8日, -10日, 、8日. */
static void take_end(struct cursor *cursor, struct date *last)
{
    static const char *const to[] = { "至", "到", "-", "—", "~", "、", "和", NULL };
    struct cursor ahead = *cursor;
    struct date end = *last;
    int32_t number;

    (void)cursor_take(&ahead, " ");
    if (!cursor_take_any(&ahead, to) || !take_number(&ahead, &number))
        return;
    if (cursor_take(&ahead, "月")) {
        end.month = number;
        if (!take_number(&ahead, &number))
            return;
    }
    end.day = number;
    if (cursor_take(&ahead, "日") && date_exists(end) && date_days(end) >= date_days(*last)) {
        *last = end;
        *cursor = ahead;
    }
}

/* Behind the year: 年6月7日, .06.07, -06-07, 年6月. */
static bool take_calendar(struct cursor *cursor, int32_t year, struct exam_period *period)
{
    static const char *const separators[] = { "年", ".", "-", "/", NULL };
    struct cursor ahead = *cursor;
    struct date day = { year, 0, 0 };
    bool is_han = cursor->size - cursor->at >= 3 && memcmp(cursor->text + cursor->at, "年", 3) == 0;

    if (!cursor_take_any(&ahead, separators) || !take_number(&ahead, &day.month) || day.month < 1 || day.month > DECEMBER)
        return false;
    if (!(is_han ? cursor_take(&ahead, "月") : cursor_take_any(&ahead, separators + 1)))
        return false;
    *period = (struct exam_period){ { year, day.month, 1 }, last_of(year, day.month), EXAM_MONTH };
    *cursor = ahead;
    if (!take_number(&ahead, &day.day) || !date_exists(day) || (is_han && !cursor_take(&ahead, "日")))
        return is_han;
    *period = (struct exam_period){ day, day, EXAM_DAY };
    take_end(&ahead, &period->last);
    *cursor = ahead;
    return true;
}

/* A school year goes from September to August; its first term ends in winter. */
static struct exam_period school_year(int32_t begin, int term)
{
    struct exam_period period = { { begin, SEPTEMBER, 1 }, last_of(begin + 1, AUGUST), EXAM_SCHOOL_YEAR };

    if (term == 1)
        period.last = last_of(begin + 1, FEBRUARY);
    else if (term == 2)
        period.first = (struct date){ begin + 1, FEBRUARY, 1 };
    period.precision = term != 0 ? EXAM_TERM : EXAM_SCHOOL_YEAR;
    return period;
}

/* 2022-2023学年(度)(第一学期). */
static bool take_school_year(struct cursor *cursor, int32_t year, struct exam_period *period)
{
    static const char *const to[] = { "-", "—", "~", "至", "/", NULL };
    static const char *const first[] = { "第一学期", "上学期", "上期", "秋季学期", "秋期", NULL };
    static const char *const second[] = { "第二学期", "下学期", "下期", "春季学期", "春期", NULL };
    struct cursor ahead = *cursor;
    int32_t end;

    (void)cursor_take(&ahead, "年");
    while (cursor_take_any(&ahead, to))
        continue;
    (void)cursor_take(&ahead, " ");
    if (!take_year(&ahead, &end) || end != year + 1 || !cursor_take(&ahead, "学年"))
        return false;
    (void)cursor_take(&ahead, "度");
    (void)cursor_take(&ahead, " ");
    *period = school_year(year, cursor_take_any(&ahead, first) ? 1 : cursor_take_any(&ahead, second) ? 2 : 0);
    *cursor = ahead;
    return true;
}

static bool take_period(struct cursor *cursor, struct exam_period *period)
{
    int32_t year;

    if (!take_year(cursor, &year))
        return false;
    if (take_school_year(cursor, year, period) || take_calendar(cursor, year, period))
        return true;
    if (cursor_take(cursor, "届")) {
        *period = school_year(year - 1, 0);
        return true;
    }
    *period = (struct exam_period){ { year, 1, 1 }, { year, DECEMBER, 31 }, EXAM_YEAR };
    return cursor_take(cursor, "年");
}

bool exam_period_read(const char *text, size_t size, struct exam_period *period)
{
    struct cursor cursor = { text, size, 0 };
    bool found = false;

    while (cursor.at < size) {
        struct exam_period fresh;
        size_t before = cursor.at;

        if (take_period(&cursor, &fresh)
            && (!found || fresh.precision > period->precision
                || (fresh.precision == period->precision && date_days(fresh.last) > date_days(period->last)))) {
            *period = fresh;
            found = true;
        }
        if (cursor.at == before)
            cursor.at++;
    }
    return found;
}
