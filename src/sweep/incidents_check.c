/* SPDX-License-Identifier: Apache-2.0 */
#include "sweep/incidents_check.h"

#include <string.h>

#include "report/json_line.h"
#include "store/ledger.h"
#include "sweep/incident.h"

/* Early versions read the clock once for the incident and once for its entry. */
enum { OPENING_LASTS_MS = 60000 };
/* The first time that no clock of ours gives: the year 10000. What somebody has made may have any. */
static const int64_t end_of_time_ms = INT64_C(253402300800000);

static const char entry_opened[] = "incident-opened", entry_prefix[] = "incident-";

struct checking {
    const struct store *store;
    kept_found_fault *found;
    void *context;
    enum status status;
    struct error *error;
};

/* An incident as its entries make it, beside the one that is there. */
struct told {
    const struct incident_row *is;
    struct incident_row row;
    int64_t sequence; /* of the last entry; 0: none tells of it */
    bool differs, is_unknown;
};

static bool is_text(const char *body, const char *quoted_key, const char *wanted)
{
    struct bytes text = json_line_text(bytes_of_text(body), quoted_key);

    return text.size == strlen(wanted) && memcmp(text.data, wanted, text.size) == 0;
}

static void take_opening(struct told *told, const struct ledger_entry *entry)
{
    const struct incident_row *is = told->is;
    bool is_then = is->discovered_ms <= entry->at_ms + OPENING_LASTS_MS
                   && is->discovered_ms >= entry->at_ms - OPENING_LASTS_MS;

    told->row = (struct incident_row){ .discovered_ms = entry->at_ms };
    told->differs = (unsigned)is->kind >= INCIDENT_KIND_COUNT || !is_then
                    || !is_text(entry->body, "\"site\"", is->site) || !is_text(entry->body, "\"family\"", is->family)
                    || !is_text(entry->body, "\"kind\"", incidents_kind_name(is->kind));
}

static enum incident_grade grade_of(const char *body)
{
    for (int grade = INCIDENT_GENERAL; grade < INCIDENT_GRADE_COUNT; grade++) {
        if (is_text(body, "\"grade\"", incidents_grade_name((enum incident_grade)grade)))
            return (enum incident_grade)grade;
    }
    return INCIDENT_NOT_GRADED;
}

static bool take_entry(void *context, const struct ledger_entry *entry)
{
    struct told *told = context;
    enum incident_step step;

    if (strncmp(entry->kind, entry_prefix, sizeof entry_prefix - 1) != 0)
        return true;
    if (entry->at_ms < 0 || entry->at_ms >= end_of_time_ms)
        told->is_unknown = true;
    else if (strcmp(entry->kind, entry_opened) == 0)
        take_opening(told, entry);
    else if (incident_step_parse(entry->kind + sizeof entry_prefix - 1, &step)
             && incident_take(&told->row, step, grade_of(entry->body), entry->at_ms) != NULL)
        told->is_unknown = true;
    told->sequence = entry->sequence;
    return true;
}

static bool is_as_told(const struct told *told)
{
    const struct incident_row *is = told->is, *row = &told->row;

    return !told->differs && is->state == row->state && is->grade == row->grade && is->reported_ms == row->reported_ms
           && is->ended_ms == row->ended_ms;
}

static bool check_one(void *context, const struct incident_row *row)
{
    struct checking *checking = context;
    struct told told = { .is = row };

    checking->status = ledger_read_subject(checking->store, row->id, take_entry, &told, checking->error);
    if (checking->status != STATUS_OK)
        return false;
    if (told.sequence == 0)
        checking->found(checking->context, KEPT_UNENTERED, KEPT_INCIDENT, row->id, 0);
    else if (told.is_unknown)
        checking->found(checking->context, KEPT_UNKNOWN, KEPT_INCIDENT, row->id, told.sequence);
    else if (!is_as_told(&told))
        checking->found(checking->context, KEPT_CHANGED, KEPT_INCIDENT, row->id, told.sequence);
    return true;
}

static bool take_any(void *context, const struct incident_row *row)
{
    (void)row;
    *(bool *)context = true;
    return false;
}

/* Is what an entry says was opened there? */
static bool check_opened(void *context, const struct ledger_entry *entry)
{
    struct checking *checking = context;
    const struct incidents_filter filter = { .id = entry->subject };
    bool is_there = false;

    if (strcmp(entry->kind, entry_opened) != 0)
        return true;
    checking->status = incidents_list(checking->store, &filter, take_any, &is_there, checking->error);
    if (checking->status == STATUS_OK && !is_there)
        checking->found(checking->context, KEPT_GONE, KEPT_INCIDENT, entry->subject, entry->sequence);
    return checking->status == STATUS_OK;
}

enum status incidents_check(const struct store *store, kept_found_fault *found, void *context, struct error *error)
{
    const struct incidents_filter all = { 0 };
    struct checking checking = { .store = store, .found = found, .context = context, .error = error };
    enum status status = incidents_list(store, &all, check_one, &checking, error);

    status = status == STATUS_OK ? checking.status : status;
    if (status == STATUS_OK)
        status = ledger_read(store, 1, check_opened, &checking, error);
    return status == STATUS_OK ? checking.status : status;
}
