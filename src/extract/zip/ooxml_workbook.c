/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/zip/ooxml_workbook.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "base/buf.h"
#include "base/spool.h"
#include "extract/zip/ooxml_date.h"

enum {
    FORMATS_MAX = 65536, /* cell formats of one workbook */
    SHEETS_MAX = 10000,
    BATCH_SIZE = 32 * 1024,
    FORMAT_NUMBERS_MAX = 4096, /* number formats of a workbook's own */
};

struct sheet_item {
    struct ooxml_entry *entry;
    const char *name;
    bool hidden;
};

/* What the sheets of a workbook share. The strings may be many, so they are kept in a spool, not in memory. */
struct ooxml_workbook {
    struct ooxml *ooxml;
    struct ooxml_relationships related;
    struct sheet_item *sheets;
    size_t sheet_count, sheet_capacity;
    struct spool *string_spool, *offset_spool;
    struct bytes strings, offsets; /* offsets: of each string's end, 8 bytes each */
    uint32_t string_count;
    uint8_t *used_strings;                   /* a bit for each */
    uint8_t hiding_formats[FORMATS_MAX / 8]; /* a bit for each cell format that shows nothing */
    const char **date_codes;                 /* for each cell format: how it shows a date; NULL: it shows none */
    size_t date_code_count, date_code_capacity;
    bool since_1904;
};

static bool bit_get(const uint8_t *bits, size_t index)
{
    return (bits[index / 8] >> (index % 8) & 1) != 0;
}

static void bit_set(uint8_t *bits, size_t index)
{
    bits[index / 8] |= (uint8_t)(1u << (index % 8));
}

static enum status no_text(void *context, const char *utf8, size_t size)
{
    (void)context;
    (void)utf8;
    (void)size;
    return STATUS_OK;
}

/* ---- shared strings (18.4) ---- */

struct string_reading {
    struct ooxml_workbook *workbook;
    struct buf strings, offsets; /* batches on their way to spools, which write whatever they are given at once */
    uint64_t size;               /* of all strings so far */
    unsigned phonetic;           /* depth inside a phonetic run */
    bool text;
};

static enum status batch_flush(struct ooxml_workbook *workbook, struct buf *batch, struct spool *spool)
{
    enum status status = buf_status(batch);

    if (status == STATUS_OK && batch->size > 0)
        status = extract_spool_append(workbook->ooxml->package.job, spool, buf_bytes(batch), 0);
    buf_clear(batch);
    return status;
}

static enum status batch_append(struct ooxml_workbook *workbook, struct buf *batch, struct spool *spool,
                                struct bytes bytes)
{
    buf_append(batch, bytes.data, bytes.size);
    return batch->size < BATCH_SIZE ? buf_status(batch) : batch_flush(workbook, batch, spool);
}

static enum status string_start(void *context, const struct xml_element *element)
{
    struct string_reading *reading = context;

    if (reading->phonetic > 0 || strcmp(element->name, "rPh") == 0)
        reading->phonetic++;
    reading->text = reading->phonetic == 0 && strcmp(element->name, "t") == 0;
    return STATUS_OK;
}

static enum status string_end(void *context, const struct xml_element *element)
{
    struct string_reading *reading = context;
    struct ooxml_workbook *workbook = reading->workbook;

    reading->text = false;
    if (reading->phonetic > 0) {
        reading->phonetic--;
        return STATUS_OK;
    }
    if (strcmp(element->name, "si") != 0 || workbook->string_count == UINT32_MAX)
        return STATUS_OK;
    workbook->string_count++;
    return batch_append(workbook, &reading->offsets, workbook->offset_spool,
                        bytes_of(&reading->size, sizeof reading->size));
}

static enum status string_text(void *context, const char *utf8, size_t size)
{
    struct string_reading *reading = context;

    if (!reading->text)
        return STATUS_OK;
    reading->size += size;
    return batch_append(reading->workbook, &reading->strings, reading->workbook->string_spool, bytes_of(utf8, size));
}

static enum status strings_finish(struct ooxml_workbook *workbook)
{
    struct file_content *content;
    enum status status = spool_finish(workbook->string_spool, &workbook->strings, &content);

    if (status == STATUS_OK)
        status = spool_finish(workbook->offset_spool, &workbook->offsets, &content);
    if (status != STATUS_OK)
        return status;
    workbook->used_strings = arena_zeroed(workbook->ooxml->package.job->arena, workbook->string_count / 8 + 1);
    return workbook->used_strings != NULL ? STATUS_OK : STATUS_NO_MEMORY;
}

