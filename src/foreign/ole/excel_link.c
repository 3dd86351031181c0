/* SPDX-License-Identifier: Apache-2.0 */
#include "foreign/ole/excel_link.h"

enum {
    RANGE_SIZE = 8,
    CLASS_SIZE = 16,
    HAS_MONIKER = 1,
    HAS_LOCATION = 8,
    HAS_NAME = 0x10,
    HAS_FRAME = 0x80,
    MONIKER_IS_TEXT = 0x100,
};

static const char url_class[] = "\xE0\xC9\xEA\x79\xF9\xBA\xCE\x11\x8C\x82\x00\xAA\x00\x4B\xA9\x0B";
static const char file_class[] = "\x03\x03\x00\x00\x00\x00\x00\x00\xC0\x00\x00\x00\x00\x00\x00\x46";

/* Up to the first NUL. */
static struct bytes wide_text(struct bytes raw)
{
    size_t size = 0;

    while (size + 1 < raw.size && (raw.data[size] != 0 || raw.data[size + 1] != 0))
        size += 2;
    return bytes_slice(raw, 0, size);
}

static enum status text_emit(struct excel_book *book, struct reader *reader, enum text_role role)
{
    struct bytes raw = reader_take(reader, (size_t)reader_u32le(reader) * 2);

    return ole_output_block_decoded(book->output, role, wide_text(raw), ENCODING_UTF16LE);
}

static enum status file_emit(struct excel_book *book, struct reader *reader)
{
    struct bytes path, wide;
    uint32_t size;

    (void)reader_u16le(reader);
    path = reader_take(reader, reader_u32le(reader));
    (void)reader_take(reader, 24);
    size = reader_u32le(reader);
    if (size > 6) {
        (void)reader_u32le(reader);
        (void)reader_u16le(reader);
        wide = reader_take(reader, size - 6);
        return ole_output_block_decoded(book->output, TEXT_LINK, wide_text(wide), ENCODING_UTF16LE);
    }
    while (path.size > 0 && path.data[path.size - 1] == 0)
        path.size--;
    return ole_output_block_decoded(book->output, TEXT_LINK, path, book->encoding);
}

static enum status moniker_emit(struct excel_book *book, struct reader *reader)
{
    struct bytes class = reader_take(reader, CLASS_SIZE);

    if (bytes_start_with(class, file_class, CLASS_SIZE))
        return file_emit(book, reader);
    if (bytes_start_with(class, url_class, CLASS_SIZE)) {
        struct bytes url = reader_take(reader, reader_u32le(reader));

        return ole_output_block_decoded(book->output, TEXT_LINK, wide_text(url), ENCODING_UTF16LE);
    }
    reader->overrun = true; /* what follows cannot be told */
    return STATUS_OK;
}

enum status excel_link_emit(struct excel_book *book, const struct excel_record *record)
{
    struct reader reader = reader_of(record->body);
    enum status status = STATUS_OK;
    uint32_t flags;

    (void)reader_take(&reader, RANGE_SIZE + CLASS_SIZE + 4);
    flags = reader_u32le(&reader);
    if ((flags & HAS_NAME) != 0)
        status = text_emit(book, &reader, TEXT_ALT);
    if (status == STATUS_OK && (flags & HAS_FRAME) != 0)
        (void)reader_take(&reader, (size_t)reader_u32le(&reader) * 2);
    if (status == STATUS_OK && (flags & (HAS_MONIKER | MONIKER_IS_TEXT)) == (HAS_MONIKER | MONIKER_IS_TEXT))
        status = text_emit(book, &reader, TEXT_LINK);
    else if (status == STATUS_OK && (flags & HAS_MONIKER) != 0)
        status = moniker_emit(book, &reader);
    if (status == STATUS_OK && (flags & HAS_LOCATION) != 0)
        status = text_emit(book, &reader, TEXT_ALT);
    if (status == STATUS_OK && reader.overrun)
        return extract_gap(book->job, STATUS_MALFORMED, "a link");
    return status;
}
