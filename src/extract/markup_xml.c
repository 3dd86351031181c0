/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/markup_xml.h"

#include <string.h>

#include "extract/html_fragment.h"
#include "extract/html_attributes.h"
#include "extract/html_names.h"
#include "extract/html_scan.h"
#include "extract/html_script.h"
#include "extract/html_sniff.h"
#include "extract/html_window.h"
#include "extract/markup_dtd.h"
#include "text/utf8.h"

enum {
    PROGRESS_BYTES = 64 * 1024,
    ESCAPED_TAG_MAX = 2048,  /* bytes of an escaped tag, as written */
    ROOT_SIZE_MAX = 64,      /* of the root's name; longer ones are not followed */
    EXPANSION_MAX = 1 << 30, /* of one entity; how far they expand is bounded before that */
};

enum xml_mode { XML_TEXT, XML_SCRIPT, XML_STYLE };

struct xml_page {
    struct html_output output;
    struct html_tokenizer tokenizer;
    enum text_join join;
    enum xml_mode mode;
    const uint8_t *attributes; /* of the tag being read: where they begin */
    struct markup_dtd *dtd;    /* NULL: nothing is declared */
    struct buf expansion;
    uint8_t root[ROOT_SIZE_MAX]; /* the name of the first element … */
    size_t root_size;            /* … or 0 */
    bool is_declared, has_root, root_is_open;
};

/* ---- names ---- */

/* Without the prefix of its namespace. */
static struct html_name local_name(const struct html_name *name, const uint8_t *limit)
{
    const uint8_t *end = name->data + name->size;
    const uint8_t *colon = html_scan_find_within(name->data, end, limit, ':');
    size_t size;

    if (colon == end)
        return *name;
    size = (size_t)(end - colon - 1);
    return (struct html_name){ colon + 1, size, html_scan_name_key(colon + 1, size, limit) };
}

/* What HTML has within a line: `<b>`, `<tspan>`, … */
static bool is_inline(enum html_tag tag)
{
    return tag != HTML_TAG_OTHER && (html_names_elements[tag].flags & (HTML_BREAKS | HTML_VOID)) == 0;
}

/* ---- entities ---- */

/* Where text that may hold entities goes. */
struct destination {
    enum text_role role;
    enum text_join *join; /* of the next run; of it there is none without bytes */
    bool is_value;        /* references to characters are not yet apart */
};

static enum status output_expanded(struct xml_page *page, enum text_role role, enum text_join *join, const char *utf8,
                                   size_t size, struct bytes source)
{
    enum status status = STATUS_OK;

    while (size > 0 && status == STATUS_OK) {
        size_t piece = size > TEXT_RUN_MAX ? utf8_floor(utf8, size, TEXT_RUN_MAX) : size;

        status = html_output_whole(&page->output, role, *join, utf8, piece, source);
        *join = JOIN_GLUED;
        utf8 += piece;
        size -= piece;
    }
    return status;
}

/* Values in tags that come out of an entity: only what is text beyond doubt. */
static enum status expansion_tag(struct xml_page *page, struct html_tokenizer *tokenizer,
                                 const struct html_token *token, enum text_join *join, struct bytes source)
{
    struct html_name name = local_name(&token->name, tokenizer->end);
    struct html_attribute attribute;
    enum status status = STATUS_OK;

    if (!is_inline(html_names_tag(&name)))
        *join = JOIN_BROKEN;
    while (status == STATUS_OK && html_tokenizer_attribute(tokenizer, &attribute)) {
        struct bytes value = attribute.value;
        enum text_join broken = JOIN_BROKEN;

        if (html_scan_find_high(value.data, value.data + value.size, tokenizer->end) < value.data + value.size)
            status = output_expanded(page, TEXT_METADATA, &broken, (const char *)value.data, value.size, source);
    }
    return status;
}

/* What an entity stands for may be markup itself. The reference is the source of all of it. */
static enum status output_expansion(struct xml_page *page, const struct destination *to, struct bytes source)
{
    struct html_tokenizer tokenizer = html_tokenizer_start(buf_bytes(&page->expansion));
    struct html_token token;
    enum status status = STATUS_OK;

