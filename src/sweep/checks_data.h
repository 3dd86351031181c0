/* SPDX-License-Identifier: Apache-2.0
 *
 * How findings of checks are written and known again, for the files checks*.c alone.
 */
#ifndef GUANKA_SWEEP_CHECKS_DATA_H
#define GUANKA_SWEEP_CHECKS_DATA_H

#include "base/arena.h"
#include "base/buf.h"
#include "sweep/checks.h"

/* check_state, in an arena. */
MUST_CHECK enum status checks_make_state(struct arena *arena, const char *url, struct bytes state,
                                         const char **subject);
/* The record of a finding, in place of what the buffer holds. `linked_from`: NULL: nobody leads there. */
void checks_write_record(struct buf *out, const struct check *check, const char *url, const char *linked_from,
                         const char *message);

#endif
