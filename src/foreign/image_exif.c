/* SPDX-License-Identifier: Apache-2.0 */
#include "foreign/image_exif.h"

#include <stdio.h>

#include "foreign/image_iptc.h"
#include "foreign/image_xmp.h"

enum {
    DIRECTORIES_MAX = 4096, /* pages and what they point to */
    PENDING_MAX = 32,
    ENTRIES_MAX = 100000, /* of all directories */
    TYPE_ASCII = 2,
    TYPE_RATIONAL = 5,
    CODE_SIZE = 8, /* of a comment's encoding */
};

enum tag {
    TAG_GPS_LATITUDE_SIDE = 1,
    TAG_GPS_LATITUDE = 2,
    TAG_GPS_LONGITUDE_SIDE = 3,
    TAG_GPS_LONGITUDE = 4,
    TAG_GPS_PROCESSING = 0x1B,
    TAG_GPS_AREA = 0x1C,
    TAG_ORIENTATION = 0x0112,
    TAG_SUB_DIRECTORIES = 0x014A,
    TAG_XMP = 0x02BC,
    TAG_IPTC = 0x83BB,
    TAG_RESOURCES = 0x8649,
    TAG_EXIF = 0x8769,
    TAG_GPS = 0x8825,
    TAG_USER_COMMENT = 0x9286,
    TAG_XP_TITLE = 0x9C9B, /* and the four behind it: UTF-16, by Windows */
    TAG_XP_SUBJECT = 0x9C9F,
};

struct directory {
    uint64_t offset;
    bool is_gps;
};

struct tiff {
    struct image *image;
    struct bytes bytes;
    bool is_big_endian, is_big; /* the latter with offsets of eight bytes */
    bool has_side[2];
    char side[2];                                 /* 'N' or 'S', 'E' or 'W' */
    struct directory pending[PENDING_MAX]; /* that others point to */
    size_t pending_count;
    uint32_t directory_count, entry_count;
};

struct entry {
    uint16_t tag, type;
    uint64_t count;
    struct bytes value;
};

static uint64_t number_at(const struct tiff *tiff, struct bytes bytes, uint64_t offset, size_t size)
{
    struct bytes field = bytes_slice(bytes, offset > SIZE_MAX ? SIZE_MAX : (size_t)offset, size);
    uint64_t number = 0;

    if (field.size < size)
        return 0;
    for (size_t index = 0; index < size; index++)
        number = number << 8 | field.data[tiff->is_big_endian ? index : size - 1 - index];
    return number;
}

static size_t size_of_type(uint16_t type)
{
    static const uint8_t sizes[] = { 1, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, 1, 1, 8, 8, 8 };

    return type < sizeof sizes ? sizes[type] : 1;
}

/* The entry at `offset`; false when its value does not lie in the file. */
static bool read_entry(const struct tiff *tiff, uint64_t offset, struct entry *entry)
{
    size_t word = tiff->is_big ? 8 : 4;
    uint64_t size, start = offset + 4 + word;

    entry->tag = (uint16_t)number_at(tiff, tiff->bytes, offset, 2);
    entry->type = (uint16_t)number_at(tiff, tiff->bytes, offset + 2, 2);
    entry->count = number_at(tiff, tiff->bytes, offset + 4, word);
    if (entry->count > tiff->bytes.size)
        return false;
    size = entry->count * size_of_type(entry->type);
    if (size > word)
        start = number_at(tiff, tiff->bytes, start, word);
    if (start > tiff->bytes.size || size > tiff->bytes.size - start)
        return false;
    entry->value = bytes_slice(tiff->bytes, start, size);
    return true;
}

static void add_directories(struct tiff *tiff, const struct entry *entry)
{
    size_t size = size_of_type(entry->type);

    for (uint64_t index = 0; index < entry->count && size >= 4; index++) {
        uint64_t offset = number_at(tiff, entry->value, index * size, size);

        if (tiff->pending_count == PENDING_MAX) {
            tiff->image->is_damaged = true;
            return;
        }
        tiff->pending[tiff->pending_count++] = (struct directory){ offset, entry->tag == TAG_GPS };
    }
}

/* ---- Text. */

/* Writers of comments do not keep to the byte order that they should: the one is right in which more units are ASCII
 * or Han. */
static enum encoding guess_utf16(struct bytes text, bool is_big_endian)
{
    size_t count[2] = { 0, 0 };

