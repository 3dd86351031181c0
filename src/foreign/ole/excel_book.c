/* SPDX-License-Identifier: Apache-2.0 */
#include "foreign/ole/excel_book.h"

#include "base/alloc.h"
#include "base/array.h"
#include "extract/zip/ooxml_date.h"
#include "extract/zip/ooxml_display.h"

enum {
    STRING_MAX = 1 << 20, /* bytes of one string; the format allows 32,767 characters */
    WIDE = 1,
    EXTENDED = 4,
    RICH = 8,
    SHEETS_MAX = 10000,
    HIDDEN_STATES = 3,
};

void excel_book_start(struct excel_book *book, struct extract_job *job, struct ole_output *output)
{
    book->job = job;
    book->output = output;
    book->text = (struct buf)BUF_INIT(STRING_MAX);
    book->strings = (struct buf)BUF_INIT(UINT32_MAX / 2);
    book->encoding = ENCODING_WINDOWS_1252;
}

void excel_book_free(struct excel_book *book)
{
    buf_free(&book->text);
    buf_free(&book->strings);
    alloc_free(book->sheets);
    alloc_free(book->cell_formats);
    alloc_free(book->string_ends);
    alloc_free(book->used);
}

/* ---- strings ---- */

void excel_book_characters(struct excel_book *book, struct excel_reader *reader, size_t count)
{
    buf_clear(&book->text);
    if (book->old) {
        size_t left = (size_t)(reader->reader.end - reader->reader.next);
        struct bytes raw = reader_take(&reader->reader, count < left ? count : left);

        reader->overrun |= count > left;
        ole_output_decode(book->job->charset, raw, book->encoding, &book->text);
        return;
    }
    if (count > 0)
        excel_reader_characters(reader, book->job->charset, count, (excel_reader_u8(reader) & WIDE) != 0, &book->text);
}

void excel_book_string(struct excel_book *book, struct excel_reader *reader, bool long_size)
{
    size_t count = long_size ? excel_reader_u16(reader) : excel_reader_u8(reader);

    excel_book_characters(book, reader, count);
}

/* 2.5.293: characters, then how stretches of them look, then how they are spoken. */
static void rich_string(struct excel_book *book, struct excel_reader *reader)
{
    size_t count = excel_reader_u16(reader), looks = 0, spoken = 0;
    uint8_t flags = excel_reader_u8(reader);

    if ((flags & RICH) != 0)
        looks = excel_reader_u16(reader);
    if ((flags & EXTENDED) != 0)
        spoken = excel_reader_u32(reader);
    excel_reader_characters(reader, book->job->charset, count, (flags & WIDE) != 0, &book->strings);
    excel_reader_skip(reader, 4 * looks);
    excel_reader_skip(reader, spoken);
}

enum status excel_book_add_strings(struct excel_book *book, const struct excel_record *record)
{
    struct excel_reader reader = excel_reader_of(record);
    enum status status = STATUS_OK;
    uint32_t count;

    if (book->used != NULL) /* there can be only one */
        return extract_gap(book->job, STATUS_MALFORMED, "shared strings");
    (void)excel_reader_u32(&reader);
    count = excel_reader_u32(&reader);
    for (uint32_t index = 0; index < count && status == STATUS_OK; index++) {
        rich_string(book, &reader);
        if (reader.overrun)
            break;
        status = ARRAY_GROW(&book->string_ends, &book->string_capacity, book->string_count + 1);
        if (status == STATUS_OK)
            book->string_ends[book->string_count++] = (uint32_t)book->strings.size;
    }
    if (status == STATUS_OK)
        status = buf_status(&book->strings);
    if (status == STATUS_OK) {
        book->used = alloc_zeroed(book->string_capacity / 8 + 1, 1);
        status = book->used != NULL ? STATUS_OK : STATUS_NO_MEMORY;
    }
    if (status == STATUS_OK && reader.overrun)
        status = extract_gap(book->job, STATUS_MALFORMED, "shared strings");
    return status;
}

static struct bytes shared_text(const struct excel_book *book, size_t index)
{
    uint32_t start = index > 0 ? book->string_ends[index - 1] : 0;

    return bytes_slice(buf_bytes(&book->strings), start, book->string_ends[index] - start);
}

bool excel_book_shared(struct excel_book *book, uint32_t index, struct bytes *text)
{
    if (index >= book->string_count)
        return false;
    book->used[index / 8] |= (uint8_t)(1u << index % 8);
    *text = shared_text(book, index);
    return true;
}

enum status excel_book_unused(struct excel_book *book)
{
    enum status status = ole_output_break(book->output);

