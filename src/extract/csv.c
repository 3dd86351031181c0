/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/csv.h"

#include <string.h>
#include <strings.h>

#include "extract/plain.h"
#include "extract/span.h"

enum {
    SAMPLE_SIZE = 16 * 1024,
    BID = 4,         /* more than plain text and than unknown bytes */
    RECORDS_MIN = 3, /* with so many columns, without a name that says it: */
    COLUMNS_MIN = 3,
    TITLES_MAX = 4,              /* lines above the table: 附件1, its name, who made it, its unit */
    TITLE_SIZE_MAX = 240,        /* bytes: longer ones are prose */
    RECORDS_OF_TWO_MIN = 8,      /* lines with one comma each are rarer the more there are */
    QUOTED_SIZE_MAX = 64 * 1024, /* a quote that is not closed until then is a character */
};

static const char separators[] = { ',', '\t', ';' };

/* Which text is a table, and where it begins behind its titles. */
struct csv_shape {
    char separator; /* 0: it is none */
    size_t start;
};

struct csv_reader {
    struct bytes input;
    enum encoding encoding;
    size_t offset;
    char separator;
};

static bool is_line_end(unsigned code)
{
    return code == '\n' || code == '\r';
}

/* The closing quote of the quoted text whose opening quote stands at `offset`; input.size when there is none near. */
static size_t closing_quote(const struct csv_reader *reader, size_t offset)
{
    size_t limit = offset + QUOTED_SIZE_MAX < reader->input.size ? offset + QUOTED_SIZE_MAX : reader->input.size;
    struct span_unit unit = span_unit_at(reader->input, reader->encoding, offset);

    for (offset += unit.size; offset < limit; offset += unit.size) {
        unit = span_unit_at(reader->input, reader->encoding, offset);
        if (unit.code != '"')
            continue;
        if (offset + unit.size >= reader->input.size
            || span_unit_at(reader->input, reader->encoding, offset + unit.size).code != '"')
            return offset;
        offset += unit.size;
    }
    return reader->input.size;
}

/* Moves to the end of the cell that begins at reader->offset. */
static void cell_skip(struct csv_reader *reader)
{
    struct span_unit unit;
    size_t closing;

    if (reader->offset < reader->input.size
        && span_unit_at(reader->input, reader->encoding, reader->offset).code == '"') {
        closing = closing_quote(reader, reader->offset);
        if (closing < reader->input.size)
            reader->offset = closing;
    }
    while (reader->offset < reader->input.size) {
        unit = span_unit_at(reader->input, reader->encoding, reader->offset);
        if (unit.code == (unsigned char)reader->separator || is_line_end(unit.code))
            return;
        reader->offset += unit.size;
    }
}

/* Steps over the end of a line; CR LF is one. */
static void line_end_skip(struct csv_reader *reader)
{
    struct span_unit unit = span_unit_at(reader->input, reader->encoding, reader->offset);

    reader->offset += unit.size;
    if (unit.code == '\r' && reader->offset < reader->input.size) {
        unit = span_unit_at(reader->input, reader->encoding, reader->offset);
        if (unit.code == '\n')
            reader->offset += unit.size;
    }
}

/* Columns of the next record, and whether it ends with a line end rather than with the sample. */
static size_t record_columns(struct csv_reader *reader, bool *complete)
{
    size_t columns = 1;

    for (;;) {
        struct span_unit unit;

        cell_skip(reader);
        *complete = reader->offset < reader->input.size;
        if (!*complete)
            return columns;
        unit = span_unit_at(reader->input, reader->encoding, reader->offset);
        if (is_line_end(unit.code)) {
            line_end_skip(reader);
            return columns;
        }
        reader->offset += unit.size;
        columns++;
    }
}

static bool is_empty_line(const struct csv_reader *reader, size_t start, size_t columns)
{
    return columns == 1 && reader->offset - start <= 4; /* in any encoding */
}

/* Columns that all complete records of the sample have; 1 when they differ. */
static size_t common_columns(struct csv_reader *reader, size_t *record_count)
{
    size_t common = 0;

    *record_count = 0;
    while (reader->offset < reader->input.size) {
        size_t start = reader->offset;
        bool complete;
        size_t columns = record_columns(reader, &complete);

        if (!complete && start > 0)
            break;
        if (is_empty_line(reader, start, columns))
            continue;
        if (common != 0 && columns != common)
            return 1;
        common = columns;
        (*record_count)++;
    }
    return common;
}

