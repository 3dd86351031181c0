/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/zip/odf_text.h"

#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "extract/zip/odf_table.h"

#define OASIS "urn:oasis:names:tc:opendocument:xmlns:"
#define SUN "http://openoffice.org/2000/" /* what OpenOffice.org 1 wrote, and OASIS began with */

const struct xml_namespace odf_namespaces[] = {
    { OASIS "office:1.0", ODF_OFFICE },
    { OASIS "text:1.0", ODF_TEXT },
    { OASIS "table:1.0", ODF_TABLE },
    { OASIS "drawing:1.0", ODF_DRAW },
    { OASIS "style:1.0", ODF_STYLE },
    { OASIS "presentation:1.0", ODF_PRESENTATION },
    { OASIS "meta:1.0", ODF_META },
    { OASIS "form:1.0", ODF_FORM },
    { OASIS "svg-compatible:1.0", ODF_SVG },
    { OASIS "script:1.0", ODF_SCRIPT },
    { OASIS "chart:1.0", ODF_CHART },
    { "http://purl.org/dc/elements/1.1/", ODF_DC },
    { SUN "office", ODF_OFFICE },
    { SUN "text", ODF_TEXT },
    { SUN "table", ODF_TABLE },
    { SUN "drawing", ODF_DRAW },
    { SUN "style", ODF_STYLE },
    { SUN "presentation", ODF_PRESENTATION },
    { SUN "meta", ODF_META },
    { SUN "form", ODF_FORM },
    { SUN "script", ODF_SCRIPT },
    { SUN "chart", ODF_CHART },
    { "http://www.w3.org/2000/svg", ODF_SVG },
    { "http://www.w3.org/1998/Math/MathML", ODF_MATH },
    { NULL, 0 },
};

static bool attribute(const struct xml_element *element, const char *name, struct bytes *value)
{
    return xml_attribute(element, XML_SPACE_ANY, name, value);
}

static struct text_run run_of(struct odf_reader *reader, const struct odf_frame *frame)
{
    bool hidden = frame->hidden || (frame->white && !frame->background);
    struct text_run run = { .role = hidden ? TEXT_HIDDEN : frame->role,
                            .section = frame->section,
                            .place = reader->place };

    if (run.section == NULL)
        run.section = reader->place_section;
    if (reader->table_depth > 0)
        run.cell = odf_table_innermost(reader)->cell;
    if (run.cell.row == 0 || run.cell.column == 0)
        run.cell = (struct cell){ 0, 0, 0 };
    return run;
}

static enum status emit(struct odf_reader *reader, struct odf_frame *frame, struct bytes text)
{
    struct text_run run = run_of(reader, frame);

    if (frame->apart) {
        run.join = frame->begun ? JOIN_GLUED : JOIN_BROKEN;
        frame->begun = true;
        return flow_apart(&reader->flow, &run, text);
    }
    return flow_text(&reader->flow, &run, text);
}

enum status odf_emit_apart(struct odf_reader *reader, const struct odf_frame *frame, enum text_role role,
                           struct bytes text)
{
    struct text_run run = run_of(reader, frame);

    run.join = JOIN_BROKEN;
    if (run.role != TEXT_HIDDEN || role == TEXT_LINK)
        run.role = role;
    return flow_apart(&reader->flow, &run, text);
}

static enum status emit_attribute(struct odf_reader *reader, const struct xml_element *element,
                                  const struct odf_frame *frame, const char *name, enum text_role role)
{
    struct bytes value;

    return attribute(element, name, &value) ? odf_emit_apart(reader, frame, role, value) : STATUS_OK;
}

/* ---- words in attributes ---- */

/* Which of a value are words. */
enum said_as {
    SAID,        /* all */
    SAID_NAME,   /* what a person has called something, and no program */
    SAID_QUOTED, /* a formula, for what it says in quotes */
};

