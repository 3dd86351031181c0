/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/detect_exam.h"

#include <libintl.h>
#include <stdio.h>
#include <string.h>

#include "wording/cue.h"
#include "wording/exam_period.h"

enum outcome { OUTCOME_AHEAD, OUTCOME_UNDATED, OUTCOME_LAPSED, OUTCOME_COUNT };

/* Kinds of words in exam-words.csv. */
enum kind { KIND_LEVEL, KIND_CONDITION, KIND_OWN, KIND_EXPLAINS, KIND_DAY, KIND_EXAM };
static const char *const kind_names[] = { "level", "condition", "own", "explains", "day", "exam", NULL };

enum {
    GAP_MAX = 12,       /* bytes between level and condition: stars, blanks, a bracket */
    EXPLAINED_MAX = 42, /* bytes beside a mark in which somebody may say that he speaks of it */
    HEADING_MAX = 150,  /* bytes */
    LINES_BEHIND = 30,  /* DOMAIN 2.6 */
    LINES_BEFORE = 4,
    MARKS_MAX = 256,
    REASON_MAX = 320,
};

/* Where a period was read; the greater is the surer. */
enum rank { RANK_NONE, RANK_BEFORE, RANK_HEADING, RANK_LINE, RANK_DAY };

struct dated {
    struct exam_period period;
    enum rank rank;
};

struct mark {
    const struct detector_hold *hold;
    struct dated dated;
    uint64_t line; /* of the body, from 1; 0 elsewhere */
};

struct state {
    struct dated document, heading; /* heading: the last one in the body, for marks that stand below it */
    uint64_t heading_line;
    struct mark *marks;
    size_t count;
};

static enum status prepare(const struct reference *reference, struct arena *arena, const void **knowledge,
                           struct error *error)
{
    const struct cue_set *words;
    enum status status = cue_set_create(reference, "exam-words", kind_names, arena, &words, error);

    *knowledge = words;
    return status;
}

static void declare_words(const void *knowledge, struct detector_words sets[DETECTOR_WORDS_MAX])
{
    sets[0].list = cue_set_words(knowledge);
}

/* ---- A line. */

struct line {
    struct detector_job *job;
    const struct detector_text *text;
    struct cue level;     /* the last one, with what belongs to it behind */
    size_t level_end;     /* 0: none */
    size_t explained_end; /* of the last word that explains; 0: none */
    struct span mark;     /* waits until nothing can explain it any more */
    size_t day_end;       /* behind the label of a day; 0: none */
    bool has_mark, has_exam, has_marks;
    enum status status;
};

