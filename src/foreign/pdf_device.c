/* SPDX-License-Identifier: Apache-2.0 */
#include "foreign/pdf_device.h"

#include <math.h>
#include <string.h>

#include "base/alloc.h"
#include "foreign/pdf_pictures.h"
#include "text/utf8.h"

/* Text smaller than a point is not read by anybody. */
#define SIZE_MIN 1.0F
/* Colours nearer than this, summed over red, green and blue, are one to the eye. */
#define COLOUR_DISTANCE 0.15F
/* In ems. */
#define TRACKING_MIN 0.08F
#define TRACKING_MAX 0.75F
#define RULE_WIDTH_MAX 2.5F
#define RULE_LENGTH_MIN 6.0F

enum { TICK_MASK = 0xFF };

struct device {
    fz_device super; /* first: a device is one */
    struct pdf_reader *reader;
    struct pdf_sheet *sheet;
    uint32_t ticks;
};

/* ---- glyphs that have been seen ---- */

struct pdf_seen {
    uint64_t *keys; /* open addressing; 0 is free */
    size_t capacity, count;
};

enum { SEEN_CAPACITY = 4096 };

enum status pdf_seen_create(struct pdf_seen **seen)
{
    struct pdf_seen *created = alloc_zeroed(1, sizeof *created);

    if (created == NULL)
        return STATUS_NO_MEMORY;
    created->capacity = SEEN_CAPACITY;
    created->keys = alloc_zeroed(SEEN_CAPACITY, sizeof *created->keys);
    *seen = created;
    return created->keys != NULL ? STATUS_OK : STATUS_NO_MEMORY;
}

void pdf_seen_destroy(struct pdf_seen *seen)
{
    if (seen == NULL)
        return;
    alloc_free(seen->keys);
    alloc_free(seen);
}

static uint64_t key_of(float x, float y, uint32_t character)
{
    uint32_t words[2];
    uint64_t key;

    memcpy(&words[0], &x, sizeof x);
    memcpy(&words[1], &y, sizeof y);
    key = ((uint64_t)words[0] << 32 | words[1]) * UINT64_C(0x9E3779B97F4A7C15) + character;
    key ^= key >> 29;
    key *= UINT64_C(0xBF58476D1CE4E5B9);
    key ^= key >> 32;
    return key != 0 ? key : 1;
}

static uint64_t *find_key(uint64_t *keys, size_t capacity, uint64_t key)
{
    size_t at = (size_t)key & (capacity - 1);

    while (keys[at] != 0 && keys[at] != key)
        at = (at + 1) & (capacity - 1);
    return &keys[at];
}

static enum status grow_seen(struct pdf_seen *seen)
{
    size_t capacity = 2 * seen->capacity;
    uint64_t *keys = alloc_zeroed(capacity, sizeof *keys);

    if (keys == NULL)
        return STATUS_NO_MEMORY;
    for (size_t index = 0; index < seen->capacity; index++)
        if (seen->keys[index] != 0)
            *find_key(keys, capacity, seen->keys[index]) = seen->keys[index];
    alloc_free(seen->keys);
    seen->keys = keys;
    seen->capacity = capacity;
    return STATUS_OK;
}

/* Whether it is to be taken: in the first reading, all are, and are noted. */
static bool is_taken(struct device *device, float x, float y, uint32_t character)
{
    struct pdf_seen *seen = device->sheet->seen;
    uint64_t key, *place;

    if (seen == NULL)
        return true;
    key = key_of(x, y, character);
    place = find_key(seen->keys, seen->capacity, key);
    if (device->sheet->only_new)
        return *place == 0;
    if (*place == 0) {
        *place = key;
        seen->count++;
        if (2 * seen->count > seen->capacity)
            pdf_take(device->reader, grow_seen(seen));
    }
    return true;
}

/* ---- colours and grounds ---- */

