/* SPDX-License-Identifier: Apache-2.0 */
#include "foreign/ole/powerpoint_object.h"

#include "extract/deflate.h"

enum {
    IS_COMPRESSED = 1,
    ZLIB_HEADER_SIZE = 2,
    UNCOMPRESSED_SIZE = 4,
    BLIP_JPEG = 0xF01D,
    BLIP_PNG = 0xF01E,
    BLIP_DIB = 0xF01F,
    BLIP_TIFF = 0xF029,
    BLIP_JPEG_CMYK = 0xF02A,
    DIGEST_SIZE = 16,
};

static enum status inflate_into(struct bytes compressed, struct bytes *output)
{
    uint8_t *memory = (uint8_t *)(uintptr_t)output->data;
    struct deflate *deflate;
    enum status status = deflate_create(&deflate);
    size_t done = 0, produced = 1;

    if (status != STATUS_OK)
        return status;
    status = deflate_start(deflate, bytes_slice(compressed, ZLIB_HEADER_SIZE, compressed.size));
    while (status == STATUS_OK && produced > 0 && done < output->size) {
        status = deflate_next(deflate, memory + done, output->size - done, &produced);
        done += produced;
    }
    deflate_destroy(deflate);
    if (status == STATUS_OK && done < output->size)
        status = STATUS_MALFORMED;
    output->size = done;
    return status;
}

/* The size that it says is a promise that only the data can keep. */
static enum status object_inflate(struct extract_job *job, struct bytes body, struct bytes *object)
{
    struct reader reader = reader_of(body);
    size_t size = reader_u32le(&reader);
    struct bytes compressed = bytes_slice(body, UNCOMPRESSED_SIZE, body.size);
    enum status status;
    uint8_t *memory;

    *object = bytes_of(NULL, 0);
    if (reader.overrun || size == 0)
        return STATUS_MALFORMED;
    status = extract_expand(job, size, compressed.size, &memory);
    if (status != STATUS_OK)
        return status;
    *object = bytes_of(memory, size);
    return inflate_into(compressed, object);
}

enum status powerpoint_object_read(struct extract_job *job, const struct powerpoint_record *record, bool is_present)
{
    struct part_hint hint = { .name = is_present ? "object.ole" : "earlier object.ole" };
    struct bytes object = record->body;
    enum status status = STATUS_OK;

    if (record->instance == IS_COMPRESSED)
        status = object_inflate(job, record->body, &object);
    if (status != STATUS_OK && status_scope(status) == SCOPE_PART)
        return extract_child_unread(job, &hint, status, NULL);
    return status != STATUS_OK ? status : extract_child(job, &hint, object, NULL);
}

/* Bytes before the picture itself: one digest or two, as the last bit of the instance says, and a tag. */
static size_t picture_start(const struct powerpoint_record *record)
{
    return (record->instance & 1) != 0 ? 2 * DIGEST_SIZE + 1 : DIGEST_SIZE + 1;
}

static const char *picture_name(uint16_t type)
{
    switch (type) {
    case BLIP_JPEG:
    case BLIP_JPEG_CMYK:
        return "picture.jpg";
    case BLIP_PNG:
        return "picture.png";
    case BLIP_TIFF:
        return "picture.tif";
    default:
        return NULL;
    }
}

enum status powerpoint_object_pictures(struct extract_job *job, struct bytes pictures)
{
    struct powerpoint_record record;
    enum status status = STATUS_OK;
    size_t offset = 0;
    bool cut = false;

    while (status == STATUS_OK && powerpoint_record_next(pictures, &offset, &record, &cut)) {
        const char *name = picture_name(record.type);
        size_t start = picture_start(&record);

        /* Drawings (EMF, WMF, PICT) are compressed, and hold what the slide shows anyway. */
        if (name != NULL)
            status = extract_child(job, &(struct part_hint){ .name = name },
                                   bytes_slice(record.body, start, record.body.size), NULL);
    }
    return status;
}
