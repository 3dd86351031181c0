/* SPDX-License-Identifier: Apache-2.0 */
#include "wording/case_number.h"

#include <string.h>

#include "text/utf8.h"

enum {
    HAN_SIZE = 3, /* bytes of nearly every Han character, and of 〔 and 【 */
    SERIAL_DIGITS_MAX = 6,
    YEAR_DIGITS = 4,
    COURT_SIZE_MAX = 40,  /* bytes between the year and the serial: 最高法知民终, 黔2301刑初 */
    SERIES_SIZE_MAX = 60, /* bytes of the series of an organ */
    LONG_MIN = 8,
    LONG_MAX = 20,
    LETTERS_MAX = 4,
};

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static bool is_letter(char byte)
{
    return byte >= 'a' && byte <= 'z';
}

/* U+3400 to U+9FFF, enough for names of organs. */
static bool is_han(const char *text)
{
    unsigned char lead = (unsigned char)text[0];

    return lead >= 0xE4 && lead <= 0xE9;
}

/* Going backwards from `at`, never below `limit`. */
struct back {
    const char *text;
    size_t limit, at;
};

static bool back_take(struct back *back, const char *word)
{
    size_t size = strlen(word);

    if (back->at - back->limit < size || memcmp(back->text + back->at - size, word, size) != 0)
        return false;
    back->at -= size;
    return true;
}

static bool back_any(struct back *back, const char *const *words)
{
    for (; *words != NULL; words++) {
        if (back_take(back, *words))
            return true;
    }
    return false;
}

static void back_blank(struct back *back)
{
    (void)back_take(back, " ");
}

/* Digits, up to `max`; how many. */
static size_t back_digits(struct back *back, size_t max, uint64_t *value)
{
    size_t end = back->at;

    *value = 0;
    while (back->at > back->limit && end - back->at < max && is_digit(back->text[back->at - 1]))
        back->at--;
    for (size_t at = back->at; at < end; at++)
        *value = *value * 10 + (uint64_t)(back->text[at] - '0');
    return end - back->at;
}

static bool back_han(struct back *back)
{
    if (back->at - back->limit < HAN_SIZE || !is_han(back->text + back->at - HAN_SIZE))
        return false;
    back->at -= HAN_SIZE;
    return true;
}

/* 〔2023〕 in any brackets. */
static bool back_year(struct back *back, uint32_t *year)
{
    static const char *const closing[] = { ")", "〕", "]", "】", "〉", NULL };
    static const char *const opening[] = { "(", "〔", "[", "【", "〈", NULL };
    struct back ahead = *back;
    uint64_t value;

    if (!back_any(&ahead, closing))
        return false;
    back_blank(&ahead);
    if (back_digits(&ahead, YEAR_DIGITS, &value) != YEAR_DIGITS || value < 1900 || value > 2199)
        return false;
    back_blank(&ahead);
    if (!back_any(&ahead, opening))
        return false;
    *year = (uint32_t)value;
    *back = ahead;
    return true;
}

/* What a court number has between year and serial: 黔2301刑初. The court's own sign comes first, the kind of case
 * behind. */
static bool is_court_body(const char *body, size_t size)
{
    static const char *const courts[] = { "最高法", "兵", "京", "津", "冀", "晋", "蒙", "内", "辽", "吉", "黑", "沪",
                                          "苏",     "浙", "皖", "闽", "赣", "鲁", "豫", "鄂", "湘", "粤", "桂", "琼",
                                          "渝",     "川", "贵", "黔", "云", "滇", "藏", "陕", "甘", "青", "宁", "新" };
    static const char *const types[] = { "刑", "民", "行", "执", "破", "赔", "知",
                                         "商", "监", "财", "辖", "清", "认", "司惩" };
    size_t begin = 0;

    for (size_t index = 0; index < sizeof courts / sizeof *courts && begin == 0; index++) {
        size_t length = strlen(courts[index]);

        if (size > length && memcmp(body, courts[index], length) == 0)
            begin = length;
    }
    while (begin > 0 && begin < size && is_digit(body[begin]))
        begin++;
    for (size_t index = 0; index < sizeof types / sizeof *types && begin > 0; index++) {
        if (memmem(body + begin, size - begin, types[index], strlen(types[index])) != NULL)
            return true;
    }
    return false;
}

