/* SPDX-License-Identifier: Apache-2.0 */
#include "foreign/ole/ole_picture.h"

#include <stdio.h>

#include "base/alloc.h"
#include "base/array.h"
#include "extract/bitmap.h"
#include "extract/metafile/wmf.h"
#include "foreign/ole/ole_inflate.h"
#include "foreign/ole/powerpoint_record.h"

/* [MS-ODRAW] 2.2, 2.3 */
enum {
    ART_STORE_ENTRY = 0xF007,
    ART_PICTURE_FIRST = 0xF018,
    ART_EMF = 0xF01A,
    ART_WMF = 0xF01B,
    ART_PICT = 0xF01C,
    ART_JPEG = 0xF01D,
    ART_PNG = 0xF01E,
    ART_DIB = 0xF01F,
    ART_TIFF = 0xF029,
    ART_JPEG_CMYK = 0xF02A,
    ART_PICTURE_LAST = 0xF117,
    ART_OPTIONS_SECOND = 0xF121,
    ART_OPTIONS_THIRD = 0xF122,
    DEPTH_MAX = 24,
    OPTION_SIZE = 6,
    OPTION_IS_PICTURE = 0x4000, /* by number; where it is complex, its data are the picture itself */
    OPTION_IS_COMPLEX = 0x8000,
    IDENTIFIER_SIZE = 16,
    METAFILE_BOUNDS_SIZE = 24,
    METAFILE_IS_DEFLATED = 0,
};

enum { SEEN_MAX = 4096 /* looked through for each picture; later ones may be read twice */ };

void ole_pictures_start(struct ole_pictures *pictures, struct extract_job *job, struct bytes delay)
{
    *pictures = (struct ole_pictures){ .job = job, .delay = delay };
}

void ole_pictures_free(struct ole_pictures *pictures)
{
    alloc_free(pictures->seen);
}

/* ---- a picture on its way out ---- */

/* A letterhead stands in a document as often as it is shown. */
static enum status look_up(struct ole_pictures *pictures, struct bytes picture, bool *known)
{
    struct digest digest;
    enum status status;

    *known = false;
    if (picture.size == 0)
        return STATUS_OK;
    /* Records may overlap, so that they make more pictures of a stream than it could hold. */
    pictures->charged += picture.size;
    status = extract_charge(pictures->job, picture.size, pictures->charged, pictures->job->input.size);
    if (status == STATUS_OK)
        status = digest_of(picture, &digest);
    for (size_t index = 0; status == STATUS_OK && index < pictures->seen_count && !*known; index++)
        *known = memcmp(&pictures->seen[index], &digest, sizeof digest) == 0;
    if (status != STATUS_OK || *known || pictures->seen_count == SEEN_MAX)
        return status;
    status = ARRAY_GROW(&pictures->seen, &pictures->seen_capacity, pictures->seen_count + 1);
    if (status == STATUS_OK)
        pictures->seen[pictures->seen_count++] = digest;
    return status;
}

/* `flaw`: what is wrong with it, or STATUS_OK. */
static enum status picture_emit(struct ole_pictures *pictures, const char *suffix, struct bytes picture,
                                enum status flaw)
{
    struct part_hint hint;
    enum status status;
    char name[32];
    bool known;

    status = look_up(pictures, picture, &known);
    if (status != STATUS_OK || known)
        return status;
    snprintf(name, sizeof name, "picture %u.%s", ++pictures->number, suffix);
    hint = (struct part_hint){ .name = name };
    if (picture.size == 0)
        return extract_child_unread(pictures->job, &hint, flaw != STATUS_OK ? flaw : STATUS_MALFORMED, NULL);
    if (flaw != STATUS_OK)
        return extract_child_damaged(pictures->job, &hint, picture, NULL, flaw, NULL);
    return extract_child(pictures->job, &hint, picture, NULL);
}

enum status ole_pictures_unread(struct ole_pictures *pictures, const char *kind)
{
    char name[32];

    snprintf(name, sizeof name, "picture %u", ++pictures->number);
    return extract_child_unread(pictures->job, &(struct part_hint){ .name = name }, STATUS_UNSUPPORTED, kind);
}

enum status ole_pictures_plain(struct ole_pictures *pictures, struct bytes picture, bool is_whole, const char *kind)
{
    if (wmf_recognise(picture))
        return picture_emit(pictures, "wmf", picture, is_whole ? STATUS_OK : STATUS_MALFORMED);
    return ole_pictures_unread(pictures, kind);
}

