/* SPDX-License-Identifier: Apache-2.0 */
#include "foreign/ole/excel_sheet.h"

#include "extract/zip/ooxml_cells.h"
#include "extract/zip/ooxml_date.h"
#include "extract/zip/ooxml_display.h"
#include "extract/zip/ooxml_number.h"
#include "foreign/ole/excel_formula.h"
#include "foreign/ole/excel_link.h"
#include "foreign/ole/powerpoint_text.h"

enum {
    COLUMNS = 256,
    ROWS = 65536,
    OBJECT_COMMENT = 0x19,
    OBJECT_COMMON = 0x15,
    RESULT_STRING = 0,
    RESULT_BOOLEAN = 1,
    COLUMN_HIDDEN = 1,
    ROW_HIDDEN = 0x20,
    ROWS_HIDDEN = 2,
};

struct excel_sheet_reading {
    struct excel_book *book;
    const struct excel_sheet *sheet;
    struct place place;
    uint32_t table;
    uint32_t row, column, format; /* of the formula whose string is awaited */
    bool awaits_string, in_chart, of_comment, shared_missing;
    uint8_t hidden_columns[COLUMNS / 8], hidden_rows[ROWS / 8];
};

static bool bit_get(const uint8_t *bits, size_t index)
{
    return (bits[index / 8] >> (index % 8) & 1) != 0;
}

/* ---- where text stands ---- */

static enum status stand(struct excel_sheet_reading *reading, const char *section)
{
    struct ole_output *output = reading->book->output;
    enum status status = ole_output_break(output);

    output->section = section;
    output->place = reading->place;
    output->cell = (struct cell){ 0, 0, 0 };
    return status;
}

static const char *sheet_section(const struct excel_sheet_reading *reading)
{
    return reading->in_chart ? "chart" : reading->sheet->section;
}

static enum text_role role_in(const struct excel_sheet_reading *reading, enum text_role role)
{
    return reading->sheet->hidden ? TEXT_HIDDEN : role;
}

/* ---- cells ---- */

static enum text_role stand_at(struct excel_sheet_reading *reading, uint32_t row, uint32_t column)
{
    struct ole_output *output = reading->book->output;

    output->section = sheet_section(reading);
    output->place = reading->place;
    output->cell = (struct cell){ reading->table, row + 1, column + 1 };
    if (reading->in_chart) {
        output->cell = (struct cell){ 0, 0, 0 };
        return role_in(reading, TEXT_BODY);
    }
    if (column < COLUMNS && bit_get(reading->hidden_columns, column))
        return TEXT_HIDDEN;
    if (row < ROWS && bit_get(reading->hidden_rows, row))
        return TEXT_HIDDEN;
    return role_in(reading, TEXT_BODY);
}

static enum status cell_emit(struct excel_sheet_reading *reading, uint32_t row, uint32_t column, uint32_t format,
                             struct bytes text)
{
    const struct excel_format *look = excel_book_format(reading->book, format);
    enum status status = ole_output_break(reading->book->output);
    enum text_role role = stand_at(reading, row, column);

    if (look != NULL && look->hides)
        role = TEXT_HIDDEN;
    return status != STATUS_OK ? status : ole_output_block(reading->book->output, role, text);
}

/* Text that is in a cell as often as there are cells. */
static enum status repeated_charge(struct excel_book *book, size_t size)
{
    book->shared_size += size;
    return extract_charge(book->job, size, book->shared_size, book->job->input.size);
}

/* What is in the cell and not seen, because its format shows other things. */
static enum status unseen_emit(struct excel_sheet_reading *reading, uint32_t row, uint32_t column, struct bytes text)
{
    enum status status = ole_output_break(reading->book->output);

    (void)stand_at(reading, row, column);
    return status != STATUS_OK ? status : ole_output_block(reading->book->output, TEXT_HIDDEN, text);
}