static void rgb_of(fz_context *context, fz_colorspace *space, const float *colour, fz_color_params params, float rgb[3])
{
    int count = space != NULL ? fz_colorspace_n(context, space) : 0;

    if (fz_colorspace_is_gray(context, space)) {
        rgb[0] = rgb[1] = rgb[2] = colour[0];
    } else if (count > 0 && fz_colorspace_is_rgb(context, space)) {
        memcpy(rgb, colour, 3 * sizeof *rgb);
    } else if (count > 0) {
        fz_convert_color(context, space, colour, fz_device_rgb(context), rgb, NULL, params);
    } else {
        rgb[0] = rgb[1] = rgb[2] = 0;
    }
}

static struct pdf_box box_of(fz_rect rect)
{
    return (struct pdf_box){ rect.x0, rect.y0, rect.x1, rect.y1 };
}

static bool contains(const struct pdf_box *box, float x, float y)
{
    return x >= box->x0 && x <= box->x1 && y >= box->y0 && y <= box->y1;
}

/* Of a ground of many shapes or shades: unlike the colour of any text, which is therefore taken to be seen. */
static const float unknown_colour[3] = { -9, -9, -9 };

static bool is_like_ground(const struct pdf_sheet *sheet, float x, float y, const float rgb[3])
{
    static const float paper[3] = { 1, 1, 1 };
    const float *ground = paper;
    size_t first = sheet->ground_count > PDF_GROUNDS_MAX ? sheet->ground_count - PDF_GROUNDS_MAX : 0;

    for (size_t index = sheet->ground_count; index > first; index--) {
        const struct pdf_ground *found = &sheet->grounds[(index - 1) % PDF_GROUNDS_MAX];

        if (contains(&found->box, x, y)) {
            ground = found->colour;
            break;
        }
    }
    return fabsf(rgb[0] - ground[0]) + fabsf(rgb[1] - ground[1]) + fabsf(rgb[2] - ground[2]) < COLOUR_DISTANCE;
}

static void add_ground(struct pdf_sheet *sheet, fz_rect rect, const float rgb[3])
{
    struct pdf_ground *ground = &sheet->grounds[sheet->ground_count++ % PDF_GROUNDS_MAX];

    ground->box = box_of(rect);
    memcpy(ground->colour, rgb, sizeof ground->colour);
}

/* ---- text ---- */

/* How far the glyph goes, in ems. Chinese is one wide, and asking the font costs. */
static float advance_of(fz_context *context, const fz_text_span *span, const fz_text_item *item)
{
    if (span->wmode != 0 || pdf_is_wide((uint32_t)item->ucs) || item->gid < 0)
        return 1;
    return fz_advance_glyph(context, span->font, item->gid, 0);
}

/* By how much narrow glyphs stand further apart than the font says, in ems: letters may be spaced out, and where a font
 * that is not embedded had to be replaced, they are as wide as the missing one's. Only what goes beyond divides words.
 */
static float tracking_of(fz_context *context, const fz_text_span *span)
{
    float scale = sqrtf(span->trm.a * span->trm.a + span->trm.b * span->trm.b), least = TRACKING_MAX;
    int count = 0;

    if (span->wmode != 0 || !(scale > 0))
        return 0;
    for (int index = 0; index + 1 < span->len; index++) {
        const fz_text_item *item = &span->items[index], *next = item + 1;
        float x = next->x - item->x, y = next->y - item->y, gap;

        if (pdf_is_wide((uint32_t)item->ucs) || item->gid < 0 || next->gid < 0 || item->ucs == ' ' || next->ucs == ' ')
            continue;
        gap = (x * span->trm.a + y * span->trm.b) / (scale * scale) - advance_of(context, span, item);
        if (gap < TRACKING_MIN)
            return 0;
        least = gap < least ? gap : least;
        count++;
    }
    return count >= 2 && least < TRACKING_MAX ? least : 0;
}

static struct pdf_style style_of(const fz_text_span *span, fz_matrix ctm, enum pdf_layer layer)
{
    fz_matrix matrix = fz_concat(span->trm, ctm);
    float x = span->wmode != 0 ? -matrix.c : matrix.a, y = span->wmode != 0 ? -matrix.d : matrix.b;
    float length = sqrtf(x * x + y * y), height = sqrtf(matrix.c * matrix.c + matrix.d * matrix.d);
    /* Page space has y downwards, so that upright glyphs come mirrored. */
    float side = matrix.a * matrix.d - matrix.b * matrix.c <= 0 ? 1 : -1;
    struct pdf_style style = { .along_x = 1, .across_y = 1, .size = height > length ? height : length, .layer = layer };

