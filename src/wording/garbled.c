/* SPDX-License-Identifier: Apache-2.0 */
#include "wording/garbled.h"

#include <stdint.h>
#include <string.h>

#include "text/canonical.h"
#include "text/charset_pairs.h"
#include "text/utf8.h"
#include "wording/pinyin.h"

enum {
    HAN_FIRST = 0x4E00,
    HAN_LAST = 0x9FFF,
    HAN_COUNT = HAN_LAST - HAN_FIRST + 1,
    HAN_SIZE = 3, /* bytes */
    GBK_LEAD_FIRST = 0x81,
    GBK_TRAIL_FIRST = 0x80, /* a byte of UTF-8 that goes on is never below */
    /* Where a Han character of UTF-8 may begin, and how it goes on. */
    UTF8_LEAD_FIRST = 0xE4,
    UTF8_LEAD_LAST = 0xE9,
    UTF8_MARKS = 0xE3, /* the lead of punctuation … */
    UTF8_WIDE = 0xEF,  /* … and of wide forms */
    UTF8_NEXT_LAST = 0xBF,
    FAR_MAX = 1024,
    CODES_MAX = 3,
    HAN_MIN = 2, /* characters taken back, below which it may be chance */
};

/* Others: kana and signs that GBK has, and simplified characters beyond the block that most are in. */
struct far {
    uint32_t character;
    uint16_t code;
};

/* The GBK codes of a character and of those that canonical text folds to it, as far as their bytes may be UTF-8; 0 for
 * none. */
struct codes {
    uint16_t codes[CODES_MAX];
};

struct garbled {
    uint8_t may_begin[HAN_COUNT]; /* one of the codes has the bytes that a Han character of UTF-8 begins with */
    struct codes near[HAN_COUNT];
    struct far far[FAR_MAX];
    size_t far_count;
};

/* Has the byte a place in UTF-8 of Chinese text? */
static bool is_of_utf8(unsigned byte)
{
    return (byte >= GBK_TRAIL_FIRST && byte <= UTF8_NEXT_LAST) || (byte >= UTF8_MARKS && byte <= UTF8_LEAD_LAST)
           || byte == UTF8_WIDE;
}

static uint32_t decode_pair(uint8_t lead, uint8_t trail)
{
    char text[16];
    const uint8_t pair[] = { lead, trail };
    struct charset_step step = pairs_decode(PAIRS_GB18030, bytes_of(pair, sizeof pair), true, text, sizeof text);

    return step.replaced == 0 && step.consumed == sizeof pair ? utf8_next(text, step.produced).code_point : 0;
}

static void add_code(struct codes *codes, uint16_t code)
{
    size_t index = 0;

    while (index < CODES_MAX && codes->codes[index] != 0)
        index++;
    if (index < CODES_MAX)
        codes->codes[index] = code;
}

static void take_pair(struct garbled *garbled, uint8_t lead, uint8_t trail)
{
    uint16_t code = (uint16_t)(lead << 8 | trail);
    uint32_t character = decode_pair(lead, trail), canonical;
    char folded[CANONICAL_GROWTH * 4];
    size_t size;

    if (character == 0)
        return;
    size = canonical_character(character, folded);
    canonical = size > 0 ? utf8_next(folded, size).code_point : character;
    if (canonical >= HAN_FIRST && canonical <= HAN_LAST) {
        add_code(&garbled->near[canonical - HAN_FIRST], code);
        garbled->may_begin[canonical - HAN_FIRST] |=
            lead >= UTF8_LEAD_FIRST && lead <= UTF8_LEAD_LAST && trail <= UTF8_NEXT_LAST;
    } else if (garbled->far_count < FAR_MAX) {
        garbled->far[garbled->far_count++] = (struct far){ canonical, code };
    }
}

enum status garbled_create(struct arena *arena, const struct garbled **result)
{
    struct garbled *made = arena_zeroed(arena, sizeof *made);

    if (made == NULL)
        return STATUS_NO_MEMORY;
    for (unsigned lead = GBK_LEAD_FIRST; lead <= UTF8_WIDE; lead++)
        for (unsigned trail = GBK_TRAIL_FIRST; is_of_utf8(lead) && trail <= UTF8_WIDE; trail++)
            if (is_of_utf8(trail))
                take_pair(made, (uint8_t)lead, (uint8_t)trail);
    *result = made;
    return STATUS_OK;
}

