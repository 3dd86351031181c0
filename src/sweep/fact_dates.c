/* SPDX-License-Identifier: Apache-2.0 */
#include "sweep/fact_dates.h"

#include <string.h>

enum { YEAR_MIN = 1949, YEAR_MAX = 2199 };

static bool is_digit(uint8_t byte)
{
    return byte >= '0' && byte <= '9';
}

static bool take_text(struct bytes *text, const char *wanted)
{
    size_t size = strlen(wanted);

    if (!bytes_start_with(*text, wanted, size))
        return false;
    *text = bytes_slice(*text, size, text->size - size);
    return true;
}

static void skip_blanks(struct bytes *text)
{
    while (take_text(text, " ") || take_text(text, "\xC2\xA0") || take_text(text, "　"))
        continue;
}

/* At most `digits` digits that no other follows. */
static bool take_number(struct bytes *text, size_t digits, int32_t *number)
{
    size_t size = 0;

    *number = 0;
    for (; size < text->size && size < digits && is_digit(text->data[size]); size++)
        *number = *number * 10 + (text->data[size] - '0');
    if (size == 0 || (size < text->size && is_digit(text->data[size])))
        return false;
    *text = bytes_slice(*text, size, text->size - size);
    return true;
}

/* One of the ways in which the parts are parted: "2026-11-24" or "2026年11月24日". */
static bool take_parts(struct bytes *text, bool with_year, const char *after_year, const char *after_month,
                       const char *after_day, struct date *date)
{
    struct bytes rest = *text;

    *date = (struct date){ 0 };
    if (with_year && (!take_number(&rest, 4, &date->year) || !take_text(&rest, after_year)))
        return false;
    skip_blanks(&rest);
    if (!take_number(&rest, 2, &date->month) || !take_text(&rest, after_month))
        return false;
    skip_blanks(&rest);
    if (!take_number(&rest, 2, &date->day) || !take_text(&rest, after_day))
        return false;
    if (with_year ? date->year < YEAR_MIN || date->year > YEAR_MAX || !date_exists(*date)
                  : !date_exists((struct date){ 2024, date->month, date->day }))
        return false;
    *text = rest;
    return true;
}

static bool take_date(struct bytes *text, bool with_year, struct date *date)
{
    return take_parts(text, with_year, "-", "-", "", date) || take_parts(text, with_year, "/", "/", "", date)
           || take_parts(text, with_year, ".", ".", "", date) || take_parts(text, with_year, "年", "月", "日", date);
}

bool fact_date_at(struct bytes text, struct date *date, size_t *size)
{
    struct bytes rest = text;
    bool found = take_date(&rest, true, date);

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
                (void)take_text(&rest, beside[index]);
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

        if (!is_digit(rest.data[0]) || (offset > 0 && is_digit(text.data[offset - 1])))
            continue;
        if (fact_date_at(rest, date, &size)) {
            *place = bytes_slice(rest, 0, size);
            return true;
        }
        if (yearless && take_date(&rest, false, date) && stands_alone(text, offset, text.size - rest.size)) {
            *place = bytes_slice(text, offset, text.size - rest.size - offset);
            return true;
        }
    }
    return false;
}

/* ---- What the text of a page says. */

/* `label`, a colon or none, and a date; from *offset on. */
static bool find_labelled(struct bytes text, const char *label, size_t *offset, struct date *date)
{
    size_t label_size = strlen(label);

    while (*offset < text.size) {
        const uint8_t *found = memmem(text.data + *offset, text.size - *offset, label, label_size);
        struct bytes rest;
        size_t size;

        if (found == NULL)
            break;
        *offset = (size_t)(found - text.data) + label_size;
        rest = bytes_slice(text, *offset, text.size - *offset);
        do {
            skip_blanks(&rest);
        } while (take_text(&rest, "：") || take_text(&rest, ":") || take_text(&rest, "为") || take_text(&rest, "是")
                 || take_text(&rest, "\n"));
        if (fact_date_at(rest, date, &size))
            return true;
    }
    return false;
}

