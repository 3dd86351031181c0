/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/detect_outline.h"

#include <libintl.h>
#include <stdio.h>

#include "wording/balance.h"
#include "wording/ordinals.h"
#include "wording/outline.h"
#include "wording/self_reference.h"

enum outcome { OUTCOME_GAP, OUTCOME_COUNT, OUTCOME_BRACKET, OUTCOME_SELF_REFERENCE };

/* Of one pair of brackets. */
struct open {
    bool carried;                        /* one that a block left open; its partner may be blocks away */
    const struct detector_hold *suspect; /* one that has no partner unless the next block begins with it */
};

struct state {
    struct outline outline;
    struct cell cell; /* of the blocks so far */
    const struct detector_hold *holds[OUTLINE_SLOT_COUNT];
    struct open open[BALANCE_PAIR_COUNT];
    struct self_reference self;
    const struct detector_hold *made; /* where the regulation says what it is */
};

static enum status prepare(const struct reference *reference, struct arena *arena, const void **knowledge,
                           struct error *error)
{
    const struct vocabulary *vocabulary;
    enum status status = vocabulary_create(reference, arena, &vocabulary, error);

    *knowledge = status == STATUS_OK ? vocabulary : NULL;
    return status;
}

static void declare_words(const void *knowledge, struct detector_words sets[DETECTOR_WORDS_MAX])
{
    (void)knowledge;
    sets[0].list = ordinals_first();
}

static enum status report(struct detector_job *job, const struct outline_event *event)
{
    const struct state *state = job->state;
    const struct detector_hold *hold = state->holds[event->slot];
    char reason[256], label[OUTLINE_LABEL_SIZE];

    if (event->fault == OUTLINE_GAP) {
        (void)outline_write(event->style, event->missing, label);
        (void)snprintf(reason, sizeof reason, gettext("\"%s\" is missing in front of it"), label);
        return detector_report(job, OUTCOME_GAP, hold, 1, reason);
    }
    (void)snprintf(reason, sizeof reason, gettext("%u are announced and %u are listed"), event->announced,
                   event->listed);
    return detector_report(job, OUTCOME_COUNT, hold, 1, reason);
}

enum { LABELS_MIN = 2 /* 1. and 2. */ };

/* Points within a paragraph are judged at once. */
static enum status judge_ordinals(struct detector_job *job, const struct detector_text *text)
{
    struct ordinals found;
    struct span span;
    char reason[256];

    if ((text->words[0].count == 0 || !ordinals_judge(job->knowledge, text->utf8, text->size, &found))
        && (((text->features & MARK_ROUND) == 0 && text->digits < LABELS_MIN)
            || !ordinals_judge_labels(job->knowledge, text->utf8, text->size, &found)))
        return STATUS_OK;
    span = (struct span){ found.from, found.to };
    if (found.fault == OUTLINE_GAP)
        (void)snprintf(reason, sizeof reason, gettext("\"%s\" is missing in front of it"), found.missing);
    else
        (void)snprintf(reason, sizeof reason, gettext("%u are announced and %u are listed"), found.announced,
                       found.listed);
    return detector_found(job, found.fault == OUTLINE_GAP ? OUTCOME_GAP : OUTCOME_COUNT, text, span, reason);
}

static enum status report_all(struct detector_job *job, const struct outline_step *step)
{
    enum status status = STATUS_OK;

    for (size_t index = 0; index < step->event_count && status == STATUS_OK; index++)
        status = report(job, &step->events[index]);
    return status;
}

static enum status report_unclosed(struct detector_job *job, struct open *open)
{
    const struct detector_hold *suspect = open->suspect;

    open->suspect = NULL;
    return suspect == NULL ? STATUS_OK : detector_report(job, OUTCOME_BRACKET, suspect, 1, gettext("it is not closed"));
}

static const uint32_t brackets[BALANCE_PAIR_COUNT] = {
    [BALANCE_TITLE] = MARK_TITLE,
    [BALANCE_ROUND] = MARK_ROUND,
    [BALANCE_YEAR] = MARK_YEAR,
    [BALANCE_LENTICULAR] = MARK_LENTICULAR,
};

