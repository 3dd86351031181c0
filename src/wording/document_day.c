/* SPDX-License-Identifier: Apache-2.0 */
#include "wording/document_day.h"

#include "wording/written_date.h"

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

bool document_day_speaks_of(const char *text, size_t size, struct date last)
{
    struct written_date written;
    size_t from = 0;

    while (written_date_next(text, size, from, &written)) {
        if (date_exists(day_of(&written)) && date_days(day_of(&written)) <= date_days(last))
            return true;
        from = written.to;
    }
    return false;
}
