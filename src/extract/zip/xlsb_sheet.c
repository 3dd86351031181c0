/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/zip/xlsb_sheet.h"

#include <stdlib.h>

#include "extract/zip/ooxml_cells.h"
#include "extract/zip/ooxml_number.h"
#include "extract/zip/xlsb_formula.h"
#include "extract/zip/xlsb_record.h"

enum {
    ROW_HIDDEN = 0x1000,
    ROW_HEIGHT_SET = 0x2000,
    COLUMNS_HIDDEN = 0x0001,
    FORMAT_MASK = 0xFFFFFF,
    RANGE_SIZE = 16,
    CONDITION_FIXED_SIZE = 30, /* type, priority, …: before the sizes of the formulas */
    CONDITION_FORMULAS = 3,
    EXTENSION_HAS_REFERENCES = 1,
    EXTENSION_HAS_RANGES = 2,
    EXTENSION_HAS_FORMULAS = 4,
    EXTENSION_HAS_RELATION = 8,
};

struct sheet {
    struct ooxml *ooxml;
    struct ooxml_cells cells;
    struct buf text; /* of the string at hand */
    bool extension_unread;
};

static struct bytes string_take(struct sheet *sheet, struct reader *reader)
{
    buf_clear(&sheet->text);
    xlsb_record_string(sheet->ooxml, reader, &sheet->text);
    return buf_bytes(&sheet->text);
}

static struct bytes nullable_take(struct sheet *sheet, struct reader *reader)
{
    buf_clear(&sheet->text);
    xlsb_record_nullable(sheet->ooxml, reader, &sheet->text);
    return buf_bytes(&sheet->text);
}

/* ---- rows and cells ---- */

/* Rows and columns are counted from 0 in the file. */
static uint32_t counted_from_one(uint32_t index)
{
    return index < UINT32_MAX ? index + 1 : index;
}

static enum status row_take(struct sheet *sheet, struct reader *reader)
{
    uint16_t height, flags;

    sheet->cells.row = counted_from_one(reader_u32le(reader));
    sheet->cells.column = 0;
    (void)reader_u32le(reader);
    height = reader_u16le(reader);
    flags = reader_u16le(reader);
    sheet->cells.row_hidden = (flags & ROW_HIDDEN) != 0 || ((flags & ROW_HEIGHT_SET) != 0 && height == 0);
    return STATUS_OK;
}

static enum status columns_take(struct sheet *sheet, struct reader *reader)
{
    uint32_t first = reader_u32le(reader), last = reader_u32le(reader), width = reader_u32le(reader);

    (void)reader_u32le(reader);
    if ((reader_u16le(reader) & COLUMNS_HIDDEN) != 0 || width == 0)
        ooxml_cells_hide_columns(&sheet->cells, counted_from_one(first), counted_from_one(last));
    return STATUS_OK;
}

/* 2.5.10: the column, which short cells leave out, and the format. */
static void cell_begin(struct sheet *sheet, struct reader *reader, bool is_short)
{
    sheet->cells.column = counted_from_one(is_short ? sheet->cells.column : reader_u32le(reader));
    sheet->cells.format = reader_u32le(reader) & FORMAT_MASK;
    sheet->cells.started = false;
}

static enum status real_emit(struct sheet *sheet, struct reader *reader)
{
    double value = xlsb_record_real(reader);

    return reader->overrun ? STATUS_OK : ooxml_cells_emit_double(&sheet->cells, value);
}

static enum status rk_emit(struct sheet *sheet, struct reader *reader)
{
    double value = ooxml_number_of_rk(reader_u32le(reader));

    return reader->overrun ? STATUS_OK : ooxml_cells_emit_double(&sheet->cells, value);
}

static enum status boolean_emit(struct sheet *sheet, struct reader *reader)
{
    bool value = reader_u8(reader) != 0;

    return reader->overrun ? STATUS_OK : ooxml_cells_emit_boolean(&sheet->cells, value);
}

/* BErr. */
static enum status error_emit(struct sheet *sheet, struct reader *reader)
{
    static const struct {
        uint8_t code;
        const char *text;
    } errors[] = { { 0x00, "#NULL!" }, { 0x07, "#DIV/0!" }, { 0x0F, "#VALUE!" }, { 0x17, "#REF!" },
                   { 0x1D, "#NAME?" }, { 0x24, "#NUM!" },   { 0x2A, "#N/A" },    { 0x2B, "#GETTING_DATA" } };
    uint8_t code = reader_u8(reader);

