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
    UTF8_MARKS = 0xE2, /* the first lead of signs and punctuation … */
    UTF8_WIDE = 0xEF,  /* … and of wide forms */
    UTF8_NEXT_LAST = 0xBF,
    FAR_MAX = 2048,
    CODES_MAX = 3,
    HAN_MIN = 2, /* characters taken back, below which it may be chance */
    LATIN_LEAD_FIRST = 0xC2,
    LATIN_LEAD_LAST = 0xC3,
    GB2312_FIRST = 0xA1,
    GB2312_LAST = 0xFE,
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

static void take_character(struct garbled *garbled, uint32_t character, uint16_t code)
{
    unsigned lead = code >> 8, trail = code & 0xFF;

    if (character >= HAN_FIRST && character <= HAN_LAST) {
        add_code(&garbled->near[character - HAN_FIRST], code);
        garbled->may_begin[character - HAN_FIRST] |=
            lead >= UTF8_LEAD_FIRST && lead <= UTF8_LEAD_LAST && trail <= UTF8_NEXT_LAST;
    } else if (garbled->far_count < FAR_MAX) {
        garbled->far[garbled->far_count++] = (struct far){ character, code };
    }
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
    take_character(garbled, canonical, code);
    if (canonical != character)
        take_character(garbled, character, code);
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

static bool is_common(uint32_t character)
{
    const struct pinyin_reading *reading = pinyin_reading(character);

    return reading != NULL && reading->common;
}

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

static bool is_complete(const struct taken *taken)
{
    return utf8_valid_prefix(taken->bytes, taken->size) == taken->size;
}

/* What readers show for a byte that they cannot read. */
static bool is_sign_of_loss(uint32_t character)
{
    return character == UTF8_REPLACEMENT || character == 0x20AC || character == '?';
}

/* The byte that is most likely lost behind the ones taken: no GBK character begins with it, or none that all readers know. */
static uint8_t guess_lost(struct taken *taken)
{
    static const uint8_t known[] = { 0x80, 0xAC, 0xAB, 0xAF, 0xAE, 0xAD, 0xAA };
    size_t start = utf8_valid_prefix(taken->bytes, taken->size);

    for (size_t index = 0; taken->size - start == HAN_SIZE - 1 && index < sizeof known; index++) {
        taken->bytes[taken->size] = (char)known[index];
        if (is_common(utf8_next(taken->bytes + start, HAN_SIZE).code_point))
            return known[index];
    }
    return known[0];
}

/* Goes on behind a lost byte in the middle of the text. */
static bool append_lost(const struct garbled *garbled, struct taken *taken, const char *text, size_t size)
{
    struct utf8_step sign = utf8_next(text, size), next;
    size_t before = taken->size;
    bool goes_on;

    if (!is_sign_of_loss(sign.code_point) || sign.size == size || is_complete(taken) || before == sizeof taken->bytes)
        return false;
    taken->bytes[taken->size] = (char)guess_lost(taken);
    taken->size++;
    next = utf8_next(text + sign.size, size - sign.size);
    goes_on = is_utf8(taken) && append(taken, codes_of(garbled, next.code_point));
    taken->size = goes_on ? before + 1 : before; /* what comes next is appended then */
    return goes_on;
}

/* The last byte of the last character is lost; does it end words for whose sake it matters? */
static void complete(struct taken *taken)
{
    static const char *const words[] = { "绝密", "机密", "秘密", "密★", "长期", "内部", "公开" };
    size_t meant = utf8_valid_prefix(taken->bytes, taken->size);

    if (meant < HAN_SIZE || taken->size - meant != 2 || taken->size == sizeof taken->bytes)
        return;
    for (size_t index = 0; index < sizeof words / sizeof *words; index++) {
        if (memcmp(taken->bytes + meant - HAN_SIZE, words[index], 2 * HAN_SIZE - 1) == 0) {
            taken->bytes[taken->size++] = words[index][2 * HAN_SIZE - 1];
            return;
        }
    }
}

static void set_place(struct garbled_place *place, size_t from, size_t to, const char *meant, size_t size)
{
    memcpy(place->meant, meant, size);
    place->meant[size] = '\0';
    place->from = from;
    place->to = to;
}

static bool take_back(const struct garbled *garbled, const char *text, size_t size, size_t from,
                      struct garbled_place *place)
{
    struct taken taken = { .size = 0 };
    size_t at = from, characters = 0, common = 0, meant;

    while (at < size) {
        struct utf8_step step = utf8_next(text + at, size - at);

        if (append_lost(garbled, &taken, text + at, size - at)) {
            at += step.size;
            continue;
        }
        if (!append(&taken, codes_of(garbled, step.code_point)))
            break;
        characters++;
        common += is_common(step.code_point);
        at += step.size;
    }
    complete(&taken);
    meant = utf8_valid_prefix(taken.bytes, taken.size);
    /* Garbled text is of characters that nobody writes. */
    if (2 * common > characters || !is_sensible(taken.bytes, meant))
        return false;
    set_place(place, from, at, taken.bytes, meant);
    return true;
}

/* ---- Latin letters. */

/* The byte that Windows-1252 reads as the character; 0 for none above ASCII. */
static unsigned latin_byte(uint32_t character)
{
    static const uint16_t signs[] = { 0x20AC, 0x81,   0x201A, 0x192,  0x201E, 0x2026, 0x2020, 0x2021, 0x2C6,  0x2030, 0x160,
                                      0x2039, 0x152,  0x8D,   0x17D,  0x8F,   0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
                                      0x2013, 0x2014, 0x2DC,  0x2122, 0x161,  0x203A, 0x153,  0x9D,   0x17E,  0x178 };
    enum { SIGNS_FIRST = 0x80 };

    if (character >= SIGNS_FIRST && character <= 0xFF)
        return character;
    for (unsigned index = 0; index < sizeof signs / sizeof *signs; index++) {
        if (signs[index] == character)
            return SIGNS_FIRST + index;
    }
    return 0;
}

/* Takes up to `most` of the bytes that Latin letters stand for; where each of them ends in the text goes to `ends`. */
static void take_latin(const char *text, size_t size, size_t from, size_t most, struct taken *taken, size_t *ends)
{
    taken->size = 0;
    while (from < size && taken->size < most) {
        struct utf8_step step = utf8_next(text + from, size - from);
        unsigned byte = latin_byte(step.code_point);

        if (byte == 0)
            break;
        from += step.size;
        ends[taken->size] = from;
        taken->bytes[taken->size++] = (char)byte;
    }
}

/* Decodes pairs of GB2312 to UTF-8; returns the bytes read. */
static size_t decode_pairs(const struct taken *taken, char *utf8, size_t room, size_t *size)
{
    enum { CHARACTER_MAX = 4 };
    size_t at = 0;

    *size = 0;
    for (; at + 2 <= taken->size && *size + CHARACTER_MAX <= room; at += 2) {
        uint8_t lead = (uint8_t)taken->bytes[at], trail = (uint8_t)taken->bytes[at + 1];
        uint32_t character = lead >= GB2312_FIRST && trail >= GB2312_FIRST && trail <= GB2312_LAST ? decode_pair(lead, trail) : 0;

        if (character == 0)
            break;
        *size += utf8_encode(character, utf8 + *size);
    }
    return at;
}

/* Rows of nothing but letters are alphabets. */
static bool has_sign(const char *bytes, size_t size)
{
    for (size_t index = 0; index < size; index++) {
        if ((uint8_t)bytes[index] <= UTF8_NEXT_LAST)
            return true;
    }
    return false;
}

/* Of at most so many bytes. */
static bool take_some_back(const char *text, size_t size, size_t from, size_t most, struct garbled_place *place)
{
    struct taken taken;
    size_t ends[sizeof taken.bytes], meant, read;
    char decoded[sizeof place->meant];

    take_latin(text, size, from, most, &taken, ends);
    meant = utf8_valid_prefix(taken.bytes, taken.size);
    if (meant > 0 && is_sensible(taken.bytes, meant)) {
        set_place(place, from, ends[meant - 1], taken.bytes, meant);
        return true;
    }
    read = decode_pairs(&taken, decoded, sizeof decoded - 1, &meant);
    if (!has_sign(taken.bytes, read) || !is_sensible(decoded, meant))
        return false;
    set_place(place, from, ends[read - 1], decoded, meant);
    return true;
}

/* A few bytes show whether it is worth the while: not that each letter of a language with many is asked for all behind it. */
static bool take_latin_back(const char *text, size_t size, size_t from, struct garbled_place *place)
{
    enum { FEW = 6 }; /* two characters of UTF-8, three of GBK */

    return take_some_back(text, size, from, FEW, place)
           && take_some_back(text, size, from, sizeof((struct taken *)0)->bytes, place);
}

/* ---- Looking for places. */

/* The place in the table of a character of three bytes; HAN_COUNT or more for all others. */
static inline uint32_t han_index(const uint8_t *bytes)
{
    uint32_t code_point = (bytes[0] & 0xFU) << 12 | (bytes[1] & 0x3FU) << 6 | (bytes[2] & 0x3FU);

    return (bytes[0] & 0xF0) == 0xE0 ? code_point - HAN_FIRST : HAN_COUNT;
}

static inline bool is_latin(const uint8_t *bytes)
{
    return bytes[0] >= LATIN_LEAD_FIRST && bytes[0] <= LATIN_LEAD_LAST;
}

static inline bool next_place(const struct garbled *garbled, const char *text, size_t size, size_t from, bool with_latin,
                              struct garbled_place *place)
{
    const uint8_t *bytes = (const uint8_t *)text;

    /* Who begins garbled text is of three bytes, as nearly all of the text is: what else there is goes by byte by byte. */
    while (size - from >= HAN_SIZE) {
        uint32_t index = han_index(bytes + from);

        if (index >= HAN_COUNT) {
            if (with_latin && is_latin(bytes + from) && take_latin_back(text, size, from, place))
                return true;
            from += bytes[from] >= 0xE0 ? HAN_SIZE : 1;
            continue;
        }
        if (__builtin_expect(garbled->may_begin[index], 0) && take_back(garbled, text, size, from, place))
            return true;
        from += HAN_SIZE;
    }
    return false;
}

bool garbled_next(const struct garbled *garbled, const char *text, size_t size, size_t from,
                  struct garbled_place *place)
{
    return next_place(garbled, text, size, from, false, place);
}

bool garbled_next_as_read(const struct garbled *garbled, const char *text, size_t size, size_t from,
                          struct garbled_place *place)
{
    return next_place(garbled, text, size, from, true, place);
}
