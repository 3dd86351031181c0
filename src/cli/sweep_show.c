/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/sweep_show.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "cli/sweep_incident.h"
#include "cli/sweep_line.h"
#include "cli/sweep_run.h"
#include "report/describe.h"
#include "report/json.h"
#include "report/words.h"
#include "store/findings.h"
#include "store/probes.h"
#include "store/sweeps.h"
#include "sweep/availability.h"
#include "sweep/site_figures.h"
#include "sweep/site_report.h"
#include "sweep/site_roster.h"
#include "sweep/site_sweeps.h"
#include "sweep/slots.h"

enum { DAY_MS = 86400000, WORDS_MAX = 1 << 16 };

static const char *describe_outcome(enum sweep_outcome outcome, bool is_cut_off)
{
    return is_cut_off ? _("cut off") : site_report_outcome(outcome);
}

static bool is_cut_off(const struct sweep_show_options *options, const struct sweep_row *row)
{
    return row->outcome == SWEEP_RUNNING && !sweep_run_is_under_way(options->file->store, row->site);
}

/* Until it has begun to read there are no rules. */
static bool has_rules(const struct sweep_row *row)
{
    static const struct digest none;

    return memcmp(&row->rules, &none, sizeof none) != 0;
}

typedef enum status show_site(const struct sweep_show_options *options, const struct store *store,
                              const struct site_then *then, void *context, struct error *error);

static enum status refuse_removed(const struct site_then *then, struct error *error)
{
    char at[SLOTS_TIME_SIZE];

    slots_time_write(then->removed_ms, at);
    return error_set(error, STATUS_INVALID, _("%s was taken out of the site file on %s: it has no day sheet of later days"),
                     then->site.id, at);
}

/* Of those of some days; all of them when `span` is NULL, as they are now. */
static enum status each_site_of(const struct sweep_show_options *options, const struct store *store,
                                const struct site_span *span, struct arena *arena, show_site *show, void *context,
                                struct error *error)
{
    const struct site_file *file = options->file;
    int64_t from_ms = span != NULL ? span->from_ms : options->now_ms;
    int64_t to_ms = span != NULL ? span->to_ms : options->now_ms + 1;
    struct site_roster roster;
    enum status status = site_roster_read(store, file->sites, file->count, options->only, from_ms, to_ms,
                                          options->now_ms, arena, &roster, error);

    if (status == STATUS_OK && options->only != NULL && roster.count == 0) /* the words name those that there are */
        return site_file_find(file, options->only, error) == NULL ? STATUS_INVALID : STATUS_BUG;
    if (status == STATUS_OK && options->only != NULL && roster.items[0].removed_ms > INT64_MIN
        && roster.items[0].removed_ms <= from_ms)
        return refuse_removed(&roster.items[0], error);
    for (size_t index = 0; index < roster.count && status == STATUS_OK; index++)
        status = show(options, store, &roster.items[index], context, error);
    return status;
}

/* Runs `show` for each site that is meant. */
static enum status each_site(const struct sweep_show_options *options, const struct site_span *span, show_site *show,
                             void *context, struct error *error)
{
    struct store *store;
    struct arena *arena;
    enum status status = store_open(options->file->store, STORE_READ, &store, error);

    if (status != STATUS_OK)
        return status;
    status = arena_create(&arena);
    if (status == STATUS_OK) {
        status = each_site_of(options, store, span, arena, show, context, error);
        arena_destroy(arena);
    }
    store_close(store);
    return status;
}

/* ---- A sweep. */

static void write_sweep(struct buf *out, const struct sweep_row *row, bool was_cut_off)
{
    char digest[DIGEST_TEXT_SIZE];

    digest_text(&row->rules, digest);
    json_number_or_null(out, "sweep", row->id != 0, (uint64_t)row->id);
    json_text(out, "site", row->site);
    sweep_line_time(out, "slot", row->has_slot ? row->slot_ms : 0);
    sweep_line_time(out, "started", row->outcome != SWEEP_MISSED ? row->started_ms : 0);
    sweep_line_time(out, "ended", row->outcome != SWEEP_MISSED && row->outcome != SWEEP_RUNNING ? row->ended_ms : 0);
    json_text(out, "outcome", sweeps_outcome_name(row->outcome));
    json_bool(out, "cut_off", was_cut_off);
    sweep_line_member(out, "reason", row->reason[0] != '\0' ? row->reason : NULL, false);
    json_text(out, "operator", row->id != 0 ? row->operator: NULL);
    for (size_t index = 0; index < SWEEP_COUNT_COUNT; index++)
        json_number(out, sweeps_count_name(index), sweeps_count(&row->counts, index));
    json_text(out, "rules_digest", has_rules(row) ? digest : NULL);
}

