/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/sweep_finding.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/sweep_line.h"
#include "report/json.h"
#include "report/json_line.h"
#include "report/words.h"
#include "store/findings.h"
#include "store/incidents.h"
#include "sweep/checks.h"
#include "sweep/site_report.h"
#include "sweep/slots.h"

enum { TEXT_MAX = 1 << 24 };

struct printing {
    const struct sweep_finding_options *options;
    struct buf out;
    size_t count; /* of what was printed */
};

static void print(struct printing *printing)
{
    sweep_line_print(&printing->out);
    printing->count++;
}

/* ---- A list of them. */

/* Who answers for the site; "" where the site file does not say. */
static const char *unit_of(const struct printing *printing, const struct finding_row *row)
{
    const struct site_file *file = printing->options->file;

    for (size_t index = 0; index < file->count; index++) {
        if (strcmp(file->sites[index].id, row->site) == 0)
            return file->sites[index].unit;
    }
    return "";
}

static void write_members(struct printing *printing, const struct finding_row *row)
{
    struct buf *out = &printing->out;
    const char *unit = unit_of(printing, row);

    json_text(out, "type", "site-finding");
    json_number(out, "id", (uint64_t)row->id);
    json_text(out, "site", row->site);
    json_text(out, "unit", unit[0] != '\0' ? unit : NULL);
    sweep_line_member(out, "url", row->url, printing->options->show_secrets);
    json_text(out, "rule", row->rule);
    json_text(out, "category", row->category);
    json_text(out, "severity", findings_severity_name(row->severity));
    json_text(out, "state", findings_state_name(row->state));
    sweep_line_time(out, "opened", row->opened_ms);
    sweep_line_time(out, "seen", row->seen_ms);
    sweep_line_time(out, "closed", row->closed_ms);
    json_text(out, "exempt_until", row->exempt_until[0] != '\0' ? row->exempt_until : NULL);
    json_key(out, "finding");
    buf_text(out, row->record);
}

static void write_words(struct printing *printing, const char *text)
{
    sweep_line_text(&printing->out, text, printing->options->show_secrets);
}

static void write_escaped(struct printing *printing, struct bytes text)
{
    struct buf words = BUF_INIT(TEXT_MAX);

    json_line_unescape(text, &words);
    write_words(printing, words.data != NULL ? words.data : "");
    buf_free(&words);
}

/* A text of the record, where it has it; `before` comes first. */
static void write_text(struct printing *printing, const struct finding_row *row, const char *key, const char *before)
{
    struct bytes text = json_line_text(bytes_of_text(row->record), key);

    if (text.size == 0)
        return;
    buf_text(&printing->out, before);
    write_escaped(printing, text);
}

/* What it rests on: a text of a check, or the articles that a rule names. */
static void write_basis(struct printing *printing, const struct finding_row *row)
{
    struct bytes articles = json_line_array(bytes_of_text(row->record), "\"basis\""), article;
    const char *before = _("\n  basis: ");

    write_text(printing, row, "\"basis\"", before);
    for (; json_line_next_text(&articles, &article); before = _(", ")) {
        buf_text(&printing->out, before);
        write_escaped(printing, article);
    }
}

static bool list_finding(void *context, const struct finding_row *row)
{
    struct printing *printing = context;
    char opened[SLOTS_TIME_SIZE];

    if (printing->options->as_json) {
        buf_byte(&printing->out, '{');
        write_members(printing, row);
        buf_byte(&printing->out, '}');
    } else {
        slots_time_write(row->opened_ms, opened);
        buf_format(&printing->out, "%lld\t%s\t%s\t%s\t%s\t", (long long)row->id,
                   site_report_severity(row->severity), site_report_state(row->state), opened, row->rule);
        write_words(printing, row->url);
        buf_format(&printing->out, "\t%s", unit_of(printing, row));
        write_text(printing, row, "\"message\"", "\t");
    }
    print(printing);
    return true;
}

enum status sweep_finding_list(const struct sweep_finding_options *options, const struct site *site, bool wants_all,
                               struct error *error)
{
    struct printing printing = { .options = options, .out = BUF_INIT(TEXT_MAX) };
    struct store *store;
    enum status status = store_open(options->file->store, STORE_READ, &store, error);

