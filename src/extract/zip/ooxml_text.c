/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/zip/ooxml_text.h"

#include <stdlib.h>
#include <string.h>

#include "extract/field_code.h"
#include "extract/zip/ooxml_look.h"
#include "extract/zip/ooxml_number.h"
#include "extract/zip/ooxml_text_reader.h"
#include "extract/zip/ooxml_word_2003.h"
#include "text/utf8.h"

void ooxml_text_join(struct text_reader *reader, enum text_join join)
{
    for (int lane = 0; lane < 2; lane++)
        if (reader->join[lane] < join)
            reader->join[lane] = join;
}

static struct cell *innermost_table(struct text_reader *reader)
{
    unsigned depth = reader->table_depth < TABLES_NESTED_MAX ? reader->table_depth : TABLES_NESTED_MAX;

    return &reader->tables[depth];
}

static struct text_run run_model(struct text_reader *reader, const struct text_frame *frame)
{
    struct text_run run = { .role = frame->hidden ? TEXT_HIDDEN : frame->role,
                            .section = frame->section,
                            .place = reader->entry->place };

    if (reader->table_depth > 0)
        run.cell = *innermost_table(reader);
    /* What is said of the table itself stands in no cell. */
    if (run.cell.row == 0 || run.cell.column == 0)
        run.cell = (struct cell){ 0, 0, 0 };
    return run;
}

/* Text that waits when it must, and is remembered when another alternative may repeat it. */
static enum status emit_in_turn(struct text_reader *reader, const struct text_run *run, struct bytes text)
{
    enum deferred_lane lane = run->role == TEXT_HIDDEN ? DEFERRED_HIDDEN : DEFERRED_VISIBLE;
    enum status status = STATUS_OK;

    if (reader->choices > 0 && !reader->in_fallback)
        status = deferred_know(&reader->deferred, lane, run->join, text);
    if (status != STATUS_OK || reader->deferred_level == 0)
        return status == STATUS_OK ? ooxml_emit(reader->ooxml, run, text) : status;
    status = deferred_add(&reader->deferred, run, reader->deferred_level, text);
    if (status != STATUS_LIMIT_BYTES)
        return status;
    reader->deferred_overran = true;
    status = deferred_flush(&reader->deferred, reader->ooxml);
    return status == STATUS_OK ? ooxml_emit(reader->ooxml, run, text) : status;
}

/* Running text: joins as the elements before it said. */
static enum status emit_running(struct text_reader *reader, const struct text_frame *frame, struct bytes text)
{
    struct text_run run = run_model(reader, frame);
    bool hidden = ooxml_look_is_hidden(frame);
    enum text_join *join = &reader->join[hidden];

    if (text.size == 0)
        return STATUS_OK;
    if (hidden)
        run.role = TEXT_HIDDEN;
    run.join = *join;
    *join = JOIN_GLUED;
    /* What is hidden on both sides of visible text makes no word. */
    if (!hidden)
        reader->join[1] = JOIN_BROKEN;
    return emit_in_turn(reader, &run, text);
}

void ooxml_text_defer(struct text_reader *reader, struct text_frame *frame)
{
    memcpy(frame->outer_join, reader->join, sizeof reader->join);
    reader->deferred_level++;
    ooxml_text_join(reader, JOIN_BROKEN);
}

void ooxml_text_end_deferring(struct text_reader *reader, const struct text_frame *frame)
{
    memcpy(reader->join, frame->outer_join, sizeof reader->join);
    if (reader->deferred_overran)
        ooxml_text_join(reader, JOIN_BROKEN);
    reader->deferred_level--;
}

/* A text of its own, beside the running text. */
static enum status emit_aside(struct text_reader *reader, const struct text_frame *frame, enum text_role role,
                              struct bytes text)
{
    struct text_run run = run_model(reader, frame);
    enum status status = STATUS_OK;

    if (reader->in_fallback && deferred_is_known(&reader->deferred, DEFERRED_ASIDE, text))
        return STATUS_OK;
    if (reader->choices > 0 && !reader->in_fallback)
        status = deferred_know(&reader->deferred, DEFERRED_ASIDE, JOIN_BROKEN, text);
    run.join = JOIN_BROKEN;
    run.role = role;
    return status == STATUS_OK ? ooxml_emit(reader->ooxml, &run, text) : status;
}

enum status ooxml_text_attribute(struct text_reader *reader, const struct xml_element *element,
                                 const struct text_frame *frame, const char *name, enum text_role role)
{
    struct bytes value;

    if (!xml_attribute(element, XML_SPACE_ANY, name, &value) || value.size == 0)
        return STATUS_OK;
    return emit_aside(reader, frame, role, value);
}

