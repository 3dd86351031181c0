/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/writer.h"

#include <libintl.h>
#include <pthread.h>

#include "base/alloc.h"
#include "report/json.h"

enum { BATCH_MAX = 256 };

/* Lives on the stack of who waits for it. */
struct waiting {
    struct waiting *next;
    write_task *task;
    void *context;
    enum status status;
    struct error error;
    bool is_done;
};

struct writer {
    struct store *store;
    writer_storage_changed *changed; /* NULL: nobody is told */
    void *context;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t has_work, has_written;
    struct waiting *first, **end;
    struct gate_clock clock;
    bool is_ending;
    atomic_bool is_failing;
    /* This thread's: since the storage has failed, what was not written. */
    int64_t failing_since_ms;
    uint64_t unwritten;
};

/* Up to BATCH_MAX tasks that wait; NULL when the writer ends and none is left. */
static struct waiting *take_batch(struct writer *writer)
{
    struct waiting *first, *last;

    (void)pthread_mutex_lock(&writer->lock);
    while (writer->first == NULL && !writer->is_ending)
        (void)pthread_cond_wait(&writer->has_work, &writer->lock);
    first = last = writer->first;
    for (unsigned count = 1; last != NULL && last->next != NULL && count < BATCH_MAX; count++)
        last = last->next;
    if (last != NULL) {
        writer->first = last->next;
        if (writer->first == NULL)
            writer->end = &writer->first;
        last->next = NULL;
    }
    (void)pthread_mutex_unlock(&writer->lock);
    return first;
}

static void give_back(struct writer *writer, struct waiting *batch)
{
    (void)pthread_mutex_lock(&writer->lock);
    while (batch != NULL) {
        /* Once it is done its owner may be gone with it. */
        struct waiting *next = batch->next;

        batch->is_done = true;
        batch = next;
    }
    (void)pthread_cond_broadcast(&writer->has_written);
    (void)pthread_mutex_unlock(&writer->lock);
}

static void run_one(struct writer *writer, struct waiting *waiting)
{
    waiting->status = store_mark(writer->store, &waiting->error);
    if (waiting->status == STATUS_OK)
        waiting->status =
            waiting->task(waiting->context, writer->store, gate_clock_ms(&writer->clock), &waiting->error);
    if (waiting->status == STATUS_OK)
        waiting->status = store_keep_mark(writer->store, &waiting->error);
    if (waiting->status != STATUS_OK)
        store_undo_mark(writer->store);
}

/* When the transaction fails, everything in it has. */
static void fail_all(struct waiting *batch, enum status status, const struct error *error)
{
    for (; batch != NULL; batch = batch->next) {
        if (batch->status == STATUS_OK) {
            batch->status = status;
            batch->error = *error;
        }
    }
}

/* The first that is written after a failure: from when to when nothing could be, and how much. */
static enum status write_recovery(struct writer *writer, struct error *error)
{
    struct buf body = BUF_INIT(1024);
    struct ledger_entry entry = { .at_ms = gate_clock_ms(&writer->clock),
                                  .actor = "gate",
                                  .role = "",
                                  .kind = "storage-recovered",
                                  .subject = "storage" };

    buf_byte(&body, '{');
    json_number(&body, "since_ms", (uint64_t)writer->failing_since_ms);
    json_number(&body, "unwritten", writer->unwritten);
    return ledger_add_object(writer->store, &entry, &body, error);
}

/* What has become of a batch, before its owners are told. */
static void remember_failure(struct writer *writer, const struct waiting *batch, bool is_written)
{
    const uint64_t before = writer->unwritten;
    const struct error *first = NULL;
    uint64_t failed = 0;

    for (; batch != NULL; batch = batch->next) {
        if (batch->status == STATUS_IO) {
            first = first != NULL ? first : &batch->error;
            failed++;
        }
    }
    if (is_written)
        writer->unwritten = 0;
    if (failed > 0 && writer->unwritten == 0)
        writer->failing_since_ms = gate_clock_ms(&writer->clock);
    writer->unwritten += failed;
    atomic_store(&writer->is_failing, writer->unwritten > 0);
    if (writer->changed != NULL && (before > 0) != (writer->unwritten > 0))
        writer->changed(writer->context, first, before);
}

