/* SPDX-License-Identifier: Apache-2.0 */
#include "sweep/fact_particulars.h"

#include <string.h>

#include "sweep/fact_day.h"
#include "sweep/fact_words.h"

#define COUNT_OF(items) (sizeof(items) / sizeof *(items))

enum {
    LINE_MAX_SIZE = 300,
    HAN_SIZE = 3,
    HEADING_MIN = 8 * HAN_SIZE, /* columns have shorter names */
    HEADING_REACH = 3,          /* lines below a heading */
    BODY_MIN = 300,             /* bytes between an article's line and that of the next article */
    BODY_REACH = 4096,          /* bytes behind the line in which an article's first sentence ends */
    SOURCE_MAX = 20 * HAN_SIZE, /* of who has published it, without a word that says so */
};

/* ---- What makes a line one of particulars. */

static bool ends_with_any(struct bytes text, const char *const *ends, size_t count)
{
    for (size_t index = 0; index < count; index++) {
        if (fact_ends_with(text, ends[index]))
            return true;
    }
    return false;
}

static bool ends_with_han(struct bytes text)
{
    const uint8_t *last = text.size >= HAN_SIZE ? text.data + text.size - HAN_SIZE : NULL;

    return last != NULL && last[0] >= 0xE4 && last[0] <= 0xE9;
}

/* 资金来源 is no source of an article. */
static bool begins_field(struct bytes before)
{
    static const char *const ends[] = { "信息", "文章", "稿件", "新闻", "内容", "本文", "日", "次" };

    return !ends_with_han(before) || ends_with_any(before, ends, COUNT_OF(ends));
}

/* "点击报名" tells nobody how often. */
static bool ends_field(struct bytes behind)
{
    static const char *const counters[] = { "次数", "数", "量", "率", "人次" };
    static const char *const ends[] = { ":", "：", "[", "【", "(", "（", "|" };

    for (size_t index = 0; index < COUNT_OF(counters); index++)
        (void)fact_take_text(&behind, counters[index]);
    fact_skip_blanks(&behind);
    if (behind.size == 0 || fact_is_digit(behind.data[0]))
        return true;
    for (size_t index = 0; index < COUNT_OF(ends); index++) {
        if (fact_take_text(&behind, ends[index]))
            return true;
    }
    return false;
}

static bool is_particulars(struct bytes line)
{
    static const char *const names[] = { "来源", "稿源", "作者", "浏览", "点击", "阅读", "字号", "字体" };
    struct fact_words words = fact_words_of(names, COUNT_OF(names));
    size_t offset = 0, word;

    if (line.size > LINE_MAX_SIZE)
        return false;
    for (; fact_words_next(&words, line, &offset, &word); offset += HAN_SIZE) {
        if (begins_field(bytes_slice(line, 0, offset))
            && ends_field(bytes_slice(line, offset + strlen(names[word]), line.size)))
            return true;
    }
    return false;
}

struct bytes fact_line_around(struct bytes text, size_t place)
{
    const uint8_t *before = place > 0 ? memrchr(text.data, '\n', place) : NULL, *after;
    size_t start = before != NULL ? (size_t)(before - text.data) + 1 : 0;

    after = place < text.size ? memchr(text.data + place, '\n', text.size - place) : NULL;
    return bytes_slice(text, start, (after != NULL ? (size_t)(after - text.data) : text.size) - start);
}

bool fact_stands_in_particulars(struct bytes text, size_t place)
{
    /* No more than it takes to see that the line is too long: words may stand in it as often as they like. */
    size_t start = place > LINE_MAX_SIZE ? place - LINE_MAX_SIZE - 1 : 0;
    struct bytes reach = bytes_slice(text, start, 2 * (LINE_MAX_SIZE + 1));

    return is_particulars(fact_line_around(reach, place - start));
}

/* ---- The day in it. */

static bool drop_opening(struct bytes *text)
{
    size_t size = text->size;

    do {
        fact_drop_blanks(text);
    } while (fact_drop_end(text, "[") || fact_drop_end(text, "【") || fact_drop_end(text, "(")
             || fact_drop_end(text, "（") || fact_drop_end(text, "|"));
    return text->size < size;
}

/* 时间 alone, or that of publication: not 开标时间, nor 更新时间. */
static bool is_time_of_publication(struct bytes label)
{
    static const char *const kinds[] = {
        "发布", "发表", "发稿", "录入", "添加", "加入", "上传", "文章", "信息", "稿件"
    };

    if (!fact_drop_end(&label, "时间") && !fact_drop_end(&label, "日期"))
        return false;
    return !ends_with_han(label) || ends_with_any(label, kinds, COUNT_OF(kinds));
}

static bool is_said_to_be_published(struct bytes before)
{
    static const char *const verbs[] = { "发布", "发表", "发布于", "发表于" };
    bool is_apart = drop_opening(&before);

    if (fact_drop_end(&before, ":") || fact_drop_end(&before, "：")) {
        fact_drop_blanks(&before);
        return is_time_of_publication(before) || ends_with_any(before, verbs, COUNT_OF(verbs));
    }
    if (fact_ends_with(before, "时间") || fact_ends_with(before, "日期"))
        return is_time_of_publication(before);
    return before.size == 0 || is_apart || ends_with_any(before, verbs, COUNT_OF(verbs));
}

