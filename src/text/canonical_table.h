/* SPDX-License-Identifier: Apache-2.0
 *
 * The generated table behind canonical text: code point to value in two steps. Internal to text/.
 *
 * canonical_generate writes it at build time from ICU's data and canonical_additions.txt, so the program
 * itself needs no ICU and its behaviour is fixed when it is built.
 */
#ifndef GUANKA_TEXT_CANONICAL_TABLE_H
#define GUANKA_TEXT_CANONICAL_TABLE_H

#include <stdint.h>

enum {
    CANONICAL_BLOCK_BITS = 7,
    CANONICAL_BLOCK_SIZE = 1 << CANONICAL_BLOCK_BITS,
    CANONICAL_BLOCK_COUNT = 0x110000 >> CANONICAL_BLOCK_BITS,
    CANONICAL_ENTRY_TEXT = 13,
};

/* The class of a character of canonical text; also what canonical_state remembers of the last one. */
enum canonical_class {
    CLASS_NOTHING, /* no character: the block is empty so far */
    CLASS_SIGN,    /* punctuation, symbols, marks */
    CLASS_WORD,    /* letters and digits other than Han */
    CLASS_HAN,
};

/* Values below VALUE_ENTRY_FIRST speak for themselves, the others number an entry. */
enum canonical_value {
    VALUE_REMOVED,
    VALUE_SIGN = CLASS_SIGN, /* unchanged, of this class */
    VALUE_WORD = CLASS_WORD,
    VALUE_HAN = CLASS_HAN,
    VALUE_BLANK,
    VALUE_BREAK,
    VALUE_ENTRY_FIRST,
};

/* What a character is folded to: one character or a few, none of them blank. */
struct canonical_entry {
    uint8_t size, first, last; /* classes of the first and last character */
    char text[CANONICAL_ENTRY_TEXT];
};

/* Most of Chinese text are characters of three UTF-8 bytes whose fold has at most three: for these, a
 * table that the raw bytes lead into, so that a character costs some twenty instructions. `about` is 0 for
 * all others, whatever they are: the general way knows. */
struct canonical_triple {
    uint8_t text[3], about;
};

enum {
    TRIPLE_SIZE = 3, /* mask: bytes of text */
    TRIPLE_FIRST_HAN = 4,
    TRIPLE_LAST_HAN = 8,
    TRIPLE_DENSE = 16, /* belongs to the dense view (asked of canonical text only) */
    TRIPLE_BLOCK_SIZE = 64,
    TRIPLE_BLOCK_COUNT = 0x1000,
};

extern const uint16_t canonical_blocks[CANONICAL_BLOCK_COUNT];
extern const uint16_t canonical_values[][CANONICAL_BLOCK_SIZE];
extern const struct canonical_entry canonical_entries[];
/* By the first two bytes less E000 to the index of the block's first triple; 0 is a block without any. */
extern const uint16_t canonical_triple_blocks[TRIPLE_BLOCK_COUNT];
extern const struct canonical_triple canonical_triples[];

/* The triple at bytes[0..3), one with `about` 0 when it is none. */
static inline const struct canonical_triple *canonical_triple(const uint8_t *bytes)
{
    uint32_t block = ((uint32_t)bytes[0] << 8 | bytes[1]) - 0xE000U, index = bytes[2] ^ 0x80U;

    if (block >= TRIPLE_BLOCK_COUNT || index >= TRIPLE_BLOCK_SIZE)
        return canonical_triples;
    return &canonical_triples[canonical_triple_blocks[block] + index];
}

static inline uint16_t canonical_value(uint32_t code_point)
{
    return canonical_values[canonical_blocks[code_point >> CANONICAL_BLOCK_BITS]]
                           [code_point & (CANONICAL_BLOCK_SIZE - 1)];
}

#endif