/* Whole documents are revised by one person, whose name stands at every change. */
enum status ooxml_text_author(struct text_reader *reader, const struct xml_element *element,
                              const struct text_frame *frame)
{
    struct bytes author;

    if (!xml_attribute(element, XML_SPACE_ANY, "author", &author) || author.size == 0
        || bytes_equal(author, bytes_of(reader->author, reader->author_size)))
        return STATUS_OK;
    reader->author_size = author.size <= AUTHOR_SIZE_MAX ? author.size : 0;
    memcpy(reader->author, author.data, reader->author_size);
    return emit_aside(reader, frame, TEXT_METADATA, author);
}

struct text_frame *ooxml_text_ancestor(struct text_reader *reader, unsigned levels, const char *name)
{
    struct text_frame *frame;

    if (levels >= reader->depth)
        return NULL;
    frame = &reader->frames[reader->depth - levels];
    return frame->meaning != NULL && strcmp(frame->meaning->name, name) == 0 ? frame : NULL;
}

/* ---- what elements mean ---- */

static enum status begin_text(struct text_reader *reader, const struct xml_element *element, struct text_frame *frame)
{
    (void)reader;
    (void)element;
    frame->text = true;
    return STATUS_OK;
}

static enum status begin_block(struct text_reader *reader, const struct xml_element *element, struct text_frame *frame)
{
    (void)element;
    (void)frame;
    ooxml_text_join(reader, JOIN_BROKEN);
    return STATUS_OK;
}

static enum status finish_block(struct text_reader *reader, struct text_frame *frame)
{
    (void)frame;
    ooxml_text_join(reader, JOIN_BROKEN);
    if (reader->deferred_level > 0 || reader->deferred.count == 0)
        return STATUS_OK;
    reader->deferred_overran = false;
    return deferred_flush(&reader->deferred, reader->ooxml);
}

static enum status begin_deferred(struct text_reader *reader, const struct xml_element *element,
                                  struct text_frame *frame)
{
    (void)element;
    ooxml_text_defer(reader, frame);
    return STATUS_OK;
}

static enum status finish_deferred(struct text_reader *reader, struct text_frame *frame)
{
    ooxml_text_end_deferring(reader, frame);
    return STATUS_OK;
}

static enum status begin_text_block(struct text_reader *reader, const struct xml_element *element,
                                    struct text_frame *frame)
{
    (void)element;
    frame->text = true;
    ooxml_text_join(reader, JOIN_BROKEN);
    return STATUS_OK;
}

static enum status begin_skipped(struct text_reader *reader, const struct xml_element *element,
                                 struct text_frame *frame)
{
    (void)reader;
    (void)element;
    frame->skipped = true;
    return STATUS_OK;
}

/* A line break; inside a cell it is there for want of room, and does not cut a number in two. */
static enum status begin_break(struct text_reader *reader, const struct xml_element *element, struct text_frame *frame)
{
    (void)element;
    (void)frame;
    ooxml_text_join(reader, reader->table_depth > 0 ? JOIN_SPACED : JOIN_BROKEN);
    return STATUS_OK;
}

static enum status begin_blank(struct text_reader *reader, const struct xml_element *element, struct text_frame *frame)
{
    (void)element;
    (void)frame;
    ooxml_text_join(reader, JOIN_SPACED);
    return STATUS_OK;
}

static enum status begin_hyphen(struct text_reader *reader, const struct xml_element *element, struct text_frame *frame)
{
    (void)element;
    return emit_running(reader, frame, bytes_of_text("-"));
}

/* Characters of Wingdings that stand in official text, by their code; the font draws them, no standard names them. */
static uint32_t wingdings_character(uint32_t code)
{
    static const struct {
        uint8_t code;
        uint16_t character;
    } table[] = {
        { 0x6C, 0x25CF }, { 0x6E, 0x25A0 }, { 0x6F, 0x25A1 }, { 0x75, 0x25C6 }, { 0x76, 0x2756 }, { 0x9F, 0x2022 },
        { 0xA1, 0x25CB }, { 0xA7, 0x25AA }, { 0xA8, 0x25A1 }, { 0xAA, 0x2726 }, { 0xAB, 0x2605 }, { 0xAC, 0x2736 },
        { 0xAD, 0x2737 }, { 0xAE, 0x2738 }, { 0xAF, 0x2739 }, { 0xB1, 0x2316 }, { 0xB5, 0x272A }, { 0xB6, 0x2730 },
        { 0xFB, 0x2717 }, { 0xFC, 0x2713 }, { 0xFD, 0x2612 }, { 0xFE, 0x2611 },
    };

    for (size_t index = 0; index < sizeof table / sizeof *table; index++)
        if (table[index].code == code)
            return table[index].character;
    return 0x2022;
}