static bool is_named_so(const struct part_hint *hint)
{
    const char *dot = hint->name != NULL ? strrchr(hint->name, '.') : NULL;

    if (hint->media_type != NULL
        && (strcasecmp(hint->media_type, "text/csv") == 0
            || strcasecmp(hint->media_type, "text/tab-separated-values") == 0))
        return true;
    return dot != NULL && (strcasecmp(dot, ".csv") == 0 || strcasecmp(dot, ".tsv") == 0);
}

static bool is_table(size_t columns, size_t records, char separator)
{
    if (columns >= COLUMNS_MIN || (columns == 2 && separator == '\t'))
        return records >= RECORDS_MIN;
    return columns == 2 && records >= RECORDS_OF_TWO_MIN;
}

/* Where the table begins that all complete records of the sample belong to but a few titles, which have fewer columns.
 */
static bool find_common(struct csv_reader *reader, struct csv_shape *shape, size_t *columns)
{
    size_t widest_title = 0;
    bool complete = true;

    for (size_t titles = 0; titles <= TITLES_MAX && complete;) {
        size_t start = reader->offset, width = record_columns(reader, &complete), behind = reader->offset, records;

        if (is_empty_line(reader, start, width))
            continue;
        reader->offset = start;
        *columns = width > widest_title && width > 1 ? common_columns(reader, &records) : 1;
        if (*columns > 1 && is_table(*columns, records, reader->separator)
            && (titles == 0 || *columns >= COLUMNS_MIN || reader->separator == '\t')) {
            shape->start = start;
            return true;
        }
        if (behind - start > TITLE_SIZE_MAX)
            return false;
        reader->offset = behind;
        widest_title = width > widest_title ? width : widest_title;
        titles++;
    }
    return false;
}

/* Where the widest of the first records begins: a head, behind its titles. */
static void find_widest(struct csv_reader *reader, struct csv_shape *shape, size_t *columns)
{
    bool complete = true;

    *columns = 1;
    for (size_t records = 0; records <= TITLES_MAX && complete;) {
        size_t start = reader->offset, width = record_columns(reader, &complete);

        records += !is_empty_line(reader, start, width);
        if (width > *columns) {
            *columns = width;
            shape->start = start;
        }
    }
}

/* The separator that makes a table of the text. Where the name promises one, that will do which makes the widest head.
 */
static struct csv_shape shape_find(struct bytes input, enum encoding encoding, bool promised)
{
    struct csv_shape best = { 0 };
    size_t best_columns = 1;

    for (size_t index = 0; index < sizeof separators; index++) {
        struct csv_reader reader = { .input = bytes_slice(input, 0, SAMPLE_SIZE),
                                     .encoding = encoding,
                                     .separator = separators[index] };
        struct csv_shape shape = { .separator = separators[index] };
        size_t columns = 1;

        if (promised)
            find_widest(&reader, &shape, &columns);
        else if (!find_common(&reader, &shape, &columns))
            continue;
        if (columns > best_columns) {
            best_columns = columns;
            best = shape;
        }
    }
    return best;
}

static enum encoding encoding_for_bid(struct bytes input)
{
    if (bytes_start_with(input, "\xFF\xFE", 2))
        return ENCODING_UTF16LE;
    if (bytes_start_with(input, "\xFE\xFF", 2))
        return ENCODING_UTF16BE;
    return ENCODING_UTF8; /* commas, tabs, quotes and line ends are no part of a character in any other */
}

static unsigned csv_bid(struct bytes input, const struct part_hint *hint)
{
    enum encoding encoding = encoding_for_bid(input);

    /* Markup, JSON and binary files are not tables, even if their lines are alike. */
    if (input.size == 0 || input.data[0] == '<' || input.data[0] == '{' || input.data[0] == '[')
        return 0;
    if (encoding == ENCODING_UTF8 && memchr(input.data, '\0', bytes_slice(input, 0, 1024).size) != NULL)
        return 0;
    return shape_find(input, encoding, is_named_so(hint)).separator != '\0' ? BID : 0;
}

