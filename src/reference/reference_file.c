/* SPDX-License-Identifier: Apache-2.0 */
#include "reference/reference_file.h"

#include <libintl.h>
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "base/seal.h"
#include "text/separated.h"
#include "text/utf8.h"

enum { COLUMNS_MAX = 64 };

struct parser {
    struct separated values;
    struct arena *arena;
    struct reference_file *file;
    struct error *error;
    size_t capacity; /* of file->records, while they are on the heap */
};

static enum status fail_at(const struct parser *parser, uint32_t line, const char *message)
{
    return error_set(parser->error, STATUS_INVALID, "%s:%u: %s", parser->file->path, line, message);
}

static bool is_blank(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\r';
}

/* A copy without blanks around, or of what stands between quotes. */
static char *keep(const struct parser *parser, const struct separated_field *field)
{
    const char *text = parser->values.text;
    size_t start = field->start, end = field->end;
    char *copy;

    while (!field->quoted && start < end && is_blank(text[start]))
        start++;
    while (!field->quoted && start < end && is_blank(text[end - 1]))
        end--;
    copy = arena_text(parser->arena, text + start, end - start);
    if (copy != NULL && field->quoted)
        copy[separated_unquote(copy, end - start)] = '\0';
    return copy;
}

/* The next field; *last when it ends its record. */
static enum status read_field(struct parser *parser, const char **field, bool *last)
{
    struct separated_field found;
    enum separated_result result = separated_next(&parser->values, &found);

    if (result == SEPARATED_UNCLOSED)
        return fail_at(parser, found.line, gettext("a quote that begins here is never closed"));
    if (result == SEPARATED_TRAILING)
        return fail_at(parser, parser->values.line,
                       gettext("a comma or the end of the line is expected after a closing quote"));
    *field = keep(parser, &found);
    *last = found.last;
    return *field == NULL ? STATUS_NO_MEMORY : STATUS_OK;
}

/* Comments and empty lines. */
static void skip_idle_lines(struct separated *values)
{
    while (values->next < values->size) {
        const char *start = values->text + values->next;
        const char *end = memchr(start, '\n', values->size - values->next);
        size_t size = end == NULL ? values->size - values->next : (size_t)(end - start), blanks = 0;

        while (blanks < size && (is_blank(start[blanks]) || start[blanks] == ','))
            blanks++;
        if (blanks < size && start[0] != '#')
            return;
        values->next += size + (end != NULL);
        values->line += end != NULL;
        values->line_start = values->next;
    }
}

static enum status read_header(struct parser *parser)
{
    const char *columns[COLUMNS_MAX];
    bool last = false;
    size_t count = 0;

    skip_idle_lines(&parser->values);
    if (parser->values.next == parser->values.size)
        return fail_at(parser, parser->values.line, gettext("this table is empty; its first line must name the columns"));
    while (!last) {
        uint32_t line = parser->values.line;
        enum status status;

        if (count == COLUMNS_MAX)
            return fail_at(parser, line, gettext("there are too many columns"));
        status = read_field(parser, &columns[count], &last);
        if (status != STATUS_OK)
            return status;
        if (columns[count][0] == '\0')
            return fail_at(parser, line, gettext("a column has no name; the first line must name all columns"));
        for (size_t index = 0; index < count; index++) {
            if (strcmp(columns[index], columns[count]) == 0)
                return fail_at(parser, line, gettext("two columns have the same name"));
        }
        count++;
    }
    parser->file->columns = arena_alloc(parser->arena, count * sizeof *columns);
    if (parser->file->columns == NULL)
        return STATUS_NO_MEMORY;
    memcpy(parser->file->columns, columns, count * sizeof *columns);
    parser->file->column_count = count;
    return STATUS_OK;
}

static enum status read_record(struct parser *parser)
{
    struct reference_file *file = parser->file;
    struct reference_record record = { .line = parser->values.line };
    bool last = false;
    size_t count = 0;
    enum status status = ARRAY_GROW(&file->records, &parser->capacity, file->record_count + 1);

    record.fields = arena_alloc(parser->arena, file->column_count * sizeof *record.fields);
    if (status != STATUS_OK || record.fields == NULL)
        return STATUS_NO_MEMORY;
    while (!last) {
        const char *field;

        status = read_field(parser, &field, &last);
        if (status != STATUS_OK)
            return status;
        if (count < file->column_count)
            record.fields[count++] = field;
        else if (field[0] != '\0')
            return fail_at(parser, record.line, gettext("this line has more fields than there are columns; "
                                                        "put a field that has a comma in \"quotes\""));
    }
    while (count < file->column_count)
        record.fields[count++] = "";
    file->records[file->record_count++] = record;
    return STATUS_OK;
}

enum status reference_file_parse(struct bytes bytes, struct arena *arena, struct reference_file *file,
                                 struct error *error)
{
    struct parser parser = { .arena = arena, .file = file, .error = error };
    struct reference_record *heap;
    size_t valid;
    enum status status;

    if (seal_is_sealed(bytes))
        return error_set(error, STATUS_INVALID,
                         gettext("%s: this table is sealed; take what guanka rules unseal writes of it"), file->path);
    if (bytes_start_with(bytes, "\xEF\xBB\xBF", 3))
        bytes = bytes_slice(bytes, 3, bytes.size);
    parser.values = (struct separated){ (const char *)bytes.data, bytes.size, 0, 1, 0, ',' };
    valid = utf8_valid_prefix(parser.values.text, bytes.size);
    if (valid < bytes.size || memchr(bytes.data, '\0', bytes.size) != NULL) {
        for (size_t index = 0; index < valid; index++)
            parser.values.line += parser.values.text[index] == '\n';
        return fail_at(&parser, parser.values.line, gettext("a table must be UTF-8, and this is not; convert the file"));
    }
    file->records = NULL;
    file->record_count = 0;
    status = read_header(&parser);
    while (status == STATUS_OK) {
        skip_idle_lines(&parser.values);
        if (parser.values.next == parser.values.size)
            break;
        status = read_record(&parser);
    }
    heap = file->records;
    file->records = NULL;
    if (status == STATUS_OK && file->record_count > 0) {
        file->records = arena_alloc(arena, file->record_count * sizeof *heap);
        if (file->records != NULL)
            memcpy(file->records, heap, file->record_count * sizeof *heap);
        else
            status = STATUS_NO_MEMORY;
    }
    alloc_free(heap);
    return status;
}
