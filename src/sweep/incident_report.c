/* SPDX-License-Identifier: Apache-2.0 */
#include "sweep/incident_report.h"

#include <libintl.h>
#include <string.h>

#include "report/describe.h"
#include "report/words.h"
#include "store/findings.h"
#include "store/incidents.h"
#include "store/ledger.h"
#include "store/notices.h"
#include "sweep/incident.h"
#include "sweep/notify.h"
#include "sweep/report_build.h"
#include "sweep/site_roster.h"

enum { MINUTE_MS = 60000 };

static const char entry_prefix[] = "incident-";

struct reporting {
    const struct store *store;
    const struct site_report_asked *asked;
    int64_t now_ms;
    struct incident_row row; /* its texts in the arena */
    bool is_found;
    struct site_roster roster; /* the site; none when nobody knows it */
    unsigned states[FINDING_STATE_COUNT]; /* of its findings */
    struct report_build build;
    struct error *error;
};

static bool take_row(void *context, const struct incident_row *row)
{
    struct reporting *reporting = context;

    reporting->row = *row;
    reporting->row.site = report_build_text(&reporting->build, "%s", row->site);
    reporting->row.family = report_build_text(&reporting->build, "%s", row->family);
    reporting->is_found = true;
    return false;
}

/* As it was when the incident was discovered. */
static enum status find_site(struct reporting *reporting, struct arena *arena)
{
    const struct site_report_asked *asked = reporting->asked;
    int64_t at_ms = reporting->row.discovered_ms;

    return site_roster_read(reporting->store, asked->sites, asked->site_count, reporting->row.site, at_ms, at_ms + 1,
                            asked->now_ms, arena, &reporting->roster, reporting->error);
}

/* ---- How it stands. */

static void write_particulars(struct reporting *reporting)
{
    struct report_build *build = &reporting->build;
    const struct incident_row *row = &reporting->row;
    const struct site *site = reporting->roster.count > 0 ? &reporting->roster.items[0].site : NULL;
    struct buf source = BUF_INIT(1 << 16);

    report_build_fact(build, gettext("Incident"), report_build_text(build, "%s", row->id));
    report_build_fact(build, gettext("Site"),
                      site == NULL            ? row->site
                      : site->code[0] != '\0' ? report_build_text(build, "%s (%s)", site->name, site->code)
                                              : site->name);
    report_build_fact(build, gettext("Responsible unit"), site != NULL ? site->unit : "");
    incident_describe_source(&source, row);
    report_build_fact(build, gettext("Source of the information"),
                      report_build_text(build, "%s", buf_status(&source) == STATUS_OK ? source.data : ""));
    buf_free(&source);
    report_build_fact(build, gettext("Kind"), incident_describe_kind(row->kind));
    report_build_fact(build, gettext("Category of the rules"),
                      report_build_text(build, "%s (%s)", describe_category(row->family), row->family));
    report_build_fact(build, gettext("Grade"), incident_describe_grade(row->grade));
    report_build_fact(build, gettext("State"), incident_describe_state(row->state));
    report_build_fact(build, gettext("Discovered"), report_build_time(build, row->discovered_ms));
    report_build_fact(build, gettext("Last known to be right"),
                      row->last_good_ms != 0 ? report_build_time(build, row->last_good_ms) : gettext("none"));
    report_build_fact(build, gettext("Ended"),
                      row->ended_ms != 0 ? report_build_time(build, row->ended_ms) : gettext("goes on"));
    report_build_count(build, gettext("Contents kept as evidence"), row->evidence);
    report_build_facts(build, "particulars", gettext("Particulars"));
}

static void write_clocks(struct reporting *reporting)
{
    static const struct report_column columns[] = { { "report", N_("report"), REPORT_TEXT },
                                                    { "due", N_("due by"), REPORT_TEXT },
                                                    { "made", N_("made"), REPORT_TEXT },
                                                    { "state", N_("state"), REPORT_TEXT } };
    struct report_build *build = &reporting->build;
    const struct incident_row *row = &reporting->row;
    int64_t now_ms = reporting->now_ms, progress_ms = incident_progress_due_ms(row);
    bool goes_on = progress_ms != 0;

    report_build_row(
        build,
        (const char *const[]){ gettext("first report"), report_build_time(build, incident_report_due_ms(row)),
                               report_build_time(build, row->reported_ms), incident_describe_first(row, now_ms) },
        REPORT_COUNT_OF(columns));
    if (goes_on || row->progress_ms != 0)
        report_build_row(build,
                         (const char *const[]){ gettext("report of progress"), report_build_time(build, progress_ms),
                                                report_build_time(build, row->progress_ms),
                                                incident_needs_progress(row, now_ms) ? gettext("LATE") : "" },
                         REPORT_COUNT_OF(columns));
    if (goes_on || row->daily[0] != '\0')
        report_build_row(build,
                         (const char *const[]){ gettext("daily report"), goes_on ? gettext("each day at 17:00") : "",
                                                report_build_text(build, "%s", row->daily),
                                                incident_needs_daily(row, now_ms) ? gettext("LATE") : "" },
                         REPORT_COUNT_OF(columns));
    report_build_section(build, "clocks", gettext("Reports and when they are due"), columns, REPORT_COUNT_OF(columns),
                         CHART_NONE, 0);
}

