/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/detect_outline.h"

#include <libintl.h>
#include <stdio.h>

#include "wording/outline.h"

enum outcome { OUTCOME_GAP, OUTCOME_COUNT };

struct state {
    struct outline outline;
    struct cell cell; /* of the blocks so far */
    const struct detector_hold *holds[OUTLINE_SLOT_COUNT];
};

static enum status prepare(const struct reference *reference, struct arena *arena, const void **knowledge,
                           struct error *error)
{
    const struct vocabulary *vocabulary;
    enum status status = vocabulary_create(reference, arena, &vocabulary, error);

    *knowledge = status == STATUS_OK ? vocabulary : NULL;
    return status;
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
    (void)snprintf(reason, sizeof reason, gettext("%u are announced and %u are listed"), event->announced, event->listed);
    return detector_report(job, OUTCOME_COUNT, hold, 1, reason);
}

static enum status report_all(struct detector_job *job, const struct outline_step *step)
{
    enum status status = STATUS_OK;

    for (size_t index = 0; index < step->event_count && status == STATUS_OK; index++)
        status = report(job, &step->events[index]);
    return status;
}

static enum status end_document(struct detector_job *job)
{
    struct state *state = job->state;
    struct outline_step step;

    outline_end(&state->outline, &step);
    return report_all(job, &step);
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
    return status;
}

static const char *const outcomes[] = { "gap", "count", NULL };

const struct detector outline_detector = {
    .name = "outline",
    .outcomes = outcomes,
    .roles = 1U << TEXT_BODY,
    .state_size = sizeof(struct state),
    .prepare = prepare,
    .text = read_text,
    .close = end_document,
};
