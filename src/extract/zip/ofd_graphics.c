/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/zip/ofd_graphics.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "extract/zip/ofd_units.h"
#include "extract/layout_walk.h"
#include "text/utf8.h"

enum {
    TEXT_CODE_SIZE_MAX = 4 << 20, /* of one string */
    REFERENCES_MAX = 32,          /* templates and resources of one page */
    COVERS_MAX = 1024,            /* painted areas that white text may stand on */
    PATH_SIZE_MAX = 64 << 10,     /* of one path: a longer one is a drawing */
};

/* Millimetres, of a rule. */
#define RULE_WIDTH_MAX 0.9
#define RULE_LENGTH_MIN 2.0

/* Millimetres: text of one point cannot be read. */
#define TINY_SIZE 0.36

static const struct xml_namespace no_namespaces[] = { { NULL, 0 } };

enum kind { KIND_PAGE, KIND_ANNOTATIONS, KIND_RESOURCES };

/* What holds inside an element. */
struct frame {
    const char *name;
    bool hidden;
    bool aside; /* a clip or an action: what is in it is not drawn */
};

/* The text object that is open. */
struct text_object {
    struct matrix matrix;
    double size, width_scale, turn;
    bool white, filled, stroked, faded;
    double last_x, last_y; /* of the string before */
};

/* The path object that is open. */
struct path_object {
    struct matrix matrix;
    bool stroked, filled;
};

struct graphics {
    struct ofd *ofd;
    enum kind kind;
    const struct zip_member *member;
    char folder[PACKAGE_PATH_MAX];
    struct frame frames[XML_DEPTH_MAX + 2];
    unsigned depth;
    struct text_run run; /* how text of it goes out */
    struct layout layout;
    struct ofd_uses uses;
    struct ofd_box area;
    struct matrix base; /* of an annotation's appearance */
    struct text_object object;
    struct path_object path;
    struct buf characters, deltas_x, deltas_y;
    double code_x, code_y;
    struct ofd_box covers[COVERS_MAX];
    size_t cover_count;
    bool covers_unknown;
    uint32_t templates[REFERENCES_MAX];
    bool template_is_foreground[REFERENCES_MAX];
    size_t template_count;
    const struct zip_member *resources[REFERENCES_MAX];
    size_t resource_count;
    size_t unreadable_count; /* characters that only a font could explain */
    uint32_t *images;        /* numbers of the pictures that it shows */
    size_t image_count, image_capacity;
    uint32_t medium; /* the picture whose file is told next */
    bool has_text, is_page, unit_is_open;
};

static bool is_named(const struct frame *frame, const char *name)
{
    return strcmp(frame->name, name) == 0;
}

static bool attribute(const struct xml_element *element, const char *name, struct bytes *value)
{
    return xml_attribute(element, XML_SPACE_ANY, name, value);
}

static bool is_false(const struct xml_element *element, const char *name)
{
    return xml_attribute_is(element, name, "false") || xml_attribute_is(element, name, "0");
}

static bool is_true(const struct xml_element *element, const char *name)
{
    return xml_attribute_is(element, name, "true") || xml_attribute_is(element, name, "1");
}

/* ---- units ---- */

static enum status page_emit(struct graphics *graphics)
{
    return layout_emit(&graphics->layout, graphics->ofd->package.job, &graphics->run);
}

static enum status piece_add(struct graphics *graphics, const struct layout_piece *piece, struct bytes text)
{
    enum status status = STATUS_OK;

    /* Units wait for their use, so they cannot go out by themselves. */
    if (graphics->kind == KIND_RESOURCES) {
        struct layout *units = &graphics->ofd->unit_layout;

        return layout_is_full(units, text.size) ? STATUS_LIMIT_BYTES : layout_add(units, piece, text);
    }
    if (layout_is_full(&graphics->layout, text.size))
        status = page_emit(graphics);
    return status == STATUS_OK ? layout_add(&graphics->layout, piece, text) : status;
}

static bool is_outside(const struct graphics *graphics, const struct layout_piece *piece)
{
    const struct ofd_box *area = &graphics->area;
    struct point end = { piece->origin.x + piece->along.x * piece->length,
                         piece->origin.y + piece->along.y * piece->length };

    if (graphics->kind != KIND_PAGE || area->width <= 0 || area->height <= 0)
        return false;
    return fmax(piece->origin.x, end.x) < 0 || fmin(piece->origin.x, end.x) > area->width
           || fmax(piece->origin.y, end.y) < 0 || fmin(piece->origin.y, end.y) > area->height + piece->size;
}

