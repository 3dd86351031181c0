/* SPDX-License-Identifier: Apache-2.0 */
#include "store/findings.h"

#include <libintl.h>
#include <string.h>

#include "base/assert.h"
#include "store/store_data.h"
#include "store/sweeps.h"

static const char *const severities[FINDING_SEVERITY_COUNT] = { "severe", "ordinary", "suspected" };
static const char *const states[FINDING_STATE_COUNT] = { "open", "fixed", "false-alarm", "exempt", "accepted" };
static const char automatic[] = "automatic";

const char *findings_severity_name(enum finding_severity severity)
{
    ASSERT(severity < FINDING_SEVERITY_COUNT);
    return severities[severity];
}

const char *findings_state_name(enum finding_state state)
{
    ASSERT(state < FINDING_STATE_COUNT);
    return states[state];
}

/* The tables have no other words than these. */
static unsigned index_of(const char *const *names, unsigned count, const char *name)
{
    unsigned index = 0;

    while (index + 1 < count && strcmp(names[index], name) != 0)
        index++;
    return index;
}

static enum finding_severity severity_of(const char *name)
{
    return (enum finding_severity)index_of(severities, FINDING_SEVERITY_COUNT, name);
}

static enum finding_state state_of(const char *name)
{
    return (enum finding_state)index_of(states, FINDING_STATE_COUNT, name);
}

/* `record`: what was seen; NULL: as before. */
static enum status add_event(struct store *store, const struct finding_event *event, const char *record,
                             struct error *error)
{
    return store_do(store, error,
                    "INSERT INTO finding_events (finding, at, sweep, event, actor, reason, severity, record)"
                    " VALUES (?, ?, iif(?3 = 0, NULL, ?3), ?, ?, ?, ?, ?)",
                    "nnnttttt", event->finding, event->at_ms, event->sweep, event->event, event->actor, event->reason,
                    findings_severity_name(event->severity), record);
}

/* ---- Seen by a sweep. */

struct known {
    int64_t id;
    enum finding_state state;
    enum finding_severity severity; /* when it was seen last */
    enum finding_severity decided;  /* when a person set it aside */
    bool is_over;                   /* its exemption is */
    bool is_same;                   /* as it is seen now */
};

/* Which of several pages led there first says nothing of the finding. */
#define LOOKS_SAME "(record = ?5 OR json_remove(record, '$.linked_from') = json_remove(?5, '$.linked_from'))"

static enum status find(const struct store *store, const struct finding_row *row, const char *today,
                        struct known *known, struct error *error)
{
    sqlite3_stmt *statement;
    bool has_row = false;
    enum status status = store_query(
        store, &statement, error,
        "SELECT id, state, severity, exempt_until <> '' AND exempt_until < ?1, severity = ?4 AND " LOOKS_SAME ","
        " (SELECT e.severity FROM finding_events e WHERE e.finding = findings.id AND e.sweep IS NULL"
        "  ORDER BY e.id DESC LIMIT 1) FROM findings WHERE site = ?2 AND key = ?3",
        "ttttt", today, row->site, row->key, findings_severity_name(row->severity), row->record);

    if (status != STATUS_OK)
        return status;
    status = store_step(store, statement, &has_row, error);
    if (status == STATUS_OK && has_row)
        *known = (struct known){ .id = sqlite3_column_int64(statement, 0),
                                 .state = state_of(store_text(statement, 1)),
                                 .severity = severity_of(store_text(statement, 2)),
                                 .is_over = sqlite3_column_int(statement, 3) != 0,
                                 .is_same = sqlite3_column_int(statement, 4) != 0,
                                 .decided = severity_of(store_text(statement, 5)) };
    store_end(statement);
    return status;
}

static enum status insert(struct store *store, const struct finding_row *row, int64_t sweep, int64_t at_ms,
                          struct error *error)
{
    enum status status =
        store_do(store, error,
                 "INSERT INTO findings (site, key, address, rule, category, severity, record, state, opened,"
                 " opened_sweep, seen, seen_sweep, exempt_until)"
                 " VALUES (?, ?, ?, ?, ?, ?, ?, 'open', ?8, ?9, ?8, ?9, '')",
                 "ttnttttnn", row->site, row->key, row->address, row->rule, row->category,
                 findings_severity_name(row->severity), row->record, at_ms, sweep);

