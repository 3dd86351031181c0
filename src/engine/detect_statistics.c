/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/detect_statistics.h"

#include <string.h>

#include "statistics/decision.h"
#include "statistics/sheet.h"
#include "wording/written_date.h"

enum {
    SUSPECTS_MAX = 4096, /* statements of one part; an annual of statistics has some thousands */
    SUSPECTS_STEP = 32,
    DATE_DIGITS_MIN = 6,  /* 2024年4月1日 */
    DATE_BESIDE_MAX = 48, /* bytes beside a date in a line that is one */
};

struct knowledge {
    const struct lexicon *lexicon;
    struct release_register records;
};

/* A statement that waits until the day of the document is known. */
struct suspect {
    struct statement statement;
    const struct detector_hold *hold;
};

struct suspects {
    struct suspects *next;
    size_t count;
    struct suspect items[SUSPECTS_STEP];
};

struct state {
    struct statement_context context;
    struct sheet *sheet; /* once there is a table */
    uint64_t row_start;  /* where the first words of its row stand */
    struct suspects *first, *last;
    size_t count;
    struct date written;  /* the latest day that a line of the text gives as its own */
    struct date property; /* the earliest of its properties */
    bool is_open;
};

static enum status prepare(const struct reference *reference, struct arena *arena, const void **knowledge,
                           struct error *error)
{
    struct knowledge *made = arena_zeroed(arena, sizeof *made);
    enum status status = made == NULL ? STATUS_NO_MEMORY : lexicon_create(reference, arena, &made->lexicon, error);

    if (status == STATUS_OK)
        status = release_register_create(reference, made->lexicon, arena, &made->records, error);
    *knowledge = made;
    return status;
}

static void declare_words(const void *knowledge, struct detector_words sets[DETECTOR_WORDS_MAX])
{
    const struct knowledge *statistics = knowledge;

    sets[0].list = lexicon_names(statistics->lexicon);
}

/* ---- The day of the document. */

static void take_earlier(struct date *day, struct date fresh)
{
    if (date_exists(fresh) && (!date_is_set(*day) || date_days(fresh) < date_days(*day)))
        *day = fresh;
}

/* A line that is a date and little else. Of several the latest: a text may quote older ones. */
static void read_date(struct state *state, const struct detector_text *text)
{
    struct written_date written;

    if (text->digits < DATE_DIGITS_MIN || text->size > DATE_BESIDE_MAX * 2
        || !written_date_next(text->utf8, text->size, 0, &written)
        || text->size - (written.to - written.from) > DATE_BESIDE_MAX)
        return;
    struct date day = { (int32_t)written.year, (int32_t)written.month, (int32_t)written.day };
    if (date_exists(day) && (!date_is_set(state->written) || date_days(day) > date_days(state->written)))
        state->written = day;
}

static void read_property(struct state *state, const struct detector_text *text)
{
    enum { DAY_SIZE = 10 };
    struct date day;

    if (text->size >= DAY_SIZE && date_parse(text->utf8, DAY_SIZE, &day))
        take_earlier(&state->property, day);
}

/* t20240410_123.html */
static struct date date_of_name(const char *path)
{
    enum { DIGITS = 8 };
    struct date found = { 0 };

    for (size_t at = 0; path[at] != '\0'; at++) {
        size_t count = strspn(path + at, "0123456789");
        int32_t number = 0;

        if (count == DIGITS) {
            for (size_t digit = 0; digit < DIGITS; digit++)
                number = number * 10 + (path[at + digit] - '0');
            struct date day = { number / 10000, number / 100 % 100, number % 100 };
            if (day.year >= 1995 && date_exists(day))
                found = day;
        }
        at += count > 0 ? count - 1 : 0;
    }
    return found;
}

static struct decision_document document_of(const struct detector_job *job)
{
    const struct state *state = job->state;
    struct decision_document document = { .published = job->as_of,
                                          .latest_year = state->context.latest_year,
                                          .written = state->written };

    if (state->context.title.year_kind == PERIOD_YEAR_WRITTEN)
        document.title_year = state->context.title.year;
    for (const struct part *part = job->part; part != NULL && !date_is_set(document.written); part = part->parent)
        document.written = date_of_name(part->name);
    if (!date_is_set(document.written) && document.title_year == 0)
        document.written = state->property;
    /* A text is not written after it is published: then the day is of something else. */
    if (date_is_set(document.written) && date_days(document.written) > date_days(job->as_of))
        document.written = (struct date){ 0 };
    return document;
}

