/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/release_book.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/file.h"
#include "cli/release_region.h"
#include "reference/reference_file.h"
#include "report/words.h"
#include "text/separated.h"

/* The register while rows are added. */
struct book {
    const char *path;
    int descriptor;
    struct buf bytes; /* as it is, then as it will be */
    size_t old_size;
    struct arena *arena;
    struct reference_file file; /* as it is */
    struct reference_table table;
    const struct lexicon *lexicon;
    struct error *error;
};

static unsigned column_of(const char *name)
{
    unsigned column = 0;

    while (column < RELEASE_COLUMNS && strcmp(release_form.columns[column], name) != 0)
        column++;
    return column;
}

void release_book_row(struct buf *out, const char *const *columns, size_t column_count, const char *const *fields)
{
    for (size_t index = 0; index < column_count; index++) {
        unsigned column = column_of(columns[index]);

        if (index > 0)
            buf_byte(out, ',');
        if (column < RELEASE_COLUMNS)
            separated_put(out, fields[column]);
    }
    buf_byte(out, '\n');
}

void release_book_header(struct buf *out)
{
    release_book_row(out, release_form.columns, RELEASE_COLUMNS, release_form.columns);
}

static enum status complain(struct book *book, const char *words)
{
    return error_set(book->error, STATUS_IO, "%s: %s: %s", book->path, words, strerror(errno));
}

/* Opened and locked: nobody else adds a row meanwhile. */
static enum status open_book(struct book *book)
{
    book->descriptor = open(book->path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
    if (book->descriptor < 0)
        return complain(book, _("the register cannot be opened"));
    while (flock(book->descriptor, LOCK_EX) != 0) {
        if (errno != EINTR)
            return complain(book, _("the register cannot be locked"));
    }
    return file_read(book->path, &book->bytes, book->error);
}

static enum status read_book(struct book *book)
{
    enum status status = arena_create(&book->arena);

    book->old_size = book->bytes.size;
    if (status == STATUS_OK && book->bytes.size == 0)
        release_book_header(&book->bytes);
    else if (status == STATUS_OK && book->bytes.data[book->bytes.size - 1] != '\n')
        buf_byte(&book->bytes, '\n');
    if (status == STATUS_OK)
        status = buf_status(&book->bytes);
    book->file = (struct reference_file){ .name = release_form.name, .path = book->path };
    if (status == STATUS_OK)
        status = reference_file_parse(buf_bytes(&book->bytes), book->arena, &book->file, book->error);
    if (status == STATUS_OK)
        status = reference_table_of(buf_bytes(&book->bytes), book->path, &release_form, book->arena, &book->table,
                                    book->error);
    return status;
}

/* The same release, whoever entered it and when. */
static bool is_there(const struct book *book, const struct release_draft *draft)
{
    for (size_t index = 0; index < book->table.row_count; index++) {
        bool same = true;

        for (unsigned column = 0; column < RELEASE_COLUMNS && same; column++)
            same = column == RELEASE_ENTERED_AT || column == RELEASE_ENTERED_BY
                   || strcmp(book->table.rows[index].fields[column], draft->fields[column]) == 0;
        if (same)
            return true;
    }
    return false;
}

/* A field for which the register has no column would be lost. */
static enum status check_columns(const struct book *book, const struct release_draft *draft)
{
    for (unsigned column = 0; column < RELEASE_COLUMNS; column++) {
        size_t index = 0;

        while (index < book->file.column_count && strcmp(book->file.columns[index], release_form.columns[column]) != 0)
            index++;
        if (index == book->file.column_count && draft->fields[column][0] != '\0' && column != RELEASE_ENTERED_AT
            && column != RELEASE_ENTERED_BY)
            return error_set(book->error, STATUS_INVALID,
                             _("%s%s has no column \"%s\"; add it to the first line of the register"), draft->from,
                             book->path, release_form.columns[column]);
    }
    return STATUS_OK;
}

/* The register as it would be passes its check; what is wrong is said of the draft. */
static enum status check_book(const struct book *book, const struct release_draft *draft)
{
    struct reference_table table;
    const struct release *releases;
    size_t count;
    struct error error = { 0 };
    enum status status = reference_table_of(buf_bytes(&book->bytes), book->path, &release_form, book->arena, &table, &error);

