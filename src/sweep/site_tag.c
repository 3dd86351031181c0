/* SPDX-License-Identifier: Apache-2.0 */
#include "sweep/site_tag.h"

#include <string.h>
#include <strings.h>

struct bytes site_tag_around(const struct part *part, uint64_t place)
{
    enum { TAG_MAX = 16 << 10 };
    size_t from = place > TAG_MAX ? (size_t)place - TAG_MAX : 0;
    const uint8_t *open;

    if (place > part->bytes.size || place == 0)
        return (struct bytes){ 0 };
    open = memrchr(part->bytes.data + from, '<', (size_t)place - from);
    return open == NULL ? (struct bytes){ 0 } : bytes_of(open, (size_t)(part->bytes.data + part->bytes.size - open));
}

bool site_tag_is_attribute(const struct html_attribute *attribute, const char *name)
{
    return attribute->name.size == strlen(name)
           && strncasecmp((const char *)attribute->name.data, name, attribute->name.size) == 0;
}

bool site_tag_names(struct bytes tag, const char *name)
{
    return tag.size > 0 && html_scan_names(bytes_slice(tag, 1, tag.size), name);
}

bool site_tag_is_of_button(const struct part *part, struct bytes tag, uint64_t place)
{
    struct html_tokenizer tokenizer = html_tokenizer_start(tag);
    const uint8_t *at = part->bytes.data + place;
    struct html_attribute attribute;
    struct html_token token;

    if ((!site_tag_names(tag, "button") && !site_tag_names(tag, "input")) || !html_tokenizer_next(&tokenizer, &token))
        return false;
    while (html_tokenizer_attribute(&tokenizer, &attribute)) {
        if (at >= attribute.value.data && at < attribute.value.data + attribute.value.size)
            return site_tag_is_attribute(&attribute, "formaction");
    }
    return false;
}

bool site_tag_link_sends(enum text_link link)
{
    return link == LINK_SENDS || link == LINK_SENDS_SOME || link == LINK_SENDS_PERHAPS;
}

enum page_element site_tag_element(struct bytes tag, enum text_link link)
{
    static const struct {
        const char *name;
        enum page_element element;
    } elements[] = { { "a", PAGE_ANCHOR },       { "area", PAGE_ANCHOR },  { "img", PAGE_IMAGE },
                     { "source", PAGE_IMAGE },   { "input", PAGE_IMAGE },  { "link", PAGE_LINK },
                     { "script", PAGE_PROGRAM }, { "iframe", PAGE_FRAME }, { "frame", PAGE_FRAME },
                     { "embed", PAGE_FRAME },    { "object", PAGE_FRAME }, { "form", PAGE_FORM } };

    if (link == LINK_PROGRAM)
        return PAGE_PROGRAM;
    if (link == LINK_FRAME)
        return PAGE_FRAME;
    if (link == LINK_REFRESH || (site_tag_link_sends(link) && site_tag_names(tag, "meta"))) /* a script has written that one */
        return PAGE_REFRESH;
    /* Scripts are told as such: what a program writes beside them only seems to belong to the program's own tag. */
    if (link == LINK_WRITTEN && site_tag_names(tag, "script"))
        return PAGE_OTHER;
    for (size_t index = 0; index < sizeof elements / sizeof *elements; index++) {
        if (site_tag_names(tag, elements[index].name))
            return elements[index].element;
    }
    return PAGE_OTHER;
}