    for (size_t index = 0; index < sizeof errors / sizeof *errors && !reader->overrun; index++)
        if (errors[index].code == code)
            return ooxml_cells_emit(&sheet->cells, bytes_of_text(errors[index].text));
    return STATUS_OK;
}

static enum status words_emit(struct sheet *sheet, struct bytes text)
{
    enum status status = ooxml_cells_emit_words(&sheet->cells, text);

    return status != STATUS_OK ? status : ooxml_cells_end(&sheet->cells);
}

static enum status string_emit(struct sheet *sheet, struct reader *reader)
{
    struct bytes text = string_take(sheet, reader);
    enum status status = buf_status(&sheet->text);

    return status != STATUS_OK ? status : words_emit(sheet, text);
}

static enum status rich_emit(struct sheet *sheet, struct reader *reader)
{
    enum status status;

    buf_clear(&sheet->text);
    xlsb_record_rich(sheet->ooxml, reader, &sheet->text);
    status = buf_status(&sheet->text);
    return status != STATUS_OK ? status : words_emit(sheet, buf_bytes(&sheet->text));
}

static enum status shared_emit(struct sheet *sheet, struct reader *reader)
{
    uint32_t index = reader_u32le(reader);
    enum status status;

    if (reader->overrun)
        return STATUS_OK;
    status = ooxml_cells_emit_shared(&sheet->cells, index);
    return status != STATUS_OK ? status : ooxml_cells_end(&sheet->cells);
}

static enum status blank_emit(struct sheet *sheet, struct reader *reader)
{
    (void)sheet;
    (void)reader;
    return STATUS_OK;
}

static enum status formula_take(struct sheet *sheet, struct reader *reader)
{
    struct text_run run = ooxml_cells_run(&sheet->cells, TEXT_HIDDEN);

    run.cell = (struct cell){ sheet->cells.table, sheet->cells.row, sheet->cells.column };
    return xlsb_formula_emit(sheet->ooxml, reader, &run, &sheet->text);
}

/* Of the cell before. */
static enum status array_formula_take(struct sheet *sheet, struct reader *reader)
{
    (void)reader_take(reader, RANGE_SIZE + 1);
    return formula_take(sheet, reader);
}

static enum status shared_formula_take(struct sheet *sheet, struct reader *reader)
{
    (void)reader_take(reader, RANGE_SIZE);
    return formula_take(sheet, reader);
}

/* ---- what stands around the cells ---- */

static enum status alternative_emit(struct sheet *sheet, struct bytes text)
{
    struct text_run run = ooxml_cells_run(&sheet->cells, TEXT_ALT);
    enum status status = buf_status(&sheet->text);

    return status != STATUS_OK ? status : ooxml_emit(sheet->ooxml, &run, text);
}

/* A condition, a list to choose from. */
static enum status loose_formula_take(struct sheet *sheet, struct reader *reader)
{
    struct text_run run = ooxml_cells_run(&sheet->cells, TEXT_HIDDEN);

    return xlsb_formula_emit(sheet->ooxml, reader, &run, &sheet->text);
}

/* 2.4.353, 2.5.37: titles and texts of error and prompt, and two formulas. */
static enum status validation_take(struct sheet *sheet, struct reader *reader)
{
    enum status status = STATUS_OK;

    (void)reader_u32le(reader);
    (void)reader_take(reader, (size_t)reader_u32le(reader) * RANGE_SIZE);
    for (int index = 0; index < 4 && status == STATUS_OK; index++)
        status = alternative_emit(sheet, nullable_take(sheet, reader));
    for (int index = 0; index < 2 && status == STATUS_OK; index++)
        status = loose_formula_take(sheet, reader);
    return status;
}

/* 2.5.61: what records of later versions begin with, each piece if a flag says so. Formulas are emitted. */
static enum status extension_header_take(struct sheet *sheet, struct reader *reader)
{
    uint32_t flags = reader_u32le(reader), count;
    enum status status = STATUS_OK;

