/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/sweep_show.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "report/describe.h"
#include "report/json.h"
#include "report/json_line.h"
#include "report/words.h"
#include "store/sweeps.h"
#include "sweep/site_report.h"
#include "sweep/slots.h"

enum { DAY_MS = 86400000, SWEEPS_A_DAY = 4 /* R1-6(4) */ };

static const char *describe_outcome(enum sweep_outcome outcome)
{
    static const char *const words[SWEEP_OUTCOME_COUNT] = { N_("running"), N_("complete"), N_("incomplete"),
                                                            N_("missed") };

    return _(words[outcome]);
}

static void print(struct buf *out)
{
    buf_byte(out, '\n');
    (void)fwrite(out->data, 1, out->size, stdout);
    buf_clear(out);
}

static void write_time(struct buf *out, const char *key, bool known, int64_t at_ms)
{
    char text[SLOTS_TIME_SIZE] = "";

    if (known)
        slots_time_write(at_ms, text);
    json_text(out, key, known ? text : NULL);
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
    const struct sweep_counts *counts = &row->counts;
    char digest[DIGEST_TEXT_SIZE];

    digest_text(&row->rules, digest);
    json_number(out, "sweep", (uint64_t)row->id);
    json_text(out, "site", row->site);
    write_time(out, "slot", row->has_slot, row->slot_ms);
    write_time(out, "started", row->outcome != SWEEP_MISSED, row->started_ms);
    write_time(out, "ended", row->outcome != SWEEP_MISSED && row->outcome != SWEEP_RUNNING, row->ended_ms);
    json_text(out, "outcome", sweeps_outcome_name(row->outcome));
    json_text(out, "reason", row->reason[0] != '\0' ? row->reason : NULL);
    json_text(out, "operator", row->operator);
    json_number(out, "pages_expected", counts->pages_expected);
    json_number(out, "pages_reached", counts->pages_reached);
    json_number(out, "attachments_expected", counts->attachments_expected);
    json_number(out, "attachments_reached", counts->attachments_reached);
    json_number(out, "failures", counts->failures);
    json_number(out, "requests", counts->requests);
    json_number(out, "bytes", counts->bytes);
    json_number(out, "contents_read", counts->scanned);
    json_number(out, "contents_unread", counts->unread);
    json_number(out, "findings_opened", counts->opened);
    json_number(out, "findings_closed", counts->closed);
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
    buf_format(out, _("\n    %s to %s, by %s"), started, ended, row->operator);
    buf_format(out,
               _("\n    pages %" PRIu64 " of %" PRIu64 ", attachments %" PRIu64 " of %" PRIu64 ", failures %" PRIu64
                 "; contents read %" PRIu64 ", not completely %" PRIu64 "; findings opened %" PRIu64 ", closed %" PRIu64
                 "; rules %.16s"),
               counts->pages_reached, counts->pages_expected, counts->attachments_reached, counts->attachments_expected,
               counts->failures, counts->scanned, counts->unread, counts->opened, counts->closed, digest);
}

/* ---- Status. */

struct latest {
    const struct sweep_show_options *options;
    struct buf out;
};

static bool show_sweep(void *context, const struct sweep_row *row)
{
    struct latest *latest = context;

    if (latest->options->as_json) {
        buf_byte(&latest->out, '{');
        json_text(&latest->out, "type", "sweep");
        write_sweep(&latest->out, row);
        buf_byte(&latest->out, '}');
    } else {
        describe_sweep(&latest->out, row);
    }
    print(&latest->out);
    return true;
}

static enum status show_site_status(const struct sweep_show_options *options, const struct store *store,
                                    const struct site *site, void *context, struct error *error)
{
    struct latest *latest = context;
    char next[SLOTS_TIME_SIZE];
    enum status status;

    slots_time_write(slots_next(&site->slots, options->now_ms), next);
    if (!options->as_json) {
        buf_format(&latest->out, _("%s %s: next slot %s"), site->id, site->name, next);
        print(&latest->out);
    }
    status = sweeps_list_running(store, site->id, show_sweep, latest, error);
    return status == STATUS_OK ? sweeps_last(store, site->id, show_sweep, latest, error) : status;
}

enum status sweep_show_status(const struct sweep_show_options *options, struct error *error)
{
    struct latest latest = { options, BUF_INIT(1 << 20) };
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
        print(&sheet->out);
    }
    return true;
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
        buf_byte(&sheet->out, '}');
    } else if (is_over) {
        buf_format(&sheet->out, _("  slots kept %u of %u, complete sweeps %u: the day is %s"), sheet->slots_kept,
                   sheet->slots_come, sheet->complete, complete ? _("complete") : _("NOT complete"));
    } else {
        buf_format(&sheet->out, _("  slots kept %u of %u so far, complete sweeps %u; the day is not over"),
                   sheet->slots_kept, sheet->slots_come, sheet->complete);
    }
    print(&sheet->out);
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
        print(&sheet->out);
    }
    status = sweeps_list(store, site->id, from_ms, to_ms, show_sweep_of_day, sheet, error);
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

/* ---- Findings. */

static void write_finding(struct buf *out, const struct finding_row *row)
{
    buf_byte(out, '{');
    json_text(out, "type", "site-finding");
    json_number(out, "id", (uint64_t)row->id);
    json_text(out, "site", row->site);
    json_text(out, "url", row->url);
    json_text(out, "rule", row->rule);
    json_text(out, "category", row->category);
    json_text(out, "severity", findings_severity_name(row->severity));
    json_text(out, "state", findings_state_name(row->state));
    write_time(out, "opened", true, row->opened_ms);
    write_time(out, "seen", true, row->seen_ms);
    write_time(out, "closed", row->closed_ms != 0, row->closed_ms);
    json_text(out, "exempt_until", row->exempt_until[0] != '\0' ? row->exempt_until : NULL);
    json_key(out, "finding");
    buf_text(out, row->record);
    buf_byte(out, '}');
}

/* What is wrong, in words, where the record has them. */
static void write_message(struct buf *out, const struct finding_row *row)
{
    struct bytes message = json_line_text(bytes_of_text(row->record), "\"message\"");

    if (message.size == 0)
        return;
    buf_byte(out, '\t');
    json_line_unescape(message, out);
}

static bool show_finding(void *context, const struct finding_row *row)
{
    struct latest *latest = context;
    char opened[SLOTS_TIME_SIZE];

    if (latest->options->as_json) {
        write_finding(&latest->out, row);
    } else {
        slots_time_write(row->opened_ms, opened);
        buf_format(&latest->out, "%lld\t%s\t%s\t%s\t%s\t%s", (long long)row->id, site_report_severity(row->severity),
                   findings_state_name(row->state), opened, row->rule, row->url);
        write_message(&latest->out, row);
    }
    print(&latest->out);
    return true;
}

struct wanted_findings {
    struct latest latest;
    uint32_t states;
};

static enum status show_site_findings(const struct sweep_show_options *options, const struct store *store,
                                      const struct site *site, void *context, struct error *error)
{
    struct wanted_findings *wanted = context;
    const struct findings_filter filter = { .site = site->id, .states = wanted->states };

    (void)options;
    return findings_list(store, &filter, show_finding, &wanted->latest, error);
}

enum status sweep_show_findings(const struct sweep_show_options *options, uint32_t states, struct error *error)
{
    struct wanted_findings wanted = { { options, BUF_INIT(1 << 24) },
                                      states != 0 ? states : UINT32_C(1) << FINDING_OPEN };
    enum status status = each_site(options, show_site_findings, &wanted, error);

    buf_free(&wanted.latest.out);
    return status;
}
