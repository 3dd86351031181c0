/* SPDX-License-Identifier: Apache-2.0 */
#include "foreign/pdf_page.h"

#include <math.h>

#include "foreign/ocr.h"
#include "foreign/pdf_alternatives.h"
#include "foreign/pdf_device.h"
#include "foreign/pdf_pictures.h"

/* Shares of the page. */
#define IMAGE_PAGE_SHARE 0.5F   /* an image that large is the page */
#define IMAGE_COVER_SHARE 0.66F /* on one that large, a few words say nothing of what it shows */
#define IMAGE_SHARE_MIN 0.02F   /* a smaller one holds no text worth a page */
#define TEXT_SHARE_MIN 0.02F    /* an app that scans pages signs them with less */

enum {
    LETTERS_MIN = 16,     /* fewer are a page number or a stamp, not the text of a page */
    STRIPES_MIN = 3,      /* of a page: text that stands in fewer is one or two lines */
    UNKNOWN_MAX = 8,      /* glyphs without a meaning: more are text, not bullets */
    UNKNOWN_SHARE = 5,    /* fewer are, too, where they are a fifth of the page */
    OUTLINES_MIN = 200,   /* so many paths, and no text: letters may have been made outlines */
    OCR_PIXELS_MAX = 25 * 1000 * 1000,
};

#define OCR_RESOLUTION 300.0F /* what Tesseract's models have learnt from */

struct page_job {
    pdf_obj *page, *resources, *contents;
    fz_matrix ctm;
    struct pdf_sheet *sheet;
    struct pdf_layout_count count;
    struct pdf_pictures_found images;
    bool needs_ocr; /* what it shows is not text */
    bool is_whole;  /* its images are the page: they are not looked at one by one */
};

/* ---- running contents ---- */

enum run_kind {
    RUN_TEXT,   /* images are not even looked at: JPEG 2000 is decoded as soon as it is loaded */
    RUN_IMAGES, /* for the places of images, without text */
    RUN_ALL,
};

/* Thirty forms, each drawing the next one twice, are a thousand million. */
static void draw_form(fz_context *context, pdf_processor *processor, const char *name, pdf_obj *form,
                      pdf_obj *resources)
{
    struct pdf_reader *reader = fz_user_context(context);

    if (reader->form_count > PDF_FORMS_MAX || !pdf_take(reader, extract_progress(reader->job, 0)))
        return;
    reader->mark_count++;
    if (++reader->form_count > PDF_FORMS_MAX)
        pdf_gap(reader, STATUS_LIMIT_RATIO, "a page draws too many forms");
    else
        reader->draw_form(context, processor, name, form, resources);
}

static void draw_inline(fz_context *context, pdf_processor *processor, fz_image *image, const char *space)
{
    struct pdf_reader *reader = fz_user_context(context);

    reader->is_inline = true;
    reader->draw_inline(context, processor, image, space);
    reader->is_inline = false;
}

static void prepare_processor(struct pdf_reader *reader, pdf_processor *processor, enum run_kind kind)
{
    reader->form_count = 0;
    reader->draw_form = processor->op_Do_form;
    processor->op_Do_form = draw_form;
    reader->is_inline = false;
    reader->draw_inline = processor->op_BI;
    processor->op_BI = draw_inline;
    if (kind == RUN_ALL)
        return;
    /* A mask would be run again for each thing that it masks. */
    processor->op_gs_SMask = NULL;
    if (kind == RUN_TEXT) {
        processor->op_Do_image = NULL;
    } else {
        processor->op_Tj = NULL;
        processor->op_TJ = NULL;
        processor->op_squote = NULL;
        processor->op_dquote = NULL;
    }
    if (kind == RUN_TEXT && reader->follows_alternatives)
        pdf_alternatives_follow(reader, processor);
}

/* `usage` is how optional content is judged; NULL: all of it is shown. Takes the device. */
static void run_contents(struct pdf_reader *reader, const struct page_job *job, fz_device *device, const char *usage,
                         enum run_kind kind)
{
    fz_context *context = reader->context;
    fz_default_colorspaces *spaces = NULL;
    pdf_processor *processor = NULL;

    fz_var(spaces);
    fz_var(processor);
    fz_try(context)
    {
        spaces = fz_new_default_colorspaces(context);
        processor = pdf_new_run_processor(context, device, job->ctm, usage, NULL, spaces, &reader->cookie);
        prepare_processor(reader, processor, kind);
        pdf_process_contents(context, processor, reader->document, job->resources, job->contents, &reader->cookie);
        pdf_close_processor(context, processor);
        fz_close_device(context, device);
    }
    fz_always(context)
    {
        pdf_drop_processor(context, processor);
        fz_drop_default_colorspaces(context, spaces);
        fz_drop_device(context, device);
    }
    fz_catch(context) fz_rethrow(context);
}

