/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/gzip.h"

enum {
    CHUNK_SIZE = 16 * 1024,
    MAGIC_SIZE = 3,
    TRAILER_SIZE = 8,
    HAS_CHECKSUM = 2,
    HAS_EXTRA = 4,
    HAS_NAME = 8,
    HAS_COMMENT = 16,
};

static void text_skip(struct reader *reader)
{
    while (!reader->overrun && reader_u8(reader) != '\0')
        continue;
}

size_t gzip_header_size(struct bytes input)
{
    struct reader reader = reader_of(input);
    uint8_t flags;

    if (!gzip_starts(input))
        return 0;
    (void)reader_take(&reader, MAGIC_SIZE);
    flags = reader_u8(&reader);
    (void)reader_take(&reader, 6); /* time, flags of the compressor, system */
    if ((flags & HAS_EXTRA) != 0)
        (void)reader_take(&reader, reader_u16le(&reader));
    if ((flags & HAS_NAME) != 0)
        text_skip(&reader);
    if ((flags & HAS_COMMENT) != 0)
        text_skip(&reader);
    if ((flags & HAS_CHECKSUM) != 0)
        (void)reader_u16le(&reader);
    return reader.overrun ? 0 : (size_t)(reader.next - input.data);
}

size_t gzip_peek(struct bytes input, uint8_t *output, size_t capacity)
{
    size_t header = gzip_header_size(input);

    return header > 0 ? deflate_peek(bytes_slice(input, header, input.size), output, capacity) : 0;
}

static enum status inflate_all(struct extract_job *job, struct deflate *deflate, struct spool *spool,
                               uint32_t *checksum)
{
    uint8_t chunk[CHUNK_SIZE];
    size_t produced;
    enum status status;

    do {
        struct bytes bytes;

        status = deflate_next(deflate, chunk, sizeof chunk, &produced);
        if (status != STATUS_OK)
            return status;
        bytes = bytes_of(chunk, produced);
        *checksum = deflate_checksum(*checksum, bytes);
        status = extract_spool_append(job, spool, bytes, deflate_consumed(deflate) + 1);
    } while (status == STATUS_OK && produced > 0);
    return status;
}

enum status gzip_member(struct extract_job *job, struct deflate *deflate, struct bytes input, struct spool *spool,
                        size_t *used)
{
    size_t header = gzip_header_size(input);
    uint64_t before = spool_size(spool);
    uint32_t checksum = 0;
    struct reader trailer;
    enum status status;

    *used = input.size;
    if (header == 0)
        return STATUS_MALFORMED;
    status = deflate_start(deflate, bytes_slice(input, header, input.size));
    if (status == STATUS_OK)
        status = inflate_all(job, deflate, spool, &checksum);
    *used = header + (size_t)deflate_consumed(deflate);
    if (status != STATUS_OK)
        return status;
    trailer = reader_of(bytes_slice(input, *used, TRAILER_SIZE));
    *used += (size_t)(trailer.end - trailer.next);
    if (reader_u32le(&trailer) != checksum || reader_u32le(&trailer) != (uint32_t)(spool_size(spool) - before)
        || trailer.overrun)
        return STATUS_MALFORMED;
    return STATUS_OK;
}
