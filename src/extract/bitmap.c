/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/bitmap.h"

enum {
    BITMAP_FILE_HEADER_SIZE = 14,
    BITMAP_CORE_HEADER_SIZE = 12,
    BITMAP_HEADER_SIZE = 40,
    BITMAP_BITFIELDS = 3,
    MASKS_SIZE = 12,
    PALETTE_BITS_MAX = 8,
};

static void u32_write(uint8_t *output, uint32_t value)
{
    for (int index = 0; index < 4; index++)
        output[index] = (uint8_t)(value >> (8 * index));
}

/* Colours of a bitmap of so many bits a pixel, where nothing else is said. */
static uint32_t colour_count(uint16_t bits)
{
    return bits <= PALETTE_BITS_MAX ? UINT32_C(1) << bits : 0;
}

uint64_t bitmap_pixels_offset(struct bytes bitmap)
{
    uint32_t size = bytes_u32le(bitmap, 0), colours = bytes_u32le(bitmap, 32);
    bool has_masks = size == BITMAP_HEADER_SIZE && bytes_u32le(bitmap, 16) == BITMAP_BITFIELDS;

    if (bitmap.size < BITMAP_CORE_HEADER_SIZE || size < BITMAP_CORE_HEADER_SIZE)
        return UINT64_MAX;
    if (size == BITMAP_CORE_HEADER_SIZE)
        return size + 3 * (uint64_t)colour_count(bytes_u16le(bitmap, 10));
    return size + 4 * (uint64_t)(colours > 0 ? colours : colour_count(bytes_u16le(bitmap, 14)))
           + (has_masks ? MASKS_SIZE : 0);
}

bool bitmap_look(struct bytes information, struct bitmap_kind *kind)
{
    uint32_t size = bytes_u32le(information, 0), height = bytes_u32le(information, 8);

    if (information.size < BITMAP_CORE_HEADER_SIZE || size < BITMAP_CORE_HEADER_SIZE)
        return false;
    if (size == BITMAP_CORE_HEADER_SIZE)
        *kind = (struct bitmap_kind){ bytes_u16le(information, 4), bytes_u16le(information, 6), 0 };
    else /* a negative height: the first line is on top */
        *kind = (struct bitmap_kind){ bytes_u32le(information, 4), height > INT32_MAX ? 0 - height : height,
                                      bytes_u32le(information, 16) };
    return size == BITMAP_CORE_HEADER_SIZE || information.size >= BITMAP_HEADER_SIZE;
}

/* Pixels of 32 bits with the masks that they have without any: what says so is left out, since few readers know it. */
static bool has_plain_masks(struct bytes information)
{
    return bytes_u32le(information, 0) == BITMAP_HEADER_SIZE && information.size >= BITMAP_HEADER_SIZE + MASKS_SIZE
           && bytes_u16le(information, 14) == 32 && bytes_u32le(information, 16) == BITMAP_BITFIELDS
           && bytes_u32le(information, 40) == 0xFF0000 && bytes_u32le(information, 44) == 0xFF00
           && bytes_u32le(information, 48) == 0xFF;
}

static void file_header_write(uint8_t *output, uint64_t file_size, uint64_t offset)
{
    memset(output, 0, BITMAP_FILE_HEADER_SIZE);
    memcpy(output, "BM", 2);
    u32_write(output + 2, (uint32_t)file_size);
    u32_write(output + 10, (uint32_t)offset);
}

/* The header of the first version of Windows, of 16 bits a number and three bytes a colour, as all later ones have it.
 */
static void core_header_write(uint8_t *output, struct bytes bitmap, uint32_t colours)
{
    const uint8_t *old = bitmap.data + BITMAP_CORE_HEADER_SIZE;

    memset(output, 0, BITMAP_HEADER_SIZE + 4 * (size_t)colours);
    u32_write(output, BITMAP_HEADER_SIZE);
    u32_write(output + 4, bytes_u16le(bitmap, 4));
    u32_write(output + 8, bytes_u16le(bitmap, 6));
    memcpy(output + 12, bitmap.data + 8, 4); /* planes, and bits a pixel */
    for (uint32_t index = 0; index < colours; index++)
        memcpy(output + BITMAP_HEADER_SIZE + 4 * (size_t)index, old + 3 * (size_t)index, 3);
}

enum status bitmap_file(struct extract_job *job, struct bytes information, struct bytes pixels, struct bytes *file)
{
    bool is_core = bytes_u32le(information, 0) == BITMAP_CORE_HEADER_SIZE;
    uint32_t colours = is_core ? colour_count(bytes_u16le(information, 10)) : 0;
    bool is_plain = has_plain_masks(information);
    uint64_t head_size = is_core    ? BITMAP_HEADER_SIZE + 4 * (uint64_t)colours
                         : is_plain ? BITMAP_HEADER_SIZE
                                    : information.size;
    uint64_t size = BITMAP_FILE_HEADER_SIZE + head_size + pixels.size;
    uint8_t *output;
    enum status status;

    if (information.size < BITMAP_CORE_HEADER_SIZE
        || (is_core && information.size < BITMAP_CORE_HEADER_SIZE + 3 * (size_t)colours))
        return STATUS_MALFORMED;
    if (size > UINT32_MAX)
        return STATUS_UNSUPPORTED;
    status = extract_expand(job, (size_t)size, information.size + pixels.size, &output);
    if (status != STATUS_OK)
        return status;
    file_header_write(output, size, BITMAP_FILE_HEADER_SIZE + head_size);
    if (is_core)
        core_header_write(output + BITMAP_FILE_HEADER_SIZE, information, colours);
    else
        memcpy(output + BITMAP_FILE_HEADER_SIZE, information.data, (size_t)head_size);
    if (is_plain)
        u32_write(output + BITMAP_FILE_HEADER_SIZE + 16, 0);
    if (pixels.size > 0)
        memcpy(output + BITMAP_FILE_HEADER_SIZE + head_size, pixels.data, pixels.size);
    *file = bytes_of(output, (size_t)size);
    return STATUS_OK;
}
