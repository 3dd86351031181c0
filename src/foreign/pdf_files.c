/* SPDX-License-Identifier: Apache-2.0 */
#include "foreign/pdf_files.h"

#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "foreign/pdf_history.h"

/* ---- finding ---- */

static void add(struct pdf_reader *reader, pdf_obj *content, char *name)
{
    struct pdf_files *files = reader->files;

    if (files->count == PDF_FILES_MAX) {
        pdf_gap(reader, STATUS_LIMIT_CHILDREN, "too many files inside");
        return;
    }
    if (pdf_take(reader, ARRAY_GROW(&files->items, &files->capacity, files->count + 1)))
        files->items[files->count++] = (struct pdf_file){ pdf_keep_obj(reader->context, content), name };
}

/* Its name, as it is shown: the Unicode one before the one of the system that it comes from. */
static char *name_of(struct pdf_reader *reader, pdf_obj *specification, size_t number)
{
    fz_context *context = reader->context;
    pdf_obj *name = pdf_dict_get(context, specification, PDF_NAME(UF));

    if (!pdf_is_string(context, name))
        name = pdf_dict_get(context, specification, PDF_NAME(F));
    if (pdf_is_string(context, name) && pdf_string(reader, name) && reader->text.size > 0)
        return fz_strdup(context, reader->text.data);
    return fz_asprintf(context, "attachment-%d", (int)number);
}

/* What a portfolio shows of the file beside its name. */
static void read_columns(struct pdf_reader *reader, pdf_obj *columns)
{
    fz_context *context = reader->context;
    int count = pdf_dict_len(context, columns);

    for (int index = 0; index < count && index < PDF_FILES_MAX && reader->status == STATUS_OK; index++) {
        pdf_obj *value = pdf_dict_get_val(context, columns, index);

        if (pdf_is_dict(context, value)) {
            pdf_emit_string(reader, pdf_dict_get(context, value, PDF_NAME(P)), TEXT_METADATA, "portfolio");
            value = pdf_dict_get(context, value, PDF_NAME(D));
        }
        if (pdf_is_string(context, value))
            pdf_emit_string(reader, value, TEXT_METADATA, "portfolio");
    }
}

void pdf_files_add(struct pdf_reader *reader, pdf_obj *specification)
{
    fz_context *context = reader->context;
    pdf_obj *embedded;

    if (pdf_is_array(context, specification)) {
        int count = pdf_array_len(context, specification);

        for (int index = 0; index < count && index < PDF_FILES_MAX && reader->status == STATUS_OK; index++) {
            pdf_obj *item = pdf_array_get(context, specification, index);

            if (pdf_is_dict(context, item))
                pdf_files_add(reader, item);
        }
        return;
    }
    if (!pdf_is_dict(context, specification) || !pdf_visit(reader, specification))
        return;
    pdf_emit_string(reader, pdf_dict_get(context, specification, PDF_NAME(Desc)), TEXT_NOTE, "attachment");
    read_columns(reader, pdf_dict_gets(context, specification, "CI"));
    embedded = pdf_dict_get(context, specification, PDF_NAME(EF));
    if (!pdf_is_dict(context, embedded)) {
        pdf_obj *name = pdf_dict_get(context, specification, PDF_NAME(UF));

        pdf_emit_string(reader, name != NULL ? name : pdf_dict_get(context, specification, PDF_NAME(F)), TEXT_LINK,
                        "link");
        return;
    }
    for (int index = 0; index < pdf_dict_len(context, embedded) && reader->status == STATUS_OK; index++) {
        pdf_obj *stream = pdf_dict_get_val(context, embedded, index);

        /* One file may be named for several systems. */
        if (pdf_visit(reader, stream))
            add(reader, stream, name_of(reader, specification, reader->files->count + 1));
    }
}

struct level {
    pdf_obj *kids;
    int next;
};

static void visit_names(struct pdf_reader *reader, pdf_obj *node,
                        void (*visit)(struct pdf_reader *reader, pdf_obj *value, void *context), void *context)
{
    pdf_obj *names = pdf_dict_get(reader->context, node, PDF_NAME(Names));
    int count;

    if (names == NULL)
        names = pdf_dict_get(reader->context, node, PDF_NAME(Nums));
    count = pdf_array_len(reader->context, names);

    for (int index = 1; index < count && index < PDF_NODES_MAX && reader->status == STATUS_OK; index += 2)
        visit(reader, pdf_array_get(reader->context, names, index), context);
}