    if (!isfinite(length) || length < 1e-6F)
        return style;
    style.along_x = x / length;
    style.along_y = y / length;
    style.across_x = -style.along_y * side;
    style.across_y = style.along_x * side;
    return style;
}

/* Whether nothing of a glyph can be seen: outside of the page or cut off by the clipping path. */
static bool is_outside(const struct pdf_box *box, float x, float y, float margin)
{
    return !(x > box->x0 - margin && x < box->x1 + margin && y > box->y0 - margin && y < box->y1 + margin);
}

static struct pdf_box visible_box(fz_context *context, struct device *device)
{
    fz_rect page = { device->sheet->box.x0, device->sheet->box.y0, device->sheet->box.x1, device->sheet->box.y1 };

    return box_of(fz_intersect_rect(fz_device_current_scissor(context, &device->super), page));
}

/* In the middle of a glyph, roughly: half an em along, a third above the baseline. */
static fz_point middle_of(const struct pdf_style *style, fz_point origin)
{
    return (fz_point){ origin.x + style->size * (0.4F * style->along_x - 0.3F * style->across_x),
                       origin.y + style->size * (0.4F * style->along_y - 0.3F * style->across_y) };
}

/* The bit of the stripe at that share of the page. */
static uint32_t stripe_at(float share)
{
    return share > 0 && share < 1 ? 1U << (int)(share * PDF_STRIPES) : 0;
}

/* How far text covers the page, which tells a text from a few words that stand on a picture. */
static void note_cover(struct pdf_sheet *sheet, const struct pdf_style *style, fz_point origin, float advance)
{
    float height = sheet->box.y1 - sheet->box.y0, width = sheet->box.x1 - sheet->box.x0, rise = 0.8F * style->size;

    if (fabsf(style->across_y) > 0.99F) {
        sheet->text_stripes |= stripe_at((origin.y - sheet->box.y0) / height);
        sheet->text_stripes |= stripe_at((origin.y - rise * style->across_y - sheet->box.y0) / height);
    } else if (fabsf(style->across_x) > 0.99F) {
        sheet->text_stripes |= stripe_at((origin.x - sheet->box.x0) / width);
        sheet->text_stripes |= stripe_at((origin.x - rise * style->across_x - sheet->box.x0) / width);
    } else {
        return;
    }
    if (isfinite(advance))
        sheet->text_area += advance * style->size;
}

static void note_item(fz_context *context, struct device *device, const fz_text_span *span, const fz_text_item *item,
                      fz_matrix ctm, struct pdf_style style, float tracking, const struct pdf_box *visible,
                      const float *rgb)
{
    fz_point origin = fz_transform_point_xy(item->x, item->y, ctm), middle = middle_of(&style, origin);
    uint32_t character = item->ucs > 0 ? (uint32_t)item->ucs : UTF8_REPLACEMENT;
    float advance;

    if (item->gid < 0 && item->ucs >= 0) {
        /* The place is that of the glyph before, which decided whether it is taken. */
        if (!device->sheet->only_new || is_taken(device, origin.x, origin.y, character))
            pdf_layout_more(device->reader->layout, character);
        return;
    }
    if (!is_taken(device, origin.x, origin.y, character))
        return;
    if (style.layer == PDF_LAYER_SHOWN) {
        if (is_outside(visible, middle.x, middle.y, 0.25F * style.size) || style.size < SIZE_MIN)
            style.layer = PDF_LAYER_HIDDEN;
        else if (rgb != NULL && is_like_ground(device->sheet, middle.x, middle.y, rgb))
            style.layer = PDF_LAYER_GROUND;
    }
    if (device->sheet->only_new)
        style.layer = PDF_LAYER_HIDDEN;
    advance = style.size * (advance_of(context, span, item) + (pdf_is_wide(character) ? 0 : tracking));
    if ((style.layer == PDF_LAYER_SHOWN || style.layer == PDF_LAYER_GROUND) && character > ' ')
        note_cover(device->sheet, &style, origin, advance);
    pdf_layout_glyph(device->reader->layout, &style, origin.x, origin.y, advance, character);
}

