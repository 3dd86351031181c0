/* SPDX-License-Identifier: Apache-2.0
 *
 * What a store is made of, for the files of this layer alone.
 */
#ifndef GUANKA_STORE_STORE_DATA_H
#define GUANKA_STORE_STORE_DATA_H

#include <sqlite3.h>

#include "base/digest.h"
#include "store/store.h"

/* In the head of the file, so that another program's database is not taken for ours: "gkst". */
enum { STORE_STATEMENTS_MAX = 96, STORE_APPLICATION_ID = 0x676B7374 };

struct kept_statement {
    const char *sql;
    sqlite3_stmt *statement;
};

struct store {
    sqlite3 *database;
    char *path;
    unsigned busy_ms;            /* how long others are waited for */
    struct kept_statement *kept; /* STORE_STATEMENTS_MAX, filled from the front */
};

/* To read, whatever it is: of another version, of another program, damaged. The caller closes it. */
MUST_CHECK enum status store_open_as_it_is(const char *path, struct store **store, struct error *error);

/* Words for what SQLite complains of, and the status that it amounts to. */
enum status store_fail(const struct store *store, struct error *error);
/* Any number of statements without parameters, not kept: for opening. */
MUST_CHECK enum status store_run(const struct store *store, const char *sql, struct error *error);

/* Statements are prepared once for the store and told by the address of their SQL, which is a literal. `kinds` has a
 * letter for each parameter: t text, n number (int64_t), b struct bytes *, d struct digest *; what they point to must
 * live until the statement ends. A text that is NULL is NULL in the database.
 *
 * store_query begins one that gives rows: step until there is none, then end it, after a failure as well. One that has
 * not ended cannot be begun again (STATUS_BUG): who reads rows may not ask the same from inside. */
MUST_CHECK enum status store_query(const struct store *store, sqlite3_stmt **statement, struct error *error,
                                   const char *sql, const char *kinds, ...);
/* The number in the first column of the only row; 0 where there is none. */
MUST_CHECK enum status store_number(const struct store *store, int64_t *number, struct error *error, const char *sql,
                                    const char *kinds, ...);
/* A row that is not whole, for want of memory, is a failure and no row. */
MUST_CHECK enum status store_step(const struct store *store, sqlite3_stmt *statement, bool *has_row,
                                  struct error *error);
void store_end(sqlite3_stmt *statement);
/* One that gives none and has no parameters; and one that is to be ready for later. */
MUST_CHECK enum status store_control(const struct store *store, const char *sql, struct error *error);
MUST_CHECK enum status store_keep(const struct store *store, const char *sql, struct error *error);
/* One that writes: refused (STATUS_IO) outside a transaction, since a failure such as a full disk may have undone it
 * by itself, and what is written afterwards would be there alone. store_changed tells how many rows it was. */
MUST_CHECK enum status store_do(struct store *store, struct error *error, const char *sql, const char *kinds, ...);
unsigned store_changed(const struct store *store);

/* Why the last statement failed: something of this key is there already; what it refers to is not there. Both false
 * when `status` is no failure. */
bool store_is_taken(const struct store *store, enum status status);
bool store_is_orphan(const struct store *store, enum status status);
/* Gives `status` back, in the words that there is no such review or account when that is why. */
enum status store_of_review(const struct store *store, enum status status, const char *review, struct error *error);
enum status store_of_account(const struct store *store, enum status status, const char *account, struct error *error);
enum status store_no_review(const char *review, struct error *error);
enum status store_no_account(const char *account, struct error *error);

/* The first column of all rows of a statement that has begun, and its end; false ends the reading. */
typedef bool store_read_text(void *context, const char *text);
MUST_CHECK enum status store_each_text(const struct store *store, sqlite3_stmt *statement, store_read_text *read,
                                       void *context, struct error *error);

const char *store_text(sqlite3_stmt *statement, int column); /* "" where there is none */
struct bytes store_blob(sqlite3_stmt *statement, int column); /* an empty one may have no address */
void store_digest(sqlite3_stmt *statement, int column, struct digest *digest);

#endif