static enum status unit_place(struct graphics *graphics, const struct ofd_unit *unit, const struct ofd_use *use)
{
    const struct layout *from = &graphics->ofd->unit_layout;
    enum status status = STATUS_OK;

    for (size_t index = 0; index < unit->piece_count && status == STATUS_OK; index++) {
        struct layout_piece piece = from->pieces[unit->piece_first + index];
        struct point along = matrix_turn(use->matrix, piece.along);
        double scale = hypot(along.x, along.y);

        piece.origin = matrix_apply(use->matrix, piece.origin);
        if (scale > 0)
            piece.along = (struct point){ along.x / scale, along.y / scale };
        piece.length *= scale;
        piece.size *= scale;
        piece.hidden |= use->hidden || is_outside(graphics, &piece);
        status = piece_add(graphics, &piece, bytes_of(from->text.data + piece.text, piece.text_size));
    }
    return status;
}

/* A unit is placed where it is used first; elsewhere it says the same once more. So units that use each other come to
 * an end. */
static enum status uses_place(struct graphics *graphics)
{
    enum status status = STATUS_OK;

    for (size_t index = 0; index < graphics->uses.count && status == STATUS_OK; index++) {
        struct ofd_use use = graphics->uses.items[index];
        struct ofd_unit *unit = ofd_unit_find(graphics->ofd, use.unit);

        if (unit == NULL)
            continue;
        if (unit->piece_count > 0)
            graphics->has_text = true;
        if (unit->is_used)
            continue;
        unit->is_used = true;
        status = unit_place(graphics, unit, &use);
        for (size_t inner = 0; inner < unit->use_count && status == STATUS_OK; inner++) {
            struct ofd_use next = graphics->ofd->unit_uses.items[unit->use_first + inner];

            next.matrix = matrix_combine(use.matrix, next.matrix);
            next.hidden |= use.hidden;
            status = ofd_use_add(&graphics->uses, &next);
        }
    }
    graphics->uses.count = 0;
    return status;
}

static void unit_end(struct graphics *graphics)
{
    struct ofd *ofd = graphics->ofd;
    struct ofd_unit *unit;

    if (!graphics->unit_is_open)
        return;
    graphics->unit_is_open = false;
    unit = &ofd->units[ofd->unit_count - 1];
    unit->piece_count = ofd->unit_layout.count - unit->piece_first;
    unit->use_count = ofd->unit_uses.count - unit->use_first;
}

static enum status unit_begin(struct graphics *graphics, const struct xml_element *element)
{
    struct ofd *ofd = graphics->ofd;
    enum status status = ARRAY_GROW(&ofd->units, &ofd->unit_capacity, ofd->unit_count + 1);

    if (status != STATUS_OK)
        return status;
    unit_end(graphics);
    graphics->unit_is_open = true;
    ofd->units[ofd->unit_count++] = (struct ofd_unit){ .id = xml_attribute_number(element, "ID", 0),
                                                       .piece_first = ofd->unit_layout.count,
                                                       .use_first = ofd->unit_uses.count };
    return STATUS_OK;
}

/* ---- strings ---- */

static bool stands_on_paint(const struct graphics *graphics, struct point point)
{
    if (graphics->kind != KIND_PAGE || graphics->covers_unknown)
        return true;
    for (size_t index = 0; index < graphics->cover_count; index++) {
        const struct ofd_box *cover = &graphics->covers[index];

        if (point.x >= cover->x && point.x <= cover->x + cover->width && point.y >= cover->y - 1
            && point.y <= cover->y + cover->height + 1)
            return true;
    }
    return false;
}

static bool is_hidden(const struct graphics *graphics, const struct layout_piece *piece)
{
    const struct text_object *object = &graphics->object;

    if (graphics->frames[graphics->depth].hidden)
        return true;
    if (!object->stroked && (!object->filled || object->faded))
        return true;
    if (graphics->kind == KIND_RESOURCES)
        return false;
    return piece->size < TINY_SIZE || is_outside(graphics, piece)
           || (object->white && !object->stroked && !stands_on_paint(graphics, piece->origin));
}

static enum status piece_end(struct graphics *graphics, struct layout_walk *walk, size_t end)
{
    struct bytes text = bytes_slice(buf_bytes(&graphics->characters), walk->start, end - walk->start);
    struct point way = { walk->end.x - walk->piece.origin.x, walk->end.y - walk->piece.origin.y };