/* `rgb` is NULL where the colour is not known. */
static void note_text(fz_context *context, struct device *device, const fz_text *text, fz_matrix ctm,
                      enum pdf_layer layer, const float *rgb)
{
    struct pdf_box visible = visible_box(context, device);

    if ((++device->ticks & TICK_MASK) == 0 && !pdf_take(device->reader, extract_progress(device->reader->job, 0)))
        return;
    for (const fz_text_span *span = text->head; span != NULL; span = span->next) {
        struct pdf_style style = style_of(span, ctm, layer);
        float tracking = tracking_of(context, span);

        pdf_layout_part(device->reader->layout);
        device->reader->mark_count += (uint64_t)span->len;
        for (int index = 0; index < span->len; index++)
            note_item(context, device, span, &span->items[index], ctm, style, tracking, &visible, rgb);
    }
    /* A page without end is read in pieces; what its images mean for it cannot be waited for. */
    if (pdf_layout_is_full(device->reader->layout))
        pdf_flush(device->reader);
}

static void fill_text(fz_context *context, fz_device *super, const fz_text *text, fz_matrix ctm, fz_colorspace *space,
                      const float *colour, float alpha, fz_color_params params)
{
    float rgb[3];

    rgb_of(context, space, colour, params, rgb);
    note_text(context, (struct device *)super, text, ctm, alpha > 0.05F ? PDF_LAYER_SHOWN : PDF_LAYER_HIDDEN, rgb);
}

static void stroke_text(fz_context *context, fz_device *super, const fz_text *text, const fz_stroke_state *stroke,
                        fz_matrix ctm, fz_colorspace *space, const float *colour, float alpha, fz_color_params params)
{
    (void)stroke;
    fill_text(context, super, text, ctm, space, colour, alpha, params);
}

/* Text as a clipping path is filled by what comes next. */
static void clip_text(fz_context *context, fz_device *super, const fz_text *text, fz_matrix ctm, fz_rect scissor)
{
    (void)scissor;
    note_text(context, (struct device *)super, text, ctm, PDF_LAYER_SHOWN, NULL);
}

static void clip_stroke_text(fz_context *context, fz_device *super, const fz_text *text, const fz_stroke_state *stroke,
                             fz_matrix ctm, fz_rect scissor)
{
    (void)stroke;
    clip_text(context, super, text, ctm, scissor);
}

static void ignore_text(fz_context *context, fz_device *super, const fz_text *text, fz_matrix ctm)
{
    /* MuPDF draws glyphs of type 3 fonts itself, and then says that there was text. */
    bool is_drawn = text->head != NULL && fz_font_t3_procs(context, text->head->font) != NULL;

    note_text(context, (struct device *)super, text, ctm, is_drawn ? PDF_LAYER_SHOWN : PDF_LAYER_RECOGNISED, NULL);
}

/* ---- paths ---- */

/* Looks for straight lines that divide text. */
struct rule_finder {
    struct device *device;
    fz_matrix ctm;
    fz_point start, last;
};

static void note_stroke(struct rule_finder *finder, float x, float y)
{
    fz_point from = fz_transform_point(finder->last, finder->ctm), to = fz_transform_point_xy(x, y, finder->ctm);
    struct pdf_box box = { fminf(from.x, to.x), fminf(from.y, to.y), fmaxf(from.x, to.x), fmaxf(from.y, to.y) };
    float width = box.x1 - box.x0, height = box.y1 - box.y0;

    if (fminf(width, height) < 0.5F && fmaxf(width, height) >= RULE_LENGTH_MIN)
        pdf_layout_rule(finder->device->reader->layout, box);
    finder->last = (fz_point){ x, y };
}

