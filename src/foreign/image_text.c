/* SPDX-License-Identifier: Apache-2.0 */
#include "foreign/image_text.h"

#include "text/utf8.h"

void image_frame_add(struct image *image, struct image_frame frame)
{
    if (image->frame_count < IMAGE_FRAMES_MAX)
        image->frames[image->frame_count] = frame;
    if (image->frame_count < UINT32_MAX)
        image->frame_count++;
}

enum status image_spend(struct image *image, size_t size)
{
    image->spent += size;
    return image->spent > IMAGE_TEXTS_MAX ? STATUS_LIMIT_RATIO : extract_progress(image->job, 0);
}

static bool is_blank(char byte)
{
    return (unsigned char)byte <= ' ';
}

/* One block: UTF-8, in runs of allowed size. */
static enum status emit_block(struct image *image, const char *utf8, size_t size, const struct text_run *model)
{
    struct text_run run = *model;
    enum status status = STATUS_OK;

    while (size > 0 && is_blank(utf8[size - 1]))
        size--;
    while (size > 0 && is_blank(*utf8)) {
        utf8++;
        size--;
    }
    run.join = JOIN_BROKEN;
    while (status == STATUS_OK && size > 0) {
        run.utf8 = utf8;
        run.size = size > TEXT_RUN_MAX ? utf8_floor(utf8, size, TEXT_RUN_MAX) : size;
        status = extract_emit(image->job, &run);
        utf8 += run.size;
        size -= run.size;
        run.join = JOIN_GLUED;
    }
    return status;
}

static enum status emit_blocks(struct image *image, const char *utf8, size_t size, const struct text_run *model)
{
    enum status status = STATUS_OK;

    while (status == STATUS_OK && size > 0) {
        const char *end = memchr(utf8, '\0', size);
        size_t length = end != NULL ? (size_t)(end - utf8) : size;

        status = emit_block(image, utf8, length, model);
        utf8 += length;
        size -= length;
        if (size > 0) {
            utf8++;
            size--;
        }
    }
    return status;
}

static enum encoding encoding_of(struct bytes raw)
{
    if (utf8_valid_prefix((const char *)raw.data, raw.size) == raw.size)
        return ENCODING_UTF8;
    return encoding_detect(raw, NULL, ENCODING_SYNTAX_PLAIN).encoding;
}

enum status image_text_emit(struct image *image, struct bytes raw, enum encoding encoding, const char *section,
                            enum text_role role)
{
    const struct text_run model = { .role = role, .origin = ORIGIN_DETACHED, .section = section, .place = image->place };
    struct buf decoded = BUF_INIT(4 * (size_t)IMAGE_TEXT_MAX);
    enum status status = image_spend(image, raw.size);

    if (status == STATUS_OK && raw.size > IMAGE_TEXT_MAX) {
        status = extract_gap(image->job, STATUS_LIMIT_RATIO, "only the beginning of a text in the picture is read");
        raw.size = IMAGE_TEXT_MAX;
    }
    /* What ends in a NUL or in nothing but NULs has them for padding, not for text. */
    while (encoding == ENCODING_NONE && raw.size > 0 && raw.data[raw.size - 1] == '\0')
        raw.size--;
    if (encoding == ENCODING_NONE)
        encoding = encoding_of(raw);
    while (status == STATUS_OK && raw.size > 0) {
        enum { PIECE = 4096 };
        char *target = buf_reserve(&decoded, PIECE);
        struct charset_step step;

        if (target == NULL)
            break;
        step = charset_decode(image->job->charset, encoding, raw, true, target, PIECE);
        decoded.size += step.produced;
        raw = bytes_slice(raw, step.consumed, SIZE_MAX);
    }
    if (status == STATUS_OK)
        status = buf_status(&decoded);
    if (status == STATUS_OK && decoded.size > 0)
        status = emit_blocks(image, decoded.data, decoded.size, &model);
    buf_free(&decoded);
    return status;
}

enum status image_property_emit(struct image *image, struct bytes raw, enum encoding encoding, const char *section)
{
    return image_text_emit(image, raw, encoding, section, TEXT_METADATA);
}