/* 17.3.3.30: a character of a symbol font, often in the private area F000 to F0FF. */
static enum status begin_symbol(struct text_reader *reader, const struct xml_element *element, struct text_frame *frame)
{
    struct bytes code, font;
    uint32_t character;
    char utf8[4];

    if (!xml_attribute(element, XML_SPACE_ANY, "char", &code))
        return STATUS_OK;
    character = ooxml_number_hexadecimal(code);
    if (character >= 0xF000 && character <= 0xF0FF)
        character &= 0xFF;
    if (xml_attribute(element, XML_SPACE_ANY, "font", &font) && bytes_start_with(font, "Wingdings", 9))
        character = wingdings_character(character);
    if (character < ' ')
        return STATUS_OK;
    return emit_running(reader, frame, bytes_of(utf8, utf8_encode(character, utf8)));
}

static enum status begin_text_box(struct text_reader *reader, const struct xml_element *element,
                                  struct text_frame *frame)
{
    if (frame->role == TEXT_BODY)
        frame->section = "textbox";
    /* HTML-like text of older drawings stands in elements that belong to no namespace of ours. */
    frame->deep_text = element->space == OOXML_VML;
    /* The shape around the box paints it. */
    frame->color = frame->background = OOXML_COLOR_UNKNOWN;
    ooxml_text_defer(reader, frame);
    return STATUS_OK;
}

/* A watermark, or text drawn along a path. */
static enum status begin_text_path(struct text_reader *reader, const struct xml_element *element,
                                   struct text_frame *frame)
{
    struct bytes value;
    enum status status;

    if (!xml_attribute(element, XML_SPACE_ANY, "string", &value))
        return STATUS_OK;
    ooxml_text_join(reader, JOIN_BROKEN);
    status = emit_running(reader, frame, value);
    ooxml_text_join(reader, JOIN_BROKEN);
    return status;
}

/* Alternatives mostly show the same content. The first that is there is read, and of the others what differs, since
 * other programs show that. */
static enum status begin_alternative(struct text_reader *reader, const struct xml_element *element,
                                     struct text_frame *frame)
{
    struct text_frame *group = ooxml_text_ancestor(reader, 1, "AlternateContent");

    (void)element;
    if (group == NULL)
        return STATUS_OK;
    frame->chosen = !group->chosen;
    group->chosen = true;
    if (frame->chosen) {
        reader->choices++;
        return STATUS_OK;
    }
    frame->skipped = reader->in_fallback;
    if (frame->skipped)
        return STATUS_OK;
    reader->in_fallback = true;
    reader->fallback_first = reader->deferred.count;
    ooxml_text_defer(reader, frame);
    return STATUS_OK;
}

static enum status finish_alternative(struct text_reader *reader, struct text_frame *frame)
{
    if (ooxml_text_ancestor(reader, 0, "AlternateContent") == NULL)
        return STATUS_OK;
    if (frame->chosen) {
        reader->choices--;
        return STATUS_OK;
    }
    deferred_drop_known(&reader->deferred, reader->fallback_first);
    reader->in_fallback = false;
    ooxml_text_end_deferring(reader, frame);
    return STATUS_OK;
}

static enum status begin_group(struct text_reader *reader, const struct xml_element *element, struct text_frame *frame)
{
    (void)reader;
    (void)element;
    frame->chosen = false;
    return STATUS_OK;
}

static enum status finish_group(struct text_reader *reader, struct text_frame *frame)
{
    (void)frame;
    if (reader->choices == 0 && !reader->in_fallback)
        deferred_forget_known(&reader->deferred);
    return STATUS_OK;
}

/* ---- tables ---- */

static enum status begin_table(struct text_reader *reader, const struct xml_element *element, struct text_frame *frame)
{
    (void)element;
    (void)frame;
    reader->table_depth++;
    if (reader->table_depth <= TABLES_NESTED_MAX)
        *innermost_table(reader) = (struct cell){ ++reader->ooxml->table_count, 0, 0 };
    ooxml_text_join(reader, JOIN_BROKEN);
    return STATUS_OK;
}

static enum status finish_table(struct text_reader *reader, struct text_frame *frame)
{
    (void)frame;
    reader->table_depth--;
    ooxml_text_join(reader, JOIN_BROKEN);
    return STATUS_OK;
}

static uint32_t *innermost_span(struct text_reader *reader)
{
    return &reader->spans[innermost_table(reader) - reader->tables];
}

static enum status begin_row(struct text_reader *reader, const struct xml_element *element, struct text_frame *frame)
{
    struct cell *table = innermost_table(reader);

