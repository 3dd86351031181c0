/* SPDX-License-Identifier: Apache-2.0
 *
 * What belongs to a review: its contents, verdicts, permits and the keys under which it was submitted.
 */
#include <libintl.h>
#include <stdio.h>

#include "store/reviews.h"
#include "store/store_data.h"

enum status content_list(const struct store *store, const char *review, content_read_row *read, void *context,
                         struct error *error)
{
    sqlite3_stmt *statement;
    bool has_row = false;
    enum status status = store_query(store, &statement, error,
                                     "SELECT ordinal, name, media_type, digest, bytes FROM contents WHERE review = ?"
                                     " ORDER BY ordinal",
                                     "t", review);
    if (status != STATUS_OK)
        return status;
    while ((status = store_step(store, statement, &has_row, error)) == STATUS_OK && has_row) {
        sqlite3_stmt *row = statement;
        bool is_kept = sqlite3_column_type(row, 4) != SQLITE_NULL;
        const void *bytes = sqlite3_column_blob(row, 4);
        struct content_row content = { .ordinal = (unsigned)sqlite3_column_int(row, 0),
                                       .name = store_text(row, 1),
                                       .media_type = store_text(row, 2) };

        store_digest(row, 3, &content.digest);
        /* An empty blob has no address. */
        if (is_kept)
            content.bytes = bytes_of(bytes != NULL ? bytes : "", (size_t)sqlite3_column_bytes(row, 4));
        if (!read(context, &content))
            break;
    }
    store_end(statement);
    return status;
}

enum status content_forget(struct store *store, int64_t before_ms, unsigned *count, struct error *error)
{
    /* Asked of the contents that are still kept: those are few, and reviews that are over become ever more. */
    enum status status =
        store_do(store, error,
                 "UPDATE contents SET bytes = NULL WHERE bytes IS NOT NULL AND EXISTS (SELECT 1 FROM reviews"
                 " WHERE id = contents.review AND updated < ? AND state IN ('published', 'rejected', 'refused',"
                 " 'returned', 'withdrawn', 'superseded'))",
                 "n", before_ms);

    if (status == STATUS_OK)
        *count = store_changed(store);
    return status;
}

/* ---- Verdicts. */

static enum status next_round(struct store *store, const char *review, unsigned *round, struct error *error)
{
    int64_t number;
    enum status status = store_number(store, &number, error,
                                      "SELECT ifnull(max(round), 0) + 1 FROM verdicts WHERE review = ?", "t", review);

    if (status == STATUS_OK)
        *round = (unsigned)number;
    return status;
}

enum status verdict_insert(struct store *store, const char *review, int64_t at_ms, const char *record, unsigned *round,
                           struct error *error)
{
    unsigned next = 1;
    enum status status = next_round(store, review, &next, error);

    if (status == STATUS_OK)
        status = store_do(store, error, "INSERT INTO verdicts (review, round, at, record) VALUES (?, ?, ?, ?)", "tnnt",
                          review, (int64_t)next, at_ms, record);
    if (status == STATUS_OK)
        *round = next;
    return store_of_review(store, status, review, error);
}

enum status verdict_list(const struct store *store, const char *review, verdict_read_row *read, void *context,
                         struct error *error)
{
    sqlite3_stmt *statement;
    bool has_row = false;
    enum status status =
        store_query(store, &statement, error, "SELECT round, at, record FROM verdicts WHERE review = ? ORDER BY round",
                    "t", review);
    if (status != STATUS_OK)
        return status;
    while ((status = store_step(store, statement, &has_row, error)) == STATUS_OK && has_row) {
        if (!read(context, (unsigned)sqlite3_column_int(statement, 0), sqlite3_column_int64(statement, 1),
                  store_text(statement, 2)))
            break;
    }
    store_end(statement);
    return status;
}

/* ---- Permits. */

enum status permit_grant(struct store *store, const struct digest *digest, const char *review, int64_t at_ms,
                         struct error *error)
{
    enum status status =
        store_do(store, error, "INSERT INTO permits (digest, review, granted) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                 "dtn", digest, review, at_ms);

    return store_of_review(store, status, review, error);
}

enum status permit_revoke_review(struct store *store, const char *review, int64_t at_ms, struct error *error)
{
    return store_do(store, error, "UPDATE permits SET revoked = ? WHERE review = ? AND revoked IS NULL", "nt", at_ms,
                    review);
}

static void copy_id(char id[REVIEW_ID_SIZE], const char *text)
{
    (void)snprintf(id, REVIEW_ID_SIZE, "%s", text);
}

enum status permit_find(const struct store *store, const struct digest *digest, struct permit_row *permit, bool *found,
                        struct error *error)
{
    sqlite3_stmt *statement;
    enum status status = store_query(
        store, &statement, error,
        "SELECT review, granted FROM permits WHERE digest = ? AND revoked IS NULL ORDER BY id LIMIT 1", "d", digest);
    if (status != STATUS_OK)
        return status;
    status = store_step(store, statement, found, error);
    if (status == STATUS_OK && *found) {
        copy_id(permit->review, store_text(statement, 0));
        permit->granted_ms = sqlite3_column_int64(statement, 1);
    }
    store_end(statement);
    return status;
}

/* ---- Idempotency. */

enum status idempotency_find(const struct store *store, const char *account, const char *key,
                             struct idempotency_row *row, bool *found, struct error *error)
{
    sqlite3_stmt *statement;
    enum status status =
        store_query(store, &statement, error, "SELECT review, request FROM idempotency WHERE account = ? AND key = ?",
                    "tt", account, key);
    if (status != STATUS_OK)
        return status;
    status = store_step(store, statement, found, error);
    if (status == STATUS_OK && *found) {
        copy_id(row->review, store_text(statement, 0));
        store_digest(statement, 1, &row->request);
    }
    store_end(statement);
    return status;
}

enum status idempotency_insert(struct store *store, const char *account, const char *key,
                               const struct idempotency_row *row, int64_t at_ms, struct error *error)
{
    enum status status =
        store_do(store, error, "INSERT INTO idempotency (account, key, review, request, at) VALUES (?, ?, ?, ?, ?)",
                 "tttdn", account, key, row->review, &row->request, at_ms);

    if (store_is_taken(store, status))
        return error_set(error, STATUS_INVALID, gettext("%s has used the Idempotency-Key %s already"), account, key);
    return store_of_review(store, status, row->review, error);
}

enum status idempotency_forget(struct store *store, int64_t before_ms, struct error *error)
{
    return store_do(store, error, "DELETE FROM idempotency WHERE at < ?", "n", before_ms);
}
