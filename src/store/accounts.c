/* SPDX-License-Identifier: Apache-2.0 */
#include "store/accounts.h"

#include <libintl.h>

#include "store/store_data.h"

/* ---- Accounts. */

#define ACCOUNT                                                                                                        \
    "SELECT name, display, unit, roles, password, disabled, failures, locked_until, created, units FROM accounts"

static struct account_row account_of(sqlite3_stmt *statement)
{
    return (struct account_row){ .name = store_text(statement, 0),
                                 .display = store_text(statement, 1),
                                 .unit = store_text(statement, 2),
                                 .roles = (unsigned)sqlite3_column_int64(statement, 3),
                                 .password = store_text(statement, 4),
                                 .is_disabled = sqlite3_column_int(statement, 5) != 0,
                                 .failures = (unsigned)sqlite3_column_int64(statement, 6),
                                 .locked_until_ms = sqlite3_column_int64(statement, 7),
                                 .created_ms = sqlite3_column_int64(statement, 8),
                                 .units = store_text(statement, 9) };
}

/* Not REPLACE: sessions and tokens refer to the row. */
enum status account_put(struct store *store, const struct account_row *row, struct error *error)
{
    return store_do(
        store, error,
        "INSERT INTO accounts (name, display, unit, roles, password, disabled, failures, locked_until, created, units)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (name) DO UPDATE SET display = excluded.display,"
        " unit = excluded.unit, roles = excluded.roles, password = excluded.password, disabled = excluded.disabled,"
        " failures = excluded.failures, locked_until = excluded.locked_until, units = excluded.units",
        "tttntnnnnt", row->name, row->display, row->unit, (int64_t)row->roles, row->password, (int64_t)row->is_disabled,
        (int64_t)row->failures, row->locked_until_ms, row->created_ms, row->units != NULL ? row->units : "");
}

enum status account_read(const struct store *store, const char *name, account_read_row *read, void *context,
                         bool *found, struct error *error)
{
    sqlite3_stmt *statement;
    enum status status = store_query(store, &statement, error, ACCOUNT " WHERE name = ?", "t", name);

    if (status != STATUS_OK)
        return status;
    status = store_step(store, statement, found, error);
    if (status == STATUS_OK && *found) {
        struct account_row row = account_of(statement);

        (void)read(context, &row);
    }
    store_end(statement);
    return status;
}

enum status account_list(const struct store *store, account_read_row *read, void *context, struct error *error)
{
    sqlite3_stmt *statement;
    bool has_row = false;
    enum status status = store_query(store, &statement, error, ACCOUNT " ORDER BY name", "");

    if (status != STATUS_OK)
        return status;
    while ((status = store_step(store, statement, &has_row, error)) == STATUS_OK && has_row) {
        struct account_row row = account_of(statement);

        if (!read(context, &row))
            break;
    }
    store_end(statement);
    return status;
}

enum status account_count_failure(struct store *store, const char *name, unsigned failures, int64_t locked_until_ms,
                                  struct error *error)
{
    enum status status = store_do(store, error, "UPDATE accounts SET failures = ?, locked_until = ? WHERE name = ?",
                                  "nnt", (int64_t)failures, locked_until_ms, name);

    return status == STATUS_OK && store_changed(store) == 0 ? store_no_account(name, error) : status;
}

/* ---- Tokens. */

#define TOKEN "SELECT id, account, label, roles, digest, created, expires, revoked FROM tokens"

static struct token_row token_of(sqlite3_stmt *statement)
{
    struct token_row row = { .id = store_text(statement, 0),
                             .account = store_text(statement, 1),
                             .label = store_text(statement, 2),
                             .roles = (unsigned)sqlite3_column_int64(statement, 3),
                             .created_ms = sqlite3_column_int64(statement, 5),
                             .expires_ms = sqlite3_column_int64(statement, 6),
                             .is_revoked = sqlite3_column_int(statement, 7) != 0 };

