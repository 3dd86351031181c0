/* SPDX-License-Identifier: Apache-2.0 */
#include "reference/reference.h"

#include <dirent.h>
#include <errno.h>
#include <libintl.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "base/buf.h"
#include "base/bytes.h"
#include "base/sealed.h"
#include "reference/reference_file.h"

static const char ending[] = ".csv";

/* A file as it was read. It is taken apart when somebody asks for its table: a layer may hold other CSV files too. */
struct reference_source {
    const char *name, *path;
    struct bytes bytes;
    bool is_sealed;
};

struct reference {
    struct arena *arena;
    const char **folders;
    size_t folder_count;
    struct reference_source *sources; /* from the heap; by layer, then name */
    size_t source_count, source_capacity;
    struct digest digest;
};

/* ---- Loading. */

struct loading {
    struct reference *reference;
    struct digest_state *digest;
    const struct seal_key *key;
    bool has_sealed; /* some file was sealed */
    struct error *error;
};

static int is_table(const struct dirent *entry)
{
    size_t size = strlen(entry->d_name);

    return size >= sizeof ending && entry->d_name[0] != '.'
           && strcmp(entry->d_name + size - (sizeof ending - 1), ending) == 0;
}

/* `name` is the table's, without its ending. */
static enum status add_file(struct loading *loading, const char *path, const char *name, size_t name_size)
{
    struct reference *reference = loading->reference;
    struct buf bytes = BUF_INIT(REFERENCE_FILE_SIZE_MAX);
    struct reference_source source = { .path = arena_text(reference->arena, path, strlen(path)),
                                       .name = arena_text(reference->arena, name, name_size) };
    char *copy = NULL;
    enum status status = source.path == NULL || source.name == NULL
                             ? STATUS_NO_MEMORY
                             : sealed_read(path, loading->key, &bytes, &source.is_sealed, loading->error);

    if (status == STATUS_OK)
        status = digest_update(loading->digest, bytes_of(source.name, name_size + 1));
    if (status == STATUS_OK)
        status = digest_update(loading->digest, buf_bytes(&bytes));
    loading->has_sealed = loading->has_sealed || source.is_sealed;
    if (status == STATUS_OK) {
        copy = arena_text(reference->arena, bytes.data != NULL ? bytes.data : "", bytes.size);
        status = copy == NULL ? STATUS_NO_MEMORY
                              : ARRAY_GROW(&reference->sources, &reference->source_capacity,
                                           reference->source_count + 1);
    }
    if (status == STATUS_OK) {
        source.bytes = bytes_of(copy, bytes.size);
        reference->sources[reference->source_count++] = source;
    }
    buf_free(&bytes);
    return status == STATUS_IO ? STATUS_INVALID : status;
}

static enum status load_file(struct loading *loading, const char *folder, const char *name)
{
    size_t size = strlen(folder) + strlen(name) + 2;
    char *path = arena_alloc(loading->reference->arena, size);

    if (path == NULL)
        return STATUS_NO_MEMORY;
    (void)snprintf(path, size, "%s/%s", folder, name);
    return add_file(loading, path, name, strlen(name) - (sizeof ending - 1));
}

static enum status load_folder(struct loading *loading, const char *folder)
{
    struct dirent **entries;
    int count = scandir(folder, &entries, is_table, alphasort);
    enum status status = STATUS_OK;

    if (count < 0)
        return error_set(loading->error, STATUS_INVALID, gettext("%s: this folder of tables cannot be read: %s"),
                         folder, strerror(errno));
    for (int index = 0; index < count; index++) {
        if (status == STATUS_OK)
            status = load_file(loading, folder, entries[index]->d_name);
        free(entries[index]);
    }
    free(entries);
    return status;
}

/* Into what the digest says of sealed tables, which stands in every report: without the salt, who guesses a word of
 * them could make sure with it. */
static enum status salt_digest(const struct loading *loading)
{
    struct digest salt;
    enum status status = seal_key_salt(loading->key, &salt);

    return status == STATUS_OK ? digest_update(loading->digest, bytes_of(salt.bytes, sizeof salt.bytes)) : status;
}

static enum status load_all(struct loading *loading, const struct reference_sources *sources)
{
    struct reference *reference = loading->reference;
    enum status status = digest_create(&loading->digest);