static const struct {
    unsigned space;
    const char *element, *attribute;
    enum text_role role;
    enum said_as as;
} said[] = {
    { ODF_TEXT, "alphabetical-index-mark", "string-value", TEXT_ALT, SAID },
    { ODF_TEXT, "alphabetical-index-mark", "key1", TEXT_ALT, SAID },
    { ODF_TEXT, "alphabetical-index-mark", "key2", TEXT_ALT, SAID },
    { ODF_TEXT, "alphabetical-index-mark-start", "key1", TEXT_ALT, SAID },
    { ODF_TEXT, "alphabetical-index-mark-start", "key2", TEXT_ALT, SAID },
    { ODF_TEXT, "bookmark", "name", TEXT_METADATA, SAID_NAME },
    { ODF_TEXT, "bookmark-start", "name", TEXT_METADATA, SAID_NAME },
    { ODF_TEXT, "drop-down", "name", TEXT_METADATA, SAID_NAME },
    { ODF_TEXT, "drop-down", "help", TEXT_ALT, SAID },
    { ODF_TEXT, "drop-down", "hint", TEXT_ALT, SAID },
    { ODF_TEXT, "label", "value", TEXT_ALT, SAID },
    { ODF_TEXT, "placeholder", "description", TEXT_ALT, SAID },
    { ODF_TEXT, "section", "name", TEXT_METADATA, SAID_NAME },
    { ODF_TEXT, "text-input", "description", TEXT_ALT, SAID },
    { ODF_TEXT, "toc-mark", "string-value", TEXT_ALT, SAID },
    { ODF_TEXT, "user-field-decl", "name", TEXT_METADATA, SAID_NAME },
    { ODF_TEXT, "user-index-mark", "string-value", TEXT_ALT, SAID },
    { ODF_TABLE, "content-validation", "condition", TEXT_HIDDEN, SAID_QUOTED },
    { ODF_TABLE, "data-pilot-field", "source-field-name", TEXT_METADATA, SAID },
    { ODF_TABLE, "data-pilot-member", "name", TEXT_HIDDEN, SAID },
    { ODF_TABLE, "data-pilot-table", "name", TEXT_METADATA, SAID_NAME },
    { ODF_TABLE, "database-range", "name", TEXT_METADATA, SAID_NAME },
    { ODF_TABLE, "filter-condition", "value", TEXT_METADATA, SAID },
    { ODF_TABLE, "filter-set-item", "value", TEXT_METADATA, SAID },
    { ODF_TABLE, "named-expression", "name", TEXT_METADATA, SAID_NAME },
    { ODF_TABLE, "named-expression", "expression", TEXT_HIDDEN, SAID_QUOTED },
    { ODF_TABLE, "named-range", "name", TEXT_METADATA, SAID_NAME },
    { ODF_TABLE, "scenario", "comment", TEXT_METADATA, SAID },
};

/* "__RefHeading___Toc1", "Frame1", "__Anonymous_Sheet_DB__0": programs name things with underscores and numbers. */
static bool is_machine_made(struct bytes name)
{
    for (size_t index = 0; index < name.size; index++)
        if (name.data[index] >= 0x80)
            return false;
    return name.size == 0 || name.data[0] == '_'
           || (name.data[name.size - 1] >= '0' && name.data[name.size - 1] <= '9');
}

static bool is_said(struct bytes value, enum said_as as)
{
    if (as == SAID_NAME)
        return !is_machine_made(value);
    return value.size > 0 && (as == SAID || memchr(value.data, '"', value.size) != NULL);
}

static enum status emit_said(struct odf_reader *reader, const struct xml_element *element, const struct odf_frame *frame)
{
    struct bytes value;
    enum status status = STATUS_OK;

    for (size_t index = 0; index < sizeof said / sizeof *said && status == STATUS_OK; index++)
        if (said[index].space == element->space && strcmp(said[index].element, element->name) == 0
            && attribute(element, said[index].attribute, &value) && is_said(value, said[index].as))
            status = odf_emit_apart(reader, frame, said[index].role, value);
    return status;
}

static bool parent_begins_with(const struct odf_reader *reader, odf_begin *begin)
{
    return reader->frames[reader->depth - 1].meaning->begin == begin;
}

/* OpenOffice.org 1 has attributes where OpenDocument has elements. Who wrote what is hidden is not. */
static enum status emit_property(struct odf_reader *reader, const struct xml_element *element,
                                 const struct odf_frame *frame, const char *name)
{
    struct odf_frame shown = *frame;

    shown.hidden = false;
    if (shown.section == NULL)
        shown.section = "property";
    return emit_attribute(reader, element, &shown, name, TEXT_METADATA);
}

/* ---- styles ---- */

void odf_style_apply(struct odf_reader *reader, const struct xml_element *element, struct odf_frame *frame,
                     const char *family)
{
    struct bytes name;
    unsigned flags;

    if (!attribute(element, "style-name", &name))
        return;
    flags = odf_style_flags(reader->styles, family, name);
    frame->hidden |= (flags & (ODF_STYLE_HIDDEN | ODF_STYLE_TINY)) != 0;
    if ((flags & ODF_STYLE_WHITE) != 0)
        frame->white = true;
    else if ((flags & ODF_STYLE_COLORED) != 0)
        frame->white = false;
    frame->background |= (flags & ODF_STYLE_BACKGROUND) != 0;
}

