/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/zip/ooxml_cells.h"

#include <string.h>

#include "extract/zip/ooxml_book.h"
#include "extract/zip/ooxml_date.h"
#include "extract/zip/ooxml_display.h"
#include "extract/zip/ooxml_number.h"

void ooxml_cells_start(struct ooxml_cells *cells, struct ooxml *ooxml, const struct ooxml_entry *entry)
{
    cells->ooxml = ooxml;
    cells->entry = entry;
    cells->section = entry->section != NULL ? entry->section : "sheet";
    cells->table = ++ooxml->table_count;
}

void ooxml_cells_hide_columns(struct ooxml_cells *cells, uint32_t first, uint32_t last)
{
    for (uint32_t column = first; column <= last && column <= OOXML_COLUMNS_MAX; column++)
        cells->hidden_columns[column / 8] |= (uint8_t)(1u << (column % 8));
}

static bool cell_is_hidden(const struct ooxml_cells *cells)
{
    uint32_t column = cells->column;

    if (cells->entry->hidden || cells->row_hidden)
        return true;
    if (column <= OOXML_COLUMNS_MAX && (cells->hidden_columns[column / 8] >> (column % 8) & 1) != 0)
        return true;
    return cells->ooxml->book != NULL && ooxml_formats_hide(cells->ooxml->book->formats, cells->format);
}

struct text_run ooxml_cells_run(const struct ooxml_cells *cells, enum text_role role)
{
    return (struct text_run){ .role = cells->entry->hidden ? TEXT_HIDDEN : role,
                              .join = JOIN_BROKEN,
                              .newlines = NEWLINES_ARE_BLANKS,
                              .section = cells->section,
                              .place = cells->entry->place };
}

enum status ooxml_cells_emit(struct ooxml_cells *cells, struct bytes utf8)
{
    struct text_run run = ooxml_cells_run(cells, TEXT_BODY);

    run.cell = (struct cell){ cells->table, cells->row, cells->column };
    if (cell_is_hidden(cells))
        run.role = TEXT_HIDDEN;
    if (cells->started)
        run.join = JOIN_GLUED;
    cells->started = true;
    return ooxml_emit(cells->ooxml, &run, utf8);
}

/* What is in the cell and not seen, because its format shows other things; or a further piece of it. */
static enum status unseen_emit(struct ooxml_cells *cells, struct bytes utf8, bool further)
{
    struct text_run run = ooxml_cells_run(cells, TEXT_HIDDEN);

    if (further)
        run.join = JOIN_GLUED;
    run.cell = (struct cell){ cells->table, cells->row, cells->column };
    return ooxml_emit(cells->ooxml, &run, utf8);
}

static struct bytes display_code(const struct ooxml_cells *cells)
{
    const struct ooxml_book *book = cells->ooxml->book;

    return book != NULL ? ooxml_formats_display(book->formats, cells->format) : bytes_of(NULL, 0);
}

/* A string of a megabyte and a million cells that refer to it are as much a bomb as what decompresses to that. */
static enum status shared_charge(struct ooxml *ooxml, uint64_t size)
{
    struct extract_job *job = ooxml->package.job;

    ooxml->shared_size += size;
    return extract_charge(job, size, ooxml->shared_size, job->input.size);
}

static enum status display_emit(struct ooxml_cells *cells, struct bytes shown)
{
    enum status status = shared_charge(cells->ooxml, shown.size);

    return status != STATUS_OK || shown.size == 0 ? status : ooxml_cells_emit(cells, shown);
}

/* A number in plain digits, of a cell whose format has this code. */
static enum status worded_number_emit(struct ooxml_cells *cells, struct bytes code, struct bytes digits)
{
    struct ooxml_display display;
    enum status status;

    ooxml_display_number(code, digits, cells->ooxml->book->since_1904, &display);
    status = display_emit(cells, bytes_of(display.text, display.size));
    return status != STATUS_OK || display.shows_value ? status : unseen_emit(cells, digits, false);
}

enum status ooxml_cells_emit_words(struct ooxml_cells *cells, struct bytes utf8)
{
    struct bytes code = display_code(cells);
    struct ooxml_display display;
    enum status status = STATUS_OK;
    bool further = cells->open;

    if (code.size == 0)
        return ooxml_cells_emit(cells, utf8);
    ooxml_display_words(code, &display);
    if (!further)
        status = display_emit(cells, bytes_of(display.text, display.value));
    cells->open = true;
    if (status != STATUS_OK)
        return status;
    return display.shows_value ? ooxml_cells_emit(cells, utf8) : unseen_emit(cells, utf8, further);
}

enum status ooxml_cells_end(struct ooxml_cells *cells)
{
    struct ooxml_display display;

