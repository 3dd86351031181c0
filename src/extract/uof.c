/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/uof.h"

#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "base/spool.h"
#include "extract/base64.h"
#include "extract/flow.h"
#include "extract/html_tokenizer.h"
#include "extract/xml.h"

enum {
    BID = 200, /* more than any XML */
    LEAD_MAX = 4096,
    STEP_SIZE = 1 << 16,
    NAME_SIZE_MAX = 96,
    TABLES_NESTED_MAX = 16, /* deeper ones are read as part of this one */
    HIDDEN_STYLES_MAX = 256,
    SECTION_SIZE_MAX = 512,
};

/* ---- which files ---- */

static bool is_space_of_uof(struct html_tokenizer *tokenizer)
{
    static const char space[] = "http://schemas.uof.org/cn/";
    struct html_attribute attribute;

    while (html_tokenizer_attribute(tokenizer, &attribute))
        if (bytes_start_with(attribute.value, space, sizeof space - 1))
            return true;
    return false;
}

static unsigned uof_bid(struct bytes input, const struct part_hint *hint)
{
    struct html_tokenizer tokenizer = html_tokenizer_start(bytes_slice(input, 0, LEAD_MAX));
    struct html_token token;

    (void)hint;
    if (input.size == 0 || memchr(input.data, '<', input.size < 16 ? input.size : 16) == NULL)
        return 0;
    tokenizer.cdata_is_allowed = tokenizer.names_are_xml = true;
    while (html_tokenizer_next(&tokenizer, &token)) {
        if (token.kind == HTML_START_TAG)
            return is_space_of_uof(&tokenizer) ? BID : 0;
        if (token.kind != HTML_COMMENT && token.kind != HTML_TEXT)
            return 0;
    }
    return 0;
}

/* ---- the state ---- */

struct meaning;

/* What holds inside an element; a child inherits it. */
struct frame {
    const struct meaning *meaning; /* NULL: the element means nothing of its own */
    const char *section;
    enum text_role role;
    bool text;   /* characters right inside are running text */
    bool values; /* every element below is a text of its own */
    bool hidden;
    bool layout;    /* words right inside are bullets and names of fonts */
    bool paragraph; /* inside a paragraph */
    bool file;      /* bytes of a file may stand below */
    bool is_aside;  /* begun by this element */
};

struct uof {
    struct extract_job *job;
    struct flow flow;
    struct frame frames[XML_DEPTH_MAX + 2];
    unsigned depth;
    struct place place;
    const char *place_section;
    uint32_t sheet_count, table_count, file_count;
    struct cell tables[TABLES_NESTED_MAX + 1];
    unsigned table_depth;
    const char *style; /* being defined */
    const char *hidden_styles[HIDDEN_STYLES_MAX];
    size_t hidden_style_count;
    bool is_deleted;      /* between the marks of a deletion */
    struct spool *binary; /* being decoded, or NULL */
    struct base64 base64;
    const char *file_name;
};

struct meaning {
    const char *name;
    enum status (*begin)(struct uof *uof, const struct xml_element *element, struct frame *frame);
    enum status (*finish)(struct uof *uof, struct frame *frame);
};

/* The name without the number that UOF 2 puts behind it. */
static size_t name_size(const char *name)
{
    size_t size = strlen(name);

    if (size <= 5 || name[size - 5] != '_')
        return size;
    for (size_t index = size - 4; index < size; index++)
        if (strchr("0123456789ABCDEF", name[index]) == NULL)
            return size;
    return size - 5;
}

static bool is_named(const char *name, const char *known)
{
    size_t size = name_size(name);

    return size == strlen(known) && memcmp(name, known, size) == 0;
}

static bool attribute(const struct xml_element *element, const char *known, struct bytes *value)
{
    const char *name;

    for (int index = 0; (name = xml_attribute_name(element, index)) != NULL; index++)
        if (is_named(name, known))
            return xml_attribute_at(element, index, value);
    *value = bytes_of(NULL, 0);
    return false;
}

static bool attribute_is(const struct xml_element *element, const char *known, const char *value)
{
    struct bytes found;

    return attribute(element, known, &found) && bytes_equal(found, bytes_of_text(value));
}

static struct cell *innermost_table(struct uof *uof)
{
    return &uof->tables[uof->table_depth < TABLES_NESTED_MAX ? uof->table_depth : TABLES_NESTED_MAX];
}

