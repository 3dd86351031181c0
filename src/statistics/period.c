/* SPDX-License-Identifier: Apache-2.0 */
#include "statistics/period.h"

#include <stdio.h>
#include <string.h>

#include "text/cursor.h"
#include "text/utf8.h"

static void skip_blank(struct cursor *cursor)
{
    (void)cursor_take(cursor, " ");
}

/* One digit of a year: 2, 二, 〇, ○. */
static bool take_year_digit(struct cursor *cursor, int32_t *digit)
{
    static const char *const digits[] = { "零", "一", "二", "三", "四", "五", "六", "七", "八", "九" };

    if (cursor_is_digit(cursor, cursor->at)) {
        *digit = cursor->text[cursor->at++] - '0';
        return true;
    }
    if (cursor_take(cursor, "〇") || cursor_take(cursor, "○") || cursor_take(cursor, "o")) {
        *digit = 0;
        return true;
    }
    for (int32_t index = 0; index < 10; index++) {
        if (cursor_take(cursor, digits[index])) {
            *digit = index;
            return true;
        }
    }
    return false;
}

enum { YEAR_FIRST = 1949, YEAR_LAST = 2099 };

/* Four digits that can be a year, or two before 年. */
static bool take_year_number(struct cursor *cursor, int32_t *year)
{
    struct cursor ahead = *cursor;
    int32_t digit, value = 0;
    unsigned count = 0;

    if (ahead.at > 0 && (cursor_is_digit(&ahead, ahead.at - 1) || ahead.text[ahead.at - 1] == '.'))
        return false;
    while (count < 4 && take_year_digit(&ahead, &digit)) {
        value = value * 10 + digit;
        count++;
    }
    if (count == 4 && value >= YEAR_FIRST && value <= YEAR_LAST && !cursor_is_digit(&ahead, ahead.at)) {
        *year = value;
        cursor->at = ahead.at;
        return true;
    }
    if (count != 2 || value > 99 || !cursor_is_digit(cursor, cursor->at) || ahead.size - ahead.at < strlen("年")
        || memcmp(ahead.text + ahead.at, "年", strlen("年")) != 0)
        return false;
    *year = 2000 + value;
    cursor->at = ahead.at;
    return true;
}

/* A month or the number of a quarter: 9, 09, 九, 十二. */
static bool take_small(struct cursor *cursor, unsigned most, unsigned *number)
{
    static const char *const words[] = { "十二", "十一", "十", "九", "八", "七", "六", "五", "四", "三", "二", "两", "一" };
    static const uint8_t values[] = { 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 2, 1 };
    struct cursor ahead = *cursor;
    unsigned value = 0;

    while (cursor_is_digit(&ahead, ahead.at) && ahead.at - cursor->at < 2)
        value = value * 10 + (unsigned)(ahead.text[ahead.at++] - '0');
    for (size_t index = 0; value == 0 && index < sizeof values; index++) {
        if (cursor_take(&ahead, words[index]))
            value = values[index];
    }
    if (value == 0 || value > most || cursor_is_digit(&ahead, ahead.at))
        return false;
    *number = value;
    cursor->at = ahead.at;
    return true;
}

static bool take_dash(struct cursor *cursor)
{
    static const char *const dashes[] = { "-", "—", "–", "~", "～", "至", "到", "─", "−", "―", "‐", NULL };
    bool taken = false;

    skip_blank(cursor);
    while (cursor_take_any(cursor, dashes))
        taken = true;
    skip_blank(cursor);
    return taken;
}

static bool take_end(struct cursor *cursor)
{
    static const char *const ends[] = { "末", "底", NULL };

    return cursor_take_any(cursor, ends);
}

static bool set(struct period_mention *mention, enum period_kind kind, unsigned first, unsigned last)
{
    mention->kind = kind;
    mention->first = (uint8_t)first;
    mention->last = (uint8_t)last;
    return true;
}