static void describe_times(struct buf *out, const struct sweep_row *row)
{
    struct buf words = BUF_INIT(WORDS_MAX);
    const char *by = sweep_line_shown(&words, describe_actor(row->operator), true);
    char started[SLOTS_TIME_SIZE], ended[SLOTS_TIME_SIZE];

    slots_time_write(row->started_ms, started);
    slots_time_write(row->ended_ms, ended);
    if (row->outcome == SWEEP_RUNNING)
        buf_format(out, _("\n    since %s, by %s; so far:"), started, by);
    else
        buf_format(out, _("\n    %s to %s, by %s"), started, ended, by);
    buf_free(&words);
}

static void describe_counts(struct buf *out, const struct sweep_row *row)
{
    const struct sweep_counts *counts = &row->counts;
    char digest[DIGEST_TEXT_SIZE];

    buf_format(out,
               _("\n    pages %" PRIu64 " of %" PRIu64 ", attachments %" PRIu64 " of %" PRIu64 ", failures %" PRIu64
                 "; contents read %" PRIu64 ", not completely %" PRIu64 "; findings opened %" PRIu64
                 ", closed %" PRIu64),
               counts->pages_reached, counts->pages_expected, counts->attachments_reached, counts->attachments_expected,
               counts->failures, counts->scanned, counts->unread, counts->opened, counts->closed);
    digest_text(&row->rules, digest);
    if (has_rules(row))
        buf_format(out, _("; rules %.16s"), digest);
}

static void describe_sweep(struct buf *out, const struct sweep_row *row, bool was_cut_off)
{
    char slot[SLOTS_TIME_SIZE] = "";

    if (row->has_slot)
        slots_time_write(row->slot_ms, slot);
    buf_format(out, "  %s  %s", row->has_slot ? slot : _("out of turn"), describe_outcome(row->outcome, was_cut_off));
    if (row->reason[0] != '\0') {
        buf_text(out, " (");
        sweep_line_text(out, row->reason, false);
        buf_byte(out, ')');
    }
    if (row->outcome == SWEEP_MISSED)
        return;
    describe_times(out, row);
    describe_counts(out, row);
}

/* ---- Status. */

/* Of a site, as it stands now. */
struct latest {
    const struct sweep_show_options *options;
    struct buf out;
    uint64_t states[FINDING_STATE_COUNT], severe; /* findings; severe: of those that are open */
    struct availability_span week, day;           /* up to now */
    bool has_sweep;
    unsigned unrecorded, all_unrecorded; /* slots that are over and not on record: of the site, of all */
    int64_t first_unrecorded_ms, last_unrecorded_ms;
};

static bool count_unrecorded(void *context, const struct sweep_row *row)
{
    struct latest *latest = context;

    if (row->id != 0)
        return true;
    latest->first_unrecorded_ms = latest->unrecorded == 0 ? row->slot_ms : latest->first_unrecorded_ms;
    latest->last_unrecorded_ms = row->slot_ms;
    latest->unrecorded++;
    return true;
}

/* Of a site that the store does not know nothing was asked yet. */
static enum status find_unrecorded(struct latest *latest, const struct store *store, const struct site_then *then,
                                   struct error *error)
{
    const int64_t now_ms = latest->options->now_ms;
    int64_t begun_ms, last_ms;
    enum status status = site_sweeps_extent(store, then->site.id, &then->past, &begun_ms, &last_ms, error);

    latest->unrecorded = 0;
    if (status == STATUS_OK && begun_ms != INT64_MIN)
        status = site_sweeps_list(store, then->site.id, &then->past, begun_ms, begun_ms, now_ms + 1, now_ms,
                                  count_unrecorded, latest, error);
    latest->all_unrecorded += latest->unrecorded;
    return status;
}

