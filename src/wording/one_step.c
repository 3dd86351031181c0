/* SPDX-License-Identifier: Apache-2.0 */
#include "wording/one_step.h"

#include <stdbool.h>
#include <string.h>

#include "text/utf8.h"

/* Sizes of what both texts begin and end with, in whole characters and without overlap. */
struct common {
    size_t front, back;
};

static struct common common_of(const char *right, size_t right_size, const char *written, size_t written_size)
{
    size_t shorter = right_size < written_size ? right_size : written_size;
    struct common common = { 0, 0 };

    while (common.front < shorter && right[common.front] == written[common.front])
        common.front++;
    if (common.front < right_size)
        common.front = utf8_floor(right, right_size, common.front);
    while (common.back < shorter - common.front
           && right[right_size - common.back - 1] == written[written_size - common.back - 1])
        common.back++;
    common.back = right_size - utf8_ceil(right, right_size, right_size - common.back);
    return common;
}

/* The one character that text[0..size) is, or 0. */
static uint32_t only_character(const char *text, size_t size)
{
    struct utf8_step step;

    if (size == 0)
        return 0;
    step = utf8_next(text, size);
    return step.size == size && !step.broken ? step.code_point : 0;
}

static bool is_pair(const char *text, size_t size)
{
    size_t first = size > 0 ? utf8_next(text, size).size : 0;

    return only_character(text, first) != 0 && only_character(text + first, size - first) != 0;
}

static bool is_swapped(const char *right, const char *written, size_t size)
{
    size_t first = utf8_next(right, size).size, second = size - first;

    return only_character(right + first, second) != 0 && memcmp(right + first, written, second) == 0
           && memcmp(right, written + second, first) == 0;
}

static bool has_beside(const char *text, size_t size, size_t from, size_t to)
{
    size_t length = to - from;

    return (from >= length && memcmp(text + from - length, text + from, length) == 0)
           || (size - to >= length && memcmp(text + to, text + from, length) == 0);
}

struct one_step one_step_between(const char *right, size_t right_size, const char *written, size_t written_size)
{
    struct common common = common_of(right, right_size, written, written_size);
    size_t right_rest = right_size - common.front - common.back;
    size_t written_rest = written_size - common.front - common.back;
    struct one_step step = { .kind = ONE_STEP_MORE,
                             .at = common.front,
                             .was = only_character(right + common.front, right_rest),
                             .is = only_character(written + common.front, written_rest) };

    if (right_rest == 0 && written_rest == 0)
        step.kind = ONE_STEP_SAME;
    else if (right_rest == 0 && step.is != 0)
        step.kind = has_beside(written, written_size, common.front, common.front + written_rest) ? ONE_STEP_DOUBLED
                                                                                                 : ONE_STEP_ADDED;
    else if (written_rest == 0 && step.was != 0)
        step.kind = ONE_STEP_LEFT_OUT;
    else if (step.was != 0 && step.is != 0)
        step.kind = ONE_STEP_REPLACED;
    else if (right_rest == written_rest && is_swapped(right + common.front, written + common.front, right_rest))
        step.kind = ONE_STEP_SWAPPED;
    else if (is_pair(right + common.front, right_rest) && is_pair(written + common.front, written_rest))
        step.kind = ONE_STEP_WORD;
    else if (written_rest == 0 && is_pair(right + common.front, right_rest))
        step.kind = ONE_STEP_WORD_LEFT_OUT;
    else if (right_rest == 0 && is_pair(written + common.front, written_rest))
        step.kind = ONE_STEP_WORD_ADDED;
    return step;
}