    count = (flags & EXTENSION_HAS_REFERENCES) != 0 ? reader_u32le(reader) : 0;
    (void)reader_take(reader, (size_t)count * (4 + RANGE_SIZE));
    count = (flags & EXTENSION_HAS_RANGES) != 0 ? reader_u32le(reader) : 0;
    for (uint32_t index = 0; index < count && !reader->overrun; index++) {
        (void)reader_u32le(reader);
        (void)reader_take(reader, (size_t)reader_u32le(reader) * RANGE_SIZE);
    }
    count = (flags & EXTENSION_HAS_FORMULAS) != 0 ? reader_u32le(reader) : 0;
    for (uint32_t index = 0; index < count && !reader->overrun && status == STATUS_OK; index++) {
        (void)reader_u32le(reader);
        status = loose_formula_take(sheet, reader);
    }
    if (status == STATUS_OK && (flags & EXTENSION_HAS_RELATION) != 0)
        (void)nullable_take(sheet, reader);
    return status;
}

/* What cannot be told of an extension is not damage. */
static void extension_end(struct sheet *sheet, struct reader *reader)
{
    sheet->extension_unread |= reader->overrun;
    reader->overrun = false;
}

/* 2.4.354: the same as validation_take, where the formulas may refer to other sheets. */
static enum status validation_extension_take(struct sheet *sheet, struct reader *reader)
{
    enum status status = extension_header_take(sheet, reader);

    (void)reader_u32le(reader);
    for (int index = 0; index < 4 && status == STATUS_OK && !reader->overrun; index++)
        status = alternative_emit(sheet, nullable_take(sheet, reader));
    reader->overrun |= reader->next != reader->end;
    extension_end(sheet, reader);
    return status;
}

static enum status condition_extension_take(struct sheet *sheet, struct reader *reader)
{
    enum status status = extension_header_take(sheet, reader);

    extension_end(sheet, reader);
    return status;
}

static enum status validation_list_take(struct sheet *sheet, struct reader *reader)
{
    struct text_run run = ooxml_cells_run(&sheet->cells, TEXT_HIDDEN);
    struct bytes text = string_take(sheet, reader);
    enum status status = buf_status(&sheet->text);

    return status != STATUS_OK ? status : ooxml_emit(sheet->ooxml, &run, text);
}

/* BrtBeginCFRule: a rule of conditional formatting. */
static enum status condition_take(struct sheet *sheet, struct reader *reader)
{
    uint32_t sizes[CONDITION_FORMULAS];
    enum status status = STATUS_OK;

    (void)reader_take(reader, CONDITION_FIXED_SIZE);
    for (int index = 0; index < CONDITION_FORMULAS; index++)
        sizes[index] = reader_u32le(reader);
    (void)nullable_take(sheet, reader);
    for (int index = 0; index < CONDITION_FORMULAS && status == STATUS_OK; index++)
        if (sizes[index] > 0)
            status = loose_formula_take(sheet, reader);
    return status;
}

/* BrtHLink: where it stands, the relationship that holds its target, the place there, the tip. */
static enum status hyperlink_take(struct sheet *sheet, struct reader *reader)
{
    enum status status;

    (void)reader_take(reader, RANGE_SIZE);
    (void)nullable_take(sheet, reader);
    status = alternative_emit(sheet, string_take(sheet, reader));
    return status != STATUS_OK ? status : alternative_emit(sheet, string_take(sheet, reader));
}

/* BrtBeginHeaderFooter: of odd pages, even pages and the first page. */
static enum status header_footer_take(struct sheet *sheet, struct reader *reader)
{
    enum status status = STATUS_OK;

    (void)reader_u16le(reader);
    for (int index = 0; index < 6 && status == STATUS_OK; index++) {
        struct bytes text = nullable_take(sheet, reader);

        status = buf_status(&sheet->text);
        if (status == STATUS_OK)
            status = ooxml_cells_emit_header(&sheet->cells, index % 2 == 0 ? TEXT_HEADER : TEXT_FOOTER, text);
    }
    return status;
}

/* ---- records ---- */

enum layout {
    OTHER_RECORD,
    WHOLE_CELL,
    SHORT_CELL,
    FORMULA_CELL, /* the value that the cell shows, and how it came about */
};

struct meaning {
    uint32_t type;
    enum layout layout;
    enum status (*take)(struct sheet *sheet, struct reader *reader); /* of a cell: its value */
};

