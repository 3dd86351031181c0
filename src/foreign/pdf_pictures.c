/* SPDX-License-Identifier: Apache-2.0 */
#include "foreign/pdf_pictures.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "extract/image_sizes.h"
#include "foreign/pdf_files.h"
#include "foreign/pdf_history.h"
#include "foreign/pdf_image.h"

/* Behind all that a page paints. */
#define ORDER_NAMED (UINT32_C(1) << 31)

enum {
    NAMED_TICK = 256,
    NAMED_MAX = 20000,        /* resources of one page that are looked at */
    LEVELS_MAX = 32,          /* of resources in resources, four dictionaries each */
    PAINTED_MAX = 4096,       /* different ones, on one page */
    INLINE_MAX = 1000,        /* that stand in contents: they are kept until they are read */
    INLINE_BYTES_MAX = 32 << 20,
};

/* In points: what is shown smaller than an ornament at 300 dots per inch is one, however many pixels it has. */
#define SHOWN_SIDE_MIN ((float)IMAGE_ORNAMENT_SIDE * 72 / 300)
#define SHOWN_LINE_MIN ((float)IMAGE_LINE_HEIGHT_LEAST * 72 / 300)

enum state {
    STATE_NAMED, /* nobody has been seen to paint it */
    STATE_SMALL, /* it has been painted, too small to be read */
    STATE_TAKEN, /* to be read */
    STATE_DONE,  /* part of a page that is taken as one picture */
};

struct picture {
    pdf_obj *object;        /* kept; NULL: it stands in contents */
    fz_image *image;        /* kept, if it does */
    unsigned char digest[16];
    fz_matrix shown;        /* how it was painted */
    uint32_t page, order;
    enum state state;
};

struct painted {
    fz_image *image; /* kept */
    fz_matrix matrix;
    bool is_inline;
};

/* Of an object of the file. */
struct mark {
    uint32_t picture; /* its index and 1; 0: it is none, or none that may hold text */
    uint32_t search;  /* the last one that came by */
};

struct pdf_pictures {
    struct picture *items;
    size_t count, capacity;
    struct mark *marks;   /* by the number of the object; NULL before the first search */
    uint32_t search;      /* its number */
    uint32_t *named;      /* pictures among the resources of the page */
    size_t named_count, named_capacity;
    struct painted *painted;
    size_t painted_count, painted_capacity;
    size_t inline_count, inline_bytes;
    bool is_full;
};

enum status pdf_pictures_create(struct pdf_pictures **pictures)
{
    *pictures = alloc_zeroed(1, sizeof **pictures);
    return *pictures != NULL ? STATUS_OK : STATUS_NO_MEMORY;
}

void pdf_pictures_destroy(struct pdf_pictures *pictures)
{
    if (pictures == NULL)
        return;
    /* What they hold is MuPDF's memory, and goes with the document. */
    alloc_free(pictures->items);
    alloc_free(pictures->marks);
    alloc_free(pictures->named);
    alloc_free(pictures->painted);
    alloc_free(pictures);
}

static void tell_full(struct pdf_reader *reader)
{
    if (!reader->pictures->is_full)
        pdf_gap(reader, STATUS_LIMIT_CHILDREN, "there are more pictures in it than are looked at");
    reader->pictures->is_full = true;
}

static struct picture *add(struct pdf_reader *reader)
{
    struct pdf_pictures *pictures = reader->pictures;

    if (pictures->count == PDF_PICTURES_MAX) {
        tell_full(reader);
        return NULL;
    }
    if (!pdf_take(reader, ARRAY_GROW(&pictures->items, &pictures->capacity, pictures->count + 1)))
        return NULL;
    pictures->items[pictures->count] =
        (struct picture){ .page = reader->place.number, .order = ORDER_NAMED + (uint32_t)pictures->count };
    return &pictures->items[pictures->count++];
}

void pdf_pictures_begin(struct pdf_reader *reader)
{
    struct pdf_pictures *pictures = reader->pictures;

    pdf_pictures_forget(reader);
    pictures->named_count = 0;
    if (pictures->marks == NULL)
        pictures->marks = alloc_zeroed((size_t)reader->object_count + 1, sizeof *pictures->marks);
    if (pictures->marks == NULL)
        pdf_take(reader, STATUS_NO_MEMORY);
    pictures->search++;
}

/* ---- among resources ---- */

static bool is_jpeg2000(fz_context *context, pdf_obj *image)
{
    pdf_obj *filter = pdf_dict_get(context, image, PDF_NAME(Filter));

    if (pdf_is_array(context, filter))
        filter = pdf_array_get(context, filter, pdf_array_len(context, filter) - 1);
    return pdf_name_eq(context, filter, PDF_NAME(JPXDecode));
}

