/* SPDX-License-Identifier: Apache-2.0
 *
 * What a store is made of, for the files of this layer alone.
 */
#ifndef GUANKA_STORE_STORE_DATA_H
#define GUANKA_STORE_STORE_DATA_H

#include <sqlite3.h>

#include "store/store.h"

struct store {
    sqlite3 *database;
    char *path;
};

/* Words for what SQLite complains of, and the status that it amounts to. */
enum status store_fail(const struct store *store, struct error *error);
MUST_CHECK enum status store_prepare(const struct store *store, const char *sql, sqlite3_stmt **statement,
                                     struct error *error);
MUST_CHECK enum status store_run(const struct store *store, const char *sql, struct error *error);

#endif
