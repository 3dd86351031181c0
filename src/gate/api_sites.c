/* SPDX-License-Identifier: Apache-2.0
 *
 * Sites that are inspected, how the day stands at each, and sweeps.
 */
#include <inttypes.h>
#include <libintl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gate/api.h"
#include "gate/inspection.h"
#include "report/json.h"
#include "store/findings.h"
#include "store/probes.h"
#include "store/sweep_times.h"

enum {
    DAY_MS = 86400000,
    SLOTS_FIRST = 8,
    NUMBER_SIZE = 24,
    TOLD_SLOTS_MAX = 128 /* of a site that are told one by one: two days have 96 at most by one site file */
};

/* ---- A sweep. */

static void write_counts(struct buf *out, const struct sweep_counts *counts)
{
    json_key(out, "counts");
    buf_byte(out, '{');
    for (size_t index = 0; index < SWEEP_COUNT_COUNT; index++)
        json_number(out, sweeps_count_name(index), sweeps_count(counts, index));
    buf_byte(out, '}');
}

/* It was ended from outside, and goes on or is given up the next time. */
static bool was_cut_off(const struct call *call, const struct sweep_row *row)
{
    const struct gate_inspection *inspection = &call->gate->options.inspection;

    return row->outcome == SWEEP_RUNNING && !inspection->is_under_way(inspection->store, row->site);
}

static void write_time(struct buf *out, struct sweep_time time)
{
    json_text(out, "time_not_credible", sweep_times_name(time.verdict));
    json_number_or_null(out, "refuted_by_sweep", time.by_sweep != 0, (uint64_t)time.by_sweep);
    json_number_or_null(out, "refuted_by_started_ms", time.by_sweep != 0, (uint64_t)time.by_started_ms);
}

static void write_sweep(const struct call *call, struct buf *out, const struct sweep_row *row, struct sweep_time time)
{
    bool took_place = row->outcome != SWEEP_MISSED;
    char digest[DIGEST_TEXT_SIZE];

    digest_text(&row->rules, digest);
    json_number(out, "id", (uint64_t)row->id);
    inspection_write_site(call, out, row->site);
    json_number_or_null(out, "slot_ms", row->has_slot, (uint64_t)row->slot_ms);
    json_number_or_null(out, "started_ms", took_place, (uint64_t)row->started_ms);
    json_number_or_null(out, "ended_ms", took_place && row->outcome != SWEEP_RUNNING, (uint64_t)row->ended_ms);
    json_text(out, "outcome", sweeps_outcome_name(row->outcome));
    json_bool(out, "cut_off", was_cut_off(call, row));
    json_text(out, "operator", row->operator);
    json_text(out, "reason", row->reason[0] != '\0' ? row->reason : NULL);
    json_text(out, "rules", digest);
    write_counts(out, &row->counts);
    write_time(out, time);
}

struct sweep_listing {
    struct inspection_list list;
    struct sweep_times times;
    int64_t last;
};

static bool list_sweep(void *context, const struct sweep_row *row)
{
    struct sweep_listing *listing = context;

    if (!inspection_begin_row(&listing->list, row->site))
        return !listing->list.has_more;
    listing->last = row->id;
    write_sweep(listing->list.call, listing->list.out, row, sweep_times_judge(&listing->times, row));
    return inspection_end_row(&listing->list);
}

void api_sweeps(struct call *call)
{
    const struct store *store = inspection_store(call);
    const char *after = http_argument(call->request, "after");
    struct sweep_listing listing = { .list = { .call = call, .left = api_list_limit(call) } };
    char last[NUMBER_SIZE];
    struct error error = { 0 };
    enum status status;

    if (store == NULL)
        return;
    listing.list.out = api_open_list(call, "sweeps");
    status = sweep_times_read(store, call->now_ms, &listing.times, &error);
    if (status == STATUS_OK)
        status = sweeps_list_latest(store, http_argument(call->request, "site"),
                                after != NULL ? strtoll(after, NULL, 10) : 0, list_sweep, &listing, &error);
    sweep_times_free(&listing.times);
    (void)snprintf(last, sizeof last, "%" PRId64, listing.last);
    api_close_page(call, status, &error, listing.list.has_more ? last : NULL);
}