/* A number of a cell whose format has words of its own. */
static enum status worded_number_emit(struct excel_sheet_reading *reading, uint32_t row, uint32_t column,
                                      uint32_t format, struct bytes number)
{
    const struct excel_format *look = excel_book_format(reading->book, format);
    struct ooxml_display display;
    enum status status;

    ooxml_display_number(bytes_of_text(look->display), number, reading->book->since_1904, &display);
    status = repeated_charge(reading->book, display.size);
    if (status == STATUS_OK && display.size > 0)
        status = cell_emit(reading, row, column, format, bytes_of(display.text, display.size));
    return status != STATUS_OK || display.shows_value ? status : unseen_emit(reading, row, column, number);
}

static enum status number_emit(struct excel_sheet_reading *reading, uint32_t row, uint32_t column, uint32_t format,
                               double value)
{
    const struct excel_format *look = excel_book_format(reading->book, format);
    char text[OOXML_NUMBER_SIZE_MAX], date[OOXML_DATE_SIZE_MAX];
    size_t size = ooxml_number_write(value, text), date_size = 0;

    if (look != NULL && look->display != NULL && size > 0)
        return worded_number_emit(reading, row, column, format, bytes_of(text, size));
    if (look != NULL && look->date_code != NULL && size > 0)
        date_size = ooxml_date_format(bytes_of_text(look->date_code), bytes_of(text, size), reading->book->since_1904,
                                      date);
    return cell_emit(reading, row, column, format, date_size > 0 ? bytes_of(date, date_size) : bytes_of(text, size));
}

/* Text of a cell, among the words that its format has. */
static enum status words_emit(struct excel_sheet_reading *reading, uint32_t row, uint32_t column, uint32_t format,
                              struct bytes text)
{
    const struct excel_format *look = excel_book_format(reading->book, format);
    struct ole_output *output = reading->book->output;
    struct ooxml_display display;
    struct bytes shown;
    enum status status;

    if (look == NULL || look->display == NULL)
        return cell_emit(reading, row, column, format, text);
    ooxml_display_words(bytes_of_text(look->display), &display);
    shown = bytes_of(display.text, display.size);
    status = repeated_charge(reading->book, display.size);
    if (status == STATUS_OK)
        status = ole_output_break(output);
    if (status == STATUS_OK)
        status = ole_output_role(output, look->hides ? TEXT_HIDDEN : stand_at(reading, row, column));
    if (status == STATUS_OK)
        status = ole_output_text(output, bytes_slice(shown, 0, display.value));
    if (status == STATUS_OK && display.shows_value)
        status = ole_output_text(output, text);
    if (status == STATUS_OK)
        status = ole_output_text(output, bytes_slice(shown, display.value, shown.size));
    if (status == STATUS_OK)
        status = ole_output_break(output);
    return status != STATUS_OK || display.shows_value ? status : unseen_emit(reading, row, column, text);
}

static double double_take(struct excel_reader *reader)
{
    uint64_t bits = excel_reader_u32(reader);
    double value;

    bits |= (uint64_t)excel_reader_u32(reader) << 32;
    memcpy(&value, &bits, sizeof value);
    return value;
}

static enum status numbers_read(struct excel_sheet_reading *reading, struct excel_reader *reader, uint32_t row,
                                uint32_t column)
{
    enum status status = STATUS_OK;

    /* Six bytes each; the last column stands behind them. */
    while (reader->reader.end - reader->reader.next >= 8 && status == STATUS_OK) {
        uint32_t format = excel_reader_u16(reader);

        status = number_emit(reading, row, column++, format, ooxml_number_of_rk(excel_reader_u32(reader)));
    }
    return status;
}

static enum status boolean_emit(struct excel_sheet_reading *reading, uint32_t row, uint32_t column, uint32_t format,
                                bool value)
{
    return cell_emit(reading, row, column, format, bytes_of_text(value ? "TRUE" : "FALSE"));
}