static struct date first_of(struct bytes text, const char *const *labels, size_t count)
{
    struct date date;

    for (size_t index = 0; index < count; index++) {
        size_t offset = 0;

        if (find_labelled(text, labels[index], &offset, &date))
            return date;
    }
    return (struct date){ 0 };
}

/* ---- From one day to another: "2026年3月1日至3月10日", "自…起至…止", "3月1日—10日". */

/* One of the signs that part them, as soon as it comes in this sentence. */
static bool skip_to_sign(struct bytes *text)
{
    static const char *const signs[] = { "至", "到", "—", "－", "–", "～", "~", "-", "―", "─" };
    static const char *const ends[] = { "。", "；", ";", "\n" };
    enum { REACH = 40 };

    for (size_t offset = 0; offset < text->size && offset < REACH; offset++) {
        struct bytes rest = bytes_slice(*text, offset, text->size - offset);

        for (size_t index = 0; index < sizeof ends / sizeof *ends; index++) {
            if (bytes_start_with(rest, ends[index], strlen(ends[index])))
                return false;
        }
        for (size_t index = 0; index < sizeof signs / sizeof *signs; index++) {
            if (take_text(&rest, signs[index])) {
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
    if (take_date(text, true, first) || take_parts(text, true, "年", "月", "", first)) /* 2026年3月1-10日 */
        return true;
    if (!date_is_set(about)
        || !(take_parts(text, false, "年", "月", "日", first) || take_parts(text, false, "年", "月", "", first)))
        return false;
    first->year = about.year;
    return date_exists(*first);
}

/* The last day, of which year and month may be those of the first. */
static bool take_last_day(struct bytes *text, struct date first, struct date *last)
{
    struct bytes rest = *text;

    skip_blanks(text);
    if (take_date(text, true, last))
        return true;
    if (take_date(text, false, last)) {
        last->year = first.year + (last->month < first.month ? 1 : 0);
        return date_exists(*last);
    }
    *last = first;
    if (take_number(text, 2, &last->day) && (take_text(text, "日") || take_text(text, "号")) && date_exists(*last))
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
    struct date first;

    if (!take_first_day(&text, about, &first))
        return false;
    while (skip_to_sign(&text)) {
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

        if (is_digit(*rest.data)) {
            *text = rest;
            return is_time;
        }
        if (bytes_start_with(rest, "。", 3) || bytes_start_with(rest, "；", 3))
            return false;
        for (size_t index = 0; index < sizeof times / sizeof *times; index++)
            is_time = is_time || bytes_start_with(rest, times[index], strlen(times[index]));
    }
    return false;
}

static struct date later_of(struct date left, struct date right)
{
    return !date_is_set(left) || date_days(right) > date_days(left) ? right : left;
}

/* The end of the last time that something can be taken part in, or said to. */
static struct date last_range(struct bytes text, struct date about)
{
    static const char *const subjects[] = { "报名", "征集", "征求意见", "反馈", "公示", "申报", "投票" };
    struct date last = { 0 }, end;

    for (size_t index = 0; index < sizeof subjects / sizeof *subjects; index++) {
        struct bytes rest = text;
        const uint8_t *found;

        while (rest.size > 0 && (found = memmem(rest.data, rest.size, subjects[index], strlen(subjects[index]))) != NULL) {
            struct bytes behind;

            rest = bytes_slice(rest, (size_t)(found - rest.data) + strlen(subjects[index]), rest.size);
            behind = rest;
            if (find_range_start(&behind) && take_range(behind, about, &end))
                last = later_of(last, end);
        }
    }
    return last;
}

static struct date last_closing(struct bytes text, struct date about)
{
    static const char *const labels[] = { "截止时间", "截止日期", "截止日", "报名截止", "截止报名" };
    struct date last = last_range(text, about), date;

    for (size_t index = 0; index < sizeof labels / sizeof *labels; index++) {
        size_t offset = 0;

        while (find_labelled(text, labels[index], &offset, &date))
            last = later_of(last, date);
    }
    return last;
}

/* The last line that is a day and nothing else, as below a signature. */
static struct date signed_on(struct bytes text)
{
    struct date found = { 0 };

    for (size_t offset = 0; offset < text.size;) {
        struct bytes rest = bytes_slice(text, offset, text.size - offset);
        const uint8_t *end = memchr(rest.data, '\n', rest.size);
        struct bytes line = bytes_slice(rest, 0, end != NULL ? (size_t)(end - rest.data) : rest.size);
        struct date date;

        offset += line.size + 1;
        skip_blanks(&line);
        if (!take_parts(&line, true, "年", "月", "日", &date))
            continue;
        skip_blanks(&line);
        if (line.size == 0)
            found = date;
    }
    return found;
}

#define COUNT_OF(items) (sizeof(items) / sizeof *(items))

static const char *const published_labels[] = { "发布时间", "发布日期", "发稿时间", "公开日期", "\n日期：", "　日期：" };
enum { CLEAR_LABELS = 4 }; /* 日期 alone may be that of an event */
static const char *const written_labels[] = { "成文日期", "成文时间", "印发日期" };

/* ---- Whether it is one article. */

/* What stands in the same line as the day of an article, and not of an event. */
static bool is_of_article(struct bytes text, size_t at)
{
    static const char *const words[] = { "来源", "作者", "浏览", "字号", "点击", "阅读" };
    const uint8_t *end = memchr(text.data + at, '\n', text.size - at);
    struct bytes line = bytes_slice(text, at, (end != NULL ? (size_t)(end - text.data) : text.size) - at);

    for (size_t index = 0; index < COUNT_OF(words); index++) {
        if (memmem(line.data, line.size, words[index], strlen(words[index])) != NULL)
            return true;
    }
    return false;
}

/* A list has the same words again, each time with another day. */
static bool is_of_one(struct bytes text)
{
    bool is_found = false;

    for (size_t label = 0; label < COUNT_OF(published_labels); label++) {
        struct date first = { 0 }, date;
        size_t offset = 0;

        while (find_labelled(text, published_labels[label], &offset, &date)) {
            is_found = is_found || label < CLEAR_LABELS || is_of_article(text, offset);
            if (date_is_set(first) && date_days(first) != date_days(date))
                return false;
            first = date;
        }
    }
    return is_found;
}

/* ---- All of it. */

void fact_dates_name(struct fact_dates *dates, struct date date)
{
    for (unsigned index = 0; index < dates->named_count; index++) {
        if (date_is_set(date) && date_days(dates->named[index]) == date_days(date))
            return;
    }
    if (date_is_set(date) && dates->named_count < FACT_NAMED_MAX)
        dates->named[dates->named_count++] = date;
}

static void name_all(struct fact_dates *dates, struct bytes text, const char *const *labels, size_t count)
{
    for (size_t index = 0; index < count; index++) {
        struct date date;
        size_t offset = 0;

        while (dates->named_count < FACT_NAMED_MAX && find_labelled(text, labels[index], &offset, &date))
            fact_dates_name(dates, date);
    }
}

struct fact_dates fact_dates_of(struct bytes text)
{
    static const char *const others[] = { "更新时间", "更新日期", "修改时间", "修改日期", "生成日期", "发文日期",
                                          "签发日期", "公布日期", "公开时间" };
    struct fact_dates dates = { .published = first_of(text, published_labels, COUNT_OF(published_labels)),
                                .written = first_of(text, written_labels, COUNT_OF(written_labels)) };

    if (!date_is_set(dates.written))
        dates.written = signed_on(text);
    dates.closes = last_closing(text, date_is_set(dates.published) ? dates.published : dates.written);
    fact_dates_name(&dates, dates.published);
    fact_dates_name(&dates, dates.written);
    name_all(&dates, text, published_labels, COUNT_OF(published_labels));
    name_all(&dates, text, written_labels, COUNT_OF(written_labels));
    name_all(&dates, text, others, COUNT_OF(others));
    dates.is_of_one = is_of_one(text);
    return dates;
}
