/* SPDX-License-Identifier: Apache-2.0 */
#include "text/numbering.h"

#include <string.h>

enum { NUMERALS_MAX = 6 };

struct rest {
    const char *text;
    size_t size;
};

static bool take(struct rest *rest, const char *const *pieces, size_t count)
{
    for (size_t index = 0; index < count; index++) {
        size_t length = strlen(pieces[index]);

        if (rest->size >= length && memcmp(rest->text, pieces[index], length) == 0) {
            rest->text += length;
            rest->size -= length;
            return true;
        }
    }
    return false;
}

#define TAKE(rest, pieces) take(rest, pieces, sizeof(pieces) / sizeof *(pieces))

static bool take_blanks(struct rest *rest)
{
    static const char *const blanks[] = { " ", "\t", "\u3000", "\u00A0", "\u2003" };
    bool is_taken = false;

    while (TAKE(rest, blanks))
        is_taken = true;
    return is_taken;
}

static size_t take_digits(struct rest *rest)
{
    static const char *const digits[] = { "0",  "1",  "2",  "3",  "4",  "5",  "6",  "7",  "8",  "9",
                                          "０", "１", "２", "３", "４", "５", "６", "７", "８", "９" };
    size_t count = 0;

    while (count < NUMERALS_MAX && TAKE(rest, digits))
        count++;
    return count;
}

static size_t take_numerals(struct rest *rest)
{
    static const char *const numerals[] = {
        "一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "百", "零", "〇"
    };
    size_t count = 0;

    while (count < NUMERALS_MAX && TAKE(rest, numerals))
        count++;
    return count > 0 ? count : take_digits(rest);
}

/* 第十九条, and a blank or the end of the line. */
static bool is_article(struct rest rest)
{
    static const char *const first[] = { "第" };
    static const char *const units[] = { "编", "章", "节", "条", "部分" };

    return TAKE(&rest, first) && take_numerals(&rest) > 0 && TAKE(&rest, units)
           && (rest.size == 0 || take_blanks(&rest));
}

/* (一) */
static bool is_bracketed(struct rest rest)
{
    static const char *const opening[] = { "(", "（", "〔" };
    static const char *const closing[] = { ")", "）", "〕" };
    static const char *const references[] = { "项", "目", "款", "、", "，", "," };

    return TAKE(&rest, opening) && take_numerals(&rest) > 0 && TAKE(&rest, closing) && !TAKE(&rest, references);
}

/* 一、 1、 1. but neither 1.5 nor what a list of numbers goes on with: 三、四级公路 */
static bool is_counted(struct rest rest)
{
    static const char *const commas[] = { "、", "．" };
    static const char *const dot[] = { "." };

    return take_numerals(&rest) > 0 && (TAKE(&rest, commas) || TAKE(&rest, dot)) && take_numerals(&rest) == 0;
}

bool numbering_begins(const char *line, size_t size)
{
    struct rest rest = { line, size };

    take_blanks(&rest);
    return is_article(rest) || is_bracketed(rest) || is_counted(rest);
}
