/* SPDX-License-Identifier: Apache-2.0 */
#include "text/charset_pairs.h"

#include <string.h>

#include "text/ascii.h"
#include "text/charset_pairs_table.h"
#include "text/utf8.h"

const struct charset_pair charset_pairs[PAIRS_COUNT][CHARSET_PAIR_COUNT] = {
#include "text/charset_pairs.inc"
};

static const struct charset_order orders[PAIRS_COUNT] = {
#include "text/charset_orders.inc"
};

static const struct {
    uint32_t number, code_point;
} gb18030_ranges[] = {
#include "text/charset_gb18030_ranges.inc"
};

/* Index gb18030 ranges code point (clause 5); 0 when there is none. */
static uint32_t gb18030_code_point(const uint8_t *bytes)
{
    uint32_t number = (((bytes[0] - 0x81U) * 10 + bytes[1] - 0x30U) * 126 + bytes[2] - 0x81U) * 10 + bytes[3] - 0x30U;
    size_t low = 0, high = sizeof gb18030_ranges / sizeof gb18030_ranges[0];

    if ((number > 39419 && number < 189000) || number > 1237575)
        return 0;
    if (number == 7457)
        return 0xE7C7;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;

        if (gb18030_ranges[middle].number <= number)
            low = middle;
        else
            high = middle;
    }
    return gb18030_ranges[low].code_point + (number - gb18030_ranges[low].number);
}

/* One character by the letter of the standard. */
struct single {
    size_t consumed; /* 0: incomplete */
    struct charset_pair pair;
    bool broken;
};

static const struct single broken_one = { 1, { { 0xEF, 0xBF, 0xBD, 0 } }, true };
static const struct single broken_two = { 2, { { 0xEF, 0xBF, 0xBD, 0 } }, true };

/* Bytes that begin as a four-byte form. When it turns out to be none, only the lead is lost. */
static struct single four_next(const uint8_t *bytes, size_t size)
{
    struct single single = { 4, { { 0 } }, false };
    uint32_t code_point;

    if (size > 2 && (bytes[2] < LEAD_MIN || bytes[2] > LEAD_MAX))
        return broken_one;
    if (size > 3 && (bytes[3] < 0x30 || bytes[3] > 0x39))
        return broken_one;
    if (size < 4)
        return (struct single){ 0, { { 0 } }, false };
    code_point = gb18030_code_point(bytes);
    if (code_point == 0) {
        single = broken_one;
        single.consumed = 4;
        return single;
    }
    utf8_encode(code_point, (char *)single.pair.utf8);
    return single;
}

static struct single single_next(const struct charset_pair *table, enum pairs_set set, const uint8_t *bytes,
                                 size_t size)
{
    struct single single = { 2, { { 0 } }, false };

    if (bytes[0] < 0x80)
        return (struct single){ 1, { { bytes[0] } }, false };
    if (bytes[0] == 0x80 && set == PAIRS_GB18030)
        return (struct single){ 1, { { 0xE2, 0x82, 0xAC, 0 } }, false };
    if (bytes[0] < LEAD_MIN || bytes[0] > LEAD_MAX)
        return broken_one;
    if (size < 2)
        return (struct single){ 0, { { 0 } }, false };
    if (set == PAIRS_GB18030 && bytes[1] >= 0x30 && bytes[1] <= 0x39)
        return four_next(bytes, size);
    single.pair = table[charset_pair_index(bytes[0], bytes[1])];
    if (single.pair.utf8[0] != 0)
        return single;
    /* An ASCII byte is never swallowed: it may be the quote or bracket that ends an attack. */
    return bytes[1] < 0x80 ? broken_one : broken_two;
}

static size_t pair_size(struct charset_pair pair)
{
    if (pair.utf8[1] == 0)
        return 1;
    if (pair.utf8[2] == 0)
        return 2;
    return pair.utf8[3] == 0 ? 3 : 4;
}

/* The bulk: ASCII by eight and more bytes, pairs of three UTF-8 bytes straight from the table. Stops at
 * anything else and when less than 32 bytes of either side are left. */
static void bulk_decode(const struct charset_pair *table, const uint8_t **input, const uint8_t *input_end,
                        char **output, const char *output_end)
{
    const uint8_t *from = *input;
    char *to = *output;

    while (input_end - from >= 32 && output_end - to >= 32) {
        const uint8_t *before = from;

        while (from[0] >= 0x80) {
            struct charset_pair pair = table[charset_pair_index(from[0], from[1])];

            if ((pair.utf8[0] & 0xF0) != 0xE0)
                break;
            memcpy(to, pair.utf8, 4);
            to += 3;
            from += 2;
            if (input_end - from < 32 || output_end - to < 32)
                break;
        }
        while (input_end - from >= 32 && output_end - to >= 32 && from[0] < 0x80) {
            size_t count;

            if (ascii_is_block(from)) {
                memcpy(to, from, 32);
                from += 32;
                to += 32;
                continue;
            }
            memcpy(to, from, 8);
            count = ascii_count_of_8(from);
            from += count;
            to += count;
        }
        if (from == before)
            break;
    }
    *input = from;
    *output = to;
}

