/* SPDX-License-Identifier: Apache-2.0 */
#include "rules/check_uscc.h"

#include <string.h>

#include "rules/check_list.h"
#include "rules/check_region.h"

static bool is_token(char byte)
{
    return (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

static char upper(char byte)
{
    return byte >= 'a' && byte <= 'z' ? (char)(byte - 'a' + 'A') : byte;
}

/* GB 32100, table 1: 31 symbols, without I O Z S V. -1 for others. */
static int symbol_value(char byte)
{
    static const char symbols[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    const char *found = byte == '\0' ? NULL : strchr(symbols, upper(byte));

    return found == NULL ? -1 : (int)(found - symbols);
}

/* GB 32100, clause 4 and annex A: C18 = (31 - sum mod 31) mod 31, weights 3^i mod 31. */
static bool has_check_symbol(const char *text)
{
    unsigned sum = 0, weight = 1;
    int check = symbol_value(text[USCC_SIZE - 1]);

    for (size_t i = 0; i < USCC_SIZE - 1; i++) {
        int value = symbol_value(text[i]);

        if (value < 0)
            return false;
        sum += (unsigned)value * weight;
        weight = weight * 3 % 31;
    }
    return check >= 0 && (31 - sum % 31) % 31 == (unsigned)check;
}

/* GB 11714: eight symbols (letters count from 10) and their check character at [8]. */
static bool has_organisation_code(const char *code)
{
    static const unsigned char weights[8] = { 3, 7, 9, 10, 5, 8, 4, 2 };
    unsigned sum = 0, check;

    for (size_t i = 0; i < 8; i++) {
        char byte = upper(code[i]);
        unsigned value = byte <= '9' ? (unsigned)(byte - '0') : (unsigned)(byte - 'A') + 10;

        sum += value * weights[i];
    }
    check = (11 - sum % 11) % 11;
    return upper(code[8]) == (check == 10 ? 'X' : (char)('0' + check));
}

/* Register's authority first, then six digits of a region (100000 is the state). */
static bool has_head(const char *text)
{
    uint32_t region = 0;

    if (strchr("123456789ANY", upper(text[0])) == NULL)
        return false;
    for (size_t i = 2; i < 8; i++) {
        if (text[i] < '0' || text[i] > '9')
            return false;
        region = region * 10 + (uint32_t)(text[i] - '0');
    }
    return region / 10000 == 10 || region_find(region) != REGION_UNKNOWN;
}

bool uscc_is_valid(const char *text)
{
    for (size_t i = 0; i < USCC_SIZE; i++) {
        if (!is_token(text[i]))
            return false;
    }
    return has_check_symbol(text) && has_head(text) && has_organisation_code(text + 8);
}

bool uscc_surrounds(const char *text, size_t size, size_t start, size_t end)
{
    bool has_letter = false;

    while (start > 0 && is_token(text[start - 1]) && end - start <= USCC_SIZE)
        start--;
    while (end < size && is_token(text[end]) && end - start <= USCC_SIZE)
        end++;
    if (end - start != USCC_SIZE)
        return false;
    for (size_t i = start; i < end - 1; i++)
        has_letter |= text[i] > '9';
    return has_letter && uscc_is_valid(text + start);
}

static bool accept_uscc(const char *text, size_t size, struct span match, struct span *found)
{
    for (size_t at = (size_t)match.start; at + USCC_SIZE <= match.end; at++) {
        if ((at > 0 && is_token(text[at - 1])) || (at + USCC_SIZE < size && is_token(text[at + USCC_SIZE])))
            continue;
        if (uscc_is_valid(text + at)) {
            *found = (struct span){ at, at + USCC_SIZE };
            return true;
        }
    }
    return false;
}

const struct check check_uscc = {
    .name = "uscc",
    .accept = accept_uscc,
    .purpose = CHECK_PURPOSE("unified social credit code: 18 symbols, check symbol, region and organisation code "
                             "(GB 32100-2015, GB 11714)"),
};
