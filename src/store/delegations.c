/* SPDX-License-Identifier: Apache-2.0 */
#include "store/delegations.h"

#include <libintl.h>
#include <string.h>

#include "store/store_data.h"

#define DELEGATION                                                                                                     \
    "SELECT delegations.id, delegator, delegate, accounts.display, delegations.roles & accounts.roles, first_day,"     \
    " last_day, document, created_by, delegations.created, revoked"                                                    \
    " FROM delegations JOIN accounts ON accounts.name = delegator"

static struct date day_of(sqlite3_stmt *statement, int column)
{
    const char *text = store_text(statement, column);
    struct date date = { 0 };

    (void)date_parse(text, strlen(text), &date);
    return date;
}

static struct delegation_row delegation_of(sqlite3_stmt *statement)
{
    return (struct delegation_row){ .id = store_text(statement, 0),
                                    .delegator = store_text(statement, 1),
                                    .delegate = store_text(statement, 2),
                                    .delegator_display = store_text(statement, 3),
                                    .roles = (unsigned)sqlite3_column_int64(statement, 4),
                                    .from = day_of(statement, 5),
                                    .until = day_of(statement, 6),
                                    .document = store_text(statement, 7),
                                    .created_by = store_text(statement, 8),
                                    .created_ms = sqlite3_column_int64(statement, 9),
                                    .revoked_ms = sqlite3_column_int64(statement, 10) };
}

static enum status expect_none_meanwhile(const struct store *store, const struct delegation_row *row, const char *from,
                                         const char *until, struct error *error)
{
    sqlite3_stmt *statement;
    bool has_row = false;
    enum status status = store_query(store, &statement, error,
                                     "SELECT id, first_day, last_day FROM delegations WHERE delegator = ?"
                                     " AND delegate = ? AND revoked IS NULL AND first_day <= ? AND last_day >= ?",
                                     "tttt", row->delegator, row->delegate, until, from);

    if (status != STATUS_OK)
        return status;
    status = store_step(store, statement, &has_row, error);
    if (status == STATUS_OK && has_row)
        status =
            error_set(error, STATUS_INVALID,
                      gettext("%s has delegated to %s already from %s to %s (%s); revoke that first"), row->delegator,
                      row->delegate, store_text(statement, 1), store_text(statement, 2), store_text(statement, 0));
    store_end(statement);
    return status;
}

enum status delegation_insert(struct store *store, const struct delegation_row *row, struct error *error)
{
    char from[DATE_TEXT_SIZE], until[DATE_TEXT_SIZE];
    enum status status;

    date_text(row->from, from);
    date_text(row->until, until);
    status = expect_none_meanwhile(store, row, from, until, error);
    if (status != STATUS_OK)
        return status;
    status = store_do(store, error,
                      "INSERT INTO delegations (id, delegator, delegate, roles, first_day, last_day, document,"
                      " created_by, created) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                      "tttnttttn", row->id, row->delegator, row->delegate, (int64_t)row->roles, from, until,
                      row->document, row->created_by, row->created_ms);
    if (store_is_orphan(store, status))
        return error_set(error, STATUS_INVALID, gettext("there is no account %s, or none %s"), row->delegator,
                         row->delegate);
    return status;
}

enum status delegation_revoke(struct store *store, const char *id, int64_t now_ms, struct error *error)
{
    enum status status =
        store_do(store, error, "UPDATE delegations SET revoked = ? WHERE id = ? AND revoked IS NULL", "nt", now_ms, id);

    if (status != STATUS_OK || store_changed(store) > 0)
        return status;
    return error_set(error, STATUS_INVALID, gettext("there is no delegation %s, or it is revoked already"), id);
}

enum status delegation_read(const struct store *store, const char *id, delegation_read_row *read, void *context,
                            bool *found, struct error *error)
{
    sqlite3_stmt *statement;
    enum status status = store_query(store, &statement, error, DELEGATION " WHERE delegations.id = ?", "t", id);

    if (status != STATUS_OK)
        return status;
    status = store_step(store, statement, found, error);
    if (status == STATUS_OK && *found) {
        struct delegation_row row = delegation_of(statement);

        (void)read(context, &row);
    }
    store_end(statement);
    return status;
}

static enum status read_rows(const struct store *store, sqlite3_stmt *statement, delegation_read_row *read,
                             void *context, struct error *error)
{
    bool has_row = false;
    enum status status;

    while ((status = store_step(store, statement, &has_row, error)) == STATUS_OK && has_row) {
        struct delegation_row row = delegation_of(statement);

        if (!read(context, &row))
            break;
    }
    store_end(statement);
    return status;
}

enum status delegation_list(const struct store *store, const char *account, delegation_read_row *read, void *context,
                            struct error *error)
{
    sqlite3_stmt *statement;
    enum status status = store_query(
        store, &statement, error,
        DELEGATION " WHERE ?1 IS NULL OR delegator = ?1 OR delegate = ?1 ORDER BY last_day DESC, delegations.id DESC",
        "t", account);

    return status == STATUS_OK ? read_rows(store, statement, read, context, error) : status;
}

enum status delegation_list_valid(const struct store *store, const char *delegate, struct date day,
                                  delegation_read_row *read, void *context, struct error *error)
{
    char text[DATE_TEXT_SIZE];
    sqlite3_stmt *statement;
    enum status status;

    date_text(day, text);
    status = store_query(store, &statement, error,
                         DELEGATION " WHERE delegate = ?1 AND revoked IS NULL AND first_day <= ?2 AND last_day >= ?2"
                                    " AND accounts.disabled = 0 ORDER BY delegator",
                         "tt", delegate, text);
    return status == STATUS_OK ? read_rows(store, statement, read, context, error) : status;
}
