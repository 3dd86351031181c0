/* SPDX-License-Identifier: Apache-2.0 */
#include "foreign/image_pixels.h"

#include <leptonica/allheaders.h>

#include "base/alloc.h"

enum {
    BMP_SIDES_OFFSET = 18,
    WHITE = (int)0xFFFFFF00U, /* as Leptonica has colours */
    BLACK = 0,
};

void image_pixels_prepare(void)
{
    setMsgSeverity(L_SEVERITY_NONE);
}

void image_pixels_free(struct pixels *pixels)
{
    alloc_free(pixels->grey);
    *pixels = (struct pixels){ 0 };
}

static bool is_within_limits(int64_t width, int64_t height)
{
    return width > 0 && height > 0 && width <= PIXELS_SIDE_MAX && height <= PIXELS_SIDE_MAX
           && width * height <= PIXELS_MAX;
}

/* ---- Sizes, before anything is decoded. */

static bool bmp_sides(struct bytes data, int *width, int *height)
{
    struct reader reader = reader_of(bytes_slice(data, BMP_SIDES_OFFSET, 8));

    *width = (int32_t)reader_u32le(&reader);
    *height = (int32_t)reader_u32le(&reader);
    if (*height < 0 && *height != INT32_MIN)
        *height = -*height; /* rows from the top */
    return !reader.overrun;
}

static bool find_sides(enum image_kind kind, const struct image_frame *frame, int page, int *width, int *height)
{
    struct bytes data = frame->data;
    int format, bits, samples, resolution;

    switch (kind) {
    case IMAGE_GIF:
        *width = (int)frame->width;
        *height = (int)frame->height;
        return true;
    case IMAGE_BMP:
        return bmp_sides(data, width, height);
    case IMAGE_TIFF:
        return readHeaderMemTiff(data.data, data.size, page, width, height, &bits, &samples, &resolution, NULL, &format)
               == 0;
    default:
        return pixReadHeaderMem(data.data, data.size, &format, width, height, &bits, &samples, NULL) == 0;
    }
}

/* ---- Decoding. */

static PIX *read_jpeg(struct image *image, struct bytes data)
{
    l_int32 warnings = 0;
    /* Brightness alone is quickest; colours of printers have none. */
    PIX *picture = pixReadMemJpeg(data.data, data.size, 0, 1, &warnings,
                                  L_JPEG_READ_LUMINANCE | L_JPEG_CONTINUE_WITH_BAD_DATA);

    if (picture == NULL)
        picture = pixReadMemJpeg(data.data, data.size, 0, 1, &warnings, L_JPEG_CONTINUE_WITH_BAD_DATA);
    if (warnings > 0)
        image->is_damaged = true;
    return picture;
}

static PIX *read_picture(struct image *image, struct bytes data, int page)
{
    switch (image->kind) {
    case IMAGE_PNG:
        return pixReadMemPng(data.data, data.size);
    case IMAGE_JPEG:
        return read_jpeg(image, data);
    case IMAGE_GIF:
        return pixReadMemGif(data.data, data.size);
    case IMAGE_WEBP:
        return pixReadMemWebP(data.data, data.size);
    case IMAGE_TIFF:
        return pixReadMemTiff(data.data, data.size, page);
    case IMAGE_BMP:
        return pixReadMemBmp(data.data, data.size);
    }
    return NULL;
}

/* Upright (Exif 4.6.5.1.6): mirrored left to right, then turned clockwise. */
static PIX *turn(PIX *picture, unsigned orientation)
{
    static const struct {
        bool is_mirrored;
        int quarters;
    } turns[] = { { 0, 0 }, { 0, 0 }, { 1, 0 }, { 0, 2 }, { 1, 2 }, { 1, 3 }, { 0, 1 }, { 1, 1 }, { 0, 3 } };
    PIX *turned;

    if (orientation >= sizeof turns / sizeof *turns)
        return picture;
    if (turns[orientation].is_mirrored)
        pixFlipLR(picture, picture);
    if (turns[orientation].quarters == 0)
        return picture;
    turned = pixRotateOrth(picture, turns[orientation].quarters);
    pixDestroy(&picture);
    return turned;
}