static void move_to(fz_context *context, void *argument, float x, float y)
{
    struct rule_finder *finder = argument;

    (void)context;
    finder->start = finder->last = (fz_point){ x, y };
}

static void line_to(fz_context *context, void *argument, float x, float y)
{
    (void)context;
    note_stroke(argument, x, y);
}

static void curve_to(fz_context *context, void *argument, float x1, float y1, float x2, float y2, float x3, float y3)
{
    struct rule_finder *finder = argument;

    (void)context, (void)x1, (void)y1, (void)x2, (void)y2;
    finder->last = (fz_point){ x3, y3 };
}

static void close_path(fz_context *context, void *argument)
{
    struct rule_finder *finder = argument;

    (void)context;
    note_stroke(finder, finder->start.x, finder->start.y);
}

static bool tick_path(struct device *device)
{
    device->sheet->path_count++;
    device->reader->mark_count++;
    return (++device->ticks & TICK_MASK) != 0 || pdf_take(device->reader, extract_progress(device->reader->job, 0));
}

static void stroke_path(fz_context *context, fz_device *super, const fz_path *path, const fz_stroke_state *stroke,
                        fz_matrix ctm, fz_colorspace *space, const float *colour, float alpha, fz_color_params params)
{
    static const fz_path_walker walker = {
        .moveto = move_to, .lineto = line_to, .curveto = curve_to, .closepath = close_path
    };
    struct rule_finder finder = { .device = (struct device *)super, .ctm = ctm };

    (void)stroke, (void)space, (void)colour, (void)alpha, (void)params;
    if (tick_path(finder.device))
        fz_walk_path(context, path, &walker, &finder);
}

/* Looks for rectangles among what is filled: thin ones are rules. */
struct fill_finder {
    struct device *device;
    fz_matrix ctm;
    struct pdf_box visible;
    fz_point last;
    fz_rect box;      /* of the subpath */
    int point_count;  /* of the subpath; 0: there is none */
    bool is_straight; /* only along the axes */
    fz_rect ground;   /* of all subpaths that are no rules */
    int ground_count;
    bool is_plain; /* that is one rectangle */
};

static void end_subpath(struct fill_finder *finder)
{
    bool is_rectangle = finder->is_straight && finder->point_count <= 5;
    fz_rect visible = { finder->visible.x0, finder->visible.y0, finder->visible.x1, finder->visible.y1 };
    fz_rect box = fz_intersect_rect(finder->box, visible);
    float width = box.x1 - box.x0, height = box.y1 - box.y0;

    if (finder->point_count > 1 && fminf(width, height) < RULE_WIDTH_MAX) {
        if (fmaxf(width, height) >= RULE_LENGTH_MIN)
            pdf_layout_rule(finder->device->reader->layout, box_of(box));
    } else if (finder->point_count > 1) {
        finder->ground = finder->ground_count == 0 ? box : fz_union_rect(finder->ground, box);
        finder->ground_count++;
        finder->is_plain = is_rectangle && finder->ground_count == 1;
    }
    finder->point_count = 0;
}

static void add_point(struct fill_finder *finder, float x, float y)
{
    fz_point point = fz_transform_point_xy(x, y, finder->ctm);

    if (finder->point_count++ == 0) {
        finder->box = (fz_rect){ point.x, point.y, point.x, point.y };
        finder->is_straight = true;
    } else {
        finder->is_straight =
            finder->is_straight && (fabsf(point.x - finder->last.x) < 0.1F || fabsf(point.y - finder->last.y) < 0.1F);
        finder->box = fz_include_point_in_rect(finder->box, point);
    }
    finder->last = point;
}

static void fill_move_to(fz_context *context, void *argument, float x, float y)
{
    (void)context;
    end_subpath(argument);
    add_point(argument, x, y);
}

static void fill_line_to(fz_context *context, void *argument, float x, float y)
{
    (void)context;
    add_point(argument, x, y);
}