    if (status != STATUS_OK)
        return status;
    return add_event(store,
                     &(struct finding_event){ .finding = sqlite3_last_insert_rowid(store->database),
                                              .at_ms = at_ms,
                                              .sweep = sweep,
                                              .event = "opened",
                                              .actor = automatic,
                                              .reason = "",
                                              .severity = row->severity },
                     row->record, error);
}

/* A person has set aside what it was then: what is worse than that was not in question. Who accepts a change says that
 * this very state is right, whatever it is held against later. */
static bool is_beyond(const struct known *known, const struct finding_row *row)
{
    return (known->state == FINDING_FALSE_ALARM || known->state == FINDING_EXEMPT) && row->severity < known->decided;
}

static enum finding_change change_of(const struct known *known, const struct finding_row *row)
{
    if (known->id == 0)
        return FINDING_IS_NEW;
    if (known->state == FINDING_FIXED || (known->state == FINDING_EXEMPT && known->is_over) || is_beyond(known, row))
        return FINDING_IS_REOPENED;
    return known->state == FINDING_OPEN && row->severity < known->severity ? FINDING_IS_WORSE : FINDING_IS_KNOWN;
}

bool findings_opens(enum finding_change change)
{
    return change == FINDING_IS_NEW || change == FINDING_IS_REOPENED;
}

static enum status note_change(struct store *store, const struct finding_row *row, const struct known *known,
                               enum finding_change change, int64_t sweep, int64_t at_ms, struct error *error)
{
    bool is_reopened = change == FINDING_IS_REOPENED;
    const struct finding_event event = { .finding = known->id,
                                         .at_ms = at_ms,
                                         .sweep = sweep,
                                         .event = is_reopened ? "reopened" : "changed",
                                         .actor = automatic,
                                         .reason = is_reopened && !known->is_over && is_beyond(known, row)
                                                       ? gettext("it is worse than what was set aside")
                                                       : "",
                                         .severity = row->severity };

    return is_reopened || !known->is_same ? add_event(store, &event, row->record, error) : STATUS_OK;
}

enum status findings_see(struct store *store, const struct finding_row *row, int64_t sweep, int64_t at_ms,
                         const char *today, enum finding_change *change, struct error *error)
{
    struct known known = { 0 };
    enum status status = find(store, row, today, &known, error);

    *change = change_of(&known, row);
    if (status != STATUS_OK)
        return status;
    if (*change == FINDING_IS_NEW)
        return insert(store, row, sweep, at_ms, error);
    status =
        store_do(store, error,
                 "UPDATE findings SET seen = ?, seen_sweep = ?, address = ?, severity = ?, record = ? WHERE id = ?",
                 "nnnttn", at_ms, sweep, row->address, findings_severity_name(row->severity), row->record, known.id);
    if (status == STATUS_OK && *change == FINDING_IS_REOPENED)
        status =
            store_do(store, error, "UPDATE findings SET state = 'open', closed = NULL, exempt_until = '' WHERE id = ?",
                     "n", known.id);
    return status == STATUS_OK ? note_change(store, row, &known, *change, sweep, at_ms, error) : status;
}

/* Its last day in Shanghai, eight hours ahead, is over at ?5. */
#define IS_TO_CLOSE                                                                                                    \
    " (state = 'open' OR state = 'exempt' AND exempt_until < date(?5 / 1000 + 28800, 'unixepoch'))"                    \
    " AND seen_sweep <> ?4 AND site = ?1 AND iif(?3 IS NULL, address = ?2 AND category <> 'site', rule = ?3)"          \
    " AND (?6 = 0 OR EXISTS (SELECT 1 FROM visits v WHERE v.sweep = ?4 AND v.address = findings.address"               \
    " AND v.state IN (?7, ?8, ?9)))"

