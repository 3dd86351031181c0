/* SPDX-License-Identifier: Apache-2.0
 *
 * Writes the tables of charset_pairs_table.h as C, or with the argument "orders" the orders. Runs on the building
 * machine.
 */
#include <iconv.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "text/charset_pairs_table.h"
#include "text/utf8.h"

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

static void table_set(struct charset_pair *table, uint16_t code, uint32_t code_point)
{
    struct charset_pair pair = { { 0 } };

    utf8_encode(code_point, (char *)pair.utf8);
    table[charset_pair_index((uint8_t)(code >> 8), (uint8_t)code)] = pair;
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
static size_t codes_fill(struct charset_pair *table, iconv_t converter, const uint8_t *codes, size_t size,
                         bool *doubtful)
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

static void row_fill(struct charset_pair *table, iconv_t converter, const uint8_t *codes, size_t size)
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
static bool table_fill(struct charset_pair *table, const char *name, bool big5)
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

static void table_patch(struct charset_pair *table, const struct patch *patches, size_t count)
{
    for (size_t index = 0; index < count; index++)
        table_set(table, patches[index].code, patches[index].code_point);
}

/* The first name that iconv knows. */
static const struct {
    const char *names[2];
    bool big5;
} sets[PAIRS_COUNT] = {
    [PAIRS_GB18030] = { { "GB18030", "GB18030" }, false },
    [PAIRS_BIG5] = { { "BIG5-HKSCS", "BIG5-HKSCS" }, true },
    [PAIRS_EUC_KR] = { { "UHC", "CP949" }, false },
};

static void sequences_set(struct charset_pair *table)
{
    for (size_t index = 0; index < sizeof big5_sequences / sizeof big5_sequences[0]; index++) {
        uint16_t code = big5_sequences[index].code;
        const char *utf8 = big5_sequences[index].utf8;

        memcpy(table[charset_pair_index((uint8_t)(code >> 8), (uint8_t)code)].utf8, utf8, strlen(utf8));
    }
}

static void table_write(const struct charset_pair *table)
{
    printf("{\n");
    for (size_t index = 0; index < CHARSET_PAIR_COUNT; index++) {
        const uint8_t *utf8 = table[index].utf8;

        printf("{ { %u, %u, %u, %u } },%s", utf8[0], utf8[1], utf8[2], utf8[3], index % 8 == 7 ? "\n" : " ");
    }
    printf("},\n");
}

/* ---- Orders ---- */

static const struct charset_pair *ordered; /* what the indices that are compared belong to */

static int compare_indices(const void *left, const void *right)
{
    const uint16_t *one = left, *other = right;
    int difference = memcmp(ordered[*one].utf8, ordered[*other].utf8, sizeof ordered->utf8);

    return difference != 0 ? difference : *one - *other;
}

/* Big5 is written without the codes that Hong Kong put before it, and without those that are two characters. */
static bool is_written(const struct charset_pair *pair, size_t index, bool big5)
{
    bool is_two = pair->utf8[3] != 0 && pair->utf8[0] < 0xF0;

    return pair->utf8[0] != 0 && !is_two && (!big5 || index >= charset_pair_index(0xA1, 0));
}

/* Of the codes of six characters Big5 is written with the last ("index Big5 pointer"), of all others with the first. */
static bool is_last_wanted(const struct charset_pair *pair)
{
    static const char *const characters[] = { "\u2550", "\u255E", "\u2561", "\u256A", "\u5341", "\u5345" };

    for (size_t index = 0; index < sizeof characters / sizeof characters[0]; index++) {
        if (memcmp(pair->utf8, characters[index], sizeof pair->utf8) == 0)
            return true;
    }
    return false;
}

static void order_write(const struct charset_pair *table, bool big5)
{
    static uint16_t indices[CHARSET_PAIR_COUNT];
    size_t count = 0, kept = 0;

    for (size_t index = 0; index < CHARSET_PAIR_COUNT; index++) {
        if (is_written(&table[index], index, big5))
            indices[count++] = (uint16_t)index;
    }
    ordered = table;
    qsort(indices, count, sizeof indices[0], compare_indices);
    for (size_t index = 0; index < count; index++) {
        const struct charset_pair *pair = &table[indices[index]];

        if (kept == 0 || memcmp(pair, &table[indices[kept - 1]], sizeof *pair) != 0)
            indices[kept++] = indices[index];
        else if (big5 && is_last_wanted(pair))
            indices[kept - 1] = indices[index];
    }
    printf("{ %zu, {\n", kept);
    for (size_t index = 0; index < kept; index++)
        printf("%u,%s", (unsigned)indices[index], index % 16 == 15 ? "\n" : " ");
    printf("} },\n");
}

int main(int argument_count, char **arguments)
{
    static struct charset_pair table[CHARSET_PAIR_COUNT];
    bool writes_orders = argument_count > 1 && strcmp(arguments[1], "orders") == 0;

    for (int set = 0; set < PAIRS_COUNT; set++) {
        memset(table, 0, sizeof table);
        if (!table_fill(table, sets[set].names[0], sets[set].big5)
            && !table_fill(table, sets[set].names[1], sets[set].big5)) {
            fprintf(stderr, "charset_generate: iconv does not know %s\n", sets[set].names[0]);
            return EXIT_FAILURE;
        }
        if (set == PAIRS_GB18030)
            table_patch(table, gb18030_patches, sizeof gb18030_patches / sizeof gb18030_patches[0]);
        if (set == PAIRS_BIG5) {
            table_patch(table, big5_patches, sizeof big5_patches / sizeof big5_patches[0]);
            sequences_set(table);
        }
        if (writes_orders)
            order_write(table, sets[set].big5);
        else
            table_write(table);
    }
    return fflush(stdout) == 0 && !ferror(stdout) ? EXIT_SUCCESS : EXIT_FAILURE;
}
