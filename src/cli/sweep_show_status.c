/* SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>
#include <string.h>

#include "cli/sweep_incident.h"
#include "cli/sweep_line.h"
#include "cli/sweep_records.h"
#include "cli/sweep_show_data.h"
#include "cli/sweep_show_wrong.h"
#include "report/json.h"
#include "report/words.h"
#include "store/findings.h"
#include "store/sweep_times.h"
#include "sweep/site_sweeps.h"
#include "sweep/slots.h"

enum { DAY_MS = 86400000 };

/* Of a site, as it stands now. */
struct latest {
    const struct sweep_show_options *options;
    struct buf out;
    struct sweep_times times; /* as of now */
    uint64_t states[FINDING_STATE_COUNT], severe; /* findings; severe: of those that are open */
    struct availability_span week, day;           /* up to now */
    bool has_sweep;
    bool has_cut_off; /* of any site: one out of turn, which no slot has taken up */
    struct sweep_show_wrong wrong; /* with the site */
    unsigned all_wrong;            /* with all */
    int64_t begun_ms;              /* since when it is inspected; INT64_MIN: never */
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
    int64_t last_ms;
    enum status status =
        site_sweeps_extent(store, then->site.id, &then->past, now_ms, &latest->begun_ms, &last_ms, error);

    latest->unrecorded = 0;
    if (status == STATUS_OK && latest->begun_ms != INT64_MIN)
        status = site_sweeps_list(store, then->site.id, &then->past, latest->begun_ms, latest->begun_ms, now_ms + 1, now_ms,
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
    sweep_show_write_probes(out, &latest->week);
    json_number(out, "probes_last_day", latest->day.least);
    json_number(out, "slots_unrecorded", latest->unrecorded);
    sweep_show_wrong_write(out, &latest->wrong);
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
    sweep_show_describe_offline(&latest->out, &latest->week);
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

/* What becomes of a slot's sweep is said with the slot. */
static bool show_sweep(void *context, const struct sweep_row *row)
{
    struct latest *latest = context;
    struct sweep_row judged = *row;
    bool is_cut_off = sweep_show_is_cut_off(latest->options, row);

    judged.time = sweep_times_judge(&latest->times, row);
    latest->has_sweep = true;
    latest->has_cut_off = latest->has_cut_off || (is_cut_off && !row->has_slot);
    if (latest->options->as_json) {
        buf_byte(&latest->out, '{');
        json_text(&latest->out, "type", "sweep");
        sweep_show_write_sweep(&latest->out, &judged, is_cut_off);
        write_findings(&latest->out, latest);
        buf_byte(&latest->out, '}');
    } else {
        sweep_show_describe_sweep(&latest->out, &judged, is_cut_off);
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
    if (status == STATUS_OK)
        status = sweep_show_wrong_find(store, then, latest->begun_ms, options->now_ms, &latest->wrong, error);
    latest->all_wrong += latest->wrong.count;
    slots_time_write(site_past_next_slot(&then->past, options->now_ms), next);
    if (!options->as_json) {
        buf_format(&latest->out, _("%s %s: next slot %s"), site->id, site->name, next);
        sweep_line_print(&latest->out);
    }
    if (status == STATUS_OK)
        status = sweep_times_read(store, options->now_ms, &latest->times, error);
    if (status == STATUS_OK)
        status = sweeps_list_running(store, site->id, show_sweep, latest, error);
    if (status == STATUS_OK)
        status = sweeps_last(store, site->id, show_sweep, latest, error);
    sweep_times_free(&latest->times);
    if (status == STATUS_OK && !latest->has_sweep && options->as_json)
        write_no_sweep(latest, site);
    if (status == STATUS_OK && !latest->has_sweep && !options->as_json) {
        buf_format(&latest->out, _("  no sweep yet; begin with guanka sweep --sites FILE run %s"), site->id);
        sweep_line_print(&latest->out);
    }
    if (status == STATUS_OK && !options->as_json && latest->unrecorded > 0)
        describe_unrecorded(latest);
    if (status == STATUS_OK && !options->as_json) {
        sweep_show_wrong_print(&latest->wrong);
        describe_findings(latest);
    }
    if (status == STATUS_OK)
        status = sweep_incident_tell_given_up(store, site->id, options->as_json, error);
    return status;
}

enum status sweep_show_status(const struct sweep_show_options *options, bool *is_in_order, struct error *error)
{
    struct latest latest = { .options = options,
                             .out = BUF_INIT(1 << 20),
                             .wrong = { .as_json = options->as_json,
                                        .slots = BUF_INIT(1 << 20),
                                        .starts = BUF_INIT(1 << 20) } };
    enum status status = sweep_show_each_site(options, NULL, show_site_status, &latest, error);
    bool are_right = false;

    if (status == STATUS_OK)
        status = sweep_records_tell(options->file, options->now_ms,
                                    options->as_json ? SWEEP_RECORDS_OBJECTS : SWEEP_RECORDS_LINES, &are_right, error);
    *is_in_order = are_right && latest.all_unrecorded == 0 && latest.all_wrong == 0 && !latest.has_cut_off;
    sweep_show_wrong_free(&latest.wrong);
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
