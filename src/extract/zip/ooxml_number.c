/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/zip/ooxml_number.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DIGITS_MAX = 40, SIGNIFICANT_MAX = 15, BINARY_DIGITS_MAX = 17, EXPONENT_MAX = 60, INTEGER_MAX = 1000000000 };

/* digits[0..count) times ten to the power of (point - count); no leading zeros. */
struct decimal {
    bool negative, exact; /* exact: written without point and exponent */
    char digits[DIGITS_MAX];
    int count, point;
};

static bool is_digit(struct bytes text, size_t index)
{
    return index < text.size && text.data[index] >= '0' && text.data[index] <= '9';
}

static void digit_add(struct decimal *decimal, char digit, bool before_point)
{
    if (decimal->count == 0 && digit == '0') {
        decimal->point -= !before_point;
        return;
    }
    if (decimal->count < DIGITS_MAX)
        decimal->digits[decimal->count++] = digit;
    decimal->point += before_point;
}

static bool exponent_read(struct bytes text, size_t index, struct decimal *decimal)
{
    bool negative = index < text.size && text.data[index] == '-';
    int exponent = 0;

    if (index < text.size && (text.data[index] == '-' || text.data[index] == '+'))
        index++;
    if (!is_digit(text, index))
        return false;
    for (; is_digit(text, index); index++)
        if (exponent < 10000)
            exponent = exponent * 10 + (text.data[index] - '0');
    decimal->point += negative ? -exponent : exponent;
    return index == text.size;
}

static bool decimal_read(struct bytes text, struct decimal *decimal)
{
    size_t index = 0, start;

    *decimal = (struct decimal){ .exact = true };
    if (text.size > 0 && (text.data[0] == '-' || text.data[0] == '+')) {
        decimal->negative = text.data[0] == '-';
        index++;
    }
    start = index;
    for (; is_digit(text, index); index++)
        digit_add(decimal, (char)text.data[index], true);
    if (index < text.size && text.data[index] == '.') {
        decimal->exact = false;
        for (index++, start++; is_digit(text, index); index++)
            digit_add(decimal, (char)text.data[index], false);
    }
    if (index == start)
        return false;
    if (index < text.size && (text.data[index] | 0x20) == 'e') {
        decimal->exact = false;
        return exponent_read(text, index + 1, decimal);
    }
    return index == text.size;
}

/* Half up, on decimal digits. */
static void decimal_round(struct decimal *decimal)
{
    int index = SIGNIFICANT_MAX;

    if (decimal->exact || decimal->count <= SIGNIFICANT_MAX)
        return;
    /* No binary number was written so; a whole number of many digits is one that somebody meant. */
    if (decimal->count > BINARY_DIGITS_MAX && decimal->count <= decimal->point)
        return;
    decimal->count = SIGNIFICANT_MAX;
    if (decimal->digits[SIGNIFICANT_MAX] < '5')
        return;
    while (index > 0 && decimal->digits[index - 1] == '9')
        decimal->digits[--index] = '0';
    if (index > 0) {
        decimal->digits[index - 1]++;
    } else {
        decimal->digits[0] = '1'; /* 999… became 1000… */
        decimal->point++;
    }
}

static size_t decimal_write(const struct decimal *decimal, char *output)
{
    size_t size = 0;
    int count = decimal->count;

    while (count > 0 && count > decimal->point && decimal->digits[count - 1] == '0')
        count--;
    if (decimal->negative && count > 0)
        output[size++] = '-';
    if (decimal->point <= 0 || count == 0)
        output[size++] = '0';
    for (int index = 0; index < decimal->point && count > 0; index++)
        output[size++] = index < count ? decimal->digits[index] : '0';
    if (count > decimal->point && count > 0) {
        output[size++] = '.';
        for (int index = decimal->point; index < count; index++)
            output[size++] = index < 0 ? '0' : decimal->digits[index];
    }
    return size;
}

size_t ooxml_number_format(struct bytes text, char *output)
{
    struct decimal decimal;

    if (!decimal_read(text, &decimal))
        return 0;
    if (decimal.exact && text.size <= DIGITS_MAX) {
        memcpy(output, text.data, text.size); /* also its leading zeros */
        return text.size;
    }
    if (decimal.point > EXPONENT_MAX || decimal.point < -EXPONENT_MAX || decimal.exact)
        return 0;
    decimal_round(&decimal);
    return decimal_write(&decimal, output);
}

/* What most cells hold, without a detour over a decimal fraction. */
static size_t integer_write(uint32_t value, bool negative, char *output)
{
    char digits[DIGITS_MAX];
    size_t start = sizeof digits, size = 0;

    do {
        digits[--start] = (char)('0' + value % 10);
        value /= 10;
    } while (value > 0);
    if (negative)
        output[size++] = '-';
    memcpy(output + size, digits + start, sizeof digits - start);
    return size + (sizeof digits - start);
}

size_t ooxml_number_write(double value, char *output)
{
    struct decimal decimal = { .negative = value < 0 };
    char text[DIGITS_MAX];
    const char *next = text;

    if (value > -INTEGER_MAX && value < INTEGER_MAX && value == (double)(int32_t)value)
        return integer_write((uint32_t)(value < 0 ? -value : value), value < 0, output);
    if (!isfinite(value))
        return 0;
    snprintf(text, sizeof text, "%.*e", SIGNIFICANT_MAX - 1, value);
    /* What stands between the digits is the locale's. */
    for (; *next != 'e'; next++)
        if (*next >= '0' && *next <= '9')
            digit_add(&decimal, *next, false);
    decimal.point = (int)strtol(next + 1, NULL, 10) + 1;
    if (decimal.point > EXPONENT_MAX || decimal.point < -EXPONENT_MAX)
        return 0;
    return decimal_write(&decimal, output);
}

double ooxml_number_of_rk(uint32_t rk)
{
    uint64_t bits = (uint64_t)(rk & ~UINT32_C(3)) << 32;
    double value;

    if ((rk & 2) != 0)
        value = (double)((int32_t)rk >> 2);
    else
        memcpy(&value, &bits, sizeof value);
    return (rk & 1) != 0 ? value / 100 : value;
}

bool ooxml_number_value(struct bytes text, double *value)
{
    struct decimal decimal;
    double result = 0;
    int count;

    if (!decimal_read(text, &decimal) || decimal.point > EXPONENT_MAX || decimal.point < -EXPONENT_MAX)
        return false;
    count = decimal.count < BINARY_DIGITS_MAX ? decimal.count : BINARY_DIGITS_MAX;
    for (int index = 0; index < count; index++)
        result = result * 10 + (decimal.digits[index] - '0');
    for (int place = count; place < decimal.point; place++)
        result *= 10;
    for (int place = count; place > decimal.point; place--)
        result /= 10;
    *value = decimal.negative ? -result : result;
    return true;
}

uint32_t ooxml_number_hexadecimal(struct bytes text)
{
    uint32_t number = 0;

    for (size_t index = 0; index < text.size && index < 6; index++) {
        uint8_t digit = text.data[index];

        if (digit >= '0' && digit <= '9')
            number = number * 16 + (uint32_t)(digit - '0');
        else if ((digit | 0x20) >= 'a' && (digit | 0x20) <= 'f')
            number = number * 16 + (uint32_t)((digit | 0x20) - 'a' + 10);
        else
            return 0;
    }
    return number;
}