    book->output->section = "unused strings";
    book->output->place = (struct place){ PLACE_NONE, 0 };
    book->output->cell = (struct cell){ 0, 0, 0 };
    for (size_t index = 0; index < book->string_count && status == STATUS_OK; index++)
        if ((book->used[index / 8] >> index % 8 & 1) == 0)
            status = ole_output_block(book->output, TEXT_HIDDEN, shared_text(book, index));
    return status;
}

/* ---- sheets ---- */

enum status excel_book_add_sheet(struct excel_book *book, const struct excel_record *record)
{
    struct excel_reader reader = excel_reader_of(record);
    uint32_t offset = excel_reader_u32(&reader);
    uint8_t state = excel_reader_u8(&reader);
    struct excel_sheet *sheet;
    enum status status;

    (void)excel_reader_u8(&reader);
    excel_book_string(book, &reader, false);
    status = buf_status(&book->text);
    if (status != STATUS_OK || book->sheet_count == SHEETS_MAX)
        return status;
    status = ARRAY_GROW(&book->sheets, &book->sheet_capacity, book->sheet_count + 1);
    if (status != STATUS_OK)
        return status;
    sheet = &book->sheets[book->sheet_count++];
    *sheet = (struct excel_sheet){ .offset = offset, .hidden = book->hidden || (state & HIDDEN_STATES) != 0 };
    sheet->section = ole_output_section(book->job, "sheet ", buf_bytes(&book->text));
    if (sheet->section == NULL)
        return STATUS_NO_MEMORY;
    sheet->name = bytes_of_text(sheet->section + strlen("sheet "));
    return reader.overrun ? extract_gap(book->job, STATUS_MALFORMED, "sheet names") : STATUS_OK;
}

/* ---- formats ---- */

static bool format_hides(struct bytes code)
{
    size_t semicolons = 0;

    while (semicolons < code.size && code.data[semicolons] == ';')
        semicolons++;
    return semicolons >= 3 && semicolons == code.size;
}

enum status excel_book_add_format(struct excel_book *book, const struct excel_record *record)
{
    struct excel_reader reader = excel_reader_of(record);
    struct excel_format *format = &book->formats[book->format_count];
    struct bytes code;
    enum status status;

    if (book->format_count == EXCEL_FORMATS_MAX)
        return STATUS_OK;
    *format = (struct excel_format){ .number = excel_reader_u16(&reader) };
    excel_book_string(book, &reader, !book->old);
    status = buf_status(&book->text);
    if (status != STATUS_OK)
        return status;
    code = buf_bytes(&book->text);
    format->hides = format_hides(code);
    if (code.size > 0 && code.size <= OOXML_DATE_CODE_MAX && ooxml_date_is_code(code)) {
        format->date_code = arena_text(book->job->arena, book->text.data, book->text.size);
        if (format->date_code == NULL)
            return STATUS_NO_MEMORY;
    }
    if (ooxml_display_matters(code)) {
        format->display = arena_text(book->job->arena, book->text.data, book->text.size);
        if (format->display == NULL)
            return STATUS_NO_MEMORY;
    }
    book->format_count++;
    return STATUS_OK;
}

/* The format of that number: the workbook's own, or one that every workbook has. */
static const struct excel_format *format_of(struct excel_book *book, uint32_t number)
{
    struct excel_format *format = &book->formats[book->format_count];

    for (size_t index = 0; index < book->format_count; index++)
        if (book->formats[index].number == number)
            return &book->formats[index];
    if (ooxml_date_code(number) == NULL || book->format_count == EXCEL_FORMATS_MAX)
        return NULL;
    *format = (struct excel_format){ .number = number, .date_code = ooxml_date_code(number) };
    book->format_count++;
    return format;
}

enum status excel_book_add_cell_format(struct excel_book *book, const struct excel_record *record)
{
    struct excel_reader reader = excel_reader_of(record);
    const struct excel_format *format;
    enum status status;

    (void)excel_reader_u16(&reader);
    format = format_of(book, excel_reader_u16(&reader));
    if (format != NULL && format->date_code == NULL && format->display == NULL && !format->hides)
        format = NULL;
    status = array_grow((void **)&book->cell_formats, &book->cell_format_capacity, book->cell_format_count + 1,
                        sizeof *book->cell_formats);
    if (status == STATUS_OK)
        book->cell_formats[book->cell_format_count++] = format;
    return status;
}

const struct excel_format *excel_book_format(const struct excel_book *book, uint32_t cell_format)
{
    return cell_format < book->cell_format_count ? book->cell_formats[cell_format] : NULL;
}
