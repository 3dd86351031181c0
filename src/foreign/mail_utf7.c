/* SPDX-License-Identifier: Apache-2.0 */
#include "foreign/mail_utf7.h"

#include <strings.h>

#include "extract/base64.h"
#include "text/utf8.h"

enum {
    BROKEN = 0xFFFD,
    SIX_BITS = 6,
};

/* Bits of the shifted sequence that no character has taken yet, and the first half of a pair of surrogates. */
struct shifted {
    uint32_t bits;
    unsigned bit_count;
    uint32_t high;
};

bool mail_utf7_is_meant(const char *label)
{
    static const char *const labels[] = { "utf-7", "utf7", "unicode-1-1-utf-7", "csunicode11utf7", "unicode-2-0-utf-7",
                                          "x-unicode-2-0-utf-7" };

    for (size_t index = 0; index < sizeof labels / sizeof *labels; index++)
        if (strcasecmp(label, labels[index]) == 0)
            return true;
    return false;
}

static void append_character(struct buf *out, uint32_t character)
{
    char utf8[4];

    buf_append(out, utf8, utf8_encode(character, utf8));
}

static void flush_high(struct shifted *shifted, struct buf *out)
{
    if (shifted->high != 0)
        append_character(out, BROKEN);
    shifted->high = 0;
}

static void unit_take(struct shifted *shifted, uint32_t unit, struct buf *out)
{
    if (shifted->high != 0 && unit >= 0xDC00 && unit <= 0xDFFF) {
        append_character(out, 0x10000 + ((shifted->high - 0xD800) << 10) + (unit - 0xDC00));
        shifted->high = 0;
        return;
    }
    flush_high(shifted, out);
    if (unit >= 0xD800 && unit <= 0xDBFF)
        shifted->high = unit;
    else
        append_character(out, unit >= 0xDC00 && unit <= 0xDFFF ? BROKEN : unit);
}

/* The sequence behind a plus sign, which a minus sign ends, or any other character that cannot be in it. Returns where
 * what follows begins. */
static size_t shifted_decode(struct bytes raw, size_t offset, struct buf *out)
{
    struct shifted shifted = { .bits = 0 };
    int value;

    while (offset < raw.size && (value = base64_digit(raw.data[offset])) >= 0) {
        shifted.bits = (shifted.bits << SIX_BITS | (uint32_t)value) & 0xFFFFFF;
        shifted.bit_count += SIX_BITS;
        if (shifted.bit_count >= 16) {
            shifted.bit_count -= 16;
            unit_take(&shifted, shifted.bits >> shifted.bit_count & 0xFFFF, out);
        }
        offset++;
    }
    flush_high(&shifted, out);
    /* What is left of the last character is padding. */
    if (shifted.bit_count >= SIX_BITS)
        append_character(out, BROKEN);
    return offset + (offset < raw.size && raw.data[offset] == '-');
}

void mail_utf7_decode(struct bytes raw, struct buf *out)
{
    for (size_t offset = 0; offset < raw.size;) {
        uint8_t byte = raw.data[offset++];

        if (byte == '+' && offset < raw.size && raw.data[offset] == '-') {
            buf_byte(out, '+');
            offset++;
        } else if (byte == '+') {
            offset = shifted_decode(raw, offset, out);
        } else if (byte >= 0x80) {
            append_character(out, BROKEN);
        } else {
            buf_byte(out, (char)byte);
        }
    }
}
