/* SPDX-License-Identifier: Apache-2.0 */
#include "wording/document_day.h"

#include <stddef.h>
#include <string.h>

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

static bool is_digit(char character)
{
    return character >= '0' && character <= '9';
}

/* One to `most` digits at text[*at]. */
static bool take_digits(const char *text, size_t size, size_t *at, size_t most, int32_t *number)
{
    size_t begin = *at;

    *number = 0;
    while (*at < size && *at - begin < most && is_digit(text[*at]))
        *number = *number * 10 + (text[(*at)++] - '0');
    return *at > begin && (*at == size || !is_digit(text[*at]));
}

/* The next year and month in digits, 2006.07 or 2022-11-03, at or behind *at, which is moved behind it. The day is 0
 * when there is none. */
static bool next_numeric(const char *text, size_t size, size_t *at, struct date *date)
{
    enum { YEAR = 4, SHORT = 2 };

    for (size_t start = *at; start + YEAR < size; start++) {
        size_t place = start;
        char sign;

        if (!is_digit(text[start]) || (start > 0 && is_digit(text[start - 1]))
            || !take_digits(text, size, &place, YEAR, &date->year) || place - start != YEAR || place == size)
            continue;
        sign = text[place++];
        if ((sign != '-' && sign != '.' && sign != '/') || !take_digits(text, size, &place, SHORT, &date->month))
            continue;
        *at = place;
        date->day = 0;
        if (place < size && text[place] == sign) {
            place++;
            if (take_digits(text, size, &place, SHORT, &date->day))
                *at = place;
            else
                date->day = 0;
        }
        return true;
    }
    return false;
}

/* 发布日期:2022-11-03. Without such a word a number of that shape may be anything. */
static bool take_labelled(struct date *day, const char *text, size_t size)
{
    static const char *const labels[] = { "日期", "时间", "发布", "发表", "更新", "印发" };
    enum { LINE_MAX = 96 };
    struct date numeric;
    size_t at = 0;
    bool is_labelled = false;

    if (size > LINE_MAX || !next_numeric(text, size, &at, &numeric) || !date_exists(numeric)
        || numeric.year < FIRST_YEAR)
        return false;
    for (size_t index = 0; index < sizeof labels / sizeof *labels && !is_labelled; index++)
        is_labelled = memmem(text, size, labels[index], strlen(labels[index])) != NULL;
    if (is_labelled)
        take(day, numeric);
    return is_labelled;
}

static bool take_word(const char *text, size_t size, size_t *at, const char *word)
{
    size_t length = strlen(word);

    if (size - *at < length || memcmp(text + *at, word, length) != 0)
        return false;
    *at += length;
    return true;
}

/* (2022年6月), 2022年6月印: the first day of the month, when the line is nothing else. A bare month may be any
 * column's. */
static bool take_printed_month(struct date *day, const char *text, size_t size)
{
    static const char *const printed[] = { "印发", "印制", "编印", "编制", "修订", "制定", "印", "制" };
    enum { LINE_MAX = 36, YEAR = 4, SHORT = 2 };
    struct date month = { .day = 1 };
    size_t at = 0;
    bool in_brackets = size <= LINE_MAX && take_word(text, size, &at, "("), is_printed = false;

    if (size > LINE_MAX || !take_digits(text, size, &at, YEAR, &month.year) || !take_word(text, size, &at, "年")
        || !take_digits(text, size, &at, SHORT, &month.month) || !take_word(text, size, &at, "月"))
        return false;
    for (size_t index = 0; index < sizeof printed / sizeof *printed && !is_printed; index++)
        is_printed = take_word(text, size, &at, printed[index]);
    if ((in_brackets && !take_word(text, size, &at, ")")) || at != size || !(in_brackets || is_printed)
        || month.year < FIRST_YEAR || !date_exists(month))
        return false;
    take(day, month);
    return true;
}

/* Nothing, or an organ's name that signs. */
static bool is_signature(const char *text, size_t size)
{
    static const char organs[] = "局委办府室院会部厅所站校处队社";
    enum { CHARACTER = 3 };

    while (size > 0 && text[size - 1] == ' ')
        size--;
    return size == 0
           || (size > 2 * CHARACTER && utf8_find_triple(organs, sizeof organs - 1, text + size - CHARACTER) != NULL);
}

static bool has_any(const char *text, size_t size, const char *const *words)
{
    for (; *words != NULL; words++) {
        if (memmem(text, size, *words, strlen(*words)) != NULL)
            return true;
    }
    return false;
}

/* A page's own head has the day of the week as well, 2024年5月6日 星期一. */
static bool is_signed(const char *text, size_t size)
{
    struct written_date written;
    size_t to;

    if (!written_date_next(text, size, 0, &written) || written.weekday >= 0 || !is_signature(text, written.from))
        return false;
    to = written.to;
    (void)(take_word(text, size, &to, "印发") || take_word(text, size, &to, "印"));
    while (to < size && text[to] == ' ')
        to++;
    return to == size;
}