/* ---- bitmaps ---- */

enum status ole_pictures_bitmap(struct ole_pictures *pictures, struct bytes bitmap, bool is_whole)
{
    uint64_t start = bitmap_pixels_offset(bitmap);
    struct bytes file = bytes_of(NULL, 0);
    enum status status = STATUS_MALFORMED;

    if (start <= bitmap.size)
        status = bitmap_file(pictures->job, bytes_slice(bitmap, 0, (size_t)start),
                             bytes_slice(bitmap, (size_t)start, bitmap.size), &file);
    if (status != STATUS_OK && status_scope(status) != SCOPE_PART)
        return status;
    if (status != STATUS_OK)
        return picture_emit(pictures, "bmp", file, status);
    return picture_emit(pictures, "bmp", file, is_whole ? STATUS_OK : STATUS_MALFORMED);
}

/* ---- records ---- */

/* 2.2.31: how large it is, where it stands, how many bytes follow and whether they are deflated. */
static enum status metafile_read(struct ole_pictures *pictures, const char *suffix, struct bytes body, bool is_whole)
{
    struct reader reader = reader_of(body);
    uint32_t size = reader_u32le(&reader), kept;
    bool is_deflated;
    struct bytes data;
    enum status status = STATUS_OK;

    (void)reader_take(&reader, METAFILE_BOUNDS_SIZE);
    kept = reader_u32le(&reader);
    is_deflated = reader_u8(&reader) == METAFILE_IS_DEFLATED;
    (void)reader_u8(&reader);
    data = bytes_slice(bytes_of(reader.next, (size_t)(reader.end - reader.next)), 0, kept);
    if (reader.overrun || data.size < kept)
        is_whole = false;
    if (is_deflated)
        status = ole_inflate(pictures->job, data, size, &data);
    if (status != STATUS_OK && status_scope(status) != SCOPE_PART)
        return status;
    return picture_emit(pictures, suffix, data, status == STATUS_OK && !is_whole ? STATUS_MALFORMED : status);
}

static bool is_picture(uint16_t type)
{
    return type >= ART_PICTURE_FIRST && type <= ART_PICTURE_LAST;
}

/* 2.2.23: one identifier or two, as the last bit of the instance says; in front of what is no metafile, a tag. */
static enum status picture_read(struct ole_pictures *pictures, const struct powerpoint_record *record, bool is_whole)
{
    size_t identifiers = (record->instance & 1) != 0 ? 2 * IDENTIFIER_SIZE : IDENTIFIER_SIZE;
    struct bytes metafile = bytes_slice(record->body, identifiers, record->body.size);
    struct bytes picture = bytes_slice(metafile, 1, metafile.size);
    enum status flaw = is_whole && picture.size > 0 ? STATUS_OK : STATUS_MALFORMED;

    switch (record->type) {
    case ART_EMF:
        return metafile_read(pictures, "emf", metafile, is_whole);
    case ART_WMF:
        return metafile_read(pictures, "wmf", metafile, is_whole);
    case ART_JPEG:
    case ART_JPEG_CMYK:
        return picture_emit(pictures, "jpg", picture, flaw);
    case ART_PNG:
        return picture_emit(pictures, "png", picture, flaw);
    case ART_TIFF:
        return picture_emit(pictures, "tif", picture, flaw);
    case ART_DIB:
        return ole_pictures_bitmap(pictures, picture, flaw == STATUS_OK);
    case ART_PICT:
        return ole_pictures_unread(pictures, "PICT");
    default:
        return ole_pictures_unread(pictures, NULL);
    }
}

/* The one picture that these bytes are. *found: they begin as one does. */
static enum status single_read(struct ole_pictures *pictures, struct bytes bytes, bool *found)
{
    struct powerpoint_record record;
    size_t offset = 0;
    bool cut = false;

    *found = powerpoint_record_next(bytes, &offset, &record, &cut) && is_picture(record.type);
    return *found ? picture_read(pictures, &record, !cut) : STATUS_OK;
}

/* 2.2.32: the picture follows, behind its name, or lies elsewhere. An entry that nothing refers to may be empty. */
static enum status entry_read(struct ole_pictures *pictures, struct bytes body)
{
    struct reader reader = reader_of(body);
    uint32_t size, references, place;
    enum status status;
    uint8_t name_size;
    bool found;