    (void)element;
    (void)frame;
    table->row++;
    table->column = 0;
    *innermost_span(reader) = 1;
    ooxml_text_join(reader, JOIN_BROKEN);
    return STATUS_OK;
}

static enum status begin_cell(struct text_reader *reader, const struct xml_element *element, struct text_frame *frame)
{
    struct cell *table = innermost_table(reader);

    (void)element;
    (void)frame;
    table->column += *innermost_span(reader);
    *innermost_span(reader) = 1;
    ooxml_text_join(reader, JOIN_BROKEN);
    return STATUS_OK;
}

static enum status begin_span(struct text_reader *reader, const struct xml_element *element, struct text_frame *frame)
{
    uint32_t span = xml_attribute_number(element, "val", 1);

    (void)frame;
    *innermost_span(reader) = span > 0 && span < 1000 ? span : 1;
    return STATUS_OK;
}

/* ---- fields ---- */

static enum status begin_instruction(struct text_reader *reader, const struct xml_element *element,
                                     struct text_frame *frame)
{
    (void)reader;
    (void)element;
    frame->instruction = true;
    return STATUS_OK;
}

static bool refers_outside(struct bytes instruction)
{
    static const char *const names[] = { "HYPERLINK", "INCLUDE", "IMPORT", "LINK", "DDE", "RD" };

    for (size_t index = 0; index < sizeof names / sizeof *names; index++)
        if (bytes_start_with(instruction, names[index], strlen(names[index])))
            return true;
    return false;
}

/* What refers outside says where to first; what follows is a name there, or a tip that shows beside the link. */
static enum status emit_reference(struct text_reader *reader, const struct text_frame *frame, struct bytes instruction,
                                  struct bytes target)
{
    enum status status = emit_aside(reader, frame, TEXT_LINK, target);
    struct bytes argument;

    while (status == STATUS_OK && field_code_argument(&instruction, &argument))
        status = emit_aside(reader, frame, TEXT_ALT, argument);
    return status;
}

static enum status emit_instruction(struct text_reader *reader, const struct text_frame *frame,
                                    struct bytes instruction)
{
    struct bytes rest, target;

    while (instruction.size > 0 && instruction.data[0] == ' ')
        instruction = bytes_slice(instruction, 1, instruction.size);
    rest = instruction;
    if (refers_outside(instruction) && field_code_argument(&rest, &target))
        return emit_reference(reader, frame, rest, target);
    return emit_aside(reader, frame, TEXT_HIDDEN, instruction);
}

static enum status instruction_flush(struct text_reader *reader, const struct text_frame *frame)
{
    struct bytes instruction = bytes_of(reader->instruction, reader->instruction_size);

    reader->instruction_size = 0;
    return instruction.size > 0 ? emit_instruction(reader, frame, instruction) : STATUS_OK;
}

static enum status begin_field_mark(struct text_reader *reader, const struct xml_element *element,
                                    struct text_frame *frame)
{
    (void)element;
    return instruction_flush(reader, frame);
}

static enum status begin_simple_field(struct text_reader *reader, const struct xml_element *element,
                                      struct text_frame *frame)
{
    struct bytes instruction;

    if (!xml_attribute(element, XML_SPACE_ANY, "instr", &instruction))
        return STATUS_OK;
    return emit_instruction(reader, frame, instruction);
}

/* ---- other places ---- */

/* Phonetic guides stand above the text they belong to. */
static enum status begin_ruby(struct text_reader *reader, const struct xml_element *element, struct text_frame *frame)
{
    (void)reader;
    (void)element;
    frame->role = TEXT_ALT;
    return STATUS_OK;
}

static enum status begin_value(struct text_reader *reader, const struct xml_element *element, struct text_frame *frame)
{
    return ooxml_text_attribute(reader, element, frame, "val", frame->hidden ? TEXT_HIDDEN : TEXT_METADATA);
}

static enum status begin_choice_item(struct text_reader *reader, const struct xml_element *element,
                                     struct text_frame *frame)
{
    return ooxml_text_attribute(reader, element, frame, "val", TEXT_ALT);
}

/* 17.5.2.21: what is shown, and what is chosen by it. */
static enum status begin_list_item(struct text_reader *reader, const struct xml_element *element,
                                   struct text_frame *frame)
{
    enum status status = ooxml_text_attribute(reader, element, frame, "displayText", TEXT_ALT);
    struct bytes shown, value;

    if (status != STATUS_OK || !xml_attribute(element, XML_SPACE_ANY, "value", &value)
        || (xml_attribute(element, XML_SPACE_ANY, "displayText", &shown) && bytes_equal(shown, value)))
        return status;
    return ooxml_text_attribute(reader, element, frame, "value", TEXT_ALT);
}