static void describe_unrecorded(struct latest *latest)
{
    char first[SLOTS_TIME_SIZE], last[SLOTS_TIME_SIZE];

    slots_time_write(latest->first_unrecorded_ms, first);
    slots_time_write(latest->last_unrecorded_ms, last);
    buf_format(&latest->out,
               _("  MISSED, and not on record: %u slots from %s to %s. Is the timer of \"guanka sweep due\" running? "
                 "(systemctl status guanka-sweep-due.timer guanka-sweep.service)"),
               latest->unrecorded, first, last);
    sweep_line_print(&latest->out);
}

static bool count_finding(void *context, const struct finding_row *row)
{
    struct latest *latest = context;

    latest->states[row->state]++;
    latest->severe += row->state == FINDING_OPEN && row->severity == FINDING_SEVERE ? 1 : 0;
    return true;
}

static void write_span(struct buf *out, const struct availability_span *span)
{
    json_number(out, "probes", span->total);
    json_number(out, "probes_failed", span->failed);
    json_number(out, "probes_offline", span->offline);
}

static void describe_offline(struct buf *out, const struct availability_span *span)
{
    if (span->offline > 0)
        buf_format(out, _("; %" PRIu64 " more while this machine had no network, not counted"), span->offline);
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
    write_span(out, &latest->week);
    json_number(out, "probes_last_day", latest->day.least);
    json_number(out, "slots_unrecorded", latest->unrecorded);
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
                          &(struct availability){ .total = latest->week.total, .failed = latest->week.failed });
    describe_offline(&latest->out, &latest->week);
    sweep_line_print(&latest->out);
    if (latest->day.least < AVAILABILITY_PROBES_A_DAY) {
        buf_format(&latest->out,
                   _("  only %" PRIu64 " probes in the last 24 hours: %d at least are asked for (due makes them)"),
                   latest->day.least, AVAILABILITY_PROBES_A_DAY);
        sweep_line_print(&latest->out);
    }
}

/* A site that was never swept stands there as well: who reads this may wait for it. */
static void write_no_sweep(struct latest *latest, const struct site *site)
{
    struct buf *out = &latest->out;

    buf_byte(out, '{');
    json_text(out, "type", "sweep");
    json_text(out, "sweep", NULL);
    json_text(out, "site", site->id);
    json_text(out, "outcome", NULL);
    write_findings(out, latest);
    buf_byte(out, '}');
    sweep_line_print(out);
}

static bool show_sweep(void *context, const struct sweep_row *row)
{
    struct latest *latest = context;

    latest->has_sweep = true;
    if (latest->options->as_json) {
        buf_byte(&latest->out, '{');
        json_text(&latest->out, "type", "sweep");
        write_sweep(&latest->out, row, is_cut_off(latest->options, row));
        write_findings(&latest->out, latest);
        buf_byte(&latest->out, '}');
    } else {
        describe_sweep(&latest->out, row, is_cut_off(latest->options, row));
    }
    sweep_line_print(&latest->out);
    return true;
}

static enum status show_site_status(const struct sweep_show_options *options, const struct store *store,
                                    const struct site_then *then, void *context, struct error *error)
{
    const struct site *site = &then->site;
    const struct findings_filter filter = { .site = site->id, .states = ~(UINT32_C(1) << FINDING_FIXED) };
    struct latest *latest = context;
    char next[SLOTS_TIME_SIZE];
    enum status status;

    memset(latest->states, 0, sizeof latest->states);
    latest->severe = 0;
    latest->has_sweep = false;
    status = findings_list(store, &filter, count_finding, latest, error);
    if (status == STATUS_OK)
        status = availability_count(store, site, options->now_ms - AVAILABILITY_WEEK_MS, options->now_ms + 1,
                                    &latest->week, error);
    if (status == STATUS_OK)
        status = availability_count(store, site, options->now_ms - DAY_MS, options->now_ms + 1, &latest->day, error);
    if (status == STATUS_OK)
        status = find_unrecorded(latest, store, then, error);
    slots_time_write(site_past_next_slot(&then->past, options->now_ms), next);
    if (!options->as_json) {
        buf_format(&latest->out, _("%s %s: next slot %s"), site->id, site->name, next);
        sweep_line_print(&latest->out);
    }
    if (status == STATUS_OK)
        status = sweeps_list_running(store, site->id, show_sweep, latest, error);
    if (status == STATUS_OK)
        status = sweeps_last(store, site->id, show_sweep, latest, error);
    if (status == STATUS_OK && !latest->has_sweep && options->as_json)
        write_no_sweep(latest, site);
    if (status == STATUS_OK && !latest->has_sweep && !options->as_json) {
        buf_format(&latest->out, _("  no sweep yet; begin with guanka sweep --sites FILE run %s"), site->id);
        sweep_line_print(&latest->out);
    }
    if (status == STATUS_OK && !options->as_json && latest->unrecorded > 0)
        describe_unrecorded(latest);
    if (status == STATUS_OK && !options->as_json)
        describe_findings(latest);
    if (status == STATUS_OK)
        status = sweep_incident_tell_given_up(store, site->id, options->as_json, error);
    return status;
}

