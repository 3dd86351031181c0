/* SPDX-License-Identifier: Apache-2.0
 *
 * UTF-8 (RFC 3629): step, validate, cut on boundaries, encode. Pure and thread-safe.
 */
#ifndef GUANKA_TEXT_UTF8_H
#define GUANKA_TEXT_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { UTF8_REPLACEMENT = 0xFFFD };

struct utf8_step {
    uint32_t code_point; /* U+FFFD for broken input */
    uint32_t size;       /* bytes consumed, at least 1 when size > 0 */
    bool broken;
};

/* True for a complete three-byte sequence whose lead leaves its second byte free: nearly all of Chinese. */
static inline bool utf8_is_plain_triple(const uint8_t *bytes)
{
    uint8_t lead = bytes[0];

    return (uint8_t)(lead - 0xE1) < 0xF && lead != 0xED && (bytes[1] & 0xC0) == 0x80 && (bytes[2] & 0xC0) == 0x80;
}

/* For utf8_next: characters of all other kinds, and broken ones. */
struct utf8_step utf8_next_unusual(const char *text, size_t size);

/* The first character of text[0..size), size > 0. Broken sequences are replaced by their maximal
 * subpart (Unicode 3.9, U+FFFD substitution; the same as the WHATWG decoder). */
static inline struct utf8_step utf8_next(const char *text, size_t size)
{
    const uint8_t *bytes = (const uint8_t *)text;

    if (bytes[0] < 0x80)
        return (struct utf8_step){ bytes[0], 1, false };
    if (size >= 3 && utf8_is_plain_triple(bytes))
        return (struct utf8_step){ (bytes[0] & 0xFU) << 12 | (bytes[1] & 0x3FU) << 6 | (bytes[2] & 0x3FU), 3, false };
    return utf8_next_unusual(text, size);
}

/* Writes 1 to 4 bytes; surrogates and values past U+10FFFF write U+FFFD. Returns the size. */
size_t utf8_encode(uint32_t code_point, char *output);
/* The length of the valid prefix of text[0..size); equal to size when all is valid. Fast. */
size_t utf8_valid_prefix(const char *text, size_t size);
/* The greatest boundary <= offset / least boundary >= offset in valid text. */
size_t utf8_floor(const char *text, size_t size, size_t offset);
size_t utf8_ceil(const char *text, size_t size, size_t offset);
/* The first place of a character of three bytes in valid text, NULL without one. Several times as fast as memmem: the
 * last byte of a Han character is the one that tells most. */
const char *utf8_find_triple(const char *text, size_t size, const char triple[3]);
/* Characters in valid text. */
size_t utf8_count(const char *text, size_t size);
/* Move `characters` forward or back from `offset` within text[0..size); stops at the ends. */
size_t utf8_forward(const char *text, size_t size, size_t offset, size_t characters);
size_t utf8_backward(const char *text, size_t size, size_t offset, size_t characters);

#endif
