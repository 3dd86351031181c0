/* SPDX-License-Identifier: Apache-2.0 */
#include "text/charset_pairs.h"

#include <iconv.h>
#include <pthread.h>
#include <string.h>

#include "base/alloc.h"
#include "base/assert.h"
#include "text/ascii.h"
#include "text/utf8.h"

enum { LEAD_MIN = 0x81, LEAD_MAX = 0xFE, TRAIL_MIN = 0x40, TRAIL_MAX = 0xFE, ROW_SIZE_MAX = TRAIL_MAX - TRAIL_MIN + 1 };

/* UTF-8 in the order of memory, padded with zeros; all zero when there is no such character. Four bytes
 * are one character, or a letter of two bytes with its combining mark (Big5). */
struct pair {
    uint8_t utf8[4];
};

/* By lead (without its high bit) and trail. */
struct pairs_tables {
    struct pair pairs[PAIRS_COUNT][128 * 256];
};

struct patch {
    uint16_t code;
    uint32_t code_point;
};

static const struct patch gb18030_patches[] = {
#include "text/charset_gb18030_patches.inc"
};

static const struct patch big5_patches[] = {
#include "text/charset_big5_patches.inc"
};

/* The only codes that are two characters (Encoding Standard, clause 12.1.1, step 3.3). The codes that are
 * their first letters alone are listed as well, because a converter may hold these back. */
static const struct {
    uint16_t code;
    const char *utf8;
} big5_sequences[] = {
    { 0x8862, "\u00CA\u0304" }, { 0x8864, "\u00CA\u030C" }, { 0x8866, "\u00CA" },
    { 0x88A3, "\u00EA\u0304" }, { 0x88A5, "\u00EA\u030C" }, { 0x88A7, "\u00EA" },
};

static const struct {
    uint32_t number, code_point;
} gb18030_ranges[] = {
#include "text/charset_gb18030_ranges.inc"
};

/* Shared by all charsets of the process: nothing but the lock and the count ever changes while in use. */
static pthread_mutex_t shared_lock = PTHREAD_MUTEX_INITIALIZER;
static struct pairs_tables *shared_tables;
static size_t shared_count;

static size_t table_index(uint8_t lead, uint8_t trail)
{
    return (size_t)(lead & 0x7F) << 8 | trail;
}

static void table_set(struct pair *table, uint16_t code, uint32_t code_point)
{
    struct pair pair = { { 0 } };

    utf8_encode(code_point, (char *)pair.utf8);
    table[table_index((uint8_t)(code >> 8), (uint8_t)code)] = pair;
}

static bool is_sequence(uint16_t code)
{
    for (size_t index = 0; index < sizeof big5_sequences / sizeof big5_sequences[0]; index++) {
        if (big5_sequences[index].code == code)
            return true;
    }
    return false;
}

/* Converts codes up to the first that the converter refuses and returns the bytes done. *doubtful when
 * it is unclear which code each character is from: some converters swallow a code without a word. */
static size_t codes_fill(struct pair *table, iconv_t converter, const uint8_t *codes, size_t size, bool *doubtful)
{
    uint32_t code_points[ROW_SIZE_MAX];
    char *input = (char *)(uintptr_t)codes, *output = (char *)code_points;
    size_t input_left = size, output_left = sizeof code_points, count;

    iconv(converter, NULL, NULL, NULL, NULL);
    iconv(converter, &input, &input_left, &output, &output_left);
    count = (sizeof code_points - output_left) / sizeof code_points[0];
    *doubtful = size - input_left != 2 * count;
    for (size_t index = 0; index < count && !*doubtful; index++)
        table_set(table, (uint16_t)(codes[2 * index] << 8 | codes[2 * index + 1]), code_points[index]);
    return size - input_left;
}

static void row_fill(struct pair *table, iconv_t converter, const uint8_t *codes, size_t size)
{
    size_t offset = 0;

    while (offset < size) {
        bool doubtful;
        size_t done = codes_fill(table, converter, codes + offset, size - offset, &doubtful);

        if (doubtful)
            break;
        offset += done + 2;
    }
    for (; offset < size; offset += 2) {
        bool doubtful;

        codes_fill(table, converter, codes + offset, 2, &doubtful);
    }
}