static enum status begin_style(struct odf_reader *reader, const struct xml_element *element, struct odf_frame *frame)
{
    (void)frame;
    return odf_style_add(reader->styles, reader->job->arena, element);
}

static enum status begin_properties(struct odf_reader *reader, const struct xml_element *element,
                                    struct odf_frame *frame)
{
    (void)frame;
    odf_style_properties(reader->styles, element);
    return STATUS_OK;
}

/* OpenOffice.org 1 has one element for the properties of all families, and gives it to page layouts and numbers too. */
static enum status begin_any_properties(struct odf_reader *reader, const struct xml_element *element,
                                        struct odf_frame *frame)
{
    return parent_begins_with(reader, begin_style) ? begin_properties(reader, element, frame) : STATUS_OK;
}

/* ---- paragraphs ---- */

static enum status begin_paragraph(struct odf_reader *reader, const struct xml_element *element,
                                   struct odf_frame *frame)
{
    odf_style_apply(reader, element, frame, "paragraph");
    frame->text = frame->paragraph = true;
    /* A cell's lines are one value. */
    flow_join(&reader->flow, JOIN_BROKEN);
    return STATUS_OK;
}

static enum status finish_paragraph(struct odf_reader *reader, struct odf_frame *frame)
{
    (void)frame;
    return flow_paragraph(&reader->flow);
}

static enum status begin_span(struct odf_reader *reader, const struct xml_element *element, struct odf_frame *frame)
{
    odf_style_apply(reader, element, frame, "text");
    frame->text = true;
    return STATUS_OK;
}

static enum status begin_blanks(struct odf_reader *reader, const struct xml_element *element, struct odf_frame *frame)
{
    static const char blanks[BLANKS_MAX + 1] = "                ";
    uint32_t count = xml_attribute_number(element, "c", 1);

    return emit(reader, frame, bytes_of(blanks, count < BLANKS_MAX ? count : BLANKS_MAX));
}

static enum status begin_tab(struct odf_reader *reader, const struct xml_element *element, struct odf_frame *frame)
{
    (void)element;
    (void)frame;
    flow_join(&reader->flow, JOIN_SPACED);
    return STATUS_OK;
}

/* Inside a cell a line ends for want of room. */
static enum status begin_line(struct odf_reader *reader, const struct xml_element *element, struct odf_frame *frame)
{
    (void)element;
    (void)frame;
    flow_join(&reader->flow, reader->table_depth > 0 ? JOIN_SPACED : JOIN_BROKEN);
    return STATUS_OK;
}

static enum status begin_inline(struct odf_reader *reader, const struct xml_element *element, struct odf_frame *frame)
{
    (void)reader;
    frame->text = frame->paragraph;
    frame->hidden |= xml_attribute_is(element, "display", "none");
    return STATUS_OK;
}

static enum status begin_said(struct odf_reader *reader, const struct xml_element *element, struct odf_frame *frame)
{
    enum status status = emit_said(reader, element, frame);

    if (element->space != ODF_TEXT)
        return status;
    return status == STATUS_OK ? begin_inline(reader, element, frame) : status;
}

static enum status begin_skipped(struct odf_reader *reader, const struct xml_element *element, struct odf_frame *frame)
{
    (void)reader;
    (void)element;
    frame->skipped = true;
    return STATUS_OK;
}

static enum status begin_link(struct odf_reader *reader, const struct xml_element *element, struct odf_frame *frame)
{
    enum status status = emit_attribute(reader, element, frame, "href", TEXT_LINK);

    frame->text = frame->paragraph;
    return status == STATUS_OK ? emit_attribute(reader, element, frame, "title", TEXT_ALT) : status;
}

static enum status begin_outside(struct odf_reader *reader, const struct xml_element *element, struct odf_frame *frame)
{
    struct bytes target;

    if (!attribute(element, "href", &target) || target.size == 0 || memmem(target.data, target.size, ":/", 2) == NULL)
        return STATUS_OK;
    return odf_emit_apart(reader, frame, TEXT_LINK, target);
}

/* ---- asides ---- */

static void aside(struct odf_reader *reader, struct odf_frame *frame)
{
    flow_aside_begin(&reader->flow);
    frame->is_aside = true;
}

