/* SPDX-License-Identifier: Apache-2.0 */
#include <libintl.h>
#include <stdarg.h>
#include <string.h>

#include "store/store_data.h"

/* SQL is told by its address, since it is always a literal: comparing a few dozen of them costs less than hashing. */
static struct kept_statement *find(const struct store *store, const char *sql)
{
    for (size_t index = 0; index < STORE_STATEMENTS_MAX; index++) {
        if (store->kept[index].sql == sql || store->kept[index].sql == NULL)
            return &store->kept[index];
    }
    return NULL;
}

static enum status prepare(const struct store *store, const char *sql, sqlite3_stmt **statement, struct error *error)
{
    struct kept_statement *kept = find(store, sql);

    if (kept == NULL || (kept->sql != NULL && sqlite3_stmt_busy(kept->statement)))
        return error_set(error, STATUS_BUG, gettext("%s: a statement is used twice at once, or there are too many: %s"),
                         store->path, sql);
    if (kept->sql == NULL) {
        if (sqlite3_prepare_v3(store->database, sql, -1, SQLITE_PREPARE_PERSISTENT, &kept->statement, NULL)
            != SQLITE_OK)
            return store_fail(store, error);
        kept->sql = sql;
    }
    *statement = kept->statement;
    return STATUS_OK;
}

enum status store_keep(const struct store *store, const char *sql, struct error *error)
{
    sqlite3_stmt *statement;

    return prepare(store, sql, &statement, error);
}

static int bind_bytes(sqlite3_stmt *statement, int index, struct bytes bytes)
{
    /* A blob without an address would be NULL, which is what was forgotten. */
    return sqlite3_bind_blob64(statement, index, bytes.size > 0 ? (const void *)bytes.data : "", bytes.size,
                               SQLITE_STATIC);
}

static bool bind(sqlite3_stmt *statement, const char *kinds, va_list values)
{
    int result = SQLITE_OK;

    for (int index = 1; *kinds != '\0' && result == SQLITE_OK; kinds++, index++) {
        if (*kinds == 't')
            result = sqlite3_bind_text(statement, index, va_arg(values, const char *), -1, SQLITE_STATIC);
        else if (*kinds == 'n')
            result = sqlite3_bind_int64(statement, index, va_arg(values, int64_t));
        else if (*kinds == 'b')
            result = bind_bytes(statement, index, *va_arg(values, const struct bytes *));
        else
            result = bind_bytes(statement, index, bytes_of(va_arg(values, const struct digest *)->bytes, DIGEST_SIZE));
    }
    return result == SQLITE_OK;
}

static enum status begin(const struct store *store, sqlite3_stmt **statement, struct error *error, const char *sql,
                         const char *kinds, va_list values)
{
    enum status status = prepare(store, sql, statement, error);

    if (status != STATUS_OK || bind(*statement, kinds, values))
        return status;
    status = store_fail(store, error);
    store_end(*statement);
    return status;
}

enum status store_query(const struct store *store, sqlite3_stmt **statement, struct error *error, const char *sql,
                        const char *kinds, ...)
{
    va_list values;
    enum status status;

    va_start(values, kinds);
    status = begin(store, statement, error, sql, kinds, values);
    va_end(values);
    return status;
}

static enum status step_once(const struct store *store, sqlite3_stmt *statement, struct error *error)
{
    bool has_row;
    enum status status = store_step(store, statement, &has_row, error);

    store_end(statement);
    return status;
}

enum status store_control(const struct store *store, const char *sql, struct error *error)
{
    sqlite3_stmt *statement;
    enum status status = prepare(store, sql, &statement, error);

    return status == STATUS_OK ? step_once(store, statement, error) : status;
}

enum status store_do(struct store *store, struct error *error, const char *sql, const char *kinds, ...)
{
    sqlite3_stmt *statement;
    va_list values;
    enum status status;

    if (!store_is_writing(store))
        return error_set(error, STATUS_IO, gettext("%s: the transaction is over; nothing was written"), store->path);
    va_start(values, kinds);
    status = begin(store, &statement, error, sql, kinds, values);
    va_end(values);
    return status == STATUS_OK ? step_once(store, statement, error) : status;
}