static void find_page(struct pdf_reader *reader, void *argument)
{
    struct page_job *job = argument;
    fz_rect box;

    pdf_pictures_begin(reader);
    job->resources = pdf_dict_get_inheritable(reader->context, job->page, PDF_NAME(Resources));
    job->contents = pdf_dict_get(reader->context, job->page, PDF_NAME(Contents));
    pdf_page_obj_transform(reader->context, job->page, &box, &job->ctm);
    box = fz_transform_rect(box, job->ctm);
    job->sheet->box = (struct pdf_box){ box.x0, box.y0, box.x1, box.y1 };
}

static void run_text(struct pdf_reader *reader, void *argument)
{
    struct page_job *job = argument;

    reader->follows_alternatives = true;
    run_contents(reader, job, pdf_device_create(reader, job->sheet), "View", RUN_TEXT);
}

/* All layers, of which those glyphs are new that the reader of the page does not see. */
static void run_hidden(struct pdf_reader *reader, void *argument)
{
    struct page_job *job = argument;

    job->sheet->only_new = true;
    run_contents(reader, job, pdf_device_create(reader, job->sheet), NULL, RUN_TEXT);
    pdf_pictures_settle(reader, PDF_PAINTED_PICTURES);
}

static void run_images(struct pdf_reader *reader, void *argument)
{
    struct page_job *job = argument;
    fz_device *device = pdf_device_create(reader, job->sheet);

    /* Those that stand in the contents themselves have been met before. */
    job->sheet->image_count = 0;
    job->sheet->image_area = 0;
    pdf_pictures_forget(reader);
    device->fill_path = NULL;
    device->stroke_path = NULL;
    device->fill_shade = NULL;
    run_contents(reader, job, device, "View", RUN_IMAGES);
}

/* Images that the page may draw. */
static void find_images(struct pdf_reader *reader, void *argument)
{
    struct page_job *job = argument;

    pdf_pictures_find(reader, job->resources, &job->images);
}

static void settle_pictures(struct pdf_reader *reader, void *argument)
{
    const struct page_job *job = argument;

    pdf_pictures_settle(reader, job->is_whole ? PDF_PAINTED_PAGE : PDF_PAINTED_PICTURES);
}

/* ---- what a page is worth ---- */

static float area_of(const struct pdf_box *box)
{
    float area = (box->x1 - box->x0) * (box->y1 - box->y0);

    return isfinite(area) && area > 1 ? area : 1;
}

/* An image that would have to be decoded to know its place may be all of the page. */
static void assume_image(struct pdf_sheet *sheet)
{
    if (sheet->image_count == PDF_IMAGES_MAX)
        sheet->image_count--;
    sheet->images[sheet->image_count++] = sheet->box;
    sheet->image_area += area_of(&sheet->box);
}

/* Whether text is spread over the page, and not only a signature, a watermark or a page number. */
static bool is_covered_by_text(const struct page_job *job)
{
    const struct pdf_sheet *sheet = job->sheet;

    return sheet->text_area >= TEXT_SHARE_MIN * area_of(&sheet->box)
           && __builtin_popcount(sheet->text_stripes) >= STRIPES_MIN;
}

/* Where images stand, for the page's sake and for their own. */
static enum status measure_images(struct pdf_reader *reader, struct page_job *job)
{
    const struct pdf_layout_count *count = &job->count;
    bool is_text = count->letters[PDF_LAYER_SHOWN] >= LETTERS_MIN && count->letters[PDF_LAYER_RECOGNISED] == 0
                   && count->letters[PDF_LAYER_GROUND] == 0 && is_covered_by_text(job);
    uint32_t damage_count = reader->damage_count;
    enum status status = pdf_guard(reader, find_images, job);

    if (status != STATUS_OK || !job->images.has_images || (is_text && !job->images.has_new))
        return status;
    /* Where all is decoded for OCR, it may be decoded for its place. */
    if (job->images.has_opaque && ocr_state() != OCR_READY) {
        if (!is_text)
            assume_image(job->sheet);
        return STATUS_OK;
    }
    status = pdf_guard(reader, run_images, job);
    if (!is_text || (status != STATUS_OK && status_scope(status) != SCOPE_PART))
        return status;
    /* What is wrong with a picture on a page of text is said where the picture is read. */
    reader->damage_count = damage_count;
    return STATUS_OK;
}