static enum status formula_read(struct excel_sheet_reading *reading, struct excel_reader *reader, uint32_t row,
                                uint32_t column, uint32_t format)
{
    struct excel_reader result = *reader;
    uint8_t kind = excel_reader_u8(reader), value;
    enum status status = STATUS_OK;
    uint16_t size;

    (void)excel_reader_u8(reader);
    value = excel_reader_u8(reader);
    excel_reader_skip(reader, 3);
    if (excel_reader_u16(reader) != 0xFFFF) {
        status = number_emit(reading, row, column, format, double_take(&result));
    } else if (kind == RESULT_STRING) {
        reading->row = row;
        reading->column = column;
        reading->format = format;
        reading->awaits_string = true;
    } else if (kind == RESULT_BOOLEAN) {
        status = boolean_emit(reading, row, column, format, value != 0);
    }
    excel_reader_skip(reader, reading->book->old ? 0 : 6);
    size = excel_reader_u16(reader);
    if (status != STATUS_OK || reader->overrun)
        return status;
    (void)stand_at(reading, row, column);
    return excel_formula_emit(reading->book, bytes_slice(bytes_of(reader->reader.next,
                                                                  (size_t)(reader->reader.end - reader->reader.next)),
                                                         0, size));
}

static enum status string_read(struct excel_sheet_reading *reading, struct excel_reader *reader)
{
    if (!reading->awaits_string)
        return STATUS_OK;
    reading->awaits_string = false;
    excel_book_string(reading->book, reader, true);
    return words_emit(reading, reading->row, reading->column, reading->format, buf_bytes(&reading->book->text));
}

static enum status shared_read(struct excel_sheet_reading *reading, uint32_t row, uint32_t column, uint32_t format,
                               uint32_t index)
{
    struct excel_book *book = reading->book;
    struct bytes text;

    if (excel_book_shared(book, index, &text)) {
        /* One long string and a great many cells that refer to it are a bomb. */
        enum status status = repeated_charge(book, text.size);

        return status != STATUS_OK ? status : words_emit(reading, row, column, format, text);
    }
    if (reading->shared_missing)
        return STATUS_OK;
    reading->shared_missing = true;
    return extract_gap(book->job, STATUS_MALFORMED, "shared strings");
}

static enum status cell_read(struct excel_sheet_reading *reading, const struct excel_record *record)
{
    struct excel_reader reader = excel_reader_of(record);
    uint32_t row = excel_reader_u16(&reader), column = excel_reader_u16(&reader), format;

    if (record->type == EXCEL_MULTIPLE_RK)
        return numbers_read(reading, &reader, row, column);
    format = excel_reader_u16(&reader);
    switch (record->type) {
    case EXCEL_LABEL_SHARED:
        return shared_read(reading, row, column, format, excel_reader_u32(&reader));
    case EXCEL_NUMBER:
        return number_emit(reading, row, column, format, double_take(&reader));
    case EXCEL_RK:
        return number_emit(reading, row, column, format, ooxml_number_of_rk(excel_reader_u32(&reader)));
    case EXCEL_FORMULA:
        return formula_read(reading, &reader, row, column, format);
    case EXCEL_BOOLEAN: {
        uint8_t value = excel_reader_u8(&reader);

        return excel_reader_u8(&reader) == 0 ? boolean_emit(reading, row, column, format, value != 0) : STATUS_OK;
    }
    default: /* a label, perhaps with looks */
        excel_book_string(reading->book, &reader, true);
        return words_emit(reading, row, column, format, buf_bytes(&reading->book->text));
    }
}

/* ---- rows and columns ---- */

static void row_read(struct excel_sheet_reading *reading, const struct excel_record *record)
{
    struct excel_reader reader = excel_reader_of(record);
    size_t row = excel_reader_u16(&reader);

    excel_reader_skip(&reader, 10);
    if ((excel_reader_u16(&reader) & ROW_HIDDEN) != 0)
        reading->hidden_rows[row / 8] |= (uint8_t)(1u << row % 8);
    else
        reading->hidden_rows[row / 8] &= (uint8_t)~(1u << row % 8);
}

static void columns_read(struct excel_sheet_reading *reading, const struct excel_record *record)
{
    struct excel_reader reader = excel_reader_of(record);
    uint32_t first = excel_reader_u16(&reader), last = excel_reader_u16(&reader), width = excel_reader_u16(&reader);

    (void)excel_reader_u16(&reader);
    if ((excel_reader_u16(&reader) & COLUMN_HIDDEN) == 0 && width != 0)
        return;
    for (uint32_t column = first; column <= last && column < COLUMNS; column++)
        reading->hidden_columns[column / 8] |= (uint8_t)(1u << column % 8);
}

