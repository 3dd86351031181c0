/* SPDX-License-Identifier: Apache-2.0 */
#include "foreign/ole/excel.h"

#include "foreign/ole/excel_book.h"
#include "foreign/ole/excel_formula.h"
#include "foreign/ole/excel_picture.h"
#include "foreign/ole/excel_sheet.h"
#include "foreign/ole/ole_encoding.h"

enum {
    VERSION_5 = 0x0500,
    VERSION_8 = 0x0600,
    VERSION_GRAPH = 0x0680, /* [MS-OGRAPH]: charts in other documents, with the same cells */
    OLD_BOF = 0x409, /* of Excel 4; those of 2 and 3 differ in the upper byte alone */
    KIND_GLOBALS = 5,
    KIND_CHART = 0x20,
    NAME_BUILT_IN = 0x20,
    PROGRESS_RECORDS = 1024,
    PIVOT_CACHES_MAX = 1000,
    SHEET_NAMES_MAX = 4096,
};

/* What is being read: globals until their end, then sheets, with charts inside them. */
struct reading {
    struct excel_book *book;
    struct excel_sheet_reading *sheet;
    struct ole_pictures pictures;
    size_t pictures_reached; /* the offset up to which they have been read */
    unsigned depth;          /* substreams that are open */
    bool in_globals, encrypted, version_unknown;
};

static enum status text_emit(struct excel_book *book, const char *section, enum text_role role)
{
    enum status status = ole_output_break(book->output);

    book->output->section = section;
    return status != STATUS_OK ? status
                               : ole_output_block(book->output, book->hidden ? TEXT_HIDDEN : role,
                                                  buf_bytes(&book->text));
}

/* 2.4.150 */
static enum status name_read(struct excel_book *book, const struct excel_record *record)
{
    struct excel_reader reader = excel_reader_of(record);
    bool built_in = (excel_reader_u16(&reader) & NAME_BUILT_IN) != 0;
    size_t count, size;
    enum status status;

    (void)excel_reader_u8(&reader);
    count = excel_reader_u8(&reader);
    size = excel_reader_u16(&reader);
    excel_reader_skip(&reader, 8);
    excel_book_characters(book, &reader, count);
    if (built_in)
        return STATUS_OK;
    status = text_emit(book, "defined names", TEXT_METADATA);
    return status != STATUS_OK ? status : excel_formula_emit(book, reader_take(&reader.reader, size));
}

/* 2.4.271: another workbook that this one refers to, with the names of its sheets. */
static enum status other_book_read(struct excel_book *book, const struct excel_record *record)
{
    struct excel_reader reader = excel_reader_of(record);
    uint16_t count = excel_reader_u16(&reader), size = excel_reader_u16(&reader);
    enum status status;

    if (size == 0 || size > 255) /* this very workbook */
        return STATUS_OK;
    excel_book_characters(book, &reader, size);
    status = text_emit(book, "other workbooks", TEXT_LINK);
    for (uint16_t index = 0; index < count && index < SHEET_NAMES_MAX && !reader.overrun && status == STATUS_OK;
         index++) {
        excel_book_string(book, &reader, true);
        status = text_emit(book, "other workbooks", TEXT_METADATA);
    }
    return status;
}

static enum status writer_read(struct excel_book *book, const struct excel_record *record)
{
    struct excel_reader reader = excel_reader_of(record);

    excel_book_string(book, &reader, !book->old);
    while (book->text.size > 0 && book->text.data[book->text.size - 1] == ' ')
        book->text.size--;
    return text_emit(book, "authors", TEXT_METADATA);
}

static enum status globals_record(struct reading *reading, const struct excel_record *record)
{
    struct excel_book *book = reading->book;
    struct excel_reader reader = excel_reader_of(record);
    enum encoding encoding;

    switch (record->type) {
    case EXCEL_FILE_PASS:
        reading->encrypted = true;
        return STATUS_OK;
    case EXCEL_CODE_PAGE:
        encoding = ole_encoding_of_code_page(excel_reader_u16(&reader));
        if (encoding != ENCODING_NONE && encoding != ENCODING_UTF16LE)
            book->encoding = encoding;
        return STATUS_OK;
    case EXCEL_DATE_MODE:
        book->since_1904 = excel_reader_u16(&reader) != 0;
        return STATUS_OK;
    case EXCEL_SHEET:
        return excel_book_add_sheet(book, record);
    case EXCEL_FORMAT:
        return excel_book_add_format(book, record);
    case EXCEL_CELL_FORMAT:
        return excel_book_add_cell_format(book, record);
    case EXCEL_STRINGS:
        return excel_book_add_strings(book, record);
    case EXCEL_NAME:
        return name_read(book, record);
    case EXCEL_SUPBOOK:
        return other_book_read(book, record);
    case EXCEL_WRITE_ACCESS:
        return writer_read(book, record);
    default:
        return STATUS_OK;
    }
}