/* Names of variables are given by people, like their values. */
static enum status begin_variable(struct text_reader *reader, const struct xml_element *element,
                                  struct text_frame *frame)
{
    enum status status = ooxml_text_attribute(reader, element, frame, "name", TEXT_METADATA);

    return status == STATUS_OK ? begin_value(reader, element, frame) : status;
}

static enum status begin_named(struct text_reader *reader, const struct xml_element *element, struct text_frame *frame)
{
    return ooxml_text_attribute(reader, element, frame, "name", TEXT_METADATA);
}

/* Word's own bookmarks begin with an underscore. */
static enum status begin_bookmark(struct text_reader *reader, const struct xml_element *element,
                                  struct text_frame *frame)
{
    struct bytes name;

    if (xml_attribute(element, XML_SPACE_ANY, "name", &name) && bytes_start_with(name, "_", 1))
        return STATUS_OK;
    return begin_named(reader, element, frame);
}

static enum status begin_change(struct text_reader *reader, const struct xml_element *element, struct text_frame *frame)
{
    return ooxml_text_author(reader, element, frame);
}

static enum status begin_deletion(struct text_reader *reader, const struct xml_element *element,
                                  struct text_frame *frame)
{
    enum status status = ooxml_text_author(reader, element, frame);

    frame->hidden = true;
    return status;
}

static enum status begin_comment(struct text_reader *reader, const struct xml_element *element,
                                 struct text_frame *frame)
{
    ooxml_text_join(reader, JOIN_BROKEN);
    return ooxml_text_author(reader, element, frame);
}

static enum status begin_tool_tip(struct text_reader *reader, const struct xml_element *element,
                                  struct text_frame *frame)
{
    return ooxml_text_attribute(reader, element, frame, "tooltip", TEXT_ALT);
}

static enum status begin_alternative_text(struct text_reader *reader, const struct xml_element *element,
                                          struct text_frame *frame)
{
    return ooxml_text_attribute(reader, element, frame, "alt", TEXT_ALT);
}

/* "Picture 3", "PlaceHolder 1": programs name objects by kind and number. */
static bool is_machine_made(struct bytes name)
{
    for (size_t index = 0; index < name.size; index++)
        if (name.data[index] >= 0x80)
            return false;
    return name.size == 0 || (name.data[name.size - 1] >= '0' && name.data[name.size - 1] <= '9');
}

static enum status describe_name(struct text_reader *reader, const struct xml_element *element,
                                 const struct text_frame *frame, const char *attribute)
{
    struct bytes name;

    if (!xml_attribute(element, XML_SPACE_ANY, attribute, &name) || is_machine_made(name))
        return STATUS_OK;
    return emit_aside(reader, frame, TEXT_METADATA, name);
}

/* What every drawn object says of itself; p:cNvPr of a hidden shape hides the shape. */
static enum status describe(struct text_reader *reader, const struct xml_element *element, struct text_frame *frame)
{
    enum status status = ooxml_text_attribute(reader, element, frame, "descr", TEXT_ALT);

    if (status == STATUS_OK)
        status = ooxml_text_attribute(reader, element, frame, "title", TEXT_ALT);
    if (status == STATUS_OK)
        status = describe_name(reader, element, frame, "name");
    if ((xml_attribute_is(element, "hidden", "1") || xml_attribute_is(element, "hidden", "true")) && reader->depth > 2)
        reader->frames[reader->depth - 2].hidden = true;
    return status;
}

static enum status begin_tag(struct text_reader *reader, const struct xml_element *element, struct text_frame *frame)
{
    return ooxml_text_attribute(reader, element, frame, "val", TEXT_METADATA);
}

/* 17.5.2.1 and 17.5.2.42: what a content control is called. */
static enum status begin_control_name(struct text_reader *reader, const struct xml_element *element,
                                      struct text_frame *frame)
{
    return ooxml_text_attribute(reader, element, frame, "val", frame->hidden ? TEXT_HIDDEN : TEXT_METADATA);
}

/* 19.7.10: the kind of placeholder that a shape of a slide fills. */
static enum status begin_placeholder(struct text_reader *reader, const struct xml_element *element,
                                     struct text_frame *frame)
{
    struct text_frame *shape = reader->depth > 3 ? &reader->frames[reader->depth - 3] : NULL;

    (void)frame;
    if (shape == NULL || shape->role != TEXT_BODY)
        return STATUS_OK;
    if (xml_attribute_is(element, "type", "title") || xml_attribute_is(element, "type", "ctrTitle"))
        shape->role = TEXT_TITLE;
    else if (xml_attribute_is(element, "type", "ftr"))
        shape->role = TEXT_FOOTER;
    else if (xml_attribute_is(element, "type", "hdr"))
        shape->role = TEXT_HEADER;
    return STATUS_OK;
}