/* Of a time from one day to another. */
static bool goes_on(struct bytes behind)
{
    static const char *const signs[] = { "至", "到", "—", "－", "–", "～", "~", "-", "起" };

    fact_skip_blanks(&behind);
    for (size_t index = 0; index < COUNT_OF(signs); index++) {
        if (fact_take_text(&behind, signs[index]))
            return true;
    }
    return false;
}

static bool find_day(struct bytes line, struct date *date)
{
    struct bytes place;
    size_t start, end;

    if (line.size > LINE_MAX_SIZE || !fact_date_in(line, false, date, &place))
        return false;
    start = (size_t)(place.data - line.data);
    end = start + place.size;
    return is_said_to_be_published(bytes_slice(line, 0, start)) && !goes_on(bytes_slice(line, end, line.size));
}

/* ---- Whose day it is. */

/* *has_time: of the day, too. */
static bool take_day_and_time(struct bytes *line, bool *has_time)
{
    struct date date;

    *has_time = false;
    fact_skip_blanks(line);
    if (!fact_take_date(line, true, &date))
        return false;
    fact_skip_blanks(line);
    while (line->size > 0 && (fact_is_digit(line->data[0]) || line->data[0] == ':')) {
        *has_time = *has_time || line->data[0] == ':';
        *line = bytes_slice(*line, 1, line->size - 1);
    }
    fact_skip_blanks(line);
    return true;
}

/* What goes with it stands in the next line. */
bool fact_is_day_alone(struct bytes line)
{
    bool has_time;

    return take_day_and_time(&line, &has_time) && line.size == 0;
}

/* "2026-11-24 10:30 新华社", whose third word is a name and no sentence. */
static bool is_timed(struct bytes line)
{
    bool has_time;

    if (!take_day_and_time(&line, &has_time) || !has_time || line.size > SOURCE_MAX)
        return false;
    for (size_t index = 0; index < line.size; index++) {
        if (fact_is_digit(line.data[index]))
            return false;
    }
    return memmem(line.data, line.size, "，", HAN_SIZE) == NULL && memmem(line.data, line.size, "。", HAN_SIZE) == NULL;
}

static bool is_heading(struct bytes line, const char *title)
{
    fact_skip_blanks(&line);
    fact_drop_blanks(&line);
    return line.size >= HEADING_MIN && bytes_start_with(bytes_of_text(title), (const char *)line.data, line.size);
}

static bool has_body(struct bytes behind)
{
    struct bytes reach = bytes_slice(behind, 0, BODY_REACH);

    return reach.size > 0 && memmem(reach.data, reach.size, "。", HAN_SIZE) != NULL;
}

struct search {
    const char *title;
    unsigned below; /* lines since the heading; HEADING_REACH where it is not near */
    struct date day;
    const uint8_t *body;  /* what stands behind the line of a heading; NULL before one is found */
    bool is_contradicted; /* as in a list */
};

static bool is_near_heading(const struct search *search)
{
    return search->below < HEADING_REACH;
}

/* The next line with another day is that of another article: of a list that begins here, or of one behind the body. */
static bool is_over(const struct search *search, const uint8_t *line)
{
    return search->body != NULL && (search->is_contradicted || line - search->body >= BODY_MIN);
}

static void take_day(struct search *search, struct date day, struct bytes behind)
{
    bool is_first_below = search->body == NULL && is_near_heading(search);

    /* Lines above the heading belong to something else. */
    search->is_contradicted =
        !is_first_below
        && (search->is_contradicted || (date_is_set(search->day) && date_days(day) != date_days(search->day)));
    search->day = day;
    if (is_first_below)
        search->body = behind.data;
}

static void look_at_line(struct search *search, struct bytes line, struct bytes behind)
{
    struct date day;
    bool is_of_particulars =
        is_particulars(line)
        || (is_near_heading(search) && fact_is_day_alone(line) && is_particulars(fact_line_around(behind, 0)))
        || ((is_near_heading(search) || search->body != NULL) && is_timed(line));

    if (is_of_particulars && find_day(line, &day) && has_body(behind))
        take_day(search, day, behind);
}

struct date fact_particulars_day(struct bytes text, const char *title)
{
    struct search search = { .title = title, .below = HEADING_REACH };

    for (size_t offset = 0; offset < text.size && !is_over(&search, text.data + offset);) {
        struct bytes line = fact_line_around(bytes_slice(text, offset, text.size), 0);

        offset += line.size + 1;
        if (line.size == 0)
            continue;
        if (search.body == NULL && is_heading(line, title)) {
            search.below = 0;
            continue;
        }
        look_at_line(&search, line, bytes_slice(text, offset, text.size));
        search.below += is_near_heading(&search) ? 1 : 0;
    }
    return search.is_contradicted ? (struct date){ 0 } : search.day;
}