enum status sweep_show_status(const struct sweep_show_options *options, unsigned *unrecorded, struct error *error)
{
    struct latest latest = { .options = options, .out = BUF_INIT(1 << 20) };
    enum status status = each_site(options, NULL, show_site_status, &latest, error);

    *unrecorded = latest.all_unrecorded;
    buf_free(&latest.out);
    return status;
}

void sweep_show_no_status(const struct sweep_show_options *options)
{
    struct latest latest = { .options = options, .out = BUF_INIT(1 << 20) };

    for (size_t index = 0; index < options->file->count; index++) {
        if (options->only == NULL || strcmp(options->only, options->file->sites[index].id) == 0)
            write_no_sweep(&latest, &options->file->sites[index]);
    }
    buf_free(&latest.out);
}

/* ---- A day. */

struct sheet {
    const struct sweep_show_options *options;
    struct date day;
    struct buf out;
    struct site_figures figures;
    struct availability_span probes;
    unsigned false_alarms, exempted, accepted, taken_back; /* what people decided on that day */
    bool *all_complete;
    struct digest_state *digest; /* gets the lines; NULL: they are printed */
};

static bool show_sweep_of_day(void *context, const struct sweep_row *row)
{
    struct sheet *sheet = context;

    if (sheet->options->as_json) {
        json_element(&sheet->out);
        buf_byte(&sheet->out, '{');
        write_sweep(&sheet->out, row, is_cut_off(sheet->options, row));
        buf_byte(&sheet->out, '}');
    } else {
        describe_sweep(&sheet->out, row, is_cut_off(sheet->options, row));
        sweep_line_print(&sheet->out);
    }
    return true;
}

static bool count_decision(void *context, const struct finding_event *event)
{
    struct sheet *sheet = context;

    /* One that only prolongs or repeats what was decided sets nothing more aside. */
    if (event->repeats)
        return true;
    sheet->false_alarms += strcmp(event->event, "false-alarm") == 0 ? 1 : 0;
    sheet->exempted += strcmp(event->event, "exempt") == 0 ? 1 : 0;
    sheet->accepted += strcmp(event->event, "accepted") == 0 ? 1 : 0;
    sheet->taken_back += strcmp(event->event, "reopened") == 0 ? 1 : 0;
    return true;
}

static void write_rest(struct sheet *sheet, bool is_over)
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
        write_span(out, &sheet->probes);
        json_bool(out, "probes_enough", sheet->probes.least >= AVAILABILITY_PROBES_A_DAY);
        return;
    }
    buf_format(out, _("  set aside by people: false alarms %u, exempted %u, accepted changes %u; taken back %u"),
               sheet->false_alarms, sheet->exempted, sheet->accepted, sheet->taken_back);
    sweep_line_print(out);
    buf_format(out, _("  probes of start pages %" PRIu64 ", failed %" PRIu64), sheet->probes.total,
               sheet->probes.failed);
    describe_offline(out, &sheet->probes);
    if (is_over && sheet->probes.least < AVAILABILITY_PROBES_A_DAY)
        buf_format(out, _("; fewer than the %d a day that are asked for"), AVAILABILITY_PROBES_A_DAY);
    sweep_line_print(out);
}

static void write_day_findings(struct sheet *sheet)
{
    const struct site_figures *figures = &sheet->figures;
    struct buf *out = &sheet->out;
    unsigned opened = site_figures_opened(figures), open = site_figures_open(figures);

    if (sheet->options->as_json) {
        json_key(out, "site_findings");
        buf_byte(out, '{');
        json_number(out, "opened", opened);
        json_number(out, "closed", figures->closed);
        json_number(out, "open", open);
        json_number(out, "open_severe", figures->open[FINDING_SEVERE]);
        buf_byte(out, '}');
        return;
    }
    buf_format(out, _("  findings of the day: new %u, fixed %u; open at its end %u, of them severe %u"), opened,
               figures->closed, open, figures->open[FINDING_SEVERE]);
    sweep_line_print(out);
}

