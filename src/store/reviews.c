/* SPDX-License-Identifier: Apache-2.0 */
#include "store/reviews.h"

#include <libintl.h>

#include "store/store_data.h"

#define COLUMNS                                                                                                        \
    "id, created, updated, account, unit, title, state, class, waits_for, due, supersedes, webhook, digest, rules, "   \
    "draft, item"

static struct review_row row_of(sqlite3_stmt *statement)
{
    struct review_row row = { .id = store_text(statement, 0),
                              .created_ms = sqlite3_column_int64(statement, 1),
                              .updated_ms = sqlite3_column_int64(statement, 2),
                              .account = store_text(statement, 3),
                              .unit = store_text(statement, 4),
                              .title = store_text(statement, 5),
                              .state = store_text(statement, 6),
                              .class = store_text(statement, 7),
                              .waits_for = (unsigned)sqlite3_column_int64(statement, 8),
                              .due = store_text(statement, 9),
                              .supersedes = store_text(statement, 10),
                              .webhook = store_text(statement, 11),
                              .draft = store_text(statement, 14),
                              .item = store_text(statement, 15),
                              .verdict = store_text(statement, 16) };

    store_digest(statement, 12, &row.digest);
    store_digest(statement, 13, &row.rules);
    return row;
}

static enum status insert_content(struct store *store, const char *review, const struct content_row *content,
                                  struct error *error)
{
    enum status status = store_do(store, error,
                                  "INSERT INTO contents (review, ordinal, name, media_type, digest, bytes)"
                                  " VALUES (?, ?, ?, ?, ?, ?)",
                                  "tnttdb", review, (int64_t)content->ordinal, content->name, content->media_type,
                                  &content->digest, &content->bytes);

    if (store_is_taken(store, status))
        return error_set(error, STATUS_INVALID, gettext("the review %s has two contents of the number %u"), review,
                         content->ordinal);
    return status;
}

static enum status insert_row(struct store *store, const struct review_row *row, struct error *error)
{
    const char *supersedes = row->supersedes != NULL && row->supersedes[0] != '\0' ? row->supersedes : NULL;
    enum status status = store_do(
        store, error,
        "INSERT INTO reviews (" COLUMNS ", verdict) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        "tnntttttntttddttt", row->id, row->created_ms, row->updated_ms, row->account, row->unit, row->title, row->state,
        row->class, (int64_t)row->waits_for, row->due, supersedes, row->webhook, &row->digest, &row->rules, row->draft,
        row->item, row->verdict);

    if (store_is_taken(store, status))
        return error_set(error, STATUS_INVALID, gettext("there is a review %s already"), row->id);
    return store_of_review(store, status, row->supersedes, error);
}

enum status review_insert(struct store *store, const struct review_row *row, const struct content_row *contents,
                          size_t content_count, struct error *error)
{
    enum status status = insert_row(store, row, error);

    for (size_t index = 0; index < content_count && status == STATUS_OK; index++)
        status = insert_content(store, row->id, &contents[index], error);
    return status;
}

enum status review_update(struct store *store, const struct review_row *row, struct error *error)
{
    enum status status = store_do(store, error,
                                  "UPDATE reviews SET updated = ?, state = ?, class = ?, waits_for = ?, due = ?,"
                                  " digest = ?, rules = ?, item = ?, verdict = ? WHERE id = ?",
                                  "nttntddttt", row->updated_ms, row->state, row->class, (int64_t)row->waits_for,
                                  row->due, &row->digest, &row->rules, row->item, row->verdict, row->id);

    return status == STATUS_OK && store_changed(store) == 0 ? store_no_review(row->id, error) : status;
}

enum status review_read(const struct store *store, const char *id, review_read_row *read, void *context, bool *found,
                        struct error *error)
{
    sqlite3_stmt *statement;
    enum status status =
        store_query(store, &statement, error, "SELECT " COLUMNS ", verdict FROM reviews WHERE id = ?", "t", id);
    if (status != STATUS_OK)
        return status;
    status = store_step(store, statement, found, error);
    if (status == STATUS_OK && *found) {
        struct review_row row = row_of(statement);

        (void)read(context, &row);
    }
    store_end(statement);
    return status;
}

