/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/zip/ooxml_sheet.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "extract/zip/ooxml_cells.h"
#include "extract/zip/ooxml_escape.h"
#include "extract/zip/ooxml_number.h"

enum { CELL_TEXT_STEP = 64 * 1024 /* longer text of a cell goes out in pieces */ };

static bool is_true(const struct xml_element *element, const char *name)
{
    return xml_attribute_is(element, name, "1") || xml_attribute_is(element, name, "true");
}

/* ---- sheets (18.3) ---- */

enum capture {
    CAPTURE_NOTHING,
    CAPTURE_VALUE,
    CAPTURE_FORMULA,
    CAPTURE_INLINE,
    CAPTURE_CONDITION, /* a list to choose from, a condition */
    CAPTURE_HEADER,
    CAPTURE_FOOTER,
};

enum cell_type { CELL_NUMBER, CELL_SHARED, CELL_TEXT, CELL_BOOLEAN };

struct sheet_reader {
    struct ooxml_cells cells;
    enum capture capture;
    struct buf text;
    enum cell_type type;
    unsigned phonetic; /* depth inside a phonetic run */
    bool rows_hidden_by_default;
};

struct sheet_meaning {
    const char *name;
    enum status (*begin)(struct sheet_reader *reader, const struct xml_element *element);
};

/* 18.18.7 ST_CellRef: "AB12". False when it is none. */
static bool reference_read(struct bytes reference, uint32_t *column, uint32_t *row)
{
    uint32_t letters = 0, digits = 0;
    size_t index = 0;

    for (; index < reference.size && reference.data[index] >= 'A' && reference.data[index] <= 'Z'; index++)
        if (letters < 100000)
            letters = letters * 26 + (uint32_t)(reference.data[index] - 'A' + 1);
    for (; index < reference.size && reference.data[index] >= '0' && reference.data[index] <= '9'; index++)
        if (digits < 100000000)
            digits = digits * 10 + (uint32_t)(reference.data[index] - '0');
    if (index != reference.size || letters == 0 || digits == 0)
        return false;
    *column = letters;
    *row = digits;
    return true;
}

static enum status begin_row(struct sheet_reader *reader, const struct xml_element *element)
{
    reader->cells.row = xml_attribute_number(element, "r", reader->cells.row + 1);
    reader->cells.column = 0;
    reader->cells.row_hidden = is_true(element, "hidden") || xml_attribute_is(element, "ht", "0")
                         || (reader->rows_hidden_by_default && !xml_attribute_is(element, "hidden", "0"));
    return STATUS_OK;
}

static enum status begin_cell(struct sheet_reader *reader, const struct xml_element *element)
{
    struct bytes reference;

    reader->cells.column++;
    if (xml_attribute(element, XML_SPACE_ANY, "r", &reference))
        (void)reference_read(reference, &reader->cells.column, &reader->cells.row);
    reader->cells.format = xml_attribute_number(element, "s", 0);
    reader->cells.started = false;
    if (xml_attribute_is(element, "t", "s"))
        reader->type = CELL_SHARED;
    else if (xml_attribute_is(element, "t", "b"))
        reader->type = CELL_BOOLEAN;
    else if (xml_attribute(element, XML_SPACE_ANY, "t", &reference) && !xml_attribute_is(element, "t", "n"))
        reader->type = CELL_TEXT;
    else
        reader->type = CELL_NUMBER;
    return STATUS_OK;
}

static enum status begin_column(struct sheet_reader *reader, const struct xml_element *element)
{
    uint32_t first = xml_attribute_number(element, "min", 1), last = xml_attribute_number(element, "max", first);

    if (!is_true(element, "hidden") && !xml_attribute_is(element, "width", "0"))
        return STATUS_OK;
    ooxml_cells_hide_columns(&reader->cells, first, last);
    return STATUS_OK;
}

static enum status begin_row_default(struct sheet_reader *reader, const struct xml_element *element)
{
    reader->rows_hidden_by_default = is_true(element, "zeroHeight");
    return STATUS_OK;
}

/* Text of people's, with its escapes resolved. */
static struct bytes words_of(struct buf *text)
{
    return bytes_of(text->data, ooxml_escape_resolve(text->data, text->size));
}