/* Emits a quoted text without its quotes; "" in it is one. */
static enum status quoted_emit(struct extract_job *job, struct csv_reader *reader, struct text_run *run, size_t closing)
{
    struct span_unit unit = span_unit_at(reader->input, reader->encoding, reader->offset);
    size_t quote_size = unit.size, start = reader->offset + quote_size;
    enum status status = STATUS_OK;

    for (size_t offset = start; offset < closing && status == STATUS_OK; offset += unit.size) {
        unit = span_unit_at(reader->input, reader->encoding, offset);
        if (unit.code != '"')
            continue;
        if (offset > start) {
            status = span_emit(job, run, start, offset);
            run->join = JOIN_GLUED;
        }
        if (status == STATUS_OK)
            status = span_emit_whole(job, run, bytes_of_text("\""), offset, offset + 2 * quote_size);
        run->join = JOIN_GLUED;
        offset += quote_size;
        start = offset + quote_size;
    }
    if (status == STATUS_OK && start < closing) {
        status = span_emit(job, run, start, closing);
        run->join = JOIN_GLUED;
    }
    reader->offset = closing + quote_size;
    return status;
}

static enum status cell_emit(struct extract_job *job, struct csv_reader *reader, struct cell cell)
{
    struct text_run run = { .role = TEXT_BODY, .join = JOIN_BROKEN, .newlines = NEWLINES_ARE_BLANKS, .cell = cell };
    enum status status = STATUS_OK;
    size_t start, closing;

    if (span_unit_at(reader->input, reader->encoding, reader->offset).code == '"') {
        closing = closing_quote(reader, reader->offset);
        if (closing < reader->input.size)
            status = quoted_emit(job, reader, &run, closing);
    }
    start = reader->offset;
    while (reader->offset < reader->input.size) {
        struct span_unit unit = span_unit_at(reader->input, reader->encoding, reader->offset);

        if (unit.code == (unsigned char)reader->separator || is_line_end(unit.code))
            break;
        reader->offset += unit.size;
    }
    if (status != STATUS_OK || start == reader->offset)
        return status;
    return span_emit(job, &run, start, reader->offset);
}

/* A title is a line of text as others are; a record of several columns is of the table even above its head. */
static bool is_title(const struct csv_reader *reader, size_t table_start)
{
    struct csv_reader ahead = *reader;
    bool complete;

    return reader->offset < table_start && record_columns(&ahead, &complete) == 1;
}

static enum status csv_extract(struct extract_job *job)
{
    struct encoding_evidence evidence = encoding_detect(job->input, job->hint->charset, ENCODING_SYNTAX_PLAIN);
    struct csv_reader reader = { .input = job->input, .encoding = evidence.encoding, .offset = evidence.bom_size };
    static const struct cell no_cell = { 0, 0, 0 };
    struct cell cell = { 1, 1, 1 };
    struct csv_shape shape;
    enum status status = STATUS_OK;

    if (evidence.encoding == ENCODING_ISO_2022_JP)
        return plain_extract(job);
    job->part->encoding = evidence.encoding;
    job->part->source_is_meaningful = true;
    shape = shape_find(bytes_slice(job->input, evidence.bom_size, job->input.size), evidence.encoding,
                       is_named_so(job->hint));
    reader.separator = shape.separator;
    while (reader.offset < job->input.size && status == STATUS_OK) {
        struct span_unit unit = span_unit_at(reader.input, reader.encoding, reader.offset);

        if (is_line_end(unit.code)) {
            line_end_skip(&reader);
            cell = (struct cell){ 1, cell.row + 1, 1 };
        } else if (unit.code == (unsigned char)reader.separator) {
            reader.offset += unit.size;
            cell.column++;
        } else {
            status = cell_emit(job, &reader,
                               cell.column == 1 && is_title(&reader, evidence.bom_size + shape.start) ? no_cell : cell);
        }
    }
    return status;
}

const struct extractor csv_extractor = {
    .format = { "csv", "text/csv" },
    .bid = csv_bid,
    .extract = csv_extract,
};