static void write_batch(struct writer *writer, struct waiting *batch)
{
    struct error error = { 0 };
    enum status status = store_begin(writer->store, &error);

    if (status == STATUS_OK && writer->unwritten > 0)
        status = write_recovery(writer, &error);
    for (struct waiting *waiting = batch; waiting != NULL && status == STATUS_OK; waiting = waiting->next) {
        run_one(writer, waiting);
        /* What was written before it is gone as well: nothing more may be written as if it were there. */
        if (!store_is_writing(writer->store))
            status = error_set(&error, waiting->status, "%s", waiting->error.message);
    }
    if (status == STATUS_OK)
        status = store_commit(writer->store, &error);
    if (status != STATUS_OK) {
        store_undo(writer->store);
        fail_all(batch, status, &error);
    }
    remember_failure(writer, batch, status == STATUS_OK);
}

enum status writer_try(void *context, struct store *store, int64_t now_ms, struct error *error)
{
    (void)context;
    (void)store;
    (void)now_ms;
    (void)error;
    return STATUS_OK;
}

struct gate_clock *writer_clock(struct writer *writer)
{
    return &writer->clock;
}

bool writer_is_failing(const struct writer *writer)
{
    return atomic_load(&writer->is_failing);
}

static void *work(void *context)
{
    struct writer *writer = context;
    struct waiting *batch;

    while ((batch = take_batch(writer)) != NULL) {
        write_batch(writer, batch);
        give_back(writer, batch);
    }
    return NULL;
}

static bool read_latest(void *context, const struct ledger_entry *entry)
{
    *(int64_t *)context = entry->at_ms;
    return false;
}

enum status writer_create(struct store *store, writer_storage_changed *changed, void *context, struct writer **result,
                          struct error *error)
{
    struct writer *writer = alloc_zeroed(1, sizeof *writer);
    struct ledger_head head = { 0 };
    int64_t latest_ms = 0;
    enum status status = writer == NULL ? STATUS_NO_MEMORY : ledger_head(store, &head, error);

    if (status == STATUS_OK && head.sequence > 0)
        status = ledger_read(store, head.sequence, read_latest, &latest_ms, error);
    if (status != STATUS_OK) {
        alloc_free(writer);
        return status;
    }
    writer->store = store;
    writer->changed = changed;
    writer->context = context;
    gate_clock_init(&writer->clock, latest_ms);
    writer->end = &writer->first;
    (void)pthread_mutex_init(&writer->lock, NULL);
    (void)pthread_cond_init(&writer->has_work, NULL);
    (void)pthread_cond_init(&writer->has_written, NULL);
    if (pthread_create(&writer->thread, NULL, work, writer) != 0) {
        alloc_free(writer);
        return error_set(error, STATUS_IO, gettext("no thread can be started"));
    }
    *result = writer;
    return STATUS_OK;
}

enum status writer_run(struct writer *writer, write_task *task, void *context, struct error *error)
{
    struct waiting waiting = { .task = task, .context = context };

    (void)pthread_mutex_lock(&writer->lock);
    if (writer->is_ending) {
        (void)pthread_mutex_unlock(&writer->lock);
        return error_set(error, STATUS_STOPPED, gettext("the gate is ending; nothing was written"));
    }
    *writer->end = &waiting;
    writer->end = &waiting.next;
    (void)pthread_cond_signal(&writer->has_work);
    while (!waiting.is_done)
        (void)pthread_cond_wait(&writer->has_written, &writer->lock);
    (void)pthread_mutex_unlock(&writer->lock);
    if (waiting.status != STATUS_OK && error != NULL)
        *error = waiting.error;
    return waiting.status;
}

void writer_destroy(struct writer *writer)
{
    if (writer == NULL)
        return;
    (void)pthread_mutex_lock(&writer->lock);
    writer->is_ending = true;
    (void)pthread_cond_signal(&writer->has_work);
    (void)pthread_mutex_unlock(&writer->lock);
    (void)pthread_join(writer->thread, NULL);
    (void)pthread_cond_destroy(&writer->has_work);
    (void)pthread_cond_destroy(&writer->has_written);
    (void)pthread_mutex_destroy(&writer->lock);
    alloc_free(writer);
}