    tokenizer.cdata_is_allowed = tokenizer.names_are_xml = true;
    while (status == STATUS_OK && html_tokenizer_next(&tokenizer, &token)) {
        enum text_join broken = JOIN_BROKEN;

        switch (token.kind) {
        case HTML_START_TAG:
        case HTML_END_TAG:
            status = expansion_tag(page, &tokenizer, &token, to->join, source);
            break;
        case HTML_COMMENT:
        case HTML_DOCTYPE:
            status =
                output_expanded(page, TEXT_COMMENT, &broken, (const char *)token.text.data, token.text.size, source);
            break;
        case HTML_REFERENCE:
            status = output_expanded(page, to->role, to->join, token.utf8, token.utf8_size, source);
            break;
        case HTML_TEXT:
        case HTML_CDATA:
            status = output_expanded(page, to->role, to->join, (const char *)token.text.data, token.text.size, source);
            break;
        }
    }
    return status;
}

static enum status output_entity(struct xml_page *page, const struct markup_entity *entity,
                                 const struct destination *to, struct bytes source)
{
    enum status status;

    buf_clear(&page->expansion);
    status = markup_dtd_expand(page->dtd, entity, &page->expansion);
    if (status != STATUS_OK || page->expansion.size == 0)
        return status;
    return output_expansion(page, to, source);
}

static enum status output_literal(struct xml_page *page, const struct destination *to, struct bytes text)
{
    enum text_join join = *to->join;

    if (text.size == 0)
        return STATUS_OK;
    *to->join = JOIN_GLUED;
    if (to->is_value)
        return html_output_value(&page->output, to->role, join, text, REFERENCES_OF_VALUE);
    return html_output_bytes(&page->output, to->role, join, text);
}

/* Text with entities in it that the document declares. */
static enum status output_text(struct xml_page *page, const struct destination *to, struct bytes text)
{
    const uint8_t *next = text.data, *literal = next, *end = next + text.size;
    enum status status = STATUS_OK;

    while (page->dtd != NULL && status == STATUS_OK && (next = html_scan_find(next, end, '&')) < end) {
        size_t size = 1;
        bool is_outside;
        const struct markup_entity *entity = markup_dtd_find(page->dtd, next, end, &size, &is_outside);

        if (is_outside)
            status = markup_dtd_outside(page->dtd);
        if (entity != NULL && status == STATUS_OK) {
            status = output_literal(page, to, bytes_of(literal, (size_t)(next - literal)));
            if (status == STATUS_OK)
                status = output_entity(page, entity, to, bytes_of(next, size));
            literal = next + size;
        }
        next += entity != NULL ? size : 1;
    }
    return status != STATUS_OK ? status : output_literal(page, to, bytes_of(literal, (size_t)(end - literal)));
}

static bool has_entity(const struct xml_page *page, struct bytes text)
{
    const uint8_t *next = text.data, *end = next + text.size;

    for (; (next = html_scan_find(next, end, '&')) < end; next++) {
        size_t size;
        bool is_outside;

        if (markup_dtd_find(page->dtd, next, end, &size, &is_outside) != NULL || is_outside)
            return true;
    }
    return false;
}

/* ---- attributes ---- */

static bool is_location(struct bytes value, const struct html_name *name)
{
    switch (html_names_attribute(name)) {
    case HTML_ATTRIBUTE_HREF:
    case HTML_ATTRIBUTE_SRC:
    case HTML_ATTRIBUTE_XLINK_HREF:
        return true;
    default:
        return value.size > 8 && (memcmp(value.data, "http://", 7) == 0 || memcmp(value.data, "https://", 8) == 0);
    }
}

/* Numbers, paths and styles say nothing; a value with a letter past ASCII does, and what is called a text. */
static bool is_readable(struct bytes value, const struct html_name *name, const uint8_t *limit)
{
    switch (html_names_attribute(name)) {
    case HTML_ATTRIBUTE_TITLE:
    case HTML_ATTRIBUTE_ALT:
    case HTML_ATTRIBUTE_VALUE:
    case HTML_ATTRIBUTE_CONTENT:
    case HTML_ATTRIBUTE_LABEL:
    case HTML_ATTRIBUTE_TEXT:
    case HTML_ATTRIBUTE_NAME:
        return value.size > 0;
    default:
        return html_scan_find_text(value.data, value.data + value.size, limit) < value.data + value.size;
    }
}

static enum status output_attribute(struct xml_page *page, const struct html_attribute *attribute)
{
    const uint8_t *limit = page->output.limit;
    struct html_name name = local_name(&attribute->name, limit);

    enum text_join join = JOIN_BROKEN;

