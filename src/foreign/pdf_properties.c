/* SPDX-License-Identifier: Apache-2.0 */
#include "foreign/pdf_properties.h"

#include "extract/xml.h"
#include "foreign/pdf_files.h"
#include "foreign/pdf_notes.h"

enum { ITEMS_MAX = 10000 };

static pdf_obj *root_of(struct pdf_reader *reader)
{
    return pdf_dict_get(reader->context, pdf_trailer(reader->context, reader->document), PDF_NAME(Root));
}

/* The values of a dictionary, as far as they are strings. */
static void read_strings(struct pdf_reader *reader, pdf_obj *info)
{
    fz_context *context = reader->context;
    int count = pdf_dict_len(context, info);

    for (int index = 0; index < count && index < ITEMS_MAX && reader->status == STATUS_OK; index++) {
        pdf_obj *value = pdf_dict_get_val(context, info, index);

        if (pdf_is_string(context, value))
            pdf_emit_string(reader, value, TEXT_METADATA, "property");
    }
}

void pdf_info_read(struct pdf_reader *reader, void *argument)
{
    (void)argument;
    read_strings(reader, pdf_dict_get(reader->context, pdf_trailer(reader->context, reader->document), PDF_NAME(Info)));
}

/* ---- XMP ---- */

static enum status end_text(struct pdf_reader *reader)
{
    pdf_emit_text(reader, TEXT_METADATA, "metadata");
    buf_clear(&reader->text);
    return reader->status;
}

static enum status on_start(void *context, const struct xml_element *element)
{
    struct pdf_reader *reader = context;
    enum status status = end_text(reader);
    struct bytes value;

    for (int index = 0; status == STATUS_OK && xml_attribute_at(element, index, &value); index++) {
        buf_append(&reader->text, value.data, value.size);
        status = end_text(reader);
    }
    return status;
}

static enum status on_end(void *context, const struct xml_element *element)
{
    (void)element;
    return end_text(context);
}

static enum status on_text(void *context, const char *utf8, size_t size)
{
    struct pdf_reader *reader = context;

    buf_append(&reader->text, utf8, size);
    return buf_status(&reader->text);
}

void pdf_metadata_read(struct pdf_reader *reader, void *argument)
{
    static const struct xml_handler handler = { .start = on_start, .end = on_end, .text = on_text };
    static const struct xml_namespace namespaces[] = { { NULL, 0 } };
    pdf_obj *metadata = pdf_dict_get(reader->context, root_of(reader), PDF_NAME(Metadata));
    struct xml_parser *parser;
    fz_buffer *content;
    uint8_t *data;
    size_t size;
    enum status status;

    (void)argument;
    if (!pdf_is_stream(reader->context, metadata))
        return;
    content = pdf_load_stream(reader->context, metadata);
    size = fz_buffer_storage(reader->context, content, &data);
    buf_clear(&reader->text);
    if (!pdf_take(reader, xml_create(namespaces, &handler, reader, &parser)))
        return;
    status = xml_feed(parser, bytes_of(data, size));
    if (status == STATUS_OK)
        status = xml_finish(parser);
    xml_destroy(parser);
    fz_drop_buffer(reader->context, content);
    if (status == STATUS_MALFORMED)
        pdf_gap(reader, status, "the metadata are damaged");
    else
        pdf_take(reader, status);
}

/* ---- outline ---- */

void pdf_outline_read(struct pdf_reader *reader, void *argument)
{
    fz_context *context = reader->context;
    pdf_obj *levels[PDF_DEPTH_MAX];
    int depth = 1;

    (void)argument;
    levels[0] = pdf_dict_get(context, pdf_dict_get(context, root_of(reader), PDF_NAME(Outlines)), PDF_NAME(First));
    for (int count = 0; depth > 0 && count < PDF_NODES_MAX && reader->status == STATUS_OK; count++) {
        pdf_obj *item = levels[depth - 1];

        if (!pdf_is_dict(context, item) || !pdf_visit(reader, item)) {
            depth--;
            continue;
        }
        pdf_emit_string(reader, pdf_dict_get(context, item, PDF_NAME(Title)), TEXT_ALT, "outline");
        pdf_action_read(reader, pdf_dict_get(context, item, PDF_NAME(A)));
        levels[depth - 1] = pdf_dict_get(context, item, PDF_NAME(Next));
        if (depth < PDF_DEPTH_MAX)
            levels[depth++] = pdf_dict_get(context, item, PDF_NAME(First));
        else if (pdf_dict_get(context, item, PDF_NAME(First)) != NULL)
            pdf_gap(reader, STATUS_LIMIT_DEPTH, "the outline is nested too deeply");
    }
}