/* ---- What was found. */

static bool list_finding(void *context, const struct finding_row *row)
{
    struct reporting *reporting = context;
    struct report_build *build = &reporting->build;

    reporting->states[row->state]++;
    report_build_row(
        build,
        (const char *const[]){ report_build_number(build, (uint64_t)row->id), site_report_severity(row->severity),
                               site_report_state(row->state),
                               report_build_text(build, "%s", row->rule), report_build_text(build, "%s", row->url),
                               report_build_member(build, row->record, "\"message\""),
                               report_build_member(build, row->record, "\"excerpt\""),
                               report_build_member(build, row->record, "\"advice\""),
                               report_build_time(build, row->opened_ms), report_build_time(build, row->closed_ms) },
        10);
    return build->status == STATUS_OK;
}

static enum status write_findings(struct reporting *reporting)
{
    static const struct report_column columns[] = {
        { "id", N_("number"), REPORT_NUMBER },
        { "severity", N_("severity"), REPORT_TEXT },
        { "state", N_("state"), REPORT_TEXT },
        { "rule", N_("rule"), REPORT_TEXT },
        { "url", N_("address"), REPORT_TEXT },
        { "message", N_("message"), REPORT_TEXT },
        { "excerpt", N_("excerpt"), REPORT_TEXT },
        { "advice", N_("advice"), REPORT_TEXT },
        { "opened", N_("found"), REPORT_TEXT },
        { "closed", N_("fixed or set aside"), REPORT_TEXT },
    };
    const struct findings_filter filter = { .incident = reporting->row.id };
    enum status status = findings_list(reporting->store, &filter, list_finding, reporting, reporting->error);

    report_build_say(&reporting->build,
                     report_build_text(&reporting->build, gettext("Open: %u; fixed: %u; set aside: %u."),
                                       reporting->states[FINDING_OPEN], reporting->states[FINDING_FIXED],
                                       reporting->states[FINDING_FALSE_ALARM] + reporting->states[FINDING_EXEMPT]
                                           + reporting->states[FINDING_ACCEPTED]));
    if (!reporting->build.show_secrets)
        report_build_say(&reporting->build, gettext("Personal data are masked."));
    report_build_section(&reporting->build, "findings", gettext("What was found"), columns, REPORT_COUNT_OF(columns),
                         CHART_NONE, 0);
    return status;
}

/* ---- What was done. */

static const char *what_of(const struct ledger_entry *entry)
{
    size_t size = sizeof entry_prefix - 1;

    return strncmp(entry->kind, entry_prefix, size) == 0 ? entry->kind + size : entry->kind;
}

static const char *words_of(struct report_build *build, const struct ledger_entry *entry)
{
    return report_build_text(build, "%s", incident_describe_entry(entry->kind));
}

static const char *actor_of(struct report_build *build, const struct ledger_entry *entry)
{
    return report_build_text(build, "%s", describe_actor(entry->actor));
}

static const char *text_of(struct report_build *build, const struct ledger_entry *entry)
{
    const char *text = report_build_member(build, entry->body, "\"text\"");

    if (text[0] == '\0')
        text = report_build_member(build, entry->body, "\"url\"");
    return text;
}

/* Steps that people have taken: reminders and evidence are told elsewhere. */
static bool list_step(void *context, const struct ledger_entry *entry)
{
    struct reporting *reporting = context;
    struct report_build *build = &reporting->build;
    int64_t after_ms = entry->at_ms - reporting->row.discovered_ms;
    enum incident_step step;

    if (!incident_step_parse(what_of(entry), &step))
        return true;
    report_build_row(
        build,
        (const char *const[]){ words_of(build, entry),
                               report_build_number(build, after_ms > 0 ? (uint64_t)(after_ms / MINUTE_MS) : 0),
                               report_build_time(build, entry->at_ms), actor_of(build, entry), text_of(build, entry) },
        5);
    return build->status == STATUS_OK;
}