/* ---- Visio ([MS-VSDX]) ---- */

static enum status begin_visio_name(struct text_reader *reader, const struct xml_element *element,
                                    struct text_frame *frame)
{
    return describe_name(reader, element, frame, "Name");
}

/* 2.2.5.3.1: between the characters stand empty elements that begin other properties, and fields with their results. */
static enum status begin_visio_text(struct text_reader *reader, const struct xml_element *element,
                                    struct text_frame *frame)
{
    frame->deep_text = true;
    return begin_text_block(reader, element, frame);
}

/* All that a shape has are cells, most of them numbers: where a link leads, and what is written in any language but
 * that of the program. */
static enum status begin_visio_cell(struct text_reader *reader, const struct xml_element *element,
                                    struct text_frame *frame)
{
    struct bytes value, name;
    bool has_letter = false;

    if (!xml_attribute(element, XML_SPACE_ANY, "V", &value) || value.size == 0
        || !xml_attribute(element, XML_SPACE_ANY, "N", &name))
        return STATUS_OK;
    if (bytes_equal(name, bytes_of_text("Address")))
        return emit_aside(reader, frame, TEXT_LINK, value);
    if (name.size >= 4 && memcmp(name.data + name.size - 4, "Font", 4) == 0)
        return STATUS_OK;
    for (size_t index = 0; index < value.size && !has_letter; index++)
        has_letter = value.data[index] >= 0x80;
    if (!has_letter && !xml_attribute_is(element, "U", "STR"))
        return STATUS_OK;
    return emit_aside(reader, frame, TEXT_METADATA, value);
}

static enum status begin_slide(struct text_reader *reader, const struct xml_element *element, struct text_frame *frame)
{
    (void)reader;
    frame->hidden |= xml_attribute_is(element, "show", "0") || xml_attribute_is(element, "show", "false");
    return STATUS_OK;
}

