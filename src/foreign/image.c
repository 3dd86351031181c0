/* SPDX-License-Identifier: Apache-2.0 */
#include "foreign/image.h"

#include "extract/image_sizes.h"
#include "extract/isolated.h"
#include "foreign/image_bmp.h"
#include "foreign/image_codes.h"
#include "foreign/image_exif.h"
#include "foreign/image_gif.h"
#include "foreign/image_jpeg.h"
#include "foreign/image_pixels.h"
#include "foreign/image_png.h"
#include "foreign/image_webp.h"
#include "foreign/ocr.h"

enum { PAGES_MAX = 1000 }; /* of a TIFF */

static const struct {
    const char *name;
    enum image_kind kind;
    enum status (*read)(struct image *image);
} kinds[] = {
    { "png", IMAGE_PNG, image_png_read },    { "jpeg", IMAGE_JPEG, image_jpeg_read },
    { "gif", IMAGE_GIF, image_gif_read },    { "webp", IMAGE_WEBP, image_webp_read },
    { "tiff", IMAGE_TIFF, image_tiff_read }, { "bigtiff", IMAGE_TIFF, image_tiff_read },
    { "bmp", IMAGE_BMP, image_bmp_read },
};

static bool may_hold_text(const struct pixels *pixels)
{
    return image_may_hold_text(pixels->width, pixels->height) && !image_pixels_are_blank(pixels);
}

/* *is_unread is set when the frame may show a text that nobody has read. */
static enum status read_frame(struct image *image, uint32_t index, bool *is_unread)
{
    struct pixels pixels;
    enum status status = image_pixels_decode(image, index, &pixels);

    if (image->kind == IMAGE_TIFF && image->frame_count > 1)
        image->place = (struct place){ PLACE_PAGE, index + 1 };
    if (status == STATUS_MALFORMED)
        return extract_gap(image->job, status, "the picture cannot be decoded: it is damaged or of a rare kind");
    if (status == STATUS_LIMIT_RATIO)
        return extract_gap(image->job, status, "the picture has too many pixels");
    if (status != STATUS_OK)
        return status;
    status = image_codes_read(image, &pixels);
    if (status == STATUS_OK && may_hold_text(&pixels)) {
        const struct ocr_page page = { .grey = pixels.grey,
                                       .stride = (size_t)pixels.width,
                                 .width = pixels.width,
                                 .height = pixels.height,
                                 .resolution = pixels.resolution,
                                 .place = image->place };

        *is_unread = true;
        status = ocr_page(image->job, &page);
    }
    image_pixels_free(&pixels);
    return status;
}

static enum status read_frames(struct image *image)
{
    uint32_t frames_max = image->kind == IMAGE_TIFF ? PAGES_MAX : IMAGE_FRAMES_MAX;
    enum status status = STATUS_OK;
    bool is_unread = false;

    for (uint32_t index = 0; status == STATUS_OK && index < image->frame_count && index < frames_max; index++) {
        status = extract_check(image->job);
        if (status == STATUS_OK)
            status = read_frame(image, index, &is_unread);
    }
    if (status == STATUS_OK && is_unread)
        status = ocr_gap(image->job);
    if (status == STATUS_OK && image->frame_count > frames_max)
        status = extract_gap(image->job, STATUS_LIMIT_RATIO, "there are more pictures in it than are looked at");
    return status;
}

/* The first page in small, which office programs put into their documents (OpenDocument 1.3 part 2, 3.7; the
 * thumbnail of Open Packaging Conventions). A code in it is one of the document's pictures, which are searched. */
static bool is_preview(const struct part_hint *hint)
{
    static const char opendocument[] = "Thumbnails/thumbnail.png", opc[] = "docProps/thumbnail.";

    return hint->name != NULL
           && (strcmp(hint->name, opendocument) == 0 || strncmp(hint->name, opc, sizeof opc - 1) == 0);
}

/* What somebody has put behind the picture, where programs that show it do not look. */
static enum status read_behind(const struct image *image)
{
    struct bytes rest = { NULL, 0 };

    if (image->end > 0)
        rest = bytes_slice(image->job->input, image->end, SIZE_MAX);
    while (rest.size > 0 && rest.data[0] <= ' ')
        rest = bytes_slice(rest, 1, SIZE_MAX);
    return extract_outside(image->job, rest, "behind-picture");
}

static enum status image_extract(struct extract_job *job)
{
    struct image image = { .job = job, .text = BUF_INIT(IMAGE_TEXT_MAX) };
    const struct format *format = isolated_image_format(job->input);
    enum status status = STATUS_BUG;

    if (format == NULL)
        return STATUS_BUG;
    job->part->format = format;
    for (size_t index = 0; index < sizeof kinds / sizeof *kinds; index++) {
        if (strcmp(format->name, kinds[index].name) != 0)
            continue;
        image.kind = kinds[index].kind;
        status = kinds[index].read(&image);
        break;
    }
    if (status == STATUS_LIMIT_RATIO || status == STATUS_LIMIT_DEPTH)
        status = extract_gap(job, status, "the picture's properties are too many");
    if (status == STATUS_OK)
        status = is_preview(job->hint) && ocr_state() != OCR_READY ? ocr_gap(job) : read_frames(&image);
    if (status == STATUS_OK && (image.is_damaged || image.frame_count == 0))
        status = extract_gap(job, STATUS_MALFORMED, "the picture or its properties are damaged");
    buf_free(&image.text);
    return status == STATUS_OK ? read_behind(&image) : status;
}

const struct extractor image_extractor = { .format = ISOLATED_IMAGE_FORMAT,
                                            .bid = isolated_image_bid,
                                            .extract = image_extract };