/* `only_visited`: nothing on an address that the sweep has not looked at. */
static enum status close_unseen(struct store *store, const char *site, int64_t address, const char *rule, int64_t sweep,
                                int64_t at_ms, bool only_visited, uint64_t *closed, struct error *error)
{
    const int64_t condition = only_visited ? 1 : 0;
    /* What a person has set aside stays so. Events first: they tell which were open. */
    enum status status = store_do(store, error,
                                  "INSERT INTO finding_events (finding, at, sweep, event, actor, reason, severity)"
                                  " SELECT id, ?5, ?4, 'fixed', 'automatic', '', severity FROM findings"
                                  " WHERE" IS_TO_CLOSE,
                                  "tntnnnnnn", site, address, rule, sweep, at_ms, condition, (int64_t)VISIT_DONE,
                                  (int64_t)VISIT_REDIRECT, (int64_t)VISIT_GONE);

    if (status != STATUS_OK || store_changed(store) == 0)
        return status;
    *closed += store_changed(store);
    return store_do(store, error,
                    "UPDATE findings SET state = 'fixed', closed = ?5, exempt_until = '' WHERE" IS_TO_CLOSE,
                    "tntnnnnnn", site, address, rule, sweep, at_ms, condition, (int64_t)VISIT_DONE,
                    (int64_t)VISIT_REDIRECT, (int64_t)VISIT_GONE);
}

enum status findings_close_unseen(struct store *store, const char *site, int64_t address, const char *rule,
                                  int64_t sweep, int64_t at_ms, uint64_t *closed, struct error *error)
{
    return close_unseen(store, site, address, rule, sweep, at_ms, false, closed, error);
}

enum status findings_close_visited(struct store *store, const char *site, const char *rule, int64_t sweep,
                                   int64_t at_ms, uint64_t *closed, struct error *error)
{
    return close_unseen(store, site, 0, rule, sweep, at_ms, true, closed, error);
}

enum status findings_keep(struct store *store, const char *site, int64_t address, const char *rule, int64_t sweep,
                          int64_t at_ms, struct error *error)
{
    return store_do(store, error,
                    "UPDATE findings SET seen = ?5, seen_sweep = ?4"
                    " WHERE site = ?1 AND address = ?2 AND rule = ?3 AND state <> 'fixed'",
                    "tntnn", site, address, rule, sweep, at_ms);
}

enum status findings_see_unchanged(struct store *store, int64_t address, int64_t sweep, int64_t at_ms,
                                   struct error *error)
{
    return store_do(store, error,
                    "UPDATE findings SET seen = ?2, seen_sweep = ?3"
                    " WHERE address = ?1 AND category <> 'site' AND state <> 'fixed'",
                    "nnn", address, at_ms, sweep);
}

/* ---- A person's word. */

enum status findings_decide(struct store *store, int64_t id, enum finding_state state, const char *exempt_until,
                            const char *actor, const char *reason, int64_t at_ms, struct error *error)
{
    enum status status;

    ASSERT(state != FINDING_FIXED); /* which only a sweep can say */
    if (reason[0] == '\0')
        return error_set(error, STATUS_INVALID, gettext("a finding is set aside or opened with a reason"));
    status = store_do(store, error,
                      "UPDATE findings SET state = ?, exempt_until = ?, closed = iif(?1 = 'open', NULL, ?3)"
                      " WHERE id = ?4",
                      "ttnn", findings_state_name(state), exempt_until, at_ms, id);
    if (status == STATUS_OK && store_changed(store) == 0)
        return error_set(error, STATUS_INVALID, gettext("there is no finding %lld"), (long long)id);
    if (status != STATUS_OK)
        return status;
    /* The word is for the finding as it was seen last. */
    return store_do(store, error,
                    "INSERT INTO finding_events (finding, at, event, actor, reason, severity, until)"
                    " SELECT id, ?2, ?3, ?4, ?5, severity, ?6 FROM findings WHERE id = ?1",
                    "nntttt", id, at_ms, state == FINDING_OPEN ? "reopened" : findings_state_name(state), actor, reason,
                    exempt_until);
}

