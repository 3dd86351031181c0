/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/html_fragment.h"

#include "extract/html_names.h"
#include "extract/html_scan.h"
#include "extract/html_tokenizer.h"

struct fragment {
    struct html_output *output;
    struct html_tokenizer tokenizer;
    enum text_role text, link;
    enum text_join join;
};

static enum status read_attribute(struct fragment *fragment, const struct html_attribute *attribute)
{
    enum html_attribute_id id = html_names_attribute(&attribute->name);
    enum status status = STATUS_OK;

    switch (id) {
    case HTML_ATTRIBUTE_HREF:
    case HTML_ATTRIBUTE_SRC:
    case HTML_ATTRIBUTE_ACTION:
    case HTML_ATTRIBUTE_DATA:
        return html_output_link(fragment->output, fragment->link, attribute->value);
    case HTML_ATTRIBUTE_ALT:
    case HTML_ATTRIBUTE_TITLE:
    case HTML_ATTRIBUTE_VALUE:
    case HTML_ATTRIBUTE_CONTENT:
    case HTML_ATTRIBUTE_PLACEHOLDER:
        status =
            html_output_value(fragment->output, fragment->text, JOIN_BROKEN, attribute->value, REFERENCES_OF_VALUE);
        if (attribute->value.size > 0)
            fragment->join = JOIN_BROKEN;
        return status;
    default:
        return STATUS_OK;
    }
}

static enum status read_tag(struct fragment *fragment, const struct html_token *token)
{
    enum html_tag tag = html_names_tag(&token->name);
    struct html_attribute attribute;
    enum status status = STATUS_OK;

    if ((html_names_elements[tag].flags & HTML_BREAKS) != 0 || tag == HTML_TAG_BR)
        fragment->join = JOIN_BROKEN;
    while (status == STATUS_OK && html_tokenizer_attribute(&fragment->tokenizer, &attribute))
        status = read_attribute(fragment, &attribute);
    if (token->kind == HTML_START_TAG && tag == HTML_TAG_SCRIPT)
        html_tokenizer_enter(&fragment->tokenizer, HTML_CONTENT_RAW, "script", 6);
    else if (token->kind == HTML_START_TAG && tag == HTML_TAG_STYLE)
        html_tokenizer_enter(&fragment->tokenizer, HTML_CONTENT_RAW, "style", 5);
    return status;
}

static enum status read_text(struct fragment *fragment, struct bytes text)
{
    const uint8_t *end = text.data + text.size;
    enum text_join join = fragment->join;

    if (html_scan_skip_blank_text(text.data, end, fragment->output->limit) == end) {
        if (join == JOIN_GLUED)
            fragment->join = JOIN_SPACED;
        return STATUS_OK;
    }
    fragment->join = JOIN_GLUED;
    return html_output_bytes(fragment->output, fragment->text, join, text);
}

static enum status read_reference(struct fragment *fragment, struct html_token *token)
{
    enum text_join join = fragment->join;
    size_t size =
        html_output_decode(token->start, fragment->tokenizer.end, REFERENCES_OF_TEXT, token->utf8, &token->utf8_size);

    fragment->tokenizer.next = token->start + size;
    fragment->join = JOIN_GLUED;
    return html_output_whole(fragment->output, fragment->text, join, token->utf8, token->utf8_size,
                             (struct bytes){ token->start, size });
}

enum status html_fragment_output(struct html_output *output, enum text_role text, enum text_role link,
                                 struct bytes bytes)
{
    struct fragment fragment = { output, html_tokenizer_start(bytes), text, link, JOIN_BROKEN };
    struct html_token token;
    enum status status = STATUS_OK;

    while (status == STATUS_OK && html_tokenizer_next(&fragment.tokenizer, &token)) {
        switch (token.kind) {
        case HTML_TEXT:
        case HTML_CDATA:
        case HTML_DOCTYPE:
            status = read_text(&fragment, token.text);
            break;
        case HTML_COMMENT: /* also `<![endif]` */
            fragment.join = JOIN_BROKEN;
            status = read_text(&fragment, token.text);
            fragment.join = JOIN_BROKEN;
            break;
        case HTML_REFERENCE:
            status = read_reference(&fragment, &token);
            break;
        case HTML_START_TAG:
        case HTML_END_TAG:
            status = read_tag(&fragment, &token);
            break;
        }
    }
    return status;
}
