/* SPDX-License-Identifier: Apache-2.0
 *
 * What was submitted, read back from the store to be judged again.
 */
#ifndef GUANKA_GATE_STORED_DRAFT_H
#define GUANKA_GATE_STORED_DRAFT_H

#include "gate/submission.h"
#include "store/reviews.h"

/* The contents of a review into submission->contents, copied to the arena. *is_forgotten: they are not kept any more.
 */
MUST_CHECK enum status stored_contents_read(const struct store *store, const char *review, struct arena *arena,
                                            struct submission *submission, bool *is_forgotten, struct error *error);

#endif