static bool show_sweep(void *context, const struct sweep_row *row)
{
    struct sweep_listing *showing = context;

    showing->last = row->id;
    if (!inspection_may_see(showing->list.call, row->site)) {
        showing->list.left = 0;
        return false;
    }
    write_sweep(showing->list.call, showing->list.out, row, sweep_times_judge(&showing->times, row));
    return false;
}

void api_sweep(struct call *call)
{
    const struct store *store = inspection_store(call);
    struct sweep_listing showing = { .list = { .call = call, .left = 1 } };
    struct error error = { 0 };
    enum status status;

    if (store == NULL)
        return;
    showing.list.out = api_answer(call, 200);
    buf_text(showing.list.out, "{\"v\":1,\"type\":\"sweep\"");
    status = sweep_times_read(store, call->now_ms, &showing.times, &error);
    if (status == STATUS_OK)
        status = sweeps_get(store, inspection_number(call), show_sweep, &showing, &error);
    sweep_times_free(&showing.times);
    buf_text(showing.list.out, "}\n");
    if (status != STATUS_OK)
        api_fail(call, status, &error);
    else if (showing.last == 0)
        api_refuse(call, 404, "unknown-sweep", "%s", gettext("there is no sweep of this number"));
    else if (showing.list.left == 0)
        api_deny(call, "/v1/sweeps/*", gettext("this site is another unit's"));
}

/* ---- Sites. */

/* The times of slots of one kind, the earliest first. */
struct told_slots {
    int64_t at_ms[TOLD_SLOTS_MAX];
    size_t count;
};

struct site_day {
    const struct gate_site *site;
    struct sweep_times times; /* while its sweeps are read */
    struct gate_slot *slots; /* in the worker's arena */
    size_t slot_count, slot_capacity;
    int64_t last_complete_ms; /* end of the last complete one of today; 0 */
    uint64_t open[FINDING_SEVERITY_COUNT];
    unsigned incidents, late;
    /* For the metrics: */
    struct sweep_row last; /* that took place and has ended; id 0: none */
    uint64_t probes, probes_failed;
    uint64_t slots_since_yesterday[GATE_SLOT_RUNNING + 1]; /* by state */
    struct told_slots missed, incomplete;
};

struct site_days {
    struct call *call;
    enum status status;    /* of what is read in between */
    struct site_day *days; /* of each site, in the order of the site file; in the worker's arena */
    struct site_day *at_hand;
};

static enum status make_room(struct arena *arena, struct site_day *day)
{
    size_t capacity = day->slot_capacity > 0 ? 2 * day->slot_capacity : SLOTS_FIRST;
    struct gate_slot *slots;

    if (day->slot_count < day->slot_capacity)
        return STATUS_OK;
    slots = arena_zeroed(arena, capacity * sizeof *slots);
    if (slots == NULL)
        return STATUS_NO_MEMORY;
    if (day->slot_count > 0)
        memcpy(slots, day->slots, day->slot_count * sizeof *slots);
    day->slots = slots;
    day->slot_capacity = capacity;
    return STATUS_OK;
}

static bool take_slot(void *context, const struct gate_slot *slot)
{
    struct site_days *days = context;
    struct site_day *day = days->at_hand;

    days->status = make_room(days->call->worker->arena, day);
    if (days->status == STATUS_OK)
        day->slots[day->slot_count++] = *slot;
    return days->status == STATUS_OK;
}

static bool take_sweep(void *context, const struct sweep_row *row)
{
    struct site_day *day = context;

    if (row->outcome == SWEEP_COMPLETE && sweep_times_judge(&day->times, row).verdict == SWEEP_TIME_BELIEVED)
        day->last_complete_ms = row->ended_ms;
    return true;
}

static enum status read_day(struct site_days *days, const struct store *store, size_t site, struct error *error)
{
    const struct gate_inspection *inspection = &days->call->gate->options.inspection;
    int64_t from_ms = date_start_ms(days->call->today);
    struct site_day *day = days->at_hand;
    enum status status;

