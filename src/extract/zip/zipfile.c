/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/zip/zipfile.h"

#include <stdlib.h>
#include <string.h>

enum {
    END_RECORD_SIZE = 22, /* 4.3.16 */
    END_SEARCH_SIZE = 65535 + END_RECORD_SIZE,
    END64_LOCATOR_SIZE = 20,    /* 4.3.15 */
    DIRECTORY_HEADER_SIZE = 46, /* 4.3.12 */
    LOCAL_HEADER_SIZE = 30,     /* 4.3.7 */
    EXTRA_ZIP64 = 1,            /* 4.5.3 */
    FLAG_ENCRYPTED = 1,         /* 4.4.4 */
    MEMBERS_MAX = 1 << 20,
};

/* What the end records say of the directory. */
struct directory_place {
    uint64_t offset, size, end; /* `end` is where the end record begins */
};

static bool end_record_find(struct bytes input, uint64_t *position)
{
    size_t floor = input.size > END_SEARCH_SIZE ? input.size - END_SEARCH_SIZE : 0;

    if (input.size < END_RECORD_SIZE)
        return false;
    for (size_t offset = input.size - END_RECORD_SIZE + 1; offset-- > floor;) {
        if (memcmp(input.data + offset, "PK\5\6", 4) == 0) {
            *position = offset;
            return true;
        }
    }
    return false;
}

/* The 64-bit end record (4.3.14), where the 32-bit one refers to it. */
static void end64_read(struct bytes input, uint64_t end, struct directory_place *place)
{
    struct reader reader;
    uint64_t record;

    if (end < END64_LOCATOR_SIZE)
        return;
    reader = reader_of(bytes_slice(input, (size_t)end - END64_LOCATOR_SIZE, END64_LOCATOR_SIZE));
    if (reader_u32le(&reader) != 0x07064B50)
        return;
    (void)reader_u32le(&reader); /* disk */
    record = reader_u64le(&reader);
    if (record > input.size)
        return;
    reader = reader_of(bytes_slice(input, (size_t)record, 56));
    if (reader_u32le(&reader) != 0x06064B50)
        return;
    (void)reader_take(&reader, 36); /* size, versions, disks, counts */
    place->size = reader_u64le(&reader);
    place->offset = reader_u64le(&reader);
    place->end = record;
}

bool zip_promised_count(struct bytes input, uint32_t *count)
{
    struct reader reader;
    uint64_t end;

    if (!end_record_find(input, &end))
        return false;
    reader = reader_of(bytes_slice(input, (size_t)end, END_RECORD_SIZE));
    (void)reader_take(&reader, 10); /* signature, disks, count on this disk */
    *count = reader_u16le(&reader);
    return true;
}

struct bytes zip_comment(struct bytes input)
{
    struct reader reader;
    uint64_t end;

    if (!end_record_find(input, &end))
        return bytes_of(NULL, 0);
    reader = reader_of(bytes_slice(input, (size_t)end + END_RECORD_SIZE - 2, input.size));
    return bytes_slice(bytes_slice(input, (size_t)end + END_RECORD_SIZE, input.size), 0, reader_u16le(&reader));
}

bool zip_cursor_start(struct bytes input, struct zip_cursor *cursor)
{
    struct directory_place place;
    struct reader reader;
    uint64_t end, start;
    uint16_t count;

    if (!end_record_find(input, &end))
        return false;
    reader = reader_of(bytes_slice(input, (size_t)end, END_RECORD_SIZE));
    (void)reader_take(&reader, 10); /* signature, disks, count on this disk */
    count = reader_u16le(&reader);
    place.size = reader_u32le(&reader);
    place.offset = reader_u32le(&reader);
    place.end = end;
    if (count == UINT16_MAX || place.size == UINT32_MAX || place.offset == UINT32_MAX)
        end64_read(input, end, &place);
    if (place.size > place.end)
        return false;
    /* The directory ends where the end record begins, whatever stands in front of the zip file. */
    start = place.end - place.size;
    cursor->prefix = start > place.offset ? start - place.offset : 0;
    cursor->directory = bytes_slice(input, (size_t)start, (size_t)place.size);
    return place.size == 0 || bytes_start_with(cursor->directory, "PK\1\2", 4);
}

void zip_outside(struct bytes input, struct bytes *before, struct bytes *behind)
{
    struct zip_cursor cursor;
    uint64_t end;

    *before = *behind = bytes_of(NULL, 0);
    if (!zip_cursor_start(input, &cursor) || !end_record_find(input, &end))
        return;
    *before = bytes_slice(input, 0, (size_t)cursor.prefix);
    *behind = bytes_slice(input, (size_t)end + END_RECORD_SIZE + zip_comment(input).size, input.size);
}

/* Sizes and offsets that do not fit 32 bits stand in an extra field, in this order, each only if needed. */
static void extra_read(struct bytes extra, struct zip_member *member)
{
    struct reader reader = reader_of(extra);

    while (!reader.overrun && reader.next < reader.end) {
        uint16_t kind = reader_u16le(&reader);
        struct reader field = reader_of(reader_take(&reader, reader_u16le(&reader)));

        if (kind != EXTRA_ZIP64)
            continue;
        if (member->size == UINT32_MAX)
            member->size = reader_u64le(&field);
        if (member->compressed_size == UINT32_MAX)
            member->compressed_size = reader_u64le(&field);
        if (member->header_offset == UINT32_MAX)
            member->header_offset = reader_u64le(&field);
        return;
    }
}

