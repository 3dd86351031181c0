/* SPDX-License-Identifier: Apache-2.0 */
#include "statistics/indicator.h"

#include <libintl.h>
#include <stdbool.h>
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "text/literal_set.h"

enum { NAME_COUNT_MAX = 100000 };

/* A name and what it stands for. */
struct entry {
    const char *text;
    size_t size;
    const struct indicator *indicator; /* NULL: a region */
    const char *region, *region_name;
};

struct vocabulary {
    struct indicator *indicators;
    size_t indicator_count;
    struct entry *entries;
    size_t entry_count;
    const struct literal_set *set; /* ids index entries */
    size_t short_first;            /* entries from here on are no literals (GDP, CPI) and searched one by one */
};

static const char *const indicator_columns[] = { "id", "name", "kind", "monthly", "aliases" };
static const struct reference_form indicator_form = { .name = "indicators",
                                                      .columns = indicator_columns,
                                                      .column_count = 5,
                                                      .required_count = 4,
                                                      .key_count = 1 };
static const char *const region_columns[] = { "word", "code", "name" };
static const struct reference_form region_form = { .name = "region-words",
                                                   .columns = region_columns,
                                                   .column_count = 3,
                                                   .required_count = 2,
                                                   .key_count = 1 };

struct making {
    struct vocabulary *vocabulary;
    struct entry *entries; /* on the heap */
    size_t count, capacity;
};

static enum status add(struct making *making, const char *text, size_t size, const struct entry *meaning)
{
    enum status status = ARRAY_GROW(&making->entries, &making->capacity, making->count + 1);

    if (status != STATUS_OK || size == 0)
        return status;
    making->entries[making->count] = *meaning;
    making->entries[making->count].text = text;
    making->entries[making->count].size = size;
    making->count++;
    return STATUS_OK;
}

/* Names divided by "|". */
static enum status add_names(struct making *making, const char *names, const struct entry *meaning)
{
    enum status status = STATUS_OK;

    while (*names != '\0' && status == STATUS_OK) {
        size_t size = strcspn(names, "|");

        status = add(making, names, size, meaning);
        names += size + (names[size] == '|');
    }
    return status;
}

static enum status read_indicators(const struct reference_table *table, struct arena *arena, struct making *making,
                                   struct error *error)
{
    static const char *const kinds[] = { "quarter", "month", "price", "income", "fiscal", "power", "none" };
    struct indicator *indicators = arena_zeroed(arena, (table->row_count + 1) * sizeof *indicators);

    if (indicators == NULL)
        return STATUS_NO_MEMORY;
    for (size_t index = 0; index < table->row_count; index++) {
        const struct reference_row *row = &table->rows[index];
        size_t kind = 0;
        enum status status;

        while (kind < sizeof kinds / sizeof *kinds && strcmp(kinds[kind], row->fields[2]) != 0)
            kind++;
        if (kind == sizeof kinds / sizeof *kinds)
            return reference_complain(row, error, gettext("the kind \"%.40s\" is not one of quarter, month, price, income, "
                                                          "fiscal, power, none"), row->fields[2]);
        indicators[index] = (struct indicator){ row->fields[0], row->fields[1], kinds[kind],
                                                strcmp(row->fields[3], "no") == 0 };
        status = add_names(making, row->fields[1], &(struct entry){ .indicator = &indicators[index] });
        if (status == STATUS_OK)
            status = add_names(making, row->fields[4], &(struct entry){ .indicator = &indicators[index] });
        if (status != STATUS_OK)
            return status;
    }
    making->vocabulary->indicators = indicators;
    making->vocabulary->indicator_count = table->row_count;
    return STATUS_OK;
}

static enum status read_regions(const struct reference_table *table, struct making *making, struct error *error)
{
    for (size_t index = 0; index < table->row_count; index++) {
        const struct reference_row *row = &table->rows[index];
        const char *name = row->fields[2][0] != '\0' ? row->fields[2] : row->fields[0];
        enum status status;

        if (strlen(row->fields[1]) != 6 || strspn(row->fields[1], "0123456789") != 6)
            return reference_complain(row, error, gettext("\"%.40s\" is not the code of a region; it has six digits"),
                                      row->fields[1]);
        status = add_names(making, row->fields[0], &(struct entry){ .region = row->fields[1], .region_name = name });
        if (status != STATUS_OK)
            return status;
    }
    return STATUS_OK;
}

