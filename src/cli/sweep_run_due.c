/* SPDX-License-Identifier: Apache-2.0 */
#include <unistd.h>

#include "base/buf.h"
#include "base/clock.h"
#include "cli/sweep_event.h"
#include "cli/sweep_run.h"
#include "cli/sweep_run_data.h"
#include "report/words.h"
#include "store/sweep_times.h"
#include "store/troubles.h"
#include "sweep/site_roster.h"
#include "sweep/slots.h"

enum { DAY_MS = 86400000, ATTEMPTS_MAX = 2 /* at a slot; then the next one is waited for */ };

struct slot_due {
    bool is_due;
    int64_t slot_ms; /* the latest slot that has come */
};

struct settled {
    const struct sweep_times *times;
    int64_t last_ms;    /* the last slot that was run or recorded */
    int64_t attempt_ms; /* the last one that was tried */
    unsigned attempts;
};

static bool take_settled(void *context, const struct sweep_row *row)
{
    struct settled *settled = context;

    /* A clock that was wrong keeps no slot: it is still to come, or nobody was there. */
    if (!row->has_slot || sweep_times_judge(settled->times, row).verdict != SWEEP_TIME_BELIEVED)
        return true;
    if (row->outcome == SWEEP_RUNNING) { /* until it was cut off: nobody else has the lock */
        settled->attempts = row->slot_ms == settled->attempt_ms ? settled->attempts : 0;
        settled->attempt_ms = row->slot_ms;
        return true;
    }
    settled->attempts = row->slot_ms == settled->attempt_ms ? settled->attempts + 1 : 1;
    settled->attempt_ms = row->slot_ms;
    if (row->outcome != SWEEP_INCOMPLETE || settled->attempts >= ATTEMPTS_MAX)
        settled->last_ms = row->slot_ms > settled->last_ms ? row->slot_ms : settled->last_ms;
    return true;
}

static enum status miss(struct store *store, struct sweep_row *row, struct error *error)
{
    enum status status = sweeps_begin(store, row, error);

    row->outcome = SWEEP_MISSED;
    row->ended_ms = row->started_ms;
    return status == STATUS_OK ? sweeps_end(store, row, error) : status;
}

static void describe_trouble(struct buf *out, const char *message)
{
    buf_format(out, _("no sweep could be begun: %s"), sweep_run_words(message));
}

/* The last one that was begun in a time, and how it came out. */
struct out_of_turn {
    const struct sweep_times *times;
    int64_t started_ms;
    enum sweep_outcome outcome;
};

static bool take_out_of_turn(void *context, const struct sweep_row *row)
{
    struct out_of_turn *found = context;

    if (!row->has_slot && !row->is_starts_only
        && sweep_times_judge(found->times, row).verdict == SWEEP_TIME_BELIEVED) {
        found->started_ms = row->started_ms;
        found->outcome = row->outcome;
    }
    return true;
}

/* The program was there, and somebody had it sweep. */
static enum status describe_out_of_turn(const struct store *store, const struct site *site,
                                        const struct sweep_times *times, const struct site_past *past, int64_t slot, struct buf *reason,
                                        struct error *error)
{
    struct out_of_turn found = { .times = times };
    char at[SLOTS_TIME_SIZE];
    enum status status =
        sweeps_list(store, site->id, slot, site_past_next_slot(past, slot), take_out_of_turn, &found, error);

    if (status != STATUS_OK || found.started_ms == 0)
        return status;
    slots_time_write(found.started_ms, at);
    if (found.outcome == SWEEP_COMPLETE)
        buf_format(reason,
                   _("no sweep of this slot was begun; one out of turn, begun at %s, is complete: it counts for "
                     "its day and keeps no slot"),
                   at);
    else
        buf_format(reason, _("no sweep of this slot was begun; one out of turn, begun at %s, is not complete"), at);
    return STATUS_OK;
}