bool document_day_is_own(const char *text, size_t size)
{
    static const char *const labels[] = { "成文日期", "成文时间", "发文日期", "发文时间", "印发日期",
                                          "印发时间", "签发日期", "公布日期", "发布日期", "发布时间",
                                          "施行日期", "实施日期", "生效日期", NULL };
    enum { LINE_MAX = 96 };

    return size <= LINE_MAX && (has_any(text, size, labels) || is_signed(text, size));
}

bool document_day_take_note(struct date *day, const char *text, size_t size)
{
    static const char *const notes[] = { "公布", "发布", "通过", "施行", "修订", "修正", "批准", "令第", NULL };
    enum { NOTE_MAX = 900 };
    struct written_date written;
    size_t from = 0;

    if (size == 0 || size > NOTE_MAX || text[0] != '(' || text[size - 1] != ')' || !has_any(text, size, notes))
        return false;
    while (written_date_next(text, size, from, &written)) {
        take(day, day_of(&written));
        from = written.to;
    }
    return from > 0;
}

bool document_day_take_number(struct date *day, const char *text, size_t size)
{
    static const char *const opening[] = { "〔", "[", "(" }, *const closing[] = { "〕", "]", ")" };
    enum { LINE_MAX = 90, SERIES_MIN = 6, YEAR = 4, SERIAL = 5 };
    struct date year = { .month = 1, .day = 1 };
    size_t at = 0;
    int32_t serial;

    if (size > LINE_MAX)
        return false;
    while (at < size && !is_digit(text[at]))
        at++;
    for (size_t index = 0; index < sizeof opening / sizeof *opening; index++) {
        size_t place = at, length = strlen(opening[index]);

        if (at < SERIES_MIN + length || memcmp(text + at - length, opening[index], length) != 0
            || !take_digits(text, size, &place, YEAR, &year.year) || !take_word(text, size, &place, closing[index]))
            continue;
        (void)take_word(text, size, &place, "第");
        if (take_digits(text, size, &place, SERIAL, &serial) && take_word(text, size, &place, "号") && place == size
            && year.year >= FIRST_YEAR && date_exists(year)) {
            take(day, year);
            return true;
        }
    }
    return false;
}

int32_t document_day_year_beside(const char *text, size_t size, size_t from, size_t to)
{
    static const char year_sign[] = "年";
    enum { SIGN = sizeof year_sign - 1, YEAR = 4, HAN = 3, PLACE_MAX = 18 };
    int32_t year = 0;
    size_t at = to;

    while (at < size && text[at] == ' ')
        at++;
    if (take_digits(text, size, &at, YEAR, &year) && year >= FIRST_YEAR && take_word(text, size, &at, year_sign))
        return year;
    /* 2023年示例县国土资源局: the place is part of the name. */
    for (at = from; at >= HAN && from - at < PLACE_MAX && (unsigned char)text[at - HAN] >= 0xE4
                    && memcmp(text + at - SIGN, year_sign, SIGN) != 0;)
        at -= HAN;
    if (at < YEAR + SIGN || memcmp(text + at - SIGN, year_sign, SIGN) != 0)
        return 0;
    at -= YEAR + SIGN;
    return (at == 0 || !is_digit(text[at - 1])) && take_digits(text, size, &at, YEAR, &year) && year >= FIRST_YEAR
               ? year
               : 0;
}

bool document_day_take_month(struct date *day, const char *text, size_t size)
{
    enum { LINE_MAX = 96, YEAR = 4, SHORT = 2 };
    struct date month = { .day = 1 };
    size_t at = 0;

    while (size > 0 && text[size - 1] == ' ')
        size--;
    while (at < size && size <= LINE_MAX && !is_digit(text[at]))
        at++;
    if (size > LINE_MAX || !is_signature(text, at) || !take_digits(text, size, &at, YEAR, &month.year)
        || !take_word(text, size, &at, "年") || !take_digits(text, size, &at, SHORT, &month.month)
        || !take_word(text, size, &at, "月") || at != size || month.year < FIRST_YEAR || !date_exists(month))
        return false;
    take(day, month);
    return true;
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
    return from > 0 || take_labelled(day, text, size) || take_printed_month(day, text, size);
}

void document_day_take_property(struct date *day, const char *text, size_t size)
{
    enum { DAY_SIZE = 10 };
    struct date other;

    if (size >= DAY_SIZE && date_parse(text, DAY_SIZE, &other))
        take(day, other);
}

/* 2006.07-2011.09, as a life is told. */
static bool names_month_before(const char *text, size_t size, int32_t last)
{
    struct date date;
    size_t at = 0;

    while (next_numeric(text, size, &at, &date))
        if (date.year >= FIRST_YEAR && date.year < last)
            return true;
    return false;
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

    if (names_year_before(text, size, last.year) || names_month_before(text, size, last.year))
        return true;
    while (written_date_next(text, size, from, &written)) {
        if (date_exists(day_of(&written)) && date_days(day_of(&written)) <= date_days(last))
            return true;
        from = written.to;
    }
    return false;
}
