/* SPDX-License-Identifier: Apache-2.0 */
#include "text/marks.h"

enum { SIGN_MAX = 3 }; /* bytes of the longest one */

/* The mark where a condition holds: without a branch, so that a compiler does many bytes at once. */
static inline uint8_t mark_if(int condition, enum text_mark mark)
{
    return (uint8_t)(condition ? mark : 0);
}

/* Of the signs that begin in text[0..count); SIGN_MAX - 1 bytes more can be read. */
static void find(const uint8_t *restrict text, size_t count, uint8_t *restrict marks)
{
    for (size_t at = 0; at < count; at++) {
        uint8_t one = text[at], third = (uint8_t)(text[at + 2] & 0xFE);
        int is_bracket = (one == 0xE3) & (text[at + 1] == 0x80);

        marks[at] = (uint8_t)(mark_if((one == '(') | (one == ')'), MARK_ROUND)
                              | mark_if(is_bracket & (third == 0x8A), MARK_TITLE)
                              | mark_if(is_bracket & (third == 0x94), MARK_YEAR)
                              | mark_if(is_bracket & (third == 0x90), MARK_LENTICULAR)
                              | mark_if((one >= 'a') & (one <= 'z'), MARK_LATIN));
    }
}

void marks_find(const char *text, size_t size, uint8_t *marks)
{
    uint8_t last[2 * SIGN_MAX] = { 0 };
    size_t most = size < SIGN_MAX ? 0 : size - (SIGN_MAX - 1);

    find((const uint8_t *)text, most, marks);
    memcpy(last, text + most, size - most);
    find(last, size - most, marks + most);
}

/* ---- Marks side by side. */

static inline int is_ascii_mark(uint8_t byte)
{
    return (byte == ',') | ((byte | 1) == ';');
}

/* A mark of 。 、 begins at text[0]; three bytes can be read. */
static inline int is_wide_mark(const uint8_t *text)
{
    return (text[0] == 0xE3) & (text[1] == 0x80) & ((text[2] == 0x81) | (text[2] == 0x82));
}

/* Does a mark end at `at`, and another one begin behind it? */
static bool is_doubled_at(const uint8_t *text, size_t size, size_t at)
{
    return (is_ascii_mark(text[at]) || (at + 1 >= SIGN_MAX && is_wide_mark(text + at + 1 - SIGN_MAX)))
           && (is_ascii_mark(text[at + 1]) || (size - at > SIGN_MAX && is_wide_mark(text + at + 1)));
}

/* The same as far as two bytes tell, of any of text[0..count); one more can be read. Without a branch, as above. */
static inline uint8_t may_be_doubled(const uint8_t *text, size_t count)
{
    uint8_t any = 0;

    for (size_t at = 0; at < count; at++)
        any |= (uint8_t)((is_ascii_mark(text[at]) | ((text[at] | 3) == 0x83))
                         & (is_ascii_mark(text[at + 1]) | (text[at + 1] == 0xE3)));
    return any;
}

bool marks_are_doubled(const char *text, size_t size)
{
    enum { STEP = 64 };
    const uint8_t *bytes = (const uint8_t *)text;

    for (size_t from = 0; from + 1 < size; from += STEP) {
        size_t count = size - from > STEP ? STEP : size - from - 1;

        if ((count == STEP ? may_be_doubled(bytes + from, STEP) : may_be_doubled(bytes + from, count)) == 0)
            continue;
        for (size_t at = from; at < from + count; at++) {
            if (is_doubled_at(bytes, size, at))
                return true;
        }
    }
    return false;
}
