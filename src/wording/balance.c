/* SPDX-License-Identifier: Apache-2.0 */
#include "wording/balance.h"

#include <string.h>

#include "text/utf8.h"

enum { TRIPLE = 3, OPEN_MAX = 8 };

struct pair {
    const char *open, *close;
};

static const struct pair pairs[BALANCE_PAIR_COUNT] = {
    [BALANCE_TITLE] = { "《", "》" },
    [BALANCE_ROUND] = { "(", ")" },
    [BALANCE_YEAR] = { "〔", "〕" },
    [BALANCE_LENTICULAR] = { "【", "】" },
};

/* The first place at or behind `from`; `size` without one. */
static size_t find(const char *text, size_t size, size_t from, const char *bracket)
{
    const char *found = bracket[1] == '\0' ? memchr(text + from, bracket[0], size - from)
                                           : utf8_find_triple(text + from, size - from, bracket);

    return found != NULL ? (size_t)(found - text) : size;
}

/* Does Han stand on both sides? In the markup of programs brackets come alone. */
static bool is_in_prose(const char *text, size_t size, size_t at, size_t length)
{
    size_t before = utf8_backward(text, size, at, 1);

    return before + TRIPLE == at && size - at > length
           && utf8_next(text + at + length, size - at - length).size == TRIPLE;
}

/* A title has no full stop in it, and a heading ends with its own word; other brackets may hold sentences, and those
 * that a paragraph begins with may hold several paragraphs. */
static bool is_certain(const struct vocabulary *vocabulary, enum balance_pair pair, const char *text, size_t size,
                       size_t unclosed)
{
    static const char stop[] = "。";

    if (pair != BALANCE_TITLE)
        return is_in_prose(text, size, unclosed, strlen(pairs[pair].open))
               && memcmp(text + size - TRIPLE, stop, TRIPLE) == 0;
    return utf8_find_triple(text + unclosed, size - unclosed, stop) != NULL
           || vocabulary_ends(vocabulary, VOCABULARY_TITLE_LAST, text, size);
}

struct balance balance_judge(const struct vocabulary *vocabulary, enum balance_pair pair, const char *text, size_t size)
{
    size_t length = strlen(pairs[pair].open), depth = 0, opened[OPEN_MAX];
    size_t open = find(text, size, 0, pairs[pair].open), close = find(text, size, 0, pairs[pair].close);
    struct balance balance = { .size = length };

    while (open < size || close < size) {
        if (open < close) {
            if (depth < OPEN_MAX)
                opened[depth] = open;
            depth++;
            open = find(text, size, open + length, pairs[pair].open);
            continue;
        }
        if (depth > 0) {
            depth--;
        } else if (!balance.is_unopened && pair != BALANCE_ROUND) {
            balance.is_unopened = true;
            balance.unopened = close;
        }
        close = find(text, size, close + length, pairs[pair].close);
    }
    if (depth > 0) {
        balance.is_unclosed = true;
        balance.unclosed = opened[0];
        balance.is_certain = is_certain(vocabulary, pair, text, size, opened[0]);
    }
    return balance;
}
