/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/zip/ooxml_workbook.h"

#include <string.h>

#include "base/buf.h"
#include "extract/zip/ooxml_book.h"
#include "extract/zip/ooxml_escape.h"

enum { STRING_STEP = 64 * 1024 /* longer ones go on in pieces */ };

/* ---- shared strings (18.4) ---- */

struct string_reading {
    struct ooxml_strings *strings;
    unsigned phonetic; /* depth inside a phonetic run */
    bool text;
    struct buf piece; /* what waits for its end, since escapes may be cut in two */
};

static enum status piece_flush(struct string_reading *reading)
{
    enum status status = buf_status(&reading->piece);

    if (status == STATUS_OK && reading->piece.size > 0)
        status = ooxml_strings_append(
            reading->strings,
            bytes_of(reading->piece.data, ooxml_escape_resolve(reading->piece.data, reading->piece.size)));
    buf_clear(&reading->piece);
    return status;
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
    enum status status = piece_flush(reading);

    reading->text = false;
    if (status != STATUS_OK)
        return status;
    if (reading->phonetic > 0) {
        reading->phonetic--;
        return STATUS_OK;
    }
    return strcmp(element->name, "si") == 0 ? ooxml_strings_end(reading->strings) : STATUS_OK;
}

static enum status string_text(void *context, const char *utf8, size_t size)
{
    struct string_reading *reading = context;

    if (!reading->text)
        return STATUS_OK;
    buf_append(&reading->piece, utf8, size);
    return reading->piece.size < STRING_STEP ? buf_status(&reading->piece) : piece_flush(reading);
}

static enum status strings_read(struct ooxml_book *book, const struct ooxml_entry *entry)
{
    static const struct xml_handler handler = { string_start, string_end, string_text };
    struct string_reading reading = { .strings = book->strings, .piece = BUF_INIT(SIZE_MAX / 4) };
    enum status flushed, status = ooxml_parse(book->ooxml, entry->member, &handler, &reading);

    flushed = status_scope(status) <= SCOPE_PART ? piece_flush(&reading) : STATUS_OK;
    buf_free(&reading.piece);
    return flushed != STATUS_OK ? flushed : status;
}

/* ---- cell formats (18.8) ---- */

struct format_reading {
    struct ooxml_formats *formats;
    bool in_cell_formats;
};

static enum status format_start(void *context, const struct xml_element *element)
{
    struct format_reading *reading = context;
    struct bytes code;

    if (strcmp(element->name, "cellXfs") == 0)
        reading->in_cell_formats = true;
    if (strcmp(element->name, "numFmt") == 0 && xml_attribute(element, XML_SPACE_ANY, "formatCode", &code))
        return ooxml_formats_add_code(reading->formats, xml_attribute_number(element, "numFmtId", UINT32_MAX), code);
    if (strcmp(element->name, "xf") == 0 && reading->in_cell_formats)
        return ooxml_formats_add_cell(reading->formats, xml_attribute_number(element, "numFmtId", 0));
    return STATUS_OK;
}

static enum status format_end(void *context, const struct xml_element *element)
{
    struct format_reading *reading = context;

    if (strcmp(element->name, "cellXfs") == 0)
        reading->in_cell_formats = false;
    return STATUS_OK;
}

static enum status formats_read(struct ooxml_book *book, const struct ooxml_entry *entry)
{
    static const struct xml_handler handler = { format_start, format_end, package_no_text };
    struct format_reading reading = { .formats = book->formats };

    return ooxml_parse(book->ooxml, entry->member, &handler, &reading);
}

/* ---- the workbook (18.2) ---- */

struct workbook_reading {
    struct ooxml_book *book;
    struct text_run run; /* of defined names */
    bool in_name;
};

static enum status sheet_read(struct ooxml_book *book, const struct xml_element *element)
{
    struct bytes name, id;

    if (!xml_attribute(element, OOXML_RELATIONSHIP, "id", &id))
        return STATUS_OK;
    (void)xml_attribute(element, XML_SPACE_ANY, "name", &name);
    return ooxml_book_add_sheet(book, id, name,
                                xml_attribute_is(element, "state", "hidden")
                                    || xml_attribute_is(element, "state", "veryHidden"));
}

/* 18.2.5: what a name stands for is the element's text. */
static enum status name_start(struct workbook_reading *reading, const struct xml_element *element)
{
    static const char *const attributes[] = { "comment", "description", "name" };
    enum status status = STATUS_OK;
    struct bytes value;

    reading->in_name = true;
    reading->run.join = JOIN_BROKEN;
    for (size_t index = 0; index < sizeof attributes / sizeof *attributes && status == STATUS_OK; index++)
        if (xml_attribute(element, XML_SPACE_ANY, attributes[index], &value))
            status = ooxml_emit(reading->book->ooxml, &reading->run, value);
    return status;
}

/* 18.2.12: who has reserved the file for writing. */
static enum status sharing_emit(const struct workbook_reading *reading, const struct xml_element *element)
{
    struct text_run run = { .role = TEXT_METADATA, .join = JOIN_BROKEN, .section = "property" };
    struct bytes name;

    if (!xml_attribute(element, XML_SPACE_ANY, "userName", &name) || name.size == 0)
        return STATUS_OK;
    return ooxml_emit(reading->book->ooxml, &run, name);
}

static enum status workbook_start(void *context, const struct xml_element *element)
{
    struct workbook_reading *reading = context;

    if (element->space != OOXML_SHEET)
        return STATUS_OK;
    if (strcmp(element->name, "sheet") == 0)
        return sheet_read(reading->book, element);
    if (strcmp(element->name, "workbookPr") == 0)
        reading->book->since_1904 =
            xml_attribute_is(element, "date1904", "1") || xml_attribute_is(element, "date1904", "true");
    if (strcmp(element->name, "fileSharing") == 0)
        return sharing_emit(reading, element);
    return strcmp(element->name, "definedName") == 0 ? name_start(reading, element) : STATUS_OK;
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
    status = ooxml_emit(reading->book->ooxml, &reading->run, bytes_of(utf8, size));
    reading->run.join = JOIN_GLUED;
    return status;
}

static enum status workbook_read(struct ooxml_book *book, const struct ooxml_entry *entry)
{
    static const struct xml_handler handler = { workbook_start, workbook_end, workbook_text };
    struct workbook_reading reading = { .book = book, .run = { .role = TEXT_METADATA, .section = "defined names" } };

    return ooxml_parse(book->ooxml, entry->member, &handler, &reading);
}

enum status ooxml_workbook_read(struct ooxml *ooxml, const struct ooxml_entry *entry)
{
    static const struct ooxml_book_notation notation = {
        .workbook = workbook_read,
        .strings_kind = OOXML_SHARED_STRINGS,
        .strings = strings_read,
        .formats_kind = OOXML_CELL_STYLES,
        .formats = formats_read,
    };

    return ooxml_book_read(ooxml, entry, &notation);
}