/* 一季度, 第1季度, 前三季度, 二季度末, q3. */
static bool read_quarter(struct cursor *cursor, struct period_mention *mention)
{
    struct cursor ahead = *cursor;
    unsigned quarter;
    bool cumulated = cursor_take(&ahead, "前") || cursor_take(&ahead, "头");

    if (cursor_take(&ahead, "首季") || (!cumulated && cursor_take(&ahead, "q1"))) {
        cursor->at = ahead.at;
        (void)cursor_take(cursor, "度");
        return set(mention, PERIOD_PLAIN, 1, 3);
    }
    if (!cumulated)
        (void)cursor_take(&ahead, "第");
    if (!cumulated && cursor_take(&ahead, "q")) {
        if (!take_small(&ahead, 4, &quarter))
            return false;
    } else if (!take_small(&ahead, 4, &quarter)
               || !(cursor_take(&ahead, "个季度") || cursor_take(&ahead, "季度") || (cumulated && cursor_take(&ahead, "季")))) {
        return false;
    }
    (void)cursor_take(&ahead, "份");
    cursor->at = ahead.at;
    if (take_end(cursor))
        return set(mention, PERIOD_POINT, quarter * 3, quarter * 3);
    if (cumulated)
        return set(mention, PERIOD_PLAIN, 1, quarter * 3);
    return set(mention, quarter == 3 ? PERIOD_AMBIGUOUS : PERIOD_PLAIN, quarter * 3 - 2, quarter * 3);
}

/* Behind "9月": 9月份, 9月末, 9月30日. */
static bool read_behind_month(struct cursor *cursor, struct period_mention *mention, unsigned month)
{
    static const uint8_t last_days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    struct cursor ahead;
    unsigned day;

    if (cursor_take(cursor, "份")) {
        (void)take_end(cursor);
        return set(mention, PERIOD_PLAIN, month, month);
    }
    if (take_end(cursor))
        return set(mention, PERIOD_POINT, month, month);
    ahead = *cursor;
    skip_blank(&ahead);
    if (take_small(&ahead, 31, &day)) {
        skip_blank(&ahead);
        if (cursor_take(&ahead, "日")) {
            cursor->at = ahead.at;
            return set(mention, day >= last_days[month - 1] ? PERIOD_POINT : PERIOD_DAY, month, month);
        }
    }
    return set(mention, PERIOD_PLAIN, month, month);
}

/* 1-9月, 1月至9月, 9月, 前9个月, 1-9月份. */
static bool read_months(struct cursor *cursor, struct period_mention *mention)
{
    struct cursor ahead = *cursor;
    unsigned first, last;

    if (ahead.at > 0 && (cursor_is_digit(&ahead, ahead.at - 1) || ahead.text[ahead.at - 1] == '.'))
        return false;
    if (cursor_take(&ahead, "前") || cursor_take(&ahead, "头")) {
        if (!take_small(&ahead, 12, &last) || !(cursor_take(&ahead, "个月") || cursor_take(&ahead, "月")))
            return false;
        cursor->at = ahead.at;
        (void)cursor_take(cursor, "份");
        return set(mention, PERIOD_PLAIN, 1, last);
    }
    if (!take_small(&ahead, 12, &first))
        return false;
    skip_blank(&ahead);
    if (cursor_take(&ahead, "月")) {
        struct cursor behind = ahead;

        (void)cursor_take(&behind, "份");
        if (take_dash(&behind) && take_small(&behind, 12, &last) && last > first && cursor_take(&behind, "月")) {
            cursor->at = behind.at;
            (void)cursor_take(cursor, "份");
            return set(mention, PERIOD_PLAIN, first, last);
        }
        cursor->at = ahead.at;
        return read_behind_month(cursor, mention, first);
    }
    if (!take_dash(&ahead) || !take_small(&ahead, 12, &last) || last <= first)
        return false;
    skip_blank(&ahead);
    if (!cursor_take(&ahead, "月"))
        return false;
    cursor->at = ahead.at;
    (void)cursor_take(cursor, "份");
    return set(mention, PERIOD_PLAIN, first, last);
}

static bool read_half(struct cursor *cursor, struct period_mention *mention)
{
    if (cursor_take(cursor, "上半年") || cursor_take(cursor, "前半年") || cursor_take(cursor, "h1"))
        return set(mention, PERIOD_PLAIN, 1, 6);
    if (cursor_take(cursor, "下半年"))
        return set(mention, PERIOD_PLAIN, 7, 12);
    return false;
}