static enum status finish_aside(struct odf_reader *reader, struct odf_frame *frame)
{
    if (!frame->is_aside)
        return STATUS_OK;
    flow_aside_end(&reader->flow);
    return frame->paragraph ? STATUS_OK : flow_paragraph(&reader->flow);
}

static enum status begin_note(struct odf_reader *reader, const struct xml_element *element, struct odf_frame *frame)
{
    frame->role = TEXT_NOTE;
    frame->section =
        xml_attribute_is(element, "note-class", "endnote") || element->name[0] == 'e' ? "endnotes" : "footnotes";
    aside(reader, frame);
    return STATUS_OK;
}

static enum status begin_comment(struct odf_reader *reader, const struct xml_element *element, struct odf_frame *frame)
{
    frame->role = TEXT_NOTE;
    frame->section = "comments";
    frame->white = false;
    aside(reader, frame);
    return emit_property(reader, element, frame, "author");
}

static enum status begin_change(struct odf_reader *reader, const struct xml_element *element, struct odf_frame *frame)
{
    return emit_property(reader, element, frame, "chg-author");
}

static enum status begin_hidden(struct odf_reader *reader, const struct xml_element *element, struct odf_frame *frame)
{
    (void)reader;
    (void)element;
    frame->hidden = true;
    return STATUS_OK;
}

static enum status begin_section(struct odf_reader *reader, const struct xml_element *element, struct odf_frame *frame)
{
    struct bytes display;

    frame->hidden |= attribute(element, "display", &display) && !bytes_equal(display, bytes_of_text("true"));
    return emit_said(reader, element, frame);
}

/* A field that shows nothing, or one of several texts. */
static enum status begin_hidden_value(struct odf_reader *reader, const struct xml_element *element,
                                      struct odf_frame *frame)
{
    static const char *const names[] = { "string-value", "string-value-if-true", "string-value-if-false" };
    enum status status = STATUS_OK;

    for (size_t index = 0; index < sizeof names / sizeof *names && status == STATUS_OK; index++)
        status = emit_attribute(reader, element, frame, names[index], TEXT_HIDDEN);
    frame->text = frame->paragraph;
    return status == STATUS_OK ? emit_said(reader, element, frame) : status;
}

/* A field that hides the paragraph around it. */
static enum status begin_hidden_paragraph(struct odf_reader *reader, const struct xml_element *element,
                                          struct odf_frame *frame)
{
    (void)frame;
    if (xml_attribute_is(element, "is-hidden", "true") && reader->depth > 0)
        reader->frames[reader->depth - 1].hidden = true;
    return STATUS_OK;
}

/* ---- drawings ---- */

static enum status begin_shape(struct odf_reader *reader, const struct xml_element *element, struct odf_frame *frame)
{
    struct bytes kind;

    if (frame->is_aside)
        return STATUS_OK;
    if (frame->role == TEXT_BODY && reader->place.unit == PLACE_NONE)
        frame->section = "textbox";
    if (attribute(element, "class", &kind) && frame->role == TEXT_BODY) {
        if (bytes_equal(kind, bytes_of_text("title")))
            frame->role = TEXT_TITLE;
        else if (bytes_equal(kind, bytes_of_text("footer")))
            frame->role = TEXT_FOOTER;
        else if (bytes_equal(kind, bytes_of_text("header")))
            frame->role = TEXT_HEADER;
    }
    /* What fills shapes is not followed, so white text may be seen. */
    frame->background = true;
    aside(reader, frame);
    return STATUS_OK;
}

/* In OpenDocument a frame is around it. */
static enum status begin_text_box(struct odf_reader *reader, const struct xml_element *element,
                                  struct odf_frame *frame)
{
    return parent_begins_with(reader, begin_shape) ? STATUS_OK : begin_shape(reader, element, frame);
}

static enum status begin_alternative(struct odf_reader *reader, const struct xml_element *element,
                                     struct odf_frame *frame)
{
    (void)reader;
    (void)element;
    frame->role = TEXT_ALT;
    frame->text = frame->apart = true;
    return STATUS_OK;
}

enum status odf_place_begin(struct odf_reader *reader, enum place_unit unit, uint32_t number, struct bytes name)
{
    char section[SECTION_SIZE_MAX];

    if (unit == PLACE_SHEET)
        snprintf(section, sizeof section, "sheet %.*s", (int)(name.size < 400 ? name.size : 0),
                 (const char *)name.data);
    else
        snprintf(section, sizeof section, "%s %u", unit == PLACE_PAGE ? "page" : "slide", number);
    reader->place = (struct place){ unit, number };
    reader->place_section = arena_text(reader->job->arena, section, strlen(section));
    return reader->place_section != NULL ? STATUS_OK : STATUS_NO_MEMORY;
}

