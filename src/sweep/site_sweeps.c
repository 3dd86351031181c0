/* SPDX-License-Identifier: Apache-2.0 */
#include "sweep/site_sweeps.h"

#include <inttypes.h>
#include <libintl.h>

#include "store/sweep_times.h"
#include "sweep/slots.h"

/* ---- From the first to the last. */

struct extent {
    const struct sweep_times *times;
    int64_t begun_ms, last_ms;
};

static bool take_extent(void *context, const struct sweep_row *row)
{
    struct extent *extent = context;
    int64_t begun_ms;

    if (sweep_times_judge(extent->times, row).verdict != SWEEP_TIME_BELIEVED)
        return true;
    begun_ms = row->has_slot && row->slot_ms < row->started_ms ? row->slot_ms : row->started_ms;

    extent->begun_ms = extent->begun_ms == INT64_MIN ? begun_ms : extent->begun_ms;
    extent->last_ms = row->has_slot ? row->slot_ms : row->started_ms;
    return true;
}

enum status site_sweeps_extent(const struct store *store, const char *site, const struct site_past *past,
                               int64_t now_ms, int64_t *begun_ms, int64_t *last_ms, struct error *error)
{
    struct sweep_times times = { 0 };
    struct extent extent = { &times, INT64_MIN, INT64_MIN };
    enum status status = sweep_times_read(store, now_ms, &times, error);

    if (status == STATUS_OK)
        status = sweeps_list(store, site, INT64_MIN, INT64_MAX, take_extent, &extent, error);
    sweep_times_free(&times);

    *last_ms = extent.last_ms;
    *begun_ms = extent.begun_ms != INT64_MIN ? extent.begun_ms
                : past->known_count > 0      ? past->terms[0].since_ms
                                             : INT64_MIN;
    return status;
}

/* ---- What is not on record. */

struct merging {
    const char *site;
    const struct site_past *past;
    const struct sweep_times *times;
    bool are_over;           /* the days are: what is not on record at their end was not done in them */
    int64_t next_ms, now_ms; /* next_ms: the first slot of which no row has been seen yet */
    sweeps_read_row *read;
    void *context;
    bool is_ended; /* by who reads */
};

static void step(struct merging *merging)
{
    merging->next_ms = site_past_next_slot(merging->past, merging->next_ms);
}

/* Those before an instant. */
static void add_unrecorded(struct merging *merging, int64_t before_ms)
{
    for (; merging->next_ms < before_ms && !merging->is_ended; step(merging)) {
        const struct sweep_row row = {
            .site = merging->site,
            .has_slot = true,
            .slot_ms = merging->next_ms,
            .outcome = SWEEP_MISSED,
            .operator= "automatic",
            .reason = gettext("up to now there is no record of this slot: the timer of guanka sweep due may not have "
                              "been running, or an earlier sweep is still under way")
        };

        if (!merging->are_over && !site_past_is_over(merging->past, merging->next_ms, merging->now_ms))
            return;
        merging->is_ended = !merging->read(merging->context, &row);
    }
}

static bool merge(void *context, const struct sweep_row *row)
{
    struct merging *merging = context;
    struct sweep_row judged = *row;

    judged.time = sweep_times_judge(merging->times, row);
    add_unrecorded(merging, row->has_slot ? row->slot_ms : row->started_ms);
    if (row->has_slot && row->slot_ms == merging->next_ms && judged.time.verdict == SWEEP_TIME_BELIEVED)
        step(merging);
    if (!merging->is_ended)
        merging->is_ended = !merging->read(merging->context, &judged);
    return !merging->is_ended;
}

enum status site_sweeps_list(const struct store *store, const char *site, const struct site_past *past,
                             int64_t begun_ms, int64_t from_ms, int64_t to_ms, int64_t now_ms, sweeps_read_row *read,
                             void *context, struct error *error)
{
    int64_t first_ms = begun_ms > from_ms ? begun_ms : from_ms;
    struct sweep_times times = { 0 };
    struct merging merging = { .site = site,
                               .past = past,
                               .times = &times,
                               .are_over = to_ms <= now_ms,
                               .next_ms = site_past_next_slot(past, first_ms - 1),
                               .now_ms = now_ms,
                               .read = read,
                               .context = context };
    enum status status = sweep_times_read(store, now_ms, &times, error);

    if (status == STATUS_OK)
        status = sweeps_list(store, site, from_ms, to_ms, merge, &merging, error);
    sweep_times_free(&times);
    if (status == STATUS_OK)
        add_unrecorded(&merging, to_ms);
    return status;
}

/* ---- In words. */

void site_sweeps_describe_time(struct buf *out, const struct sweep_time *time)
{
    char at[SLOTS_TIME_SIZE];

    slots_time_write(time->by_started_ms, at);
    switch (time->verdict) {
    case SWEEP_TIME_BELIEVED:
        break;
    case SWEEP_TIME_LATER:
        buf_text(out, gettext("TIME NOT CREDIBLE: later than now. It counts for nothing"));
        break;
    case SWEEP_TIME_AHEAD:
        buf_format(out,
                   gettext("TIME NOT CREDIBLE: the clock was ahead, since sweep %" PRId64
                           ", recorded after it, was begun at %s. It counts for nothing"),
                   time->by_sweep, at);
        break;
    case SWEEP_TIME_BEHIND:
        buf_format(out,
                   gettext("TIME NOT CREDIBLE: the clock was behind, since sweep %" PRId64
                           ", recorded before it, was begun at %s. It counts for nothing"),
                   time->by_sweep, at);
        break;
    }
}