    day->site = &inspection->sites[site];
    status = inspection->list_slots(inspection, store, site, from_ms, from_ms + DAY_MS, days->call->now_ms, take_slot,
                                    days, error);
    if (status == STATUS_OK)
        status = days->status;
    if (status == STATUS_OK)
        status = sweep_times_read(store, days->call->now_ms, &day->times, error);
    if (status == STATUS_OK)
        status = sweeps_list(store, day->site->id, from_ms, from_ms + DAY_MS, take_sweep, day, error);
    sweep_times_free(&day->times);
    return status;
}

static struct site_day *find_day(const struct site_days *days, const char *site)
{
    const struct gate_site *found = inspection_site(days->call, site);

    return found != NULL ? &days->days[found - days->call->gate->options.inspection.sites] : NULL;
}

static bool take_count(void *context, const char *site, enum finding_severity severity, uint64_t count)
{
    struct site_day *day = find_day(context, site);

    if (day != NULL)
        day->open[severity] = count;
    return true;
}

static bool take_incident(void *context, const struct incident_row *row)
{
    const struct site_days *days = context;
    struct site_day *day = find_day(days, row->site);
    struct gate_incident_clock clock;

    if (day == NULL)
        return true;
    clock = days->call->gate->options.inspection.read_clock(row, days->call->now_ms);
    day->incidents++;
    day->late += clock.is_late || clock.needs_progress || clock.needs_daily ? 1 : 0;
    return true;
}

static const char *slot_state_name(enum gate_slot_state state)
{
    static const char *const names[] = {
        [GATE_SLOT_COMING] = "coming",         [GATE_SLOT_DUE] = "due",           [GATE_SLOT_MISSED] = "missed",
        [GATE_SLOT_INCOMPLETE] = "incomplete", [GATE_SLOT_COMPLETE] = "complete", [GATE_SLOT_RUNNING] = "running"
    };

    return names[state];
}

static void write_slot(struct buf *out, const struct gate_slot *slot)
{
    json_element(out);
    buf_byte(out, '{');
    json_number(out, "at_ms", (uint64_t)slot->at_ms);
    json_text(out, "state", slot_state_name(slot->state));
    json_number_or_null(out, "sweep", slot->sweep != 0, (uint64_t)slot->sweep);
    buf_byte(out, '}');
}

static void write_site(const struct call *call, struct buf *out, const struct site_day *day)
{
    json_element(out);
    buf_byte(out, '{');
    inspection_write_site(call, out, day->site->id);
    json_key(out, "slots");
    buf_byte(out, '[');
    for (size_t index = 0; index < day->slot_count; index++)
        write_slot(out, &day->slots[index]);
    buf_byte(out, ']');
    inspection_write_time(out, "last_complete_ms", day->last_complete_ms);
    json_key(out, "open");
    buf_byte(out, '{');
    for (size_t severity = 0; severity < FINDING_SEVERITY_COUNT; severity++)
        json_number(out, findings_severity_name((enum finding_severity)severity), day->open[severity]);
    buf_byte(out, '}');
    json_number(out, "incidents", day->incidents);
    json_number(out, "late", day->late);
    buf_byte(out, '}');
}

static enum status read_days(struct site_days *days, const struct store *store, struct error *error)
{
    const struct gate_inspection *inspection = &days->call->gate->options.inspection;
    enum status status = STATUS_OK;

    days->days = arena_alloc(days->call->worker->arena, (inspection->site_count + 1) * sizeof *days->days);
    if (days->days == NULL)
        return STATUS_NO_MEMORY;
    memset(days->days, 0, (inspection->site_count + 1) * sizeof *days->days);
    for (size_t index = 0; index < inspection->site_count && status == STATUS_OK; index++) {
        days->at_hand = &days->days[index];
        status = read_day(days, store, index, error);
    }
    if (status == STATUS_OK)
        status = findings_count_open(store, take_count, days, error);
    if (status == STATUS_OK)
        status = incidents_list(store, &(struct incidents_filter){ .only_open = true }, take_incident, days, error);
    return status;
}

void api_sites(struct call *call)
{
    const struct store *store = inspection_store(call);
    struct site_days days = { .call = call, .status = STATUS_OK };
    struct error error = { 0 };
    enum status status;
    struct buf *out;

    if (store == NULL)
        return;
    status = read_days(&days, store, &error);
    out = api_open_list(call, "sites");
    for (size_t index = 0; status == STATUS_OK && index < call->gate->options.inspection.site_count; index++) {
        if (inspection_is_wanted(call, days.days[index].site->id))
            write_site(call, out, &days.days[index]);
    }
    api_close_list(call, status, &error);
}