    if (status != STATUS_OK)
        return status;
    for (size_t index = 0; index < options->file->count && status == STATUS_OK; index++) {
        const struct findings_filter filter = { .site = options->file->sites[index].id,
                                                .states = wants_all ? 0 : UINT32_C(1) << FINDING_OPEN };

        if (site == NULL || site == &options->file->sites[index])
            status = findings_list(store, &filter, list_finding, &printing, error);
    }
    store_close(store);
    buf_free(&printing.out);
    return status;
}

/* ---- One of them. */

static enum status parse_id(const char *text, int64_t *id, struct error *error)
{
    char *end;

    errno = 0;
    *id = strtoll(text, &end, 10);
    if (errno != 0 || end == text || *end != '\0' || *id <= 0)
        return error_set(error, STATUS_INVALID,
                         _("\"%.40s\" is no number of a finding: guanka sweep findings has them in its first column"),
                         text);
    return STATUS_OK;
}

static enum status refuse_unknown(int64_t id, struct error *error)
{
    return error_set(error, STATUS_INVALID,
                     _("there is no finding %lld; guanka sweep findings --all lists those that there are"),
                     (long long)id);
}

static bool show_event(void *context, const struct finding_event *event)
{
    struct printing *printing = context;
    struct buf *out = &printing->out, reason_words = BUF_INIT(TEXT_MAX), actor_words = BUF_INIT(TEXT_MAX);
    char at[SLOTS_TIME_SIZE];
    const char *reason;

    slots_time_write(event->at_ms, at);
    if (printing->options->as_json) {
        json_element(out);
        buf_byte(out, '{');
        json_text(out, "at", at);
        json_text(out, "event", event->event);
        json_text(out, "severity", findings_severity_name(event->severity));
        json_text(out, "actor", event->actor);
        json_number_or_null(out, "sweep", event->sweep != 0 && !event->by_probe, (uint64_t)event->sweep);
        json_bool(out, "probe", event->by_probe);
        sweep_line_member(out, "reason", event->reason[0] != '\0' ? event->reason : NULL,
                          printing->options->show_secrets);
        json_text(out, "until", event->until[0] != '\0' ? event->until : NULL);
        buf_byte(out, '}');
        return true;
    }
    buf_format(out, "\n  %s  %s  %s  ", at, site_report_event(event->event), site_report_severity(event->severity));
    reason = sweep_line_shown(&reason_words, event->reason, printing->options->show_secrets);
    if (event->sweep == 0)
        buf_format(out, _("by %s: %s"), sweep_line_shown(&actor_words, event->actor, true), reason);
    else if (event->by_probe && reason[0] != '\0')
        buf_format(out, _("probe of the start page: %s"), reason);
    else if (event->by_probe)
        buf_text(out, _("probe of the start page"));
    else if (reason[0] != '\0')
        buf_format(out, _("sweep %lld: %s"), (long long)event->sweep, reason);
    else
        buf_format(out, _("sweep %lld"), (long long)event->sweep);
    buf_free(&reason_words);
    buf_free(&actor_words);
    if (event->until[0] != '\0')
        buf_format(out, _(", up to and with %s"), event->until);
    return true;
}

static bool show_incident(void *context, const struct incident_row *row)
{
    struct printing *printing = context;

    if (printing->options->as_json) {
        json_element(&printing->out);
        json_quoted(&printing->out, row->id, strlen(row->id));
    } else {
        buf_format(&printing->out, _("\n  belongs to incident %s"), row->id);
    }
    return true;
}

