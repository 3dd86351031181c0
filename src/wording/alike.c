/* SPDX-License-Identifier: Apache-2.0 */
#include "wording/alike.h"

#include <stdlib.h>
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
    return alike_index(groups, table.row_count, arena, alike);
}

struct alike_place {
    uint32_t character, group;
};

static int by_character(const void *left, const void *right)
{
    const struct alike_place *a = left, *b = right;

    return (a->character > b->character) - (a->character < b->character);
}

enum status alike_index(const char *const *groups, size_t count, struct arena *arena, struct alike *alike)
{
    size_t total = 0, filled = 0;
    struct alike_place *places;

    for (size_t index = 0; index < count; index++)
        total += strlen(groups[index]);
    places = arena_alloc(arena, (total + 1) * sizeof *places);
    if (places == NULL)
        return STATUS_NO_MEMORY;
    for (size_t index = 0; index < count; index++) {
        size_t size = strlen(groups[index]);

        for (size_t at = 0; at < size;) {
            struct utf8_step step = utf8_next(groups[index] + at, size - at);

            places[filled++] = (struct alike_place){ step.code_point, (uint32_t)index };
            at += step.size;
        }
    }
    qsort(places, filled, sizeof *places, by_character);
    *alike = (struct alike){ groups, count, places, filled };
    return STATUS_OK;
}

static bool sound_alike(uint32_t right, uint32_t written)
{
    const struct pinyin_reading *one = pinyin_reading(right), *other = pinyin_reading(written);

    return one != NULL && other != NULL && other->common && one->sound == other->sound;
}

static size_t first_place(const struct alike *alike, uint32_t character)
{
    size_t low = 0, high = alike->place_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (alike->places[middle].character < character)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

const char *alike_next_group(struct alike alike, uint32_t character, size_t *next)
{
    size_t at = first_place(&alike, character) + *next;

    if (at >= alike.place_count || alike.places[at].character != character)
        return NULL;
    ++*next;
    return alike.groups[alike.places[at].group];
}

static bool look_alike(struct alike alike, uint32_t right, uint32_t written)
{
    char other[4];
    size_t size = utf8_encode(written, other), next = 0;
    const char *group;

    while ((group = alike_next_group(alike, right, &next)) != NULL)
        if (memmem(group, strlen(group), other, size) != NULL)
            return true;
    return false;
}

bool alike_characters(struct alike alike, uint32_t right, uint32_t written)
{
    return right != written && (sound_alike(right, written) || look_alike(alike, right, written));
}
