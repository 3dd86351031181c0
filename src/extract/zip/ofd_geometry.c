/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/zip/ofd_geometry.h"

#define NUMBER_MAX 1e9

static bool is_blank(uint8_t byte)
{
    return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r' || byte == ',';
}

static void skip_blanks(struct bytes *text)
{
    while (text->size > 0 && is_blank(text->data[0]))
        *text = bytes_slice(*text, 1, text->size);
}

static bool is_digit(struct bytes text)
{
    return text.size > 0 && text.data[0] >= '0' && text.data[0] <= '9';
}

/* Digits are added to *number as long as it stays exact enough; *scale is divided for each. */
static bool digits_take(struct bytes *text, double *number, double *scale)
{
    bool any = false;

    for (; is_digit(*text); *text = bytes_slice(*text, 1, text->size)) {
        any = true;
        if (*number >= NUMBER_MAX * 1e6)
            continue;
        *number = *number * 10 + (text->data[0] - '0');
        *scale /= 10;
    }
    return any;
}

static double exponent_take(struct bytes *text)
{
    struct bytes rest = bytes_slice(*text, 1, text->size);
    double exponent = 0, ignored = 1, factor = 1;
    bool negative = false;

    if (text->size == 0 || (text->data[0] | 0x20) != 'e')
        return 1;
    if (rest.size > 0 && (rest.data[0] == '-' || rest.data[0] == '+')) {
        negative = rest.data[0] == '-';
        rest = bytes_slice(rest, 1, rest.size);
    }
    if (!digits_take(&rest, &exponent, &ignored))
        return 1;
    *text = rest;
    for (int step = 0; step < exponent && step < 32; step++)
        factor *= negative ? 0.1 : 10;
    return factor;
}

bool ofd_number_next(struct bytes *text, double *number)
{
    struct bytes rest;
    double value = 0, scale = 1, ignored = 1;
    bool negative = false, any;

    skip_blanks(text);
    rest = *text;
    if (rest.size > 0 && (rest.data[0] == '-' || rest.data[0] == '+')) {
        negative = rest.data[0] == '-';
        rest = bytes_slice(rest, 1, rest.size);
    }
    any = digits_take(&rest, &value, &ignored);
    if (rest.size > 0 && rest.data[0] == '.') {
        rest = bytes_slice(rest, 1, rest.size);
        any |= digits_take(&rest, &value, &scale);
    }
    if (!any)
        return false;
    value *= scale * exponent_take(&rest);
    if (value > NUMBER_MAX)
        value = NUMBER_MAX;
    *number = negative ? -value : value;
    *text = rest;
    return true;
}

double ofd_number(struct bytes text, double otherwise)
{
    double number;

    return ofd_number_next(&text, &number) ? number : otherwise;
}

bool ofd_box_read(struct bytes text, struct ofd_box *box)
{
    struct ofd_box read;

    if (!ofd_number_next(&text, &read.x) || !ofd_number_next(&text, &read.y) || !ofd_number_next(&text, &read.width)
        || !ofd_number_next(&text, &read.height))
        return false;
    *box = read;
    return true;
}

bool ofd_matrix_read(struct bytes text, struct matrix *matrix)
{
    double values[6];

    for (int index = 0; index < 6; index++)
        if (!ofd_number_next(&text, &values[index]))
            return false;
    *matrix = (struct matrix){ values[0], values[1], values[2], values[3], values[4], values[5] };
    return true;
}

struct ofd_deltas ofd_deltas_of(struct bytes text)
{
    struct ofd_deltas deltas = { .rest = text };

    skip_blanks(&deltas.rest);
    deltas.given = deltas.rest.size > 0;
    return deltas;
}

double ofd_deltas_next(struct ofd_deltas *deltas)
{
    double value;

    if (deltas->repeat >= 1) {
        deltas->repeat--;
        return deltas->value;
    }
    skip_blanks(&deltas->rest);
    while (deltas->rest.size > 0 && (deltas->rest.data[0] | 0x20) == 'g') {
        double count = 0;

        deltas->rest = bytes_slice(deltas->rest, 1, deltas->rest.size);
        if (!ofd_number_next(&deltas->rest, &count) || !ofd_number_next(&deltas->rest, &value))
            break;
        skip_blanks(&deltas->rest);
        if (count < 1)
            continue;
        deltas->value = value;
        deltas->repeat = count - 1;
        return value;
    }
    if (ofd_number_next(&deltas->rest, &value))
        deltas->value = value;
    return deltas->value;
}