unsigned store_changed(const struct store *store)
{
    return (unsigned)sqlite3_changes(store->database);
}

/* SQLite gives NULL both for what is NULL and for what it found no memory to terminate. */
static bool is_whole(sqlite3_stmt *statement)
{
    for (int column = 0; column < sqlite3_column_count(statement); column++) {
        if (sqlite3_column_type(statement, column) == SQLITE_TEXT && sqlite3_column_text(statement, column) == NULL)
            return false;
    }
    return true;
}

enum status store_step(const struct store *store, sqlite3_stmt *statement, bool *has_row, struct error *error)
{
    int step = sqlite3_step(statement);

    *has_row = step == SQLITE_ROW && is_whole(statement);
    return *has_row || step == SQLITE_DONE ? STATUS_OK : store_fail(store, error);
}

void store_end(sqlite3_stmt *statement)
{
    (void)sqlite3_reset(statement);
    (void)sqlite3_clear_bindings(statement);
}

enum status store_number(const struct store *store, int64_t *number, struct error *error, const char *sql,
                         const char *kinds, ...)
{
    sqlite3_stmt *statement;
    bool has_row = false;
    va_list values;
    enum status status;

    *number = 0;
    va_start(values, kinds);
    status = begin(store, &statement, error, sql, kinds, values);
    va_end(values);
    if (status != STATUS_OK)
        return status;
    status = store_step(store, statement, &has_row, error);
    if (status == STATUS_OK && has_row)
        *number = sqlite3_column_int64(statement, 0);
    store_end(statement);
    return status;
}

enum status store_each_text(const struct store *store, sqlite3_stmt *statement, store_read_text *read, void *context,
                            struct error *error)
{
    bool has_row = false;
    enum status status;

    while ((status = store_step(store, statement, &has_row, error)) == STATUS_OK && has_row) {
        if (!read(context, store_text(statement, 0)))
            break;
    }
    store_end(statement);
    return status;
}

bool store_is_taken(const struct store *store, enum status status)
{
    int code = sqlite3_extended_errcode(store->database);

    return status == STATUS_INVALID
           && (code == SQLITE_CONSTRAINT_PRIMARYKEY || code == SQLITE_CONSTRAINT_UNIQUE
               || code == SQLITE_CONSTRAINT_ROWID);
}

bool store_is_orphan(const struct store *store, enum status status)
{
    return status == STATUS_INVALID && sqlite3_extended_errcode(store->database) == SQLITE_CONSTRAINT_FOREIGNKEY;
}

enum status store_no_review(const char *review, struct error *error)
{
    return error_set(error, STATUS_INVALID, gettext("there is no review %s"), review);
}

enum status store_of_review(const struct store *store, enum status status, const char *review, struct error *error)
{
    return store_is_orphan(store, status) ? store_no_review(review, error) : status;
}

enum status store_no_account(const char *account, struct error *error)
{
    return error_set(error, STATUS_INVALID, gettext("there is no account of the name %s"), account);
}

enum status store_of_account(const struct store *store, enum status status, const char *account, struct error *error)
{
    return store_is_orphan(store, status) ? store_no_account(account, error) : status;
}

const char *store_text(sqlite3_stmt *statement, int column)
{
    const unsigned char *text = sqlite3_column_text(statement, column);

    return text == NULL ? "" : (const char *)text;
}

struct bytes store_blob(sqlite3_stmt *statement, int column)
{
    const void *data = sqlite3_column_blob(statement, column);

    return bytes_of(data, (size_t)sqlite3_column_bytes(statement, column));
}

void store_digest(sqlite3_stmt *statement, int column, struct digest *digest)
{
    const void *blob = sqlite3_column_blob(statement, column);

    *digest = (struct digest){ 0 };
    if (blob != NULL && sqlite3_column_bytes(statement, column) == DIGEST_SIZE)
        memcpy(digest->bytes, blob, DIGEST_SIZE);
}
