/* SPDX-License-Identifier: Apache-2.0 */
#include "sweep/fact_dates.h"

#include <string.h>

#include "sweep/fact_particulars.h"
#include "sweep/fact_range.h"
#include "sweep/fact_words.h"

#define COUNT_OF(items) (sizeof(items) / sizeof *(items))

/* ---- The words that days stand behind, in one pass over the text. */

/* The earlier ones go before the later ones where a page says both. */
enum {
    CLEAR_END = 4,     /* of publication, and of nothing else */
    LINE_END = 5,      /* in a line of its own; elsewhere a sentence says when something else was published */
    PUBLISHED_END = 6, /* 日期 alone may be that of an event */
    WRITTEN_END = 9,   /* of a document */
    OTHER_END = 18,    /* of an article too, but not of its publication */
    LABEL_COUNT = 23,  /* those of what closes */
};
static const char *const labels[] = {
    "发布时间", "发布日期", "发稿时间", "公开日期", "发布于",   "日期",     "成文日期", "成文时间",
    "印发日期", "更新时间", "更新日期", "修改时间", "修改日期", "生成日期", "发文日期", "签发日期",
    "公布日期", "公开时间", "截止时间", "截止日期", "截止日",   "报名截止", "截止报名",
};
enum { HAN_SIZE = 3 };
_Static_assert(COUNT_OF(labels) == LABEL_COUNT, "a label more or less");

/* A colon, the bracket's end of 【发布日期】 or none, and a day. */
static bool day_behind(struct bytes text, struct date *date)
{
    size_t size;

    do {
        fact_skip_blanks(&text);
    } while (fact_take_text(&text, "：") || fact_take_text(&text, ":") || fact_take_text(&text, "为")
             || fact_take_text(&text, "是") || fact_take_text(&text, "\n") || fact_take_text(&text, "】")
             || fact_take_text(&text, "]"));
    return fact_date_at(text, date, &size);
}

/* 日期 alone is that of an article where it begins a line, or stands apart in one, that says what only such a line
 * does. */
static bool is_of_article(struct bytes text, size_t at)
{
    struct bytes before = bytes_slice(text, 0, at);

    return (at == 0 || text.data[at - 1] == '\n' || fact_ends_with(before, "　"))
           && fact_stands_in_particulars(text, at);
}

/* "发布于 2026-11-24 10:30", in a line that has nothing else. */
static bool is_line_alone(struct bytes text, size_t at, size_t behind)
{
    struct bytes line = fact_line_around(bytes_slice(text, behind, text.size), 0);

    if (!fact_take_text(&line, "："))
        (void)fact_take_text(&line, ":");
    return (at == 0 || text.data[at - 1] == '\n') && fact_is_day_alone(line);
}

/* Whether the word may be that of the article, and not of something that its sentences speak of. */
static bool counts(struct bytes text, size_t label, size_t at, size_t behind)
{
    if (label < CLEAR_END || label >= PUBLISHED_END)
        return true;
    return label < LINE_END ? is_line_alone(text, at, behind) : is_of_article(text, at);
}

static struct date later_of(struct date left, struct date right)
{
    return !date_is_set(left) || date_days(right) > date_days(left) ? right : left;
}

static void name_day(struct fact_dates *dates, struct date date)
{
    for (unsigned index = 0; index < dates->named_count; index++) {
        if (date_is_set(date) && date_days(dates->named[index]) == date_days(date))
            return;
    }
    if (date_is_set(date) && dates->named_count < FACT_NAMED_MAX)
        dates->named[dates->named_count++] = date;
}

enum { LABELLED_MAX = FACT_NAMED_MAX - 4 }; /* there is room for those that are named whatever others are */

struct labelled {
    struct date firsts[OTHER_END]; /* behind each of the words */
    struct date closes;
    bool is_list; /* the same word again, with another day */
};

static void take_label(struct fact_dates *dates, struct labelled *labelled, size_t label, struct date date)
{
    struct date *first = label < OTHER_END ? &labelled->firsts[label] : NULL;

    if (first == NULL) {
        labelled->closes = later_of(labelled->closes, date);
        return;
    }
    labelled->is_list =
        labelled->is_list || (label < PUBLISHED_END && date_is_set(*first) && date_days(*first) != date_days(date));
    if (!date_is_set(*first))
        *first = date;
    if (dates->named_count < LABELLED_MAX)
        name_day(dates, date);
}

static void find_labelled(struct fact_dates *dates, struct bytes text, struct labelled *labelled)
{
    struct fact_words words = fact_words_of(labels, LABEL_COUNT);
    size_t offset = 0, label;

    while (fact_words_next(&words, text, &offset, &label)) {
        size_t behind = offset + strlen(labels[label]);
        struct date date;

        if (day_behind(bytes_slice(text, behind, text.size), &date) && counts(text, label, offset, behind))
            take_label(dates, labelled, label, date);
        offset += HAN_SIZE; /* 截止时间 stands in 报名截止时间 */
    }
}

static struct date first_of(const struct date *dates, size_t begin, size_t end)
{
    while (begin < end && !date_is_set(dates[begin]))
        begin++;
    return begin < end ? dates[begin] : (struct date){ 0 };
}

/* ---- Times that something can be taken part in, or said to. */

static struct date last_range(struct bytes text, struct date about)
{
    static const char *const subjects[] = { "报名", "征集", "征求意见", "反馈", "公示", "申报", "投票" };
    struct fact_words words = fact_words_of(subjects, COUNT_OF(subjects));
    struct date last = { 0 }, end;
    size_t offset = 0, subject;

    while (fact_words_next(&words, text, &offset, &subject)) {
        offset += strlen(subjects[subject]);
        if (fact_range_end(bytes_slice(text, offset, text.size), about, &end))
            last = later_of(last, end);
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
        fact_skip_blanks(&line);
        if (!fact_take_parts(&line, true, "年", "月", "日", &date))
            continue;
        fact_skip_blanks(&line);
        if (line.size == 0)
            found = date;
    }
    return found;
}

/* ---- All of it. */

struct fact_dates fact_dates_of(struct bytes text, const char *title, struct date property)
{
    struct fact_dates dates = { 0 };
    struct labelled labelled = { 0 };
    struct date particulars = fact_particulars_day(text, title), end;

    find_labelled(&dates, text, &labelled);
    dates.written = first_of(labelled.firsts, PUBLISHED_END, WRITTEN_END);
    if (!date_is_set(dates.written))
        dates.written = signed_on(text);
    dates.published = first_of(labelled.firsts, 0, PUBLISHED_END);
    dates.is_of_one = date_is_set(dates.published) && !labelled.is_list;
    if (!date_is_set(dates.published)) {
        dates.published = date_is_set(property) ? property : particulars;
        dates.is_of_one = date_is_set(dates.published);
    }
    end = last_range(text, date_is_set(dates.published) ? dates.published : dates.written);
    dates.closes = date_is_set(end) ? later_of(labelled.closes, end) : labelled.closes;
    name_day(&dates, dates.published);
    name_day(&dates, dates.written);
    name_day(&dates, property);
    name_day(&dates, particulars);
    return dates;
}
