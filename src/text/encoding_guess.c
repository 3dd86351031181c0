/* SPDX-License-Identifier: Apache-2.0 */
#include "text/encoding_guess.h"

#include <string.h>

#include "text/ascii.h"
#include "text/utf8.h"

#include "text/encoding_frequent.inc"

enum {
    SAMPLE_SIZE = 1 << 14,
    SEARCH_SIZE = 1 << 20,
    CHARACTERS_MAX = 1200, /* enough to tell one broken character in a thousand */
    UNITS_MAX = 2048,
};

struct bytes encoding_sample(struct bytes input)
{
    struct bytes head = bytes_slice(input, 0, SEARCH_SIZE);
    size_t ascii = ascii_prefix(head.data, head.size);

    return bytes_slice(head, ascii, SAMPLE_SIZE);
}

/* One character that is not ASCII; size 0 when the sample cuts it off. */
struct reading {
    uint32_t size;
    bool broken, wide, frequent;
};

static struct reading broken_reading(const uint8_t *bytes, size_t size)
{
    return (struct reading){ size > 1 && bytes[1] >= 0x80 ? 2 : 1, true, false, false };
}

static struct reading read_utf8(const uint8_t *bytes, size_t size)
{
    struct utf8_step step = utf8_next((const char *)bytes, size);

    if (step.broken && step.size == size && size < 4)
        return (struct reading){ 0, false, false, false };
    return (struct reading){ step.size, step.broken, step.size >= 3 && !step.broken, false };
}

static bool bit_of(const uint8_t *bits, unsigned index)
{
    return (bits[index / 8] >> index % 8 & 1) != 0;
}

static struct reading read_gb18030(const uint8_t *bytes, size_t size)
{
    struct reading reading = { 2, false, false, false };

    if (bytes[0] == 0x80)
        return (struct reading){ 1, false, false, false };
    if (bytes[0] == 0xFF)
        return (struct reading){ 1, true, false, false };
    if (size < 2)
        return (struct reading){ 0, false, false, false };
    if (bytes[1] >= 0x30 && bytes[1] <= 0x39) {
        if (size < 4)
            return (struct reading){ 0, false, false, false };
        if (bytes[2] < 0x81 || bytes[2] == 0xFF || bytes[3] < 0x30 || bytes[3] > 0x39)
            return (struct reading){ 1, true, false, false };
        return (struct reading){ 4, false, false, false };
    }
    if (bytes[1] < 0x40 || bytes[1] == 0x7F || bytes[1] == 0xFF)
        return broken_reading(bytes, size);
    reading.wide = bytes[0] < 0xA1 || bytes[0] > 0xA9;
    reading.frequent = bytes[0] >= 0xB0 && bytes[0] <= 0xD7 && bytes[1] >= 0xA1
                       && bit_of(frequent_gbk[bytes[0] - 0xB0], bytes[1] - 0xA1U);
    return reading;
}

static struct reading read_big5(const uint8_t *bytes, size_t size)
{
    struct reading reading = { 2, false, false, false };
    unsigned trail;

    if (bytes[0] == 0x80 || bytes[0] == 0xFF)
        return (struct reading){ 1, true, false, false };
    if (size < 2)
        return (struct reading){ 0, false, false, false };
    if (bytes[1] < 0x40 || (bytes[1] > 0x7E && bytes[1] < 0xA1) || bytes[1] == 0xFF)
        return broken_reading(bytes, size);
    trail = bytes[1] < 0x7F ? bytes[1] - 0x40U : bytes[1] - 0xA1U + 63;
    reading.wide = bytes[0] < 0xA1 || bytes[0] > 0xA3;
    reading.frequent = bytes[0] >= 0xA4 && bytes[0] <= 0xC6 && bit_of(frequent_big5[bytes[0] - 0xA4], trail);
    return reading;
}

static struct reading read_euc(const uint8_t *bytes, size_t size, bool japanese)
{
    uint32_t wanted = japanese && bytes[0] == 0x8F ? 3 : 2;
    uint8_t trail_min = japanese ? 0xA1 : 0x41;