    walk->piece.length = fabs(way.x * walk->piece.along.x + way.y * walk->piece.along.y);
    walk->piece.hidden = is_hidden(graphics, &walk->piece);
    return piece_add(graphics, &walk->piece, text);
}

static bool is_unreadable(uint32_t code_point)
{
    return (code_point >= 0xE000 && code_point <= 0xF8FF) || code_point == UTF8_REPLACEMENT || code_point >= 0xF0000;
}

static enum status string_divide(struct graphics *graphics)
{
    struct ofd_deltas deltas_x = ofd_deltas_of(buf_bytes(&graphics->deltas_x));
    struct ofd_deltas deltas_y = ofd_deltas_of(buf_bytes(&graphics->deltas_y));
    struct point point = { graphics->code_x, graphics->code_y }, before = { 0, 0 };
    double turn = graphics->object.turn * M_PI / 180, width = 0;
    struct layout_walk walk = layout_walk_begin(graphics->object.matrix, graphics->object.size, graphics->object.turn);
    enum status status = STATUS_OK;

    for (size_t offset = 0; offset < graphics->characters.size && status == STATUS_OK;) {
        const char *next = graphics->characters.data + offset;
        struct utf8_step step = utf8_next(next, graphics->characters.size - offset);
        struct point place = matrix_apply(graphics->object.matrix, point);
        double advance = layout_width(step.code_point) * graphics->object.size * graphics->object.width_scale;
        size_t first_size = offset > walk.start ? utf8_next(graphics->characters.data + walk.start, 4).size : 0;

        if (offset == 0) {
            layout_walk_restart(&walk, place, 0, false);
        } else if (!layout_walk_goes_on(&walk, before, place, offset - walk.start == first_size, width)) {
            status = piece_end(graphics, &walk, offset);
            layout_walk_restart(&walk, place, offset, true);
        }
        width = fabs(advance) * walk.scale;
        before = place;
        walk.end = (struct point){ place.x + walk.piece.along.x * width, place.y + walk.piece.along.y * width };
        point.x += deltas_x.given ? ofd_deltas_next(&deltas_x) : deltas_y.given ? 0 : advance * cos(turn);
        point.y += deltas_y.given ? ofd_deltas_next(&deltas_y) : deltas_x.given ? 0 : advance * sin(turn);
        graphics->unreadable_count += is_unreadable(step.code_point);
        offset += step.size;
    }
    if (status == STATUS_OK)
        status = piece_end(graphics, &walk, graphics->characters.size);
    graphics->has_text |= !graphics->frames[graphics->depth].hidden;
    return status;
}

static enum status string_begin(struct graphics *graphics, const struct xml_element *element)
{
    struct text_object *object = &graphics->object;
    struct bytes value;

    attribute(element, "X", &value);
    graphics->code_x = object->last_x = ofd_number(value, object->last_x);
    attribute(element, "Y", &value);
    graphics->code_y = object->last_y = ofd_number(value, object->last_y);
    buf_clear(&graphics->characters);
    buf_clear(&graphics->deltas_x);
    buf_clear(&graphics->deltas_y);
    if (attribute(element, "DeltaX", &value))
        buf_append(&graphics->deltas_x, value.data, value.size);
    if (attribute(element, "DeltaY", &value))
        buf_append(&graphics->deltas_y, value.data, value.size);
    if (buf_status(&graphics->deltas_x) != STATUS_OK)
        return buf_status(&graphics->deltas_x);
    return buf_status(&graphics->deltas_y);
}

/* ---- objects ---- */

/* Of the object, as the page or the unit sees it. */
static struct matrix object_matrix(const struct graphics *graphics, const struct xml_element *element)
{
    struct matrix matrix = MATRIX_IDENTITY, moved = MATRIX_IDENTITY;
    struct ofd_box boundary;
    struct bytes value;

    if (attribute(element, "CTM", &value))
        (void)ofd_matrix_read(value, &matrix);
    if (attribute(element, "Boundary", &value) && ofd_box_read(value, &boundary)) {
        moved.e = boundary.x;
        moved.f = boundary.y;
    }
    return matrix_combine(graphics->base, matrix_combine(moved, matrix));
}

static enum status text_object_begin(struct graphics *graphics, const struct xml_element *element)
{
    struct text_object *object = &graphics->object;
    struct bytes value;

