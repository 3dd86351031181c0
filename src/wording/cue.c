/* SPDX-License-Identifier: Apache-2.0 */
#include "wording/cue.h"

#include <libintl.h>
#include <string.h>

#include "wording/folded.h"

struct cue_set {
    const struct literal *words; /* ids are their indexes */
    const uint32_t *kinds;       /* of each */
    size_t count;
};

enum column { WORD, KIND, COLUMN_COUNT };

static enum status read_word(const struct reference_row *row, const char *const *kinds, struct arena *arena,
                             struct literal *word, uint32_t *kind, struct error *error)
{
    enum status status = folded_text(row->fields[WORD], arena, &word->text);

    if (status != STATUS_OK)
        return status;
    word->size = (uint32_t)strlen(word->text);
    if (!literal_set_takes(word->text, word->size))
        return reference_complain(row, error,
                                  gettext("\"%.40s\" is too short; two Chinese characters or more are needed"),
                                  row->fields[WORD]);
    while (kinds[*kind] != NULL && strcmp(kinds[*kind], row->fields[KIND]) != 0)
        (*kind)++;
    if (kinds[*kind] == NULL)
        return reference_complain(row, error, gettext("there is no kind \"%.40s\" in this table"), row->fields[KIND]);
    return STATUS_OK;
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
    struct literal *words;
    uint32_t *word_kinds;
    enum status status = made == NULL ? STATUS_NO_MEMORY : reference_table(reference, &form, arena, &rows, error);

    if (status != STATUS_OK)
        return status;
    words = arena_zeroed(arena, (rows.row_count + 1) * sizeof *words);
    word_kinds = arena_zeroed(arena, (rows.row_count + 1) * sizeof *word_kinds);
    if (words == NULL || word_kinds == NULL)
        return STATUS_NO_MEMORY;
    for (size_t index = 0; index < rows.row_count && status == STATUS_OK; index++) {
        words[index].id = (uint32_t)index;
        status = read_word(&rows.rows[index], kinds, arena, &words[index], &word_kinds[index], error);
    }
    *made = (struct cue_set){ words, word_kinds, rows.row_count };
    *set = made;
    return status;
}

struct literal_list cue_set_words(const struct cue_set *set)
{
    return (struct literal_list){ set->words, set->count };
}

/* The last word seen waits: a longer one may begin at the same place. */
void cue_set_read(const struct cue_set *set, struct literal_places places, cue_found *found, void *context)
{
    struct cue waiting = { 0 };

    for (size_t index = 0; index < places.count; index++) {
        const struct literal_place *place = &places.items[index];

        if (place->from < waiting.to && (place->from > waiting.from || place->to <= waiting.to))
            continue;
        if (waiting.to > 0 && place->from > waiting.from && !found(context, &waiting))
            return;
        waiting = (struct cue){ place->from, place->to, set->kinds[place->id] };
    }
    if (waiting.to > 0)
        (void)found(context, &waiting);
}

bool cue_set_before(const struct cue_set *set, const char *text, size_t at, struct cue *cue)
{
    size_t longest = 0;

    for (size_t index = 0; index < set->count; index++) {
        const struct literal *word = &set->words[index];

        if (word->size > longest && word->size <= at && memcmp(text + at - word->size, word->text, word->size) == 0) {
            longest = word->size;
            *cue = (struct cue){ at - word->size, at, set->kinds[index] };
        }
    }
    return longest > 0;
}