static void fill_curve_to(fz_context *context, void *argument, float x1, float y1, float x2, float y2, float x3,
                          float y3)
{
    struct fill_finder *finder = argument;

    (void)context;
    add_point(finder, x1, y1);
    add_point(finder, x2, y2);
    add_point(finder, x3, y3);
    finder->is_straight = false;
}

static void fill_close(fz_context *context, void *argument)
{
    (void)context, (void)argument;
}

static void fill_path(fz_context *context, fz_device *super, const fz_path *path, int even_odd, fz_matrix ctm,
                      fz_colorspace *space, const float *colour, float alpha, fz_color_params params)
{
    static const fz_path_walker walker = {
        .moveto = fill_move_to, .lineto = fill_line_to, .curveto = fill_curve_to, .closepath = fill_close
    };
    struct device *device = (struct device *)super;
    struct fill_finder finder = { .device = device, .ctm = ctm, .visible = visible_box(context, device) };
    float rgb[3];

    (void)even_odd;
    if (!tick_path(device) || alpha < 0.5F)
        return;
    fz_walk_path(context, path, &walker, &finder);
    end_subpath(&finder);
    if (finder.ground_count == 0)
        return;
    rgb_of(context, space, colour, params, rgb);
    add_ground(device->sheet, finder.ground, finder.is_plain ? rgb : unknown_colour);
}

static void fill_shade(fz_context *context, fz_device *super, fz_shade *shade, fz_matrix ctm, float alpha,
                       fz_color_params params)
{
    struct device *device = (struct device *)super;
    struct pdf_box box = visible_box(context, device);

    (void)shade, (void)ctm, (void)alpha, (void)params;
    add_ground(device->sheet, (fz_rect){ box.x0, box.y0, box.x1, box.y1 }, unknown_colour);
}

/* ---- images ---- */

static void note_image(fz_context *context, struct device *device, fz_image *image, fz_matrix ctm)
{
    struct pdf_sheet *sheet = device->sheet;
    struct pdf_box visible = visible_box(context, device);
    fz_rect seen = { visible.x0, visible.y0, visible.x1, visible.y1 };
    fz_rect rect = fz_intersect_rect(fz_transform_rect(fz_unit_rect, ctm), seen);

    if (!tick_path(device) || fz_is_empty_rect(rect))
        return;
    pdf_pictures_paint(device->reader, image, ctm, device->reader->is_inline);
    sheet->image_area += (rect.x1 - rect.x0) * (rect.y1 - rect.y0);
    if (sheet->image_count < PDF_IMAGES_MAX)
        sheet->images[sheet->image_count++] = box_of(rect);
}

static void fill_image(fz_context *context, fz_device *super, fz_image *image, fz_matrix ctm, float alpha,
                       fz_color_params params)
{
    (void)alpha, (void)params;
    note_image(context, (struct device *)super, image, ctm);
}

static void fill_image_mask(fz_context *context, fz_device *super, fz_image *image, fz_matrix ctm, fz_colorspace *space,
                            const float *colour, float alpha, fz_color_params params)
{
    (void)space, (void)colour, (void)alpha, (void)params;
    note_image(context, (struct device *)super, image, ctm);
}

static void clip_image_mask(fz_context *context, fz_device *super, fz_image *image, fz_matrix ctm, fz_rect scissor)
{
    (void)scissor;
    note_image(context, (struct device *)super, image, ctm);
}

fz_device *pdf_device_create(struct pdf_reader *reader, struct pdf_sheet *sheet)
{
    struct device *device = (struct device *)fz_new_device_of_size(reader->context, (int)sizeof(struct device));

    device->reader = reader;
    device->sheet = sheet;
    device->super.fill_text = fill_text;
    device->super.stroke_text = stroke_text;
    device->super.clip_text = clip_text;
    device->super.clip_stroke_text = clip_stroke_text;
    device->super.ignore_text = ignore_text;
    device->super.fill_path = fill_path;
    device->super.stroke_path = stroke_path;
    device->super.fill_shade = fill_shade;
    device->super.fill_image = fill_image;
    device->super.fill_image_mask = fill_image_mask;
    device->super.clip_image_mask = clip_image_mask;
    return &device->super;
}