/* ---- Metrics. */

static void write_sample(struct buf *out, const char *name, const struct site_day *day, const char *label,
                         const char *value, uint64_t number)
{
    buf_format(out, "guanka_%s{site=\"%s\"", name, day->site->id);
    if (label != NULL)
        buf_format(out, ",%s=\"%s\"", label, value);
    buf_text(out, "} ");
    buf_unsigned(out, number);
    buf_byte(out, '\n');
}

static uint64_t count_slots(const struct site_day *day, enum gate_slot_state state)
{
    uint64_t count = 0;

    for (size_t index = 0; index < day->slot_count; index++)
        count += day->slots[index].state == state ? 1 : 0;
    return count;
}

static void write_slot_samples(struct buf *out, const struct site_day *day)
{
    for (enum gate_slot_state state = GATE_SLOT_COMING; state <= GATE_SLOT_RUNNING; state++)
        write_sample(out, "site_slots_today", day, "state", slot_state_name(state), count_slots(day, state));
}

static void write_finding_samples(struct buf *out, const struct site_day *day)
{
    for (unsigned severity = 0; severity < FINDING_SEVERITY_COUNT; severity++)
        write_sample(out, "site_findings_open", day, "severity",
                     findings_severity_name((enum finding_severity)severity), day->open[severity]);
}

static void write_incident_samples(struct buf *out, const struct site_day *day)
{
    write_sample(out, "site_incidents_open", day, NULL, NULL, day->incidents);
}

static void write_recent_slot_samples(struct buf *out, const struct site_day *day)
{
    for (enum gate_slot_state state = GATE_SLOT_COMING; state <= GATE_SLOT_RUNNING; state++)
        write_sample(out, "site_slots_since_yesterday", day, "state", slot_state_name(state),
                     day->slots_since_yesterday[state]);
}

/* One a slot: each is an alert of its own, and a second one is told while the first stands. */
static void write_told_slots(struct buf *out, const struct site_day *day, const char *metric,
                             const struct told_slots *slots)
{
    for (size_t index = 0; index < slots->count; index++) {
        char at[DATE_TIME_SIZE];

        date_time_text(slots->at_ms[index], at);
        write_sample(out, metric, day, "slot", at, 1);
    }
}

static void write_missed_slot_samples(struct buf *out, const struct site_day *day)
{
    write_told_slots(out, day, "site_slot_missed", &day->missed);
}

static void write_incomplete_slot_samples(struct buf *out, const struct site_day *day)
{
    write_told_slots(out, day, "site_slot_incomplete", &day->incomplete);
}

static void tell_slot(struct told_slots *slots, int64_t at_ms)
{
    if (slots->count < TOLD_SLOTS_MAX)
        slots->at_ms[slots->count++] = at_ms;
}

static bool count_recent_slot(void *context, const struct gate_slot *slot)
{
    struct site_day *day = context;

    day->slots_since_yesterday[slot->state]++;
    if (slot->state == GATE_SLOT_MISSED)
        tell_slot(&day->missed, slot->at_ms);
    else if (slot->state == GATE_SLOT_INCOMPLETE)
        tell_slot(&day->incomplete, slot->at_ms);
    return true;
}

static bool take_last(void *context, const struct sweep_row *row)
{
    struct site_day *day = context;

    day->last = *row;
    return false;
}

static enum status read_last(const struct site_days *days, const struct store *store, struct error *error)
{
    const struct gate_inspection *inspection = &days->call->gate->options.inspection;
    int64_t from_ms = date_start_ms(days->call->today);
    enum status status = STATUS_OK;

    for (size_t index = 0; index < inspection->site_count && status == STATUS_OK; index++) {
        struct site_day *day = &days->days[index];

        status = sweeps_last(store, day->site->id, take_last, day, error);
        if (status == STATUS_OK)
            status = probes_count(store, day->site->id, NULL, from_ms, from_ms + DAY_MS, &day->probes,
                                  &day->probes_failed, error);
        /* What becomes of the last slot of a day is known on the next one only. */
        if (status == STATUS_OK)
            status = inspection->list_slots(inspection, store, index, from_ms - DAY_MS, from_ms + DAY_MS,
                                            days->call->now_ms, count_recent_slot, day, error);
    }
    return status;
}

