/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/sweep_show.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "cli/sweep_incident.h"
#include "cli/sweep_line.h"
#include "report/describe.h"
#include "report/json.h"
#include "report/words.h"
#include "store/findings.h"
#include "store/probes.h"
#include "store/sweeps.h"
#include "sweep/availability.h"
#include "sweep/site_report.h"
#include "sweep/slots.h"

enum { DAY_MS = 86400000, SWEEPS_A_DAY = 4 /* R1-6(4) */ };

static const char *describe_outcome(enum sweep_outcome outcome)
{
    static const char *const words[SWEEP_OUTCOME_COUNT] = { N_("running"), N_("complete"), N_("incomplete"),
                                                            N_("missed") };

    return _(words[outcome]);
}

/* Runs `show` for each site that is meant. */
static enum status each_site(const struct sweep_show_options *options,
                             enum status (*show)(const struct sweep_show_options *options, const struct store *store,
                                                 const struct site *site, void *context, struct error *error),
                             void *context, struct error *error)
{
    struct store *store;
    enum status status = store_open(options->file->store, STORE_READ, &store, error);

    if (status != STATUS_OK)
        return status;
    for (size_t index = 0; index < options->file->count && status == STATUS_OK; index++) {
        if (options->site == NULL || options->site == &options->file->sites[index])
            status = show(options, store, &options->file->sites[index], context, error);
    }
    store_close(store);
    return status;
}

/* ---- A sweep. */

static void write_sweep(struct buf *out, const struct sweep_row *row)
{
    char digest[DIGEST_TEXT_SIZE];

    digest_text(&row->rules, digest);
    json_number(out, "sweep", (uint64_t)row->id);
    json_text(out, "site", row->site);
    sweep_line_time(out, "slot", row->has_slot ? row->slot_ms : 0);
    sweep_line_time(out, "started", row->outcome != SWEEP_MISSED ? row->started_ms : 0);
    sweep_line_time(out, "ended", row->outcome != SWEEP_MISSED && row->outcome != SWEEP_RUNNING ? row->ended_ms : 0);
    json_text(out, "outcome", sweeps_outcome_name(row->outcome));
    json_text(out, "reason", row->reason[0] != '\0' ? row->reason : NULL);
    json_text(out, "operator", row->operator);
    for (size_t index = 0; index < SWEEP_COUNT_COUNT; index++)
        json_number(out, sweeps_count_name(index), sweeps_count(&row->counts, index));
    json_text(out, "rules_digest", digest);
}

static void describe_sweep(struct buf *out, const struct sweep_row *row)
{
    const struct sweep_counts *counts = &row->counts;
    char slot[SLOTS_TIME_SIZE] = "", started[SLOTS_TIME_SIZE], ended[SLOTS_TIME_SIZE] = "", digest[DIGEST_TEXT_SIZE];

    if (row->has_slot)
        slots_time_write(row->slot_ms, slot);
    slots_time_write(row->started_ms, started);
    if (row->outcome != SWEEP_RUNNING)
        slots_time_write(row->ended_ms, ended);
    digest_text(&row->rules, digest);
    buf_format(out, "  %s  %s", row->has_slot ? slot : _("out of turn"), describe_outcome(row->outcome));
    if (row->reason[0] != '\0')
        buf_format(out, " (%s)", row->reason);
    if (row->outcome == SWEEP_MISSED)
        return;
    buf_format(out, _("\n    %s to %s, by %s"), started, ended, describe_actor(row->operator));
    buf_format(out,
               _("\n    pages %" PRIu64 " of %" PRIu64 ", attachments %" PRIu64 " of %" PRIu64 ", failures %" PRIu64
                 "; contents read %" PRIu64 ", not completely %" PRIu64 "; findings opened %" PRIu64 ", closed %" PRIu64
                 "; rules %.16s"),
               counts->pages_reached, counts->pages_expected, counts->attachments_reached, counts->attachments_expected,
               counts->failures, counts->scanned, counts->unread, counts->opened, counts->closed, digest);
}

/* ---- Status. */

/* Of a site, as it stands now. */
struct latest {
    const struct sweep_show_options *options;
    struct buf out;
    uint64_t states[FINDING_STATE_COUNT], severe; /* findings; severe: of those that are open */
    uint64_t probes, probes_failed;               /* of the last seven days */
};

static bool count_finding(void *context, const struct finding_row *row)
{
    struct latest *latest = context;

    latest->states[row->state]++;
    latest->severe += row->state == FINDING_OPEN && row->severity == FINDING_SEVERE ? 1 : 0;
    return true;
}

