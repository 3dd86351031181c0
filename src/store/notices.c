/* SPDX-License-Identifier: Apache-2.0 */
#include "store/notices.h"

#include "store/store_data.h"

enum status notices_insert(struct store *store, const struct notice_row *row, struct error *error)
{
    return store_do(store, error,
                    "INSERT INTO notices (incident, address, subject, body, created, due, attempts)"
                    " VALUES (?, ?, ?, ?, ?5, ?5, 0)",
                    "ttttn", row->incident, row->address, row->subject, row->body, row->created_ms);
}

#define NOTICE_COLUMNS "id, incident, address, subject, body, created, due, attempts, complaint, finished"

static enum status read_rows(const struct store *store, sqlite3_stmt *statement, notices_read_row *read, void *context,
                             struct error *error)
{
    bool has_row = false;
    enum status status;

    while ((status = store_step(store, statement, &has_row, error)) == STATUS_OK && has_row) {
        const struct notice_row row = { .id = sqlite3_column_int64(statement, 0),
                                        .incident = store_text(statement, 1),
                                        .address = store_text(statement, 2),
                                        .subject = store_text(statement, 3),
                                        .body = store_text(statement, 4),
                                        .created_ms = sqlite3_column_int64(statement, 5),
                                        .due_ms = sqlite3_column_int64(statement, 6),
                                        .attempts = (unsigned)sqlite3_column_int64(statement, 7),
                                        .complaint = store_text(statement, 8),
                                        .finished_ms = sqlite3_column_int64(statement, 9) };

        if (!read(context, &row))
            break;
    }
    store_end(statement);
    return status;
}

enum status notices_list_due(const struct store *store, int64_t now_ms, unsigned limit, notices_read_row *read,
                             void *context, struct error *error)
{
    sqlite3_stmt *statement;
    enum status status = store_query(store, &statement, error,
                                     "SELECT " NOTICE_COLUMNS " FROM notices"
                                     " WHERE due IS NOT NULL AND due <= ? ORDER BY attempts, due, id LIMIT ?",
                                     "nn", now_ms, (int64_t)limit);

    return status == STATUS_OK ? read_rows(store, statement, read, context, error) : status;
}

enum status notices_list_incident(const struct store *store, const char *incident, notices_read_row *read,
                                  void *context, struct error *error)
{
    sqlite3_stmt *statement;
    enum status status =
        store_query(store, &statement, error, "SELECT " NOTICE_COLUMNS " FROM notices WHERE incident = ? ORDER BY id",
                    "t", incident);

    return status == STATUS_OK ? read_rows(store, statement, read, context, error) : status;
}

enum status notices_list_given_up(const struct store *store, const char *site, notices_read_row *read, void *context,
                                  struct error *error)
{
    sqlite3_stmt *statement;
    enum status status = store_query(store, &statement, error,
                                     "SELECT " NOTICE_COLUMNS " FROM notices"
                                     " WHERE finished IS NOT NULL AND complaint IS NOT NULL AND incident IN"
                                     " (SELECT id FROM incidents WHERE ended = 0 AND (?1 IS NULL OR site = ?1))"
                                     " ORDER BY finished, id",
                                     "t", site);

    return status == STATUS_OK ? read_rows(store, statement, read, context, error) : status;
}

enum status notices_delay(struct store *store, int64_t id, unsigned attempts, int64_t due_ms, const char *complaint,
                          struct error *error)
{
    return store_do(store, error,
                    "UPDATE notices SET attempts = ?, due = ?, complaint = ? WHERE id = ? AND finished IS NULL", "nntn",
                    (int64_t)attempts, due_ms, complaint, id);
}

enum status notices_finish(struct store *store, int64_t id, int64_t at_ms, const char *complaint, struct error *error)
{
    return store_do(store, error,
                    "UPDATE notices SET attempts = attempts + 1, due = NULL, finished = ?, complaint = ?"
                    " WHERE id = ? AND finished IS NULL",
                    "ntn", at_ms, complaint, id);
}