bool zip_cursor_next(struct zip_cursor *cursor, struct zip_member *member)
{
    struct reader reader = reader_of(cursor->directory);
    uint16_t name_size, extra_size, comment_size;

    if (cursor->directory.size < DIRECTORY_HEADER_SIZE || reader_u32le(&reader) != 0x02014B50)
        return false;
    (void)reader_u32le(&reader); /* versions */
    member->flags = reader_u16le(&reader);
    member->method = reader_u16le(&reader);
    (void)reader_u32le(&reader); /* time */
    member->crc = reader_u32le(&reader);
    member->compressed_size = reader_u32le(&reader);
    member->size = reader_u32le(&reader);
    name_size = reader_u16le(&reader);
    extra_size = reader_u16le(&reader);
    comment_size = reader_u16le(&reader);
    (void)reader_u64le(&reader); /* disk, attributes */
    member->header_offset = reader_u32le(&reader);
    member->name = reader_take(&reader, name_size);
    extra_read(reader_take(&reader, extra_size), member);
    member->comment = reader_take(&reader, comment_size);
    if (reader.overrun)
        return false;
    member->header_offset += cursor->prefix;
    cursor->directory = bytes_of(reader.next, (size_t)(reader.end - reader.next));
    return true;
}

/* Names differ neither by case nor by the slash; some producers write the other one. */
static int name_byte(uint8_t byte)
{
    if (byte >= 'A' && byte <= 'Z')
        return byte + ('a' - 'A');
    return byte == '\\' ? '/' : byte;
}

static int compare_names(struct bytes left, struct bytes right)
{
    size_t size = left.size < right.size ? left.size : right.size;

    for (size_t index = 0; index < size; index++) {
        int difference = name_byte(left.data[index]) - name_byte(right.data[index]);

        if (difference != 0)
            return difference;
    }
    return left.size < right.size ? -1 : left.size > right.size;
}

static int compare_members(const void *left, const void *right, void *context)
{
    const struct zip_member *members = context;
    uint32_t first = *(const uint32_t *)left, second = *(const uint32_t *)right;
    int difference = compare_names(members[first].name, members[second].name);

    if (difference != 0)
        return difference;
    return first < second ? -1 : 1; /* of two members with one name the first counts */
}

enum status zipfile_open(struct bytes input, struct arena *arena, struct zipfile *zipfile)
{
    struct zip_cursor start, cursor;
    struct zip_member member;
    size_t count = 0;

    if (!zip_cursor_start(input, &start))
        return STATUS_MALFORMED;
    for (cursor = start; count < MEMBERS_MAX && zip_cursor_next(&cursor, &member);)
        count++;
    *zipfile = (struct zipfile){ .input = input, .count = count, .truncated = cursor.directory.size > 0 };
    zipfile->members = arena_alloc(arena, (count + 1) * sizeof *zipfile->members);
    zipfile->sorted = arena_alloc(arena, (count + 1) * sizeof *zipfile->sorted);
    if (zipfile->members == NULL || zipfile->sorted == NULL)
        return STATUS_NO_MEMORY;
    cursor = start;
    for (uint32_t index = 0; index < count && zip_cursor_next(&cursor, &zipfile->members[index]); index++)
        zipfile->sorted[index] = index;
    qsort_r(zipfile->sorted, count, sizeof *zipfile->sorted, compare_members, zipfile->members);
    return STATUS_OK;
}

const struct zip_member *zipfile_find(const struct zipfile *zipfile, struct bytes name)
{
    size_t low = 0, high = zipfile->count;

    if (name.size > 0 && name.data[0] == '/')
        name = bytes_slice(name, 1, name.size);
    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (compare_names(zipfile->members[zipfile->sorted[middle]].name, name) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == zipfile->count || compare_names(zipfile->members[zipfile->sorted[low]].name, name) != 0)
        return NULL;
    return &zipfile->members[zipfile->sorted[low]];
}

enum status zipfile_stored(const struct zipfile *zipfile, const struct zip_member *member, struct bytes *stored)
{
    struct reader reader;
    uint16_t name_size, extra_size;

    if ((member->flags & FLAG_ENCRYPTED) != 0)
        return STATUS_ENCRYPTED;
    if (member->method != ZIP_STORED && member->method != ZIP_DEFLATED)
        return STATUS_UNSUPPORTED;
    if (member->header_offset > zipfile->input.size)
        return STATUS_MALFORMED;
    reader = reader_of(bytes_slice(zipfile->input, (size_t)member->header_offset, zipfile->input.size));
    if (reader_u32le(&reader) != 0x04034B50)
        return STATUS_MALFORMED;
    (void)reader_take(&reader, 22); /* what the directory says as well */
    name_size = reader_u16le(&reader);
    extra_size = reader_u16le(&reader);
    (void)reader_take(&reader, name_size);
    (void)reader_take(&reader, extra_size);
    if (reader.overrun)
        return STATUS_MALFORMED;
    /* A tail that is missing shows when the stream ends too early. */
    *stored =
        bytes_slice(bytes_of(reader.next, (size_t)(reader.end - reader.next)), 0, (size_t)member->compressed_size);
    return STATUS_OK;
}