static enum status strings_parse(struct ooxml_workbook *workbook, struct ooxml_entry *entry)
{
    static const struct xml_handler handler = { string_start, string_end, string_text };
    struct string_reading reading = { .workbook = workbook,
                                      .strings = BUF_INIT(SIZE_MAX / 4),
                                      .offsets = BUF_INIT(SIZE_MAX / 4) };
    enum status status, flushed;

    entry->done = true;
    status = ooxml_parse(workbook->ooxml, entry->member, &handler, &reading);
    if (status_scope(status) <= SCOPE_PART) {
        flushed = batch_flush(workbook, &reading.strings, workbook->string_spool);
        if (flushed == STATUS_OK)
            flushed = batch_flush(workbook, &reading.offsets, workbook->offset_spool);
        status = flushed != STATUS_OK ? flushed : ooxml_settle(workbook->ooxml, entry, status);
    }
    buf_free(&reading.strings);
    buf_free(&reading.offsets);
    return status;
}

static enum status strings_read(struct ooxml_workbook *workbook)
{
    struct ooxml_entry *entry = ooxml_entry_of_kind(workbook->ooxml, OOXML_SHARED_STRINGS);
    enum status status = spool_create(&workbook->string_spool);

    if (status == STATUS_OK)
        status = spool_create(&workbook->offset_spool);
    if (status == STATUS_OK && entry != NULL)
        status = strings_parse(workbook, entry);
    return status == STATUS_OK ? strings_finish(workbook) : status;
}

static bool string_get(const struct ooxml_workbook *workbook, uint64_t index, struct bytes *text)
{
    uint64_t start = 0, end;

    if (workbook == NULL || index >= workbook->string_count)
        return false;
    if (index > 0)
        memcpy(&start, workbook->offsets.data + (index - 1) * sizeof start, sizeof start);
    memcpy(&end, workbook->offsets.data + index * sizeof end, sizeof end);
    *text = bytes_slice(workbook->strings, (size_t)start, (size_t)(end - start));
    return true;
}

bool ooxml_workbook_string(struct ooxml_workbook *workbook, uint64_t index, struct bytes *text)
{
    if (!string_get(workbook, index, text))
        return false;
    bit_set(workbook->used_strings, index);
    return true;
}

/* Strings that no cell shows: what was deleted, or never meant to be seen. */
static enum status unused_strings_emit(struct ooxml_workbook *workbook)
{
    enum status status = STATUS_OK;
    struct bytes text;

    for (uint32_t index = 0; index < workbook->string_count && status == STATUS_OK; index++)
        if (!bit_get(workbook->used_strings, index) && string_get(workbook, index, &text))
            status = ooxml_emit(workbook->ooxml,
                                &(struct text_run){ .role = TEXT_HIDDEN,
                                                    .join = JOIN_BROKEN,
                                                    .newlines = NEWLINES_ARE_BLANKS,
                                                    .section = "unused strings" },
                                text);
    return status;
}

/* ---- cell formats (18.8) ---- */

/* A number format that the workbook brings with it. */
struct own_format {
    uint32_t number;
    const char *date_code; /* NULL: it shows no date */
};

struct format_reading {
    struct ooxml_workbook *workbook;
    uint32_t hiding[FORMAT_NUMBERS_MAX]; /* numbers of number formats that show nothing */
    size_t hiding_count;
    struct own_format own[FORMAT_NUMBERS_MAX];
    size_t own_count;
    bool in_cell_formats;
    uint32_t index;
};

/* 18.8.30: positive;negative;zero;text. All four empty show nothing of any value. */
static bool format_hides(struct bytes code)
{
    size_t semicolons = 0;

    for (size_t index = 0; index < code.size; index++) {
        if (code.data[index] != ';')
            return false;
        semicolons++;
    }
    return semicolons >= 3;
}

static bool hides_number(const struct format_reading *reading, uint32_t number)
{
    for (size_t index = 0; index < reading->hiding_count; index++)
        if (reading->hiding[index] == number)
            return true;
    return false;
}

static const char *date_code_of(const struct format_reading *reading, uint32_t number)
{
    for (size_t index = 0; index < reading->own_count; index++)
        if (reading->own[index].number == number)
            return reading->own[index].date_code;
    return ooxml_date_code(number);
}

static enum status own_format_add(struct format_reading *reading, uint32_t number, struct bytes code)
{
    struct own_format *own = &reading->own[reading->own_count];

