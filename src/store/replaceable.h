/* SPDX-License-Identifier: Apache-2.0
 *
 * Whether what bears a name may give it up to something else: a database that is replaced takes its records with it,
 * and a program that works on it goes on writing to a file that nobody finds again.
 *
 * Any thread; files that are looked at are not changed but by store_is_in_use. No connection of this process may be
 * open to `target` or `path`: looking at a file gives up the process's locks on it.
 */
#ifndef GUANKA_STORE_REPLACEABLE_H
#define GUANKA_STORE_REPLACEABLE_H

#include <stdbool.h>

#include "base/error.h"

/* There is a database of this name, SQLite's of any program, or one to which a file of this name belongs (-wal, -shm,
 * -journal); through symbolic links as well. */
bool store_is_database(const char *path);

/* Another program works on the database. Where none does, all that was written ahead is in the file itself afterwards.
 */
bool store_is_in_use(const char *path);

/* STATUS_OK when a copy of the store `source` may take the name `target`: nothing bears it, or an empty file, or an
 * earlier copy of the same store, in which nothing is on record that the source has not. Else STATUS_INVALID with words
 * and the remedy in *error. */
MUST_CHECK enum status store_may_replace(const char *source, const char *target, struct error *error);

#endif