/* ---- Lists. */

/* Every condition is in the statement, and those that nobody asked for are true. Only what stands alone can be looked
 * up in an index: so there is a statement for each of the conditions that leave few rows. A sign before a column keeps
 * an index out that would find more: that of `created` is for numbers, not for an order; a queue is short whatever else
 * is there. */
#define OF_UNITS "unit IN (SELECT value FROM json_each(?12))"
#define LIST(narrow)                                                                                                   \
    "SELECT " COLUMNS ", '' FROM reviews WHERE " narrow                                                                \
    " AND (?1 = '' OR unit = ?1) AND (?2 = '' OR state = ?2) AND (?3 = '' OR class = ?3)"                              \
    " AND (?4 = '' OR account = ?4) AND (?5 = '' OR instr(lower(title), lower(?5)) > 0)"                               \
    " AND (?6 = 0 OR waits_for & ?6 & ~?11 <> 0 OR (waits_for & ?6 <> 0 AND " OF_UNITS "))"                            \
    " AND (?13 = '' OR " OF_UNITS " OR account = ?13) AND +created >= ?7 AND +created < ?8"
#define NEWEST_FIRST(narrow, id) LIST(narrow) " AND " id " < ?9 ORDER BY " id " DESC LIMIT ?10"
/* The place of `after` in the order is looked up from its row. */
#define DUE_FIRST(narrow)                                                                                              \
    LIST(narrow)                                                                                                       \
    " AND (?9 = '' OR (due = '', due, id) > (SELECT due = '', due, id FROM reviews WHERE id = ?9))"                    \
    " ORDER BY due = '', due, id LIMIT ?10"

/* The last character there is: all ids are before it. */
static const char before_the_newest[] = "\U0010FFFF";

enum { LIST_ALL, LIST_QUEUE, LIST_ACCOUNT, LIST_UNIT, LIST_READER, LIST_STATE };

/* By whether the due ones are first. */
static const char *const lists[][2] = {
    [LIST_ALL] = { NEWEST_FIRST("TRUE", "id"), DUE_FIRST("TRUE") },
    [LIST_QUEUE] = { NEWEST_FIRST("waits_for <> 0", "+id"), DUE_FIRST("waits_for <> 0") },
    [LIST_ACCOUNT] = { NEWEST_FIRST("account = ?4", "id"), DUE_FIRST("account = ?4") },
    [LIST_UNIT] = { NEWEST_FIRST("unit = ?1", "id"), DUE_FIRST("unit = ?1") },
    [LIST_READER] = { NEWEST_FIRST("(" OF_UNITS " OR account = ?13)", "id"),
                      DUE_FIRST("(" OF_UNITS " OR account = ?13)") },
    [LIST_STATE] = { NEWEST_FIRST("state = ?2", "id"), DUE_FIRST("state = ?2") },
};

static bool is_asked(const char *text)
{
    return text != NULL && text[0] != '\0';
}

static const char *list_for(const struct review_query *query)
{
    unsigned list = LIST_ALL;

    if (query->waits_for != 0)
        list = LIST_QUEUE;
    else if (is_asked(query->account))
        list = LIST_ACCOUNT;
    else if (is_asked(query->unit))
        list = LIST_UNIT;
    else if (is_asked(query->reader))
        list = LIST_READER;
    else if (is_asked(query->state))
        list = LIST_STATE;
    return lists[list][query->by_due];
}

static const char *or_empty(const char *text)
{
    return text != NULL ? text : "";
}

/* All rows of a statement that has begun, and its end. */
static enum status read_rows(const struct store *store, sqlite3_stmt *statement, review_read_row *read, void *context,
                             struct error *error)
{
    bool has_row = false;
    enum status status;