static enum status write_steps(struct reporting *reporting)
{
    static const struct report_column columns[] = { { "step", N_("step"), REPORT_TEXT },
                                                    { "minutes", N_("minutes after discovery"), REPORT_NUMBER },
                                                    { "at", N_("time"), REPORT_TEXT },
                                                    { "by", N_("by"), REPORT_TEXT },
                                                    { "text", N_("what was said"), REPORT_TEXT } };
    enum status status =
        ledger_read_subject(reporting->store, reporting->row.id, list_step, reporting, reporting->error);

    report_build_section(&reporting->build, "steps", gettext("Steps and reports"), columns, REPORT_COUNT_OF(columns),
                         CHART_BARS, 0);
    return status;
}

static bool list_evidence(void *context, const struct ledger_entry *entry)
{
    struct report_build *build = &((struct reporting *)context)->build;

    if (strcmp(what_of(entry), "evidence") == 0)
        report_build_row(build,
                         (const char *const[]){ report_build_member(build, entry->body, "\"folder\""),
                                                report_build_member(build, entry->body, "\"url\""),
                                                report_build_time(build, entry->at_ms),
                                                report_build_member(build, entry->body, "\"manifest_sha256\""),
                                                report_build_member(build, entry->body, "\"manifest_sm3\""),
                                                report_build_number(build, (uint64_t)entry->sequence) },
                         6);
    else if (strcmp(what_of(entry), "evidence-full") == 0)
        report_build_row(build,
                         (const char *const[]){ gettext("none: no place left"),
                                                report_build_member(build, entry->body, "\"url\""),
                                                report_build_time(build, entry->at_ms), "", "",
                                                report_build_number(build, (uint64_t)entry->sequence) },
                         6);
    return build->status == STATUS_OK;
}

static enum status write_evidence(struct reporting *reporting)
{
    static const struct report_column columns[] = {
        { "folder", N_("folder"), REPORT_TEXT },
        { "url", N_("address"), REPORT_TEXT },
        { "at", N_("time"), REPORT_TEXT },
        { "sha256", N_("SHA-256 of the manifest"), REPORT_TEXT },
        { "sm3", N_("SM3 of the manifest"), REPORT_TEXT },
        { "entry", N_("ledger entry"), REPORT_NUMBER },
    };
    enum status status =
        ledger_read_subject(reporting->store, reporting->row.id, list_evidence, reporting, reporting->error);

    report_build_section(&reporting->build, "evidence", gettext("Evidence"), columns, REPORT_COUNT_OF(columns),
                         CHART_NONE, 0);
    return status;
}

static const char *address_of(struct report_build *build, const struct notice_row *row)
{
    struct buf address = BUF_INIT(1 << 16);
    const char *text;

    notify_describe_address(&address, row->address);
    text = report_build_text(build, "%s", buf_status(&address) == STATUS_OK ? address.data : "");
    buf_free(&address);
    return text;
}

static bool list_notice(void *context, const struct notice_row *row)
{
    struct report_build *build = &((struct reporting *)context)->build;

    report_build_row(build,
                     (const char *const[]){
                         report_build_time(build, row->created_ms), address_of(build, row),
                         report_build_text(build, "%s", row->subject),
                         row->finished_ms == 0       ? gettext("waits")
                         : row->complaint[0] == '\0' ? gettext("sent")
                                                     : gettext("given up"),
                         report_build_time(build, row->finished_ms), report_build_text(build, "%s", row->complaint) },
                     6);
    return build->status == STATUS_OK;
}

static enum status write_notices(struct reporting *reporting)
{
    static const struct report_column columns[] = {
        { "created", N_("written"), REPORT_TEXT }, { "address", N_("to"), REPORT_TEXT },
        { "subject", N_("subject"), REPORT_TEXT }, { "state", N_("state"), REPORT_TEXT },
        { "finished", N_("at"), REPORT_TEXT },     { "complaint", N_("what went wrong"), REPORT_TEXT },
    };
    enum status status =
        notices_list_incident(reporting->store, reporting->row.id, list_notice, reporting, reporting->error);

    report_build_section(&reporting->build, "messages", gettext("Messages"), columns, REPORT_COUNT_OF(columns),
                         CHART_NONE, 0);
    return status;
}

/* ---- The whole chain, for who compares it with the ledger. */