/* Sorted by type. */
static const struct meaning meanings[] = {
    { XLSB_ROW, OTHER_RECORD, row_take },
    { XLSB_CELL_BLANK, WHOLE_CELL, blank_emit },
    { XLSB_CELL_RK, WHOLE_CELL, rk_emit },
    { XLSB_CELL_ERROR, WHOLE_CELL, error_emit },
    { XLSB_CELL_BOOLEAN, WHOLE_CELL, boolean_emit },
    { XLSB_CELL_REAL, WHOLE_CELL, real_emit },
    { XLSB_CELL_STRING, WHOLE_CELL, string_emit },
    { XLSB_CELL_SHARED, WHOLE_CELL, shared_emit },
    { XLSB_FORMULA_STRING, FORMULA_CELL, string_emit },
    { XLSB_FORMULA_REAL, FORMULA_CELL, real_emit },
    { XLSB_FORMULA_BOOLEAN, FORMULA_CELL, boolean_emit },
    { XLSB_FORMULA_ERROR, FORMULA_CELL, error_emit },
    { XLSB_SHORT_BLANK, SHORT_CELL, blank_emit },
    { XLSB_SHORT_RK, SHORT_CELL, rk_emit },
    { XLSB_SHORT_ERROR, SHORT_CELL, error_emit },
    { XLSB_SHORT_BOOLEAN, SHORT_CELL, boolean_emit },
    { XLSB_SHORT_REAL, SHORT_CELL, real_emit },
    { XLSB_SHORT_STRING, SHORT_CELL, string_emit },
    { XLSB_SHORT_SHARED, SHORT_CELL, shared_emit },
    { XLSB_COLUMNS, OTHER_RECORD, columns_take },
    { XLSB_SHORT_RICH, SHORT_CELL, rich_emit },
    { XLSB_CELL_RICH, WHOLE_CELL, rich_emit },
    { XLSB_VALIDATION, OTHER_RECORD, validation_take },
    { XLSB_ARRAY_FORMULA, OTHER_RECORD, array_formula_take },
    { XLSB_SHARED_FORMULA, OTHER_RECORD, shared_formula_take },
    { XLSB_CONDITION, OTHER_RECORD, condition_take },
    { XLSB_HEADER_FOOTER, OTHER_RECORD, header_footer_take },
    { XLSB_HYPERLINK, OTHER_RECORD, hyperlink_take },
    { XLSB_VALIDATION_LIST, OTHER_RECORD, validation_list_take },
    { XLSB_CONDITION_EXTENSION, OTHER_RECORD, condition_extension_take },
    { XLSB_VALIDATION_EXTENSION, OTHER_RECORD, validation_extension_take },
};

static int compare_meanings(const void *left, const void *right)
{
    uint32_t type = *(const uint32_t *)left, known = ((const struct meaning *)right)->type;

    return (type > known) - (type < known);
}

static enum status record_take(void *context, uint32_t type, struct reader *reader)
{
    struct sheet *sheet = context;
    const struct meaning *meaning =
        bsearch(&type, meanings, sizeof meanings / sizeof *meanings, sizeof *meanings, compare_meanings);

    enum status status;

    if (meaning == NULL)
        return STATUS_OK;
    if (meaning->layout != OTHER_RECORD)
        cell_begin(sheet, reader, meaning->layout == SHORT_CELL);
    status = meaning->take(sheet, reader);
    if (meaning->layout != FORMULA_CELL || status != STATUS_OK)
        return status;
    (void)reader_u16le(reader);
    return formula_take(sheet, reader);
}

enum status xlsb_sheet_read(struct ooxml *ooxml, const struct ooxml_entry *entry)
{
    static const struct xlsb_part part = { XLSB_BEGIN_SHEET, XLSB_END_SHEET, record_take };
    struct sheet *sheet = arena_zeroed(ooxml->package.job->arena, sizeof *sheet);
    enum status status;

    if (sheet == NULL)
        return STATUS_NO_MEMORY;
    sheet->ooxml = ooxml;
    sheet->text = (struct buf)BUF_INIT(SIZE_MAX / 4);
    ooxml_cells_start(&sheet->cells, ooxml, entry);
    status = xlsb_record_parse(ooxml, entry->member, &part, sheet);
    buf_free(&sheet->text);
    return status == STATUS_OK && sheet->extension_unread ? STATUS_UNSUPPORTED : status;
}
