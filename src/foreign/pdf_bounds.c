/* SPDX-License-Identifier: Apache-2.0 */
#include "foreign/pdf_bounds.h"

#include <string.h>

#include "extract/isolated.h"

enum {
    DIGITS_MAX = 12,
    TABLE_SIZE_MIN = 64, /* so much tells whether a table begins */
};

static bool is_blank(uint8_t byte)
{
    return byte <= ' ' && (byte == ' ' || byte == '\n' || byte == '\r' || byte == '\t' || byte == '\f' || byte == 0);
}

static bool is_digit(uint8_t byte)
{
    return byte >= '0' && byte <= '9';
}

static struct bytes skip_blanks(struct bytes text)
{
    size_t at = 0;

    while (at < text.size && is_blank(text.data[at]))
        at++;
    return bytes_slice(text, at, SIZE_MAX);
}

/* A number and the blanks behind it; false: there is none. */
static bool skip_number(struct bytes *text)
{
    size_t at = 0;

    while (at < text->size && at < DIGITS_MAX && is_digit(text->data[at]))
        at++;
    *text = skip_blanks(bytes_slice(*text, at, SIZE_MAX));
    return at > 0;
}

static bool is_object(struct bytes text)
{
    return skip_number(&text) && skip_number(&text) && bytes_start_with(text, "obj", 3);
}

/* Whether a table of objects begins there. */
static bool is_table(struct bytes text)
{
    text = skip_blanks(bytes_slice(text, 0, TABLE_SIZE_MIN));
    return bytes_start_with(text, "xref", 4) || is_object(text);
}

enum counting {
    COUNTED_NOWHERE,
    COUNTED_FROM_HEADER, /* as most programs count that have put something in front */
    COUNTED_FROM_FILE,
};

/* Whether, and how, the end mark at `mark` comes behind a number that says where the table of this very file is: files
 * inside, and parts in front of what was appended later, have marks of their own. */
static enum counting find_origin(struct bytes input, size_t start, size_t mark)
{
    size_t at = mark, digits = 0, offset = 0, scale = 1;

    while (at > start && is_blank(input.data[at - 1]))
        at--;
    for (; at > start && is_digit(input.data[at - 1]) && digits < DIGITS_MAX; at--, digits++, scale *= 10)
        offset += scale * (size_t)(input.data[at - 1] - '0');
    while (at > start && is_blank(input.data[at - 1]))
        at--;
    if (digits == 0 || offset == 0 || at < start + 9 || memcmp(input.data + at - 9, "startxref", 9) != 0)
        return COUNTED_NOWHERE;
    if (offset < mark - start && is_table(bytes_slice(input, start + offset, mark - start - offset)))
        return COUNTED_FROM_HEADER;
    return offset < mark && is_table(bytes_slice(input, offset, mark - offset)) ? COUNTED_FROM_FILE : COUNTED_NOWHERE;
}

/* The last end mark, and how offsets are counted. */
static enum counting find_end(struct bytes input, size_t start, size_t *end)
{
    size_t at = input.size;

    while (at > start) {
        const uint8_t *found = memrchr(input.data + start, '%', at - start);

        if (found == NULL)
            break;
        at = (size_t)(found - input.data);
        if (input.size - at >= 4 && memcmp(found, "%EOF", 4) == 0 && at > start && found[-1] == '%') {
            enum counting origin = find_origin(input, start, at - 1);

            *end = at + 4;
            if (origin != COUNTED_NOWHERE)
                return origin;
        }
    }
    return COUNTED_NOWHERE;
}

/* Another piece of the document, of which the end has been damaged. */
static bool goes_on(struct bytes rest)
{
    return bytes_start_with(rest, "xref", 4) || bytes_start_with(rest, "startxref", 9)
           || bytes_start_with(rest, "trailer", 7) || bytes_start_with(rest, "endstream", 9)
           || bytes_start_with(rest, "endobj", 6) || is_object(rest);
}

struct pdf_bounds pdf_bounds_of(struct bytes input)
{
    size_t start = isolated_pdf_start(input), end = input.size;
    enum counting origin;
    struct pdf_bounds bounds = { .document = input };
    struct bytes before, behind;

    if (start == SIZE_MAX)
        return bounds;
    before = bytes_slice(input, 0, start);
    if (bytes_start_with(before, "\xEF\xBB\xBF", 3))
        before = bytes_slice(before, 3, SIZE_MAX);
    bounds.before = skip_blanks(before);
    origin = find_end(input, start, &end);
    if (origin == COUNTED_NOWHERE)
        return bounds;
    behind = skip_blanks(bytes_slice(input, end, SIZE_MAX));
    if (behind.size == 0 || goes_on(behind))
        end = input.size;
    else
        bounds.behind = behind;
    start = origin == COUNTED_FROM_HEADER ? start : 0;
    bounds.document = bytes_slice(input, start, end - start);
    return bounds;
}
