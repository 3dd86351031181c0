/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/html_styles.h"

#include <string.h>

void html_styles_start(struct html_styles *styles)
{
    for (size_t index = 0; index < HTML_STYLES; index++)
        styles->entries[index].text = NULL;
}

static uint64_t load(const uint8_t *text)
{
    uint64_t word;

    memcpy(&word, text, sizeof word);
    return word;
}

/* Not a defence against collisions: they cost what a new style costs. */
static size_t entry_of(struct bytes style)
{
    uint64_t hash = style.size;
    size_t index = 0;

    for (; style.size - index >= 16; index += 16)
        hash = (hash ^ load(style.data + index)) * UINT64_C(0x9E3779B97F4A7C15)
               + load(style.data + index + 8) * UINT64_C(0xC2B2AE3D27D4EB4F);
    if (style.size >= 16) {
        hash = (hash ^ load(style.data + style.size - 16)) * UINT64_C(0x9E3779B97F4A7C15)
               + load(style.data + style.size - 8) * UINT64_C(0xC2B2AE3D27D4EB4F);
    } else {
        for (; index < style.size; index++)
            hash = (hash ^ style.data[index]) * UINT64_C(0x9E3779B97F4A7C15);
    }
    return (size_t)((hash ^ hash >> 29) * UINT64_C(0x9E3779B97F4A7C15) >> 57);
}

_Static_assert(HTML_STYLES == 1 << 7, "entry_of keeps seven bits");

struct html_style *html_styles_find(struct html_styles *styles, struct bytes style, const uint8_t *limit)
{
    struct html_style *entry = &styles->entries[entry_of(style)];

    if (entry->text != NULL && entry->size == style.size && memcmp(entry->text, style.data, style.size) == 0)
        return entry;
    *entry = (struct html_style){ .text = style.data, .size = style.size };
    html_look_declare(&entry->look, style, limit);
    return entry;
}
