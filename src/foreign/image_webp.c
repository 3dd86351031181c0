/* SPDX-License-Identifier: Apache-2.0 */
#include "foreign/image_webp.h"

#include "foreign/image_exif.h"
#include "foreign/image_xmp.h"

enum { RIFF_SIZE_OFFSET = 4, FILE_HEADER_SIZE = 12, CHUNK_HEADER_SIZE = 8, FRAME_HEADER_SIZE = 16, FRAME_CHUNKS_MAX = 16 };

/* What is counted in bytes stands on even places. */
static size_t even_size(size_t size)
{
    return (size + 1) / 2 * 2;
}

/* The chunk at `offset`, without its header, in *content; false at the end. *next lies behind it. */
static bool take_chunk(struct bytes bytes, size_t offset, struct bytes *content, size_t *next)
{
    struct reader reader = reader_of(bytes_slice(bytes, offset, CHUNK_HEADER_SIZE));
    size_t size;

    (void)reader_u32le(&reader);
    size = reader_u32le(&reader);
    if (reader.overrun)
        return false;
    *content = bytes_slice(bytes, offset + CHUNK_HEADER_SIZE, size);
    *next = offset + CHUNK_HEADER_SIZE + even_size(size);
    return true;
}

static bool is_kind(struct bytes bytes, size_t offset, const char *kind)
{
    return bytes_equal(bytes_slice(bytes, offset, 4), bytes_of_text(kind));
}

/* In a frame of an animation: the bitstream, without a chunk for transparency that may stand before it. */
static void add_frame(struct image *image, struct bytes frame)
{
    size_t offset = FRAME_HEADER_SIZE, next;
    struct bytes content;

    for (unsigned count = 0; count < FRAME_CHUNKS_MAX && take_chunk(frame, offset, &content, &next); count++) {
        if (is_kind(frame, offset, "VP8 ") || is_kind(frame, offset, "VP8L")) {
            image_frame_add(image,
                            (struct image_frame){ .data = bytes_slice(frame, offset, CHUNK_HEADER_SIZE + content.size) });
            return;
        }
        offset = next;
    }
    image->is_damaged = true;
}

enum status image_webp_read(struct image *image)
{
    struct bytes input = image->job->input, content;
    enum status status = STATUS_OK;
    size_t offset = FILE_HEADER_SIZE, next, end = even_size(bytes_u32le(input, RIFF_SIZE_OFFSET)) + CHUNK_HEADER_SIZE;

    if (end >= FILE_HEADER_SIZE && end <= input.size) {
        image->end = end;
        input = bytes_slice(input, 0, end);
    }
    while (status == STATUS_OK && take_chunk(input, offset, &content, &next)) {
        status = extract_progress(image->job, offset);
        if (status != STATUS_OK)
            break;
        if (is_kind(input, offset, "EXIF"))
            status = image_exif_read(image, content);
        else if (is_kind(input, offset, "XMP "))
            status = image_xmp_read(image, content);
        else if (is_kind(input, offset, "ANMF"))
            add_frame(image, content);
        offset = next;
    }
    if (offset > input.size + 1)
        image->is_damaged = true;
    if (image->frame_count == 0)
        image_frame_add(image, (struct image_frame){ .data = image->job->input });
    return status;
}
