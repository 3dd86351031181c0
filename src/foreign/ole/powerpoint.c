/* SPDX-License-Identifier: Apache-2.0 */
#include "foreign/ole/powerpoint.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/array.h"
#include "foreign/ole/ole_picture.h"
#include "foreign/ole/powerpoint_object.h"
#include "foreign/ole/powerpoint_text.h"

enum {
    EDITS_MAX = 10000, /* savings of one presentation */
    ENCRYPTED_EDIT_SIZE = 32,
    LIST_OF_SLIDES = 0,
    LIST_OF_MASTERS = 1,
    SLIDE_HIDDEN = 4,
    NUMBER_MAX = 0xFFFFF,
};

/* 2.3.2: of the stream "Current User", when the rest is encrypted. */
static const uint32_t token_encrypted = 0xF3D1C4DF;

/* A record of the present state, by the number under which others refer to it. */
struct persistent {
    uint32_t number, offset;
    uint32_t order; /* of the directory entry: the first one found is the newest */
    bool done;
};

struct presentation {
    struct extract_job *job;
    struct ole_output *output;
    struct bytes stream;
    struct persistent *items; /* by number */
    size_t count, capacity;
    uint32_t document; /* number of the document's own record */
    uint32_t slide_count;
};

/* ---- directories ---- */

/* 2.3.5: numbers and offsets, in ranges. */
static enum status directory_add(struct presentation *presentation, struct bytes directory)
{
    struct reader reader = reader_of(directory);
    enum status status = STATUS_OK;

    while (reader.end - reader.next >= 4 && status == STATUS_OK) {
        uint32_t range = reader_u32le(&reader), number = range & NUMBER_MAX, count = range >> 20;

        for (; count > 0 && !reader.overrun && status == STATUS_OK; count--, number++) {
            uint32_t offset = reader_u32le(&reader);

            if (reader.overrun)
                break;
            status = ARRAY_GROW(&presentation->items, &presentation->capacity, presentation->count + 1);
            if (status == STATUS_OK)
                presentation->items[presentation->count++] = (struct persistent){
                    .number = number, .offset = offset, .order = (uint32_t)presentation->count
                };
        }
    }
    return status;
}

static int compare_items(const void *left, const void *right)
{
    const struct persistent *one = left, *other = right;

    if (one->number != other->number)
        return one->number < other->number ? -1 : 1;
    return one->order < other->order ? -1 : one->order > other->order;
}

/* Keeps the newest of each number. */
static void items_settle(struct presentation *presentation)
{
    size_t kept = 0;

    if (presentation->count > 0)
        qsort(presentation->items, presentation->count, sizeof *presentation->items, compare_items);
    for (size_t index = 0; index < presentation->count; index++)
        if (kept == 0 || presentation->items[kept - 1].number != presentation->items[index].number)
            presentation->items[kept++] = presentation->items[index];
    presentation->count = kept;
}

static bool record_at(const struct presentation *presentation, size_t offset, struct powerpoint_record *record)
{
    bool cut = false;

    return offset < presentation->stream.size
           && powerpoint_record_next(presentation->stream, &offset, record, &cut);
}

/* 2.1.2, 2.3.3: from the newest edit back to the first, which goes towards the beginning of the stream. */
static enum status edits_read(struct presentation *presentation, uint32_t newest, bool *encrypted)
{
    struct powerpoint_record record, directory;
    uint32_t offset = newest, limit = UINT32_MAX;
    enum status status = STATUS_OK;

    for (unsigned count = 0; count < EDITS_MAX && offset > 0 && offset < limit && status == STATUS_OK; count++) {
        struct reader reader;
        uint32_t last, place;

        if (!record_at(presentation, offset, &record) || record.type != PPT_USER_EDIT)
            break;
        *encrypted |= count == 0 && record.body.size >= ENCRYPTED_EDIT_SIZE;
        reader = reader_of(record.body);
        (void)reader_u64le(&reader);
        last = reader_u32le(&reader);
        place = reader_u32le(&reader);
        if (count == 0)
            presentation->document = reader_u32le(&reader);
        if (record_at(presentation, place, &directory) && directory.type == PPT_DIRECTORY)
            status = directory_add(presentation, directory.body);
        limit = offset;
        offset = last;
    }
    items_settle(presentation);
    return status;
}