/* Sorted by space and name. Elements that only mark a place for `ooxml_text_ancestor` have no functions. */
static const struct meaning meanings[] = {
    { OOXML_ANNOTATION, "annotation", ooxml_word_2003_begin_annotation, ooxml_word_2003_finish_aside },
    { OOXML_CHART, "f", begin_skipped, NULL },
    { OOXML_CHART, "pt", begin_text_block, finish_block },
    { OOXML_CHART, "v", begin_text_block, finish_block },
    { OOXML_DRAWING, "br", begin_break, NULL },
    { OOXML_DRAWING, "hlinkClick", begin_tool_tip, NULL },
    { OOXML_DRAWING, "hlinkHover", begin_tool_tip, NULL },
    { OOXML_DRAWING, "hlinkMouseOver", begin_tool_tip, NULL },
    { OOXML_DRAWING, "p", begin_block, finish_block },
    { OOXML_DRAWING, "t", begin_text, NULL },
    { OOXML_DRAWING, "tbl", begin_table, finish_table },
    { OOXML_DRAWING, "tc", begin_cell, NULL },
    { OOXML_DRAWING, "tr", begin_row, NULL },
    { OOXML_MARKUP, "AlternateContent", begin_group, finish_group },
    { OOXML_MARKUP, "Choice", begin_alternative, finish_alternative },
    { OOXML_MARKUP, "Fallback", begin_alternative, finish_alternative },
    { OOXML_MATH, "t", begin_text, NULL },
    { OOXML_OFFICE, "CustomDocumentProperties", ooxml_word_2003_begin_properties, NULL },
    { OOXML_OFFICE, "DocumentProperties", ooxml_word_2003_begin_properties, NULL },
    { OOXML_PRESENTATION, "cSld", begin_named, NULL },
    { OOXML_PRESENTATION, "ph", begin_placeholder, NULL },
    { OOXML_PRESENTATION, "sld", begin_slide, NULL },
    { OOXML_PRESENTATION, "tag", begin_tag, NULL },
    { OOXML_PRESENTATION, "text", begin_text_block, finish_block },
    { OOXML_SHEET, "author", begin_text_block, finish_block },
    { OOXML_SHEET, "comment", begin_block, finish_block },
    { OOXML_SHEET, "rPh", begin_skipped, NULL },
    { OOXML_SHEET, "t", begin_text, NULL },
    { OOXML_THREADED, "text", begin_text_block, finish_block },
    { OOXML_VISIO, "AuthorEntry", begin_visio_name, NULL },
    { OOXML_VISIO, "Cell", begin_visio_cell, NULL },
    { OOXML_VISIO, "CommentEntry", begin_text_block, finish_block },
    { OOXML_VISIO, "Master", begin_visio_name, NULL },
    { OOXML_VISIO, "Page", begin_visio_name, NULL },
    { OOXML_VISIO, "Shape", begin_visio_name, NULL },
    { OOXML_VISIO, "Text", begin_visio_text, finish_block },
    { OOXML_VML, "shape", begin_alternative_text, NULL },
    { OOXML_VML, "textbox", begin_text_box, finish_deferred },
    { OOXML_VML, "textpath", begin_text_path, NULL },
    { OOXML_WORD, "alias", begin_control_name, NULL },
    { OOXML_WORD, "attr", begin_value, NULL },
    { OOXML_WORD, "background", ooxml_look_page, NULL },
    { OOXML_WORD, "binData", ooxml_word_2003_begin_binary, ooxml_word_2003_finish_binary },
    { OOXML_WORD, "bookmarkStart", begin_bookmark, NULL },
    { OOXML_WORD, "br", begin_break, NULL },
    { OOXML_WORD, "color", ooxml_look_color, NULL },
    { OOXML_WORD, "comment", begin_comment, finish_block },
    { OOXML_WORD, "cr", begin_break, NULL },
    { OOXML_WORD, "default", begin_choice_item, NULL },
    { OOXML_WORD, "del", begin_deletion, NULL },
    { OOXML_WORD, "delInstrText", begin_instruction, NULL },
    { OOXML_WORD, "delText", begin_text, NULL },
    { OOXML_WORD, "description", begin_value, NULL },
    { OOXML_WORD, "docVar", begin_variable, NULL },
    { OOXML_WORD, "drawing", begin_deferred, finish_deferred },
    { OOXML_WORD, "endnote", ooxml_word_2003_begin_note, ooxml_word_2003_finish_aside },
    { OOXML_WORD, "fldChar", begin_field_mark, NULL },
    { OOXML_WORD, "fldSimple", begin_simple_field, NULL },
    { OOXML_WORD, "footnote", ooxml_word_2003_begin_note, ooxml_word_2003_finish_aside },
    { OOXML_WORD, "ftr", ooxml_word_2003_begin_margin, finish_block },
    { OOXML_WORD, "gridSpan", begin_span, NULL },
    { OOXML_WORD, "hdr", ooxml_word_2003_begin_margin, finish_block },
    { OOXML_WORD, "helpText", begin_choice_item, NULL },
    { OOXML_WORD, "highlight", ooxml_look_highlight, NULL },
    { OOXML_WORD, "hlink", ooxml_word_2003_begin_link, NULL },
    { OOXML_WORD, "hyperlink", begin_tool_tip, NULL },
    { OOXML_WORD, "ins", begin_change, NULL },
    { OOXML_WORD, "instrText", begin_instruction, NULL },
    { OOXML_WORD, "listEntry", begin_choice_item, NULL },
    { OOXML_WORD, "listItem", begin_list_item, NULL },
    { OOXML_WORD, "lvlText", begin_value, NULL },
    { OOXML_WORD, "moveFrom", begin_deletion, NULL },
    { OOXML_WORD, "moveTo", begin_change, NULL },
    { OOXML_WORD, "name", begin_value, NULL },
    { OOXML_WORD, "noBreakHyphen", begin_hyphen, NULL },
    { OOXML_WORD, "object", begin_deferred, finish_deferred },
    { OOXML_WORD, "p", begin_block, finish_block },
    { OOXML_WORD, "pStyle", ooxml_look_style, NULL },
    { OOXML_WORD, "pict", begin_deferred, finish_deferred },
    { OOXML_WORD, "ptab", begin_blank, NULL },
    { OOXML_WORD, "r", NULL, NULL },
    { OOXML_WORD, "rStyle", ooxml_look_style, NULL },
    { OOXML_WORD, "rt", begin_ruby, NULL },
    { OOXML_WORD, "shd", ooxml_look_shading, NULL },
    { OOXML_WORD, "statusText", begin_choice_item, NULL },
    { OOXML_WORD, "styles", begin_skipped, NULL },
    { OOXML_WORD, "sym", begin_symbol, NULL },
    { OOXML_WORD, "sz", ooxml_look_size, NULL },
    { OOXML_WORD, "t", begin_text, NULL },
    { OOXML_WORD, "tab", begin_blank, NULL },
    { OOXML_WORD, "tag", begin_control_name, NULL },
    { OOXML_WORD, "tbl", begin_table, finish_table },
    { OOXML_WORD, "tblCaption", begin_choice_item, NULL },
    { OOXML_WORD, "tblDescription", begin_choice_item, NULL },
    { OOXML_WORD, "tblStyle", ooxml_look_table_style, NULL },
    { OOXML_WORD, "tc", begin_cell, NULL },
    { OOXML_WORD, "tr", begin_row, NULL },
    { OOXML_WORD, "txbxContent", begin_text_box, finish_deferred },
    { OOXML_WORD, "vanish", ooxml_look_vanish, NULL },
};

