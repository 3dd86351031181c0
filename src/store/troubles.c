/* SPDX-License-Identifier: Apache-2.0 */
#include "store/troubles.h"

#include "store/store_data.h"

enum status troubles_note(struct store *store, const char *site, int64_t slot_ms, int64_t at_ms, const char *reason,
                          struct error *error)
{
    return store_do(store, error,
                    "INSERT INTO slot_troubles (site, slot, at, reason) VALUES (?, ?, ?, ?)"
                    " ON CONFLICT (site, slot) DO UPDATE SET at = excluded.at, reason = excluded.reason",
                    "tnnt", site, slot_ms, at_ms, reason);
}

enum status troubles_get(const struct store *store, const char *site, int64_t slot_ms, struct buf *reason,
                         struct error *error)
{
    sqlite3_stmt *statement;
    bool has_row = false;
    enum status status = store_query(
        store, &statement, error, "SELECT reason FROM slot_troubles WHERE site = ? AND slot = ?", "tn", site, slot_ms);

    if (status != STATUS_OK)
        return status;
    status = store_step(store, statement, &has_row, error);
    if (status == STATUS_OK && has_row)
        buf_text(reason, store_text(statement, 0));
    store_end(statement);
    return status == STATUS_OK ? buf_status(reason) : status;
}

enum status troubles_first(const struct store *store, const char *site, int64_t *slot_ms, struct error *error)
{
    return store_number(store, slot_ms, error, "SELECT min(slot) FROM slot_troubles WHERE site = ?", "t", site);
}
