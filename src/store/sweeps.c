/* SPDX-License-Identifier: Apache-2.0 */
#include "store/sweeps.h"

#include <libintl.h>
#include <stddef.h>
#include <string.h>

#include "base/assert.h"
#include "store/doubts.h"
#include "store/front_answers.h"
#include "store/later.h"
#include "store/store_data.h"

static const char *const outcomes[SWEEP_OUTCOME_COUNT] = { "running", "complete", "incomplete", "missed" };

const char *sweeps_outcome_name(enum sweep_outcome outcome)
{
    ASSERT(outcome < SWEEP_OUTCOME_COUNT);
    return outcomes[outcome];
}

static const struct {
    const char *name;
    size_t offset;
} count_members[SWEEP_COUNT_COUNT] = {
    { "pages_expected", offsetof(struct sweep_counts, pages_expected) },
    { "pages_reached", offsetof(struct sweep_counts, pages_reached) },
    { "attachments_expected", offsetof(struct sweep_counts, attachments_expected) },
    { "attachments_reached", offsetof(struct sweep_counts, attachments_reached) },
    { "in_doubt", offsetof(struct sweep_counts, in_doubt) },
    { "failures", offsetof(struct sweep_counts, failures) },
    { "left_out", offsetof(struct sweep_counts, left_out) },
    { "requests", offsetof(struct sweep_counts, requests) },
    { "bytes", offsetof(struct sweep_counts, bytes) },
    { "contents_read", offsetof(struct sweep_counts, scanned) },
    { "contents_unread", offsetof(struct sweep_counts, unread) },
    { "findings_opened", offsetof(struct sweep_counts, opened) },
    { "findings_closed", offsetof(struct sweep_counts, closed) },
};

const char *sweeps_count_name(size_t index)
{
    ASSERT(index < SWEEP_COUNT_COUNT);
    return count_members[index].name;
}

uint64_t sweeps_count(const struct sweep_counts *counts, size_t index)
{
    uint64_t count;

    ASSERT(index < SWEEP_COUNT_COUNT);
    memcpy(&count, (const char *)counts + count_members[index].offset, sizeof count);
    return count;
}

enum status sweeps_begin(struct store *store, struct sweep_row *row, struct error *error)
{
    enum status status = store_do(
        store, error,
        "INSERT INTO sweeps (site, slot, started, outcome, operator, reason, rules, pages_expected, pages_reached,"
        " attachments_expected, attachments_reached, failures, requests, bytes, scanned, unread, opened, closed,"
        " left_out, starts_only, set_back) VALUES (?, iif(?, ?, NULL), ?, 'running', ?, '', ?, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,"
        " 0, 0, ?, coalesce((SELECT max(started) FROM sweeps), ?) > ?)",
        "tnnntdnnn", row->site, (int64_t)row->has_slot, row->slot_ms, row->started_ms, row->operator, & row->rules,
        (int64_t)row->is_starts_only, row->started_ms, row->started_ms + LATER_MARGIN_MS);

    if (status == STATUS_OK)
        row->id = sqlite3_last_insert_rowid(store->database);
    return status;
}

enum status sweeps_note(struct store *store, const struct sweep_row *row, struct error *error)
{
    const struct sweep_counts *counts = &row->counts;

    return store_do(store, error,
                    "UPDATE sweeps SET pages_expected = ?, pages_reached = ?, attachments_expected = ?,"
                    " attachments_reached = ?, failures = ?, requests = ?, bytes = ?, scanned = ?, unread = ?,"
                    " opened = ?, closed = ?, left_out = ?, in_doubt = ?, rules = ?, cut = ?"
                    " WHERE id = ? AND ended IS NULL",
                    "nnnnnnnnnnnnndnn", (int64_t)counts->pages_expected, (int64_t)counts->pages_reached,
                    (int64_t)counts->attachments_expected, (int64_t)counts->attachments_reached,
                    (int64_t)counts->failures, (int64_t)counts->requests, (int64_t)counts->bytes,
                    (int64_t)counts->scanned, (int64_t)counts->unread, (int64_t)counts->opened, (int64_t)counts->closed,
                    (int64_t)counts->left_out, (int64_t)counts->in_doubt, &row->rules, (int64_t)row->is_cut,
                    row->id);
}

enum status sweeps_end(struct store *store, const struct sweep_row *row, struct error *error)
{
    enum status status = sweeps_note(store, row, error);

    if (status == STATUS_OK)
        status = store_do(store, error,
                          "UPDATE sweeps SET outcome = ?, ended = ?, reason = ? WHERE id = ? AND ended IS NULL", "tntn",
                          sweeps_outcome_name(row->outcome), row->ended_ms, row->reason, row->id);
    if (status != STATUS_OK)
        return status;
    if (store_changed(store) > 0) {
        status = doubts_end(store, row->id, error);
        return status == STATUS_OK ? front_answers_end(store, row->id, error) : status;
    }
    return error_set(error, STATUS_INVALID, gettext("no sweep %lld is running"), (long long)row->id);
}

