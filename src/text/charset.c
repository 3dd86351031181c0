/* SPDX-License-Identifier: Apache-2.0 */
#include "text/charset.h"

#include <errno.h>
#include <iconv.h>
#include <string.h>

#include "base/alloc.h"
#include "base/assert.h"
#include "text/ascii.h"
#include "text/charset_pairs.h"
#include "text/utf8.h"

/* The rare encodings that iconv decodes, in the order of struct charset's converters. */
static const struct {
    enum encoding encoding;
    const char *names[2]; /* the converter nearest to the standard first */
} converted[] = {
    { ENCODING_EUC_JP, { "EUC-JP-MS", "EUC-JP" } },
    { ENCODING_SHIFT_JIS, { "CP932", "SHIFT_JIS" } },
    { ENCODING_ISO_2022_JP, { "ISO-2022-JP", "ISO-2022-JP" } },
};

enum { CONVERTER_COUNT = sizeof converted / sizeof converted[0] };

struct charset {
    iconv_t converters[CONVERTER_COUNT];
    const uint8_t *resume; /* where the last call for ISO-2022-JP stopped, NULL: nowhere */
};

static const uint16_t single_byte_code_points[ENCODING_COUNT - ENCODING_SINGLE_BYTE_FIRST][128] = {
#include "text/charset_single_byte.inc"
};

static const iconv_t converter_none = (iconv_t)-1;

static enum status converters_open(struct charset *charset)
{
    for (size_t index = 0; index < CONVERTER_COUNT; index++)
        charset->converters[index] = converter_none;
    for (size_t index = 0; index < CONVERTER_COUNT; index++) {
        for (size_t name = 0; name < 2 && charset->converters[index] == converter_none; name++)
            charset->converters[index] = iconv_open("UTF-8", converted[index].names[name]);
        if (charset->converters[index] == converter_none)
            return errno == ENOMEM ? STATUS_NO_MEMORY : STATUS_INVALID;
    }
    return STATUS_OK;
}

enum status charset_create(struct charset **result)
{
    struct charset *charset = alloc_zeroed(1, sizeof *charset);
    enum status status;

    if (charset == NULL)
        return STATUS_NO_MEMORY;
    status = converters_open(charset);
    if (status != STATUS_OK) {
        charset_destroy(charset);
        return status;
    }
    *result = charset;
    return STATUS_OK;
}

void charset_destroy(struct charset *charset)
{
    if (charset == NULL)
        return;
    for (size_t index = 0; index < CONVERTER_COUNT; index++) {
        if (charset->converters[index] != converter_none)
            iconv_close(charset->converters[index]);
    }
    alloc_free(charset);
}

/* Where decoding stands, for the decoders that put out one character at a time. */
struct cursor {
    const uint8_t *from, *from_end;
    char *to, *to_end;
    size_t replaced;
};

static struct cursor cursor_of(struct bytes input, char *output, size_t capacity)
{
    return (struct cursor){ input.data, input.data + input.size, output, output + capacity, 0 };
}

static struct charset_step cursor_step(const struct cursor *cursor, struct bytes input, const char *output)
{
    return (struct charset_step){ (size_t)(cursor->from - input.data), (size_t)(cursor->to - output),
                                  cursor->replaced };
}

/* Puts out one character for `size` input bytes, unless there is no room for it. */
static bool cursor_put(struct cursor *cursor, uint32_t code_point, size_t size)
{
    char utf8[4];
    size_t produced = utf8_encode(code_point, utf8);

    if (produced > (size_t)(cursor->to_end - cursor->to))
        return false;
    memcpy(cursor->to, utf8, produced);
    cursor->to += produced;
    cursor->from += size;
    return true;
}

static bool cursor_replace(struct cursor *cursor, size_t size)
{
    if (!cursor_put(cursor, UTF8_REPLACEMENT, size))
        return false;
    cursor->replaced++;
    return true;
}

/* True when the broken sequence at the end could yet become a character. */
static bool is_utf8_incomplete(const uint8_t *bytes, size_t size)
{
    static const uint8_t rest[3] = { 0x80, 0x80, 0x80 };

    for (size_t added = 1; size < 4 && added <= 4 - size; added++) {
        char whole[8];

        memcpy(whole, bytes, size);
        memcpy(whole + size, rest, added <= sizeof rest ? added : sizeof rest);
        if (!utf8_next(whole, size + added).broken)
            return true;
    }
    return size == 1 && (bytes[0] == 0xE0 || bytes[0] == 0xF0);
}

