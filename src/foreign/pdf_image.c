/* SPDX-License-Identifier: Apache-2.0 */
#include "foreign/pdf_image.h"

#include <math.h>
#include <string.h>

enum {
    PIXELS_MOST = 25 * 1000 * 1000, /* more are no use to OCR */
    RESOLUTION_MAX = 2400,
};

enum { BLACK = 0, WHITE = 255 };

/* How it is drawn. */
struct drawing {
    int width, height;
    int resolution;   /* 0: not known */
    fz_matrix matrix; /* from the unit square to pixels */
};

static float sign_of(float number)
{
    return number < 0 ? -1 : 1;
}

/* The matrix of the unit square to itself, in quarters of a turn and mirrored, that is nearest to `shown`. */
static fz_matrix turn_of(fz_matrix shown)
{
    fz_matrix turn;

    if (shown.a == 0 && shown.b == 0)
        turn = fz_identity; /* as MuPDF has it, the first row is the one at y = 0 */
    else if (fabsf(shown.a) < fabsf(shown.b))
        turn = fz_make_matrix(0, sign_of(shown.b), sign_of(shown.c), 0, 0, 0);
    else
        turn = fz_make_matrix(sign_of(shown.a), 0, 0, sign_of(shown.d), 0, 0);
    turn.e = turn.a + turn.c < 0 ? 1 : 0;
    turn.f = turn.b + turn.d < 0 ? 1 : 0;
    return turn;
}

static bool is_upright(fz_matrix turn)
{
    return turn.a > 0 && turn.d > 0;
}

static int resolution_of(float pixels, float points)
{
    float resolution = points > 0 ? pixels * 72 / points : 0;

    return resolution >= 1 && resolution <= RESOLUTION_MAX ? (int)resolution : 0;
}

static struct drawing plan(const fz_image *image, fz_matrix shown, fz_matrix turn)
{
    float width = (float)image->w, height = (float)image->h, scale;
    bool is_turned = turn.a == 0;
    struct drawing drawing = { .resolution = 0 };

    /* The letters may be in the mask alone. */
    if (image->mask != NULL) {
        width = fmaxf(width, (float)image->mask->w);
        height = fmaxf(height, (float)image->mask->h);
    }
    scale = width * height > PIXELS_MOST ? sqrtf(PIXELS_MOST / width / height) : 1;
    width = fmaxf(floorf(width * scale), 1);
    height = fmaxf(floorf(height * scale), 1);
    drawing.resolution = resolution_of(width, sqrtf(shown.a * shown.a + shown.b * shown.b));
    drawing.width = (int)(is_turned ? height : width);
    drawing.height = (int)(is_turned ? width : height);
    drawing.matrix = fz_concat(turn, fz_scale((float)drawing.width, (float)drawing.height));
    return drawing;
}

static void paint(fz_context *context, fz_pixmap *pixmap, fz_image *image, fz_matrix matrix, int ground)
{
    float ink = ground == BLACK ? 1 : 0;
    fz_device *device;

    fz_clear_pixmap_with_value(context, pixmap, ground);
    device = fz_new_draw_device(context, fz_identity, pixmap);
    fz_try(context)
    {
        if (image->mask != NULL)
            fz_clip_image_mask(context, device, image->mask, matrix, fz_infinite_rect);
        /* As MuPDF does on a page: one without colours that is painted with them would be read beyond its end. */
        if (image->colorspace == NULL)
            fz_fill_image_mask(context, device, image, matrix, fz_device_gray(context), &ink, 1,
                               fz_default_color_params);
        else
            fz_fill_image(context, device, image, matrix, 1, fz_default_color_params);
        if (image->mask != NULL)
            fz_pop_clip(context, device);
        fz_close_device(context, device);
    }
    fz_always(context) fz_drop_device(context, device);
    fz_catch(context) fz_rethrow(context);
}

static bool is_blank(fz_context *context, fz_pixmap *pixmap)
{
    const unsigned char *samples = fz_pixmap_samples(context, pixmap);
    size_t size = (size_t)fz_pixmap_stride(context, pixmap) * (size_t)fz_pixmap_height(context, pixmap);

    return size < 2 || memcmp(samples, samples + 1, size - 1) == 0;
}

/* On white; on black, if nothing can be seen on white. */
static fz_buffer *draw(fz_context *context, fz_image *image, const struct drawing *drawing)
{
    fz_pixmap *pixmap = fz_new_pixmap(context, fz_device_gray(context), drawing->width, drawing->height, NULL, 0);
    fz_buffer *png = NULL;

    fz_var(png);
    fz_try(context)
    {
        paint(context, pixmap, image, drawing->matrix, WHITE);
        if (is_blank(context, pixmap))
            paint(context, pixmap, image, drawing->matrix, BLACK);
        fz_set_pixmap_resolution(context, pixmap, drawing->resolution, drawing->resolution);
        png = fz_new_buffer_from_pixmap_as_png(context, pixmap, fz_default_color_params);
    }
    fz_always(context) fz_drop_pixmap(context, pixmap);
    fz_catch(context) fz_rethrow(context);
    return png;
}

/* What every reader of JPEG takes as the PDF means it, or NULL. */
static fz_buffer *plain_jpeg(fz_context *context, fz_image *image)
{
    fz_compressed_buffer *content = fz_compressed_image_buffer(context, image);
    unsigned char *data;

    if (content == NULL || content->params.type != FZ_IMAGE_JPEG || image->mask != NULL || image->imagemask
        || image->use_decode || image->use_colorkey || (image->n != 1 && image->n != 3)
        || fz_buffer_storage(context, content->buffer, &data) < 2 || data[0] != 0xFF || data[1] != 0xD8)
        return NULL;
    return fz_keep_buffer(context, content->buffer);
}

void pdf_image_write(fz_context *context, fz_image *image, fz_matrix shown, struct pdf_image_file *file)
{
    fz_matrix turn = turn_of(shown);
    struct drawing drawing;

    *file = (struct pdf_image_file){ .content = is_upright(turn) ? plain_jpeg(context, image) : NULL };
    if (file->content != NULL)
        return;
    drawing = plan(image, shown, turn);
    file->pixels = (uint64_t)drawing.width * (uint64_t)drawing.height;
    file->content = draw(context, image, &drawing);
}
