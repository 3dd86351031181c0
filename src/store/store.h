/* SPDX-License-Identifier: Apache-2.0
 *
 * The database of the gate and of inspections: one SQLite file, opened, brought up to date, and written so that what
 * was accepted survives the loss of power (write-ahead log, every commit synced).
 *
 * A store belongs to one thread. The file is its owner's alone (mode 0600). A file of a newer guanka is refused, never
 * touched.
 */
#ifndef GUANKA_STORE_STORE_H
#define GUANKA_STORE_STORE_H

#include <stdbool.h>

#include "base/error.h"

struct store;

enum store_access { STORE_WRITE, STORE_READ };

/* STORE_WRITE makes the file when it is missing. STATUS_IO (cannot be opened or written, disk full, locked by another
 * program), STATUS_MALFORMED (no database, or damaged: so every function of this layer tells of it, and for nothing
 * else), STATUS_INVALID (another program's, a newer version), with words in *error. */
MUST_CHECK enum status store_open(const char *path, enum store_access access, struct store **store,
                                  struct error *error);
void store_close(struct store *store); /* NULL is allowed */
/* How long another program that is writing is waited for, in place of five seconds: for those of which several write by
 * plan. */
void store_wait_for_others(struct store *store, unsigned milliseconds);

/* All that is written between the two is there together or not at all; on failure call store_undo. One at a time. */
MUST_CHECK enum status store_begin(struct store *store, struct error *error);
MUST_CHECK enum status store_commit(struct store *store, struct error *error);
void store_undo(struct store *store);
/* Commits when `status` says that all went well, and else, or when that fails, undoes; returns what came out. */
MUST_CHECK enum status store_end_writing(struct store *store, enum status status, struct error *error);

/* All that is read between the two is the store as it is at one moment, whatever others write meanwhile. Not while
 * something is being written. */
MUST_CHECK enum status store_begin_reading(const struct store *store, struct error *error);
void store_end_reading(const struct store *store);

/* A part of a transaction that can be taken back alone; not nested. After either of the two that follow it is over. */
MUST_CHECK enum status store_mark(struct store *store, struct error *error);
MUST_CHECK enum status store_keep_mark(struct store *store, struct error *error);
void store_undo_mark(struct store *store);
/* False when a failure (a full disk) has undone the whole transaction by itself. */
bool store_is_writing(const struct store *store);

#endif
