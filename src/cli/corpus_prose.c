/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/corpus_prose.h"

#include <string.h>

#include "base/alloc.h"

enum { PROSE_UNITS_MAX = 4096 };

uint64_t chance_next(struct chance *chance)
{
    chance->state += UINT64_C(0x9E3779B97F4A7C15);
    uint64_t mixed = chance->state;
    mixed = (mixed ^ (mixed >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    mixed = (mixed ^ (mixed >> 27)) * UINT64_C(0x94D049BB133111EB);
    return mixed ^ (mixed >> 31);
}

uint32_t chance_below(struct chance *chance, uint32_t below)
{
    return (uint32_t)((chance_next(chance) >> 32) % below);
}

uint32_t chance_between(struct chance *chance, uint32_t from, uint32_t to)
{
    return from + chance_below(chance, to - from + 1);
}

static int prose_list_named(const char *line, size_t size)
{
    static const char *const names[PROSE_LIST_COUNT] = { "[sentences]", "[headings]", "[phrases]", "[markup]" };

    for (int list = 0; list < PROSE_LIST_COUNT; list++)
        if (strlen(names[list]) == size && memcmp(names[list], line, size) == 0)
            return list;
    return -1;
}

static enum status prose_add(struct prose_units *list, const char *line, size_t size)
{
    if (list->count == PROSE_UNITS_MAX)
        return STATUS_INVALID;
    list->units[list->count++] = bytes_of(line, size);
    return STATUS_OK;
}

static enum status prose_read_lines(struct prose *prose, struct bytes text)
{
    const char *line = (const char *)text.data, *end = line + text.size;
    enum status status = STATUS_OK;
    int list = -1;

    while (line < end && status == STATUS_OK) {
        const char *feed = memchr(line, '\n', (size_t)(end - line));
        size_t size = (size_t)((feed != NULL ? feed : end) - line);

        if (size > 0 && line[0] == '[')
            list = prose_list_named(line, size);
        else if (size > 0 && line[0] != '#' && list >= 0)
            status = prose_add(&prose->lists[list], line, size);
        line += size + (feed != NULL);
    }
    return status;
}

enum status prose_read(struct prose *prose, struct bytes text)
{
    enum status status;

    *prose = (struct prose){ 0 };
    for (int index = 0; index < PROSE_LIST_COUNT; index++) {
        prose->lists[index].units = alloc_zeroed(PROSE_UNITS_MAX, sizeof(struct bytes));
        if (prose->lists[index].units == NULL)
            return STATUS_NO_MEMORY;
    }
    status = prose_read_lines(prose, text);
    for (int index = 0; index < PROSE_LIST_COUNT; index++)
        if (status == STATUS_OK && prose->lists[index].count == 0)
            status = STATUS_INVALID;
    return status;
}

void prose_free(struct prose *prose)
{
    for (int index = 0; index < PROSE_LIST_COUNT; index++)
        alloc_free(prose->lists[index].units);
}

struct bytes prose_pick(const struct prose *prose, enum prose_list list, struct chance *chance)
{
    return prose->lists[list].units[chance_below(chance, (uint32_t)prose->lists[list].count)];
}
