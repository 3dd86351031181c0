/* SPDX-License-Identifier: Apache-2.0
 *
 * The one thread that writes to the store.
 *
 * Whoever wants to write hands over a task and waits until it is on disk. Tasks that wait at the same time share a
 * transaction, and so one fsync: each is whole or not there at all, whatever becomes of its neighbours. The clock of
 * ledger entries is the gate's (gate/gate_clock.h).
 *
 * When the storage fails (a full disk, one that cannot be written), everybody who wants to write is told so until it
 * works again; the first that is written then is an entry of the ledger about it.
 */
#ifndef GUANKA_GATE_WRITER_H
#define GUANKA_GATE_WRITER_H

#include "gate/gate_clock.h"
#include "store/ledger.h"
#include "store/store.h"

struct writer;

/* Runs in the writer's thread; `now_ms` since 1970-01-01 UTC. Anything but STATUS_OK undoes what it has written. */
typedef enum status write_task(void *context, struct store *store, int64_t now_ms, struct error *error);

/* Tells that the storage has begun to fail, with the words of the first failure, or, with NULL, that it works again after
 * so many tasks could not be written. Runs in the writer's thread, before who waits for those tasks goes on. */
typedef void writer_storage_changed(void *context, const struct error *error, uint64_t unwritten);

/* The store becomes the writer's thread's until writer_destroy, which does not close it. `changed` may be NULL. */
MUST_CHECK enum status writer_create(struct store *store, writer_storage_changed *changed, void *context,
                                     struct writer **writer, struct error *error);
/* STATUS_OK: on disk. Otherwise nothing of it is; *error says why. Any thread. STATUS_STOPPED while the writer ends. */
MUST_CHECK enum status writer_run(struct writer *writer, write_task *task, void *context, struct error *error);
/* The gate's time, which begins with the ledger's last entry. */
struct gate_clock *writer_clock(struct writer *writer);
/* The last attempt to write has failed for a reason of the storage. Any thread. */
bool writer_is_failing(const struct writer *writer);
/* A task that writes nothing of its own: whether the storage works again. */
write_task writer_try;
/* What was handed over is written first. NULL is allowed. */
void writer_destroy(struct writer *writer);

#endif