/* The record of that number; NULL when there is none. */
static struct persistent *item_find(struct presentation *presentation, uint32_t number)
{
    size_t low = 0, high = presentation->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (presentation->items[middle].number < number)
            low = middle + 1;
        else
            high = middle;
    }
    return low < presentation->count && presentation->items[low].number == number ? &presentation->items[low] : NULL;
}

/* ---- slides ---- */

static bool child_find(struct bytes records, uint16_t type, struct powerpoint_record *child)
{
    size_t offset = 0;
    bool cut = false;

    while (powerpoint_record_next(records, &offset, child, &cut))
        if (child->type == type)
            return true;
    return false;
}

/* 2.6.6 */
static bool slide_is_hidden(struct bytes slide)
{
    struct powerpoint_record info;

    return child_find(slide, PPT_SLIDE_SHOW_INFO, &info) && info.body.size > 10
           && (info.body.data[10] & SLIDE_HIDDEN) != 0;
}

static const char *slide_section(struct presentation *presentation, uint32_t number)
{
    char text[16];

    snprintf(text, sizeof text, "%u", number);
    return ole_output_section(presentation->job, "slide ", bytes_of_text(text));
}

/* The text of outlines stands with the list of slides: behind each slide's entry, up to the next one's. Returns where
 * that is. */
static enum status outline_emit(struct presentation *presentation, const struct powerpoint_place *place,
                                struct bytes list, size_t *offset)
{
    struct powerpoint_record record;
    size_t next = *offset;
    enum status status = STATUS_OK;
    bool cut = false;

    while (status == STATUS_OK && powerpoint_record_next(list, &next, &record, &cut)
           && record.type != PPT_SLIDE_PERSIST) {
        status = powerpoint_text_atom(presentation->output, place, &record);
        *offset = next;
    }
    return status;
}

/* A slide, its notes excepted: those have a list of their own. */
static enum status slide_emit(struct presentation *presentation, struct persistent *item, struct bytes list,
                              size_t *offset)
{
    uint32_t number = ++presentation->slide_count;
    struct powerpoint_place place = { .section = slide_section(presentation, number),
                                      .place = { PLACE_SLIDE, number },
                                      .role = TEXT_BODY };
    struct powerpoint_record slide;
    bool found = item != NULL && record_at(presentation, item->offset, &slide) && slide.type == PPT_SLIDE;
    enum status status;

    if (place.section == NULL)
        return STATUS_NO_MEMORY;
    if (found && slide_is_hidden(slide.body))
        place.role = TEXT_HIDDEN;
    status = outline_emit(presentation, &place, list, offset);
    if (status != STATUS_OK)
        return status;
    if (!found)
        return extract_gap(presentation->job, STATUS_MALFORMED, place.section);
    item->done = true;
    return powerpoint_text_emit(presentation->output, &place, slide.body);
}

/* The number of the slide that has this identifier, or 0. */
static uint32_t slide_number(struct bytes slides, uint32_t identifier)
{
    struct powerpoint_record record;
    uint32_t number = 0;
    size_t offset = 0;
    bool cut = false;

    while (powerpoint_record_next(slides, &offset, &record, &cut)) {
        if (record.type != PPT_SLIDE_PERSIST)
            continue;
        number++;
        if (bytes_u32le(record.body, 12) == identifier)
            return number;
    }
    return 0;
}

static enum status notes_emit(struct presentation *presentation, struct persistent *item, struct bytes slides,
                              struct bytes list, size_t *offset)
{
    struct powerpoint_place place = { .section = "notes", .role = TEXT_NOTE };
    struct powerpoint_record notes, atom;
    enum status status;
    uint32_t number = 0;