static struct charset_step utf8_decode(struct bytes input, bool last, char *output, size_t capacity)
{
    struct cursor cursor = cursor_of(input, output, capacity);

    while (cursor.from < cursor.from_end) {
        size_t left = (size_t)(cursor.from_end - cursor.from), room = (size_t)(cursor.to_end - cursor.to);
        size_t valid = utf8_valid_prefix((const char *)cursor.from, left < room ? left : room);
        struct utf8_step step;

        memcpy(cursor.to, cursor.from, valid);
        cursor.from += valid;
        cursor.to += valid;
        left -= valid;
        if (left == 0)
            break;
        step = utf8_next((const char *)cursor.from, left);
        if (!step.broken)
            break;
        if (!last && step.size == left && is_utf8_incomplete(cursor.from, left))
            break;
        if (!cursor_replace(&cursor, step.size))
            break;
    }
    return cursor_step(&cursor, input, output);
}

static inline uint32_t unit_at(const uint8_t *bytes, bool big)
{
    return big ? (uint32_t)(bytes[0] << 8 | bytes[1]) : (uint32_t)(bytes[1] << 8 | bytes[0]);
}

/* Everything but surrogates, while there is room for any character. */
static void utf16_bulk(struct cursor *cursor, bool big)
{
    const uint8_t *from = cursor->from;
    char *to = cursor->to;

    while (cursor->from_end - from >= 2 && cursor->to_end - to >= 4) {
        uint32_t unit = unit_at(from, big);

        if (unit - 0xD800 < 0x800)
            break;
        if (unit >= 0x800) {
            to[0] = (char)(0xE0 | unit >> 12);
            to[1] = (char)(0x80 | (unit >> 6 & 0x3F));
            to[2] = (char)(0x80 | (unit & 0x3F));
            to += 3;
        } else {
            to += utf8_encode(unit, to);
        }
        from += 2;
    }
    cursor->from = from;
    cursor->to = to;
}

static struct charset_step utf16_decode(struct bytes input, bool big, bool last, char *output, size_t capacity)
{
    struct cursor cursor = cursor_of(input, output, capacity);

    while (cursor.from < cursor.from_end) {
        size_t left;
        uint32_t unit, low;
        bool put;

        utf16_bulk(&cursor, big);
        left = (size_t)(cursor.from_end - cursor.from);
        if (left == 0)
            break;
        if (left < 2) {
            if (last)
                cursor_replace(&cursor, left);
            break;
        }
        unit = unit_at(cursor.from, big);
        if (unit < 0xD800 || unit > 0xDFFF) {
            put = cursor_put(&cursor, unit, 2);
        } else if (unit > 0xDBFF) {
            put = cursor_replace(&cursor, 2);
        } else if (left < 4) {
            /* A half pair at the end: with a whole unit missing or half of one. */
            if (last)
                cursor_replace(&cursor, left);
            break;
        } else {
            low = unit_at(cursor.from + 2, big);
            if (low >= 0xDC00 && low <= 0xDFFF)
                put = cursor_put(&cursor, 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00), 4);
            else
                put = cursor_replace(&cursor, 2);
        }
        if (!put)
            break;
    }
    return cursor_step(&cursor, input, output);
}

static struct charset_step single_byte_decode(enum encoding encoding, struct bytes input, char *output, size_t capacity)
{
    const uint16_t *code_points = single_byte_code_points[encoding - ENCODING_SINGLE_BYTE_FIRST];
    struct cursor cursor = cursor_of(input, output, capacity);

    while (cursor.from < cursor.from_end) {
        size_t left = (size_t)(cursor.from_end - cursor.from), room = (size_t)(cursor.to_end - cursor.to);
        size_t ascii = ascii_prefix(cursor.from, left < room ? left : room);
        uint32_t code_point;

        memcpy(cursor.to, cursor.from, ascii);
        cursor.from += ascii;
        cursor.to += ascii;
        if (ascii == left || ascii == room)
            break;
        code_point = code_points[*cursor.from & 0x7F];
        if (code_point == 0 ? !cursor_replace(&cursor, 1) : !cursor_put(&cursor, code_point, 1))
            break;
    }
    return cursor_step(&cursor, input, output);
}

