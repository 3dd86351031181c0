/* SPDX-License-Identifier: Apache-2.0 */
#include "text/lines.h"

#include <string.h>

#include "text/utf8.h"

/* Counts the characters of valid UTF-8. */
static void count_text(struct line_counter *counter, const char *text, size_t size)
{
    for (size_t offset = 0; offset < size; offset++) {
        uint8_t byte = (uint8_t)text[offset];

        if (byte == '\n' && counter->after_cr) {
            counter->after_cr = false;
            continue;
        }
        counter->after_cr = byte == '\r';
        if (byte == '\n' || byte == '\r') {
            counter->line++;
            counter->column = 1;
        } else if ((byte & 0xC0) != 0x80) {
            counter->column++;
        }
    }
}

/* The start of the last line that begins within data[0..size): behind its last LF, or CR without one. */
static size_t last_line_start(const uint8_t *data, size_t size)
{
    const uint8_t *feed = memrchr(data, '\n', size);
    size_t start = feed == NULL ? 0 : (size_t)(feed - data) + 1;
    const uint8_t *carriage = memrchr(data + start, '\r', size - start);

    return carriage == NULL ? start : (size_t)(carriage - data) + 1;
}

/* How many lines end in data[0..size), size <= 255, data[-1] being readable. Written so that the compiler does
 * many bytes at once, which needs a sum no wider than they are. */
static uint8_t count_ends_of_block(const uint8_t *data, size_t size)
{
    uint8_t count = 0;

    for (size_t offset = 0; offset < size; offset++)
        count = (uint8_t)(count + ((data[offset] == '\r') | ((data[offset] == '\n') & (data[offset - 1] != '\r'))));
    return count;
}

/* How many lines end in data[0..size), which ends with a line end or is empty. Bytes of a document before a
 * finding are many. */
static uint32_t count_ends(const uint8_t *data, size_t size, bool after_cr)
{
    enum { BLOCK_SIZE = 240 };
    uint32_t count = 0;
    size_t offset = 1;

    if (size == 0)
        return 0;
    count = data[0] == '\r' || (data[0] == '\n' && !after_cr);
    for (; size - offset > BLOCK_SIZE; offset += BLOCK_SIZE)
        count += count_ends_of_block(data + offset, BLOCK_SIZE);
    return count + count_ends_of_block(data + offset, size - offset);
}

/* Skips whole lines where the bytes of CR and LF are never part of another character. */
static void skip_lines(struct line_counter *counter, struct bytes input, uint64_t offset)
{
    const uint8_t *data = input.data + counter->offset;
    size_t size = last_line_start(data, (size_t)(offset - counter->offset));
    uint32_t count;

    if (size == 0)
        return;
    count = count_ends(data, size, counter->after_cr);
    counter->line += count;
    if (count > 0)
        counter->column = 1;
    counter->after_cr = data[size - 1] == '\r';
    counter->offset += size;
}

/* Editors show no column for a byte order mark. */
static size_t mark_size(enum encoding encoding, struct bytes input)
{
    if (encoding == ENCODING_UTF8 && bytes_start_with(input, "\xEF\xBB\xBF", 3))
        return 3;
    if ((encoding == ENCODING_UTF16LE && bytes_start_with(input, "\xFF\xFE", 2))
        || (encoding == ENCODING_UTF16BE && bytes_start_with(input, "\xFE\xFF", 2)))
        return 2;
    return 0;
}

void line_counter_advance(struct line_counter *counter, struct charset *charset, enum encoding encoding,
                          struct bytes input, uint64_t offset)
{
    char text[4096];

    if (offset > input.size)
        offset = input.size;
    if (offset <= counter->offset)
        return;
    if (counter->offset == 0 && mark_size(encoding, input) <= offset)
        counter->offset = mark_size(encoding, input);
    if (encoding_is_markup_safe(encoding))
        skip_lines(counter, input, offset);
    while (counter->offset < offset) {
        struct bytes rest = bytes_slice(input, (size_t)counter->offset, (size_t)(offset - counter->offset));
        struct charset_step step = charset_decode(charset, encoding, rest, true, text, sizeof text);

        count_text(counter, text, step.produced);
        counter->offset += step.consumed;
        if (step.consumed == 0)
            break;
    }
}