    *object = (struct text_object){ .matrix = object_matrix(graphics, element),
                                    .filled = !is_false(element, "Fill"),
                                    .stroked = is_true(element, "Stroke") };
    attribute(element, "Size", &value);
    object->size = ofd_number(value, 1);
    attribute(element, "HScale", &value);
    object->width_scale = ofd_number(value, 1);
    attribute(element, "ReadDirection", &value);
    object->turn = ofd_number(value, 0);
    return STATUS_OK;
}

static enum status use_begin(struct graphics *graphics, const struct xml_element *element)
{
    struct ofd_use use = { .unit = xml_attribute_number(element, "ResourceID", 0),
                           .matrix = object_matrix(graphics, element),
                           .hidden = graphics->frames[graphics->depth].hidden };

    return ofd_use_add(graphics->kind == KIND_RESOURCES ? &graphics->ofd->unit_uses : &graphics->uses, &use);
}

static enum status paint_begin(struct graphics *graphics, const struct xml_element *element)
{
    bool is_image = strcmp(element->name, "ImageObject") == 0;
    struct bytes value;
    enum status status;

    if (is_image) {
        status = ARRAY_GROW(&graphics->images, &graphics->image_capacity, graphics->image_count + 1);
        if (status != STATUS_OK)
            return status;
        graphics->images[graphics->image_count++] = xml_attribute_number(element, "ResourceID", 0);
    }
    if (graphics->cover_count == COVERS_MAX)
        graphics->covers_unknown = true;
    else if ((is_image || is_true(element, "Fill")) && attribute(element, "Boundary", &value)
             && ofd_box_read(value, &graphics->covers[graphics->cover_count]))
        graphics->cover_count++;
    return STATUS_OK;
}

static enum status path_begin(struct graphics *graphics, const struct xml_element *element)
{
    graphics->path = (struct path_object){ .matrix = object_matrix(graphics, element),
                                           .stroked = !is_false(element, "Stroke"),
                                           .filled = is_true(element, "Fill") };
    return paint_begin(graphics, element);
}

static enum status rule_add(struct graphics *graphics, struct point from, struct point to)
{
    double width = fabs(to.x - from.x), height = fabs(to.y - from.y);

    if (!(fmin(width, height) <= RULE_WIDTH_MAX && fmax(width, height) >= RULE_LENGTH_MIN))
        return STATUS_OK;
    return layout_rule(&graphics->layout, (struct grid_rule){ fmin(from.x, to.x), fmin(from.y, to.y),
                                                              fmax(from.x, to.x), fmax(from.y, to.y) });
}

/* A subpath on its way. */
struct outline {
    struct point start, last, low, high;
    size_t point_count;
    bool is_straight;
};

static void outline_add(struct outline *outline, struct point point)
{
    if (outline->point_count++ == 0)
        outline->start = outline->low = outline->high = point;
    outline->low = (struct point){ fmin(outline->low.x, point.x), fmin(outline->low.y, point.y) };
    outline->high = (struct point){ fmax(outline->high.x, point.x), fmax(outline->high.y, point.y) };
    outline->last = point;
}

/* What is filled and thin is a rule. */
static enum status outline_end(struct graphics *graphics, struct outline *outline)
{
    enum status status = STATUS_OK;

    if (graphics->path.filled && outline->is_straight && outline->point_count > 1)
        status = rule_add(graphics, outline->low, outline->high);
    *outline = (struct outline){ .is_straight = true };
    return status;
}

static enum status line_add(struct graphics *graphics, struct outline *outline, struct point point)
{
    enum status status = STATUS_OK;

    if (graphics->path.stroked && outline->point_count > 0)
        status = rule_add(graphics, outline->last, point);
    outline_add(outline, point);
    return status;
}

/* Straight lines of an abbreviated path (GB/T 33190-2016, 9.3): M and S move, L draws, C closes; what is curved is
 * passed over. */
static enum status path_read(struct graphics *graphics, struct bytes text)
{
    struct outline outline = { .is_straight = true };
    enum status status = STATUS_OK;

    while (text.size > 0 && status == STATUS_OK) {
        uint8_t command = text.data[0];
        struct point last = { 0, 0 };

        text = bytes_slice(text, 1, SIZE_MAX);
        if (strchr("SMLQBAC", command) == NULL || command == 0)
            continue;
        for (double number; ofd_number_next(&text, &number);)
            last = (struct point){ last.y, number };
        last = matrix_apply(graphics->path.matrix, last);
        if (command == 'S' || command == 'M') {
            status = outline_end(graphics, &outline);
            outline_add(&outline, last);
        } else if (command == 'L') {
            status = line_add(graphics, &outline, last);
        } else if (command == 'C') {
            if (outline.point_count > 0)
                status = line_add(graphics, &outline, outline.start);
        } else {
            outline.is_straight = false;
            outline_add(&outline, last);
        }
    }
    return status == STATUS_OK ? outline_end(graphics, &outline) : status;
}

