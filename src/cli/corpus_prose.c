/* SPDX-License-Identifier: Apache-2.0 */
#include "corpus_prose.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/file.h"

enum { PROSE_FILE_BYTES_MAX = 1 << 20, PROSE_UNITS_MAX = 4096 };

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

void corpus_fail(const char *what, const char *detail)
{
    (void)fprintf(stderr, "make_corpus: %s: %s\n", what, detail);
    exit(2);
}

static int prose_list_named(const char *line, size_t size)
{
    static const char *const names[PROSE_LIST_COUNT] = { "[sentences]", "[headings]", "[phrases]", "[markup]" };

    for (int list = 0; list < PROSE_LIST_COUNT; list++)
        if (strlen(names[list]) == size && memcmp(names[list], line, size) == 0)
            return list;
    return -1;
}

static void prose_add(struct prose_units *list, const char *line, size_t size)
{
    if (list->count == PROSE_UNITS_MAX)
        corpus_fail("too many lines in a list of the prose", line);
    list->units[list->count++] = bytes_of(line, size);
}

void prose_load(struct prose *prose, const char *path)
{
    struct error error;
    int list = -1;

    *prose = (struct prose){ .file = BUF_INIT(PROSE_FILE_BYTES_MAX) };
    if (file_read(path, &prose->file, &error) != STATUS_OK)
        corpus_fail(path, error.message);
    for (int index = 0; index < PROSE_LIST_COUNT; index++) {
        prose->lists[index].units = alloc_zeroed(PROSE_UNITS_MAX, sizeof(struct bytes));
        if (prose->lists[index].units == NULL)
            corpus_fail(path, "no memory");
    }
    for (const char *line = prose->file.data; *line != '\0';) {
        size_t size = strcspn(line, "\n");
        if (line[0] == '[')
            list = prose_list_named(line, size);
        else if (line[0] != '#' && size > 0 && list >= 0)
            prose_add(&prose->lists[list], line, size);
        line += size + (line[size] == '\n');
    }
    for (int index = 0; index < PROSE_LIST_COUNT; index++)
        if (prose->lists[index].count == 0)
            corpus_fail(path, "one of its lists is empty");
}

void prose_free(struct prose *prose)
{
    for (int index = 0; index < PROSE_LIST_COUNT; index++)
        alloc_free(prose->lists[index].units);
    buf_free(&prose->file);
}

struct bytes prose_pick(const struct prose *prose, enum prose_list list, struct chance *chance)
{
    return prose->lists[list].units[chance_below(chance, (uint32_t)prose->lists[list].count)];
}