/* ---- Collecting. */

/* `back`: so many bytes before the block the statement begins. */
static enum status suspect(struct detector_job *job, const struct detector_text *text, uint64_t back,
                           const struct statement *statement)
{
    struct state *state = job->state;
    struct suspects *last = state->last;
    enum status status;

    if ((statement->flags & (STATEMENT_PLAN | STATEMENT_ENTITY | STATEMENT_ELSEWHERE)) != 0
        || statement->period.kind == PERIOD_NONE || statement->period.kind == PERIOD_SPAN || state->count == SUSPECTS_MAX
        || (statement->period.year_kind == PERIOD_YEAR_WRITTEN && statement->period.year + 3 < job->as_of.year))
        return STATUS_OK;
    if (last == NULL || last->count == SUSPECTS_STEP) {
        last = arena_zeroed(job->arena, sizeof *last);
        if (last == NULL)
            return STATUS_NO_MEMORY;
        *(state->last != NULL ? &state->last->next : &state->first) = last;
        state->last = last;
    }
    status = back > 0 ? detector_hold_back(job, text, back, statement->to, &last->items[last->count].hold)
                      : detector_hold(job, text, (struct span){ statement->from, statement->to }, &last->items[last->count].hold);
    if (status != STATUS_OK)
        return status;
    last->items[last->count++].statement = *statement;
    state->count++;
    return STATUS_OK;
}

/* A cell of a table, or a line that may be a row of one. */
static enum status read_table(struct detector_job *job, const struct detector_text *text)
{
    const struct knowledge *knowledge = job->knowledge;
    struct state *state = job->state;
    struct statement statements[STATEMENTS_MAX];
    uint64_t back = 0;
    size_t count;
    enum status status = STATUS_OK;

    if (state->sheet == NULL) {
        state->sheet = arena_zeroed(job->arena, sizeof *state->sheet);
        if (state->sheet == NULL)
            return STATUS_NO_MEMORY;
    }
    if (text->cell.table != 0) {
        count = sheet_cell(knowledge->lexicon, state->sheet, &state->context, text->cell.table, text->cell.row,
                           text->cell.column, text->utf8, text->size, &statements[0]);
        /* A row is named before its figures; nothing but its name is in the label yet. */
        if (count == 0 && state->sheet->label_size > 0 && state->sheet->label_size <= text->size)
            state->row_start = text->offset;
        if (count > 0 && state->sheet->label_size > 0 && text->offset - state->row_start <= DETECTOR_BACK_MAX)
            back = text->offset - state->row_start;
    } else {
        count = sheet_line(knowledge->lexicon, state->sheet, &state->context, text->utf8, text->size, statements,
                           STATEMENTS_MAX);
    }
    for (size_t index = 0; index < count && status == STATUS_OK; index++)
        status = suspect(job, text, back, &statements[index]);
    return status;
}

/* *count is how many statements there are. */
static enum status read_prose(struct detector_job *job, const struct detector_text *text, size_t *count)
{
    const struct knowledge *knowledge = job->knowledge;
    struct state *state = job->state;
    struct statement statements[STATEMENTS_MAX];
    enum status status = STATUS_OK;

    *count = statement_read(knowledge->lexicon, &state->context, text->utf8, text->size, statements, STATEMENTS_MAX);
    for (size_t index = 0; index < *count && status == STATUS_OK; index++)
        status = suspect(job, text, 0, &statements[index]);
    return status;
}

static bool ends_sentence(const struct detector_text *text)
{
    enum { STOP_SIZE = 3 };

    return text->size >= STOP_SIZE && memcmp(text->utf8 + text->size - STOP_SIZE, "。", STOP_SIZE) == 0;
}

/* A short line that is no sentence and no item of a list. */
static bool is_heading(const struct detector_text *text)
{
    return text->size <= HEADING_SIZE_MAX && text->size > 0 && text->utf8[text->size - 1] != ';' && !ends_sentence(text);
}

/* A cell may hold sentences, as in tables that lay out a page; else its words and figures belong to the table. A line that
 * is a sentence is no row. */
