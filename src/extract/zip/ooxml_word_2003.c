/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/zip/ooxml_word_2003.h"

#include <string.h>

static void begin_aside(struct text_reader *reader, struct text_frame *frame)
{
    ooxml_text_defer(reader, frame);
    frame->is_aside = true;
}

enum status ooxml_word_2003_finish_aside(struct text_reader *reader, struct text_frame *frame)
{
    if (frame->is_aside)
        ooxml_text_end_deferring(reader, frame);
    return STATUS_OK;
}

/* Revisions, comments and bookmarks are one element, told apart by an attribute. */
enum status ooxml_word_2003_begin_annotation(struct text_reader *reader, const struct xml_element *element,
                                             struct text_frame *frame)
{
    enum status status = STATUS_OK;

    if (xml_attribute_is(element, "type", "Word.Bookmark.Start"))
        return ooxml_text_attribute(reader, element, frame, "name", TEXT_METADATA);
    if (xml_attribute_is(element, "type", "Word.Comment")) {
        frame->role = TEXT_NOTE;
        frame->section = "comments";
        begin_aside(reader, frame);
    }
    status = ooxml_text_author(reader, element, frame);
    frame->hidden |= xml_attribute_is(element, "type", "Word.Deletion");
    return status;
}

enum status ooxml_word_2003_begin_link(struct text_reader *reader, const struct xml_element *element,
                                       struct text_frame *frame)
{
    enum status status = ooxml_text_attribute(reader, element, frame, "dest", TEXT_LINK);

    return status == STATUS_OK ? ooxml_text_attribute(reader, element, frame, "screenTip", TEXT_ALT) : status;
}

/* The document itself: elsewhere the part has said what it is. */
static bool is_document(const struct text_reader *reader)
{
    return reader->entry->type->kind == OOXML_DOCUMENT;
}

enum status ooxml_word_2003_begin_margin(struct text_reader *reader, const struct xml_element *element,
                                         struct text_frame *frame)
{
    bool is_header = strcmp(element->name, "hdr") == 0;

    ooxml_text_join(reader, JOIN_BROKEN);
    if (is_document(reader)) {
        frame->role = is_header ? TEXT_HEADER : TEXT_FOOTER;
        frame->section = is_header ? "header" : "footer";
    }
    return STATUS_OK;
}

enum status ooxml_word_2003_begin_note(struct text_reader *reader, const struct xml_element *element,
                                       struct text_frame *frame)
{
    if (!is_document(reader))
        return STATUS_OK;
    frame->role = TEXT_NOTE;
    frame->section = strcmp(element->name, "footnote") == 0 ? "footnotes" : "endnotes";
    begin_aside(reader, frame);
    return STATUS_OK;
}

enum status ooxml_word_2003_begin_properties(struct text_reader *reader, const struct xml_element *element,
                                             struct text_frame *frame)
{
    (void)element;
    ooxml_text_join(reader, JOIN_BROKEN);
    frame->role = TEXT_METADATA;
    frame->section = "property";
    frame->values = frame->deep_text = true;
    return STATUS_OK;
}

/* ---- files inside ---- */

/* The last step of "wordml://01000001.jpg". */
static struct bytes file_name(const struct xml_element *element)
{
    const uint8_t *slash;
    struct bytes name;

    if (!xml_attribute(element, XML_SPACE_ANY, "name", &name) || name.size == 0)
        return bytes_of_text("binary");
    slash = memrchr(name.data, '/', name.size);
    return slash != NULL ? bytes_slice(name, (size_t)(slash + 1 - name.data), name.size) : name;
}

enum status ooxml_word_2003_begin_binary(struct text_reader *reader, const struct xml_element *element,
                                         struct text_frame *frame)
{
    if (reader->binary != NULL)
        return STATUS_OK;
    frame->binary = frame->is_aside = true;
    reader->base64 = (struct base64){ 0 };
    reader->binary_name = ooxml_keep(reader->ooxml, file_name(element));
    return reader->binary_name != NULL ? spool_create(&reader->binary) : STATUS_NO_MEMORY;
}

enum status ooxml_word_2003_binary(struct text_reader *reader, struct bytes digits)
{
    return base64_spool(reader->ooxml->package.job, &reader->base64, digits, reader->binary);
}

static enum status pass_on(struct text_reader *reader, enum status damage)
{
    struct extract_job *job = reader->ooxml->package.job;
    const struct part_hint hint = { .name = reader->binary_name };
    struct file_content *content;
    struct bytes bytes;
    enum status status = spool_finish(reader->binary, &bytes, &content);

    if (status == STATUS_OK && damage == STATUS_OK)
        status = extract_child(job, &hint, bytes, content);
    else if (status == STATUS_OK)
        status = extract_child_damaged(job, &hint, bytes, content, damage, NULL);
    spool_destroy(reader->binary);
    reader->binary = NULL;
    return status;
}

enum status ooxml_word_2003_finish_binary(struct text_reader *reader, struct text_frame *frame)
{
    return frame->is_aside && reader->binary != NULL ? pass_on(reader, STATUS_OK) : STATUS_OK;
}

enum status ooxml_word_2003_cut_binary(struct text_reader *reader)
{
    return reader->binary != NULL ? pass_on(reader, STATUS_MALFORMED) : STATUS_OK;
}
