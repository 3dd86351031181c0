/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>
#include <strings.h>

#include "sweep/url.h"
#include "text/ascii.h"

enum {
    SEGMENTS_MAX = 24,
    REPEATS_MAX = 2,
    RETURNS_MAX = 3,
    YEAR_FIRST = 1990,
    YEARS_AHEAD = 2,
    YEAR_DIGITS = 4,
    /* Numbers of four digits that are no year by any calendar are ids: "/1034/12/07". */
    YEAR_POSSIBLE_FIRST = 1900,
    YEAR_POSSIBLE_LAST = 2999
};

/* ---- Paths that repeat ---- */

/* Whether the segment at `index` ends a row of more than REPEATS_MAX equal groups of `group` segments. */
static bool repeats(const struct bytes *segments, size_t index, size_t group)
{
    size_t size = group * (REPEATS_MAX + 1);

    if (index + 1 < size)
        return false;
    for (size_t offset = 0; offset < size - group; offset++) {
        if (!bytes_equal(segments[index - offset], segments[index - offset - group]))
            return false;
    }
    return true;
}

static bool is_number(struct bytes segment)
{
    for (size_t index = 0; index < segment.size; index++) {
        if (segment.data[index] < '0' || segment.data[index] > '9')
            return false;
    }
    return true;
}

/* Whether the name of the segment at `index` has come up too often, in whatever order; days and months may. */
static bool comes_back(const struct bytes *segments, size_t index)
{
    size_t count = 1;

    for (size_t other = 0; other < index; other++)
        count += bytes_equal(segments[other], segments[index]) ? 1 : 0;
    return count > RETURNS_MAX && !is_number(segments[index]);
}

static bool path_is_endless(const struct url_parts *parts)
{
    struct bytes path = bytes_of(parts->path, parts->path_size);
    struct bytes segments[SEGMENTS_MAX];
    size_t count = 0;

    while (path.size > 1) {
        const uint8_t *slash = memchr(path.data + 1, '/', path.size - 1);
        size_t size = slash != NULL ? (size_t)(slash - path.data) : path.size;

        if (count == SEGMENTS_MAX)
            return true;
        segments[count] = bytes_slice(path, 1, size - 1);
        if (repeats(segments, count, 1) || repeats(segments, count, 2) || comes_back(segments, count))
            return true;
        count++;
        path = bytes_slice(path, size, path.size);
    }
    return false;
}

/* ---- Calendars ---- */

/* The first day of a month, when no day is told. */
static bool is_far(struct date date, struct date today)
{
    struct date last = { today.year + YEARS_AHEAD, today.month, today.day };

    return date.year >= YEAR_POSSIBLE_FIRST && date.year <= YEAR_POSSIBLE_LAST
           && (date.year < YEAR_FIRST || date_days(date) > date_days(last));
}

/* A number of one or two digits that ends there; moves *index behind it. */
static bool read_short(const char *text, size_t *index, int32_t last, int32_t *number)
{
    size_t start = *index;

    *number = 0;
    while (text[*index] >= '0' && text[*index] <= '9' && *index - start < 3) {
        *number = *number * 10 + (text[*index] - '0');
        ++*index;
    }
    return *index - start >= 1 && *index - start <= 2 && *number >= 1 && *number <= last;
}

/* "2031-05", "2031-05-01" or "2031/05/01" at `index`, where a number of four digits begins. Two numbers between slashes
 * are not enough: folders are numbered as well. */
static bool read_day(const char *text, size_t index, struct date *date)
{
    char separator = text[index + YEAR_DIGITS];
    bool has_day;

    *date = (struct date){ .day = 1 };
    for (size_t digit = 0; digit < YEAR_DIGITS; digit++)
        date->year = date->year * 10 + (text[index + digit] - '0');
    if (separator != '-' && separator != '/')
        return false;
    index += YEAR_DIGITS + 1;
    if (!read_short(text, &index, 12, &date->month))
        return false;
    if (text[index] == separator) {
        index++;
        has_day = read_short(text, &index, 31, &date->day);
        return has_day && date_exists(*date);
    }
    return separator == '-' && !ascii_is_letter_or_digit(text[index]);
}

static bool has_far_day(const char *text, struct date today)
{
    for (size_t index = 0; text[index] != '\0'; index++) {
        size_t digits = strspn(text + index, "0123456789");
        struct date date;

        if (digits == YEAR_DIGITS && read_day(text, index, &date) && is_far(date, today))
            return true;
        index += digits > 0 ? digits - 1 : 0;
    }
    return false;
}

/* The number that the first parameter of one of these names has. */
static bool find_number(const char *query, const char *const *names, int32_t *number)
{
    for (const char *next = query; *next != '\0';) {
        size_t size = strcspn(next, "&");
        size_t name_size = strcspn(next, "=&");

        for (size_t index = 0; names[index] != NULL; index++) {
            const char *digits = next + name_size + 1;

            if (name_size == strlen(names[index]) && strncasecmp(next, names[index], name_size) == 0 && name_size < size
                && size - name_size - 1 <= YEAR_DIGITS && strspn(digits, "0123456789") == size - name_size - 1
                && size > name_size + 1) {
                *number = 0;
                for (; digits < next + size; digits++)
                    *number = *number * 10 + (*digits - '0');
                return true;
            }
        }
        next += size + (next[size] == '&');
    }
    return false;
}

static bool query_is_far(const char *query, struct date today)
{
    static const char *const years[] = { "year", "y", "nian", NULL };
    static const char *const months[] = { "month", "mon", "m", "yue", NULL };
    struct date date = { .day = 1 };

    return find_number(query, years, &date.year) && find_number(query, months, &date.month) && date_exists(date)
           && is_far(date, today);
}

bool url_is_trap(const char *normal, struct date today)
{
    struct url_parts parts;

    if (!url_split(normal, &parts))
        return false;
    return path_is_endless(&parts) || has_far_day(parts.path, today)
           || (parts.query != NULL && query_is_far(parts.query, today));
}
