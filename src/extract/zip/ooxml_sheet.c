/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/zip/ooxml_sheet.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "base/buf.h"
#include "base/spool.h"
#include "extract/zip/ooxml_number.h"

enum {
    COLUMNS_MAX = 16384, /* of Excel */
    FORMATS_MAX = 65536, /* cell formats of one workbook */
    SHEETS_MAX = 10000,
    BATCH_SIZE = 32 * 1024,
    CELL_TEXT_STEP = 64 * 1024, /* longer text of a cell goes out in pieces */
    FORMAT_NUMBERS_MAX = 4096,  /* number formats of a workbook's own */
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
};

static bool bit_get(const uint8_t *bits, size_t index)
{
    return (bits[index / 8] >> (index % 8) & 1) != 0;
}

static void bit_set(uint8_t *bits, size_t index)
{
    bits[index / 8] |= (uint8_t)(1u << (index % 8));
}

static bool is_true(const struct xml_element *element, const char *name)
{
    return xml_attribute_is(element, name, "1") || xml_attribute_is(element, name, "true");
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
        status = extract_spool_append(workbook->ooxml->job, spool, buf_bytes(batch), 0);
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
    workbook->used_strings = arena_zeroed(workbook->ooxml->job->arena, workbook->string_count / 8 + 1);
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

struct format_reading {
    struct ooxml_workbook *workbook;
    uint32_t hiding[FORMAT_NUMBERS_MAX]; /* numbers of number formats that show nothing */
    size_t hiding_count;
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

static enum status format_start(void *context, const struct xml_element *element)
{
    struct format_reading *reading = context;
    struct bytes code;

    if (strcmp(element->name, "cellXfs") == 0)
        reading->in_cell_formats = true;
    if (strcmp(element->name, "numFmt") == 0 && reading->hiding_count < FORMAT_NUMBERS_MAX
        && xml_attribute(element, XML_SPACE_ANY, "formatCode", &code) && format_hides(code))
        reading->hiding[reading->hiding_count++] = xml_attribute_number(element, "numFmtId", UINT32_MAX);
    if (strcmp(element->name, "xf") != 0 || !reading->in_cell_formats)
        return STATUS_OK;
    if (reading->index < FORMATS_MAX && hides_number(reading, xml_attribute_number(element, "numFmtId", 0)))
        bit_set(reading->workbook->hiding_formats, reading->index);
    reading->index++;
    return STATUS_OK;
}

static enum status format_end(void *context, const struct xml_element *element)
{
    struct format_reading *reading = context;

    if (strcmp(element->name, "cellXfs") == 0)
        reading->in_cell_formats = false;
    return STATUS_OK;
}

static enum status formats_read(struct ooxml_workbook *workbook)
{
    static const struct xml_handler handler = { format_start, format_end, no_text };
    struct ooxml_entry *entry = ooxml_entry_of_kind(workbook->ooxml, OOXML_CELL_STYLES);
    struct format_reading reading = { .workbook = workbook };

    if (entry == NULL)
        return STATUS_OK;
    entry->done = true;
    return ooxml_settle(workbook->ooxml, entry, ooxml_parse(workbook->ooxml, entry->member, &handler, &reading));
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
    struct ooxml *ooxml;
    const struct ooxml_entry *entry;
    const char *section;
    enum capture capture;
    struct buf text;
    uint32_t table, row, column;
    uint32_t format;
    enum cell_type type;
    unsigned phonetic; /* depth inside a phonetic run */
    bool cell_started; /* a piece of this cell went out already */
    bool row_hidden, rows_hidden_by_default;
    bool string_missing;
    uint8_t hidden_columns[COLUMNS_MAX / 8 + 1];
};

struct sheet_meaning {
    const char *name;
    enum status (*begin)(struct sheet_reader *reader, const struct xml_element *element);
};

static bool cell_is_hidden(const struct sheet_reader *reader)
{
    const struct ooxml_workbook *workbook = reader->ooxml->workbook;

    if (reader->entry->hidden || reader->row_hidden)
        return true;
    if (reader->column <= COLUMNS_MAX && bit_get(reader->hidden_columns, reader->column))
        return true;
    return workbook != NULL && reader->format < FORMATS_MAX && bit_get(workbook->hiding_formats, reader->format);
}

static struct text_run sheet_run(const struct sheet_reader *reader, enum text_role role)
{
    return (struct text_run){ .role = reader->entry->hidden ? TEXT_HIDDEN : role,
                              .join = JOIN_BROKEN,
                              .newlines = NEWLINES_ARE_BLANKS,
                              .section = reader->section,
                              .place = reader->entry->place };
}

static enum status cell_emit(struct sheet_reader *reader, struct bytes text)
{
    struct text_run run = sheet_run(reader, TEXT_BODY);

    run.cell = (struct cell){ reader->table, reader->row, reader->column };
    if (cell_is_hidden(reader))
        run.role = TEXT_HIDDEN;
    if (reader->cell_started)
        run.join = JOIN_GLUED;
    reader->cell_started = true;
    return ooxml_emit(reader->ooxml, &run, text);
}

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
    reader->row = xml_attribute_number(element, "r", reader->row + 1);
    reader->column = 0;
    reader->row_hidden = is_true(element, "hidden") || xml_attribute_is(element, "ht", "0")
                         || (reader->rows_hidden_by_default && !xml_attribute_is(element, "hidden", "0"));
    return STATUS_OK;
}

static enum status begin_cell(struct sheet_reader *reader, const struct xml_element *element)
{
    struct bytes reference;

    reader->column++;
    if (xml_attribute(element, XML_SPACE_ANY, "r", &reference))
        (void)reference_read(reference, &reader->column, &reader->row);
    reader->format = xml_attribute_number(element, "s", 0);
    reader->cell_started = false;
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
    for (uint32_t column = first; column <= last && column <= COLUMNS_MAX; column++)
        bit_set(reader->hidden_columns, column);
    return STATUS_OK;
}

static enum status begin_row_default(struct sheet_reader *reader, const struct xml_element *element)
{
    reader->rows_hidden_by_default = is_true(element, "zeroHeight");
    return STATUS_OK;
}

static enum status attributes_emit(struct sheet_reader *reader, const struct xml_element *element,
                                   const char *const *names, enum text_role role)
{
    struct text_run run = sheet_run(reader, role);
    enum status status = STATUS_OK;
    struct bytes value;

    for (; *names != NULL && status == STATUS_OK; names++)
        if (xml_attribute(element, XML_SPACE_ANY, *names, &value))
            status = ooxml_emit(reader->ooxml, &run, value);
    return status;
}

static enum status begin_validation(struct sheet_reader *reader, const struct xml_element *element)
{
    static const char *const names[] = { "promptTitle", "prompt", "errorTitle", "error", NULL };

    return attributes_emit(reader, element, names, TEXT_ALT);
}

static enum status begin_hyperlink(struct sheet_reader *reader, const struct xml_element *element)
{
    static const char *const names[] = { "tooltip", "location", NULL };

    return attributes_emit(reader, element, names, TEXT_ALT);
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
    { "dataValidation", begin_validation },
    { "evenFooter", begin_footer },
    { "evenHeader", begin_header },
    { "f", begin_formula },
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
    meaning = bsearch(element->name, sheet_meanings, sizeof sheet_meanings / sizeof *sheet_meanings,
                      sizeof *sheet_meanings, compare_meanings);
    return meaning != NULL && element->space == OOXML_SHEET ? meaning->begin(reader, element) : STATUS_OK;
}

static enum status shared_emit(struct sheet_reader *reader, struct bytes index_text)
{
    struct ooxml_workbook *workbook = reader->ooxml->workbook;
    struct bytes text;
    uint64_t index = 0;

    for (size_t place = 0; place < index_text.size; place++) {
        uint8_t digit = index_text.data[place];

        index = digit >= '0' && digit <= '9' && index < UINT32_MAX ? index * 10 + (digit - '0') : UINT64_MAX / 16;
    }
    if (string_get(workbook, index, &text)) {
        bit_set(workbook->used_strings, index);
        return cell_emit(reader, text);
    }
    if (reader->string_missing)
        return STATUS_OK;
    reader->string_missing = true;
    return ooxml_settle(reader->ooxml, reader->entry, STATUS_MALFORMED);
}

static enum status value_emit(struct sheet_reader *reader)
{
    struct bytes text = buf_bytes(&reader->text);
    char number[OOXML_NUMBER_SIZE_MAX];
    size_t size;

    switch (reader->type) {
    case CELL_SHARED:
        return shared_emit(reader, text);
    case CELL_BOOLEAN:
        return cell_emit(reader, bytes_of_text(text.size == 1 && text.data[0] == '1' ? "TRUE" : "FALSE"));
    case CELL_NUMBER:
        size = ooxml_number_format(text, number);
        return cell_emit(reader, size > 0 ? bytes_of(number, size) : text);
    case CELL_TEXT:
        break;
    }
    return cell_emit(reader, text);
}

/* A formula is not seen, but what it says in quotes may be a word or an address. */
static enum status formula_emit(struct sheet_reader *reader)
{
    struct bytes text = buf_bytes(&reader->text);
    struct text_run run = sheet_run(reader, TEXT_HIDDEN);

    if (text.size == 0 || memchr(text.data, '"', text.size) == NULL)
        return STATUS_OK;
    if (reader->capture == CAPTURE_FORMULA)
        run.cell = (struct cell){ reader->table, reader->row, reader->column };
    return ooxml_emit(reader->ooxml, &run, text);
}

/* The length of a code in a header or footer (18.3.1.39), from its '&'; it is not shown as it stands. */
static size_t header_code_size(struct bytes text)
{
    uint8_t code = text.size > 1 ? text.data[1] : 0;
    size_t size = 2;

    if (code == '"') { /* a font */
        while (size < text.size && text.data[size] != '"')
            size++;
        return size < text.size ? size + 1 : size;
    }
    if (code == 'K') { /* a colour: six hexadecimal digits, or theme and tint */
        while (size < text.size && size < 8 && text.data[size] != '&')
            size++;
        return size;
    }
    if (code >= '0' && code <= '9')
        while (size < text.size && text.data[size] >= '0' && text.data[size] <= '9')
            size++;
    return size < text.size ? size : text.size;
}

static enum status header_emit(struct sheet_reader *reader)
{
    bool is_header = reader->capture == CAPTURE_HEADER;
    struct text_run run = sheet_run(reader, is_header ? TEXT_HEADER : TEXT_FOOTER);
    struct bytes rest = buf_bytes(&reader->text);
    enum status status = STATUS_OK;

    run.section = is_header ? "header" : "footer";
    while (rest.size > 0 && status == STATUS_OK) {
        const uint8_t *mark = memchr(rest.data + 1, '&', rest.size - 1);
        size_t size = mark != NULL ? (size_t)(mark - rest.data) : rest.size;
        bool literal = rest.data[0] == '&' && rest.size > 1 && rest.data[1] == '&';

        if (literal) {
            status = ooxml_emit(reader->ooxml, &run, bytes_of_text("&"));
            run.join = JOIN_GLUED;
            size = 2;
        } else if (rest.data[0] == '&') {
            size = header_code_size(rest);
            if (rest.size > 1 && strchr("LCR", rest.data[1]) != NULL)
                run.join = JOIN_BROKEN;
        } else {
            status = ooxml_emit(reader->ooxml, &run, bytes_slice(rest, 0, size));
            run.join = JOIN_GLUED;
        }
        rest = bytes_slice(rest, size, rest.size);
    }
    return status;
}

static enum status captured(struct sheet_reader *reader)
{
    switch (reader->capture) {
    case CAPTURE_NOTHING:
        return STATUS_OK;
    case CAPTURE_VALUE:
        return value_emit(reader);
    case CAPTURE_INLINE:
        return cell_emit(reader, buf_bytes(&reader->text));
    case CAPTURE_FORMULA:
    case CAPTURE_CONDITION:
        return formula_emit(reader);
    case CAPTURE_HEADER:
    case CAPTURE_FOOTER:
        return header_emit(reader);
    }
    return STATUS_BUG;
}

static enum status sheet_end(void *context, const struct xml_element *element)
{
    struct sheet_reader *reader = context;
    enum status status;

    (void)element;
    if (reader->phonetic > 0) {
        reader->phonetic--;
        return STATUS_OK;
    }
    status = captured(reader);
    reader->capture = CAPTURE_NOTHING;
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
    struct sheet_reader *reader = arena_zeroed(ooxml->job->arena, sizeof *reader);
    enum status status;

    if (reader == NULL)
        return STATUS_NO_MEMORY;
    reader->ooxml = ooxml;
    reader->entry = entry;
    reader->section = entry->section != NULL ? entry->section : "sheet";
    reader->table = ++ooxml->table_count;
    reader->text = (struct buf)BUF_INIT(SIZE_MAX / 4);
    status = ooxml_parse(ooxml, entry->member, &handler, reader);
    buf_free(&reader->text);
    return status;
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
    struct ooxml_workbook *workbook = arena_zeroed(ooxml->job->arena, sizeof *workbook);
    struct ooxml_workbook *outer = ooxml->workbook;
    enum status status;

    if (workbook == NULL)
        return STATUS_NO_MEMORY;
    workbook->ooxml = ooxml;
    ooxml->workbook = workbook;
    status = workbook_extract(workbook, entry);
    ooxml->workbook = outer;
    alloc_free(workbook->sheets);
    spool_destroy(workbook->string_spool);
    spool_destroy(workbook->offset_spool);
    return status;
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