    while ((status = store_step(store, statement, &has_row, error)) == STATUS_OK && has_row) {
        struct review_row row = row_of(statement);

        if (!read(context, &row))
            break;
    }
    store_end(statement);
    return status;
}

enum status review_list(const struct store *store, const struct review_query *query, review_read_row *read,
                        void *context, struct error *error)
{
    const char *after = is_asked(query->after) ? query->after : query->by_due ? "" : before_the_newest;
    sqlite3_stmt *statement;
    enum status status = store_query(
        store, &statement, error, list_for(query), "tttttnnntnntt", or_empty(query->unit), or_empty(query->state),
        or_empty(query->class), or_empty(query->account), or_empty(query->words), (int64_t)query->waits_for,
        query->since_ms, (int64_t)(query->until_ms > 0 ? query->until_ms : INT64_MAX), after, (int64_t)query->limit,
        (int64_t)query->unit_roles, query->units != NULL ? query->units : "[]", or_empty(query->reader));

    return status == STATUS_OK ? read_rows(store, statement, read, context, error) : status;
}

enum status review_read_all(const struct store *store, review_read_row *read, void *context, struct error *error)
{
    sqlite3_stmt *statement;
    enum status status =
        store_query(store, &statement, error, "SELECT " COLUMNS ", verdict FROM reviews ORDER BY id", "");

    return status == STATUS_OK ? read_rows(store, statement, read, context, error) : status;
}

enum status review_list_stale(const struct store *store, const struct digest *rules, unsigned limit,
                              review_read_id *read, void *context, struct error *error)
{
    sqlite3_stmt *statement;
    enum status status =
        store_query(store, &statement, error,
                    "SELECT id FROM reviews WHERE state IN ('waiting', 'held', 'review', 'cleared', 'ready')"
                    " AND rules <> ? ORDER BY id LIMIT ?",
                    "dn", rules, (int64_t)limit);
    return status == STATUS_OK ? store_each_text(store, statement, read, context, error) : status;
}

/* Months are those of Asia/Shanghai: eight hours on, no summer time. */
#define MONTH "strftime('%Y-%m', created / 1000 + 28800, 'unixepoch') AS month"

static enum status read_counts(const struct store *store, const char *sql, int64_t since_ms, int64_t until_ms,
                               review_read_count *read, void *context, struct error *error)
{
    sqlite3_stmt *row;
    bool has_row = false;
    enum status status = store_query(store, &row, error, sql, "nn", since_ms, until_ms);

    if (status != STATUS_OK)
        return status;
    while ((status = store_step(store, row, &has_row, error)) == STATUS_OK && has_row) {
        if (!read(context, store_text(row, 0), store_text(row, 1), store_text(row, 2), store_text(row, 3),
                  (uint64_t)sqlite3_column_int64(row, 4)))
            break;
    }
    store_end(row);
    return status;
}

enum status review_count(const struct store *store, int64_t since_ms, int64_t until_ms, review_read_count *read,
                         void *context, struct error *error)
{
    return read_counts(store,
                       "SELECT unit, " MONTH ", class, state, count(*) FROM reviews WHERE created >= ? AND created < ?"
                       " GROUP BY unit, month, class, state ORDER BY unit, month, class, state",
                       since_ms, until_ms, read, context, error);
}

enum status review_count_findings(const struct store *store, int64_t since_ms, int64_t until_ms,
                                  review_read_count *read, void *context, struct error *error)
{
    return read_counts(store,
                       "SELECT unit, " MONTH ", json_extract(finding.value, '$.category') AS category,"
                       " json_extract(finding.value, '$.action') AS action, count(*)"
                       " FROM reviews, json_each(iif(verdict = '', '{}', verdict), '$.findings') AS finding"
                       " WHERE created >= ? AND created < ?"
                       " GROUP BY unit, month, category, action ORDER BY unit, month, category, action",
                       since_ms, until_ms, read, context, error);
}
