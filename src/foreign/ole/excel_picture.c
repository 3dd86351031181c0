/* SPDX-License-Identifier: Apache-2.0 */
#include "foreign/ole/excel_picture.h"

enum {
    HEADER_PICTURE_START = 14, /* of each record, also of those that continue */
    IMAGE_BITMAP = 9,
    IMAGE_HEADER_SIZE = 8,
};

static size_t start_of(uint16_t type)
{
    return type == EXCEL_HEADER_PICTURE ? HEADER_PICTURE_START : 0;
}

/* One that is too long for a record goes on in records of the same type, or in those that continue any. */
static bool goes_on(uint16_t type, uint16_t next)
{
    return next == EXCEL_CONTINUE || (next == type && (type == EXCEL_DRAWING_GROUP || type == EXCEL_HEADER_PICTURE));
}

/* The next record that goes on with one of `type`; *rest moves behind it. */
static bool part_next(uint16_t type, struct bytes *rest, struct bytes *part)
{
    struct excel_record next;
    bool cut = false;

    if (!excel_record_next(*rest, 0, &next, &cut) || !goes_on(type, next.type))
        return false;
    *part = bytes_slice(next.body, next.type == type ? start_of(type) : 0, next.body.size);
    *rest = next.rest;
    return true;
}

/* All of it in one piece; from the arena where there are several. */
static enum status parts_join(struct extract_job *job, const struct excel_record *record, struct bytes *whole,
                              struct bytes *behind)
{
    struct bytes part, rest = record->rest;
    enum status status;
    uint8_t *memory;
    size_t size;

    *whole = bytes_slice(record->body, start_of(record->type), record->body.size);
    for (size = whole->size; part_next(record->type, &rest, &part);)
        size += part.size;
    *behind = rest;
    if (size == whole->size)
        return STATUS_OK;
    status = extract_expand(job, size, size, &memory);
    if (status != STATUS_OK)
        return status;
    if (whole->size > 0)
        memcpy(memory, whole->data, whole->size);
    size = whole->size;
    for (rest = record->rest; part_next(record->type, &rest, &part); size += part.size)
        if (part.size > 0)
            memcpy(memory + size, part.data, part.size);
    *whole = bytes_of(memory, size);
    return STATUS_OK;
}

/* What kind, from where, and how many bytes follow. */
static enum status image_read(struct ole_pictures *pictures, struct bytes image)
{
    struct reader reader = reader_of(image);
    uint16_t kind = reader_u16le(&reader);
    struct bytes data = bytes_slice(image, IMAGE_HEADER_SIZE, image.size);
    uint32_t size;
    bool is_whole;

    (void)reader_u16le(&reader);
    size = reader_u32le(&reader);
    is_whole = !reader.overrun && data.size >= size;
    data = bytes_slice(data, 0, size);
    return kind == IMAGE_BITMAP ? ole_pictures_bitmap(pictures, data, is_whole)
                                : ole_pictures_plain(pictures, data, is_whole, NULL);
}

enum status excel_picture_record(struct ole_pictures *pictures, const struct excel_record *record, size_t *reached)
{
    struct bytes whole, behind;
    enum status status;

    if (record->offset < *reached)
        return STATUS_OK;
    if (record->type != EXCEL_DRAWING_GROUP && record->type != EXCEL_HEADER_PICTURE && record->type != EXCEL_BACKGROUND
        && record->type != EXCEL_IMAGE)
        return STATUS_OK;
    status = parts_join(pictures->job, record, &whole, &behind);
    if (status != STATUS_OK)
        return status;
    *reached = record->offset + EXCEL_RECORD_HEADER_SIZE + (size_t)(behind.data - record->body.data);
    if (record->type == EXCEL_DRAWING_GROUP || record->type == EXCEL_HEADER_PICTURE)
        return ole_pictures_walk(pictures, whole);
    return image_read(pictures, whole);
}
