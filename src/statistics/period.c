/* SPDX-License-Identifier: Apache-2.0 */
#include "statistics/period.h"

#include <stdio.h>
#include <string.h>

struct cursor {
    const char *text;
    size_t size, next;
};

static bool take(struct cursor *cursor, const char *word)
{
    size_t size = strlen(word);

    if (cursor->size - cursor->next < size || memcmp(cursor->text + cursor->next, word, size) != 0)
        return false;
    cursor->next += size;
    return true;
}

static void skip_blank(struct cursor *cursor)
{
    if (cursor->next < cursor->size && cursor->text[cursor->next] == ' ')
        cursor->next++;
}

/* Digits, or a Chinese numeral up to twelve. */
static bool take_number(struct cursor *cursor, int32_t *number)
{
    static const char *const numerals[] = { "十二", "十一", "十", "九", "八", "七", "六", "五", "四", "三", "二", "一" };
    size_t start = cursor->next;

    *number = 0;
    while (cursor->next < cursor->size && cursor->text[cursor->next] >= '0' && cursor->text[cursor->next] <= '9'
           && cursor->next - start < 4)
        *number = *number * 10 + (cursor->text[cursor->next++] - '0');
    if (cursor->next > start)
        return true;
    for (int32_t index = 0; index < 12; index++) {
        if (take(cursor, numerals[index])) {
            *number = 12 - index;
            return true;
        }
    }
    return false;
}

static bool take_dash(struct cursor *cursor)
{
    static const char *const dashes[] = { "-", "—", "–", "―", "~", "～", "至", "到", "─" };
    bool taken = false;

    for (size_t index = 0; index < sizeof dashes / sizeof *dashes; index++) {
        if (take(cursor, dashes[index])) {
            taken = true;
            index = (size_t)-1; /* two dashes are one */
        }
    }
    return taken;
}

static bool set(struct period *period, int32_t first, int32_t last)
{
    period->first = first;
    period->last = last;
    return first >= 1 && last <= 12 && first <= last;
}

/* 3月, 1-9月, 1月至2月 */
static bool take_months(struct cursor *cursor, struct period *period)
{
    struct cursor at = *cursor;
    int32_t first, last;

    if (!take_number(&at, &first))
        return false;
    last = first;
    if (take(&at, "月")) {
        struct cursor range = at;

        if (take_dash(&range) && take_number(&range, &last) && take(&range, "月"))
            at = range;
        else
            last = first;
    } else if (!take_dash(&at) || !take_number(&at, &last) || !take(&at, "月")) {
        return false;
    }
    /* A day: 3月15日. */
    {
        struct cursor day = at;
        int32_t number;

        skip_blank(&day);
        if (first == last && take_number(&day, &number) && (take(&day, "日") || take(&day, "号")))
            return false;
    }
    (void)(take(&at, "份") || take(&at, "末"));
    if (!set(period, first, last))
        return false;
    *cursor = at;
    return true;
}

static bool take_quarter(struct cursor *cursor, struct period *period)
{
    struct cursor at = *cursor;
    bool from_start = take(&at, "前");
    int32_t number;

    if (!from_start)
        (void)take(&at, "第");
    if (!take_number(&at, &number) || number < 1 || number > 4)
        return false;
    if (from_start && take(&at, "个月")) {
        *cursor = at;
        return set(period, 1, number);
    }
    if (!take(&at, "季度") && !take(&at, "个季度"))
        return false;
    *cursor = at;
    period->is_ambiguous = !from_start && number == 3;
    return set(period, from_start ? 1 : number * 3 - 2, number * 3);
}

static bool take_named(struct cursor *cursor, struct period *period)
{
    static const struct {
        const char *word;
        int32_t first, last;
    } names[] = { { "上半年", 1, 6 }, { "首季", 1, 3 }, { "全年", 1, 12 }, { "下半年", 7, 12 } };
    struct cursor at = *cursor;
    int32_t number;

    for (size_t index = 0; index < sizeof names / sizeof *names; index++) {
        if (take(cursor, names[index].word))
            return set(period, names[index].first, names[index].last);
    }
    if (take(&at, "前") && take_number(&at, &number) && number <= 12 && take(&at, "个月")) {
        *cursor = at;
        return set(period, 1, number);
    }
    return false;
}

static bool take_part_of_year(struct cursor *cursor, struct period *period)
{
    return take_named(cursor, period) || take_quarter(cursor, period) || take_months(cursor, period);
}