    if (status == STATUS_OK) {
        reference->folders = arena_alloc(reference->arena, (sources->folder_count + 1) * sizeof *reference->folders);
        status = reference->folders == NULL ? STATUS_NO_MEMORY : STATUS_OK;
    }
    for (size_t index = 0; status == STATUS_OK && index < sources->folder_count; index++) {
        const char *folder = arena_text(reference->arena, sources->folders[index], strlen(sources->folders[index]));

        if (folder == NULL) {
            status = STATUS_NO_MEMORY;
            break;
        }
        reference->folders[reference->folder_count++] = folder;
        status = digest_update(loading->digest, bytes_of("layer", 6));
        if (status == STATUS_OK)
            status = load_folder(loading, folder);
    }
    if (status == STATUS_OK && sources->named != NULL)
        status = add_file(loading, sources->named->path, sources->named->table, strlen(sources->named->table));
    if (status == STATUS_OK && loading->has_sealed)
        status = salt_digest(loading);
    if (status == STATUS_OK)
        status = digest_finish(loading->digest, &reference->digest);
    digest_destroy(loading->digest);
    return status;
}

enum status reference_load(const char *const *folders, size_t folder_count, struct reference **reference,
                           struct error *error)
{
    const struct reference_sources sources = { .folders = folders, .folder_count = folder_count };

    return reference_load_all(&sources, reference, error);
}

enum status reference_load_all(const struct reference_sources *sources, struct reference **reference,
                               struct error *error)
{
    struct reference *fresh = alloc_zeroed(1, sizeof *fresh);
    struct loading loading = { .reference = fresh, .key = sources->key, .error = error };
    enum status status = fresh == NULL ? STATUS_NO_MEMORY : arena_create(&fresh->arena);

    if (status == STATUS_OK)
        status = load_all(&loading, sources);
    if (status != STATUS_OK) {
        reference_free(fresh);
        return status;
    }
    *reference = fresh;
    return STATUS_OK;
}

void reference_free(struct reference *reference)
{
    if (reference == NULL)
        return;
    alloc_free(reference->sources);
    if (reference->arena != NULL)
        arena_destroy(reference->arena);
    alloc_free(reference);
}

const struct digest *reference_digest(const struct reference *reference)
{
    return &reference->digest;
}

size_t reference_source_count(const struct reference *reference)
{
    return reference->source_count;
}

struct reference_file_name reference_source(const struct reference *reference, size_t index)
{
    return (struct reference_file_name){ reference->sources[index].name, reference->sources[index].path };
}

size_t reference_folder_count(const struct reference *reference)
{
    return reference->folder_count;
}

const char *reference_folder(const struct reference *reference, size_t index)
{
    return reference->folders[index];
}

/* ---- Merging. */

enum status reference_complain(const struct reference_row *row, struct error *error, const char *format, ...)
{
    char words[sizeof error->message];
    va_list arguments;

    if (row->is_sealed && strchr(format, '%') != NULL)
        return error_set(
            error, STATUS_INVALID,
            gettext("%s:%u: something is wrong here; it is not quoted because the file is sealed: unseal it "
                    "and check it then"),
            row->file, row->line);
    va_start(arguments, format);
    (void)vsnprintf(words, sizeof words, format, arguments);
    va_end(arguments);
    return error_set(error, STATUS_INVALID, "%s:%u: %s", row->file, row->line, words);
}

const char *reference_row_name(const struct reference_row *row)
{
    const char *slash = strrchr(row->file, '/');

    return slash != NULL ? slash + 1 : row->file;
}

void reference_describe_list(const struct reference_row *row, char *words, size_t size, const char *format,
                             va_list arguments)
{
    if (row->is_sealed)
        (void)snprintf(words, size, gettext("line %u of %s decides, which is sealed and not shown"), row->line,
                       reference_row_name(row));
    else
        (void)vsnprintf(words, size, format, arguments);
}

void reference_describe(const struct reference_row *row, char *words, size_t size, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    reference_describe_list(row, words, size, format, arguments);
    va_end(arguments);
}

enum status reference_day(const struct reference_row *row, size_t column, struct date *day, struct error *error)
{
    const char *field = row->fields[column];