/* ---- what is not in cells ---- */

static enum status text_emit(struct excel_sheet_reading *reading, const char *section, enum text_role role)
{
    enum status status = stand(reading, section);

    return status != STATUS_OK ? status : ole_output_block(reading->book->output, role_in(reading, role),
                                                           buf_bytes(&reading->book->text));
}

/* 2.4.329: the characters follow in records of their own. */
static enum status text_object_read(struct excel_sheet_reading *reading, const struct excel_record *record)
{
    struct excel_reader reader = excel_reader_of(record);
    size_t count;

    excel_reader_skip(&reader, 10);
    count = excel_reader_u16(&reader);
    if (reading->book->old || count == 0 || reader.overrun)
        return STATUS_OK;
    reader.reader.next = reader.reader.end;
    buf_clear(&reading->book->text);
    excel_reader_characters(&reader, reading->book->job->charset, count, false, &reading->book->text);
    return reading->of_comment ? text_emit(reading, "comments", TEXT_NOTE) : text_emit(reading, "textbox", TEXT_BODY);
}

/* 2.4.179: who wrote the comment, the text of which is in an object; in old workbooks, the text. */
static enum status note_read(struct excel_sheet_reading *reading, const struct excel_record *record)
{
    struct excel_reader reader = excel_reader_of(record);

    excel_reader_skip(&reader, reading->book->old ? 4 : 8);
    if (reading->book->old) {
        (void)excel_reader_u16(&reader);
        excel_book_characters(reading->book, &reader, (size_t)(reader.reader.end - reader.reader.next));
    } else {
        excel_book_string(reading->book, &reader, true);
    }
    return text_emit(reading, "comments", TEXT_NOTE);
}

static void object_read(struct excel_sheet_reading *reading, const struct excel_record *record)
{
    struct excel_reader reader = excel_reader_of(record);

    reading->of_comment = excel_reader_u16(&reader) == OBJECT_COMMON && excel_reader_u16(&reader) > 0
                          && excel_reader_u16(&reader) == OBJECT_COMMENT;
}

/* Codes in it say where a part stands and how it looks. */
static enum status header_emit(struct excel_sheet_reading *reading, enum text_role role, struct bytes rest)
{
    struct ole_output *output = reading->book->output;
    enum status status = ole_output_role(output, role_in(reading, role));

    while (rest.size > 0 && status == STATUS_OK) {
        const uint8_t *mark = memchr(rest.data + 1, '&', rest.size - 1);
        size_t size = mark != NULL ? (size_t)(mark - rest.data) : rest.size;

        if (rest.data[0] != '&') {
            status = ole_output_text(output, bytes_slice(rest, 0, size));
        } else if (rest.size > 1 && rest.data[1] == '&') {
            status = ole_output_text(output, bytes_of_text("&"));
            size = 2;
        } else {
            size = ooxml_cells_header_code_size(rest);
            if (rest.size > 1 && (rest.data[1] == 'L' || rest.data[1] == 'C' || rest.data[1] == 'R'))
                status = ole_output_break(output);
        }
        rest = bytes_slice(rest, size, rest.size);
    }
    return status != STATUS_OK ? status : ole_output_break(output);
}

static enum status header_read(struct excel_sheet_reading *reading, const struct excel_record *record)
{
    struct excel_reader reader = excel_reader_of(record);
    bool is_header = record->type == EXCEL_HEADER;
    enum status status = stand(reading, is_header ? "header" : "footer");

    if (record->body.size == 0 || status != STATUS_OK)
        return status;
    excel_book_string(reading->book, &reader, !reading->book->old);
    return header_emit(reading, is_header ? TEXT_HEADER : TEXT_FOOTER, buf_bytes(&reading->book->text));
}

/* 2.4.91: what is asked for, and a list to choose from. */
static enum status validation_read(struct excel_sheet_reading *reading, const struct excel_record *record)
{
    struct excel_reader reader = excel_reader_of(record);
    enum status status = STATUS_OK;

