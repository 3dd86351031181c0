/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/deflate.h"

#define ZLIB_CONST /* next_in is const, as our input is */
#include <zlib.h>

#include "base/alloc.h"

struct deflate {
    z_stream stream;
    struct bytes rest; /* not yet given to zlib, whose counts are 32 bits wide */
    uint64_t input_size;
    bool finished;
};

enum { INPUT_STEP = 1 << 30 };

static void *zlib_alloc(void *context, unsigned count, unsigned size)
{
    (void)context;
    return alloc_zeroed(count, size);
}

static void zlib_free(void *context, void *memory)
{
    (void)context;
    alloc_free(memory);
}

enum status deflate_create(struct deflate **deflate)
{
    struct deflate *created = alloc_zeroed(1, sizeof *created);

    if (created == NULL)
        return STATUS_NO_MEMORY;
    created->stream.zalloc = zlib_alloc;
    created->stream.zfree = zlib_free;
    if (inflateInit2(&created->stream, -MAX_WBITS) != Z_OK) {
        alloc_free(created);
        return STATUS_NO_MEMORY;
    }
    created->finished = true;
    *deflate = created;
    return STATUS_OK;
}

enum status deflate_start(struct deflate *deflate, struct bytes input)
{
    if (inflateReset(&deflate->stream) != Z_OK)
        return STATUS_BUG;
    deflate->stream.avail_in = 0;
    deflate->rest = input;
    deflate->input_size = input.size;
    deflate->finished = false;
    return STATUS_OK;
}

static void feed(struct deflate *deflate)
{
    struct bytes step = bytes_slice(deflate->rest, 0, INPUT_STEP);

    deflate->stream.next_in = step.data;
    deflate->stream.avail_in = (unsigned)step.size;
    deflate->rest = bytes_slice(deflate->rest, step.size, deflate->rest.size);
}

enum status deflate_next(struct deflate *deflate, uint8_t *output, size_t capacity, size_t *produced)
{
    z_stream *stream = &deflate->stream;
    size_t room = capacity < INPUT_STEP ? capacity : INPUT_STEP;
    int result = Z_OK;

    stream->next_out = output;
    stream->avail_out = (unsigned)room;
    while (!deflate->finished && stream->avail_out > 0) {
        if (stream->avail_in == 0)
            feed(deflate);
        result = inflate(stream, Z_NO_FLUSH);
        if (result == Z_STREAM_END)
            deflate->finished = true;
        else if (result != Z_OK)
            break;
    }
    *produced = room - stream->avail_out;
    if (*produced > 0 || deflate->finished)
        return STATUS_OK;
    return result == Z_MEM_ERROR ? STATUS_NO_MEMORY : STATUS_MALFORMED;
}

uint64_t deflate_consumed(const struct deflate *deflate)
{
    return deflate->input_size - deflate->rest.size - deflate->stream.avail_in;
}

void deflate_destroy(struct deflate *deflate)
{
    if (deflate == NULL)
        return;
    inflateEnd(&deflate->stream);
    alloc_free(deflate);
}

/* What inflate asks for: its state, and a window as large as the format allows. */
struct peek_memory {
    _Alignas(16) uint8_t bytes[64 * 1024];
    size_t used;
};

static void *peek_alloc(void *context, unsigned count, unsigned size)
{
    struct peek_memory *memory = context;
    size_t wanted = ((size_t)count * size + 15) / 16 * 16;
    uint8_t *given = memory->bytes + memory->used;

    if (wanted > sizeof memory->bytes - memory->used)
        return NULL;
    memory->used += wanted;
    return given;
}

static void peek_free(void *context, void *given)
{
    (void)context;
    (void)given;
}

size_t deflate_peek(struct bytes input, uint8_t *output, size_t capacity)
{
    struct peek_memory memory;
    struct bytes step = bytes_slice(input, 0, INPUT_STEP);
    z_stream stream = { .zalloc = peek_alloc, .zfree = peek_free, .opaque = &memory };

    memory.used = 0;
    if (inflateInit2(&stream, -MAX_WBITS) != Z_OK)
        return 0;
    stream.next_in = step.data;
    stream.avail_in = (unsigned)step.size;
    stream.next_out = output;
    stream.avail_out = (unsigned)capacity;
    (void)inflate(&stream, Z_NO_FLUSH);
    return capacity - stream.avail_out;
}

uint32_t deflate_checksum(uint32_t before, struct bytes bytes)
{
    return (uint32_t)crc32_z(before, bytes.data, bytes.size);
}