    if (field[0] == '\0' || date_parse(field, strlen(field), day))
        return STATUS_OK;
    return reference_complain(row, error, gettext("\"%.40s\" is not a day; write it as 2024-04-10"), field);
}

enum { COLUMN_NONE = -1 };

/* Which column of the file each of the form's is. */
static enum status map_columns(const struct reference_file *file, const struct reference_form *form, int *map,
                               struct error *error)
{
    struct reference_row header = { .file = file->path, .line = 1, .is_sealed = file->is_sealed };

    for (size_t wanted = 0; wanted < form->column_count; wanted++) {
        map[wanted] = COLUMN_NONE;
        for (size_t index = 0; index < file->column_count; index++) {
            if (strcmp(file->columns[index], form->columns[wanted]) == 0)
                map[wanted] = (int)index;
        }
        if (map[wanted] == COLUMN_NONE && wanted < form->required_count)
            return reference_complain(&header, error, gettext("the column \"%s\" is missing"), form->columns[wanted]);
    }
    for (size_t index = 0; index < file->column_count && !form->has_notes; index++) {
        size_t known = 0;

        while (known < form->column_count && strcmp(file->columns[index], form->columns[known]) != 0)
            known++;
        if (known == form->column_count)
            return reference_complain(&header, error, gettext("the column \"%.60s\" is not known here"),
                                      file->columns[index]);
    }
    return STATUS_OK;
}

/* Rows while they are merged; one that is replaced or taken away has no fields. */
struct merge {
    const struct reference_form *form;
    struct reference_row *rows;
    size_t count, capacity;
    size_t *slots; /* open hash of row + 1 by key */
    size_t slot_count;
};

static size_t key_hash(const struct merge *merge, const char *const *fields, bool skip_mark)
{
    uint64_t hash = 1469598103934665603U;

    for (size_t column = 0; column < merge->form->key_count; column++) {
        for (const char *at = fields[column] + (skip_mark && column == 0); *at != '\0'; at++)
            hash = (hash ^ (unsigned char)*at) * 1099511628211U;
        hash = (hash ^ 0xFF) * 1099511628211U;
    }
    return (size_t)hash;
}

static bool same_key(const struct merge *merge, const char *const *left, const char *const *right, bool skip_mark)
{
    for (size_t column = 0; column < merge->form->key_count; column++) {
        if (strcmp(left[column] + (skip_mark && column == 0), right[column]) != 0)
            return false;
    }
    return true;
}

/* The slot of the key: free, or of the row that has it. */
static size_t *find_slot(const struct merge *merge, const char *const *fields, bool skip_mark)
{
    size_t at = key_hash(merge, fields, skip_mark) & (merge->slot_count - 1);

    while (merge->slots[at] != 0) {
        const struct reference_row *row = &merge->rows[merge->slots[at] - 1];

        if (same_key(merge, fields, row->fields, skip_mark))
            break;
        at = (at + 1) & (merge->slot_count - 1);
    }
    return &merge->slots[at];
}

static enum status make_slots(struct merge *merge, const struct reference_file *files, size_t file_count)
{
    size_t count = 0;

    for (size_t index = 0; index < file_count; index++)
        count += files[index].record_count;
    merge->slot_count = 16;
    while (merge->slot_count < count * 2)
        merge->slot_count *= 2;
    merge->slots = alloc_zeroed(merge->slot_count, sizeof *merge->slots);
    return merge->slots == NULL ? STATUS_NO_MEMORY : STATUS_OK;
}

/* The line takes the place of the row with its key, or takes it away. */
static enum status merge_row(struct merge *merge, const struct reference_row *row, struct error *error)
{
    bool removes = merge->form->key_count > 0 && row->fields[0][0] == '!';
    size_t *slot = NULL;

