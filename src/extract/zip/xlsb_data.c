/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/zip/xlsb_data.h"

#include "base/alloc.h"
#include "base/array.h"
#include "extract/zip/ooxml_number.h"
#include "extract/zip/xlsb_record.h"

enum {
    FIELD_IN_SOURCE = 0x0004, /* else its values are made from those of others */
    FIELD_HAS_CAPTION = 0x0008,
    ITEMS_HAVE_DATE = 0x0004,
    ITEMS_HAVE_TEXT = 0x0008,
    ITEMS_ARE_NUMBERS = 0x0040,
    FIELD_FIXED_SIZE = 18, /* between the flags and the name */
};

/* What a record of the cache holds for a field. */
enum stored { STORED_INDEX, STORED_NUMBER, STORED_DATE, STORED_TEXT };

struct reading {
    struct ooxml *ooxml;
    struct text_run run;
    struct buf text;
    uint8_t *fields; /* enum stored, of those that the records have values of */
    size_t field_count, field_capacity;
    bool field_is_stored; /* the one at hand, which is the last of them */
};

static enum status text_emit(struct reading *reading)
{
    enum status status = buf_status(&reading->text);
    struct text_run run = reading->run;

    if (run.cell.row == 0) /* a name, which is in no row */
        run.cell = (struct cell){ 0, 0, 0 };
    return status != STATUS_OK ? status : ooxml_emit(reading->ooxml, &run, buf_bytes(&reading->text));
}

static enum status string_emit(struct reading *reading, struct reader *reader)
{
    buf_clear(&reading->text);
    xlsb_record_nullable(reading->ooxml, reader, &reading->text);
    return text_emit(reading);
}

static enum status real_emit(struct reading *reading, struct reader *reader)
{
    char number[OOXML_NUMBER_SIZE_MAX];
    double value = xlsb_record_real(reader);

    if (reader->overrun)
        return STATUS_OK;
    buf_clear(&reading->text);
    buf_append(&reading->text, number, ooxml_number_write(value, number));
    return text_emit(reading);
}

/* 2.5.101. */
static enum status date_emit(struct reading *reading, struct reader *reader)
{
    uint16_t year = reader_u16le(reader), month = reader_u16le(reader);
    uint8_t day = reader_u8(reader), hour = reader_u8(reader), minute = reader_u8(reader), second = reader_u8(reader);

    if (reader->overrun)
        return STATUS_OK;
    buf_clear(&reading->text);
    buf_format(&reading->text, "%04u-%02u-%02uT%02u:%02u:%02u", year, month, day, hour, minute, second);
    return text_emit(reading);
}

static void next_row(struct reading *reading)
{
    reading->run.cell.row++;
    reading->run.cell.column = 0;
}

/* A value of its own, shared by the records or in one. */
static enum status item_take(struct reading *reading, uint32_t type, struct reader *reader)
{
    reading->run.cell.column++;
    switch (type) {
    case XLSB_ITEM_REAL:
    case XLSB_ITEM_MORE_REAL:
        return real_emit(reading, reader);
    case XLSB_ITEM_STRING:
    case XLSB_ITEM_MORE_STRING:
        return string_emit(reading, reader);
    case XLSB_ITEM_DATE:
    case XLSB_ITEM_MORE_DATE:
        return date_emit(reading, reader);
    default: /* nothing, a truth, an error, or the number of a shared value */
        return STATUS_OK;
    }
}

static bool is_item(uint32_t type)
{
    return type >= XLSB_ITEM_MISSING && type <= XLSB_ITEM_MORE_DATE;
}

/* ---- the definition of a pivot cache ---- */

/* BrtBeginPCDField: a field's name, which heads the column. */
static enum status field_take(struct reading *reading, struct reader *reader)
{
    uint16_t flags = reader_u16le(reader);
    struct cell cell = reading->run.cell;
    enum status status = STATUS_OK;

    (void)reader_take(reader, FIELD_FIXED_SIZE);
    reading->field_is_stored = (flags & FIELD_IN_SOURCE) != 0;
    if (reading->field_is_stored)
        status = array_grow((void **)&reading->fields, &reading->field_capacity, reading->field_count + 1,
                            sizeof *reading->fields);
    if (status != STATUS_OK)
        return status;
    if (reading->field_is_stored)
        reading->fields[reading->field_count++] = STORED_TEXT;
    reading->run.cell.row = 0;
    status = string_emit(reading, reader);
    if (status == STATUS_OK && (flags & FIELD_HAS_CAPTION) != 0)
        status = string_emit(reading, reader);
    reading->run.cell = cell;
    return status;
}

/* 2.4.131, and 2.4.735 for what it means for the records. */
static void field_items_take(struct reading *reading, struct reader *reader)
{
    uint16_t flags = reader_u16le(reader);
    uint32_t count = reader_u32le(reader);
    enum stored stored = STORED_TEXT;

    if (count > 0)
        stored = STORED_INDEX;
    else if ((flags & ITEMS_ARE_NUMBERS) != 0)
        stored = STORED_NUMBER;
    else if ((flags & ITEMS_HAVE_DATE) != 0 && (flags & ITEMS_HAVE_TEXT) == 0)
        stored = STORED_DATE;
    if (reading->field_is_stored)
        reading->fields[reading->field_count - 1] = (uint8_t)stored;
    next_row(reading);
}

