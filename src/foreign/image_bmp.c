/* SPDX-License-Identifier: Apache-2.0 */
#include "foreign/image_bmp.h"

enum {
    FILE_HEADER_SIZE = 14,
    CORE_HEADER_SIZE = 12, /* of OS/2 */
    V5_HEADER_SIZE = 124,
    V5_PROFILE_OFFSET = 112,
    COMPRESSION_NONE = 0,
    COMPRESSION_MASKS = 3,
};

static uint64_t rows_size(uint32_t width, uint32_t height, uint32_t bits)
{
    int32_t rows = (int32_t)height; /* negative: from the top */
    uint64_t count = rows < 0 ? (uint64_t)(-(int64_t)rows) : (uint64_t)rows;

    return ((uint64_t)width * bits + 31) / 32 * 4 * count;
}

/* Behind the pixels and a colour profile; 0: it does not say. */
static uint64_t end_of(struct bytes input)
{
    struct reader reader = reader_of(input);
    uint64_t pixels, profile = 0;
    uint32_t size, offset, header, width, height, bits, compression;

    (void)reader_u16le(&reader);
    size = reader_u32le(&reader);
    (void)reader_u32le(&reader);
    offset = reader_u32le(&reader);
    header = reader_u32le(&reader);
    if (header == CORE_HEADER_SIZE)
        return size;
    width = reader_u32le(&reader);
    height = reader_u32le(&reader);
    (void)reader_u16le(&reader);
    bits = reader_u16le(&reader);
    compression = reader_u32le(&reader);
    if (reader.overrun || (compression != COMPRESSION_NONE && compression != COMPRESSION_MASKS))
        return size;
    pixels = offset + rows_size(width, height, bits);
    if (header >= V5_HEADER_SIZE) {
        reader = reader_of(bytes_slice(input, FILE_HEADER_SIZE + V5_PROFILE_OFFSET, SIZE_MAX));
        profile = FILE_HEADER_SIZE + (uint64_t)reader_u32le(&reader);
        profile += reader_u32le(&reader);
    }
    return pixels > profile ? pixels : profile;
}

enum status image_bmp_read(struct image *image)
{
    uint64_t end = end_of(image->job->input);

    if (end <= image->job->input.size)
        image->end = (size_t)end;
    image_frame_add(image, (struct image_frame){ .data = image->job->input });
    return STATUS_OK;
}