    if (bytes_start_with(text, "\xFE\xFF", 2) || bytes_start_with(text, "\xFF\xFE", 2))
        return text.data[0] == 0xFE ? ENCODING_UTF16BE : ENCODING_UTF16LE;
    for (size_t index = 0; index + 1 < text.size; index += 2)
        for (size_t order = 0; order < 2; order++) {
            uint8_t high = text.data[index + order], low = text.data[index + 1 - order];

            count[order] += (high == 0 && low != 0) || (high >= 0x4E && high < 0xA0) || high == 0x30 || high == 0xFF;
        }
    if (count[0] == count[1])
        return is_big_endian ? ENCODING_UTF16BE : ENCODING_UTF16LE;
    return count[0] < count[1] ? ENCODING_UTF16LE : ENCODING_UTF16BE;
}

static enum status emit_utf16(struct image *image, struct bytes text, enum encoding encoding)
{
    if (bytes_start_with(text, "\xFE\xFF", 2) || bytes_start_with(text, "\xFF\xFE", 2))
        text = bytes_slice(text, 2, SIZE_MAX);
    return image_property_emit(image, bytes_slice(text, 0, text.size / 2 * 2), encoding, "EXIF");
}

/* Exif 4.6.5.6: eight bytes name the encoding. */
static enum status emit_user_comment(struct tiff *tiff, struct bytes value)
{
    struct bytes text = bytes_slice(value, CODE_SIZE, SIZE_MAX);

    if (bytes_start_with(value, "UNICODE\0", CODE_SIZE))
        return emit_utf16(tiff->image, text, guess_utf16(text, tiff->is_big_endian));
    if (bytes_start_with(value, "JIS\0\0\0\0\0", CODE_SIZE))
        return image_property_emit(tiff->image, text, ENCODING_ISO_2022_JP, "EXIF");
    if (bytes_start_with(value, "ASCII\0\0\0", CODE_SIZE) || bytes_start_with(value, "\0\0\0\0\0\0\0\0", CODE_SIZE))
        return image_property_emit(tiff->image, text, ENCODING_NONE, "EXIF");
    return image_property_emit(tiff->image, value, ENCODING_NONE, "EXIF");
}

/* Degrees, minutes and seconds as one number with six places, which is how maps and people take it. */
static enum status emit_angle(struct tiff *tiff, const struct entry *entry, size_t which)
{
    double degrees = 0, unit = 1;
    char text[48];
    int size;

    if (entry->type != TYPE_RATIONAL || entry->count < 3)
        return STATUS_OK;
    for (uint64_t index = 0; index < 3; index++, unit *= 60) {
        uint64_t over = number_at(tiff, entry->value, 8 * index, 4), under = number_at(tiff, entry->value, 8 * index + 4, 4);

        if (under != 0)
            degrees += (double)over / (double)under / unit;
    }
    size = snprintf(text, sizeof text, "%.6f%c", degrees, tiff->has_side[which] ? tiff->side[which] : ' ');
    return image_property_emit(tiff->image, bytes_of(text, (size_t)size), ENCODING_UTF8, "EXIF");
}

static enum status read_gps(struct tiff *tiff, const struct entry *entry)
{
    size_t which = entry->tag >= TAG_GPS_LONGITUDE_SIDE;

    switch (entry->tag) {
    case TAG_GPS_LATITUDE_SIDE:
    case TAG_GPS_LONGITUDE_SIDE:
        tiff->has_side[which] = entry->value.size > 0 && entry->value.data[0] >= 'A' && entry->value.data[0] <= 'Z';
        if (tiff->has_side[which])
            tiff->side[which] = (char)entry->value.data[0];
        return STATUS_OK;
    case TAG_GPS_LATITUDE:
    case TAG_GPS_LONGITUDE:
        return emit_angle(tiff, entry, which);
    case TAG_GPS_PROCESSING:
    case TAG_GPS_AREA:
        return emit_user_comment(tiff, entry->value);
    default:
        return entry->type == TYPE_ASCII ? image_property_emit(tiff->image, entry->value, ENCODING_NONE, "EXIF")
                                         : STATUS_OK;
    }
}