    if (item == NULL || !record_at(presentation, item->offset, &notes) || notes.type != PPT_NOTES)
        return extract_gap(presentation->job, STATUS_MALFORMED, "notes");
    if (child_find(notes.body, PPT_NOTES_ATOM, &atom))
        number = slide_number(slides, bytes_u32le(atom.body, 0));
    if (number > 0)
        place.place = (struct place){ PLACE_SLIDE, number };
    item->done = true;
    status = outline_emit(presentation, &place, list, offset);
    return status != STATUS_OK ? status : powerpoint_text_emit(presentation->output, &place, notes.body);
}

static enum status master_emit(struct presentation *presentation, struct persistent *item, struct bytes list,
                               size_t *offset)
{
    static const struct powerpoint_place place = { .section = "master", .role = TEXT_HEADER };
    struct powerpoint_record master;
    enum status status = outline_emit(presentation, &place, list, offset);

    if (status != STATUS_OK || item == NULL || item->done || !record_at(presentation, item->offset, &master))
        return status;
    item->done = true;
    return powerpoint_text_emit(presentation->output, &place, master.body);
}

/* 2.4.14.1: entries of slides, masters or notes. `slides` is the list of slides. */
static enum status list_emit(struct presentation *presentation, const struct powerpoint_record *list,
                             struct bytes slides)
{
    struct powerpoint_record record;
    enum status status = STATUS_OK;
    size_t offset = 0;
    bool cut = false;

    while (status == STATUS_OK && powerpoint_record_next(list->body, &offset, &record, &cut)) {
        struct persistent *item;

        if (record.type != PPT_SLIDE_PERSIST)
            continue;
        item = item_find(presentation, bytes_u32le(record.body, 0));
        if (list->instance == LIST_OF_SLIDES)
            status = slide_emit(presentation, item, list->body, &offset);
        else if (list->instance == LIST_OF_MASTERS)
            status = master_emit(presentation, item, list->body, &offset);
        else
            status = notes_emit(presentation, item, slides, list->body, &offset);
        if (status == STATUS_OK)
            status = extract_progress(presentation->job, 0);
    }
    return status;
}

static bool list_find(struct bytes document, uint16_t instance, struct powerpoint_record *list)
{
    size_t offset = 0;
    bool cut = false;

    while (powerpoint_record_next(document, &offset, list, &cut))
        if (list->type == PPT_SLIDE_LIST && list->instance == instance)
            return true;
    return false;
}

/* Everything of the document that is in none of the lists: headers and footers for all slides, links, properties. */
static enum status document_rest_emit(struct presentation *presentation, struct bytes document)
{
    static const struct powerpoint_place place = { .section = "document", .role = TEXT_BODY };
    struct powerpoint_record record;
    enum status status = STATUS_OK;
    size_t offset = 0, start;
    bool cut = false;

    for (start = 0; status == STATUS_OK && powerpoint_record_next(document, &offset, &record, &cut); start = offset)
        if (record.type != PPT_SLIDE_LIST)
            status = powerpoint_text_emit(presentation->output, &place, bytes_slice(document, start, offset - start));
    return status;
}

static enum status document_emit(struct presentation *presentation)
{
    static const uint16_t order[] = { LIST_OF_SLIDES, 2, LIST_OF_MASTERS };
    struct persistent *item = item_find(presentation, presentation->document);
    struct powerpoint_record document, list, slides = { .body = { NULL, 0 } };
    enum status status = STATUS_OK;

    if (item == NULL || !record_at(presentation, item->offset, &document) || document.type != PPT_DOCUMENT)
        return extract_gap(presentation->job, STATUS_MALFORMED, "the document's directory");
    item->done = true;
    if (!list_find(document.body, LIST_OF_SLIDES, &slides))
        slides.body = bytes_of(NULL, 0);
    for (size_t index = 0; index < sizeof order / sizeof *order && status == STATUS_OK; index++)
        if (list_find(document.body, order[index], &list))
            status = list_emit(presentation, &list, slides.body);
    return status != STATUS_OK ? status : document_rest_emit(presentation, document.body);
}

/* ---- what no list names ---- */

static int compare_offsets(const void *left, const void *right)
{
    const struct persistent *one = left, *other = right;

    return one->offset < other->offset ? -1 : one->offset > other->offset;
}