/* Literals first, the others behind them. */
static enum status arrange(struct making *making, struct arena *arena)
{
    struct vocabulary *vocabulary = making->vocabulary;
    struct literal *literals = alloc_zeroed(making->count + 1, sizeof *literals);
    struct entry *entries = arena_alloc(arena, (making->count + 1) * sizeof *entries);
    enum status status = literals == NULL || entries == NULL ? STATUS_NO_MEMORY : STATUS_OK;
    size_t count = 0;

    for (int round = 0; round < 2 && status == STATUS_OK; round++) {
        for (size_t index = 0; index < making->count; index++) {
            const struct entry *entry = &making->entries[index];
            bool is_literal = literal_set_takes(entry->text, entry->size);

            if (is_literal != (round == 0))
                continue;
            literals[count] = (struct literal){ entry->text, (uint32_t)entry->size, (uint32_t)count };
            entries[count++] = *entry;
        }
        if (round == 0) {
            vocabulary->short_first = count;
            if (count > 0)
                status = literal_set_create(literals, count, arena, &vocabulary->set);
        }
    }
    vocabulary->entries = entries;
    vocabulary->entry_count = count;
    alloc_free(literals);
    return status;
}

enum status vocabulary_create(const struct reference *reference, struct arena *arena,
                              const struct vocabulary **vocabulary, struct error *error)
{
    struct making making = { .vocabulary = arena_zeroed(arena, sizeof *making.vocabulary) };
    struct reference_table indicators, regions;
    enum status status = making.vocabulary == NULL
                             ? STATUS_NO_MEMORY
                             : reference_table(reference, &indicator_form, arena, &indicators, error);

    if (status == STATUS_OK)
        status = reference_table(reference, &region_form, arena, &regions, error);
    if (status == STATUS_OK)
        status = read_indicators(&indicators, arena, &making, error);
    if (status == STATUS_OK)
        status = read_regions(&regions, &making, error);
    if (status == STATUS_OK)
        status = arrange(&making, arena);
    alloc_free(making.entries);
    if (status == STATUS_OK)
        *vocabulary = making.vocabulary;
    return status;
}

const struct indicator *vocabulary_indicator(const struct vocabulary *vocabulary, const char *id)
{
    for (size_t index = 0; index < vocabulary->indicator_count; index++) {
        if (strcmp(vocabulary->indicators[index].id, id) == 0)
            return &vocabulary->indicators[index];
    }
    return NULL;
}

struct finding_names {
    const struct vocabulary *vocabulary;
    struct mention *mentions;
    size_t count, max;
};

/* Keeps the list ascending; a longer name takes the place of those it covers. */
static void keep(struct finding_names *names, uint32_t id, size_t from, size_t to)
{
    const struct entry *entry = &names->vocabulary->entries[id];
    struct mention mention = { entry->indicator == NULL, entry->indicator, entry->region, entry->region_name, from, to };
    size_t at = names->count;

    for (size_t index = 0; index < names->count; index++) {
        if (names->mentions[index].from <= from && names->mentions[index].to >= to)
            return;
    }
    while (at > 0 && names->mentions[at - 1].from > from)
        at--;
    if (at > 0 && names->mentions[at - 1].to > from) {
        if (names->mentions[at - 1].to - names->mentions[at - 1].from >= to - from)
            return;
        names->mentions[at - 1] = mention;
        return;
    }
    if (at < names->count && names->mentions[at].from < to) {
        names->mentions[at] = mention;
        return;
    }
    if (names->count == names->max)
        return;
    memmove(names->mentions + at + 1, names->mentions + at, (names->count - at) * sizeof mention);
    names->mentions[at] = mention;
    names->count++;
}

static bool on_name(void *context, uint32_t id, size_t from, size_t to)
{
    keep(context, id, from, to);
    return true;
}

size_t vocabulary_find(const struct vocabulary *vocabulary, const char *text, size_t size, struct mention *mentions,
                       size_t max)
{
    struct finding_names names = { vocabulary, mentions, 0, max };

    if (vocabulary->set != NULL)
        (void)literal_set_scan(vocabulary->set, text, size, on_name, &names);
    for (size_t index = vocabulary->short_first; index < vocabulary->entry_count; index++) {
        const struct entry *entry = &vocabulary->entries[index];
        const char *at = text;

        while ((at = memmem(at, size - (size_t)(at - text), entry->text, entry->size)) != NULL) {
            keep(&names, (uint32_t)index, (size_t)(at - text), (size_t)(at - text) + entry->size);
            at += entry->size;
        }
    }
    return names.count;
}