static bool read_court(struct back back, struct case_number *number)
{
    size_t end = back.at;
    uint64_t ignored;

    while (end - back.at < COURT_SIZE_MAX && (back_han(&back) || back_digits(&back, YEAR_DIGITS, &ignored) > 0))
        continue;
    size_t begin = back.at;
    back_blank(&back);
    if (begin == end || !back_year(&back, &number->year) || !is_court_body(back.text + begin, end - begin))
        return false;
    number->kind = CASE_NUMBER_COURT;
    number->from = back.at;
    return true;
}

/* 示公(刑)立字: Han, and brackets around some of it. */
static bool read_organ(struct back back, struct case_number *number)
{
    if (!back_year(&back, &number->year))
        return false;
    back_blank(&back);
    number->series_end = back.at;
    while (number->series_end - back.at < SERIES_SIZE_MAX
           && (back_han(&back) || back_take(&back, ")") || back_take(&back, "(")))
        continue;
    number->kind = CASE_NUMBER_ORGAN;
    number->from = back.at;
    return back.at < number->series_end;
}

/* `end` is where 号 begins; nothing before `limit` belongs to the number. */
static bool read_official(const char *text, size_t limit, size_t end, struct case_number *number)
{
    struct back back = { text, limit, end };

    back_blank(&back);
    if (back_digits(&back, SERIAL_DIGITS_MAX, &number->serial) == 0)
        return false;
    (void)back_take(&back, "z"); /* prosecutors write Z before their own cases */
    back_blank(&back);
    if (back_take(&back, "第"))
        back_blank(&back);
    number->to = end + HAN_SIZE;
    return read_organ(back, number) || read_court(back, number);
}

/* The digits text[at..end), which are a whole run. */
static bool read_long(const char *text, size_t at, size_t end, struct case_number *number)
{
    size_t begin = at;

    if (end - at < LONG_MIN || end - at > LONG_MAX)
        return false;
    if (begin > 0 && text[begin - 1] == ' ')
        begin--;
    while (begin > 0 && at - begin < LETTERS_MAX && is_letter(text[begin - 1]))
        begin--;
    if (begin > 0 && is_letter(text[begin - 1]))
        return false;
    *number = (struct case_number){ .kind = CASE_NUMBER_LONG, .from = begin, .to = end, .series_end = at };
    if (begin < at && text[begin] == ' ')
        number->from = at;
    for (size_t index = end - at > 18 ? end - 18 : at; index < end; index++)
        number->serial = number->serial * 10 + (uint64_t)(text[index] - '0');
    return true;
}

bool case_number_next(const char *text, size_t size, size_t from, struct case_number *number)
{
    static const char sign[] = "号";

    for (size_t at = from; at < size; at++) {
        if (is_digit(text[at])) {
            size_t end = at;

            while (end < size && is_digit(text[end]))
                end++;
            if (read_long(text, at, end, number))
                return true;
            at = end - 1;
        } else if (size - at >= HAN_SIZE && memcmp(text + at, sign, HAN_SIZE) == 0) {
            *number = (struct case_number){ 0 };
            if (read_official(text, from, at, number))
                return true;
        }
    }
    return false;
}

size_t case_number_key(const char *text, size_t size, char *key, size_t room)
{
    size_t length = 0;

    for (size_t at = 0; at < size;) {
        size_t step = utf8_next(text + at, size - at).size;
        bool is_part = is_digit(text[at]) || is_letter(text[at])
                       || (is_han(text + at) && (step != HAN_SIZE || memcmp(text + at, "第", HAN_SIZE) != 0));

        if (is_part && length + step > room)
            break;
        if (is_part) {
            memcpy(key + length, text + at, step);
            length += step;
        }
        at += step;
    }
    return length;
}
