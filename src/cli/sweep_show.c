/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/sweep_show_data.h"

#include <inttypes.h>
#include <string.h>

#include "cli/sweep_line.h"
#include "cli/sweep_run.h"
#include "report/describe.h"
#include "report/json.h"
#include "report/words.h"
#include "store/sweep_times.h"
#include "sweep/site_report.h"
#include "sweep/site_sweeps.h"
#include "sweep/slots.h"

enum { WORDS_MAX = 1 << 16 };

/* ---- Sites. */

static enum status refuse_removed(const struct site_then *then, struct error *error)
{
    char at[SLOTS_TIME_SIZE];

    slots_time_write(then->removed_ms, at);
    return error_set(error, STATUS_INVALID,
                     _("%s was taken out of the site file on %s: it has no day sheet of later days"), then->site.id,
                     at);
}

/* Of those of some days; all of them when `span` is NULL, as they are now. */
static enum status each_site_of(const struct sweep_show_options *options, const struct store *store,
                                const struct site_span *span, struct arena *arena, sweep_show_site *show, void *context,
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
enum status sweep_show_each_site(const struct sweep_show_options *options, const struct site_span *span,
                                 sweep_show_site *show, void *context, struct error *error)
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

static const char *describe_outcome(enum sweep_outcome outcome, bool is_cut_off)
{
    return is_cut_off ? _("cut off") : site_report_outcome(outcome);
}

bool sweep_show_is_cut_off(const struct sweep_show_options *options, const struct sweep_row *row)
{
    return row->outcome == SWEEP_RUNNING && !sweep_run_is_under_way(options->file->store, row->site);
}

/* Until it has begun to read there are no rules. */
static bool has_rules(const struct sweep_row *row)
{
    static const struct digest none;

    return memcmp(&row->rules, &none, sizeof none) != 0;
}

static void write_time(struct buf *out, const struct sweep_time *time)
{
    json_text(out, "time_not_credible", sweep_times_name(time->verdict));
    if (time->verdict == SWEEP_TIME_BELIEVED)
        return;
    json_number_or_null(out, "refuted_by_sweep", time->by_sweep != 0, (uint64_t)time->by_sweep);
    sweep_line_time(out, "refuted_by_started", time->by_started_ms);
}

void sweep_show_write_sweep(struct buf *out, const struct sweep_row *row, bool was_cut_off)
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
    write_time(out, &row->time);
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
    if (counts->in_doubt > 0)
        buf_format(out, _("; had, not believed yet %" PRIu64), counts->in_doubt);
    if (counts->left_out > 0)
        buf_format(out, _("; left out for robots.txt %" PRIu64), counts->left_out);
    digest_text(&row->rules, digest);
    if (has_rules(row))
        buf_format(out, _("; rules %.16s"), digest);
}

static void describe_refuted(struct buf *out, const struct sweep_time *time)
{
    if (time->verdict == SWEEP_TIME_BELIEVED)
        return;
    buf_text(out, "\n    ");
    site_sweeps_describe_time(out, time);
}

void sweep_show_describe_sweep(struct buf *out, const struct sweep_row *row, bool was_cut_off)
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
    describe_refuted(out, &row->time);
    if (row->outcome == SWEEP_MISSED)
        return;
    describe_times(out, row);
    describe_counts(out, row);
}

/* ---- Probes. */

void sweep_show_write_probes(struct buf *out, const struct availability_span *span)
{
    json_number(out, "probes", span->total);
    json_number(out, "probes_failed", span->failed);
    json_number(out, "probes_offline", span->offline);
}

void sweep_show_describe_offline(struct buf *out, const struct availability_span *span)
{
    if (span->offline > 0)
        buf_format(out, _("; %" PRIu64 " more while this machine had no network, not counted"), span->offline);
}