    if (attribute->name.size >= 5 && memcmp(attribute->name.data, "xmlns", 5) == 0)
        return STATUS_OK;
    if (page->dtd != NULL && has_entity(page, attribute->value))
        return output_text(page, &(struct destination){ TEXT_METADATA, &join, true }, attribute->value);
    if (is_location(attribute->value, &name))
        return html_output_link(&page->output, TEXT_LINK, attribute->value);
    if (!is_readable(attribute->value, &name, limit))
        return STATUS_OK;
    if (html_names_attribute(&name) == HTML_ATTRIBUTE_OTHER && html_attributes_is_field(attribute->value, limit)) {
        enum status status = html_output_value(&page->output, TEXT_METADATA, JOIN_BROKEN,
                                               (struct bytes){ name.data, name.size }, REFERENCES_OF_VALUE);

        if (status != STATUS_OK)
            return status;
    }
    return html_output_value(&page->output, TEXT_METADATA, JOIN_BROKEN, attribute->value, REFERENCES_OF_VALUE);
}

static enum status read_attributes(struct xml_page *page)
{
    struct html_tokenizer tokenizer = { .next = page->attributes, .end = page->tokenizer.end, .in_tag = true };
    struct html_attribute attribute;
    enum status status = STATUS_OK;

    while (status == STATUS_OK && html_tokenizer_attribute(&tokenizer, &attribute))
        status = output_attribute(page, &attribute);
    return status;
}

/* ---- text ---- */

static enum text_join spend_join(struct xml_page *page)
{
    enum text_join join = page->join;

    page->join = JOIN_GLUED;
    return join;
}

static void add_join(struct xml_page *page, enum text_join join)
{
    if (page->join < join)
        page->join = join;
}

static enum status read_text(struct xml_page *page, struct bytes text)
{
    const uint8_t *end = text.data + text.size;

    switch (page->mode) {
    case XML_SCRIPT:
        return html_script_output(&page->output, JOIN_BROKEN, text);
    case XML_STYLE:
        return html_script_output_style(&page->output, TEXT_LINK, text);
    default:
        break;
    }
    if (html_scan_skip_blank_text(text.data, end, page->output.limit) == end) {
        add_join(page, JOIN_SPACED);
        return STATUS_OK;
    }
    if (page->dtd != NULL)
        return output_text(page, &(struct destination){ TEXT_BODY, &page->join, false }, text);
    return html_output_bytes(&page->output, TEXT_BODY, spend_join(page), text);
}

static enum status read_cdata(struct xml_page *page, struct bytes text)
{
    const uint8_t *end = text.data + text.size;
    enum status status;

    if (page->mode != XML_TEXT || html_scan_find(text.data, end, '<') == end)
        return text.size > 0 ? read_text(page, text) : STATUS_OK;
    status = html_fragment_output(&page->output, TEXT_BODY, TEXT_LINK, text);
    page->join = JOIN_BROKEN;
    return status;
}

/* ---- escaped markup ---- */

/* Unescapes the tag that begins with the `<` of a reference, one level, without decoding its bytes: it stands
 * before the next real tag, and not far. Returns its size as written, 0 when it is no tag. */
static size_t unescape_tag(const uint8_t *start, const uint8_t *end, uint8_t *tag, size_t *tag_size)
{
    const uint8_t *next = start;
    size_t size = 0;

    if ((size_t)(end - start) > ESCAPED_TAG_MAX)
        end = start + ESCAPED_TAG_MAX;
    while (next < end && *next != '<') {
        char utf8[HTML_REFERENCE_SIZE];
        size_t utf8_size = 1;
        size_t taken = *next == '&' ? html_entities_decode(next, end, false, utf8, &utf8_size) : 0;

        if (taken == 0) {
            utf8[0] = (char)*next;
            taken = 1;
        }
        memcpy(tag + size, utf8, utf8_size);
        size += utf8_size;
        next += taken;
        if (size == 2 && !html_scan_is_alpha(tag[1]) && tag[1] != '/' && tag[1] != '!')
            return 0;
        if (utf8[0] == '>') {
            *tag_size = size;
            return (size_t)(next - start);
        }
    }
    return 0;
}

/* A value of an escaped tag as text: its bytes decoded, its references too. */
static size_t decode_link(struct xml_page *page, struct bytes value, char *utf8, size_t capacity)
{
    enum encoding encoding = page->output.is_window ? ENCODING_UTF8 : page->output.encoding;
    const uint8_t *next = value.data;
    const uint8_t *end = next + value.size;
    size_t size = 0;

    while (next < end && size + 16 <= capacity) {
        const uint8_t *literal_end = next + (*next == '&');
        size_t utf8_size = 0;
        size_t taken = *next == '&' ? html_entities_decode(next, end, true, utf8 + size, &utf8_size) : 0;

        if (taken == 0) {
            struct charset_step step;

            literal_end = html_scan_find(literal_end, end, '&');
            step = charset_decode(page->output.job->charset, encoding,
                                  (struct bytes){ next, (size_t)(literal_end - next) }, true, utf8 + size,
                                  capacity - size);
            taken = step.consumed;
            utf8_size = step.produced;
        }
        next += taken;
        size += utf8_size;
    }
    return size;
}