/* Without the sequences in Big5, which a converter may hold back to see what follows. */
static bool table_fill(struct pair *table, const char *name, bool big5)
{
    const char *unit = __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ ? "UTF-32LE" : "UTF-32BE";
    iconv_t converter = iconv_open(unit, name);

    if (converter == (iconv_t)-1)
        return false;
    for (unsigned lead = LEAD_MIN; lead <= LEAD_MAX; lead++) {
        uint8_t codes[2 * ROW_SIZE_MAX];
        size_t size = 0;

        for (unsigned trail = TRAIL_MIN; trail <= TRAIL_MAX; trail++) {
            if (trail == 0x7F || (big5 && is_sequence((uint16_t)(lead << 8 | trail))))
                continue;
            codes[size++] = (uint8_t)lead;
            codes[size++] = (uint8_t)trail;
        }
        row_fill(table, converter, codes, size);
    }
    iconv_close(converter);
    return true;
}

static void table_patch(struct pair *table, const struct patch *patches, size_t count)
{
    for (size_t index = 0; index < count; index++)
        table_set(table, patches[index].code, patches[index].code_point);
}

static enum status tables_create(struct pairs_tables **result)
{
    struct pairs_tables *tables = alloc_zeroed(1, sizeof *tables);

    if (tables == NULL)
        return STATUS_NO_MEMORY;
    if (!table_fill(tables->pairs[PAIRS_GB18030], "GB18030", false)
        || !table_fill(tables->pairs[PAIRS_BIG5], "BIG5-HKSCS", true)
        || (!table_fill(tables->pairs[PAIRS_EUC_KR], "UHC", false)
            && !table_fill(tables->pairs[PAIRS_EUC_KR], "CP949", false))) {
        alloc_free(tables);
        return STATUS_INVALID;
    }
    table_patch(tables->pairs[PAIRS_GB18030], gb18030_patches, sizeof gb18030_patches / sizeof gb18030_patches[0]);
    table_patch(tables->pairs[PAIRS_BIG5], big5_patches, sizeof big5_patches / sizeof big5_patches[0]);
    for (size_t index = 0; index < sizeof big5_sequences / sizeof big5_sequences[0]; index++) {
        uint16_t code = big5_sequences[index].code;
        const char *utf8 = big5_sequences[index].utf8;

        memcpy(tables->pairs[PAIRS_BIG5][table_index((uint8_t)(code >> 8), (uint8_t)code)].utf8, utf8, strlen(utf8));
    }
    *result = tables;
    return STATUS_OK;
}

enum status pairs_tables_get(const struct pairs_tables **tables)
{
    enum status status = STATUS_OK;

    ASSERT(pthread_mutex_lock(&shared_lock) == 0);
    if (shared_count == 0)
        status = tables_create(&shared_tables);
    if (status == STATUS_OK) {
        shared_count++;
        *tables = shared_tables;
    }
    ASSERT(pthread_mutex_unlock(&shared_lock) == 0);
    return status;
}

void pairs_tables_put(const struct pairs_tables *tables)
{
    ASSERT(pthread_mutex_lock(&shared_lock) == 0);
    ASSERT(tables == shared_tables && shared_count > 0);
    if (--shared_count == 0) {
        alloc_free(shared_tables);
        shared_tables = NULL;
    }
    ASSERT(pthread_mutex_unlock(&shared_lock) == 0);
}

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
    struct pair pair;
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

static struct single single_next(const struct pair *table, enum pairs_set set, const uint8_t *bytes, size_t size)
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
    single.pair = table[table_index(bytes[0], bytes[1])];
    if (single.pair.utf8[0] != 0)
        return single;
    /* An ASCII byte is never swallowed: it may be the quote or bracket that ends an attack. */
    return bytes[1] < 0x80 ? broken_one : broken_two;
}

static size_t pair_size(struct pair pair)
{
    if (pair.utf8[1] == 0)
        return 1;
    if (pair.utf8[2] == 0)
        return 2;
    return pair.utf8[3] == 0 ? 3 : 4;
}

/* The bulk: ASCII by eight and more bytes, pairs of three UTF-8 bytes straight from the table. Stops at
 * anything else and when less than 32 bytes of either side are left. */
static void bulk_decode(const struct pair *table, const uint8_t **input, const uint8_t *input_end, char **output,
                        const char *output_end)
{
    const uint8_t *from = *input;
    char *to = *output;

    while (input_end - from >= 32 && output_end - to >= 32) {
        const uint8_t *before = from;

        while (from[0] >= 0x80) {
            struct pair pair = table[table_index(from[0], from[1])];

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

struct charset_step pairs_decode(const struct pairs_tables *tables, enum pairs_set set, struct bytes input, bool last,
                                 char *output, size_t capacity)
{
    const struct pair *table = tables->pairs[set];
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
