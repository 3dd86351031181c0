/* SPDX-License-Identifier: Apache-2.0 */
#include "foreign/image_gif.h"

#include "foreign/image_xmp.h"

enum {
    SCREEN_SIZE = 13, /* signature and logical screen descriptor */
    DESCRIPTOR_SIZE = 10,
    FLAG_TABLE = 0x80,
    BLOCK_EXTENSION = 0x21,
    BLOCK_PICTURE = 0x2C,
    BLOCK_TRAILER = 0x3B,
    LABEL_PLAIN_TEXT = 0x01,
    LABEL_COMMENT = 0xFE,
    LABEL_APPLICATION = 0xFF,
    XMP_TRAILER_SIZE = 257, /* which leads any reader of sub-blocks to the end */
};

static size_t table_size(uint8_t flags)
{
    return (flags & FLAG_TABLE) != 0 ? (size_t)3 << ((flags & 7) + 1) : 0;
}

/* Goes behind sub-blocks from `offset`; adds their bytes to *out unless that is NULL. */
static size_t pass_blocks(struct bytes input, size_t offset, struct buf *out)
{
    while (offset < input.size && input.data[offset] != 0) {
        struct bytes block = bytes_slice(input, offset + 1, input.data[offset]);

        if (out != NULL)
            buf_append(out, block.data, block.size);
        offset += 1U + input.data[offset];
    }
    return offset + 1;
}

/* The packet is not in sub-blocks, though it looks so to who does not know it (XMP specification part 3, 1.1.2). */
static enum status read_xmp(struct image *image, struct bytes input, size_t start, size_t end)
{
    return end > start + XMP_TRAILER_SIZE && end <= input.size
               ? image_xmp_read(image, bytes_slice(input, start, end - start - XMP_TRAILER_SIZE - 1))
               : STATUS_OK;
}

static enum status read_text(struct image *image, struct bytes input, size_t offset, size_t *end, uint8_t label)
{
    struct buf text = BUF_INIT(IMAGE_TEXT_MAX);
    enum status status = STATUS_OK;

    *end = pass_blocks(input, offset, &text);
    if (buf_status(&text) == STATUS_NO_MEMORY)
        status = STATUS_NO_MEMORY;
    else if (text.size > 0 && label == LABEL_COMMENT)
        status = image_property_emit(image, buf_bytes(&text), ENCODING_NONE, "comment");
    else if (text.size > 0)
        status = image_text_emit(image, buf_bytes(&text), ENCODING_NONE, "GIF text", TEXT_BODY);
    buf_free(&text);
    return status;
}

/* `offset` is that of the label; *end of what comes behind the extension. */
static enum status read_extension(struct image *image, struct bytes input, size_t offset, size_t *end)
{
    struct bytes head = bytes_slice(input, offset, 13);
    size_t start;

    if (head.size < 2) {
        *end = input.size;
        return STATUS_OK;
    }
    start = offset + 2 + head.data[1];
    if (head.data[0] == LABEL_COMMENT)
        return read_text(image, input, offset + 1, end, LABEL_COMMENT);
    if (head.data[0] == LABEL_PLAIN_TEXT)
        return read_text(image, input, start, end, LABEL_PLAIN_TEXT);
    *end = pass_blocks(input, offset + 1, NULL);
    if (head.data[0] == LABEL_APPLICATION && bytes_equal(bytes_slice(head, 2, 11), bytes_of_text("XMP DataXMP")))
        return read_xmp(image, input, start, *end);
    return STATUS_OK;
}

/* `offset` is that of the descriptor; returns what comes behind the picture. */
static size_t read_picture(struct image *image, struct bytes input, size_t offset)
{
    struct bytes head = bytes_slice(input, offset, DESCRIPTOR_SIZE);
    struct image_frame frame;
    size_t end;

    if (head.size < DESCRIPTOR_SIZE)
        return input.size + 1;
    end = pass_blocks(input, offset + DESCRIPTOR_SIZE + table_size(head.data[9]) + 1, NULL);
    frame.data = bytes_slice(input, offset, end - offset);
    frame.width = head.data[5] | (uint32_t)head.data[6] << 8;
    frame.height = head.data[7] | (uint32_t)head.data[8] << 8;
    image_frame_add(image, frame);
    return end;
}

enum status image_gif_read(struct image *image)
{
    struct bytes input = image->job->input;
    enum status status = STATUS_OK;
    size_t offset;

    if (input.size < SCREEN_SIZE) {
        image->is_damaged = true;
        return STATUS_OK;
    }
    offset = SCREEN_SIZE + table_size(input.data[10]);
    image->prefix = bytes_slice(input, 0, offset);
    while (status == STATUS_OK && offset < input.size && input.data[offset] != BLOCK_TRAILER) {
        status = extract_progress(image->job, offset);
        if (status != STATUS_OK)
            break;
        if (input.data[offset] == BLOCK_PICTURE)
            offset = read_picture(image, input, offset);
        else if (input.data[offset] == BLOCK_EXTENSION)
            status = read_extension(image, input, offset + 1, &offset);
        else
            offset = input.size;
    }
    if (status == STATUS_OK && offset >= input.size)
        image->is_damaged = true;
    else
        image->end = offset + 1;
    return status;
}