/* Links of an escaped tag; the whole of it is their source. */
static enum status output_escaped_links(struct xml_page *page, struct bytes tag, struct bytes source)
{
    struct html_tokenizer tokenizer = html_tokenizer_start(tag);
    struct html_token token;
    struct html_attribute attribute;
    enum status status = STATUS_OK;

    if (!html_tokenizer_next(&tokenizer, &token) || token.kind != HTML_START_TAG)
        return STATUS_OK;
    while (status == STATUS_OK && html_tokenizer_attribute(&tokenizer, &attribute)) {
        enum html_attribute_id id = html_names_attribute(&attribute.name);
        char utf8[3 * ESCAPED_TAG_MAX];

        if (id != HTML_ATTRIBUTE_HREF && id != HTML_ATTRIBUTE_SRC)
            continue;
        status = html_output_whole(&page->output, TEXT_LINK, JOIN_BROKEN, utf8,
                                   decode_link(page, attribute.value, utf8, sizeof utf8), source);
    }
    return status;
}

static enum status read_escaped_tag(struct xml_page *page, struct bytes tag, struct bytes source)
{
    struct html_tokenizer tokenizer = html_tokenizer_start(tag);
    struct html_token token;
    enum html_tag known;

    page->tokenizer.next = source.data + source.size;
    if (!html_tokenizer_next(&tokenizer, &token) || (token.kind != HTML_START_TAG && token.kind != HTML_END_TAG))
        return STATUS_OK;
    known = html_names_tag(&token.name);
    if (known == HTML_TAG_BR || (html_names_elements[known].flags & HTML_BREAKS) != 0)
        page->join = JOIN_BROKEN;
    return output_escaped_links(page, tag, source);
}

static enum status read_reference(struct xml_page *page, struct html_token *token)
{
    struct bytes source = token->text;

    if (page->dtd != NULL && page->mode == XML_TEXT) {
        bool is_outside;
        const struct markup_entity *entity =
            markup_dtd_find(page->dtd, token->start, page->tokenizer.end, &source.size, &is_outside);

        if (entity != NULL) {
            page->tokenizer.next = token->start + source.size;
            return output_entity(page, entity, &(struct destination){ TEXT_BODY, &page->join, false }, source);
        }
        source = token->text;
    }
    if (page->mode != XML_TEXT)
        return html_output_whole(&page->output, TEXT_SCRIPT, JOIN_GLUED, token->utf8, token->utf8_size, source);
    if (token->utf8[0] == '<') {
        uint8_t tag[ESCAPED_TAG_MAX];
        size_t tag_size = 0;

        source.size = unescape_tag(token->start, page->tokenizer.end, tag, &tag_size);
        if (source.size > 0)
            return read_escaped_tag(page, (struct bytes){ tag, tag_size }, source);
        source.size = token->text.size;
    } else if (token->utf8[0] == '&') {
        source.size =
            html_output_decode(token->start, page->tokenizer.end, REFERENCES_OF_TEXT, token->utf8, &token->utf8_size);
        page->tokenizer.next = token->start + source.size;
    }
    return html_output_whole(&page->output, TEXT_BODY, spend_join(page), token->utf8, token->utf8_size, source);
}

/* ---- tokens ---- */

/* What says that it is XML ends as its root does, or has been cut off. */
static void follow_root(struct xml_page *page, const struct html_token *token)
{
    bool is_start = token->kind == HTML_START_TAG;

    if (!page->has_root && is_start) {
        page->has_root = true;
        page->root_size = token->name.size <= ROOT_SIZE_MAX ? token->name.size : 0;
        memcpy(page->root, token->name.data, page->root_size);
        page->root_is_open = page->is_declared && page->root_size > 0 && !page->tokenizer.tag_is_self_closing;
    } else if (page->root_is_open && !is_start && token->name.size == page->root_size
               && memcmp(token->name.data, page->root, page->root_size) == 0) {
        page->root_is_open = false;
    }
}

static enum status read_tag(struct xml_page *page, const struct html_token *token)
{
    struct html_name name = local_name(&token->name, page->output.limit);
    enum html_tag tag = html_names_tag(&name);

