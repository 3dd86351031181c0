/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/detect_garbled.h"

#include <libintl.h>
#include <stdio.h>
#include <string.h>

#include "wording/garbled.h"

enum outcome { OUTCOME_UTF8_AS_GBK };

struct state {
    const struct detector_hold *first;
    uint32_t places;
    char meant[sizeof((struct garbled_place *)0)->meant];
};

static enum status prepare(const struct reference *reference, struct arena *arena, const void **knowledge,
                           struct error *error)
{
    const struct garbled *garbled;
    enum status status = garbled_create(arena, &garbled);

    (void)reference;
    (void)error;
    *knowledge = garbled;
    return status;
}

static enum status read_text(struct detector_job *job, const struct detector_text *text)
{
    struct state *state = job->state;
    struct garbled_place place;
    size_t from = 0;
    enum status status = STATUS_OK;

    while (status == STATUS_OK && garbled_next(job->knowledge, text->utf8, text->size, from, &place)) {
        from = place.to;
        if (state->places++ > 0)
            continue;
        memcpy(state->meant, place.meant, sizeof state->meant);
        status = detector_hold(job, text, (struct span){ place.from, place.to }, &state->first);
    }
    return status;
}

static enum status close_part(struct detector_job *job)
{
    const struct state *state = job->state;
    char reason[512];

    if (state->places == 0)
        return STATUS_OK;
    (void)snprintf(reason, sizeof reason, gettext("written in UTF-8 and read as GBK; it was \"%s\""), state->meant);
    return detector_report(job, OUTCOME_UTF8_AS_GBK, state->first, state->places, reason);
}

static const char *const outcomes[] = { "utf8-as-gbk", NULL };

const struct detector garbled_detector = {
    .name = "garbled",
    .outcomes = outcomes,
    .roles = 1U << TEXT_BODY | 1U << TEXT_TITLE | 1U << TEXT_HEADER | 1U << TEXT_FOOTER | 1U << TEXT_NOTE
             | 1U << TEXT_METADATA | 1U << TEXT_ALT,
    .state_size = sizeof(struct state),
    .prepare = prepare,
    .needs = BLOCK_ANY,
    .text = read_text,
    .close = close_part,
};
