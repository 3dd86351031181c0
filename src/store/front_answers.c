/* SPDX-License-Identifier: Apache-2.0 */
#include "store/front_answers.h"

#include "store/store_data.h"

enum status front_answers_put(struct store *store, int64_t sweep, const struct front_answer_row *row,
                              struct error *error)
{
    return store_do(store, error,
                    "INSERT OR REPLACE INTO front_answers (sweep, address, media_type, peer, certificate, request, head)"
                    " VALUES (?, ?, ?, ?, ?, ?, ?)",
                    "nntttbb", sweep, row->address, row->media_type, row->peer, row->certificate, &row->request,
                    &row->head);
}

enum status front_answers_list(const struct store *store, int64_t sweep, front_answers_read *read, void *context,
                               struct error *error)
{
    sqlite3_stmt *statement;
    bool has_row = false;
    enum status status = store_query(store, &statement, error,
                                     "SELECT address, media_type, peer, certificate, request, head FROM front_answers"
                                     " WHERE sweep = ? ORDER BY address",
                                     "n", sweep);

    if (status != STATUS_OK)
        return status;
    while ((status = store_step(store, statement, &has_row, error)) == STATUS_OK && has_row) {
        const struct front_answer_row row = { .address = sqlite3_column_int64(statement, 0),
                                              .media_type = store_text(statement, 1),
                                              .peer = store_text(statement, 2),
                                              .certificate = store_text(statement, 3),
                                              .request = store_blob(statement, 4),
                                              .head = store_blob(statement, 5) };

        if (!read(context, &row))
            break;
    }
    store_end(statement);
    return status;
}

enum status front_answers_end(struct store *store, int64_t sweep, struct error *error)
{
    return store_do(store, error, "DELETE FROM front_answers WHERE sweep = ?", "n", sweep);
}