/* ---- Reading. */

static enum status has_row(const struct store *store, const char *sql, const char *site, const char *key, bool *has,
                           struct error *error)
{
    sqlite3_stmt *statement;
    enum status status = store_query(store, &statement, error, sql, "tt", site, key);

    *has = false;
    if (status != STATUS_OK)
        return status;
    status = store_step(store, statement, has, error);
    store_end(statement);
    return status;
}

enum status findings_stands(const struct store *store, const char *site, const char *key, bool *stands,
                            struct error *error)
{
    return has_row(store, "SELECT 1 FROM findings WHERE site = ? AND key = ? AND state <> 'fixed'", site, key, stands,
                   error);
}

enum status findings_is_accepted(const struct store *store, const char *site, const char *key, bool *is_accepted,
                                 struct error *error)
{
    return has_row(store, "SELECT 1 FROM findings WHERE site = ? AND key = ? AND state = 'accepted'", site, key,
                   is_accepted, error);
}

static void fill_row(sqlite3_stmt *statement, struct finding_row *row)
{
    *row = (struct finding_row){
        .id = sqlite3_column_int64(statement, 0),
        .site = store_text(statement, 1),
        .key = store_text(statement, 2),
        .address = sqlite3_column_int64(statement, 3),
        .url = store_text(statement, 4),
        .rule = store_text(statement, 5),
        .category = store_text(statement, 6),
        .severity = severity_of(store_text(statement, 7)),
        .record = store_text(statement, 8),
        .state = state_of(store_text(statement, 9)),
        .opened_ms = sqlite3_column_int64(statement, 10),
        .opened_sweep = sqlite3_column_int64(statement, 11),
        .seen_ms = sqlite3_column_int64(statement, 12),
        .seen_sweep = sqlite3_column_int64(statement, 13),
        .closed_ms = sqlite3_column_int64(statement, 14),
        .exempt_until = store_text(statement, 15),
        .actor = store_text(statement, 16),
        .reason = store_text(statement, 17),
    };
}

static enum status read_rows(const struct store *store, sqlite3_stmt *statement, findings_read_row *read, void *context,
                             struct error *error)
{
    bool has_row = false;
    enum status status;

    while ((status = store_step(store, statement, &has_row, error)) == STATUS_OK && has_row) {
        struct finding_row row;

        fill_row(statement, &row);
        if (!read(context, &row))
            break;
    }
    store_end(statement);
    return status;
}

#define SELECT_ROWS                                                                                                    \
    "SELECT f.id, f.site, f.key, f.address, a.url, f.rule, f.category, f.severity, f.record, f.state, f.opened,"       \
    " f.opened_sweep, f.seen, f.seen_sweep, f.closed, f.exempt_until, '', ''"                                          \
    " FROM findings f JOIN addresses a ON a.id = f.address"
/* What brings a finding to a state, and does not only tell how it looks. */
#define STATES " AND e.event <> 'changed'"
#define STATE_BIT                                                                                                      \
    "CASE f.state WHEN 'open' THEN 1 WHEN 'fixed' THEN 2 WHEN 'false-alarm' THEN 4"                                    \
    " WHEN 'exempt' THEN 8 ELSE 16 END"

enum status findings_list(const struct store *store, const struct findings_filter *filter, findings_read_row *read,
                          void *context, struct error *error)
{
    sqlite3_stmt *statement;
    enum status status = store_query(
        store, &statement, error,
        SELECT_ROWS " WHERE (?1 IS NULL OR f.site = ?1) AND (?2 = 0 OR ?2 & " STATE_BIT ")"
                    " AND (?3 = 0 AND ?4 = 0 OR f.opened >= ?3 AND f.opened < ?4)"
                    " AND (?5 IS NULL OR f.id IN (SELECT finding FROM incident_findings WHERE incident = ?5))"
                    " ORDER BY f.opened, f.id",
        "tnnnt", filter->site, (int64_t)filter->states, filter->opened_from, filter->opened_to, filter->incident);

    return status == STATUS_OK ? read_rows(store, statement, read, context, error) : status;
}

