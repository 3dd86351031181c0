/* SPDX-License-Identifier: Apache-2.0 */
#include "bombs.h"

#include <criterion/criterion.h>
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

static void put_directory_entry(struct buf *out, const struct kernel *kernel, const char *name)
{
    buf_append(out, "PK\1\2", 4);
    put_little_endian(out, VERSION, 2);
    put_common(out, kernel, name);
    put_little_endian(out, 0, 2);
    put_little_endian(out, 0, 2);
    put_little_endian(out, 0, 2);
    put_little_endian(out, 0, 4);
    put_little_endian(out, 0, 4); /* the local header is at the beginning, for each of them */
    buf_text(out, name);
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
        put_directory_entry(&out, &kernel, "zeros.txt");
    size_t directory_size = out.size - directory;
    buf_append(&out, "PK\5\6", 4);
    put_little_endian(&out, 0, 4);
    put_little_endian(&out, count, 2);
    put_little_endian(&out, count, 2);
    put_little_endian(&out, (uint32_t)directory_size, 4);
    put_little_endian(&out, (uint32_t)directory, 4);
    put_little_endian(&out, 0, 2);
    cr_assert_eq(buf_status(&out), STATUS_OK);
    sandbox_write(sandbox, name, buf_bytes(&out));
    buf_free(&out);
    buf_free(&kernel.deflated);
}

void bomb_write_zeros(const struct sandbox *sandbox, const char *name, uint64_t size)
{
    bomb_write_overlapping(sandbox, name, size, 1);
}