static int compare_meanings(const void *key, const void *item)
{
    const struct meaning *left = key, *right = item;

    if (left->space != right->space)
        return left->space < right->space ? -1 : 1;
    return strcmp(left->name, right->name);
}

static const struct meaning *meaning_find(const struct xml_element *element)
{
    struct meaning key = { .space = element->space, .name = element->name };

    return bsearch(&key, meanings, sizeof meanings / sizeof *meanings, sizeof *meanings, compare_meanings);
}

/* Objects are described in several namespaces by elements of these names (20.1.2.2.8 and its kin). */
static bool describes_object(const struct xml_element *element)
{
    return strcmp(element->name, "cNvPr") == 0 || strcmp(element->name, "docPr") == 0;
}

static enum status on_start(void *context, const struct xml_element *element)
{
    struct text_reader *reader = context;
    const struct text_frame *parent = &reader->frames[reader->depth];
    struct text_frame *frame = &reader->frames[++reader->depth];

    *frame = *parent;
    frame->text = parent->deep_text;
    frame->instruction = frame->is_aside = false;
    frame->meaning = NULL;
    if (frame->skipped)
        return STATUS_OK;
    if (frame->values)
        ooxml_text_join(reader, JOIN_BROKEN);
    frame->meaning = meaning_find(element);
    if (frame->meaning != NULL)
        return frame->meaning->begin != NULL ? frame->meaning->begin(reader, element, frame) : STATUS_OK;
    return describes_object(element) ? describe(reader, element, frame) : STATUS_OK;
}

static enum status on_end(void *context, const struct xml_element *element)
{
    struct text_reader *reader = context;
    struct text_frame *frame = &reader->frames[reader->depth--];

    (void)element;
    if (frame->skipped || frame->meaning == NULL || frame->meaning->finish == NULL)
        return STATUS_OK;
    return frame->meaning->finish(reader, frame);
}

static enum status on_text(void *context, const char *utf8, size_t size)
{
    struct text_reader *reader = context;
    const struct text_frame *frame = &reader->frames[reader->depth];
    size_t room = sizeof reader->instruction - reader->instruction_size;

    if (frame->skipped)
        return STATUS_OK;
    if (frame->binary)
        return ooxml_word_2003_binary(reader, bytes_of(utf8, size));
    if (frame->instruction && size <= room) {
        memcpy(reader->instruction + reader->instruction_size, utf8, size);
        reader->instruction_size += size;
        return STATUS_OK;
    }
    /* An instruction too long to be one is text. */
    if (frame->instruction)
        return emit_aside(reader, frame, TEXT_HIDDEN, bytes_of(utf8, size));
    return frame->text ? emit_running(reader, frame, bytes_of(utf8, size)) : STATUS_OK;
}

enum status ooxml_text_read(struct ooxml *ooxml, const struct ooxml_entry *entry)
{
    static const struct xml_handler handler = { on_start, on_end, on_text };
    struct text_reader *reader = arena_zeroed(ooxml->package.job->arena, sizeof *reader);
    enum status status, flushed;

    if (reader == NULL)
        return STATUS_NO_MEMORY;
    reader->ooxml = ooxml;
    reader->entry = entry;
    reader->deferred = (struct deferred)DEFERRED_INIT;
    reader->join[0] = reader->join[1] = JOIN_BROKEN;
    reader->frames[0] = (struct text_frame){ .section = entry->section != NULL ? entry->section : entry->type->section,
                                             .role = entry->type->role,
                                             .color = OOXML_COLOR_UNKNOWN,
                                             .background = OOXML_COLOR_WHITE,
                                             .hidden = entry->hidden || entry->type->role == TEXT_HIDDEN };
    status = ooxml_parse(ooxml, entry->member, &handler, reader);
    flushed = STATUS_OK;
    if (status_scope(status) <= SCOPE_PART)
        flushed = instruction_flush(reader, &reader->frames[0]);
    if (status_scope(status) <= SCOPE_PART && flushed == STATUS_OK)
        flushed = deferred_flush(&reader->deferred, ooxml);
    if (status_scope(status) <= SCOPE_PART && flushed == STATUS_OK)
        flushed = ooxml_word_2003_cut_binary(reader);
    spool_destroy(reader->binary);
    deferred_free(&reader->deferred);
    return flushed != STATUS_OK ? flushed : status;
}
