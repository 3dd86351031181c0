/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/detect_formulas.h"

#include <libintl.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "engine/outdated.h"
#include "wording/enumeration.h"
#include "wording/folded.h"
#include "wording/formula.h"
#include "wording/vocabulary.h"

enum outcome { OUTCOME_NUMBER, OUTCOME_MEMBERS, OUTCOME_ITEM };

enum {
    GIVEN_UP_MAX = 8, /* formulas that one part can be told of */
    REASON_MAX = 768,
};

struct row {
    const char *members; /* as in the table, divided by '|' */
    struct date valid_to;
    const struct reference_row *row;
};

struct knowledge {
    const struct row *rows;
    const struct formula_set *set;
    const struct reference_row *enumeration_rows;
    const struct enumeration_set *enumerations;
    const struct vocabulary *vocabulary;
};

/* ---- Tables. */

enum column { FORMULA, MEMBERS, VALID_FROM, VALID_TO, REPLACEMENT, SOURCE, BESIDE, COLUMN_COUNT };
static const char *const columns[COLUMN_COUNT] = { "formula",     "members", "valid_from", "valid_to",
                                                   "replacement", "source",  "beside" };
static const struct reference_form form = {
    .name = "formulas", .columns = columns, .column_count = COLUMN_COUNT, .required_count = 1, .key_count = 1
};

static enum status read_row(const struct reference_row *from, struct arena *arena, struct row *row,
                            struct formula *formula, struct error *error)
{
    struct date valid_from;
    enum status status = reference_day(from, VALID_FROM, &valid_from, error);

    *row = (struct row){ .members = from->fields[MEMBERS], .row = from };
    if (status == STATUS_OK)
        status = reference_day(from, VALID_TO, &row->valid_to, error);
    if (status == STATUS_OK)
        status = folded_text(from->fields[FORMULA], arena, &formula->text);
    if (status == STATUS_OK)
        status = folded_text(from->fields[MEMBERS], arena, &formula->members);
    return status == STATUS_OK ? folded_text(from->fields[BESIDE], arena, &formula->beside) : status;
}

static enum status make_set(const struct reference_table *table, const struct formula *formulas, struct arena *arena,
                            struct knowledge *made, struct error *error)
{
    size_t wrong;
    enum status status = formula_create(formulas, table->row_count, arena, &made->set, &wrong);

    if (status != STATUS_INVALID)
        return status;
    return reference_complain(&table->rows[wrong], error,
                              gettext("a formula begins with its number and has as many members or none, or it has members"));
}

enum enumeration_column { ENUMERATION_ITEMS, ENUMERATION_WHOLE, ENUMERATION_SOURCE, ENUMERATION_COLUMN_COUNT };
static const char *const enumeration_columns[ENUMERATION_COLUMN_COUNT] = { "items", "whole", "source" };
static const struct reference_form enumeration_form = {
    .name = "enumerations", .columns = enumeration_columns, .column_count = ENUMERATION_COLUMN_COUNT, .required_count = 1, .key_count = 1
};

static enum status make_enumerations(const struct reference *reference, struct arena *arena, struct knowledge *made,
                                     struct error *error)
{
    struct reference_table table;
    struct enumeration *enumerations;
    size_t wrong;
    enum status status = reference_table(reference, &enumeration_form, arena, &table, error);

    if (status != STATUS_OK)
        return status;
    enumerations = arena_zeroed(arena, (table.row_count + 1) * sizeof *enumerations);
    if (enumerations == NULL)
        return STATUS_NO_MEMORY;
    for (size_t index = 0; index < table.row_count && status == STATUS_OK; index++) {
        enumerations[index].is_whole = table.rows[index].fields[ENUMERATION_WHOLE][0] != '\0';
        status = folded_text(table.rows[index].fields[ENUMERATION_ITEMS], arena, &enumerations[index].items);
    }
    if (status == STATUS_OK)
        status = enumeration_create(enumerations, table.row_count, arena, &made->enumerations, &wrong);
    made->enumeration_rows = table.rows;
    if (status != STATUS_INVALID)
        return status;
    return reference_complain(&table.rows[wrong], error,
                              gettext("an enumeration has 3 to 16 items of two characters or more, Chinese ones first"));
}

