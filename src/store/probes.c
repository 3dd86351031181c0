/* SPDX-License-Identifier: Apache-2.0 */
#include "store/probes.h"

#include "store/store_data.h"

static const char *text_of(const char *text)
{
    return text != NULL ? text : "";
}

enum status probes_add(struct store *store, const struct probe_row *row, struct error *error)
{
    return store_do(store, error,
                    "INSERT INTO probes (site, url, at, reached, status, outcome, lookup_ms, connect_ms, tls_ms,"
                    " first_byte_ms, total_ms, title, content, peer, complaint, head)"
                    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    "ttnnntnnnnntdttt", row->site, row->url, row->at_ms, (int64_t)row->is_reached,
                    (int64_t)row->http_status, row->outcome, (int64_t)row->lookup_ms, (int64_t)row->connect_ms,
                    (int64_t)row->tls_ms, (int64_t)row->first_byte_ms, (int64_t)row->total_ms, row->title,
                    &row->content, text_of(row->peer), text_of(row->complaint), text_of(row->head));
}

enum status probes_last(const struct store *store, const char *site, int64_t *at_ms, struct error *error)
{
    return store_number(store, at_ms, error, "SELECT max(at) FROM probes WHERE site = ?", "t", site);
}

enum status probes_count(const struct store *store, const char *site, const char *url, int64_t from_ms, int64_t to_ms,
                         uint64_t *total, uint64_t *failed, struct error *error)
{
    sqlite3_stmt *statement;
    bool has_row = false;
    enum status status = store_query(store, &statement, error,
                                     "SELECT count(*), coalesce(sum(reached = 0), 0) FROM probes"
                                     " WHERE site = ? AND at >= ? AND at < ? AND (?4 IS NULL OR url = ?4)"
                                     " AND outcome NOT IN (" PROBE_OWN_FAULTS ")",
                                     "tnnt", site, from_ms, to_ms, url);

    *total = *failed = 0;
    if (status != STATUS_OK)
        return status;
    status = store_step(store, statement, &has_row, error);
    if (status == STATUS_OK && has_row) {
        *total = (uint64_t)sqlite3_column_int64(statement, 0);
        *failed = (uint64_t)sqlite3_column_int64(statement, 1);
    }
    store_end(statement);
    return status;
}

enum status probes_count_offline(const struct store *store, const char *site, int64_t from_ms, int64_t to_ms,
                                 uint64_t *count, struct error *error)
{
    int64_t number;
    enum status status = store_number(store, &number, error,
                                      "SELECT count(*) FROM probes WHERE site = ? AND at >= ? AND at < ?"
                                      " AND outcome IN (" PROBE_OWN_FAULTS ")",
                                      "tnn", site, from_ms, to_ms);

    *count = (uint64_t)number;
    return status;
}

static void fill_row(sqlite3_stmt *statement, const char *site, const char *url, struct probe_row *row)
{
    *row = (struct probe_row){ .site = site,
                               .url = url,
                               .at_ms = sqlite3_column_int64(statement, 0),
                               .is_reached = sqlite3_column_int(statement, 1) != 0,
                               .http_status = sqlite3_column_int(statement, 2),
                               .outcome = store_text(statement, 3),
                               .lookup_ms = (uint32_t)sqlite3_column_int64(statement, 4),
                               .connect_ms = (uint32_t)sqlite3_column_int64(statement, 5),
                               .tls_ms = (uint32_t)sqlite3_column_int64(statement, 6),
                               .first_byte_ms = (uint32_t)sqlite3_column_int64(statement, 7),
                               .total_ms = (uint32_t)sqlite3_column_int64(statement, 8),
                               .title = "",
                               .peer = store_text(statement, 9),
                               .complaint = store_text(statement, 10),
                               .head = store_text(statement, 11) };
}

enum status probes_list_latest(const struct store *store, const char *site, const char *url, int64_t from_ms,
                               int64_t to_ms, probes_read_row *read, void *context, struct error *error)
{
    sqlite3_stmt *statement;
    bool has_row = false, goes_on = true;
    enum status status =
        store_query(store, &statement, error,
                    "SELECT at, reached, status, outcome, lookup_ms, connect_ms, tls_ms, first_byte_ms,"
                    " total_ms, peer, complaint, head FROM probes"
                    " WHERE site = ? AND url = ? AND at >= ? AND at < ?"
                    " AND outcome NOT IN (" PROBE_OWN_FAULTS ") ORDER BY at DESC, id DESC",
                    "ttnn", site, url, from_ms, to_ms);

    if (status != STATUS_OK)
        return status;
    while (goes_on && (status = store_step(store, statement, &has_row, error)) == STATUS_OK && has_row) {
        struct probe_row row;

        fill_row(statement, site, url, &row);
        goes_on = read(context, &row);
    }
    store_end(statement);
    return status;
}