static bool show_finding(void *context, const struct finding_row *row)
{
    struct printing *printing = context;
    struct buf *out = &printing->out;

    printing->count++;
    if (printing->options->as_json) {
        buf_byte(out, '{');
        write_members(printing, row);
        return false;
    }
    buf_format(out, "%lld  %s  %s  %s", (long long)row->id, site_report_severity(row->severity), row->rule, row->site);
    buf_text(out, "\n  ");
    write_words(printing, row->url);
    write_text(printing, row, "\"message\"", "\n  ");
    write_text(printing, row, "\"excerpt\"", "\n  ");
    write_text(printing, row, "\"linked_from\"", _("\n  linked from: "));
    write_basis(printing, row);
    write_text(printing, row, "\"advice\"", _("\n  advice: "));
    if (unit_of(printing, row)[0] != '\0')
        buf_format(out, _("\n  responsible unit: %s"), unit_of(printing, row));
    buf_format(out, _("\n  state: %s"), site_report_state(row->state));
    if (row->exempt_until[0] != '\0')
        buf_format(out, _(", up to and with %s"), row->exempt_until);
    return false;
}

static enum status show_all(struct printing *printing, const struct store *store, int64_t id, struct error *error)
{
    struct buf *out = &printing->out;
    bool as_json = printing->options->as_json;
    enum status status = findings_get(store, id, show_finding, printing, error);

    if (status == STATUS_OK && printing->count == 0)
        return refuse_unknown(id, error);
    if (as_json) {
        json_key(out, "events");
        buf_byte(out, '[');
    }
    if (status == STATUS_OK)
        status = findings_list_events(store, id, show_event, printing, error);
    if (as_json) {
        buf_byte(out, ']');
        json_key(out, "incidents");
        buf_byte(out, '[');
    }
    if (status == STATUS_OK)
        status = incidents_list(store, &(struct incidents_filter){ .finding = id }, show_incident, printing, error);
    if (as_json)
        buf_text(out, "]}");
    if (status == STATUS_OK)
        status = buf_status(out);
    if (status == STATUS_OK)
        print(printing);
    return status;
}

enum status sweep_finding_show(const struct sweep_finding_options *options, const char *text, struct error *error)
{
    struct printing printing = { .options = options, .out = BUF_INIT(TEXT_MAX) };
    struct store *store;
    int64_t id;
    enum status status = parse_id(text, &id, error);

    if (status == STATUS_OK)
        status = store_open(options->file->store, STORE_READ, &store, error);
    if (status != STATUS_OK)
        return status;
    status = show_all(&printing, store, id, error);
    store_close(store);
    buf_free(&printing.out);
    return status;
}

/* ---- What a person decides. */

static const struct decision {
    const char *name;
    enum finding_state state;
} decisions[] = {
    { "false-alarm", FINDING_FALSE_ALARM },
    { "exempt", FINDING_EXEMPT },
    { "accept", FINDING_ACCEPTED },
    { "open", FINDING_OPEN },
};

struct deciding {
    const struct sweep_finding_options *options;
    const struct decision *decision;
    struct store *store;
    struct error *error;
    const char *reason; /* as it is kept */
    int64_t id;
    bool is_there;
    enum status status;
};

/* An exemption can be given another day. */
static bool is_repeated(const struct deciding *deciding, const struct finding_row *row)
{
    return row->state == deciding->decision->state
           && (row->state != FINDING_EXEMPT || strcmp(row->exempt_until, deciding->options->until) == 0);
}

/* Whether the decision makes sense for the finding as it stands. */
static bool look_at(void *context, const struct finding_row *row)
{
    struct deciding *deciding = context;
    enum finding_state wanted = deciding->decision->state;

    deciding->is_there = true;
    if (row->state == FINDING_FIXED)
        deciding->status = error_set(deciding->error, STATUS_INVALID,
                                     _("finding %lld is fixed already; a sweep that finds it again opens it again"),
                                     (long long)row->id);
    else if (wanted == FINDING_OPEN && row->state == FINDING_OPEN)
        deciding->status =
            error_set(deciding->error, STATUS_INVALID, _("finding %lld is open already"), (long long)row->id);
    else if (is_repeated(deciding, row))
        deciding->status =
            error_set(deciding->error, STATUS_INVALID, _("finding %lld has been decided on like this already: %s"),
                      (long long)row->id, site_report_state(row->state));
    else if (wanted == FINDING_ACCEPTED && (strcmp(row->category, "site") != 0 || !checks_compare(row->rule)))
        deciding->status =
            error_set(deciding->error, STATUS_INVALID,
                      _("finding %lld (%s) is no change that could be accepted; false-alarm and exempt set "
                        "others aside"),
                      (long long)row->id, row->rule);
    return false;
}