void odf_place_end(struct odf_reader *reader)
{
    reader->place = (struct place){ PLACE_NONE, 0 };
    reader->place_section = NULL;
}

static enum status begin_page(struct odf_reader *reader, const struct xml_element *element, struct odf_frame *frame)
{
    if (frame->role != TEXT_BODY)
        return STATUS_OK;
    odf_style_apply(reader, element, frame, "drawing-page");
    reader->page_count++;
    return odf_place_begin(reader, reader->is_drawing ? PLACE_PAGE : PLACE_SLIDE, reader->page_count, bytes_of("", 0));
}

static enum status finish_page(struct odf_reader *reader, struct odf_frame *frame)
{
    if (frame->role == TEXT_BODY)
        odf_place_end(reader);
    return flow_paragraph(&reader->flow);
}

static enum status begin_speaker_notes(struct odf_reader *reader, const struct xml_element *element,
                                       struct odf_frame *frame)
{
    (void)reader;
    (void)element;
    frame->role = frame->role == TEXT_BODY ? TEXT_NOTE : frame->role;
    frame->section = "notes";
    return STATUS_OK;
}

/* ---- headers, footers, masters ---- */

static enum status begin_header(struct odf_reader *reader, const struct xml_element *element, struct odf_frame *frame)
{
    (void)reader;
    frame->role = element->name[0] == 'h' ? TEXT_HEADER : TEXT_FOOTER;
    frame->section = element->name[0] == 'h' ? "header" : "footer";
    frame->hidden |= xml_attribute_is(element, "display", "false");
    return STATUS_OK;
}

static enum status begin_header_text(struct odf_reader *reader, const struct xml_element *element,
                                     struct odf_frame *frame)
{
    flow_join(&reader->flow, JOIN_BROKEN);
    frame->text = true;
    return begin_header(reader, element, frame);
}

static enum status begin_masters(struct odf_reader *reader, const struct xml_element *element, struct odf_frame *frame)
{
    (void)reader;
    (void)element;
    frame->skipped = false;
    frame->role = TEXT_HEADER;
    frame->section = "master";
    return STATUS_OK;
}

/* ---- properties, forms, other places ---- */

static enum status begin_property(struct odf_reader *reader, const struct xml_element *element, struct odf_frame *frame)
{
    frame->role = TEXT_METADATA;
    frame->hidden = false;
    if (frame->section == NULL)
        frame->section = "property";
    frame->text = frame->apart = true;
    return strcmp(element->name, "user-defined") == 0 ? emit_attribute(reader, element, frame, "name", TEXT_METADATA)
                                                      : STATUS_OK;
}

static enum status begin_properties_part(struct odf_reader *reader, const struct xml_element *element,
                                         struct odf_frame *frame)
{
    (void)reader;
    (void)element;
    frame->skipped = false;
    return STATUS_OK;
}

static enum status begin_body(struct odf_reader *reader, const struct xml_element *element, struct odf_frame *frame)
{
    (void)reader;
    (void)element;
    frame->skipped = false;
    return STATUS_OK;
}

static enum status begin_spreadsheet(struct odf_reader *reader, const struct xml_element *element,
                                     struct odf_frame *frame)
{
    (void)frame;
    reader->is_spreadsheet = element->name[0] == 's';
    reader->is_drawing = element->name[0] == 'd';
    return STATUS_OK;
}

/* OpenOffice.org 1 says at the root what OpenDocument has an element in the body for. */
static enum status begin_root(struct odf_reader *reader, const struct xml_element *element, struct odf_frame *frame)
{
    (void)frame;
    reader->is_spreadsheet = xml_attribute_is(element, "class", "spreadsheet");
    reader->is_drawing = xml_attribute_is(element, "class", "drawing");
    return STATUS_OK;
}

static enum status begin_control(struct odf_reader *reader, const struct xml_element *element, struct odf_frame *frame)
{
    static const char *const names[] = { "label", "value", "current-value", "title", "string-value" };
    enum text_role role = strcmp(element->name, "hidden") == 0 ? TEXT_HIDDEN : TEXT_ALT;
    enum status status = STATUS_OK;

    for (size_t index = 0; index < sizeof names / sizeof *names && status == STATUS_OK; index++)
        status = emit_attribute(reader, element, frame, names[index], role);
    return status;
}