static struct text_run run_of(struct uof *uof, const struct frame *frame)
{
    struct text_run run = { .role = frame->hidden || uof->is_deleted ? TEXT_HIDDEN : frame->role,
                            .section = frame->section != NULL ? frame->section : uof->place_section,
                            .place = uof->place };

    if (uof->table_depth > 0)
        run.cell = *innermost_table(uof);
    if (run.cell.row == 0 || run.cell.column == 0)
        run.cell = (struct cell){ 0, 0, 0 };
    return run;
}

static enum status emit_apart(struct uof *uof, const struct frame *frame, enum text_role role, struct bytes text)
{
    struct text_run run = run_of(uof, frame);

    run.role = role;
    run.join = JOIN_BROKEN;
    return flow_apart(&uof->flow, &run, text);
}

static const char *keep(struct uof *uof, struct bytes text)
{
    return arena_text(uof->job->arena, text.data != NULL ? (const char *)text.data : "", text.size);
}

/* ---- what elements mean ---- */

static enum status begin_text(struct uof *uof, const struct xml_element *element, struct frame *frame)
{
    (void)uof;
    (void)element;
    frame->text = true;
    return STATUS_OK;
}

static enum status begin_layout(struct uof *uof, const struct xml_element *element, struct frame *frame)
{
    (void)uof;
    (void)element;
    frame->layout = true;
    return STATUS_OK;
}

static enum status begin_block(struct uof *uof, const struct xml_element *element, struct frame *frame)
{
    (void)element;
    (void)frame;
    flow_join(&uof->flow, JOIN_BROKEN);
    return STATUS_OK;
}

static enum status begin_paragraph(struct uof *uof, const struct xml_element *element, struct frame *frame)
{
    frame->paragraph = true;
    return begin_block(uof, element, frame);
}

static enum status finish_block(struct uof *uof, struct frame *frame)
{
    (void)frame;
    return flow_paragraph(&uof->flow);
}

static enum status begin_blank(struct uof *uof, const struct xml_element *element, struct frame *frame)
{
    (void)element;
    (void)frame;
    flow_join(&uof->flow, JOIN_SPACED);
    return STATUS_OK;
}

static enum status begin_values(struct uof *uof, const struct xml_element *element, struct frame *frame)
{
    (void)uof;
    (void)element;
    frame->role = TEXT_METADATA;
    frame->section = "property";
    frame->values = frame->text = true;
    return STATUS_OK;
}

static enum status begin_note(struct uof *uof, const struct xml_element *element, struct frame *frame)
{
    frame->role = TEXT_NOTE;
    frame->section = is_named(element->name, "脚注") ? "footnotes" : is_named(element->name, "尾注") ? "endnotes"
                     : is_named(element->name, "批注")                                              ? "comments"
                                                                                                    : "notes";
    frame->is_aside = true;
    flow_aside_begin(&uof->flow);
    return STATUS_OK;
}

static enum status begin_text_box(struct uof *uof, const struct xml_element *element, struct frame *frame)
{
    (void)element;
    if (frame->role == TEXT_BODY)
        frame->section = "textbox";
    frame->is_aside = true;
    flow_aside_begin(&uof->flow);
    return STATUS_OK;
}

static enum status finish_aside(struct uof *uof, struct frame *frame)
{
    if (frame->is_aside)
        flow_aside_end(&uof->flow);
    return frame->paragraph ? STATUS_OK : flow_paragraph(&uof->flow);
}

static enum status begin_margin(struct uof *uof, const struct xml_element *element, struct frame *frame)
{
    struct bytes place;
    bool is_header = is_named(element->name, "页眉");

    if (attribute(element, "位置", &place))
        is_header = bytes_start_with(place, "header", 6);
    frame->role = is_header ? TEXT_HEADER : TEXT_FOOTER;
    frame->section = is_header ? "header" : "footer";
    flow_join(&uof->flow, JOIN_BROKEN);
    return STATUS_OK;
}

static enum status begin_master(struct uof *uof, const struct xml_element *element, struct frame *frame)
{
    frame->role = TEXT_HEADER;
    frame->section = "master";
    return begin_block(uof, element, frame);
}

/* What lies between the marks of a deletion is deleted. */
static enum status begin_change(struct uof *uof, const struct xml_element *element, struct frame *frame)
{
    (void)frame;
    if (is_named(element->name, "修订结束"))
        uof->is_deleted = false;
    else if (attribute_is(element, "类型", "delete"))
        uof->is_deleted = true;
    return STATUS_OK;
}