static bool is_large(fz_context *context, pdf_obj *image)
{
    return image_may_hold_text(pdf_dict_get_int(context, image, PDF_NAME(Width)),
                               pdf_dict_get_int(context, image, PDF_NAME(Height)));
}

/* The letters may be in the mask alone. */
static bool may_hold_text(fz_context *context, pdf_obj *image)
{
    return is_large(context, image) || is_large(context, pdf_dict_get(context, image, PDF_NAME(SMask)))
           || is_large(context, pdf_dict_get(context, image, PDF_NAME(Mask)));
}

static void name_picture(struct pdf_reader *reader, struct mark *mark, pdf_obj *image, struct pdf_pictures_found *found)
{
    struct pdf_pictures *pictures = reader->pictures;
    struct picture *picture;

    if (mark->picture == 0) {
        if (!may_hold_text(reader->context, image))
            return;
        picture = add(reader);
        if (picture == NULL)
            return;
        picture->object = pdf_keep_obj(reader->context, image);
        mark->picture = (uint32_t)pictures->count;
    }
    picture = &pictures->items[mark->picture - 1];
    found->has_new |= picture->state == STATE_NAMED || picture->state == STATE_SMALL;
    if (pdf_take(reader, ARRAY_GROW(&pictures->named, &pictures->named_capacity, pictures->named_count + 1)))
        pictures->named[pictures->named_count++] = mark->picture - 1;
}

struct search {
    pdf_obj *levels[LEVELS_MAX];
    int next[LEVELS_MAX];
    int depth;
};

/* Where images may be named, and what names them in turn. */
static void push_resources(fz_context *context, struct search *search, pdf_obj *resources)
{
    pdf_obj *const kinds[] = { pdf_dict_get(context, resources, PDF_NAME(Font)),
                               pdf_dict_get(context, resources, PDF_NAME(ExtGState)),
                               pdf_dict_get(context, resources, PDF_NAME(Pattern)),
                               pdf_dict_get(context, resources, PDF_NAME(XObject)) };

    for (size_t index = 0; index < sizeof kinds / sizeof *kinds && search->depth < LEVELS_MAX; index++) {
        if (!pdf_is_dict(context, kinds[index]))
            continue;
        search->levels[search->depth] = kinds[index];
        search->next[search->depth++] = 0;
    }
}

static void look_at(struct pdf_reader *reader, struct search *search, pdf_obj *object, struct pdf_pictures_found *found)
{
    fz_context *context = reader->context;
    struct pdf_pictures *pictures = reader->pictures;
    pdf_obj *group = pdf_dict_getp(context, object, "SMask/G");
    int number;

    if (group != NULL)
        object = group; /* of a graphics state */
    number = pdf_to_num(context, object);
    if (number > 0 && number < reader->object_count) {
        if (pictures->marks[number].search == pictures->search)
            return;
        pictures->marks[number].search = pictures->search;
    }
    pdf_files_add(reader, pdf_dict_gets(context, object, "AF"));
    if (!pdf_name_eq(context, pdf_dict_get(context, object, PDF_NAME(Subtype)), PDF_NAME(Image))) {
        push_resources(context, search, pdf_dict_get(context, object, PDF_NAME(Resources)));
        return;
    }
    found->has_images = true;
    found->has_opaque = found->has_opaque || is_jpeg2000(context, object);
    if (number > 0 && number < reader->object_count)
        name_picture(reader, &pictures->marks[number], object, found);
}

void pdf_pictures_find(struct pdf_reader *reader, pdf_obj *resources, struct pdf_pictures_found *found)
{
    fz_context *context = reader->context;
    struct search search = { .depth = 0 };
    int count = 0;

    push_resources(context, &search, resources);
    while (search.depth > 0 && reader->status == STATUS_OK) {
        int level = search.depth - 1;

        if (search.next[level] >= pdf_dict_len(context, search.levels[level])) {
            search.depth--;
            continue;
        }
        if (count++ == NAMED_MAX) {
            tell_full(reader);
            break;
        }
        /* Pages may share a dictionary, which is looked through for each of them. */
        reader->mark_count++;
        if (count % NAMED_TICK == 0 && !pdf_take(reader, extract_progress(reader->job, 0)))
            break;
        look_at(reader, &search, pdf_dict_get_val(context, search.levels[level], search.next[level]++), found);
    }
}

/* ---- on the page ---- */

static float length_of(float x, float y)
{
    return sqrtf(x * x + y * y);
}

