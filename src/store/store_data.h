/* SPDX-License-Identifier: Apache-2.0
 *
 * What a store is made of, for the files of this layer alone.
 */
#ifndef GUANKA_STORE_STORE_DATA_H
#define GUANKA_STORE_STORE_DATA_H

#include <sqlite3.h>

#include "base/digest.h"
#include "store/store.h"

enum { STORE_STATEMENTS_MAX = 64 };

struct kept_statement {
    const char *sql;
    sqlite3_stmt *statement;
};

struct store {
    sqlite3 *database;
    char *path;
    struct kept_statement kept[STORE_STATEMENTS_MAX];
};

/* Words for what SQLite complains of, and the status that it amounts to. */
enum status store_fail(const struct store *store, struct error *error);
MUST_CHECK enum status store_prepare(const struct store *store, const char *sql, sqlite3_stmt **statement,
                                     struct error *error);
MUST_CHECK enum status store_run(const struct store *store, const char *sql, struct error *error);

/* Statements are prepared once for the store and told by the address of their SQL, which is a literal. `kinds` has a
 * letter for each parameter: t text, n number (int64_t), b struct bytes *, d struct digest *; what they point to must
 * live until the statement ends.
 *
 * store_query begins one that gives rows: step until there is none, then end it, after a failure as well. */
MUST_CHECK enum status store_query(const struct store *store, sqlite3_stmt **statement, struct error *error,
                                   const char *sql, const char *kinds, ...);
MUST_CHECK enum status store_step(const struct store *store, sqlite3_stmt *statement, bool *has_row,
                                  struct error *error);
void store_end(sqlite3_stmt *statement);
/* One that gives none. */
MUST_CHECK enum status store_do(struct store *store, struct error *error, const char *sql, const char *kinds, ...);

const char *store_text(sqlite3_stmt *statement, int column); /* "" where there is none */
void store_digest(sqlite3_stmt *statement, int column, struct digest *digest);

#endif