    (void)reader_take(&reader, 2 + IDENTIFIER_SIZE + 2);
    size = reader_u32le(&reader);
    references = reader_u32le(&reader);
    place = reader_u32le(&reader);
    (void)reader_u8(&reader);
    name_size = reader_u8(&reader);
    (void)reader_u16le(&reader);
    (void)reader_take(&reader, name_size);
    status = single_read(pictures, bytes_of(reader.next, (size_t)(reader.end - reader.next)), &found);
    if (status == STATUS_OK && !found && place != UINT32_MAX && size > 0)
        status = single_read(pictures, bytes_slice(pictures->delay, place, pictures->delay.size), &found);
    if (status != STATUS_OK || found || references == 0 || size == 0)
        return status;
    return extract_gap(pictures->job, STATUS_MALFORMED, "a picture is missing");
}

/* 2.2.9: numbers of six bytes, then the data of those that are longer. */
static enum status options_read(struct ole_pictures *pictures, const struct powerpoint_record *record)
{
    size_t size = (size_t)record->instance * OPTION_SIZE;
    struct reader options = reader_of(bytes_slice(record->body, 0, size));
    struct reader data = reader_of(bytes_slice(record->body, size, record->body.size));
    enum status status = STATUS_OK;

    while (options.end - options.next >= OPTION_SIZE && status == STATUS_OK) {
        uint16_t number = reader_u16le(&options);
        uint32_t value = reader_u32le(&options);
        struct bytes complex;
        bool found;

        if ((number & OPTION_IS_COMPLEX) == 0)
            continue;
        complex = reader_take(&data, value);
        if (data.overrun)
            return STATUS_OK; /* arrays may be longer than they say */
        if ((number & OPTION_IS_PICTURE) != 0)
            status = single_read(pictures, complex, &found);
    }
    return status;
}

static enum status record_read(struct ole_pictures *pictures, const struct powerpoint_record *record, bool is_whole)
{
    switch (record->type) {
    case ART_STORE_ENTRY:
        return entry_read(pictures, record->body);
    case ART_OPTIONS:
    case ART_OPTIONS_SECOND:
    case ART_OPTIONS_THIRD:
        return options_read(pictures, record);
    default:
        return is_picture(record->type) ? picture_read(pictures, record, is_whole) : STATUS_OK;
    }
}

enum status ole_pictures_walk(struct ole_pictures *pictures, struct bytes records)
{
    struct {
        struct bytes records;
        size_t offset;
    } levels[DEPTH_MAX] = { { records, 0 } };
    size_t depth = 1;
    bool any_cut = false, too_deep = false;
    enum status status = STATUS_OK;

    while (depth > 0 && status == STATUS_OK) {
        struct powerpoint_record record;
        bool cut = false;

        status = extract_progress(pictures->job, 0);
        if (status != STATUS_OK)
            break;
        if (!powerpoint_record_next(levels[depth - 1].records, &levels[depth - 1].offset, &record, &cut)) {
            depth--;
            continue;
        }
        any_cut |= cut;
        if (!record.is_container) {
            status = record_read(pictures, &record, !cut);
        } else if (depth < DEPTH_MAX) {
            levels[depth].records = record.body;
            levels[depth++].offset = 0;
        } else {
            too_deep = true;
        }
    }
    if (status == STATUS_OK && too_deep)
        return extract_gap(pictures->job, STATUS_LIMIT_DEPTH, "drawings");
    return status == STATUS_OK && any_cut ? extract_gap(pictures->job, STATUS_MALFORMED, "drawings") : status;
}

enum status ole_pictures_stream(struct ole_pictures *pictures, struct bytes stream)
{
    struct powerpoint_record record;
    enum status status = STATUS_OK;
    bool cut = false, is_strange = false;

    for (size_t offset = 0; status == STATUS_OK && powerpoint_record_next(stream, &offset, &record, &cut);) {
        if (record.type == ART_STORE_ENTRY || is_picture(record.type))
            status = record_read(pictures, &record, !cut);
        else
            is_strange |= record.type != 0;
    }
    return status == STATUS_OK && (is_strange || cut) ? extract_gap(pictures->job, STATUS_MALFORMED, "pictures") : status;
}