static enum sweep_outcome outcome_of(const char *name)
{
    for (enum sweep_outcome outcome = 0; outcome < SWEEP_OUTCOME_COUNT; outcome++) {
        if (strcmp(outcomes[outcome], name) == 0)
            return outcome;
    }
    return SWEEP_INCOMPLETE; /* the table has no others */
}

static uint64_t count_at(sqlite3_stmt *statement, int column)
{
    return (uint64_t)sqlite3_column_int64(statement, column);
}

#define SWEEP_COLUMNS                                                                                                  \
    "id, site, slot, started, ended, outcome, operator, reason, rules, pages_expected, pages_reached,"                 \
    " attachments_expected, attachments_reached, failures, requests, bytes, scanned, unread, opened, closed,"          \
    " starts_only, left_out, in_doubt, cut"

static void fill_row(sqlite3_stmt *statement, struct sweep_row *row)
{
    *row = (struct sweep_row){ .id = sqlite3_column_int64(statement, 0),
                               .site = store_text(statement, 1),
                               .has_slot = sqlite3_column_type(statement, 2) != SQLITE_NULL,
                               .slot_ms = sqlite3_column_int64(statement, 2),
                               .started_ms = sqlite3_column_int64(statement, 3),
                               .ended_ms = sqlite3_column_int64(statement, 4),
                               .outcome = outcome_of(store_text(statement, 5)),
                               .is_starts_only = sqlite3_column_int(statement, 20) != 0,
                               .is_cut = sqlite3_column_int(statement, 23) != 0,
                               .operator= store_text(statement, 6),
                               .reason = store_text(statement, 7),
                               .counts = { .pages_expected = count_at(statement, 9),
                                           .pages_reached = count_at(statement, 10),
                                           .attachments_expected = count_at(statement, 11),
                                           .attachments_reached = count_at(statement, 12),
                                           .failures = count_at(statement, 13),
                                           .requests = count_at(statement, 14),
                                           .bytes = count_at(statement, 15),
                                           .scanned = count_at(statement, 16),
                                           .unread = count_at(statement, 17),
                                           .opened = count_at(statement, 18),
                                           .closed = count_at(statement, 19),
                                           .left_out = count_at(statement, 21),
                                           .in_doubt = count_at(statement, 22) } };
    store_digest(statement, 8, &row->rules);
}

static enum status read_rows(const struct store *store, sqlite3_stmt *statement, sweeps_read_row *read, void *context,
                             struct error *error)
{
    bool has_row = false;
    enum status status;

    while ((status = store_step(store, statement, &has_row, error)) == STATUS_OK && has_row) {
        struct sweep_row row;

        fill_row(statement, &row);
        if (!read(context, &row))
            break;
    }
    store_end(statement);
    return status;
}

enum status sweeps_list(const struct store *store, const char *site, int64_t from_ms, int64_t to_ms,
                        sweeps_read_row *read, void *context, struct error *error)
{
    sqlite3_stmt *statement;
    enum status status = store_query(store, &statement, error,
                                     "SELECT " SWEEP_COLUMNS " FROM sweeps WHERE (?1 IS NULL OR site = ?1)"
                                     " AND coalesce(slot, started) >= ?2 AND coalesce(slot, started) < ?3"
                                     " ORDER BY coalesce(slot, started), id",
                                     "tnn", site, from_ms, to_ms);

    return status == STATUS_OK ? read_rows(store, statement, read, context, error) : status;
}

enum status sweeps_list_running(const struct store *store, const char *site, sweeps_read_row *read, void *context,
                                struct error *error)
{
    sqlite3_stmt *statement;
    enum status status = store_query(
        store, &statement, error,
        "SELECT " SWEEP_COLUMNS " FROM sweeps WHERE site = ? AND outcome = 'running' ORDER BY id", "t", site);

    return status == STATUS_OK ? read_rows(store, statement, read, context, error) : status;
}

enum status sweeps_last(const struct store *store, const char *site, sweeps_read_row *read, void *context,
                        struct error *error)
{
    sqlite3_stmt *statement;
    enum status status =
        store_query(store, &statement, error,
                    "SELECT " SWEEP_COLUMNS " FROM sweeps WHERE site = ?"
                    " AND outcome IN ('complete', 'incomplete') ORDER BY id DESC LIMIT 1",
                    "t", site);

    return status == STATUS_OK ? read_rows(store, statement, read, context, error) : status;
}

enum status sweeps_list_latest(const struct store *store, const char *site, int64_t before, sweeps_read_row *read,
                               void *context, struct error *error)
{
    sqlite3_stmt *statement;
    enum status status = store_query(store, &statement, error,
                                     "SELECT " SWEEP_COLUMNS " FROM sweeps WHERE (?1 IS NULL OR site = ?1)"
                                     " AND (?2 = 0 OR id < ?2) ORDER BY id DESC",
                                     "tn", site, before);

    return status == STATUS_OK ? read_rows(store, statement, read, context, error) : status;
}

