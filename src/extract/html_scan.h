/* SPDX-License-Identifier: Apache-2.0
 *
 * Finding the next interesting byte of a page, sixteen at a time.
 *
 * A page is mostly short stretches: names of a few bytes, values of a few dozen. A byte loop mispredicts
 * its end nearly every time; comparing sixteen bytes at once does not. Each function returns the first
 * hit in [next, end), or `end`. None reads a byte outside [next, end), or [next, limit) where that is given.
 */
#ifndef GUANKA_EXTRACT_HTML_SCAN_H
#define GUANKA_EXTRACT_HTML_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>

#include "base/bytes.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

/* The white space of HTML (Infra, "ASCII whitespace"). */
static inline bool html_scan_is_space(uint8_t byte)
{
    return byte == ' ' || byte == '\n' || byte == '\t' || byte == '\r' || byte == '\f';
}

/* Without the white space in front and behind. */
static inline struct bytes html_scan_trim(struct bytes text)
{
    while (text.size > 0 && html_scan_is_space(*text.data))
        text = bytes_slice(text, 1, text.size);
    while (text.size > 0 && html_scan_is_space(text.data[text.size - 1]))
        text.size--;
    return text;
}

static inline bool html_scan_is_alpha(uint8_t byte)
{
    return (uint8_t)((byte | 0x20) - 'a') < 26;
}

static inline bool html_scan_is_digit(uint8_t byte)
{
    return (uint8_t)(byte - '0') < 10;
}

/* Is this the name that a tag begins with, in either case? `tag`: behind its `<` or `</`. */
static inline bool html_scan_names(struct bytes tag, const char *name)
{
    size_t size = strlen(name);

    return tag.size > size && strncasecmp((const char *)tag.data, name, size) == 0
           && !html_scan_is_alpha(tag.data[size]) && !html_scan_is_digit(tag.data[size]);
}

/* What a hexadecimal digit stands for, or 16. */
static inline unsigned html_scan_hex(uint8_t byte)
{
    if (html_scan_is_digit(byte))
        return (unsigned)(byte - '0');
    byte |= 0x20;
    return byte >= 'a' && byte <= 'f' ? (unsigned)(byte - 'a' + 10) : 16;
}

static inline uint8_t html_scan_lower(uint8_t byte)
{
    return (uint8_t)(byte - 'A') < 26 ? (uint8_t)(byte | 0x20) : byte;
}

static inline const uint8_t *html_scan_earlier(const uint8_t *left, const uint8_t *right)
{
    return left < right ? left : right;
}

#ifdef __SSE2__
static inline __m128i html_scan_load(const uint8_t *next)
{
    return _mm_loadu_si128((const __m128i *)(const void *)next);
}

static inline __m128i html_scan_equals(__m128i bytes, uint8_t wanted)
{
    return _mm_cmpeq_epi8(bytes, _mm_set1_epi8((char)wanted));
}

/* Bytes up to and including the blank: all white space and, harmlessly for those who look again, controls. */
static inline __m128i html_scan_at_most_blank(__m128i bytes)
{
    return _mm_cmpeq_epi8(_mm_min_epu8(bytes, _mm_set1_epi8(' ')), bytes);
}

static inline unsigned html_scan_mask(__m128i hits)
{
    return (unsigned)_mm_movemask_epi8(hits);
}
#endif

/* What follows comes in two forms. A value is mostly shorter than sixteen bytes, but stands in the midst of a
 * page: with `limit`, up to which bytes may be read, it is looked at in one step too. */

/* `first` or `second` (which may be the same). */
static inline const uint8_t *html_scan_find2_within(const uint8_t *next, const uint8_t *end, const uint8_t *limit,
                                                    uint8_t first, uint8_t second)
{
#ifdef __SSE2__
    while (next < end && limit - next >= 16) {
        __m128i bytes = html_scan_load(next);
        unsigned hits = html_scan_mask(_mm_or_si128(html_scan_equals(bytes, first), html_scan_equals(bytes, second)));

        if (hits != 0)
            return html_scan_earlier(next + __builtin_ctz(hits), end);
        next += 16;
    }
#else
    (void)limit;
#endif
    while (next < end && *next != first && *next != second)
        next++;
    return html_scan_earlier(next, end);
}

static inline const uint8_t *html_scan_find_within(const uint8_t *next, const uint8_t *end, const uint8_t *limit,
                                                   uint8_t wanted)
{
    return html_scan_find2_within(next, end, limit, wanted, wanted);
}

static inline const uint8_t *html_scan_find2(const uint8_t *next, const uint8_t *end, uint8_t first, uint8_t second)
{
    return html_scan_find2_within(next, end, end, first, second);
}

/* The same thirty-two at a time, for values that are mostly longer than sixteen bytes and mostly not longer than that.
 */
