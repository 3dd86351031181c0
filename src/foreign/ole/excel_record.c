/* SPDX-License-Identifier: Apache-2.0 */
#include "foreign/ole/excel_record.h"

#include "foreign/ole/ole_output.h"

enum { WIDE = 1 };

bool excel_record_next(struct bytes stream, size_t offset, struct excel_record *record, bool *cut)
{
    struct reader reader = reader_of(bytes_slice(stream, offset, stream.size));
    size_t size, body;

    *record = (struct excel_record){ .type = reader_u16le(&reader), .offset = offset };
    size = reader_u16le(&reader);
    if (reader.overrun)
        return false;
    body = offset + EXCEL_RECORD_HEADER_SIZE;
    record->body = bytes_slice(stream, body, size);
    record->rest = bytes_slice(stream, body + record->body.size, stream.size);
    *cut |= record->body.size < size;
    return true;
}

struct excel_reader excel_reader_of(const struct excel_record *record)
{
    return (struct excel_reader){ .reader = reader_of(record->body), .rest = record->rest };
}

/* Goes on in the next record, if that continues this one. */
static bool go_on(struct excel_reader *reader)
{
    struct excel_record record;
    bool cut = false;

    if (reader->overrun || !excel_record_next(reader->rest, 0, &record, &cut) || record.type != EXCEL_CONTINUE) {
        reader->overrun = true;
        return false;
    }
    reader->reader = reader_of(record.body);
    reader->rest = record.rest;
    return true;
}

static size_t left(const struct excel_reader *reader)
{
    return (size_t)(reader->reader.end - reader->reader.next);
}

uint8_t excel_reader_u8(struct excel_reader *reader)
{
    while (left(reader) == 0)
        if (!go_on(reader))
            return 0;
    return reader_u8(&reader->reader);
}

uint16_t excel_reader_u16(struct excel_reader *reader)
{
    uint16_t low;

    if (left(reader) >= 2)
        return reader_u16le(&reader->reader);
    low = excel_reader_u8(reader);
    return (uint16_t)(low | excel_reader_u8(reader) << 8);
}

uint32_t excel_reader_u32(struct excel_reader *reader)
{
    uint32_t low = excel_reader_u16(reader);

    return low | (uint32_t)excel_reader_u16(reader) << 16;
}

void excel_reader_skip(struct excel_reader *reader, size_t size)
{
    while (size > left(reader)) {
        size -= left(reader);
        if (!go_on(reader))
            return;
    }
    (void)reader_take(&reader->reader, size);
}

/* A byte each, which are the first 256 characters of Unicode. */
static void latin_append(struct bytes raw, struct buf *text)
{
    size_t index = 0;

    while (index < raw.size) {
        size_t start = index;

        while (index < raw.size && raw.data[index] < 0x80)
            index++;
        buf_append(text, raw.data + start, index - start);
        for (; index < raw.size && raw.data[index] >= 0x80; index++) {
            buf_byte(text, (char)(0xC0 | raw.data[index] >> 6));
            buf_byte(text, (char)(0x80 | (raw.data[index] & 0x3F)));
        }
    }
}

void excel_reader_characters(struct excel_reader *reader, struct charset *charset, size_t count, bool wide,
                             struct buf *text)
{
    while (count > 0) {
        size_t fitting = left(reader) >> wide, take = count < fitting ? count : fitting;
        struct bytes raw = reader_take(&reader->reader, take << wide);

        if (wide)
            ole_output_decode(charset, raw, ENCODING_UTF16LE, text);
        else
            latin_append(raw, text);
        count -= take;
        if (count == 0)
            return;
        if (!go_on(reader))
            return;
        wide = (reader_u8(&reader->reader) & WIDE) != 0;
    }
}