/* How many letters tell what the page says: under an image that covers it, only a text, not a few words on it. */
static uint32_t judge_layers(struct pdf_reader *reader, struct page_job *job)
{
    const struct pdf_sheet *sheet = job->sheet;
    float share = sheet->image_area / area_of(&sheet->box);
    uint32_t letters = job->count.letters[PDF_LAYER_SHOWN];

    if (share >= IMAGE_COVER_SHARE && !is_covered_by_text(job))
        letters = 0;
    if (share >= IMAGE_PAGE_SHARE) {
        pdf_layout_show(reader->layout, PDF_LAYER_RECOGNISED, &sheet->box, 1);
        letters += job->count.letters[PDF_LAYER_RECOGNISED];
        job->is_whole = job->count.letters[PDF_LAYER_RECOGNISED] >= LETTERS_MIN;
    }
    pdf_layout_show(reader->layout, PDF_LAYER_GROUND, sheet->images, sheet->image_count);
    return letters;
}

/* A page that shows something, but hardly any text. */
static bool tell_picture(struct pdf_reader *reader, struct page_job *job, uint32_t letters)
{
    float images = job->sheet->image_area / area_of(&job->sheet->box);
    bool is_image =
        (letters < LETTERS_MIN && images >= IMAGE_PAGE_SHARE) || (letters == 0 && images >= IMAGE_SHARE_MIN);

    if (!is_image && (letters > 0 || job->sheet->path_count < OUTLINES_MIN))
        return true;
    job->is_whole = true;
    switch (ocr_state()) {
    case OCR_READY:
        job->needs_ocr = true;
        return true;
    case OCR_MISSING:
        return pdf_gap(reader, STATUS_UNSUPPORTED, "an image, and Tesseract's data for Chinese (chi_sim) are missing");
    case OCR_OFF:
        break;
    }
    if (is_image)
        return pdf_gap(reader, STATUS_UNSUPPORTED, "an image, and recognising text (OCR) is not switched on (--ocr)");
    return pdf_gap(reader, STATUS_UNSUPPORTED, "drawn, without text; there may be letters in the drawing");
}

/* Says what of the page could not be read. */
static bool tell_gaps(struct pdf_reader *reader, struct page_job *job, uint32_t letters)
{
    if (!tell_picture(reader, job, letters))
        return false;
    if (job->count.unknown > 0
        && (job->count.unknown > UNKNOWN_MAX || UNKNOWN_SHARE * job->count.unknown >= job->count.glyphs)
        && !pdf_gap(reader, STATUS_CHARSET, "characters of which the file does not say what they mean"))
        return false;
    return true;
}

/* A status that stops the page alone is told; what was collected before stands. */
static enum status settle(struct pdf_reader *reader, enum status status)
{
    if (status == STATUS_OK || reader->status != STATUS_OK || status_scope(status) != SCOPE_PART)
        return status;
    return pdf_gap(reader, status, "the page is damaged") ? STATUS_OK : reader->status;
}

/* The page as it is seen, by OCR, behind whatever text it has. */
static enum status recognise(struct pdf_reader *reader, const struct page_job *job)
{
    struct pdf_pixels pixels;
    enum status status = pdf_page_draw(reader, job->page, OCR_RESOLUTION, OCR_PIXELS_MAX, &pixels);

    if (status == STATUS_OK) {
        const struct ocr_page page = { .grey = pixels.data,
                                       .stride = pixels.stride,
                                       .width = (int)pixels.width,
                                       .height = (int)pixels.height,
                                       .resolution = (int)OCR_RESOLUTION,
                                       .place = reader->place,
                                       .earlier = reader->earlier };

        status = ocr_page(reader->job, &page);
    }
    pdf_pixels_free(reader, &pixels);
    return status;
}

static enum status read_page(struct pdf_reader *reader, struct page_job *job)
{
    enum status status = pdf_guard(reader, find_page, job), broken;

