/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/html_together.h"

#include <string.h>

static const char script_end[] = "\n;", handler_begin[] = "(function(){", handler_end[] = "\n}());";

enum {
    SLACK = 16, /* bytes that may be read behind the text */
    AROUND_MAX = sizeof handler_begin + sizeof handler_end
};

static void add(struct html_together *together, struct html_together_part *parts, size_t *count, struct bytes script)
{
    if (script.size == 0 || *count == HTML_TOGETHER_MAX || script.size > HTML_TOGETHER_SCRIPT_MAX
        || together->size + script.size + AROUND_MAX > HTML_TOGETHER_SIZE_MAX)
        return;
    together->size += script.size + AROUND_MAX;
    parts[(*count)++] = (struct html_together_part){ .script = script };
}

void html_together_add(struct html_together *together, struct bytes script)
{
    add(together, together->scripts, &together->script_count, script);
}

void html_together_add_handler(struct html_together *together, struct bytes script)
{
    size_t count = together->handler_count;

    if (count == 0 || !bytes_equal(together->handlers[count - 1].script, script)) /* a list has one in each line */
        add(together, together->handlers, &together->handler_count, script);
}

bool html_together_has_others(const struct html_together *together)
{
    return together->script_count > 0 && together->script_count + together->handler_count > 1;
}

static uint8_t *append(uint8_t *next, const void *bytes, size_t size)
{
    memcpy(next, bytes, size);
    return next + size;
}

enum status html_together_join(struct html_together *together, struct arena *arena)
{
    uint8_t *text = arena_zeroed(arena, together->size + SLACK), *next = text;

    if (text == NULL)
        return STATUS_NO_MEMORY;
    for (size_t index = 0; index < together->script_count; index++) {
        struct html_together_part *part = &together->scripts[index];

        part->offset = (size_t)(next - text);
        next = append(next, part->script.data, part->script.size);
        next = append(next, script_end, sizeof script_end - 1);
    }
    for (size_t index = 0; index < together->handler_count; index++) {
        struct html_together_part *part = &together->handlers[index];

        next = append(next, handler_begin, sizeof handler_begin - 1);
        part->offset = (size_t)(next - text);
        next = append(next, part->script.data, part->script.size);
        next = append(next, handler_end, sizeof handler_end - 1);
    }
    together->text = (struct bytes){ text, (size_t)(next - text) };
    return STATUS_OK;
}

static bool is_inside(const struct html_together_part *part, size_t offset)
{
    return offset >= part->offset && offset - part->offset < part->script.size;
}

static const struct html_together_part *find(const struct html_together_part *parts, size_t count, size_t offset)
{
    for (size_t index = 0; index < count; index++) {
        if (is_inside(&parts[index], offset))
            return &parts[index];
    }
    return NULL;
}

struct bytes html_together_source(const struct html_together *together, struct bytes text)
{
    size_t offset = (size_t)(text.data - together->text.data);
    const struct html_together_part *part = find(together->scripts, together->script_count, offset);

    if (part == NULL)
        part = find(together->handlers, together->handler_count, offset);
    return part != NULL ? bytes_slice(part->script, offset - part->offset, text.size)
                        : (struct bytes){ together->scripts[0].script.data, 0 };
}

bool html_together_is_handler(const struct html_together *together, struct bytes text)
{
    return find(together->handlers, together->handler_count, (size_t)(text.data - together->text.data)) != NULL;
}