static enum status definition_take(void *context, uint32_t type, struct reader *reader)
{
    struct reading *reading = context;

    if (type == XLSB_CACHE_FIELD)
        return field_take(reading, reader);
    if (type == XLSB_CACHE_FIELD_ITEMS)
        field_items_take(reading, reader);
    return is_item(type) ? item_take(reading, type, reader) : STATUS_OK;
}

/* ---- the records of a pivot cache ---- */

static enum status stored_take(struct reading *reading, enum stored stored, struct reader *reader)
{
    reading->run.cell.column++;
    switch (stored) {
    case STORED_INDEX:
        (void)reader_u32le(reader);
        return STATUS_OK;
    case STORED_NUMBER:
        return real_emit(reading, reader);
    case STORED_DATE:
        return date_emit(reading, reader);
    case STORED_TEXT:
        return string_emit(reading, reader);
    }
    return STATUS_BUG;
}

static enum status records_take(void *context, uint32_t type, struct reader *reader)
{
    struct reading *reading = context;
    enum status status = STATUS_OK;

    if (type == XLSB_CACHE_RECORD || type == XLSB_CACHE_ITEMS)
        next_row(reading);
    if (type != XLSB_CACHE_RECORD)
        return is_item(type) ? item_take(reading, type, reader) : STATUS_OK;
    for (size_t index = 0; index < reading->field_count && !reader->overrun && status == STATUS_OK; index++)
        status = stored_take(reading, reading->fields[index], reader);
    return status;
}

static enum status records_read(struct reading *reading, const struct ooxml_entry *definition)
{
    static const struct xlsb_part part = { XLSB_BEGIN_CACHE_RECORDS, XLSB_END_CACHE_RECORDS, records_take };
    struct ooxml *ooxml = reading->ooxml;
    struct ooxml_relationships related;
    enum status status = ooxml_relationships_read(ooxml, definition, &related);

    for (size_t index = 0; index < related.count && status == STATUS_OK; index++) {
        struct ooxml_entry *target = related.items[index].target;

        if (target == NULL || target->done || target->type == NULL || target->type->kind != OOXML_BINARY_CACHE_RECORDS)
            continue;
        target->done = true;
        reading->run.cell = (struct cell){ .table = ++ooxml->table_count };
        status = ooxml_settle(ooxml, target, xlsb_record_parse(ooxml, target->member, &part, reading));
    }
    return status;
}

/* ---- links to other workbooks ---- */

/* Rows and columns are counted from 0 in the file. */
static uint32_t counted_from_one(uint32_t index)
{
    return index < UINT32_MAX ? index + 1 : index;
}

/* 2.4.814: the names of its sheets. */
static enum status link_sheets_take(struct reading *reading, struct reader *reader)
{
    uint32_t count = reader_u32le(reader);
    enum status status = STATUS_OK;

    for (uint32_t index = 0; index < count && !reader->overrun && status == STATUS_OK; index++)
        status = string_emit(reading, reader);
    return status;
}

static enum status link_take(void *context, uint32_t type, struct reader *reader)
{
    struct reading *reading = context;

    if (type == XLSB_LINK_NAME)
        reading->run.cell.row = 0; /* what follows is in no cell */
    if (type == XLSB_LINK_SHEETS)
        return link_sheets_take(reading, reader);
    if (type == XLSB_LINK_NAME || type == XLSB_LINK_NAME_STRING)
        return string_emit(reading, reader);
    if (type == XLSB_LINK_NAME_REAL)
        return real_emit(reading, reader);
    if (type == XLSB_LINK_ROW)
        reading->run.cell.row = counted_from_one(reader_u32le(reader));
    if (type != XLSB_LINK_REAL && type != XLSB_LINK_STRING)
        return STATUS_OK;
    reading->run.cell.column = counted_from_one(reader_u32le(reader));
    return type == XLSB_LINK_REAL ? real_emit(reading, reader) : string_emit(reading, reader);
}

/* ---- parts ---- */

static struct reading reading_of(struct ooxml *ooxml, const struct ooxml_entry *entry)
{
    return (struct reading){ .ooxml = ooxml,
                             .run = { .role = TEXT_HIDDEN,
                                      .join = JOIN_BROKEN,
                                      .section = entry->type->section,
                                      .cell = { .table = ++ooxml->table_count } },
                             .text = BUF_INIT(SIZE_MAX / 4) };
}

enum status xlsb_data_read_cache(struct ooxml *ooxml, const struct ooxml_entry *entry)
{
    static const struct xlsb_part part = { XLSB_BEGIN_CACHE, XLSB_END_CACHE, definition_take };
    struct reading reading = reading_of(ooxml, entry);
    enum status status = ooxml_settle(ooxml, entry, xlsb_record_parse(ooxml, entry->member, &part, &reading));

    if (status == STATUS_OK)
        status = records_read(&reading, entry);
    alloc_free(reading.fields);
    buf_free(&reading.text);
    return status;
}

enum status xlsb_data_read_link(struct ooxml *ooxml, const struct ooxml_entry *entry)
{
    static const struct xlsb_part part = { XLSB_BEGIN_LINK, XLSB_END_LINK, link_take };
    struct reading reading = reading_of(ooxml, entry);
    enum status status = xlsb_record_parse(ooxml, entry->member, &part, &reading);

    buf_free(&reading.text);
    return status;
}
