/* SPDX-License-Identifier: Apache-2.0
 *
 * The generated tables of the encodings of two bytes. Internal to text/.
 *
 * charset_generate fills them at build time from iconv in large bites and corrects them by a short readable list,
 * so that they equal the WHATWG index whichever converter the building machine has, and the program starts with
 * them in place.
 */
#ifndef GUANKA_TEXT_CHARSET_PAIRS_TABLE_H
#define GUANKA_TEXT_CHARSET_PAIRS_TABLE_H

#include <stddef.h>
#include <stdint.h>

#include "text/charset_pairs.h"

enum {
    LEAD_MIN = 0x81,
    LEAD_MAX = 0xFE,
    TRAIL_MIN = 0x40,
    TRAIL_MAX = 0xFE,
    ROW_SIZE_MAX = TRAIL_MAX - TRAIL_MIN + 1,
    CHARSET_PAIR_COUNT = 128 * 256,
    CHARSET_CODE_COUNT = (LEAD_MAX - LEAD_MIN + 1) * ROW_SIZE_MAX,
};

/* UTF-8 in the order of memory, padded with zeros; all zero when there is no such character. Four bytes
 * are one character, or a letter of two bytes with its combining mark (Big5). */
struct charset_pair {
    uint8_t utf8[4];
};

/* By lead (without its high bit) and trail. */
static inline size_t charset_pair_index(uint8_t lead, uint8_t trail)
{
    return (size_t)(lead & 0x7F) << 8 | trail;
}

/* The codes that characters are written with, as indices of the table, in the order of their UTF-8. */
struct charset_order {
    uint16_t count;
    uint16_t indices[CHARSET_CODE_COUNT];
};

extern const struct charset_pair charset_pairs[PAIRS_COUNT][CHARSET_PAIR_COUNT];

#endif