/* Nothing but stars, blanks and punctuation. */
static bool is_gap(const char *text, size_t from, size_t to)
{
    if (to < from || to - from > GAP_MAX)
        return false;
    for (size_t at = from; at < to; at++) {
        unsigned char byte = (unsigned char)text[at];

        if ((byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') || (byte >= 0xE4 && byte <= 0xE9))
            return false;
    }
    return true;
}

static void keep_mark(struct line *line)
{
    struct state *state = line->job->state;
    struct mark *mark;

    line->has_mark = false;
    line->has_marks = true;
    if (state->marks == NULL)
        state->marks = arena_zeroed(line->job->arena, MARKS_MAX * sizeof *state->marks);
    if (state->marks == NULL) {
        line->status = STATUS_NO_MEMORY;
        return;
    }
    if (state->count == MARKS_MAX)
        return;
    mark = &state->marks[state->count];
    line->status = detector_hold(line->job, line->text, line->mark, &mark->hold);
    if (line->status != STATUS_OK)
        return;
    mark->line = line->text->role == TEXT_BODY ? line->text->number : 0;
    if (mark->line != 0 && state->heading.rank != RANK_NONE && mark->line - state->heading_line <= LINES_BEFORE)
        mark->dated = (struct dated){ state->heading.period, RANK_BEFORE };
    state->count++;
}

static void take_condition(struct line *line, const struct cue *cue)
{
    bool is_mark = line->level_end != 0 && is_gap(line->text->utf8, line->level_end, cue->from)
                   && (line->explained_end == 0 || line->level.from - line->explained_end > EXPLAINED_MAX);

    if (is_mark) {
        line->mark = (struct span){ line->level.from, cue->to };
        line->has_mark = true;
    }
    line->level_end = 0;
}

static bool on_cue(void *context, const struct cue *cue)
{
    struct line *line = context;

    if (line->has_mark && cue->kind == KIND_EXPLAINS && cue->from - line->mark.end <= EXPLAINED_MAX)
        line->has_mark = false;
    if (line->has_mark && (cue->kind == KIND_LEVEL || cue->from - line->mark.end > EXPLAINED_MAX))
        keep_mark(line);
    switch ((enum kind)cue->kind) {
    case KIND_LEVEL:
        line->level = *cue;
        line->level_end = cue->to;
        break;
    case KIND_OWN:
        if (line->level_end != 0 && is_gap(line->text->utf8, line->level_end, cue->from))
            line->level_end = cue->to;
        line->has_exam = true;
        break;
    case KIND_CONDITION:
        take_condition(line, cue);
        break;
    case KIND_EXPLAINS:
        line->explained_end = cue->to;
        break;
    case KIND_DAY:
        line->day_end = cue->to;
        break;
    case KIND_EXAM:
        line->has_exam = true;
        break;
    }
    return line->status == STATUS_OK;
}

/* ---- When it is. */

static void take_dated(struct dated *dated, const struct exam_period *period, enum rank rank)
{
    if (rank > dated->rank)
        *dated = (struct dated){ *period, rank };
}

/* What the line says of the day, for the document and for the marks before it. */
static void take_period(struct line *line, const struct exam_period *period, enum rank rank)
{
    struct state *state = line->job->state;

    take_dated(&state->document, period, rank);
    if (line->text->role != TEXT_BODY) {
        if (line->has_marks && state->count > 0)
            take_dated(&state->marks[state->count - 1].dated, period, RANK_LINE);
        return;
    }
    state->heading = (struct dated){ *period, RANK_HEADING };
    state->heading_line = line->text->number;
    if (state->count > 0) {
        struct mark *mark = &state->marks[state->count - 1];

        if (mark->line != 0 && line->text->number - mark->line <= LINES_BEHIND)
            take_dated(&mark->dated, period, rank);
    }
}

static void read_period(struct line *line)
{
    const struct detector_text *text = line->text;
    struct exam_period period;

    if (line->day_end != 0 && exam_period_read(text->utf8 + line->day_end, text->size - line->day_end, &period)
        && period.precision == EXAM_DAY)
        take_period(line, &period, RANK_DAY);
    else if (line->has_marks && exam_period_read(text->utf8, text->size, &period))
        take_period(line, &period, RANK_LINE);
    else if (line->has_exam && text->size <= HEADING_MAX && exam_period_read(text->utf8, text->size, &period))
        take_period(line, &period, RANK_HEADING);
}

static enum status read_text(struct detector_job *job, const struct detector_text *text)
{
    struct line line = { .job = job, .text = text, .status = STATUS_OK };

    cue_set_read(job->knowledge, text->words[0], on_cue, &line);
    if (line.has_mark && line.status == STATUS_OK)
        keep_mark(&line);
    if (line.status == STATUS_OK)
        read_period(&line);
    return line.status;
}

/* ---- Deciding. */

static enum outcome judge(const struct dated *dated, struct date day)
{
    if (dated->rank == RANK_NONE)
        return OUTCOME_UNDATED;
    /* A year or a term in a heading is no date: papers for practice bear the heading of the examination they are for.
     */
    if (dated->period.precision >= EXAM_MONTH && date_days(dated->period.last) < date_days(day))
        return OUTCOME_LAPSED;
    return date_days(dated->period.first) >= date_days(day) ? OUTCOME_AHEAD : OUTCOME_UNDATED;
}

static void explain(const struct dated *dated, enum outcome outcome, struct date day, char *reason)
{
    const struct exam_period *period = &dated->period;
    const char *form =
        gettext("the examination lies between %04d-%02d-%02d and %04d-%02d-%02d, publication on %04d-%02d-%02d: "
                "its day has to be entered");

    if (dated->rank == RANK_NONE) {
        (void)snprintf(reason, REASON_MAX, "%s", gettext("the text does not say when the examination is"));
        return;
    }
    if (outcome == OUTCOME_AHEAD)
        form = gettext(
            "the examination (%04d-%02d-%02d to %04d-%02d-%02d) is not over when this is published on %04d-%02d-%02d");
    else if (outcome == OUTCOME_LAPSED)
        form = gettext(
            "the examination (%04d-%02d-%02d to %04d-%02d-%02d) is over on %04d-%02d-%02d, so the mark has lapsed");
    (void)snprintf(reason, REASON_MAX, form, period->first.year, period->first.month, period->first.day,
                   period->last.year, period->last.month, period->last.day, day.year, day.month, day.day);
}

/* One finding for each outcome: the mark stands on every page. */
static enum status close_part(struct detector_job *job)
{
    struct state *state = job->state;
    const struct mark *told[OUTCOME_COUNT] = { NULL };
    uint32_t occurrences[OUTCOME_COUNT] = { 0 };
    enum status status = STATUS_OK;

    for (size_t index = 0; index < state->count; index++) {
        struct mark *mark = &state->marks[index];
        enum outcome outcome;

        if (mark->dated.rank == RANK_NONE)
            mark->dated = state->document;
        outcome = judge(&mark->dated, job->as_of);
        if (occurrences[outcome]++ == 0)
            told[outcome] = mark;
    }
    for (enum outcome outcome = 0; outcome < OUTCOME_COUNT && status == STATUS_OK; outcome++) {
        char reason[REASON_MAX];

        if (told[outcome] == NULL)
            continue;
        explain(&told[outcome]->dated, outcome, job->as_of, reason);
        status = detector_report(job, outcome, told[outcome]->hold, occurrences[outcome], reason);
    }
    return status;
}

static const char *const outcomes[] = { "ahead", "undated", "lapsed", NULL };

const struct detector exam_detector = {
    .name = "exam",
    .outcomes = outcomes,
    .roles = 1U << TEXT_BODY | 1U << TEXT_TITLE | 1U << TEXT_HEADER | 1U << TEXT_FOOTER | 1U << TEXT_NOTE
             | 1U << TEXT_HIDDEN | 1U << TEXT_METADATA | 1U << TEXT_FILENAME | 1U << TEXT_ALT | 1U << TEXT_LINK
             | 1U << TEXT_HIDDEN_LINK,
    .state_size = sizeof(struct state),
    .prepare = prepare,
    .words = declare_words,
    .text = read_text,
    .close = close_part,
};
