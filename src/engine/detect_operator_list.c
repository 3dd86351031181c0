/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/detect_operator_list.h"

#include <libintl.h>
#include <stdio.h>
#include <string.h>

#include "rules/pattern.h"
#include "text/canonical.h"
#include "wording/term_list.h"

static const char *const outcomes[] = { "block", "review", "note", NULL };

enum { REASON_MAX = 768 };

static const char *const columns[OPERATOR_LIST_COLUMNS] = { "term",   "owner", "expires", "reference",
                                                            "action", "topic", "advice" };
const struct reference_form operator_list_form = { .name = "operator-lists",
                                                   .columns = columns,
                                                   .column_count = OPERATOR_LIST_COLUMNS,
                                                   .required_count = OPERATOR_LIST_ACTION + 1,
                                                   .key_count = 1 };

/* Entries to try the rules with: they hold on the day of examples alone, so they cost nothing on any other. */
static const struct reference_form trial_form = { .name = "operator-list-trial",
                                                  .columns = columns,
                                                  .column_count = OPERATOR_LIST_COLUMNS,
                                                  .required_count = OPERATOR_LIST_ACTION + 1,
                                                  .key_count = 1 };

struct item {
    const struct reference_row *row;
    struct date expires;
    unsigned outcome;
};

struct knowledge {
    const struct item *items; /* those of the trial last */
    size_t count, own_count;
    struct date last_day; /* on which an entry holds */
    const struct term_list *list;
};

struct scratch {
    char dense[DETECTOR_TEXT_MAX + 8];
    struct term_scratch terms;
};
_Static_assert((int)TERM_BLOCK_MAX >= (int)DETECTOR_TEXT_MAX, "a block fits");

struct state {
    struct scratch *scratch;
};

/* ---- The table. */

static enum status read_item(const struct reference_row *row, struct item *item, struct error *error)
{
    *item = (struct item){ .row = row };
    while (outcomes[item->outcome] != NULL && strcmp(outcomes[item->outcome], row->fields[OPERATOR_LIST_ACTION]) != 0)
        item->outcome++;
    if (outcomes[item->outcome] == NULL)
        return reference_complain(row, error, gettext("the action \"%.40s\" is not one of block, review, note"),
                                  row->fields[OPERATOR_LIST_ACTION]);
    return reference_day(row, OPERATOR_LIST_EXPIRES, &item->expires, error);
}

enum status operator_list_term(const struct reference_row *row, uint64_t salt, struct term *term, struct error *error)
{
    const char *field = row->fields[OPERATOR_LIST_TERM];
    struct buf dense = BUF_INIT(1 << 20);
    struct item item;
    enum status status = read_item(row, &item, error);

    if (status != STATUS_OK)
        return status;
    if (term_is_stored(field))
        return term_read(field, term) ? STATUS_OK
                                      : reference_complain(row, error, gettext("this term is stored as a digest, but not "
                                                                               "whole; make it with guanka rules conceal"));
    status = pattern_fold_literal(field, strlen(field), VIEW_DENSE, &dense);
    if (status == STATUS_OK)
        status = term_make(dense.size > 0 ? dense.data : "", dense.size, salt, term);
    buf_free(&dense);
    if (status == STATUS_INVALID)
        status = reference_complain(row, error, gettext("a term has from %d to %d characters, marks and blanks not counted"),
                                    TERM_CHARACTERS_MIN, TERM_CHARACTERS_MAX);
    return status;
}

struct making {
    struct knowledge *knowledge;
    struct item *items;
    struct term *terms;
};

static enum status add_rows(const struct reference_table *table, struct making *making, struct error *error)
{
    struct knowledge *knowledge = making->knowledge;
    enum status status = STATUS_OK;

    for (size_t index = 0; status == STATUS_OK && index < table->row_count; index++) {
        struct item *item = &making->items[knowledge->count];

        status = operator_list_term(&table->rows[index], 0, &making->terms[knowledge->count], error);
        if (status == STATUS_OK)
            status = read_item(&table->rows[index], item, error);
        if (status != STATUS_OK)
            return status;
        if (knowledge->count++ == 0 || date_days(item->expires) > date_days(knowledge->last_day))
            knowledge->last_day = item->expires;
    }
    return status;
}

static enum status make(const struct reference_table *own, const struct reference_table *trial, struct arena *arena,
                        struct knowledge *knowledge, struct error *error)
{
    size_t count = own->row_count + trial->row_count;
    struct making making = { knowledge, arena_alloc(arena, (count + 1) * sizeof *making.items),
                             arena_alloc(arena, (count + 1) * sizeof *making.terms) };
    enum status status = making.items == NULL || making.terms == NULL ? STATUS_NO_MEMORY : add_rows(own, &making, error);

    if (status == STATUS_OK)
        status = add_rows(trial, &making, error);
    if (status == STATUS_OK)
        status = term_list_create(making.terms, count, arena, &knowledge->list);
    knowledge->items = making.items;
    knowledge->own_count = own->row_count;
    return status;
}