    if (reading->own_count == FORMAT_NUMBERS_MAX)
        return STATUS_OK;
    *own = (struct own_format){ .number = number };
    if (code.size <= OOXML_DATE_CODE_MAX && ooxml_date_is_code(code)) {
        own->date_code = ooxml_keep(reading->workbook->ooxml, code);
        if (own->date_code == NULL)
            return STATUS_NO_MEMORY;
    }
    reading->own_count++;
    return STATUS_OK;
}

static enum status cell_format_add(struct format_reading *reading, uint32_t number)
{
    struct ooxml_workbook *workbook = reading->workbook;
    enum status status;

    if (reading->index >= FORMATS_MAX)
        return STATUS_OK;
    if (hides_number(reading, number))
        bit_set(workbook->hiding_formats, reading->index);
    status = array_grow((void **)&workbook->date_codes, &workbook->date_code_capacity, workbook->date_code_count + 1,
                        sizeof *workbook->date_codes);
    if (status != STATUS_OK)
        return status;
    workbook->date_codes[workbook->date_code_count++] = date_code_of(reading, number);
    reading->index++;
    return STATUS_OK;
}

static enum status format_start(void *context, const struct xml_element *element)
{
    struct format_reading *reading = context;
    struct bytes code;

    if (strcmp(element->name, "cellXfs") == 0)
        reading->in_cell_formats = true;
    if (strcmp(element->name, "numFmt") == 0 && xml_attribute(element, XML_SPACE_ANY, "formatCode", &code)) {
        uint32_t number = xml_attribute_number(element, "numFmtId", UINT32_MAX);

        if (reading->hiding_count < FORMAT_NUMBERS_MAX && format_hides(code))
            reading->hiding[reading->hiding_count++] = number;
        return own_format_add(reading, number, code);
    }
    if (strcmp(element->name, "xf") == 0 && reading->in_cell_formats)
        return cell_format_add(reading, xml_attribute_number(element, "numFmtId", 0));
    return STATUS_OK;
}

static enum status format_end(void *context, const struct xml_element *element)
{
    struct format_reading *reading = context;

    if (strcmp(element->name, "cellXfs") == 0)
        reading->in_cell_formats = false;
    return STATUS_OK;
}

bool ooxml_workbook_hides(const struct ooxml_workbook *workbook, uint32_t format)
{
    return workbook != NULL && format < FORMATS_MAX && bit_get(workbook->hiding_formats, format);
}

size_t ooxml_workbook_date(const struct ooxml_workbook *workbook, uint32_t format, struct bytes number, char *output)
{
    const char *code;

    if (workbook == NULL || format >= workbook->date_code_count)
        return 0;
    code = workbook->date_codes[format];
    return code != NULL ? ooxml_date_format(bytes_of_text(code), number, workbook->since_1904, output) : 0;
}

static enum status formats_read(struct ooxml_workbook *workbook)
{
    static const struct xml_handler handler = { format_start, format_end, no_text };
    struct ooxml_entry *entry = ooxml_entry_of_kind(workbook->ooxml, OOXML_CELL_STYLES);
    struct format_reading *reading;

    if (entry == NULL)
        return STATUS_OK;
    entry->done = true;
    reading = arena_zeroed(workbook->ooxml->package.job->arena, sizeof *reading);
    if (reading == NULL)
        return STATUS_NO_MEMORY;
    reading->workbook = workbook;
    return ooxml_settle(workbook->ooxml, entry, ooxml_parse(workbook->ooxml, entry->member, &handler, reading));
}

/* ---- the workbook (18.2) ---- */

struct workbook_reading {
    struct ooxml_workbook *workbook;
    struct text_run run; /* of defined names */
    bool in_name;
};

static enum status sheet_item_read(struct ooxml_workbook *workbook, const struct xml_element *element)
{
    struct sheet_item *item;
    struct bytes name, id;
    enum status status;

    if (workbook->sheet_count == SHEETS_MAX || !xml_attribute(element, OOXML_RELATIONSHIP, "id", &id))
        return STATUS_OK;
    status = array_grow((void **)&workbook->sheets, &workbook->sheet_capacity, workbook->sheet_count + 1,
                        sizeof *workbook->sheets);
    if (status != STATUS_OK)
        return status;
    (void)xml_attribute(element, XML_SPACE_ANY, "name", &name);
    item = &workbook->sheets[workbook->sheet_count];
    *item = (struct sheet_item){ .entry = ooxml_related(&workbook->related, id),
                                 .name = ooxml_keep(workbook->ooxml, name),
                                 .hidden = xml_attribute_is(element, "state", "hidden")
                                           || xml_attribute_is(element, "state", "veryHidden") };
    if (item->name == NULL)
        return STATUS_NO_MEMORY;
    workbook->sheet_count++;
    return STATUS_OK;
}

