/* SPDX-License-Identifier: Apache-2.0 */
#include "store/site_register.h"

#include "store/store_data.h"

enum status site_register_add(struct store *store, const struct site_register_entry *entry, struct error *error)
{
    return store_do(store, error,
                    "INSERT INTO site_register (site, since, listed, name, unit, starts, slots)"
                    " VALUES (?, ?, ?, ?, ?, ?, ?)",
                    "tnntttt", entry->site, entry->since_ms, (int64_t)entry->is_listed, entry->name, entry->unit,
                    entry->starts, entry->slots);
}

enum status site_register_list(const struct store *store, const char *site, site_register_read_entry *read,
                               void *context, struct error *error)
{
    sqlite3_stmt *statement;
    bool has_row = false;
    enum status status = store_query(store, &statement, error,
                                     "SELECT site, since, listed, name, unit, starts, slots FROM site_register"
                                     " WHERE site = ? ORDER BY id",
                                     "t", site);

    if (status != STATUS_OK)
        return status;
    while ((status = store_step(store, statement, &has_row, error)) == STATUS_OK && has_row) {
        const struct site_register_entry entry = { .site = store_text(statement, 0),
                                                   .since_ms = sqlite3_column_int64(statement, 1),
                                                   .is_listed = sqlite3_column_int(statement, 2) != 0,
                                                   .name = store_text(statement, 3),
                                                   .unit = store_text(statement, 4),
                                                   .starts = store_text(statement, 5),
                                                   .slots = store_text(statement, 6) };

        if (!read(context, &entry))
            break;
    }
    store_end(statement);
    return status;
}

enum status site_register_list_sites(const struct store *store, site_register_read_site *read, void *context,
                                     struct error *error)
{
    sqlite3_stmt *statement;
    enum status status = store_query(store, &statement, error,
                                     "SELECT site FROM site_register UNION SELECT site FROM sweeps ORDER BY site", "");

    return status == STATUS_OK ? store_each_text(store, statement, read, context, error) : status;
}
