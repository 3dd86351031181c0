/* SPDX-License-Identifier: Apache-2.0 */
#include "store/resources.h"

#include <libintl.h>

#include "store/store_data.h"

enum status resources_add_address(struct store *store, const char *site, struct address_row *row, struct error *error)
{
    enum status status = store_do(store, error, "INSERT INTO addresses (site, url, first_seen) VALUES (?, ?, ?)", "ttn",
                                  site, row->url, row->first_seen_ms);

    if (status == STATUS_OK)
        row->id = sqlite3_last_insert_rowid(store->database);
    return status;
}

enum { KNOWN_COLUMNS = 15 };
#define RESOURCE_COLUMNS                                                                                               \
    "a.id, a.url, a.first_seen, r.status, r.target, r.media_type, r.etag, r.modified, r.digest, r.size, r.fetched,"    \
    " r.changed, r.rules, r.day, r.coverage"

static void fill_row(sqlite3_stmt *statement, struct resource_row *row)
{
    *row = (struct resource_row){ .address = { sqlite3_column_int64(statement, 0), store_text(statement, 1),
                                               sqlite3_column_int64(statement, 2) },
                                  .is_known = sqlite3_column_type(statement, 3) != SQLITE_NULL };
    row->media_type = row->etag = row->modified = row->day = row->coverage = row->facts = row->baseline = "";
    if (!row->is_known)
        return;
    row->http_status = sqlite3_column_int(statement, 3);
    row->target = sqlite3_column_int64(statement, 4);
    row->media_type = store_text(statement, 5);
    row->etag = store_text(statement, 6);
    row->modified = store_text(statement, 7);
    store_digest(statement, 8, &row->digest);
    row->size = (uint64_t)sqlite3_column_int64(statement, 9);
    row->fetched_ms = sqlite3_column_int64(statement, 10);
    row->changed_ms = sqlite3_column_int64(statement, 11);
    store_digest(statement, 12, &row->rules);
    row->day = store_text(statement, 13);
    row->coverage = store_text(statement, 14);
    if (sqlite3_column_count(statement) > KNOWN_COLUMNS) {
        row->facts = store_text(statement, KNOWN_COLUMNS);
        row->links = store_blob(statement, KNOWN_COLUMNS + 1);
        row->baseline = store_text(statement, KNOWN_COLUMNS + 2);
    }
}

static enum status read_rows(const struct store *store, sqlite3_stmt *statement, resources_read_row *read,
                             void *context, struct error *error)
{
    bool has_row = false;
    enum status status;

    while ((status = store_step(store, statement, &has_row, error)) == STATUS_OK && has_row) {
        struct resource_row row;

        fill_row(statement, &row);
        if (!read(context, &row))
            break;
    }
    store_end(statement);
    return status;
}

enum status resources_list(const struct store *store, const char *site, resources_read_row *read, void *context,
                           struct error *error)
{
    sqlite3_stmt *statement;
    enum status status = store_query(store, &statement, error,
                                     "SELECT " RESOURCE_COLUMNS
                                     " FROM addresses a LEFT JOIN resources r ON r.address = a.id WHERE a.site = ?"
                                     " ORDER BY a.id",
                                     "t", site);

    return status == STATUS_OK ? read_rows(store, statement, read, context, error) : status;
}

enum status resources_list_facts(const struct store *store, const char *site, resources_read_row *read, void *context,
                                 struct error *error)
{
    sqlite3_stmt *statement;
    enum status status = store_query(store, &statement, error,
                                     "SELECT " RESOURCE_COLUMNS ", r.facts, r.links, r.baseline"
                                     " FROM addresses a JOIN resources r ON r.address = a.id WHERE a.site = ?"
                                     " ORDER BY a.id",
                                     "t", site);

    return status == STATUS_OK ? read_rows(store, statement, read, context, error) : status;
}

enum status resources_get(const struct store *store, int64_t address, resources_read_row *read, void *context,
                          struct error *error)
{
    sqlite3_stmt *statement;
    enum status status = store_query(store, &statement, error,
                                     "SELECT " RESOURCE_COLUMNS ", r.facts, r.links, r.baseline"
                                     " FROM addresses a JOIN resources r ON r.address = a.id WHERE a.id = ?",
                                     "n", address);

    return status == STATUS_OK ? read_rows(store, statement, read, context, error) : status;
}

enum status resources_find_address(const struct store *store, const char *site, const char *url, int64_t *id,
                                   struct error *error)
{
    return store_number(store, id, error, "SELECT id FROM addresses WHERE site = ? AND url = ?", "tt", site, url);
}