/* ---- Taking back. */

static struct codes codes_of(const struct garbled *garbled, uint32_t character)
{
    struct codes codes = { { 0 } };

    if (character >= HAN_FIRST && character <= HAN_LAST)
        return garbled->near[character - HAN_FIRST];
    for (size_t index = 0; index < garbled->far_count; index++)
        if (garbled->far[index].character == character)
            add_code(&codes, garbled->far[index].code);
    return codes;
}

struct taken {
    char bytes[2 * GARBLED_CHARACTERS_MAX];
    size_t size;
};

/* Is it UTF-8 as far as it goes, but for a last character that is not complete? */
static bool is_utf8(const struct taken *taken)
{
    size_t at = utf8_valid_prefix(taken->bytes, taken->size);
    uint8_t lead = at < taken->size ? (uint8_t)taken->bytes[at] : 0;

    if (at == taken->size)
        return true;
    if (taken->size - at > 2 || ((lead < UTF8_MARKS || lead > UTF8_LEAD_LAST) && lead != UTF8_WIDE))
        return false;
    return taken->size - at == 1 || ((uint8_t)taken->bytes[at + 1] & 0xC0) == 0x80;
}

/* Adds the first of the codes that goes on as UTF-8. */
static bool append(struct taken *taken, struct codes codes)
{
    if (taken->size + 2 > sizeof taken->bytes)
        return false;
    for (size_t index = 0; index < CODES_MAX && codes.codes[index] != 0; index++) {
        taken->bytes[taken->size] = (char)(codes.codes[index] >> 8);
        taken->bytes[taken->size + 1] = (char)(codes.codes[index] & 0xFF);
        taken->size += 2;
        if (is_utf8(taken))
            return true;
        taken->size -= 2;
    }
    return false;
}

static bool is_common(uint32_t character)
{
    const struct pinyin_reading *reading = pinyin_reading(character);

    return reading != NULL && reading->common;
}

/* Enough common characters, and nothing that has no business in Chinese text? */
static bool is_sensible(const char *text, size_t size)
{
    size_t han = 0, common = 0;

    for (size_t from = 0; from < size;) {
        struct utf8_step step = utf8_next(text + from, size - from);

        if (step.code_point >= HAN_FIRST && step.code_point <= HAN_LAST) {
            han++;
            common += is_common(step.code_point);
        }
        from += step.size;
    }
    return han >= HAN_MIN && 4 * common >= 3 * han;
}

static bool take_back(const struct garbled *garbled, const char *text, size_t size, size_t from,
                      struct garbled_place *place)
{
    struct taken taken = { .size = 0 };
    size_t at = from, characters = 0, common = 0, meant;

    while (at < size) {
        struct utf8_step step = utf8_next(text + at, size - at);

        if (!append(&taken, codes_of(garbled, step.code_point)))
            break;
        characters++;
        common += is_common(step.code_point);
        at += step.size;
    }
    meant = utf8_valid_prefix(taken.bytes, taken.size);
    /* Garbled text is of characters that nobody writes. */
    if (2 * common > characters || !is_sensible(taken.bytes, meant))
        return false;
    memcpy(place->meant, taken.bytes, meant);
    place->meant[meant] = '\0';
    place->from = from;
    place->to = at;
    return true;
}

/* The place in the table of a character of three bytes; HAN_COUNT or more for all others. */
static inline uint32_t han_index(const uint8_t *bytes)
{
    uint32_t code_point = (bytes[0] & 0xFU) << 12 | (bytes[1] & 0x3FU) << 6 | (bytes[2] & 0x3FU);

    return (bytes[0] & 0xF0) == 0xE0 ? code_point - HAN_FIRST : HAN_COUNT;
}

bool garbled_next(const struct garbled *garbled, const char *text, size_t size, size_t from,
                  struct garbled_place *place)
{
    const uint8_t *bytes = (const uint8_t *)text;

    /* Who begins garbled text is of three bytes, as nearly all of the text is: what else there is goes by byte by byte. */
    while (size - from >= HAN_SIZE) {
        uint32_t index = han_index(bytes + from);

        if (index >= HAN_COUNT) {
            from += bytes[from] >= 0xE0 ? HAN_SIZE : 1;
            continue;
        }
        if (__builtin_expect(garbled->may_begin[index], 0) && take_back(garbled, text, size, from, place))
            return true;
        from += HAN_SIZE;
    }
    return false;
}
