/* SPDX-License-Identifier: Apache-2.0 */
#include "sweep/fact_day.h"

#include <string.h>

enum { YEAR_MIN = 1949, YEAR_MAX = 2199 };

bool fact_take_text(struct bytes *text, const char *wanted)
{
    size_t size;

    /* Nearly always it is another byte, and nothing has to be called. */
    if (*wanted != '\0' && (text->size == 0 || text->data[0] != (uint8_t)*wanted))
        return false;
    size = strlen(wanted);
    if (!bytes_start_with(*text, wanted, size))
        return false;
    *text = bytes_slice(*text, size, text->size - size);
    return true;
}

void fact_skip_blanks(struct bytes *text)
{
    while (fact_take_text(text, " ") || fact_take_text(text, "\xC2\xA0") || fact_take_text(text, "　"))
        continue;
}

bool fact_ends_with(struct bytes text, const char *end)
{
    size_t size = strlen(end);

    return text.size >= size && memcmp(text.data + text.size - size, end, size) == 0;
}

bool fact_drop_end(struct bytes *text, const char *end)
{
    if (!fact_ends_with(*text, end))
        return false;
    text->size -= strlen(end);
    return true;
}

void fact_drop_blanks(struct bytes *text)
{
    while (fact_drop_end(text, " ") || fact_drop_end(text, "　") || fact_drop_end(text, "\xC2\xA0"))
        continue;
}

bool fact_take_number(struct bytes *text, size_t digits, int32_t *number)
{
    size_t size = 0;

    *number = 0;
    for (; size < text->size && size < digits && fact_is_digit(text->data[size]); size++)
        *number = *number * 10 + (text->data[size] - '0');
    if (size == 0 || (size < text->size && fact_is_digit(text->data[size])))
        return false;
    *text = bytes_slice(*text, size, text->size - size);
    return true;
}

bool fact_take_parts(struct bytes *text, bool with_year, const char *after_year, const char *after_month,
                     const char *after_day, struct date *date)
{
    struct bytes rest = *text;

    *date = (struct date){ 0 };
    if (with_year && (!fact_take_number(&rest, 4, &date->year) || !fact_take_text(&rest, after_year)))
        return false;
    fact_skip_blanks(&rest);
    if (!fact_take_number(&rest, 2, &date->month) || !fact_take_text(&rest, after_month))
        return false;
    fact_skip_blanks(&rest);
    if (!fact_take_number(&rest, 2, &date->day) || !fact_take_text(&rest, after_day))
        return false;
    if (with_year ? date->year < YEAR_MIN || date->year > YEAR_MAX || !date_exists(*date)
                  : !date_exists((struct date){ 2024, date->month, date->day }))
        return false;
    *text = rest;
    return true;
}

bool fact_take_date(struct bytes *text, bool with_year, struct date *date)
{
    return fact_take_parts(text, with_year, "-", "-", "", date) || fact_take_parts(text, with_year, "/", "/", "", date)
           || fact_take_parts(text, with_year, ".", ".", "", date)
           || fact_take_parts(text, with_year, "年", "月", "日", date);
}

bool fact_date_at(struct bytes text, struct date *date, size_t *size)
{
    struct bytes rest = text;
    bool found = fact_take_date(&rest, true, date);

    *size = text.size - rest.size;
    return found;
}

/* "[11-24]" and nothing else on this side and that. */
static bool stands_alone(struct bytes text, size_t start, size_t end)
{
    static const char *const beside[] = { "[", "]", "(", ")", "（", "）", "【", "】", " ", "　", "\xC2\xA0" };
    struct bytes rest = bytes_slice(text, 0, start);

    for (unsigned side = 0; side < 2; side++) {
        size_t left = rest.size + 1;

        while (rest.size > 0 && rest.size < left) {
            left = rest.size;
            for (size_t index = 0; index < sizeof beside / sizeof *beside; index++)
                (void)fact_take_text(&rest, beside[index]);
        }
        if (rest.size > 0)
            return false;
        rest = bytes_slice(text, end, text.size - end);
    }
    return true;
}

bool fact_date_in(struct bytes text, bool yearless, struct date *date, struct bytes *place)
{
    for (size_t offset = 0; offset < text.size; offset++) {
        struct bytes rest = bytes_slice(text, offset, text.size - offset);
        size_t size;

        if (!fact_is_digit(rest.data[0]) || (offset > 0 && fact_is_digit(text.data[offset - 1])))
            continue;
        if (fact_date_at(rest, date, &size)) {
            *place = bytes_slice(rest, 0, size);
            return true;
        }
        if (yearless && fact_take_date(&rest, false, date) && stands_alone(text, offset, text.size - rest.size)) {
            *place = bytes_slice(text, offset, text.size - rest.size - offset);
            return true;
        }
    }
    return false;
}
