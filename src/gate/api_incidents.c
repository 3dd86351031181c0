/* SPDX-License-Identifier: Apache-2.0
 *
 * Incidents on inspected sites, their clocks, and what led to how they stand.
 */
#include <libintl.h>
#include <stdio.h>
#include <string.h>

#include "gate/api_query.h"
#include "gate/inspection.h"
#include "report/json.h"
#include "report/person_mask.h"
#include "store/findings.h"
#include "store/ledger.h"

static struct gate_incident_clock clock_of(const struct call *call, const struct incident_row *row)
{
    return call->gate->options.inspection.read_clock(row, call->now_ms);
}

static bool is_late(const struct gate_incident_clock *clock)
{
    return clock->is_late || clock->needs_progress || clock->needs_daily;
}

static void write_incident(const struct call *call, struct buf *out, const struct incident_row *row)
{
    struct gate_incident_clock clock = clock_of(call, row);

    json_text(out, "id", row->id);
    inspection_write_site(call, out, row->site);
    json_text(out, "family", row->family);
    json_text(out, "kind", incidents_kind_name(row->kind));
    json_text(out, "state", incidents_state_name(row->state));
    json_text(out, "grade", row->grade != INCIDENT_NOT_GRADED ? incidents_grade_name(row->grade) : NULL);
    json_number_or_null(out, "sweep", row->sweep != 0 && !incidents_is_of_probes(row), (uint64_t)row->sweep);
    json_number(out, "discovered_ms", (uint64_t)row->discovered_ms);
    inspection_write_time(out, "last_good_ms", row->last_good_ms);
    json_number(out, "report_due_ms", (uint64_t)clock.report_due_ms);
    inspection_write_time(out, "reported_ms", row->reported_ms);
    inspection_write_time(out, "overdue_ms", row->overdue_ms);
    inspection_write_time(out, "progress_due_ms", clock.progress_due_ms);
    inspection_write_time(out, "progress_ms", row->progress_ms);
    json_text(out, "daily", row->daily[0] != '\0' ? row->daily : NULL);
    inspection_write_time(out, "ended_ms", row->ended_ms);
    json_number(out, "evidence", row->evidence);
    json_key(out, "overdue");
    buf_byte(out, '[');
    for (unsigned index = 0; index < 3; index++) {
        static const char *const names[] = { "report", "progress", "daily" };
        const bool are[] = { clock.is_late, clock.needs_progress, clock.needs_daily };

        if (are[index]) {
            json_element(out);
            json_quoted(out, names[index], strlen(names[index]));
        }
    }
    buf_byte(out, ']');
}

/* ---- The list. */

struct incident_listing {
    struct inspection_list list;
    bool only_late, is_found, is_seen;
    char last[INCIDENT_ID_SIZE];
};

static bool list_incident(void *context, const struct incident_row *row)
{
    struct incident_listing *listing = context;
    struct gate_incident_clock clock = clock_of(listing->list.call, row);

    if (listing->only_late && !is_late(&clock))
        return true;
    if (!inspection_begin_row(&listing->list, row->site))
        return !listing->list.has_more;
    (void)snprintf(listing->last, sizeof listing->last, "%s", row->id);
    write_incident(listing->list.call, listing->list.out, row);
    return inspection_end_row(&listing->list);
}

enum { WHICH_OPEN, WHICH_OVERDUE, WHICH_COUNT };

static const char *which_name(unsigned which)
{
    return which == WHICH_OPEN ? "open" : "overdue";
}

void api_incidents(struct call *call)
{
    const struct store *store = inspection_store(call);
    struct incident_listing listing = { .list = { .call = call, .left = api_list_limit(call) } };
    struct incidents_filter filter = { .site = http_argument(call->request, "site") };
    struct error error = { 0 };
    uint32_t which;
    enum status status;

    if (store == NULL || !api_query_values(call, "state", false, which_name, WHICH_COUNT, &which))
        return;
    listing.only_late = which == UINT32_C(1) << WHICH_OVERDUE;
    filter.only_open = which != 0;
    listing.list.out = api_open_list(call, "incidents");
    status =
        incidents_list_latest(store, &filter, http_argument(call->request, "after"), list_incident, &listing, &error);
    api_close_page(call, status, &error, listing.list.has_more ? listing.last : NULL);
}

/* ---- One. */

static bool show_incident(void *context, const struct incident_row *row)
{
    struct incident_listing *showing = context;

    showing->is_found = true;
    showing->is_seen = inspection_may_see(showing->list.call, row->site);
    if (showing->is_seen)
        write_incident(showing->list.call, showing->list.out, row);
    return false;
}

static bool write_finding(void *context, const struct finding_row *row)
{
    struct buf *out = context;

    json_element(out);
    buf_byte(out, '{');
    json_number(out, "id", (uint64_t)row->id);
    person_mask_member(out, "url", row->url);
    json_text(out, "rule", row->rule);
    json_text(out, "severity", findings_severity_name(row->severity));
    json_text(out, "state", findings_state_name(row->state));
    json_number(out, "opened_ms", (uint64_t)row->opened_ms);
    buf_byte(out, '}');
    return buf_status(out) == STATUS_OK;
}

static bool write_entry(void *context, const struct ledger_entry *entry)
{
    struct buf *out = context;

    json_element(out);
    buf_byte(out, '{');
    json_number(out, "sequence", (uint64_t)entry->sequence);
    json_number(out, "at_ms", (uint64_t)entry->at_ms);
    json_text(out, "actor", entry->actor);
    json_text(out, "kind", entry->kind);
    json_key(out, "body");
    buf_text(out, entry->body);
    buf_byte(out, '}');
    return buf_status(out) == STATUS_OK;
}

static enum status write_chain(const struct store *store, const char *id, struct buf *out, struct error *error)
{
    enum status status;

    json_key(out, "findings");
    buf_byte(out, '[');
    status = findings_list(store, &(struct findings_filter){ .incident = id }, write_finding, out, error);
    buf_byte(out, ']');
    json_key(out, "entries");
    buf_byte(out, '[');
    if (status == STATUS_OK)
        status = ledger_read_subject(store, id, write_entry, out, error);
    buf_text(out, "]}\n");
    return status;
}

void api_incident(struct call *call)
{
    const struct store *store = inspection_store(call);
    struct incident_listing showing = { .list = { .call = call } };
    struct error error = { 0 };
    enum status status;

    if (store == NULL)
        return;
    showing.list.out = api_answer(call, 200);
    buf_text(showing.list.out, "{\"v\":1,\"type\":\"incident\"");
    status = incidents_list(store, &(struct incidents_filter){ .id = call->wildcard }, show_incident, &showing, &error);
    if (status == STATUS_OK && showing.is_seen)
        status = write_chain(store, call->wildcard, showing.list.out, &error);
    if (status != STATUS_OK)
        api_fail(call, status, &error);
    else if (!showing.is_found)
        api_refuse(call, 404, "unknown-incident", "%s", gettext("there is no incident of this number"));
    else if (!showing.is_seen)
        api_deny(call, "/v1/incidents/*", gettext("this site is another unit's"));
}
