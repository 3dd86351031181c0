/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/background.h"

#include <errno.h>
#include <libintl.h>
#include <pthread.h>
#include <string.h>
#include <time.h>

#include "base/alloc.h"
#include "gate/gate_failure.h"
#include "gate/housekeeping.h"
#include "gate/rescan.h"
#include "gate/webhook.h"
#include "report/json.h"

enum { TICK_SECONDS = 2, RESCANS_AT_ONCE = 16, HOUSEKEEPING_TICKS = 1800 };

struct background {
    struct gate *gate;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t woken;
    bool is_woken, is_ending;
    struct gate_worker worker;
    struct webhook_sender *sender;
    int64_t told_behind_ms; /* of the machine's clock, when the ledger was told of it last */
};

/* False when it is time to end. */
static bool wait_for_work(struct background *background, bool has_more)
{
    struct timespec until;
    bool goes_on;

    (void)clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += has_more ? 0 : TICK_SECONDS;
    (void)pthread_mutex_lock(&background->lock);
    while (!background->is_woken && !background->is_ending
           && pthread_cond_timedwait(&background->woken, &background->lock, &until) != ETIMEDOUT)
        ;
    background->is_woken = false;
    goes_on = !background->is_ending;
    (void)pthread_mutex_unlock(&background->lock);
    return goes_on;
}

static void note_failure(struct gate *gate, enum status status, const struct error *error)
{
    if (status != STATUS_OK)
        gate_failure(gate, status, error);
}

static void keep_house(struct background *background)
{
    struct gate *gate = background->gate;
    const struct edition *edition = edition_slot_get(gate->editions);
    struct keeping keeping = { .content_days = edition->profile->keep_days,
                               .idempotency_days = gate->options.idempotency_days,
                               .outbox_days = gate->options.outbox_days };
    struct error error = { 0 };

    note_failure(gate, writer_run(gate->writer, housekeeping_run, &keeping, &error), &error);
    edition_unref(edition);
}

/* ---- The machine's clock. */

static enum status record_behind(void *context, struct store *store, int64_t now_ms, struct error *error)
{
    const int64_t *behind_ms = context;
    struct buf body = BUF_INIT(1024);
    struct ledger_entry entry = {
        .at_ms = now_ms, .actor = "gate", .role = "", .kind = "clock-set-back", .subject = "clock"
    };

    buf_byte(&body, '{');
    json_number(&body, "behind_ms", (uint64_t)*behind_ms);
    json_number(&body, "machine_ms", (uint64_t)(now_ms - *behind_ms));
    return ledger_add_object(store, &entry, &body, error);
}

/* That times of the ledger are not the machine's is itself in the ledger, each time that it gets worse. */
static void watch_clock(struct background *background)
{
    enum { WORTH_TELLING_MS = 5000 };
    struct gate *gate = background->gate;
    int64_t behind_ms = gate_clock_ahead_ms(writer_clock(gate->writer));
    struct error error = { 0 };

    if (behind_ms < WORTH_TELLING_MS) {
        background->told_behind_ms = 0;
    } else if (behind_ms >= background->told_behind_ms + WORTH_TELLING_MS) {
        enum status status = writer_run(gate->writer, record_behind, &behind_ms, &error);

        if (status == STATUS_OK)
            background->told_behind_ms = behind_ms;
        note_failure(gate, status, &error);
    }
}

/* So that it is known when the storage works again, although nobody asks a gate that is not ready. */
static void try_storage(const struct background *background)
{
    struct gate *gate = background->gate;
    struct error error = { 0 };

    if (writer_is_failing(gate->writer))
        note_failure(gate, writer_run(gate->writer, writer_try, NULL, &error), &error);
}

static void *work(void *context)
{
    struct background *background = context;
    struct gate *gate = background->gate;
    bool has_more = false;

    for (unsigned tick = 0; wait_for_work(background, has_more); tick++) {
        struct error scanning = { 0 }, sending = { 0 };

        /* What fails is counted, told, and stays in the store, to be tried at the next tick. */
        has_more = false;
        watch_clock(background);
        try_storage(background);
        note_failure(gate, rescan_some(gate, &background->worker, RESCANS_AT_ONCE, &has_more, &scanning), &scanning);
        if (background->sender != NULL)
            note_failure(gate, webhook_send_due(background->sender, gate, background->worker.store, &sending), &sending);
        if (tick % HOUSEKEEPING_TICKS == 0)
            keep_house(background);
        gate_failures_tell_rest(gate, false);
    }
    return NULL;
}

static enum status open_worker(struct gate *gate, struct gate_worker *worker, struct error *error)
{
    enum status status = arena_create(&worker->arena);

    if (status == STATUS_OK)
        status = assessor_create(&gate->options.assessor, &worker->assessor);
    return status == STATUS_OK ? store_open(gate->options.store, STORE_READ, &worker->store, error) : status;
}

static void close_worker(struct gate_worker *worker)
{
    assessor_destroy(worker->assessor);
    store_close(worker->store);
    if (worker->arena != NULL)
        arena_destroy(worker->arena);
}

static void init_condition(pthread_cond_t *condition)
{
    pthread_condattr_t attributes;

    (void)pthread_condattr_init(&attributes);
    (void)pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    (void)pthread_cond_init(condition, &attributes);
    (void)pthread_condattr_destroy(&attributes);
}

enum status background_start(struct gate *gate, struct background **result, struct error *error)
{
    struct background *background = alloc_zeroed(1, sizeof *background);
    enum status status;

    if (background == NULL)
        return STATUS_NO_MEMORY;
    background->gate = gate;
    background->is_woken = true;
    status = open_worker(gate, &background->worker, error);
    if (status == STATUS_OK && gate->options.webhook_key != NULL)
        status = webhook_sender_create(gate->options.webhook_key, &background->sender);
    (void)pthread_mutex_init(&background->lock, NULL);
    init_condition(&background->woken);
    if (status == STATUS_OK && pthread_create(&background->thread, NULL, work, background) != 0)
        status = error_set(error, STATUS_IO, gettext("no thread can be started"));
    if (status != STATUS_OK) {
        close_worker(&background->worker);
        webhook_sender_destroy(background->sender);
        alloc_free(background);
        return status;
    }
    *result = background;
    return STATUS_OK;
}

void background_wake(struct background *background)
{
    (void)pthread_mutex_lock(&background->lock);
    background->is_woken = true;
    (void)pthread_cond_signal(&background->woken);
    (void)pthread_mutex_unlock(&background->lock);
}

void background_stop(struct background *background)
{
    if (background == NULL)
        return;
    (void)pthread_mutex_lock(&background->lock);
    background->is_ending = true;
    (void)pthread_cond_signal(&background->woken);
    (void)pthread_mutex_unlock(&background->lock);
    (void)pthread_join(background->thread, NULL);
    close_worker(&background->worker);
    webhook_sender_destroy(background->sender);
    (void)pthread_cond_destroy(&background->woken);
    (void)pthread_mutex_destroy(&background->lock);
    alloc_free(background);
}
