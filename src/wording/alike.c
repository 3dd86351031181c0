/* SPDX-License-Identifier: Apache-2.0 */
#include "wording/alike.h"

#include <string.h>

#include "text/utf8.h"
#include "wording/pinyin.h"

enum status alike_read(const struct reference *reference, struct arena *arena, struct alike *alike, struct error *error)
{
    static const char *const columns[] = { "characters" };
    static const struct reference_form form = {
        .name = "shapes", .columns = columns, .column_count = 1, .required_count = 1, .key_count = 1
    };
    struct reference_table table;
    enum status status = reference_table(reference, &form, arena, &table, error);
    const char **groups;

    if (status != STATUS_OK)
        return status;
    groups = arena_alloc(arena, (table.row_count + 1) * sizeof *groups);
    if (groups == NULL)
        return STATUS_NO_MEMORY;
    for (size_t index = 0; index < table.row_count; index++)
        groups[index] = table.rows[index].fields[0];
    *alike = (struct alike){ groups, table.row_count };
    return STATUS_OK;
}

static bool sound_alike(uint32_t right, uint32_t written)
{
    const struct pinyin_reading *one = pinyin_reading(right), *other = pinyin_reading(written);

    return one != NULL && other != NULL && other->common && one->sound == other->sound;
}

static bool look_alike(struct alike alike, uint32_t right, uint32_t written)
{
    char one[4], other[4];
    size_t one_size = utf8_encode(right, one), other_size = utf8_encode(written, other);

    for (size_t index = 0; index < alike.count; index++) {
        const char *group = alike.groups[index];
        size_t size = strlen(group);

        if (memmem(group, size, one, one_size) != NULL && memmem(group, size, other, other_size) != NULL)
            return true;
    }
    return false;
}

bool alike_characters(struct alike alike, uint32_t right, uint32_t written)
{
    return right != written && (sound_alike(right, written) || look_alike(alike, right, written));
}
