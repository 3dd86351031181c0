/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/zip/xlsb_record.h"

enum {
    RECORD_SIZE_MAX = 4 << 20, /* what holds text is far smaller: 32,767 characters and their looks */
    TYPE_BYTES_MAX = 2,
    SIZE_BYTES_MAX = 4,
    BITS = 7, /* of a number in each of its bytes; the eighth says that it goes on */
    CHARACTER_SIZE_MAX = 4,
};

struct parsing {
    struct ooxml *ooxml;
    const struct xlsb_part *part;
    void *context;
    uint64_t total;
    struct buf pending; /* the beginning of a record */
    size_t skip;        /* what is left of a record that is too large */
    bool begun, ended, damaged;
};

struct header {
    uint32_t type;
    size_t header_size, size; /* size: of the body */
};

/* Seven bits in each byte, the lowest first. False when more bytes are needed. */
static bool number_read(struct bytes bytes, size_t *place, size_t bytes_max, uint32_t *number)
{
    *number = 0;
    for (size_t index = 0; index < bytes_max; index++) {
        if (*place == bytes.size)
            return false;
        *number |= (uint32_t)(bytes.data[*place] & 0x7F) << (BITS * index);
        if ((bytes.data[(*place)++] & 0x80) == 0)
            break;
    }
    return true;
}

static bool header_read(struct bytes bytes, struct header *header)
{
    uint32_t size;

    header->header_size = 0;
    if (!number_read(bytes, &header->header_size, TYPE_BYTES_MAX, &header->type)
        || !number_read(bytes, &header->header_size, SIZE_BYTES_MAX, &size))
        return false;
    header->size = size;
    return true;
}

static enum status deliver(struct parsing *parsing, uint32_t type, struct bytes body)
{
    struct reader reader = reader_of(body);
    enum status status;

    if (!parsing->begun && type != parsing->part->begin)
        return STATUS_MALFORMED;
    parsing->begun = true;
    if (type == parsing->part->end) {
        parsing->ended = true;
        return STATUS_OK;
    }
    status = parsing->part->take(parsing->context, type, &reader);
    parsing->damaged |= reader.overrun;
    return status;
}

/* The record that is coming together takes what it needs of *bytes. */
static enum status gather(struct parsing *parsing, struct bytes *bytes)
{
    struct header header;
    size_t needed = 1;
    enum status status;

    if (header_read(buf_bytes(&parsing->pending), &header))
        needed = header.header_size + header.size - parsing->pending.size;
    if (needed > bytes->size)
        needed = bytes->size;
    buf_append(&parsing->pending, bytes->data, needed);
    *bytes = bytes_slice(*bytes, needed, bytes->size);
    status = buf_status(&parsing->pending);
    if (status != STATUS_OK || !header_read(buf_bytes(&parsing->pending), &header))
        return status;
    if (header.size > RECORD_SIZE_MAX) {
        parsing->damaged = true;
        parsing->skip = header.size;
        buf_clear(&parsing->pending);
    } else if (parsing->pending.size == header.header_size + header.size) {
        status =
            deliver(parsing, header.type, bytes_slice(buf_bytes(&parsing->pending), header.header_size, header.size));
        buf_clear(&parsing->pending);
    }
    return status;
}

static enum status take(struct package *package, void *context, struct bytes bytes, uint64_t source_size)
{
    struct parsing *parsing = context;
    enum status status;

    parsing->total += bytes.size;
    status = extract_charge(package->job, bytes.size, parsing->total, source_size);
    while (bytes.size > 0 && status == STATUS_OK) {
        struct header header;

        if (parsing->skip > 0) {
            size_t skipped = parsing->skip < bytes.size ? parsing->skip : bytes.size;

            parsing->skip -= skipped;
            bytes = bytes_slice(bytes, skipped, bytes.size);
        } else if (parsing->pending.size == 0 && header_read(bytes, &header) && header.size <= RECORD_SIZE_MAX
                   && header.size <= bytes.size - header.header_size) {
            status = deliver(parsing, header.type, bytes_slice(bytes, header.header_size, header.size));
            bytes = bytes_slice(bytes, header.header_size + header.size, bytes.size);
        } else {
            status = gather(parsing, &bytes);
        }
    }
    return status;
}

enum status xlsb_record_parse(struct ooxml *ooxml, const struct zip_member *member, const struct xlsb_part *part,
                              void *context)
{
    struct parsing parsing = {
        .ooxml = ooxml, .part = part, .context = context, .pending = BUF_INIT(RECORD_SIZE_MAX + 64)
    };
    enum status status = package_pump(&ooxml->package, member, take, &parsing);

    if (status == STATUS_OK && (parsing.damaged || !parsing.ended))
        status = STATUS_MALFORMED;
    buf_free(&parsing.pending);
    return status;
}

double xlsb_record_real(struct reader *reader)
{
    uint64_t bits = reader_u64le(reader);
    double value;

    memcpy(&value, &bits, sizeof value);
    return value;
}

void xlsb_record_characters(struct ooxml *ooxml, struct reader *reader, size_t count, struct buf *utf8)
{
    struct bytes raw = reader_take(reader, 2 * count);

    while (raw.size > 0) {
        size_t room = raw.size / 2 * CHARACTER_SIZE_MAX + 16;
        char *output = buf_reserve(utf8, room);
        struct charset_step step;

        if (output == NULL)
            return;
        step = charset_decode(ooxml->package.job->charset, ENCODING_UTF16LE, raw, true, output, room);
        utf8->size += step.produced;
        utf8->data[utf8->size] = '\0';
        raw = bytes_slice(raw, step.consumed, raw.size);
    }
}

void xlsb_record_string(struct ooxml *ooxml, struct reader *reader, struct buf *utf8)
{
    xlsb_record_characters(ooxml, reader, reader_u32le(reader), utf8);
}

void xlsb_record_nullable(struct ooxml *ooxml, struct reader *reader, struct buf *utf8)
{
    uint32_t count = reader_u32le(reader);

    if (count != UINT32_MAX)
        xlsb_record_characters(ooxml, reader, count, utf8);
}

void xlsb_record_rich(struct ooxml *ooxml, struct reader *reader, struct buf *utf8)
{
    (void)reader_u8(reader);
    xlsb_record_string(ooxml, reader, utf8);
}