static enum status workbook_start(void *context, const struct xml_element *element)
{
    struct workbook_reading *reading = context;
    struct bytes name;

    if (element->space != OOXML_SHEET)
        return STATUS_OK;
    if (strcmp(element->name, "sheet") == 0)
        return sheet_item_read(reading->workbook, element);
    if (strcmp(element->name, "workbookPr") == 0)
        reading->workbook->since_1904 =
            xml_attribute_is(element, "date1904", "1") || xml_attribute_is(element, "date1904", "true");
    if (strcmp(element->name, "definedName") != 0)
        return STATUS_OK;
    reading->in_name = true;
    reading->run.join = JOIN_BROKEN;
    (void)xml_attribute(element, XML_SPACE_ANY, "name", &name);
    return ooxml_emit(reading->workbook->ooxml, &reading->run, name);
}

static enum status workbook_end(void *context, const struct xml_element *element)
{
    struct workbook_reading *reading = context;

    (void)element;
    reading->in_name = false;
    return STATUS_OK;
}

static enum status workbook_text(void *context, const char *utf8, size_t size)
{
    struct workbook_reading *reading = context;
    enum status status;

    if (!reading->in_name)
        return STATUS_OK;
    status = ooxml_emit(reading->workbook->ooxml, &reading->run, bytes_of(utf8, size));
    reading->run.join = JOIN_GLUED;
    return status;
}

/* "sheet 名单" */
static const char *section_of(struct ooxml *ooxml, const char *name)
{
    struct buf section = BUF_INIT(64 * 1024);
    const char *kept = NULL;

    buf_text(&section, "sheet ");
    buf_text(&section, name);
    if (section.data != NULL)
        kept = ooxml_keep(ooxml, buf_bytes(&section));
    buf_free(&section);
    return kept;
}

static enum status sheet_item_extract(struct ooxml_workbook *workbook, const struct sheet_item *item, uint32_t number)
{
    struct ooxml *ooxml = workbook->ooxml;
    const char *section = section_of(ooxml, item->name);
    struct text_run title = { .role = item->hidden ? TEXT_HIDDEN : TEXT_TITLE,
                              .join = JOIN_BROKEN,
                              .section = section,
                              .place = { PLACE_SHEET, number } };
    enum status status;

    if (section == NULL)
        return STATUS_NO_MEMORY;
    status = ooxml_emit(ooxml, &title, bytes_of_text(item->name));
    if (status != STATUS_OK || item->entry == NULL || item->entry->done)
        return status;
    item->entry->place = title.place;
    item->entry->hidden = item->hidden;
    item->entry->section = section;
    status = ooxml_place_related(ooxml, item->entry);
    return status != STATUS_OK ? status : ooxml_entry_read(ooxml, item->entry);
}

static enum status workbook_extract(struct ooxml_workbook *workbook, struct ooxml_entry *entry)
{
    static const struct xml_handler handler = { workbook_start, workbook_end, workbook_text };
    struct workbook_reading reading = { .workbook = workbook,
                                        .run = { .role = TEXT_METADATA, .section = "defined names" } };
    enum status status = ooxml_relationships_read(workbook->ooxml, entry, &workbook->related);

    if (status == STATUS_OK) {
        status = ooxml_parse(workbook->ooxml, entry->member, &handler, &reading);
        status = ooxml_settle(workbook->ooxml, entry, status);
    }
    if (status == STATUS_OK)
        status = strings_read(workbook);
    if (status == STATUS_OK)
        status = formats_read(workbook);
    for (size_t index = 0; index < workbook->sheet_count && status == STATUS_OK; index++)
        status = sheet_item_extract(workbook, &workbook->sheets[index], (uint32_t)index + 1);
    if (status == STATUS_OK)
        status = unused_strings_emit(workbook);
    return status;
}

enum status ooxml_workbook_read(struct ooxml *ooxml, struct ooxml_entry *entry)
{
    struct ooxml_workbook *workbook = arena_zeroed(ooxml->package.job->arena, sizeof *workbook);
    struct ooxml_workbook *outer = ooxml->workbook;
    enum status status;

    if (workbook == NULL)
        return STATUS_NO_MEMORY;
    workbook->ooxml = ooxml;
    ooxml->workbook = workbook;
    status = workbook_extract(workbook, entry);
    ooxml->workbook = outer;
    alloc_free(workbook->sheets);
    alloc_free(workbook->date_codes);
    spool_destroy(workbook->string_spool);
    spool_destroy(workbook->offset_spool);
    return status;
}