/* Eight bits of grey over a background, where the picture lets one through. */
static PIX *make_grey(PIX *picture, l_uint32 background)
{
    PIX *opaque = pixGetSpp(picture) == 4 ? pixAlphaBlendUniform(picture, background) : pixClone(picture);
    PIX *grey = opaque != NULL ? pixConvertTo8(opaque, 0) : NULL;

    pixDestroy(&opaque);
    return grey;
}

static enum status copy_rows(PIX *grey, struct pixels *pixels)
{
    size_t width = (size_t)pixGetWidth(grey), height = (size_t)pixGetHeight(grey);
    size_t row_size = 4 * (size_t)pixGetWpl(grey);

    *pixels = (struct pixels){ .grey = alloc(width * height),
                               .width = (int)width,
                               .height = (int)height,
                               .resolution = pixGetXRes(grey) };
    if (pixels->grey == NULL)
        return STATUS_NO_MEMORY;
    pixEndianByteSwap(grey);
    for (size_t row = 0; row < height; row++)
        memcpy(pixels->grey + row * width, (const uint8_t *)pixGetData(grey) + row * row_size, width);
    return STATUS_OK;
}

bool image_pixels_are_blank(const struct pixels *pixels)
{
    size_t count = (size_t)pixels->width * (size_t)pixels->height;

    return count < 2 || memcmp(pixels->grey, pixels->grey + 1, count - 1) == 0;
}

static enum status convert(PIX *picture, l_uint32 background, struct pixels *pixels)
{
    PIX *grey = make_grey(picture, background);
    enum status status = grey != NULL ? copy_rows(grey, pixels) : STATUS_MALFORMED;

    pixDestroy(&grey);
    return status;
}

static enum status decode(struct image *image, struct bytes data, int page, struct pixels *pixels)
{
    PIX *picture = read_picture(image, data, page);
    enum status status;

    if (picture != NULL)
        picture = turn(picture, image->orientation);
    if (picture == NULL)
        return STATUS_MALFORMED;
    status = convert(picture, (l_uint32)WHITE, pixels);
    /* White letters on nothing, for pages with a dark ground. */
    if (status == STATUS_OK && pixGetSpp(picture) == 4 && image_pixels_are_blank(pixels)) {
        image_pixels_free(pixels);
        status = convert(picture, BLACK, pixels);
    }
    pixDestroy(&picture);
    return status;
}

/* A file of its own for a frame of an animation. */
static enum status wrap_frame(const struct image *image, struct bytes frame, struct buf *file)
{
    uint32_t size = (uint32_t)frame.size + 4;
    const char riff[] = { 'R', 'I', 'F', 'F', (char)size, (char)(size >> 8), (char)(size >> 16), (char)(size >> 24) };

    if (image->kind == IMAGE_GIF) {
        buf_append(file, image->prefix.data, image->prefix.size);
        buf_append(file, frame.data, frame.size);
        buf_byte(file, ';');
    } else {
        buf_append(file, riff, sizeof riff);
        buf_text(file, "WEBP");
        buf_append(file, frame.data, frame.size);
    }
    return buf_status(file);
}

enum status image_pixels_decode(struct image *image, uint32_t index, struct pixels *pixels)
{
    struct image_frame frame = image->kind == IMAGE_TIFF ? (struct image_frame){ .data = image->job->input }
                                                         : image->frames[index];
    struct buf file = BUF_INIT(SIZE_MAX / 4);
    int page = (int)index, width, height;
    enum status status = STATUS_OK;

    if (frame.data.data != image->job->input.data) {
        status = wrap_frame(image, frame.data, &file);
        frame.data = buf_bytes(&file);
    }
    if (status == STATUS_OK && !find_sides(image->kind, &frame, page, &width, &height))
        status = STATUS_MALFORMED;
    else if (status == STATUS_OK && !is_within_limits(width, height))
        status = STATUS_LIMIT_RATIO;
    if (status == STATUS_OK) {
        image->pixel_count += (uint64_t)width * (uint64_t)height;
        status = extract_charge(image->job, (uint64_t)width * (uint64_t)height, image->pixel_count, 0);
    }
    if (status == STATUS_OK)
        status = decode(image, frame.data, page, pixels);
    buf_free(&file);
    return status;
}
