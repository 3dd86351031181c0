/* SPDX-License-Identifier: Apache-2.0
 *
 * What start pages, and what redirects readers now, answered in a sweep that is running, besides the content: evidence of
 * an incident that is opened at its end has it also when the sweep was cut off in between and went on.
 *
 * No longer than its sweep runs (sweeps_end). Heads are as they came. Times are milliseconds since 1970 UTC. Writing is
 * refused (STATUS_IO) outside of a transaction; rows that are read live as long as the call.
 */
#ifndef GUANKA_STORE_FRONT_ANSWERS_H
#define GUANKA_STORE_FRONT_ANSWERS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"
#include "store/store.h"

struct front_answer_row {
    int64_t address;
    const char *media_type, *peer, *certificate; /* as in sweep/inspect.h; "" */
    struct bytes request, head;
};
/* In place of what the address answered in this sweep before. */
MUST_CHECK enum status front_answers_put(struct store *store, int64_t sweep, const struct front_answer_row *row,
                                         struct error *error);
typedef bool front_answers_read(void *context, const struct front_answer_row *row); /* false ends the reading */
MUST_CHECK enum status front_answers_list(const struct store *store, int64_t sweep, front_answers_read *read,
                                          void *context, struct error *error);
/* All of the sweep. */
MUST_CHECK enum status front_answers_end(struct store *store, int64_t sweep, struct error *error);

#endif
