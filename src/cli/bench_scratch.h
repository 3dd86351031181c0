/* SPDX-License-Identifier: Apache-2.0
 *
 * A folder in /tmp that `guanka bench` works in, and other processes of it.
 */
#ifndef GUANKA_CLI_BENCH_SCRATCH_H
#define GUANKA_CLI_BENCH_SCRATCH_H

#include "base/buf.h"
#include "base/error.h"

/* Takes away what was left by processes of this user that were killed, and makes one that its user alone can read; its name goes to `folder`, which is empty. STATUS_IO with words. */
MUST_CHECK enum status bench_scratch_make(struct buf *folder, struct error *error);
/* Takes it away with all that is in it; does nothing for an empty name. */
void bench_scratch_remove(const struct buf *folder);
/* Writes a file in it that is not there yet. STATUS_IO with words. */
MUST_CHECK enum status bench_scratch_write(const struct buf *folder, const char *name, const struct buf *content,
                                           struct error *error);

#endif
