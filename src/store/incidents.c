/* SPDX-License-Identifier: Apache-2.0 */
#include "store/incidents.h"

#include <libintl.h>
#include <stdio.h>
#include <string.h>

#include "base/assert.h"
#include "store/store_data.h"

static const char *const kinds[INCIDENT_KIND_COUNT] = { "unlawful", "tampering", "terror", "other" };
static const char *const grades[INCIDENT_GRADE_COUNT] = { "", "general", "larger", "major", "extraordinary" };
static const char *const states[INCIDENT_STATE_COUNT] = { "discovered",   "reported",     "graded",    "plan-started",
                                                          "contained",    "eradicated",   "recovered", "end-proposed",
                                                          "end-approved", "investigated", "archived",  "dismissed" };

const char *incidents_kind_name(enum incident_kind kind)
{
    ASSERT(kind < INCIDENT_KIND_COUNT);
    return kinds[kind];
}

bool incidents_is_of_probes(const struct incident_row *row)
{
    return strcmp(row->family, INCIDENT_OUTAGE) == 0;
}

const char *incidents_grade_name(enum incident_grade grade)
{
    ASSERT(grade < INCIDENT_GRADE_COUNT);
    return grades[grade];
}

const char *incidents_state_name(enum incident_state state)
{
    ASSERT(state < INCIDENT_STATE_COUNT);
    return states[state];
}

/* After the last one, not by how many there are: numbers may have been left out. */
static enum status number_of_day(const struct store *store, const char *day, int64_t *number, struct error *error)
{
    return store_number(store, number, error, "SELECT coalesce(max(CAST(substr(id, length('INC-' || ?1 || '-') + 1) AS INTEGER)), 0) + 1"
                        " FROM incidents WHERE id GLOB 'INC-' || ?1 || '-*'",
                        "t", day);
}

enum status incidents_open(struct store *store, struct incident_row *row, const char *day, int64_t taken,
                           struct error *error)
{
    int64_t number = 1;
    enum status status = number_of_day(store, day, &number, error);

    if (status != STATUS_OK)
        return status;
    number = number > taken ? number : taken + 1;
    (void)snprintf(row->id, sizeof row->id, "INC-%s-%03lld", day, (long long)number);
    status = store_do(store, error,
                      "INSERT INTO incidents (id, site, family, kind, state, grade, discovered, sweep, last_good,"
                      " last_good_sweep) VALUES (?, ?, ?, ?, 0, 0, ?, ?, ?, ?)",
                      "tttnnnnn", row->id, row->site, row->family, (int64_t)row->kind, row->discovered_ms, row->sweep,
                      row->last_good_ms, row->last_good_sweep);
    if (store_is_taken(store, status))
        return error_set(error, STATUS_INVALID, gettext("an incident of this kind is open at %s already"), row->site);
    return status;
}

enum status incidents_update(struct store *store, const struct incident_row *row, struct error *error)
{
    enum status status =
        store_do(store, error,
                 "UPDATE incidents SET state = ?, grade = ?, reported = ?, warned = ?, overdue = ?, major = ?,"
                 " progress = ?, daily = ?, ended = ?, evidence = ? WHERE id = ?",
                 "nnnnnnntnnt", (int64_t)row->state, (int64_t)row->grade, row->reported_ms, (int64_t)row->warned,
                 row->overdue_ms, row->major_ms, row->progress_ms, row->daily, row->ended_ms, (int64_t)row->evidence, row->id);

    if (status != STATUS_OK || store_changed(store) > 0)
        return status;
    return error_set(error, STATUS_INVALID, gettext("there is no incident %s"), row->id);
}

enum status incidents_add_finding(struct store *store, const char *id, const char *site, const char *key, int64_t at_ms,
                                  struct error *error)
{
    return store_do(store, error,
                    "INSERT OR IGNORE INTO incident_findings (incident, finding, at)"
                    " SELECT ?, id, ? FROM findings WHERE site = ? AND key = ?",
                    "tntt", id, at_ms, site, key);
}

static void fill_row(sqlite3_stmt *statement, struct incident_row *row)
{
    *row = (struct incident_row){
        .site = store_text(statement, 1),
        .family = store_text(statement, 2),
        .kind = (enum incident_kind)sqlite3_column_int(statement, 3),
        .state = (enum incident_state)sqlite3_column_int(statement, 4),
        .grade = (enum incident_grade)sqlite3_column_int(statement, 5),
        .discovered_ms = sqlite3_column_int64(statement, 6),
        .sweep = sqlite3_column_int64(statement, 7),
        .last_good_ms = sqlite3_column_int64(statement, 8),
        .last_good_sweep = sqlite3_column_int64(statement, 9),
        .reported_ms = sqlite3_column_int64(statement, 10),
        .warned = (unsigned)sqlite3_column_int(statement, 11),
        .overdue_ms = sqlite3_column_int64(statement, 12),
        .progress_ms = sqlite3_column_int64(statement, 13),
        .ended_ms = sqlite3_column_int64(statement, 15),
        .evidence = (unsigned)sqlite3_column_int(statement, 16),
        .major_ms = sqlite3_column_int64(statement, 17),
    };
    (void)snprintf(row->id, sizeof row->id, "%s", store_text(statement, 0));
    (void)snprintf(row->daily, sizeof row->daily, "%s", store_text(statement, 14));
}

static enum status read_rows(const struct store *store, sqlite3_stmt *statement, incidents_read_row *read,
                             void *context, struct error *error)
{
    bool has_row = false;
    enum status status;

    while ((status = store_step(store, statement, &has_row, error)) == STATUS_OK && has_row) {
        struct incident_row row;

        fill_row(statement, &row);
        if (!read(context, &row))
            break;
    }
    store_end(statement);
    return status;
}

#define SELECT_ROWS                                                                                                    \
    "SELECT id, site, family, kind, state, grade, discovered, sweep, last_good, last_good_sweep,"                      \
    " reported, warned, overdue, progress, daily, ended, evidence, major FROM incidents"                                      \
    " WHERE (?1 IS NULL OR id = ?1) AND (?2 IS NULL OR site = ?2) AND (?3 IS NULL OR family = ?3)"                     \
    " AND (?4 = 0 OR ended = 0)"                                                                                       \
    " AND (?5 = 0 OR id IN (SELECT incident FROM incident_findings WHERE finding = ?5))"

enum status incidents_list(const struct store *store, const struct incidents_filter *filter, incidents_read_row *read,
                           void *context, struct error *error)
{
    sqlite3_stmt *statement;
    enum status status =
        store_query(store, &statement, error, SELECT_ROWS " ORDER BY discovered, id", "tttnn", filter->id, filter->site,
                    filter->family, (int64_t)filter->only_open, filter->finding);

    return status == STATUS_OK ? read_rows(store, statement, read, context, error) : status;
}

enum status incidents_list_latest(const struct store *store, const struct incidents_filter *filter, const char *before,
                                  incidents_read_row *read, void *context, struct error *error)
{
    sqlite3_stmt *statement;
    enum status status = store_query(
        store, &statement, error,
        SELECT_ROWS " AND (?6 IS NULL OR (discovered, id) < (SELECT discovered, id FROM incidents WHERE id = ?6))"
                    " ORDER BY discovered DESC, id DESC",
        "tttnnt", filter->id, filter->site, filter->family, (int64_t)filter->only_open, filter->finding, before);

    return status == STATUS_OK ? read_rows(store, statement, read, context, error) : status;
}
