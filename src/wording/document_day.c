/* SPDX-License-Identifier: Apache-2.0 */
#include "wording/document_day.h"

#include <stddef.h>

#include "text/utf8.h"
#include "wording/written_date.h"

enum { FIRST_YEAR = 1900 };

static struct date day_of(const struct written_date *written)
{
    return (struct date){ (int32_t)written->year, (int32_t)written->month, (int32_t)written->day };
}

static void take(struct date *day, struct date other)
{
    if (date_exists(other) && (!date_is_set(*day) || date_days(other) > date_days(*day)))
        *day = other;
}

bool document_day_take_line(struct date *day, const char *text, size_t size)
{
    enum { BESIDE_MAX = 48 };
    struct written_date written;
    size_t from = 0;

    while (written_date_next(text, size, from, &written)) {
        if (size - (written.to - written.from) <= BESIDE_MAX)
            take(day, day_of(&written));
        from = written.to;
    }
    return from > 0;
}

void document_day_take_property(struct date *day, const char *text, size_t size)
{
    enum { DAY_SIZE = 10 };
    struct date other;

    if (size >= DAY_SIZE && date_parse(text, DAY_SIZE, &other))
        take(day, other);
}

/* 2016年, or 2015-2018年; a day of the last year itself need not be over. */
static bool names_year_before(const char *text, size_t size, int32_t last)
{
    static const char year_sign[] = "年";
    enum { SIGN = sizeof year_sign - 1, DIGITS = 4 };
    const char *end = text + size, *begin = text, *sign = text;

    while ((sign = utf8_find_triple(sign, (size_t)(end - sign), year_sign)) != NULL) {
        int32_t year = 0;
        size_t digits = 0;

        while (sign - digits > begin && sign[-1 - (ptrdiff_t)digits] >= '0' && sign[-1 - (ptrdiff_t)digits] <= '9')
            digits++;
        for (size_t index = 0; index < digits && digits == DIGITS; index++)
            year = year * 10 + (sign[(ptrdiff_t)index - DIGITS] - '0');
        if (year >= FIRST_YEAR && year < last)
            return true;
        sign += SIGN;
    }
    return false;
}

bool document_day_speaks_of(const char *text, size_t size, struct date last)
{
    struct written_date written;
    size_t from = 0;

    if (names_year_before(text, size, last.year))
        return true;
    while (written_date_next(text, size, from, &written)) {
        if (date_exists(day_of(&written)) && date_days(day_of(&written)) <= date_days(last))
            return true;
        from = written.to;
    }
    return false;
}
