/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "rules/check_list.h"
#include "text/utf8.h"

/* ---- Number plates (GA 36-2018). */

enum { PLATE_SIZE_MAX = 8 };

static bool is_token(char byte)
{
    return (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z');
}

/* Letters of plates leave out I and O. */
static bool is_plate_letter(char byte)
{
    return byte >= 'a' && byte <= 'z' && byte != 'i' && byte != 'o';
}

static bool is_province_character(const char *text, size_t size)
{
    static const char provinces[] = "京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新";

    if (size < 3)
        return false;
    for (size_t i = 0; i + 3 <= sizeof provinces - 1; i += 3) {
        if (memcmp(provinces + i, text, 3) == 0)
            return true;
    }
    return false;
}

/* What plates of four serial characters end with; 0 for anything else. */
static size_t suffix_size(const char *text, size_t size)
{
    static const char *const suffixes[] = { "挂", "学", "警", "港", "澳", "领", "使", "试", "超", "应急" };

    for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++) {
        size_t suffix = strlen(suffixes[i]);

        if (size >= suffix && memcmp(text, suffixes[i], suffix) == 0)
            return suffix;
    }
    return 0;
}

static bool is_energy_letter(char byte)
{
    return byte != '\0' && strchr("dabcefghjk", byte) != NULL;
}

static bool is_digits(const char *text, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (text[i] < '0' || text[i] > '9')
            return false;
    }
    return true;
}

/* The part after the authority's letter: 5 for ordinary cars (at most two letters), 6 for new energy. */
static bool is_serial(const char *serial, size_t count)
{
    size_t letters = 0;

    if (count == 6)
        return (is_energy_letter(serial[0]) && is_digits(serial + 2, 4)
                && (is_plate_letter(serial[1]) || is_digits(serial + 1, 1)))
               || (is_digits(serial, 5) && is_energy_letter(serial[5]));
    for (size_t i = 0; i < count; i++) {
        if (!is_plate_letter(serial[i]) && !is_digits(serial + i, 1))
            return false;
        letters += is_plate_letter(serial[i]);
    }
    return (count == 5 || count == 4) && letters <= 2;
}

/* Between the second and the third character: a dot, a hyphen or a blank. */
static size_t plate_separator_size(const char *text, size_t size)
{
    static const char *const forms[] = { "·", "•", ".", "-", " " };

    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        size_t form_size = strlen(forms[i]);

        if (size >= form_size && memcmp(text, forms[i], form_size) == 0)
            return form_size;
    }
    return 0;
}

/* A plate that begins at text[start]; its end, or 0. */
static size_t plate_end(const char *text, size_t size, size_t start)
{
    size_t at = start + 3, count = 0, suffix;

    if (!is_province_character(text + start, size - start) || at >= size || !is_plate_letter(text[at]))
        return 0;
    at++;
    at += plate_separator_size(text + at, size - at);
    while (at + count < size && is_token(text[at + count]) && count < PLATE_SIZE_MAX)
        count++;
    if (count < 4 || count > 6 || !is_serial(text + at, count))
        return 0;
    at += count;
    if (count > 4)
        return at;
    suffix = suffix_size(text + at, size - at);
    return suffix != 0 ? at + suffix : 0;
}

/* 使 and two groups of three digits. */
static size_t embassy_plate_end(const char *text, size_t size, size_t start)
{
    static const char embassy[] = "使";
    enum { GROUP = 3 };
    size_t at = start + sizeof embassy - 1;

    if (size - start < sizeof embassy - 1 || memcmp(text + start, embassy, sizeof embassy - 1) != 0)
        return 0;
    at += plate_separator_size(text + at, size - at);
    if (size - at < GROUP || !is_digits(text + at, GROUP))
        return 0;
    at += GROUP;
    at += plate_separator_size(text + at, size - at);
    if (size - at < GROUP || !is_digits(text + at, GROUP) || (size - at > GROUP && is_token(text[at + GROUP])))
        return 0;
    return at + GROUP;
}

static bool accept_plate(const char *text, size_t size, struct span match, struct span *found)
{
    for (size_t at = (size_t)match.start; at < match.end; at += utf8_next(text + at, size - at).size) {
        size_t end = plate_end(text, size, at);

        if (end == 0)
            end = embassy_plate_end(text, size, at);
        if (end != 0 && end <= match.end) {
            *found = (struct span){ at, end };
            return true;
        }
    }
    return false;
}

const struct check check_plate = {
    .name = "plate",
    .accept = accept_plate,
    .purpose = CHECK_PURPOSE("civil number plate of the mainland, new-energy ones included (GA 36-2018)"),
};

/* ---- Vehicle identification numbers (GB 16735, ISO 3779; check digit at position 9). */

enum { VIN_SIZE = 17, VIN_CHECK = 8 };

/* Letters count as on a telephone keypad of old: A-I 1-9, J-R 1-9, S-Z 2-9; I, O and Q never occur. */
static int vin_value(char byte)
{
    static const char letters[] = "abcdefgh.jklmn.p.rstuvwxyz";
    static const uint8_t values[] = { 1, 2, 3, 4, 5, 6, 7, 8, 0, 1, 2, 3, 4, 5, 0, 7, 0, 9, 2, 3, 4, 5, 6, 7, 8, 9 };

    if (byte >= '0' && byte <= '9')
        return byte - '0';
    if (byte < 'a' || byte > 'z' || letters[byte - 'a'] == '.')
        return -1;
    return values[byte - 'a'];
}

static bool is_vin(const char *text)
{
    static const uint8_t weights[VIN_SIZE] = { 8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2 };
    unsigned sum = 0;

    for (size_t i = 0; i < VIN_SIZE; i++) {
        int value = vin_value(text[i]);

        if (value < 0)
            return false;
        sum += (unsigned)value * weights[i];
    }
    return text[VIN_CHECK] == (sum % 11 == 10 ? 'x' : (char)('0' + sum % 11));
}

static bool accept_vin(const char *text, size_t size, struct span match, struct span *found)
{
    for (size_t at = (size_t)match.start; at + VIN_SIZE <= match.end; at++) {
        if ((at > 0 && is_token(text[at - 1])) || (at + VIN_SIZE < size && is_token(text[at + VIN_SIZE])))
            continue;
        if (is_vin(text + at)) {
            *found = (struct span){ at, at + VIN_SIZE };
            return true;
        }
    }
    return false;
}

const struct check check_vin = {
    .name = "vin",
    .accept = accept_vin,
    .purpose = CHECK_PURPOSE("vehicle identification number: 17 characters, check digit at position 9 (ISO 3779)"),
};