static enum status prepare(const struct reference *reference, struct arena *arena, const void **knowledge,
                           struct error *error)
{
    struct knowledge *made = arena_zeroed(arena, sizeof *made);
    struct reference_table table;
    struct row *rows;
    struct formula *formulas;
    enum status status = made == NULL ? STATUS_NO_MEMORY : reference_table(reference, &form, arena, &table, error);

    if (status == STATUS_OK)
        status = vocabulary_create(reference, arena, &made->vocabulary, error);
    if (status != STATUS_OK)
        return status;
    rows = arena_zeroed(arena, (table.row_count + 1) * sizeof *rows);
    formulas = arena_zeroed(arena, (table.row_count + 1) * sizeof *formulas);
    if (rows == NULL || formulas == NULL)
        return STATUS_NO_MEMORY;
    for (size_t index = 0; index < table.row_count && status == STATUS_OK; index++)
        status = read_row(&table.rows[index], arena, &rows[index], &formulas[index], error);
    if (status == STATUS_OK)
        status = make_set(&table, formulas, arena, made, error);
    if (status == STATUS_OK)
        status = make_enumerations(reference, arena, made, error);
    made->rows = rows;
    *knowledge = made;
    return status;
}

enum word_set { FORMULA_WORDS, ENUMERATION_WORDS };

static void declare_words(const void *knowledge, struct detector_words sets[DETECTOR_WORDS_MAX])
{
    const struct knowledge *formulas = knowledge;

    sets[FORMULA_WORDS].list = formula_words(formulas->set);
    sets[ENUMERATION_WORDS].list = enumeration_words(formulas->enumerations);
}

/* ---- Blocks. */

/* The members that are missing, as the table writes them. */
static void list_missing(const char *members, uint32_t missing, struct buf *output)
{
    for (size_t index = 0; *members != '\0'; index++) {
        size_t length = strcspn(members, "|");

        if ((missing & UINT32_C(1) << index) != 0) {
            if (output->size > 0)
                buf_text(output, "、");
            buf_append(output, members, length);
        }
        members += length + (members[length] == '|');
    }
}

static enum status report(struct detector_job *job, const struct detector_text *text, const struct formula_place *place)
{
    const struct knowledge *knowledge = job->knowledge;
    const struct row *row = &knowledge->rows[place->formula];
    struct buf missing = BUF_INIT(REASON_MAX / 2);
    char reason[REASON_MAX];
    enum status status;

    list_missing(row->members, place->missing, &missing);
    if (place->flaw == FORMULA_NUMBER)
        reference_describe(row->row, reason, sizeof reason,
                           gettext("beside these words the number of the formula is wrong: \"%s\" (line %u of %s)"),
                           row->row->fields[FORMULA], row->row->line, reference_row_name(row->row));
    else if (place->flaw == FORMULA_MISSING)
        reference_describe(row->row, reason, sizeof reason,
                           gettext("\"%s\" has members that are not listed: %s (line %u of %s)"),
                           row->row->fields[FORMULA], missing.data != NULL ? missing.data : "", row->row->line,
                           reference_row_name(row->row));
    else
        reference_describe(row->row, reason, sizeof reason, gettext("more is listed than \"%s\" has (line %u of %s)"),
                           row->row->fields[FORMULA], row->row->line, reference_row_name(row->row));
    status = buf_status(&missing) == STATUS_NO_MEMORY
                 ? STATUS_NO_MEMORY
                 : detector_found(job, place->flaw == FORMULA_NUMBER ? OUTCOME_NUMBER : OUTCOME_MEMBERS, text,
                                  (struct span){ place->from, place->to }, reason);
    buf_free(&missing);
    return status;
}

/* Of the items that are divided by '|', as the table writes it, with the first of its ways alone. */
static void name_item(const char *items, size_t item, char *name, size_t size)
{
    size_t length;

    for (; item > 0; item--)
        items += strcspn(items, "|") + 1;
    length = strcspn(items, "|/");
    (void)snprintf(name, size, "%.*s", (int)length, items);
}

