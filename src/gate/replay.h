/* SPDX-License-Identifier: Apache-2.0
 *
 * A stored verdict, reached again: the same bytes, or what has changed since.
 */
#ifndef GUANKA_GATE_REPLAY_H
#define GUANKA_GATE_REPLAY_H

#include "gate/assessment.h"
#include "gate/edition.h"
#include "store/store.h"

struct replay_result {
    struct bytes record; /* as it is now; in the assessor */
    bool is_same;
    const char *difference; /* which inputs differ, for people; in the arena; NULL: none */
};

/* Of the last verdict of the review. STATUS_INVALID: there is none, or the contents are not kept any more. */
MUST_CHECK enum status replay_review(const struct store *store, const char *id, struct assessor *assessor,
                                     const struct edition *edition, struct arena *arena, struct replay_result *result,
                                     struct error *error);

#endif
