/* SPDX-License-Identifier: Apache-2.0 */
#include "sweep/fact_words.h"

#include <string.h>

enum { HAN_SIZE = 3, HAN_LEAD = 0xE0 };

/* Of the characters that share it, few stand in any text. */
static unsigned place_of(const uint8_t *character)
{
    return (character[1] & 0x3FU) << 6 | (character[2] & 0x3FU);
}

struct fact_words fact_words_of(const char *const *items, size_t count)
{
    struct fact_words words = { .items = items, .count = count };

    for (size_t index = 0; index < count; index++) {
        unsigned place = place_of((const uint8_t *)items[index]);

        words.begins[place / 64] |= UINT64_C(1) << place % 64;
    }
    return words;
}

static bool stands_at(const char *word, struct bytes text, size_t at)
{
    return memcmp(word, text.data + at, HAN_SIZE) == 0
           && bytes_start_with(bytes_slice(text, at, text.size - at), word, strlen(word));
}

static bool begins_word(const struct fact_words *words, const uint8_t *character)
{
    unsigned place = place_of(character);

    return (words->begins[place / 64] >> place % 64 & 1) != 0;
}

bool fact_words_next(const struct fact_words *words, struct bytes text, size_t *offset, size_t *word)
{
    for (size_t at = *offset; at + HAN_SIZE <= text.size; at++) {
        if (text.data[at] < HAN_LEAD || !begins_word(words, text.data + at))
            continue;
        for (*word = 0; *word < words->count; ++*word) {
            if (stands_at(words->items[*word], text, at)) {
                *offset = at;
                return true;
            }
        }
    }
    return false;
}
