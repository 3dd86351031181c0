/* SPDX-License-Identifier: Apache-2.0 */
#include "statistics/figure.h"

#include <string.h>

__extension__ typedef __int128 wide;

/* Fifteen digits leave room for every power of ten between two units in 128 bits. */
enum { DIGITS_MAX = 15, SHIFT_MAX = 20 };

const char *const figure_measure_names[] = { "",       "元",     "美元", "吨",       "人", "人次",
                                             "千瓦时", "平方米", "%",    "个百分点", "倍", "" };

static bool starts_with(const char *text, size_t size, size_t at, const char *word)
{
    size_t length = strlen(word);

    return size - at >= length && memcmp(text + at, word, length) == 0;
}

static bool is_digit(const char *text, size_t size, size_t at)
{
    return at < size && text[at] >= '0' && text[at] <= '9';
}

/* A comma between groups of three: 1,234,567. One behind which a clause begins is none: 增长5,达到… */
static bool is_group(const char *text, size_t size, size_t at)
{
    return at < size && text[at] == ',' && is_digit(text, size, at + 1) && is_digit(text, size, at + 2)
           && is_digit(text, size, at + 3) && !is_digit(text, size, at + 4);
}

static bool take_sign(const char *text, size_t size, size_t *at)
{
    static const char *const signs[] = { "-", "−", "—", "–", "─" };

    for (size_t index = 0; index < sizeof signs / sizeof *signs; index++) {
        if (starts_with(text, size, *at, signs[index])) {
            *at += strlen(signs[index]);
            return true;
        }
    }
    return false;
}

bool figure_number(const char *text, size_t size, size_t *at, struct figure *figure)
{
    size_t next = *at;
    int64_t value = 0;
    unsigned count = 0, decimals = 0;
    bool negative = take_sign(text, size, &next);

    if (!is_digit(text, size, next))
        return false;
    while (count < DIGITS_MAX && (is_digit(text, size, next) || is_group(text, size, next))) {
        if (text[next] != ',') {
            value = value * 10 + (text[next] - '0');
            count++;
        }
        next++;
    }
    if (next < size && text[next] == '.' && is_digit(text, size, next + 1)) {
        for (next++; count < DIGITS_MAX && is_digit(text, size, next); next++, count++, decimals++)
            value = value * 10 + (text[next] - '0');
    }
    if (is_digit(text, size, next))
        return false;
    *figure = (struct figure){ .digits = negative ? -value : value, .exponent = (int8_t)-(int)decimals };
    *at = next;
    return true;
}

/* 零 to 九 at text[*at], also 两; -1 when there is none. */
static int take_digit_word(const char *text, size_t size, size_t *at)
{
    static const char *const words[] = { "零", "一", "二", "三", "四", "五", "六", "七", "八", "九", "两" };

    for (int digit = 0; digit < (int)(sizeof words / sizeof *words); digit++) {
        if (starts_with(text, size, *at, words[digit])) {
            *at += strlen(words[digit]);
            return digit == 10 ? 2 : digit;
        }
    }
    return -1;
}

/* 五, 十二, 二十三; -1 when there is none. */
static int take_number_word(const char *text, size_t size, size_t *at)
{
    static const char ten[] = "十";
    int high = take_digit_word(text, size, at), low;

    if (!starts_with(text, size, *at, ten))
        return high;
    *at += sizeof ten - 1;
    low = take_digit_word(text, size, at);
    return (high < 0 ? 1 : high) * 10 + (low < 0 ? 0 : low);
}

bool figure_in_words(const char *text, size_t size, size_t *at, struct figure *figure)
{
    static const char percent[] = "百分之", tenths[] = "成", half[] = "半", point[] = "点";
    bool is_percent = starts_with(text, size, *at, percent);
    size_t next = *at + (is_percent ? sizeof percent - 1 : 0);
    int whole = is_percent ? take_number_word(text, size, &next) : take_digit_word(text, size, &next);
    int part = -1;

    if (whole < 0)
        return false;
    if (starts_with(text, size, next, point)) {
        next += sizeof point - 1;
        part = take_digit_word(text, size, &next);
        if (part < 0)
            return false;
    }
    if (!is_percent) {
        if (!starts_with(text, size, next, tenths))
            return false;
        next += sizeof tenths - 1;
        if (starts_with(text, size, next, half)) {
            next += sizeof half - 1;
            part = 5;
        }
    }
    *figure = (struct figure){ .digits = part < 0 ? whole : whole * 10 + part,
                               .exponent = (int8_t)((part < 0 ? 0 : -1) + (is_percent ? 0 : 1)),
                               .measure = MEASURE_PERCENT };
    *at = next;
    return true;
}

