/* SPDX-License-Identifier: Apache-2.0 */
#include "wording/pinyin.h"

/* Two tables: `readings` by sound, `by_character` the places in it in the order of the characters. */
#include "wording/pinyin_table.inc"

enum { READING_COUNT = sizeof readings / sizeof *readings };

const struct pinyin_reading *pinyin_reading(uint32_t code_point)
{
    size_t low = 0, high = READING_COUNT;

    while (low < high) {
        size_t middle = (low + high) / 2;
        const struct pinyin_reading *reading = &readings[by_character[middle]];

        if (reading->character == code_point)
            return reading;
        if (reading->character < code_point)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

const struct pinyin_reading *pinyin_alike(const struct pinyin_reading *reading, size_t *count)
{
    const struct pinyin_reading *first = reading, *end = reading + 1;

    while (first > readings && first[-1].sound == reading->sound)
        first--;
    while (end < readings + READING_COUNT && end->sound == reading->sound)
        end++;
    *count = (size_t)(end - first);
    return first;
}