static bool read_within_year(struct cursor *cursor, struct period_mention *mention)
{
    return read_half(cursor, mention) || read_quarter(cursor, mention) || read_months(cursor, mention);
}

static bool read_so_far(struct cursor *cursor, struct period_mention *mention)
{
    static const char *const words[] = { "今年以来", "今年来", "年初以来", "年初至今", "截至目前", "截止目前", NULL };

    if (!cursor_take_any(cursor, words))
        return false;
    mention->year_kind = PERIOD_YEAR_THIS;
    return set(mention, PERIOD_SO_FAR, 1, 12);
}

static bool read_span(struct cursor *cursor, struct period_mention *mention)
{
    static const char *const words[] = { "十二五", "十三五", "十四五", "十五五", "五年来", "三年来", "近五年", "近三年",
                                         "过去五年", "五年间", "十年来", "近年来", NULL };
    static const struct {
        const char *word;
        unsigned month; /* 0: any */
    } holidays[] = { { "春节", 1 }, { "国庆", 10 }, { "五一", 5 }, { "清明", 4 }, { "端午", 5 }, { "中秋", 9 },
                     { "元旦", 1 }, { "黄金周", 0 }, { "假期", 0 }, { "小长假", 0 }, { "假日期间", 0 } };

    if (cursor_take_any(cursor, words))
        return set(mention, PERIOD_SPAN, 0, 0);
    for (size_t index = 0; index < sizeof holidays / sizeof *holidays; index++) {
        if (cursor_take(cursor, holidays[index].word))
            return set(mention, PERIOD_HOLIDAY, holidays[index].month, holidays[index].month);
    }
    return false;
}

static bool read_relative_year(struct cursor *cursor, enum period_year *kind)
{
    static const char *const these[] = { "今年", "本年", NULL };
    static const char *const lasts[] = { "去年", "上年", "上一年", NULL };

    if (cursor_take_any(cursor, these))
        *kind = PERIOD_YEAR_THIS;
    else if (cursor_take_any(cursor, lasts))
        *kind = PERIOD_YEAR_LAST;
    else if (cursor_take(cursor, "前年"))
        *kind = PERIOD_YEAR_BEFORE;
    else
        return false;
    return true;
}

/* 2021-2023年, 2021年至2023年, 2012年以来: more than one year. */
static bool read_years(struct cursor *cursor, struct period_mention *mention)
{
    struct cursor ahead = *cursor;
    int32_t last;

    (void)cursor_take(&ahead, "年");
    if (cursor_take(&ahead, "以来") || (take_dash(&ahead) && take_year_number(&ahead, &last) && cursor_take(&ahead, "年"))) {
        cursor->at = ahead.at;
        return set(mention, PERIOD_SPAN, 0, 0);
    }
    return false;
}

/* What follows 2024 or 去年. */
static bool read_behind_year(struct cursor *cursor, struct period_mention *mention)
{
    struct cursor ahead;
    bool is_year = mention->year_kind != PERIOD_YEAR_WRITTEN;

    if (!is_year && read_years(cursor, mention))
        return true;
    ahead = *cursor;
    if (!is_year && !cursor_take(&ahead, "年")) {
        /* 2024q1, 2024h1, 2024前三季度, 2024上半年 */
        return cursor_take(&ahead, "q") || cursor_take(&ahead, "h") || cursor_take(&ahead, "前") || cursor_take(&ahead, "上半年")
                   ? read_within_year(cursor, mention)
                   : false;
    }
    (void)cursor_take(&ahead, "度");
    skip_blank(&ahead);
    cursor->at = ahead.at;
    if (take_end(cursor))
        return set(mention, PERIOD_POINT, 12, 12);
    if (cursor_take(cursor, "全年"))
        return set(mention, PERIOD_PLAIN, 1, 12);
    if (read_within_year(cursor, mention))
        return true;
    return set(mention, PERIOD_YEAR_ALONE, 1, 12);
}