/* ---- the catalogue ---- */

static void read_script(struct pdf_reader *reader, pdf_obj *action, void *context)
{
    (void)context;
    pdf_action_read(reader, action);
}

static void read_layers(struct pdf_reader *reader, pdf_obj *groups)
{
    fz_context *context = reader->context;
    int count = pdf_array_len(context, groups);

    for (int index = 0; index < count && index < ITEMS_MAX && reader->status == STATUS_OK; index++)
        pdf_emit_string(reader, pdf_dict_get(context, pdf_array_get(context, groups, index), PDF_NAME(Name)),
                        TEXT_METADATA, "layers");
}

/* Articles, which say of themselves what a document says. */
static void read_threads(struct pdf_reader *reader, pdf_obj *threads)
{
    fz_context *context = reader->context;
    int count = pdf_array_len(context, threads);

    for (int index = 0; index < count && index < ITEMS_MAX && reader->status == STATUS_OK; index++) {
        pdf_obj *thread = pdf_array_get(context, threads, index);

        if (pdf_is_dict(context, thread) && pdf_visit(reader, thread))
            read_strings(reader, pdf_dict_get(context, thread, PDF_NAME(I)));
    }
}

static void read_label(struct pdf_reader *reader, pdf_obj *label, void *context)
{
    (void)context;
    pdf_emit_string(reader, pdf_dict_get(reader->context, label, PDF_NAME(P)), TEXT_ALT, "page label");
}

/* Columns that a portfolio shows of its files. */
static void read_columns(struct pdf_reader *reader, pdf_obj *columns)
{
    fz_context *context = reader->context;
    int count = pdf_dict_len(context, columns);

    for (int index = 0; index < count && index < ITEMS_MAX && reader->status == STATUS_OK; index++)
        pdf_emit_string(reader, pdf_dict_get(context, pdf_dict_get_val(context, columns, index), PDF_NAME(N)),
                        TEXT_METADATA, "portfolio");
}

void pdf_root_read(struct pdf_reader *reader, void *argument)
{
    fz_context *context = reader->context;
    pdf_obj *root = root_of(reader), *names = pdf_dict_get(context, root, PDF_NAME(Names));
    pdf_obj *events = pdf_dict_get(context, root, PDF_NAME(AA));
    int count = pdf_dict_len(context, events);

    (void)argument;
    pdf_action_read(reader, pdf_dict_gets(context, root, "OpenAction"));
    for (int index = 0; index < count && index < ITEMS_MAX; index++)
        pdf_action_read(reader, pdf_dict_get_val(context, events, index));
    pdf_tree_walk(reader, pdf_dict_get(context, names, PDF_NAME(JavaScript)), read_script, NULL);
    read_layers(reader, pdf_dict_getp(context, root, "OCProperties/OCGs"));
    pdf_emit_string(reader, pdf_dict_getp(context, root, "OCProperties/D/Name"), TEXT_METADATA, "layers");
    pdf_tree_walk(reader, pdf_dict_gets(context, root, "PageLabels"), read_label, NULL);
    read_threads(reader, pdf_dict_gets(context, root, "Threads"));
    read_columns(reader, pdf_dict_getp(context, root, "Collection/Schema"));
    pdf_files_add_tree(reader, pdf_dict_get(context, names, PDF_NAME(EmbeddedFiles)));
    pdf_files_add(reader, pdf_dict_gets(context, root, "AF"));
    pdf_files_add_stream(reader, pdf_dict_getp(context, root, "AcroForm/XFA"), "xfa.xml");
}