static enum status begin_link(struct uof *uof, const struct xml_element *element, struct frame *frame)
{
    struct bytes value;
    enum status status = STATUS_OK;

    if (attribute(element, "目标", &value))
        status = emit_apart(uof, frame, TEXT_LINK, value);
    if (status == STATUS_OK && attribute(element, "提示", &value) && value.size > 0)
        status = emit_apart(uof, frame, TEXT_ALT, value);
    return status;
}

/* ---- styles ---- */

static enum status begin_style(struct uof *uof, const struct xml_element *element, struct frame *frame)
{
    struct bytes name;

    (void)frame;
    uof->style = attribute(element, "标识符", &name) ? keep(uof, name) : NULL;
    return name.size > 0 && uof->style == NULL ? STATUS_NO_MEMORY : STATUS_OK;
}

static enum status finish_style(struct uof *uof, struct frame *frame)
{
    (void)frame;
    uof->style = NULL;
    return STATUS_OK;
}

/* In a style, it hides what has the style; in the properties of a run, the run. */
static enum status begin_hiding(struct uof *uof, const struct xml_element *element, struct frame *frame)
{
    (void)frame;
    if (!attribute_is(element, "值", "true") && !attribute_is(element, "值", "1"))
        return STATUS_OK;
    if (uof->style != NULL && uof->hidden_style_count < HIDDEN_STYLES_MAX)
        uof->hidden_styles[uof->hidden_style_count++] = uof->style;
    else if (uof->style == NULL && uof->depth > 2)
        uof->frames[uof->depth - 2].hidden = true;
    return STATUS_OK;
}

static enum status begin_properties(struct uof *uof, const struct xml_element *element, struct frame *frame)
{
    struct bytes name;

    (void)frame;
    if (!attribute(element, "式样引用", &name) || uof->depth < 2)
        return STATUS_OK;
    for (size_t index = 0; index < uof->hidden_style_count; index++)
        if (bytes_equal(name, bytes_of_text(uof->hidden_styles[index])))
            uof->frames[uof->depth - 1].hidden = true;
    return STATUS_OK;
}

/* ---- tables and sheets ---- */

static enum status begin_table(struct uof *uof, const struct xml_element *element, struct frame *frame)
{
    (void)element;
    (void)frame;
    uof->table_depth++;
    if (uof->table_depth <= TABLES_NESTED_MAX)
        *innermost_table(uof) = (struct cell){ ++uof->table_count, 0, 0 };
    return flow_paragraph(&uof->flow);
}

static enum status finish_table(struct uof *uof, struct frame *frame)
{
    (void)frame;
    uof->table_depth--;
    return flow_paragraph(&uof->flow);
}

static uint32_t number_of(const struct xml_element *element, const char *name, uint32_t otherwise)
{
    struct bytes text;
    uint32_t number;

    return attribute(element, name, &text) && xml_number(text, &number) ? number : otherwise;
}

static enum status begin_row(struct uof *uof, const struct xml_element *element, struct frame *frame)
{
    struct cell *table = innermost_table(uof);

    table->row = number_of(element, "行号", table->row + 1);
    table->column = 0;
    frame->hidden |= attribute_is(element, "隐藏", "true");
    flow_join(&uof->flow, JOIN_BROKEN);
    return STATUS_OK;
}

static enum status begin_cell(struct uof *uof, const struct xml_element *element, struct frame *frame)
{
    struct cell *table = innermost_table(uof);
    struct bytes target;

    table->column = number_of(element, "列号", table->column + 1);
    flow_join(&uof->flow, JOIN_BROKEN);
    if (attribute(element, "超链接引用", &target) && target.size > 0)
        return emit_apart(uof, frame, TEXT_LINK, target);
    return STATUS_OK;
}

static enum status begin_sheet(struct uof *uof, const struct xml_element *element, struct frame *frame)
{
    char section[SECTION_SIZE_MAX];
    struct bytes name;

    (void)attribute(element, "名称", &name);
    snprintf(section, sizeof section, "sheet %.*s", (int)(name.size < 400 ? name.size : 0), (const char *)name.data);
    uof->place = (struct place){ PLACE_SHEET, ++uof->sheet_count };
    uof->place_section = keep(uof, bytes_of_text(section));
    if (uof->place_section == NULL)
        return STATUS_NO_MEMORY;
    frame->hidden |= attribute_is(element, "隐藏", "true");
    return begin_table(uof, element, frame);
}

