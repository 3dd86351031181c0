/* SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>
#include <string.h>

#include "cli/sweep_line.h"
#include "cli/sweep_records.h"
#include "cli/sweep_show_data.h"
#include "report/json.h"
#include "report/words.h"
#include "store/findings.h"
#include "store/probes.h"
#include "sweep/site_sweeps.h"
#include "sweep/slots.h"

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
        sweep_show_write_sweep(&sheet->out, row, sweep_show_is_cut_off(sheet->options, row));
        buf_byte(&sheet->out, '}');
    } else {
        sweep_show_describe_sweep(&sheet->out, row, sweep_show_is_cut_off(sheet->options, row));
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
        sweep_show_write_probes(out, &sheet->probes);
        json_bool(out, "probes_enough", sheet->probes.least >= AVAILABILITY_PROBES_A_DAY);
        return;
    }
    buf_format(out, _("  set aside by people: false alarms %u, exempted %u, accepted changes %u; taken back %u"),
               sheet->false_alarms, sheet->exempted, sheet->accepted, sheet->taken_back);
    sweep_line_print(out);
    buf_format(out, _("  probes of start pages %" PRIu64 ", failed %" PRIu64), sheet->probes.total,
               sheet->probes.failed);
    sweep_show_describe_offline(out, &sheet->probes);
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

static void write_slots(struct sheet *sheet, bool is_over, bool is_before, bool complete)
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
    if (is_before)
        buf_text(out, _("  the day is before the first inspection of this site"));
    else if (is_over)
        buf_format(out, _("  slots kept %u of %u, complete sweeps %u: the day is %s"), figures->kept, figures->slots,
                   figures->complete, complete ? _("complete") : _("NOT complete"));
    else
        buf_format(out, _("  slots kept %u of %u so far, complete sweeps %u; the day is not over"), figures->kept,
                   figures->slots, figures->complete);
    sweep_line_print(out);
}

/* What nobody inspected yet leaves the day of the other sites complete. */
static enum status end_sheet(struct sheet *sheet, const struct site_span *span)
{
    bool is_over = span->come_ms == span->to_ms, is_before = sheet->figures.begun_ms >= span->to_ms;
    bool complete = sheet->figures.days_complete > 0;
    enum status status;

    *sheet->all_complete = *sheet->all_complete && (complete || is_before);
    if (!sheet->options->as_json) {
        write_day_findings(sheet);
        write_rest(sheet, is_over);
        write_slots(sheet, is_over, is_before, complete);
        return STATUS_OK;
    }
    buf_byte(&sheet->out, ']');
    write_slots(sheet, is_over, is_before, complete);
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
        status = end_sheet(sheet, &span);
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
    enum status status = site_sweeps_extent(store, then->site.id, &then->past, options->now_ms, &begun_ms, &last_ms, error);

    if (status == STATUS_OK)
        status = probes_count(store, then->site.id, NULL, INT64_MIN, beginning->to_ms, &total, &failed, error);
    begun_ms = begun_ms != INT64_MIN ? begun_ms : site_figures_begun_unknown_ms(options->now_ms);
    if (begun_ms < beginning->first_ms)
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
    status = sweep_show_each_site(options, span, note_beginning, &beginning, error);
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
    bool are_right;
    enum status status = refuse_day(options, &span, error);

    *complete = true;
    if (status == STATUS_OK)
        status = sweep_show_each_site(options, &span, show_site_day, &sheet, error);
    /* In JSON the sheet of a day that is over does not change. */
    if (status == STATUS_OK)
        status = sweep_records_tell(options->file, options->now_ms,
                                    options->as_json ? SWEEP_RECORDS_ASIDE : SWEEP_RECORDS_LINES, &are_right, error);
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
        status = sweep_show_each_site(&json, &span, show_site_day, &sheet, error);
    if (status == STATUS_OK)
        status = digest_finish(sheet.digest, digest);
    digest_destroy(sheet.digest);
    buf_free(&sheet.out);
    return status;
}