/* When an event e counts. The last millisecond of the sweep's day in Shanghai, eight hours ahead, where the sweep went
 * on after it; what was seen in the name of a sweep that had ended was seen by a probe. */
#define COUNTS_AT                                                                                                      \
    "coalesce((SELECT min(e.at, ((coalesce(w.slot, w.started) / 1000 + 28800) / 86400 + 1) * 86400000 - 28800001)"     \
    " FROM sweeps w WHERE w.id = e.sweep AND (w.ended IS NULL OR e.at <= w.ended)), e.at)"
/* The last of the events of a finding that count before an instant, which is ?2; none counts later than it was. */
#define LAST_EVENT(column, condition)                                                                                  \
    "(SELECT e." column " FROM finding_events e WHERE e.finding = f.id AND (e.at < ?2 OR " COUNTS_AT                   \
    " < ?2)" condition " ORDER BY e.id DESC LIMIT 1)"
#define SEVERITY_THEN LAST_EVENT("severity", "")
#define RECORD_THEN "coalesce(" LAST_EVENT("record", " AND e.record IS NOT NULL") ", f.record)"
#define STATE_EVENT LAST_EVENT("id", STATES)

enum status findings_list_at(const struct store *store, const char *site, int64_t at_ms, findings_read_row *read,
                             void *context, struct error *error)
{
    sqlite3_stmt *statement;
    enum status status = store_query(
        store, &statement, error,
        "SELECT f.id, f.site, f.key, f.address, a.url, f.rule, f.category, " SEVERITY_THEN ", " RECORD_THEN
        ", iif(s.event IN ('opened', 'reopened'), 'open', s.event), f.opened, f.opened_sweep, f.seen, f.seen_sweep,"
        " iif(s.event IN ('opened', 'reopened'), NULL, s.at), s.until, s.actor, s.reason"
        " FROM findings f JOIN addresses a ON a.id = f.address JOIN finding_events s ON s.id = " STATE_EVENT
        " WHERE f.site = ?1 ORDER BY f.opened, f.id",
        "tn", site, at_ms);

    return status == STATUS_OK ? read_rows(store, statement, read, context, error) : status;
}

enum status findings_list_latest(const struct store *store, const struct findings_page *page, findings_read_row *read,
                                 void *context, struct error *error)
{
    sqlite3_stmt *statement;
    enum status status = store_query(
        store, &statement, error,
        SELECT_ROWS " WHERE (?1 = 0 OR f.id < ?1) AND (?2 IS NULL OR f.site = ?2) AND (?3 IS NULL OR f.rule = ?3)"
                    " AND (?4 IS NULL OR f.category = ?4) AND (?5 = 0 OR ?5 & " STATE_BIT ")"
                    " AND (?6 = 0 OR ?6 & CASE f.severity WHEN 'severe' THEN 1 WHEN 'ordinary' THEN 2 ELSE 4 END)"
                    " ORDER BY f.id DESC",
        "ntttnn", page->before, page->site, page->rule, page->category, (int64_t)page->states,
        (int64_t)page->severities);

    return status == STATUS_OK ? read_rows(store, statement, read, context, error) : status;
}

enum status findings_get(const struct store *store, int64_t id, findings_read_row *read, void *context,
                         struct error *error)
{
    sqlite3_stmt *statement;
    enum status status = store_query(store, &statement, error, SELECT_ROWS " WHERE f.id = ?", "n", id);

    return status == STATUS_OK ? read_rows(store, statement, read, context, error) : status;
}

enum status findings_count_open(const struct store *store, findings_read_count *read, void *context,
                                struct error *error)
{
    sqlite3_stmt *statement;
    bool has_row = false;
    enum status status = store_query(store, &statement, error,
                                     "SELECT site, severity, count(*) FROM findings WHERE state = 'open'"
                                     " GROUP BY site, severity ORDER BY site, severity",
                                     "");