static enum status begin_message(struct odf_reader *reader, const struct xml_element *element, struct odf_frame *frame)
{
    frame->role = TEXT_ALT;
    frame->apart = true;
    return emit_attribute(reader, element, frame, "title", TEXT_ALT);
}

static enum status begin_script(struct odf_reader *reader, const struct xml_element *element, struct odf_frame *frame)
{
    (void)reader;
    (void)element;
    frame->skipped = false;
    frame->role = TEXT_SCRIPT;
    frame->text = frame->apart = true;
    return STATUS_OK;
}

/* A formula's signs are text; what they were typed as stands beside them. */
static enum status begin_formula(struct odf_reader *reader, const struct xml_element *element, struct odf_frame *frame)
{
    (void)reader;
    frame->skipped = false;
    frame->text = true;
    frame->hidden |= strcmp(element->name, "annotation") == 0;
    return STATUS_OK;
}

/* ---- files inside one XML file ---- */

static enum status begin_binary(struct odf_reader *reader, const struct xml_element *element, struct odf_frame *frame)
{
    (void)element;
    frame->text = true;
    if (reader->binary != NULL)
        return STATUS_OK;
    reader->base64 = (struct base64){ 0 };
    return spool_create(&reader->binary);
}

static enum status finish_binary(struct odf_reader *reader, struct odf_frame *frame)
{
    struct bytes bytes;
    struct file_content *content;
    char name[32];
    enum status status;

    (void)frame;
    if (reader->binary == NULL)
        return STATUS_OK;
    snprintf(name, sizeof name, "binary %u", ++reader->binary_count);
    status = spool_finish(reader->binary, &bytes, &content);
    if (status == STATUS_OK && bytes.size > 0)
        status = extract_child(reader->job, &(struct part_hint){ .name = name }, bytes, content);
    spool_destroy(reader->binary);
    reader->binary = NULL;
    return status;
}