static inline const uint8_t *html_scan_find_double(const uint8_t *next, const uint8_t *end, uint8_t wanted)
{
#ifdef __SSE2__
    while (end - next >= 32) {
        unsigned hits = html_scan_mask(html_scan_equals(html_scan_load(next), wanted))
                        | html_scan_mask(html_scan_equals(html_scan_load(next + 16), wanted)) << 16;

        if (hits != 0)
            return next + __builtin_ctz(hits);
        next += 32;
    }
#endif
    return html_scan_find2_within(next, end, end, wanted, wanted);
}

static inline const uint8_t *html_scan_find(const uint8_t *next, const uint8_t *end, uint8_t wanted)
{
    return html_scan_find2_within(next, end, end, wanted, wanted);
}

#ifdef __SSE2__
/* Where the name of an attribute may end: `/`, `=`, `>`, white space, and controls, which are part of it. */
static inline unsigned html_scan_name_ends(__m128i bytes)
{
    __m128i marks = _mm_or_si128(html_scan_equals(bytes, '='), html_scan_equals(bytes, '>'));

    return html_scan_mask(
        _mm_or_si128(_mm_or_si128(marks, html_scan_equals(bytes, '/')), html_scan_at_most_blank(bytes)));
}
#endif

/* `<` or `&`: where running text ends. Sentences are long. */
static inline const uint8_t *html_scan_find_markup(const uint8_t *next, const uint8_t *end)
{
#ifdef __SSE2__
    while (end - next >= 64) {
        __m128i hits[4];
        uint64_t mask;

        for (int index = 0; index < 4; index++) {
            __m128i bytes = html_scan_load(next + 16 * index);

            hits[index] = _mm_or_si128(html_scan_equals(bytes, '<'), html_scan_equals(bytes, '&'));
        }
        if (html_scan_mask(_mm_or_si128(_mm_or_si128(hits[0], hits[1]), _mm_or_si128(hits[2], hits[3]))) != 0) {
            mask = (uint64_t)html_scan_mask(hits[3]) << 48 | (uint64_t)html_scan_mask(hits[2]) << 32
                   | html_scan_mask(hits[1]) << 16 | html_scan_mask(hits[0]);
            return next + __builtin_ctzll(mask);
        }
        next += 64;
    }
#endif
    return html_scan_find2(next, end, '<', '&');
}

/* White space, `first`, `second` or `third`: where a name or an unquoted value ends. */
static inline const uint8_t *html_scan_find_name_end(const uint8_t *next, const uint8_t *end, uint8_t first,
                                                     uint8_t second, uint8_t third)
{
#ifdef __SSE2__
    while (end - next >= 16) {
        __m128i bytes = html_scan_load(next);
        __m128i marks = _mm_or_si128(html_scan_equals(bytes, first), html_scan_equals(bytes, second));
        unsigned hits = html_scan_mask(
            _mm_or_si128(_mm_or_si128(marks, html_scan_equals(bytes, third)), html_scan_at_most_blank(bytes)));

        while (hits != 0) {
            unsigned at = (unsigned)__builtin_ctz(hits);

            if (next[at] > ' ' || html_scan_is_space(next[at]))
                return next + at;
            hits &= hits - 1;
        }
        next += 16;
    }
#endif
    while (next < end && *next != first && *next != second && *next != third && !html_scan_is_space(*next))
        next++;
    return next;
}

/* What is not white space. */
static inline const uint8_t *html_scan_skip_space(const uint8_t *next, const uint8_t *end)
{
    while (next < end && html_scan_is_space(*next))
        next++;
    return next;
}

/* The same where long stretches are usual, between tags; control characters, which nobody sees, go along. */
static inline const uint8_t *html_scan_skip_blank_text(const uint8_t *next, const uint8_t *end, const uint8_t *limit)
{
#ifdef __SSE2__
    while (next < end && limit - next >= 16) {
        unsigned others = html_scan_mask(html_scan_at_most_blank(html_scan_load(next))) ^ 0xFFFFu;

        if (others != 0)
            return html_scan_earlier(next + __builtin_ctz(others), end);
        next += 16;
    }
#else
    (void)limit;
#endif
    while (next < end && *next <= ' ')
        next++;
    return html_scan_earlier(next, end);
}

/* A byte past ASCII. */
static inline const uint8_t *html_scan_find_high(const uint8_t *next, const uint8_t *end, const uint8_t *limit)
{
#ifdef __SSE2__
    while (next < end && limit - next >= 16) {
        unsigned hits = html_scan_mask(html_scan_load(next));

        if (hits != 0)
            return html_scan_earlier(next + __builtin_ctz(hits), end);
        next += 16;
    }
#else
    (void)limit;
#endif
    while (next < end && *next < 0x80)
        next++;
    return html_scan_earlier(next, end);
}

/* Whether there is a byte past ASCII or a reference; for whole tags. */
static inline bool html_scan_has_text(const uint8_t *next, const uint8_t *end, const uint8_t *limit)
{
#ifdef __SSE2__
    while (next < end && limit - next >= 32) {
        __m128i first = html_scan_load(next);
        __m128i second = html_scan_load(next + 16);
        unsigned hits = html_scan_mask(_mm_or_si128(first, html_scan_equals(first, '&')))
                        | html_scan_mask(_mm_or_si128(second, html_scan_equals(second, '&'))) << 16;

        if (hits != 0)
            return next + __builtin_ctz(hits) < end;
        next += 32;
    }
#else
    (void)limit;
#endif
    while (next < end && *next < 0x80 && *next != '&')
        next++;
    return next < end;
}