/* Why a slot was missed: `trouble` keeps it now, others were noted when they did. */
static enum status describe_miss(const struct store *store, const struct site *site, const struct settled *settled,
                                 const struct site_past *past, int64_t slot, const char *trouble, struct buf *reason,
                                 struct error *error)
{
    enum status status;

    buf_clear(reason);
    status = troubles_get(store, site->id, slot, reason, error);
    if (status != STATUS_OK || reason->size > 0)
        return status;
    if (trouble == NULL && slot != settled->attempt_ms)
        status = describe_out_of_turn(store, site, settled->times, past, slot, reason, error);
    if (status != STATUS_OK || reason->size > 0)
        return status;
    if (trouble != NULL)
        buf_text(reason, trouble);
    else if (slot == settled->attempt_ms)
        buf_text(reason, _("the sweep came out incomplete, and its time was over before another could be made"));
    else
        buf_text(reason, _("no sweep was begun in its time: the program was not running, or was busy with an earlier "
                           "one"));
    return buf_status(reason);
}

/* Slots that nothing can make up for any more. */
static enum status record_missed(struct store *store, const struct site *site, const struct settled *settled,
                                 const struct site_past *past, int64_t due_ms, int64_t now, const char *trouble,
                                 unsigned *missed, struct error *error)
{
    struct buf reason = BUF_INIT(1 << 16);
    enum status status = STATUS_OK;

    for (int64_t slot = site_past_next_slot(past, settled->last_ms); slot < due_ms && status == STATUS_OK;
         slot = site_past_next_slot(past, slot)) {
        struct sweep_row row = {
            .site = site->id, .has_slot = true, .slot_ms = slot, .started_ms = now, .operator= "automatic" };

        status = describe_miss(store, site, settled, past, slot, trouble, &reason, error);
        row.reason = reason.data;
        if (status == STATUS_OK)
            status = miss(store, &row, error);
        *missed += 1;
    }
    buf_free(&reason);
    return status;
}

/* A new site: what was before it was known is nobody's fault. */
static int64_t settled_of_new(const struct site_past *past, int64_t trouble_ms, int64_t now)
{
    int64_t first_ms = trouble_ms != 0 ? trouble_ms : site_past_last_slot(past, now);

    if (past->known_count > 0 && past->terms[0].since_ms < first_ms)
        first_ms = past->terms[0].since_ms;
    return first_ms - 1;
}

static enum status find_settled(const struct store *store, const struct site *site, const struct site_past *past,
                                int64_t now, struct settled *settled, struct error *error)
{
    enum { LOOKED_BACK_DAYS = 7 };
    int64_t first_ms = 0;
    enum status status = sweeps_list(store, site->id, now - (int64_t)LOOKED_BACK_DAYS * DAY_MS, now + DAY_MS,
                                     take_settled, settled, error);

    if (status == STATUS_OK && settled->attempt_ms == 0) /* the program was off for longer, or the site is new */
        status = sweeps_list(store, site->id, 0, now + DAY_MS, take_settled, settled, error);
    if (status == STATUS_OK && settled->last_ms == 0)
        status = troubles_first(store, site->id, &first_ms, error);
    if (settled->last_ms == 0)
        settled->last_ms = settled_of_new(past, first_ms, now);
    return status;
}

static enum status settle_in(struct store *store, const struct site *site, const struct site_past *past, int64_t now,
                             const char *trouble, struct slot_due *due, unsigned *missed, struct error *error)
{
    struct sweep_times times = { 0 };
    struct settled settled = { .times = &times };
    enum status status = sweep_times_read(store, now, &times, error);

    if (status == STATUS_OK)
        status = find_settled(store, site, past, now, &settled, error);
    due->slot_ms = site_past_last_slot(past, now);
    due->is_due = due->slot_ms > settled.last_ms;
    if (status == STATUS_OK && due->is_due)
        status = record_missed(store, site, &settled, past, due->slot_ms, now, trouble, missed, error);
    if (status == STATUS_OK && due->is_due && trouble != NULL)
        status = troubles_note(store, site->id, due->slot_ms, now, trouble, error);
    sweep_times_free(&times);
    return status;
}