/* What may begin with a character: most begin nothing, and the others one or two of these. */
enum beginning {
    BEGINS_SO_FAR = 1,    /* read_so_far */
    BEGINS_SPAN = 2,      /* read_span */
    BEGINS_YEAR = 4,      /* take_year_number */
    BEGINS_RELATIVE = 8,  /* read_relative_year */
    BEGINS_WHOLE = 16,    /* 全年, 年末 */
    BEGINS_WITHIN = 32,   /* read_within_year */
};

static unsigned beginnings_of(uint32_t character)
{
    switch (character) {
    case U'今':
        return BEGINS_SO_FAR | BEGINS_RELATIVE;
    case U'年':
        return BEGINS_SO_FAR | BEGINS_WHOLE;
    case U'截':
        return BEGINS_SO_FAR;
    case U'十':
        return BEGINS_SPAN | BEGINS_WITHIN;
    case U'五':
    case U'三':
        return BEGINS_SPAN | BEGINS_YEAR | BEGINS_WITHIN;
    case U'近':
    case U'过':
    case U'春':
    case U'国':
    case U'清':
    case U'端':
    case U'中':
    case U'元':
    case U'黄':
    case U'假':
    case U'小':
        return BEGINS_SPAN;
    case U'零':
    case U'〇':
    case U'○':
        return BEGINS_YEAR;
    case U'一':
    case U'二':
    case U'四':
    case U'六':
    case U'七':
    case U'八':
    case U'九':
        return BEGINS_YEAR | BEGINS_WITHIN;
    case U'本':
    case U'去':
        return BEGINS_RELATIVE;
    case U'上':
    case U'前':
        return BEGINS_RELATIVE | BEGINS_WITHIN;
    case U'全':
        return BEGINS_WHOLE;
    case U'两':
    case U'首':
    case U'头':
    case U'第':
    case U'下':
        return BEGINS_WITHIN;
    default:
        return character >= '0' && character <= '9' ? BEGINS_YEAR | BEGINS_WITHIN : 0;
    }
}

/* A digit that goes on a number begins neither a year nor a month. */
static bool goes_on_a_number(const struct cursor *cursor)
{
    return cursor->at > 0 && cursor_is_digit(cursor, cursor->at)
           && (cursor_is_digit(cursor, cursor->at - 1) || cursor->text[cursor->at - 1] == '.');
}

/* Can the digit at hand be the number of a quarter, with nothing but another one between? */
static bool may_count_quarters(const struct cursor *cursor)
{
    size_t behind = cursor->at + 1 + cursor_is_digit(cursor, cursor->at + 1);

    return behind < cursor->size && (uint8_t)cursor->text[behind] >= 0xE0;
}

static bool read_mention(struct cursor *cursor, struct period_mention *mention, unsigned beginnings)
{
    mention->year_kind = PERIOD_YEAR_OPEN;
    if (goes_on_a_number(cursor))
        return may_count_quarters(cursor) && read_quarter(cursor, mention);
    if (((beginnings & BEGINS_SO_FAR) != 0 && read_so_far(cursor, mention))
        || ((beginnings & BEGINS_SPAN) != 0 && read_span(cursor, mention)))
        return true;
    if ((beginnings & BEGINS_YEAR) != 0 && take_year_number(cursor, &mention->year)) {
        bool is_short = cursor_is_digit(cursor, mention->from) && cursor->at - mention->from == 2;

        /* 23年上半年 is a year, 10年 alone is how long something takes. */
        mention->year_kind = PERIOD_YEAR_WRITTEN;
        return read_behind_year(cursor, mention) && !(is_short && mention->kind == PERIOD_YEAR_ALONE);
    }
    if ((beginnings & BEGINS_RELATIVE) != 0 && read_relative_year(cursor, &mention->year_kind))
        return read_behind_year(cursor, mention);
    if ((beginnings & BEGINS_WHOLE) != 0) {
        if (cursor_take(cursor, "全年"))
            return set(mention, PERIOD_PLAIN, 1, 12);
        if (cursor_take(cursor, "年末") || cursor_take(cursor, "年底"))
            return set(mention, PERIOD_POINT, 12, 12);
    }
    return (beginnings & BEGINS_WITHIN) != 0 && read_within_year(cursor, mention);
}