void pdf_tree_walk(struct pdf_reader *reader, pdf_obj *tree,
                   void (*visit)(struct pdf_reader *reader, pdf_obj *value, void *context), void *context)
{
    struct level levels[PDF_DEPTH_MAX];
    int depth = 1;

    visit_names(reader, tree, visit, context);
    levels[0] = (struct level){ pdf_dict_get(reader->context, tree, PDF_NAME(Kids)), 0 };
    for (int count = 0; depth > 0 && count < PDF_NODES_MAX && reader->status == STATUS_OK; count++) {
        struct level *level = &levels[depth - 1];
        pdf_obj *node;

        if (level->next >= pdf_array_len(reader->context, level->kids)) {
            depth--;
            continue;
        }
        node = pdf_array_get(reader->context, level->kids, level->next++);
        if (!pdf_is_dict(reader->context, node) || !pdf_visit(reader, node))
            continue;
        visit_names(reader, node, visit, context);
        if (depth == PDF_DEPTH_MAX)
            pdf_gap(reader, STATUS_LIMIT_DEPTH, "names are nested too deeply");
        else
            levels[depth++] = (struct level){ pdf_dict_get(reader->context, node, PDF_NAME(Kids)), 0 };
    }
}

static void add_value(struct pdf_reader *reader, pdf_obj *value, void *context)
{
    (void)context;
    pdf_files_add(reader, value);
}

void pdf_files_add_tree(struct pdf_reader *reader, pdf_obj *tree)
{
    pdf_tree_walk(reader, tree, add_value, NULL);
}

void pdf_files_add_stream(struct pdf_reader *reader, pdf_obj *content, const char *name)
{
    if (pdf_is_stream(reader->context, content) || pdf_array_len(reader->context, content) > 0)
        add(reader, content, fz_strdup(reader->context, name));
}

/* ---- reading ---- */

struct load_job {
    const struct pdf_file *file;
    fz_buffer *content;
    uint64_t stored_size;
};

static void load_stream(struct pdf_reader *reader, struct load_job *job, pdf_obj *stream)
{
    fz_context *context = reader->context;
    fz_buffer *piece;

    if (!pdf_is_stream(context, stream))
        return;
    job->stored_size += (uint64_t)(pdf_dict_get_int(context, stream, PDF_NAME(Length)) & INT32_MAX);
    piece = pdf_load_stream(context, stream);
    if (job->content == NULL) {
        job->content = piece;
        return;
    }
    fz_append_buffer(context, job->content, piece);
    fz_drop_buffer(context, piece);
}

static void load(struct pdf_reader *reader, void *argument)
{
    fz_context *context = reader->context;
    struct load_job *job = argument;
    pdf_obj *content = job->file->content;
    int count = pdf_is_array(context, content) ? pdf_array_len(context, content) : 0;

    reader->damage_count = 0;
    if (count == 0)
        load_stream(reader, job, content);
    for (int index = 0; index < count && index < PDF_NODES_MAX; index++)
        load_stream(reader, job, pdf_array_get(context, content, index));
    if (job->content == NULL)
        fz_throw(context, FZ_ERROR_GENERIC, "no stream");
}

static void unload(struct pdf_reader *reader, void *argument)
{
    fz_drop_buffer(reader->context, argument);
}

static enum status hand_over(struct pdf_reader *reader, const struct part_hint *hint, const struct load_job *job)
{
    uint8_t *data = NULL;
    size_t size = fz_buffer_storage(reader->context, job->content, &data);
    enum status status;

    if (!pdf_history_is_new_file(reader, bytes_of(data, size)))
        return reader->status;
    status = extract_charge(reader->job, size, size, job->stored_size > 0 ? job->stored_size : size);
    if (status == STATUS_OK && reader->damage_count > 0
        && !pdf_gap(reader, STATUS_MALFORMED, "a file inside breaks off"))
        status = reader->status;
    if (status == STATUS_OK)
        return extract_child(reader->job, hint, bytes_of(data, size), NULL);
    return status_scope(status) == SCOPE_PART ? extract_child_unread(reader->job, hint, status, NULL) : status;
}

static enum status read_named(struct pdf_reader *reader, const struct pdf_file *file, const struct part_hint *hint)
{
    struct load_job job = { .file = file };
    enum status status = pdf_guard(reader, load, &job);

    if (status != STATUS_OK) {
        if (reader->status != STATUS_OK || status_scope(status) == SCOPE_SCAN)
            return status;
        return extract_child_unread(reader->job, hint, status, NULL);
    }
    status = hand_over(reader, hint, &job);
    if (pdf_guard(reader, unload, job.content) != STATUS_OK && status == STATUS_OK)
        status = STATUS_BUG;
    return status;
}

static enum status read_file(struct pdf_reader *reader, const struct pdf_file *file)
{
    struct buf name = BUF_INIT(SIZE_MAX / 4);
    enum status status = STATUS_NO_MEMORY;

    if (pdf_child_name(reader, file->name, &name))
        status = read_named(reader, file, &(struct part_hint){ .name = name.data });
    buf_free(&name);
    return status;
}

enum status pdf_files_read(struct pdf_reader *reader)
{
    const struct pdf_files *files = reader->files;
    enum status status = STATUS_OK;

    for (size_t index = 0; index < files->count && status == STATUS_OK; index++)
        status = read_file(reader, &files->items[index]);
    return status;
}

void pdf_files_free(struct pdf_files *files)
{
    /* What the items hold is MuPDF's memory, and goes with the document. */
    alloc_free(files->items);
}
