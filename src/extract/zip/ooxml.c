/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/zip/ooxml.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/alloc.h"
#include "base/array.h"
#include "base/buf.h"
#include "extract/unpack.h"
#include "extract/zip/ooxml_relations.h"
#include "extract/zip/ooxml_sheet.h"
#include "extract/zip/ooxml_slide.h"
#include "extract/zip/ooxml_styles.h"
#include "extract/zip/ooxml_text.h"
#include "extract/zip/ooxml_types.h"
#include "extract/zip/ooxml_workbook.h"
#include "extract/zip/xlsb_data.h"
#include "extract/zip/xlsb_notes.h"
#include "extract/zip/xlsb_sheet.h"
#include "extract/zip/xlsb_workbook.h"
#include "text/utf8.h"

enum {
    BID_MEMBERS_MAX = 10000, /* looked at for recognising a package */
    BID = 96,                /* the zip signature, and the name of the part that only packages have */
    DEFAULTS_MAX = 256, /* extensions with a content type of their own */
    PLACING_DEPTH = 3,  /* a slide's drawing's chart's drawing */
};

#define OFFICE_2006 "http://schemas.openxmlformats.org/"
#define STRICT "http://purl.oclc.org/ooxml/"

const struct xml_namespace ooxml_namespaces[] = {
    { OFFICE_2006 "wordprocessingml/2006/main", OOXML_WORD },
    { STRICT "wordprocessingml/main", OOXML_WORD },
    { OFFICE_2006 "drawingml/2006/main", OOXML_DRAWING },
    { STRICT "drawingml/main", OOXML_DRAWING },
    { OFFICE_2006 "spreadsheetml/2006/main", OOXML_SHEET },
    { STRICT "spreadsheetml/main", OOXML_SHEET },
    { "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main", OOXML_SHEET_EXTENSION },
    { "http://schemas.microsoft.com/office/excel/2006/main", OOXML_SHEET_FORMULA },
    { OFFICE_2006 "presentationml/2006/main", OOXML_PRESENTATION },
    { STRICT "presentationml/main", OOXML_PRESENTATION },
    { OFFICE_2006 "drawingml/2006/chart", OOXML_CHART },
    { STRICT "drawingml/chart", OOXML_CHART },
    { "http://schemas.microsoft.com/office/drawing/2014/chartex", OOXML_CHART },
    { OFFICE_2006 "officeDocument/2006/math", OOXML_MATH },
    { STRICT "officeDocument/math", OOXML_MATH },
    { OFFICE_2006 "officeDocument/2006/relationships", OOXML_RELATIONSHIP },
    { STRICT "officeDocument/relationships", OOXML_RELATIONSHIP },
    { OFFICE_2006 "markup-compatibility/2006", OOXML_MARKUP },
    { "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments", OOXML_THREADED },
    { "urn:schemas-microsoft-com:vml", OOXML_VML },
    { "http://schemas.microsoft.com/office/visio/2012/main", OOXML_VISIO },
    { "http://schemas.microsoft.com/office/visio/2011/1/core", OOXML_VISIO },
    /* Word 2003's, whose elements mostly kept their names. */
    { "http://schemas.microsoft.com/office/word/2003/wordml", OOXML_WORD },
    { "http://schemas.microsoft.com/aml/2001/core", OOXML_ANNOTATION },
    { "urn:schemas-microsoft-com:office:office", OOXML_OFFICE },
    { NULL, 0 },
};

static const struct format zip_format = { "zip", "application/zip" };

static const char content_types_name[] = "[Content_Types].xml";

/* ECMA-376 part 2, 6.2.3: a package has this part and relationships of its own. */
static unsigned ooxml_bid(struct bytes input, const struct part_hint *hint)
{
    struct zip_cursor cursor;
    struct zip_member member;
    bool has_types = false, has_relationships = false;

    (void)hint;
    if (!bytes_start_with(input, "PK\3\4", 4) || !zip_cursor_start(input, &cursor))
        return 0;
    for (unsigned count = 0; count < BID_MEMBERS_MAX && zip_cursor_next(&cursor, &member); count++) {
        has_types |= bytes_equal(member.name, bytes_of_text(content_types_name));
        has_relationships |= bytes_start_with(member.name, "_rels", 5);
        if (has_types && has_relationships)
            return BID;
    }
    return 0;
}

