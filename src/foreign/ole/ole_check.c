/* SPDX-License-Identifier: Apache-2.0 */
#include "foreign/ole/ole_check.h"

enum {
    HEADER_SIZE = 512,
    HEADER_TABLES = 109, /* sectors of the FAT that the header itself names */
    ENTRY_SIZE = 128,    /* 2.6.1 */
    SHIFT_MIN = 7,
    SHIFT_MAX = 16,
    TYPE_STREAM = 2,
    TYPE_ROOT = 5,
    ROUNDS = 4, /* sectors of all chains together, as a multiple of those that there are */
};

/* Numbers of sectors from here on have other meanings (2.1). */
static const uint32_t sector_max = 0xFFFFFFFA;

struct container {
    struct bytes input;
    uint32_t shift, small_shift;
    uint32_t cutoff; /* smaller streams lie in small sectors */
    uint32_t directory, small_table, difat, table_count;
    uint32_t *tables;      /* sectors of the FAT */
    uint32_t small_start;  /* the stream of small sectors */
    uint64_t small_size;
    uint32_t *small_tables; /* sectors of the mini FAT */
    size_t small_table_count;
    uint64_t steps_left;
};

/* As much of a sector as there is. */
static struct bytes sector(const struct container *container, uint32_t number)
{
    uint64_t start = ((uint64_t)number + 1) << container->shift;

    if (number >= sector_max || start >= container->input.size)
        return bytes_of(NULL, 0);
    return bytes_slice(bytes_slice(container->input, (size_t)start, container->input.size), 0,
                       (size_t)1 << container->shift);
}

static bool entry_of_table(const struct container *container, const uint32_t *tables, size_t count, uint32_t number,
                           uint32_t *next)
{
    uint32_t shift = container->shift - 2;
    struct bytes table;
    size_t offset;

    if (number >> shift >= count)
        return false;
    table = sector(container, tables[number >> shift]);
    offset = ((size_t)number & (((size_t)1 << shift) - 1)) * 4;
    *next = bytes_u32le(table, offset);
    return offset + 4 <= table.size;
}

static bool next_sector(const struct container *container, uint32_t number, uint32_t *next)
{
    return entry_of_table(container, container->tables, container->table_count, number, next);
}

/* Chains that share sectors may be as long as the file, as often as there are entries. */
static bool step_is_left(struct container *container)
{
    if (container->steps_left == 0)
        return false;
    container->steps_left--;
    return true;
}

/* The first `size` bytes of the chain lie in the file. */
static bool chain_is_there(struct container *container, uint32_t number, uint64_t size)
{
    uint64_t step = (uint64_t)1 << container->shift;

    while (size > 0) {
        uint64_t wanted = size < step ? size : step;

        if (!step_is_left(container) || sector(container, number).size < wanted)
            return false;
        size -= wanted;
        if (size > 0 && !next_sector(container, number, &number))
            return false;
    }
    return true;
}

static bool small_chain_is_there(struct container *container, uint32_t number, uint64_t size)
{
    uint64_t step = (uint64_t)1 << container->small_shift;

    while (size > 0) {
        uint64_t wanted = size < step ? size : step;

        if (!step_is_left(container) || ((uint64_t)number << container->small_shift) + wanted > container->small_size)
            return false;
        size -= wanted;
        if (size > 0
            && !entry_of_table(container, container->small_tables, container->small_table_count, number, &number))
            return false;
    }
    return true;
}

static bool header_read(struct container *container)
{
    struct reader reader = reader_of(bytes_slice(container->input, 30, HEADER_SIZE));

    container->shift = reader_u16le(&reader);
    container->small_shift = reader_u16le(&reader);
    (void)reader_take(&reader, 10); /* reserved, number of sectors of the directory */
    container->table_count = reader_u32le(&reader);
    container->directory = reader_u32le(&reader);
    (void)reader_u32le(&reader); /* transactions */
    container->cutoff = reader_u32le(&reader);
    container->small_table = reader_u32le(&reader);
    (void)reader_u32le(&reader); /* number of sectors of the mini FAT */
    container->difat = reader_u32le(&reader);
    return !reader.overrun && container->shift >= SHIFT_MIN && container->shift <= SHIFT_MAX
           && container->small_shift <= container->shift
           && container->table_count <= container->input.size >> container->shift;
}

