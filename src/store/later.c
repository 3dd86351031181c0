/* SPDX-License-Identifier: Apache-2.0 */
#include "store/later.h"

#include "store/store_data.h"

bool later_is(int64_t at_ms, int64_t now_ms)
{
    return at_ms > now_ms && at_ms - now_ms > LATER_MARGIN_MS;
}

enum status later_find(const struct store *store, int64_t now_ms, struct later *later, struct error *error)
{
    sqlite3_stmt *statement;
    bool has_row = false;
    enum status status = store_query(store, &statement, error,
                                     "SELECT count(*), coalesce(max(at), 0) FROM ("
                                     "SELECT started AS at FROM sweeps WHERE started > ?1"
                                     " UNION ALL SELECT at FROM probes WHERE at > ?1"
                                     " UNION ALL SELECT at FROM ledger WHERE at > ?1)",
                                     "n", now_ms + LATER_MARGIN_MS);

    *later = (struct later){ 0 };
    if (status != STATUS_OK)
        return status;
    status = store_step(store, statement, &has_row, error);
    if (status == STATUS_OK && has_row) {
        later->count = (uint64_t)sqlite3_column_int64(statement, 0);
        later->last_ms = sqlite3_column_int64(statement, 1);
    }
    store_end(statement);
    return status;
}