static enum status color_begin(struct graphics *graphics, const struct xml_element *element)
{
    struct bytes value;

    if (!is_named(&graphics->frames[graphics->depth - 1], "TextObject"))
        return STATUS_OK;
    graphics->object.white = xml_attribute_is(element, "Value", "255 255 255");
    graphics->object.faded = attribute(element, "Alpha", &value) && ofd_number(value, 255) <= 0;
    return STATUS_OK;
}

static enum status template_begin(struct graphics *graphics, const struct xml_element *element)
{
    graphics->covers_unknown = true; /* what the template paints */
    if (graphics->template_count == REFERENCES_MAX)
        return extract_gap(graphics->ofd->package.job, STATUS_LIMIT_CHILDREN, "templates of a page");
    graphics->templates[graphics->template_count] = xml_attribute_number(element, "TemplateID", 0);
    graphics->template_is_foreground[graphics->template_count++] = xml_attribute_is(element, "ZOrder", "Foreground");
    return STATUS_OK;
}

static enum status page_begin(struct graphics *graphics, const struct xml_element *element)
{
    (void)element;
    graphics->is_page |= graphics->depth == 1;
    return STATUS_OK;
}

/* ---- annotations ---- */

static enum status annotation_begin(struct graphics *graphics, const struct xml_element *element)
{
    graphics->run.section = "annotation";
    if (xml_attribute_is(element, "Type", "Watermark"))
        graphics->run.section = "watermark";
    else if (xml_attribute_is(element, "Type", "Stamp"))
        graphics->run.section = "stamp";
    return STATUS_OK;
}

static enum status appearance_begin(struct graphics *graphics, const struct xml_element *element)
{
    graphics->base = (struct matrix)MATRIX_IDENTITY;
    graphics->base = object_matrix(graphics, element);
    return STATUS_OK;
}

static enum status emit_aside(struct graphics *graphics, enum text_role role, struct bytes text)
{
    struct text_run run = graphics->run;

    run.role = graphics->frames[graphics->depth].hidden && role != TEXT_LINK ? TEXT_HIDDEN : role;
    run.join = JOIN_BROKEN;
    return package_emit(graphics->ofd->package.job, &run, text);
}

static enum status link_begin(struct graphics *graphics, const struct xml_element *element)
{
    struct bytes target;

    return attribute(element, "URI", &target) ? emit_aside(graphics, TEXT_LINK, target) : STATUS_OK;
}

/* ---- the file ---- */

/* Files of resources lie in a folder that they name (7.9). */
static enum status resources_begin(struct graphics *graphics, const struct xml_element *element)
{
    char path[PACKAGE_PATH_MAX];
    struct bytes base;
    size_t size;

    if (graphics->kind != KIND_RESOURCES || !attribute(element, "BaseLoc", &base) || base.size == 0)
        return STATUS_OK;
    size = package_resolve(graphics->folder, base, path);
    if (size == 0 || size + 2 > sizeof path)
        return STATUS_OK;
    memcpy(graphics->folder, path, size);
    if (path[size - 1] != '/')
        graphics->folder[size++] = '/';
    graphics->folder[size] = '\0';
    return STATUS_OK;
}

static enum status unit_or_nothing(struct graphics *graphics, const struct xml_element *element)
{
    return graphics->kind == KIND_RESOURCES ? unit_begin(graphics, element) : STATUS_OK;
}

static enum status characters_begin(struct graphics *graphics, const struct xml_element *element)
{
    (void)element;
    buf_clear(&graphics->characters);
    return STATUS_OK;
}

static enum status medium_begin(struct graphics *graphics, const struct xml_element *element)
{
    graphics->medium = xml_attribute_number(element, "ID", 0);
    return STATUS_OK;
}