/* A byte past ASCII or a reference: what may be text in a language other than the programmer's. */
static inline const uint8_t *html_scan_find_text(const uint8_t *next, const uint8_t *end, const uint8_t *limit)
{
#ifdef __SSE2__
    while (next < end && limit - next >= 16) {
        __m128i bytes = html_scan_load(next);
        unsigned hits = html_scan_mask(_mm_or_si128(bytes, html_scan_equals(bytes, '&')));

        if (hits != 0)
            return html_scan_earlier(next + __builtin_ctz(hits), end);
        next += 16;
    }
#else
    (void)limit;
#endif
    while (next < end && *next < 0x80 && *next != '&')
        next++;
    return html_scan_earlier(next, end);
}

/* Behind the end of a comment of CSS, from within it. */
static inline const uint8_t *html_scan_skip_css_comment(const uint8_t *next, const uint8_t *end)
{
    const uint8_t *start = next;

    while ((next = html_scan_find(next, end, '/')) < end) {
        next++;
        if (next - start >= 2 && next[-2] == '*')
            return next;
    }
    return end;
}

/* The word's first byte. Its first and last bytes are compared before anything else: a script is asked for a dozen
 * words, and mostly has none of them. */
static inline const uint8_t *html_scan_find_word(const uint8_t *next, const uint8_t *end, const char *word)
{
    size_t size = strlen(word);
    const uint8_t *behind = (size_t)(end - next) >= size ? end - size + 1 : next; /* the last place to begin at */

#ifdef __SSE2__
    for (; behind - next >= 16; next += 16) {
        unsigned hits = html_scan_mask(
            _mm_and_si128(html_scan_equals(html_scan_load(next), (uint8_t)word[0]),
                          html_scan_equals(html_scan_load(next + size - 1), (uint8_t)word[size - 1])));

        for (; hits != 0; hits &= hits - 1) {
            if (memcmp(next + __builtin_ctz(hits), word, size) == 0)
                return next + __builtin_ctz(hits);
        }
    }
#endif
    while (next < behind && memcmp(next, word, size) != 0)
        next++;
    return next < behind ? next : end;
}

/* Whether one of the words is in the text. */
static inline bool html_scan_has_any(struct bytes text, const char *const *words, size_t count)
{
    for (size_t index = 0; index < count && text.size > 0; index++) {
        const uint8_t *end = text.data + text.size;

        if (html_scan_find_word(text.data, end, words[index]) < end)
            return true;
    }
    return false;
}

/* Eight bytes as a little-endian number. */
static inline uint64_t html_scan_word(const uint8_t *next)
{
    uint64_t word;

    memcpy(&word, next, 8);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    word = __builtin_bswap64(word);
#endif
    return word;
}

/* html_scan_name_key where eight bytes may be read. */
static inline uint64_t html_scan_name_key_ahead(const uint8_t *name, size_t size)
{
    uint64_t key = html_scan_word(name) | UINT64_C(0x2020202020202020);

    return size < 8 ? key & ((UINT64_C(1) << (8 * size)) - 1) : key;
}

/* Up to eight bytes of a name, ASCII letters folded to lower case, as one little-endian number: names that
 * matter are told apart by comparing numbers. Other bytes may fold too, but never onto a letter or digit
 * from anything that could begin a name we know. */
static inline uint64_t html_scan_name_key(const uint8_t *name, size_t size, const uint8_t *end)
{
    uint64_t key = 0;

    if (end - name >= 8)
        return html_scan_name_key_ahead(name, size);
    for (size_t index = 0; index < size && index < 8; index++)
        key |= (uint64_t)(name[index] | 0x20) << (8 * index);
    return key;
}

/* The same of a literal in lower case, as a constant expression. */
#define HTML_SCAN_NAME_BYTE(name, index)                                                                               \
    (sizeof(name) - 1 > (index)                                                                                        \
         ? (uint64_t)((unsigned char)(name)[sizeof(name) - 1 > (index) ? (index) : 0] | 0x20u) << (8 * (index))        \
         : 0)
#define HTML_SCAN_NAME_KEY(name)                                                                                       \
    (HTML_SCAN_NAME_BYTE(name, 0) | HTML_SCAN_NAME_BYTE(name, 1) | HTML_SCAN_NAME_BYTE(name, 2)                        \
     | HTML_SCAN_NAME_BYTE(name, 3) | HTML_SCAN_NAME_BYTE(name, 4) | HTML_SCAN_NAME_BYTE(name, 5)                      \
     | HTML_SCAN_NAME_BYTE(name, 6) | HTML_SCAN_NAME_BYTE(name, 7))

#endif