    for (size_t column = 0; column < merge->form->required_count && !removes; column++) {
        if (row->fields[column][0] == '\0')
            return reference_complain(row, error, gettext("the field \"%s\" must not be empty"),
                                      merge->form->columns[column]);
    }
    if (merge->form->key_count > 0) {
        slot = find_slot(merge, row->fields, removes);
        if (*slot != 0) {
            struct reference_row *old = &merge->rows[*slot - 1];

            if (!removes && old->line > 0 && strcmp(old->file, row->file) == 0)
                return reference_complain(row, error, gettext("this line has the same key as line %u; keep one"),
                                          old->line);
            old->line = 0;
        }
        if (removes)
            return *slot != 0 ? STATUS_OK
                              : reference_complain(row, error, gettext("there is nothing below that this line "
                                                                       "could take away"));
    }
    if (ARRAY_GROW(&merge->rows, &merge->capacity, merge->count + 1) != STATUS_OK)
        return STATUS_NO_MEMORY;
    merge->rows[merge->count++] = *row;
    if (slot != NULL)
        *slot = merge->count;
    return STATUS_OK;
}

static enum status merge_file(const struct reference_file *file, struct arena *arena, struct merge *merge,
                              struct error *error)
{
    const struct reference_form *form = merge->form;
    int map[64];
    enum status status = form->column_count > sizeof map / sizeof *map ? STATUS_BUG
                                                                        : map_columns(file, form, map, error);

    for (size_t index = 0; index < file->record_count && status == STATUS_OK; index++) {
        const char **fields = arena_alloc(arena, form->column_count * sizeof *fields);
        struct reference_row row = { fields, file->path, file->records[index].line, file->is_sealed };

        if (fields == NULL)
            return STATUS_NO_MEMORY;
        for (size_t column = 0; column < form->column_count; column++)
            fields[column] = map[column] == COLUMN_NONE ? "" : file->records[index].fields[map[column]];
        status = merge_row(merge, &row, error);
    }
    return status;
}

static enum status keep_rows(const struct merge *merge, struct arena *arena, struct reference_table *table)
{
    struct reference_row *rows = arena_alloc(arena, (merge->count + 1) * sizeof *rows);
    size_t kept = 0;

    if (rows == NULL)
        return STATUS_NO_MEMORY;
    for (size_t index = 0; index < merge->count; index++) {
        if (merge->rows[index].line > 0)
            rows[kept++] = merge->rows[index];
    }
    *table = (struct reference_table){ rows, kept };
    return STATUS_OK;
}

static enum status parse_files(const struct reference *reference, const struct reference_form *form,
                               struct arena *arena, struct reference_file *files, size_t *count, struct error *error)
{
    enum status status = STATUS_OK;

    *count = 0;
    for (size_t index = 0; index < reference->source_count && status == STATUS_OK; index++) {
        const struct reference_source *source = &reference->sources[index];

        if (strcmp(source->name, form->name) != 0)
            continue;
        files[*count] =
            (struct reference_file){ .name = source->name, .path = source->path, .is_sealed = source->is_sealed };
        status = reference_file_parse(source->bytes, arena, &files[(*count)++], error);
    }
    return status;
}

enum status reference_table(const struct reference *reference, const struct reference_form *form,
                            struct arena *arena, struct reference_table *table, struct error *error)
{
    struct merge merge = { .form = form };
    struct reference_file *files = alloc_zeroed(reference->source_count + 1, sizeof *files);
    size_t count = 0;
    enum status status =
        files == NULL ? STATUS_NO_MEMORY : parse_files(reference, form, arena, files, &count, error);

    if (status == STATUS_OK)
        status = make_slots(&merge, files, count);
    for (size_t index = 0; index < count && status == STATUS_OK; index++)
        status = merge_file(&files[index], arena, &merge, error);
    if (status == STATUS_OK)
        status = keep_rows(&merge, arena, table);
    alloc_free(files);
    alloc_free(merge.rows);
    alloc_free(merge.slots);
    return status;
}

enum status reference_table_of(struct bytes bytes, const char *path, const struct reference_form *form,
                               struct arena *arena, struct reference_table *table, struct error *error)
{
    struct merge merge = { .form = form };
    struct reference_file file = { .name = form->name, .path = path };
    enum status status = reference_file_parse(bytes, arena, &file, error);

    if (status == STATUS_OK)
        status = make_slots(&merge, &file, 1);
    if (status == STATUS_OK)
        status = merge_file(&file, arena, &merge, error);
    if (status == STATUS_OK)
        status = keep_rows(&merge, arena, table);
    alloc_free(merge.rows);
    alloc_free(merge.slots);
    return status;
}