static const struct odf_meaning meanings[] = {
    { ODF_TEXT, "p", begin_paragraph, finish_paragraph },
    { ODF_TEXT, "span", begin_span, NULL },
    { ODF_TEXT, "h", begin_paragraph, finish_paragraph },
    { ODF_TABLE, "table-cell", odf_table_cell_begin, odf_table_cell_finish },
    { ODF_TABLE, "table-row", odf_table_row_begin, NULL },
    { ODF_TABLE, "covered-table-cell", odf_table_cell_begin, odf_table_cell_finish },
    { ODF_TEXT, "s", begin_blanks, NULL },
    { ODF_TEXT, "tab", begin_tab, NULL },
    { ODF_TEXT, "tab-stop", begin_tab, NULL },
    { ODF_TEXT, "line-break", begin_line, NULL },
    { ODF_TEXT, "a", begin_link, NULL },
    { ODF_DRAW, "a", begin_link, NULL },
    { ODF_TEXT, "note", begin_note, finish_aside },
    { ODF_TEXT, "note-citation", begin_skipped, NULL },
    { ODF_TEXT, "footnote", begin_note, finish_aside },
    { ODF_TEXT, "footnote-citation", begin_skipped, NULL },
    { ODF_TEXT, "endnote", begin_note, finish_aside },
    { ODF_TEXT, "endnote-citation", begin_skipped, NULL },
    { ODF_TEXT, "bibliography-mark", begin_inline, NULL },
    { ODF_OFFICE, "annotation", begin_comment, finish_aside },
    { ODF_OFFICE, "change-info", begin_change, NULL },
    { ODF_TEXT, "deletion", begin_hidden, NULL },
    { ODF_TABLE, "tracked-changes", begin_hidden, NULL },
    { ODF_TEXT, "section", begin_section, NULL },
    { ODF_TEXT, "section-source", begin_outside, NULL },
    { ODF_TEXT, "hidden-text", begin_hidden_value, NULL },
    { ODF_TEXT, "conditional-text", begin_hidden_value, NULL },
    { ODF_TEXT, "hidden-paragraph", begin_hidden_paragraph, NULL },
    { ODF_TEXT, "user-field-decl", begin_hidden_value, NULL },
    { ODF_TEXT, "alphabetical-index-mark", begin_said, NULL },
    { ODF_TEXT, "alphabetical-index-mark-start", begin_said, NULL },
    { ODF_TEXT, "bookmark", begin_said, NULL },
    { ODF_TEXT, "bookmark-start", begin_said, NULL },
    { ODF_TEXT, "drop-down", begin_said, NULL },
    { ODF_TEXT, "label", begin_said, NULL },
    { ODF_TEXT, "placeholder", begin_said, NULL },
    { ODF_TEXT, "text-input", begin_said, NULL },
    { ODF_TEXT, "toc-mark", begin_said, NULL },
    { ODF_TEXT, "user-index-mark", begin_said, NULL },
    { ODF_TEXT, "ruby-text", begin_alternative, NULL },
    { ODF_TEXT, "table-of-content-source", begin_skipped, NULL },
    { ODF_TEXT, "script", begin_script, NULL },
    { ODF_DRAW, "frame", begin_shape, finish_aside },
    { ODF_DRAW, "text-box", begin_text_box, finish_aside },
    { ODF_DRAW, "custom-shape", begin_shape, finish_aside },
    { ODF_DRAW, "rect", begin_shape, finish_aside },
    { ODF_DRAW, "ellipse", begin_shape, finish_aside },
    { ODF_DRAW, "circle", begin_shape, finish_aside },
    { ODF_DRAW, "line", begin_shape, finish_aside },
    { ODF_DRAW, "path", begin_shape, finish_aside },
    { ODF_DRAW, "polygon", begin_shape, finish_aside },
    { ODF_DRAW, "polyline", begin_shape, finish_aside },
    { ODF_DRAW, "connector", begin_shape, finish_aside },
    { ODF_DRAW, "caption", begin_shape, finish_aside },
    { ODF_DRAW, "measure", begin_shape, finish_aside },
    { ODF_DRAW, "regular-polygon", begin_shape, finish_aside },
    { ODF_DRAW, "page", begin_page, finish_page },
    { ODF_DRAW, "image", begin_outside, NULL },
    { ODF_DRAW, "object", begin_outside, NULL },
    { ODF_DRAW, "object-ole", begin_outside, NULL },
    { ODF_DRAW, "plugin", begin_outside, NULL },
    { ODF_DRAW, "area-rectangle", begin_outside, NULL },
    { ODF_SVG, "title", begin_alternative, NULL },
    { ODF_SVG, "desc", begin_alternative, NULL },
    { ODF_PRESENTATION, "notes", begin_speaker_notes, NULL },
    { ODF_PRESENTATION, "header-decl", begin_header_text, NULL },
    { ODF_PRESENTATION, "footer-decl", begin_header_text, NULL },
    { ODF_PRESENTATION, "event-listener", begin_outside, NULL },
    { ODF_STYLE, "style", begin_style, NULL },
    { ODF_STYLE, "properties", begin_any_properties, NULL },
    { ODF_STYLE, "text-properties", begin_properties, NULL },
    { ODF_STYLE, "paragraph-properties", begin_properties, NULL },
    { ODF_STYLE, "table-properties", begin_properties, NULL },
    { ODF_STYLE, "table-cell-properties", begin_properties, NULL },
    { ODF_STYLE, "drawing-page-properties", begin_properties, NULL },
    { ODF_STYLE, "header", begin_header, NULL },
    { ODF_STYLE, "header-left", begin_header, NULL },
    { ODF_STYLE, "header-first", begin_header, NULL },
    { ODF_STYLE, "footer", begin_header, NULL },
    { ODF_STYLE, "footer-left", begin_header, NULL },
    { ODF_STYLE, "footer-first", begin_header, NULL },
    { ODF_TABLE, "table", odf_table_begin, odf_table_finish },
    { ODF_TABLE, "sub-table", odf_table_begin, odf_table_finish },
    { ODF_TABLE, "table-column", odf_table_column_begin, NULL },
    { ODF_TABLE, "cell-range-source", begin_outside, NULL },
    { ODF_TABLE, "table-source", begin_outside, NULL },
    { ODF_TABLE, "title", begin_alternative, NULL },
    { ODF_TABLE, "desc", begin_alternative, NULL },
    { ODF_TABLE, "content-validation", begin_said, NULL },
    { ODF_TABLE, "data-pilot-field", begin_said, NULL },
    { ODF_TABLE, "data-pilot-member", begin_said, NULL },
    { ODF_TABLE, "data-pilot-table", begin_said, NULL },
    { ODF_TABLE, "database-range", begin_said, NULL },
    { ODF_TABLE, "filter-condition", begin_said, NULL },
    { ODF_TABLE, "filter-set-item", begin_said, NULL },
    { ODF_TABLE, "named-expression", begin_said, NULL },
    { ODF_TABLE, "named-range", begin_said, NULL },
    { ODF_TABLE, "scenario", begin_said, NULL },
    { ODF_TABLE, "help-message", begin_message, NULL },
    { ODF_TABLE, "error-message", begin_message, NULL },
    { ODF_OFFICE, "document-content", begin_root, NULL },
    { ODF_OFFICE, "document", begin_root, NULL },
    { ODF_OFFICE, "body", begin_body, NULL },
    { ODF_OFFICE, "spreadsheet", begin_spreadsheet, NULL },
    { ODF_OFFICE, "drawing", begin_spreadsheet, NULL },
    { ODF_OFFICE, "text", begin_spreadsheet, NULL },
    { ODF_OFFICE, "presentation", begin_spreadsheet, NULL },
    { ODF_OFFICE, "chart", begin_spreadsheet, NULL },
    { ODF_OFFICE, "meta", begin_properties_part, NULL },
    { ODF_OFFICE, "master-styles", begin_masters, NULL },
    { ODF_OFFICE, "script", begin_script, NULL },
    { ODF_OFFICE, "binary-data", begin_binary, finish_binary },
};

