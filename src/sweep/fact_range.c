/* SPDX-License-Identifier: Apache-2.0 */
#include "sweep/fact_range.h"

#include <string.h>

#include "sweep/fact_day.h"

/* ---- From one day to another: "2026年3月1日至3月10日", "自…起至…止", "3月1日—10日". */

/* No character begins there. */
static bool is_inside(uint8_t byte)
{
    return (byte & 0xC0) == 0x80;
}

/* One of the signs that part them, as soon as it comes in this sentence. */
static bool skip_to_sign(struct bytes *text)
{
    static const char *const signs[] = { "至", "到", "—", "－", "–", "～", "~", "-", "―", "─" };
    static const char *const ends[] = { "。", "；", ";", "\n" };
    enum { REACH = 40 };

    for (size_t offset = 0; offset < text->size && offset < REACH; offset++) {
        struct bytes rest = bytes_slice(*text, offset, text->size - offset);

        if (is_inside(*rest.data))
            continue;
        for (size_t index = 0; index < sizeof ends / sizeof *ends; index++) {
            if (bytes_start_with(rest, ends[index], strlen(ends[index])))
                return false;
        }
        for (size_t index = 0; index < sizeof signs / sizeof *signs; index++) {
            if (fact_take_text(&rest, signs[index])) {
                *text = rest;
                return true;
            }
        }
    }
    return false;
}

/* The first day; without a year it is in that of `about`, if that is set. */
static bool take_first_day(struct bytes *text, struct date about, struct date *first)
{
    if (fact_take_date(text, true, first) || fact_take_parts(text, true, "年", "月", "", first)) /* 2026年3月1-10日 */
        return true;
    if (!date_is_set(about)
        || !(fact_take_parts(text, false, "年", "月", "日", first)
             || fact_take_parts(text, false, "年", "月", "", first)))
        return false;
    first->year = about.year;
    return date_exists(*first);
}

/* The last day, of which year and month may be those of the first. */
static bool take_last_day(struct bytes *text, struct date first, struct date *last)
{
    struct bytes rest = *text;

    fact_skip_blanks(text);
    if (fact_take_date(text, true, last))
        return true;
    if (fact_take_date(text, false, last)) {
        last->year = first.year + (last->month < first.month ? 1 : 0);
        return date_exists(*last);
    }
    *last = first;
    if (fact_take_number(text, 2, &last->day) && (fact_take_text(text, "日") || fact_take_text(text, "号"))
        && date_exists(*last))
        return true;
    *text = rest;
    return false;
}

/* Papers, photographs, years of service of such a time are what is asked for, and not when. */
static bool is_of_something(struct bytes behind)
{
    static const char *const words[] = { "期间", "以来", "的", "之间" };

    for (size_t index = 0; index < sizeof words / sizeof *words; index++) {
        if (bytes_start_with(behind, words[index], strlen(words[index])))
            return true;
    }
    return false;
}

static bool take_range(struct bytes text, struct date about, struct date *last)
{
    enum { SIGNS_MAX = 8 }; /* of hours and of the week, before the one of days */
    struct date first;

    if (!take_first_day(&text, about, &first))
        return false;
    for (unsigned sign = 0; sign < SIGNS_MAX && skip_to_sign(&text); sign++) {
        if (take_last_day(&text, first, last))
            return date_days(*last) >= date_days(first) && !is_of_something(text);
    }
    return false;
}

/* What stands between the word and the first digit speaks of time, in the same sentence. */
static bool find_range_start(struct bytes *text)
{
    static const char *const times[] = { "时间", "日期", "期", "时限", "自", "从", "于" };
    enum { REACH = 48 };
    bool is_time = false;

    for (size_t offset = 0; offset < text->size && offset < REACH; offset++) {
        struct bytes rest = bytes_slice(*text, offset, text->size - offset);

        if (fact_is_digit(*rest.data)) {
            *text = rest;
            return is_time;
        }
        if (*rest.data < 0x80 || is_inside(*rest.data))
            continue;
        if (bytes_start_with(rest, "。", 3) || bytes_start_with(rest, "；", 3))
            return false;
        for (size_t index = 0; index < sizeof times / sizeof *times; index++)
            is_time = is_time || bytes_start_with(rest, times[index], strlen(times[index]));
    }
    return false;
}

bool fact_range_end(struct bytes text, struct date about, struct date *last)
{
    return find_range_start(&text) && take_range(text, about, last);
}
