/* SPDX-License-Identifier: Apache-2.0 */
#include "foreign/image_iptc.h"

#include "foreign/image_exif.h"
#include "foreign/image_xmp.h"

enum {
    DATASET_MARK = 0x1C,
    DATASET_HEADER_SIZE = 5,
    RECORD_ENVELOPE = 1,
    RECORD_APPLICATION = 2,
    DATASET_CODED_CHARACTER_SET = 90,
    DATASET_PREVIEW_FIRST = 200, /* and behind it: binary */
    RESOURCE_HEADER_SIZE = 12,
    RESOURCE_IPTC = 0x0404,
    RESOURCE_EXIF = 0x0422,
    RESOURCE_XMP = 0x0424,
};

static size_t be16(struct bytes bytes, size_t offset)
{
    struct bytes field = bytes_slice(bytes, offset, 2);

    return field.size == 2 ? (size_t)field.data[0] << 8 | field.data[1] : 0;
}

static size_t be32(struct bytes bytes, size_t offset)
{
    return be16(bytes, offset) << 16 | be16(bytes, offset + 2);
}

/* IIM 4.2, 1.5: a mark, record, dataset and size, then the value. Sizes past 32767 are for pictures. */
enum status image_iptc_read(struct image *image, struct bytes records)
{
    enum encoding encoding = ENCODING_NONE;
    enum status status = STATUS_OK;
    size_t offset = 0;

    while (status == STATUS_OK && offset + DATASET_HEADER_SIZE <= records.size
           && records.data[offset] == DATASET_MARK) {
        uint8_t record = records.data[offset + 1], dataset = records.data[offset + 2];
        size_t size = be16(records, offset + 3);
        struct bytes value = bytes_slice(records, offset + DATASET_HEADER_SIZE, size);

        if (size > INT16_MAX || value.size < size) {
            image->is_damaged = true;
            break;
        }
        if (record == RECORD_ENVELOPE && dataset == DATASET_CODED_CHARACTER_SET
            && bytes_equal(value, bytes_of("\x1B%G", 3)))
            encoding = ENCODING_UTF8;
        /* Dataset 0 is a version, in binary. */
        if (record == RECORD_APPLICATION && dataset > 0 && dataset < DATASET_PREVIEW_FIRST)
            status = image_property_emit(image, value, encoding, "IPTC");
        offset += DATASET_HEADER_SIZE + size;
    }
    return status;
}

static enum status read_resource(struct image *image, size_t id, struct bytes value)
{
    switch (id) {
    case RESOURCE_IPTC:
        return image_iptc_read(image, value);
    case RESOURCE_EXIF:
        return image_exif_read(image, value);
    case RESOURCE_XMP:
        return image_xmp_read(image, value);
    default:
        return STATUS_OK;
    }
}

/* Adobe Photoshop File Formats Specification, "Image resource blocks": signature, id, a name padded to even size, the
 * size, and the value padded likewise. */
enum status image_resources_read(struct image *image, struct bytes resources)
{
    enum status status = STATUS_OK;
    size_t offset = 0;

    while (status == STATUS_OK && offset + RESOURCE_HEADER_SIZE <= resources.size
           && bytes_start_with(bytes_slice(resources, offset, SIZE_MAX), "8BIM", 4)) {
        size_t name_size = (resources.data[offset + 6] + 2U) / 2 * 2;
        size_t start = offset + 6 + name_size + 4;
        size_t size = be32(resources, start - 4);
        struct bytes value = bytes_slice(resources, start, size);

        if (value.size < size) {
            image->is_damaged = true;
            break;
        }
        status = read_resource(image, be16(resources, offset + 4), value);
        offset = start + (size + 1) / 2 * 2;
    }
    return status;
}