static enum status prepare(const struct reference *reference, struct arena *arena, const void **knowledge,
                           struct error *error)
{
    struct knowledge *made = arena_zeroed(arena, sizeof *made);
    struct reference_table own, trial;
    enum status status = made == NULL ? STATUS_NO_MEMORY
                                      : reference_table(reference, &operator_list_form, arena, &own, error);

    if (status == STATUS_OK)
        status = reference_table(reference, &trial_form, arena, &trial, error);
    if (status == STATUS_OK)
        status = make(&own, &trial, arena, made, error);
    *knowledge = made;
    return status;
}

static bool is_expired(const struct item *item, struct date day)
{
    return date_days(day) > date_days(item->expires);
}

static void remind(const void *knowledge, struct date day, detector_reminder *tell, void *context)
{
    const struct knowledge *known = knowledge;

    for (size_t index = 0; index < known->own_count; index++) {
        const struct reference_row *row = known->items[index].row;
        char words[REASON_MAX];

        if (!is_expired(&known->items[index], day))
            continue;
        (void)snprintf(words, sizeof words, gettext("this entry expired on %s and is not looked for any more (owner %s, %s)"),
                       row->fields[OPERATOR_LIST_EXPIRES], row->fields[OPERATOR_LIST_OWNER],
                       row->fields[OPERATOR_LIST_REFERENCE]);
        tell(context, row->file, row->line, words);
    }
}

/* ---- A block. */

struct reading {
    struct detector_job *job;
    const struct detector_text *text;
    enum status status;
};

static bool is_word(char byte)
{
    return (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z');
}

/* A term that begins or ends with a letter or digit does not do so within a longer word. */
static bool is_whole(const struct detector_text *text, struct span span)
{
    return !(span.start > 0 && is_word(text->utf8[span.start - 1]) && is_word(text->utf8[span.start]))
           && !(span.end < text->size && is_word(text->utf8[span.end - 1]) && is_word(text->utf8[span.end]));
}

static void describe(const struct item *item, char reason[REASON_MAX])
{
    const struct reference_row *row = item->row;
    const char *const *fields = row->fields;
    int used = snprintf(reason, REASON_MAX, gettext("the operator's list (line %u of %s): owner %s, %s, until %s"),
                        row->line, reference_row_name(row), fields[OPERATOR_LIST_OWNER],
                        fields[OPERATOR_LIST_REFERENCE], fields[OPERATOR_LIST_EXPIRES]);

    for (enum operator_list_column column = OPERATOR_LIST_TOPIC; column <= OPERATOR_LIST_ADVICE; column++) {
        if (used > 0 && used < REASON_MAX && fields[column][0] != '\0')
            used += snprintf(reason + used, REASON_MAX - (size_t)used, "%s%s", gettext("; "), fields[column]);
    }
}

static bool on_term(void *context, size_t index, size_t from, size_t to)
{
    struct reading *reading = context;
    const struct knowledge *knowledge = reading->job->knowledge;
    const struct item *item = &knowledge->items[index];
    const struct detector_text *text = reading->text;
    size_t dense = 0, offset = 0;
    struct span span;
    char reason[REASON_MAX];

    if (is_expired(item, reading->job->as_of) || !detector_wants(reading->job, item->outcome))
        return true;
    span.start = canonical_dense_locate(text->utf8, text->size, &dense, &offset, from);
    span.end = canonical_dense_locate(text->utf8, text->size, &dense, &offset, to - 1) + 1;
    if (!is_whole(text, span))
        return true;
    describe(item, reason);
    reading->status = detector_found(reading->job, item->outcome, text, span, reason);
    return reading->status == STATUS_OK;
}

static enum status read_text(struct detector_job *job, const struct detector_text *text)
{
    const struct knowledge *knowledge = job->knowledge;
    struct state *state = job->state;
    struct reading reading = { .job = job, .text = text };
    enum status status;

    if (knowledge->count == 0 || date_days(job->as_of) > date_days(knowledge->last_day))
        return STATUS_OK;
    if (state->scratch == NULL)
        state->scratch = arena_alloc(job->arena, sizeof *state->scratch);
    if (state->scratch == NULL)
        return STATUS_NO_MEMORY;
    status = term_list_scan(knowledge->list, &state->scratch->terms, state->scratch->dense,
                            canonical_dense(text->utf8, text->size, state->scratch->dense), on_term, &reading);
    return status == STATUS_OK ? reading.status : status;
}

const struct detector operator_list_detector = {
    .name = "operator-list",
    .outcomes = outcomes,
    .roles = 1U << TEXT_BODY | 1U << TEXT_TITLE | 1U << TEXT_HEADER | 1U << TEXT_FOOTER | 1U << TEXT_NOTE
             | 1U << TEXT_HIDDEN | 1U << TEXT_ALT | 1U << TEXT_METADATA | 1U << TEXT_COMMENT | 1U << TEXT_FILENAME,
    .state_size = sizeof(struct state),
    .prepare = prepare,
    .needs = BLOCK_ANY,
    .remind = remind,
    .text = read_text,
};