static const struct {
    const char *name;
    enum status (*begin)(struct graphics *graphics, const struct xml_element *element);
} beginnings[] = {
    { "TextCode", string_begin },
    { "TextObject", text_object_begin },
    { "FillColor", color_begin },
    { "PathObject", path_begin },
    { "ImageObject", paint_begin },
    { "CompositeObject", use_begin },
    { "CompositeGraphicUnit", unit_or_nothing },
    { "CompositeGraphUnit", unit_or_nothing }, /* as the standard's own schema spells it */
    { "Res", resources_begin },
    { "Template", template_begin },
    { "Page", page_begin },
    { "Annot", annotation_begin },
    { "Appearance", appearance_begin },
    { "URI", link_begin },
    { "PhysicalBox", characters_begin },
    { "PageRes", characters_begin },
    { "AbbreviatedData", characters_begin },
    { "Remark", characters_begin },
    { "Parameter", characters_begin },
    { "FontFile", characters_begin },
    { "MultiMedia", medium_begin },
    { "MediaFile", characters_begin },
};

static bool takes_characters(const char *name)
{
    static const char *const names[] = { "TextCode",  "PhysicalBox", "PageRes",   "Remark",
                                         "Parameter", "FontFile",    "MediaFile", "AbbreviatedData" };

    for (size_t index = 0; index < sizeof names / sizeof *names; index++)
        if (strcmp(names[index], name) == 0)
            return true;
    return false;
}

static enum status graphics_start(void *context, const struct xml_element *element)
{
    struct graphics *graphics = context;
    struct frame *outer = &graphics->frames[graphics->depth], *frame = &graphics->frames[++graphics->depth];
    struct bytes alpha;

    *frame = *outer;
    frame->name = element->name;
    frame->aside |= strcmp(element->name, "Clips") == 0;
    frame->hidden |= is_false(element, "Visible");
    if (strcmp(element->name, "FillColor") != 0 && attribute(element, "Alpha", &alpha))
        frame->hidden |= ofd_number(alpha, 255) <= 0;
    if (frame->aside)
        return STATUS_OK;
    for (size_t index = 0; index < sizeof beginnings / sizeof *beginnings; index++)
        if (strcmp(beginnings[index].name, element->name) == 0)
            return beginnings[index].begin(graphics, element);
    return STATUS_OK;
}

static enum status graphics_text(void *context, const char *utf8, size_t size)
{
    struct graphics *graphics = context;
    const struct frame *frame = &graphics->frames[graphics->depth];

    if (frame->aside || !takes_characters(frame->name))
        return STATUS_OK;
    if (graphics->characters.size > PATH_SIZE_MAX && is_named(frame, "AbbreviatedData"))
        return STATUS_OK;
    buf_append(&graphics->characters, utf8, size);
    return buf_status(&graphics->characters);
}

static enum status font_file_end(struct graphics *graphics)
{
    (void)package_claim(&graphics->ofd->package,
                        ofd_find(graphics->ofd, graphics->folder, buf_bytes(&graphics->characters)));
    return STATUS_OK;
}

static enum status annotation_end(struct graphics *graphics)
{
    enum status status = uses_place(graphics);

    graphics->base = (struct matrix)MATRIX_IDENTITY;
    return status == STATUS_OK ? page_emit(graphics) : status;
}

static enum status characters_end(struct graphics *graphics, const char *name)
{
    struct bytes text = buf_bytes(&graphics->characters);

    if (strcmp(name, "TextCode") == 0)
        return string_divide(graphics);
    if (strcmp(name, "AbbreviatedData") == 0)
        return graphics->kind == KIND_PAGE ? path_read(graphics, text) : STATUS_OK;
    if (strcmp(name, "PhysicalBox") == 0)
        (void)ofd_box_read(text, &graphics->area);
    else if (strcmp(name, "PageRes") == 0 && graphics->resource_count < REFERENCES_MAX)
        graphics->resources[graphics->resource_count++] = ofd_find(graphics->ofd, graphics->folder, text);
    else if (strcmp(name, "FontFile") == 0)
        return font_file_end(graphics);
    else if (strcmp(name, "MediaFile") == 0)
        return ofd_medium_add(graphics->ofd, graphics->medium, ofd_find(graphics->ofd, graphics->folder, text));
    else if (graphics->kind == KIND_ANNOTATIONS)
        return emit_aside(graphics, strcmp(name, "Remark") == 0 ? TEXT_NOTE : TEXT_METADATA, text);
    return STATUS_OK;
}

static enum status graphics_end(void *context, const struct xml_element *element)
{
    struct graphics *graphics = context;
    const struct frame *frame = &graphics->frames[graphics->depth];
    enum status status = STATUS_OK;