struct enumeration_block {
    struct detector_job *job;
    const struct detector_text *text;
    enum status status;
};

static bool on_enumeration(void *context, const struct enumeration_place *place)
{
    enum { NAME_MAX_SIZE = 128 };
    struct enumeration_block *block = context;
    const struct knowledge *knowledge = block->job->knowledge;
    const struct reference_row *row = &knowledge->enumeration_rows[place->enumeration];
    char reason[REASON_MAX], name[NAME_MAX_SIZE];

    if (vocabulary_is_corrected(knowledge->vocabulary, block->text->utf8, block->text->size, place->from, place->to))
        return true;
    name_item(row->fields[ENUMERATION_ITEMS], place->item, name, sizeof name);
    reference_describe(row, reason, sizeof reason,
                       place->is_left_out ? gettext("the enumeration lacks \"%s\" (line %u of %s)")
                                          : gettext("in this enumeration \"%s\" is usual (line %u of %s)"),
                       name, row->line, reference_row_name(row));
    block->status = detector_found(block->job, OUTCOME_ITEM, block->text, (struct span){ place->from, place->to }, reason);
    return block->status == STATUS_OK;
}

static enum status read_enumerations(struct detector_job *job, const struct detector_text *text)
{
    const struct knowledge *knowledge = job->knowledge;
    struct enumeration_block block = { job, text, STATUS_OK };

    if (detector_wants(job, OUTCOME_ITEM))
        (void)enumeration_read(knowledge->enumerations, text->utf8, text->size, text->words[ENUMERATION_WORDS], on_enumeration,
                               &block);
    return block.status;
}

static enum status read_text(struct detector_job *job, const struct detector_text *text)
{
    const struct knowledge *knowledge = job->knowledge;
    struct outdated *outdated = job->state;
    struct formula_place places[FORMULA_PLACES_MAX];
    size_t count;
    enum status status = STATUS_OK;

    if (outdated_take_day(outdated, text))
        return STATUS_OK;
    count = formula_find(knowledge->set, text->utf8, text->size, text->words[FORMULA_WORDS], places);
    for (size_t index = 0; index < count && status == STATUS_OK; index++) {
        const struct formula_place *place = &places[index];

        if (vocabulary_is_corrected(knowledge->vocabulary, text->utf8, text->size, place->from, place->to))
            continue;
        if (place->flaw != FORMULA_RIGHT)
            status = report(job, text, place);
        else if (date_is_set(knowledge->rows[place->formula].valid_to))
            status = outdated_note(job, outdated, text, (struct span){ place->from, place->to }, place->formula,
                                   knowledge->rows[place->formula].valid_to, GIVEN_UP_MAX);
    }
    return status == STATUS_OK ? read_enumerations(job, text) : status;
}

static enum status close_part(struct detector_job *job)
{
    const struct knowledge *knowledge = job->knowledge;
    const struct outdated *outdated = job->state;
    enum status status = STATUS_OK;

    for (size_t index = 0; index < outdated->count && status == STATUS_OK; index++) {
        const struct outdated_place *place = &outdated->places[index];
        const struct row *row = &knowledge->rows[place->row];
        char reason[REASON_MAX];

        if (!outdated_is_past(outdated, row->valid_to))
            continue;
        outdated_describe(outdated, place, row->row->fields[FORMULA], row->valid_to, row->row->fields[REPLACEMENT], row->row,
                          reason, sizeof reason);
        status = detector_report(job, OUTCOME_NUMBER, place->hold, place->occurrences, reason);
    }
    return status;
}

static const char *const outcomes[] = { "number", "members", "item", NULL };

const struct detector formulas_detector = {
    .name = "formulas",
    .outcomes = outcomes,
    .roles = 1U << TEXT_BODY | 1U << TEXT_TITLE | 1U << TEXT_HEADER | 1U << TEXT_FOOTER | 1U << TEXT_NOTE
             | 1U << TEXT_METADATA,
    .state_size = sizeof(struct outdated),
    .prepare = prepare,
    .words = declare_words,
    .needs = BLOCK_DATE,
    .text = read_text,
    .close = close_part,
};