static enum status read_property(struct tiff *tiff, const struct entry *entry)
{
    switch (entry->tag) {
    case TAG_ORIENTATION:
        if (tiff->image->orientation == 0)
            tiff->image->orientation = (uint16_t)number_at(tiff, entry->value, 0, 2);
        return STATUS_OK;
    case TAG_SUB_DIRECTORIES:
    case TAG_EXIF:
    case TAG_GPS:
        add_directories(tiff, entry);
        return STATUS_OK;
    case TAG_XMP:
        return image_xmp_read(tiff->image, entry->value);
    case TAG_IPTC:
        return image_iptc_read(tiff->image, entry->value);
    case TAG_RESOURCES:
        return image_resources_read(tiff->image, entry->value);
    case TAG_USER_COMMENT:
        return emit_user_comment(tiff, entry->value);
    default:
        if (entry->tag >= TAG_XP_TITLE && entry->tag <= TAG_XP_SUBJECT)
            return emit_utf16(tiff->image, entry->value, ENCODING_UTF16LE);
        return entry->type == TYPE_ASCII ? image_property_emit(tiff->image, entry->value, ENCODING_NONE, "EXIF")
                                         : STATUS_OK;
    }
}

/* ---- Directories. */

/* *next is the one behind it in the file's chain, or 0. */
static enum status read_directory(struct tiff *tiff, struct directory directory, uint64_t *next)
{
    size_t word = tiff->is_big ? 8 : 4, count_size = tiff->is_big ? 8 : 2, entry_size = tiff->is_big ? 20 : 12;
    uint64_t count = number_at(tiff, tiff->bytes, directory.offset, count_size);
    uint64_t room = tiff->bytes.size > directory.offset ? tiff->bytes.size - directory.offset : 0;
    enum status status = STATUS_OK;

    *next = 0;
    if (room < count_size || count > room / entry_size || count > ENTRIES_MAX - tiff->entry_count) {
        tiff->image->is_damaged = true;
        return STATUS_OK;
    }
    tiff->entry_count += (uint32_t)count;
    for (uint64_t index = 0; status == STATUS_OK && index < count; index++) {
        struct entry entry;

        if (!read_entry(tiff, directory.offset + count_size + index * entry_size, &entry))
            tiff->image->is_damaged = true;
        else
            status = directory.is_gps ? read_gps(tiff, &entry) : read_property(tiff, &entry);
    }
    *next = number_at(tiff, tiff->bytes, directory.offset + count_size + count * entry_size, word);
    return status;
}

static enum status read_pending(struct tiff *tiff)
{
    enum status status = STATUS_OK;
    uint64_t next;

    while (status == STATUS_OK && tiff->pending_count > 0) {
        if (++tiff->directory_count > DIRECTORIES_MAX)
            return STATUS_LIMIT_RATIO;
        status = read_directory(tiff, tiff->pending[--tiff->pending_count], &next);
    }
    return status;
}

/* The chain of the file, each with what it points to. Returns how many there are in it through *length. */
static enum status read_chain(struct tiff *tiff, uint32_t *length)
{
    uint64_t next = number_at(tiff, tiff->bytes, tiff->is_big ? 8 : 4, tiff->is_big ? 8 : 4);
    enum status status = STATUS_OK;

    *length = 0;
    while (status == STATUS_OK && next != 0) {
        /* Chains may lead back. */
        if (++tiff->directory_count > DIRECTORIES_MAX)
            return STATUS_LIMIT_RATIO;
        status = read_directory(tiff, (struct directory){ .offset = next }, &next);
        ++*length;
        if (status == STATUS_OK)
            status = read_pending(tiff);
    }
    return status;
}

static enum status read_tiff(struct image *image, struct bytes bytes, uint32_t *length)
{
    struct tiff tiff = { .image = image, .bytes = bytes, .is_big_endian = bytes_start_with(bytes, "MM", 2) };

    *length = 0;
    tiff.is_big = number_at(&tiff, bytes, 2, 2) == 43;
    if (!tiff.is_big_endian && !bytes_start_with(bytes, "II", 2)) {
        image->is_damaged = true;
        return STATUS_OK;
    }
    return read_chain(&tiff, length);
}

enum status image_exif_read(struct image *image, struct bytes tiff)
{
    uint32_t length;
    enum status status;

    if (bytes_start_with(tiff, "Exif\0\0", 6))
        tiff = bytes_slice(tiff, 6, SIZE_MAX);
    if (image->depth == IMAGE_DEPTH_MAX)
        return STATUS_LIMIT_DEPTH;
    image->depth++;
    status = read_tiff(image, tiff, &length);
    image->depth--;
    return status;
}

enum status image_tiff_read(struct image *image)
{
    uint32_t length;
    enum status status = read_tiff(image, image->job->input, &length);

    image->orientation = 0; /* the decoder obeys it already */
    image->frame_count = length;
    return status;
}