    if (frame->aside)
        status = STATUS_OK;
    else if (takes_characters(element->name))
        status = characters_end(graphics, element->name);
    else if (strcmp(element->name, "CompositeGraphicUnit") == 0 || strcmp(element->name, "CompositeGraphUnit") == 0)
        unit_end(graphics);
    else if (strcmp(element->name, "Annot") == 0)
        status = annotation_end(graphics);
    graphics->depth--;
    return status;
}

static struct graphics *graphics_create(struct ofd *ofd, enum kind kind, const struct zip_member *member)
{
    struct graphics *graphics = alloc_zeroed(1, sizeof *graphics);

    if (graphics == NULL)
        return NULL;
    graphics->ofd = ofd;
    graphics->kind = kind;
    graphics->member = member;
    graphics->frames[0].name = "";
    graphics->layout = (struct layout)LAYOUT_INIT;
    graphics->layout.grid = kind == KIND_PAGE ? &ofd->grid : NULL;
    graphics->area = ofd->page_area;
    graphics->base = (struct matrix)MATRIX_IDENTITY;
    graphics->characters = graphics->deltas_x = graphics->deltas_y = (struct buf)BUF_INIT(TEXT_CODE_SIZE_MAX);
    if (!package_folder(member, graphics->folder))
        graphics->folder[0] = '\0';
    return graphics;
}

static void graphics_destroy(struct graphics *graphics)
{
    if (graphics == NULL)
        return;
    layout_free(&graphics->layout);
    alloc_free(graphics->uses.items);
    alloc_free(graphics->images);
    buf_free(&graphics->characters);
    buf_free(&graphics->deltas_x);
    buf_free(&graphics->deltas_y);
    alloc_free(graphics);
}

static enum status graphics_parse(struct graphics *graphics)
{
    static const struct xml_handler handler = { graphics_start, graphics_end, graphics_text };
    struct package *package = &graphics->ofd->package;
    enum status status = extract_progress(package->job, 0);

    if (status == STATUS_OK)
        status = package_parse(package, graphics->member, no_namespaces, &handler, graphics);
    return package_settle(package, graphics->member, status);
}

/* ---- pages ---- */

/* "page 3: " and what is wrong with it. */
static enum status page_gap(struct graphics *graphics, enum status why, const char *words)
{
    char detail[128];

    snprintf(detail, sizeof detail, "page %u: %s", graphics->run.place.number, words);
    return extract_gap(graphics->ofd->package.job, why, detail);
}

/* Pictures that are there are files inside, which say themselves what could not be read of them. */
static bool lacks_image(const struct graphics *graphics)
{
    for (size_t index = 0; index < graphics->image_count; index++)
        if (ofd_medium_find(graphics->ofd, graphics->images[index]) == NULL)
            return true;
    return false;
}

static enum status page_gaps(struct graphics *graphics)
{
    enum status status = STATUS_OK;

    if (!graphics->has_text && lacks_image(graphics))
        status = page_gap(graphics, STATUS_MALFORMED, "the page is an image that is missing");
    if (graphics->unreadable_count > 0 && status == STATUS_OK)
        status = page_gap(graphics, STATUS_UNSUPPORTED, "characters that only their font explains");
    return status;
}

/* The text of a template is told once; its rules divide every page that it is drawn on. */
static enum status rules_keep(struct ofd *ofd, struct ofd_page *template, const struct layout *layout)
{
    enum status status = ARRAY_GROW(&ofd->rules, &ofd->rule_capacity, ofd->rule_count + layout->rule_count);

    if (status != STATUS_OK || layout->rule_count == 0)
        return status;
    template->rule_first = ofd->rule_count;
    template->rule_count = layout->rule_count;
    memcpy(ofd->rules + ofd->rule_count, layout->rules, layout->rule_count * sizeof *layout->rules);
    ofd->rule_count += layout->rule_count;
    return STATUS_OK;
}

static enum status rules_place(struct graphics *page, const struct ofd_page *template)
{
    enum status status = STATUS_OK;

    for (size_t index = 0; index < template->rule_count && status == STATUS_OK; index++)
        status = layout_rule(&page->layout, page->ofd->rules[template->rule_first + index]);
    return status;
}

static enum status template_read(struct graphics *page, struct ofd_page *template)
{
    struct ofd *ofd = page->ofd;
    struct graphics *graphics = graphics_create(ofd, KIND_PAGE, template->member);
    enum status status;