enum status ooxml_settle(struct ooxml *ooxml, const struct ooxml_entry *entry, enum status status)
{
    return package_settle(&ooxml->package, entry->member, status);
}

enum status ooxml_parse(struct ooxml *ooxml, const struct zip_member *member, const struct xml_handler *handler,
                        void *context)
{
    return package_parse(&ooxml->package, member, ooxml_namespaces, handler, context);
}

const char *ooxml_keep(struct ooxml *ooxml, struct bytes text)
{
    return package_keep(&ooxml->package, text);
}

enum status ooxml_emit(struct ooxml *ooxml, const struct text_run *run, struct bytes utf8)
{
    return package_emit(ooxml->package.job, run, utf8);
}

/* ---- content types ---- */

struct content_types {
    struct ooxml *ooxml;
    bool *overridden; /* by the index of the entry: it has a type of its own, known or not */
    struct {
        const char *extension;
        const struct ooxml_type *type;
    } defaults[DEFAULTS_MAX];
    size_t default_count;
};

static enum status content_type_start(void *context, const struct xml_element *element)
{
    struct content_types *types = context;
    struct bytes name, content_type;
    const struct zip_member *member;

    if (!xml_attribute(element, XML_SPACE_ANY, "ContentType", &content_type))
        return STATUS_OK;
    if (xml_attribute(element, XML_SPACE_ANY, "PartName", &name)) {
        member = zipfile_find(&types->ooxml->package.zipfile, name);
        if (member != NULL) {
            size_t index = (size_t)(member - types->ooxml->package.zipfile.members);

            types->ooxml->entries[index].type = ooxml_types_find(content_type);
            types->overridden[index] = true;
        }
        return STATUS_OK;
    }
    if (!xml_attribute(element, XML_SPACE_ANY, "Extension", &name) || types->default_count == DEFAULTS_MAX)
        return STATUS_OK;
    types->defaults[types->default_count].extension = ooxml_keep(types->ooxml, name);
    if (types->defaults[types->default_count].extension == NULL)
        return STATUS_NO_MEMORY;
    types->defaults[types->default_count++].type = ooxml_types_find(content_type);
    return STATUS_OK;
}

static const struct ooxml_type *type_by_extension(const struct content_types *types, struct bytes name)
{
    for (size_t index = 0; index < types->default_count; index++) {
        const char *extension = types->defaults[index].extension;
        size_t size = strlen(extension);

        if (name.size > size && name.data[name.size - size - 1] == '.'
            && strncasecmp((const char *)name.data + name.size - size, extension, size) == 0)
            return types->defaults[index].type;
    }
    return NULL;
}

static enum status content_types_read(struct ooxml *ooxml)
{
    static const struct xml_handler handler = { content_type_start, package_no_end, package_no_text };
    const struct zip_member *member = zipfile_find(&ooxml->package.zipfile, bytes_of_text(content_types_name));
    struct content_types types = { .ooxml = ooxml };
    enum status status;

    if (member == NULL)
        return STATUS_OK;
    types.overridden = arena_zeroed(ooxml->package.job->arena, ooxml->package.zipfile.count * sizeof *types.overridden);
    if (types.overridden == NULL)
        return STATUS_NO_MEMORY;
    status = ooxml_parse(ooxml, member, &handler, &types);
    ooxml->entries[member - ooxml->package.zipfile.members].done = true;
    if (status_scope(status) == SCOPE_PART) {
        ooxml->types_damage = status;
        status = STATUS_OK;
    }
    for (size_t index = 0; index < ooxml->package.zipfile.count; index++)
        if (!types.overridden[index])
            ooxml->entries[index].type = type_by_extension(&types, ooxml->entries[index].member->name);
    return status;
}

