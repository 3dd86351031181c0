/* SPDX-License-Identifier: Apache-2.0 */
#include "foreign/image_jpeg.h"

#include "foreign/image_exif.h"
#include "foreign/image_iptc.h"
#include "foreign/image_xmp.h"

enum {
    MARK_RESTART_FIRST = 0xD0,
    MARK_RESTART_LAST = 0xD7,
    MARK_START = 0xD8,
    MARK_END = 0xD9,
    MARK_APP1 = 0xE1,
    MARK_APP13 = 0xED,
    MARK_COMMENT = 0xFE,
    EXTENDED_XMP_HEADER_SIZE = 35 + 32 + 4 + 4, /* its name, a digest, the whole size, where this piece begins */
};

static const char xmp_name[] = "http://ns.adobe.com/xap/1.0/";
static const char extended_xmp_name[] = "http://ns.adobe.com/xmp/extension/";
static const char resources_name[] = "Photoshop 3.0";

/* A segment begins with a name that ends in a NUL. */
static bool is_named(struct bytes content, const char *name, size_t size_with_nul)
{
    return bytes_start_with(content, name, size_with_nul);
}

struct jpeg {
    struct image *image;
    struct buf extended_xmp; /* in pieces, which writers give in order */
};

static enum status read_segment(struct jpeg *jpeg, uint8_t mark, struct bytes content)
{
    struct image *image = jpeg->image;

    if (mark == MARK_COMMENT)
        return image_property_emit(image, content, ENCODING_NONE, "comment");
    if (mark == MARK_APP1 && is_named(content, "Exif", 5))
        return image_exif_read(image, content);
    if (mark == MARK_APP1 && is_named(content, xmp_name, sizeof xmp_name))
        return image_xmp_read(image, bytes_slice(content, sizeof xmp_name, SIZE_MAX));
    if (mark == MARK_APP1 && is_named(content, extended_xmp_name, sizeof extended_xmp_name)) {
        struct bytes piece = bytes_slice(content, EXTENDED_XMP_HEADER_SIZE, SIZE_MAX);

        buf_append(&jpeg->extended_xmp, piece.data, piece.size);
    }
    if (mark == MARK_APP13 && is_named(content, resources_name, sizeof resources_name))
        return image_resources_read(image, bytes_slice(content, sizeof resources_name, SIZE_MAX));
    return STATUS_OK;
}

/* Where the next mark stands, its FF at or behind `offset`; in a scan a zero or a restart behind an FF is none. */
static size_t find_mark(struct bytes input, size_t offset)
{
    while (offset + 1 < input.size) {
        const uint8_t *found = memchr(input.data + offset, 0xFF, input.size - offset - 1);
        uint8_t mark;

        if (found == NULL)
            break;
        mark = found[1];
        offset = (size_t)(found - input.data);
        if (mark != 0 && mark != 0xFF && (mark < MARK_RESTART_FIRST || mark > MARK_RESTART_LAST))
            return offset;
        offset++;
    }
    return input.size;
}

static enum status read_segments(struct jpeg *jpeg, struct bytes input)
{
    enum status status = STATUS_OK;
    size_t offset = 2;

    for (;;) {
        uint8_t mark;
        size_t size;
        struct bytes content;

        offset = find_mark(input, offset);
        if (offset + 2 > input.size) {
            jpeg->image->is_damaged = true;
            return STATUS_OK;
        }
        mark = input.data[offset + 1];
        offset += 2;
        if (mark == MARK_END) {
            jpeg->image->end = offset;
            return STATUS_OK;
        }
        if (mark <= MARK_START)
            continue; /* without a size */
        if (offset + 2 > input.size)
            continue;
        size = (size_t)input.data[offset] << 8 | input.data[offset + 1];
        content = bytes_slice(input, offset + 2, size < 2 ? 0 : size - 2);
        status = extract_progress(jpeg->image->job, offset);
        if (status == STATUS_OK)
            status = read_segment(jpeg, mark, content);
        if (status != STATUS_OK)
            return status;
        offset += size < 2 ? 2 : size;
    }
}

enum status image_jpeg_read(struct image *image)
{
    struct jpeg jpeg = { .image = image, .extended_xmp = BUF_INIT(IMAGE_TEXT_MAX) };
    enum status status = read_segments(&jpeg, image->job->input);

    if (status == STATUS_OK && buf_status(&jpeg.extended_xmp) == STATUS_NO_MEMORY)
        status = STATUS_NO_MEMORY;
    if (status == STATUS_OK)
        status = image_xmp_read(image, bytes_of(jpeg.extended_xmp.data, jpeg.extended_xmp.size));
    buf_free(&jpeg.extended_xmp);
    image_frame_add(image, (struct image_frame){ .data = image->job->input });
    return status;
}
