/* SPDX-License-Identifier: Apache-2.0 */
#include "wording/cue.h"

#include <libintl.h>
#include <string.h>

#include "base/alloc.h"
#include "text/literal_set.h"
#include "wording/folded.h"

struct word {
    const char *text;
    uint32_t size, kind;
};

struct cue_set {
    const struct word *words;
    size_t count;
    const struct literal_set *literals; /* ids index words; NULL when there are none */
};

enum column { WORD, KIND, COLUMN_COUNT };

static enum status read_word(const struct reference_row *row, const char *const *kinds, struct arena *arena,
                             struct word *word, struct error *error)
{
    enum status status = folded_text(row->fields[WORD], arena, &word->text);

    if (status != STATUS_OK)
        return status;
    word->size = (uint32_t)strlen(word->text);
    if (!literal_set_takes(word->text, word->size))
        return reference_complain(row, error,
                                  gettext("\"%.40s\" is too short; two Chinese characters or more are needed"),
                                  row->fields[WORD]);
    while (kinds[word->kind] != NULL && strcmp(kinds[word->kind], row->fields[KIND]) != 0)
        word->kind++;
    if (kinds[word->kind] == NULL)
        return reference_complain(row, error, gettext("there is no kind \"%.40s\" in this table"), row->fields[KIND]);
    return STATUS_OK;
}

static enum status make_literals(struct cue_set *set, struct arena *arena)
{
    struct literal *literals = alloc_zeroed(set->count + 1, sizeof *literals);
    enum status status = STATUS_OK;

    if (literals == NULL)
        return STATUS_NO_MEMORY;
    for (size_t index = 0; index < set->count; index++)
        literals[index] = (struct literal){ set->words[index].text, set->words[index].size, (uint32_t)index };
    if (set->count > 0)
        status = literal_set_create(literals, set->count, arena, &set->literals);
    alloc_free(literals);
    return status;
}

enum status cue_set_create(const struct reference *reference, const char *table, const char *const *kinds,
                           struct arena *arena, const struct cue_set **set, struct error *error)
{
    static const char *const columns[] = { "word", "kind" };
    const struct reference_form form = { .name = table,
                                         .columns = columns,
                                         .column_count = COLUMN_COUNT,
                                         .required_count = COLUMN_COUNT,
                                         .key_count = 1,
                                         .has_notes = true };
    struct reference_table rows;
    struct cue_set *made = arena_zeroed(arena, sizeof *made);
    struct word *words;
    enum status status = made == NULL ? STATUS_NO_MEMORY : reference_table(reference, &form, arena, &rows, error);

    if (status != STATUS_OK)
        return status;
    words = arena_zeroed(arena, (rows.row_count + 1) * sizeof *words);
    if (words == NULL)
        return STATUS_NO_MEMORY;
    for (size_t index = 0; index < rows.row_count && status == STATUS_OK; index++)
        status = read_word(&rows.rows[index], kinds, arena, &words[index], error);
    made->words = words;
    made->count = rows.row_count;
    if (status == STATUS_OK)
        status = make_literals(made, arena);
    *set = made;
    return status;
}

/* The last word seen waits: a longer one may begin at the same place. */
struct scan {
    const struct cue_set *set;
    struct cue waiting;
    bool has_waiting, is_over;
    cue_found *found;
    void *context;
};

static bool on_literal(void *context, uint32_t id, size_t from, size_t to)
{
    struct scan *scan = context;
    struct cue fresh = { from, to, scan->set->words[id].kind };

    if (scan->has_waiting && from < scan->waiting.to && (from > scan->waiting.from || to <= scan->waiting.to))
        return true;
    if (scan->has_waiting && from > scan->waiting.from && !scan->found(scan->context, &scan->waiting)) {
        scan->is_over = true;
        return false;
    }
    scan->waiting = fresh;
    scan->has_waiting = true;
    return true;
}

void cue_set_scan(const struct cue_set *set, const char *text, size_t size, cue_found *found, void *context)
{
    struct scan scan = { .set = set, .found = found, .context = context };

    if (set->literals == NULL)
        return;
    (void)literal_set_scan(set->literals, text, size, on_literal, &scan);
    if (scan.has_waiting && !scan.is_over)
        (void)found(context, &scan.waiting);
}

bool cue_set_before(const struct cue_set *set, const char *text, size_t at, struct cue *cue)
{
    size_t longest = 0;

    for (size_t index = 0; index < set->count; index++) {
        const struct word *word = &set->words[index];

        if (word->size > longest && word->size <= at && memcmp(text + at - word->size, word->text, word->size) == 0) {
            longest = word->size;
            *cue = (struct cue){ at - word->size, at, word->kind };
        }
    }
    return longest > 0;
}