static void write_findings(struct buf *out, const struct latest *latest)
{
    json_key(out, "site_findings");
    buf_byte(out, '{');
    json_number(out, "open", latest->states[FINDING_OPEN]);
    json_number(out, "open_severe", latest->severe);
    json_number(out, "false_alarms", latest->states[FINDING_FALSE_ALARM]);
    json_number(out, "exempt", latest->states[FINDING_EXEMPT]);
    json_number(out, "accepted", latest->states[FINDING_ACCEPTED]);
    buf_byte(out, '}');
    json_number(out, "probes", latest->probes);
    json_number(out, "probes_failed", latest->probes_failed);
}

static void describe_findings(struct latest *latest)
{
    buf_format(&latest->out,
               _("  open findings %" PRIu64 ", of them severe %" PRIu64 "; set aside: false alarms %" PRIu64
                 ", exempt %" PRIu64 ", accepted changes %" PRIu64),
               latest->states[FINDING_OPEN], latest->severe, latest->states[FINDING_FALSE_ALARM],
               latest->states[FINDING_EXEMPT], latest->states[FINDING_ACCEPTED]);
    sweep_line_print(&latest->out);
    buf_text(&latest->out, "  ");
    availability_describe(&latest->out,
                          &(struct availability){ .total = latest->probes, .failed = latest->probes_failed });
    sweep_line_print(&latest->out);
}

static bool show_sweep(void *context, const struct sweep_row *row)
{
    struct latest *latest = context;

    if (latest->options->as_json) {
        buf_byte(&latest->out, '{');
        json_text(&latest->out, "type", "sweep");
        write_sweep(&latest->out, row);
        write_findings(&latest->out, latest);
        buf_byte(&latest->out, '}');
    } else {
        describe_sweep(&latest->out, row);
    }
    sweep_line_print(&latest->out);
    return true;
}

static enum status show_site_status(const struct sweep_show_options *options, const struct store *store,
                                    const struct site *site, void *context, struct error *error)
{
    const struct findings_filter filter = { .site = site->id, .states = ~(UINT32_C(1) << FINDING_FIXED) };
    struct latest *latest = context;
    char next[SLOTS_TIME_SIZE];
    enum status status;

    memset(latest->states, 0, sizeof latest->states);
    latest->severe = 0;
    status = findings_list(store, &filter, count_finding, latest, error);
    if (status == STATUS_OK)
        status = probes_count(store, site->id, NULL, options->now_ms - AVAILABILITY_WEEK_MS, options->now_ms + 1,
                              &latest->probes, &latest->probes_failed, error);
    slots_time_write(slots_next(&site->slots, options->now_ms), next);
    if (!options->as_json) {
        buf_format(&latest->out, _("%s %s: next slot %s"), site->id, site->name, next);
        sweep_line_print(&latest->out);
    }
    if (status == STATUS_OK)
        status = sweeps_list_running(store, site->id, show_sweep, latest, error);
    if (status == STATUS_OK)
        status = sweeps_last(store, site->id, show_sweep, latest, error);
    if (status == STATUS_OK && !options->as_json)
        describe_findings(latest);
    if (status == STATUS_OK)
        status = sweep_incident_tell_given_up(store, site->id, options->as_json, error);
    return status;
}

enum status sweep_show_status(const struct sweep_show_options *options, struct error *error)
{
    struct latest latest = { .options = options, .out = BUF_INIT(1 << 20) };
    enum status status = each_site(options, show_site_status, &latest, error);

    buf_free(&latest.out);
    return status;
}

/* ---- A day. */

struct sheet {
    const struct sweep_show_options *options;
    struct date day;
    struct buf out;
    unsigned complete, slots_kept, slots_come;
    int64_t slot_ms; /* the last one that was kept */
    uint64_t probes, probes_failed;
    unsigned false_alarms, exempted, accepted, taken_back; /* what people decided on that day */
    bool *all_complete;
};

static bool show_sweep_of_day(void *context, const struct sweep_row *row)
{
    struct sheet *sheet = context;

    if (row->outcome == SWEEP_COMPLETE) {
        sheet->complete++;
        if (row->has_slot && row->slot_ms != sheet->slot_ms) {
            sheet->slot_ms = row->slot_ms;
            sheet->slots_kept++;
        }
    }
    if (sheet->options->as_json) {
        json_element(&sheet->out);
        buf_byte(&sheet->out, '{');
        write_sweep(&sheet->out, row);
        buf_byte(&sheet->out, '}');
    } else {
        describe_sweep(&sheet->out, row);
        sweep_line_print(&sheet->out);
    }
    return true;
}

static bool count_decision(void *context, const struct finding_event *event)
{
    struct sheet *sheet = context;

    sheet->false_alarms += strcmp(event->event, "false-alarm") == 0 ? 1 : 0;
    sheet->exempted += strcmp(event->event, "exempt") == 0 ? 1 : 0;
    sheet->accepted += strcmp(event->event, "accepted") == 0 ? 1 : 0;
    sheet->taken_back += strcmp(event->event, "reopened") == 0 ? 1 : 0;
    return true;
}

