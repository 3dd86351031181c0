/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/zip/xlsb_workbook.h"

#include <string.h>

#include "extract/zip/ooxml_book.h"
#include "extract/zip/ooxml_types.h"
#include "extract/zip/xlsb_formula.h"
#include "extract/zip/xlsb_record.h"

enum { SINCE_1904 = 1, NAME_IS_MACRO = 8 };

/* What the readers of the workbook's own parts have in common. */
struct reading {
    struct ooxml_book *book;
    struct buf text, id;
    bool in_cell_formats;
};

static enum status part_read(struct ooxml_book *book, const struct ooxml_entry *entry, const struct xlsb_part *part)
{
    struct reading reading = { .book = book, .text = BUF_INIT(SIZE_MAX / 4), .id = BUF_INIT(SIZE_MAX / 4) };
    enum status status = xlsb_record_parse(book->ooxml, entry->member, part, &reading);

    buf_free(&reading.text);
    buf_free(&reading.id);
    return status;
}

/* ---- shared strings (2.1.7.45) ---- */

static enum status string_take(void *context, uint32_t type, struct reader *reader)
{
    struct reading *reading = context;
    enum status status;

    if (type != XLSB_SHARED_STRING)
        return STATUS_OK;
    buf_clear(&reading->text);
    xlsb_record_rich(reading->book->ooxml, reader, &reading->text);
    status = buf_status(&reading->text);
    if (status == STATUS_OK)
        status = ooxml_strings_append(reading->book->strings, buf_bytes(&reading->text));
    return status != STATUS_OK ? status : ooxml_strings_end(reading->book->strings);
}

static enum status strings_read(struct ooxml_book *book, const struct ooxml_entry *entry)
{
    static const struct xlsb_part part = { XLSB_BEGIN_STRINGS, XLSB_END_STRINGS, string_take };

    return part_read(book, entry, &part);
}

/* ---- cell formats (2.1.7.50) ---- */

static enum status format_take(void *context, uint32_t type, struct reader *reader)
{
    struct reading *reading = context;
    uint16_t number;
    enum status status;

    if (type == XLSB_BEGIN_CELL_FORMATS || type == XLSB_END_CELL_FORMATS)
        reading->in_cell_formats = type == XLSB_BEGIN_CELL_FORMATS;
    if (type == XLSB_CELL_FORMAT && reading->in_cell_formats) {
        (void)reader_u16le(reader);
        return ooxml_formats_add_cell(reading->book->formats, reader_u16le(reader));
    }
    if (type != XLSB_NUMBER_FORMAT)
        return STATUS_OK;
    number = reader_u16le(reader);
    buf_clear(&reading->text);
    xlsb_record_string(reading->book->ooxml, reader, &reading->text);
    status = buf_status(&reading->text);
    return status != STATUS_OK ? status
                               : ooxml_formats_add_code(reading->book->formats, number, buf_bytes(&reading->text));
}

static enum status formats_read(struct ooxml_book *book, const struct ooxml_entry *entry)
{
    static const struct xlsb_part part = { XLSB_BEGIN_STYLES, XLSB_END_STYLES, format_take };

    return part_read(book, entry, &part);
}

/* ---- the workbook (2.1.7.61) ---- */

static const struct text_run name_run = { .role = TEXT_METADATA, .join = JOIN_BROKEN, .section = "defined names" };

/* 2.4.313. */
static enum status sheet_take(struct reading *reading, struct reader *reader)
{
    struct ooxml_book *book = reading->book;
    bool hidden = reader_u32le(reader) != 0;
    enum status status;

    (void)reader_u32le(reader);
    buf_clear(&reading->id);
    buf_clear(&reading->text);
    xlsb_record_nullable(book->ooxml, reader, &reading->id);
    xlsb_record_string(book->ooxml, reader, &reading->text);
    /* A name with a zero character is cut where it is used. */
    reader->overrun |= reading->text.size > 0 && memchr(reading->text.data, '\0', reading->text.size) != NULL;
    status = buf_status(&reading->id);
    if (status == STATUS_OK)
        status = buf_status(&reading->text);
    return status != STATUS_OK ? status
                               : ooxml_book_add_sheet(book, buf_bytes(&reading->id), buf_bytes(&reading->text), hidden);
}

static enum status name_text_emit(struct reading *reading, struct reader *reader)
{
    enum status status;

    buf_clear(&reading->text);
    xlsb_record_nullable(reading->book->ooxml, reader, &reading->text);
    status = buf_status(&reading->text);
    return status != STATUS_OK ? status : ooxml_emit(reading->book->ooxml, &name_run, buf_bytes(&reading->text));
}

/* 2.4.711: the name, its formula and a comment; macros have a description and a help topic, each behind a string that
 * is not used. */
static enum status name_take(struct reading *reading, struct reader *reader)
{
    int texts = (reader_u32le(reader) & NAME_IS_MACRO) != 0 ? 5 : 1;
    enum status status;

    (void)reader_u8(reader);
    (void)reader_u32le(reader);
    status = name_text_emit(reading, reader);
    if (status == STATUS_OK)
        status = xlsb_formula_emit(reading->book->ooxml, reader, &name_run, &reading->text);
    for (int index = 0; index < texts && status == STATUS_OK; index++)
        status = name_text_emit(reading, reader);
    return status;
}

static enum status workbook_take(void *context, uint32_t type, struct reader *reader)
{
    struct reading *reading = context;

    if (type == XLSB_SHEET)
        return sheet_take(reading, reader);
    if (type == XLSB_NAME)
        return name_take(reading, reader);
    if (type == XLSB_BOOK_PROPERTIES)
        reading->book->since_1904 = (reader_u32le(reader) & SINCE_1904) != 0;
    return STATUS_OK;
}

static enum status workbook_read(struct ooxml_book *book, const struct ooxml_entry *entry)
{
    static const struct xlsb_part part = { XLSB_BEGIN_BOOK, XLSB_END_BOOK, workbook_take };

    return part_read(book, entry, &part);
}

static enum status first_take(void *context, uint32_t type, struct reader *reader)
{
    (void)context;
    (void)type;
    (void)reader;
    return STATUS_STOPPED; /* the first record is enough */
}

enum status xlsb_workbook_recognise(struct ooxml *ooxml, const struct zip_member *member,
                                    const struct ooxml_type **type)
{
    static const struct xlsb_part part = { XLSB_BEGIN_BOOK, XLSB_END_BOOK, first_take };
    enum status status = xlsb_record_parse(ooxml, member, &part, NULL);

    if (status == STATUS_STOPPED) {
        *type = ooxml_types_find(bytes_of_text("application/vnd.ms-excel.sheet.binary.macroEnabled.main"));
        status = STATUS_OK;
    }
    return status_scope(status) > SCOPE_PART ? status : STATUS_OK;
}

enum status xlsb_workbook_read(struct ooxml *ooxml, const struct ooxml_entry *entry)
{
    static const struct ooxml_book_notation notation = {
        .workbook = workbook_read,
        .strings_kind = OOXML_BINARY_STRINGS,
        .strings = strings_read,
        .formats_kind = OOXML_BINARY_STYLES,
        .formats = formats_read,
    };
    enum status status = ooxml_book_read(ooxml, entry, &notation);

    /* Without its definition the records of a cache cannot be told, wherever they stand in the package. */
    for (size_t index = 0; index < ooxml->package.zipfile.count && status == STATUS_OK; index++)
        if (ooxml->entries[index].type != NULL && ooxml->entries[index].type->kind == OOXML_BINARY_CACHE)
            status = ooxml_entry_read(ooxml, &ooxml->entries[index]);
    return status;
}
