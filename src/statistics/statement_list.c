/* SPDX-License-Identifier: Apache-2.0 */
#include "statistics/statement_list.h"

#include <string.h>

#include "text/utf8.h"

enum { PART_MAX = 96, NAME_MAX_SIZE = 240, FOUND_MAX = 32 };

static const char *const separators[] = { "、", "以及", "和", "与", "及", NULL };
static const char *const borders[] = { "、", "和", "与", "及", "。", ",", ";", ":", "!", "?", NULL };

/* The length of the one of `words` that text[0..at) ends in; 0 when it ends in none. */
static size_t ends_in(const char *text, size_t at, const char *const *words)
{
    for (; *words != NULL; words++) {
        size_t length = strlen(*words);

        if (at >= length && memcmp(text + at - length, *words, length) == 0)
            return length;
    }
    return 0;
}

/* The name of an indicator that begins before `seam` and ends with the text. */
static bool find_name(const struct lexicon *lexicon, const char *text, size_t size, size_t seam, struct word *name)
{
    struct word words[FOUND_MAX];
    size_t count = lexicon_words(lexicon, text, size, words, FOUND_MAX);

    if (count == 0 || words[count - 1].kind != WORD_INDICATOR || words[count - 1].to != size || words[count - 1].from >= seam)
        return false;
    *name = words[count - 1];
    return true;
}

/* 第一 before 第三产业增加值: the part text[from..to) with the longest end of `last` with which it is a name. */
static bool complete(const struct lexicon *lexicon, const char *text, size_t from, size_t to, const struct word *last,
                     struct word *name)
{
    char whole[PART_MAX + NAME_MAX_SIZE];
    size_t part = to - from;

    if (part == 0 || last->to - last->from > NAME_MAX_SIZE)
        return false;
    memcpy(whole, text + from, part);
    for (size_t at = last->from; at < last->to; at += utf8_next(text + at, last->to - at).size) {
        memcpy(whole + part, text + at, last->to - at);
        if (at > last->from && find_name(lexicon, whole, part + last->to - at, part, name)) {
            name->from += from;
            name->to = to;
            return true;
        }
    }
    return false;
}

/* Where the part that ends at `to` may begin at the earliest. */
static size_t part_start(const char *text, size_t size, size_t to)
{
    size_t at = to;

    while (at > 0 && ends_in(text, at, borders) == 0) {
        size_t previous = utf8_floor(text, size, at - 1);

        if (to - previous > PART_MAX)
            break;
        at = previous;
    }
    return at;
}

/* The name that stands before a separator at `to`, whole or to be completed. */
static bool name_before(const struct lexicon *lexicon, const char *text, size_t size, const struct word *words, size_t index,
                        size_t to, struct word *name)
{
    for (size_t before = index; before-- > 0;) {
        if (words[before].kind == WORD_INDICATOR && words[before].to == to) {
            *name = words[before];
            return true;
        }
    }
    return complete(lexicon, text, part_start(text, size, to), to, &words[index], name);
}

/* 存贷款余额, a name of the second, is 存款余额 and 贷款余额; 进出口总额 is an indicator of its own. */
static bool split(const struct lexicon *lexicon, const char *text, const struct word *name, struct word listed[2])
{
    char whole[NAME_MAX_SIZE];
    size_t size = name->to - name->from, first, second;

    if (size > NAME_MAX_SIZE)
        return false;
    text += name->from;
    first = utf8_next(text, size).size;
    second = first < size ? utf8_next(text + first, size - first).size : 0;
    if (second == 0 || first + second == size)
        return false;
    memcpy(whole, text, first);
    memcpy(whole + first, text + first + second, size - first - second);
    return find_name(lexicon, whole, size - second, 1, &listed[0]) && find_name(lexicon, text + first, size - first, 1, &listed[1])
           && listed[0].value != name->value && listed[1].value == name->value;
}

static bool is_listed(const struct word *listed, size_t count, const struct word *name)
{
    for (size_t index = 0; index < count; index++) {
        if (listed[index].value == name->value)
            return true;
    }
    return false;
}

size_t statement_list(const struct lexicon *lexicon, const char *text, size_t size, const struct word *words, size_t index,
                      struct word listed[STATEMENT_LIST_MAX], size_t *from)
{
    struct word backwards[STATEMENT_LIST_MAX];
    size_t count = 1, separator;

    backwards[0] = words[index];
    *from = words[index].from;
    while (count < STATEMENT_LIST_MAX && (separator = ends_in(text, *from, separators)) > 0) {
        struct word *name = &backwards[count];

        if (!name_before(lexicon, text, size, words, index, *from - separator, name) || is_listed(backwards, count, name))
            break;
        *from = name->from;
        count++;
    }
    if (count == 1)
        return split(lexicon, text, &words[index], listed) ? 2 : 0;
    for (size_t place = 0; place < count; place++)
        listed[place] = backwards[count - 1 - place];
    return count;
}
