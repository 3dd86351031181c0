/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/detect_anniversary.h"

#include <libintl.h>
#include <stdio.h>
#include <stdlib.h>

#include "engine/outdated.h"
#include "wording/anniversary.h"
#include "wording/folded.h"
#include "wording/vocabulary.h"

enum outcome { OUTCOME_WRONG };

enum {
    SUSPECTS_MAX = 16, /* of one part */
    FAR = 6,           /* years: what differs by more tells of an earlier celebration, unless it is yet to come */
    REASON_MAX = 480,
};

struct knowledge {
    const struct anniversary_event *events;
    const struct reference_row *rows;
    size_t count;
    const struct vocabulary *vocabulary;
};

struct suspect {
    const struct detector_hold *hold;
    struct anniversary found;
    int32_t year;    /* the last one that stands beside it; 0: none */
    bool is_to_come; /* by the words beside it */
};

struct state {
    struct outdated days;
    struct suspect suspects[SUSPECTS_MAX];
    size_t count;
};

/* ---- Table. */

enum column { EVENT, YEAR, SOURCE, COLUMN_COUNT };
static const char *const columns[COLUMN_COUNT] = { "event", "year", "source" };
static const struct reference_form form = {
    .name = "anniversaries", .columns = columns, .column_count = COLUMN_COUNT, .required_count = 2, .key_count = 1
};

static enum status read_row(const struct reference_row *row, struct arena *arena, struct anniversary_event *event,
                            struct error *error)
{
    enum { FIRST_YEAR = 1500, LAST_YEAR = 2199 };
    char *end;
    long year = strtol(row->fields[YEAR], &end, 10);

    if (*end != '\0' || year < FIRST_YEAR || year > LAST_YEAR)
        return reference_complain(row, error, gettext("\"%.40s\" is no year"), row->fields[YEAR]);
    event->year = (int32_t)year;
    return folded_text(row->fields[EVENT], arena, &event->words);
}

static enum status prepare(const struct reference *reference, struct arena *arena, const void **knowledge,
                           struct error *error)
{
    struct knowledge *made = arena_zeroed(arena, sizeof *made);
    struct anniversary_event *events;
    struct reference_table table;
    enum status status = made == NULL ? STATUS_NO_MEMORY : reference_table(reference, &form, arena, &table, error);

    if (status == STATUS_OK)
        status = vocabulary_create(reference, arena, &made->vocabulary, error);
    if (status != STATUS_OK)
        return status;
    events = arena_zeroed(arena, (table.row_count + 1) * sizeof *events);
    if (events == NULL)
        return STATUS_NO_MEMORY;
    for (size_t index = 0; index < table.row_count && status == STATUS_OK; index++)
        status = read_row(&table.rows[index], arena, &events[index], error);
    made->events = events;
    made->rows = table.rows;
    made->count = table.row_count;
    *knowledge = made;
    return status;
}

static void declare_words(const void *knowledge, struct detector_words sets[DETECTOR_WORDS_MAX])
{
    (void)knowledge;
    sets[0].list = anniversary_words();
}

/* ---- Blocks. */

/* Is it right in one of the years that the block names? *year becomes the last of them. */
static bool fits_block(const struct anniversary_event *event, const struct detector_text *text, unsigned number,
                       bool is_to_come, int32_t *year)
{
    size_t at = 0;
    int32_t named;

    *year = 0;
    while ((named = anniversary_next_year(text->utf8, text->size, &at)) != 0) {
        if (anniversary_is_right(event, number, named, is_to_come))
            return true;
        if (named != event->year)
            *year = named;
    }
    return false;
}

static enum status read_one(struct detector_job *job, const struct detector_text *text, size_t at)
{
    const struct knowledge *knowledge = job->knowledge;
    struct state *state = job->state;
    struct suspect *suspect = &state->suspects[state->count];
    enum status status;

    if (state->count == SUSPECTS_MAX
        || !anniversary_read(knowledge->events, knowledge->count, text->utf8, text->size, at, &suspect->found))
        return STATUS_OK;
    suspect->is_to_come = anniversary_is_to_come(text->utf8, text->size);
    if (fits_block(&knowledge->events[suspect->found.event], text, suspect->found.number, suspect->is_to_come,
                   &suspect->year)
        || vocabulary_is_corrected(knowledge->vocabulary, text->utf8, text->size, suspect->found.from,
                                   suspect->found.to))
        return STATUS_OK;
    status = detector_hold(job, text, (struct span){ suspect->found.from, suspect->found.to }, &suspect->hold);
    state->count += status == STATUS_OK;
    return status;
}

static enum status read_text(struct detector_job *job, const struct detector_text *text)
{
    struct state *state = job->state;
    enum status status = STATUS_OK;

    if (outdated_take_day(&state->days, text))
        return STATUS_OK;
    for (size_t index = 0; index < text->words[0].count && status == STATUS_OK; index++)
        status = read_one(job, text, text->words[0].items[index].from);
    return status;
}

/* ---- Deciding. */

/* The year by which it is wrong; 0: it is not, or nobody knows. */
static int32_t wrong_in(const struct knowledge *knowledge, const struct suspect *suspect, struct date day)
{
    const struct anniversary_event *event = &knowledge->events[suspect->found.event];
    int32_t of = event->year + (int32_t)suspect->found.number;
    int32_t year = suspect->year != 0 ? suspect->year : day.year;

    if (year == 0 || year < event->year
        || (date_is_set(day) && anniversary_is_right(event, suspect->found.number, day.year, suspect->is_to_come)))
        return 0;
    /* What lies ahead by more than a year may be planned, but nobody celebrates it. */
    return suspect->found.is_celebrated && labs((long)of - year) <= FAR ? year : 0;
}

static enum status close_part(struct detector_job *job)
{
    const struct knowledge *knowledge = job->knowledge;
    const struct state *state = job->state;
    enum status status = STATUS_OK;

    for (size_t index = 0; index < state->count && status == STATUS_OK; index++) {
        const struct suspect *suspect = &state->suspects[index];
        const struct anniversary_event *event = &knowledge->events[suspect->found.event];
        const struct reference_row *row = &knowledge->rows[suspect->found.event];
        int32_t year = wrong_in(knowledge, suspect, outdated_day(&state->days));
        char reason[REASON_MAX];

        if (year == 0)
            continue;
        reference_describe(row, reason, sizeof reason,
                           gettext("the event is of %d, so in %d it is the anniversary number %d (%s, line %u of %s)"),
                           event->year, year, year - event->year, row->fields[SOURCE], row->line,
                           reference_row_name(row));
        status = detector_report(job, OUTCOME_WRONG, suspect->hold, 1, reason);
    }
    return status;
}

static const char *const outcomes[] = { "wrong", NULL };

const struct detector anniversary_detector = {
    .name = "anniversary",
    .outcomes = outcomes,
    .roles = 1U << TEXT_BODY | 1U << TEXT_TITLE | 1U << TEXT_HEADER | 1U << TEXT_FOOTER | 1U << TEXT_NOTE
             | 1U << TEXT_METADATA,
    .state_size = sizeof(struct state),
    .prepare = prepare,
    .words = declare_words,
    .needs = BLOCK_DATE,
    .text = read_text,
    .close = close_part,
};
