/* SPDX-License-Identifier: Apache-2.0 */
#include "sweep/facts.h"

#include <string.h>

#include "report/json.h"
#include "report/json_line.h"

static void write_properties(struct buf *out, const struct site_page *page)
{
    json_key(out, "properties");
    buf_byte(out, '{');
    for (size_t index = 0; index < page->property_count; index++) {
        const struct page_property *property = &page->properties[index];

        json_element(out);
        json_quoted(out, property->name, strlen(property->name));
        buf_byte(out, ':');
        json_quoted(out, property->content, strlen(property->content));
    }
    buf_byte(out, '}');
}

bool facts_text(const char *facts, struct digest *text)
{
    struct bytes value = json_line_text(bytes_of_text(facts), "\"text\"");
    char words[DIGEST_TEXT_SIZE] = "";

    if (value.size != DIGEST_TEXT_SIZE - 1)
        return false;
    memcpy(words, value.data, value.size);
    return digest_parse(words, text);
}

void facts_write(struct buf *out, const struct site_page *page, const char *url, const struct digest *text)
{
    char digest[DIGEST_TEXT_SIZE];

    digest_text(text, digest);
    buf_byte(out, '{');
    json_text(out, "text", digest);
    json_text(out, "url", url);
    json_text(out, "format", page->format);
    json_text(out, "title", page->title);
    write_properties(out, page);
    buf_byte(out, '}');
}