/* 2.5: the numbers of the sectors of the FAT, the first ones in the header, the others in sectors of their own. */
static bool tables_read(struct container *container)
{
    size_t in_sector = ((size_t)1 << container->shift) / 4 - 1, offset = 0;
    struct bytes names = bytes_slice(container->input, HEADER_SIZE - 4 * HEADER_TABLES, HEADER_SIZE);
    uint32_t difat = container->difat;

    for (uint32_t index = 0; index < container->table_count; index++) {
        if (offset >= names.size || (index >= HEADER_TABLES && offset == in_sector * 4)) {
            if (index > HEADER_TABLES)
                difat = bytes_u32le(names, in_sector * 4);
            names = sector(container, difat);
            offset = 0;
        }
        if (names.size < offset + 4)
            return false;
        container->tables[index] = bytes_u32le(names, offset);
        offset += 4;
        if (sector(container, container->tables[index]).size < (size_t)1 << container->shift)
            return false;
    }
    return true;
}

/* 2.4: the sectors of the mini FAT, of which there may be none. */
static bool small_tables_read(struct container *container, size_t capacity)
{
    uint32_t number = container->small_table;

    while (number < sector_max && container->small_table_count < capacity) {
        if (sector(container, number).size == 0)
            return false;
        container->small_tables[container->small_table_count++] = number;
        if (!next_sector(container, number, &number))
            return false;
    }
    return number >= sector_max;
}

static bool entry_is_there(struct container *container, struct bytes entry)
{
    uint32_t start = bytes_u32le(entry, 116);
    uint64_t size = bytes_u32le(entry, 120);

    /* Files of version 3, with sectors of 512 bytes, may have anything in the upper half (2.6.3). */
    if (container->shift > 9)
        size |= (uint64_t)bytes_u32le(entry, 124) << 32;
    if (entry.data[66] == TYPE_ROOT) {
        container->small_start = start;
        container->small_size = size;
        return chain_is_there(container, start, size);
    }
    if (entry.data[66] != TYPE_STREAM || size == 0)
        return true;
    return size >= container->cutoff ? chain_is_there(container, start, size)
                                     : small_chain_is_there(container, start, size);
}

static bool directory_is_there(struct container *container)
{
    uint32_t number = container->directory;

    while (number < sector_max) {
        struct bytes entries = sector(container, number);

        if (!step_is_left(container) || entries.size < (size_t)1 << container->shift)
            return false;
        for (size_t offset = 0; offset + ENTRY_SIZE <= entries.size; offset += ENTRY_SIZE)
            if (!entry_is_there(container, bytes_slice(entries, offset, offset + ENTRY_SIZE)))
                return false;
        if (!next_sector(container, number, &number))
            return false;
    }
    return true;
}

enum status ole_check(struct bytes input, struct arena *arena, bool *whole)
{
    struct container container = { .input = input };
    size_t sectors;

    *whole = false;
    if (!header_read(&container))
        return STATUS_OK;
    sectors = (input.size >> container.shift) + 1;
    container.steps_left = (uint64_t)ROUNDS * (input.size >> container.small_shift) + ROUNDS;
    container.tables = arena_alloc(arena, (container.table_count + (size_t)1) * sizeof *container.tables);
    container.small_tables = arena_alloc(arena, sectors * sizeof *container.small_tables);
    if (container.tables == NULL || container.small_tables == NULL)
        return STATUS_NO_MEMORY;
    *whole = tables_read(&container) && small_tables_read(&container, sectors) && directory_is_there(&container);
    return STATUS_OK;
}
