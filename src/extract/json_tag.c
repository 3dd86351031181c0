/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/json_tag.h"

#include <strings.h>

#include "extract/html_names.h"
#include "extract/html_scan.h"
#include "extract/span.h"

enum {
    TAG_SIZE_MAX = 2048, /* longer ones are text */
    NAME_SIZE_MAX = 16,  /* longer than any name that we know */
    ESCAPE_SIZE = 6,
};

/* How many bytes of `input` at `offset` stand for `wanted`, plain or as \u00XX; 0: something else stands there. */
static size_t sign_size(struct bytes input, size_t offset, char wanted, const char *escape)
{
    struct bytes text = bytes_slice(input, offset, ESCAPE_SIZE);

    if (text.size > 0 && text.data[0] == (uint8_t)wanted)
        return 1;
    return text.size == ESCAPE_SIZE && strncasecmp((const char *)text.data, escape, ESCAPE_SIZE) == 0 ? ESCAPE_SIZE : 0;
}

static size_t slash_size(struct bytes input, size_t offset)
{
    if (bytes_start_with(bytes_slice(input, offset, 2), "\\/", 2))
        return 2;
    return offset < input.size && input.data[offset] == '/';
}

/* The element whose name begins at `offset`; *size is how long the name is. */
static enum html_tag name_read(struct bytes input, size_t offset, size_t *size)
{
    struct html_name name = { .data = input.data + offset };

    for (; name.size < NAME_SIZE_MAX && offset + name.size < input.size; name.size++) {
        uint8_t byte = name.data[name.size], letter = byte | 0x20;

        if ((letter < 'a' || letter > 'z') && (name.size == 0 || byte < '0' || byte > '9'))
            break;
    }
    *size = name.size;
    if (name.size == 0)
        return HTML_TAG_OTHER;
    name.key = html_scan_name_key(name.data, name.size, input.data + input.size);
    return html_names_tag(&name);
}

struct json_tag json_tag_read(struct bytes input, enum encoding encoding, size_t offset)
{
    struct json_tag none = { 0, false, false }, tag = none;
    struct bytes text = bytes_slice(input, offset, TAG_SIZE_MAX);
    size_t at = sign_size(text, 0, '<', "\\u003c"), size, close;
    bool is_bare = true;
    enum html_tag element;

    if (at == 0)
        return none;
    at += slash_size(text, at);
    element = name_read(text, at, &size);
    if (element == HTML_TAG_OTHER)
        return none;
    at += size;
    close = sign_size(text, at, '>', "\\u003e");
    if (close == 0 && at < text.size && text.data[at] != ' ' && slash_size(text, at) == 0)
        return none;
    while (close == 0 && at < text.size) {
        struct span_unit unit = span_unit_at(text, encoding, at);

        if (unit.code == '"' || unit.code == '\n' || unit.code == '<')
            return none;
        is_bare = is_bare && (unit.code == ' ' || unit.code == '/' || unit.code == '\\');
        tag.has_attributes = tag.has_attributes || unit.code == '=';
        at += unit.code == '\\' ? 2 : unit.size;
        close = sign_size(text, at, '>', "\\u003e");
    }
    /* `a<b and c>d` compares. */
    tag.size = close > 0 && (is_bare || tag.has_attributes) ? at + close : 0;
    tag.breaks = (html_names_elements[element].flags & HTML_BREAKS) != 0 || element == HTML_TAG_BR;
    return tag;
}
