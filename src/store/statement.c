/* SPDX-License-Identifier: Apache-2.0 */
#include <stdarg.h>
#include <string.h>

#include "store/store_data.h"

/* A statement that was used before is ready for the next use: SQL is told by its address, since it is always a literal.
 */
static enum status find(const struct store *store, const char *sql, sqlite3_stmt **statement, struct error *error)
{
    struct store *mutable = (struct store *)(uintptr_t)store;
    struct kept_statement *kept = NULL;

    for (size_t index = 0; index < STORE_STATEMENTS_MAX && kept == NULL; index++) {
        if (mutable->kept[index].sql == sql || mutable->kept[index].sql == NULL)
            kept = &mutable->kept[index];
    }
    if (kept == NULL)
        return error_set(error, STATUS_BUG, "%s", status_code(STATUS_BUG));
    if (kept->sql == NULL) {
        if (sqlite3_prepare_v3(store->database, sql, -1, SQLITE_PREPARE_PERSISTENT, &kept->statement, NULL)
            != SQLITE_OK)
            return store_fail(store, error);
        kept->sql = sql;
    }
    *statement = kept->statement;
    return STATUS_OK;
}

static int bind_bytes(sqlite3_stmt *statement, int index, struct bytes bytes)
{
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
    enum status status = find(store, sql, statement, error);

    if (status != STATUS_OK || bind(*statement, kinds, values))
        return status;
    store_end(*statement);
    return store_fail(store, error);
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

enum status store_do(struct store *store, struct error *error, const char *sql, const char *kinds, ...)
{
    sqlite3_stmt *statement;
    va_list values;
    bool has_row;
    enum status status;

    va_start(values, kinds);
    status = begin(store, &statement, error, sql, kinds, values);
    va_end(values);
    if (status != STATUS_OK)
        return status;
    status = store_step(store, statement, &has_row, error);
    store_end(statement);
    return status;
}

enum status store_step(const struct store *store, sqlite3_stmt *statement, bool *has_row, struct error *error)
{
    int step = sqlite3_step(statement);

    *has_row = step == SQLITE_ROW;
    return step == SQLITE_ROW || step == SQLITE_DONE ? STATUS_OK : store_fail(store, error);
}

void store_end(sqlite3_stmt *statement)
{
    (void)sqlite3_reset(statement);
    (void)sqlite3_clear_bindings(statement);
}

const char *store_text(sqlite3_stmt *statement, int column)
{
    const unsigned char *text = sqlite3_column_text(statement, column);

    return text == NULL ? "" : (const char *)text;
}

void store_digest(sqlite3_stmt *statement, int column, struct digest *digest)
{
    const void *blob = sqlite3_column_blob(statement, column);

    *digest = (struct digest){ 0 };
    if (blob != NULL && sqlite3_column_bytes(statement, column) == DIGEST_SIZE)
        memcpy(digest->bytes, blob, DIGEST_SIZE);
}
