/* SPDX-License-Identifier: Apache-2.0 */
#include "wording/numeral.h"

#include <string.h>

enum { CHARACTER = 3, TEN = 10, HUNDRED = 100, DIGITS_MAX = 3 };

static const char *const digits[TEN] = { "〇", "一", "二", "三", "四", "五", "六", "七", "八", "九" };

static size_t read_digits(const char *text, size_t size, unsigned *number)
{
    size_t length = 0;

    *number = 0;
    while (length < size && text[length] >= '0' && text[length] <= '9') {
        if (length == DIGITS_MAX)
            return 0;
        *number = *number * TEN + (unsigned)(text[length++] - '0');
    }
    return *number > 0 ? length : 0;
}

/* 一 to 九 and 两; 0 for anything else. */
static unsigned read_digit(const char *text, size_t size)
{
    if (size < CHARACTER)
        return 0;
    for (unsigned digit = 1; digit < TEN; digit++)
        if (memcmp(text, digits[digit], CHARACTER) == 0)
            return digit;
    return memcmp(text, "两", CHARACTER) == 0 ? 2 : 0;
}

/* A digit with its unit behind it, or for ten the unit alone. */
static size_t read_unit(const char *text, size_t size, const char *unit, unsigned value, unsigned *number)
{
    unsigned digit = read_digit(text, size);
    size_t at = digit > 0 ? CHARACTER : 0;

    if (size < at + CHARACTER || memcmp(text + at, unit, CHARACTER) != 0 || (digit == 0 && value != TEN))
        return 0;
    *number += (digit > 0 ? digit : 1) * value;
    return at + CHARACTER;
}

size_t numeral_read(const char *text, size_t size, unsigned *number)
{
    size_t at = read_digits(text, size, number);
    unsigned digit;

    if (at > 0 || (size > 0 && text[0] >= '0' && text[0] <= '9'))
        return at;
    *number = 0;
    at = read_unit(text, size, "百", HUNDRED, number);
    if (at > 0 && size - at >= CHARACTER
        && (memcmp(text + at, "零", CHARACTER) == 0 || memcmp(text + at, "〇", CHARACTER) == 0))
        at += CHARACTER;
    at += read_unit(text + at, size - at, "十", TEN, number);
    digit = read_digit(text + at, size - at);
    *number += digit;
    return at + (digit > 0 ? CHARACTER : 0);
}

size_t numeral_write(unsigned number, char *output)
{
    size_t at = 0;
    unsigned rest = number % HUNDRED;

    if (number >= HUNDRED) {
        memcpy(output, digits[number / HUNDRED % TEN], CHARACTER);
        memcpy(output + CHARACTER, "百", CHARACTER);
        at = 2 * CHARACTER;
    }
    if (number >= HUNDRED && rest > 0 && rest < TEN) {
        memcpy(output + at, "零", CHARACTER);
        at += CHARACTER;
    }
    if (rest >= TEN) {
        if (rest >= 2 * TEN || number >= HUNDRED) {
            memcpy(output + at, digits[rest / TEN], CHARACTER);
            at += CHARACTER;
        }
        memcpy(output + at, "十", CHARACTER);
        at += CHARACTER;
    }
    if (rest % TEN > 0) {
        memcpy(output + at, digits[rest % TEN], CHARACTER);
        at += CHARACTER;
    }
    output[at] = '\0';
    return at;
}