static struct persistent *item_at(struct presentation *presentation, size_t offset)
{
    struct persistent key = { .offset = (uint32_t)offset };

    if (presentation->count == 0)
        return NULL;
    return bsearch(&key, presentation->items, presentation->count, sizeof key, compare_offsets);
}

static struct powerpoint_place remains_place(const struct presentation *presentation,
                                             const struct powerpoint_record *record, bool is_present)
{
    if (presentation->count == 0) /* no directory: nobody knows what is seen */
        return (struct powerpoint_place){ .section = "slide", .role = TEXT_BODY };
    if (!is_present)
        return (struct powerpoint_place){ .section = "earlier version", .role = TEXT_HIDDEN };
    if (record->type == PPT_NOTES)
        return (struct powerpoint_place){ .section = "notes", .role = TEXT_NOTE };
    if (record->type == PPT_SLIDE || record->type == PPT_DOCUMENT)
        return (struct powerpoint_place){ .section = "unlisted slide", .role = TEXT_HIDDEN };
    return (struct powerpoint_place){ .section = "master", .role = TEXT_HEADER };
}

/* Records of the stream that were not read yet: of the present state (masters of notes and handouts, slides that a
 * damaged list does not name), or of an earlier one. */
static enum status remains_emit(struct presentation *presentation)
{
    struct powerpoint_record record;
    enum status status = STATUS_OK;
    size_t offset = 0, start = 0;
    bool cut = false;

    if (presentation->count > 0)
        qsort(presentation->items, presentation->count, sizeof *presentation->items, compare_offsets);
    for (; status == STATUS_OK && powerpoint_record_next(presentation->stream, &offset, &record, &cut);
         start = offset) {
        struct persistent *item = item_at(presentation, start);
        struct powerpoint_place place = remains_place(presentation, &record, item != NULL);

        if (record.type == PPT_OBJECT)
            status = powerpoint_object_read(presentation->job, &record, item != NULL);
        if (!record.is_container || (item != NULL && item->done))
            continue;
        status = powerpoint_text_emit(presentation->output, &place, record.body);
    }
    if (status == STATUS_OK && cut)
        return extract_gap(presentation->job, STATUS_MALFORMED, "the presentation breaks off");
    return status;
}

static enum status presentation_read(struct presentation *presentation, struct bytes user, bool *encrypted)
{
    enum status status;

    *encrypted = bytes_u32le(user, 12) == token_encrypted;
    status = edits_read(presentation, bytes_u32le(user, 16), encrypted);
    if (status != STATUS_OK)
        return status;
    if (*encrypted)
        return extract_gap(presentation->job, STATUS_ENCRYPTED, NULL);
    status = document_emit(presentation);
    return status != STATUS_OK ? status : remains_emit(presentation);
}

static enum status pictures_read(struct extract_job *job, struct ole_storage *storage)
{
    struct ole_pictures pictures;
    struct bytes stream;
    enum status status = ole_storage_read_named(storage, "Pictures", &stream);

    if (status != STATUS_OK)
        return status;
    ole_pictures_start(&pictures, job, bytes_of(NULL, 0));
    status = ole_pictures_stream(&pictures, stream);
    ole_pictures_free(&pictures);
    return status;
}

enum status powerpoint_read(struct extract_job *job, struct ole_storage *storage, bool *encrypted)
{
    struct presentation presentation = { .job = job };
    struct bytes user;
    enum status status = ole_storage_read_named(storage, "PowerPoint Document", &presentation.stream);

    *encrypted = false;
    if (status == STATUS_OK)
        status = ole_storage_read_named(storage, "Current User", &user);
    presentation.output = arena_alloc(job->arena, sizeof *presentation.output);
    if (status == STATUS_OK && presentation.output == NULL)
        status = STATUS_NO_MEMORY;
    if (status != STATUS_OK)
        return status;
    ole_output_start(presentation.output, job);
    status = presentation_read(&presentation, user, encrypted);
    alloc_free(presentation.items);
    return status != STATUS_OK || *encrypted ? status : pictures_read(job, storage);
}