    store_digest(statement, 4, &row.digest);
    return row;
}

enum status token_insert(struct store *store, const struct token_row *row, struct error *error)
{
    enum status status = store_do(store, error,
                                  "INSERT INTO tokens (id, account, label, roles, digest, created, expires, revoked)"
                                  " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                                  "tttndnnn", row->id, row->account, row->label, (int64_t)row->roles, &row->digest,
                                  row->created_ms, row->expires_ms, (int64_t)row->is_revoked);

    if (store_is_taken(store, status))
        return error_set(error, STATUS_INVALID, gettext("there is a token %s already, or one with the same secret"),
                         row->id);
    return store_of_account(store, status, row->account, error);
}

enum status token_revoke(struct store *store, const char *id, bool *found, struct error *error)
{
    enum status status = store_do(store, error, "UPDATE tokens SET revoked = 1 WHERE id = ?", "t", id);

    if (status == STATUS_OK)
        *found = store_changed(store) > 0;
    return status;
}

enum status token_read(const struct store *store, const struct digest *digest, token_read_row *read, void *context,
                       bool *found, struct error *error)
{
    sqlite3_stmt *statement;
    enum status status = store_query(store, &statement, error, TOKEN " WHERE digest = ?", "d", digest);

    if (status != STATUS_OK)
        return status;
    status = store_step(store, statement, found, error);
    if (status == STATUS_OK && *found) {
        struct token_row row = token_of(statement);

        (void)read(context, &row);
    }
    store_end(statement);
    return status;
}

enum status token_list(const struct store *store, token_read_row *read, void *context, struct error *error)
{
    sqlite3_stmt *statement;
    bool has_row = false;
    enum status status = store_query(store, &statement, error, TOKEN " ORDER BY id", "");

    if (status != STATUS_OK)
        return status;
    while ((status = store_step(store, statement, &has_row, error)) == STATUS_OK && has_row) {
        struct token_row row = token_of(statement);

        if (!read(context, &row))
            break;
    }
    store_end(statement);
    return status;
}

/* ---- Sessions. */

enum status session_insert(struct store *store, const struct session_row *row, struct error *error)
{
    enum status status =
        store_do(store, error, "INSERT INTO sessions (digest, account, created, expires) VALUES (?, ?, ?, ?)", "dtnn",
                 &row->digest, row->account, row->created_ms, row->expires_ms);

    if (store_is_taken(store, status))
        return error_set(error, STATUS_INVALID, gettext("there is a session with the same secret already"));
    return store_of_account(store, status, row->account, error);
}

enum status session_read(const struct store *store, const struct digest *digest, session_read_row *read, void *context,
                         bool *found, struct error *error)
{
    sqlite3_stmt *statement;
    enum status status = store_query(store, &statement, error,
                                     "SELECT account, created, expires FROM sessions WHERE digest = ?", "d", digest);

    if (status != STATUS_OK)
        return status;
    status = store_step(store, statement, found, error);
    if (status == STATUS_OK && *found) {
        struct session_row row = { .digest = *digest,
                                   .account = store_text(statement, 0),
                                   .created_ms = sqlite3_column_int64(statement, 1),
                                   .expires_ms = sqlite3_column_int64(statement, 2) };

        (void)read(context, &row);
    }
    store_end(statement);
    return status;
}

enum status session_delete(struct store *store, const struct digest *digest, struct error *error)
{
    return store_do(store, error, "DELETE FROM sessions WHERE digest = ?", "d", digest);
}

enum status session_delete_account(struct store *store, const char *account, struct error *error)
{
    return store_do(store, error, "DELETE FROM sessions WHERE account = ?", "t", account);
}

enum status session_expire(struct store *store, int64_t now_ms, struct error *error)
{
    return store_do(store, error, "DELETE FROM sessions WHERE expires <= ?", "n", now_ms);
}