    if (status == STATUS_OK)
        status = release_read(&table, book->lexicon, book->arena, &releases, &count, &error);
    return status == STATUS_OK ? status : error_set(book->error, status, "%s%s", draft->from, error.message);
}

/* A code of no region is a slip of the keys, unless region-words.csv knows it. */
static enum status check_region(const struct book *book, const struct release_draft *draft)
{
    uint32_t region;

    if (!lexicon_find_region(book->lexicon, draft->fields[RELEASE_REGION], &region)
        || release_book_knows_region(book->lexicon, region))
        return STATUS_OK;
    return error_set(book->error, STATUS_INVALID,
                     _("%sthere is no region with the code %s; correct it, or add it to region-words.csv"), draft->from,
                     draft->fields[RELEASE_REGION]);
}

static enum status put_row(struct book *book, const struct release_draft *draft, size_t *added)
{
    enum status status = check_columns(book, draft);

    if (status == STATUS_OK)
        status = check_region(book, draft);
    if (status != STATUS_OK)
        return status;
    release_book_row(&book->bytes, book->file.columns, book->file.column_count, draft->fields);
    ++*added;
    return buf_status(&book->bytes);
}

static enum status add_rows(struct book *book, const struct release_draft *drafts, size_t count, size_t *added)
{
    static const struct release_draft none = { .from = "" };
    size_t before = book->bytes.size;
    enum status status = check_book(book, &none);

    *added = 0;
    for (size_t index = 0; index < count && status == STATUS_OK; index++)
        status = is_there(book, &drafts[index]) ? STATUS_OK : put_row(book, &drafts[index], added);
    if (status != STATUS_OK || check_book(book, &none) == STATUS_OK)
        return status;
    /* Once more, row by row, to say which one it is. */
    book->bytes.size = before;
    for (size_t index = 0; index < count && status == STATUS_OK; index++) {
        if (is_there(book, &drafts[index]))
            continue;
        status = put_row(book, &drafts[index], added);
        if (status == STATUS_OK)
            status = check_book(book, &drafts[index]);
    }
    return status;
}

/* All or nothing: what was written in part is taken back. */
static enum status write_rows(struct book *book)
{
    struct bytes fresh = bytes_slice(buf_bytes(&book->bytes), book->old_size, book->bytes.size);

    if (fresh.size == 0)
        return STATUS_OK;
    if (file_write(book->descriptor, fresh) == STATUS_OK && fsync(book->descriptor) == 0)
        return STATUS_OK;
    (void)complain(book, _("the register cannot be written"));
    (void)!ftruncate(book->descriptor, (off_t)book->old_size);
    return STATUS_IO;
}

bool release_book_knows_region(const struct lexicon *lexicon, uint32_t region)
{
    return release_region_exists(region) || strcmp(lexicon_region_name(lexicon, region), "?") != 0;
}

enum status release_book_append(const char *path, const struct release_draft *drafts, size_t count,
                                const struct lexicon *lexicon, size_t *added, struct error *error)
{
    struct book book = { .path = path, .descriptor = -1, .bytes = BUF_INIT(RELEASE_BOOK_SIZE_MAX), .lexicon = lexicon,
                         .error = error };
    enum status status = open_book(&book);

    if (status == STATUS_OK)
        status = read_book(&book);
    if (status == STATUS_OK)
        status = add_rows(&book, drafts, count, added);
    if (status == STATUS_OK && *added > 0)
        status = write_rows(&book);
    if (book.descriptor >= 0)
        (void)close(book.descriptor);
    if (book.arena != NULL)
        arena_destroy(book.arena);
    buf_free(&book.bytes);
    return status;
}
