/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/units.h"

#include <libintl.h>
#include <string.h>

#include "report/json.h"

enum { UNITS_BYTES_MAX = 8000 };

const char units_all[] = "*";

/* The next name of the list; false when there is none any more. */
static bool next_name(const char **rest, struct bytes *name)
{
    size_t size = strcspn(*rest, ",");

    if (**rest == '\0')
        return false;
    *name = bytes_of(*rest, size);
    *rest += size + ((*rest)[size] == ',' ? 1 : 0);
    return true;
}

static bool is_name(struct bytes name, const char *text)
{
    return name.size == strlen(text) && memcmp(name.data, text, name.size) == 0;
}

static bool has_name(const char *units, struct bytes wanted)
{
    struct bytes name;

    while (next_name(&units, &name)) {
        if (name.size == wanted.size && memcmp(name.data, wanted.data, name.size) == 0)
            return true;
    }
    return false;
}

/* How many bytes separate names here; 0: none. */
static size_t separator(const char *text)
{
    static const char *const separators[] = { ",", "，", "、" };

    for (size_t index = 0; index < sizeof separators / sizeof *separators; index++) {
        if (strncmp(text, separators[index], strlen(separators[index])) == 0)
            return strlen(separators[index]);
    }
    return 0;
}

static void add_name(struct buf *units, const char *start, const char *end)
{
    while (start < end && *start == ' ')
        start++;
    while (end > start && end[-1] == ' ')
        end--;
    if (start == end || (units->size > 0 && has_name(units->data, bytes_of(start, (size_t)(end - start)))))
        return;
    if (units->size > 0)
        buf_byte(units, ',');
    buf_append(units, start, (size_t)(end - start));
}

enum status units_read(const char *text, struct arena *arena, const char **units, struct error *error)
{
    struct buf read = BUF_INIT(UNITS_BYTES_MAX);
    const char *start = text, *at = text;
    enum status status;

    for (; *at != '\0'; at++) {
        size_t size = separator(at);

        if (size == 0)
            continue;
        add_name(&read, start, at);
        start = at + size;
        at = start - 1;
    }
    add_name(&read, start, at);
    status = buf_status(&read);
    *units = arena_text(arena, read.size > 0 ? read.data : "", read.size);
    if (status != STATUS_OK)
        status = error_set(error, STATUS_INVALID, gettext("units: these are more than %d bytes"), UNITS_BYTES_MAX);
    else if (*units == NULL)
        status = STATUS_NO_MEMORY;
    buf_free(&read);
    return status;
}

bool units_are_all(const struct identity *identity)
{
    return has_name(identity->units, bytes_of_text(units_all));
}

bool units_include(const struct identity *identity, const char *unit)
{
    if (unit[0] == '\0')
        return false;
    return strcmp(unit, identity->unit) == 0 || units_are_all(identity)
           || has_name(identity->units, bytes_of_text(unit));
}

static void write_name(struct buf *out, struct bytes name)
{
    json_element(out);
    json_quoted(out, (const char *)name.data, name.size);
}

void units_write(struct buf *out, const char *own, const char *units)
{
    struct bytes name;

    buf_byte(out, '[');
    if (own[0] != '\0')
        write_name(out, bytes_of_text(own));
    while (next_name(&units, &name)) {
        if (!is_name(name, own))
            write_name(out, name);
    }
    buf_byte(out, ']');
}
