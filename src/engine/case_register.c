/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/case_register.h"

#include <libintl.h>
#include <stdlib.h>
#include <string.h>

#include "wording/folded.h"

const char *const case_stage_names[CASE_STAGE_COUNT] = { "pending", "closed", "public" };

struct case_register {
    const struct case_entry *entries; /* by year and serial */
    size_t count;
};

enum column { NUMBER, STAGE, ORGAN, CLOSED_AT, SOURCE, COLUMN_COUNT };

static int compare(const void *left, const void *right)
{
    const struct case_entry *a = left, *b = right;

    if (a->year != b->year)
        return a->year < b->year ? -1 : 1;
    return a->serial < b->serial ? -1 : a->serial > b->serial;
}

static enum status read_number(const struct reference_row *row, struct arena *arena, struct case_entry *entry,
                               struct error *error)
{
    const char *written = row->fields[NUMBER], *folded;
    char *key = arena_alloc(arena, CASE_KEY_MAX);
    struct case_number number;
    size_t size;
    enum status status = key == NULL ? STATUS_NO_MEMORY : folded_text(written, arena, &folded);

    if (status != STATUS_OK)
        return status;
    size = strlen(folded);
    if (!case_number_next(folded, size, 0, &number) || number.to != size)
        return reference_complain(row, error, gettext("\"%.80s\" is not the number of a case"), written);
    entry->key = key;
    entry->key_size = case_number_key(folded, size, key, CASE_KEY_MAX);
    entry->year = number.year;
    entry->serial = number.serial;
    return STATUS_OK;
}

static enum status read_entry(const struct reference_row *row, struct arena *arena, struct case_entry *entry,
                              struct error *error)
{
    unsigned known = 0;
    enum status status;

    while (known < CASE_STAGE_COUNT && strcmp(case_stage_names[known], row->fields[STAGE]) != 0)
        known++;
    if (known == CASE_STAGE_COUNT)
        return reference_complain(row, error, gettext("the stage \"%.40s\" is not one of pending, closed, public"),
                                  row->fields[STAGE]);
    entry->stage = (enum case_stage)known;
    entry->row = row;
    status = reference_day(row, CLOSED_AT, &entry->since, error);
    return status == STATUS_OK ? read_number(row, arena, entry, error) : status;
}

enum status case_register_create(const struct reference *reference, struct arena *arena,
                                 const struct case_register **made, struct error *error)
{
    static const char *const columns[] = { "case_no", "stage", "organ", "closed_at", "source" };
    static const struct reference_form form = { .name = "cases",
                                                .columns = columns,
                                                .column_count = COLUMN_COUNT,
                                                .required_count = 2,
                                                .key_count = 1,
                                                .has_notes = true };
    struct reference_table table;
    struct case_register *cases = arena_zeroed(arena, sizeof *cases);
    struct case_entry *entries;
    enum status status = cases == NULL ? STATUS_NO_MEMORY : reference_table(reference, &form, arena, &table, error);

    if (status != STATUS_OK)
        return status;
    entries = arena_zeroed(arena, (table.row_count + 1) * sizeof *entries);
    if (entries == NULL)
        return STATUS_NO_MEMORY;
    for (size_t index = 0; index < table.row_count && status == STATUS_OK; index++)
        status = read_entry(&table.rows[index], arena, &entries[index], error);
    if (status == STATUS_OK)
        qsort(entries, table.row_count, sizeof *entries, compare);
    cases->entries = entries;
    cases->count = table.row_count;
    *made = cases;
    return status;
}

bool case_register_is_empty(const struct case_register *cases)
{
    return cases->count == 0;
}

/* The first entry of that year and serial, or behind where it would be. */
static size_t lower_bound(const struct case_register *cases, const struct case_entry *wanted)
{
    size_t low = 0, high = cases->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (compare(&cases->entries[middle], wanted) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Where a series begins cannot be seen in running text, so the register's own number need only be the end of it. */
const struct case_entry *case_register_find(const struct case_register *cases, const char *text,
                                            const struct case_number *number)
{
    struct case_entry wanted = { .year = number->year, .serial = number->serial };
    char key[CASE_KEY_MAX];
    size_t size = case_number_key(text + number->from, number->to - number->from, key, sizeof key);

    for (size_t index = lower_bound(cases, &wanted); index < cases->count; index++) {
        const struct case_entry *entry = &cases->entries[index];

        if (compare(entry, &wanted) != 0)
            return NULL;
        if (entry->key_size == size || (number->kind == CASE_NUMBER_ORGAN && entry->key_size < size)) {
            if (memcmp(entry->key, key + size - entry->key_size, entry->key_size) == 0)
                return entry;
        }
    }
    return NULL;
}

bool case_entry_allows(const struct case_entry *entry, struct date day)
{
    if (entry->stage == CASE_PENDING)
        return false;
    return !date_is_set(entry->since) || date_days(entry->since) <= date_days(day);
}