/* 比上年, 较2023年, 与去年同期相比, 去年同期: not what is spoken of. */
static bool compares(const char *text, size_t size, const struct period_mention *mention)
{
    static const char *const before[] = { "比", "较", "与", "同比", "超过", NULL };
    static const char *const behind[] = { "同期", "相比", "基数", NULL };

    for (const char *const *word = before; *word != NULL; word++) {
        size_t length = strlen(*word);

        if (mention->from >= length && memcmp(text + mention->from - length, *word, length) == 0)
            return true;
    }
    for (const char *const *word = behind; *word != NULL; word++) {
        size_t length = strlen(*word);

        if (size - mention->to >= length && memcmp(text + mention->to, *word, length) == 0)
            return true;
    }
    return false;
}

bool period_next(const char *text, size_t size, size_t from, struct period_mention *mention)
{
    while (from < size) {
        struct utf8_step step = utf8_next(text + from, size - from);
        struct cursor cursor = { text, size, from };

        unsigned beginnings = beginnings_of(step.code_point);

        if (beginnings == 0) {
            from += step.size;
            continue;
        }
        *mention = (struct period_mention){ .from = from };
        if (read_mention(&cursor, mention, beginnings) && cursor.at > from) {
            mention->to = cursor.at;
            mention->compares = compares(text, size, mention);
            return true;
        }
        from += step.size;
    }
    return false;
}

/* 2024-09, 2024-1..9: the register's own spelling. */
static bool parse_plain(const char *text, size_t size, struct period *period)
{
    struct cursor cursor = { text, size, 0 };
    unsigned first, last;

    if (!take_year_number(&cursor, &period->year))
        return false;
    period->first = 1;
    period->last = 12;
    if (cursor.at == size)
        return true;
    if (!cursor_take(&cursor, "-") || !take_small(&cursor, 12, &first))
        return false;
    last = first;
    if (cursor_take(&cursor, "..") && !take_small(&cursor, 12, &last))
        return false;
    period->first = (uint8_t)first;
    period->last = (uint8_t)last;
    return cursor.at == size && last >= first;
}

bool period_parse(const char *text, size_t size, struct period *period)
{
    char folded[64];
    struct period parsed = { 0 };
    struct period_mention mention;

    if (size == 0 || size >= sizeof folded)
        return false;
    for (size_t index = 0; index < size; index++)
        folded[index] = text[index] >= 'A' && text[index] <= 'Z' ? (char)(text[index] + 32) : text[index];
    if (parse_plain(folded, size, &parsed)) {
        *period = parsed;
        return true;
    }
    if (!period_next(folded, size, 0, &mention) || mention.from != 0 || mention.to != size
        || mention.year_kind != PERIOD_YEAR_WRITTEN
        || (mention.kind != PERIOD_PLAIN && mention.kind != PERIOD_YEAR_ALONE && mention.kind != PERIOD_POINT
            && mention.kind != PERIOD_AMBIGUOUS))
        return false;
    *period = (struct period){ mention.year, mention.first, mention.last };
    return true;
}

void period_text(struct period period, char text[PERIOD_TEXT_MAX])
{
    unsigned first = period.first % 13U, last = period.last % 13U, year = (unsigned)period.year % 10000U;

    if (first == 1 && last == 12)
        (void)snprintf(text, PERIOD_TEXT_MAX, "%04u", year);
    else if (last - first == 2 && last % 3 == 0)
        (void)snprintf(text, PERIOD_TEXT_MAX, "%04uQ%u", year, last / 3);
    else if (first == 1 && last == 6)
        (void)snprintf(text, PERIOD_TEXT_MAX, "%04uH1", year);
    else if (first == last)
        (void)snprintf(text, PERIOD_TEXT_MAX, "%04u-%02u", year, last);
    else
        (void)snprintf(text, PERIOD_TEXT_MAX, "%04u-%02u..%02u", year, first, last);
}

int64_t period_end(struct period period)
{
    struct date next = { period.year, period.last + 1, 1 };

    if (next.month > 12)
        next = (struct date){ period.year + 1, 1, 1 };
    return date_days(next) - 1;
}