    follow_root(page, token);
    if (!is_inline(tag))
        page->join = JOIN_BROKEN;
    page->mode = XML_TEXT;
    if (token->kind == HTML_END_TAG)
        return STATUS_OK;
    if (tag == HTML_TAG_SCRIPT && !page->tokenizer.tag_is_self_closing)
        page->mode = XML_SCRIPT;
    else if (tag == HTML_TAG_STYLE && !page->tokenizer.tag_is_self_closing)
        page->mode = XML_STYLE;
    return read_attributes(page);
}

static enum status read_comment(struct xml_page *page, struct bytes comment)
{
    if (comment.size > 4 && memcmp(comment.data, "?xml ", 5) == 0) {
        page->is_declared = true;
        return STATUS_OK;
    }
    return html_fragment_output(&page->output, TEXT_COMMENT, TEXT_COMMENT, comment);
}

/* The internal subset, which the tokenizer knows nothing of, is scanned like a comment. */
static enum status read_doctype(struct xml_page *page, const struct html_token *token)
{
    enum encoding encoding = page->output.is_window ? ENCODING_UTF8 : page->output.encoding;
    struct bytes text = { token->text.data, (size_t)(page->tokenizer.end - token->text.data) };
    size_t size = 0;
    enum status status;

    if (page->dtd != NULL)
        return read_comment(page, token->text);
    status = markup_dtd_read(page->output.job, encoding, text, &page->dtd, &size);
    if (status != STATUS_OK)
        return status;
    if (size < token->text.size) /* it never ends */
        return read_comment(page, token->text);
    page->tokenizer.next = text.data + size;
    return read_comment(page, bytes_slice(text, 0, size));
}

static void collect(void *reader)
{
    struct xml_page *page = reader;
    struct html_attribute attribute;

    page->attributes = page->tokenizer.in_tag ? page->tokenizer.next : page->tokenizer.end;
    while (html_tokenizer_attribute(&page->tokenizer, &attribute))
        continue;
}

static enum status read_token(void *reader, struct html_token *token)
{
    struct xml_page *page = reader;

    switch (token->kind) {
    case HTML_TEXT:
        return read_text(page, token->text);
    case HTML_CDATA:
        return read_cdata(page, token->text);
    case HTML_REFERENCE:
        return read_reference(page, token);
    case HTML_START_TAG:
    case HTML_END_TAG:
        return read_tag(page, token);
    case HTML_DOCTYPE:
        return read_doctype(page, token);
    case HTML_COMMENT:
        return read_comment(page, token->text);
    }
    return STATUS_OK;
}

static enum status read_bytes(struct xml_page *page)
{
    const uint8_t *progress = page->tokenizer.next + PROGRESS_BYTES;
    struct html_token token;
    enum status status = STATUS_OK;

    while (status == STATUS_OK && html_tokenizer_next(&page->tokenizer, &token)) {
        if (token.start >= progress) {
            status = extract_progress(page->output.job, html_output_source(&page->output, token.start));
            if (status != STATUS_OK)
                return status;
            progress = token.start + PROGRESS_BYTES;
        }
        if (token.kind == HTML_START_TAG || token.kind == HTML_END_TAG)
            collect(page);
        status = read_token(page, &token);
    }
    return status;
}

static enum status xml_extract(struct extract_job *job)
{
    struct encoding_evidence evidence;
    struct xml_page page = { .join = JOIN_BROKEN, .mode = XML_TEXT, .expansion = BUF_INIT(EXPANSION_MAX) };
    enum status status = extract_encoding(job, ENCODING_SYNTAX_XML, &evidence);

    if (status != STATUS_OK)
        return status;
    page.output = html_output_start(job);
    page.tokenizer = html_tokenizer_start(bytes_slice(job->input, evidence.bom_size, job->input.size));
    page.tokenizer.cdata_is_allowed = true;
    page.tokenizer.names_are_xml = true;
    if (encoding_is_markup_safe(evidence.encoding))
        status = read_bytes(&page);
    else
        status = html_window_read(&(struct html_window){ &page.output, &page.tokenizer, &page, collect, read_token },
                                  evidence.bom_size);
    buf_free(&page.expansion);
    return status == STATUS_OK && page.root_is_open ? STATUS_MALFORMED : status;
}

const struct extractor xml_extractor = {
    .format = { "xml", "application/xml" },
    .bid = html_sniff_bid_xml,
    .extract = xml_extract,
};