    if (graphics == NULL)
        return STATUS_NO_MEMORY;
    graphics->run = page->run;
    graphics->run.section = "template";
    graphics->covers_unknown = true; /* what the page paints */
    status = graphics_parse(graphics);
    if (status == STATUS_OK)
        status = uses_place(graphics);
    if (status == STATUS_OK)
        status = rules_keep(ofd, template, &graphics->layout);
    if (status == STATUS_OK)
        status = page_emit(graphics);
    page->has_text |= graphics->has_text;
    page->unreadable_count += graphics->unreadable_count;
    graphics_destroy(graphics);
    return status;
}

static enum status templates_read(struct graphics *graphics, bool foreground)
{
    struct ofd *ofd = graphics->ofd;
    enum status status = STATUS_OK;

    for (size_t wanted = 0; wanted < graphics->template_count; wanted++) {
        if (graphics->template_is_foreground[wanted] != foreground)
            continue;
        for (size_t index = 0; index < ofd->templates.count && status == STATUS_OK; index++) {
            struct ofd_page *template = &ofd->templates.items[index];

            if (template->id != graphics->templates[wanted])
                continue;
            if (package_claim(&ofd->package, template->member))
                status = template_read(graphics, template);
            if (status == STATUS_OK)
                status = rules_place(graphics, template);
        }
    }
    return status;
}

static enum status page_finish(struct graphics *graphics)
{
    struct ofd *ofd = graphics->ofd;
    enum status status = STATUS_OK;

    for (size_t index = 0; index < graphics->resource_count && status == STATUS_OK; index++)
        if (package_claim(&ofd->package, graphics->resources[index]))
            status = ofd_resources_read(ofd, graphics->resources[index]);
    if (status == STATUS_OK)
        status = templates_read(graphics, false);
    if (status == STATUS_OK)
        status = uses_place(graphics);
    if (status == STATUS_OK)
        status = page_emit(graphics);
    return status == STATUS_OK ? templates_read(graphics, true) : status;
}

enum status ofd_page_read(struct ofd *ofd, const struct ofd_page *page)
{
    struct graphics *graphics = graphics_create(ofd, KIND_PAGE, page->member);
    char section[32];
    enum status status;

    if (graphics == NULL)
        return STATUS_NO_MEMORY;
    graphics->run = (struct text_run){ .role = TEXT_BODY, .place = { PLACE_PAGE, page->number } };
    graphics->layout.is_page = true;
    if (ofd->document_number > 1) {
        snprintf(section, sizeof section, "document %u", ofd->document_number);
        graphics->run.section = package_keep(&ofd->package, bytes_of_text(section));
    }
    status = ofd->document_number > 1 && graphics->run.section == NULL ? STATUS_NO_MEMORY : graphics_parse(graphics);
    if (status == STATUS_OK)
        status = page_finish(graphics);
    if (status == STATUS_OK)
        status = page_gaps(graphics);
    graphics_destroy(graphics);
    return status;
}

enum status ofd_page_stray_read(struct ofd *ofd, const struct zip_member *member, bool *is_page)
{
    struct graphics *graphics = graphics_create(ofd, KIND_PAGE, member);
    enum status status;

    if (graphics == NULL)
        return STATUS_NO_MEMORY;
    graphics->run = (struct text_run){ .role = TEXT_HIDDEN, .section = "unreferenced" };
    status = graphics_parse(graphics);
    if (status == STATUS_OK && graphics->is_page)
        status = page_finish(graphics);
    *is_page = graphics->is_page;
    graphics_destroy(graphics);
    return status;
}

enum status ofd_annotations_read(struct ofd *ofd, const struct zip_member *member, uint32_t page_number)
{
    struct graphics *graphics = graphics_create(ofd, KIND_ANNOTATIONS, member);
    enum status status;

    if (graphics == NULL)
        return STATUS_NO_MEMORY;
    graphics->run =
        (struct text_run){ .role = TEXT_NOTE, .section = "annotation", .place = { PLACE_PAGE, page_number } };
    if (page_number == 0)
        graphics->run.place.unit = PLACE_NONE;
    status = graphics_parse(graphics);
    if (status == STATUS_OK)
        status = annotation_end(graphics); /* what broke off */
    graphics_destroy(graphics);
    return status;
}

/* ---- resources ---- */

enum status ofd_resources_read(struct ofd *ofd, const struct zip_member *member)
{
    struct graphics *graphics = graphics_create(ofd, KIND_RESOURCES, member);
    enum status status;

    if (graphics == NULL)
        return STATUS_NO_MEMORY;
    status = graphics_parse(graphics);
    unit_end(graphics); /* one that breaks off */
    graphics_destroy(graphics);
    ofd_units_sort(ofd);
    return status;
}
