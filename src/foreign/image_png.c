/* SPDX-License-Identifier: Apache-2.0 */
#include "foreign/image_png.h"

#include "extract/deflate.h"
#include "foreign/image_exif.h"
#include "foreign/image_iptc.h"
#include "foreign/image_xmp.h"

enum { SIGNATURE_SIZE = 8, CHUNK_FRAME_SIZE = 12, ZLIB_HEADER_SIZE = 2, KEYWORD_MAX = 79 };

/* *head up to its NUL; the rest stays in *rest. */
static struct bytes take_field(struct bytes *rest)
{
    const uint8_t *end = rest->size > 0 ? memchr(rest->data, '\0', rest->size) : NULL;
    struct bytes field = bytes_slice(*rest, 0, end != NULL ? (size_t)(end - rest->data) : rest->size);

    *rest = bytes_slice(*rest, field.size + 1, SIZE_MAX);
    return field;
}

/* Inflates a zlib stream (RFC 1950) as far as IMAGE_TEXT_MAX. */
static enum status inflate_text(struct image *image, struct bytes packed, struct buf *out)
{
    struct deflate *deflate;
    size_t produced = 1;
    enum status status = deflate_create(&deflate);

    if (status != STATUS_OK)
        return status;
    status = deflate_start(deflate, bytes_slice(packed, ZLIB_HEADER_SIZE, SIZE_MAX));
    while (status == STATUS_OK && produced > 0) {
        enum { PIECE = 16384 };
        char *target = buf_reserve(out, PIECE);

        if (target == NULL)
            break;
        status = deflate_next(deflate, (uint8_t *)target, PIECE, &produced);
        out->size += produced;
        if (status == STATUS_OK)
            status = extract_charge(image->job, produced, out->size, packed.size);
    }
    deflate_destroy(deflate);
    if (status == STATUS_OK && buf_status(out) == STATUS_LIMIT_BYTES)
        return extract_gap(image->job, STATUS_LIMIT_RATIO, "only the beginning of a text in the picture is read");
    if (status == STATUS_MALFORMED) {
        image->is_damaged = true;
        return STATUS_OK;
    }
    return status == STATUS_OK ? buf_status(out) : status;
}

static int hex_value(uint8_t byte)
{
    if (byte >= '0' && byte <= '9')
        return byte - '0';
    return byte >= 'a' && byte <= 'f' ? byte - 'a' + 10 : -1;
}

/* ImageMagick's profiles: a line with a name, a line with a size, then hexadecimal digits in lines. */
static enum status read_raw_profile(struct image *image, struct bytes name, struct bytes text)
{
    struct buf raw = BUF_INIT(IMAGE_TEXT_MAX);
    size_t lines = 0;
    int high = -1;
    enum status status;

    for (size_t index = 0; index < text.size; index++) {
        int value = hex_value(text.data[index]);

        lines += text.data[index] == '\n';
        if (lines < 3 || value < 0)
            continue;
        if (high >= 0)
            buf_byte(&raw, (char)(high << 4 | value));
        high = high >= 0 ? -1 : value;
    }
    status = buf_status(&raw);
    if (status == STATUS_OK && bytes_equal(name, bytes_of_text("exif")))
        status = image_exif_read(image, buf_bytes(&raw));
    else if (status == STATUS_OK && (bytes_equal(name, bytes_of_text("iptc")) || bytes_equal(name, bytes_of_text("8bim"))))
        status = bytes_start_with(buf_bytes(&raw), "8BIM", 4) ? image_resources_read(image, buf_bytes(&raw))
                                                              : image_iptc_read(image, buf_bytes(&raw));
    else if (status == STATUS_OK && bytes_equal(name, bytes_of_text("xmp")))
        status = image_xmp_read(image, buf_bytes(&raw));
    buf_free(&raw);
    return status;
}

static enum status read_text(struct image *image, struct bytes keyword, struct bytes text, enum encoding encoding)
{
    static const char profile[] = "Raw profile type ";

    if (bytes_equal(keyword, bytes_of_text("XML:com.adobe.xmp")))
        return image_xmp_read(image, text);
    if (bytes_start_with(keyword, profile, sizeof profile - 1))
        return read_raw_profile(image, bytes_slice(keyword, sizeof profile - 1, KEYWORD_MAX), text);
    return image_property_emit(image, text, encoding, "PNG text");
}

static enum status read_packed(struct image *image, struct bytes keyword, struct bytes packed, enum encoding encoding)
{
    struct buf text = BUF_INIT(IMAGE_TEXT_MAX);
    enum status status = inflate_text(image, packed, &text);

    if (status == STATUS_OK && text.size > 0)
        status = read_text(image, keyword, bytes_of(text.data, text.size), encoding);
    buf_free(&text);
    return status;
}

/* 11.3.3.4: keyword, whether it is compressed and how, language, the keyword in that language, text. */
static enum status read_international(struct image *image, struct bytes content)
{
    struct bytes keyword = take_field(&content), translated;
    bool is_packed = content.size > 0 && content.data[0] != 0;
    enum status status;

    content = bytes_slice(content, 2, SIZE_MAX);
    (void)take_field(&content);
    translated = take_field(&content);
    status = image_property_emit(image, translated, ENCODING_UTF8, "PNG text");
    if (status != STATUS_OK)
        return status;
    return is_packed ? read_packed(image, keyword, content, ENCODING_UTF8)
                     : read_text(image, keyword, content, ENCODING_UTF8);
}

static enum status read_chunk(struct image *image, struct bytes kind, struct bytes content)
{
    struct bytes keyword;

    if (bytes_equal(kind, bytes_of_text("tEXt"))) {
        keyword = take_field(&content);
        return read_text(image, keyword, content, ENCODING_NONE); /* Latin-1, says the standard */
    }
    if (bytes_equal(kind, bytes_of_text("zTXt"))) {
        keyword = take_field(&content);
        return read_packed(image, keyword, bytes_slice(content, 1, SIZE_MAX), ENCODING_NONE);
    }
    if (bytes_equal(kind, bytes_of_text("iTXt")))
        return read_international(image, content);
    if (bytes_equal(kind, bytes_of_text("eXIf")))
        return image_exif_read(image, content);
    return STATUS_OK;
}

enum status image_png_read(struct image *image)
{
    struct bytes input = image->job->input;
    enum status status = STATUS_OK;
    size_t offset = SIGNATURE_SIZE;
    bool is_ended = false;

    while (status == STATUS_OK && !is_ended && offset + CHUNK_FRAME_SIZE <= input.size) {
        const uint8_t *head = input.data + offset;
        size_t size = (size_t)head[0] << 24 | (size_t)head[1] << 16 | (size_t)head[2] << 8 | head[3];
        struct bytes kind = bytes_slice(input, offset + 4, 4), content = bytes_slice(input, offset + 8, size);

        if (content.size < size)
            break;
        status = extract_progress(image->job, offset);
        if (status == STATUS_OK)
            status = read_chunk(image, kind, content);
        is_ended = bytes_equal(kind, bytes_of_text("IEND"));
        offset += CHUNK_FRAME_SIZE + size;
    }
    if (is_ended)
        image->end = offset;
    else
        image->is_damaged = true;
    image_frame_add(image, (struct image_frame){ .data = input });
    return status;
}
