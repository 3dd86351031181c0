/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/js_items.h"

#include <string.h>

#include "extract/js_value_data.h"

static bool is_boundary(uint8_t byte)
{
    return (byte & 0xC0) != 0x80;
}

/* Where the item that begins at `from` ends: at `at`, or behind its first character where that is empty. */
static size_t item_end(struct bytes text, size_t from, struct bytes at)
{
    const uint8_t *found;
    size_t end = from + 1;

    if (at.size > 0) {
        found = memmem(text.data + from, text.size - from, at.data, at.size);
        return found != NULL ? (size_t)(found - text.data) : text.size;
    }
    while (end < text.size && !is_boundary(text.data[end]))
        end++;
    return end;
}

struct js_value js_items_join_split(struct js_reader *reader, const struct js_value *from, struct bytes with)
{
    struct bytes text = js_value_text(reader, from);
    size_t items = 0, used = 0;
    uint8_t *out;

    if (text.data == NULL)
        return (struct js_value){ 0 };
    for (size_t at = 0; at < text.size; items++)
        at = item_end(text, at, from->split_at) + from->split_at.size;
    if (with.size > 0 && items > JS_TEXT_MAX / with.size)
        return (struct js_value){ 0 };
    out = js_value_memory(reader, text.size + items * with.size + JS_VALUE_SLACK);
    if (out == NULL)
        return (struct js_value){ 0 };
    for (size_t at = 0, end, total = text.size + items * with.size; at < text.size; at = end + from->split_at.size) {
        size_t size;

        end = item_end(text, at, from->split_at);
        size = end - at;
        /* Backwards it is written from the end of what all of it may take. */
        if (from->is_reversed && used > 0)
            memcpy(out + total - (used += with.size), with.data, with.size);
        else if (used > 0 && with.size > 0)
            memcpy(out + (used += with.size) - with.size, with.data, with.size);
        used += size;
        memcpy(from->is_reversed ? out + total - used : out + used - size, text.data + at, size);
    }
    if (from->is_reversed)
        memmove(out, out + text.size + items * with.size - used, used);
    return js_value_made(reader, from, (struct bytes){ out, used });
}

struct js_value js_items_join_list(struct js_reader *reader, const struct js_value *list, const struct js_value *with)
{
    struct js_value value = { .is_known = list->is_known && with->is_known, .is_composed = true };

    for (size_t index = 0; index < list->count; index++) {
        if (list->pieces[index].begins_item && index > 0)
            js_value_add(reader, &value, with);
        js_value_add_piece(reader, &value, list->pieces[index]);
        if (value.count > 0)
            value.pieces[value.count - 1].begins_item = false;
    }
    return value;
}

struct js_value js_items_replace(struct js_reader *reader, const struct js_value *from, struct bytes what,
                                 struct bytes with)
{
    struct js_value split = *from;

    if (what.size == 0 || memchr(what.data, '\\', what.size) != NULL || memchr(what.data, '[', what.size) != NULL)
        return (struct js_value){ 0 };
    split.is_split = true;
    split.is_reversed = false;
    split.split_at = what;
    return js_items_join_split(reader, &split, with);
}

struct bytes *js_items_split(struct js_reader *reader, const struct js_value *list, size_t *count)
{
    struct bytes text = js_value_text(reader, list), *items;

    *count = 0;
    if (text.data == NULL)
        return NULL;
    for (size_t at = 0; at <= text.size; (*count)++)
        at = item_end(text, at, list->split_at) + list->split_at.size;
    items = js_value_memory(reader, *count * sizeof *items);
    for (size_t index = 0, at = 0; items != NULL && index < *count; index++) {
        size_t end = item_end(text, at, list->split_at);

        items[index] = bytes_slice(text, at, end - at);
        at = end + list->split_at.size;
    }
    return items;
}
