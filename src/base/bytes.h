/* SPDX-License-Identifier: Apache-2.0
 *
 * Borrowed views of memory, and a reader that cannot run over its end.
 *
 * Nobody frees through a `struct bytes`. A reader's `overrun` is sticky: read a whole record, then
 * check once.
 */
#ifndef GUANKA_BASE_BYTES_H
#define GUANKA_BASE_BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct bytes {
    const uint8_t *data;
    size_t size;
};

/* Half-open, in bytes. */
struct span {
    uint64_t start, end;
};

struct reader {
    const uint8_t *next, *end;
    bool overrun;
};

static inline struct bytes bytes_of(const void *data, size_t size)
{
    return (struct bytes){ data, size };
}

static inline struct bytes bytes_of_text(const char *text)
{
    return (struct bytes){ (const uint8_t *)text, strlen(text) };
}

/* The part of `bytes` from `offset`, at most `size` long; empty when offset lies behind the end. */
static inline struct bytes bytes_slice(struct bytes bytes, size_t offset, size_t size)
{
    if (offset > bytes.size)
        offset = bytes.size;
    if (size > bytes.size - offset)
        size = bytes.size - offset;
    /* Nothing may be added to a null pointer, not even 0. */
    return (struct bytes){ offset > 0 ? bytes.data + offset : bytes.data, size };
}

static inline bool bytes_equal(struct bytes left, struct bytes right)
{
    return left.size == right.size && (left.size == 0 || memcmp(left.data, right.data, left.size) == 0);
}

/* In the order of their bytes, a beginning before what goes on: as memcmp tells it. */
static inline int bytes_compare(struct bytes left, struct bytes right)
{
    size_t size = left.size < right.size ? left.size : right.size;
    int order = size > 0 ? memcmp(left.data, right.data, size) : 0;

    return order != 0 ? order : (left.size > right.size) - (left.size < right.size);
}

static inline bool bytes_start_with(struct bytes bytes, const char *prefix, size_t size)
{
    return bytes.size >= size && memcmp(bytes.data, prefix, size) == 0;
}

static inline struct reader reader_of(struct bytes bytes)
{
    return (struct reader){ bytes.data, bytes.size > 0 ? bytes.data + bytes.size : bytes.data, false };
}

/* Little-endian integers; 0 and overrun when short. */
uint8_t reader_u8(struct reader *reader);
uint16_t reader_u16le(struct reader *reader);
uint32_t reader_u32le(struct reader *reader);
uint64_t reader_u64le(struct reader *reader);
/* The next `size` bytes; empty and overrun when short. */
struct bytes reader_take(struct reader *reader, size_t size);
/* All that has not been read. */
static inline struct bytes reader_rest(const struct reader *reader)
{
    return bytes_of(reader->next, (size_t)(reader->end - reader->next));
}

/* One little-endian integer, without a reader to go on with; 0 when short. */
static inline uint16_t bytes_u16le(struct bytes bytes, size_t offset)
{
    struct reader reader = reader_of(bytes_slice(bytes, offset, 2));

    return reader_u16le(&reader);
}

static inline uint32_t bytes_u32le(struct bytes bytes, size_t offset)
{
    struct reader reader = reader_of(bytes_slice(bytes, offset, 4));

    return reader_u32le(&reader);
}

#endif