bool figure_unit(const char *text, size_t size, size_t *at, struct figure *figure)
{
    static const struct {
        const char *word;
        int8_t exponent;
    } multiples[] = { { "万亿", 12 }, { "百万", 6 }, { "千万", 7 }, { "十万", 5 }, { "亿", 8 }, { "万", 4 },
                      { "千", 3 }, { "百", 2 }, { "", 0 } };
    static const struct {
        const char *word;
        enum figure_measure measure;
    } units[] = { { "美元", MEASURE_DOLLAR }, { "元", MEASURE_YUAN }, { "吨", MEASURE_TON }, { "人次", MEASURE_VISITS },
                  { "头", MEASURE_OTHER },
                  { "人天", MEASURE_OTHER }, { "人", MEASURE_PEOPLE }, { "千瓦时", MEASURE_POWER },
                  { "千瓦小时", MEASURE_POWER }, { "度", MEASURE_POWER }, { "平方米", MEASURE_AREA },
                  { "m2", MEASURE_AREA }, { "%", MEASURE_PERCENT }, { "个百分点", MEASURE_POINTS },
                  { "百分点", MEASURE_POINTS }, { "个点", MEASURE_POINTS }, { "倍", MEASURE_TIMES } };

    for (size_t multiple = 0; multiple < sizeof multiples / sizeof *multiples; multiple++) {
        size_t behind = *at;

        if (!starts_with(text, size, behind, multiples[multiple].word))
            continue;
        behind += strlen(multiples[multiple].word);
        for (size_t unit = 0; unit < sizeof units / sizeof *units; unit++) {
            if (!starts_with(text, size, behind, units[unit].word))
                continue;
            figure->measure = units[unit].measure;
            figure->exponent = (int8_t)(figure->exponent + multiples[multiple].exponent);
            *at = behind + strlen(units[unit].word);
            return true;
        }
    }
    return false;
}

bool figure_parse(const char *number, const char *unit, struct figure *figure)
{
    struct figure parsed;
    size_t size = strlen(number), at = 0;

    if (!figure_number(number, size, &at, &parsed))
        return false;
    if (at < size && !figure_unit(number, size, &at, &parsed))
        return false;
    if (at != size)
        return false;
    if (unit[0] != '\0') {
        size_t unit_at = 0;

        if (!figure_unit(unit, strlen(unit), &unit_at, &parsed) || unit_at != strlen(unit))
            return false;
    }
    *figure = parsed;
    return true;
}

static wide scaled(const struct figure *figure, int exponent)
{
    wide value = figure->digits;

    for (int shift = figure->exponent; shift > exponent; shift--)
        value *= 10;
    return value;
}

static wide power(int exponent)
{
    wide value = 1;

    while (exponent-- > 0)
        value *= 10;
    return value;
}

/* The finer of both exponents; false when they are too far apart to be of one thing. */
static bool common(const struct figure *left, const struct figure *right, int *exponent)
{
    int apart = left->exponent - right->exponent;

    *exponent = apart < 0 ? left->exponent : right->exponent;
    return apart <= SHIFT_MAX && apart >= -SHIFT_MAX;
}

/* Without the zeros behind. */
static struct figure shortest(struct figure figure)
{
    while (figure.digits != 0 && figure.digits % 10 == 0) {
        figure.digits /= 10;
        figure.exponent++;
    }
    return figure;
}

bool figure_has_number_of(const struct figure *left, const struct figure *right)
{
    enum { MULTIPLE = 4 }; /* from 元 to 万元 to 亿元 */
    struct figure one = shortest(*left), other = shortest(*right);

    return one.digits == other.digits && (one.exponent - other.exponent) % MULTIPLE == 0;
}

bool figure_agrees(const struct figure *shown, const struct figure *exact)
{
    int exponent, coarse = shown->exponent > exact->exponent ? shown->exponent : exact->exponent;
    wide difference;

    if (!common(shown, exact, &exponent))
        return false;
    difference = scaled(shown, exponent) - scaled(exact, exponent);
    if (difference < 0)
        difference = -difference;
    return coarse == exponent ? difference == 0 : difference * 2 <= power(coarse - exponent);
}

bool figure_reaches(const struct figure *exact, const struct figure *shown)
{
    int exponent;

    if (!common(shown, exact, &exponent))
        return false;
    return scaled(exact, exponent) + power(shown->exponent - exponent) >= scaled(shown, exponent);
}