    (void)excel_reader_u32(&reader);
    for (int text = 0; text < 4 && status == STATUS_OK; text++) {
        excel_book_string(reading->book, &reader, true);
        if (reading->book->text.size > 1) /* empty ones are a NUL */
            status = text_emit(reading, sheet_section(reading), TEXT_ALT);
    }
    for (int formula = 0; formula < 2 && status == STATUS_OK && !reader.overrun; formula++) {
        size_t size = excel_reader_u16(&reader);

        (void)excel_reader_u16(&reader);
        status = stand(reading, sheet_section(reading));
        if (status == STATUS_OK)
            status = excel_formula_emit(reading->book, reader_take(&reader.reader, size));
    }
    return status;
}

static enum status chart_text_read(struct excel_sheet_reading *reading, const struct excel_record *record)
{
    struct excel_reader reader = excel_reader_of(record);

    (void)excel_reader_u16(&reader);
    excel_book_string(reading->book, &reader, false);
    return text_emit(reading, "chart", TEXT_BODY);
}

/* 2.4.170: a drawing is cut into pieces, between which the records of its objects stand. */
static enum status drawing_read(struct excel_sheet_reading *reading, const struct excel_record *record)
{
    struct powerpoint_place place = { .section = sheet_section(reading),
                                      .place = reading->place,
                                      .role = role_in(reading, TEXT_BODY) };

    return powerpoint_text_drawing(reading->book->output, &place, record->body);
}

static enum status link_read(struct excel_sheet_reading *reading, const struct excel_record *record)
{
    enum status status = stand(reading, sheet_section(reading));

    return status != STATUS_OK ? status : excel_link_emit(reading->book, record);
}

/* ---- all of it ---- */

enum status excel_sheet_begin(struct excel_book *book, const struct excel_sheet *sheet, uint32_t number,
                              struct excel_sheet_reading **reading)
{
    enum status status;

    if (*reading == NULL)
        *reading = arena_alloc(book->job->arena, sizeof **reading);
    if (*reading == NULL)
        return STATUS_NO_MEMORY;
    **reading = (struct excel_sheet_reading){ .book = book,
                                              .sheet = sheet,
                                              .place = { PLACE_SHEET, number },
                                              .table = number };
    status = stand(*reading, sheet->section);
    return status != STATUS_OK ? status : ole_output_block(book->output, role_in(*reading, TEXT_TITLE), sheet->name);
}

void excel_sheet_chart(struct excel_sheet_reading *reading, bool in_chart)
{
    reading->in_chart = in_chart;
}

enum status excel_sheet_record(struct excel_sheet_reading *reading, const struct excel_record *record)
{
    struct excel_reader reader = excel_reader_of(record);

    switch (record->type) {
    case EXCEL_LABEL_SHARED:
    case EXCEL_NUMBER:
    case EXCEL_RK:
    case EXCEL_MULTIPLE_RK:
    case EXCEL_FORMULA:
    case EXCEL_BOOLEAN:
    case EXCEL_LABEL:
    case EXCEL_RICH_STRING:
        return cell_read(reading, record);
    case EXCEL_STRING:
        return string_read(reading, &reader);
    case EXCEL_ROW:
        row_read(reading, record);
        return STATUS_OK;
    case EXCEL_COLUMN:
        columns_read(reading, record);
        return STATUS_OK;
    case EXCEL_DEFAULT_ROW:
        if ((excel_reader_u16(&reader) & ROWS_HIDDEN) != 0)
            memset(reading->hidden_rows, 0xFF, sizeof reading->hidden_rows);
        return STATUS_OK;
    case EXCEL_OBJECT:
        object_read(reading, record);
        return STATUS_OK;
    case EXCEL_DRAWING:
        return drawing_read(reading, record);
    case EXCEL_TEXT_OBJECT:
        return text_object_read(reading, record);
    case EXCEL_NOTE:
        return note_read(reading, record);
    case EXCEL_HEADER:
    case EXCEL_FOOTER:
        return header_read(reading, record);
    case EXCEL_VALIDATION:
        return validation_read(reading, record);
    case EXCEL_LINK:
        return link_read(reading, record);
    case EXCEL_CHART_TEXT:
        return chart_text_read(reading, record);
    default:
        return STATUS_OK;
    }
}
