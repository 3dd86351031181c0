/* SPDX-License-Identifier: Apache-2.0 */
#include "store/outbox.h"

#include <libintl.h>

#include "store/store_data.h"

enum status outbox_insert(struct store *store, const struct outbox_row *row, struct error *error)
{
    enum status status = store_do(
        store, error, "INSERT INTO outbox (review, address, body, created, due, attempts) VALUES (?, ?, ?, ?, ?, 0)",
        "tttnn", row->review, row->address, row->body, row->created_ms, row->due_ms);

    return store_of_review(store, status, row->review, error);
}

enum status outbox_list_due(const struct store *store, int64_t now_ms, unsigned limit, outbox_read_row *read,
                            void *context, struct error *error)
{
    sqlite3_stmt *statement;
    bool has_row = false;
    enum status status = store_query(store, &statement, error,
                                     "SELECT id, review, address, body, created, due, attempts FROM outbox"
                                     " WHERE due IS NOT NULL AND due <= ? ORDER BY due, id LIMIT ?",
                                     "nn", now_ms, (int64_t)limit);

    if (status != STATUS_OK)
        return status;
    while ((status = store_step(store, statement, &has_row, error)) == STATUS_OK && has_row) {
        struct outbox_row row = { .id = sqlite3_column_int64(statement, 0),
                                  .review = store_text(statement, 1),
                                  .address = store_text(statement, 2),
                                  .body = store_text(statement, 3),
                                  .created_ms = sqlite3_column_int64(statement, 4),
                                  .due_ms = sqlite3_column_int64(statement, 5),
                                  .attempts = (unsigned)sqlite3_column_int64(statement, 6) };

        if (!read(context, &row))
            break;
    }
    store_end(statement);
    return status;
}

/* One that is finished is nobody's any more: it would leave twice. */
static enum status expect_waiting(const struct store *store, enum status status, int64_t id, struct error *error)
{
    if (status != STATUS_OK || store_changed(store) > 0)
        return status;
    return error_set(error, STATUS_INVALID, gettext("no message %lld is waiting to leave"), (long long)id);
}

enum status outbox_delay(struct store *store, int64_t id, unsigned attempts, int64_t due_ms, const char *complaint,
                         struct error *error)
{
    enum status status = store_do(store, error,
                                  "UPDATE outbox SET attempts = ?, due = ?, complaint = ?"
                                  " WHERE id = ? AND finished IS NULL",
                                  "nntn", (int64_t)attempts, due_ms, complaint, id);

    return expect_waiting(store, status, id, error);
}

enum status outbox_finish(struct store *store, int64_t id, int64_t at_ms, const char *complaint, struct error *error)
{
    enum status status = store_do(store, error,
                                  "UPDATE outbox SET due = NULL, finished = ?, complaint = ?"
                                  " WHERE id = ? AND finished IS NULL",
                                  "ntn", at_ms, complaint, id);

    return expect_waiting(store, status, id, error);
}

enum status outbox_forget(struct store *store, int64_t before_ms, struct error *error)
{
    return store_do(store, error, "DELETE FROM outbox WHERE finished < ?", "n", before_ms);
}
