/* SPDX-License-Identifier: Apache-2.0 */
#include "rules/ruleset_allow.h"

#include <libintl.h>
#include <string.h>

#include "reference/reference.h"
#include "rules/allow.h"
#include "rules/pattern.h"
#include "rules/ruleset_data.h"
#include "text/utf8.h"

/* Matches must have as much text around them as the longest phrase may need. */
static enum status note_reach(struct build *build, const char *text, size_t size, struct rule_place place)
{
    size_t characters = utf8_count(text, size);

    if (characters > ALLOW_PHRASE_MAX)
        return complaint_set(build->error, place, gettext("an allowed phrase has at most %d characters"),
                             ALLOW_PHRASE_MAX);
    if (characters > build->ruleset->context_reach)
        build->ruleset->context_reach = (uint32_t)characters;
    return STATUS_OK;
}

enum status ruleset_allow_rule(struct build *build, const struct pool *pool, const struct allow_set **allowed)
{
    struct allow_phrase *phrases = arena_alloc(build->pools->arena, (pool->count + 1) * sizeof *phrases);
    enum status status = phrases == NULL ? STATUS_NO_MEMORY : STATUS_OK;

    for (size_t i = 0; status == STATUS_OK && i < pool->count; i++) {
        const struct pool_pattern *pattern = &pool->patterns[i];

        status = note_reach(build, pattern->text, pattern->size, pattern->place);
        phrases[i] = (struct allow_phrase){ pattern->text, pattern->size };
    }
    return status != STATUS_OK ? status : allow_set_create(phrases, pool->count, build->ruleset->arena, allowed);
}

static enum status add_row(struct build *build, const struct reference_row *row, struct allow_phrase *phrase)
{
    struct rule_place place = { row->file, row->line, 1, row->is_sealed };
    struct buf folded = BUF_INIT(SIZE_MAX / 2);
    enum status status = pattern_fold_literal(row->fields[0], strlen(row->fields[0]), VIEW_CANONICAL, &folded);

    if (status == STATUS_OK && folded.size == 0)
        status = reference_complain(row, build->error,
                                    gettext("nothing is left of this phrase in canonical text; remove it"));
    if (status == STATUS_OK)
        status = note_reach(build, folded.data, folded.size, place);
    if (status == STATUS_OK) {
        *phrase = (struct allow_phrase){ arena_text(build->pools->arena, folded.data, folded.size), (uint32_t)folded.size };
        status = phrase->text == NULL ? STATUS_NO_MEMORY : STATUS_OK;
    }
    buf_free(&folded);
    return status;
}

enum status ruleset_allow_all(struct build *build)
{
    static const char *const columns[] = { "word" };
    static const struct reference_form form = {
        .name = "allow", .columns = columns, .column_count = 1, .required_count = 1, .key_count = 1, .has_notes = true
    };
    struct allow_phrase *phrases;
    struct reference_table table;
    enum status status = reference_table(build->ruleset->reference, &form, build->pools->arena, &table, build->error);

    if (status != STATUS_OK || table.row_count == 0)
        return status;
    phrases = arena_alloc(build->pools->arena, table.row_count * sizeof *phrases);
    if (phrases == NULL)
        return STATUS_NO_MEMORY;
    for (size_t i = 0; status == STATUS_OK && i < table.row_count; i++)
        status = add_row(build, &table.rows[i], &phrases[i]);
    return status != STATUS_OK
               ? status
               : allow_set_create(phrases, table.row_count, build->ruleset->arena, &build->ruleset->allowed);
}
