/* SPDX-License-Identifier: Apache-2.0 */
#include "sweep/site_sweeps.h"

#include <libintl.h>

/* ---- From the first to the last. */

struct extent {
    int64_t begun_ms, last_ms;
};

static bool take_extent(void *context, const struct sweep_row *row)
{
    struct extent *extent = context;
    int64_t begun_ms = row->has_slot && row->slot_ms < row->started_ms ? row->slot_ms : row->started_ms;

    extent->begun_ms = extent->begun_ms == INT64_MIN ? begun_ms : extent->begun_ms;
    extent->last_ms = row->has_slot ? row->slot_ms : row->started_ms;
    return true;
}

enum status site_sweeps_extent(const struct store *store, const char *site, const struct site_past *past,
                               int64_t *begun_ms, int64_t *last_ms, struct error *error)
{
    struct extent extent = { INT64_MIN, INT64_MIN };
    enum status status = sweeps_list(store, site, INT64_MIN, INT64_MAX, take_extent, &extent, error);

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

    add_unrecorded(merging, row->has_slot ? row->slot_ms : row->started_ms);
    if (row->has_slot && row->slot_ms == merging->next_ms)
        step(merging);
    if (!merging->is_ended)
        merging->is_ended = !merging->read(merging->context, row);
    return !merging->is_ended;
}

enum status site_sweeps_list(const struct store *store, const char *site, const struct site_past *past,
                             int64_t begun_ms, int64_t from_ms, int64_t to_ms, int64_t now_ms, sweeps_read_row *read,
                             void *context, struct error *error)
{
    int64_t first_ms = begun_ms > from_ms ? begun_ms : from_ms;
    struct merging merging = { .site = site,
                               .past = past,
                               .are_over = to_ms <= now_ms,
                               .next_ms = site_past_next_slot(past, first_ms - 1),
                               .now_ms = now_ms,
                               .read = read,
                               .context = context };
    enum status status = sweeps_list(store, site, from_ms, to_ms, merge, &merging, error);
    if (status == STATUS_OK)
        add_unrecorded(&merging, to_ms);
    return status;
}