static void write_slots(struct sheet *sheet, bool is_over, bool complete)
{
    const struct site_figures *figures = &sheet->figures;
    struct buf *out = &sheet->out;

    if (sheet->options->as_json) {
        json_number(out, "slots", figures->slots);
        json_number(out, "slots_kept", figures->kept);
        json_number(out, "sweeps_complete", figures->complete);
        json_bool(out, "day_is_over", is_over);
        json_bool(out, "complete", complete);
        return;
    }
    if (is_over)
        buf_format(out, _("  slots kept %u of %u, complete sweeps %u: the day is %s"), figures->kept, figures->slots,
                   figures->complete, complete ? _("complete") : _("NOT complete"));
    else
        buf_format(out, _("  slots kept %u of %u so far, complete sweeps %u; the day is not over"), figures->kept,
                   figures->slots, figures->complete);
    sweep_line_print(out);
}

static enum status end_sheet(struct sheet *sheet, bool is_over)
{
    enum status status;

    bool complete = sheet->figures.days_complete > 0;

    *sheet->all_complete = *sheet->all_complete && complete;
    if (!sheet->options->as_json) {
        write_day_findings(sheet);
        write_rest(sheet, is_over);
        write_slots(sheet, is_over, complete);
        return STATUS_OK;
    }
    buf_byte(&sheet->out, ']');
    write_slots(sheet, is_over, complete);
    write_day_findings(sheet);
    write_rest(sheet, is_over);
    buf_byte(&sheet->out, '}');
    if (sheet->digest == NULL) {
        sweep_line_print(&sheet->out);
        return STATUS_OK;
    }
    buf_byte(&sheet->out, '\n');
    status = buf_status(&sheet->out);
    if (status == STATUS_OK)
        status = digest_update(sheet->digest, buf_bytes(&sheet->out));
    buf_clear(&sheet->out);
    return status;
}

/* In JSON only when the day was over by then: the sheet of a day that is over does not change. */
static void write_removal(struct sheet *sheet, const struct site_then *then, const struct site_span *span)
{
    char at[SLOTS_TIME_SIZE];

    if (sheet->options->as_json) {
        sweep_line_time(&sheet->out, "removed",
                        then->removed_ms > INT64_MIN && then->removed_ms < span->to_ms ? then->removed_ms : 0);
        return;
    }
    if (then->removed_ms == INT64_MAX)
        return;
    slots_time_write(then->removed_ms, at);
    if (then->removed_ms == INT64_MIN)
        buf_text(&sheet->out, _("  taken out of the site file; since when is not known"));
    else
        buf_format(&sheet->out, _("  taken out of the site file on %s; no slots are asked of it since"), at);
    sweep_line_print(&sheet->out);
}

static void begin_sheet(struct sheet *sheet, const struct site_then *then, const struct site_span *span)
{
    const struct site *site = &then->site;
    struct buf *out = &sheet->out;
    char day[DATE_TEXT_SIZE];

    date_text(sheet->day, day);
    sheet->figures = (struct site_figures){ 0 };
    sheet->false_alarms = sheet->exempted = sheet->accepted = sheet->taken_back = 0;
    if (!sheet->options->as_json) {
        if (site->unit[0] != '\0')
            buf_format(out, _("%s %s (%s), %s"), site->id, site->name, site->unit, day);
        else
            buf_format(out, _("%s %s, %s"), site->id, site->name, day);
        sweep_line_print(out);
        write_removal(sheet, then, span);
        return;
    }
    buf_byte(out, '{');
    json_text(out, "type", "day-sheet");
    json_text(out, "day", day);
    json_text(out, "site", site->id);
    json_text(out, "name", site->name);
    json_text(out, "unit", site->unit);
    write_removal(sheet, then, span);
    json_key(out, "sweeps");
    buf_byte(out, '[');
}

