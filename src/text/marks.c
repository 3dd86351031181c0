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