enum status resources_put(struct store *store, const struct resource_row *row, struct error *error)
{
    return store_do(
        store, error,
        "INSERT INTO resources (address, status, target, media_type, etag, modified, digest,"
        " size, fetched, changed, rules, day, coverage, facts, links, baseline)"
        " VALUES (?, ?, iif(?3 = 0, NULL, ?3), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '{}')"
        " ON CONFLICT (address) DO UPDATE SET status = excluded.status, target = excluded.target,"
        " media_type = excluded.media_type, etag = excluded.etag, modified = excluded.modified,"
        " digest = excluded.digest, size = excluded.size, fetched = excluded.fetched,"
        " changed = excluded.changed, rules = excluded.rules, day = excluded.day,"
        " coverage = excluded.coverage, facts = excluded.facts, links = excluded.links,"
        " baseline = iif(baseline = '' AND (digest <> excluded.digest OR excluded.day = '" RESOURCES_DAY_OF_HEAD "'), iif(facts = '', '{}', facts), baseline)",
        "nnntttdnnndtttb", row->address.id, (int64_t)row->http_status, row->target, row->media_type, row->etag,
        row->modified, &row->digest, (int64_t)row->size, row->fetched_ms, row->changed_ms, &row->rules, row->day,
        row->coverage, row->facts, &row->links);
}

enum status resources_accept(struct store *store, int64_t address, struct error *error)
{
    return store_do(store, error, "UPDATE resources SET baseline = '' WHERE address = ?", "n", address);
}

enum status resources_accept_all(struct store *store, const char *site, struct error *error)
{
    return store_do(store, error,
                    "UPDATE resources SET baseline = ''"
                    " WHERE address IN (SELECT id FROM addresses WHERE site = ?) AND baseline <> ''",
                    "t", site);
}

enum status resources_keep(struct store *store, const struct digest *digest, uint64_t size, struct bytes packed,
                           struct error *error)
{
    return store_do(store, error,
                    "INSERT INTO site_contents (digest, size, bytes) VALUES (?, ?, ?) ON CONFLICT (digest)"
                    " DO UPDATE SET size = excluded.size, bytes = excluded.bytes"
                    " WHERE size <> excluded.size OR bytes <> excluded.bytes",
                    "dnb", digest, (int64_t)size, &packed);
}

enum status resources_content(const struct store *store, const struct digest *digest, resources_read_content *read,
                              void *context, struct error *error)
{
    sqlite3_stmt *statement;
    bool has_row = false;
    enum status status =
        store_query(store, &statement, error, "SELECT size, bytes FROM site_contents WHERE digest = ?", "d", digest);

    if (status != STATUS_OK)
        return status;
    status = store_step(store, statement, &has_row, error);
    if (status == STATUS_OK && has_row)
        read(context, (uint64_t)sqlite3_column_int64(statement, 0), store_blob(statement, 1));
    store_end(statement);
    return status;
}

enum status resources_list_kept(const struct store *store, resources_read_kept *read, void *context,
                                struct error *error)
{
    sqlite3_stmt *statement;
    bool has_row = false;
    enum status status = store_query(store, &statement, error,
                                     "SELECT digest, size, bytes, (SELECT url FROM resources JOIN addresses ON id = address"
                                     " WHERE resources.digest = site_contents.digest LIMIT 1) FROM site_contents",
                                     "");

    if (status != STATUS_OK)
        return status;
    while ((status = store_step(store, statement, &has_row, error)) == STATUS_OK && has_row) {
        struct digest digest;

        store_digest(statement, 0, &digest);
        if (!read(context, &digest, (uint64_t)sqlite3_column_int64(statement, 1), store_blob(statement, 2),
                  store_text(statement, 3)))
            break;
    }
    store_end(statement);
    return status;
}

enum status resources_read_again(struct store *store, const struct digest *digest, struct error *error)
{
    return store_do(store, error, "UPDATE resources SET rules = zeroblob(32) WHERE digest = ?", "d", digest);
}

enum status resources_list_abandoned(const struct store *store, resources_read_digest *read, void *context,
                                     struct error *error)
{
    sqlite3_stmt *statement;
    bool has_row = false;
    enum status status = store_query(store, &statement, error,
                                     "SELECT c.digest FROM site_contents c WHERE NOT EXISTS"
                                     " (SELECT 1 FROM resources r WHERE r.digest = c.digest)",
                                     "");

    if (status != STATUS_OK)
        return status;
    while ((status = store_step(store, statement, &has_row, error)) == STATUS_OK && has_row) {
        struct digest digest;

        store_digest(statement, 0, &digest);
        if (!read(context, &digest))
            break;
    }
    store_end(statement);
    return status;
}

enum status resources_forget_content(struct store *store, const struct digest *digest, struct error *error)
{
    return store_do(store, error,
                    "DELETE FROM site_contents WHERE digest = ?1"
                    " AND NOT EXISTS (SELECT 1 FROM resources WHERE digest = ?1)",
                    "d", digest);
}