    if (bytes[0] == 0x80 || bytes[0] == 0xFF || (japanese && bytes[0] < 0xA1 && bytes[0] != 0x8E && bytes[0] != 0x8F))
        return (struct reading){ 1, true, false, false };
    if (size < wanted)
        return (struct reading){ 0, false, false, false };
    if (bytes[1] < trail_min || bytes[1] == 0xFF)
        return broken_reading(bytes, size);
    return (struct reading){ wanted, false, true, false };
}

static struct reading read_shift_jis(const uint8_t *bytes, size_t size)
{
    if (bytes[0] == 0x80 || bytes[0] == 0xA0 || bytes[0] > 0xFC)
        return (struct reading){ 1, true, false, false };
    if (bytes[0] > 0xA0 && bytes[0] < 0xE0)
        return (struct reading){ 1, false, false, false };
    if (size < 2)
        return (struct reading){ 0, false, false, false };
    if (bytes[1] < 0x40 || bytes[1] == 0x7F || bytes[1] > 0xFC)
        return broken_reading(bytes, size);
    return (struct reading){ 2, false, true, false };
}

static struct reading reading_of(enum encoding encoding, const uint8_t *bytes, size_t size)
{
    switch (encoding) {
    case ENCODING_UTF8:
        return read_utf8(bytes, size);
    case ENCODING_GBK:
    case ENCODING_GB18030:
        return read_gb18030(bytes, size);
    case ENCODING_BIG5:
        return read_big5(bytes, size);
    case ENCODING_EUC_JP:
        return read_euc(bytes, size, true);
    case ENCODING_EUC_KR:
        return read_euc(bytes, size, false);
    case ENCODING_SHIFT_JIS:
        return read_shift_jis(bytes, size);
    case ENCODING_ISO_2022_JP:
        return (struct reading){ 1, true, false, false };
    default:
        return (struct reading){ 1, false, false, false };
    }
}

/* Counted by its leads. */
bool encoding_fit_utf8(struct bytes sample, struct encoding_fit *fit)
{
    size_t size = sample.size < 4 * CHARACTERS_MAX ? sample.size : 4 * CHARACTERS_MAX;
    size_t valid = utf8_valid_prefix((const char *)sample.data, size);

    if (size - valid > 3 || (valid < size && sample.data[valid] < 0xC2))
        return false;
    *fit = (struct encoding_fit){ 0, 0, 0, 0 };
    for (size_t offset = 0; offset < valid; offset++) {
        fit->characters += sample.data[offset] >= 0xC0;
        fit->wide += sample.data[offset] >= 0xE0;
    }
    return true;
}

struct encoding_fit encoding_fit(enum encoding encoding, struct bytes sample)
{
    struct encoding_fit fit = { 0, 0, 0, 0 };
    size_t offset = 0;

    if (encoding == ENCODING_UTF8 && encoding_fit_utf8(sample, &fit))
        return fit;
    while (offset < sample.size && fit.characters < CHARACTERS_MAX) {
        struct reading reading;

        offset += ascii_prefix(sample.data + offset, sample.size - offset);
        if (offset == sample.size)
            break;
        reading = reading_of(encoding, sample.data + offset, sample.size - offset);
        if (reading.size == 0)
            break;
        offset += reading.size;
        fit.characters++;
        fit.broken += reading.broken;
        fit.wide += reading.wide;
        fit.frequent += reading.frequent;
    }
    return fit;
}

/* What Chinese and English text is made of. */
static bool is_plausible_unit(unsigned unit)
{
    return (unit >= 0x4E00 && unit <= 0x9FFF) || (unit >= 0x20 && unit <= 0x7E) || (unit >= 0x09 && unit <= 0x0D)
           || (unit >= 0x3000 && unit <= 0x301F) || (unit >= 0xFF01 && unit <= 0xFF5E)
           || (unit >= 0x2010 && unit <= 0x2027) || (unit >= 0x2460 && unit <= 0x249B) || unit == 0xA0 || unit == 0xB7;
}