/* How many bytes a refused sequence takes with it: a lead takes its trail, but never an ASCII byte. */
static size_t refused_size(enum encoding encoding, const uint8_t *bytes, size_t size)
{
    bool lead = encoding == ENCODING_EUC_JP ? bytes[0] >= 0xA1 || bytes[0] == 0x8E || bytes[0] == 0x8F
                                            : (bytes[0] > 0x80 && bytes[0] < 0xA0) || bytes[0] >= 0xE0;

    if (encoding == ENCODING_ISO_2022_JP || !lead || bytes[0] >= 0xFD)
        return 1;
    return size > 1 && bytes[1] >= 0x80 ? 2 : 1;
}

static struct charset_step converter_decode(struct charset *charset, size_t which, struct bytes input, bool last,
                                            char *output, size_t capacity)
{
    enum encoding encoding = converted[which].encoding;
    struct cursor cursor = cursor_of(input, output, capacity);
    bool stateful = encoding == ENCODING_ISO_2022_JP;

    if (!stateful || charset->resume == NULL || charset->resume != input.data)
        iconv(charset->converters[which], NULL, NULL, NULL, NULL);
    while (cursor.from < cursor.from_end && cursor.to < cursor.to_end) {
        char *from = (char *)(uintptr_t)cursor.from;
        size_t left = (size_t)(cursor.from_end - cursor.from), room = (size_t)(cursor.to_end - cursor.to);
        size_t result = iconv(charset->converters[which], &from, &left, &cursor.to, &room);

        cursor.from = (const uint8_t *)from;
        if (result != (size_t)-1 || errno == E2BIG)
            break;
        if (errno == EINVAL && !last)
            break;
        if (!cursor_replace(&cursor, refused_size(encoding, cursor.from, left)))
            break;
    }
    if (stateful)
        charset->resume = cursor.from == cursor.from_end && last ? NULL : cursor.from;
    return cursor_step(&cursor, input, output);
}

static size_t converter_of(enum encoding encoding)
{
    size_t index = 0;

    while (index < CONVERTER_COUNT && converted[index].encoding != encoding)
        index++;
    ASSERT(index < CONVERTER_COUNT);
    return index;
}

struct charset_step charset_decode(struct charset *charset, enum encoding encoding, struct bytes input, bool last,
                                   char *output, size_t capacity)
{
    ASSERT(encoding >= 0 && encoding < ENCODING_COUNT);
    if (input.size == 0)
        return (struct charset_step){ 0, 0, 0 };
    switch (encoding) {
    case ENCODING_UTF8:
        return utf8_decode(input, last, output, capacity);
    case ENCODING_GBK:
    case ENCODING_GB18030:
        return pairs_decode(PAIRS_GB18030, input, last, output, capacity);
    case ENCODING_BIG5:
        return pairs_decode(PAIRS_BIG5, input, last, output, capacity);
    case ENCODING_EUC_KR:
        return pairs_decode(PAIRS_EUC_KR, input, last, output, capacity);
    case ENCODING_UTF16LE:
    case ENCODING_UTF16BE:
        return utf16_decode(input, encoding == ENCODING_UTF16BE, last, output, capacity);
    case ENCODING_EUC_JP:
    case ENCODING_SHIFT_JIS:
    case ENCODING_ISO_2022_JP:
        return converter_decode(charset, converter_of(encoding), input, last, output, capacity);
    default:
        return single_byte_decode(encoding, input, output, capacity);
    }
}

size_t charset_source_size(struct charset *charset, enum encoding encoding, struct bytes input, size_t produced)
{
    char scratch[4096];
    size_t consumed = 0;

    if (encoding == ENCODING_UTF8 && produced <= input.size
        && utf8_valid_prefix((const char *)input.data, produced) == produced)
        return produced;
    charset->resume = NULL;
    while (produced > 0) {
        size_t capacity = produced < sizeof scratch ? produced : sizeof scratch;
        struct charset_step step =
            charset_decode(charset, encoding, bytes_slice(input, consumed, SIZE_MAX), true, scratch, capacity);

        if (step.consumed == 0)
            break;
        consumed += step.consumed;
        produced -= step.produced;
    }
    charset->resume = NULL;
    return consumed;
}
