/* SPDX-License-Identifier: Apache-2.0 */
#include "reference/reference_file.h"

#include <libintl.h>
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "text/utf8.h"

enum { COLUMNS_MAX = 64 };

struct parser {
    const char *text;
    size_t size, next;
    uint32_t line;
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

static char *keep(const struct parser *parser, const char *text, size_t size)
{
    while (size > 0 && is_blank(text[0])) {
        text++;
        size--;
    }
    while (size > 0 && is_blank(text[size - 1]))
        size--;
    return arena_text(parser->arena, text, size);
}

/* A quoted field, doubled quotes undone. */
static enum status read_quoted(struct parser *parser, const char **field)
{
    uint32_t line = parser->line;
    size_t start = ++parser->next, length = 0;
    char *copy;

    for (;; parser->next++) {
        if (parser->next == parser->size)
            return fail_at(parser, line, gettext("a quote that begins here is never closed"));
        if (parser->text[parser->next] == '"') {
            if (parser->next + 1 == parser->size || parser->text[parser->next + 1] != '"')
                break;
            parser->next++;
        }
        parser->line += parser->text[parser->next] == '\n';
    }
    copy = arena_text(parser->arena, parser->text + start, parser->next - start);
    if (copy == NULL)
        return STATUS_NO_MEMORY;
    for (size_t index = 0; index < parser->next - start; index++) {
        copy[length++] = copy[index];
        if (copy[index] == '"')
            index++;
    }
    copy[length] = '\0';
    *field = copy;
    parser->next++;
    while (parser->next < parser->size && is_blank(parser->text[parser->next]))
        parser->next++;
    if (parser->next < parser->size && parser->text[parser->next] != ',' && parser->text[parser->next] != '\n')
        return fail_at(parser, parser->line, gettext("a comma or the end of the line is expected after a closing quote"));
    return STATUS_OK;
}

/* The next field; *last when it ends its record. */
static enum status read_field(struct parser *parser, const char **field, bool *last)
{
    size_t start = parser->next;

    if (parser->next < parser->size && parser->text[parser->next] == '"') {
        enum status status = read_quoted(parser, field);

        if (status != STATUS_OK)
            return status;
    } else {
        while (parser->next < parser->size && parser->text[parser->next] != ','
               && parser->text[parser->next] != '\n')
            parser->next++;
        *field = keep(parser, parser->text + start, parser->next - start);
        if (*field == NULL)
            return STATUS_NO_MEMORY;
    }
    *last = parser->next == parser->size || parser->text[parser->next] == '\n';
    if (*last && parser->next < parser->size)
        parser->line++;
    if (parser->next < parser->size)
        parser->next++;
    return STATUS_OK;
}

/* Comments and empty lines. */
static void skip_idle_lines(struct parser *parser)
{
    while (parser->next < parser->size) {
        const char *start = parser->text + parser->next;
        const char *end = memchr(start, '\n', parser->size - parser->next);
        size_t size = end == NULL ? parser->size - parser->next : (size_t)(end - start), blanks = 0;

        while (blanks < size && (is_blank(start[blanks]) || start[blanks] == ','))
            blanks++;
        if (blanks < size && start[0] != '#')
            return;
        parser->next += size + (end != NULL);
        parser->line += end != NULL;
    }
}

static enum status read_header(struct parser *parser)
{
    const char *columns[COLUMNS_MAX];
    bool last = false;
    size_t count = 0;

    skip_idle_lines(parser);
    if (parser->next == parser->size)
        return fail_at(parser, parser->line, gettext("this table is empty; its first line must name the columns"));
    while (!last) {
        uint32_t line = parser->line;
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
    struct reference_record record = { .line = parser->line };
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
    struct parser parser = { .line = 1, .arena = arena, .file = file, .error = error };
    struct reference_record *heap;
    size_t valid;
    enum status status;

    if (bytes_start_with(bytes, "\xEF\xBB\xBF", 3))
        bytes = bytes_slice(bytes, 3, bytes.size);
    parser.text = (const char *)bytes.data;
    parser.size = bytes.size;
    valid = utf8_valid_prefix(parser.text, parser.size);
    if (valid < parser.size || memchr(bytes.data, '\0', bytes.size) != NULL) {
        for (size_t index = 0; index < valid; index++)
            parser.line += parser.text[index] == '\n';
        return fail_at(&parser, parser.line, gettext("a table must be UTF-8, and this is not; convert the file"));
    }
    file->records = NULL;
    file->record_count = 0;
    status = read_header(&parser);
    while (status == STATUS_OK) {
        skip_idle_lines(&parser);
        if (parser.next == parser.size)
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