static float area_of(fz_matrix matrix)
{
    return length_of(matrix.a, matrix.b) * length_of(matrix.c, matrix.d);
}

void pdf_pictures_paint(struct pdf_reader *reader, fz_image *image, fz_matrix matrix, bool is_inline)
{
    struct pdf_pictures *pictures = reader->pictures;

    if (is_inline && !image_may_hold_text(image->w, image->h))
        return;
    /* The same may be painted many times, as tiles are. */
    for (size_t index = 0; index < pictures->painted_count; index++) {
        struct painted *known = &pictures->painted[index];

        if (known->image != image)
            continue;
        if (area_of(matrix) > area_of(known->matrix))
            known->matrix = matrix;
        return;
    }
    if (pictures->painted_count == PAINTED_MAX)
        tell_full(reader);
    else if (pdf_take(reader,
                      ARRAY_GROW(&pictures->painted, &pictures->painted_capacity, pictures->painted_count + 1)))
        pictures->painted[pictures->painted_count++] =
            (struct painted){ fz_keep_image(reader->context, image), matrix, is_inline };
}

void pdf_pictures_forget(struct pdf_reader *reader)
{
    struct pdf_pictures *pictures = reader->pictures;

    for (size_t index = 0; index < pictures->painted_count; index++)
        fz_drop_image(reader->context, pictures->painted[index].image);
    pictures->painted_count = 0;
}

static bool is_shown_small(fz_matrix matrix)
{
    float width = length_of(matrix.a, matrix.b), height = length_of(matrix.c, matrix.d);

    return fmaxf(width, height) < SHOWN_SIDE_MIN || fminf(width, height) < SHOWN_LINE_MIN;
}

static void settle(struct pdf_reader *reader, struct picture *picture, const struct painted *painted, uint32_t order,
                   enum pdf_painted how)
{
    if (picture->state == STATE_TAKEN || picture->state == STATE_DONE)
        return;
    picture->shown = painted->matrix;
    picture->page = reader->place.number;
    picture->order = order;
    picture->state = STATE_TAKEN;
    if (how == PDF_PAINTED_PAGE)
        picture->state = STATE_DONE;
    else if (how == PDF_PAINTED_PICTURES && is_shown_small(painted->matrix))
        picture->state = STATE_SMALL;
}

/* One that stands in the contents of several pages is one. */
static struct picture *inline_picture(struct pdf_reader *reader, fz_image *image)
{
    struct pdf_pictures *pictures = reader->pictures;
    fz_compressed_buffer *content = fz_compressed_image_buffer(reader->context, image);
    unsigned char digest[16] = { 0 };
    size_t size = fz_image_size(reader->context, image);
    struct picture *picture;

    if (content != NULL)
        fz_md5_buffer(reader->context, content->buffer, digest);
    for (size_t index = 0; content != NULL && index < pictures->count; index++)
        if (pictures->items[index].image != NULL && memcmp(pictures->items[index].digest, digest, sizeof digest) == 0)
            return &pictures->items[index];
    if (pictures->inline_count == INLINE_MAX || pictures->inline_bytes + size > INLINE_BYTES_MAX) {
        tell_full(reader);
        return NULL;
    }
    picture = add(reader);
    if (picture == NULL)
        return NULL;
    pictures->inline_count++;
    pictures->inline_bytes += size;
    picture->image = fz_keep_image(reader->context, image);
    memcpy(picture->digest, digest, sizeof digest);
    return picture;
}

/* MuPDF says which image it paints, not which object that is; its store knows it as long as the image is kept. */
static void settle_named(struct pdf_reader *reader, struct picture *picture, enum pdf_painted how)
{
    struct pdf_pictures *pictures = reader->pictures;
    fz_image *image = pdf_find_item(reader->context, fz_drop_image_imp, picture->object);

    for (size_t index = 0; image != NULL && index < pictures->painted_count; index++)
        if (pictures->painted[index].image == image)
            settle(reader, picture, &pictures->painted[index], (uint32_t)index, how);
    fz_drop_image(reader->context, image);
}

void pdf_pictures_settle(struct pdf_reader *reader, enum pdf_painted how)
{
    struct pdf_pictures *pictures = reader->pictures;

    for (size_t index = 0; index < pictures->painted_count && reader->status == STATUS_OK; index++) {
        const struct painted *painted = &pictures->painted[index];
        struct picture *picture = painted->is_inline ? inline_picture(reader, painted->image) : NULL;

        if (picture != NULL)
            settle(reader, picture, painted, (uint32_t)index, how);
    }
    for (size_t index = 0; index < pictures->named_count && pictures->painted_count > 0; index++)
        settle_named(reader, &pictures->items[pictures->named[index]], how);
    pdf_pictures_forget(reader);
}