/* A sheet that begins at that offset. One that the workbook does not name is read all the same; where it names others,
 * nobody sees it. */
static enum status sheet_begin(struct reading *reading, size_t offset)
{
    static const struct excel_sheet unnamed[] = { { .section = "sheet" }, { .section = "sheet", .hidden = true } };
    struct excel_book *book = reading->book;

    for (size_t index = 0; index < book->sheet_count; index++) {
        if (book->sheets[index].offset != offset || book->sheets[index].done)
            continue;
        book->sheets[index].done = true;
        return excel_sheet_begin(book, &book->sheets[index], (uint32_t)index + 1, &reading->sheet);
    }
    return excel_sheet_begin(book, &unnamed[book->hidden || book->sheet_count > 0], (uint32_t)book->sheet_count + 1,
                             &reading->sheet);
}

static enum status substream_begin(struct reading *reading, const struct excel_record *record)
{
    struct excel_reader reader = excel_reader_of(record);
    uint16_t version = excel_reader_u16(&reader), kind = excel_reader_u16(&reader);
    enum status status = STATUS_OK;

    if (reading->depth++ == 0) {
        reading->version_unknown |= version != VERSION_5 && version != VERSION_8 && version != VERSION_GRAPH;
        reading->book->old = version == VERSION_5;
        reading->in_globals = kind == KIND_GLOBALS;
        if (!reading->in_globals)
            status = sheet_begin(reading, record->offset);
    }
    if (reading->sheet != NULL)
        excel_sheet_chart(reading->sheet, kind == KIND_CHART);
    return status;
}

static void substream_end(struct reading *reading)
{
    if (reading->depth > 0)
        reading->depth--;
    if (reading->depth == 0)
        reading->in_globals = false;
    if (reading->sheet != NULL)
        excel_sheet_chart(reading->sheet, false);
}

static enum status record_read(struct reading *reading, const struct excel_record *record)
{
    if (record->type == EXCEL_BOF)
        return substream_begin(reading, record);
    if ((record->type & 0xFF) == (OLD_BOF & 0xFF) && record->type <= OLD_BOF && (record->type >> 8) % 2 == 0)
        reading->version_unknown = true;
    if (record->type == EXCEL_EOF) {
        substream_end(reading);
        return STATUS_OK;
    }
    if (reading->in_globals)
        return globals_record(reading, record);
    return reading->sheet != NULL && reading->depth > 0 ? excel_sheet_record(reading->sheet, record) : STATUS_OK;
}

static enum status stream_walk(struct reading *reading, struct bytes stream)
{
    struct excel_record record;
    enum status status = STATUS_OK;
    bool cut = false;
    size_t count = 0;

    for (size_t offset = 0; status == STATUS_OK && !reading->encrypted; count++) {
        if (!excel_record_next(stream, offset, &record, &cut))
            break;
        /* Behind the last sheet a sector may be filled up. */
        if (record.type == 0 && reading->depth == 0)
            break;
        status = record_read(reading, &record);
        if (status == STATUS_OK && !reading->encrypted)
            status = excel_picture_record(&reading->pictures, &record, &reading->pictures_reached);
        offset = (size_t)(record.rest.data - stream.data);
        if (status == STATUS_OK && count % PROGRESS_RECORDS == 0)
            status = extract_progress(reading->book->job, 0);
        if (status == STATUS_LIMIT_BYTES && buf_status(&reading->book->text) != STATUS_OK)
            status = extract_gap(reading->book->job, STATUS_MALFORMED, "a string");
    }
    if (status == STATUS_OK && (cut || (reading->depth > 0 && !reading->encrypted)))
        status = extract_gap(reading->book->job, STATUS_MALFORMED, "the workbook breaks off");
    return status;
}

/* Sheets that were not found where the workbook says. */
static enum status missing_sheets(struct excel_book *book)
{
    enum status status = STATUS_OK;
    bool missing = false;