static void write_end_samples(struct buf *out, const struct site_day *day)
{
    if (day->last.id != 0)
        write_sample(out, "site_sweep_ended_timestamp_seconds", day, NULL, NULL, (uint64_t)day->last.ended_ms / 1000);
}

static void write_duration_samples(struct buf *out, const struct site_day *day)
{
    if (day->last.id != 0)
        write_sample(out, "site_sweep_duration_seconds", day, NULL, NULL,
                     (uint64_t)(day->last.ended_ms - day->last.started_ms) / 1000);
}

static void write_complete_samples(struct buf *out, const struct site_day *day)
{
    if (day->last.id != 0)
        write_sample(out, "site_sweep_complete", day, NULL, NULL, day->last.outcome == SWEEP_COMPLETE ? 1 : 0);
}

static void write_count_samples(struct buf *out, const struct site_day *day)
{
    for (size_t index = 0; day->last.id != 0 && index < SWEEP_COUNT_COUNT; index++)
        write_sample(out, "site_sweep_counts", day, "what", sweeps_count_name(index),
                     sweeps_count(&day->last.counts, index));
}

static void write_probe_samples(struct buf *out, const struct site_day *day)
{
    write_sample(out, "site_probes_today", day, "outcome", "reached", day->probes - day->probes_failed);
    write_sample(out, "site_probes_today", day, "outcome", "failed", day->probes_failed);
}

static void write_late_samples(struct buf *out, const struct site_day *day)
{
    write_sample(out, "site_incidents_overdue", day, NULL, NULL, day->late);
}

void api_sites_metrics(struct call *call, struct buf *out)
{
    static const struct {
        const char *name, *help;
        void (*write)(struct buf *out, const struct site_day *day);
    } metrics[] = {
        { "site_slots_today", "Times at which the site is inspected today, by what became of them.",
          write_slot_samples },
        { "site_slots_since_yesterday", "The same of yesterday and today together.", write_recent_slot_samples },
        { "site_slot_missed", "1 for each slot of yesterday and today that was missed.", write_missed_slot_samples },
        { "site_slot_incomplete", "1 for each slot of yesterday and today of which the sweep was not complete.",
          write_incomplete_slot_samples },
        { "site_findings_open", "Findings that are not fixed, by severity.", write_finding_samples },
        { "site_incidents_open", "Incidents that have not ended.", write_incident_samples },
        { "site_incidents_overdue", "Of these, those with a report that is overdue.", write_late_samples },
        { "site_sweep_ended_timestamp_seconds", "When the last sweep ended.", write_end_samples },
        { "site_sweep_duration_seconds", "How long it took.", write_duration_samples },
        { "site_sweep_complete", "1 when it was complete.", write_complete_samples },
        { "site_sweep_counts", "What it came to.", write_count_samples },
        { "site_probes_today", "Probes of start pages today, by whether they could be opened.", write_probe_samples },
    };
    const struct gate_inspection *inspection = &call->gate->options.inspection;
    const struct store *store = inspection->store != NULL ? inspection_open_store(call, &(struct error){ 0 }) : NULL;
    struct site_days days = { .call = call, .status = STATUS_OK };
    bool is_read = store != NULL && read_days(&days, store, &(struct error){ 0 }) == STATUS_OK
                   && read_last(&days, store, &(struct error){ 0 }) == STATUS_OK;

    if (inspection->store == NULL)
        return;
    api_metric(out, "inspection_readable", "gauge", "0 while the records of inspections cannot be read.");
    buf_format(out, "guanka_inspection_readable %d\n", is_read ? 1 : 0);
    for (size_t metric = 0; is_read && metric < sizeof metrics / sizeof *metrics; metric++) {
        api_metric(out, metrics[metric].name, "gauge", metrics[metric].help);
        for (size_t index = 0; index < inspection->site_count; index++)
            metrics[metric].write(out, &days.days[index]);
    }
}