/* ---- relationships ---- */

struct relationship_reading {
    struct ooxml *ooxml;
    char folder[PACKAGE_PATH_MAX]; /* of the source part, with a slash at the end unless it is the root */
    struct ooxml_relationship *items;
    size_t count, capacity;
    bool links; /* emit external targets instead of collecting internal ones */
};

static enum status link_emit(struct relationship_reading *reading, struct bytes target)
{
    return ooxml_emit(reading->ooxml,
                      &(struct text_run){ .role = TEXT_LINK, .join = JOIN_BROKEN, .section = "relationships" }, target);
}

static enum status relationship_start(void *context, const struct xml_element *element)
{
    struct relationship_reading *reading = context;
    struct ooxml *ooxml = reading->ooxml;
    const struct zip_member *member;
    struct ooxml_relationship *item;
    struct bytes target, id, type = { NULL, 0 };
    enum status status;

    if (strcmp(element->name, "Relationship") != 0 || !xml_attribute(element, XML_SPACE_ANY, "Target", &target))
        return STATUS_OK;
    if (xml_attribute_is(element, "TargetMode", "External"))
        return reading->links ? link_emit(reading, target) : STATUS_OK;
    if (reading->links || !xml_attribute(element, XML_SPACE_ANY, "Id", &id))
        return STATUS_OK;
    (void)xml_attribute(element, XML_SPACE_ANY, "Type", &type);
    status = array_grow((void **)&reading->items, &reading->capacity, reading->count + 1, sizeof *reading->items);
    if (status != STATUS_OK)
        return status;
    item = &reading->items[reading->count];
    item->id = ooxml_keep(ooxml, id);
    item->kind = ooxml_types_relation(type);
    if (item->id == NULL)
        return STATUS_NO_MEMORY;
    member = package_find(&ooxml->package, reading->folder, target);
    item->target = member != NULL ? &ooxml->entries[member - ooxml->package.zipfile.members] : NULL;
    reading->count++;
    return STATUS_OK;
}

static const struct xml_handler relationship_handler = { relationship_start, package_no_end, package_no_text };

/* "a/b.xml" has its relationships in "a/_rels/b.xml.rels" (ECMA-376 part 2, 6.5.2.3). */
static const struct zip_member *relationships_member(struct ooxml *ooxml, struct bytes name, char *folder)
{
    char path[PACKAGE_PATH_MAX + 16];
    const uint8_t *slash = name.size > 0 ? memrchr(name.data, '/', name.size) : NULL;
    int folder_size = slash != NULL ? (int)(slash - name.data) + 1 : 0;
    int size;

    if (name.size >= PACKAGE_PATH_MAX - sizeof "_rels/.rels" || memchr(name.data, '\0', name.size) != NULL)
        return NULL;
    if (folder_size > 0)
        memcpy(folder, name.data, (size_t)folder_size);
    folder[folder_size] = '\0';
    size = snprintf(path, sizeof path, "%s_rels/%.*s.rels", folder, (int)name.size - folder_size,
                    (const char *)name.data + folder_size);
    return zipfile_find(&ooxml->package.zipfile, bytes_of(path, (size_t)size));
}

static int compare_relationships(const void *left, const void *right)
{
    return strcmp(((const struct ooxml_relationship *)left)->id, ((const struct ooxml_relationship *)right)->id);
}

/* What was read, for as long as the package is open. */
static enum status relationships_keep(struct relationship_reading *reading, struct ooxml_relationships *relationships)
{
    struct ooxml_relationship *kept;

    if (reading->count == 0)
        return STATUS_OK;
    kept = arena_alloc(reading->ooxml->package.job->arena, reading->count * sizeof *kept);
    if (kept == NULL)
        return STATUS_NO_MEMORY;
    qsort(reading->items, reading->count, sizeof *kept, compare_relationships);
    memcpy(kept, reading->items, reading->count * sizeof *kept);
    *relationships = (struct ooxml_relationships){ kept, reading->count };
    return STATUS_OK;
}

