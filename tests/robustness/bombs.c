/* SPDX-License-Identifier: Apache-2.0 */
#include "bombs.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

enum { PIECE_SIZE = 1 << 20, RAW_DEFLATE_BITS = -15, LEVEL_BEST = 9, METHOD_DEFLATED = 8, VERSION = 20 };

struct kernel {
    struct buf deflated;
    uint32_t crc;
    uint32_t size;
};

static void kernel_deflate(struct kernel *kernel, uint64_t size)
{
    static const uint8_t zeros[PIECE_SIZE];
    z_stream stream = { 0 };
    uint8_t output[PIECE_SIZE / 16];
    int status;

    *kernel = (struct kernel){ .deflated = BUF_INIT(SANDBOX_BYTES_MAX), .size = (uint32_t)size };
    cr_assert_eq(deflateInit2(&stream, LEVEL_BEST, Z_DEFLATED, RAW_DEFLATE_BITS, 9, Z_DEFAULT_STRATEGY), Z_OK);
    do {
        size_t piece = size < PIECE_SIZE ? (size_t)size : PIECE_SIZE;
        size -= piece;
        kernel->crc = (uint32_t)crc32(kernel->crc, zeros, (uInt)piece);
        stream.next_in = (Bytef *)(uintptr_t)zeros;
        stream.avail_in = (uInt)piece;
        do {
            stream.next_out = output;
            stream.avail_out = sizeof output;
            status = deflate(&stream, size == 0 ? Z_FINISH : Z_NO_FLUSH);
            buf_append(&kernel->deflated, output, sizeof output - stream.avail_out);
        } while (stream.avail_out == 0);
    } while (size > 0);
    cr_assert_eq(status, Z_STREAM_END);
    (void)deflateEnd(&stream);
}

static void put_little_endian(struct buf *out, uint32_t value, unsigned bytes)
{
    for (unsigned index = 0; index < bytes; index++)
        buf_byte(out, (char)(value >> (8 * index)));
}

/* The fields that a local header and an entry of the directory share. */
static void put_common(struct buf *out, const struct kernel *kernel, const char *name)
{
    put_little_endian(out, VERSION, 2);
    put_little_endian(out, 0, 2);
    put_little_endian(out, METHOD_DEFLATED, 2);
    put_little_endian(out, 0, 4);
    put_little_endian(out, kernel->crc, 4);
    put_little_endian(out, (uint32_t)kernel->deflated.size, 4);
    put_little_endian(out, kernel->size, 4);
    put_little_endian(out, (uint32_t)strlen(name), 2);
    put_little_endian(out, 0, 2);
}

static void put_directory_entry(struct buf *out, const struct kernel *kernel, const char *name, uint32_t offset)
{
    buf_append(out, "PK\1\2", 4);
    put_little_endian(out, VERSION, 2);
    put_common(out, kernel, name);
    put_little_endian(out, 0, 2);
    put_little_endian(out, 0, 2);
    put_little_endian(out, 0, 2);
    put_little_endian(out, 0, 4);
    put_little_endian(out, offset, 4);
    buf_text(out, name);
}

static void put_directory_end(struct buf *out, uint32_t count, size_t directory)
{
    size_t directory_size = out->size - directory;

    buf_append(out, "PK\5\6", 4);
    put_little_endian(out, 0, 4);
    put_little_endian(out, count, 2);
    put_little_endian(out, count, 2);
    put_little_endian(out, (uint32_t)directory_size, 4);
    put_little_endian(out, (uint32_t)directory, 4);
    put_little_endian(out, 0, 2);
    cr_assert_eq(buf_status(out), STATUS_OK);
}

void bomb_write_overlapping(const struct sandbox *sandbox, const char *name, uint64_t size, uint32_t count)
{
    struct buf out = BUF_INIT(SANDBOX_BYTES_MAX);
    struct kernel kernel;

    kernel_deflate(&kernel, size);
    buf_append(&out, "PK\3\4", 4);
    put_common(&out, &kernel, "zeros.txt");
    buf_text(&out, "zeros.txt");
    buf_append(&out, kernel.deflated.data, kernel.deflated.size);
    size_t directory = out.size;
    for (uint32_t index = 0; index < count; index++)
        put_directory_entry(&out, &kernel, "zeros.txt", 0);
    put_directory_end(&out, count, directory);
    sandbox_write(sandbox, name, buf_bytes(&out));
    buf_free(&out);
    buf_free(&kernel.deflated);
}

void bomb_write_zeros(const struct sandbox *sandbox, const char *name, uint64_t size)
{
    bomb_write_overlapping(sandbox, name, size, 1);
}

enum { MEMBERS_MAX = 1000, MEMBER_NAME_SIZE = 16, STORED_HEADER_SIZE = 5 };

/* In front of what stands in *kernel: its own local header, quoted; *kernel is that of the member before. */
static void kernel_quote(struct kernel *kernel, const char *name)
{
    struct buf header = BUF_INIT(SANDBOX_BYTES_MAX), deflated = BUF_INIT(SANDBOX_BYTES_MAX);

    buf_append(&header, "PK\3\4", 4);
    put_common(&header, kernel, name);
    buf_text(&header, name);
    put_little_endian(&deflated, 0, 1); /* a stored block that is not the last one (RFC 1951, 3.2.4) */
    put_little_endian(&deflated, (uint32_t)header.size, 2);
    put_little_endian(&deflated, ~(uint32_t)header.size, 2);
    buf_append(&deflated, header.data, header.size);
    buf_append(&deflated, kernel->deflated.data, kernel->deflated.size);
    kernel->crc = (uint32_t)crc32_combine(crc32(0, (const Bytef *)header.data, (uInt)header.size), kernel->crc,
                                          (z_off_t)kernel->size);
    kernel->size += (uint32_t)header.size;
    buf_free(&header);
    buf_free(&kernel->deflated);
    kernel->deflated = deflated;
}

void bomb_write_quoting(const struct sandbox *sandbox, const char *name, uint64_t size, uint32_t count)
{
    struct buf out = BUF_INIT(SANDBOX_BYTES_MAX), entries[MEMBERS_MAX];
    char names[MEMBERS_MAX][MEMBER_NAME_SIZE];
    struct kernel kernel;
    uint32_t header_size = 0;

    cr_assert(count > 0 && count <= MEMBERS_MAX);
    kernel_deflate(&kernel, size);
    /* From the last one to the first, whose header alone is not quoted. */
    for (uint32_t index = count; index-- > 0;) {
        (void)snprintf(names[index], sizeof names[index], "%04u.txt", index);
        header_size = 30 + (uint32_t)strlen(names[index]);
        entries[index] = (struct buf)BUF_INIT(SANDBOX_BYTES_MAX);
        put_directory_entry(&entries[index], &kernel, names[index], index * (header_size + STORED_HEADER_SIZE));
        if (index > 0)
            kernel_quote(&kernel, names[index]);
    }
    buf_append(&out, "PK\3\4", 4);
    put_common(&out, &kernel, names[0]);
    buf_text(&out, names[0]);
    buf_append(&out, kernel.deflated.data, kernel.deflated.size);
    size_t directory = out.size;
    for (uint32_t index = 0; index < count; index++) {
        buf_append(&out, entries[index].data, entries[index].size);
        buf_free(&entries[index]);
    }
    put_directory_end(&out, count, directory);
    sandbox_write(sandbox, name, buf_bytes(&out));
    buf_free(&out);
    buf_free(&kernel.deflated);
}