static bool is_control(uint8_t byte)
{
    return byte < 0x09 || (byte > 0x0D && byte < 0x20);
}

/* True when no byte of the first units is below 09: the rest need not be looked at one by one. Text in
 * other encodings has no control characters; without them two letters pass for one ideograph. */
static bool has_no_controls(struct bytes head)
{
    size_t offset = 0;

    for (; head.size - offset >= 8; offset += 8) {
        uint64_t word, low;

        memcpy(&word, head.data + offset, sizeof word);
        low = word & ~ASCII_HIGH_BITS;
        if ((~(low + ASCII_EACH(0x80 - 0x09)) & ~word & ASCII_HIGH_BITS) != 0)
            return false;
    }
    for (; offset < head.size; offset++) {
        if (head.data[offset] < 0x09)
            return false;
    }
    return true;
}

enum encoding encoding_guess_utf16(struct bytes input)
{
    struct bytes head = bytes_slice(input, 0, 2 * UNITS_MAX);
    uint32_t units = (uint32_t)head.size / 2, little = 0, big = 0;

    if (input.size % 2 != 0 && input.size < 2 * UNITS_MAX)
        return ENCODING_NONE;
    if (units == 0 || has_no_controls(head))
        return ENCODING_NONE;
    for (size_t offset = 0; offset + 1 < head.size; offset += 2) {
        uint8_t first = head.data[offset], second = head.data[offset + 1];

        little += is_plausible_unit((unsigned)(second << 8 | first));
        big += is_plausible_unit((unsigned)(first << 8 | second));
    }
    if (little >= big && little >= units - units / 10)
        return ENCODING_UTF16LE;
    return big > little && big >= units - units / 10 ? ENCODING_UTF16BE : ENCODING_NONE;
}

/* More controls than any text has. */
static bool is_binary(struct bytes sample)
{
    size_t controls = 0;

    sample.size = sample.size < 1024 ? sample.size : 1024;
    for (size_t offset = 0; offset < sample.size; offset++)
        controls += is_control(sample.data[offset]);
    return controls * 32 > sample.size;
}

/* How much it looks like Chinese: in hundredths, frequent characters for it, broken ones against it. */
static int likeness(struct encoding_fit fit)
{
    int characters = fit.characters > 0 ? (int)fit.characters : 1, wide = fit.wide > 0 ? (int)fit.wide : 1;

    return (int)fit.frequent * 100 / wide - (int)fit.broken * 400 / characters;
}

enum encoding encoding_guess(struct bytes input, struct bytes sample)
{
    enum encoding utf16 = encoding_guess_utf16(input);
    struct encoding_fit utf8, gb18030, big5;

    if (utf16 != ENCODING_NONE)
        return utf16;
    if (sample.size == 0 || is_binary(sample))
        return ENCODING_UTF8;
    utf8 = encoding_fit(ENCODING_UTF8, sample);
    if (utf8.broken == 0 && utf8.wide > 0)
        return ENCODING_UTF8;
    gb18030 = encoding_fit(ENCODING_GB18030, sample);
    big5 = encoding_fit(ENCODING_BIG5, sample);
    /* Nothing but short sequences: accented letters, or a few Chinese characters that happen to fit. */
    if (utf8.broken == 0)
        return gb18030.broken == 0 && likeness(gb18030) >= 50 ? ENCODING_GB18030 : ENCODING_UTF8;
    if (utf8.wide > 20 * utf8.broken && gb18030.broken > 0)
        return ENCODING_UTF8;
    if (likeness(big5) > likeness(gb18030))
        return likeness(big5) > -100 ? ENCODING_BIG5 : ENCODING_WINDOWS_1252;
    return likeness(gb18030) > -100 ? ENCODING_GB18030 : ENCODING_WINDOWS_1252;
}
