/* SPDX-License-Identifier: Apache-2.0
 *
 * Which signs stand where, found for all who ask in one pass: most lines have few of them, and whoever needs one has nothing to do
 * without. Pure.
 */
#ifndef GUANKA_TEXT_MARKS_H
#define GUANKA_TEXT_MARKS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum text_mark {
    MARK_ROUND = 1 << 0,      /* ( or ) */
    MARK_TITLE = 1 << 1,      /* 《 or 》 */
    MARK_YEAR = 1 << 2,       /* 〔 or 〕 */
    MARK_LENTICULAR = 1 << 3, /* 【 or 】 */
    MARK_LATIN = 1 << 4,      /* a to z: canonical text has no others */
};

/* marks[0..size) become the signs that begin at each byte of the canonical text. */
void marks_find(const char *text, size_t size, uint8_t *marks);

/* Do two marks of a pause or an end of a sentence (, ; : 。 、) stand side by side? */
bool marks_are_doubled(const char *text, size_t size);

/* All signs of marks[0..size). */
static inline uint32_t marks_join(const uint8_t *marks, size_t size)
{
    uint64_t all = 0;

    for (; size >= sizeof all; marks += sizeof all, size -= sizeof all) {
        uint64_t word;

        memcpy(&word, marks, sizeof word);
        all |= word;
    }
    for (; size > 0; marks++, size--)
        all |= *marks;
    all |= all >> 32;
    all |= all >> 16;
    all |= all >> 8;
    return (uint32_t)(all & 0xFF);
}

#endif
