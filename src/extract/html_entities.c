/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/html_entities.h"

#include <string.h>

#include "extract/html_scan.h"
#include "text/utf8.h"

struct entity {
    const char *name;
    uint32_t first;
    uint16_t second; /* 0: stands for one character only */
    bool bare;
};

static const struct entity entities[] = {
#include "extract/html_entities.inc"
};

enum {
    ENTITY_COUNT = sizeof entities / sizeof *entities,
    LEVELS = 3,
    AHEAD = 40, /* longer than any name */
};

/* Clause 13.2.5.80: what pages that say `&#150;` mean is windows-1252. */
static const uint16_t numeric_replacements[32] = {
    0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0x008D, 0x017D, 0x008F, 0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x009D, 0x017E, 0x0178,
};

static unsigned digit_value(uint8_t byte)
{
    if (html_scan_is_digit(byte))
        return (unsigned)(byte - '0');
    byte |= 0x20;
    return byte >= 'a' && byte <= 'f' ? (unsigned)(byte - 'a' + 10) : 16;
}

static size_t decode_numeric(const uint8_t *start, const uint8_t *end, char *utf8, size_t *utf8_size)
{
    const uint8_t *next = start + 2;
    unsigned base = 10;
    uint32_t code_point = 0;
    const uint8_t *digits;

    if (next < end && (*next | 0x20) == 'x') {
        base = 16;
        next++;
    }
    for (digits = next; next < end; next++) {
        unsigned digit = digit_value(*next);

        if (digit >= base)
            break;
        if (code_point <= 0x10FFFF)
            code_point = code_point * base + digit;
    }
    if (next == digits)
        return 0;
    if (next < end && *next == ';')
        next++;
    if (code_point >= 0x80 && code_point < 0xA0)
        code_point = numeric_replacements[code_point - 0x80];
    *utf8_size = utf8_encode(code_point == 0 ? UTF8_REPLACEMENT : code_point, utf8);
    return (size_t)(next - start);
}

/* The first entity at or after `low` whose byte at `depth` is not below `byte`; all in [low, high) agree
 * before that depth. */
static size_t entity_bound(size_t low, size_t high, size_t depth, unsigned byte)
{
    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if ((uint8_t)entities[middle].name[depth] < byte)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The longest name that [next, end) begins with; *size includes its semicolon. */
static const struct entity *find_entity(const uint8_t *next, const uint8_t *end, size_t *size)
{
    const struct entity *longest = NULL;
    size_t low = 0;
    size_t high = ENTITY_COUNT;

    for (size_t depth = 0; low < high; depth++) {
        bool more = next + depth < end;

        if (depth > 0 && entities[low].name[depth] == '\0') {
            if (more && next[depth] == ';') {
                *size = depth + 1;
                return &entities[low];
            }
            if (entities[low].bare) {
                longest = &entities[low];
                *size = depth;
            }
        }
        if (!more || !(html_scan_is_alpha(next[depth]) || html_scan_is_digit(next[depth])))
            break;
        low = entity_bound(low, high, depth, next[depth]);
        high = entity_bound(low, high, depth, next[depth] + 1u);
    }
    return longest;
}

static size_t decode_named(const uint8_t *start, const uint8_t *end, bool in_attribute, char *utf8, size_t *utf8_size)
{
    size_t size = 0;
    const struct entity *entity = find_entity(start + 1, end, &size);
    const uint8_t *after = start + 1 + size;

    if (entity == NULL)
        return 0;
    if (in_attribute && after[-1] != ';' && after < end
        && (*after == '=' || html_scan_is_alpha(*after) || html_scan_is_digit(*after)))
        return 0;
    *utf8_size = utf8_encode(entity->first, utf8);
    if (entity->second != 0)
        *utf8_size += utf8_encode(entity->second, utf8 + *utf8_size);
    return 1 + size;
}

/* Nearly all references of real pages are one of these; they need no search. */
static size_t decode_frequent(const uint8_t *start, const uint8_t *end, char *utf8, size_t *utf8_size)
{
    if (end - start < 6)
        return 0;
    if (memcmp(start + 1, "nbsp;", 5) == 0) {
        memcpy(utf8, "\xC2\xA0", 2);
        *utf8_size = 2;
        return 6;
    }
    *utf8_size = 1;
    if (memcmp(start + 1, "amp;", 4) == 0) {
        *utf8 = '&';
        return 5;
    }
    if (memcmp(start + 2, "t;", 2) == 0 && (start[1] == 'l' || start[1] == 'g')) {
        *utf8 = start[1] == 'l' ? '<' : '>';
        return 4;
    }
    if (memcmp(start + 1, "quot;", 5) == 0) {
        *utf8 = '"';
        return 6;
    }
    return 0;
}

size_t html_entities_decode(const uint8_t *next, const uint8_t *end, bool in_attribute, char *utf8, size_t *utf8_size)
{
    size_t size;

    if (end - next < 2)
        return 0;
    if (next[1] == '#')
        return decode_numeric(next, end, utf8, utf8_size);
    if (!html_scan_is_alpha(next[1]))
        return 0;
    size = decode_frequent(next, end, utf8, utf8_size);
    return size != 0 ? size : decode_named(next, end, in_attribute, utf8, utf8_size);
}

/* Reads what follows a decoded ampersand as if that stood there. Returns the bytes it takes of `next`. */
static size_t decode_again(const uint8_t *next, const uint8_t *end, bool in_attribute, char *utf8, size_t *utf8_size)
{
    uint8_t again[1 + AHEAD] = { '&' };
    size_t ahead = (size_t)(end - next) < AHEAD ? (size_t)(end - next) : AHEAD;
    size_t size;

    memcpy(again + 1, next, ahead);
    size = html_entities_decode(again, again + 1 + ahead, in_attribute, utf8, utf8_size);
    return size > 1 && again[size - 1] == ';' ? size - 1 : 0;
}

size_t html_entities_decode_deep(const uint8_t *next, const uint8_t *end, bool in_attribute, char *utf8,
                                 size_t *utf8_size)
{
    size_t size = html_entities_decode(next, end, in_attribute, utf8, utf8_size);

    for (int level = 1; level < LEVELS && size > 0 && *utf8_size == 1 && utf8[0] == '&'; level++) {
        char deeper[HTML_REFERENCE_SIZE];
        size_t deeper_size = 0;
        size_t more = decode_again(next + size, end, in_attribute, deeper, &deeper_size);

        if (more == 0)
            break;
        memcpy(utf8, deeper, deeper_size);
        *utf8_size = deeper_size;
        size += more;
    }
    return size;
}
