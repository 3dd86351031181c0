/* SPDX-License-Identifier: Apache-2.0 */
#include "base/bytes.h"

struct bytes reader_take(struct reader *reader, size_t size)
{
    struct bytes taken = { reader->next, 0 };

    if (size > (size_t)(reader->end - reader->next)) {
        reader->overrun = true;
        return taken;
    }
    taken.size = size;
    reader->next += size;
    return taken;
}

static uint64_t read_little_endian(struct reader *reader, size_t size)
{
    struct bytes taken = reader_take(reader, size);
    uint64_t value = 0;

    for (size_t index = taken.size; index > 0; index--)
        value = value << 8 | taken.data[index - 1];
    return value;
}

uint8_t reader_u8(struct reader *reader)
{
    return (uint8_t)read_little_endian(reader, 1);
}

uint16_t reader_u16le(struct reader *reader)
{
    return (uint16_t)read_little_endian(reader, 2);
}

uint32_t reader_u32le(struct reader *reader)
{
    return (uint32_t)read_little_endian(reader, 4);
}

uint64_t reader_u64le(struct reader *reader)
{
    return read_little_endian(reader, 8);
}
