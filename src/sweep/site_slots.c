/* SPDX-License-Identifier: Apache-2.0 */
#include "sweep/site_slots.h"

#include "store/sweep_times.h"

struct listing {
    const struct site_past *past;
    const struct sweep_times *times;
    bool are_over;           /* the days are: what was not done in them is missed */
    int64_t next_ms, now_ms; /* next_ms: the first slot of the site file that has not been looked at yet */
    struct site_slot at_hand;
    bool has_slot, is_ended; /* has_slot: at_hand is one; is_ended: by who reads */
    site_slots_read *read;
    void *context;
};

static enum site_slot_state state_without_sweep(const struct listing *listing, int64_t slot_ms)
{
    if (slot_ms > listing->now_ms)
        return SITE_SLOT_COMING;
    return listing->are_over || site_past_is_over(listing->past, slot_ms, listing->now_ms) ? SITE_SLOT_MISSED
                                                                                           : SITE_SLOT_DUE;
}

static void begin_slot(struct listing *listing, int64_t slot_ms)
{
    listing->at_hand = (struct site_slot){ .at_ms = slot_ms, .state = state_without_sweep(listing, slot_ms) };
    listing->has_slot = true;
}

static void end_slot(struct listing *listing)
{
    if (listing->has_slot && !listing->is_ended)
        listing->is_ended = !listing->read(listing->context, &listing->at_hand);
    listing->has_slot = false;
}

/* Those of the site file of which there is no record, before an instant. */
static void add_unrecorded(struct listing *listing, int64_t before_ms)
{
    while (listing->next_ms < before_ms && !listing->is_ended) {
        begin_slot(listing, listing->next_ms);
        end_slot(listing);
        listing->next_ms = site_past_next_slot(listing->past, listing->next_ms);
    }
}

/* One that has not ended leaves the slot as it is. */
static void add_sweep(struct site_slot *slot, const struct sweep_row *row)
{
    static const enum site_slot_state states[SWEEP_OUTCOME_COUNT] = { [SWEEP_COMPLETE] = SITE_SLOT_COMPLETE,
                                                                      [SWEEP_INCOMPLETE] = SITE_SLOT_INCOMPLETE,
                                                                      [SWEEP_MISSED] = SITE_SLOT_MISSED };
    bool is_running = row->outcome == SWEEP_RUNNING;

    if (is_running ? slot->state == SITE_SLOT_COMPLETE : states[row->outcome] < slot->state)
        return;
    slot->state = is_running ? slot->state : states[row->outcome];
    slot->is_running = is_running;
    slot->sweep = row->id;
}

static bool take_sweep(void *context, const struct sweep_row *row)
{
    struct listing *listing = context;

    /* A clock that was wrong settles nothing: the slot is as if there were no record. */
    if (!row->has_slot || sweep_times_judge(listing->times, row).verdict != SWEEP_TIME_BELIEVED)
        return true;
    if (!listing->has_slot || listing->at_hand.at_ms != row->slot_ms) {
        end_slot(listing);
        add_unrecorded(listing, row->slot_ms);
        begin_slot(listing, row->slot_ms);
        if (listing->next_ms == row->slot_ms)
            listing->next_ms = site_past_next_slot(listing->past, row->slot_ms);
    }
    add_sweep(&listing->at_hand, row);
    return !listing->is_ended;
}

enum status site_slots_list(const struct store *store, const char *site, const struct site_past *past, int64_t begun_ms,
                            int64_t from_ms, int64_t to_ms, int64_t now_ms, site_slots_read *read, void *context,
                            struct error *error)
{
    int64_t first_ms = begun_ms > from_ms ? begun_ms : from_ms;
    struct sweep_times times = { 0 };
    struct listing listing = { .past = past,
                               .times = &times,
                               .are_over = to_ms <= now_ms,
                               .next_ms = site_past_next_slot(past, first_ms - 1),
                               .now_ms = now_ms,
                               .read = read,
                               .context = context };
    enum status status = sweep_times_read(store, now_ms, &times, error);

    if (status == STATUS_OK)
        status = sweeps_list(store, site, from_ms, to_ms, take_sweep, &listing, error);
    sweep_times_free(&times);

    if (status != STATUS_OK)
        return status;
    end_slot(&listing);
    add_unrecorded(&listing, to_ms);
    return STATUS_OK;
}