static enum status attributes_emit(struct sheet_reader *reader, const struct xml_element *element,
                                   const char *const *names, enum text_role role)
{
    struct text_run run = ooxml_cells_run(&reader->cells, role);
    struct buf text = BUF_INIT(SIZE_MAX / 4);
    enum status status = STATUS_OK;
    struct bytes value;

    for (; *names != NULL && status == STATUS_OK; names++) {
        if (!xml_attribute(element, XML_SPACE_ANY, *names, &value) || value.size == 0)
            continue;
        buf_clear(&text);
        buf_append(&text, value.data, value.size);
        status = buf_status(&text);
        if (status == STATUS_OK)
            status = ooxml_emit(reader->cells.ooxml, &run, words_of(&text));
    }
    buf_free(&text);
    return status;
}

static enum status begin_validation(struct sheet_reader *reader, const struct xml_element *element)
{
    static const char *const names[] = { "promptTitle", "prompt", "errorTitle", "error", NULL };

    return attributes_emit(reader, element, names, TEXT_ALT);
}

/* `display` is what the cell showed when the link was made. */
static enum status begin_hyperlink(struct sheet_reader *reader, const struct xml_element *element)
{
    static const char *const names[] = { "tooltip", "location", "display", NULL };

    return attributes_emit(reader, element, names, TEXT_ALT);
}

/* What a filter that is applied lets through. */
static enum status begin_filter(struct sheet_reader *reader, const struct xml_element *element)
{
    static const char *const names[] = { "val", NULL };

    return attributes_emit(reader, element, names, TEXT_METADATA);
}

static enum status begin_capture(struct sheet_reader *reader, enum capture capture)
{
    reader->capture = capture;
    buf_clear(&reader->text);
    return STATUS_OK;
}

static enum status begin_value(struct sheet_reader *reader, const struct xml_element *element)
{
    (void)element;
    return begin_capture(reader, CAPTURE_VALUE);
}

static enum status begin_formula(struct sheet_reader *reader, const struct xml_element *element)
{
    (void)element;
    return begin_capture(reader, CAPTURE_FORMULA);
}

static enum status begin_inline(struct sheet_reader *reader, const struct xml_element *element)
{
    (void)element;
    return begin_capture(reader, CAPTURE_INLINE);
}

static enum status begin_condition(struct sheet_reader *reader, const struct xml_element *element)
{
    (void)element;
    return begin_capture(reader, CAPTURE_CONDITION);
}

static enum status begin_header(struct sheet_reader *reader, const struct xml_element *element)
{
    (void)element;
    return begin_capture(reader, CAPTURE_HEADER);
}

static enum status begin_footer(struct sheet_reader *reader, const struct xml_element *element)
{
    (void)element;
    return begin_capture(reader, CAPTURE_FOOTER);
}

static enum status begin_phonetic(struct sheet_reader *reader, const struct xml_element *element)
{
    (void)element;
    reader->phonetic = 1;
    return STATUS_OK;
}

/* Sorted by name. */
static const struct sheet_meaning sheet_meanings[] = {
    { "c", begin_cell },
    { "col", begin_column },
    { "customFilter", begin_filter },
    { "dataValidation", begin_validation },
    { "evenFooter", begin_footer },
    { "evenHeader", begin_header },
    { "f", begin_formula },
    { "filter", begin_filter },
    { "firstFooter", begin_footer },
    { "firstHeader", begin_header },
    { "formula", begin_condition },
    { "formula1", begin_condition },
    { "formula2", begin_condition },
    { "hyperlink", begin_hyperlink },
    { "oddFooter", begin_footer },
    { "oddHeader", begin_header },
    { "rPh", begin_phonetic },
    { "row", begin_row },
    { "sheetFormatPr", begin_row_default },
    { "t", begin_inline },
    { "v", begin_value },
};

static int compare_meanings(const void *name, const void *meaning)
{
    return strcmp(name, ((const struct sheet_meaning *)meaning)->name);
}

static enum status sheet_start(void *context, const struct xml_element *element)
{
    struct sheet_reader *reader = context;
    const struct sheet_meaning *meaning;

