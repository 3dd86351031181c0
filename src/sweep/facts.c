/* SPDX-License-Identifier: Apache-2.0 */
#include "sweep/facts.h"

#include "report/json.h"

static void write_properties(struct buf *out, const struct site_page *page)
{
    json_key(out, "properties");
    buf_byte(out, '{');
    for (size_t index = 0; index < page->property_count; index++) {
        const struct page_property *property = &page->properties[index];

        json_element(out);
        json_quoted(out, property->name, __builtin_strlen(property->name));
        buf_byte(out, ':');
        json_quoted(out, property->content, __builtin_strlen(property->content));
    }
    buf_byte(out, '}');
}

void facts_write(struct buf *out, const struct site_page *page, const char *url)
{
    buf_byte(out, '{');
    json_text(out, "url", url);
    json_text(out, "format", page->format);
    json_text(out, "title", page->title);
    write_properties(out, page);
    buf_byte(out, '}');
}