static enum status show_site_day(const struct sweep_show_options *options, const struct store *store,
                                 const struct site_then *then, void *context, struct error *error)
{
    struct sheet *sheet = context;
    const struct site *site = &then->site;
    const struct site_span span = site_span_of(sheet->day, 1, options->now_ms);
    enum status status;

    begin_sheet(sheet, then, &span);
    status = site_figures_count(store, site->id, &then->past, &span, &sheet->figures, error);
    if (status == STATUS_OK)
        status = site_sweeps_list(store, site->id, &then->past, sheet->figures.begun_ms, span.from_ms, span.to_ms,
                                  options->now_ms, show_sweep_of_day, sheet, error);
    if (status == STATUS_OK)
        status = findings_list_decisions(store, site->id, span.from_ms, span.to_ms, count_decision, sheet, error);
    if (status == STATUS_OK)
        status = availability_count(store, site, span.from_ms, span.to_ms, &sheet->probes, error);
    if (status == STATUS_OK)
        status = end_sheet(sheet, span.come_ms == span.to_ms);
    site_figures_free(&sheet->figures);
    return status;
}

/* Of all sites that are meant. */
struct beginning {
    int64_t to_ms;    /* the end of the day that is asked for */
    int64_t first_ms; /* when the first of them began to be inspected; INT64_MAX: none has */
    bool is_known;    /* something is on record up to that end */
};

static enum status note_beginning(const struct sweep_show_options *options, const struct store *store,
                                  const struct site_then *then, void *context, struct error *error)
{
    struct beginning *beginning = context;
    uint64_t total = 0, failed = 0;
    int64_t begun_ms, last_ms;
    enum status status = site_sweeps_extent(store, then->site.id, &then->past, &begun_ms, &last_ms, error);

    (void)options;
    if (status == STATUS_OK)
        status = probes_count(store, then->site.id, NULL, INT64_MIN, beginning->to_ms, &total, &failed, error);
    if (begun_ms != INT64_MIN && begun_ms < beginning->first_ms)
        beginning->first_ms = begun_ms;
    beginning->is_known = beginning->is_known || total > 0 || begun_ms < beginning->to_ms;
    return status;
}

/* A sheet is proof of a day: of one that has not come, or on which nobody inspected anything yet, there is nothing to
 * prove, and figures of nothing would be read as those of a day. */
static enum status refuse_day(const struct sweep_show_options *options, const struct site_span *span,
                              struct error *error)
{
    struct beginning beginning = { .to_ms = span->to_ms, .first_ms = INT64_MAX };
    char day[DATE_TEXT_SIZE], first[DATE_TEXT_SIZE];
    enum status status;

    date_text(span->first, day);
    if (span->from_ms > options->now_ms)
        return error_set(error, STATUS_INVALID, _("%s is still to come: there are day sheets up to today"), day);
    status = each_site(options, span, note_beginning, &beginning, error);
    if (status != STATUS_OK || beginning.is_known || beginning.first_ms == INT64_MAX)
        return status;
    date_text(slots_day(beginning.first_ms), first);
    return error_set(error, STATUS_INVALID, _("there is no day sheet of %s: nothing was inspected before %s"), day,
                     first);
}

enum status sweep_show_day(const struct sweep_show_options *options, struct date day, bool *complete,
                           struct error *error)
{
    const struct site_span span = site_span_of(day, 1, options->now_ms);
    struct sheet sheet = { .options = options, .day = day, .out = BUF_INIT(1 << 24), .all_complete = complete };
    enum status status = refuse_day(options, &span, error);

    *complete = true;
    if (status == STATUS_OK)
        status = each_site(options, &span, show_site_day, &sheet, error);
    buf_free(&sheet.out);
    return status;
}

enum status sweep_show_day_digest(const struct sweep_show_options *options, struct date day, struct digest *digest,
                                  struct error *error)
{
    const struct sweep_show_options json = {
        .file = options->file, .only = options->only, .as_json = true, .now_ms = options->now_ms
    };
    bool complete = true;
    const struct site_span span = site_span_of(day, 1, options->now_ms);
    struct sheet sheet = { .options = &json, .day = day, .out = BUF_INIT(1 << 24), .all_complete = &complete };
    enum status status = digest_create(&sheet.digest);

    if (status == STATUS_OK)
        status = each_site(&json, &span, show_site_day, &sheet, error);
    if (status == STATUS_OK)
        status = digest_finish(sheet.digest, digest);
    digest_destroy(sheet.digest);
    buf_free(&sheet.out);
    return status;
}