    if (reader->phonetic > 0) {
        reader->phonetic++;
        return STATUS_OK;
    }
    if (element->space == OOXML_SHEET_FORMULA)
        return strcmp(element->name, "f") == 0 ? begin_condition(reader, element) : STATUS_OK;
    if (element->space == OOXML_SHEET_EXTENSION)
        return strcmp(element->name, "dataValidation") == 0 ? begin_validation(reader, element) : STATUS_OK;
    meaning = bsearch(element->name, sheet_meanings, sizeof sheet_meanings / sizeof *sheet_meanings,
                      sizeof *sheet_meanings, compare_meanings);
    return meaning != NULL && element->space == OOXML_SHEET ? meaning->begin(reader, element) : STATUS_OK;
}

static enum status shared_emit(struct sheet_reader *reader, struct bytes index_text)
{
    uint64_t index = 0;

    for (size_t place = 0; place < index_text.size; place++) {
        uint8_t digit = index_text.data[place];

        index = digit >= '0' && digit <= '9' && index < UINT32_MAX ? index * 10 + (digit - '0') : UINT64_MAX / 16;
    }
    return ooxml_cells_emit_shared(&reader->cells, index);
}

static enum status value_emit(struct sheet_reader *reader)
{
    struct bytes text = buf_bytes(&reader->text);

    switch (reader->type) {
    case CELL_SHARED:
        return shared_emit(reader, text);
    case CELL_BOOLEAN:
        return ooxml_cells_emit_boolean(&reader->cells, text.size == 1 && text.data[0] == '1');
    case CELL_NUMBER:
        return ooxml_cells_emit_number(&reader->cells, text);
    case CELL_TEXT:
        break;
    }
    return ooxml_cells_emit_words(&reader->cells, words_of(&reader->text));
}

/* A formula is not seen, but what it says in quotes may be a word or an address. */
static enum status formula_emit(struct sheet_reader *reader)
{
    struct bytes text = buf_bytes(&reader->text);
    struct text_run run = ooxml_cells_run(&reader->cells, TEXT_HIDDEN);

    if (text.size == 0 || memchr(text.data, '"', text.size) == NULL)
        return STATUS_OK;
    if (reader->capture == CAPTURE_FORMULA)
        run.cell = (struct cell){ reader->cells.table, reader->cells.row, reader->cells.column };
    return ooxml_emit(reader->cells.ooxml, &run, text);
}

static enum status captured(struct sheet_reader *reader)
{
    switch (reader->capture) {
    case CAPTURE_NOTHING:
        return STATUS_OK;
    case CAPTURE_VALUE:
        return value_emit(reader);
    case CAPTURE_INLINE:
        return ooxml_cells_emit_words(&reader->cells, words_of(&reader->text));
    case CAPTURE_FORMULA:
    case CAPTURE_CONDITION:
        return formula_emit(reader);
    case CAPTURE_HEADER:
    case CAPTURE_FOOTER:
        return ooxml_cells_emit_header(&reader->cells, reader->capture == CAPTURE_HEADER ? TEXT_HEADER : TEXT_FOOTER,
                                       buf_bytes(&reader->text));
    }
    return STATUS_BUG;
}

static enum status sheet_end(void *context, const struct xml_element *element)
{
    struct sheet_reader *reader = context;
    enum status status;

    if (reader->phonetic > 0) {
        reader->phonetic--;
        return STATUS_OK;
    }
    status = captured(reader);
    reader->capture = CAPTURE_NOTHING;
    if (status == STATUS_OK && strcmp(element->name, "c") == 0)
        status = ooxml_cells_end(&reader->cells);
    return status;
}

static enum status sheet_text(void *context, const char *utf8, size_t size)
{
    struct sheet_reader *reader = context;
    enum status status = STATUS_OK;

    if (reader->capture == CAPTURE_NOTHING || reader->phonetic > 0)
        return STATUS_OK;
    if (reader->text.size + size > CELL_TEXT_STEP) {
        status = captured(reader);
        buf_clear(&reader->text);
    }
    buf_append(&reader->text, utf8, size);
    return status != STATUS_OK ? status : buf_status(&reader->text);
}

enum status ooxml_sheet_read(struct ooxml *ooxml, const struct ooxml_entry *entry)
{
    static const struct xml_handler handler = { sheet_start, sheet_end, sheet_text };
    struct sheet_reader *reader = arena_zeroed(ooxml->package.job->arena, sizeof *reader);
    enum status status;

