/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/detect_display.h"

#include "text/display.h"
#include "text/utf8.h"

enum outcome { OUTCOME_REORDERED, OUTCOME_UNSEEN, OUTCOME_ESCAPES, OUTCOME_COUNT };

enum { QUOTE_MAX = 60 /* characters of the block, which may be a whole paragraph */ };

struct state {
    const struct detector_hold *first[OUTCOME_COUNT];
    uint32_t places[OUTCOME_COUNT];
};

static const char *const outcomes[] = { "reordered", "unseen", "escapes", NULL };

static enum status read_text(struct detector_job *job, const struct detector_text *text)
{
    static const uint32_t tricks[] = {
        [OUTCOME_REORDERED] = DISPLAY_REORDERED,
        [OUTCOME_UNSEEN] = DISPLAY_UNSEEN,
        [OUTCOME_ESCAPES] = DISPLAY_ESCAPES,
    };
    struct state *state = job->state;
    struct span quote = { 0, utf8_forward(text->utf8, text->size, 0, QUOTE_MAX) };
    enum status status = STATUS_OK;

    for (size_t outcome = 0; outcome < OUTCOME_COUNT && status == STATUS_OK; outcome++) {
        if ((text->tricks & tricks[outcome]) != 0 && state->places[outcome]++ == 0)
            status = detector_hold(job, text, quote, &state->first[outcome]);
    }
    return status;
}

static enum status close_part(struct detector_job *job)
{
    const struct state *state = job->state;
    enum status status = STATUS_OK;

    for (unsigned outcome = 0; outcome < OUTCOME_COUNT && status == STATUS_OK; outcome++) {
        if (state->places[outcome] > 0)
            status = detector_report(job, outcome, state->first[outcome], state->places[outcome], NULL);
    }
    return status;
}

const struct detector display_detector = {
    .name = "display",
    .outcomes = outcomes,
    .roles = 1U << TEXT_BODY | 1U << TEXT_TITLE | 1U << TEXT_HEADER | 1U << TEXT_FOOTER | 1U << TEXT_NOTE
             | 1U << TEXT_METADATA | 1U << TEXT_ALT | 1U << TEXT_FILENAME,
    .state_size = sizeof(struct state),
    .needs = BLOCK_TRICK,
    .text = read_text,
    .close = close_part,
};