static enum status decide_one(struct deciding *deciding, const char *text)
{
    const struct sweep_finding_options *options = deciding->options;
    enum status status = parse_id(text, &deciding->id, deciding->error);

    deciding->is_there = false;
    if (status == STATUS_OK)
        status = findings_get(deciding->store, deciding->id, look_at, deciding, deciding->error);
    if (status == STATUS_OK && !deciding->is_there)
        return refuse_unknown(deciding->id, deciding->error);
    if (status == STATUS_OK)
        status = deciding->status;
    if (status != STATUS_OK)
        return status;
    return findings_decide(deciding->store, deciding->id, deciding->decision->state,
                           options->until != NULL ? options->until : "", options->by, deciding->reason, options->now_ms,
                           deciding->error);
}

static enum status decide_all(struct deciding *deciding, char *const *ids, size_t count)
{
    enum status status = store_begin(deciding->store, deciding->error);

    if (status != STATUS_OK)
        return status;
    for (size_t index = 0; index < count && status == STATUS_OK; index++)
        status = decide_one(deciding, ids[index]);
    return store_end_writing(deciding->store, status, deciding->error);
}

/* The last day of an exemption: with `exempt` alone, and today at the earliest. */
static enum status check_until(const struct sweep_finding_options *options, bool is_exempt, struct error *error)
{
    struct date until;

    if (!is_exempt && options->until == NULL)
        return STATUS_OK;
    if (!is_exempt)
        return error_set(error, STATUS_INVALID, _("--until DAY belongs to sweep decide exempt alone"));
    if (options->until == NULL)
        return error_set(error, STATUS_INVALID,
                         _("sweep decide exempt needs the last day of the exemption: --until 2026-12-31"));
    if (!date_parse(options->until, strlen(options->until), &until))
        return error_set(error, STATUS_INVALID,
                         _("\"%.40s\" is no day of the calendar; it is written as 2026-11-28"), options->until);
    if (date_days(until) < date_days(slots_day(options->now_ms)))
        return error_set(
            error, STATUS_INVALID,
            _("--until %s is over; an exemption lasts up to and with a day that is still to come, or today"),
            options->until);
    return STATUS_OK;
}

static enum status check_words(const struct sweep_finding_options *options, const struct decision *decision,
                               struct error *error)
{
    if (options->by == NULL || options->by[0] == '\0' || options->reason == NULL || options->reason[0] == '\0')
        return error_set(error, STATUS_INVALID, _("who decides it, and why: --by NAME --reason TEXT"));
    if (!site_file_has_person(options->file, options->by, error))
        return STATUS_INVALID;
    return check_until(options, decision->state == FINDING_EXEMPT, error);
}

enum status sweep_finding_decide(const struct sweep_finding_options *options, const char *name, char *const *ids,
                                 size_t count, struct error *error)
{
    struct deciding deciding = { .options = options, .error = error, .status = STATUS_OK };
    struct buf reason = BUF_INIT(TEXT_MAX);
    enum status status;

    for (size_t index = 0; index < sizeof decisions / sizeof *decisions; index++) {
        if (strcmp(decisions[index].name, name) == 0)
            deciding.decision = &decisions[index];
    }
    if (deciding.decision == NULL || count == 0)
        return error_set(error, STATUS_INVALID,
                         _("sweep decide needs false-alarm, exempt, accept or open, and the numbers of findings"));
    status = check_words(options, deciding.decision, error);
    if (status == STATUS_OK)
        status = store_open(options->file->store, STORE_WRITE, &deciding.store, error);
    if (status != STATUS_OK)
        return status;
    deciding.reason = sweep_line_shown(&reason, options->reason, false);
    status = buf_status(&reason) == STATUS_OK ? decide_all(&deciding, ids, count) : STATUS_NO_MEMORY;
    buf_free(&reason);
    store_close(deciding.store);
    return status;
}