/* In one transaction: who has no lock, for the trouble that keeps him from it, records nothing twice. */
static enum status settle_slots(struct store *store, const struct site *site, int64_t now, const char *trouble,
                                struct slot_due *due, unsigned *missed, struct error *error)
{
    struct site_past past;
    struct arena *arena = NULL;
    enum status status = store_begin(store, error);

    if (status != STATUS_OK)
        return status;
    status = arena_create(&arena);
    if (status == STATUS_OK)
        status = site_past_read(store, site->id, site, now, arena, &past, error);
    if (status == STATUS_OK)
        status = settle_in(store, site, &past, now, trouble, due, missed, error);
    status = store_end_writing(store, status, error);
    if (arena != NULL)
        arena_destroy(arena);
    return status;
}

struct missed_log {
    struct event_log *log;
    int64_t recorded_ms;
};

static bool take_missed(void *context, const struct sweep_row *row)
{
    const struct missed_log *missed = context;

    if (row->outcome == SWEEP_MISSED && row->started_ms == missed->recorded_ms)
        sweep_event_ended(missed->log, row, STATUS_OK, NULL);
    return true;
}

/* What is recorded for good. */
static enum status log_missed(struct event_log *log, const struct store *store, const struct site *site, int64_t now,
                              struct error *error)
{
    struct missed_log missed = { log, now };

    return sweeps_list(store, site->id, 0, now, take_missed, &missed, error);
}

enum status sweep_run_find_due(const struct sweep_run_options *options, const struct site *site, int64_t now,
                               bool *is_due, int64_t *slot_ms, unsigned *missed, struct error *error)
{
    struct slot_due due = { 0 };
    struct store *store = NULL;
    struct buf trouble = BUF_INIT(1 << 16);
    int lock;
    enum status locked = sweep_run_lock(options->file->store, site->id, &lock, error), status;

    /* What another program is at may belong to any slot: what was missed is told when it is over. */
    *is_due = false;
    if (locked == STATUS_INVALID)
        return STATUS_OK;
    if (locked != STATUS_OK)
        describe_trouble(&trouble, error->message);
    status = sweep_run_open_store(options, &store, error);
    if (status == STATUS_OK)
        status = settle_slots(store, site, now, locked != STATUS_OK ? trouble.data : NULL, &due, missed, error);
    if (status == STATUS_OK && *missed > 0)
        status = log_missed(options->log, store, site, now, error);
    *is_due = status == STATUS_OK && locked == STATUS_OK && due.is_due;
    *slot_ms = due.slot_ms;
    store_close(store);
    if (lock >= 0)
        close(lock);
    if (status == STATUS_OK && locked != STATUS_OK)
        status = error_set(error, locked, "%s", trouble.data);
    buf_free(&trouble);
    return status;
}

enum status sweep_run_note_sites(const struct sweep_run_options *options, int64_t now, struct error *error)
{
    struct store *store = NULL;
    enum status status = sweep_run_open_store(options, &store, error);

    if (status == STATUS_OK)
        status = site_roster_note(store, options->file->sites, options->file->count, true, now, error);
    store_close(store);
    return status;
}

enum status sweep_run_note_trouble(const struct sweep_run_options *options, const struct site *site, int64_t slot_ms,
                                   const char *reason, struct error *error)
{
    struct buf trouble = BUF_INIT(1 << 16);
    struct store *store = NULL;
    enum status status = sweep_run_open_store(options, &store, error);

    describe_trouble(&trouble, reason);
    if (status == STATUS_OK)
        status = buf_status(&trouble);
    if (status == STATUS_OK)
        status = store_begin(store, error);
    if (status == STATUS_OK)
        status = troubles_note(store, site->id, slot_ms, clock_wall_ms(), trouble.data, error);
    if (status == STATUS_OK)
        status = store_commit(store, error);
    if (status != STATUS_OK && store != NULL)
        store_undo(store);
    store_close(store);
    buf_free(&trouble);
    return status;
}
