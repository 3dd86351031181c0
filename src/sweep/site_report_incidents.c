/* SPDX-License-Identifier: Apache-2.0
 *
 * Incidents in a report of sites: those that went on in its time, each as it stood at the end of it.
 *
 * How one stood then is told by its entries in the ledger up to then, step by step, not by how it stands now.
 */
#include <libintl.h>
#include <string.h>

#include "report/json_line.h"
#include "report/words.h"
#include "store/incidents.h"
#include "store/ledger.h"
#include "sweep/incident.h"
#include "sweep/site_report_data.h"

enum { GRADE_SIZE = 64 };

static const char entry_prefix[] = "incident-";

struct replaying {
    struct incident_row row;
    int64_t to_ms;
};

static enum incident_grade grade_of(const struct ledger_entry *entry)
{
    struct bytes member = json_line_text(bytes_of_text(entry->body), "\"grade\"");
    enum incident_grade grade = INCIDENT_NOT_GRADED;
    char name[GRADE_SIZE] = "";

    if (member.size < sizeof name)
        memcpy(name, member.data != NULL ? (const char *)member.data : "", member.size);
    (void)incident_grade_parse(name, &grade);
    return grade;
}

static bool replay(void *context, const struct ledger_entry *entry)
{
    struct replaying *replaying = context;
    size_t size = sizeof entry_prefix - 1;
    const char *name = entry->kind + size;
    enum incident_step step;

    if (entry->at_ms >= replaying->to_ms || strncmp(entry->kind, entry_prefix, size) != 0)
        return true;
    if (strcmp(name, "overdue") == 0)
        replaying->row.overdue_ms = entry->at_ms;
    /* What was not taken then is not in the ledger. */
    else if (incident_step_parse(name, &step))
        (void)incident_take(&replaying->row, step, grade_of(entry), entry->at_ms);
    return true;
}

struct reading {
    struct making *making;
    site_report_read_incident *read;
    void *context;
    enum status status;
};

static bool take_incident(void *context, const struct incident_row *row)
{
    struct reading *reading = context;
    const struct making *making = reading->making;
    struct replaying replaying = { .to_ms = making->span.to_ms };

    if (row->discovered_ms >= making->span.to_ms)
        return false;
    replaying.row = (struct incident_row){
        .site = row->site, .family = row->family, .kind = row->kind, .discovered_ms = row->discovered_ms
    };
    memcpy(replaying.row.id, row->id, sizeof row->id);
    reading->status = ledger_read_subject(making->store, row->id, replay, &replaying, making->error);
    if (reading->status == STATUS_OK && (replaying.row.ended_ms == 0 || replaying.row.ended_ms >= making->span.from_ms))
        reading->read(reading->context, &replaying.row);
    return reading->status == STATUS_OK;
}

enum status site_report_read_incidents(struct making *making, const struct site *site, site_report_read_incident *read,
                                       void *context)
{
    struct reading reading = { making, read, context, STATUS_OK };
    enum status status = incidents_list(making->store, &(struct incidents_filter){ .site = site->id }, take_incident,
                                        &reading, making->error);

    return status == STATUS_OK ? reading.status : status;
}

/* ---- The section. */

struct listing {
    struct making *making;
    const struct site *site;
    unsigned count, opened, in_time, late, missing, dismissed, ended;
};

static void count(struct listing *listing, const struct incident_row *row)
{
    const struct site_span *span = &listing->making->span;
    bool is_late = incident_was_late(row, span->come_ms);

    listing->count++;
    listing->opened += row->discovered_ms >= span->from_ms ? 1 : 0;
    listing->ended += row->ended_ms != 0 ? 1 : 0;
    listing->late += is_late ? 1 : 0;
    listing->dismissed += row->state == INCIDENT_DISMISSED ? 1 : 0;
    listing->missing += is_late && row->reported_ms == 0 ? 1 : 0;
    listing->in_time += !is_late && row->reported_ms != 0 && row->state != INCIDENT_DISMISSED ? 1 : 0;
}

static void list_incident(void *context, const struct incident_row *row)
{
    struct listing *listing = context;
    struct report_build *build = &listing->making->build;
    int64_t come_ms = listing->making->span.come_ms;

    count(listing, row);
    report_build_row(
        build,
        (const char *const[]){ report_build_text(build, "%s", row->id), listing->site->name, listing->site->unit,
                               incident_describe_kind(row->kind), incident_describe_grade(row->grade),
                               incident_describe_state(row->state), report_build_time(build, row->discovered_ms),
                               report_build_time(build, row->reported_ms), incident_describe_first(row, come_ms),
                               report_build_time(build, row->ended_ms) },
        10);
}

enum status site_report_write_incidents(struct making *making)
{
    static const struct report_column columns[] = { { "incident", N_("Incident"), REPORT_TEXT },
                                                    { "site", N_("site"), REPORT_TEXT },
                                                    { "unit", N_("unit"), REPORT_TEXT },
                                                    { "kind", N_("Kind"), REPORT_TEXT },
                                                    { "grade", N_("grade"), REPORT_TEXT },
                                                    { "state", N_("state"), REPORT_TEXT },
                                                    { "discovered", N_("found"), REPORT_TEXT },
                                                    { "reported", N_("first report"), REPORT_TEXT },
                                                    { "first_report", N_("within the hour"), REPORT_TEXT },
                                                    { "ended", N_("ended"), REPORT_TEXT } };
    struct listing listing = { .making = making };
    struct report_build *build = &making->build;
    enum status status = STATUS_OK;

    for (size_t index = 0; index < making->roster.count && status == STATUS_OK; index++) {
        listing.site = &making->roster.items[index].site;
        status = site_report_read_incidents(making, listing.site, list_incident, &listing);
    }
    if (listing.count > 0)
        report_build_say(build,
                         report_build_text(build,
                                           gettext("Incidents that went on in this time: %u, opened in it: %u, ended "
                                                   "by its end: %u. First reports made in time: %u, overdue: %u, of "
                                                   "them not made: %u. False alarms, of which none was due: %u."),
                                           listing.count, listing.opened, listing.ended, listing.in_time, listing.late,
                                           listing.missing, listing.dismissed));
    report_build_section(build, "incidents", gettext("Incidents"), columns, REPORT_COUNT_OF(columns), CHART_NONE, 0);
    return status;
}