static enum status finish_sheet(struct uof *uof, struct frame *frame)
{
    uof->place = (struct place){ PLACE_NONE, 0 };
    uof->place_section = NULL;
    return finish_table(uof, frame);
}

/* ---- files inside ---- */

static enum status begin_file(struct uof *uof, const struct xml_element *element, struct frame *frame)
{
    struct bytes name, kind;
    char file_name[NAME_SIZE_MAX];

    frame->file = true;
    uof->file_count++;
    if (!attribute(element, "标识符", &name) || name.size == 0 || name.size > NAME_SIZE_MAX / 2)
        name = bytes_of_text("object");
    if (!attribute(element, "公共类型", &kind) || kind.size > NAME_SIZE_MAX / 4)
        kind = bytes_of_text("");
    snprintf(file_name, sizeof file_name, "%.*s%s%.*s", (int)name.size, (const char *)name.data,
             kind.size > 0 ? "." : "", (int)kind.size, (const char *)kind.data);
    uof->file_name = keep(uof, bytes_of_text(file_name));
    return uof->file_name != NULL ? STATUS_OK : STATUS_NO_MEMORY;
}

/* Cells have elements of this name as well. */
static enum status begin_data(struct uof *uof, const struct xml_element *element, struct frame *frame)
{
    (void)element;
    if (!frame->file || uof->binary != NULL)
        return STATUS_OK;
    frame->is_aside = true;
    uof->base64 = (struct base64){ 0 };
    return spool_create(&uof->binary);
}

static enum status file_pass_on(struct uof *uof, enum status damage)
{
    const struct part_hint hint = { .name = uof->file_name };
    struct file_content *content;
    struct bytes bytes;
    enum status status = spool_finish(uof->binary, &bytes, &content);

    if (status == STATUS_OK && damage == STATUS_OK)
        status = extract_child(uof->job, &hint, bytes, content);
    else if (status == STATUS_OK)
        status = extract_child_damaged(uof->job, &hint, bytes, content, damage, NULL);
    spool_destroy(uof->binary);
    uof->binary = NULL;
    return status;
}

static enum status finish_data(struct uof *uof, struct frame *frame)
{
    return frame->is_aside && uof->binary != NULL ? file_pass_on(uof, STATUS_OK) : STATUS_OK;
}

static enum status data_take(struct uof *uof, struct bytes digits)
{
    return base64_spool(uof->job, &uof->base64, digits, uof->binary);
}

/* ---- the walk ---- */

static const struct meaning meanings[] = {
    { "文本串", begin_text, NULL },
    { "句属性", begin_properties, NULL },
    { "段落", begin_paragraph, finish_block },
    { "制表符", begin_blank, NULL },
    { "空格符", begin_blank, NULL },
    { "换行符", begin_block, NULL },
    { "分页符", begin_block, NULL },
    { "分栏符", begin_block, NULL },
    { "段落式样", begin_style, finish_style },
    { "句式样", begin_style, finish_style },
    { "隐藏文字", begin_hiding, NULL },
    { "元数据", begin_values, NULL },
    { "脚注", begin_note, finish_aside },
    { "尾注", begin_note, finish_aside },
    { "批注", begin_note, finish_aside },
    { "幻灯片备注", begin_note, finish_aside },
    { "文本内容", begin_text_box, finish_aside },
    { "页眉", begin_margin, finish_block },
    { "页脚", begin_margin, finish_block },
    { "页眉页脚", begin_margin, finish_block },
    { "母版", begin_master, finish_block },
    { "修订开始", begin_change, NULL },
    { "修订结束", begin_change, NULL },
    { "超级链接", begin_link, NULL },
    { "文字表", begin_table, finish_table },
    { "行", begin_row, finish_block },
    { "单元格", begin_cell, finish_block },
    { "工作表", begin_sheet, finish_sheet },
    { "项目符号", begin_layout, NULL },
    { "字体声明", begin_layout, NULL },
    { "其他对象", begin_file, NULL },
    { "数据", begin_data, finish_data },
};

static const struct meaning *meaning_find(const char *name)
{
    for (size_t index = 0; index < sizeof meanings / sizeof *meanings; index++)
        if (is_named(name, meanings[index].name))
            return &meanings[index];
    return NULL;
}

static bool has_letter_past_ascii(struct bytes text)
{
    for (size_t index = 0; index < text.size; index++)
        if (text.data[index] >= 0x80)
            return true;
    return false;
}