enum status ooxml_relationships_collect(struct ooxml *ooxml, struct bytes name,
                                        struct ooxml_relationships *relationships, const struct zip_member **member)
{
    struct relationship_reading reading = { .ooxml = ooxml };
    enum status status, kept;

    *relationships = (struct ooxml_relationships){ NULL, 0 };
    *member = relationships_member(ooxml, name, reading.folder);
    if (*member == NULL)
        return STATUS_OK;
    status = ooxml_parse(ooxml, *member, &relationship_handler, &reading);
    kept = status_scope(status) <= SCOPE_PART ? relationships_keep(&reading, relationships) : STATUS_OK;
    alloc_free(reading.items);
    return kept != STATUS_OK ? kept : status;
}

enum status ooxml_relationships_read(struct ooxml *ooxml, const struct ooxml_entry *entry,
                                     struct ooxml_relationships *relationships)
{
    const struct zip_member *member;
    enum status status = ooxml_relationships_collect(ooxml, entry->member->name, relationships, &member);

    return ooxml_settle(ooxml, entry, status);
}

struct ooxml_entry *ooxml_related(const struct ooxml_relationships *relationships, struct bytes id)
{
    size_t low = 0, high = relationships->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const char *found = relationships->items[middle].id;
        int difference = strncmp(found, id.data != NULL ? (const char *)id.data : "", id.size);