static void write_rest(struct sheet *sheet)
{
    struct buf *out = &sheet->out;

    if (sheet->options->as_json) {
        json_key(out, "set_aside");
        buf_byte(out, '{');
        json_number(out, "false_alarms", sheet->false_alarms);
        json_number(out, "exempted", sheet->exempted);
        json_number(out, "accepted", sheet->accepted);
        json_number(out, "taken_back", sheet->taken_back);
        buf_byte(out, '}');
        json_number(out, "probes", sheet->probes);
        json_number(out, "probes_failed", sheet->probes_failed);
        return;
    }
    buf_format(out, _("  set aside by people: false alarms %u, exempted %u, accepted changes %u; taken back %u"),
               sheet->false_alarms, sheet->exempted, sheet->accepted, sheet->taken_back);
    sweep_line_print(out);
    buf_format(out, _("  probes of start pages %" PRIu64 ", failed %" PRIu64), sheet->probes, sheet->probes_failed);
    sweep_line_print(out);
}

static unsigned count_slots(const struct site *site, int64_t from_ms, int64_t to_ms)
{
    unsigned count = 0;

    for (int64_t slot = slots_next(&site->slots, from_ms - 1); slot < to_ms; slot = slots_next(&site->slots, slot))
        count++;
    return count;
}

static void end_sheet(struct sheet *sheet, bool is_over)
{
    bool complete = sheet->slots_kept == sheet->slots_come && sheet->complete >= SWEEPS_A_DAY;

    *sheet->all_complete = *sheet->all_complete && complete;
    if (sheet->options->as_json) {
        buf_byte(&sheet->out, ']');
        json_number(&sheet->out, "slots", sheet->slots_come);
        json_number(&sheet->out, "slots_kept", sheet->slots_kept);
        json_number(&sheet->out, "sweeps_complete", sheet->complete);
        json_bool(&sheet->out, "day_is_over", is_over);
        json_bool(&sheet->out, "complete", complete);
        write_rest(sheet);
        buf_byte(&sheet->out, '}');
        sweep_line_print(&sheet->out);
        return;
    }
    write_rest(sheet);
    if (is_over) {
        buf_format(&sheet->out, _("  slots kept %u of %u, complete sweeps %u: the day is %s"), sheet->slots_kept,
                   sheet->slots_come, sheet->complete, complete ? _("complete") : _("NOT complete"));
    } else {
        buf_format(&sheet->out, _("  slots kept %u of %u so far, complete sweeps %u; the day is not over"),
                   sheet->slots_kept, sheet->slots_come, sheet->complete);
    }
    sweep_line_print(&sheet->out);
}

static enum status show_site_day(const struct sweep_show_options *options, const struct store *store,
                                 const struct site *site, void *context, struct error *error)
{
    struct sheet *sheet = context;
    int64_t from_ms = slots_day_start_ms(sheet->day);
    int64_t to_ms = slots_day_start_ms(slots_day_after(sheet->day, 1));
    int64_t come_ms = options->now_ms < to_ms ? options->now_ms + 1 : to_ms;
    char day[DATE_TEXT_SIZE];
    enum status status;

    date_text(sheet->day, day);
    sheet->complete = sheet->slots_kept = 0;
    sheet->false_alarms = sheet->exempted = sheet->accepted = sheet->taken_back = 0;
    sheet->slot_ms = INT64_MIN;
    sheet->slots_come = count_slots(site, from_ms, come_ms);
    if (options->as_json) {
        buf_byte(&sheet->out, '{');
        json_text(&sheet->out, "type", "day-sheet");
        json_text(&sheet->out, "day", day);
        json_text(&sheet->out, "site", site->id);
        json_text(&sheet->out, "name", site->name);
        json_text(&sheet->out, "unit", site->unit);
        json_key(&sheet->out, "sweeps");
        buf_byte(&sheet->out, '[');
    } else {
        buf_format(&sheet->out, _("%s %s (%s), %s"), site->id, site->name, site->unit, day);
        sweep_line_print(&sheet->out);
    }
    status = sweeps_list(store, site->id, from_ms, to_ms, show_sweep_of_day, sheet, error);
    if (status == STATUS_OK)
        status = findings_list_decisions(store, site->id, from_ms, to_ms, count_decision, sheet, error);
    if (status == STATUS_OK)
        status = probes_count(store, site->id, NULL, from_ms, to_ms, &sheet->probes, &sheet->probes_failed, error);
    if (status == STATUS_OK)
        end_sheet(sheet, come_ms == to_ms);
    return status;
}

enum status sweep_show_day(const struct sweep_show_options *options, struct date day, bool *complete,
                           struct error *error)
{
    struct sheet sheet = { .options = options, .day = day, .out = BUF_INIT(1 << 24), .all_complete = complete };
    enum status status;

    *complete = true;
    status = each_site(options, show_site_day, &sheet, error);
    buf_free(&sheet.out);
    return status;
}
