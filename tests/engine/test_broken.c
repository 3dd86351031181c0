/* SPDX-License-Identifier: Apache-2.0
 *
 * Findings in broken GB18030 point at exact bytes, wherever runs are cut. What a byte is, is decided here by the letter
 * of the standard's decoder (Encoding Standard, clause 10.2) over the whole document, which knows of no runs.
 */
#include <criterion/criterion.h>
#include <string.h>

#include "engine/scanner.h"
#include "support.h"

enum { DOCUMENT_SIZE = 5 * 8192, ROUNDS = 60 };

static const char rules_text[] =
    "  - id: b.digits\n    name: {zh: 测试, en: test}\n    category: classified\n    basis: [R2-2]\n"
    "    action: block\n    advice: {zh: 无, en: none}\n    examples: {match: [甲], no_match: [乙]}\n"
    "    match: {regex: ['24|32|2机']}\n";

static uint32_t next_random(uint32_t *state)
{
    *state = *state * 1664525u + 1013904223u;
    return *state >> 8;
}

/* Leads, digits, what is neither, and whole characters. No byte from 0x40 to 0x7F, so that no table is needed to know
 * what a pair is: two bytes from 0x81 on are one character, or one that is replaced. Nothing that canonical text leaves
 * out. */
static void document_fill(uint8_t *document, uint32_t seed)
{
    static const char *const pieces[] = { "\xF5",     "\xF5", "2",  "4",  "3",         "=",        "\xFF",
                                          "\xBB\xFA", "\x80", "24", "32", "2\xBB\xFA", "\xF5\x32", "\xF5\x32\xF5" };
    uint32_t state = seed;
    size_t size = 0;

    /* No line is so short that the text could be taken for wrapped lines. */
    while (size < DOCUMENT_SIZE - 8) {
        const char *piece = pieces[next_random(&state) % (sizeof pieces / sizeof *pieces)];

        memcpy(document + size, piece, strlen(piece));
        size += strlen(piece);
    }
    memset(document + size, '=', DOCUMENT_SIZE - size);
}

static bool is_lead(uint8_t byte)
{
    return byte >= 0x81 && byte <= 0xFE;
}

static bool is_digit(uint8_t byte)
{
    return byte >= '0' && byte <= '9';
}

static size_t character_size(const uint8_t *bytes, size_t left)
{
    if (!is_lead(bytes[0]) || left < 2)
        return 1;
    if (is_digit(bytes[1]))
        return left > 3 && is_lead(bytes[2]) && is_digit(bytes[3]) ? 4 : 1;
    return bytes[1] >= 0x80 ? 2 : 1;
}

/* The size of a match that begins at the character there; 0: none. */
static size_t match_size(const uint8_t *bytes, size_t left)
{
    if (left < 3 || (bytes[0] != '2' && bytes[0] != '3'))
        return 0;
    if (memcmp(bytes, "24", 2) == 0 || memcmp(bytes, "32", 2) == 0)
        return 2;
    return memcmp(bytes, "2\xBB\xFA", 3) == 0 ? 3 : 0;
}

static void check(struct scanner *scanner, struct ruleset *rules, const uint8_t *document, uint32_t seed)
{
    const struct part_hint hint = { .name = "a.txt", .charset = "gb18030" };
    const struct scan *scan = NULL;
    size_t found = 0, offset = 0;

    cr_assert_eq(scanner_scan(scanner, rules, bytes_of(document, DOCUMENT_SIZE), NULL, &hint, &scan), STATUS_OK);
    cr_assert_str_eq(scan->parts[0].charset, "gb18030");
    while (offset < DOCUMENT_SIZE) {
        size_t size = match_size(document + offset, DOCUMENT_SIZE - offset);

        if (size == 0) {
            offset += character_size(document + offset, DOCUMENT_SIZE - offset);
            continue;
        }
        cr_assert_lt(found, scan->finding_count, "seed %u: nothing found at %zu", seed, offset);
        cr_assert(scan->findings[found].at.source.start == offset
                      && scan->findings[found].at.source.end == offset + size,
                  "seed %u: %zu-%zu instead of %zu-%zu", seed, (size_t)scan->findings[found].at.source.start,
                  (size_t)scan->findings[found].at.source.end, offset, offset + size);
        found++;
        offset += size;
    }
    cr_assert_eq(found, scan->finding_count, "seed %u", seed);
}

Test(broken, gb18030_is_found_at_its_bytes)
{
    static uint8_t document[DOCUMENT_SIZE];
    struct ruleset *rules = rules_of(rules_text);
    struct limits limits = LIMITS_DEFAULT;
    struct scanner *scanner;

    limits.findings_max = DOCUMENT_SIZE;
    scanner = scanner_of(&limits);
    for (uint32_t seed = 1; seed <= ROUNDS; seed++) {
        document_fill(document, seed);
        check(scanner, rules, document, seed);
    }
    scanner_destroy(scanner);
    ruleset_unref(rules);
}