        if (difference == 0 && found[id.size] == '\0')
            return relationships->items[middle].target;
        if (difference < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

/* Masters and layouts belong to many slides, so to none. */
static bool may_be_placed(const struct ooxml_entry *target)
{
    if (target == NULL || target->place.unit != PLACE_NONE || target->type == NULL)
        return false;
    if (target->type->kind == OOXML_BINARY_COMMENTS)
        return true;
    return target->type->kind == OOXML_TEXT && target->type->role != TEXT_HEADER;
}

enum status ooxml_place_related(struct ooxml *ooxml, const struct ooxml_entry *entry)
{
    const struct ooxml_entry *waiting[PLACING_DEPTH * 32] = { entry };
    size_t next = 0, count = 1;

    while (next < count) {
        struct ooxml_relationships related;
        enum status status = ooxml_relationships_read(ooxml, waiting[next++], &related);

        if (status != STATUS_OK)
            return status;
        for (size_t index = 0; index < related.count; index++) {
            struct ooxml_entry *target = related.items[index].target;

            if (!may_be_placed(target))
                continue;
            target->place = entry->place;
            target->hidden |= entry->hidden;
            if (count < sizeof waiting / sizeof *waiting)
                waiting[count++] = target;
        }
    }
    return STATUS_OK;
}

struct ooxml_entry *ooxml_entry_of_kind(const struct ooxml *ooxml, enum ooxml_kind kind)
{
    for (size_t index = 0; index < ooxml->package.zipfile.count; index++)
        if (ooxml->entries[index].type != NULL && ooxml->entries[index].type->kind == kind)
            return &ooxml->entries[index];
    return NULL;
}

/* ---- parts that are values and nothing else ---- */

struct values {
    struct ooxml *ooxml;
    struct text_run run;
    bool attributes; /* values stand in attributes as well */
};

static enum status value_emit(struct values *values, struct bytes text)
{
    enum status status;

    if (text.size == 0)
        return STATUS_OK;
    status = ooxml_emit(values->ooxml, &values->run, text);
    values->run.join = JOIN_GLUED;
    return status;
}

static enum status value_start(void *context, const struct xml_element *element)
{
    static const char *const names[] = { "name",    "description", "connection", "command", "sourceFile",
                                         "caption", "url",         "c",          "n",       "author",
                                         "displayName" };
    struct values *values = context;
    enum status status = STATUS_OK;
    struct bytes value;

    values->run.join = JOIN_BROKEN;
    for (size_t index = 0; index < sizeof names / sizeof *names && status == STATUS_OK; index++) {
        if (index > 0 && !values->attributes)
            break;
        values->run.join = JOIN_BROKEN;
        if (xml_attribute(element, XML_SPACE_ANY, names[index], &value))
            status = value_emit(values, value);
    }
    values->run.join = JOIN_BROKEN;
    return status;
}

static enum status value_end(void *context, const struct xml_element *element)
{
    struct values *values = context;

    (void)element;
    values->run.join = JOIN_BROKEN;
    return STATUS_OK;
}

static enum status value_text(void *context, const char *utf8, size_t size)
{
    return value_emit(context, bytes_of(utf8, size));
}

static enum status values_read(struct ooxml *ooxml, const struct ooxml_entry *entry)
{
    static const struct xml_handler handler = { value_start, value_end, value_text };
    struct values values = { .ooxml = ooxml,
                             .run = { .role = entry->type->role, .join = JOIN_BROKEN, .section = entry->type->section },
                             .attributes = entry->type->kind == OOXML_WORKBOOK_TEXT };

    return ooxml_parse(ooxml, entry->member, &handler, &values);
}

static enum status links_read(struct ooxml *ooxml, const struct ooxml_entry *entry)
{
    struct relationship_reading reading = { .ooxml = ooxml, .links = true };

    return ooxml_parse(ooxml, entry->member, &relationship_handler, &reading);
}

/* ---- the package ---- */

static enum status entry_dispatch(struct ooxml *ooxml, struct ooxml_entry *entry)
{
    switch (entry->type->kind) {
    case OOXML_IGNORED:
        return STATUS_OK;
    case OOXML_SHARED_STRINGS: /* of no workbook: they are read with one, or not at all */
    case OOXML_CELL_STYLES:
    case OOXML_BINARY_STRINGS:
    case OOXML_BINARY_STYLES:
        return STATUS_UNSUPPORTED;
    case OOXML_TEXT:
    case OOXML_SLIDE:
    case OOXML_DOCUMENT:
        return ooxml_text_read(ooxml, entry);
    case OOXML_TEXT_STYLES:
        return ooxml_styles_read(ooxml, entry);
    case OOXML_WORKBOOK:
        return ooxml_workbook_read(ooxml, entry);
    case OOXML_WORKSHEET:
        return ooxml_sheet_read(ooxml, entry);
    case OOXML_PIVOT:
        return ooxml_pivot_read(ooxml, entry);
    case OOXML_TABLE:
        return ooxml_table_read(ooxml, entry);
    case OOXML_BINARY_WORKBOOK:
        return xlsb_workbook_read(ooxml, entry);
    case OOXML_BINARY_SHEET:
        return xlsb_sheet_read(ooxml, entry);
    case OOXML_BINARY_COMMENTS:
        return xlsb_notes_read_comments(ooxml, entry);
    case OOXML_BINARY_TABLE:
        return xlsb_notes_read_table(ooxml, entry);
    case OOXML_BINARY_CACHE:
        return xlsb_data_read_cache(ooxml, entry);
    case OOXML_BINARY_LINK:
        return xlsb_data_read_link(ooxml, entry);
    case OOXML_BINARY_CONNECTIONS:
        return xlsb_notes_read_connections(ooxml, entry);
    case OOXML_BINARY_CACHE_RECORDS: /* of no definition */
    case OOXML_BINARY_UNREAD:
        return STATUS_UNSUPPORTED;
    case OOXML_PRESENTATION_MAIN:
        return ooxml_presentation_read(ooxml, entry);
    case OOXML_WORKBOOK_TEXT:
    case OOXML_PROPERTIES:
        return values_read(ooxml, entry);
    case OOXML_RELATIONSHIPS:
        return links_read(ooxml, entry);
    }
    return STATUS_BUG;
}

enum status ooxml_entry_read(struct ooxml *ooxml, struct ooxml_entry *entry)
{
    enum status status;

    if (entry->done)
        return STATUS_OK;
    entry->done = true;
    if (package_is_folder(entry->member))
        return STATUS_OK;
    status = extract_progress(ooxml->package.job, 0);
    if (status != STATUS_OK)
        return status;
    if (entry->type == NULL)
        return package_child(&ooxml->package, entry->member, NULL);
    return ooxml_settle(ooxml, entry, entry_dispatch(ooxml, entry));
}

static struct ooxml_entry *main_entry(const struct ooxml *ooxml)
{
    if (ooxml->main != NULL)
        return ooxml->main;
    for (size_t index = 0; index < ooxml->package.zipfile.count; index++)
        if (ooxml_types_format(ooxml->entries[index].type) != NULL)
            return &ooxml->entries[index];
    return NULL;
}

/* The content types are read before it is known whether this process reads the package, and only then may be told how
 * they are. */
static enum status types_settle(struct ooxml *ooxml)
{
    const struct zipfile *zipfile = &ooxml->package.zipfile;

    if (ooxml->types_damage == STATUS_OK)
        return STATUS_OK;
    return package_settle(&ooxml->package, zipfile_find(zipfile, bytes_of_text(content_types_name)),
                          ooxml->types_damage);
}

static enum status package_read(struct ooxml *ooxml, struct ooxml_entry *first)
{
    enum status status = types_settle(ooxml);

    /* Whether text is hidden depends on the styles, so they come first. */
    for (size_t index = 0; index < ooxml->package.zipfile.count && status == STATUS_OK; index++)
        if (ooxml->entries[index].type != NULL && ooxml->entries[index].type->kind == OOXML_TEXT_STYLES)
            status = ooxml_entry_read(ooxml, &ooxml->entries[index]);
    if (status == STATUS_OK)
        status = ooxml_entry_read(ooxml, first);
    for (size_t index = 0; index < ooxml->package.zipfile.count && status == STATUS_OK; index++)
        status = ooxml_entry_read(ooxml, &ooxml->entries[index]);
    return status == STATUS_OK ? package_surroundings(&ooxml->package) : status;
}

/* A package of another kind (a printed page) has its text in XML files all the same. libarchive, which gets
 * at them also where the package is damaged, runs in the sandbox where there is one. */
static enum status others_read(struct ooxml *ooxml)
{
    struct extract_job *job = ooxml->package.job;
    bool is_zip = ooxml->package.zipfile.input.data == job->input.data;
    enum status status;

    if (is_zip && extract_hand_over(job, &unpack_extractor, &status))
        return status;
    status = types_settle(ooxml);
    if (status != STATUS_OK)
        return status;
    return is_zip ? unpack_members(job) : package_rest(&ooxml->package);
}

static enum status entries_create(struct ooxml *ooxml)
{
    const struct zipfile *zipfile = &ooxml->package.zipfile;
    enum status status;

    ooxml->entries = arena_zeroed(ooxml->package.job->arena, (zipfile->count + 1) * sizeof *ooxml->entries);
    if (ooxml->entries == NULL)
        return STATUS_NO_MEMORY;
    for (size_t index = 0; index < zipfile->count; index++)
        ooxml->entries[index].member = &zipfile->members[index];
    status = content_types_read(ooxml);
    return status != STATUS_OK ? status : ooxml_relations_follow(ooxml);
}

enum status ooxml_read(struct extract_job *job, struct bytes input)
{
    struct ooxml ooxml = { .table_count = 0 };
    struct ooxml_entry *first;
    enum status status = package_open(&ooxml.package, job, input);

    if (status == STATUS_OK)
        status = entries_create(&ooxml);
    if (status == STATUS_OK) {
        first = main_entry(&ooxml);
        job->part->format = first != NULL ? ooxml_types_format(first->type) : &zip_format;
        status = first != NULL ? package_read(&ooxml, first) : others_read(&ooxml);
    }
    package_close(&ooxml.package);
    return status;
}

static enum status ooxml_extract(struct extract_job *job)
{
    return ooxml_read(job, job->input);
}

const struct extractor ooxml_extractor = {
    .format = { "ooxml", "application/vnd.openxmlformats-package" },
    .bid = ooxml_bid,
    .extract = ooxml_extract,
};