static enum status judge_brackets(struct detector_job *job, const struct detector_text *text, enum balance_pair pair)
{
    struct state *state = job->state;
    struct open *open = &state->open[pair];
    struct balance balance;
    bool was_carried = open->carried;
    enum status status = STATUS_OK;

    if ((text->features & brackets[pair]) == 0)
        return report_unclosed(job, open);
    balance = balance_judge(job->knowledge, pair, text->utf8, text->size);
    if (balance.is_unopened)
        open->suspect = NULL;
    else
        status = report_unclosed(job, open);
    open->carried = balance.is_unclosed || (was_carried && !balance.is_unopened);
    if (status == STATUS_OK && balance.is_unopened && !was_carried)
        status = detector_found(job, OUTCOME_BRACKET, text,
                                (struct span){ balance.unopened, balance.unopened + balance.size },
                                gettext("it was not opened"));
    if (status == STATUS_OK && balance.is_unclosed && balance.is_certain)
        status = detector_hold(job, text, (struct span){ balance.unclosed, balance.unclosed + balance.size },
                               &open->suspect);
    return status;
}

static enum status report_self(struct detector_job *job, const struct self_reference_step *step)
{
    const struct state *state = job->state;
    char reason[256];

    if (!step->is_wrong)
        return STATUS_OK;
    (void)snprintf(reason, sizeof reason,
                   gettext("the title says \"%s\", and so does the text elsewhere; here it is \"%s\""),
                   step->ended.kind, step->ended.other);
    return detector_report(job, OUTCOME_SELF_REFERENCE, state->made, 1, reason);
}

static enum status judge_self(struct detector_job *job, const struct detector_text *text)
{
    struct state *state = job->state;
    struct self_reference_step step;
    enum status status;

    self_reference_block(&state->self, job->knowledge, text->utf8, text->size, &step);
    status = report_self(job, &step);
    if (status == STATUS_OK && step.keeps)
        status = detector_hold(job, text, (struct span){ step.from, step.to }, &state->made);
    return status;
}

static enum status end_document(struct detector_job *job)
{
    struct state *state = job->state;
    struct outline_step step;
    struct self_reference_step self;
    enum status status;

    outline_end(&state->outline, &step);
    status = report_all(job, &step);
    self_reference_end(&state->self, &self);
    if (status == STATUS_OK)
        status = report_self(job, &self);
    for (size_t pair = 0; pair < BALANCE_PAIR_COUNT && status == STATUS_OK; pair++) {
        status = report_unclosed(job, &state->open[pair]);
        state->open[pair].carried = false;
    }
    return status;
}

static bool is_same_cell(struct cell one, struct cell other)
{
    return one.table == other.table && one.row == other.row && one.column == other.column;
}

static enum status read_text(struct detector_job *job, const struct detector_text *text)
{
    struct state *state = job->state;
    struct outline_step step;
    enum status status = STATUS_OK;

    if (text->continues)
        return STATUS_OK;
    if (!is_same_cell(state->cell, text->cell)) {
        status = end_document(job);
        state->cell = text->cell;
    }
    outline_block(&state->outline, job->knowledge, text->utf8, text->size, &step);
    if (status == STATUS_OK)
        status = report_all(job, &step);
    if (status == STATUS_OK && step.keeps)
        status = detector_hold(job, text, (struct span){ step.from, step.to }, &state->holds[step.slot]);
    for (unsigned pair = 0; pair < BALANCE_PAIR_COUNT && status == STATUS_OK; pair++)
        status = judge_brackets(job, text, (enum balance_pair)pair);
    if (status == STATUS_OK)
        status = judge_self(job, text);
    return status == STATUS_OK ? judge_ordinals(job, text) : status;
}

static const char *const outcomes[] = { "gap", "count", "bracket", "self-reference", NULL };

const struct detector outline_detector = {
    .name = "outline",
    .outcomes = outcomes,
    .roles = 1U << TEXT_BODY,
    .state_size = sizeof(struct state),
    .prepare = prepare,
    .words = declare_words,
    .needs = BLOCK_ANY,
    .text = read_text,
    .close = end_document,
};