    for (size_t index = 0; index < book->sheet_count && status == STATUS_OK; index++) {
        if (book->sheets[index].done)
            continue;
        missing = true;
        status = ole_output_block(book->output, TEXT_HIDDEN, book->sheets[index].name);
    }
    return status == STATUS_OK && missing ? extract_gap(book->job, STATUS_MALFORMED, "sheets are missing") : status;
}

static enum status stream_read(struct extract_job *job, struct excel_book *book, struct bytes stream, bool *encrypted)
{
    struct reading reading = { .book = book };
    enum status status;

    ole_pictures_start(&reading.pictures, job, bytes_of(NULL, 0));
    status = stream_walk(&reading, stream);
    ole_pictures_free(&reading.pictures);
    *encrypted = reading.encrypted;
    if (status == STATUS_OK && reading.encrypted)
        return extract_gap(job, STATUS_ENCRYPTED, NULL);
    if (status == STATUS_OK && reading.version_unknown)
        status = extract_gap(job, STATUS_UNSUPPORTED, "version of Excel");
    if (status == STATUS_OK)
        status = missing_sheets(book);
    return status != STATUS_OK ? status : excel_book_unused(book);
}

static enum status book_read(struct extract_job *job, struct bytes stream, bool hidden, bool *encrypted)
{
    struct ole_output *output = arena_alloc(job->arena, sizeof *output);
    struct excel_book *book = arena_zeroed(job->arena, sizeof *book);
    enum status status;

    if (output == NULL || book == NULL)
        return STATUS_NO_MEMORY;
    ole_output_start(output, job);
    excel_book_start(book, job, output);
    book->hidden = hidden;
    status = stream_read(job, book, stream, encrypted);
    excel_book_free(book);
    return status;
}

/* ---- cached data of pivot tables, each in a stream of its own ---- */

static enum status pivot_read(struct extract_job *job, struct bytes stream)
{
    struct ole_output *output = arena_alloc(job->arena, sizeof *output);
    struct excel_book *book = arena_zeroed(job->arena, sizeof *book);
    struct excel_record record;
    enum status status = STATUS_OK;
    bool cut = false;

    if (output == NULL || book == NULL)
        return STATUS_NO_MEMORY;
    ole_output_start(output, job);
    excel_book_start(book, job, output);
    for (size_t offset = 0; status == STATUS_OK && excel_record_next(stream, offset, &record, &cut);
         offset = (size_t)(record.rest.data - stream.data)) {
        struct excel_reader reader = excel_reader_of(&record);

        if (record.type != EXCEL_PIVOT_STRING && record.type != EXCEL_PIVOT_FIELD)
            continue;
        /* 2.4.307: the name of a field stands behind seven numbers. */
        if (record.type == EXCEL_PIVOT_FIELD)
            excel_reader_skip(&reader, 14);
        excel_book_string(book, &reader, true);
        status = text_emit(book, "pivot cache", TEXT_HIDDEN);
    }
    excel_book_free(book);
    return status != STATUS_OK || !cut ? status : extract_gap(job, STATUS_MALFORMED, "pivot cache");
}

static enum status pivots_read(struct extract_job *job, struct ole_storage *storage)
{
    struct ole_storage *folder;
    enum status status;
    size_t index;

    if (!ole_storage_find(storage, "_SX_DB_CUR", &index))
        return STATUS_OK;
    status = ole_storage_folder(storage, index, &folder);
    if (status != STATUS_OK || folder == NULL)
        return status;
    for (index = 0; index < ole_storage_count(folder) && index < PIVOT_CACHES_MAX && status == STATUS_OK; index++) {
        struct bytes stream;

        status = ole_storage_read(folder, index, &stream);
        if (status == STATUS_OK && stream.size > 0)
            status = pivot_read(job, stream);
    }
    ole_storage_close(folder);
    return status;
}

enum status excel_read(struct extract_job *job, struct ole_storage *storage, bool *encrypted)
{
    struct bytes newer, older;
    enum status status = ole_storage_read_named(storage, "Workbook", &newer);

    *encrypted = false;
    if (status == STATUS_OK)
        status = ole_storage_read_named(storage, "Book", &older);
    if (status == STATUS_OK && newer.size > 0)
        status = book_read(job, newer, false, encrypted);
    /* A workbook that is saved for both versions: nobody sees the older form any more. */
    if (status == STATUS_OK && older.size > 0 && !*encrypted)
        status = book_read(job, older, newer.size > 0, encrypted);
    return status != STATUS_OK || *encrypted ? status : pivots_read(job, storage);
}