/* Names and remarks stand in attributes; what is ASCII are references and measures, and "attrList" names the others. */
static enum status attributes_emit(struct uof *uof, const struct xml_element *element, const struct frame *frame)
{
    enum status status = STATUS_OK;
    struct bytes value;

    for (int index = 0; status == STATUS_OK && xml_attribute_at(element, index, &value); index++)
        if (has_letter_past_ascii(value) && !is_named(xml_attribute_name(element, index), "attrList")
            && !is_named(xml_attribute_name(element, index), "目标")
            && !is_named(xml_attribute_name(element, index), "提示")
            && !is_named(xml_attribute_name(element, index), "超链接引用"))
            status = emit_apart(uof, frame, frame->hidden ? TEXT_HIDDEN : TEXT_METADATA, value);
    return status;
}

static enum status on_start(void *context, const struct xml_element *element)
{
    struct uof *uof = context;
    const struct frame *parent = &uof->frames[uof->depth];
    struct frame *frame = &uof->frames[++uof->depth];
    enum status status = STATUS_OK;

    *frame = *parent;
    frame->text = parent->values;
    frame->is_aside = false;
    frame->meaning = meaning_find(element->name);
    if (frame->values)
        flow_join(&uof->flow, JOIN_BROKEN);
    if (frame->meaning != NULL)
        status = frame->meaning->begin(uof, element, frame);
    return status == STATUS_OK && !frame->layout ? attributes_emit(uof, element, frame) : status;
}

static enum status on_end(void *context, const struct xml_element *element)
{
    struct uof *uof = context;
    struct frame *frame = &uof->frames[uof->depth--];

    (void)element;
    return frame->meaning != NULL && frame->meaning->finish != NULL ? frame->meaning->finish(uof, frame) : STATUS_OK;
}

static enum status on_text(void *context, const char *utf8, size_t size)
{
    struct uof *uof = context;
    const struct frame *frame = &uof->frames[uof->depth];
    struct text_run run = run_of(uof, frame);
    struct bytes text = bytes_of(utf8, size);

    if (uof->binary != NULL)
        return data_take(uof, text);
    if (frame->text)
        return flow_text(&uof->flow, &run, text);
    return has_letter_past_ascii(text) && !frame->layout ? emit_apart(uof, frame, TEXT_METADATA, text) : STATUS_OK;
}

static enum status feed(struct uof *uof, struct xml_parser *parser)
{
    enum status status = STATUS_OK;

    for (size_t offset = 0; offset < uof->job->input.size && status == STATUS_OK; offset += STEP_SIZE) {
        status = xml_feed(parser, bytes_slice(uof->job->input, offset, STEP_SIZE));
        if (status == STATUS_OK)
            status = extract_progress(uof->job, offset);
    }
    return status == STATUS_OK ? xml_finish(parser) : status;
}

/* What waits when the file ends, which may be in the middle of anything. */
static enum status finish(struct uof *uof)
{
    enum status status;

    while (uof->flow.level > 0)
        flow_aside_end(&uof->flow);
    status = flow_paragraph(&uof->flow);
    return status == STATUS_OK && uof->binary != NULL ? file_pass_on(uof, STATUS_MALFORMED) : status;
}

static enum status uof_extract(struct extract_job *job)
{
    static const struct xml_namespace no_namespaces[] = { { NULL, 0 } };
    static const struct xml_handler handler = { on_start, on_end, on_text };
    struct uof *uof = alloc_zeroed(1, sizeof *uof);
    struct xml_parser *parser = NULL;
    enum status status, finished;

    if (uof == NULL)
        return STATUS_NO_MEMORY;
    uof->job = job;
    uof->frames[0] = (struct frame){ .role = TEXT_BODY };
    flow_init(&uof->flow, job);
    status = xml_create(no_namespaces, &handler, uof, &parser);
    if (status == STATUS_OK) {
        status = feed(uof, parser);
        finished = status_scope(status) <= SCOPE_PART ? finish(uof) : STATUS_OK;
        status = finished != STATUS_OK ? finished : status;
    }
    xml_destroy(parser);
    flow_free(&uof->flow);
    spool_destroy(uof->binary);
    alloc_free(uof);
    return status;
}

const struct extractor uof_extractor = {
    .format = { "uof", "application/vnd.uof" },
    .bid = uof_bid,
    .extract = uof_extract,
};