    if (status != STATUS_OK)
        return status;
    while ((status = store_step(store, statement, &has_row, error)) == STATUS_OK && has_row) {
        if (!read(context, store_text(statement, 0), severity_of(store_text(statement, 1)),
                  (uint64_t)sqlite3_column_int64(statement, 2)))
            break;
    }
    store_end(statement);
    return status;
}

static enum status read_events(const struct store *store, sqlite3_stmt *statement, findings_read_event *read,
                               void *context, struct error *error)
{
    bool has_row = false;
    enum status status;

    while ((status = store_step(store, statement, &has_row, error)) == STATUS_OK && has_row) {
        const struct finding_event event = { .finding = sqlite3_column_int64(statement, 0),
                                             .at_ms = sqlite3_column_int64(statement, 1),
                                             .sweep = sqlite3_column_int64(statement, 2),
                                             .event = store_text(statement, 3),
                                             .actor = store_text(statement, 4),
                                             .reason = store_text(statement, 5),
                                             .severity = severity_of(store_text(statement, 6)),
                                             .until = store_text(statement, 7),
                                             .repeats = sqlite3_column_int(statement, 8) != 0,
                                             .by_probe = sqlite3_column_int(statement, 9) != 0 };

        if (!read(context, &event))
            break;
    }
    store_end(statement);
    return status;
}

enum status findings_list_steps(const struct store *store, const char *site, findings_read_step *read, void *context,
                                struct error *error)
{
    sqlite3_stmt *statement;
    bool has_row = false;
    enum status status =
        store_query(store, &statement, error,
                    "SELECT e.finding, " COUNTS_AT ", iif(e.event IN ('opened', 'reopened'), 'open', e.event),"
                    " e.sweep IS NULL FROM finding_events e JOIN findings f ON f.id = e.finding"
                    " WHERE f.site = ?" STATES " ORDER BY e.finding, e.id",
                    "t", site);

    if (status != STATUS_OK)
        return status;
    while ((status = store_step(store, statement, &has_row, error)) == STATUS_OK && has_row) {
        const struct finding_step step = { .finding = sqlite3_column_int64(statement, 0),
                                           .at_ms = sqlite3_column_int64(statement, 1),
                                           .state = state_of(store_text(statement, 2)),
                                           .is_decided = sqlite3_column_int(statement, 3) != 0 };

        if (!read(context, &step))
            break;
    }
    store_end(statement);
    return status;
}

/* One repeats the event before it when that brought the finding to the same state: an exemption that is prolonged. */
#define EVENTS                                                                                                         \
    "SELECT e.finding, e.at, e.sweep, e.event, e.actor, e.reason, e.severity, e.until,"                                \
    " coalesce((SELECT p.event FROM finding_events p WHERE p.finding = e.finding AND p.id < e.id"                      \
    "  AND p.event <> 'changed' ORDER BY p.id DESC LIMIT 1) = e.event, 0),"                                            \
    " EXISTS (SELECT 1 FROM sweeps w WHERE w.id = e.sweep AND w.ended < e.at) FROM finding_events e"

enum status findings_list_events(const struct store *store, int64_t id, findings_read_event *read, void *context,
                                 struct error *error)
{
    sqlite3_stmt *statement;
    enum status status = store_query(store, &statement, error, EVENTS " WHERE e.finding = ? ORDER BY e.id", "n", id);

    return status == STATUS_OK ? read_events(store, statement, read, context, error) : status;
}

enum status findings_list_decisions(const struct store *store, const char *site, int64_t from_ms, int64_t to_ms,
                                    findings_read_event *read, void *context, struct error *error)
{
    sqlite3_stmt *statement;
    /* Only persons decide without a sweep. */
    enum status status = store_query(store, &statement, error,
                                     EVENTS " JOIN findings f ON f.id = e.finding WHERE f.site = ? AND e.sweep IS NULL"
                                            " AND e.at >= ? AND e.at < ? ORDER BY e.id",
                                     "tnn", site, from_ms, to_ms);

    return status == STATUS_OK ? read_events(store, statement, read, context, error) : status;
}