    if (!cells->open)
        return STATUS_OK;
    cells->open = false;
    ooxml_display_words(display_code(cells), &display);
    return display_emit(cells, bytes_slice(bytes_of(display.text, display.size), display.value, display.size));
}

/* The date that the cell shows for the number; its size, or 0. */
static size_t date_write(const struct ooxml_cells *cells, struct bytes number, char *date)
{
    const struct ooxml_book *book = cells->ooxml->book;

    return book != NULL ? ooxml_formats_date(book->formats, cells->format, number, book->since_1904, date) : 0;
}

/* `number` as the file has it, `digits` as it is shown; those may be empty. */
static enum status number_emit(struct ooxml_cells *cells, struct bytes number, struct bytes digits)
{
    struct bytes code = display_code(cells);
    char date[OOXML_DATE_SIZE_MAX];
    size_t size;

    if (code.size > 0 && digits.size > 0)
        return worded_number_emit(cells, code, digits);
    size = date_write(cells, number, date);
    if (size > 0)
        return ooxml_cells_emit(cells, bytes_of(date, size));
    return ooxml_cells_emit(cells, digits.size > 0 ? digits : number);
}

enum status ooxml_cells_emit_number(struct ooxml_cells *cells, struct bytes number)
{
    char text[OOXML_NUMBER_SIZE_MAX];

    return number_emit(cells, number, bytes_of(text, ooxml_number_format(number, text)));
}

enum status ooxml_cells_emit_double(struct ooxml_cells *cells, double value)
{
    char text[OOXML_NUMBER_SIZE_MAX];
    struct bytes number = bytes_of(text, ooxml_number_write(value, text));

    return number_emit(cells, number, number);
}

enum status ooxml_cells_emit_boolean(struct ooxml_cells *cells, bool value)
{
    return ooxml_cells_emit(cells, bytes_of_text(value ? "TRUE" : "FALSE"));
}

enum status ooxml_cells_emit_shared(struct ooxml_cells *cells, uint64_t index)
{
    struct ooxml *ooxml = cells->ooxml;
    struct bytes text;

    if (ooxml->book != NULL && ooxml_strings_use(ooxml->book->strings, index, &text)) {
        enum status status = shared_charge(ooxml, text.size);

        return status != STATUS_OK ? status : ooxml_cells_emit_words(cells, text);
    }
    if (cells->string_missing)
        return STATUS_OK;
    cells->string_missing = true;
    return ooxml_settle(ooxml, cells->entry, STATUS_MALFORMED);
}

size_t ooxml_cells_header_code_size(struct bytes text)
{
    uint8_t code = text.size > 1 ? text.data[1] : 0;
    size_t size = 2;

    if (code == '"') { /* a font */
        while (size < text.size && text.data[size] != '"')
            size++;
        return size < text.size ? size + 1 : size;
    }
    if (code == 'K') { /* a colour: six hexadecimal digits, or theme and tint */
        while (size < text.size && size < 8 && text.data[size] != '&' && text.data[size] < 0x80)
            size++;
        return size;
    }
    if (code >= 0x80) /* no code: the mark alone goes, and the character stays whole */
        return 1;
    if (code >= '0' && code <= '9')
        while (size < text.size && text.data[size] >= '0' && text.data[size] <= '9')
            size++;
    return size < text.size ? size : text.size;
}

enum status ooxml_cells_emit_header(struct ooxml_cells *cells, enum text_role role, struct bytes utf8)
{
    struct text_run run = ooxml_cells_run(cells, role);
    struct bytes rest = utf8;
    enum status status = STATUS_OK;

    run.section = role == TEXT_HEADER ? "header" : "footer";
    while (rest.size > 0 && status == STATUS_OK) {
        const uint8_t *mark = memchr(rest.data + 1, '&', rest.size - 1);
        size_t size = mark != NULL ? (size_t)(mark - rest.data) : rest.size;
        bool literal = rest.data[0] == '&' && rest.size > 1 && rest.data[1] == '&';

        if (literal) {
            status = ooxml_emit(cells->ooxml, &run, bytes_of_text("&"));
            run.join = JOIN_GLUED;
            size = 2;
        } else if (rest.data[0] == '&') {
            size = ooxml_cells_header_code_size(rest);
            if (rest.size > 1 && strchr("LCR", rest.data[1]) != NULL)
                run.join = JOIN_BROKEN;
        } else {
            status = ooxml_emit(cells->ooxml, &run, bytes_slice(rest, 0, size));
            run.join = JOIN_GLUED;
        }
        rest = bytes_slice(rest, size, rest.size);
    }
    return status;
}