static const struct odf_meaning any_property = { 0, "", begin_property, NULL };
static const struct odf_meaning any_control = { 0, "", begin_control, NULL };
static const struct odf_meaning any_formula = { 0, "", begin_formula, NULL };
static const struct odf_meaning any_inline = { 0, "", begin_inline, NULL };
static const struct odf_meaning nothing = { 0, "", NULL, NULL };

static const struct odf_meaning *meaning_of(const struct xml_element *element)
{
    for (size_t index = 0; index < sizeof meanings / sizeof *meanings; index++)
        if (meanings[index].space == element->space && strcmp(meanings[index].name, element->name) == 0)
            return &meanings[index];
    switch (element->space) {
    case ODF_META:
    case ODF_DC:
        return &any_property;
    case ODF_FORM:
        return &any_control;
    case ODF_MATH:
        return &any_formula;
    case ODF_TEXT: /* fields, marks, references */
        return &any_inline;
    default:
        return &nothing;
    }
}

static enum status on_start(void *context, const struct xml_element *element)
{
    struct odf_reader *reader = context;
    struct odf_frame *outer = &reader->frames[reader->depth], *frame = &reader->frames[++reader->depth];

    *frame = *outer;
    frame->text = frame->is_aside = frame->begun = false;
    frame->meaning = meaning_of(element);
    return frame->meaning->begin != NULL ? frame->meaning->begin(reader, element, frame) : STATUS_OK;
}

static enum status on_end(void *context, const struct xml_element *element)
{
    struct odf_reader *reader = context;
    struct odf_frame *frame = &reader->frames[reader->depth];
    enum status status = STATUS_OK;

    (void)element;
    if (frame->meaning->finish != NULL)
        status = frame->meaning->finish(reader, frame);
    reader->depth--;
    return status;
}

static enum status binary_take(struct odf_reader *reader, const char *utf8, size_t size)
{
    return base64_spool(reader->job, &reader->base64, bytes_of(utf8, size), reader->binary);
}

static enum status on_text(void *context, const char *utf8, size_t size)
{
    struct odf_reader *reader = context;
    struct odf_frame *frame = &reader->frames[reader->depth];

    if (!frame->text)
        return STATUS_OK;
    if (reader->binary != NULL)
        return binary_take(reader, utf8, size);
    if (frame->skipped)
        return STATUS_OK;
    odf_table_text_note(reader, utf8, size);
    return emit(reader, frame, bytes_of(utf8, size));
}

const struct xml_handler odf_handler = { on_start, on_end, on_text };

struct odf_reader *odf_reader_create(struct extract_job *job, struct odf_styles *styles)
{
    struct odf_reader *reader = alloc_zeroed(1, sizeof *reader);

    if (reader == NULL)
        return NULL;
    reader->job = job;
    reader->styles = styles;
    reader->string = (struct buf)BUF_INIT(STRING_SIZE_MAX);
    reader->frames[0] = (struct odf_frame){ .meaning = &nothing, .role = TEXT_BODY, .skipped = true };
    flow_init(&reader->flow, job);
    return reader;
}

enum status odf_reader_finish(struct odf_reader *reader)
{
    enum status status;

    while (reader->flow.level > 0)
        flow_aside_end(&reader->flow);
    status = flow_paragraph(&reader->flow);
    return status == STATUS_OK && reader->binary != NULL ? finish_binary(reader, NULL) : status;
}

void odf_reader_destroy(struct odf_reader *reader)
{
    if (reader == NULL)
        return;
    flow_free(&reader->flow);
    buf_free(&reader->string);
    spool_destroy(reader->binary);
    alloc_free(reader);
}
