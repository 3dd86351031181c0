/* SPDX-License-Identifier: Apache-2.0 */
#include "store/kept.h"

#include <string.h>

#include "store/store_data.h"

/* quote() writes each value so that no two are alike: texts with their quotation marks doubled, NULL as NULL. */
#define AND(column) " || ',' || quote(" #column ")"

enum { PARTS_MAX = 4 };

static const struct {
    const char *ids;
    const char *parts[PARTS_MAX]; /* rows of one column; the first tells whether the thing is there */
} kinds[] = {
    [KEPT_REVIEW] = { "SELECT id FROM reviews ORDER BY id",
                      { "SELECT quote(created)" AND(updated) AND(account) AND(unit) AND(title) AND(state) AND(class)
                            AND(waits_for) AND(due) AND(supersedes) AND(webhook) AND(digest) AND(rules) AND(draft)
                                AND(item) AND(verdict) " FROM reviews WHERE id = ?",
                        "SELECT quote(ordinal)" AND(name) AND(media_type)
                            AND(digest) " FROM contents WHERE review = ? ORDER BY ordinal",
                        "SELECT quote(round)" AND(at) AND(record) " FROM verdicts WHERE review = ? ORDER BY round",
                        "SELECT quote(digest)" AND(granted)
                            AND(revoked) " FROM permits WHERE review = ? ORDER BY digest, granted, revoked" } },
    [KEPT_ACCOUNT] = { "SELECT name FROM accounts ORDER BY name",
                       { "SELECT quote(display)" AND(unit) AND(units) AND(roles) AND(password) AND(disabled)
                             AND(created) " FROM accounts WHERE name = ?" } },
    [KEPT_TOKEN] = { "SELECT id FROM tokens ORDER BY id",
                     { "SELECT quote(account)" AND(label) AND(roles) AND(digest) AND(created) AND(expires)
                           AND(revoked) " FROM tokens WHERE id = ?" } },
    [KEPT_DELEGATION] = { "SELECT id FROM delegations ORDER BY id",
                          { "SELECT quote(delegator)" AND(delegate) AND(roles) AND(first_day) AND(last_day) AND(
                              document) AND(created_by) AND(created) AND(revoked) " FROM delegations WHERE id = ?" } },
};

/* The rows, each with its end, and the end of them. */
static enum status add_rows(const struct store *store, const char *sql, const char *id, struct digest_state *state,
                            bool *found, struct error *error)
{
    sqlite3_stmt *statement;
    bool has_row = false;
    enum status status = store_query(store, &statement, error, sql, "t", id);

    *found = false;
    if (status != STATUS_OK)
        return status;
    while ((status = store_step(store, statement, &has_row, error)) == STATUS_OK && has_row) {
        const char *row = store_text(statement, 0);

        *found = true;
        status = digest_update(state, bytes_of(row, (size_t)sqlite3_column_bytes(statement, 0) + 1));
        if (status != STATUS_OK)
            break;
    }
    store_end(statement);
    return status == STATUS_OK ? digest_update(state, bytes_of("", 1)) : status;
}

enum status kept_digest(const struct store *store, enum kept_kind kind, const char *id, struct digest *digest,
                        bool *found, struct error *error)
{
    struct digest_state *state;
    enum status status = digest_create(&state);
    bool has_rows;

    *found = false;
    if (status != STATUS_OK)
        return status;
    for (size_t part = 0; part < PARTS_MAX && kinds[kind].parts[part] != NULL && status == STATUS_OK; part++) {
        status = add_rows(store, kinds[kind].parts[part], id, state, &has_rows, error);
        *found = part == 0 ? has_rows : *found;
    }
    if (status == STATUS_OK)
        status = digest_finish(state, digest);
    digest_destroy(state);
    return status;
}

enum status kept_list(const struct store *store, enum kept_kind kind, kept_read_id *read, void *context,
                      struct error *error)
{
    sqlite3_stmt *statement;
    enum status status = store_query(store, &statement, error, kinds[kind].ids, "");

    return status == STATUS_OK ? store_each_text(store, statement, read, context, error) : status;
}

static enum status check_content(sqlite3_stmt *statement, kept_found_content *found, void *context)
{
    struct digest kept, digest;
    enum status status = digest_of(store_blob(statement, 3), &digest);

    store_digest(statement, 2, &kept);
    if (status == STATUS_OK && memcmp(kept.bytes, digest.bytes, DIGEST_SIZE) != 0)
        found(context, store_text(statement, 0), sqlite3_column_int64(statement, 1));
    return status;
}

enum status kept_check_contents(const struct store *store, kept_found_content *found, void *context,
                                struct error *error)
{
    sqlite3_stmt *statement;
    bool has_row = false;
    enum status status = store_query(store, &statement, error,
                                     "SELECT review, ordinal, digest, bytes FROM contents WHERE bytes IS NOT NULL"
                                     " ORDER BY review, ordinal",
                                     "");

    if (status != STATUS_OK)
        return status;
    while ((status = store_step(store, statement, &has_row, error)) == STATUS_OK && has_row) {
        status = check_content(statement, found, context);
        if (status != STATUS_OK)
            break;
    }
    store_end(statement);
    return status;
}