static bool may_belong_to_table(const struct detector_text *text)
{
    return text->size <= HEADING_SIZE_MAX && (text->cell.table != 0 || !ends_sentence(text));
}

static enum status read_body(struct detector_job *job, const struct detector_text *text)
{
    const struct knowledge *knowledge = job->knowledge;
    struct state *state = job->state;
    bool is_title = text->role == TEXT_TITLE || (text->in_head && !state->context.has_title && is_heading(text));
    bool may_head = text->cell.table == 0 && (is_title || text->in_head || is_heading(text));
    bool has_indicator;
    size_t count = 0;
    enum status status;

    if (text->digits == 0 && text->words[0].count == 0 && text->cell.table == 0 && !may_head)
        return STATUS_OK;
    /* Nothing is stated without a figure, or words in the place of one. */
    if (text->digits > 0)
        has_indicator = text->words[0].count > 0 || lexicon_has_latin_indicator(knowledge->lexicon, text->utf8, text->size);
    else
        has_indicator = text->words[0].count > 0 && statement_in_words(text->utf8, text->size);
    status = has_indicator ? read_prose(job, text, &count) : STATUS_OK;
    if (status != STATUS_OK || count > 0)
        return status;
    if (!has_indicator && may_head)
        statement_note(knowledge->lexicon, &state->context, text->utf8, text->size, is_title);
    return may_belong_to_table(text) ? read_table(job, text) : STATUS_OK;
}

static enum status read_text(struct detector_job *job, const struct detector_text *text)
{
    struct state *state = job->state;

    if (!state->is_open) {
        statement_context_init(&state->context);
        state->is_open = true;
    }
    if (text->role == TEXT_METADATA) {
        read_property(state, text);
        return STATUS_OK;
    }
    read_date(state, text);
    return read_body(job, text);
}

/* ---- Deciding. */

/* Statements of one region, indicator, period and outcome are one finding. */
struct told {
    const struct suspect *suspect;
    struct decision decision;
    uint32_t occurrences;
};

static struct told *same(struct told *told, size_t count, const struct suspect *suspect, const struct decision *decision)
{
    for (size_t index = 0; index < count; index++) {
        if (told[index].decision.outcome == decision->outcome
            && told[index].suspect->statement.region == suspect->statement.region
            && told[index].suspect->statement.indicator == suspect->statement.indicator
            && period_equal(told[index].decision.period, decision->period))
            return &told[index];
    }
    return NULL;
}

static enum status close_part(struct detector_job *job)
{
    enum { TOLD_MAX = 256 };
    const struct knowledge *knowledge = job->knowledge;
    const struct state *state = job->state;
    struct decision_document document = document_of(job);
    struct told *told;
    size_t count = 0;
    enum status status = STATUS_OK;

    if (state->count == 0)
        return STATUS_OK;
    told = arena_zeroed(job->arena, TOLD_MAX * sizeof *told);
    if (told == NULL)
        return STATUS_NO_MEMORY;
    for (const struct suspects *block = state->first; block != NULL; block = block->next) {
        for (size_t index = 0; index < block->count; index++) {
            struct decision decision;
            struct told *before;

            decision_make(knowledge->lexicon, &knowledge->records, &document, &block->items[index].statement, &decision);
            if (decision.outcome >= DECISION_OUTCOMES)
                continue;
            before = same(told, count, &block->items[index], &decision);
            if (before != NULL)
                before->occurrences++;
            else if (count < TOLD_MAX)
                told[count++] = (struct told){ &block->items[index], decision, 1 };
        }
    }
    for (size_t index = 0; index < count && status == STATUS_OK; index++)
        status = detector_report(job, told[index].decision.outcome, told[index].suspect->hold, told[index].occurrences,
                                 told[index].decision.reason);
    return status;
}

const struct detector statistics_detector = {
    .name = "statistics",
    .outcomes = decision_outcome_names,
    .roles = 1U << TEXT_BODY | 1U << TEXT_TITLE | 1U << TEXT_HEADER | 1U << TEXT_FOOTER | 1U << TEXT_NOTE | 1U << TEXT_HIDDEN
             | 1U << TEXT_ALT | 1U << TEXT_METADATA,
    .state_size = sizeof(struct state),
    .prepare = prepare,
    .words = declare_words,
    .needs = BLOCK_ANY,
    .text = read_text,
    .close = close_part,
};
