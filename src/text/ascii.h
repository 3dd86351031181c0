/* SPDX-License-Identifier: Apache-2.0
 *
 * Eight bytes at a time over text that is mostly ASCII, and what single ASCII bytes mean. Pure.
 */
#ifndef GUANKA_TEXT_ASCII_H
#define GUANKA_TEXT_ASCII_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/bytes.h"

#define ASCII_HIGH_BITS UINT64_C(0x8080808080808080)
/* The same byte in all eight places of a word. */
#define ASCII_EACH(byte) (UINT64_C(0x0101010101010101) * (byte))

/* True when bytes[0..32) are ASCII. */
static inline bool ascii_is_block(const uint8_t *bytes)
{
    uint64_t words[4];

    memcpy(words, bytes, sizeof words);
    return ((words[0] | words[1] | words[2] | words[3]) & ASCII_HIGH_BITS) == 0;
}

/* How many bytes, in the order of memory, have their high bit set before the first that has not. */
static inline size_t ascii_first_clear(uint64_t word)
{
    word = ~word & ASCII_HIGH_BITS;
    if (word == 0)
        return 8;
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    return (size_t)__builtin_ctzll(word) / 8;
#else
    return (size_t)__builtin_clzll(word) / 8;
#endif
}

/* How many of bytes[0..8) are ASCII before the first that is not. */
static inline size_t ascii_count_of_8(const uint8_t *bytes)
{
    uint64_t word;

    memcpy(&word, bytes, sizeof word);
    return ascii_first_clear(~word);
}

/* Are none of bytes[0..8) ASCII? */
static inline bool ascii_is_none_of_8(const uint8_t *bytes)
{
    uint64_t word;

    memcpy(&word, bytes, sizeof word);
    return (word & ASCII_HIGH_BITS) == ASCII_HIGH_BITS;
}

/* The length of the ASCII prefix of bytes[0..size). */
static inline size_t ascii_prefix(const uint8_t *bytes, size_t size)
{
    size_t offset = 0;

    while (size - offset >= 32 && ascii_is_block(bytes + offset))
        offset += 32;
    while (size - offset >= 8) {
        size_t count = ascii_count_of_8(bytes + offset);

        offset += count;
        if (count < 8)
            return offset;
    }
    while (offset < size && bytes[offset] < 0x80)
        offset++;
    return offset;
}

/* How many of bytes[0..size) are ASCII digits. */
static inline size_t ascii_digits(const uint8_t *bytes, size_t size)
{
    size_t digits = 0;

    for (; size >= 8; bytes += 8, size -= 8) {
        uint64_t word;

        memcpy(&word, bytes, sizeof word);
        /* Digits become 0 to 9, and only they stay below 0x80 when 0x76 is added. */
        word ^= ASCII_EACH('0');
        word |= (word & ~ASCII_HIGH_BITS) + ASCII_EACH(0x76);
        /* The product's uppermost byte is the sum of all bytes. */
        digits += (size_t)((((~word & ASCII_HIGH_BITS) >> 7) * ASCII_EACH(1)) >> 56);
    }
    for (; size > 0; bytes++, size--)
        digits += *bytes >= '0' && *bytes <= '9';
    return digits;
}

static inline bool ascii_is_letter_or_digit(char byte)
{
    return (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

/* The value of a hexadecimal digit, -1 for any other byte. */
static inline int ascii_hexadecimal(uint8_t byte)
{
    if (byte >= '0' && byte <= '9')
        return byte - '0';
    byte |= 0x20;
    return byte >= 'a' && byte <= 'f' ? byte - 'a' + 10 : -1;
}

/* White space of message headers: blank, tab, CR, LF. */
static inline bool ascii_is_space(uint8_t byte)
{
    return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n';
}

static inline struct bytes ascii_trim(struct bytes bytes)
{
    while (bytes.size > 0 && ascii_is_space(bytes.data[0]))
        bytes = bytes_slice(bytes, 1, bytes.size);
    while (bytes.size > 0 && ascii_is_space(bytes.data[bytes.size - 1]))
        bytes.size--;
    return bytes;
}

#endif