static bool list_entry(void *context, const struct ledger_entry *entry)
{
    struct report_build *build = &((struct reporting *)context)->build;
    char digest[DIGEST_TEXT_SIZE];

    digest_text(&entry->digest, digest);
    report_build_row(build,
                     (const char *const[]){ report_build_number(build, (uint64_t)entry->sequence),
                                            report_build_time(build, entry->at_ms), words_of(build, entry),
                                            actor_of(build, entry), text_of(build, entry),
                                            report_build_text(build, "%s", digest) },
                     6);
    return build->status == STATUS_OK;
}

static enum status write_chain(struct reporting *reporting)
{
    static const struct report_column columns[] = {
        { "sequence", N_("ledger entry"), REPORT_NUMBER },
        { "at", N_("time"), REPORT_TEXT },
        { "kind", N_("what"), REPORT_TEXT },
        { "by", N_("by"), REPORT_TEXT },
        { "text", N_("text"), REPORT_TEXT },
        { "digest", N_("digest"), REPORT_TEXT },
    };
    struct report_build *build = &reporting->build;
    struct ledger_head head;
    char digest[DIGEST_TEXT_SIZE];
    enum status status = ledger_head(reporting->store, &head, reporting->error);

    if (status == STATUS_OK)
        status = ledger_read_subject(reporting->store, reporting->row.id, list_entry, reporting, reporting->error);
    if (status != STATUS_OK)
        return status;
    digest_text(&head.digest, digest);
    report_build_say(
        build,
        report_build_text(build,
                          gettext("The ledger's last entry when this was made: %lld, digest %s. Who keeps this page "
                                  "can prove by it that nothing before was changed."),
                          (long long)head.sequence, digest));
    report_build_section(build, "chain", gettext("What is in the ledger"), columns, REPORT_COUNT_OF(columns),
                         CHART_NONE, 0);
    return STATUS_OK;
}

/* R8 三(一)3: who answers for the information. */
static void write_signatures(struct report_build *build)
{
    static const struct report_column columns[] = { { "role", N_("role"), REPORT_TEXT },
                                                    { "name", N_("name"), REPORT_TEXT },
                                                    { "signature", N_("signature"), REPORT_TEXT },
                                                    { "date", N_("date"), REPORT_TEXT } };
    static const char *const roles[] = { N_("collected by"), N_("edited by"), N_("analysed by"), N_("checked by"),
                                         N_("signed by") };

    for (size_t index = 0; index < sizeof roles / sizeof *roles; index++)
        report_build_row(build, (const char *const[]){ gettext(roles[index]), "", "", "" }, REPORT_COUNT_OF(columns));
    report_build_section(build, "signatures", gettext("Signatures"), columns, REPORT_COUNT_OF(columns), CHART_NONE, 0);
}

static enum status write_sections(struct reporting *reporting)
{
    enum status status;

    write_particulars(reporting);
    write_clocks(reporting);
    status = write_findings(reporting);
    if (status == STATUS_OK)
        status = write_steps(reporting);
    if (status == STATUS_OK)
        status = write_evidence(reporting);
    if (status == STATUS_OK)
        status = write_notices(reporting);
    if (status == STATUS_OK)
        status = write_chain(reporting);
    if (status == STATUS_OK)
        write_signatures(&reporting->build);
    return status;
}

enum status incident_report_make(const struct store *store, const char *id, const struct site_report_asked *asked,
                                 struct arena *arena, struct site_report *report, struct error *error)
{
    struct reporting reporting = { .store = store,
                                   .asked = asked,
                                   .now_ms = asked->now_ms,
                                   .build = report_build_begin(arena, asked->show_secrets),
                                   .error = error };
    enum status status = incidents_list(store, &(struct incidents_filter){ .id = id }, take_row, &reporting, error);

    if (status == STATUS_OK && !reporting.is_found)
        status = error_set(error, STATUS_INVALID, gettext("there is no incident %s"), id);
    if (status == STATUS_OK)
        status = find_site(&reporting, arena);
    if (status == STATUS_OK)
        status = write_sections(&reporting);
    if (status != STATUS_OK) {
        report_build_drop(&reporting.build);
        return status;
    }
    *report = (struct site_report){ .title = gettext("Information security incident: record"),
                                    .period = report_build_text(&reporting.build, "%s", id),
                                    .is_over = reporting.row.ended_ms != 0,
                                    .made = report_build_time(&reporting.build, asked->now_ms) };
    status = report_build_end(&reporting.build, report);
    return status == STATUS_NO_MEMORY ? error_set(error, status, gettext("out of memory")) : status;
}