    if (reader == NULL)
        return STATUS_NO_MEMORY;
    ooxml_cells_start(&reader->cells, ooxml, entry);
    reader->text = (struct buf)BUF_INIT(SIZE_MAX / 4);
    status = ooxml_parse(ooxml, entry->member, &handler, reader);
    buf_free(&reader->text);
    return status;
}

/* ---- tables (18.5.1) ---- */

static enum status table_start(void *context, const struct xml_element *element)
{
    static const char *const names[] = { "displayName", "comment" };
    static const struct text_run run = { .role = TEXT_METADATA, .join = JOIN_BROKEN, .section = "table" };
    struct ooxml *ooxml = context;
    enum status status = STATUS_OK;
    struct bytes value;

    if (strcmp(element->name, "table") != 0)
        return STATUS_OK;
    for (size_t index = 0; index < sizeof names / sizeof *names && status == STATUS_OK; index++)
        if (xml_attribute(element, XML_SPACE_ANY, names[index], &value))
            status = ooxml_emit(ooxml, &run, value);
    return status;
}

enum status ooxml_table_read(struct ooxml *ooxml, const struct ooxml_entry *entry)
{
    static const struct xml_handler handler = { table_start, package_no_end, package_no_text };

    return ooxml_parse(ooxml, entry->member, &handler, ooxml);
}

/* ---- cached data (18.10.1, 18.14) ---- */

struct pivot_reading {
    struct ooxml *ooxml;
    struct text_run run;
    bool text;
};

static enum status pivot_emit(struct pivot_reading *reading, struct bytes value)
{
    char number[OOXML_NUMBER_SIZE_MAX];
    size_t size = ooxml_number_format(value, number);
    struct text_run run = reading->run;
    enum status status;

    if (run.cell.row == 0) /* a name before the first record */
        run.cell = (struct cell){ 0, 0, 0 };
    status = ooxml_emit(reading->ooxml, &run, size > 0 ? bytes_of(number, size) : value);
    reading->run.join = JOIN_GLUED;
    return status;
}

static enum status pivot_start(void *context, const struct xml_element *element)
{
    static const char *const names[] = { "v", "val", "name", "refersTo" };
    struct pivot_reading *reading = context;
    enum status status = STATUS_OK;
    struct bytes value;

    reading->text = strcmp(element->name, "v") == 0 || strcmp(element->name, "t") == 0;
    if (strcmp(element->name, "r") == 0 || strcmp(element->name, "row") == 0
        || strcmp(element->name, "sharedItems") == 0) {
        reading->run.cell.row++;
        reading->run.cell.column = 0;
        return STATUS_OK;
    }
    if (!reading->text)
        reading->run.cell.column++;
    if (strcmp(element->name, "x") == 0) /* refers to a shared item */
        return STATUS_OK;
    for (size_t index = 0; index < sizeof names / sizeof *names && status == STATUS_OK; index++) {
        reading->run.join = JOIN_BROKEN;
        if (xml_attribute(element, XML_SPACE_ANY, names[index], &value))
            status = pivot_emit(reading, value);
    }
    reading->run.join = JOIN_BROKEN;
    return status;
}

static enum status pivot_end(void *context, const struct xml_element *element)
{
    struct pivot_reading *reading = context;

    (void)element;
    reading->text = false;
    return STATUS_OK;
}

static enum status pivot_text(void *context, const char *utf8, size_t size)
{
    struct pivot_reading *reading = context;

    return reading->text ? pivot_emit(reading, bytes_of(utf8, size)) : STATUS_OK;
}

enum status ooxml_pivot_read(struct ooxml *ooxml, const struct ooxml_entry *entry)
{
    static const struct xml_handler handler = { pivot_start, pivot_end, pivot_text };
    struct pivot_reading reading = { .ooxml = ooxml,
                                     .run = { .role = TEXT_HIDDEN,
                                              .join = JOIN_BROKEN,
                                              .section = entry->type->section,
                                              .cell = { .table = ++ooxml->table_count } } };

    return ooxml_parse(ooxml, entry->member, &handler, &reading);
}