enum status sweeps_get(const struct store *store, int64_t id, sweeps_read_row *read, void *context, struct error *error)
{
    sqlite3_stmt *statement;
    enum status status =
        store_query(store, &statement, error, "SELECT " SWEEP_COLUMNS " FROM sweeps WHERE id = ?", "n", id);

    return status == STATUS_OK ? read_rows(store, statement, read, context, error) : status;
}

/* ---- Visits. */

enum status sweeps_visit(struct store *store, int64_t sweep, const struct visit *visit, struct error *error)
{
    return store_do(store, error,
                    "INSERT INTO visits (sweep, address, state, depth, via, is_map) VALUES (?, ?, ?, ?, ?, ?)"
                    " ON CONFLICT (sweep, address) DO UPDATE SET state = excluded.state, is_map = excluded.is_map",
                    "nnnnnn", sweep, visit->address, (int64_t)visit->state, (int64_t)visit->depth, visit->via,
                    (int64_t)visit->is_map);
}

enum status sweeps_list_visits(const struct store *store, int64_t sweep, sweeps_read_visit *read, void *context,
                               struct error *error)
{
    sqlite3_stmt *statement;
    bool has_row = false;
    enum status status = store_query(store, &statement, error,
                                     "SELECT address, state, depth, via, is_map FROM visits WHERE sweep = ?"
                                     " ORDER BY depth, address",
                                     "n", sweep);

    if (status != STATUS_OK)
        return status;
    while ((status = store_step(store, statement, &has_row, error)) == STATUS_OK && has_row) {
        const struct visit visit = { .address = sqlite3_column_int64(statement, 0),
                                     .state = (enum visit_state)sqlite3_column_int(statement, 1),
                                     .depth = (uint32_t)sqlite3_column_int(statement, 2),
                                     .via = sqlite3_column_int64(statement, 3),
                                     .is_map = sqlite3_column_int(statement, 4) != 0 };

        if (!read(context, &visit))
            break;
    }
    store_end(statement);
    return status;
}

enum status sweeps_last_read(const struct store *store, int64_t address, int64_t before, int64_t *sweep,
                             int64_t *started_ms, struct error *error)
{
    sqlite3_stmt *statement;
    bool has_row = false;
    enum status status = store_query(store, &statement, error,
                                     "SELECT s.id, s.started FROM sweeps s JOIN visits v ON v.sweep = s.id"
                                     " WHERE v.address = ? AND s.id < ? AND v.state = ? ORDER BY s.id DESC LIMIT 1",
                                     "nnn", address, before, (int64_t)VISIT_DONE);

    *sweep = *started_ms = 0;
    if (status != STATUS_OK)
        return status;
    status = store_step(store, statement, &has_row, error);
    if (status == STATUS_OK && has_row) {
        *sweep = sqlite3_column_int64(statement, 0);
        *started_ms = sqlite3_column_int64(statement, 1);
    }
    store_end(statement);
    return status;
}

enum status sweeps_last_visit(const struct store *store, int64_t address, int64_t before, bool *is_known,
                              enum visit_state *state, struct error *error)
{
    sqlite3_stmt *statement;
    enum status status = store_query(store, &statement, error,
                                     "SELECT v.state FROM sweeps s JOIN visits v ON v.sweep = s.id"
                                     " WHERE v.address = ? AND s.id < ? AND v.state <> ? ORDER BY s.id DESC LIMIT 1",
                                     "nnn", address, before, (int64_t)VISIT_WAITING);

    *is_known = false;
    if (status != STATUS_OK)
        return status;
    status = store_step(store, statement, is_known, error);
    if (status == STATUS_OK && *is_known)
        *state = (enum visit_state)sqlite3_column_int(statement, 0);
    store_end(statement);
    return status;
}

enum status sweeps_forget_visits(struct store *store, const char *site, int64_t before_ms, unsigned count_max,
                                 unsigned *count, struct error *error)
{
    enum status status =
        store_do(store, error,
                 "DELETE FROM visits WHERE (sweep, address) IN (SELECT v.sweep, v.address"
                 " FROM sweeps s CROSS JOIN visits v ON v.sweep = s.id WHERE s.site = ?1 AND s.ended < ?2"
                 " AND (v.state = ?4 OR EXISTS (SELECT 1 FROM visits later CROSS JOIN sweeps t ON t.id = later.sweep"
                 "  WHERE later.address = v.address AND later.sweep > v.sweep AND t.ended IS NOT NULL"
                 "  AND (later.state = ?5 OR (v.state <> ?5 AND later.state <> ?4)))) LIMIT ?3)",
                 "tnnnn", site, before_ms, (int64_t)count_max, (int64_t)VISIT_WAITING, (int64_t)VISIT_DONE);

    *count = status == STATUS_OK ? store_changed(store) : 0;
    return status;
}