    if (status != STATUS_OK)
        return status;
    reader->damage_count = 0;
    pdf_layout_begin(reader->layout, job->sheet->box);
    broken = pdf_guard(reader, run_text, job);
    reader->follows_alternatives = false;
    pdf_alternatives_end(reader);
    if (broken != STATUS_OK && status_scope(broken) != SCOPE_PART)
        return broken;
    job->count = pdf_layout_count(reader->layout);
    status = measure_images(reader, job);
    if (status != STATUS_OK && status_scope(status) != SCOPE_PART)
        return status;
    if (broken == STATUS_OK)
        broken = status;
    if (!tell_gaps(reader, job, judge_layers(reader, job)))
        return reader->status;
    status = pdf_guard(reader, settle_pictures, job);
    if (status != STATUS_OK)
        return status;
    if (reader->has_optional_content && broken == STATUS_OK)
        broken = pdf_guard(reader, run_hidden, job);
    if (broken == STATUS_OK && reader->damage_count > 0)
        broken = STATUS_MALFORMED;
    if (!pdf_flush(reader))
        return reader->status;
    if (job->needs_ocr) {
        status = recognise(reader, job);
        if (status != STATUS_OK && status_scope(status) != SCOPE_PART)
            return status;
        if (broken == STATUS_OK)
            broken = status;
    }
    return broken;
}

enum status pdf_page_read(struct pdf_reader *reader, pdf_obj *page)
{
    struct pdf_sheet sheet = { .image_count = 0 };
    struct page_job job = { .page = page, .sheet = &sheet };
    enum status status = STATUS_OK;

    if (reader->has_optional_content)
        status = pdf_seen_create(&sheet.seen);
    if (status == STATUS_OK)
        status = settle(reader, read_page(reader, &job));
    pdf_seen_destroy(sheet.seen);
    return status;
}

/* ---- forms, pixels ---- */

static void run_form(struct pdf_reader *reader, void *argument)
{
    struct page_job *job = argument;

    pdf_pictures_begin(reader);
    pdf_pictures_find(reader, job->resources, &job->images);
    run_contents(reader, job, pdf_device_create(reader, job->sheet), NULL, RUN_TEXT);
    pdf_pictures_settle(reader, PDF_PAINTED_UNSCALED);
}

bool pdf_page_form_text(struct pdf_reader *reader, pdf_obj *form, struct buf *out)
{
    struct pdf_sheet sheet = { .box = { -1e6F, -1e6F, 1e6F, 1e6F } };
    struct page_job job = { .resources = pdf_dict_get(reader->context, form, PDF_NAME(Resources)),
                            .contents = form,
                            .ctm = fz_scale(1, -1),
                            .sheet = &sheet };
    enum status status = pdf_guard(reader, run_form, &job);

    pdf_take(reader, pdf_layout_text(reader->layout, out));
    return status == STATUS_OK;
}

struct draw_job {
    struct page_job page;
    float resolution;
    uint32_t pixels_max;
    struct pdf_pixels *pixels;
};

static void draw_page(struct pdf_reader *reader, void *argument)
{
    fz_context *context = reader->context;
    struct draw_job *job = argument;
    const struct pdf_box *box;
    float scale = job->resolution / 72;
    fz_pixmap *pixmap;
    fz_irect area;

    find_page(reader, &job->page);
    box = &job->page.sheet->box;
    if (area_of(box) * scale * scale > (float)job->pixels_max)
        scale = sqrtf((float)job->pixels_max / area_of(box));
    area = fz_round_rect((fz_rect){ 0, 0, (box->x1 - box->x0) * scale, (box->y1 - box->y0) * scale });
    pixmap = fz_new_pixmap_with_bbox(context, fz_device_gray(context), area, NULL, 0);
    job->pixels->pixmap = pixmap; /* the caller frees it whatever is thrown from here on */
    fz_clear_pixmap_with_value(context, pixmap, 0xFF);
    job->page.ctm = fz_post_scale(job->page.ctm, scale, scale);
    run_contents(reader, &job->page, fz_new_draw_device(context, fz_identity, pixmap), "View", RUN_ALL);
    job->pixels->data = fz_pixmap_samples(context, pixmap);
    job->pixels->width = (uint32_t)fz_pixmap_width(context, pixmap);
    job->pixels->height = (uint32_t)fz_pixmap_height(context, pixmap);
    job->pixels->stride = (size_t)fz_pixmap_stride(context, pixmap);
}

enum status pdf_page_draw(struct pdf_reader *reader, pdf_obj *page, float resolution, uint32_t pixels_max,
                          struct pdf_pixels *pixels)
{
    struct pdf_sheet sheet = { .image_count = 0 };
    struct draw_job job = {
        .page = { .page = page, .sheet = &sheet }, .resolution = resolution, .pixels_max = pixels_max, .pixels = pixels
    };

    *pixels = (struct pdf_pixels){ .data = NULL };
    return pdf_guard(reader, draw_page, &job);
}

void pdf_pixels_free(struct pdf_reader *reader, struct pdf_pixels *pixels)
{
    fz_drop_pixmap(reader->context, pixels->pixmap);
    pixels->pixmap = NULL;
}
