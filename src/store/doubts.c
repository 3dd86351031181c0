/* SPDX-License-Identifier: Apache-2.0 */
#include "store/doubts.h"

#include <string.h>

#include "base/assert.h"
#include "store/store_data.h"

static const char *const states[] = {
    [DOUBT_KEPT_BACK] = "kept-back", [DOUBT_SET_ASIDE] = "set-aside", [DOUBT_ASKED_AGAIN] = "asked-again"
};
enum { STATE_COUNT = sizeof states / sizeof *states };

enum status doubts_put(struct store *store, int64_t sweep, const struct doubt_row *row, struct error *error)
{
    ASSERT(row->state != DOUBT_NONE && (size_t)row->state < STATE_COUNT);
    if (row->state != DOUBT_KEPT_BACK)
        return store_do(store, error,
                        "INSERT OR REPLACE INTO doubts (sweep, address, state, status, media_type, charset, etag,"
                        " modified, peer, certificate, request, head, fetched, digest, size, bytes)"
                        " VALUES (?, ?, ?, 0, '', '', '', '', '', '', x'', x'', 0, zeroblob(32), 0, x'')",
                        "nnt", sweep, row->address, states[row->state]);
    return store_do(store, error,
                    "INSERT OR REPLACE INTO doubts (sweep, address, state, status, media_type, charset, etag,"
                    " modified, peer, certificate, request, head, fetched, digest, size, bytes)"
                    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    "nntnttttttbbndnb", sweep, row->address, states[row->state], (int64_t)row->http_status,
                    row->media_type, row->charset, row->etag, row->modified, row->peer, row->certificate, &row->request,
                    &row->head, row->fetched_ms, &row->digest, (int64_t)row->size, &row->packed);
}

enum status doubts_settle(struct store *store, int64_t sweep, int64_t address, struct error *error)
{
    return store_do(store, error, "DELETE FROM doubts WHERE sweep = ? AND address = ?", "nn", sweep, address);
}

static enum doubt_state state_of(const char *name)
{
    for (size_t state = DOUBT_NONE + 1; state < STATE_COUNT; state++) {
        if (strcmp(states[state], name) == 0)
            return (enum doubt_state)state;
    }
    return DOUBT_NONE; /* the table has no others */
}

enum { SHORT_COLUMNS = 2 };

static void fill_row(sqlite3_stmt *statement, struct doubt_row *row)
{
    *row = (struct doubt_row){ .address = sqlite3_column_int64(statement, 0),
                               .state = state_of(store_text(statement, 1)) };
    row->media_type = row->charset = row->etag = row->modified = row->peer = row->certificate = "";
    if (sqlite3_column_count(statement) == SHORT_COLUMNS)
        return;
    row->http_status = sqlite3_column_int(statement, 2);
    row->media_type = store_text(statement, 3);
    row->charset = store_text(statement, 4);
    row->etag = store_text(statement, 5);
    row->modified = store_text(statement, 6);
    row->peer = store_text(statement, 7);
    row->certificate = store_text(statement, 8);
    row->request = store_blob(statement, 9);
    row->head = store_blob(statement, 10);
    row->fetched_ms = sqlite3_column_int64(statement, 11);
    store_digest(statement, 12, &row->digest);
    row->size = (uint64_t)sqlite3_column_int64(statement, 13);
    row->packed = store_blob(statement, 14);
}

static enum status read_rows(const struct store *store, sqlite3_stmt *statement, doubts_read_row *read, void *context,
                             struct error *error)
{
    bool has_row = false;
    enum status status;

    while ((status = store_step(store, statement, &has_row, error)) == STATUS_OK && has_row) {
        struct doubt_row row;

        fill_row(statement, &row);
        if (!read(context, &row))
            break;
    }
    store_end(statement);
    return status;
}

enum status doubts_list(const struct store *store, int64_t sweep, doubts_read_row *read, void *context,
                        struct error *error)
{
    sqlite3_stmt *statement;
    enum status status = store_query(store, &statement, error,
                                     "SELECT address, state FROM doubts WHERE sweep = ? ORDER BY id", "n", sweep);

    return status == STATUS_OK ? read_rows(store, statement, read, context, error) : status;
}

enum status doubts_get(const struct store *store, int64_t sweep, int64_t address, doubts_read_row *read, void *context,
                       struct error *error)
{
    sqlite3_stmt *statement;
    enum status status = store_query(store, &statement, error,
                                     "SELECT address, state, status, media_type, charset, etag, modified, peer,"
                                     " certificate, request, head, fetched, digest, size, bytes FROM doubts"
                                     " WHERE sweep = ? AND address = ?",
                                     "nn", sweep, address);

    return status == STATUS_OK ? read_rows(store, statement, read, context, error) : status;
}

enum status doubts_refuse(struct store *store, int64_t sweep, const struct digest *text, struct error *error)
{
    return store_do(store, error, "INSERT OR IGNORE INTO refused_texts (sweep, text) VALUES (?, ?)", "nd", sweep, text);
}

enum status doubts_list_refused(const struct store *store, int64_t sweep, doubts_read_text *read, void *context,
                                struct error *error)
{
    sqlite3_stmt *statement;
    bool has_row = false;
    enum status status =
        store_query(store, &statement, error, "SELECT text FROM refused_texts WHERE sweep = ?", "n", sweep);

    if (status != STATUS_OK)
        return status;
    while ((status = store_step(store, statement, &has_row, error)) == STATUS_OK && has_row) {
        struct digest text;

        store_digest(statement, 0, &text);
        if (!read(context, &text))
            break;
    }
    store_end(statement);
    return status;
}

enum status doubts_end(struct store *store, int64_t sweep, struct error *error)
{
    enum status status = store_do(store, error, "DELETE FROM doubts WHERE sweep = ?", "n", sweep);

    return status == STATUS_OK ? store_do(store, error, "DELETE FROM refused_texts WHERE sweep = ?", "n", sweep)
                               : status;
}