/* ---- reading ---- */

struct load_job {
    const struct picture *picture;
    struct pdf_image_file file;
    bool is_known;
};

/* As it is stored: the same picture may be shown otherwise on the page of another version. */
static bool is_known(struct pdf_reader *reader, const struct picture *picture)
{
    fz_context *context = reader->context;
    fz_buffer *stored;
    uint8_t *data;
    size_t size;
    bool is_new;

    if (reader->history == NULL)
        return false;
    if (picture->image != NULL)
        return !pdf_history_is_new_file(reader, bytes_of(picture->digest, sizeof picture->digest));
    stored = pdf_load_raw_stream(context, picture->object);
    size = fz_buffer_storage(context, stored, &data);
    is_new = pdf_history_is_new_file(reader, bytes_of(data, size));
    fz_drop_buffer(context, stored);
    return !is_new;
}

static void load(struct pdf_reader *reader, void *argument)
{
    fz_context *context = reader->context;
    struct load_job *job = argument;
    const struct picture *picture = job->picture;
    fz_image *image;

    job->is_known = is_known(reader, picture);
    if (job->is_known)
        return;
    image = picture->image != NULL ? fz_keep_image(context, picture->image)
                                   : pdf_load_image(context, reader->document, picture->object);
    reader->damage_count = 0;
    fz_try(context) pdf_image_write(context, image, picture->shown, &job->file);
    fz_always(context) fz_drop_image(context, image);
    fz_catch(context) fz_rethrow(context);
}

static void unload(struct pdf_reader *reader, void *argument)
{
    fz_drop_buffer(reader->context, argument);
}

static enum status hand_over(struct pdf_reader *reader, const struct part_hint *hint, const struct load_job *job)
{
    uint8_t *data;
    size_t size = fz_buffer_storage(reader->context, job->file.content, &data);
    uint64_t cost = size + job->file.pixels;
    enum status status = extract_charge(reader->job, cost, cost, 0);

    if (status != STATUS_OK)
        return status_scope(status) == SCOPE_PART ? extract_child_unread(reader->job, hint, status, NULL) : status;
    if (reader->damage_count > 0)
        return extract_child_damaged(reader->job, hint, bytes_of(data, size), NULL, STATUS_MALFORMED,
                                     "the picture cannot be decoded: it is damaged or of a rare kind");
    return extract_child(reader->job, hint, bytes_of(data, size), NULL);
}

static enum status read_picture(struct pdf_reader *reader, const struct picture *picture, uint32_t number)
{
    struct load_job job = { .picture = picture };
    char name[128];
    struct part_hint hint = { .name = name };
    enum status status;

    snprintf(name, sizeof name, "%s%spage %u picture %u", reader->earlier != NULL ? reader->earlier : "",
             reader->earlier != NULL ? "/" : "", picture->page, number);
    status = pdf_guard(reader, load, &job);
    if (status != STATUS_OK) {
        if (reader->status != STATUS_OK || status_scope(status) == SCOPE_SCAN)
            return status;
        return extract_child_unread(reader->job, &hint, status, NULL);
    }
    if (job.is_known)
        return STATUS_OK;
    status = hand_over(reader, &hint, &job);
    if (pdf_guard(reader, unload, job.file.content) != STATUS_OK && status == STATUS_OK)
        status = STATUS_BUG;
    return status;
}

/* By page; those that it paints in their order, then those that it only names. */
static int by_place(const void *left, const void *right)
{
    const struct picture *a = left, *b = right;

    if (a->page != b->page)
        return (a->page > b->page) - (a->page < b->page);
    return (a->order > b->order) - (a->order < b->order);
}

enum status pdf_pictures_read(struct pdf_reader *reader)
{
    struct pdf_pictures *pictures = reader->pictures;
    uint32_t page = 0, number = 0;
    enum status status = STATUS_OK;

    if (pictures->count > 1)
        qsort(pictures->items, pictures->count, sizeof *pictures->items, by_place);
    for (size_t index = 0; index < pictures->count && status == STATUS_OK; index++) {
        const struct picture *picture = &pictures->items[index];

        if (picture->state != STATE_NAMED && picture->state != STATE_TAKEN)
            continue;
        number = picture->page == page ? number + 1 : 1;
        page = picture->page;
        status = extract_check(reader->job);
        if (status == STATUS_OK)
            status = read_picture(reader, picture, number);
    }
    return status;
}