/* Whether what stands before says that this is compared with. */
static bool is_compared(const char *text, size_t from)
{
    static const char *const words[] = { "比", "较", "与", "同" };

    for (size_t index = 0; index < sizeof words / sizeof *words; index++) {
        size_t size = strlen(words[index]);

        if (from >= size && memcmp(text + from - size, words[index], size) == 0)
            return true;
    }
    return false;
}

static bool take_year(struct cursor *cursor, struct period *period)
{
    struct cursor at = *cursor;
    int32_t number;
    size_t start = at.next;

    if (take(&at, "去年") || take(&at, "上年")) {
        period->year_back = 1;
    } else if (take(&at, "今年") || take(&at, "本年")) {
        period->year_back = 0;
    } else if (take_number(&at, &number) && at.next - start == 4 && number >= 1949 && number <= 2099) {
        skip_blank(&at);
        if (!take(&at, "年"))
            return false;
        period->year = number;
    } else {
        return false;
    }
    (void)take(&at, "度");
    *cursor = at;
    return true;
}

static bool begins_number(const char *text, size_t at)
{
    return at > 0 && ((text[at - 1] >= '0' && text[at - 1] <= '9') || text[at - 1] == '.');
}

bool period_next(const char *text, size_t size, size_t *from, size_t *next, struct period *period)
{
    for (size_t at = *next; at < size; at++) {
        struct cursor cursor = { text, size, at };
        struct period found = { 0 };
        bool has_year, has_part;

        if (((unsigned char)text[at] & 0xC0) == 0x80 || begins_number(text, at))
            continue;
        has_year = take_year(&cursor, &found);
        skip_blank(&cursor);
        has_part = take_part_of_year(&cursor, &found);
        if ((!has_year && !has_part) || (!has_part && found.year == 0 && found.year_back == 0))
            continue;
        if (is_compared(text, at)) {
            at = cursor.next - 1;
            continue;
        }
        if (!has_part)
            (void)set(&found, 1, 12);
        /* 上年同期 and 2023年同期 are what a figure is compared with, 2024年3月15日 is a day. */
        if (size - cursor.next >= strlen("同期") && memcmp(text + cursor.next, "同期", strlen("同期")) == 0)
            continue;
        *from = at;
        *next = cursor.next;
        *period = found;
        return true;
    }
    return false;
}

struct period period_resolve(struct period period, struct date day)
{
    if (period.year == 0) {
        period.year = day.year - period.year_back;
        if (period.year_back == 0 && period.first > day.month)
            period.year--;
    }
    return period;
}

bool period_of_register(const char *text, struct period *period)
{
    struct period found = { 0 };
    int year, first = 1, last = 12, end = 0;

    if (sscanf(text, "%4dQ%1d%n", &year, &first, &end) == 2 && text[end] == '\0' && first >= 1 && first <= 4) {
        last = first * 3;
        first = last - 2;
    } else if (sscanf(text, "%4dH%1d%n", &year, &first, &end) == 2 && text[end] == '\0' && first >= 1 && first <= 2) {
        last = first * 6;
        first = last - 5;
    } else if (sscanf(text, "%4d-%2d..%2d%n", &year, &first, &last, &end) == 3 && text[end] == '\0') {
        /* as it stands */
    } else if (sscanf(text, "%4d-%2d%n", &year, &first, &end) == 2 && text[end] == '\0') {
        last = first;
    } else if (sscanf(text, "%4d%n", &year, &end) == 1 && text[end] == '\0') {
        first = 1;
        last = 12;
    } else {
        return false;
    }
    found.year = year;
    if (year < 1949 || year > 2099 || !set(&found, first, last))
        return false;
    *period = found;
    return true;
}

bool period_equal(const struct period *left, const struct period *right)
{
    return left->year == right->year && left->first == right->first && left->last == right->last;
}

struct date period_end(const struct period *period)
{
    struct date next = { period->year + (period->last == 12), period->last == 12 ? 1 : period->last + 1, 1 };

    return date_of_days(date_days(next) - 1);
}

void period_text(const struct period *period, char *text, size_t size)
{
    if (period->first == 1 && period->last == 12)
        (void)snprintf(text, size, "%d年", period->year);
    else if (period->first == period->last)
        (void)snprintf(text, size, "%d年%d月", period->year, period->first);
    else
        (void)snprintf(text, size, "%d年%d—%d月", period->year, period->first, period->last);
}