/* A lead that begins a broken four-byte form, with what stood before it. */
struct broken_four {
    const uint8_t *from; /* NULL: none yet */
    char *to;
    size_t replaced;
};

/* Whether bytes that end at `cut` read otherwise by themselves: as a four-byte form that breaks off, which is one
 * U+FFFD, where the byte that breaks it stands behind the cut. */
static bool is_cut_short(const struct broken_four *broken, const uint8_t *cut)
{
    ptrdiff_t size;

    if (broken->from == NULL)
        return false;
    size = cut - broken->from;
    return size == 2 || (size == 3 && broken->from[2] >= LEAD_MIN && broken->from[2] <= LEAD_MAX);
}

static bool begins_four(enum pairs_set set, const uint8_t *bytes, const uint8_t *end)
{
    return set == PAIRS_GB18030 && end - bytes > 1 && bytes[0] >= LEAD_MIN && bytes[0] <= LEAD_MAX && bytes[1] >= 0x30
           && bytes[1] <= 0x39;
}

struct charset_step pairs_decode(enum pairs_set set, struct bytes input, bool last, char *output, size_t capacity)
{
    const struct charset_pair *table = charset_pairs[set];
    const uint8_t *from = input.data, *end = input.data + input.size;
    char *to = output, *output_end = output + capacity;
    size_t replaced = 0;
    struct broken_four broken = { NULL, NULL, 0 };

    while (from < end) {
        struct single single;
        size_t size;

        bulk_decode(table, &from, end, &to, output_end);
        if (from == end)
            break;
        single = single_next(table, set, from, (size_t)(end - from));
        if (single.consumed == 0) {
            if (!last)
                break;
            single = broken_one;
            single.consumed = (size_t)(end - from);
        }
        size = pair_size(single.pair);
        if (size > (size_t)(output_end - to)) {
            /* What goes on in another call must be what the bytes up to here say by themselves. */
            if (is_cut_short(&broken, from) && broken.from > input.data) {
                from = broken.from;
                to = broken.to;
                replaced = broken.replaced;
            }
            break;
        }
        if (single.broken && single.consumed == 1 && begins_four(set, from, end))
            broken = (struct broken_four){ from, to, replaced };
        memcpy(to, single.pair.utf8, size);
        to += size;
        from += single.consumed;
        replaced += single.broken;
    }
    return (struct charset_step){ (size_t)(from - input.data), (size_t)(to - output), replaced };
}

size_t pairs_encode(enum pairs_set set, uint32_t code_point, char output[CHARSET_CODE_MAX])
{
    const struct charset_order *order = &orders[set];
    struct charset_pair wanted = { { 0 } };
    size_t low = 0, high = order->count;

    utf8_encode(code_point, (char *)wanted.utf8);
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        uint16_t index = order->indices[middle];
        int difference = memcmp(charset_pairs[set][index].utf8, wanted.utf8, sizeof wanted.utf8);

        if (difference == 0) {
            output[0] = (char)(index >> 8 | 0x80);
            output[1] = (char)(index & 0xFF);
            return 2;
        }
        if (difference < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return 0;
}

/* By the last range that does not begin behind it; whether it is in there is seen on the way back. */
size_t pairs_encode_four(uint32_t code_point, char output[CHARSET_CODE_MAX])
{
    size_t range = sizeof gb18030_ranges / sizeof gb18030_ranges[0] - 1;
    uint8_t bytes[4];
    uint32_t number;

    while (range > 0 && gb18030_ranges[range].code_point > code_point)
        range--;
    if (gb18030_ranges[range].code_point > code_point)
        return 0;
    number =
        code_point == 0xE7C7 ? 7457 : gb18030_ranges[range].number + (code_point - gb18030_ranges[range].code_point);
    bytes[3] = (uint8_t)(number % 10 + 0x30);
    bytes[2] = (uint8_t)(number / 10 % 126 + 0x81);
    bytes[1] = (uint8_t)(number / 1260 % 10 + 0x30);
    bytes[0] = (uint8_t)(number / 12600 + 0x81);
    if (gb18030_code_point(bytes) != code_point)
        return 0;
    memcpy(output, bytes, sizeof bytes);
    return sizeof bytes;
}
